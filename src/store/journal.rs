//! The journal of an open register: read, and written at its end.

use anyhow::Result;

use super::data::DataDir;
use super::meta::JournalEntry;
use super::register::Register;
use crate::model::Instant;

impl Register {
    /// The journal, first entry first.
    ///
    /// # Errors
    /// Damage.
    pub fn journal(&self) -> Result<Vec<JournalEntry>> {
        if let Some(view) = self.view() {
            return view.journal(self.operator().map(|operator| operator.name.as_str()));
        }
        let open = self.open_now()?;
        let entries = open.trees.journal.iter().map(|entry| Ok(JournalEntry::read(&entry?.1)?));
        entries.collect()
    }

    /// Writes an entry at the end of the journal; it is durable with the next [`sync`](Self::sync).
    ///
    /// # Errors
    /// What the disk said, or damage.
    pub fn record(&self, recorded: Instant, verb: &str, files: Vec<String>, changed: u64) -> Result<()> {
        self.mark_format()?;
        let _turn = self.writer()?;
        let open = self.open_now()?;
        let (number, previous) = self.last_journal()?.map_or((1, 0), |(last, print)| (last.number + 1, print));
        open.trees.put_journal(&JournalEntry {
            number,
            recorded,
            verb: verb.to_owned(),
            files,
            changed,
            previous,
            author: self.operator().map(|operator| operator.name.clone()).unwrap_or_default(),
            effective: recorded,
            rows: number,
            undoes: None,
            acts: 0,
            edits: 0,
        })
    }

    /// The journal's last entry with its hash.
    pub(super) fn last_journal(&self) -> Result<Option<(JournalEntry, u64)>> {
        let open = self.open_now()?;
        let journal = &open.trees.journal;
        let read = |(key, stored): (sled::IVec, sled::IVec)| {
            let entry = JournalEntry::decode(journal.codec(), &key, &stored)?;
            Ok((entry, crate::model::stable_hash_of(&stored)))
        };
        journal.raw().last()?.map(read).transpose()
    }

    /// The number of the last entry that changed rows, 0 for none: acts on findings come after it and change none.
    ///
    /// # Errors
    /// Damage.
    pub fn rows_entry(&self) -> Result<u64> {
        Ok(self.last_journal()?.map_or(0, |(last, _)| last.rows))
    }

    /// Says in the data directory that the register is of this program's format: one before would leave acts behind.
    ///
    /// # Errors
    /// The copy that is made first could not be, or what the disk said.
    pub(super) fn mark_format(&self) -> Result<()> {
        super::copy::keep_earlier(self, &super::Unwatched)?;
        match self.path().parent() {
            Some(data) => Ok(DataDir::new(data).mark_format()?),
            None => Ok(()),
        }
    }

    /// The number of the journal's last entry, 0 for none.
    ///
    /// # Errors
    /// Damage.
    pub fn last_entry(&self) -> Result<u64> {
        let last = self.open_now()?.trees.journal.raw().last()?;
        Ok(last.and_then(|(key, _)| Some(u64::from_be_bytes(key.as_ref().try_into().ok()?))).unwrap_or_default())
    }
}
