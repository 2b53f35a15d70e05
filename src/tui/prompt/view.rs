//! The line on screen, and below it what a path may be.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Kind, State};
use crate::tui::app::{App, Hit, Slot};
use crate::tui::look::Role;
use crate::tui::text;
use crate::tui::widget::popup;

/// Rows of paths.
const OFFERS: u16 = 8;

/// Paints the field.
pub fn view(app: &App, state: &State, area: Rect, buf: &mut Buffer) -> Position {
    let look = &app.look;
    let lang = look.lang;
    let (title, hint) = match state.kind {
        Kind::Rosters => (text::ask_rosters(lang), text::ask_rosters_hint(lang)),
        Kind::Reveal => (text::ask_reveal(lang), text::ask_reveal_hint(lang)),
        Kind::View => (text::ask_view(lang), text::ask_view_hint(lang)),
        Kind::Rename => (text::ask_view_name(lang), ""),
    };
    let paths = state.kind == Kind::Rosters;
    let help = text::paths_help(lang, app.keys.named("prompt.complete"), app.keys.named("prompt.accept"));
    let lines = if paths { look.wrap(&help, 68.min(area.width.saturating_sub(4))) } else { Vec::new() };
    let height = if paths { OFFERS + 4 + lines.len() as u16 } else { 3 };
    let inner = popup(look, area, 72, height, title, "", buf);
    app.hit(inner, Hit::Nothing);
    let place = state.field.view(look, Rect { height: inner.height.min(1), ..inner }, " ", hint, buf);
    if paths {
        let body = Rect { y: inner.y + 2, height: OFFERS.min(inner.height.saturating_sub(2)), ..inner };
        offers(app, state, body, buf);
        for (y, line) in (body.bottom()..inner.bottom()).zip(lines) {
            look.put(buf, inner.x + 1, y, inner.width.saturating_sub(2), &line, look.style(Role::Dim));
        }
    }
    place
}

fn offers(app: &App, state: &State, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    if state.offers.is_empty() && !app.work.pending(Slot::Suggest) {
        look.put(
            buf,
            area.x + 2,
            area.y,
            area.width.saturating_sub(3),
            text::no_paths(look.lang),
            look.style(Role::Dim),
        );
        return;
    }
    let window = state.cursor.window(usize::from(area.height), state.offers.len());
    app.hit(area, Hit::Rows(window.start));
    for (y, at) in (area.y..).zip(window) {
        let Some(path) = state.offers.get(at) else { continue };
        // The end of a path says more than its beginning.
        let room = area.width.saturating_sub(3);
        let mut shown = path.as_str();
        while look.width(shown) > room {
            shown = shown.split_once('/').map_or("", |(_, rest)| rest);
        }
        look.put(buf, area.x + 2, y, room, if shown.is_empty() { path } else { shown }, look.style(Role::Text));
        if at == state.cursor.at {
            buf.set_style(Rect { y, height: 1, ..area }, look.style(Role::Selection));
        }
    }
}
