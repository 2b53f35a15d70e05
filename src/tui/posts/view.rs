//! The posts of an organisation on screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{State, key};
use crate::tui::app::{App, Hit};
use crate::tui::look::Role;
use crate::tui::text;
use crate::tui::tree;
use crate::tui::widget::{Column, Table, popup};

/// Paints the list.
pub fn view(app: &App, state: &State, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let Some(standing) = app.standing.as_ref().filter(|standing| state.pos.index() < standing.tree.len()) else {
        return;
    };
    let label = tree::label_of(standing, lang, state.pos).0;
    let len = state.len();
    let place = if len == 0 { String::new() } else { text::deeds::place(lang, state.cursor.at + 1, len) };
    let height = (len as u16).saturating_add(4).clamp(6, area.height);
    let inner = popup(look, area, 92, height, &text::deeds::posts_of(lang, &label), &place, buf);
    app.hit(inner, Hit::Nothing);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let Some(page) = state.page.as_ref().filter(|_| len > 0) else {
        let word = match state.page {
            None => text::reading(lang).to_owned(),
            Some(_) => text::deeds::no_posts_here(lang, app.keys.named("do")),
        };
        look.put(buf, inner.x + 1, inner.y + 1, inner.width.saturating_sub(2), &word, look.style(Role::Dim));
        return;
    };
    let table = Table::new(
        vec![
            Column::text(look, "", 3).keep(99),
            Column::text(look, text::name(lang), 10).keep(98),
            Column::rest(look, text::deeds::office(lang), 10),
            Column::text(look, text::identity(lang), 18).keep(20),
            Column::text(look, text::deeds::is_onboarded(lang), look.width(text::not_onboarded(lang))).keep(70),
            Column::text(look, text::deeds::in_office(lang), 24).keep(60),
        ],
        inner,
    );
    table.head(look, buf, inner.y);
    let body = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    let shown = state.cursor.window(usize::from(body.height), len);
    app.hit(body, Hit::Rows(shown.start));
    for (y, at) in (body.y..).zip(shown) {
        let Some(post) = page.posts.get(at) else { continue };
        let current = post.current(standing.at);
        let style = look.style(if current { Role::Text } else { Role::Dim });
        if state.marks.contains(&key(post)) {
            table.cell(look, buf, y, 0, "[x]", look.style(Role::Match));
        }
        table.cell(look, buf, y, 1, &post.name, style);
        table.cell(look, buf, y, 2, lang.word(post.title), style);
        table.cell(look, buf, y, 3, &post.identity.masked(), look.style(Role::Dim));
        let (word, role) = match (current, post.onboarded_by(standing.at)) {
            (_, true) => (look.glyphs.good, Role::Good),
            (true, false) => (text::not_onboarded(lang), Role::Warn),
            (false, false) => ("", Role::Dim),
        };
        table.cell(look, buf, y, 4, word, look.style(role));
        let from = post.from.map_or_else(|| look.glyphs.none.to_owned(), |day| day.to_string());
        let until = match post.until.filter(|_| !current) {
            Some(day) => day.to_string(),
            None => text::now(lang).to_owned(),
        };
        table.cell(look, buf, y, 5, &format!("{from} {} {until}", text::until(lang)), style);
        if at == state.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
}
