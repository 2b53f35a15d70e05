//! Flags on units (S4): red is praise, yellow a warning, black a reproof. The document gives no thresholds: they are parameters.

use crate::judge::Params;
use crate::model::{Instant, labelled};

labelled! {
    /// A flag.
    Flag {
        #[serde(rename = "red")]
        Red = "红旗", "red flag (praise)";
        #[serde(rename = "yellow")]
        Yellow = "黄旗", "yellow flag";
        #[serde(rename = "black")]
        Black = "黑旗", "black flag";
    }
}

impl Flag {
    /// The word in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Yellow => "yellow",
            Self::Black => "black",
        }
    }
}

/// When a unit gets which flag, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// The leading share of the units gets red before it has reached the target.
    pub leading: u64,
    /// The last share gets black before the step is due.
    pub trailing: u64,
    /// Who has done less than this share of the work gets yellow.
    pub lagging: u64,
}

impl Thresholds {
    /// The values in force at an instant.
    pub fn at(params: &Params, at: Instant) -> Self {
        let force = params.at(at);
        let percent = |name| force.value(name).and_then(|value| u64::try_from(value).ok()).unwrap_or_default();
        Self {
            leading: percent("flag_red_leading"),
            trailing: percent("flag_black_trailing"),
            lagging: percent("flag_yellow_below"),
        }
    }
}

/// How one unit did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Done {
    /// Whether its target is reached; `None` where that says nothing.
    pub reached: Option<bool>,
    /// How much of the work is done, 0 to 1.
    pub share: f64,
}

/// The flags of units in one step: reached is red, due and not reached is black; before that the leading are red, the
/// trailing black, and who lags is yellow. Units of one share are of one rank; a unit without a value has no flag.
pub fn flags(units: &[Done], due: bool, thresholds: Thresholds) -> Vec<Option<Flag>> {
    let mut shares: Vec<f64> = units.iter().filter(|unit| unit.reached.is_some()).map(|unit| unit.share).collect();
    shares.sort_by(f64::total_cmp);
    let places = |percent: u64| (shares.len() as u64 * percent / 100) as usize;
    let (leading, trailing) = (places(thresholds.leading), places(thresholds.trailing));
    let flag = |unit: &Done| {
        let better = shares.len() - shares.partition_point(|share| *share <= unit.share);
        let worse = shares.partition_point(|share| *share < unit.share);
        let (leads, trails) = (better < leading, worse < trailing);
        match unit.reached? {
            true => Some(Flag::Red),
            false if due => Some(Flag::Black),
            false if leads && !trails => Some(Flag::Red),
            false if trails && !leads => Some(Flag::Black),
            false => (unit.share * 100.0 < thresholds.lagging as f64).then_some(Flag::Yellow),
        }
    };
    units.iter().map(flag).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn red_is_praise() {
        use Flag::{Black, Red, Yellow};
        let done = |reached: Option<bool>, percent: u32| Done { reached, share: f64::from(percent) / 100.0 };
        let half = |percents: &[u32]| percents.iter().map(|percent| done(Some(false), *percent)).collect::<Vec<_>>();
        let thresholds = Thresholds { leading: 25, trailing: 25, lagging: 60 };
        let table = [
            (half(&[90, 70, 50, 20]), false, vec![Some(Red), None, Some(Yellow), Some(Black)]),
            (half(&[90, 90, 50, 20]), false, vec![Some(Red), Some(Red), Some(Yellow), Some(Black)]),
            (half(&[70, 70, 70, 70]), false, vec![None; 4]),
            (half(&[90, 50]), false, vec![None, Some(Yellow)]),
            (half(&[90, 50]), true, vec![Some(Black); 2]),
            (
                vec![done(Some(true), 100), done(None, 0), done(Some(false), 99)],
                true,
                vec![Some(Red), None, Some(Black)],
            ),
        ];
        for (units, due, expected) in table {
            assert_eq!(flags(&units, due, thresholds), expected, "{units:?}");
        }
        let force = Thresholds::at(crate::judge::Rules::builtin().unwrap().params(), Instant(0));
        assert_eq!(force, Thresholds { leading: 10, trailing: 10, lagging: 80 });
    }
}
