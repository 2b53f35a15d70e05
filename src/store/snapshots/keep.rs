//! Keeping a snapshot.

use anyhow::Result;
use compact_str::CompactString;

use super::super::Register;
use super::body::{self, Col};
use super::places::by_number;
use super::{LONGEST, Made, Snapshot, Snapshots, head_key};
use crate::judge::{Change, Fact, Facts, Judged, Rules, code_of};
use crate::model::{Instant, OrgTree, Pos};

/// What is to be kept.
#[derive(Clone, Copy)]
pub struct NewSnapshot<'a> {
    /// How it comes to be.
    pub made: Made,
    /// The instant it is of.
    pub at: Instant,
    /// Now.
    pub recorded: Instant,
    /// The last entry of the journal.
    pub entry: u64,
    /// A print of the rules and parameters.
    pub print: u64,
    /// The rules in force.
    pub rules: &'a Rules,
    /// The facts.
    pub facts: &'a Facts,
    /// What the rules found in them.
    pub judged: &'a Judged,
}

/// What a snapshot is the difference from.
#[derive(Clone, Copy)]
pub enum Base<'a> {
    /// The nearest earlier one of its kind among those kept.
    Nearest(&'a Snapshots),
    /// The one just kept, whose findings are known and since when so much moved.
    Last(&'a Snapshot, &'a Judged, &'a [Change]),
}

impl Register {
    /// Keeps a snapshot; durable with the next [`sync`](Self::sync).
    ///
    /// # Errors
    /// Damage in the one it is based on, or what the disk said.
    pub fn keep_snapshot(&self, tree: &OrgTree, new: NewSnapshot<'_>, base: Base<'_>) -> Result<Snapshot> {
        let short = |base: &&Snapshot| base.depth + 1 < LONGEST;
        let nearest = |kept: &'_ Snapshots| {
            let mut earlier = kept.iter().filter(|kept| kept.made == new.made && kept.at < new.at);
            earlier.next_back().filter(short).cloned()
        };
        match base {
            Base::Last(last, judged, changes) if short(&last) => {
                let mut moved = vec![Vec::new(); Fact::ALL.len()];
                changes.iter().for_each(|change| moved[change.fact() as usize].push((change.pos(), change.by())));
                let facts = Fact::ALL.into_iter().zip(moved).map(Ok);
                self.put_snapshot(tree, new, Some(last), facts, Some(judged))
            }
            Base::Nearest(kept) => match nearest(kept) {
                Some(base) => {
                    let judged = self.snapshot_judged(tree, kept, &base, new.rules)?;
                    let facts = Fact::ALL.into_iter().map(|fact| {
                        let before = self.snapshot_codes(tree, kept, &base, fact)?;
                        Ok((fact, moved(new.facts, fact, |at| before.get(at).copied().unwrap_or_default())))
                    });
                    self.put_snapshot(tree, new, Some(&base), facts, Some(&judged))
                }
                None => self.put_whole(tree, new),
            },
            Base::Last(..) => self.put_whole(tree, new),
        }
    }

    fn put_whole(&self, tree: &OrgTree, new: NewSnapshot<'_>) -> Result<Snapshot> {
        let facts = Fact::ALL.into_iter().map(|fact| Ok((fact, moved(new.facts, fact, |_| 0))));
        self.put_snapshot(tree, new, None, facts, None)
    }

    fn put_snapshot(
        &self,
        tree: &OrgTree,
        new: NewSnapshot<'_>,
        base: Option<&Snapshot>,
        facts: impl Iterator<Item = Result<(Fact, Vec<(Pos, i32)>)>>,
        before: Option<&Judged>,
    ) -> Result<Snapshot> {
        let open = self.open_now()?;
        let kept = &open.trees.snapshots;
        let heads = kept.raw().scan_prefix([super::HEAD]).keys().next_back().transpose()?;
        let head = heads.and_then(|key| Some(u32::from_be_bytes(key.get(1..5)?.try_into().ok()?))).unwrap_or_default();
        let mut snapshot = Snapshot {
            // Columns of a snapshot that was never finished have a number too.
            serial: head.max(body::last(kept)?) + 1,
            at: new.at,
            recorded: new.recorded,
            made: new.made,
            entry: new.entry,
            print: new.print,
            bytes: 0,
            base: base.map(|base| base.serial),
            depth: base.map_or(0, |base| base.depth + 1),
            facts: Vec::new(),
            rules: Vec::new(),
        };
        let mut bytes = 0;
        for moved in facts {
            let (fact, moved) = moved?;
            if !moved.is_empty() {
                let col = Col::Fact(snapshot.facts.len() as u16);
                bytes += body::write(kept, snapshot.serial, col, &by_number(tree, moved.into_iter()))?;
                snapshot.facts.push(CompactString::from(fact.name()));
            }
        }
        for (rule, of) in new.rules.iter() {
            let turned = new.judged.changes(before, rule).map(|pos| (pos, 0));
            bytes += body::write(kept, snapshot.serial, Col::Rule(rule.0), &by_number(tree, turned))?;
            snapshot.rules.push(of.id.clone());
        }
        snapshot.bytes = bytes as u32;
        // The head last: until then nobody knows of it.
        kept.put(head_key(snapshot.serial), &snapshot)?;
        Ok(snapshot)
    }
}

fn moved(facts: &Facts, fact: Fact, before: impl Fn(usize) -> i32) -> Vec<(Pos, i32)> {
    let moved = (0..facts.len()).map(|at| {
        let pos = Pos(at as u32);
        (pos, code_of(fact, facts.own(fact, pos)).wrapping_sub(before(at)))
    });
    moved.filter(|(_, by)| *by != 0).collect()
}
