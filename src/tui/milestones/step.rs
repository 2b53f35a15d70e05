//! One step opened: the words of its source, how it stands, who is behind.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::outlook;
use super::view::mark;
use crate::lang::Lang;
use crate::programme::Verdict;
use crate::tui::app::{App, Hit, Slot};
use crate::tui::look::Role;
use crate::tui::source::{StepRow, UnitRow};
use crate::tui::widget::{Column, Cursor, Table, popup, tall};
use crate::tui::{text, tree};

/// The state of the layer.
pub struct Step {
    /// The step.
    pub row: Box<StepRow>,
    /// Who is behind, the worst first.
    pub units: Vec<UnitRow>,
    /// The cursor of the units.
    pub cursor: Cursor,
}

impl Step {
    /// A step whose units are still asked for.
    pub fn new(row: StepRow) -> Self {
        Self { row: Box::new(row), units: Vec::new(), cursor: Cursor::default() }
    }

    /// Takes the units in.
    pub fn take(&mut self, units: Vec<UnitRow>) {
        self.units = units;
    }
}

/// Paints the step.
pub fn view(app: &App, step: &Step, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let Some(standing) = &app.standing else { return };
    let row = &step.row;
    let title = format!("{} {}", row.step, lang.pick(&row.zh, &row.en));
    let inner = popup(look, area, 110, tall(area), &title, &row.due.to_string(), buf);
    app.hit(inner, Hit::Nothing);
    let inner = Rect { x: inner.x + 2, width: inner.width.saturating_sub(4), ..inner };
    let (symbol, role) = mark(look, row.verdict);
    let mut parts =
        vec![(format!("{symbol} {}", lang.word(row.verdict)), role), (text::target_is(lang, &row.target), Role::Text)];
    if !row.value.is_empty() {
        parts.push((text::value_is(lang, &row.value), Role::Text));
    }
    if row.denominator > 0 {
        parts.push((format!("{}/{}", row.numerator, row.denominator), Role::Dim));
    }
    parts.extend(outlook::parts(lang, &row.outlook));
    if let Some(frozen) = &row.frozen {
        parts.push((text::frozen_is(lang, frozen), Role::Dim));
    }
    if let Some(why) = row.why(lang) {
        parts.push((why.to_owned(), Role::Warn));
    }
    let mut y = inner.y + tree::flow(look, buf, inner, &parts) + 1;
    let label = look.width(text::responsible(lang)).max(look.width(text::quote(lang))) + 2;
    for (name, words) in [
        (text::quote(lang), &row.quote_zh),
        (text::responsible(lang), &row.responsible[usize::from(lang == Lang::En)]),
        (text::source(lang), &row.source),
    ] {
        if words.is_empty() {
            continue;
        }
        look.put(buf, inner.x, y, label, name, look.style(Role::Dim));
        for line in look.wrap(words, inner.width.saturating_sub(label)).into_iter().take(6) {
            look.put(buf, inner.x + label, y, inner.width.saturating_sub(label), &line, look.style(Role::Text));
            y += 1;
        }
    }
    let rest = Rect { y: y + 1, height: inner.bottom().saturating_sub(y + 1), ..inner };
    units(app, step, standing, rest, buf);
}

fn units(app: &App, step: &Step, standing: &crate::desk::Standing, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    if area.height < 3 {
        return;
    }
    if step.units.is_empty() {
        let scope = app.milestones.shown.as_ref().map(|shown| shown.scope);
        let word = match step.row.verdict {
            _ if app.work.pending(Slot::Units) => text::reading(lang),
            Verdict::NoData | Verdict::Unproven => text::nothing_to_count(lang),
            _ if scope.is_some_and(|pos| !standing.tree.has_children(pos)) => text::nothing_below(lang),
            _ => text::nobody_behind(lang),
        };
        look.put(buf, area.x, area.y, area.width, word, look.style(Role::Dim));
        return;
    }
    let title = text::behind_title(lang, step.units.len());
    look.put(buf, area.x, area.y, area.width, &title, look.style(Role::Heading));
    let mut columns = vec![
        Column::rest(look, text::organisation(lang), 16),
        Column::number(look, text::missing(lang), 6).keep(90),
        Column::number(look, text::value(lang), 7).keep(80),
    ];
    // A count has no whole.
    let shares = step.units.iter().any(|unit| unit.denominator > 0);
    if shares {
        columns.push(Column::number(look, text::share(lang), 13).keep(70));
    }
    if step.units.iter().any(|unit| outlook::flag(look, unit).is_some()) {
        columns.push(outlook::column(look));
    }
    let table = Table::new(columns, Rect { y: area.y + 1, height: area.height - 1, ..area });
    table.head(look, buf, area.y + 1);
    let body = Rect { y: area.y + 2, height: area.height - 2, ..area };
    let shown = step.cursor.window(usize::from(body.height), step.units.len());
    app.hit(body, Hit::Rows(shown.start));
    for (y, at) in (body.y..).zip(shown) {
        let Some(unit) = step.units.get(at) else { continue };
        table.cell(look, buf, y, 0, standing.tree.label(unit.pos), look.style(Role::Text));
        table.cell(look, buf, y, 1, &unit.behind.to_string(), look.style(Role::Bad));
        table.cell(look, buf, y, 2, &unit.value, look.style(Role::Text));
        let share = format!("{}/{}", unit.numerator, unit.denominator);
        if shares {
            table.cell(look, buf, y, 3, &share, look.style(Role::Dim));
        }
        if let Some((words, role)) = outlook::flag(look, unit) {
            table.cell(look, buf, y, 3 + usize::from(shares), &words, look.style(role));
        }
        if at == step.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
}
