//! A layer over triage: patterns worth checking, their rows and what may explain them.

mod view;

use crate::desk::AlertRow;
use crate::judge::alert::Alert;
use crate::model::Pos;
use crate::tui::app::{Answer, App, Effect, Layer, Slot, jump, jump_to_person};
use crate::tui::widget::Cursor;

pub use view::view;

/// How many rows of one alert are read at most.
const ROWS: usize = 200;

/// The state of the layer.
#[derive(Default)]
pub struct State {
    /// The subtree looked at; `None` for all.
    pub scope: Option<Pos>,
    /// What was found, once it is.
    pub found: Option<Vec<Alert>>,
    /// The cursor of the list.
    pub cursor: Cursor,
    /// The rows of the alert under the cursor, once they are read.
    pub rows: Vec<AlertRow>,
    /// The cursor of the rows.
    pub below: Cursor,
    /// Whether the rows are in focus, and in front where only one pane fits.
    pub detail: bool,
}

impl State {
    /// The alert under the cursor.
    pub fn current(&self) -> Option<&Alert> {
        self.found.as_ref()?.get(self.cursor.at)
    }

    /// The list in focus, and how long it is.
    pub fn list(&mut self) -> (&mut Cursor, usize) {
        let len = if self.detail { self.rows.len() } else { self.len() };
        (if self.detail { &mut self.below } else { &mut self.cursor }, len)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.found.as_ref().map_or(0, Vec::len)
    }
}

fn state(app: &mut App) -> Option<&mut State> {
    app.layers.iter_mut().rev().find_map(|layer| match layer {
        Layer::Alerts(state) => Some(state),
        _ => None,
    })
}

/// Opens the layer for the scope of triage and begins to look.
pub fn open(app: &mut App) -> Vec<Effect> {
    let scope = app.scope;
    app.layers.push(Layer::Alerts(State { scope, ..State::default() }));
    app.progress = 0.0;
    app.ask(Slot::Alerts, move |source, ticket, tell| {
        let found = source.alerts(scope, &|share| tell(Answer::Progress(share)), &|| ticket.stopped());
        if ticket.stopped() { Answer::Nothing } else { Answer::Alerts(found) }
    })
}

/// Takes what was found.
pub fn take(app: &mut App, found: Vec<Alert>) -> Vec<Effect> {
    match state(app) {
        Some(state) => state.found = Some(found),
        None => return Vec::new(),
    }
    moved(app)
}

/// Takes the rows of the alert under the cursor.
pub fn take_rows(app: &mut App, rows: Vec<AlertRow>) {
    if let Some(state) = state(app) {
        state.rows = rows;
    }
}

/// After the cursor has moved to another alert: its rows are asked for.
pub fn moved(app: &mut App) -> Vec<Effect> {
    let Some(state) = state(app).filter(|state| !state.detail) else { return Vec::new() };
    state.rows.clear();
    state.below = Cursor::default();
    let Some(alert) = state.current().cloned() else { return Vec::new() };
    app.ask(Slot::AlertRows, move |source, _, _| Answer::AlertRows(source.alert_rows(&alert, ROWS)))
}

/// Whether there is an alert under the cursor.
pub fn any(app: &App) -> bool {
    matches!(app.asked_about(), Some(Layer::Alerts(state)) if state.current().is_some())
}

/// Opens the organisation of the alert, or the row in focus.
pub fn go(app: &mut App) -> Vec<Effect> {
    let Some(state) = state(app) else { return Vec::new() };
    let Some(org) = state.current().map(|alert| alert.org) else { return Vec::new() };
    let row = state.rows.get(state.below.at).filter(|_| state.detail);
    match row.map(|row| (row.at, row.opens)) {
        Some((_, Some((pos, slot)))) => jump_to_person(app, pos, slot),
        Some((at, None)) => jump(app, at),
        None => jump(app, org),
    }
}

/// Turns between the list and the rows.
pub fn pane(app: &mut App) -> Vec<Effect> {
    if let Some(state) = state(app) {
        state.detail = !state.detail;
    }
    Vec::new()
}

/// After the layer was closed: nobody waits any more.
pub fn closed(app: &mut App) -> Vec<Effect> {
    app.work.stop(Slot::Alerts);
    app.work.stop(Slot::AlertRows);
    Vec::new()
}
