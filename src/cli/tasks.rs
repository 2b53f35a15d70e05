//! `mingmai tasks`: the steps of a programme and how they stand.

use anyhow::Result;
use serde::Serialize;

use super::args::Site;
use super::outcome::{Outcome, Usage};
use super::output::{self, Table};
use super::{desk, text};
use crate::desk::{FewestUnits, StepStanding, step_of};
use crate::judge::Words;
use crate::programme::{LatestStart, Programme, Value};

/// Which programme, for whom.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Id of the programme [default: the notice of 2018]
    #[arg(long, value_name = "ID")]
    programme: Option<String>,
    /// Code of the organisation whose subtree is judged [default: all]
    #[arg(long, value_name = "CODE")]
    org: Option<String>,
    /// Only this step: who is behind, with flags, whom to phone first, and by responsible body
    #[arg(long, value_name = "ID")]
    step: Option<String>,
}

#[derive(Serialize)]
struct Tasks {
    programme: String,
    as_of: String,
    steps: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    task: String,
    title: String,
    due: String,
    target: String,
    value: Option<f64>,
    numerator: Option<u64>,
    denominator: Option<u64>,
    verdict: &'static str,
    /// The value at the due instant, where it has passed: what the verdict is about.
    at_due: Option<f64>,
    needed_per_day: Option<f64>,
    /// The same, under the name of the forecast's documents.
    required_per_day: Option<f64>,
    forecast: Option<Outlook>,
    /// The last day on which work at the best recent pace could begin and be in time.
    latest_start: Option<String>,
    /// Whether even the best recent pace is too slow.
    too_late: bool,
    fewest_units: Option<Fewest>,
    unit: Option<String>,
    per: Option<String>,
    base: Option<u64>,
    why: Option<String>,
    #[serde(skip)]
    shown: [String; 4],
}

/// Where a step will stand when it is due; one time in ten it is below `low`, one in ten above `high`.
#[derive(Serialize)]
struct Outlook {
    value: f64,
    low: f64,
    high: f64,
    probability: f64,
    per_day: f64,
    /// The day the target is reached at that pace.
    reached_on: Option<String>,
}

/// How few units are enough.
#[derive(Serialize)]
struct Fewest {
    missing: u64,
    children: usize,
    organisations: usize,
}

/// Prints them in the order of the programme.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let desk = desk::open(site)?;
    let standing = desk.standing(&|_| {})?;
    let programme = match &args.programme {
        None => desk.programmes().first(),
        Some(id) => desk.programme(id),
    };
    let Some(programme) = programme else {
        let known: Vec<&str> = desk.programmes().iter().map(|programme| programme.id.as_str()).collect();
        let id = args.programme.as_deref().unwrap_or_default();
        return Err(Usage(text::no_programme(site.lang, id, &known.join(", "))).into());
    };
    let scope = desk::place(&standing, site.lang, args.org.as_deref())?;
    if let Some(id) = &args.step {
        let step = programme.step(id).ok_or_else(|| {
            let known: Vec<&str> = programme.steps().map(|step| step.id.as_str()).collect();
            Usage(text::no_step(site.lang, id, &known.join(", ")))
        })?;
        return super::step::run(site, &desk, programme, step, scope);
    }
    let rows = desk.milestones(programme, scope)?;
    let steps = rows.iter().filter_map(|standing| row(site, programme, standing));
    let tasks = Tasks { programme: programme.id.to_string(), as_of: standing.at.to_string(), steps: steps.collect() };
    if site.json {
        output::json(&tasks)?;
    } else {
        output::line(&text::as_of(site.lang, &tasks.as_of))?;
        let mut table = Table::new(3, &text::tasks_heading(site.lang));
        for row in tasks.steps {
            let [now, due, verdict, chance] = row.shown;
            table.row(vec![row.due, row.id, row.title, row.target, now, due, verdict, chance]);
        }
        table.print()?;
    }
    desk::keep_day(site, &desk);
    Ok(Outcome::Done)
}

fn row(site: &Site, programme: &Programme, standing: &StepStanding) -> Option<Row> {
    let lang = site.lang;
    let (task, step) = step_of(programme, standing)?;
    let shown = |value: Option<Value>| value.map_or_else(|| "-".to_owned(), |value| value.show(step.target.rate));
    let words =
        |words: Option<&Words>| words.map(|words| words.pick(lang).to_owned()).filter(|words| !words.is_empty());
    let counted = programme.metrics.get(&step.metric).and_then(|metric| metric.counted.as_ref());
    let forecast = standing.forecast.map(|seen| Outlook {
        value: seen.value,
        low: seen.low,
        high: seen.high,
        probability: seen.probability,
        per_day: seen.per_day,
        reached_on: seen.reached_on.map(|day| day.to_string()),
    });
    let chance = forecast.as_ref().map_or_else(String::new, |seen| format!("{:.0}%", seen.probability * 100.0));
    Some(Row {
        id: step.id.to_string(),
        task: task.id.to_string(),
        title: step.title.pick(lang).to_owned(),
        due: step.due.to_string(),
        target: step.target.to_string(),
        value: standing.now.and_then(|value| value.value),
        numerator: standing.now.map(|value| value.numerator),
        denominator: standing.now.and_then(|value| value.denominator),
        verdict: standing.verdict.id(),
        at_due: standing.at_due.and_then(|value| value.value),
        needed_per_day: standing.needed_per_day,
        required_per_day: standing.needed_per_day,
        forecast,
        latest_start: match standing.latest_start {
            Some(LatestStart::On(day)) => Some(day.to_string()),
            _ => None,
        },
        too_late: standing.latest_start == Some(LatestStart::TooLate),
        fewest_units: standing.fewest.map(|FewestUnits { missing, children, organisations }| Fewest {
            missing,
            children,
            organisations,
        }),
        unit: words(counted),
        per: words(step.per.as_ref()),
        base: step.base,
        why: step.why.as_ref().filter(|_| standing.now.is_none()).map(|why| why.pick(lang).to_owned()),
        shown: [shown(standing.now), shown(standing.at_due), lang.word(standing.verdict).to_owned(), chance],
    })
}
