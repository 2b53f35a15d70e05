//! The search box on screen.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::State;
use crate::tui::app::{App, Hit};
use crate::tui::look::Role;
use crate::tui::source::{SearchItem, SearchKind};
use crate::tui::text;
use crate::tui::widget::{popup, tall};

/// Paints the box and gives the place of the cursor.
pub fn view(app: &App, state: &State, area: Rect, buf: &mut Buffer) -> Position {
    let look = &app.look;
    let lang = look.lang;
    let height = tall(area).min(28);
    let count = if state.field.text().trim().is_empty() { String::new() } else { text::hits(lang, state.page.total) };
    let inner = popup(look, area, 110, height, text::search_title(lang), &count, buf);
    app.hit(inner, Hit::Nothing);
    let line = Rect { height: inner.height.min(1), ..inner };
    let cursor = state.field.view(look, line, " / ", text::search_hint(lang), buf);
    let body = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    let typed = !state.field.text().trim().is_empty();
    let word = match (typed, app.searchable, state.fresh, state.page.items.is_empty()) {
        (true, false, ..) => Some(text::index_loading(lang)),
        (true, true, true, true) => Some(text::nothing_found(lang)),
        (false, ..) => {
            for (y, line) in
                (body.y..body.bottom()).zip(look.wrap(text::search_help(lang), body.width.saturating_sub(4)))
            {
                look.put(buf, body.x + 3, y, body.width.saturating_sub(4), &line, look.style(Role::Dim));
            }
            None
        }
        _ => None,
    };
    if let Some(word) = word {
        look.put(buf, body.x + 3, body.y, body.width.saturating_sub(4), word, look.style(Role::Dim));
    }
    let shown = state.cursor.window(usize::from(body.height), state.page.items.len());
    app.hit(body, Hit::Rows(shown.start));
    let widest =
        state.page.items.get(shown.clone()).unwrap_or_default().iter().map(|item| look.width(&item.name)).max();
    let names = widest.unwrap_or(0).clamp(8, (body.width / 3).max(12));
    for (y, at) in (body.y..).zip(shown) {
        let Some(item) = state.page.items.get(at) else { continue };
        hit(app, item, names, Rect { y, height: 1, ..body }, buf);
        if at == state.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
    cursor
}

fn hit(app: &App, item: &SearchItem, names: u16, line: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let (kind, role) = match item.kind {
        SearchKind::Org => (text::org(lang), Role::Heading),
        SearchKind::Member => (text::member(lang), Role::Text),
    };
    let kinds = look.width(text::org(lang)).max(look.width(text::member(lang)));
    let mut x = line.x + 1;
    look.put(buf, x, line.y, kinds, kind, look.style(Role::Dim));
    x += kinds + 2;
    let right = line.right().saturating_sub(1);
    // The part of the name that matched is painted over the name.
    let name = look.cut(&item.name, names);
    look.put(buf, x, line.y, names, &name, look.style(role));
    for range in &item.matched {
        if let (Some(before), Some(part)) = (item.name.get(..range.start), item.name.get(range.clone())) {
            let from = look.width(before);
            let room = look.width(&name).saturating_sub(from);
            if name.starts_with(before) && look.width(part) <= room {
                look.put(buf, x + from, line.y, room, part, look.style(Role::Match));
            }
        }
    }
    x += names + 2;
    if item.kind == SearchKind::Member {
        let width = 18.min(right.saturating_sub(x));
        look.put(buf, x, line.y, width, &item.id_masked, look.style(Role::Dim));
        x += width + 2;
    }
    let why = item.why.map_or("", |why| text::found_by(lang, why));
    if !why.is_empty() {
        x += look.put(buf, x, line.y, right.saturating_sub(x), why, look.style(Role::Match)) + 2;
    }
    let room = right.saturating_sub(x);
    look.put(buf, x, line.y, room, &look.cut_path(&item.path, room), look.style(Role::Dim));
}
