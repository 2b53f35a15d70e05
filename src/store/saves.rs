//! What was written made durable, and counted: inside the database and beside it.
//!
//! A database that finds its log torn goes on with what came before and says nothing; its own count has then gone back too.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::PoisonError;

use anyhow::{Context, Result};
use sled::transaction::TransactionError;

use super::data::OpenError;
use super::register::Register;
use super::trees::{Open, unread};

/// Under which the register counts how often it was made durable, and what the note beside it is called.
pub(super) const SAVES: &[u8] = b"saves";
const NAME: &str = "saves";

/// Notes beside the database how often it was made durable.
///
/// After the database and in place: whatever ends the process or the machine, the note is never ahead, so one that is says
/// that the database has lost something since. That it cannot be written is no reason to call a save none.
fn count(path: &Path, saves: u64) {
    let text = format!("{saves:020}");
    let line = format!("{:08x} {text}\n", crc32fast::hash(text.as_bytes()));
    let file = fs::OpenOptions::new().write(true).create(true).truncate(false).open(path.join(NAME));
    let _ = file.and_then(|mut file| file.write_all(line.as_bytes()));
}

/// Reads the note; nothing where there is none, or none that can be read.
pub(super) fn counted(path: &Path) -> Option<u64> {
    let line = fs::read_to_string(path.join(NAME)).ok()?;
    let (sum, text) = line.strip_suffix('\n')?.split_once(' ')?;
    (sum == format!("{:08x}", crc32fast::hash(text.as_bytes()))).then(|| text.parse().ok()).flatten()
}

/// Whether there is a note that cannot be read.
pub(super) fn count_is_damaged(path: &Path) -> bool {
    fs::metadata(path.join(NAME)).is_ok_and(|meta| meta.len() > 0) && counted(path).is_none()
}

impl Register {
    /// Refuses a database that has gone back to before what was said to be saved: it finds its log torn and says nothing.
    pub(super) fn misses_nothing(&self) -> Result<(), OpenError> {
        let counted = counted(&self.path()).unwrap_or(0);
        let found = self.get_meta::<u64>(SAVES).map_err(|error| unread(&self.path(), error))?.unwrap_or(0);
        if found < counted {
            return Err(self.damaged("what was saved last is missing from its log"));
        }
        Ok(())
    }

    /// Makes everything written so far survive a power cut, and counts that it was: what a torn log loses afterwards is missed.
    ///
    /// # Errors
    /// What the disk said.
    pub fn sync(&self) -> Result<()> {
        if let Some(view) = self.view() {
            return view.whole().sync();
        }
        let _turn = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        let open = self.open_now()?;
        let saves = open.trees.meta.get(SAVES)?.unwrap_or(0u64) + 1;
        open.trees.meta.put(SAVES, &saves).with_context(|| self.log())?;
        self.flush(&open)?;
        count(&open.path, saves);
        Ok(())
    }

    /// Makes a register that is not in use yet durable as it is.
    pub(super) fn make_durable(&self) -> Result<()> {
        self.flush(&*self.open_now()?)
    }

    fn flush(&self, open: &Open) -> Result<()> {
        open.trees.db.flush().with_context(|| self.log())?;
        // sled's flush is sync_file_range on Linux; without this a power cut loses what was called saved.
        open.sync.sync_all().with_context(|| self.log())
    }

    /// The file that is written to, for whoever must be told that it could not be.
    fn log(&self) -> String {
        self.path().join("db").display().to_string()
    }

    /// What a transaction says that could not be carried out.
    pub(super) fn unwritten<E: std::fmt::Debug>(&self, error: TransactionError<E>) -> anyhow::Error {
        match error {
            TransactionError::Storage(error) => anyhow::Error::new(error).context(self.log()),
            TransactionError::Abort(error) => anyhow::anyhow!("{}: {error:?}", self.log()),
        }
    }
}
