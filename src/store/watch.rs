//! Long work: how far it is, and how it is stopped.

/// What a long piece of work is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reading and checking rosters; counted in bytes.
    Reading,
    /// Writing rows; counted in organisations.
    Writing,
    /// Sorting and writing what searches read; counted in parts of the work.
    Indexing,
    /// Taking facts; counted in parts of the work.
    Judging,
    /// Copying stored values; counted in bytes.
    Copying,
    /// Looking stored values through; counted in organisations.
    Checking,
}

/// Someone who watches long work.
pub trait Watch: Sync {
    /// Told now and then how far the work is, from any thread; `false` asks it to stop.
    fn at(&self, phase: Phase, done: u64, total: u64) -> bool;
}

/// Watches nothing and never stops.
pub struct Unwatched;

impl Watch for Unwatched {
    fn at(&self, _: Phase, _: u64, _: u64) -> bool {
        true
    }
}

/// The work was asked to stop; the register is as it was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped; the register is as it was before")]
pub struct Interrupted;

/// Tells the watch and turns its wish to stop into an error.
pub(crate) fn tell(watch: &dyn Watch, phase: Phase, done: u64, total: u64) -> Result<(), Interrupted> {
    if watch.at(phase, done, total) { Ok(()) } else { Err(Interrupted) }
}
