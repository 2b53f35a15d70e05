//! The search box on screen.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::State;
use crate::tui::app::{App, Failed, Hit, Slot};
use crate::tui::look::Role;
use crate::tui::source::{SearchItem, SearchKind};
use crate::tui::text;
use crate::tui::widget::sheet;

/// Paints the box and gives the place of the cursor.
pub fn view(app: &App, state: &State, area: Rect, buf: &mut Buffer) -> Position {
    let look = &app.look;
    let lang = look.lang;
    let height = area.height.min(28);
    let typed = !state.field.text().trim().is_empty();
    let wrong = wrong(app).filter(|_| typed);
    // How many there are is known of what was looked for only, and not where that went wrong.
    let known = typed && wrong.is_none() && (state.fresh || state.page.total > 0);
    let count = if known { text::hits(lang, state.page.total) } else { String::new() };
    let inner = sheet(look, area, 110, height, text::search_title(lang), &count, buf);
    app.hit(inner, Hit::Nothing);
    let line = Rect { height: inner.height.min(1), ..inner };
    let cursor = state.field.view(look, line, " / ", text::search_hint(lang), buf);
    let body = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    if let Some(why) = wrong {
        told_wrong(app, why, body, buf);
        return cursor;
    }
    let (word, help) = match (typed, app.searchable, state.fresh, state.page.items.is_empty()) {
        (true, false, ..) => (text::index_loading(lang), false),
        (true, true, true, true) => (text::nothing_found(lang), true),
        (false, ..) => ("", true),
        _ => ("", false),
    };
    let room = body.width.saturating_sub(4);
    let mut below = body.y;
    if !word.is_empty() {
        look.put(buf, body.x + 3, body.y, room, word, look.style(Role::Text));
        below += 2;
    }
    let help = if help { look.wrap(text::search_help(lang), room) } else { Vec::new() };
    for (y, line) in (below..body.bottom()).zip(help) {
        look.put(buf, body.x + 3, y, room, &line, look.style(Role::Dim));
    }
    let body = told(app, state, body, buf);
    let shown = state.cursor.window(usize::from(body.height), state.page.items.len());
    app.hit(body, Hit::Rows(shown.start));
    let widest =
        state.page.items.get(shown.clone()).unwrap_or_default().iter().map(|item| look.width(&item.name)).max();
    let names = widest.unwrap_or(0).clamp(8, (body.width / 3).max(12));
    for (y, at) in (body.y..).zip(shown) {
        let Some(item) = state.page.items.get(at) else { continue };
        hit(app, item, (names, state.field.text().trim()), Rect { y, height: 1, ..body }, buf);
        if at == state.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
    cursor
}

// Why nothing could be looked for, or why it went wrong.
fn wrong(app: &App) -> Option<&str> {
    [Slot::Index, Slot::Search].into_iter().filter(|slot| !app.work.pending(*slot)).find_map(|slot| {
        match app.work.failed(slot) {
            Some(Failed::Wrong(why)) => Some(why.as_str()),
            Some(Failed::Stopped) | None => None,
        }
    })
}

fn told_wrong(app: &App, why: &str, body: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let (x, width) = (body.x + 3, body.width.saturating_sub(6));
    let more = text::search_wrong_more(lang, app.keys.named("field.close"));
    let lines = [(text::search_wrong(lang), Role::Bad), (why, Role::Dim), (&more, Role::Text)];
    let lines =
        lines.into_iter().flat_map(|(words, role)| look.wrap(words, width).into_iter().map(move |line| (line, role)));
    for (y, (line, role)) in (body.y..body.bottom()).zip(lines) {
        look.put(buf, x, y, width, &line, look.style(role));
    }
}

// What the list is not: as typed, or whole. Gives the room that is left to it.
fn told(app: &App, state: &State, body: Rect, buf: &mut Buffer) -> Rect {
    let look = &app.look;
    let lang = look.lang;
    let (x, width) = (body.x + 3, body.width.saturating_sub(4));
    let mut body = body;
    let say = |y: u16, word: &str, buf: &mut Buffer| {
        look.put(buf, x, y, width, word, look.style(Role::Dim));
    };
    let listed = state.page.items.len() as u64;
    if let Some(near) = state.page.near.as_ref().filter(|_| listed > 0 && body.height > 3) {
        say(body.y, &text::nearly(lang, near), buf);
        body = Rect { y: body.y + 1, height: body.height - 1, ..body };
    }
    if state.page.total > listed && body.height > 3 {
        body.height -= 1;
        say(body.bottom(), &text::not_listed(lang, listed, state.page.total - listed), buf);
    }
    body
}

fn hit(app: &App, item: &SearchItem, (names, typed): (u16, &str), line: Rect, buf: &mut Buffer) {
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
    look.put_matched(buf, (x, line.y), look.width(&name), &item.name, &item.matched, look.style(Role::Match));
    x += names + 2;
    if item.kind == SearchKind::Member {
        let width = 18.min(right.saturating_sub(x));
        look.put(buf, x, line.y, width, &item.id_masked, look.style(Role::Dim));
        // The last four are not masked: where they are what was typed, they show it.
        let four = typed.len() == 4 && item.id_masked.to_lowercase().ends_with(&typed.to_lowercase());
        if let Some(at) = four.then(|| item.id_masked.len() as u16 - 4).filter(|at| at + 4 <= width) {
            look.put(buf, x + at, line.y, 4, &typed.to_uppercase(), look.style(Role::Match));
        }
        x += width + 2;
    }
    let why = item.why.map_or("", |why| text::found_by(lang, why));
    if !why.is_empty() {
        x += look.put(buf, x, line.y, right.saturating_sub(x), why, look.style(Role::Match)) + 2;
    }
    let room = right.saturating_sub(x);
    look.put(buf, x, line.y, room, &look.cut_path(&item.path, room), look.style(Role::Dim));
}
