//! Ranking: the children of an organisation in a league over weighted measures.
//!
//! How a score comes about, so that anybody can work it out again:
//! 1. Every measure gives 0 to 100 points. `points = "share"`: a rate gives itself in percent, or what it lacks of 100 where
//!    low is better; a number gives its share of the largest in the league, or, where low is better, the share of the
//!    unit's organisations it does not touch (all of them at 0). `points = "spread"`: the best unit gives 100, the worst 0,
//!    those between in proportion, all 100 where all are the same.
//! 2. The score is the mean of the points by the weights of the measures that have a value, rounded to hundredths.
//! 3. A unit without a value for more than half of the weight is listed and not ranked. Units of one score share a rank,
//!    and the next rank counts them all: 1, 2, 2, 4.

mod scheme;

pub use scheme::{Better, Points, Scheme, Weighted};

use std::fmt;

use super::Value;

/// A score in hundredths, 0 to 10,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Score(pub u32);

impl Score {
    /// As it is shown in JSON, 0 to 100.
    pub fn value(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    fn of(points: f64) -> Self {
        Self((points.clamp(0.0, 100.0) * 100.0).round() as u32)
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

/// What is known of one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Its value in each measure.
    pub values: Vec<Option<Value>>,
    /// How many organisations it is, itself included.
    pub orgs: u64,
}

/// Where a unit stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placed {
    /// Its points in each measure.
    pub points: Vec<Option<Score>>,
    /// Their weighted mean; `None` where too little is known.
    pub score: Option<Score>,
    /// Its rank from 1; units of one score share it.
    pub rank: Option<u32>,
}

/// The places of units in a league; O(units × measures).
pub fn league(scheme: &Scheme, units: &[Unit]) -> Vec<Placed> {
    let mut standings = vec![Placed::default(); units.len()];
    let mut points: Vec<Vec<Option<f64>>> = vec![Vec::with_capacity(scheme.measures.len()); units.len()];
    for (at, measure) in scheme.measures.iter().enumerate() {
        let numbers: Vec<Option<f64>> =
            units.iter().map(|unit| unit.values.get(at).copied().flatten().and_then(|value| value.value)).collect();
        let known = || numbers.iter().flatten().copied();
        let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
        for ((unit, number), points) in units.iter().zip(&numbers).zip(&mut points) {
            let rate = unit.values.get(at).copied().flatten().is_some_and(|value| value.denominator.is_some());
            points.push(number.and_then(|number| match scheme.points {
                Points::Spread => Some(spread(number, low, high, measure.better)),
                Points::Share => share(number, rate, high, unit.orgs, measure.better),
            }));
        }
    }
    for (standing, points) in standings.iter_mut().zip(points) {
        standing.score = scheme.mean(&points).map(Score::of);
        standing.points = points.into_iter().map(|points| points.map(Score::of)).collect();
    }
    let mut scores: Vec<Score> = standings.iter().filter_map(|standing| standing.score).collect();
    scores.sort_unstable();
    for standing in &mut standings {
        let better = |score: Score| scores.len() - scores.partition_point(|other| *other <= score);
        standing.rank = standing.score.map(|score| better(score) as u32 + 1);
    }
    standings
}

fn share(number: f64, rate: bool, high: f64, orgs: u64, better: Better) -> Option<f64> {
    let part = match (rate, better) {
        (true, Better::High) => number,
        (true, Better::Low) => 1.0 - number,
        (false, Better::High) if high > 0.0 => number / high,
        (false, Better::Low) if orgs > 0 => 1.0 - number / orgs as f64,
        // Nobody in the league has any, or there is nothing that could be touched.
        (false, _) => return None,
    };
    Some(part.clamp(0.0, 1.0) * 100.0)
}

fn spread(number: f64, low: f64, high: f64, better: Better) -> f64 {
    if high <= low {
        return 100.0;
    }
    let part = (number - low) / (high - low);
    match better {
        Better::High => part * 100.0,
        Better::Low => (1.0 - part) * 100.0,
    }
}

#[cfg(test)]
#[path = "rank/tests.rs"]
mod tests;
