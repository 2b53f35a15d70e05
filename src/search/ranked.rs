//! Matching names, best rank first, of which only as many are kept as will be shown.

use std::ops::Range;

use anyhow::Result;

use super::chunk::Chunks;
use super::names::{Members, Names};
use super::places::Ordinal;

/// Ranks of a name, from the whole name in whole syllables down to a part of it.
pub(super) const RANKS: usize = 6;

/// Names by rank, and how many members bear them.
pub(super) struct Ranked {
    wanted: u64,
    lists: [Vec<u32>; RANKS],
    held: [u64; RANKS],
    /// How many members bear a matching name.
    pub(super) total: u64,
}

impl Ranked {
    /// Keeps enough names of each rank for `wanted` members.
    pub(super) fn new(wanted: u64) -> Self {
        Self { wanted, lists: Default::default(), held: [0; RANKS], total: 0 }
    }

    /// Adds a name; within a rank in the order they are to be shown.
    pub(super) fn add(&mut self, rank: usize, name: u32, names: &Names) {
        self.add_run(rank, name as usize..name as usize + 1, names);
    }

    /// Adds neighbours.
    pub(super) fn add_run(&mut self, rank: usize, run: Range<usize>, names: &Names) {
        self.total += names.bearers(run.clone());
        for name in run {
            if self.held[rank] >= self.wanted {
                return;
            }
            self.held[rank] += names.bearers(name..name + 1);
            self.lists[rank].push(name as u32);
        }
    }

    /// The members in order, from `skip` on, at most `most`.
    pub(super) fn page(
        &self,
        names: &Names,
        chunks: &dyn Chunks,
        mut skip: usize,
        most: usize,
    ) -> Result<Vec<Ordinal>> {
        let mut out = Vec::with_capacity(most.min(1 << 10));
        let mut members = Members::new(chunks);
        for &name in self.lists.iter().flatten() {
            if out.len() >= most {
                break;
            }
            let rows = names.rows(name);
            if skip >= rows.len() {
                skip -= rows.len();
                continue;
            }
            let first = rows.start + skip;
            members.read(first..rows.end.min(first + most - out.len()), &mut out)?;
            skip = 0;
        }
        Ok(out)
    }
}
