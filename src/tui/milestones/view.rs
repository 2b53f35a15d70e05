//! Screen 3 on screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{View, axis, forecast, ledgers};
use crate::desk::Standing;
use crate::lang::Lang;
use crate::model::Labelled;
use crate::programme::Verdict;
use crate::tui::app::{App, Hit, Slot};
use crate::tui::look::{Look, Role};
use crate::tui::source::StepRow;
use crate::tui::widget::{Blank, Column, Panel, Table, bar};
use crate::tui::{text, tree};

/// The symbol of a verdict and how it looks; a symbol and a word, never a colour alone.
pub const fn mark(look: &Look, verdict: Verdict) -> (&'static str, Role) {
    match verdict {
        Verdict::Met => (look.glyphs.good, Role::Good),
        Verdict::Missed => (look.glyphs.bad, Role::Bad),
        Verdict::OnCourse => (look.glyphs.run, Role::Text),
        Verdict::AtRisk => (look.glyphs.warn, Role::Warn),
        Verdict::Unproven => ("?", Role::Warn),
        Verdict::NotApplicable => ("-", Role::Dim),
        Verdict::NoData => (look.glyphs.nil, Role::Dim),
    }
}

/// Columns of a bar at most.
const BAR: u16 = 20;

/// Paints screen 3.
pub fn view(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let top = area;
    let area = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    let rows = app.milestones.rows();
    let place = if app.milestones.view == View::Ledgers {
        let (at, len) = (app.milestones.ledgers.cursor.at, app.milestones.ledgers.len());
        if len == 0 { String::new() } else { format!("{}/{len}", at + 1) }
    } else if rows.is_empty() {
        String::new()
    } else {
        format!("{}/{}", app.milestones.cursor.at + 1, rows.len())
    };
    if app.milestones.view == View::Forecast && !rows.is_empty() && area.height > 8 {
        head(app, standing, usize::MAX, top, buf);
        forecast::view(app, standing, area, &place, buf);
        return;
    }
    let title = match app.milestones.view {
        View::Axis => text::steps::axis_title(lang),
        View::Forecast => text::steps::forecast_title(lang),
        View::Ledgers => text::ledgers::title(lang),
        View::List => text::steps_title(lang),
    };
    let inner = Panel { title, right: &place, focus: true }.view(look, area, buf);
    if inner.height < 2 || inner.width < 20 {
        return;
    }
    let pending = app.work.pending(Slot::Milestones);
    if rows.is_empty() {
        let blank = Blank {
            title: text::no_steps(lang),
            more: text::no_steps_more(lang),
            keys: &["steps.programme", "palette"],
            doing: text::judging(lang),
        };
        blank.view(app, Slot::Milestones, inner, buf);
        head(app, standing, 0, top, buf);
        return;
    }
    if app.milestones.view == View::Ledgers {
        head(app, standing, usize::MAX, top, buf);
        ledgers::view(app, standing, inner, buf);
        return;
    }
    if app.milestones.view == View::Axis {
        head(app, standing, usize::MAX, top, buf);
        axis::view(app, standing, inner, buf);
        return;
    }
    let wide = inner.width >= 110;
    // Room for a bar, and where the names leave it for the words why there is none.
    let bars = if wide { (inner.width / 4 - 6).clamp(BAR, 44) } else { 10 };
    let table = Table::new(
        vec![
            Column::text(look, text::due(lang), if wide { 10 } else { 5 }).keep(95),
            Column::text(look, text::step_id(lang), 5).keep(94),
            Column::rest(look, text::step(lang), 20),
            Column::number(look, text::target(lang), look.width(&look.signs("≥100%"))).keep(80),
            Column::number(look, text::value(lang), 7).keep(85),
            Column::text(look, "", bars).keep(40),
            Column::text(look, text::verdict(lang), verdict_width(look)).keep(90),
            Column::number(look, text::left(lang), 8).keep(70),
            Column::number(look, text::per_day(lang), 6).keep(50),
        ],
        Rect { x: inner.x + 1, width: inner.width - 2, ..inner },
    );
    head(app, standing, table.place(5).map_or(0, |(_, width)| usize::from(width)), top, buf);
    table.head(look, buf, inner.y);
    let body = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    let shown = app.milestones.cursor.window(usize::from(body.height), rows.len());
    app.hit(body, Hit::Rows(shown.start));
    for (y, at) in (body.y..).zip(shown) {
        row(look, &table, &rows[at], wide, pending, y, buf);
        if at == app.milestones.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
}

/// What a step is called.
pub(super) fn word(lang: Lang, row: &StepRow) -> &str {
    lang.pick(&row.zh, &row.en)
}

// Why there is no value; or what it was when it counted, where that is not what it is now.
fn remark(row: &StepRow, lang: Lang) -> Option<String> {
    let then = row.frozen.as_ref().filter(|then| **then != row.value);
    row.why(lang).map(str::to_owned).or_else(|| then.map(|then| text::frozen_is(lang, then)))
}

fn verdict_width(look: &Look) -> u16 {
    Verdict::ALL.iter().map(|verdict| look.width(look.lang.word(*verdict))).max().unwrap_or(6) + 2
}

fn row(look: &Look, table: &Table, row: &StepRow, wide: bool, pending: bool, y: u16, buf: &mut Buffer) {
    let lang = look.lang;
    let fade = |role: Role| -> Style { look.style(if pending { Role::Dim } else { role }) };
    let due = row.due.to_string();
    table.cell(look, buf, y, 0, if wide { &due } else { &due[5..] }, fade(Role::Dim));
    table.cell(look, buf, y, 1, &row.step, fade(Role::Dim));
    table.cell(look, buf, y, 2, lang.pick(&row.zh, &row.en), fade(Role::Text));
    table.cell(look, buf, y, 3, &look.signs(&row.target), fade(Role::Text));
    table.cell(look, buf, y, 4, &row.value, fade(Role::Text));
    match (table.place(5), row.ratio, remark(row, lang)) {
        (Some((x, width)), _, Some(remark)) => {
            look.put(buf, x, y, width, &remark, fade(Role::Dim));
        }
        (Some((x, width)), Some(share), None) => bar(look, buf, x, y, width.min(BAR), share),
        _ => {}
    }
    let (symbol, role) = mark(look, row.verdict);
    table.cell(look, buf, y, 6, &format!("{symbol} {}", lang.word(row.verdict)), fade(role));
    let left = match row.days_left {
        days if days < 0 => (text::days_ago(lang, -days), Role::Dim),
        0 => (text::today(lang).to_owned(), Role::Warn),
        days => (text::days(lang, days), if days <= 3 { Role::Warn } else { Role::Text }),
    };
    table.cell(look, buf, y, 7, &left.0, fade(left.1));
    table.cell(look, buf, y, 8, row.needed_per_day.as_deref().unwrap_or_default(), fade(Role::Text));
}

// `told` is the room that the table has for the remark on a step: what does not fit there stands here.
fn head(app: &App, standing: &Standing, told: usize, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let programmes = app.source.as_ref().map(|source| source.programmes()).unwrap_or_default();
    let Some(programme) = programmes.get(app.milestones.programme) else {
        look.put(
            buf,
            area.x + 1,
            area.y,
            area.width.saturating_sub(2),
            text::no_programme(lang),
            look.style(Role::Dim),
        );
        return;
    };
    let rows = app.milestones.rows();
    let line = Rect { x: area.x + 1, width: area.width.saturating_sub(2), height: 1, ..area };
    let scope = app.scope_pos().map_or(text::everything(lang), |pos| standing.tree.label(pos));
    let parts = vec![
        (lang.pick(&programme.zh, &programme.en).to_owned(), Role::Heading),
        (text::tasks_and_steps(lang, programme.tasks, rows.len()), Role::Dim),
        (text::scope_is(lang, scope), Role::Dim),
    ];
    tree::flow(look, buf, line, &parts);
    let mut x = line.x;
    for verdict in Verdict::ALL {
        let count = rows.iter().filter(|row| row.verdict == *verdict).count();
        if count == 0 {
            continue;
        }
        let (symbol, role) = mark(look, *verdict);
        let word = format!("{symbol} {} {count}", lang.word(*verdict));
        x += look.put(buf, x, line.y + 1, line.right().saturating_sub(x), &word, look.style(role)) + 3;
    }
    let word = match rows.get(app.milestones.cursor.at) {
        Some(_) if app.work.pending(Slot::Milestones) => text::judging(lang).to_owned(),
        Some(row) => remark(row, lang).filter(|remark| usize::from(look.width(remark)) > told).unwrap_or_default(),
        None => String::new(),
    };
    // Half a remark says nothing; the step, opened, has it whole.
    if x + look.width(&word) <= line.right() {
        look.put(buf, x, line.y + 1, line.right() - x, &word, look.style(Role::Dim));
    }
}
