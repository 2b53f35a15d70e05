//! Marks of requests: of the requests, not of the rows.

use std::collections::HashSet;

use super::{Mark, View};
use crate::store::Wanted;
use crate::tui::app::{App, Effect};
use crate::tui::command::Reason;

/// Whether requests are listed that can be marked.
///
/// # Errors
/// There are none.
pub fn marked(app: &App) -> Result<(), Reason> {
    let state = &app.transfers;
    let listed = state.view == View::Requests && state.wanted != Wanted::Bounced && !state.rows.is_empty();
    if listed {
        Ok(())
    } else {
        Err(Reason::new("只有未办结的申请能标记", "only open requests can be marked"))
    }
}

// The requests listed, as marks.
fn listed(app: &App) -> Vec<Mark> {
    let (Some(standing), Some(board)) = (&app.standing, &app.transfers.board) else { return Vec::new() };
    if app.transfers.wanted == Wanted::Bounced {
        return Vec::new();
    }
    let rows = app.transfers.rows.iter().filter_map(|at| board.open.get(*at));
    rows.map(|request| (standing.tree.id(request.from), request.no.clone())).collect()
}

/// Marks the request under the cursor and goes on to the next.
pub fn mark(app: &mut App) -> Vec<Effect> {
    let (Some(standing), Some(board)) = (&app.standing, app.transfers.board.clone()) else { return Vec::new() };
    let state = &mut app.transfers;
    let here = state.rows.get(state.cursor.at).and_then(|at| board.open.get(*at));
    let mark = here.map(|request| (standing.tree.id(request.from), request.no.clone()));
    if let Some(mark) = mark {
        if !state.marks.remove(&mark) {
            state.marks.insert(mark);
        }
        state.cursor.step(1, state.rows.len());
    }
    super::moved(app)
}

/// Marks every request listed; when all are marked, unmarks them.
pub fn mark_all(app: &mut App) -> Vec<Effect> {
    let listed: HashSet<Mark> = listed(app).into_iter().collect();
    let marks = &mut app.transfers.marks;
    if listed.iter().all(|mark| marks.contains(mark)) {
        marks.retain(|mark| !listed.contains(mark));
    } else {
        marks.extend(listed);
    }
    Vec::new()
}

/// Takes away all marks.
pub fn clear(app: &mut App) -> Vec<Effect> {
    app.transfers.marks.clear();
    Vec::new()
}

/// Takes the marks off requests that are no longer open.
pub fn keep(app: &mut App) {
    let (Some(standing), Some(board)) = (&app.standing, &app.transfers.board) else { return };
    if app.transfers.marks.is_empty() {
        return;
    }
    let open: HashSet<Mark> =
        board.open.iter().map(|request| (standing.tree.id(request.from), request.no.clone())).collect();
    app.transfers.marks.retain(|mark| open.contains(mark));
}
