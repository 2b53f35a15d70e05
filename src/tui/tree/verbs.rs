//! What can be done in the tree and in the detail.

use super::{Pane, Sort, resort, reveal, selected, shows_members};
use crate::model::Pos;
use crate::tui::app::{App, Effect, Tab, go_tab};
use crate::tui::{person, pick};

/// To the detail.
pub fn enter(app: &mut App) -> Vec<Effect> {
    app.tree.pane = Pane::Detail;
    Vec::new()
}

/// Back to the tree.
pub fn to_tree(app: &mut App) -> Vec<Effect> {
    app.tree.pane = Pane::Tree;
    Vec::new()
}

/// Opens the node; when it is open, steps into it; in a leaf, goes to the detail.
pub fn open(app: &mut App) -> Vec<Effect> {
    let row = app.tree.cursor.at;
    if app.tree.forest.expand(row) {
        return Vec::new();
    }
    let Some(pos) = app.tree.forest.pos(row) else { return Vec::new() };
    if app.tree.forest.is_open(pos) {
        app.tree.cursor.step(1, app.tree.forest.rows().len());
        return selected(app);
    }
    enter(app)
}

/// Closes the node; when it is closed, goes to its parent.
pub fn close(app: &mut App) -> Vec<Effect> {
    if app.tree.forest.collapse(app.tree.cursor.at) {
        app.tree.cursor.step(0, app.tree.forest.rows().len());
        return Vec::new();
    }
    parent(app)
}

/// Opens or closes the node.
pub fn toggle(app: &mut App) -> Vec<Effect> {
    let row = app.tree.cursor.at;
    if !app.tree.forest.collapse(row) {
        app.tree.forest.expand(row);
    }
    app.tree.cursor.step(0, app.tree.forest.rows().len());
    Vec::new()
}

/// Opens everything below the node.
pub fn open_all(app: &mut App) -> Vec<Effect> {
    app.tree.forest.expand_all(app.tree.cursor.at);
    Vec::new()
}

/// Closes everything but the roots, and stands on what is left of the path.
pub fn close_all(app: &mut App) -> Vec<Effect> {
    let Some(standing) = app.standing.clone() else { return Vec::new() };
    let path = app.tree.of.map(|pos| standing.tree.path(pos)).unwrap_or_default();
    app.tree.forest.close_all();
    let row = path.iter().rev().find_map(|pos| app.tree.forest.row_of(*pos)).unwrap_or_default();
    app.tree.cursor.centre(row, app.tree.forest.rows().len());
    selected(app)
}

/// To the organisation above.
pub fn parent(app: &mut App) -> Vec<Effect> {
    let above = app.standing.as_ref().zip(app.tree.of).and_then(|(standing, pos)| standing.tree.parent(pos));
    let Some(above) = above else { return Vec::new() };
    let from = app.tree.of;
    let effects = reveal(app, above);
    stand_on(app, from);
    effects
}

fn stand_on(app: &mut App, child: Option<Pos>) {
    if let Some(row) = child.and_then(|child| app.tree.children.iter().position(|pos| *pos == child)) {
        app.tree.below.centre(row, app.tree.children.len());
    }
}

/// Opens the row of the detail: a child becomes the organisation shown, a member's page lies over the screen.
pub fn open_row(app: &mut App) -> Vec<Effect> {
    let row = app.tree.below.at;
    if let Some(page) = app.tree.page.clone() {
        return match page.members.get(row) {
            Some(member) => person::open(app, page.pos, member.slot),
            None => Vec::new(),
        };
    }
    match app.tree.children.get(row).copied() {
        Some(child) => reveal(app, child),
        None => Vec::new(),
    }
}

/// Turns the order of the children.
pub fn order(app: &mut App) -> Vec<Effect> {
    if shows_members(app) {
        return Vec::new();
    }
    let on = app.tree.children.get(app.tree.below.at).copied();
    app.tree.sort = match app.tree.sort {
        Sort::Tree => Sort::Worst,
        Sort::Worst => Sort::Tree,
    };
    if let Some(standing) = app.standing.clone() {
        resort(app, &standing);
    }
    // From the tree the worst shall be seen; in the list the cursor stays on its row.
    let row = on.filter(|_| app.tree.sort == Sort::Tree);
    app.tree.below.go(0, app.tree.children.len());
    stand_on(app, row);
    Vec::new()
}

/// The findings of the organisation shown and all below it.
pub fn findings(app: &mut App) -> Vec<Effect> {
    app.scope = app.tree.of;
    go_tab(app, Tab::Triage)
}

/// The steps of the programme for the organisation shown.
pub fn steps(app: &mut App) -> Vec<Effect> {
    app.scope = app.tree.of;
    go_tab(app, Tab::Milestones)
}

/// Chooses the numbers shown.
pub fn columns(app: &mut App) -> Vec<Effect> {
    pick::columns(app)
}
