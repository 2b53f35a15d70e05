//! The course of a step: asked for once for each step and subtree, kept until the register is another.

use std::sync::Arc;

use super::View;
use crate::desk::Course;
use crate::model::Pos;
use crate::tui::app::{Answer, App, Effect, Slot};

/// Courses kept: enough for every step of a programme in some scopes.
const KEPT: usize = 200;

/// Asks for the course of a step, unless it is known or on its way.
pub fn ask(app: &mut App, step: &str, scope: Pos) -> Vec<Effect> {
    let Some(programme) = app.milestones.shown.as_ref().map(|shown| shown.programme.clone()) else { return Vec::new() };
    let of = (step.to_owned(), scope);
    let state = &mut app.milestones;
    let under_way = app.work.pending(Slot::Course) && state.awaited.as_ref() == Some(&of);
    if state.courses.contains_key(&of) || under_way {
        return Vec::new();
    }
    state.awaited = Some(of.clone());
    app.ask(Slot::Course, move |source, ticket, _| {
        if ticket.stopped() {
            return Answer::Nothing;
        }
        let course = source.course(&programme, &of.0, of.1, &|| ticket.stopped());
        if ticket.stopped() { Answer::Nothing } else { Answer::Course(of, course.map(Box::new)) }
    })
}

/// Asks for the course of the step under the cursor where the screen shows it.
pub fn under_cursor(app: &mut App) -> Vec<Effect> {
    let state = &app.milestones;
    if state.view != View::Forecast {
        return Vec::new();
    }
    let of = state.shown.as_ref().and_then(|shown| Some((shown.rows.get(state.cursor.at)?.step.clone(), shown.scope)));
    match of {
        Some((step, scope)) => ask(app, &step, scope),
        None => Vec::new(),
    }
}

/// Takes a course in.
pub fn take(app: &mut App, of: (String, Pos), course: Course) {
    let state = &mut app.milestones;
    if state.courses.len() >= KEPT {
        state.courses.clear();
    }
    state.awaited = None;
    state.courses.insert(of, Arc::new(course));
}
