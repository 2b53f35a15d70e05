//! `mingmai responses`: the response league of an organisation and its children.

use anyhow::Result;
use serde::Serialize;

use super::args::Site;
use super::outcome::Outcome;
use super::output::{self, Table};
use super::{desk, stats, text};
use crate::desk::{ResponseRow, Standing};
use crate::lang::Lang;
use crate::model::Month;
use crate::programme::Value;
use crate::store::Responses;

/// Whose responses.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Code of the organisation [default: the root]
    #[arg(long, value_name = "CODE")]
    org: Option<String>,
    /// The month of the responses, 2018-09 [default: the month of the instant]
    #[arg(long, value_name = "MONTH", value_parser = stats::month)]
    month: Option<Month>,
}

#[derive(Serialize)]
struct League {
    as_of: String,
    month: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: String,
    rank: Option<u32>,
    #[serde(flatten)]
    of: Counts,
    own: Counts,
}

#[derive(Serialize)]
struct Counts {
    responses_due: u64,
    responses_in_time: u64,
    rate: Option<f64>,
    waiting: u64,
    overdue: u64,
    breaks_in_24_hours: u64,
    carried_over: u64,
    carried_over_open: u64,
    oldest_wait_hours: Option<f64>,
    median_hours: Option<f64>,
    ninety_percent_hours: Option<f64>,
}

/// Prints the organisation first, then its children, the best rate first.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let desk = desk::open_for(site, args.month)?;
    let standing = desk.standing(&|_| {})?;
    let of = desk::place(&standing, site.lang, args.org.as_deref())?;
    let board = desk.board()?;
    let rows = standing.responses(&board, of);
    if site.json {
        let rows = rows.iter().map(|row| self::row(site.lang, &standing, row)).collect();
        output::json(&League { as_of: board.at.to_string(), month: board.month.to_string(), rows })?;
    } else {
        output::line(&text::as_of(site.lang, &board.at.to_string()))?;
        output::line(&text::of_month(site.lang, &board.month.to_string()))?;
        print(site.lang, &standing, &rows)?;
    }
    Ok(Outcome::Done)
}

fn counts(of: &Responses) -> Counts {
    let hours = |seconds: Option<u32>| seconds.map(|seconds| f64::from(seconds / 360) / 10.0);
    Counts {
        responses_due: of.due,
        responses_in_time: of.in_time,
        rate: of.rate(),
        waiting: of.waiting,
        overdue: of.overdue,
        breaks_in_24_hours: of.soon,
        carried_over: of.carried,
        carried_over_open: of.carried_open,
        oldest_wait_hours: hours(of.oldest),
        median_hours: hours(of.median),
        ninety_percent_hours: hours(of.ninety),
    }
}

fn row(lang: Lang, standing: &Standing, row: &ResponseRow) -> Row {
    Row {
        code: row.pos.map_or("", |pos| standing.tree.code(pos)).to_owned(),
        name: row.pos.map_or(text::whole(lang), |pos| standing.tree.name(pos)).to_owned(),
        rank: row.rank,
        of: counts(&row.of),
        own: counts(&row.own),
    }
}

fn print(lang: Lang, standing: &Standing, rows: &[ResponseRow]) -> Result<()> {
    let mut table = Table::new(2, &text::responses_heading(lang));
    for ResponseRow { pos, of, rank, .. } in rows {
        let hours = |seconds: Option<u32>| seconds.map_or_else(|| "-".to_owned(), |s| text::tenths(s / 360));
        table.row(vec![
            rank.map_or_else(String::new, |rank| rank.to_string()),
            pos.map_or(text::whole(lang), |pos| standing.tree.name(pos)).to_owned(),
            of.due.to_string(),
            of.in_time.to_string(),
            Value::rate(of.in_time, of.due).show(true),
            of.overdue.to_string(),
            of.soon.to_string(),
            format!("{}/{}", of.carried_open, of.carried),
            hours(of.oldest),
            hours(of.median),
            hours(of.ninety),
        ]);
    }
    table.print()
}
