//! Rows changed one by one, in place: everything a commit touches is written at once, with its entry in the journal.
//!
//! What the import derives from rows follows in the same breath, except the search's index: that stays as it was built, and
//! whoever searches lays [`Register::edits_here`] over it.

mod columns;
mod ground;
mod kept;
mod laid;
mod listed;
mod lists;
mod name;
mod recall;
mod restructure;
mod staged;
mod within;
mod work;

use super::acts::Signed;
use super::meta::{JournalEntry, Meta};
use super::register::Register;
use super::trees::{META, Trees};
use super::witness::{self, Witness};
use super::{backup, codec};
use crate::model::{Row, RowEdit};

pub(super) use kept::{cut, decode, encode};
pub(super) use laid::{Order, laid_out};
pub(super) use listed::Keys;
pub use recall::{RecallError, recall};
pub use restructure::restructure;
pub(super) use restructure::restructure_without;

use ground::InPlace;
use staged::Staged;
use work::Work;

/// Under which the sums of the trees that a witness knows are kept, as they are since the last edit.
pub(super) const SUMS: &[u8] = b"sums";

/// What was found where an edit should have gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Found {
    /// The row is there, but says something else.
    #[error("it stands otherwise in the register")]
    Otherwise,
    /// There is no such row.
    #[error("it is not there")]
    Gone,
    /// What tells it apart is another row's.
    #[error("there is one already")]
    Taken,
    /// The organisation is not there.
    #[error("its organisation is not there")]
    NoOrg,
    /// The person goes and leaves payments behind.
    #[error("payments would be left behind")]
    Paid,
    /// The organisation goes and leaves rows, or organisations below it, behind.
    #[error("something still stands there")]
    Held,
    /// An organisation would stand below itself.
    #[error("it would stand below itself")]
    Circle,
}

/// Why nothing was edited.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// A row is not what the edit takes it for.
    #[error("{row}: {found}")]
    Stale {
        /// Which of the edits, from 0.
        edit: usize,
        /// The row, in words without personal data.
        row: String,
        /// What was found instead.
        found: Found,
    },
    /// An organisation comes, goes or moves: places change, which takes the next generation.
    #[error("organisations come, go or move")]
    Structural,
    /// The register cannot be read or written.
    #[error(transparent)]
    Register(#[from] anyhow::Error),
}

/// Why one edit cannot be.
enum Refusal {
    Found(Found),
    Structural,
    Failed(anyhow::Error),
}

impl From<Found> for Refusal {
    fn from(found: Found) -> Self {
        Self::Found(found)
    }
}

impl From<anyhow::Error> for Refusal {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

impl Refusal {
    /// Of which edit and row it is.
    fn of(self, edit: usize, row: impl FnOnce() -> String) -> EditError {
        match self {
            Self::Found(found) => EditError::Stale { edit, row: row(), found },
            Self::Structural => EditError::Structural,
            Self::Failed(error) => EditError::Register(error),
        }
    }
}

/// Whether edits found, move or take away organisations, so that places change and [`restructure`] is needed.
pub fn is_structural(edits: &[RowEdit]) -> bool {
    edits.iter().any(|edit| match (&edit.before, &edit.after) {
        (Some(Row::Org { id, parent, .. }), Some(Row::Org { id: now, parent: under, .. })) => {
            id != now || parent != under
        }
        (Some(Row::Org { .. }), _) | (_, Some(Row::Org { .. })) => true,
        _ => false,
    })
}

impl Register {
    /// Changes rows in place: all of them with their entry in the journal, or none. Durable when this returns.
    ///
    /// Each edit sees what those before it made of the rows. Payments follow a person whose row goes to another organisation;
    /// those edits are kept with the others.
    ///
    /// # Errors
    /// See [`EditError`]; the register is then as it was.
    pub fn edit(&self, signed: &Signed<'_>, edits: &[RowEdit]) -> Result<JournalEntry, EditError> {
        let _turn = self.writer()?;
        let open = self.open_now()?;
        let trees = &open.trees;
        let mut work = Work::new(InPlace::new(self)?, self, trees);
        let edits = work.apply(edits)?;
        let mut staged = Staged::default();
        work.stage(trees, &mut staged)?;
        columns::stage(self, trees, &work, &edits, &mut staged)?;
        let keys = work.into_keys();
        let meta = counted(self.meta(), &edits);
        if meta != self.meta() {
            staged.put(&trees.meta, META.as_bytes(), &packed(&meta)?)?;
        }
        let entry = self.sign(trees, signed, &edits, &mut staged)?;
        self.keep_sums(trees, &mut staged)?;
        self.mark_format()?;
        {
            let _changing = self.changing();
            staged.commit()?;
            self.set_meta(meta);
        }
        self.know(keys);
        self.sync()?;
        Ok(entry)
    }

    /// Adds the journal's entry and what it keeps.
    fn sign(
        &self,
        trees: &Trees,
        signed: &Signed<'_>,
        edits: &[RowEdit],
        staged: &mut Staged,
    ) -> Result<JournalEntry, EditError> {
        let (number, previous) = self.last_journal()?.map_or((1, 0), |(last, print)| (last.number + 1, print));
        let kept = encode(&trees.edits, number, edits)?;
        let entry = signed_entry(signed, number, previous, edits.len() as u64, kept.hash);
        for (key, value) in kept.values {
            staged.put_stored(&trees.edits, &key, value)?;
        }
        staged.put(&trees.journal, &number.to_be_bytes(), &packed(&entry)?)?;
        Ok(entry)
    }

    /// Keeps what a witness would say now: the one beside the database tells of the generation as it was built, and a file
    /// cannot change in the same breath as the database.
    fn keep_sums(&self, trees: &Trees, staged: &mut Staged) -> Result<(), EditError> {
        let known: Option<backup::Sums> = trees.meta.get(SUMS)?;
        let mut sums = match (known, witness::read(&self.path())?) {
            (Some(sums), _) | (None, Witness::Says(sums)) => sums,
            // Without a witness nobody could tell whether these are right.
            (None, Witness::None | Witness::Damaged) => return Ok(()),
        };
        staged.sum_up(&mut sums);
        staged.put(&trees.meta, SUMS, &packed(&sums)?)?;
        Ok(())
    }
}

/// An entry that changed rows.
pub(super) fn signed_entry(signed: &Signed<'_>, number: u64, previous: u64, changed: u64, edits: u64) -> JournalEntry {
    JournalEntry {
        number,
        recorded: signed.recorded,
        verb: signed.verb.to_owned(),
        files: Vec::new(),
        changed,
        previous,
        author: signed.author.to_owned(),
        effective: signed.effective,
        rows: number,
        undoes: signed.undoes,
        acts: 0,
        edits,
    }
}

fn counted(mut meta: Meta, edits: &[RowEdit]) -> Meta {
    let count = |is: fn(&Row) -> bool| {
        let of = |row: &Option<Row>| u32::from(row.as_ref().is_some_and(is));
        edits.iter().fold((0, 0), |(more, fewer), edit| (more + of(&edit.after), fewer + of(&edit.before)))
    };
    let (more, fewer) = count(|row| matches!(row, Row::Member { .. }));
    meta.members = (meta.members + more).saturating_sub(fewer);
    let (more, fewer) = count(|row| matches!(row, Row::Post { .. }));
    meta.posts = (meta.posts + more).saturating_sub(fewer);
    meta
}

fn packed<T: serde::Serialize>(value: &T) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    codec::pack(value, &mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
