//! The member number (发展团员编号): kept as given, judged by the rule of handbook A3.

use std::fmt;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::{Month, stable_hash};

/// A member number as the roster gives it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MemberNumber {
    /// Twelve digits, the form the rule asks for from 2017 on.
    Twelve(u64),
    /// Anything else, kept so that its owner can be told what is wrong with it.
    Other(CompactString),
}

/// What is wrong with a member number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFault {
    /// Not twelve digits (joined 2017 or later), or four characters or fewer (before).
    Length,
    /// The first four digits are not the year of joining; joiners of 2017 and 2018 may bear either of the two.
    Year,
}

impl MemberNumber {
    /// Reads a number as given; `None` for an empty cell.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.len() {
            0 => None,
            12 if text.bytes().all(|b| b.is_ascii_digit()) => text.parse().ok().map(Self::Twelve),
            _ => Some(Self::Other(text.into())),
        }
    }

    /// What two bearers of one number share: the number itself, or a hash with the highest bit set.
    pub fn key(&self) -> u64 {
        match self {
            Self::Twelve(number) => *number,
            Self::Other(text) => (1 << 63) | (stable_hash(text) >> 1),
        }
    }

    /// What the rule of handbook A3 finds wrong, for a member who joined in `joined`.
    pub fn fault(&self, joined: Month) -> Option<NumberFault> {
        let year = joined.year() as u64;
        match self {
            Self::Twelve(number) => {
                let first = number / 100_000_000;
                let fits = first == year || (matches!(year, 2017 | 2018) && matches!(first, 2017 | 2018));
                (!fits).then_some(NumberFault::Year)
            }
            Self::Other(_) if year >= 2017 => Some(NumberFault::Length),
            Self::Other(text) if text.chars().count() <= 4 => Some(NumberFault::Length),
            Self::Other(text) => {
                let fits = text.get(..4).is_some_and(|first| first.parse() == Ok(year));
                (!fits).then_some(NumberFault::Year)
            }
        }
    }
}

impl fmt::Display for MemberNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Twelve(number) => write!(f, "{number:012}"),
            Self::Other(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_rule() {
        let fault = |text: &str, year| MemberNumber::parse(text).unwrap().fault(Month::of(year, 5));
        assert_eq!(fault("201944000001", 2019), None);
        assert_eq!(fault("201844000001", 2019), Some(NumberFault::Year));
        assert_eq!(fault("201844000001", 2017), None, "2017 and 2018: either year");
        assert_eq!(fault("201744000001", 2018), None);
        assert_eq!(fault("20174400001", 2017), Some(NumberFault::Length));
        assert_eq!(fault("20164", 2016), None, "before 2017 any length above four");
        assert_eq!(fault("2016", 2016), Some(NumberFault::Length));
        assert_eq!(fault("201544000001", 2016), Some(NumberFault::Year));
        assert_eq!(MemberNumber::parse("  "), None);
    }
}
