//! What there is of the person, and the two fields, on screen.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Phase, State};
use crate::desk::Erasure;
use crate::lang::Lang;
use crate::tui::app::{App, Hit};
use crate::tui::look::Role;
use crate::tui::text::{self as sentences, erase as text};
use crate::tui::widget::popup;

const WIDTH: u16 = 88;
/// Columns of the names of the fields.
const LEAD: u16 = 18;
/// Lines that are no line of what there is: the fields, what is wrong, and the space between.
const REST: u16 = 7;

/// What there is and what becomes of it, a line each.
fn told(erasure: &Erasure, lang: Lang) -> Vec<(Role, String)> {
    let found = &erasure.found;
    let mut out = Vec::new();
    if found.is_empty() {
        out.push((Role::Text, text::nothing(lang).to_owned()));
    } else {
        let (transfers, conduct) = (found.transfers, found.conduct);
        out.push((Role::Text, text::rows(lang, found.members, found.posts, found.payments, transfers, conduct)));
        out.push((Role::Text, text::entries(lang, found.entries)));
    }
    for copy in &erasure.copies {
        let path = copy.path.display().to_string();
        out.push(match copy.unreadable {
            true => (Role::Text, text::covered(lang, &path)),
            false => (Role::Warn, text::readable(lang, &path)),
        });
    }
    out.push((Role::Dim, text::elsewhere(lang).to_owned()));
    out
}

/// Paints the layer and gives the place of the cursor.
pub fn view(app: &App, state: &State, area: Rect, buf: &mut Buffer) -> Option<Position> {
    let look = &app.look;
    let lang = look.lang;
    let Some(erasure) = state.erasure() else {
        let inner = popup(look, area, WIDTH, 5, &text::title(lang, &state.name, ""), "", buf);
        look.put(buf, inner.x + 2, inner.y + 1, inner.width - 4, sentences::reading(lang), look.style(Role::Dim));
        return None;
    };
    let room = WIDTH.min(area.width).saturating_sub(4);
    let lines: Vec<(Role, String)> = told(erasure, lang)
        .into_iter()
        .flat_map(|(role, line)| look.wrap(&line, room).into_iter().map(move |line| (role, line)))
        .collect();
    state.len.set(lines.len());
    let foot = match (&state.phase, &state.wrong) {
        (Phase::Erasing(_), _) => (text::under_way(lang).to_owned(), Role::Dim),
        (_, Some(wrong)) => (wrong.clone(), Role::Bad),
        _ => (text::help(lang, app.keys.named("erase.accept"), app.keys.named("field.close")), Role::Warn),
    };
    let feet = look.wrap(&foot.0, room);
    let height = (lines.len() as u16 + feet.len() as u16 + REST - 1).min(area.height);
    let title = text::title(lang, &state.name, &erasure.person.masked());
    let inner = popup(look, area, WIDTH, height, &title, "", buf);
    app.hit(inner, Hit::Nothing);
    let x = inner.x + 1;
    let below = 4 + feet.len() as u16;
    let body = Rect { height: inner.height.saturating_sub(below), ..inner };
    let shown = state.cursor.window(usize::from(body.height), lines.len());
    for (y, at) in (body.y..).zip(shown) {
        let Some((role, line)) = lines.get(at) else { continue };
        look.put(buf, x, y, room, line, look.style(*role));
    }
    let mut place = None;
    let names = [sentences::field_reason(lang), text::field_end(lang)];
    let hints = [text::hint_reason(lang), text::hint_end(lang)];
    for (at, y) in (body.bottom() + 1..).take(2).enumerate() {
        let here = at == state.at && matches!(state.phase, Phase::Asking(_));
        let role = if here { Role::Heading } else { Role::Dim };
        look.put(buf, x, y, LEAD, names[at], look.style(role));
        let line = Rect { x: x + LEAD, y, width: inner.width.saturating_sub(LEAD + 2), height: 1 };
        let cursor = state.fields[at].view(look, line, " ", hints[at], buf);
        place = if here { Some(cursor) } else { place };
    }
    for (y, line) in (body.bottom() + 4..inner.bottom()).zip(&feet) {
        look.put(buf, x, y, room, line, look.style(foot.1));
    }
    place
}
