//! `mingmai snapshots`: the days the register remembers.

use anyhow::Result;
use serde::Serialize;

use super::args::Site;
use super::outcome::Outcome;
use super::output::{self, Table};
use super::{desk, history};
use crate::store::{Made, Snapshot};

#[derive(Serialize)]
struct Row {
    at: String,
    recorded: String,
    /// Whether it was taken when its instant was the present, and not worked out later.
    taken: bool,
    /// Whether it stands by itself, and not as what moved since another.
    whole: bool,
    entry: u64,
    bytes: u32,
}

impl Row {
    fn of(snapshot: &Snapshot) -> Self {
        Self {
            at: snapshot.at.to_string(),
            recorded: snapshot.recorded.to_string(),
            taken: snapshot.made == Made::Taken,
            whole: snapshot.is_whole(),
            entry: snapshot.entry,
            bytes: snapshot.bytes,
        }
    }
}

/// Prints them, oldest first.
pub fn run(site: &Site) -> Result<Outcome> {
    let kept = desk::open(site)?.snapshots()?;
    let rows: Vec<Row> = kept.iter().map(Row::of).collect();
    if site.json {
        output::json(&rows)?;
        return Ok(Outcome::Done);
    }
    let mut table = Table::new(4, &history::snapshots_heading(site.lang));
    for row in rows {
        let (made, form) = (history::made(site.lang, row.taken), history::form(site.lang, row.whole));
        table.row(vec![row.at, row.recorded, made.to_owned(), form.to_owned(), row.bytes.to_string()]);
    }
    table.print()?;
    Ok(Outcome::Done)
}
