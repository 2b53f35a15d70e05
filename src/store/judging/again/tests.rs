use proptest::prelude::*;

use super::*;
use crate::judge::Rules;
use crate::store::random::{Dice, World};
use crate::store::{Collected, DataDir, collect};

struct Made {
    register: Register,
    _dir: tempfile::TempDir,
}

fn made(world: &World) -> Made {
    let dir = tempfile::tempdir().unwrap();
    let register = world.register(&DataDir::new(dir.path()));
    Made { register, _dir: dir }
}

fn whole(made: &Made, tree: &OrgTree, at: Instant, thresholds: &Thresholds) -> Collected {
    collect(&made.register, tree, at, thresholds, &|_| {}).unwrap()
}

/// Makes edits in two goes and takes facts again after each; gives how many goes only a look at all rows could tell.
fn check(seed: u64, count: usize) -> Result<u32, TestCaseError> {
    let mut dice = Dice::new(seed ^ 0x5EED);
    let mut world = World::of(seed);
    let first = made(&world);
    let tree = first.register.tree().unwrap();
    let places = tree.by_id();
    let at = if dice.one_in(2) { dice.time() } else { dice.day().end() };
    let thresholds = Thresholds::at(Rules::builtin().unwrap().params(), at);
    let mut known = whole(&first, &tree, at, &thresholds);
    let mut ground = Ground::default();
    let mut untold = 0;
    for _ in 0..2 {
        let edits = world.edit(&mut dice, count);
        let now = made(&world);
        let expected = whole(&now, &tree, at, &thresholds);
        let edited = Edited {
            register: &now.register,
            index: &first.register,
            tree: &tree,
            places: &places,
            at,
            thresholds: &thresholds,
            edits: &edits,
        };
        let before = Before { facts: &known.facts, flagged: &known.flagged, until: known.until };
        let Some(again) = collect_some(edited, &mut ground, before).unwrap() else {
            untold += 1;
            known = expected;
            continue;
        };
        for fact in Fact::ALL {
            for pos in (0..tree.len() as u32).map(Pos) {
                let (found, expected) = (again.facts.own(fact, pos), expected.facts.own(fact, pos));
                prop_assert_eq!(found, expected, "{:?} of {} at {} after {:#?}", fact, pos.0, at, edits);
                if found != known.facts.own(fact, pos) {
                    prop_assert!(again.touched.binary_search(&pos).is_ok());
                }
            }
        }
        let flagged = again.flagged.unwrap_or_else(|| known.flagged.clone());
        prop_assert_eq!(&flagged, &expected.flagged);
        if let Some(until) = expected.until {
            prop_assert!(again.until.is_some_and(|earlier| earlier <= until), "{:?} {}", again.until, until);
        }
        known = Collected { facts: again.facts, flagged, thresholds: thresholds.clone(), until: again.until, rows: 0 };
    }
    Ok(untold)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn facts_after_edits_are_those_of_all_rows(seed: u64, count in 1usize..8) {
        check(seed, count)?;
    }
}

#[test]
fn most_edits_are_told_by_the_organisations_they_touch() {
    let untold: u32 = (0..40).map(|seed| check(seed, 1).unwrap()).sum();
    assert!(untold < 12, "{untold} of 80");
}
