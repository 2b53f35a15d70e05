//! Entries of the journal that change no row: what was looked at, and why.

use anyhow::Result;

use super::meta::JournalEntry;
use super::register::Register;
use crate::model::Instant;

impl Register {
    /// Writes down that something was done that changes no row, durable when this returns; what was worked out from rows
    /// still holds after it.
    ///
    /// # Errors
    /// What the disk said, or damage.
    pub fn note_down(&self, recorded: Instant, author: &str, verb: &str, about: Vec<String>) -> Result<()> {
        self.mark_format()?;
        let _turn = self.writer()?;
        let last = self.last_journal()?;
        let (number, rows, previous) = last.map_or((1, 0, 0), |(last, print)| (last.number + 1, last.rows, print));
        self.open_now()?.trees.put_journal(&JournalEntry {
            number,
            recorded,
            verb: verb.to_owned(),
            files: about,
            changed: 0,
            previous,
            author: author.to_owned(),
            effective: recorded,
            rows,
            undoes: None,
            acts: 0,
            edits: 0,
        })?;
        self.sync()
    }
}
