//! The definitions on screen: the columns of the row, and the one under the cursor in full.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{State, told};
use crate::desk::{Explained, Opens, Reads};
use crate::lang::Lang;
use crate::tui::app::{App, Hit};
use crate::tui::look::{Look, Role};
use crate::tui::text;
use crate::tui::widget::sheet;

/// Columns from which the list stands beside the definition, and not above it.
const WIDE: u16 = 96;
/// Rows of the layer at least, where the list stands beside.
const LOW: u16 = 20;
/// Rows of the list where it stands above.
const ABOVE: u16 = 6;

/// Paints the layer.
pub fn view(app: &App, state: &State, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    // The same whatever the cursor is on: a frame that grows and shrinks is no place to read.
    let height =
        if area.width < WIDE + 2 { area.height } else { area.height.min(LOW.max(state.rows.len() as u16 + 2)) };
    let place = format!("{}/{}", state.cursor.at + 1, state.rows.len());
    let inner = sheet(look, area, 112, height, text::meaning_title(lang), &place, buf);
    app.hit(inner, Hit::Nothing);
    let Some(current) = state.current(app) else { return };
    if inner.width >= WIDE {
        let left = 38;
        list(app, state, Rect { width: left, ..inner }, buf);
        definition(app, state, &current, Rect { x: inner.x + left + 2, width: inner.width - left - 3, ..inner }, buf);
        return;
    }
    let above = ABOVE.min(state.rows.len() as u16).min(inner.height / 3);
    list(app, state, Rect { height: above, ..inner }, buf);
    let low = Rect { y: inner.y + above + 1, height: inner.height.saturating_sub(above + 1), ..inner };
    definition(app, state, &current, Rect { x: low.x + 1, width: low.width.saturating_sub(2), ..low }, buf);
}

fn list(app: &App, state: &State, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let window = state.cursor.window(usize::from(area.height), state.rows.len());
    app.hit(area, Hit::Rows(window.start));
    for (y, at) in (area.y..).zip(window) {
        let Some(entry) = state.rows.get(at) else { continue };
        let told = told(app, entry);
        let value = told.value.unwrap_or_default();
        let room = area.width.saturating_sub(2);
        let used = look.width(&value).min(room / 2);
        look.put(buf, area.x + 1, y, room.saturating_sub(used + 1), &told.name, look.style(Role::Text));
        let value = look.cut(&value, room / 2).into_owned();
        look.put_right(buf, area.x, area.right() - 1, y, &value, look.style(Role::Dim));
        if at == state.cursor.at {
            buf.set_style(Rect { y, height: 1, ..area }, look.style(Role::Selection));
        }
    }
}

fn definition(app: &App, state: &State, told: &Explained, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let Some(entry) = state.rows.get(state.cursor.at) else { return };
    let label = app.standing.as_ref().zip(entry.of).map(|(standing, pos)| standing.tree.label(pos).to_owned());
    let here = label.unwrap_or_else(|| text::everything(lang).to_owned());
    let parts = parts(look, told, &here);
    let foot = area.bottom().saturating_sub(1);
    look.put(buf, area.x, area.y, area.width, &told.name, look.style(Role::Heading));
    let id = look.width(&told.id);
    if look.width(&told.name) + id + 2 <= area.width {
        look.put_right(buf, area.x, area.right(), area.y, &told.id, look.style(Role::Dim));
    }
    let names = parts.iter().map(|(name, ..)| look.width(name)).max().unwrap_or(4) + 2;
    let mut y = area.y + 1;
    for (name, lines, role) in &parts {
        if y < foot {
            look.put(buf, area.x, y, names, name, look.style(Role::Dim));
        }
        for line in lines.iter().flat_map(|line| look.wrap(line, area.width.saturating_sub(names))) {
            if y >= foot {
                break;
            }
            look.put(buf, area.x + names, y, area.width.saturating_sub(names), &line, look.style(*role));
            y += 1;
        }
    }
    let key = app.keys.named("meaning.open");
    let word = match &told.opens {
        Opens::Nothing => text::opens_row(lang, key),
        Opens::Organisation => text::opens_organisation(lang, key),
        Opens::Posts => text::opens_posts(lang, key),
        Opens::Findings(_) => text::opens_findings(lang, key),
        Opens::Requests(_) | Opens::Responses => text::opens_requests(lang, key),
        Opens::Units => text::opens_units(lang, key),
    };
    look.put(buf, area.x, foot, area.width, &word, look.style(Role::Key));
}

type Part = (&'static str, Vec<String>, Role);

// What is counted and the value come first: they must not fall off a low window.
fn parts(look: &Look, told: &Explained, here: &str) -> Vec<Part> {
    let lang = look.lang;
    let some = |text: &str| if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
    let value = told.value.as_ref().filter(|value| !value.is_empty());
    let value = value.map(|value| format!("{value}{}{here}", look.glyphs.dot));
    let parts: [Part; 8] = [
        (text::what_counts(lang), some(&told.counts), Role::Text),
        (text::here(lang), value.into_iter().collect(), Role::Heading),
        (text::because(lang), told.evidence.clone(), Role::Warn),
        (text::when_holds(lang), told.condition.iter().cloned().collect(), Role::Text),
        (text::params(lang), told.params.iter().map(|read| reads(lang, read)).collect(), Role::Text),
        (text::source(lang), some(&told.source), Role::Text),
        (text::remedy(lang), told.remedy.iter().cloned().collect(), Role::Good),
        (text::quote(lang), some(&told.quote), Role::Dim),
    ];
    parts.into_iter().filter(|(_, lines, _)| !lines.is_empty()).collect()
}

fn reads(lang: Lang, read: &Reads) -> String {
    let now = text::param_is(lang, &read.label, &read.value, &read.from, &read.source);
    match &read.later {
        Some((value, from)) => format!("{now}{}", text::param_later(lang, value, from)),
        None => now,
    }
}
