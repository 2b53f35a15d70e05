//! A line of days: months as ticks, a day as a column.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::Day;
use crate::tui::look::{Look, Role};

/// Columns between the ticks of two months at least: a label and a gap.
const LEAST: u16 = 9;

/// Days laid over columns.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    from: Day,
    to: Day,
    x: u16,
    width: u16,
}

impl Axis {
    /// The days from one to another over the columns of an area; always a day at least.
    pub fn new(from: Day, to: Day, area: Rect) -> Self {
        Self { from, to: to.max(Day(from.0 + 1)), x: area.x, width: area.width.max(1) }
    }

    /// The column of a day, at the nearest end for one outside.
    pub fn column(&self, day: Day) -> u16 {
        let (span, at) = (i64::from(self.to.0 - self.from.0), i64::from(day.0 - self.from.0));
        let last = i64::from(self.width) - 1;
        self.x + (at * last / span).clamp(0, last) as u16
    }

    /// The columns from the begin of one day to another, one at least.
    pub fn columns(&self, from: Day, to: Day) -> std::ops::RangeInclusive<u16> {
        self.column(from)..=self.column(to).max(self.column(from))
    }

    /// The first days of months that ticks stand at, with what is written there: the year where it begins.
    pub fn ticks(&self) -> Vec<(Day, String)> {
        let mut months: Vec<Day> = Vec::new();
        let mut month = self.from.month();
        while month.first() <= self.to {
            if month.first() >= self.from {
                months.push(month.first());
            }
            month = Day(month.end().day().0 + 1).month();
        }
        let apart = f64::from(self.width) / f64::from(self.to.0 - self.from.0) * 30.4;
        let by = [1, 2, 3, 6, 12].into_iter().find(|by| apart * f64::from(*by) >= f64::from(LEAST)).unwrap_or(12);
        let mut first = true;
        let chosen = months.into_iter().filter(|day| (day.month().number() - 1) % by == 0);
        chosen
            .map(|day| {
                let month = day.month();
                let with_year = std::mem::take(&mut first) || month.number() == 1;
                let text = match with_year {
                    true => format!("{}-{:02}", month.year(), month.number()),
                    false => format!("{:02}", month.number()),
                };
                (day, text)
            })
            .collect()
    }

    /// Paints the ticks with their words; a word that would run into the one before is left out.
    pub fn head(&self, look: &Look, buf: &mut Buffer, y: u16) {
        let mut free = self.x;
        for (day, text) in self.ticks() {
            let x = self.column(day);
            let (word, width) = (format!("{}{text}", look.glyphs.tick), look.width(&text) + 1);
            if x < free || x + width > self.x + self.width {
                continue;
            }
            look.put(buf, x, y, width, &word, look.style(Role::Dim));
            free = x + width + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn ticks_stand_as_close_as_there_is_room() {
        let words = |width| {
            let axis = Axis::new(day("2018-06-20"), day("2019-02-10"), Rect::new(0, 0, width, 1));
            axis.ticks().into_iter().map(|(_, text)| text).collect::<Vec<_>>()
        };
        assert_eq!(words(90), ["2018-07", "08", "09", "10", "11", "12", "2019-01", "02"]);
        assert_eq!(words(40), ["2018-07", "09", "11", "2019-01"]);
        assert_eq!(words(12), ["2018-07", "2019-01"]);
    }

    proptest! {
        #[test]
        fn every_day_has_a_column_inside(from in 0i32..20_000, span in 0i32..4_000, off in -100i32..5_000, width in 1u16..200) {
            let axis = Axis::new(Day(from), Day(from + span), Rect::new(7, 0, width, 1));
            prop_assert!((7..7 + width).contains(&axis.column(Day(from + off))));
            prop_assert!(axis.column(Day(from + off)) <= axis.column(Day(from + off + 1)));
        }
    }
}
