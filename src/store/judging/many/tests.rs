use proptest::prelude::*;

use super::*;
use crate::judge::Rules;
use crate::store::random::{self, DAYS, Dice, WINDOW};
use crate::store::{DataDir, collect};

/// Some instants around the window, with the parameters of their days.
fn instants(dice: &mut Dice, count: u64) -> Vec<(Instant, Thresholds)> {
    let rules = Rules::builtin().unwrap();
    let mut at: Vec<Instant> =
        (0..count).map(|_| if dice.one_in(2) { dice.time() } else { dice.day().end() }).collect();
    at.push(WINDOW.start());
    at.push(crate::model::Day(WINDOW.0 + DAYS).end());
    at.sort_unstable();
    at.dedup();
    at.into_iter().map(|at| (at, Thresholds::at(rules.params(), at))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn many_instants_are_each_of_them(seed: u64, count in 0u64..16) {
        let dir = tempfile::tempdir().unwrap();
        let register = random::register(&DataDir::new(dir.path()), seed);
        let tree = register.tree().unwrap();
        let at = instants(&mut Dice::new(seed), count);
        let many = collect_many(&register, &tree, at.clone(), &|_| {}).unwrap();
        let mut facts = many.facts;
        for ((at, thresholds), changes) in at.iter().zip(many.changes) {
            facts.apply(&changes);
            facts.at = *at;
            let expected = collect(&register, &tree, *at, thresholds, &|_| {}).unwrap().facts;
            for fact in Fact::ALL {
                for pos in (0..tree.len() as u32).map(Pos) {
                    prop_assert_eq!(facts.own(fact, pos), expected.own(fact, pos), "{:?} of {} at {}", fact, pos.0, at);
                }
            }
        }
    }
}
