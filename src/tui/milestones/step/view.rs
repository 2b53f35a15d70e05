//! A step on screen: how it stands, where that is written, what is listed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Part, Step, table};
use crate::desk::Standing;
use crate::lang::Lang;
use crate::programme::Verdict;
use crate::tui::app::{App, Hit, Slot};
use crate::tui::look::{Look, Role};
use crate::tui::milestones::outlook;
use crate::tui::milestones::view::{mark, word};
use crate::tui::source::StepRow;
use crate::tui::text::{self, steps};
use crate::tui::tree;
use crate::tui::widget::{Blank, sheet};

/// Lines of a quotation at most.
const QUOTED: usize = 6;

/// Paints the step.
pub fn view(app: &App, step: &Step, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let Some(standing) = &app.standing else { return };
    let row = &step.row;
    let title = format!("{} {}", row.step, word(lang, row));
    let width = (area.width * 3 / 4).clamp(110, 160);
    let inner = sheet(look, area, width, area.height, &title, &row.due.to_string(), buf);
    app.hit(inner, Hit::Nothing);
    let inner = Rect { x: inner.x + 2, width: inner.width.saturating_sub(4), ..inner };
    let mut y = inner.y;
    match step.levels.last().filter(|level| level.unit.is_some()) {
        Some(level) => {
            let path = look.cut_path(standing.tree.crumbs(level.scope).as_ref(), inner.width);
            look.put(buf, inner.x, y, inner.width, &path, look.style(Role::Heading));
            y += 1;
            y += tree::flow(look, buf, Rect { y, ..inner }, &below(app, step)) + 1;
        }
        None => {
            y += tree::flow(look, buf, inner, &whole(look, row)) + 1;
            y = words(look, row, Rect { y, height: inner.bottom().saturating_sub(y), ..inner }, buf) + 1;
        }
    }
    let rest = Rect { y, height: inner.bottom().saturating_sub(y), ..inner };
    list(app, step, standing, rest, buf);
}

// How the step stands in the subtree of the screen.
fn whole(look: &Look, row: &StepRow) -> Vec<(String, Role)> {
    let lang = look.lang;
    let (symbol, role) = mark(look, row.verdict);
    let mut parts = vec![
        (format!("{symbol} {}", lang.word(row.verdict)), role),
        (text::target_is(lang, &look.signs(&row.target)), Role::Text),
    ];
    if !row.value.is_empty() {
        parts.push((text::value_is(lang, &row.value), Role::Text));
    }
    if row.denominator > 0 {
        parts.push((format!("{}/{}", row.numerator, row.denominator), Role::Dim));
    }
    if let Some(need) = &row.needed_per_day {
        parts.push((steps::need(lang, need), Role::Text));
    }
    parts.extend(outlook::parts(look, &row.outlook));
    if let Some(frozen) = &row.frozen {
        parts.push((text::frozen_is(lang, frozen), Role::Dim));
    }
    if let Some(why) = row.why(lang) {
        parts.push((why.to_owned(), Role::Warn));
    }
    parts
}

// How it stands in a subtree that was gone down to.
fn below(app: &App, step: &Step) -> Vec<(String, Role)> {
    let (look, lang) = (&app.look, app.lang());
    let Some(unit) = step.levels.last().and_then(|level| level.unit.as_ref()) else { return Vec::new() };
    let mut parts = vec![
        (text::target_is(lang, &look.signs(&step.row.target)), Role::Text),
        (text::value_is(lang, &unit.value), Role::Bad),
    ];
    if unit.denominator > 0 {
        parts.push((format!("{}/{}", unit.numerator, unit.denominator), Role::Dim));
    }
    parts.push((steps::short_by(lang, unit.behind), Role::Bad));
    parts.extend(outlook::flag(look, unit));
    let course = app.milestones.courses.get(&(step.row.step.clone(), unit.pos));
    if let Some(seen) = course.and_then(|course| course.forecast) {
        let rate = course.is_some_and(|course| course.target.rate);
        let [value, low, high] =
            [seen.value, seen.low, seen.high].map(|value| crate::programme::Forecast::show(value, rate));
        let word = outlook::expected(lang, &value, &low, &high);
        parts.push((look.signs(&word).into_owned(), Role::Text));
        parts.push((outlook::chance(lang, (seen.probability * 100.0).round() as u8), Role::Text));
    }
    parts
}

// What its source says and who is responsible; gives the row after.
fn words(look: &Look, row: &StepRow, area: Rect, buf: &mut Buffer) -> u16 {
    let lang = look.lang;
    let label = look.width(text::responsible(lang)).max(look.width(text::quote(lang))) + 2;
    let mut y = area.y;
    // What is listed below has at least half of the room.
    let end = area.y + area.height / 2;
    for (name, words) in [
        (text::quote(lang), &row.quote_zh),
        (text::responsible(lang), &row.responsible[usize::from(lang == Lang::En)]),
        (text::source(lang), &row.source),
    ] {
        if words.is_empty() || y >= end {
            continue;
        }
        look.put(buf, area.x, y, label, name, look.style(Role::Dim));
        for line in look.wrap(words, area.width.saturating_sub(label)).into_iter().take(QUOTED) {
            if y >= end {
                break;
            }
            look.put(buf, area.x + label, y, area.width.saturating_sub(label), &line, look.style(Role::Text));
            y += 1;
        }
    }
    y
}

fn list(app: &App, step: &Step, standing: &Standing, area: Rect, buf: &mut Buffer) {
    if area.height < 3 {
        return;
    }
    let (look, lang) = (&app.look, app.lang());
    let mut x = area.x;
    for part in Part::ALL {
        let here = part == step.part;
        let name = match part {
            Part::Children => steps::children(lang),
            Part::First => steps::first(lang),
            Part::Bodies => steps::bodies(lang),
        };
        let lead = if here { look.glyphs.run } else { " " };
        let count = if step.page.is_some() { format!(" {}", step.len_of(part)) } else { String::new() };
        let role = if here { Role::Heading } else { Role::Dim };
        let room = area.right().saturating_sub(x);
        x += look.put(buf, x, area.y, room, &format!("{lead} {name}{count}"), look.style(role)) + 3;
    }
    let rest = Rect { y: area.y + 1, height: area.height - 1, ..area };
    if step.len() == 0 {
        let scope = step.scope();
        let (title, more) = match (step.part, step.row.verdict) {
            (_, Verdict::NoData | Verdict::Unproven) => {
                (text::nothing_to_count(lang), steps::nothing_to_count_more(lang))
            }
            (Part::Children, _) if scope.is_some_and(|pos| !standing.tree.has_children(pos)) => {
                (text::nothing_below(lang), "")
            }
            (Part::Children, _) => (text::nobody_behind(lang), ""),
            (Part::First, _) => (steps::no_first(lang), ""),
            (Part::Bodies, _) => (steps::no_bodies(lang), ""),
        };
        let room = Rect { x: rest.x.saturating_sub(2), y: rest.y + 1, height: rest.height - 1, ..rest };
        Blank { title, more, keys: &["step.part"], doing: text::reading(lang) }.view(app, Slot::Units, room, buf);
        return;
    }
    match step.part {
        Part::Children => table::children(app, step, standing, rest, buf),
        Part::First => table::first(app, step, standing, rest, buf),
        Part::Bodies => table::bodies(app, step, rest, buf),
    }
}
