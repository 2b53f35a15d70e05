//! Where the step under the cursor goes: its chart with the numbers beside it, and which children will miss it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::chart;
use super::view::{mark, word};
use crate::desk::{Course, Standing, UnitCourse};
use crate::lang::Lang;
use crate::programme::{Forecast, Verdict};
use crate::tui::app::{App, Hit, Slot};
use crate::tui::look::{Look, Role};
use crate::tui::source::StepRow;
use crate::tui::text::{self, steps};
use crate::tui::widget::{Blank, Column, Panel, Table};
use crate::tui::{milestones::outlook, tree};

/// Rows of the list where it stands over the chart.
const LOW: u16 = 7;

/// Paints the list and, beside or below it, what there is to say of the step under the cursor; there is a row at least.
pub(super) fn view(app: &App, standing: &Standing, area: Rect, place: &str, buf: &mut Buffer) {
    let look = &app.look;
    let wide = area.width >= 110;
    let (left, right) = if wide {
        let width = (area.width * 42 / 100).clamp(48, 84);
        (Rect { width, ..area }, Rect { x: area.x + width, width: area.width - width, ..area })
    } else {
        let rows =
            (app.milestones.rows().len() as u16 + 3).min(LOW + area.height.saturating_sub(20) / 3).min(area.height);
        (Rect { height: rows, ..area }, Rect { y: area.y + rows, height: area.height - rows, ..area })
    };
    let inner = Panel { title: steps::forecast_title(look.lang), right: place, focus: true }.view(look, left, buf);
    list(app, inner, buf);
    let Some(row) = app.milestones.rows().get(app.milestones.cursor.at) else { return };
    let title = format!("{} {}", row.step, word(look.lang, row));
    let due = steps::due_on(look.lang, &row.due.to_string());
    let inner = Panel { title: &title, right: &due, focus: false }.view(look, right, buf);
    app.hit(right, Hit::Nothing);
    if inner.height < 2 || inner.width < 24 {
        return;
    }
    step(app, standing, row, Rect { x: inner.x + 1, width: inner.width - 2, ..inner }, buf);
}

fn list(app: &App, inner: Rect, buf: &mut Buffer) {
    if inner.height < 2 || inner.width < 20 {
        return;
    }
    let look = &app.look;
    let lang = look.lang;
    let rows = app.milestones.rows();
    let table = Table::new(
        vec![
            Column::text(look, "", 1).keep(99),
            Column::text(look, text::step_id(lang), 5).keep(98),
            Column::rest(look, text::step(lang), 12),
            Column::number(look, text::target(lang), look.width(&look.signs("≥100%"))).keep(60),
            Column::number(look, text::value(lang), 7).keep(90),
            Column::number(look, steps::expected(lang), 7).keep(85),
            Column::number(look, steps::chance(lang), 4).keep(88),
        ],
        Rect { x: inner.x + 1, width: inner.width - 2, ..inner },
    );
    table.head(look, buf, inner.y);
    let body = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    let shown = app.milestones.cursor.window(usize::from(body.height), rows.len());
    app.hit(body, Hit::Rows(shown.start));
    for (y, at) in (body.y..).zip(shown) {
        let row = &rows[at];
        let (sign, role) = mark(look, row.verdict);
        let expected = row.outlook.expected.as_ref().map_or("", |[expected, ..]| expected);
        let chance = row.outlook.chance.map_or_else(String::new, |chance| format!("{chance}%"));
        table.cell(look, buf, y, 0, sign, look.style(role));
        table.cell(look, buf, y, 1, &row.step, look.style(Role::Dim));
        table.cell(look, buf, y, 2, word(lang, row), look.style(Role::Text));
        table.cell(look, buf, y, 3, &look.signs(&row.target), look.style(Role::Dim));
        table.cell(look, buf, y, 4, &row.value, look.style(role));
        table.cell(look, buf, y, 5, expected, look.style(Role::Text));
        table.cell(look, buf, y, 6, &chance, look.style(Role::Text));
        if at == app.milestones.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
}

fn step(app: &App, standing: &Standing, row: &StepRow, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    if row.value.is_empty() {
        let word = row.why(lang).unwrap_or(steps::no_value(lang));
        look.put(buf, area.x, area.y, area.width, word, look.style(Role::Dim));
        return;
    }
    let Some(course) = app.milestones.course(row) else {
        Blank { title: "", more: "", keys: &[], doing: steps::looking_back(lang) }.view(app, Slot::Course, area, buf);
        return;
    };
    let used = tree::flow(look, buf, area, &numbers(look, row, course, standing));
    let mut rest = Rect { y: area.y + used, height: area.height.saturating_sub(used), ..area };
    let chart = chart::plot(row, course, standing.at, lang);
    // The names of who will miss it give way to the chart, not the other way round.
    let behind: Vec<&UnitCourse> = course.units.iter().filter(|unit| unit.misses()).collect();
    let open = standing.at < course.due;
    let below = match chart {
        Some(_) if rest.height < 12 => u16::from(rest.height > 8 && open),
        Some(_) => (rest.height / 2).min(behind.len() as u16 + 2).min(16),
        None => rest.height.saturating_sub(2),
    };
    let high = rest.height - below;
    match &chart {
        Some(plot) => {
            let field = Rect { height: high.saturating_sub(1), ..rest };
            plot.view(look, field, buf);
            let key = Rect { y: rest.y + high - 1, height: 1, ..rest };
            legend(look, course, key, buf);
        }
        None => {
            look.put(buf, rest.x, rest.y + 1, rest.width, steps::few_points(lang), look.style(Role::Dim));
        }
    }
    rest = Rect { y: rest.y + high, height: below, ..rest };
    if open && rest.height > 0 {
        misses(app, standing, course, &behind, rest, buf);
    }
}

// The numbers that the chart draws.
fn numbers(look: &Look, row: &StepRow, course: &Course, standing: &Standing) -> Vec<(String, Role)> {
    let lang = look.lang;
    let rate = course.target.rate;
    let (sign, role) = mark(look, row.verdict);
    let today = standing.at.day().to_string();
    let mut parts = vec![
        (format!("{sign} {}", lang.word(row.verdict)), role),
        (text::target_is(lang, &look.signs(&row.target)), Role::Good),
        (steps::value_on(lang, &row.value, &today[5..]), Role::Bar),
    ];
    if let Some(need) = &row.needed_per_day {
        parts.push((steps::need(lang, need), Role::Warn));
    }
    match (course.forecast, row.verdict) {
        (_, Verdict::Met) => {}
        (Some(seen), _) => {
            parts.push((steps::goes(lang, &pace(seen.per_day, rate)), Role::Text));
            parts.extend(outlook::parts(look, &row.outlook));
            if row.needed_per_day.is_some() {
                parts.push(match seen.reached_on {
                    Some(day) => (steps::reached_on(lang, &day.to_string()), Role::Text),
                    None => (steps::never(lang).to_owned(), Role::Bad),
                });
            }
        }
        (None, _) if standing.at >= course.due => parts.push((steps::step_over(lang).to_owned(), Role::Dim)),
        (None, _) => parts.push((steps::no_forecast(lang).to_owned(), Role::Dim)),
    }
    parts
}

// A change a day with its sign.
fn pace(per_day: f64, rate: bool) -> String {
    let sign = if per_day < 0.0 { "-" } else { "+" };
    let size = per_day.abs();
    if rate { format!("{sign}{:.1}%", size * 100.0) } else { format!("{sign}{size:.1}") }
}

// What each line is, drawn as it is drawn.
fn legend(look: &Look, course: &Course, line: Rect, buf: &mut Buffer) {
    let lang = look.lang;
    let braille = look.glyphs.braille;
    let sample = |dots: &'static str, letter: &'static str| if braille { dots } else { letter };
    let mut parts = vec![
        (sample("⠒⠒", "**"), steps::measured(lang), Role::Bar),
        (sample("⠂⠂", "=="), steps::target(lang), Role::Good),
    ];
    if course.needed_per_day.is_some() {
        parts.push((sample("⠂ ⠂", "++"), steps::pace(lang), Role::Warn));
    }
    if course.forecast.is_some() {
        parts.push((sample("⠂⠂", "oo"), steps::outlook(lang), Role::Text));
    }
    let mut x = line.x;
    for (sample, word, role) in parts {
        let width = look.width(sample) + 1 + look.width(word);
        if x + width > line.right() {
            break;
        }
        x += look.put(buf, x, line.y, line.right() - x, sample, look.style(role)) + 1;
        x += look.put(buf, x, line.y, line.right() - x, word, look.style(Role::Dim)) + 3;
    }
}

fn misses(app: &App, standing: &Standing, course: &Course, behind: &[&UnitCourse], area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    if course.units.is_empty() {
        return;
    }
    if behind.is_empty() {
        look.put(buf, area.x, area.y, area.width, steps::nobody_misses(lang), look.style(Role::Good));
        return;
    }
    let title = steps::will_miss(lang, behind.len());
    if area.height < 4 {
        let names: Vec<&str> = behind.iter().take(4).map(|unit| standing.tree.label(unit.pos)).collect();
        let between = if lang == Lang::Zh { "、" } else { ", " };
        let line = format!("{title}{}{}", lang.colon(names.first().unwrap_or(&"")), names.join(between));
        look.put(buf, area.x, area.y, area.width, &line, look.style(Role::Warn));
        return;
    }
    look.put(buf, area.x, area.y, area.width, &title, look.style(Role::Heading));
    let columns = vec![
        Column::rest(look, steps::who(lang), 14),
        Column::number(look, text::value(lang), 7).keep(80),
        Column::number(look, steps::expected(lang), expected_width(look, behind.iter().copied())).keep(90),
        Column::number(look, steps::chance(lang), 4).keep(70),
    ];
    let table = Table::new(columns, Rect { y: area.y + 1, height: area.height - 1, ..area });
    table.head(look, buf, area.y + 1);
    let rate = course.target.rate;
    for (y, unit) in (area.y + 2..area.bottom()).zip(behind) {
        let [expected, chance] = told(look, unit, rate);
        table.cell(look, buf, y, 0, standing.tree.label(unit.pos), look.style(Role::Text));
        table.cell(look, buf, y, 1, &unit.now.show(rate), look.style(Role::Bad));
        table.cell(look, buf, y, 2, &expected, look.style(Role::Text));
        table.cell(look, buf, y, 3, &chance, look.style(Role::Text));
    }
}

/// How wide the column of what units are expected to be must be.
pub(super) fn expected_width<'a>(look: &Look, units: impl IntoIterator<Item = &'a UnitCourse>) -> u16 {
    if units.into_iter().any(|unit| unit.single) { look.width(steps::single(look.lang)).max(7) } else { 7 }
}

/// What a unit is expected to be, and how likely it is in time.
pub fn told(look: &Look, unit: &UnitCourse, rate: bool) -> [String; 2] {
    match unit.forecast {
        None if unit.single => [steps::single(look.lang), "n/a"].map(str::to_owned),
        Some(seen) => [Forecast::show(seen.value, rate), format!("{}%", (seen.probability * 100.0).round())],
        None => [look.glyphs.none, look.glyphs.none].map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::pace;

    #[test]
    fn a_pace_has_its_sign() {
        for (per_day, rate, text) in [(-1.25, false, "-1.2"), (0.0, false, "+0.0"), (0.0123, true, "+1.2%")] {
            assert_eq!(pace(per_day, rate), text);
        }
    }
}
