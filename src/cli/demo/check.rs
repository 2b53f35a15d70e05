//! `mingmai demo --check`: the headline numbers of the campaign, each as published and as found.

use anyhow::Result;
use serde::Serialize;

use super::super::args::Site;
use super::super::outcome::Outcome;
use super::super::output::{self, Table};
use super::super::{desk, text};
use crate::demo::HeadlineSource as Source;

#[derive(Serialize)]
struct Row {
    at: &'static str,
    what: &'static str,
    published: &'static str,
    found: Option<f64>,
    agrees: Option<bool>,
    /// The verb that shows it, or why none does.
    verb: &'static str,
}

/// Prints them; fails where one that can come out does not.
pub fn run(site: &Site) -> Result<Outcome> {
    let desk = desk::open(site)?;
    let lang = site.lang;
    let rows: Vec<Row> = desk
        .headlines()?
        .into_iter()
        .map(|row| Row {
            at: row.headline.at,
            what: lang.pick(row.headline.zh, row.headline.en),
            published: row.headline.value,
            found: row.found,
            agrees: row.agrees,
            verb: match row.headline.source {
                Source::Not(why) => lang.word(why),
                Source::Payments | Source::Paid | Source::Committees | Source::LeadingBodies => "demo --check",
                Source::Response => "rules list",
                Source::University | Source::Middle => "tasks --step T12.4 --as-of 2018-11-15",
                Source::MendedCommittees | Source::MendedBranches | Source::MendedBare => "stats --as-of 2018-06-20",
                _ => "stats --as-of 2018-11-15",
            },
        })
        .collect();
    let differ = rows.iter().any(|row| row.agrees == Some(false));
    if site.json {
        output::json(&rows)?;
    } else {
        let heading = [
            text::headline_day(lang),
            text::headline_what(lang),
            text::headline_verb(lang),
            text::headline_published(lang),
            text::headline_found(lang),
            "",
        ];
        let mut table = Table::new(3, &heading);
        for row in rows {
            let found =
                row.found.map(|found| if found.fract() == 0.0 { format!("{found:.0}") } else { format!("{found:.2}") });
            let off = if row.agrees == Some(false) { text::headline_off(lang) } else { "" };
            let cells = [row.at, row.what, row.verb, row.published, &found.unwrap_or_default(), off];
            table.row(cells.iter().map(|cell| (*cell).to_owned()).collect());
        }
        table.print()?;
    }
    Ok(if differ { Outcome::Ended(1) } else { Outcome::Done })
}
