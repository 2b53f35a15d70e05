//! One row on its way out: cells put down one after another, in forms that the intake reads back as they were.

use std::borrow::Cow;

use super::{guard, mask_strays, visible};
use crate::model::{Day, Fen, Identity, Instant, Labelled, Month, Phone, Transfer};

/// The cells of one row.
#[derive(Debug, Default)]
pub struct Row {
    text: String,
    ends: Vec<usize>,
    /// Whether identity numbers and telephones stay whole.
    revealed: bool,
}

impl Row {
    /// An empty row; where it is not `revealed`, personal numbers are masked.
    pub fn new(revealed: bool) -> Self {
        Self { revealed, ..Self::default() }
    }

    /// The same row, emptied and filled anew.
    pub fn filled(&mut self, fill: impl FnOnce(&mut Self)) -> &Self {
        self.text.clear();
        self.ends.clear();
        fill(self);
        self
    }

    /// Its cells.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.text[start..*end])
    }

    fn end(&mut self) {
        self.ends.push(self.text.len());
    }

    /// A word of a list, a code of digits, nothing: what is known to be harmless.
    pub fn plain(&mut self, text: &str) {
        self.text.push_str(text);
        self.end();
    }

    fn guarded(&mut self, text: &str) {
        let text = visible(text);
        self.text.push_str(&guard(&text));
        self.end();
    }

    /// A text as somebody typed it.
    pub fn text(&mut self, text: &str) {
        let shown = if self.revealed { Cow::Borrowed(text) } else { Cow::Owned(mask_strays(text)) };
        self.guarded(&shown);
    }

    /// A code, which is nobody's number.
    pub fn code(&mut self, code: &str) {
        self.guarded(code);
    }

    /// An identity number.
    pub fn identity(&mut self, identity: &Identity) {
        if self.revealed { self.guarded(&identity.reveal()) } else { self.guarded(&identity.masked()) }
    }

    /// A telephone number.
    pub fn phone(&mut self, phone: Option<&Phone>) {
        match phone {
            None => self.end(),
            Some(phone) if self.revealed => self.guarded(&phone.reveal()),
            Some(phone) => self.guarded(&phone.masked()),
        }
    }

    /// A word of a list.
    pub fn word<L: Labelled>(&mut self, value: Option<L>) {
        self.plain(value.map_or("", L::zh));
    }

    /// 是, 否 or nothing.
    pub fn flag(&mut self, value: Option<bool>) {
        self.plain(value.map_or("", |yes| if yes { "是" } else { "否" }));
    }

    /// A whole number.
    pub fn number(&mut self, value: Option<impl Into<u64>>) {
        if let Some(value) = value {
            self.digits(value.into(), 1);
        }
        self.end();
    }

    /// An amount in yuan.
    pub fn money(&mut self, value: Option<Fen>) {
        if let Some(Fen(fen)) = value {
            self.hundredths(fen.into());
        }
        self.end();
    }

    /// Hours. Rounded up to a hundredth: the intake rounds down, and so finds the minutes again.
    pub fn hours(&mut self, minutes: Option<u32>) {
        if let Some(minutes) = minutes {
            self.hundredths((u64::from(minutes) * 100).div_ceil(60));
        }
        self.end();
    }

    /// A month.
    pub fn month(&mut self, month: Month) {
        self.digits(month.year() as u64, 4);
        self.text.push('-');
        self.digits(month.number().into(), 2);
        self.end();
    }

    /// A day.
    pub fn day(&mut self, day: Option<Day>) {
        if let Some(day) = day {
            self.date(day);
        }
        self.end();
    }

    /// A time in local time, to the second.
    pub fn time(&mut self, time: Option<Instant>) {
        if let Some(time) = time {
            self.moment(time);
        }
        self.end();
    }

    /// Pieces of `到达>办理`, joined.
    pub fn hops(&mut self, transfer: &Transfer) {
        let mut step = 1;
        // A hop beyond those of its kind is one that the intake made of the state and will make again.
        for hop in transfer.hops.iter().filter(|hop| hop.step <= transfer.kind.hops()) {
            while step < hop.step {
                self.text.push(';');
                step += 1;
            }
            self.moment(hop.arrived);
            self.text.push('>');
            if let Some(answered) = hop.answered {
                self.moment(answered);
            }
        }
        self.end();
    }

    fn moment(&mut self, time: Instant) {
        let day = time.day();
        let second = time.0 - day.start().0;
        self.date(day);
        self.text.push(' ');
        self.digits((second / 3600) as u64, 2);
        self.text.push(':');
        self.digits((second / 60 % 60) as u64, 2);
        if second % 60 != 0 {
            self.text.push(':');
            self.digits((second % 60) as u64, 2);
        }
    }

    // Hinnant's civil_from_days: fifteen million days of a province, which the calendar of `chrono` makes seconds of.
    fn date(&mut self, day: Day) {
        let days = i64::from(day.0) + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let shifted = (5 * of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year + era * 400 + i64::from(month <= 2);
        self.digits(year.max(0) as u64, 4);
        self.text.push('-');
        self.digits(month as u64, 2);
        self.text.push('-');
        self.digits((of_year - (153 * shifted + 2) / 5 + 1) as u64, 2);
    }

    fn hundredths(&mut self, value: u64) {
        self.digits(value / 100, 1);
        if !value.is_multiple_of(100) {
            self.text.push('.');
            self.digits(value % 100, 2);
        }
    }

    fn digits(&mut self, mut value: u64, least: usize) {
        let mut digits = [b'0'; 20];
        let mut at = digits.len();
        while value > 0 || digits.len() - at < least {
            at -= 1;
            digits[at] = b'0' + (value % 10) as u8;
            value /= 10;
        }
        self.text.extend(digits[at..].iter().map(|digit| char::from(*digit)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(put: impl FnOnce(&mut Row)) -> String {
        let mut row = Row::new(true);
        put(&mut row);
        let mut cells = row.cells().map(str::to_owned);
        let cell = cells.next().unwrap();
        assert_eq!(cells.next(), None);
        cell
    }

    #[test]
    fn personal_numbers_are_masked_unless_revealed() {
        let identity = Identity::with_check(44_990_120_000_101_005);
        let phone = Phone::parse("10500000001");
        let mut row = Row::new(false);
        row.identity(&identity);
        row.phone(phone.as_ref());
        row.text(&format!("转自 {}", identity.reveal()));
        row.code("000.012.016");
        let cells: Vec<&str> = row.cells().collect();
        assert_eq!(cells[..2], [identity.masked().as_str(), "105****0001"]);
        assert!(cells[0].contains("****"));
        assert!(!cells[2].contains("20000101") && cells[3] == "000.012.016");
        assert_eq!(one(|row| row.identity(&identity)), identity.reveal());
    }

    #[test]
    fn what_nobody_sees_and_what_runs_stays_inside() {
        assert_eq!(one(|row| row.text("=HYPERLINK(1)")), "'=HYPERLINK(1)");
        assert_eq!(one(|row| row.text("甲\u{202e}乙\u{0}\n")), "甲乙");
        assert_eq!(one(|row| row.text("\t=1")), "'=1");
    }

    proptest! {
        #[test]
        fn days_and_times_read_back(day in -25_000i32..84_000, second in 0i64..86_400) {
            let at = Instant(Day(day).start().0 + second);
            prop_assert_eq!(Day::parse(&one(|row| row.day(Some(Day(day))))), Ok(Day(day)));
            prop_assert_eq!(Instant::parse(&one(|row| row.time(Some(at)))), Ok(at));
        }

        #[test]
        fn hours_give_the_minutes_again(minutes in 0u32..2_000_000_000) {
            let cell = one(|row| row.hours(Some(minutes)));
            let (whole, part) = cell.split_once('.').unwrap_or((&cell, "0"));
            let hundredths = whole.parse::<u64>().unwrap() * 100 + part.parse::<u64>().unwrap();
            prop_assert_eq!(hundredths * 60 / 100, u64::from(minutes));
        }
    }
}
