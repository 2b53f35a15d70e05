//! The facts of one organisation over a row of instants, put together out of what holds for a stretch of them.

use std::ops::Range;

use super::{Change, Fact, FactRow, NO_DAY};
use crate::model::Pos;

const DAYS: usize = Fact::ALL.len() - Fact::COUNTS;

/// Adds up what holds from one look to another.
pub struct Spread {
    /// How counts move at each look.
    counts: Vec<[u32; Fact::COUNTS]>,
    /// The latest days at each look.
    days: Vec<[i32; DAYS]>,
    /// Where anything begins or ends.
    edges: u128,
    /// Whether there is any day.
    dated: bool,
}

impl Spread {
    /// Of so many looks.
    pub fn new(looks: usize) -> Self {
        Self { counts: vec![[0; Fact::COUNTS]; looks + 1], days: vec![[NO_DAY; DAYS]; looks], edges: 0, dated: false }
    }

    /// Adds what holds from the first of some looks until the one after their last.
    pub fn add(&mut self, row: &FactRow, looks: Range<usize>) {
        for (sum, more) in self.counts[looks.start].iter_mut().zip(row.counts) {
            *sum = sum.wrapping_add(more);
        }
        for (sum, less) in self.counts[looks.end].iter_mut().zip(row.counts) {
            *sum = sum.wrapping_sub(less);
        }
        self.edges |= 1 << looks.start;
        self.edges |= 1u128.checked_shl(looks.end as u32).unwrap_or_default();
        if row.days.iter().any(|day| *day != NO_DAY) {
            self.dated = true;
            for days in &mut self.days[looks] {
                days.iter_mut().zip(row.days).for_each(|(latest, day)| *latest = day.max(*latest));
            }
        }
    }

    /// Gives the row of the first look, adds to `changes` how it moves at each later one, and begins anew.
    pub fn take(&mut self, pos: Pos, changes: &mut [Vec<Change>]) -> FactRow {
        let looks = self.days.len();
        let mut row = FactRow { counts: self.counts[0], days: self.days[0] };
        let first = row.clone();
        let mut before = row.codes();
        let edges = self.edges;
        for look in (1..looks).filter(|look| edges >> look & 1 == 1) {
            for (count, by) in row.counts.iter_mut().zip(self.counts[look]) {
                *count = count.wrapping_add(by);
            }
            row.days = self.days[look];
            let now = row.codes();
            for fact in Fact::ALL {
                let by = now[fact as usize].wrapping_sub(before[fact as usize]);
                if by != 0 {
                    changes[look].push(Change::new(pos, fact, by));
                }
            }
            before = now;
        }
        for look in (0..=looks).filter(|look| *look == looks || edges >> look & 1 == 1) {
            self.counts[look] = [0; Fact::COUNTS];
        }
        if self.dated {
            self.days.fill([NO_DAY; DAYS]);
        }
        (self.edges, self.dated) = (0, false);
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Day;

    #[test]
    fn what_holds_for_a_stretch_begins_and_ends() {
        let mut spread = Spread::new(4);
        let mut row = FactRow::default();
        row.add(Fact::Members, 2);
        row.latest(Fact::LastJoined, Some(Day(9)));
        for _ in 0..2 {
            spread.add(&row, 1..3);
            spread.add(&row, 0..4);
            let mut changes = vec![Vec::new(); 4];
            let first = spread.take(Pos(7), &mut changes);
            assert_eq!(first, row);
            let one = |by| vec![Change::new(Pos(7), Fact::Members, by)];
            assert_eq!(changes, [vec![], one(2), vec![], one(-2)]);
        }
        assert_eq!(spread.take(Pos(0), &mut vec![Vec::new(); 4]), FactRow::default());
    }
}
