//! What may follow the keys of a chord that has begun.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::app::{App, Hit, scopes};
use crate::tui::look::Role;
use crate::tui::text;
use crate::tui::widget::{Panel, clear_wide};

/// Paints the panel over the lower end of the body.
pub fn view(app: &App, body: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let rows = app.keys.after(&scopes(app), &app.begun.name);
    let keys = rows.iter().map(|(key, _)| look.width(key)).max().unwrap_or(0);
    let names = rows.iter().map(|(_, command)| look.width(command.name(look.lang))).max().unwrap_or(0);
    let column = keys + names + 5;
    let across = (body.width.saturating_sub(4) / column).max(1);
    let down = (rows.len() as u16).div_ceil(across);
    let height = (down + 2).min(body.height);
    let area = Rect { y: body.bottom() - height, height, ..body };
    clear_wide(buf, area, look);
    let title = text::chord(look.lang, &app.begun.name);
    let inner = Panel { title: &title, right: text::chord_out(look.lang), focus: true }.view(look, area, buf);
    app.hit(area, Hit::Nothing);
    for (at, (key, command)) in rows.iter().enumerate() {
        let (row, side) = (at as u16 % down.max(1), at as u16 / down.max(1));
        let (x, y) = (inner.x + 1 + side * column, inner.y + row);
        if y >= inner.bottom() {
            continue;
        }
        let room = inner.right().saturating_sub(x);
        let able = command.ready(app).is_ok();
        look.put_right(buf, x, x + keys.min(room), y, key, look.style(if able { Role::Key } else { Role::Dim }));
        let role = if able { Role::Text } else { Role::Dim };
        look.put(buf, x + keys + 1, y, room.saturating_sub(keys + 1), command.name(look.lang), look.style(role));
        app.hit(Rect { x, y, width: column.saturating_sub(2).min(room), height: 1 }, Hit::Command(command));
    }
}
