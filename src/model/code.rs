//! Codes of organisations and of administrative divisions.

use std::fmt;
use std::num::NonZeroU64;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// Why a code is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing there.
    #[error("the code is empty")]
    Empty,
    /// Longer than 64 bytes, or with spaces or control characters inside.
    #[error("a code is at most 64 characters without spaces")]
    Form,
    /// Not 2, 4, 6, 9 or 12 digits.
    #[error("a division code has 2, 4, 6, 9 or 12 digits")]
    Division,
}

/// The code a committee gave an organisation: opaque, unique, often dotted by threes (handbook A1).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OrgCode(CompactString);

impl OrgCode {
    /// Reads a code as given, trimmed.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CodeError::Empty);
        }
        if text.len() > 64 || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(CodeError::Form);
        }
        Ok(Self(text.into()))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OrgCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An administrative division (GB/T 2260 and the statistical codes below it): 2, 4, 6, 9 or 12 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DivisionCode(NonZeroU64);

impl DivisionCode {
    /// Reads a code; trailing zeros beyond a level are kept as given.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let text = text.trim();
        let fits = matches!(text.len(), 2 | 4 | 6 | 9 | 12) && text.bytes().all(|b| b.is_ascii_digit());
        match text.parse() {
            Ok(number) if fits && !text.starts_with('0') => Ok(Self(number)),
            _ => Err(CodeError::Division),
        }
    }

    /// Whether it is that of a town, township or street: nine digits, or the same written out to twelve.
    pub const fn is_town(self) -> bool {
        let nine = match self.0.get() {
            number if number >= 100_000_000_000 && number.is_multiple_of(1_000) => number / 1_000,
            number if number < 1_000_000_000 => number,
            _ => 0,
        };
        nine >= 100_000_000 && !nine.is_multiple_of(1_000)
    }

    /// The code as a number.
    pub const fn number(self) -> u64 {
        self.0.get()
    }

    /// The division and those above it, the smallest first: village, town, county, city, province. Trailing zeros that
    /// fill up a shorter code (4407000000) are left out.
    pub fn levels(self) -> impl Iterator<Item = Self> {
        let digits = self.number().ilog10() + 1;
        let below = [12, 9, 6, 4, 2].into_iter().filter(move |level| *level <= digits);
        let codes = below.map(move |level| (level, self.number() / 10u64.pow(digits - level)));
        let filled = |level: u32, code: u64| match level {
            12 | 9 => code.is_multiple_of(1000),
            6 | 4 => code.is_multiple_of(100),
            _ => false,
        };
        codes
            .filter(move |(level, code)| !filled(*level, *code))
            .filter_map(|(_, code)| NonZeroU64::new(code).map(Self))
    }

    /// The division without the zeros that fill it up.
    pub fn bare(self) -> Self {
        self.levels().next().unwrap_or(self)
    }

    /// Whether it is a prefecture city: four digits, or filled up with zeros.
    pub fn is_city(self) -> bool {
        self.bare().number().ilog10() == 3
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_checked_for_form_only() {
        assert_eq!(OrgCode::parse(" 000.012.016 ").unwrap().as_str(), "000.012.016");
        assert_eq!(OrgCode::parse(" "), Err(CodeError::Empty));
        assert_eq!(OrgCode::parse("a b"), Err(CodeError::Form));
        for good in ["44", "4420", "440783", "440783100", "440783100201"] {
            assert_eq!(DivisionCode::parse(good).unwrap().to_string(), good);
        }
        for (code, levels) in [
            ("440783100201", "440783100201 440783100 440783 4407 44"),
            ("440783100000", "440783100 440783 4407 44"),
            ("440700", "4407 44"),
            ("440000", "44"),
            ("4420", "4420 44"),
        ] {
            let levels: Vec<DivisionCode> = levels.split(' ').map(|code| DivisionCode::parse(code).unwrap()).collect();
            let code = DivisionCode::parse(code).unwrap();
            assert_eq!(code.levels().collect::<Vec<_>>(), levels);
            assert_eq!(code.is_city(), levels[0].to_string().len() == 4);
        }
        for (code, town) in [
            ("440783100", true),
            ("440783100000", true),
            ("440783100201", false),
            ("440783000", false),
            ("440783000000", false),
            ("440783", false),
        ] {
            assert_eq!(DivisionCode::parse(code).unwrap().is_town(), town, "{code}");
        }
        for bad in ["", "4", "44078", "44078x", "044078"] {
            assert_eq!(DivisionCode::parse(bad), Err(CodeError::Division), "{bad}");
        }
    }
}
