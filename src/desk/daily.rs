//! Backups that are taken by themselves: once a day, behind the operator's work, where they are in nobody's way.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Arc, atomic::AtomicBool, atomic::Ordering};
use std::thread;
use std::time::Duration;

use anyhow::Result;
use serde::Serialize;

use super::keep::{self, Kept, header_of};
use super::{Clock, Desk};
use crate::model::Instant;
use crate::store::{Disturbed, ENDING, Interrupted, Phase, Register, STEM, Watch, Writers};

/// How many of them stay; others' backups and those of earlier formats are not counted.
pub const KEPT: usize = 7;

/// The newest backup there is of a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Newest {
    /// The file.
    pub file: PathBuf,
    /// When it was taken.
    pub taken: Instant,
}

/// The newest backup in a directory; of the register made at `created`, where that is known.
pub fn newest_backup(dir: &Path, created: Option<Instant>) -> Option<Newest> {
    let entries = fs::read_dir(dir).ok()?.flatten();
    let backups = entries.filter_map(|entry| {
        let name = entry.file_name();
        let ours = name.to_str().is_some_and(|name| name.starts_with(STEM) && name.ends_with(ENDING));
        let header = ours.then(|| header_of(&entry.path())).flatten()?;
        let wanted = created.is_none_or(|created| created == header.created);
        wanted.then(|| Newest { file: entry.path(), taken: header.taken })
    });
    backups.max_by_key(|newest| newest.taken)
}

/// Takes a backup where the newest is `days` days old or more; a demonstration and a register without rows need none.
///
/// Others may write to the register meanwhile: what they disturb is not kept, and is told as [`Disturbed`](crate::store::Disturbed).
///
/// # Errors
/// [`Disturbed`](crate::store::Disturbed), stopped by the watch, damage, or what the disk said; nothing is removed then.
pub fn back_up_if_due(
    register: &Register,
    dir: &Path,
    days: u16,
    clock: Clock,
    watch: &dyn Watch,
) -> Result<Option<Kept>> {
    let meta = register.meta();
    if days == 0 || meta.present.is_some() || meta.orgs == 0 {
        return Ok(None);
    }
    let fresh = |newest: Newest| {
        let age = clock.now().0 - newest.taken.0;
        // One from the future is of a clock that was wrong, and says nothing.
        (0..i64::from(days) * 86_400).contains(&age)
    };
    if newest_backup(dir, Some(meta.created)).is_some_and(fresh) {
        return Ok(None);
    }
    keep::back_up_among(register, dir, Some(KEPT), clock, Writers::Others, watch).map(Some)
}

/// When it is looked whether a backup is due.
#[derive(Clone, Copy, Debug)]
pub struct Rhythm {
    /// After the beginning, so that it is not in the way of a start.
    pub first: Duration,
    /// After one that was disturbed or failed.
    pub again: Duration,
    /// After one that was taken, or was not due.
    pub next: Duration,
    /// The longest that leaving waits for the work to stop.
    pub patience: Duration,
}

impl Rhythm {
    /// As people work.
    pub const USUAL: Self = Self {
        first: Duration::from_secs(20),
        again: Duration::from_secs(300),
        next: Duration::from_secs(3600),
        patience: Duration::from_millis(200),
    };
}

/// A thread that takes them; it stops when this goes.
pub struct Daily {
    stop: Arc<AtomicBool>,
    wake: Option<SyncSender<()>>,
    ended: Receiver<()>,
    patience: Duration,
}

impl Daily {
    /// Starts it for the register of a desk, which `desk` gives; `failed` is told why one could not be taken.
    ///
    /// # Errors
    /// No thread to be had.
    pub fn start<D, F>(desk: D, dir: PathBuf, days: u16, rhythm: Rhythm, failed: F) -> Result<Self>
    where
        D: Fn(&mut dyn FnMut(&Desk)) + Send + 'static,
        F: Fn(&anyhow::Error) + Send + 'static,
    {
        let stop = Arc::new(AtomicBool::new(false));
        let (wake, woken) = mpsc::sync_channel(1);
        let (end, ended) = mpsc::channel();
        let watch = Stop(Arc::clone(&stop));
        thread::Builder::new().name("backup".into()).spawn(move || {
            be_patient();
            let mut wait = rhythm.first;
            while woken.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                desk(&mut |desk| {
                    let done = back_up_if_due(desk.whole_desk().register(), &dir, days, desk.clock(), &watch);
                    wait = if done.is_ok() { rhythm.next } else { rhythm.again };
                    // Somebody at work, or leaving, is no failure.
                    let passes = |error: &anyhow::Error| error.is::<Disturbed>() || error.is::<Interrupted>();
                    done.err().filter(|error| !passes(error)).inspect(&failed);
                });
            }
            drop(desk);
            let _ = end.send(());
        })?;
        Ok(Self { stop, wake: Some(wake), ended, patience: rhythm.patience })
    }
}

impl Drop for Daily {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.wake = None;
        // Whoever leaves does not wait for a disk; what is unfinished then is cleared away by the next backup.
        let _ = self.ended.recv_timeout(self.patience);
    }
}

struct Stop(Arc<AtomicBool>);

impl Watch for Stop {
    fn at(&self, _: Phase, _: u64, _: u64) -> bool {
        !self.0.load(Ordering::Relaxed)
    }
}

/// Lets everybody else go first.
fn be_patient() {
    // Only there is it a matter of one thread.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(15);
}
