//! A person's page on screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::State;
use super::lines::{self, Field, Line};
use crate::desk::{PersonPage, Standing};
use crate::tui::app::{App, Hit};
use crate::tui::look::{Look, Role};
use crate::tui::widget::sheet;
use crate::tui::{text, tree};

/// Paints the page.
pub fn view(app: &App, state: &State, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let Some(standing) = &app.standing else { return };
    let Some(page) = &state.page else {
        let inner = sheet(look, area, 96, 5, text::person_title(lang), "", buf);
        let room = inner.width.saturating_sub(4);
        look.put(buf, inner.x + 2, inner.y + 1, room, text::reading(lang), look.style(Role::Dim));
        return;
    };
    let lines = lines::of(look, standing, state);
    let height = (lines.len() as u16 + 2).min(area.height);
    // How much of it there is below is told only where it does not fit.
    let place = match lines.len() as u16 + 2 > height {
        true => format!("{} {}/{}", text::person_title(lang), state.cursor.at + 1, lines.len()),
        false => text::person_title(lang).to_owned(),
    };
    let inner = sheet(look, area, 96, height, &page.row.member.name, &place, buf);
    app.hit(inner, Hit::Nothing);
    let shown = state.cursor.window(usize::from(inner.height), lines.len());
    app.hit(inner, Hit::Rows(shown.start));
    let body = Rect { x: inner.x + 2, width: inner.width.saturating_sub(4), ..inner };
    let names = |line: &Line| match line {
        Line::Fields(left, right) => {
            let right = right.as_ref().map_or(0, |(name, ..)| look.width(name));
            right.max(look.width(left.0))
        }
        _ => 0,
    };
    let label = lines.iter().map(names).max().unwrap_or(8) + 2;
    for (y, at) in (body.y..).zip(shown) {
        let Some(line) = lines.get(at) else { continue };
        let row = Rect { y, height: 1, ..body };
        paint(look, standing, page, line, label, row, buf);
        if at == state.cursor.at {
            let role = if matches!(line, Line::Post(_)) { Role::Selection } else { Role::Rest };
            buf.set_style(Rect { y, height: 1, ..inner }, look.style(role));
        }
    }
}

fn paint(look: &Look, standing: &Standing, page: &PersonPage, line: &Line, label: u16, row: Rect, buf: &mut Buffer) {
    match line {
        Line::Gap => {}
        Line::Path(path) => {
            look.put(buf, row.x, row.y, row.width, &look.cut_path(path, row.width), look.style(Role::Dim));
        }
        Line::Parts(parts) => {
            let mut x = row.x;
            for (text, role) in parts {
                x += look.put(buf, x, row.y, row.right().saturating_sub(x), text, look.style(*role));
            }
        }
        Line::Fields(left, right) => {
            let half = row.width / 2;
            field(look, left, label, Rect { width: half, ..row }, buf);
            if let Some(right) = right {
                field(look, right, label, Rect { x: row.x + half, width: row.width - half, ..row }, buf);
            }
        }
        Line::Post(at) => {
            let (said, role) = post(look, standing, page, *at);
            look.put(buf, row.x, row.y, row.width, &said, look.style(role));
        }
    }
}

fn field(look: &Look, (name, value, role): &Field, label: u16, at: Rect, buf: &mut Buffer) {
    look.put(buf, at.x, at.y, label.min(at.width), name, look.style(Role::Dim));
    let room = at.width.saturating_sub(label + 1);
    look.put(buf, at.x + label, at.y, room, value, look.style(*role));
}

fn post(look: &Look, standing: &Standing, page: &PersonPage, at: usize) -> (String, Role) {
    let lang = look.lang;
    let Some((pos, post)) = page.posts.get(at) else { return (String::new(), Role::Dim) };
    let current = post.current(standing.at);
    let from = post.from.map_or_else(String::new, |day| format!("{day} "));
    let until = match post.until.filter(|_| !current) {
        Some(day) => format!("{from}{} {day}", text::until(lang)),
        None if from.is_empty() => text::held_now(lang).to_owned(),
        None => format!("{from}{} {}", text::until(lang), text::now(lang)),
    };
    let label = tree::label_of(standing, lang, *pos).0;
    (format!("{}  {until}  {label}", lang.word(post.title)), if current { Role::Text } else { Role::Dim })
}
