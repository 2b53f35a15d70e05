//! Marks of members: of the people, not of the rows.

use std::collections::HashSet;

use crate::model::IdKey;
use crate::tui::app::{App, Effect};
use crate::tui::command::Reason;

/// Whether members are listed that can be marked.
///
/// # Errors
/// There are none.
pub fn members(app: &App) -> Result<(), Reason> {
    match &app.tree.page {
        Some(page) if !page.members.is_empty() => Ok(()),
        _ => Err(Reason::new("只有团员名单能标记", "only members can be marked")),
    }
}

/// Marks the member under the cursor and goes on to the next.
pub fn mark(app: &mut App) -> Vec<Effect> {
    let Some(page) = app.tree.page.clone() else { return Vec::new() };
    if let Some(row) = page.members.get(app.tree.below.at) {
        let key = row.member.identity.key();
        if !app.tree.marks.remove(&key) {
            app.tree.marks.insert(key);
        }
        app.tree.below.step(1, page.members.len());
    }
    Vec::new()
}

/// Marks every member listed; when all are marked, none.
pub fn mark_all(app: &mut App) -> Vec<Effect> {
    let Some(page) = app.tree.page.clone() else { return Vec::new() };
    let all: HashSet<IdKey> = page.members.iter().map(|row| row.member.identity.key()).collect();
    app.tree.marks = if app.tree.marks == all { HashSet::new() } else { all };
    Vec::new()
}

/// Takes away all marks.
pub fn clear(app: &mut App) -> Vec<Effect> {
    app.tree.marks.clear();
    Vec::new()
}
