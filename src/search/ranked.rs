//! Matching names, best rank first, of which only as many are kept as will be shown.

use std::ops::Range;

use anyhow::Result;

use super::chunk::Chunks;
use super::names::{Members, Names};
use super::overlay::Overlay;
use super::places::Ordinal;

/// Ranks of a name, from the whole name in whole syllables down to a part of it.
pub(super) const RANKS: usize = 6;
/// Names of one rank come by their own reading, then by others of the surname, then by letters further on.
const TURNS: usize = 3;

/// Names by rank, and how many members bear them.
pub(super) struct Ranked<'a> {
    wanted: u64,
    over: Option<&'a Overlay>,
    lists: [[Vec<u32>; TURNS]; RANKS],
    turn: usize,
    held: [u64; RANKS],
    /// How many members bear a matching name.
    pub(super) total: u64,
}

impl<'a> Ranked<'a> {
    /// Keeps enough names of each rank for `wanted` members; `over` has the edits of members of those names.
    pub(super) fn new(wanted: u64, over: Option<&'a Overlay>) -> Self {
        Self { wanted, over, lists: Default::default(), turn: 0, held: [0; RANKS], total: 0 }
    }

    /// What follows was found in the next way.
    pub(super) fn next_turn(&mut self) {
        self.turn = (self.turn + 1).min(TURNS - 1);
    }

    /// Adds a name; within a rank in the order they are to be shown.
    pub(super) fn add(&mut self, rank: usize, name: u32, names: &Names) {
        self.add_run(rank, name as usize..name as usize + 1, names);
    }

    /// Adds neighbours.
    pub(super) fn add_run(&mut self, rank: usize, run: Range<usize>, names: &Names) {
        self.total += self.bearers(names, run.clone());
        for name in run {
            if self.held[rank] >= self.wanted {
                return;
            }
            self.held[rank] += self.bearers(names, name..name + 1);
            self.lists[rank][self.turn].push(name as u32);
        }
    }

    fn bearers(&self, names: &Names, run: Range<usize>) -> u64 {
        let known = names.bearers(run.clone());
        self.over.map_or(known, |over| over.names.bearers(known, run))
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
        for &name in self.lists.iter().flatten().flatten() {
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

    /// The same where rows were edited: `fresh` has the names that the index does not know.
    pub(super) fn page_over(
        &self,
        fresh: &Self,
        names: &Names,
        over: &Overlay,
        chunks: &dyn Chunks,
        mut skip: usize,
        most: usize,
    ) -> Result<Vec<Ordinal>> {
        let mut out = Vec::with_capacity(most.min(1 << 10));
        let mut members = Members::new(chunks);
        let mut give = |own: Vec<Ordinal>, out: &mut Vec<Ordinal>| {
            let from = skip.min(own.len());
            skip -= from;
            let room = most - out.len().min(most);
            out.extend(own[from..].iter().take(room));
        };
        for (known, fresh) in self.lists.iter().flatten().zip(fresh.lists.iter().flatten()) {
            let mut fresh = fresh.iter().copied().peekable();
            let laid = |name: u32| over.names.members(name).iter().map(|now| Ordinal(*now)).collect();
            for &name in known {
                while let Some(first) = fresh.next_if(|first| over.names.precedes(*first, name)) {
                    give(laid(first), &mut out);
                }
                if out.len() < most {
                    give(bearers(name, names, over, &mut members)?, &mut out);
                }
            }
            fresh.for_each(|name| give(laid(name), &mut out));
        }
        Ok(out)
    }
}

/// Everybody who bears a name of the index now, in order.
fn bearers(name: u32, names: &Names, over: &Overlay, members: &mut Members<'_>) -> Result<Vec<Ordinal>> {
    let mut indexed = Vec::new();
    members.read(names.rows(name), &mut indexed)?;
    let mut now = Vec::with_capacity(indexed.len());
    let adjusted = over.names.adjusted(name);
    let mut come = adjusted.map_or(&[][..], |adjusted| &adjusted.come).iter().peekable();
    for ordinal in indexed {
        while let Some((_, laid)) = come.next_if(|(before, _)| *before <= ordinal.0) {
            now.push(Ordinal(*laid));
        }
        now.extend(over.now(ordinal));
    }
    now.extend(come.map(|(_, laid)| Ordinal(*laid)));
    Ok(now)
}
