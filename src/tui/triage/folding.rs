//! Folding groups: a heading with its count stands for the findings below it.

use std::sync::Arc;

use super::{Group, Row, enter};
use crate::tui::app::{App, Effect};
use crate::tui::command::Reason;

/// Whether there are groups.
///
/// # Errors
/// There are none.
pub fn grouped(app: &App) -> Result<(), Reason> {
    if app.triage.group == Group::None {
        return Err(Reason::new("没有分组：先分组", "there are no groups: group the list first"));
    }
    if app.triage.built.rows.is_empty() { Err(Reason::new("清单是空的", "the list is empty")) } else { Ok(()) }
}

/// Whether the cursor is on a heading.
pub fn on_heading(app: &App) -> bool {
    matches!(app.triage.built.rows.get(app.triage.cursor.at), Some(Row::Head { .. }))
}

/// Folds the group under the cursor, or unfolds it.
pub fn fold(app: &mut App, folded: bool) -> Vec<Effect> {
    let triage = &mut app.triage;
    let Some(group) = triage.built.common(triage.cursor.at) else { return Vec::new() };
    if triage.folds.has(&group) == folded {
        return Vec::new();
    }
    Arc::make_mut(&mut triage.folds).set(group, folded);
    triage.heading = true;
    enter(app)
}

/// Folds the group under the cursor where it is not, and else unfolds it.
pub fn turn_fold(app: &mut App) -> Vec<Effect> {
    let triage = &app.triage;
    let folded = triage.built.common(triage.cursor.at).is_some_and(|group| triage.folds.has(&group));
    fold(app, !folded)
}

/// Folds every group; where any is folded, none.
pub fn fold_all(app: &mut App) -> Vec<Effect> {
    let triage = &mut app.triage;
    Arc::make_mut(&mut triage.folds).turn_all();
    triage.heading = true;
    enter(app)
}
