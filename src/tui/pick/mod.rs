//! A choice from a short list: columns, a rule, a programme.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::desk::Column;
use crate::model::Labelled;
use crate::tui::app::{App, Effect, Hit, Layer};
use crate::tui::command::Reason;
use crate::tui::look::Role;
use crate::tui::widget::{Cursor, Field, meant, popup};
use crate::tui::{clip, milestones, text, triage, views};

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
    /// What is sent to the clipboard.
    Clip,
    /// Whether a saved view shall go.
    RemoveView,
    /// What was refused: nothing is chosen.
    Refused(usize),
    /// What became of rosters, and how many rows were refused: nothing is chosen.
    Imported(u64),
}

/// The columns of a list at most.
pub const WIDEST: u16 = 110;
/// The columns of a list with a field at least.
const FIELD: u16 = 44;

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
    /// What is looked for, where the lines are many and have names.
    pub field: Option<Field>,
    /// Those of the lines that are meant, and which of their bytes.
    pub shown: Vec<(usize, Vec<Range<usize>>)>,
    /// Where the cursor is among them.
    pub cursor: Cursor,
}

/// Lays a choice over the screen, the cursor on the first line that is on.
pub fn open(app: &mut App, kind: Kind, rows: Vec<Row>) -> Vec<Effect> {
    let mut cursor = Cursor::default();
    if kind != Kind::Columns {
        cursor.at = rows.iter().position(|row| row.on).unwrap_or_default();
    }
    let field = matches!(kind, Kind::Rule | Kind::Programme).then(Field::default);
    let shown = (0..rows.len()).map(|at| (at, Vec::new())).collect();
    app.layers.push(Layer::Pick(State { kind, rows, field, shown, cursor }));
    Vec::new()
}

/// After the text has changed: only the lines that it means stay.
pub fn typed(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Pick(state)) = app.layers.last_mut() else { return Vec::new() };
    let text = state.field.as_ref().map_or("", Field::text);
    let rows = state.rows.iter().enumerate();
    state.shown = rows.filter_map(|(at, row)| Some((at, meant(&row.label, text)?))).collect();
    state.cursor = Cursor::default();
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
        _ => Err(Reason::new("这里只选一个", "only one can be chosen here")),
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
    let kind = state.kind;
    let at = match state.shown.get(state.cursor.at) {
        Some((at, _)) => *at,
        // Of nothing that is listed nothing is taken; a list that is only read is closed.
        None if state.field.is_some() => return Vec::new(),
        None => state.cursor.at,
    };
    let label = state.rows.get(at).map(|row| row.label.clone()).unwrap_or_default();
    app.close();
    match kind {
        Kind::Columns => Vec::new(),
        Kind::Rule => triage::set_rule(app, at.checked_sub(1)),
        Kind::Programme => milestones::set_programme(app, at),
        Kind::States => triage::set_states(app, at),
        Kind::Exemption => triage::exempt_by(app, at),
        Kind::Clip => clip::choose(app, &label),
        Kind::RemoveView if at == 0 => views::removed(app),
        Kind::RemoveView | Kind::Refused(_) | Kind::Imported(_) => Vec::new(),
    }
}

/// Paints the list, and gives the place of the cursor where something can be typed.
pub fn view(app: &App, state: &State, area: Rect, buf: &mut Buffer) -> Option<Position> {
    let look = &app.look;
    let refused = match state.kind {
        Kind::Refused(count) => text::refused_title(look.lang, count),
        Kind::Imported(0) => text::imported_whole(look.lang).to_owned(),
        Kind::Imported(count) => text::imported_title(look.lang, count),
        _ => String::new(),
    };
    let ticked = text::pick_columns(look.lang, app.keys.named("pick.toggle"));
    let title = match state.kind {
        Kind::States => text::pick_state(look.lang),
        Kind::Exemption => text::pick_exemption(look.lang),
        Kind::RemoveView => text::pick_remove_view(look.lang),
        Kind::Refused(_) | Kind::Imported(_) => &refused,
        Kind::Clip => text::craft::clip_title(look.lang),
        Kind::Columns => &ticked,
        Kind::Rule => text::pick_rule(look.lang),
        Kind::Programme => text::pick_programme(look.lang),
    };
    let widest = state.rows.iter().map(|row| look.width(&row.label) + look.width(&row.note)).max().unwrap_or(0);
    let width = (widest + 14).max(look.width(title) + 8);
    let len = state.shown.len();
    let head = if state.field.is_some() { 2 } else { 0 };
    // Where not all rows show, the frame says that there are more.
    let place = if state.rows.len() + 2 + usize::from(head) > usize::from(area.height) {
        format!("{}/{len}", state.cursor.at + 1)
    } else {
        String::new()
    };
    let height = state.rows.len() as u16 + 2 + head;
    let inner = popup(look, area, width.clamp(if head > 0 { FIELD } else { 0 }, WIDEST), height, title, &place, buf);
    app.hit(inner, Hit::Nothing);
    let line = Rect { height: inner.height.min(1), ..inner };
    let hint = text::pick_hint(look.lang);
    let cursor = state.field.as_ref().map(|field| field.view(look, line, " > ", hint, buf));
    let inner = Rect { y: inner.y + head, height: inner.height.saturating_sub(head), ..inner };
    if len == 0 && state.field.is_some() {
        let room = inner.width.saturating_sub(4);
        look.put(buf, inner.x + 3, inner.y, room, text::pick_none(look.lang), look.style(Role::Dim));
    }
    let window = state.cursor.window(usize::from(inner.height), len);
    app.hit(inner, Hit::Rows(window.start));
    for (y, at) in (inner.y..).zip(window) {
        let Some((row, matched)) = state.shown.get(at).and_then(|(at, matched)| Some((state.rows.get(*at)?, matched)))
        else {
            continue;
        };
        let mark = match (state.kind, row.on) {
            (Kind::Columns, true) => "[x]",
            (Kind::Columns, false) => "[ ]",
            (_, true) => look.glyphs.run,
            (_, false) => " ",
        };
        let x = inner.x + 1;
        let used = look.put(buf, x, y, inner.width.saturating_sub(1), mark, look.style(Role::Match));
        let room = inner.width.saturating_sub(used + 3);
        let wide = look.put(buf, x + used + 1, y, room, &row.label, look.style(Role::Text));
        look.put_matched(buf, (x + used + 1, y), wide, &row.label, matched, look.style(Role::Match));
        look.put_right(buf, x, inner.right() - 1, y, &row.note, look.style(Role::Dim));
        if at == state.cursor.at {
            buf.set_style(Rect { y, height: 1, ..inner }, look.style(Role::Selection));
        }
    }
    cursor
}
