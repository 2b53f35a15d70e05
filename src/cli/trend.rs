//! `mingmai trend`: how a number moved over the days the register remembers.

use anyhow::Result;
use serde::Serialize;

use super::args::Site;
use super::outcome::{Outcome, Usage};
use super::output::{self, Table};
use super::{desk, history};

/// Which number, and whose.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A fact, a figure of stats, the id of a rule, or findings
    #[arg(long, value_name = "NAME")]
    of: String,
    /// Code of the organisation whose subtree is counted [default: all]
    #[arg(long, value_name = "CODE")]
    org: Option<String>,
}

#[derive(Serialize)]
struct Trend {
    as_of: String,
    of: String,
    org: Option<String>,
    points: Vec<Point>,
}

#[derive(Serialize)]
struct Point {
    at: String,
    value: u64,
}

/// Prints a line for each look, oldest first; the last is of the instant shown.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let desk = desk::open(site)?;
    let of = desk.trend_named(&args.of).ok_or_else(|| {
        let known = desk.trend_names().join(", ");
        Usage(history::no_number(site.lang, &args.of, &known))
    })?;
    let standing = desk.standing(&|_| {})?;
    let scope = desk::place(&standing, site.lang, args.org.as_deref())?;
    let points = desk.trend(of, scope)?;
    let points: Vec<Point> = points.into_iter().map(|(at, value)| Point { at: at.to_string(), value }).collect();
    if site.json {
        let org = scope.map(|pos| standing.tree.code(pos).to_owned());
        output::json(&Trend { as_of: standing.at.to_string(), of: args.of.clone(), org, points })?;
    } else {
        let most = points.iter().map(|point| point.value).max().unwrap_or_default();
        let mut table = Table::new(2, &history::trend_heading(site.lang));
        for Point { at, value } in points {
            table.row(vec![at, bar(value, most), value.to_string()]);
        }
        table.print()?;
    }
    desk::keep_day(site, &desk);
    Ok(Outcome::Done)
}

/// The longest bar, in cells.
const BAR: u64 = 30;

fn bar(value: u64, most: u64) -> String {
    let filled = if most == 0 { 0 } else { (u128::from(value) * u128::from(BAR) / u128::from(most)) as usize };
    "#".repeat(filled)
}
