//! Targets: compared exactly, in millionths, so that 30 of 100 is 30 %.

use std::fmt;

use super::Value;

/// How a value is held against a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// Exactly.
    Equal,
    /// As much or more.
    AtLeast,
    /// As much or less.
    AtMost,
    /// As much, give or take what the target allows.
    About,
}

impl Comparison {
    pub(super) fn parse(sign: &str) -> Option<Self> {
        match sign {
            "=" | "==" => Some(Self::Equal),
            ">=" | "≥" => Some(Self::AtLeast),
            "<=" | "≤" => Some(Self::AtMost),
            "~" | "≈" => Some(Self::About),
            _ => None,
        }
    }

    const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtLeast => "≥",
            Self::AtMost => "≤",
            Self::About => "≈",
        }
    }
}

const MILLION: u64 = 1_000_000;

/// What a step must reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    /// How.
    pub comparison: Comparison,
    /// Whether it is a share of 1.
    pub rate: bool,
    millionths: u64,
    /// How far about may be off.
    within: u64,
}

impl Target {
    /// A target; `None` for a negative number, none at all, or a rate over 1.
    pub fn new(comparison: Comparison, value: f64, rate: bool) -> Option<Self> {
        Some(Self { comparison, rate, millionths: millionths(value, rate)?, within: 0 })
    }

    /// About a value, give or take `within`; `None` as for [`new`](Self::new).
    pub fn about(value: f64, within: f64, rate: bool) -> Option<Self> {
        let within = millionths(within, rate)?;
        Some(Self { within, ..Self::new(Comparison::About, value, rate)? })
    }

    /// The number, a rate as a share of 1.
    pub fn value(self) -> f64 {
        self.millionths as f64 / MILLION as f64
    }

    /// The least and the most that reach it, a rate as a share of 1.
    pub fn bounds(self) -> (f64, f64) {
        let (value, within) = (self.value(), self.within as f64 / MILLION as f64);
        match self.comparison {
            Comparison::Equal | Comparison::About => (value - within, value + within),
            Comparison::AtLeast => (value, f64::INFINITY),
            Comparison::AtMost => (f64::NEG_INFINITY, value),
        }
    }

    /// How many of what a value counts are missing from the target, and whether they must come rather than go; `None`
    /// where it is reached or is a rate of nothing.
    pub fn missing(self, value: &Value) -> Option<(u64, bool)> {
        if self.reached(value)? {
            return None;
        }
        let of = u128::from(value.denominator.unwrap_or(1));
        let (low, high) = match self.comparison {
            Comparison::AtLeast => (self.millionths, u64::MAX),
            Comparison::AtMost => (0, self.millionths),
            Comparison::Equal | Comparison::About => {
                (self.millionths.saturating_sub(self.within), self.millionths.saturating_add(self.within))
            }
        };
        let least = (u128::from(low) * of).div_ceil(u128::from(MILLION)) as u64;
        let most = (u128::from(high) * of / u128::from(MILLION)) as u64;
        Some(match value.numerator < least {
            true => (least - value.numerator, true),
            false => (value.numerator.saturating_sub(most), false),
        })
    }

    /// How much of it a rate has reached, 0 to 1; `None` for a number, and where the rate is to fall.
    pub fn progress(self, value: &Value) -> Option<f64> {
        let (low, _) = self.bounds();
        let have = value.value.filter(|_| self.rate && low.is_finite() && low > 0.0)?;
        Some((have / low).min(1.0))
    }

    /// Whether a value reaches it; `None` for a rate of nothing.
    pub fn reached(self, value: &Value) -> Option<bool> {
        let of = value.denominator.unwrap_or(1);
        let (have, want) =
            (u128::from(value.numerator) * u128::from(MILLION), u128::from(self.millionths) * u128::from(of));
        (of > 0).then_some(match self.comparison {
            Comparison::Equal => have == want,
            Comparison::AtLeast => have >= want,
            Comparison::AtMost => have <= want,
            Comparison::About => have.abs_diff(want) <= u128::from(self.within) * u128::from(of),
        })
    }
}

fn millionths(value: f64, rate: bool) -> Option<u64> {
    let most = if rate { 1.0 } else { 1e12 };
    (0.0..=most).contains(&value).then_some((value * MILLION as f64).round() as u64)
}

impl fmt::Display for Target {
    /// `=0`, `≥30%`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = if self.rate { 100.0 } else { 1.0 };
        // The shortest decimal of a product such as 0.3 × 100 is not 30; millionths are.
        let shown = (self.value() * scale * 1e6).round() / 1e6;
        write!(f, "{}{shown}{}", self.comparison.sign(), if self.rate { "%" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_exact_and_short() {
        use Comparison::{AtLeast, AtMost, Equal};
        let table = [
            (Equal, 0.0, false, "=0", Value::count(0), true),
            (Equal, 0.0, false, "=0", Value::count(1), false),
            (AtLeast, 0.3, true, "≥30%", Value::rate(3, 10), true),
            (AtLeast, 0.3, true, "≥30%", Value::rate(2_999_999, 10_000_000), false),
            (AtLeast, 0.07, true, "≥7%", Value::rate(7, 100), true),
            (Equal, 1.0, true, "=100%", Value::rate(254_619, 254_620), false),
            (Equal, 1.0, true, "=100%", Value::rate(9, 9), true),
            (AtLeast, 0.905, true, "≥90.5%", Value::rate(905, 1000), true),
            (AtLeast, 2.0, false, "≥2", Value::count(1), false),
            (AtMost, 0.25, true, "≤25%", Value::rate(1, 4), true),
        ];
        for (comparison, value, rate, text, have, reached) in table {
            let target = Target::new(comparison, value, rate).unwrap();
            assert_eq!((target.to_string().as_str(), target.reached(&have)), (text, Some(reached)), "{have:?}");
        }
        let about = Target::about(0.25, 0.02, true).unwrap();
        assert_eq!(about.to_string(), "≈25%");
        for (num, reached) in [(22, false), (23, true), (25, true), (27, true), (28, false)] {
            assert_eq!(about.reached(&Value::rate(num, 100)), Some(reached), "{num}");
        }
        let table = [
            (Equal, 0.0, false, Value::count(7), Some((7, false))),
            (AtLeast, 0.95, true, Value::rate(7759, 10_000), Some((1741, true))),
            (AtLeast, 0.3, true, Value::rate(0, 7), Some((3, true))),
            (AtMost, 0.25, true, Value::rate(30, 100), Some((5, false))),
            (AtMost, 0.25, true, Value::rate(25, 100), None),
            (AtLeast, 1000.0, false, Value::count(1), Some((999, true))),
            (AtLeast, 0.3, true, Value::rate(0, 0), None),
        ];
        for (comparison, value, rate, have, expected) in table {
            assert_eq!(Target::new(comparison, value, rate).unwrap().missing(&have), expected, "{have:?}");
        }
        let thirty = Target::new(AtLeast, 0.3, true).unwrap();
        assert_eq!(thirty.progress(&Value::rate(15, 100)), Some(0.5));
        assert_eq!(thirty.progress(&Value::rate(45, 100)), Some(1.0));
        assert_eq!(thirty.progress(&Value::rate(0, 0)), None);
        assert_eq!(Target::new(Equal, 0.0, false).unwrap().progress(&Value::count(4)), None);
        let all = Target::new(Equal, 1.0, true).unwrap();
        assert_eq!(all.reached(&Value::rate(0, 0)), None);
        for wrong in [-1.0, f64::NAN, 1.5, f64::INFINITY] {
            assert_eq!(Target::new(Equal, wrong, true), None);
        }
    }
}
