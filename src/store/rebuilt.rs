//! A register that goes on as its next generation: for changes after which organisations stand at other places.

use anyhow::{Context, Result};

use super::acts::Signed;
use super::causes::is_unsure;
use super::data::DataDir;
use super::edit::{EditError, restructure_without};
use super::meta::JournalEntry;
use super::register::Register;
use super::veiling::Erasing;
use super::watch::Watch;
use super::writer::{Built, Heading, Site};
use crate::model::RowEdit;

impl Register {
    /// Builds the next generation with edits applied, lets `prepare` keep with it what is worked out of it, puts it in the
    /// place of this one, and goes on as it. The register in use stays as it is where anything fails.
    ///
    /// # Errors
    /// See [`EditError`]; a register that does not own its directory.
    pub fn rebuild(
        &self,
        signed: &Signed<'_>,
        edits: &[RowEdit],
        watch: &dyn Watch,
        prepare: impl FnOnce(&Self, &Built) -> Result<()>,
    ) -> Result<JournalEntry, EditError> {
        self.rebuild_without(signed, edits, None, watch, prepare)
    }

    /// The same, with nothing left of some persons.
    ///
    /// # Errors
    /// As for [`rebuild`](Self::rebuild).
    pub fn rebuild_without(
        &self,
        signed: &Signed<'_>,
        edits: &[RowEdit],
        erasing: Option<Erasing<'_>>,
        watch: &dyn Watch,
        prepare: impl FnOnce(&Self, &Built) -> Result<()>,
    ) -> Result<JournalEntry, EditError> {
        let lock = self.lock().context("the register's directory is somebody else's")?;
        let path = self.path();
        let data = DataDir::with(path.parent().context("the register has no directory")?, &self.codec());
        let meta = self.meta();
        let (created, present) = (meta.created, meta.present);
        let heading = Heading { created, present, recorded: signed.recorded, verb: "edit", files: Vec::new() };
        let site = Site { data: &data, lock, before: Some(self), heading: &heading, watch, changed: None };
        let turn = self.writer()?;
        let built = restructure_without(site, signed, edits, erasing)?;
        prepare(self, &built)?;
        // The one in use may not be this one any more.
        let next = built.adopt(&data, lock).inspect_err(|error| {
            if is_unsure(error) {
                self.be_unsure();
            }
        })?;
        let (entry, _) = next.last_journal()?.context("the journal is empty")?;
        self.become_next(next);
        drop(turn);
        Ok(entry)
    }
}
