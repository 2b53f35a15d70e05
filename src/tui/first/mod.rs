//! The first run: where there is no register yet.

mod paths;
mod result;
mod view;

use std::path::Path;
use std::sync::Arc;

use crate::intake::Report;
use crate::tui::app::{Answer, App, Effect, Slot};
use crate::tui::source::Source;
use crate::tui::widget::Cursor;
use crate::tui::{help, prompt, text};

pub use paths::{complete, home};
pub use result::tell;
pub use view::view;

/// How many ways there are to begin.
pub const WAYS: usize = 4;

/// Makes a register and tells how far it is, from 0 to 1.
pub type Make = Arc<dyn Fn(&(dyn Fn(f32) + Sync)) -> anyhow::Result<Arc<dyn Source>> + Send + Sync>;

/// Makes a register of the rosters under a path, and says what became of each row.
pub type Import = Arc<dyn Fn(&Path, &(dyn Fn(f32) + Sync)) -> anyhow::Result<Made> + Send + Sync>;

/// A register that was made.
pub struct Made {
    /// The register.
    pub source: Arc<dyn Source>,
    /// What became of the rosters, where some were imported.
    pub report: Option<Box<Report>>,
}

impl From<Arc<dyn Source>> for Made {
    fn from(source: Arc<dyn Source>) -> Self {
        Self { source, report: None }
    }
}

/// The ways to begin.
#[derive(Clone)]
pub struct FirstRun {
    /// Opens the demonstration county.
    pub make_demo: Make,
    /// Imports rosters from a file or folder.
    pub import: Import,
    /// Makes an empty register.
    pub empty: Make,
}

/// The state of the first run.
pub struct State {
    ways: FirstRun,
    /// Which way the cursor is on.
    pub cursor: Cursor,
}

impl State {
    /// Nothing chosen yet.
    pub fn new(ways: FirstRun) -> Self {
        Self { ways, cursor: Cursor::default() }
    }
}

/// Begins in the way under the cursor.
pub fn choose(app: &mut App) -> Vec<Effect> {
    let at = app.first.as_ref().map_or(0, |first| first.cursor.at);
    way(app, at)
}

/// Begins in one of the ways.
pub fn way(app: &mut App, at: usize) -> Vec<Effect> {
    let Some(first) = &mut app.first else { return Vec::new() };
    first.cursor.at = at;
    let ways = first.ways.clone();
    if app.work.pending(Slot::Open) {
        app.say(text::opening(app.lang()));
        return Vec::new();
    }
    match at {
        0 => make(app, move |tell| Ok((ways.make_demo)(tell)?.into())),
        1 => prompt::open(app, prompt::Kind::Rosters, ""),
        2 => make(app, move |tell| Ok((ways.empty)(tell)?.into())),
        _ => help::open(app),
    }
}

/// Imports the rosters under a path.
pub fn import(app: &mut App, path: &str) -> Vec<Effect> {
    let Some(first) = &app.first else { return Vec::new() };
    if path.is_empty() {
        return Vec::new();
    }
    let (ways, path) = (first.ways.clone(), paths::expand(path, home().as_deref()));
    make(app, move |tell| (ways.import)(&path, tell))
}

fn make(
    app: &mut App,
    run: impl FnOnce(&(dyn Fn(f32) + Sync)) -> anyhow::Result<Made> + Send + 'static,
) -> Vec<Effect> {
    app.progress = 0.0;
    let job = app.work.begin(Slot::Open, move |_, tell| Answer::Opened(run(&|share| tell(Answer::Progress(share)))));
    vec![Effect::Work(job)]
}

/// Gives up what is being made; false when nothing is.
pub fn step_back(app: &mut App) -> bool {
    let pending = app.work.pending(Slot::Open);
    app.work.stop(Slot::Open);
    pending
}
