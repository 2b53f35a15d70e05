//! What was written made durable, and counted: inside the database and beside it.
//!
//! A database that finds its log torn goes on with what came before and says nothing; its own count has then gone back too.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use anyhow::{Context, Result};
use sled::transaction::TransactionError;

use super::data::{DataDir, OpenError};
use super::disk;
use super::register::Register;
use super::trees::unread;

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

/// Reads the note; nothing where there is none, or none that makes sense.
///
/// # Errors
/// What the disk said.
pub(super) fn counted(path: &Path) -> Result<Option<u64>, OpenError> {
    let path = path.join(NAME);
    let line = match fs::read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        line => line.map_err(|source| OpenError::Io { path, source })?,
    };
    let count = || {
        let (sum, text) = std::str::from_utf8(&line).ok()?.strip_suffix('\n')?.split_once(' ')?;
        (sum == format!("{:08x}", crc32fast::hash(text.as_bytes()))).then(|| text.parse().ok()).flatten()
    };
    Ok(count())
}

/// Whether there is a note that makes no sense.
///
/// # Errors
/// What the disk said.
pub(super) fn count_is_damaged(path: &Path) -> Result<bool, OpenError> {
    Ok(fs::metadata(path.join(NAME)).is_ok_and(|meta| meta.len() > 0) && counted(path)?.is_none())
}

/// What was asked for may be written and may not: the disk failed while it was made durable.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("it is not sure whether this was saved")]
pub struct Unsure;

/// Nothing more is written, since a save failed: what the system holds in memory and what is on the disk may have parted, and
/// a sync that succeeds now says nothing about what an earlier one lost.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("an earlier change could not be saved, and nothing is written until the register is opened again")]
pub struct Stopped;

impl Register {
    /// Opens a register, but for one that has gone back to before what was said to be saved: it finds its log torn and says
    /// nothing. One that went on after what was said to be saved is made durable anew: a sync may have failed.
    pub(super) fn open_saved(data: &DataDir) -> Result<Self, OpenError> {
        let register = Self::open_unlocked(data)?;
        let path = register.path();
        let found = register.get_meta::<u64>(SAVES).map_err(|error| unread(&path, error))?.unwrap_or(0);
        match counted(&path)? {
            Some(counted) if found < counted => Err(register.damaged("what was saved last is missing from its log")),
            Some(counted) if found > counted => {
                drop(register);
                disk::write_out(&path).map_err(|source| OpenError::Io { path: path.join("db"), source })?;
                count(&path, found);
                Self::open_unlocked(data)
            }
            _ => Ok(register),
        }
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
        self.is_sure()?;
        let open = self.open_now()?;
        let save = || -> Result<u64> {
            let saves = open.trees.meta.get(SAVES)?.unwrap_or(0u64) + 1;
            open.trees.meta.put(SAVES, &saves).with_context(|| self.log())?;
            open.trees.make_durable()?;
            Ok(saves)
        };
        match save() {
            Ok(saves) => {
                count(&open.path, saves);
                Ok(())
            }
            Err(error) => {
                self.be_unsure();
                Err(error.context(Unsure))
            }
        }
    }

    /// Makes a register that is not in use yet durable as it is.
    pub(super) fn make_durable(&self) -> Result<()> {
        Ok(self.open_now()?.trees.make_durable()?)
    }

    /// The file that is written to, for whoever must be told that it could not be.
    fn log(&self) -> String {
        self.path().join("db").display().to_string()
    }

    /// Refuses to write after a save that failed.
    pub(super) fn is_sure(&self) -> Result<(), Stopped> {
        if self.unsure.load(Ordering::Acquire) { Err(Stopped) } else { Ok(()) }
    }

    /// Writes nothing more.
    pub(super) fn be_unsure(&self) {
        self.unsure.store(true, Ordering::Release);
    }

    /// What a transaction says that could not be carried out.
    pub(super) fn unwritten<E: std::fmt::Debug>(&self, error: TransactionError<E>) -> anyhow::Error {
        match error {
            TransactionError::Storage(error) => anyhow::Error::new(error).context(self.log()),
            TransactionError::Abort(error) => anyhow::anyhow!("{}: {error:?}", self.log()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Instant;
    use crate::store::random;

    #[test]
    fn a_register_whose_last_save_is_not_sure_is_made_durable_when_it_is_opened() {
        let dir = tempfile::tempdir().unwrap();
        let data = DataDir::new(dir.path());
        drop(random::register(&data, 3));
        let register = Register::open(&data, Instant(0)).unwrap();
        register.sync().unwrap();
        let (path, digest) = (register.path(), register.digest().unwrap());
        drop(register);
        let saves = counted(&path).unwrap().unwrap();
        // As a sync that failed leaves it: the database counted, and the note beside it did not follow.
        count(&path, saves - 1);
        let register = Register::open(&data, Instant(0)).unwrap();
        assert_eq!(counted(&path).unwrap(), Some(saves));
        assert!(register.digest().unwrap() == digest);
        drop(register);
        count(&path, saves + 1);
        assert!(matches!(Register::open(&data, Instant(0)), Err(OpenError::Damaged { .. })));
    }

    #[test]
    fn nothing_is_written_after_a_save_that_failed() {
        let dir = tempfile::tempdir().unwrap();
        let data = DataDir::new(dir.path());
        let register = random::register(&data, 3);
        register.sync().unwrap();
        register.be_unsure();
        assert!(register.sync().unwrap_err().is::<Stopped>());
        assert!(register.writer().is_err() && register.record(Instant(0), "x", Vec::new(), 0).is_err());
    }
}
