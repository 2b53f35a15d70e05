//! The units of the new sectors for which one organisation answers.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::{LedgerRow, Ledgers, UnitSum};
use crate::model::{Labelled, Pos, UnitKind};
use crate::store::Cover;
use crate::tui::app::{App, Effect, Hit, Layer, jump};
use crate::tui::look::Role;
use crate::tui::text::ledgers as words;
use crate::tui::widget::{Column, Cursor, Table, sheet};

/// The state of the layer.
pub struct State {
    /// The organisation that answers for them.
    pub pos: Pos,
    /// The units.
    pub rows: Vec<LedgerRow>,
    /// The cursor of the list.
    pub cursor: Cursor,
}

impl State {
    /// The units of a sum.
    pub fn of(sum: &UnitSum) -> Self {
        Self { pos: sum.pos, rows: sum.rows.clone(), cursor: Cursor::default() }
    }

    /// The same as they are after something was written.
    pub fn renew(&mut self, read: &Ledgers) {
        self.rows = read.units.iter().find(|sum| sum.pos == self.pos).map_or_else(Vec::new, |sum| sum.rows.clone());
        let (at, len) = (self.cursor.at, self.rows.len());
        self.cursor.go(at, len);
    }
}

/// The organisation of the unit under the cursor.
pub fn org(app: &App) -> Option<Pos> {
    match app.asked_about() {
        Some(Layer::Units(state)) => state.rows.get(state.cursor.at)?.org,
        _ => None,
    }
}

/// Opens it in the tree.
pub fn go(app: &mut App) -> Vec<Effect> {
    match org(app) {
        Some(pos) => jump(app, pos),
        None => Vec::new(),
    }
}

/// Paints the units.
pub fn view(app: &App, state: &State, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let Some(standing) = &app.standing else { return };
    let title = words::units_of(lang, standing.tree.label(state.pos));
    let right = format!("{}/{}", (state.cursor.at + 1).min(state.rows.len()), state.rows.len());
    let width = (area.width * 3 / 4).clamp(110, 160);
    let inner = sheet(look, area, width, area.height, &title, &right, buf);
    app.hit(inner, Hit::Nothing);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let kinds = UnitKind::ALL.iter().map(|kind| look.width(lang.word(*kind))).max().unwrap_or(10);
    let columns = vec![
        Column::rest(look, words::unit(lang), 18),
        Column::text(look, words::credit(lang), 18).keep(50),
        Column::text(look, words::kind(lang), kinds).keep(60),
        Column::text(look, words::confirmed(lang), 10).keep(90),
        Column::text(look, words::built(lang), 24).keep(70),
        Column::text(look, words::stands(lang), 12).keep(95),
    ];
    let table = Table::new(columns, inner);
    table.head(look, buf, inner.y);
    let body = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    let shown = state.cursor.window(usize::from(body.height), state.rows.len());
    app.hit(body, Hit::Rows(shown.start));
    for (y, at) in (body.y..).zip(shown) {
        let Some(row) = state.rows.get(at) else { continue };
        let confirmed = row.unit.confirmed.map(|at| at.day().to_string());
        let role = if confirmed.is_some() { Role::Text } else { Role::Warn };
        let (sign, how) = match row.cover {
            Cover::Covered => (look.glyphs.good, Role::Good),
            Cover::Bare => (look.glyphs.bad, Role::Bad),
            Cover::Hollow => (look.glyphs.warn, Role::Warn),
        };
        table.cell(look, buf, y, 0, &row.unit.name, look.style(Role::Text));
        table.cell(look, buf, y, 1, &row.unit.credit.to_string(), look.style(Role::Dim));
        table.cell(look, buf, y, 2, lang.word(row.unit.kind), look.style(Role::Dim));
        table.cell(look, buf, y, 3, confirmed.as_deref().unwrap_or(words::not_confirmed(lang)), look.style(role));
        table.cell(look, buf, y, 4, row.org.map_or("", |pos| standing.tree.label(pos)), look.style(Role::Text));
        table.cell(look, buf, y, 5, &format!("{sign} {}", words::cover(lang, row.cover)), look.style(how));
        if at == state.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
}
