//! `mingmai tasks`: the steps of a programme and how they stand.

use anyhow::Result;
use serde::Serialize;

use super::args::Site;
use super::outcome::{Outcome, Usage};
use super::output::{self, Table};
use super::{desk, text};
use crate::desk::step_of;
use crate::programme::Value;

/// Which programme, for whom.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Id of the programme [default: the notice of 2018]
    #[arg(long, value_name = "ID")]
    programme: Option<String>,
    /// Code of the organisation whose subtree is judged [default: all]
    #[arg(long, value_name = "CODE")]
    org: Option<String>,
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
    why: Option<String>,
    #[serde(skip)]
    shown: [String; 3],
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
    let rows = desk.milestones(programme, scope)?;
    let steps = rows.iter().filter_map(|row| {
        let (task, step) = step_of(programme, row)?;
        let shown = |value: Option<Value>| value.map_or_else(|| "-".to_owned(), |value| value.show());
        Some(Row {
            id: step.id.to_string(),
            task: task.id.to_string(),
            title: step.title.pick(site.lang).to_owned(),
            due: step.due.to_string(),
            target: step.target.to_string(),
            value: row.now.and_then(|value| value.value),
            numerator: row.now.map(|value| value.numerator),
            denominator: row.now.and_then(|value| value.denominator),
            verdict: row.verdict.id(),
            at_due: row.at_due.and_then(|value| value.value),
            needed_per_day: row.needed_per_day,
            why: step.why.as_ref().filter(|_| row.now.is_none()).map(|why| why.pick(site.lang).to_owned()),
            shown: [shown(row.now), shown(row.at_due), site.lang.word(row.verdict).to_owned()],
        })
    });
    let tasks = Tasks { programme: programme.id.to_string(), as_of: standing.at.to_string(), steps: steps.collect() };
    if site.json {
        output::json(&tasks)?;
    } else {
        output::line(&text::as_of(site.lang, &tasks.as_of))?;
        let mut table = Table::new(3, &text::tasks_heading(site.lang));
        for row in tasks.steps {
            let [now, due, verdict] = row.shown;
            table.row(vec![row.due, row.id, row.title, row.target, now, due, verdict]);
        }
        table.print()?;
    }
    Ok(Outcome::Done)
}
