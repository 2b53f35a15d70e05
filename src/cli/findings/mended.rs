//! `mingmai findings mended`: 报告整改 beside 净整改, between two days.

use anyhow::Result;
use serde::Serialize;

use super::text;
use crate::cli::args::Site;
use crate::cli::desk;
use crate::cli::outcome::Outcome;
use crate::cli::output::{self, Table};
use crate::judge::Mended;
use crate::model::Day;

/// Which findings, between which days.
#[derive(Debug, clap::Args)]
pub(super) struct MendedArgs {
    /// First day
    #[arg(long, value_name = "DATE", value_parser = day)]
    from: Day,
    /// Last day [default: the day shown]
    #[arg(long, value_name = "DATE", value_parser = day)]
    to: Option<Day>,
    /// Code of the organisation whose subtree is looked at [default: all]
    #[arg(long, value_name = "CODE")]
    org: Option<String>,
    /// Only this rule
    #[arg(long, value_name = "ID")]
    rule: Option<String>,
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).map_err(|error| format!("{error}; write 2018-06-30"))
}

#[derive(Serialize)]
struct Out {
    as_of: String,
    from: String,
    to: String,
    /// The days the judge looked at up to the day shown.
    looks: Vec<String>,
    rules: Vec<Row>,
    total: Mended,
}

#[derive(Serialize)]
struct Row {
    rule: String,
    #[serde(flatten)]
    mended: Mended,
}

/// Prints the counts by rule.
pub(super) fn run(site: &Site, args: &MendedArgs) -> Result<Outcome> {
    let opened = desk::open(site)?;
    let standing = opened.standing(&|_| {})?;
    let scope = desk::place(&standing, site.lang, args.org.as_deref())?.map(|pos| standing.tree.subtree(pos));
    let scope = scope.unwrap_or(0..standing.tree.len());
    let only = args.rule.as_deref().map(|id| super::rule(&standing, site.lang, id)).transpose()?;
    let lives = opened.lives()?;
    let between = (args.from.end(), args.to.map_or(standing.at, Day::end).min(standing.at));
    let rows = standing.rules.iter().enumerate().filter(|(at, _)| only.is_none_or(|only| only == *at));
    let rows: Vec<Row> = rows
        .map(|(at, rule)| Row { rule: rule.id.clone(), mended: lives.mended(at as u16, &scope, between) })
        .collect();
    let mut total = Mended::default();
    rows.iter().for_each(|row| total += row.mended);
    let out = Out {
        as_of: standing.at.to_string(),
        from: args.from.to_string(),
        to: text::day(between.1),
        looks: lives.looks().iter().map(|look| text::day(*look)).collect(),
        rules: rows,
        total,
    };
    if site.json {
        output::json(&out)?;
        return Ok(Outcome::Done);
    }
    output::line(&text::mended_head(site.lang, &out.from, &out.to, &text::day(standing.at)))?;
    let mut table = Table::new(2, &text::mended_columns(site.lang));
    let line = |id: &str, name: &str, sum: &Mended| {
        let counts = [sum.held, sum.reported, sum.net, sum.pending, sum.relapsed].map(|count| count.to_string());
        [&[id.to_owned(), name.to_owned()], &counts[..]].concat()
    };
    for row in out.rules.iter().filter(|row| row.mended.held > 0) {
        let name = standing.rules.iter().find(|rule| rule.id == row.rule);
        table.row(line(&row.rule, name.map_or("", |rule| site.lang.pick(&rule.zh, &rule.en)), &row.mended));
    }
    table.row(line("", text::all_rules(site.lang), &out.total));
    table.print()?;
    Ok(Outcome::Done)
}
