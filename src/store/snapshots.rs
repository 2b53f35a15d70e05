//! Snapshots of facts and findings, kept small: each as what moved since the one it is based on.
//!
//! Two kinds never mix. One taken when it was the present is evidence: no later import changes it, and it is carried from
//! generation to generation. One worked out afterwards is derived from the rows of one generation and goes with it. A
//! snapshot is based on an earlier one of its kind, or on nothing; since it names its base, one can be put in between.
//!
//! Facts are kept under their names and organisations under their numbers, so that neither a later version of the program
//! nor a tree laid out anew reads them wrong.

mod body;
mod chain;
mod keep;
mod places;
mod reach;

use std::collections::HashMap;

use anyhow::{Context, Result};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::Register;
use super::tree::Tree;
use crate::model::Instant;

pub use keep::{Base, NewSnapshot};

/// The tree of snapshots.
pub(super) const TREE: &str = "snapshot";
/// The first byte of a key: what a snapshot says of itself, and its columns.
const HEAD: u8 = 0;
const BODY: u8 = 1;
/// The longest chain of bases: a whole one now and then keeps reading short.
const LONGEST: u16 = 32;

/// How a snapshot came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Made {
    /// When its instant was the present.
    Taken,
    /// Later, from rows that may have been corrected since.
    WorkedOut,
}

/// What a snapshot says of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Its number, from 1.
    pub serial: u32,
    /// The instant it is of.
    pub at: Instant,
    /// When it was kept.
    pub recorded: Instant,
    /// How it came to be.
    pub made: Made,
    /// The last entry of the journal then.
    pub entry: u64,
    /// A print of the rules and parameters it was judged by.
    pub print: u64,
    /// Bytes of its columns.
    pub bytes: u32,
    /// The one it tells the difference from.
    base: Option<u32>,
    /// How many of those lead to a whole one.
    depth: u16,
    /// The facts of which something moved, in the order of its columns.
    facts: Vec<CompactString>,
    /// The rules then in force, in the order of its columns.
    rules: Vec<CompactString>,
}

impl Snapshot {
    /// Whether it still tells of the rows after edits that reach so far back, by entry.
    fn holds(&self, edits: &[(u64, Instant)]) -> bool {
        let since = || edits.iter().filter(|(entry, _)| *entry > self.entry);
        self.made == Made::Taken || since().all(|(_, reach)| self.at < *reach)
    }

    /// Whether it stands by itself.
    pub fn is_whole(&self) -> bool {
        self.base.is_none()
    }
}

/// All snapshots of a register, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshots {
    all: Vec<Snapshot>,
    places: HashMap<u32, usize>,
}

impl Snapshots {
    fn of(mut all: Vec<Snapshot>) -> Self {
        all.sort_by_key(|snapshot| (snapshot.at, snapshot.made));
        let places = all.iter().enumerate().map(|(at, snapshot)| (snapshot.serial, at)).collect();
        Self { all, places }
    }

    /// Every snapshot, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Snapshot> {
        self.all.iter()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The others.
    pub fn without(&self, serials: &[u32]) -> Self {
        Self::of(self.all.iter().filter(|snapshot| !serials.contains(&snapshot.serial)).cloned().collect())
    }

    /// The snapshot of an instant; of two the one that was taken.
    pub fn exactly(&self, at: Instant) -> Option<&Snapshot> {
        let first = self.all.partition_point(|snapshot| snapshot.at < at);
        self.all.get(first).filter(|snapshot| snapshot.at == at)
    }

    fn get(&self, serial: u32) -> Result<&Snapshot> {
        let at = self.places.get(&serial).with_context(|| format!("snapshot {serial} is missing"))?;
        Ok(&self.all[*at])
    }

    /// A snapshot after those it is based on, the whole one first.
    fn chain<'a>(&'a self, snapshot: &'a Snapshot) -> Result<Vec<&'a Snapshot>> {
        let mut chain = vec![snapshot];
        let mut base = snapshot.base;
        while let Some(serial) = base {
            let next = self.get(serial)?;
            anyhow::ensure!(next.at < chain[chain.len() - 1].at, "snapshot {serial} is based on a later one");
            chain.push(next);
            base = next.base;
        }
        chain.reverse();
        Ok(chain)
    }
}

fn head_key(serial: u32) -> [u8; 5] {
    let [a, b, c, d] = serial.to_be_bytes();
    [HEAD, a, b, c, d]
}

impl Register {
    /// All snapshots but those worked out from rows that were edited since; reads no facts.
    ///
    /// # Errors
    /// Damage.
    pub fn snapshots(&self) -> Result<Snapshots> {
        let mut all = self.snapshot_heads()?;
        let edits = self.reaches(&all)?;
        all.retain(|snapshot| snapshot.holds(&edits));
        Ok(Snapshots::of(all))
    }

    /// The entries that edited rows since the earliest of these was worked out, each with how far back it reaches.
    fn reaches(&self, all: &[Snapshot]) -> Result<Vec<(u64, Instant)>> {
        let worked_out = all.iter().filter(|snapshot| snapshot.made == Made::WorkedOut);
        let Some(first) = worked_out.map(|snapshot| snapshot.entry).min() else { return Ok(Vec::new()) };
        if first >= self.last_edit()? {
            return Ok(Vec::new());
        }
        let mut reaches: Vec<(u64, Instant)> = Vec::new();
        for (entry, edits) in self.edits_by_entry(first)? {
            reaches.push((entry, reach::reach(&edits)));
        }
        Ok(reaches)
    }

    fn snapshot_heads(&self) -> Result<Vec<Snapshot>> {
        let open = self.open_now()?;
        let tree = &open.trees.snapshots;
        tree.prefixed([HEAD]).map(|entry| tree.shape(&entry?.1)).collect()
    }

    /// Drops snapshots: these, and those worked out from rows that are no longer the present ones.
    ///
    /// # Errors
    /// What the disk said.
    pub fn drop_snapshots(&self, serials: &[u32]) -> Result<()> {
        let heads = self.snapshot_heads()?;
        let edits = self.reaches(&heads)?;
        let stale = heads.iter().filter(|snapshot| !snapshot.holds(&edits)).map(|snapshot| snapshot.serial);
        let open = self.open_now()?;
        let tree = &open.trees.snapshots;
        for serial in serials.iter().copied().chain(stale) {
            // The head first: columns without one are never read.
            tree.remove(head_key(serial))?;
            body::remove(tree, serial)?;
        }
        Ok(())
    }
}

/// Carries over what is evidence.
pub(super) fn carry_over(from: &Tree, to: &Tree) -> Result<()> {
    for entry in from.raw().scan_prefix([HEAD]) {
        let (key, stored) = entry?;
        let head: Snapshot = from.codec().decode(TREE, &key, &stored)?;
        if head.made == Made::Taken {
            body::copy(from, to, head.serial)?;
            to.raw().insert(key, stored)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
