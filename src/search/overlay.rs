//! Rows that the index does not know, laid over it: it is built once with a generation, and rows change after that.
//!
//! Of each branch with edited rows the overlay knows which of its rows still stand as they were indexed, and where they stand
//! now. Rows that changed or went are passed over; those that came are matched from a short list, by the same rules, and
//! stand in the results where a new index would have them.

mod branch;
mod column;
mod names;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;

use super::chunk::Chunks;
use super::names::Names;
use super::places::{Ordinal, Places};
use super::sorted::{Sorted, entry};
use crate::model::{OrgId, Pos, RowEdit};
use branch::{Branch, Indexed, Laid, Stands};
use column::Changed;
pub(super) use column::Run;
use names::NameChanges;

/// What is known of edited rows.
#[derive(Clone, Default)]
struct Known {
    branches: BTreeMap<u32, Branch>,
    /// Rows that the index does not know, as they are; `None` for one that changed again or went.
    come: Vec<Option<Laid>>,
    /// Rows of the index that stand no more as they were.
    gone: Vec<Indexed>,
}

/// Edited rows over one index.
pub(super) struct Overlay {
    known: Known,
    base: Arc<Places>,
    now: Arc<Places>,
    columns: [Changed; 5],
    pub(super) names: NameChanges,
}

impl Overlay {
    /// Lays more edits over an index, in order; `known` is the overlay of those before.
    pub(super) fn of(
        known: Option<&Self>,
        base: &Arc<Places>,
        edits: &[RowEdit],
        place: &dyn Fn(OrgId) -> Option<Pos>,
        (names, columns): (&Names, &[Sorted; 5]),
        chunks: &dyn Chunks,
    ) -> Result<Self> {
        let mut known = known.map(|known| known.known.clone()).unwrap_or_default();
        known.edit(base, edits, place, columns, chunks)?;
        let counts = known.branches.iter().map(|(pos, branch)| (Pos(*pos), branch.rows.len() as u32));
        let now = Arc::new(base.with_counts(counts.collect()));
        let come: Vec<(&Laid, u32)> = known.stand(&now).collect();
        let columns = std::array::from_fn(|at| Changed::of(at, &known.gone, &come));
        let names = NameChanges::of(names, &known.gone, &come);
        Ok(Self { known, base: Arc::clone(base), now, columns, names })
    }

    /// The places of members as they are now.
    pub(super) fn places(&self) -> &Arc<Places> {
        &self.now
    }

    /// The ordinal that a row of the index has now; `None` where it stands no more as it was.
    pub(super) fn now(&self, indexed: Ordinal) -> Option<Ordinal> {
        let (pos, slot) = self.base.locate(indexed)?;
        match self.known.branches.get(&pos.0) {
            None => self.now.ordinal(pos, slot),
            Some(branch) => {
                let is = |row: &Stands| matches!(row, Stands::Indexed(other) if *other == indexed.0);
                self.now.ordinal(pos, branch.rows.iter().position(is)?)
            }
        }
    }

    /// The changes of one of the five columns.
    pub(super) fn column(&self, at: usize) -> &Changed {
        &self.columns[at]
    }
}

impl Known {
    /// The rows that came, with the ordinals they have now.
    fn stand<'a>(&'a self, now: &'a Places) -> impl Iterator<Item = (&'a Laid, u32)> + 'a {
        self.branches.iter().flat_map(move |(pos, branch)| {
            branch.rows.iter().enumerate().filter_map(move |(slot, row)| match row {
                Stands::Indexed(_) => None,
                Stands::Laid(at) => {
                    let laid = self.come.get(*at as usize)?.as_ref()?;
                    Some((laid, now.ordinal(Pos(*pos), slot)?.0))
                }
            })
        })
    }
}

/// Where entries stand in a column, to be passed over or put in between.
fn ranks(columns: &[Sorted; 5], keys: &[Option<u64>; 5], ordinal: u32, chunks: &dyn Chunks) -> Result<[u64; 5]> {
    let mut ranks = [0; 5];
    for ((rank, column), key) in ranks.iter_mut().zip(columns).zip(keys) {
        if let Some(key) = key {
            *rank = column.rank(chunks, entry(*key, ordinal))?;
        }
    }
    Ok(ranks)
}
