//! Who to phone first: the fewest units whose repair reaches a target.

use super::{Target, Value};

/// The fewest units that are enough.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fewest<U> {
    /// How many of what is counted are missing from the target.
    pub missing: u64,
    /// The units, the largest shortfall first, each with what its repair gives.
    pub units: Vec<(U, u64)>,
    /// Whether they are enough; otherwise even all of them are not.
    pub enough: bool,
}

/// How much the repair of a unit gives: all of its findings gone, or all of its whole reached. `None` where nothing bounds it.
pub fn shortfall(unit: &Value, rises: bool) -> Option<u64> {
    match (rises, unit.denominator) {
        (true, Some(of)) => Some(of.saturating_sub(unit.numerator)),
        (true, None) => None,
        (false, _) => Some(unit.numerator),
    }
}

/// The fewest units whose repair takes `whole` to the target; `None` where the target is reached or not known, or where it
/// is a number to rise to.
///
/// Every unit counts the same and gives a fixed amount, so taking the largest first is exact. O(n log n).
pub fn fewest<U>(target: Target, whole: &Value, shortfalls: impl IntoIterator<Item = (U, u64)>) -> Option<Fewest<U>> {
    let (missing, rises) = target.missing(whole)?;
    if rises && (whole.denominator.is_none() || !target.rate) {
        return None;
    }
    let mut units: Vec<(U, u64)> = shortfalls.into_iter().filter(|(_, by)| *by > 0).collect();
    units.sort_by_key(|(_, by)| std::cmp::Reverse(*by));
    let mut sum = 0;
    let needed = units.iter().take_while(|(_, by)| {
        let short = sum < missing;
        sum += by;
        short
    });
    units.truncate(needed.count());
    let enough = units.iter().map(|(_, by)| by).sum::<u64>() >= missing;
    Some(Fewest { missing, units, enough })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Comparison;
    use super::*;

    fn target(comparison: Comparison, value: f64, rate: bool) -> Target {
        Target::new(comparison, value, rate).unwrap()
    }

    #[test]
    fn the_largest_first() {
        let zero = target(Comparison::Equal, 0.0, false);
        let found = fewest(zero, &Value::count(6), [('a', 1), ('b', 0), ('c', 5)]).unwrap();
        assert_eq!((found.missing, found.units, found.enough), (6, vec![('c', 5), ('a', 1)], true));
        let eighty = target(Comparison::AtLeast, 0.8, true);
        let found = fewest(eighty, &Value::rate(70, 100), [('a', 12), ('b', 10), ('c', 8)]).unwrap();
        assert_eq!((found.missing, found.units, found.enough), (10, vec![('a', 12)], true));
        assert_eq!(fewest(eighty, &Value::rate(80, 100), [('a', 20)]), None, "reached");
        assert_eq!(fewest(target(Comparison::AtLeast, 10.0, false), &Value::count(1), [('a', 20)]), None, "unbounded");
        assert!(!fewest(zero, &Value::count(6), [('a', 5)]).unwrap().enough);
    }

    proptest! {
        #[test]
        fn no_smaller_set_is_enough(
            units in proptest::collection::vec((0u64..12, 0u64..12), 1..9),
            percent in 0u32..=100,
        ) {
            let units: Vec<Value> = units.into_iter().map(|(part, more)| Value::rate(part, part + more)).collect();
            let (part, of) = units.iter().fold((0, 0), |(part, of), unit| {
                (part + unit.numerator, of + unit.denominator.unwrap())
            });
            let (goal, whole) = (target(Comparison::AtLeast, f64::from(percent) / 100.0, true), Value::rate(part, of));
            let short = |at: usize| shortfall(&units[at], true).unwrap();
            let after = |set: u32| {
                let gain: u64 = (0..units.len()).filter(|at| set >> at & 1 == 1).map(short).sum();
                goal.reached(&Value::rate(part + gain, of))
            };
            let best = (0..1u32 << units.len()).filter(|set| after(*set) == Some(true)).map(u32::count_ones).min();
            match fewest(goal, &whole, (0..units.len()).map(|at| (at, short(at)))) {
                Some(found) => {
                    prop_assert!(found.enough);
                    prop_assert_eq!(Some(found.units.len() as u32), best);
                }
                None => prop_assert!(best.is_none_or(|best| best == 0)),
            }
        }
    }
}
