//! One person taken out of a register: every row, and the key that covered them.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

use super::acts::Signed;
use super::edit::EditError;
use super::lists;
use super::meta::JournalEntry;
use super::past::VERB as VERB_IMPORT;
use super::persons::{Personal, Persons};
use super::register::Register;
use super::veiling::Erasing;
use super::watch::{Phase, Watch, tell};
use super::writer::Built;
use crate::model::{Conduct, IdKey, OrgId, Pos, Row, RowEdit, Transfer};

/// The verb of its entry in the journal.
pub const VERB: &str = "erase";

/// What a register holds of one person.
#[derive(Clone, Debug, Default)]
pub struct OfOne {
    /// The edits that take their rows with organisations away.
    pub edits: Vec<RowEdit>,
    /// Rows of members.
    pub members: u64,
    /// Rows of posts.
    pub posts: u64,
    /// Payments.
    pub payments: u64,
    /// Requests to transfer.
    pub transfers: u64,
    /// Honours and penalties.
    pub conduct: u64,
    /// Entries of the journal that changed a row of theirs.
    pub entries: u64,
}

impl OfOne {
    /// Whether the register knows nothing of them.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty() && self.transfers == 0 && self.conduct == 0 && self.entries == 0
    }
}

/// Nothing is covered by a key of its own in a register that is not sealed.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the register is not sealed: its copies can be read whatever is done to it")]
pub struct NotSealed;

impl Register {
    /// Everything the register holds of one person. Reads every row.
    ///
    /// # Errors
    /// Stopped by the watch, or damage.
    pub fn of_one(&self, person: IdKey, watch: &dyn Watch) -> Result<OfOne> {
        let ids: Vec<OrgId> = self.org_rows()?.map(|row| row.map(|(id, _, _)| id)).collect::<Result<_>>()?;
        let mut found = OfOne::default();
        let gone = |row: Row| RowEdit { before: Some(row), after: None };
        self.each_rows(0..ids.len(), |pos: Pos, rows| {
            let org = ids[pos.index()];
            for (_, dues) in rows.dues.iter().filter(|(payer, _)| *payer == person) {
                for payment in dues.payments() {
                    found.payments += 1;
                    found.edits.push(gone(Row::Payment { org, person, payment }));
                }
            }
            for post in rows.posts.into_iter().filter(|post| post.identity.key() == person) {
                found.posts += 1;
                found.edits.push(gone(Row::Post { org, post }));
            }
            for member in rows.members.into_iter().filter(|member| member.identity.key() == person) {
                found.members += 1;
                found.edits.push(gone(Row::Member { branch: org, member }));
            }
            if pos.0.is_multiple_of(4096) {
                tell(watch, Phase::Checking, u64::from(pos.0), ids.len() as u64)?;
            }
            Ok(())
        })?;
        let open = self.open_now()?;
        lists::each(&open.trees.transfers, |row: Transfer| found.transfers += u64::from(row.person == person))?;
        lists::each(&open.trees.conduct, |row: Conduct| found.conduct += u64::from(row.person == person))?;
        for entry in self.journal()?.iter().filter(|entry| entry.edits != 0) {
            let about = |edit: &RowEdit| {
                [&edit.before, &edit.after].into_iter().flatten().any(|row| row.person() == Some(person))
            };
            let edits = match entry.verb == VERB_IMPORT {
                true => self.past(entry.number)?.map(|past| past.edits).unwrap_or_default(),
                false => self.edits(entry.number)?,
            };
            found.entries += u64::from(edits.iter().any(about));
        }
        Ok(found)
    }

    /// Goes on as the next generation without a person: their rows are taken out, their key is given up, and what was worked
    /// out of rows is made anew under another key. The journal's entry says what went and not whose it was.
    ///
    /// Whatever ends the process, either nothing has happened or all of it has: the keyring lies with the generation, and both
    /// are changed by one rename.
    ///
    /// # Errors
    /// [`NotSealed`]; see [`EditError`].
    pub fn erase(
        &self,
        signed: &Signed<'_>,
        person: IdKey,
        found: &OfOne,
        watch: &dyn Watch,
        prepare: impl FnOnce(&Self, &Built) -> Result<()>,
    ) -> Result<JournalEntry, EditError> {
        let codec = self.codec();
        if !codec.is_sealed() {
            return Err(EditError::Register(NotSealed.into()));
        }
        let persons = match codec.persons() {
            Some(persons) => {
                let (number, _) = persons.of(person).context("this person was erased too often")?;
                persons.without(&BTreeSet::from([number]))
            }
            None => Persons::random(),
        };
        let persons = persons.map_err(anyhow::Error::new)?;
        let erasing = Erasing { persons: &persons, gone: &BTreeSet::from([person]) };
        self.rebuild_without(signed, &found.edits, Some(erasing), watch, prepare)
    }
}
