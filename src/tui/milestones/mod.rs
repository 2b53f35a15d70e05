//! Screen 3: the steps of a programme, judged for a subtree: as a list, on a line of days, and where they go.

mod axis;
mod chart;
mod course;
mod forecast;
pub mod ledgers;
mod outlook;
pub mod step;
mod view;

use std::collections::HashMap;
use std::sync::Arc;

use crate::desk::Course;
use crate::model::Pos;
use crate::tui::app::renew::Moved;
use crate::tui::app::{Answer, App, Effect, Slot};
use crate::tui::pick::{self, Row};
use crate::tui::source::{Milestones, StepRow};
use crate::tui::widget::Cursor;

pub use course::{take as take_course, under_cursor as moved};
pub use forecast::told;
pub use outlook::flag;
pub use step::{Step, view as view_step};
pub use view::view;

/// What screen 3 shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// One line a step.
    #[default]
    List,
    /// The steps on a line of days.
    Axis,
    /// Where the step under the cursor goes.
    Forecast,
    /// What organisations record themselves.
    Ledgers,
}

/// The state of screen 3.
#[derive(Default)]
pub struct State {
    /// What was judged last; shown greyed while another judging is under way.
    pub shown: Option<Milestones>,
    /// Which programme is shown.
    pub programme: usize,
    /// What is shown.
    pub view: View,
    /// The cursor of the list.
    pub cursor: Cursor,
    /// The courses known, by step and subtree.
    pub courses: HashMap<(String, Pos), Arc<Course>>,
    /// What organisations record themselves.
    pub ledgers: ledgers::State,
    awaited: Option<(String, Pos)>,
    asked: Option<(usize, Pos)>,
}

impl State {
    /// The steps shown.
    pub fn rows(&self) -> &[StepRow] {
        self.shown.as_ref().map_or(&[], |shown| &shown.rows)
    }

    /// The course of a step in the subtree shown.
    pub fn course(&self, step: &StepRow) -> Option<&Course> {
        let scope = self.shown.as_ref()?.scope;
        self.courses.get(&(step.step.clone(), scope)).map(Arc::as_ref)
    }

    /// Makes the next visit ask again: the register has changed, or the judging failed.
    pub fn stale(&mut self) {
        self.asked = None;
        self.awaited = None;
        self.courses.clear();
        self.ledgers.stale();
    }

    /// The cursor in use and how long its list is.
    pub fn list(&mut self) -> (&mut Cursor, usize) {
        if self.view == View::Ledgers {
            let len = self.ledgers.len();
            return (&mut self.ledgers.cursor, len);
        }
        let len = self.rows().len();
        (&mut self.cursor, len)
    }

    /// After rows were edited: the next visit asks again.
    pub fn renewed(&mut self, moved: Option<&Moved>) {
        self.stale();
        let now = |shown: Milestones| Some(Milestones { scope: Moved::now(moved, shown.scope)?, ..shown });
        self.shown = self.shown.take().and_then(now);
    }
}

/// Takes a judging in; the cursor stays on its step.
pub fn take(app: &mut App, milestones: Milestones) -> Vec<Effect> {
    let state = &mut app.milestones;
    let on = state.rows().get(state.cursor.at).map(|row| row.step.clone());
    let row = milestones.rows.iter().position(|row| Some(&row.step) == on.as_ref());
    let len = milestones.rows.len();
    state.shown = Some(milestones);
    state.cursor.go(row.unwrap_or_default(), len);
    beside(app)
}

// What the way of showing needs besides the steps.
fn beside(app: &mut App) -> Vec<Effect> {
    let mut effects = course::under_cursor(app);
    effects.extend(ledgers::enter(app));
    effects
}

/// Shows the programme for the scope; asks only when something has changed.
pub fn enter(app: &mut App) -> Vec<Effect> {
    let (Some(scope), Some(source)) = (app.scope_pos(), app.source.clone()) else { return Vec::new() };
    let programmes = source.programmes();
    let Some(programme) = programmes.get(app.milestones.programme).map(|programme| programme.id.clone()) else {
        return Vec::new();
    };
    let wanted = (app.milestones.programme, scope);
    if app.milestones.asked == Some(wanted) {
        return beside(app);
    }
    app.milestones.asked = Some(wanted);
    app.ask(Slot::Milestones, move |source, _, _| Answer::Milestones(source.milestones(&programme, scope)))
}

/// Asks again after it went wrong, or was stopped.
pub fn again(app: &mut App) -> Vec<Effect> {
    app.milestones.stale();
    enter(app)
}

/// Shows the steps in another way; in the list where they are shown so already.
pub fn turn_view(app: &mut App, view: View) -> Vec<Effect> {
    let state = &mut app.milestones;
    state.view = if state.view == view { View::List } else { view };
    beside(app)
}

/// Goes back to the list; `false` where it is shown.
pub fn step_back(app: &mut App) -> bool {
    app.work.stop(Slot::Course);
    std::mem::take(&mut app.milestones.view) != View::List
}

/// What is under the cursor of the tree, or all.
pub fn turn_scope(app: &mut App) -> Vec<Effect> {
    app.scope = if app.scope.is_some() { None } else { app.tree.of };
    enter(app)
}

/// Chooses a programme from a list.
pub fn pick_programme(app: &mut App) -> Vec<Effect> {
    let Some(source) = app.source.clone() else { return Vec::new() };
    let lang = app.lang();
    let row = |(at, programme): (usize, crate::tui::source::ProgrammeInfo)| Row {
        label: lang.pick(&programme.zh, &programme.en).to_owned(),
        note: crate::tui::text::tasks(lang, programme.tasks),
        on: at == app.milestones.programme,
    };
    let rows = source.programmes().into_iter().enumerate().map(row).collect();
    pick::open(app, pick::Kind::Programme, rows)
}

/// Shows another programme.
pub fn set_programme(app: &mut App, at: usize) -> Vec<Effect> {
    if app.milestones.programme != at {
        app.milestones.programme = at;
        app.milestones.shown = None;
        app.milestones.courses.clear();
    }
    enter(app)
}
