//! The guided tour of the demonstration: five stations, docked below the screen so that it covers nothing.
//!
//! A step asks for one key and goes on when its command was given. What is done to findings on the way is really done, on
//! made-up data, and taken back when the tour ends.

mod seen;
mod stations;
mod view;

use std::path::PathBuf;

use crate::model::Change;
use crate::tui::app::{Answer, App, Effect, Layer, Slot};
use crate::tui::command::{Reason, Scope};
use crate::tui::text;
use crate::tui::triage::{Acted, Turn};
use stations::{Asks, STEPS};

pub use seen::was;
pub use view::{height, view};

/// What is known of the tour.
#[derive(Default)]
pub struct Tour {
    /// Where it is, while it is under way.
    pub at: Option<State>,
    /// Whether it was offered before, here or in an earlier sitting.
    pub seen: bool,
    /// Whether it begins as soon as a register is read.
    pub begins: bool,
    /// Where that it was offered is noted.
    pub file: Option<PathBuf>,
}

/// A tour under way.
pub struct State {
    /// The step; `None` while the tour is only offered.
    step: Option<usize>,
    /// How much was done in the sitting before it.
    before: usize,
    /// Whether the cursor was put on a step worth opening.
    aimed: bool,
    /// Entries taken back at the end.
    tried: Vec<u64>,
    ending: bool,
    /// What may be typed to find something.
    pub typed: String,
    /// What that finds.
    pub label: String,
}

impl State {
    /// The last thing done since the tour began that still stands: its entry and by whom.
    fn left(&self, app: &App) -> Option<(u64, String)> {
        let done = app.done.get(self.before..)?;
        done.iter().rev().find(|done| done.undone.is_none()).map(|done| (done.entry, done.by.clone()))
    }

    /// Whether it is only offered.
    pub const fn offered(&self) -> bool {
        self.step.is_none()
    }
}

/// Whether there can be a tour.
///
/// # Errors
/// The register is not a demonstration, or not read yet.
pub fn can(app: &App) -> Result<(), Reason> {
    if app.standing.is_none() {
        return Err(Reason::new("正在读取名册", "the register is being read"));
    }
    if !app.title.demonstration {
        return Err(Reason::new("只在演示数据上进行：mingmai tour", "only on made-up data: mingmai tour"));
    }
    Ok(())
}

/// Whether a tour is under way or offered.
///
/// # Errors
/// None is.
pub fn under_way(app: &App) -> Result<(), Reason> {
    if app.tour.at.is_some() { Ok(()) } else { Err(Reason::new("导览没有开始", "no tour is under way")) }
}

/// Once a demonstration is read: begins the tour where that was asked for, and offers it where it never was.
pub fn arrived(app: &mut App) -> Vec<Effect> {
    if can(app).is_err() || app.tour.at.is_some() {
        return Vec::new();
    }
    if std::mem::take(&mut app.tour.begins) {
        return begin(app);
    }
    if app.tour.seen {
        return Vec::new();
    }
    app.tour.at = Some(fresh(app, None));
    note(app)
}

fn fresh(app: &App, step: Option<usize>) -> State {
    let (typed, label) = stations::example(app);
    State { step, before: app.done.len(), aimed: false, tried: Vec::new(), ending: false, typed, label }
}

// Offered is offered, whatever is answered: nobody is asked twice.
fn note(app: &mut App) -> Vec<Effect> {
    if std::mem::replace(&mut app.tour.seen, true) {
        return Vec::new();
    }
    let Some(file) = app.tour.file.clone() else { return Vec::new() };
    app.ask(Slot::Note, move |_, _, _| {
        // Whoever cannot write there is asked again next time, and loses nothing else.
        let _ = seen::note(&file);
        Answer::Nothing
    })
}

/// Begins at the first station.
pub fn begin(app: &mut App) -> Vec<Effect> {
    app.tour.at = Some(fresh(app, None));
    let mut effects = note(app);
    effects.extend(go(app, 0));
    effects
}

// To a step, on a screen that is set where the station is another.
fn go(app: &mut App, to: usize) -> Vec<Effect> {
    let Some(step) = STEPS.get(to) else { return end(app) };
    let Some(state) = &mut app.tour.at else { return Vec::new() };
    let station = |at: Option<usize>| at.and_then(|at| STEPS.get(at)).map(|step| step.station);
    let elsewhere = station(state.step) != Some(step.station);
    state.step = Some(to);
    state.aimed = false;
    let mut effects = if elsewhere { stations::stage(app, step.station) } else { Vec::new() };
    effects.extend(look(app));
    effects
}

/// The next step that finds what it needs; after the last the tour ends.
pub fn next(app: &mut App) -> Vec<Effect> {
    let Some(state) = &app.tour.at else { return Vec::new() };
    let from = state.step.map_or(0, |at| at + 1);
    let to = (from..STEPS.len()).find(|at| stations::met(app, state, STEPS[*at].needs));
    go(app, to.unwrap_or(STEPS.len()))
}

/// The beginning of the station, or of the one before.
pub fn back(app: &mut App) -> Vec<Effect> {
    let Some(at) = app.tour.at.as_ref().and_then(|state| state.step) else { return Vec::new() };
    let first = |station: usize| STEPS.iter().position(|step| step.station == station).unwrap_or_default();
    let here = STEPS.get(at).map_or(0, |step| step.station);
    let to = if first(here) < at { first(here) } else { first(here.saturating_sub(1)) };
    if let Some(state) = &mut app.tour.at {
        // The screen is set anew even inside the station.
        state.step = None;
    }
    go(app, to)
}

/// Ends the tour and takes back what was done in it.
pub fn end(app: &mut App) -> Vec<Effect> {
    let Some(state) = &mut app.tour.at else { return Vec::new() };
    if state.offered() {
        app.tour.at = None;
        return Vec::new();
    }
    state.ending = true;
    look(app)
}

/// After a command was given: the step that asked for it is done.
pub fn given(app: &mut App, id: &str) -> Vec<Effect> {
    let at = app.tour.at.as_ref().filter(|state| !state.ending).and_then(|state| state.step);
    match at.and_then(|at| STEPS.get(at)) {
        Some(step) if matches!(step.asks, Asks::Command(asked) if asked == id) && follows(app, at) => {
            go(app, at.map_or(0, |at| at + 1))
        }
        _ => Vec::new(),
    }
}

// Whether the command did what the next step builds on: an empty list opens nothing.
fn follows(app: &App, at: Option<usize>) -> bool {
    // Nothing was found: the box is still open.
    if matches!(app.layers.last(), Some(Layer::Search(_))) && !waits_for_search(at) {
        return false;
    }
    let next = at.and_then(|at| STEPS.get(at + 1));
    let state = app.tour.at.as_ref();
    next.zip(state).is_none_or(|(next, state)| match next.needs {
        stations::Needs::Layer(_) => stations::met(app, state, next.needs),
        _ => true,
    })
}

fn waits_for_search(at: Option<usize>) -> bool {
    let next = at.and_then(|at| STEPS.get(at + 1));
    next.is_some_and(|next| next.needs == stations::Needs::Layer(Scope::Search))
}

/// After anything has changed: steps that wait for more than a command, and what is taken back at the end.
pub fn look(app: &mut App) -> Vec<Effect> {
    let Some(state) = &app.tour.at else { return Vec::new() };
    if state.ending {
        return take_back(app);
    }
    let Some(at) = state.step else { return Vec::new() };
    let Some(step) = STEPS.get(at) else { return Vec::new() };
    let busy = app.work.pending(Slot::Act);
    match step.asks {
        Asks::Closed if app.layers.is_empty() => go(app, at + 1),
        Asks::Done if state.left(app).is_some() => go(app, at + 1),
        // The form was given up, or all of it was refused.
        Asks::Done if !busy && !matches!(app.layers.last(), Some(Layer::Form(_))) => go(app, at - 1),
        Asks::TakenBack if !busy && state.left(app).is_none() => go(app, at + 1),
        Asks::Command("search.go") if app.layers.is_empty() => go(app, at - 1),
        Asks::Command("steps.open") if !state.aimed && stations::aimed(app, at) => {
            let aimed = stations::aim(app);
            if let Some(state) = &mut app.tour.at {
                state.aimed = aimed;
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

// One entry after the other, the last first; then the tour is over.
fn take_back(app: &mut App) -> Vec<Effect> {
    if app.work.pending(Slot::Act) {
        return Vec::new();
    }
    let Some(state) = &mut app.tour.at else { return Vec::new() };
    let done = app.done.get(state.before..).unwrap_or_default();
    let left = done.iter().rev().find(|done| done.undone.is_none()).map(|done| (done.entry, done.by.clone()));
    match left {
        Some((entry, by)) if !state.tried.contains(&entry) => {
            state.tried.push(entry);
            app.ask(Slot::Act, move |source, _, _| {
                let turned = source.commit(&by, vec![Change::Undo { entry }]);
                Answer::Acted(turned.and_then(|done| Acted::turned(source, Turn::Undo, &by, done, entry)))
            })
        }
        left => {
            let undid = !state.tried.is_empty() && left.is_none();
            app.tour.at = None;
            let lang = app.lang();
            app.say(if undid { text::tour_taken_back(lang) } else { text::tour_ended(lang) });
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests;
