//! The steps of a programme, an open step, the ledgers.

use super::{heads, place};
use crate::desk::{Standing, UnitCourse};
use crate::lang::Lang;
use crate::model::{Instant, Pos};
use crate::programme::Value;
use crate::tui::app::{App, Tab};
use crate::tui::clip::sheet::Sheet;
use crate::tui::milestones::ledgers::{self, Book};
use crate::tui::milestones::step::Part;
use crate::tui::milestones::{Step, View};
use crate::tui::text::{self, ledgers as words, moves, steps as said};
use crate::tui::{milestones, source};

pub(super) fn steps(app: &App) -> Sheet<'_> {
    let lang = app.lang();
    let rows = app.milestones.rows();
    let mut head = heads(&[text::craft::step(lang), text::craft::title(lang)]);
    let axis = app.milestones.view == View::Axis;
    head.extend(axis.then(|| text::craft::begins(lang).to_owned()));
    head.extend(heads(&[text::due(lang), text::target(lang), text::craft::value(lang), text::state(lang)]));
    let forecast = app.milestones.view == View::Forecast;
    if forecast {
        head.extend(heads(&[said::expected(lang), said::chance(lang)]));
    }
    let row = move |at: usize| {
        let row = rows.get(at)?;
        let mut cells = vec![row.step.clone(), lang.pick(&row.zh, &row.en).to_owned()];
        cells.extend(axis.then(|| row.start.to_string()));
        cells.extend([row.due.to_string(), row.target.clone(), row.value.clone(), lang.word(row.verdict).to_owned()]);
        if forecast {
            let expected = row.outlook.expected.as_ref().map(|[expected, ..]| expected.clone());
            cells.push(expected.unwrap_or_default());
            cells.push(row.outlook.chance.map(|chance| format!("{chance}%")).unwrap_or_default());
        }
        Some(cells)
    };
    Sheet { head, len: rows.len(), at: app.milestones.cursor.at, row: Box::new(row) }
}

/// The children that will miss the step under the cursor, listed beside its chart.
pub fn misses(app: &App) -> Option<Sheet<'_>> {
    if app.tab != Tab::Milestones || app.milestones.view != View::Forecast || app.asked_about().is_some() {
        return None;
    }
    let (lang, standing) = (app.lang(), app.standing.as_deref()?);
    let course = app.milestones.course(app.milestones.rows().get(app.milestones.cursor.at)?)?;
    let rows: Vec<&UnitCourse> = course.units.iter().filter(|unit| unit.misses()).collect();
    let head = heads(&[
        text::craft::code(lang),
        said::who(lang),
        text::craft::value(lang),
        said::expected(lang),
        said::chance(lang),
    ]);
    let len = rows.len();
    let row = move |at: usize| {
        let unit = *rows.get(at)?;
        let mut cells = place(app, standing, unit.pos).to_vec();
        cells.push(unit.now.show(course.target.rate));
        cells.extend(milestones::told(&app.look, unit, course.target.rate));
        Some(cells)
    };
    Some(Sheet { head, len, at: usize::MAX, row: Box::new(row) })
}

/// What an open step lists.
pub(super) fn opened<'a>(app: &'a App, standing: &'a Standing, step: &'a Step) -> Option<Sheet<'a>> {
    let page = step.page.as_ref()?;
    let at = step.cursor.at;
    Some(match step.part {
        Part::Children => Sheet { at, ..units(app, standing, &page.units) },
        Part::First => Sheet { at, ..first(app, standing, &page.first) },
        Part::Bodies => Sheet { at, ..bodies(app, &page.bodies) },
    })
}

fn units<'a>(app: &'a App, standing: &'a Standing, units: &'a [source::UnitRow]) -> Sheet<'a> {
    let lang = app.lang();
    let head = heads(&[
        text::craft::code(lang),
        text::organisation(lang),
        text::craft::value(lang),
        text::craft::behind(lang),
        moves::flags_title(lang),
    ]);
    let row = move |at: usize| {
        let unit = units.get(at)?;
        let flag = milestones::flag(&app.look, unit).map(|(words, _)| words).unwrap_or_default();
        let rest = [unit.value.clone(), unit.behind.to_string(), flag];
        Some(place(app, standing, unit.pos).into_iter().chain(rest).collect())
    };
    Sheet { head, len: units.len(), at: 0, row: Box::new(row) }
}

fn first<'a>(app: &'a App, standing: &'a Standing, rows: &'a [(Pos, u64)]) -> Sheet<'a> {
    let lang = app.lang();
    let head = heads(&[text::craft::code(lang), text::organisation(lang), said::brings(lang)]);
    let row = move |at: usize| {
        let (pos, by) = rows.get(at)?;
        Some(place(app, standing, *pos).into_iter().chain([by.to_string()]).collect())
    };
    Sheet { head, len: rows.len(), at: 0, row: Box::new(row) }
}

fn bodies<'a>(app: &'a App, rows: &'a [source::BodyRow]) -> Sheet<'a> {
    let lang = app.lang();
    let head = heads(&[text::responsible(lang), text::value(lang), said::of_them_behind(lang), said::enough(lang)]);
    let row = move |at: usize| {
        let row = rows.get(at)?;
        Some(vec![
            row.name[usize::from(lang == Lang::En)].clone(),
            row.value.clone(),
            format!("{}/{}", row.behind, row.units),
            row.fewest.map(|fewest| fewest.to_string()).unwrap_or_default(),
        ])
    };
    Sheet { head, len: rows.len(), at: 0, row: Box::new(row) }
}

fn day(at: Option<Instant>) -> String {
    at.map(|at| at.day().to_string()).unwrap_or_default()
}

// One row of a list by its place.
type Row<'a> = Box<dyn Fn(usize) -> Option<Vec<String>> + 'a>;

/// The ledger listed.
pub(super) fn ledgers<'a>(app: &'a App, standing: &'a Standing) -> Option<Sheet<'a>> {
    let lang = app.lang();
    let state = &app.milestones.ledgers;
    let read = state.read.as_deref()?;
    let (head, row): (_, Row<'a>) = match state.book {
        Book::Units => {
            let head = [
                text::craft::code(lang),
                words::answers(lang),
                words::recorded(lang),
                words::confirmed(lang),
                words::covered(lang),
                words::share(lang),
                words::bare(lang),
                words::hollow(lang),
            ];
            let row = move |at: usize| {
                let sum = read.units.get(at)?;
                let all = sum.rows.len();
                let mut cells = place(app, standing, sum.pos).to_vec();
                cells.extend([all, sum.confirmed, sum.covered].map(|count| count.to_string()));
                cells.push(Value::rate(sum.covered as u64, all as u64).show(true));
                cells.extend([sum.bare, sum.hollow].map(|count| count.to_string()));
                Some(cells)
            };
            (heads(&head), Box::new(row))
        }
        Book::Items => {
            let head = [
                text::step_id(lang),
                words::item(lang),
                words::proof(lang),
                words::declared(lang),
                words::asked(lang),
                words::last(lang),
            ];
            let row = move |at: usize| {
                let item = read.items.get(at)?;
                Some(vec![
                    item.step.to_string(),
                    item.name.pick(lang).to_owned(),
                    if item.sampled { words::sampled(lang) } else { words::attested(lang) }.to_owned(),
                    item.declared.to_string(),
                    item.asked.map(|asked| asked.to_string()).unwrap_or_default(),
                    day(item.last),
                ])
            };
            (heads(&head), Box::new(row))
        }
        Book::Schools => {
            let head = [
                text::craft::code(lang),
                words::school(lang),
                words::year(lang),
                words::graduates(lang),
                words::submitted(lang),
            ];
            let row = move |at: usize| {
                let school = read.schools.get(at)?;
                let base = school.base.as_ref();
                let mut cells = place(app, standing, school.pos).to_vec();
                cells.push(base.map(|base| base.year.to_string()).unwrap_or_default());
                cells.push(base.map(|base| base.members.to_string()).unwrap_or_default());
                cells.push(base.map_or_else(|| words::not_submitted(lang).to_owned(), |base| day(base.submitted)));
                Some(cells)
            };
            (heads(&head), Box::new(row))
        }
    };
    Some(Sheet { head, len: state.len(), at: state.cursor.at, row })
}

/// The units of the new sectors of one organisation.
pub(super) fn ledger_units<'a>(app: &'a App, standing: &'a Standing, state: &'a ledgers::Units) -> Sheet<'a> {
    let lang = app.lang();
    let head = heads(&[
        words::unit(lang),
        words::credit(lang),
        words::kind(lang),
        words::confirmed(lang),
        text::craft::code(lang),
        words::built(lang),
        words::stands(lang),
    ]);
    let row = move |at: usize| {
        let row = state.rows.get(at)?;
        let confirmed = row.unit.confirmed.map(|at| at.day().to_string());
        let mut cells = vec![
            row.unit.name.to_string(),
            row.unit.credit.to_string(),
            lang.word(row.unit.kind).to_owned(),
            confirmed.unwrap_or_else(|| words::not_confirmed(lang).to_owned()),
        ];
        cells.extend(row.org.map_or_else(Default::default, |pos| place(app, standing, pos)));
        cells.push(words::cover(lang, row.cover).to_owned());
        Some(cells)
    };
    Sheet { head, len: state.rows.len(), at: state.cursor.at, row: Box::new(row) }
}
