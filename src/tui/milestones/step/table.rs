//! The lists of an open step.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Step;
use crate::desk::Standing;
use crate::lang::Lang;
use crate::tui::app::{App, Hit};
use crate::tui::look::Role;
use crate::tui::milestones::forecast::{expected_width, told};
use crate::tui::milestones::outlook;
use crate::tui::text::{self, steps};
use crate::tui::widget::{Column, Table};

// The head of a table and the rows that are on screen, with where each is painted.
fn frame(
    app: &App,
    step: &Step,
    columns: Vec<Column>,
    area: Rect,
    buf: &mut Buffer,
) -> (Table, Rect, Vec<(u16, usize)>) {
    let table = Table::new(columns, area);
    table.head(&app.look, buf, area.y);
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let shown = step.cursor.window(usize::from(body.height), step.len());
    app.hit(body, Hit::Rows(shown.start));
    (table, body, (body.y..).zip(shown).collect())
}

fn select(app: &App, step: &Step, body: Rect, (y, at): (u16, usize), buf: &mut Buffer) {
    if at == step.cursor.at {
        buf.set_style(Rect { y, height: 1, ..body }, app.look.style(Role::Selection));
    }
}

/// The children that are behind, with where they go once that is known.
pub(super) fn children(app: &App, step: &Step, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let Some(page) = &step.page else { return };
    let course = step.scope().and_then(|scope| app.milestones.courses.get(&(step.row.step.clone(), scope)));
    let mut columns = vec![
        Column::rest(look, text::organisation(lang), 16),
        Column::number(look, text::missing(lang), 6).keep(90),
        Column::number(look, text::value(lang), 7).keep(80),
    ];
    // A count has no whole.
    let shares = page.units.iter().any(|unit| unit.denominator > 0);
    if shares {
        columns.push(Column::number(look, text::share(lang), 11).keep(50));
    }
    let seen = columns.len();
    let goes = course.is_some_and(|course| course.units.iter().any(|unit| unit.forecast.is_some() || unit.single));
    if goes {
        let width = expected_width(look, course.iter().flat_map(|course| &course.units));
        columns.push(Column::number(look, steps::expected(lang), width).keep(70));
        columns.push(Column::number(look, steps::chance(lang), 4).keep(75));
    }
    let flags = columns.len();
    if page.units.iter().any(|unit| outlook::flag(look, unit).is_some()) {
        columns.push(outlook::column(look));
    }
    let (table, body, rows) = frame(app, step, columns, area, buf);
    for (y, at) in rows {
        let Some(unit) = page.units.get(at) else { continue };
        table.cell(look, buf, y, 0, standing.tree.label(unit.pos), look.style(Role::Text));
        table.cell(look, buf, y, 1, &unit.behind.to_string(), look.style(Role::Bad));
        table.cell(look, buf, y, 2, &unit.value, look.style(Role::Text));
        if shares {
            table.cell(look, buf, y, 3, &format!("{}/{}", unit.numerator, unit.denominator), look.style(Role::Dim));
        }
        let known = course.filter(|_| goes).and_then(|course| {
            let found = course.units.iter().find(|other| other.pos == unit.pos)?;
            Some(told(look, found, course.target.rate))
        });
        if let Some([expected, chance]) = known {
            table.cell(look, buf, y, seen, &expected, look.style(Role::Text));
            table.cell(look, buf, y, seen + 1, &chance, look.style(Role::Text));
        }
        if let Some((words, role)) = outlook::flag(look, unit) {
            table.cell(look, buf, y, flags, &words, look.style(role));
        }
        select(app, step, body, (y, at), buf);
    }
}

/// The fewest single organisations that are enough, and how much each brings.
pub(super) fn first(app: &App, step: &Step, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let Some(page) = &step.page else { return };
    let word = steps::first_is(lang, page.missing, page.first.len());
    look.put(buf, area.x, area.y, area.width, &word, look.style(Role::Text));
    let area = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let columns = vec![
        Column::text(look, text::organisation(lang), 24).keep(95),
        Column::rest(look, text::where_is(lang), 16),
        Column::number(look, steps::brings(lang), 6).keep(90),
        Column::number(look, steps::then(lang), 7).keep(80),
    ];
    let (table, body, rows) = frame(app, step, columns, area, buf);
    let above = rows.first().map_or(0, |(_, at)| *at);
    let mut sum = page.first.iter().take(above).map(|(_, by)| by).sum::<u64>();
    for (y, at) in rows {
        let Some((pos, by)) = page.first.get(at) else { continue };
        table.cell(look, buf, y, 0, standing.tree.label(*pos), look.style(Role::Text));
        if let (Some((_, width)), Some(above)) = (table.place(1), standing.tree.parent(*pos)) {
            let path = look.cut_path(standing.tree.crumbs(above).as_ref(), width);
            table.cell(look, buf, y, 1, &path, look.style(Role::Dim));
        }
        table.cell(look, buf, y, 2, &by.to_string(), look.style(Role::Bad));
        sum += by;
        let left = page.missing.saturating_sub(sum);
        let left = if left == 0 { look.glyphs.good.to_owned() } else { left.to_string() };
        table.cell(look, buf, y, 3, &left, look.style(Role::Text));
        select(app, step, body, (y, at), buf);
    }
}

/// The responsible bodies of which we can tell the organisations.
pub(super) fn bodies(app: &App, step: &Step, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let Some(page) = &step.page else { return };
    let columns = vec![
        Column::rest(look, text::responsible(lang), 20),
        Column::number(look, text::value(lang), 7).keep(90),
        Column::number(look, steps::of_them_behind(lang), 9).keep(80),
        Column::number(look, steps::enough(lang), 6).keep(70),
    ];
    let (table, body, rows) = frame(app, step, columns, area, buf);
    for (y, at) in rows {
        let Some(row) = page.bodies.get(at) else { continue };
        let role = if row.behind > 0 { Role::Bad } else { Role::Good };
        table.cell(look, buf, y, 0, &row.name[usize::from(lang == Lang::En)], look.style(Role::Text));
        table.cell(look, buf, y, 1, &row.value, look.style(Role::Text));
        table.cell(look, buf, y, 2, &format!("{}/{}", row.behind, row.units), look.style(role));
        let fewest = row.fewest.map_or_else(String::new, |fewest| fewest.to_string());
        table.cell(look, buf, y, 3, &fewest, look.style(Role::Text));
        select(app, step, body, (y, at), buf);
    }
}
