//! The terminal program.
//!
//! `update(&mut App, Msg) -> Vec<Effect>` changes the state and touches nothing else; `view(&App, &mut Frame)` paints it.
//! Whatever may block runs on workers and comes back as a message. Nothing is painted while nothing changes.

mod alerts;
mod app;
mod bench;
mod clip;
mod command;
pub mod config;
mod deeds;
mod desk_source;
mod erase;
mod first;
#[cfg(any(test, debug_assertions))]
#[doc(hidden)]
pub mod fixture;
mod form;
mod frame;
mod help;
mod lock;
mod look;
mod meaning;
mod milestones;
mod notices;
mod options;
mod person;
mod pick;
mod posts;
mod prompt;
mod ranking;
mod search;
mod sitting;
mod source;
#[cfg(test)]
mod story;
mod term;
#[cfg(test)]
mod tests;
mod text;
mod tour;
mod transfers;
mod tree;
mod triage;
mod views;
mod widget;

use std::sync::Arc;

pub use app::Exit;
pub use bench::{Line, Place, Pressed, bench_keys, bench_place, bench_start};
pub use clip::Clipboard;
pub use command::{Keymap, cheatsheet};
pub use desk_source::DeskSource;
pub use first::{FirstRun, Import, Made, Make};
pub use lock::{Lock, Opens};
pub use look::{ColourLevel, theme_names};
pub use notices::{Notice, Notices};
pub use options::{Ambiguous, Options};
pub use source::{Milestones, ProgrammeInfo, SearchItem, SearchKind, SearchPage, Source, StepRow, Title, UnitRow};
pub use term::{Host, editor, run};
pub use widget::Typed;

/// What the program begins with.
pub enum Start {
    /// A register that is still to be opened, on a worker: the first frame does not wait for it.
    Opening(Open),
    /// A register.
    Register(Arc<dyn Source>),
    /// None yet.
    FirstRun(FirstRun),
}

/// Opens the register; what it cannot open ends the program with its error.
pub type Open = Box<dyn FnOnce() -> anyhow::Result<Opened> + Send>;

/// What there was to open.
pub enum Opened {
    /// A register.
    Register(Arc<dyn Source>),
    /// None yet.
    FirstRun(FirstRun),
}
