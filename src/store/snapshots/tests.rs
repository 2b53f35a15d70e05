use proptest::prelude::*;

use super::*;
use crate::judge::{Fact, Judged, Rules, judge};
use crate::model::{OrgTree, Pos};
use crate::store::random::{self, DAYS, Dice, WINDOW};
use crate::store::{DataDir, Thresholds, collect, collect_many};

fn same(facts: &crate::judge::Facts, other: &crate::judge::Facts, tree: &OrgTree) -> bool {
    (0..tree.len() as u32).all(|at| Fact::ALL.iter().all(|fact| facts.own(*fact, Pos(at)) == other.own(*fact, Pos(at))))
}

fn new<'a>(made: Made, rules: &'a Rules, facts: &'a crate::judge::Facts, judged: &'a Judged) -> NewSnapshot<'a> {
    NewSnapshot { made, at: facts.at, recorded: Instant(9), entry: 1, print: 7, rules, facts, judged }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn snapshots_come_back_and_only_evidence_outlives_an_import(seed: u64, count in 2usize..50) {
        let dir = tempfile::tempdir().unwrap();
        let data = DataDir::new(dir.path());
        let register = random::register(&data, seed);
        let tree = register.tree().unwrap();
        let rules = Rules::builtin().unwrap();
        let mut dice = Dice::new(seed);
        let mut at: Vec<Instant> = (0..count).map(|_| dice.time()).collect();
        at.extend([WINDOW.start(), crate::model::Day(WINDOW.0 + DAYS).end()]);
        at.sort_unstable();
        at.dedup();
        let at: Vec<_> = at.into_iter().map(|at| (at, Thresholds::at(rules.params(), at))).collect();
        let many = collect_many(&register, &tree, at.clone(), &|_| {}).unwrap();
        let mut facts = many.facts;
        let mut last: Option<(Snapshot, Judged)> = None;
        for ((at, _), changes) in at.iter().zip(&many.changes) {
            facts.apply(changes);
            facts.at = *at;
            let judged = judge(&facts, &rules);
            let base = match &last {
                Some((snapshot, judged)) => Base::Last(snapshot, judged, changes),
                None => Base::Nearest(&Snapshots::default()),
            };
            let snapshot = register.keep_snapshot(&tree, new(Made::WorkedOut, &rules, &facts, &judged), base).unwrap();
            last = Some((snapshot, judged));
        }
        for (at, thresholds) in at.iter().step_by(3) {
            let facts = collect(&register, &tree, *at, thresholds, &|_| {}).unwrap().facts;
            let kept = register.snapshots().unwrap();
            let judged = judge(&facts, &rules);
            register.keep_snapshot(&tree, new(Made::Taken, &rules, &facts, &judged), Base::Nearest(&kept)).unwrap();
        }
        let check = |register: &Register, kept: &Snapshots| -> Result<(), TestCaseError> {
            let (new_tree, wanted) = (register.tree().unwrap(), kept.iter().collect::<Vec<_>>());
            let mut judged = Vec::new();
            let each = |_: &Snapshot, found| { judged.push(found); Ok(()) };
            register.each_judged(&new_tree, kept, &wanted, &rules, None, each).unwrap();
            let scope = 0..new_tree.len() / 2;
            let totals = register.totals(&new_tree, kept, &wanted, Fact::Members, std::slice::from_ref(&scope)).unwrap();
            for ((snapshot, judged), total) in wanted.iter().zip(judged).zip(totals) {
                let thresholds = Thresholds::at(rules.params(), snapshot.at);
                let facts = register.snapshot_facts(&new_tree, kept, snapshot, &Fact::ALL).unwrap();
                prop_assert_eq!(total, (snapshot.at, facts.total(Fact::Members, &scope)));
                prop_assert_eq!(&register.snapshot_judged(&new_tree, kept, snapshot, &rules).unwrap(), &judged);
                if new_tree.len() == tree.len() && snapshot.made == Made::WorkedOut {
                    let expected = collect(register, &new_tree, snapshot.at, &thresholds, &|_| {}).unwrap().facts;
                    prop_assert!(same(&facts, &expected, &new_tree), "{}", snapshot.at);
                    prop_assert_eq!(&judge(&expected, &rules), &judged);
                }
            }
            Ok(())
        };
        let kept = register.snapshots().unwrap();
        check(&register, &kept)?;

        let members = |register: &Register, kept: &Snapshots| -> Vec<(Instant, u64)> {
            let tree = register.tree().unwrap();
            let taken: Vec<_> = kept.iter().filter(|kept| kept.made == Made::Taken).collect();
            // The next generation may have fewer organisations; a real one never has.
            let scope = 0..tree.len().min(1);
            register.totals(&tree, kept, &taken, Fact::Members, std::slice::from_ref(&scope)).unwrap()
        };
        let before = members(&register, &kept);
        let lock = register.into_lock().unwrap();
        let old = Register::open_unlocked(&data).unwrap();
        let built = random::built(&data, &lock, Some(&old), seed.wrapping_add(1));
        drop(old);
        drop(built.adopt(&data, &lock).unwrap());
        let register = Register::open_locked(&data, lock).unwrap();
        let kept = register.snapshots().unwrap();
        prop_assert!(kept.iter().all(|kept| kept.made == Made::Taken));
        prop_assert_eq!(members(&register, &kept), before);
        check(&register, &kept)?;
    }
}
