//! Days, months and instants. Local time is Asia/Shanghai, a fixed +08:00 since 1991.

use std::fmt;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

const OFFSET_SECONDS: i32 = 8 * 3600;
const DAY_SECONDS: i64 = 86_400;

/// Why a date, month or time could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Not in a form the intake knows.
    #[error("not a date in a known form")]
    Form,
    /// The form is right, the calendar has no such day or hour.
    #[error("no such day or time in the calendar")]
    Calendar,
}

/// A calendar day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Day(pub i32);

impl Day {
    /// The day of a calendar date, or `None` where there is none such.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self::from)
    }

    /// The calendar date.
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_epoch_days(self.0).unwrap_or(NaiveDate::MIN)
    }

    /// Reads `2018-06-30`, `2018/6/30`, `2018.6.30`, `20180630` or `2018年6月30日`.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        let text = text.trim();
        if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
            return day_of(&text[..4], &text[4..6], &text[6..]);
        }
        let text = text.strip_suffix('日').unwrap_or(text);
        let mut parts = text.split(['-', '/', '.', '年', '月']);
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(year), Some(month), Some(day), None) => day_of(year, month, day),
            _ => Err(TimeError::Form),
        }
    }

    /// The first second of the day.
    pub fn start(self) -> Instant {
        Instant(i64::from(self.0) * DAY_SECONDS - i64::from(OFFSET_SECONDS))
    }

    /// The last second of the day, 23:59:59: what a date means as an instant (`measures.md`).
    pub fn end(self) -> Instant {
        Instant(self.start().0 + DAY_SECONDS - 1)
    }

    /// The same day `years` later; 29 February becomes 1 March in a common year.
    pub fn plus_years(self, years: i32) -> Self {
        let date = self.date();
        date.with_year(date.year() + years)
            .or_else(|| NaiveDate::from_ymd_opt(date.year() + years, 3, 1))
            .map_or(self, Self::from)
    }

    /// The month the day lies in.
    pub fn month(self) -> Month {
        let date = self.date();
        Month::of(date.year(), date.month())
    }

    /// Whole years from this day to `on` (an age, when this is a birthday).
    pub fn years_until(self, on: Day) -> i32 {
        let (from, to) = (self.date(), on.date());
        let before = (to.month(), to.day()) < (from.month(), from.day());
        to.year() - from.year() - i32::from(before)
    }
}

fn day_of(year: &str, month: &str, day: &str) -> Result<Day, TimeError> {
    if year.len() != 4 || month.is_empty() || month.len() > 2 || day.is_empty() || day.len() > 2 {
        return Err(TimeError::Form);
    }
    let number = |text: &str| {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse::<u32>().ok()).flatten().ok_or(TimeError::Form)
    };
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    Day::new(year as i32, month, day).ok_or(TimeError::Calendar)
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self(date.to_epoch_days())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

/// A calendar month, counted from January of year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Month(pub u16);

impl Month {
    /// The month `month` (1 to 12) of `year`.
    pub const fn of(year: i32, month: u32) -> Self {
        Self((year * 12 + month as i32 - 1) as u16)
    }

    /// Its year.
    pub const fn year(self) -> i32 {
        self.0 as i32 / 12
    }

    /// Its number in the year, 1 to 12.
    pub const fn number(self) -> u32 {
        self.0 as u32 % 12 + 1
    }

    /// Its first day.
    pub fn first(self) -> Day {
        Day::new(self.year(), self.number(), 1).unwrap_or(Day(0))
    }

    /// Its last second.
    pub fn end(self) -> Instant {
        Instant(Self(self.0 + 1).first().start().0 - 1)
    }

    /// The last month that is over at `at`; a month is over at its last second (bounds are inclusive, `measures.md`).
    pub fn complete_at(at: Instant) -> Self {
        let month = at.day().month();
        if month.end() <= at { month } else { Self(month.0.saturating_sub(1)) }
    }

    /// Reads `2018-09`, `2018/9`, `2018.9`, `201809`, `2018年9月`, or the month of a full date.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        let text = text.trim();
        let (year, month) = if text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) {
            text.split_at(4)
        } else {
            let bare = text.strip_suffix('月').unwrap_or(text);
            match bare.split_once(['-', '/', '.', '年']) {
                Some((year, month)) if month.len() <= 2 => (year, month),
                _ => return Day::parse(text).map(Day::month),
            }
        };
        day_of(year, month, "1").map(Day::month)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

/// A second, counted from 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Instant(pub i64);

impl Instant {
    /// The instant of a moment of the system clock or of another offset.
    pub fn from_datetime<Z: chrono::TimeZone>(moment: &DateTime<Z>) -> Self {
        Self(moment.timestamp())
    }

    /// The day it lies in, Asia/Shanghai.
    pub fn day(self) -> Day {
        Day((self.0 + i64::from(OFFSET_SECONDS)).div_euclid(DAY_SECONDS) as i32)
    }

    /// The instant `hours` later.
    pub const fn plus_hours(self, hours: i64) -> Self {
        Self(self.0 + hours * 3600)
    }

    /// Date and time of day, Asia/Shanghai.
    pub fn local(self) -> NaiveDateTime {
        DateTime::from_timestamp(self.0 + i64::from(OFFSET_SECONDS), 0).map_or(NaiveDateTime::MIN, |t| t.naive_utc())
    }

    /// Reads RFC 3339, or `2018-09-30 14:05[:06]` in local time with any of the date forms; a bare date is its first second.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        let text = text.trim();
        if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
            return Ok(Self(moment.timestamp()));
        }
        let Some((date, time)) = text.split_once([' ', 'T']) else {
            return Day::parse(text).map(Day::start);
        };
        let day = Day::parse(date)?;
        let mut parts = time.trim().split([':', '：']);
        let mut number = |required: bool| match parts.next() {
            Some(part) if !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse::<u32>().map_err(|_| TimeError::Form)
            }
            None if !required => Ok(0),
            _ => Err(TimeError::Form),
        };
        let (hour, minute, second) = (number(true)?, number(true)?, number(false)?);
        if parts.next().is_some() {
            return Err(TimeError::Form);
        }
        NaiveTime::from_hms_opt(hour, minute, second).ok_or(TimeError::Calendar)?;
        Ok(Self(day.start().0 + i64::from(hour * 3600 + minute * 60 + second)))
    }
}

impl fmt::Display for Instant {
    /// RFC 3339 in local time, `2018-06-30T23:59:59+08:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (DateTime::from_timestamp(self.0, 0), FixedOffset::east_opt(OFFSET_SECONDS)) {
            (Some(moment), Some(offset)) => f.write_str(&moment.with_timezone(&offset).to_rfc3339()),
            _ => write!(f, "@{}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_date_is_the_same_day() {
        let day = Day::new(2018, 6, 30).unwrap();
        for text in ["2018-06-30", "2018/6/30", "20180630", "2018年6月30日", "2018.6.30", " 2018-6-30 "] {
            assert_eq!(Day::parse(text), Ok(day), "{text}");
        }
        for text in ["2018-02-30", "20180631", "2018年13月1日"] {
            assert_eq!(Day::parse(text), Err(TimeError::Calendar), "{text}");
        }
        for text in ["", "2018", "18-06-30", "2018-06", "2018-06-30-1", "2018-+6-30", "二〇一八"] {
            assert_eq!(Day::parse(text), Err(TimeError::Form), "{text}");
        }
    }

    #[test]
    fn months_and_times_in_every_form() {
        for text in ["2018-09", "201809", "2018年9月", "2018/9", "2018-09-30"] {
            assert_eq!(Month::parse(text), Ok(Month::of(2018, 9)), "{text}");
        }
        assert!(Month::parse("2018-13").is_err());
        let noon = Instant::parse("2018-09-30 12:00").unwrap();
        assert_eq!(noon, Instant::parse("2018-09-30T12:00:00+08:00").unwrap());
        assert_eq!(noon, Instant::parse("2018-09-30T04:00:00Z").unwrap());
        assert_eq!(noon.to_string(), "2018-09-30T12:00:00+08:00");
        assert_eq!(noon.day(), Day::new(2018, 9, 30).unwrap());
        assert!(Instant::parse("2018-09-30 24:00").is_err());
    }

    #[test]
    fn a_day_ends_on_its_last_second() {
        let day = Day::new(2018, 6, 30).unwrap();
        assert_eq!(day.end().to_string(), "2018-06-30T23:59:59+08:00");
        assert_eq!(day.end().day(), day);
        assert_eq!(Instant(day.end().0 + 1).day(), Day(day.0 + 1));
    }

    #[test]
    fn ages_turn_on_the_birthday() {
        let born = Day::new(1990, 6, 25).unwrap();
        assert_eq!(born.years_until(Day::new(2018, 6, 24).unwrap()), 27);
        assert_eq!(born.years_until(Day::new(2018, 6, 25).unwrap()), 28);
        let leap = Day::new(2000, 2, 29).unwrap();
        assert_eq!(leap.plus_years(1), Day::new(2001, 3, 1).unwrap());
    }

    #[test]
    fn a_month_is_over_at_its_last_second() {
        for (at, month) in [
            ("2018-06-30 23:59:59", Month::of(2018, 6)),
            ("2018-06-30 23:59:58", Month::of(2018, 5)),
            ("2018-07-01 00:00:00", Month::of(2018, 6)),
            ("2018-01-15 12:00:00", Month::of(2017, 12)),
        ] {
            assert_eq!(Month::complete_at(Instant::parse(at).unwrap()), month, "{at}");
        }
    }
}
