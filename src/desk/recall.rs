//! The register as an earlier entry of the journal left it, made again beside the one in use.

use std::path::Path;

use anyhow::{Result, bail};

use super::{Clock, Exists, Right, Who};
use crate::judge::Rules;
use crate::store::seal::KeyRing;
use crate::store::{self, DataDir, Heading, JournalEntry, RecallError, Register, Site, Thresholds, Watch};

/// Makes the register as it was after entry `number` in a directory that holds none, sealed by the same keys; gives that entry.
///
/// What any verb says there, asked as of the instant the entry was recorded, is what it said then; programmes of one's own are
/// those of now, and whoever was erased since stays so. The register itself is only read.
///
/// # Errors
/// [`RecallError`]; [`Exists`]; damage, stopped by the watch, or what the disk said.
pub fn recall(
    register: &Register,
    number: u64,
    dir: &Path,
    rules: &Rules,
    clock: Clock,
    watch: &dyn Watch,
) -> Result<JournalEntry> {
    Who::at(register).may(Right::BackUp)?;
    let now = clock.now();
    let journal = register.journal()?;
    let Some(entry) = journal.into_iter().find(|entry| entry.number == number) else {
        bail!(RecallError::NoEntry(number));
    };
    let data = DataDir::of(register, dir);
    if data.path().exists() && !matches!(data.current(), Ok(None)) {
        bail!(Exists(data.path().display().to_string()));
    }
    let lock = data.own(now)?;
    let made = || -> Result<()> {
        match register.keys()? {
            Some(keys) => keys.save(data.path())?,
            None => KeyRing::forget(data.path())?,
        }
        let meta = register.meta();
        let heading =
            Heading { created: meta.created, present: meta.present, recorded: now, verb: "recall", files: Vec::new() };
        let site = Site { data: &data, lock: &lock, before: Some(register), heading: &heading, watch, changed: None };
        let built = store::recall(site, number)?;
        let at = meta.present.unwrap_or(entry.recorded);
        built.judge(at, &Thresholds::at(rules.params(), at), watch)?;
        built.adopt(&data, &lock)?;
        Ok(())
    };
    // Keys without a register would stand in the way of the next one.
    made().inspect_err(|_| drop(KeyRing::forget(data.path())))?;
    Ok(entry)
}
