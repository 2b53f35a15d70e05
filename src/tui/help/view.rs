//! The palette on screen.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Row, State};
use crate::tui::app::{App, Hit};
use crate::tui::command::Chord;
use crate::tui::look::Role;
use crate::tui::text;
use crate::tui::widget::sheet;

/// How many keys of a command are shown.
const SHOWN: usize = 3;
/// The columns of the keys.
const KEYS: u16 = 18;
/// The columns of the names.
const NAMES: u16 = 15;

/// Paints the palette and gives the place of the cursor.
pub fn view(app: &App, state: &State, area: Rect, buf: &mut Buffer) -> Position {
    let look = &app.look;
    let lang = look.lang;
    let height = area.height.min(30);
    let inner = sheet(look, area, 100, height, text::palette_title(lang), &state.rows.len().to_string(), buf);
    app.hit(inner, Hit::Nothing);
    let line = Rect { height: inner.height.min(1), ..inner };
    let cursor = state.field.view(look, line, " ? ", &text::palette_hint(lang, app.keys.named("palette.run")), buf);
    let body = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    if state.rows.is_empty() {
        look.put(buf, body.x + 3, body.y, body.width.saturating_sub(4), text::no_command(lang), look.style(Role::Dim));
    }
    let shown = state.cursor.window(usize::from(body.height), state.rows.len());
    app.hit(body, Hit::Rows(shown.start));
    // The row under the cursor in full: the table may have no room for it.
    if let Some(row) = state.rows.get(state.cursor.at) {
        let room = body.width.saturating_sub(2);
        look.put(buf, body.x + 1, body.y - 1, room, &tip(app, row), look.style(Role::Heading));
    }
    for (y, at) in (body.y..).zip(shown) {
        let Some(row) = state.rows.get(at) else { continue };
        let command = row.command;
        let able = row.here && command.ready(app).is_ok();
        let x = body.x + 1;
        // A key that a nearer scope has taken is not shown.
        let mine = |key: &&Chord| {
            !row.here || app.keys.command(&state.scopes, key).is_some_and(|found| found.id == command.id)
        };
        let keys =
            app.keys.of(command).iter().filter(mine).take(SHOWN).map(Chord::as_str).collect::<Vec<_>>().join(" ");
        look.put(buf, x, y, KEYS, &keys, look.style(if able { Role::Key } else { Role::Dim }));
        let name = look.style(if able { Role::Text } else { Role::Dim });
        look.put(buf, x + KEYS + 1, y, NAMES, command.name(lang), name);
        look.put(
            buf,
            x + KEYS + NAMES + 2,
            y,
            body.width.saturating_sub(KEYS + NAMES + 4),
            &tip(app, row),
            look.style(Role::Dim),
        );
        if at == state.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
    cursor
}

// What a command does, or why it cannot be given.
fn tip(app: &App, row: &Row) -> String {
    let lang = app.lang();
    match (row.here, row.command.ready(app)) {
        (true, Ok(())) => row.command.tip(lang).to_owned(),
        (true, Err(reason)) => {
            let reason = reason.text(lang);
            format!("{}{}{reason}", text::not_now(lang), lang.colon(&reason))
        }
        (false, _) => text::only_in(lang, lang.word(row.command.on)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::tui::command;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn every_label_fits_a_window_of_eighty_columns() {
        for command in command::all() {
            let keys = command.keys.iter().take(SHOWN).copied().collect::<Vec<_>>().join(" ");
            assert!(keys.width() <= usize::from(KEYS), "{}: {keys}", command.id);
            for lang in [Lang::Zh, Lang::En] {
                assert!(command.name(lang).width() <= usize::from(NAMES), "{}", command.id);
                assert!(command.tip(lang).width() <= 76, "{}", command.id);
            }
        }
    }
}
