//! What imports changed, kept with their entries of the journal, so that the register of any earlier entry can be made again.
//!
//! An entry of the `past` tree is a head, then the rows that changed as [`RowEdit`]s, packed one after another and cut into
//! values, under the veil of persons where there is one. A kind of row of which the register held nothing before is only named
//! in the head: taking the import back leaves nothing of it.

mod changes;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::acts::key;
use super::edit;
use super::register::Register;
use crate::model::{Month, RowEdit};

pub(super) use changes::Changes;

pub(super) const TREE: &str = "past";
/// The verb of an entry that took rosters in.
pub const VERB: &str = "import";

/// What a register held nothing of before an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Began {
    /// Anything.
    Everything,
    /// Members.
    Members,
    /// Posts.
    Posts,
    /// Dues of a month.
    Dues(Month),
    /// Requests to transfer.
    Transfers,
    /// Honours and penalties.
    Conduct,
    /// Activities.
    Activities,
    /// Graduate baselines.
    Graduates,
    /// The ledger of the new sectors.
    Ledger,
    /// Declarations.
    Attests,
}

/// The first value of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// What the register held nothing of.
    pub began: Vec<Began>,
    /// Whether the rows that changed follow: more of them than are held at once are not kept.
    pub whole: bool,
}

/// What an entry changed.
pub(super) struct Past {
    /// What goes whole when it is taken back.
    pub began: Vec<Began>,
    /// The rows, in the order in which they are to be taken back from the end.
    pub edits: Vec<RowEdit>,
}

impl Register {
    /// What an import changed; `None` where that is not kept: it was made by an earlier program, or changed too much.
    pub(super) fn past(&self, entry: u64) -> Result<Option<Past>> {
        let open = self.open_now()?;
        let tree = &open.trees.past;
        let Some(head) = tree.get::<Head>(key(entry, 0))? else { return Ok(None) };
        if !head.whole {
            return Ok(None);
        }
        let (mut bytes, mut veil) = (Vec::new(), None);
        for (part, value) in tree.prefixed(entry.to_be_bytes()).enumerate() {
            let (found, body) = value?;
            if found.as_ref() != key(entry, u16::try_from(part)?) {
                return Err(self.damaged("rows that an import changed cannot be read").into());
            }
            if part > 0 {
                bytes.extend_from_slice(&body);
                veil = body.veil().cloned();
            }
        }
        let edits = edit::decode(&bytes, veil.as_ref());
        Ok(Some(Past {
            began: head.began,
            edits: edits.with_context(|| format!("reading what entry {entry} changed"))?,
        }))
    }
}

#[cfg(test)]
mod tests;
