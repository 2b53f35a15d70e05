//! The form on screen.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Ask, State, label};
use crate::lang::Lang;
use crate::tui::app::{App, Hit};
use crate::tui::deeds::{OFFERED, offered};
use crate::tui::look::Role;
use crate::tui::text;
use crate::tui::triage::labels;
use crate::tui::widget::popup;

const fn hint(lang: Lang, ask: Ask) -> &'static str {
    match ask {
        Ask::Post => text::hint_post(lang),
        Ask::Text => text::hint_text(lang),
        Ask::Until => text::hint_until(lang),
        Ask::Reason => text::hint_reason(lang),
        Ask::By => text::hint_by(lang),
    }
}

const WIDTH: u16 = 76;

/// Paints the fields and gives the place of the cursor in the one in focus.
pub fn view(app: &App, state: &State, area: Rect, buf: &mut Buffer) -> Option<Position> {
    let look = &app.look;
    let lang = look.lang;
    let word = state.kind.word(lang);
    let only = state.items.iter().next().filter(|_| state.items.len() == 1);
    let title = match (only, &app.standing) {
        _ if state.items.is_empty() => word.to_owned(),
        (Some(item), Some(standing)) => {
            let what = [labels::place(standing, look, item.pos), labels::rule(standing, lang, item.rule.into()).into()];
            text::form_one(lang, word, &what.join(look.glyphs.dot))
        }
        _ => text::form_title(lang, word, state.items.len()),
    };
    let (said, role) = foot(app, state);
    let said = look.wrap(&said, WIDTH.min(area.width).saturating_sub(4));
    let spare = state.offers.as_ref().map_or(0, |offers| (offers.rows.len() as u16).min(OFFERED));
    let height = ((state.fields.len() + said.len()) as u16 + 3).max(state.at as u16 + 3 + spare);
    let inner = popup(look, area, WIDTH, height, &title, "", buf);
    app.hit(inner, Hit::Nothing);
    let asks = &state.asks;
    let lead = asks.iter().map(|ask| look.width(label(lang, *ask))).max().unwrap_or(0) + 2;
    let (mut cursor, mut under) = (None, None);
    for (at, ((ask, field), y)) in asks.iter().zip(&state.fields).zip(inner.y..inner.bottom()).enumerate() {
        let here = at == state.at;
        let role = if here { Role::Heading } else { Role::Dim };
        look.put(buf, inner.x + 1, y, lead, label(lang, *ask), look.style(role));
        let line = Rect { x: inner.x + 1 + lead, y, width: inner.width.saturating_sub(lead + 2), height: 1 };
        let place = field.view(look, line, " ", hint(lang, *ask), buf);
        if here {
            cursor = Some(place);
            under = Some(line);
        }
    }
    let first = inner.y + state.fields.len() as u16 + 1;
    for (y, line) in (first..inner.bottom()).zip(&said) {
        look.put(buf, inner.x + 1, y, inner.width.saturating_sub(2), line, look.style(role));
    }
    if let (Some(offers), Some(line)) = (&state.offers, under) {
        offered(app, offers, line, inner, buf);
    }
    cursor
}

// What is wrong, what is to be confirmed, or the keys.
fn foot(app: &App, state: &State) -> (String, Role) {
    let lang = app.look.lang;
    let key = |id| app.keys.named(id);
    match (&state.wrong, state.confirm) {
        _ if state.saving => (text::saving(lang).to_owned(), Role::Dim),
        (Some(wrong), _) => (wrong.clone(), Role::Bad),
        (None, true) => {
            (text::confirm(lang, state.kind.word(lang), state.items.len(), key("form.accept")), Role::Match)
        }
        (None, false) => (text::form_help(lang, key("form.accept"), key("form.next"), key("field.close")), Role::Dim),
    }
}
