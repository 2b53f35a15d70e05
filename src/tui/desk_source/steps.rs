//! Steps of a programme as the screen shows them.

use anyhow::Result;

use crate::desk::{BodyStanding, Desk, Standing, StepStanding, UnitStanding, step_of};
use crate::judge::Words;
use crate::model::Pos;
use crate::programme::{Forecast, Programme, Step};
use crate::tui::source::{BodyRow, Outlook, StepPage, StepRow, UnitRow};

fn outlook(row: &StepStanding, rate: bool) -> Outlook {
    let seen = row.forecast;
    Outlook {
        expected: seen.map(|seen| [seen.value, seen.low, seen.high].map(|value| Forecast::show(value, rate))),
        chance: seen.map(|seen| (seen.probability * 100.0).round() as u8),
        latest: row.latest_start,
        fewest: row.fewest.map(|fewest| (fewest.children, fewest.organisations)),
    }
}

pub(super) fn step_row(of: &Programme, row: &StepStanding, standing: &Standing) -> Option<StepRow> {
    let (task, step) = step_of(of, row)?;
    let shown = row.now.map(|value| value.show(step.target.rate));
    let bodies: Vec<_> =
        step.responsible.iter().filter_map(|body| of.bodies.get(body)).map(|body| &body.name).collect();
    let said =
        |word: fn(&Words) -> &str, between| bodies.iter().map(|body| word(body)).collect::<Vec<_>>().join(between);
    Some(StepRow {
        task: task.id.to_string(),
        step: step.id.to_string(),
        start: of.started(task, step),
        due: step.due,
        zh: step.title.zh.to_string(),
        en: step.title.en.to_string(),
        target: step.target.to_string(),
        value: shown.unwrap_or_default(),
        ratio: row.now.and_then(|value| step.target.progress(&value)),
        numerator: row.now.map(|value| value.numerator).unwrap_or_default(),
        denominator: row.now.and_then(|value| value.denominator).unwrap_or_default(),
        verdict: row.verdict,
        days_left: i64::from(step.due.0 - standing.at.day().0),
        needed_per_day: row.needed_per_day.map(|need| pace(need, step.target.rate)),
        outlook: outlook(row, step.target.rate),
        why_no_data_zh: step.why.as_ref().filter(|_| row.now.is_none()).map(|why| why.zh.to_string()),
        why_no_data_en: step.why.as_ref().filter(|_| row.now.is_none()).map(|why| why.en.to_string()),
        frozen: row.at_due.map(|value| value.show(step.target.rate)),
        rule: step.measure.as_ref().and_then(|measure| measure.rule()).map(str::to_owned),
        responsible: [said(|body| &body.zh, "、"), said(|body| &body.en, ", ")],
        quote_zh: task.quote.clone(),
        source: match &task.source {
            Some(source) => source.zh.to_string(),
            None => {
                let issued = of.issued.map(|day| day.to_string()).unwrap_or_default();
                format!("{} {issued}", of.number).trim_end().to_owned()
            }
        },
    })
}

// Rounded up: who keeps to what is shown arrives in time.
fn pace(need: f64, rate: bool) -> String {
    let up = |number: f64| (number * 10.0 - 1e-6).ceil() / 10.0;
    if rate { format!("{:.1}%", up(need * 100.0)) } else { format!("{:.1}", up(need)) }
}

/// A step opened in a subtree.
pub(super) fn step_page(desk: &Desk, programme: &Programme, step: &Step, scope: Option<Pos>) -> Result<StepPage> {
    let unit = |unit: UnitStanding| UnitRow {
        pos: unit.pos,
        value: unit.value.show(step.target.rate),
        numerator: unit.value.numerator,
        denominator: unit.value.denominator.unwrap_or_default(),
        behind: unit.behind,
        flag: unit.flag,
        first: unit.first,
    };
    let units = desk.step_units(step, scope)?;
    let first = desk.first_organisations(step, scope)?;
    let body = |body: BodyStanding| {
        let name = programme.bodies.get(&body.body).map(|of| &of.name);
        BodyRow {
            name: name.map_or_else(Default::default, |name| [name.zh.to_string(), name.en.to_string()]),
            value: body.value.show(step.target.rate),
            units: body.units,
            behind: body.behind,
            fewest: body.fewest,
        }
    };
    Ok(StepPage {
        units: units.into_iter().filter(|unit| unit.behind > 0).map(unit).collect(),
        missing: first.as_ref().map_or(0, |first| first.missing),
        first: first.map(|first| first.units).unwrap_or_default(),
        bodies: desk.step_bodies(programme, step, scope)?.into_iter().map(body).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::pace;

    #[test]
    fn a_pace_is_rounded_up_and_a_rate_is_in_percent() {
        for (need, rate, text) in [
            (1.6, false, "1.6"),
            (1.61, false, "1.7"),
            (0.104, true, "10.4%"),
            (0.0001, true, "0.1%"),
            (3.5, false, "3.5"),
        ] {
            assert_eq!(pace(need, rate), text, "{need}");
        }
    }
}
