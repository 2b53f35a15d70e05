//! The home table of the real system on screen (handbook A2).

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::{HomeRow, Standing};
use crate::tui::app::{App, Hit};
use crate::tui::look::Role;
use crate::tui::text::{self, moves};
use crate::tui::widget::{Column, Panel, Table};

/// Paints the table; only the rows on screen are counted.
pub(super) fn view(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let state = &app.ranking;
    let len = state.home.len();
    let place = if len == 0 { String::new() } else { format!("{}/{len}", state.rows.at + 1) };
    let inner = Panel { title: moves::home_title(lang), right: &place, focus: true }.view(look, area, buf);
    if inner.height < 2 || inner.width < 20 {
        return;
    }
    let shown_columns = &HomeRow::columns()[state.column.min(HomeRow::columns().len() - 1)..];
    let mut columns = vec![Column::rest(look, text::organisation(lang), 22)];
    let keep = |at: usize| 200_usize.saturating_sub(at) as u8;
    // The first row is the sum of the others, so no number is wider.
    let sums = state.home.first().map(|pos| standing.home(*pos));
    columns.extend(shown_columns.iter().enumerate().map(|(at, column)| {
        let width = sums.map_or(4, |sums| look.width(&sums.show(*column)));
        Column::number(look, moves::home_column(lang, *column), width.max(4)).keep(keep(at))
    }));
    let table = Table::new(columns, Rect { x: inner.x + 1, width: inner.width - 2, ..inner });
    table.head(look, buf, inner.y);
    let body = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    let shown = state.rows.window(usize::from(body.height), len);
    app.hit(body, Hit::Rows(shown.start));
    for (y, at) in (body.y..).zip(shown) {
        let Some(pos) = state.home.get(at).copied() else { continue };
        let row = standing.home(pos);
        let name = pos.map_or(text::everything(lang), |pos| standing.tree.label(pos));
        // The first row is one's own organisation.
        let role = if at == 0 { Role::Heading } else { Role::Text };
        table.cell(look, buf, y, 0, name, look.style(role));
        for (n, column) in shown_columns.iter().enumerate() {
            let word = row.show(*column);
            let (word, role) = match word.as_str() {
                "0" => (look.glyphs.nil, Role::Dim),
                "n/a" | "-" => (word.as_str(), Role::Dim),
                other => (other, if row.weak(*column) { Role::Bad } else { role }),
            };
            table.cell(look, buf, y, n + 1, word, look.style(role));
        }
        if at == state.rows.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
}
