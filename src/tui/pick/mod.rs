//! A choice from a short list: columns, a rule, a programme.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::Column;
use crate::model::Labelled;
use crate::tui::app::{App, Effect, Hit, Layer};
use crate::tui::command::Reason;
use crate::tui::look::Role;
use crate::tui::widget::{Cursor, popup};
use crate::tui::{milestones, text, triage};

/// What is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The numbers beside the tree; several.
    Columns,
    /// The one rule shown.
    Rule,
    /// The programme shown.
    Programme,
    /// The states shown.
    States,
    /// Which way with an exemption.
    Exemption,
    /// What was refused: nothing is chosen.
    Refused(usize),
}

/// One line of the list.
pub struct Row {
    /// What it says.
    pub label: String,
    /// A word on the right.
    pub note: String,
    /// Whether it is ticked, or the present choice.
    pub on: bool,
}

/// The state of the layer.
pub struct State {
    kind: Kind,
    /// The lines.
    pub rows: Vec<Row>,
    /// Where the cursor is.
    pub cursor: Cursor,
}

/// Lays a choice over the screen, the cursor on the first line that is on.
pub fn open(app: &mut App, kind: Kind, rows: Vec<Row>) -> Vec<Effect> {
    let mut cursor = Cursor::default();
    if kind != Kind::Columns {
        cursor.at = rows.iter().position(|row| row.on).unwrap_or_default();
    }
    app.layers.push(Layer::Pick(State { kind, rows, cursor }));
    Vec::new()
}

/// The columns of the tree to choose from.
pub fn columns(app: &mut App) -> Vec<Effect> {
    let lang = app.lang();
    let row = |column: &Column| Row {
        label: lang.word(*column).to_owned(),
        note: String::new(),
        on: app.tree.columns.contains(column),
    };
    let rows = Column::ALL.iter().map(row).collect();
    open(app, Kind::Columns, rows)
}

/// Whether more than one row can be chosen.
///
/// # Errors
/// Only one can.
pub fn ticks(app: &App) -> Result<(), Reason> {
    match app.asked_about() {
        Some(Layer::Pick(state)) if state.kind == Kind::Columns => Ok(()),
        _ => Err(Reason::new("这里只选一个：按 Enter", "only one can be chosen: press Enter")),
    }
}

/// Ticks or unticks.
pub fn toggle(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Pick(state)) = app.layers.last_mut() else { return Vec::new() };
    let at = state.cursor.at;
    if let (Some(row), Some(column)) = (state.rows.get_mut(at), Column::ALL.get(at)) {
        row.on = !row.on;
        // What is ticked later stands further to the right, and is the first to go where there is no room.
        app.tree.columns.retain(|shown| shown != column);
        if row.on {
            app.tree.columns.push(*column);
        }
    }
    Vec::new()
}

/// Takes the choice.
pub fn choose(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Pick(state)) = app.layers.last() else { return Vec::new() };
    let (kind, at) = (state.kind, state.cursor.at);
    app.close();
    match kind {
        Kind::Columns => Vec::new(),
        Kind::Rule => triage::set_rule(app, at.checked_sub(1)),
        Kind::Programme => milestones::set_programme(app, at),
        Kind::States => triage::set_states(app, at),
        Kind::Exemption => triage::exempt_by(app, at),
        Kind::Refused(_) => Vec::new(),
    }
}

/// Paints the list.
pub fn view(app: &App, state: &State, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let refused =
        if let Kind::Refused(count) = state.kind { text::refused_title(look.lang, count) } else { String::new() };
    let title = match state.kind {
        Kind::States => text::pick_state(look.lang),
        Kind::Exemption => text::pick_exemption(look.lang),
        Kind::Refused(_) => &refused,
        Kind::Columns => text::pick_columns(look.lang),
        Kind::Rule => text::pick_rule(look.lang),
        Kind::Programme => text::pick_programme(look.lang),
    };
    let widest = state.rows.iter().map(|row| look.width(&row.label) + look.width(&row.note)).max().unwrap_or(0);
    let width = (widest + 14).max(look.width(title) + 8);
    let len = state.rows.len();
    // Where not all rows show, the frame says that there are more.
    let place =
        if len + 2 > usize::from(area.height) { format!("{}/{len}", state.cursor.at + 1) } else { String::new() };
    let inner = popup(look, area, width, len as u16 + 2, title, &place, buf);
    let window = state.cursor.window(usize::from(inner.height), state.rows.len());
    app.hit(inner, Hit::Rows(window.start));
    for (y, at) in (inner.y..).zip(window) {
        let Some(row) = state.rows.get(at) else { continue };
        let mark = match (state.kind, row.on) {
            (Kind::Columns, true) => "[x]",
            (Kind::Columns, false) => "[ ]",
            (_, true) => look.glyphs.run,
            (_, false) => " ",
        };
        let x = inner.x + 1;
        let used = look.put(buf, x, y, inner.width.saturating_sub(1), mark, look.style(Role::Match));
        let room = inner.width.saturating_sub(used + 3);
        look.put(buf, x + used + 1, y, room, &row.label, look.style(Role::Text));
        look.put_right(buf, x, inner.right() - 1, y, &row.note, look.style(Role::Dim));
        if at == state.cursor.at {
            buf.set_style(Rect { y, height: 1, ..inner }, look.style(Role::Selection));
        }
    }
}
