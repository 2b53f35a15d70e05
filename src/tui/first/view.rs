//! The first run on screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{State, WAYS};
use crate::tui::app::{App, Hit, Slot};
use crate::tui::look::Role;
use crate::tui::text;
use crate::tui::widget::bar;

/// Paints the ways to begin.
pub fn view(app: &App, state: &State, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let width = area.width.min(72);
    let x = area.x + (area.width - width) / 2;
    let mut y = area.y + (area.height.saturating_sub(14)) / 3;
    look.put(buf, x, y, width, text::welcome(lang), look.style(Role::Heading));
    y += 1;
    for line in look.wrap(text::welcome_more(lang), width) {
        look.put(buf, x, y, width, &line, look.style(Role::Dim));
        y += 1;
    }
    y += 1;
    let key = |id| app.keys.named(id);
    let ways: [(&str, &str, &str); WAYS] = [
        (key("first.demonstration"), text::way_demo(lang), text::way_demo_more(lang)),
        (key("first.import"), text::way_import(lang), text::way_import_more(lang)),
        (key("first.empty"), text::way_empty(lang), text::way_empty_more(lang)),
        (key("palette"), text::way_keys(lang), text::way_keys_more(lang)),
    ];
    state.cursor.window(WAYS, WAYS);
    app.hit(Rect { x, y, width, height: WAYS as u16 }, Hit::Rows(0));
    let keys = ways.iter().map(|(key, ..)| look.width(key)).max().unwrap_or(1);
    let names = ways.iter().map(|(_, name, _)| look.width(name)).max().unwrap_or(0);
    for (at, (key, name, more)) in ways.into_iter().enumerate() {
        look.put(buf, x + 1, y, keys, key, look.style(Role::Key));
        look.put(buf, x + 3 + keys, y, names, name, look.style(Role::Text));
        look.put(buf, x + 5 + keys + names, y, width.saturating_sub(6 + keys + names), more, look.style(Role::Dim));
        if at == state.cursor.at {
            buf.set_style(Rect { x, y, width, height: 1 }, look.style(Role::Selection));
        }
        y += 1;
    }
    if app.work.pending(Slot::Open) {
        y += 1;
        look.put(buf, x, y, width, text::opening(lang), look.style(Role::Text));
        bar(look, buf, x, y + 1, width, f64::from(app.progress));
    }
}
