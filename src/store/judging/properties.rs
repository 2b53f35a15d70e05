//! What holds of the facts and findings of any register.

use proptest::prelude::*;

use super::{Collected, collect};
use crate::judge::{Fact, Rules, judge};
use crate::model::{Instant, OrgTree, Pos};
use crate::store::random::{self, DAYS, Dice, WINDOW};
use crate::store::{DataDir, Register, Thresholds};

struct Made {
    register: Register,
    tree: OrgTree,
    rules: Rules,
    _dir: tempfile::TempDir,
}

fn made(seed: u64) -> Made {
    let dir = tempfile::tempdir().unwrap();
    let register = random::register(&DataDir::new(dir.path()), seed);
    Made { tree: register.tree().unwrap(), register, rules: Rules::builtin().unwrap(), _dir: dir }
}

impl Made {
    fn at(&self, at: Instant) -> Collected {
        collect(&self.register, &self.tree, at, &Thresholds::at(self.rules.params(), at), &|_| {}).unwrap()
    }

    fn each(&self) -> impl Iterator<Item = Pos> {
        (0..self.tree.len() as u32).map(Pos)
    }
}

/// What an organisation that is never closed has no less of later on. Requests that are done stay done; a school's graduates
/// who left, likewise, as long as its baselines are of one year. Everything else may fall: members leave, numbers come to
/// be shared, open requests and months end.
const NEVER_LESS: [Fact; 4] = [Fact::Orgs, Fact::TransfersOutDone, Fact::TransfersInDone, Fact::GraduatesTransferred];
/// The same where nobody is transferred: rows of a roster then only come to hold.
const NEVER_LESS_UNMOVED: [Fact; 4] = [Fact::Members, Fact::Reported, Fact::NumberDue, Fact::Volunteers];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn totals_are_an_organisations_own_and_those_of_its_children(seed: u64) {
        let made = made(seed);
        let tree = &made.tree;
        let collected = made.at(Dice::new(seed).time());
        let judged = judge(&collected.facts, &made.rules);
        let counts = || Fact::ALL.into_iter().filter(|fact| !fact.is_day());
        // From the leaves up, by parents alone: nothing of the layout that totals are read from.
        let mut sums: Vec<Vec<u64>> = made.each().map(|pos| {
            counts().map(|fact| collected.facts.own(fact, pos) as u64)
                .chain(made.rules.iter().map(|(rule, _)| judged.count(rule, &(pos.index()..pos.index() + 1))))
                .collect()
        }).collect();
        for pos in made.each().collect::<Vec<_>>().into_iter().rev() {
            let own = sums[pos.index()].clone();
            if let Some(parent) = tree.parent(pos) {
                sums[parent.index()].iter_mut().zip(own).for_each(|(sum, more)| *sum += more);
            }
        }
        for pos in made.each() {
            let scope = tree.subtree(pos);
            let totals = counts().map(|fact| collected.facts.total(fact, &scope))
                .chain(made.rules.iter().map(|(rule, _)| judged.count(rule, &scope)));
            prop_assert_eq!(&totals.collect::<Vec<_>>(), &sums[pos.index()], "{}", pos.0);
        }
    }

    #[test]
    fn what_is_done_stays_done(seed: u64) {
        let made = made(seed);
        let mut dice = Dice::new(seed);
        let mut instants: Vec<Instant> = (0..5).map(|_| dice.time()).collect();
        instants.extend([WINDOW.start(), crate::model::Day(WINDOW.0 + DAYS + 20).end()]);
        instants.sort_unstable();
        let unmoved = !made.register.has_transfers().unwrap();
        let looks: Vec<Collected> = instants.into_iter().map(|at| made.at(at)).collect();
        for pair in looks.windows(2) {
            for pos in made.each().filter(|pos| made.tree.closed(*pos).is_none()) {
                let facts = NEVER_LESS.iter().chain(NEVER_LESS_UNMOVED.iter().filter(|_| unmoved));
                for fact in facts {
                    let [before, after] = [0, 1].map(|at| pair[at].facts.own(*fact, pos));
                    prop_assert!(before <= after, "{:?} of {}: {} and then {}", fact, pos.0, before, after);
                }
            }
        }
    }

    #[test]
    fn judging_again_changes_nothing(seed: u64) {
        let made = made(seed);
        let at = Dice::new(seed).time();
        let first = made.at(at);
        made.register.keep_facts(&first).unwrap();
        let (fresh, kept) = (made.at(at), made.register.kept_facts().unwrap().unwrap());
        for again in [&fresh, &kept] {
            prop_assert!(again.facts == first.facts);
            prop_assert_eq!(&again.flagged, &first.flagged);
            prop_assert_eq!(again.until, first.until);
        }
        let judged = judge(&first.facts, &made.rules);
        prop_assert_eq!(&judge(&kept.facts, &made.rules), &judged);
        let (mut facts, mut again) = (kept.facts, judged.clone());
        facts.settle();
        for pos in made.each() {
            let row = facts.row(pos);
            facts.set(pos, &row);
            again.again(&facts, &made.rules, pos);
        }
        prop_assert!(facts == first.facts);
        prop_assert_eq!(again, judged);
    }
}
