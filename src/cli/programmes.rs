//! `mingmai programmes`: the programmes there are.

use anyhow::{Result, anyhow};
use serde::Serialize;

use super::args::Site;
use super::outcome::Outcome;
use super::output::{self, Table};
use super::{desk, programme};
use crate::programme::Programme;

/// One programme; also what `programme check` says of a file.
#[derive(Serialize)]
pub(super) struct Row {
    pub id: String,
    pub title: String,
    number: String,
    issued: Option<String>,
    source: String,
    pub tasks: usize,
    pub steps: usize,
    /// Steps whose value is worked out from the rosters.
    pub measured: usize,
    first_due: Option<String>,
    last_due: Option<String>,
    built_in: bool,
}

impl Row {
    pub fn of(site: &Site, programme: &Programme) -> Self {
        let day = |day: Option<crate::model::Day>| day.map(|day| day.to_string());
        Self {
            id: programme.id.to_string(),
            title: programme.title.pick(site.lang).to_owned(),
            number: programme.number.to_string(),
            issued: day(programme.issued),
            source: programme.source.pick(site.lang).to_owned(),
            tasks: programme.tasks.len(),
            steps: programme.steps().count(),
            measured: programme.steps().filter(|step| step.measure.is_some()).count(),
            first_due: day(programme.steps().map(|step| step.due).min()),
            last_due: day(programme.steps().map(|step| step.due).max()),
            built_in: Programme::BUILTINS.iter().any(|(id, _)| *id == programme.id),
        }
    }
}

/// Prints those that come with the program, then those kept in the register.
pub fn run(site: &Site) -> Result<Outcome> {
    let desk = desk::open_any(site)?;
    let built_in = Programme::builtins().map_err(|error| anyhow!("{error}"))?;
    let all = desk.as_ref().map_or(&built_in[..], |desk| desk.programmes());
    let rows: Vec<Row> = all.iter().map(|programme| Row::of(site, programme)).collect();
    if site.json {
        output::json(&rows)?;
        return Ok(Outcome::Done);
    }
    let mut table = Table::new(4, &programme::text::heading(site.lang));
    for row in rows {
        let number = |count: usize| count.to_string();
        let due = [row.first_due, row.last_due].map(Option::unwrap_or_default).join(" … ");
        let origin = programme::text::origin(site.lang, row.built_in);
        let cells = [row.id, row.title, due, origin.to_owned()];
        table.row(cells.into_iter().chain([row.tasks, row.steps, row.measured].map(number)).collect());
    }
    table.print()?;
    Ok(Outcome::Done)
}
