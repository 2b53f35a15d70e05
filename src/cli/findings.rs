//! `mingmai findings`: what the rules find, by count and one by one.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;

use super::args::Site;
use super::outcome::{Outcome, Usage};
use super::output::{self, Table};
use super::{desk, text};
use crate::desk::{FindingItem, Order, QueueFilter, Standing};
use crate::lang::Lang;

/// Which findings.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Code of the organisation whose subtree is looked at [default: all]
    #[arg(long, value_name = "CODE")]
    org: Option<String>,
    /// Only this rule, such as hollow-branch
    #[arg(long, value_name = "ID")]
    rule: Option<String>,
    /// List at most this many; the counts are always of all
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
}

#[derive(Serialize)]
struct Findings {
    as_of: String,
    total: u64,
    by_rule: BTreeMap<String, u64>,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    rule: String,
    org: String,
    org_name: String,
    path: String,
    since: Option<String>,
    evidence: Vec<String>,
}

/// Prints counts by rule and the findings, the most urgent first.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let desk = desk::open(site)?;
    let standing = desk.standing(&|_| {})?;
    let scope = desk::place(&standing, site.lang, args.org.as_deref())?.map(|pos| standing.tree.subtree(pos));
    let rule = args.rule.as_deref().map(|id| rule(&standing, site.lang, id)).transpose()?;
    let counts = standing.by_rule(&scope.clone().unwrap_or(0..standing.tree.len()));
    let named = standing.rules.iter().zip(counts).enumerate();
    let by_rule: BTreeMap<String, u64> = named
        .filter(|(at, _)| rule.is_none_or(|rule| rule == *at))
        .map(|(_, (rule, count))| (rule.id.clone(), count))
        .collect();
    let queue = standing.queue(&QueueFilter { scope, rule, text: String::new() }, Order::Urgency);
    let items = queue.items.iter().take(args.limit).map(|item| describe(&standing, site.lang, *item)).collect();
    let findings = Findings { as_of: standing.at.to_string(), total: by_rule.values().sum(), by_rule, items };
    if site.json {
        output::json(&findings)?;
    } else {
        print(site.lang, &standing, &findings)?;
    }
    desk::keep_day(site, &desk);
    Ok(Outcome::Done)
}

fn rule(standing: &Standing, lang: Lang, id: &str) -> Result<usize> {
    standing.rules.iter().position(|rule| rule.id == id).ok_or_else(|| {
        let known: Vec<&str> = standing.rules.iter().map(|rule| rule.id.as_str()).collect();
        Usage(text::no_rule(lang, id, &known.join(", "))).into()
    })
}

fn describe(standing: &Standing, lang: Lang, item: FindingItem) -> Item {
    let tree = &standing.tree;
    Item {
        rule: standing.rules[usize::from(item.rule)].id.clone(),
        org: tree.code(item.pos).to_owned(),
        org_name: tree.name(item.pos).to_owned(),
        path: tree.crumbs(item.pos).to_string(),
        since: item.since.map(|day| day.to_string()),
        evidence: standing.evidence(item, lang),
    }
}

fn print(lang: Lang, standing: &Standing, findings: &Findings) -> Result<()> {
    output::line(&text::as_of(lang, &findings.as_of))?;
    let name = |id: &str| {
        let rule = standing.rules.iter().find(|rule| rule.id == id);
        rule.map_or(id.to_owned(), |rule| lang.pick(&rule.zh, &rule.en).to_owned())
    };
    let mut counts = Table::new(2, &["", "", ""]);
    for rule in &standing.rules {
        if let Some(count) = findings.by_rule.get(&rule.id) {
            counts.row(vec![rule.id.clone(), name(&rule.id), count.to_string()]);
        }
    }
    counts.print()?;
    let mut table = Table::new(5, &["", "", "", "", ""]);
    for item in &findings.items {
        let since = item.since.clone().unwrap_or_default();
        table.row(vec![name(&item.rule), item.org.clone(), item.path.clone(), since, item.evidence.join("; ")]);
    }
    table.print()?;
    let hidden = findings.total - findings.items.len() as u64;
    if hidden > 0 {
        output::line(&text::more_findings(lang, hidden))?;
    }
    Ok(())
}
