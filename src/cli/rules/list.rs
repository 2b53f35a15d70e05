//! `mingmai rules list`: every rule in force.

use anyhow::Result;
use serde::Serialize;

use super::super::output::{self, Table};
use super::super::{args::Site, desk, outcome::Outcome};
use super::text;

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    of: &'static str,
    severity: u16,
    condition: String,
    source: String,
}

/// Prints them, the most urgent first. Needs no register.
pub(super) fn run(site: &Site) -> Result<Outcome> {
    let rules = desk::options(site)?.rules;
    let row = |rule: &crate::judge::Rule| Row {
        id: rule.id.to_string(),
        name: rule.label(site.lang).to_owned(),
        of: text::of(rule.of),
        severity: rule.severity,
        condition: rule.condition.clone(),
        source: rule.source.pick(site.lang).to_owned(),
    };
    let rows: Vec<Row> = rules.iter().map(|(_, rule)| row(rule)).collect();
    if site.json {
        output::json(&rows)?;
        return Ok(Outcome::Done);
    }
    let mut table = Table::new(4, &text::list_heading(site.lang));
    for row in rows {
        table.row(vec![row.id, row.name, row.condition, row.source]);
    }
    table.print()?;
    Ok(Outcome::Done)
}
