//! Reading snapshots: the sums of what moved, from the whole one on.

use std::collections::HashMap;

use anyhow::Result;

use super::super::Register;
use super::body::{self, Col};
use super::places::Places;
use super::{Snapshot, Snapshots};
use crate::judge::{Fact, Facts, Judged, RuleIx, Rules, Scope};
use crate::model::{Instant, OrgTree, Pos};

const WORD: usize = 64;

/// A bit an organisation for each rule of the present set.
type Marks = Vec<Vec<u64>>;

impl Register {
    /// Some facts as a snapshot has them, of the organisations of the present tree; the others are nothing.
    ///
    /// # Errors
    /// Damage.
    pub fn snapshot_facts(
        &self,
        tree: &OrgTree,
        kept: &Snapshots,
        snapshot: &Snapshot,
        wanted: &[Fact],
    ) -> Result<Facts> {
        let mut facts = Facts::nothing(snapshot.at, tree.len());
        for fact in wanted {
            let codes = self.snapshot_codes(tree, kept, snapshot, *fact)?;
            let known = codes.into_iter().enumerate().filter(|(_, code)| *code != 0);
            facts.shift(*fact, known.map(|(at, code)| (Pos(at as u32), code)));
        }
        Ok(facts)
    }

    /// One fact of every organisation, as it is subtracted; empty where it is nothing everywhere.
    pub(super) fn snapshot_codes(
        &self,
        tree: &OrgTree,
        kept: &Snapshots,
        snapshot: &Snapshot,
        fact: Fact,
    ) -> Result<Vec<i32>> {
        let open = self.open_now()?;
        let mut places = None;
        let mut codes = Vec::new();
        for link in kept.chain(snapshot)? {
            let Some(col) = link.fact(fact) else { continue };
            let moved = body::read(&open.trees.snapshots, link.serial, col)?;
            codes.resize(tree.len(), 0i32);
            for (pos, by) in places.get_or_insert_with(|| Places::of(tree)).put(moved) {
                let code = &mut codes[pos.index()];
                *code = code.wrapping_add(by);
            }
        }
        Ok(codes)
    }

    /// What the rules then in force found, by the rules of the present set; one that was not in force found nothing.
    ///
    /// # Errors
    /// Damage.
    pub fn snapshot_judged(
        &self,
        tree: &OrgTree,
        kept: &Snapshots,
        snapshot: &Snapshot,
        rules: &Rules,
    ) -> Result<Judged> {
        let places = Places::of(tree);
        let mut marks = vec![Vec::new(); rules.len()];
        for link in kept.chain(snapshot)? {
            self.turn(tree, &places, link, (rules, None), &mut marks)?;
        }
        Ok(Judged::of_words(snapshot.at, tree.len(), &marks))
    }

    fn turn(
        &self,
        tree: &OrgTree,
        places: &Places,
        link: &Snapshot,
        (rules, only): (&Rules, Option<RuleIx>),
        marks: &mut Marks,
    ) -> Result<()> {
        let open = self.open_now()?;
        for ((at, rule), words) in rules.iter().zip(marks) {
            if only.is_some_and(|only| only != at) {
                continue;
            }
            match link.rules.iter().position(|id| *id == rule.id) {
                Some(at) => {
                    words.resize(tree.len().div_ceil(WORD), 0);
                    let turned = body::read(&open.trees.snapshots, link.serial, Col::Rule(at as u16))?;
                    for (pos, _) in places.put(turned) {
                        words[pos.index() / WORD] ^= 1 << (pos.index() % WORD);
                    }
                }
                None => words.clear(),
            }
        }
        Ok(())
    }

    /// What the rules found at each of some snapshots, oldest first, or what one of them found; each is read once.
    ///
    /// # Errors
    /// Damage, or what `each` said.
    pub fn each_judged(
        &self,
        tree: &OrgTree,
        kept: &Snapshots,
        wanted: &[&Snapshot],
        rules: &Rules,
        only: Option<RuleIx>,
        mut each: impl FnMut(&Snapshot, Judged) -> Result<()>,
    ) -> Result<()> {
        let places = Places::of(tree);
        let start = || vec![Vec::new(); rules.len()];
        let step = |link: &Snapshot, marks: &mut Marks| self.turn(tree, &places, link, (rules, only), marks);
        fold(kept, wanted, start, step, |snapshot, marks| {
            each(snapshot, Judged::of_words(snapshot.at, tree.len(), marks))
        })
    }

    /// The total of a count over some stretches, in the order of the tree, at each of some snapshots, oldest first.
    ///
    /// # Errors
    /// Damage.
    pub fn totals(
        &self,
        tree: &OrgTree,
        kept: &Snapshots,
        wanted: &[&Snapshot],
        fact: Fact,
        runs: &[Scope],
    ) -> Result<Vec<(Instant, u64)>> {
        let open = self.open_now()?;
        let places = Places::of(tree);
        let mut out = Vec::new();
        let step = |link: &Snapshot, total: &mut i64| {
            if let Some(col) = link.fact(fact) {
                let moved = places.put(body::read(&open.trees.snapshots, link.serial, col)?);
                let inside = moved.iter().filter(|(pos, _)| within(runs, pos.index()));
                *total += inside.map(|(_, by)| i64::from(*by)).sum::<i64>();
            }
            Ok(())
        };
        fold(
            kept,
            wanted,
            || 0i64,
            step,
            |snapshot, total| {
                out.push((snapshot.at, u64::try_from(*total).unwrap_or_default()));
                Ok(())
            },
        )?;
        Ok(out)
    }
}

// Whether a place is in one of some stretches, which are in order and apart.
fn within(runs: &[Scope], at: usize) -> bool {
    runs.get(runs.partition_point(|run| run.end <= at)).is_some_and(|run| run.start <= at)
}

/// Goes through snapshots, oldest first, each from the state of its base.
fn fold<T: Clone>(
    kept: &Snapshots,
    wanted: &[&Snapshot],
    start: impl Fn() -> T,
    mut step: impl FnMut(&Snapshot, &mut T) -> Result<()>,
    mut each: impl FnMut(&Snapshot, &T) -> Result<()>,
) -> Result<()> {
    let mut asked: HashMap<u32, usize> = HashMap::new();
    let mut needed: Vec<(&Snapshot, bool)> = Vec::new();
    for snapshot in wanted {
        for link in kept.chain(snapshot)? {
            let shown = link.serial == snapshot.serial;
            match needed.iter_mut().find(|(known, _)| known.serial == link.serial) {
                Some((_, known)) => *known |= shown,
                None => {
                    needed.push((link, shown));
                    link.base.into_iter().for_each(|base| *asked.entry(base).or_default() += 1);
                }
            }
        }
    }
    needed.sort_by_key(|(snapshot, _)| (snapshot.at, snapshot.made));
    let mut states: HashMap<u32, T> = HashMap::new();
    for (snapshot, shown) in needed {
        let base = snapshot.base.and_then(|base| {
            let left = asked.get_mut(&base)?;
            *left -= 1;
            // The last one that needs it takes it.
            if *left == 0 { states.remove(&base) } else { states.get(&base).cloned() }
        });
        let mut state = base.unwrap_or_else(&start);
        step(snapshot, &mut state)?;
        if shown {
            each(snapshot, &state)?;
        }
        if asked.contains_key(&snapshot.serial) {
            states.insert(snapshot.serial, state);
        }
    }
    Ok(())
}

impl Snapshot {
    fn fact(&self, fact: Fact) -> Option<Col> {
        self.facts.iter().position(|name| name == fact.name()).map(|at| Col::Fact(at as u16))
    }
}
