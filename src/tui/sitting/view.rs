//! The list on screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::State;
use crate::tui::app::{App, Hit};
use crate::tui::look::Role;
use crate::tui::text;
use crate::tui::widget::{Column, Table, popup};

/// Paints the latest first.
pub fn view(app: &App, state: &State, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let len = app.done.len();
    let height = (len as u16).clamp(1, 20) + 4;
    let place = if len == 0 { String::new() } else { format!("{}/{len}", state.cursor.at + 1) };
    let inner = popup(look, area, 100, height, text::sitting_title(lang), &place, buf);
    app.hit(inner, Hit::Nothing);
    if len == 0 {
        let word = text::nothing_done(lang);
        look.put(buf, inner.x + 1, inner.y, inner.width.saturating_sub(2), word, look.style(Role::Dim));
        return;
    }
    let stands = [text::saved(lang), text::is_undone(lang)].map(|word| look.width(word)).into_iter().max().unwrap_or(0);
    let columns = vec![
        Column::text(look, text::when(lang), 5).keep(90),
        Column::number(look, text::findings_count(lang), 4).keep(99),
        Column::rest(look, text::what(lang), 20),
        Column::text(look, text::field_by(lang), 12).keep(50),
        Column::text(look, text::state(lang), stands).keep(95),
    ];
    let room = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let table = Table::new(columns, room);
    table.head(look, buf, inner.y);
    let body = Rect { y: inner.y + 1, height: inner.height.saturating_sub(2), ..inner };
    let shown = state.cursor.window(usize::from(body.height), len);
    app.hit(body, Hit::Rows(shown.start));
    for (y, at) in (body.y..).zip(shown) {
        let Some(row) = app.done.iter().rev().nth(at) else { continue };
        let gone = row.undone.is_some();
        let ground = look.style(if gone { Role::Dim } else { Role::Text });
        table.cell(look, buf, y, 0, &row.at.local().format("%H:%M").to_string(), look.style(Role::Dim));
        table.cell(look, buf, y, 1, &row.count.to_string(), ground);
        let refused = if row.refused > 0 { text::also_refused(lang, row.refused) } else { String::new() };
        table.cell(look, buf, y, 2, &format!("{}{refused}", row.words(lang)), ground);
        table.cell(look, buf, y, 3, &row.by, look.style(Role::Dim));
        let (word, role) = if gone { (text::is_undone(lang), Role::Warn) } else { (text::saved(lang), Role::Good) };
        table.cell(look, buf, y, 4, word, look.style(role));
        if at == state.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
    let foot = inner.bottom().saturating_sub(1);
    let note = text::sitting_help(lang, app.keys.named("sitting.turn"), app.keys.named("leave"));
    look.put(buf, room.x, foot, room.width, &note, look.style(Role::Dim));
}
