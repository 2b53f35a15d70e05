//! `mingmai alerts`: patterns worth checking, each with its rows and an innocent explanation.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;

use super::args::Site;
use super::desk;
use super::outcome::{Outcome, Usage};
use super::output::{self, Table};
use super::text;
use crate::desk::{AlertRow, Desk, Standing};
use crate::judge::alert::{Alert, AlertKind};
use crate::lang::{Lang, texts};
use crate::model::Labelled;

/// Which patterns.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Code of the organisation whose subtree is looked at [default: all]
    #[arg(long, value_name = "CODE")]
    org: Option<String>,
    /// Only this kind, such as phone
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// List the rows behind each
    #[arg(long)]
    rows: bool,
    /// List at most this many; the counts are always of all
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
}

texts! {
    no_kind(kind: &str, known: &str) { "没有这种情形：{kind}；现有： {known}", "there is no pattern {kind}; known: {known}" }
    none_found() { "没有值得核实的情形；查过：", "nothing worth checking; looked for:" }
    more(count: usize) { "还有 {count} 条；用 --limit 多列", "{count} more; list them with --limit" }
    perhaps() { "也许是", "perhaps" }
    came(day: &str) { "{day} 来", "came {day}" }
    gone(day: &str) { "{day} 前后离开", "gone {day}" }
    off_roster() { "（不在名册）", "(on no roster)" }
    between() { "；", "; " }
}

#[derive(Serialize)]
struct Alerts {
    as_of: String,
    caution: &'static str,
    total: usize,
    by_kind: BTreeMap<&'static str, usize>,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    kind: &'static str,
    name: &'static str,
    org: String,
    org_name: String,
    path: String,
    from: String,
    to: String,
    says: String,
    innocent: Vec<String>,
    count: u32,
    /// How many rows stand behind it, whether they are listed or not.
    row_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<Vec<Row>>,
}

#[derive(Serialize)]
struct Row {
    org: String,
    org_name: String,
    /// The masked identity number; empty for an organisation.
    id: String,
    name: String,
    come: Option<String>,
    gone: Option<String>,
    other: Option<String>,
}

/// Prints counts by kind and the patterns, by kind and then the largest first.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let desk = desk::open(site)?;
    let standing = desk.standing(&|_| {})?;
    let scope = desk::place(&standing, site.lang, args.org.as_deref())?;
    let kind = args.kind.as_deref().map(|id| kind(site.lang, id)).transpose()?;
    let mut found = desk.alerts(scope.filter(|_| args.org.is_some()), &|_| {}, &|| false)?;
    found.retain(|alert| kind.is_none_or(|kind| kind == alert.kind));
    let mut by_kind = BTreeMap::new();
    for of in AlertKind::ALL.iter().filter(|of| kind.is_none_or(|kind| kind == **of)) {
        by_kind.insert(of.id(), found.iter().filter(|alert| alert.kind == *of).count());
    }
    let items = found.iter().take(args.limit).map(|alert| item(&desk, &standing, site.lang, alert, args.rows));
    let alerts = Alerts {
        as_of: standing.at.to_string(),
        caution: Alert::caution(site.lang),
        total: found.len(),
        by_kind,
        items: items.collect::<Result<_>>()?,
    };
    if site.json {
        output::json(&alerts)?;
    } else {
        print(site.lang, &alerts)?;
    }
    Ok(Outcome::Done)
}

fn kind(lang: Lang, id: &str) -> Result<AlertKind> {
    AlertKind::ALL.iter().copied().find(|kind| kind.id() == id).ok_or_else(|| {
        let known: Vec<&str> = AlertKind::ALL.iter().map(|kind| kind.id()).collect();
        Usage(no_kind(lang, id, &known.join(", "))).into()
    })
}

fn item(desk: &Desk, standing: &Standing, lang: Lang, alert: &Alert, rows: bool) -> Result<Item> {
    let tree = &standing.tree;
    let listed = match rows {
        true => Some(desk.alert_rows(alert, usize::MAX)?.iter().map(|one| row(standing, one)).collect()),
        false => None,
    };
    Ok(Item {
        kind: alert.kind.id(),
        name: lang.word(alert.kind),
        org: tree.code(alert.org).to_owned(),
        org_name: tree.name(alert.org).to_owned(),
        path: tree.crumbs(alert.org).to_string(),
        from: alert.from.to_string(),
        to: alert.to.to_string(),
        says: alert.text(lang, tree),
        innocent: alert.innocent.iter().map(|one| one.text(lang, tree)).collect(),
        count: alert.numbers.count,
        row_count: alert.rows.len(),
        rows: listed,
    })
}

fn row(standing: &Standing, row: &AlertRow) -> Row {
    let tree = &standing.tree;
    Row {
        org: tree.code(row.at).to_owned(),
        org_name: tree.name(row.at).to_owned(),
        id: row.id_masked.clone(),
        name: row.name.clone(),
        come: row.come.map(|day| day.to_string()),
        gone: row.gone.map(|day| day.to_string()),
        other: row.other.map(|pos| tree.code(pos).to_owned()),
    }
}

fn print(lang: Lang, alerts: &Alerts) -> Result<()> {
    output::line(&text::as_of(lang, &alerts.as_of))?;
    if alerts.total == 0 {
        output::line(none_found(lang))?;
    }
    let mut counts = Table::new(2, &["", "", ""]);
    for kind in AlertKind::ALL {
        if let Some(count) = alerts.by_kind.get(kind.id()) {
            counts.row(vec![kind.id().to_owned(), lang.word(*kind).to_owned(), count.to_string()]);
        }
    }
    counts.print()?;
    if alerts.total == 0 {
        return Ok(());
    }
    output::line(alerts.caution)?;
    for item in &alerts.items {
        output::line(&format!("\n{} · {} {}", item.name, item.org, item.path))?;
        output::line(&format!("  {}", item.says))?;
        let innocent = item.innocent.join(between(lang));
        output::line(&format!("  {}{}{innocent}", perhaps(lang), lang.colon(&innocent)))?;
        let Some(rows) = &item.rows else { continue };
        let mut table = Table::new(6, &["", "", "", "", "", ""]);
        for row in rows {
            let name = if row.name.is_empty() { off_roster(lang) } else { &row.name };
            let day = |day: &Option<String>, say: fn(Lang, &str) -> String| day.as_deref().map(|day| say(lang, day));
            table.row(vec![
                format!("  {}", row.org),
                name.to_owned(),
                row.id.clone(),
                day(&row.come, came).unwrap_or_default(),
                day(&row.gone, gone).unwrap_or_default(),
                row.other.clone().unwrap_or_default(),
            ]);
        }
        table.print()?;
    }
    if alerts.items.len() < alerts.total {
        output::line(&more(lang, alerts.total - alerts.items.len()))?;
    }
    Ok(())
}
