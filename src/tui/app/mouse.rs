//! The mouse: a click means what was painted there, the wheel moves the list under it.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::press::{go_tab, lists, moved};
use super::{App, Effect, Tab};
use crate::tui::command::{self, Command};
use crate::tui::{first, tree};

/// What a click on a painted area means.
#[derive(Clone, Copy)]
pub enum Hit {
    /// A tab.
    Tab(Tab),
    /// The rows of the list in focus, from this one on.
    Rows(usize),
    /// The rows of a pane of screen 1, from this one on.
    Pane(tree::Pane, usize),
    /// A hint.
    Command(&'static Command),
    /// Something that swallows clicks.
    Nothing,
}

const WHEEL: isize = 3;

pub fn mouse(app: &mut App, event: MouseEvent) -> Vec<Effect> {
    let at = Position { x: event.column, y: event.row };
    let found = app.hits.borrow().iter().rev().find(|(area, _)| area.contains(at)).copied();
    let Some((area, hit)) = found else { return Vec::new() };
    let row = usize::from(at.y.saturating_sub(area.y));
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) => {
            app.dirty = true;
            app.toast = None;
            app.begun.forget();
            match hit {
                Hit::Tab(tab) => go_tab(app, tab),
                Hit::Command(command) => command::give(app, command),
                Hit::Rows(first) => click(app, first + row),
                Hit::Pane(pane, first) => {
                    app.tree.pane = pane;
                    click(app, first + row)
                }
                Hit::Nothing => Vec::new(),
            }
        }
        MouseEventKind::ScrollDown | MouseEventKind::ScrollUp => {
            let by = if event.kind == MouseEventKind::ScrollUp { -WHEEL } else { WHEEL };
            if let Hit::Pane(pane, _) = hit {
                app.dirty |= app.tree.pane != pane;
                app.tree.pane = pane;
            } else if !matches!(hit, Hit::Rows(_)) {
                return Vec::new();
            }
            let Some((cursor, len)) = lists(app) else { return Vec::new() };
            let before = (cursor.at, cursor.top());
            cursor.scroll(by, len);
            let (at, now) = (cursor.at, (cursor.at, cursor.top()));
            app.dirty |= now != before;
            if at == before.0 { Vec::new() } else { moved(app) }
        }
        _ => Vec::new(),
    }
}

// A click below the last row is none; a click on the row under the cursor opens it.
fn click(app: &mut App, row: usize) -> Vec<Effect> {
    let first = app.first.is_some();
    let Some((cursor, len)) = lists(app) else { return Vec::new() };
    if row >= len {
        return Vec::new();
    }
    if cursor.at == row && !first {
        return match command::find(&super::scopes(app), "Enter") {
            Some(command) => command::give(app, command),
            None => Vec::new(),
        };
    }
    cursor.go(row, len);
    if first {
        return first::choose(app);
    }
    moved(app)
}
