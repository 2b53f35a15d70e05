//! Doing again what was taken back.

use crate::tui::app::{Answer, App, Effect, Slot};
use crate::tui::form::{self, Kind};
use crate::tui::triage::{Acted, Chosen};

/// Takes back the last undo of whoever acts; asks who that is where nobody is named.
pub fn redo(app: &mut App) -> Vec<Effect> {
    if app.by.is_empty() { form::open(app, Kind::Redo, Chosen::default()) } else { take_again(app) }
}

/// Takes back the last undo of whoever acts.
pub fn take_again(app: &mut App) -> Vec<Effect> {
    let by = app.by.clone();
    app.ask(Slot::Act, move |source, _, _| Answer::Acted(Acted::again(source, &by)))
}
