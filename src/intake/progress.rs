//! How far the reading has come, and whether to go on.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};

/// Is told how far the reading has come; may stop it.
pub trait Progress: Sync {
    /// `done` of `total` bytes are read. Standard input does not count in `total`, so `done` may exceed it.
    fn at(&self, done: u64, total: u64) -> ControlFlow<()>;
}

/// Nobody watches.
pub struct Unwatched;

impl Progress for Unwatched {
    fn at(&self, _: u64, _: u64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

/// The reading was stopped by its [`Progress`]; nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped: nothing was written")]
pub struct Interrupted;

/// Adds up what several threads read.
pub(super) struct Meter<'p> {
    progress: &'p dyn Progress,
    done: AtomicU64,
    total: u64,
}

impl<'p> Meter<'p> {
    pub(super) fn new(progress: &'p dyn Progress, total: u64) -> Self {
        Self { progress, done: AtomicU64::new(0), total }
    }

    pub(super) fn add(&self, bytes: u64) -> Result<(), Interrupted> {
        let done = self.done.fetch_add(bytes, Ordering::Relaxed) + bytes;
        match self.progress.at(done, self.total) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Interrupted),
        }
    }
}
