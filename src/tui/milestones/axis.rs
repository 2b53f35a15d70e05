//! The steps on a line of days: each a bar from its begin to its due day, with today across them all.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::view::{mark, word};
use crate::desk::Standing;
use crate::model::Day;
use crate::programme::Verdict;
use crate::tui::app::{App, Hit, Slot};
use crate::tui::look::{Look, Role};
use crate::tui::source::StepRow;
use crate::tui::text::{self, steps};
use crate::tui::widget::{Axis, Column, Table};

/// Columns of the table.
const DAYS: usize = 3;

/// Paints the axis; there is a row at least.
pub(super) fn view(app: &App, standing: &Standing, inner: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let rows = app.milestones.rows();
    let today = standing.at.day();
    let wide = inner.width >= 110;
    let titles = rows.iter().map(|row| look.width(lang.pick(&row.zh, &row.en))).max().unwrap_or(16);
    let table = Table::new(
        vec![
            Column::text(look, "", 1).keep(99),
            Column::text(look, text::step_id(lang), 5).keep(98),
            Column::text(look, text::step(lang), titles.clamp(12, inner.width / 4)).keep(70),
            Column::rest(look, "", 20),
            Column::number(look, text::value(lang), 7).keep(90),
            Column::number(look, text::target(lang), look.width(&look.signs("≥100%"))).keep(60),
            Column::text(look, text::due(lang), if wide { 10 } else { 5 }).keep(80),
        ],
        Rect { x: inner.x + 1, width: inner.width - 2, ..inner },
    );
    let Some((x, width)) = table.place(DAYS) else { return };
    let from = rows.iter().map(|row| row.start).min().unwrap_or(today).min(today);
    let to = rows.iter().map(|row| row.due).max().unwrap_or(today).max(today);
    let days = Axis::new(from, to, Rect { x, width, ..inner });
    table.head(look, buf, inner.y);
    days.head(look, buf, inner.y);
    let body = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    let told = usize::from(body.height) > rows.len() + 1;
    let body = Rect { height: body.height - 2 * u16::from(told), ..body };
    here(look, &days, today, Rect { x, width, y: inner.y + 1, height: 1 }, buf);
    if told {
        legend(look, Rect { y: body.bottom() + 1, height: 1, ..inner }, buf);
    }
    let pending = app.work.pending(Slot::Milestones);
    let shown = app.milestones.cursor.window(usize::from(body.height), rows.len());
    app.hit(body, Hit::Rows(shown.start));
    for y in body.top()..body.bottom() {
        look.put(buf, days.column(today), y, 1, look.glyphs.upright, look.style(Role::Key));
    }
    for (y, at) in (body.y..).zip(shown) {
        let row = &rows[at];
        let (sign, role) = mark(look, row.verdict);
        let role = if pending { Role::Dim } else { role };
        let due = row.due.to_string();
        table.cell(look, buf, y, 0, sign, look.style(role));
        table.cell(look, buf, y, 1, &row.step, look.style(Role::Dim));
        table.cell(look, buf, y, 2, word(lang, row), look.style(if pending { Role::Dim } else { Role::Text }));
        bar(look, &days, (row, today), (y, role), buf);
        table.cell(look, buf, y, 4, &row.value, look.style(role));
        table.cell(look, buf, y, 5, &look.signs(&row.target), look.style(Role::Dim));
        table.cell(look, buf, y, 6, if wide { &due } else { &due[5..] }, look.style(Role::Dim));
        if at == app.milestones.cursor.at {
            let style = look.style(Role::Selection);
            buf.set_style(Rect { y, height: 1, ..body }, style);
        }
    }
}

// How bars are read, where there is room to say so.
fn legend(look: &Look, line: Rect, buf: &mut Buffer) {
    look.put(buf, line.x + 1, line.y, line.width.saturating_sub(2), steps::axis_bar(look.lang), look.style(Role::Dim));
}

// Where today is, in words over its line.
fn here(look: &Look, days: &Axis, today: Day, line: Rect, buf: &mut Buffer) {
    let at = days.column(today);
    let short = today.to_string();
    let word = format!("{} {}", look.glyphs.down, steps::today_is(look.lang, &short[5..]));
    let width = look.width(&word);
    let x = if at + width <= line.right() { at } else { line.right().saturating_sub(width).max(line.x) };
    look.put(buf, x, line.y, line.right().saturating_sub(x), &word, look.style(Role::Key));
}

// The bar: solid as far as the work is done, its sign at the due day; the line of today runs on through it.
fn bar(look: &Look, days: &Axis, (row, today): (&StepRow, Day), (y, role): (u16, Role), buf: &mut Buffer) {
    let columns = days.columns(row.start, row.due);
    let (first, last) = (*columns.start(), *columns.end());
    let done = match (row.ratio, row.verdict) {
        (_, Verdict::Met) => 1.0,
        (ratio, _) => ratio.unwrap_or_default(),
    };
    let full = (f64::from(last - first) * done.clamp(0.0, 1.0)).round() as u16;
    let now = days.column(today);
    // What stands in the bar is painted once: dimness underneath would shine through.
    for x in columns.filter(|x| *x != last && *x != now) {
        let solid = x - first < full;
        let (glyph, shade) = if solid { (look.glyphs.full, role) } else { (look.glyphs.rest, Role::Trough) };
        look.put(buf, x, y, 1, glyph, look.style(shade));
    }
    look.put(buf, last, y, 1, mark(look, row.verdict).0, look.style(role));
}
