use proptest::prelude::*;

use super::*;
use crate::desk::{Clock, Desk, DeskOptions, Renewed};
use crate::judge::Rules;
use crate::model::{Identity, Member, Post};
use crate::store::random::{Dice, World};
use crate::store::{Collected, DataDir, Signed, collect};

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

/// Makes edits in two goes and takes facts before and after each; gives how many goes only a look at all rows could tell, and
/// how many were told before they were made.
fn check(seed: u64, count: usize) -> Result<(u32, u32), TestCaseError> {
    let mut dice = Dice::new(seed ^ 0x5EED);
    let mut world = World::of(seed);
    let first = made(&world);
    let tree = first.register.tree().unwrap();
    let places = tree.by_id();
    let at = if dice.one_in(2) { dice.time() } else { dice.day().end() };
    let thresholds = Thresholds::at(Rules::builtin().unwrap().params(), at);
    let mut known = whole(&first, &tree, at, &thresholds);
    let mut ground = Ground::default();
    let (mut untold, mut foreseen) = (0, 0);
    let mut stands = made(&world);
    for _ in 0..2 {
        let edits = world.edit(&mut dice, count);
        let now = made(&world);
        let expected = whole(&now, &tree, at, &thresholds);
        let ahead = Edited {
            register: &stands.register,
            index: &first.register,
            tree: &tree,
            places: &places,
            at,
            thresholds: &thresholds,
            edits: &edits,
        };
        let before = Before { facts: &known.facts, flagged: &known.flagged, until: known.until };
        if let Some(again) = collect_ahead(ahead, &mut ground, before).unwrap() {
            foreseen += 1;
            for fact in Fact::ALL {
                for pos in (0..tree.len() as u32).map(Pos) {
                    let (found, expected) = (again.facts.own(fact, pos), expected.facts.own(fact, pos));
                    prop_assert_eq!(found, expected, "{:?} of {} at {} before {:#?}", fact, pos.0, at, edits);
                }
            }
        }
        let edited = Edited { register: &now.register, ..ahead };
        let Some(again) = collect_some(edited, &mut ground, before).unwrap() else {
            untold += 1;
            (known, stands) = (expected, now);
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
        stands = now;
    }
    Ok((untold, foreseen))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn facts_after_edits_are_those_of_all_rows(seed: u64, count in 1usize..8) {
        check(seed, count)?;
    }
}

/// Somebody in arrears moved, and a number borne twice moved by a transfer.
#[test]
fn what_only_all_rows_tell_is_asked_of_all_rows() {
    for (seed, count) in [(11_751_459_367_067_050_515, 1), (7_764_212_944_756_844_584, 4)] {
        check(seed, count).unwrap();
    }
}

#[test]
fn most_edits_are_told_by_the_organisations_they_touch() {
    let told = (0..40).map(|seed| check(seed, 1).unwrap());
    let (untold, foreseen) = told.fold((0, 0), |sum, told| (sum.0 + told.0, sum.1 + told.1));
    assert!(untold < 12 && foreseen > 68, "{untold}, {foreseen} of 80");
}

/// An edit of one row as the register has it now.
fn one(register: &Register, tree: &OrgTree, dice: &mut Dice, serial: u64) -> Option<RowEdit> {
    let pos = Pos(dice.below(tree.len() as u64) as u32);
    let rows = register.rows(pos).unwrap();
    let (branch, slot) = (tree.id(pos), dice.below(rows.members.len().max(1) as u64) as usize);
    let row = |member: &Member| Some(Row::Member { branch, member: member.clone() });
    let old = rows.members.get(slot)?;
    let mut new = old.clone();
    Some(match dice.below(5) {
        0 => {
            new.identity = Identity::with_check(449_901 * 100_000_000_000 + 20_000_101_000 + 500 + serial);
            new.name = "新来的".into();
            RowEdit { before: None, after: row(&new) }
        }
        1 => RowEdit { before: row(old), after: None },
        2 => {
            new.number = rows.members.first()?.number.clone();
            RowEdit { before: row(old), after: row(&new) }
        }
        3 => {
            let old = rows.posts.first()?.clone();
            let post = Post { until: Some(crate::store::random::WINDOW), ..old.clone() };
            let row = |post| Some(Row::Post { org: branch, post });
            RowEdit { before: row(old), after: row(post) }
        }
        _ => {
            new.report = None;
            new.name = "改名".into();
            RowEdit { before: row(old), after: row(&new) }
        }
    })
}

#[test]
fn a_desk_after_edits_is_one_opened_after_them() {
    let mut done = 0;
    for seed in 0..6 {
        let mut dice = Dice::new(seed);
        let dir = tempfile::tempdir().unwrap();
        let data = DataDir::new(dir.path());
        let register = World::of(seed + 100).register(&data);
        let at = crate::store::random::WINDOW.end();
        let rules = std::sync::Arc::new(Rules::builtin().unwrap());
        let options = DeskOptions { clock: Clock::System, as_of: Some(at), month: None, rules };
        let desk = Desk::on(register, options.clone()).unwrap();
        let tree = desk.tree().unwrap();
        desk.standing(&|_| {}).unwrap();
        desk.load_search().unwrap();
        for serial in 0..12 {
            let Some(edit) = one(desk.register(), &tree, &mut dice, serial) else { continue };
            let signed = Signed { verb: "edit", author: "试", recorded: at, effective: at, undoes: None };
            let Ok((_, renewed)) = desk.edit(&signed, &[edit]) else { continue };
            done += usize::from(matches!(renewed, Renewed::Some(_)));
            let standing = desk.standing(&|_| {}).unwrap();
            let thresholds = Thresholds::at(desk.rules().params(), at);
            let expected = collect(desk.register(), &tree, at, &thresholds, &|_| {}).unwrap();
            assert!(standing.facts == expected.facts, "seed {seed}, edit {serial}");
        }
        let found = |desk: &Desk| {
            let standing = desk.standing(&|_| {}).unwrap();
            ["新", "gm", "4", "44", "2017", "甲", "x1", "试"]
                .map(|typed| desk.find(&standing, typed, 500, &|| false).unwrap())
        };
        let before = found(&desk);
        drop(desk);
        let again = Desk::open(&data, options).unwrap();
        assert_eq!(before, found(&again), "seed {seed}");
    }
    assert!(done > 20, "{done}");
}
