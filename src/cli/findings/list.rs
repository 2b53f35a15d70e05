//! `mingmai findings` without a verb: what the rules find, by count and one by one.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;

use super::StateArg;
use crate::cli::args::Site;
use crate::cli::outcome::{Outcome, Usage};
use crate::cli::output::{self, Table};
use crate::cli::{desk, text};
use crate::desk::{Filter, FilterError, FindingItem, Lives, Order, QueueFilter, Standing, States};
use crate::judge::LifeState;
use crate::lang::Lang;
use crate::model::Labelled;

/// Which findings.
#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    /// Code of the organisation whose subtree is looked at [default: all]
    #[arg(long, value_name = "CODE")]
    org: Option<String>,
    /// Only this rule, such as hollow-branch
    #[arg(long, value_name = "ID")]
    rule: Option<String>,
    /// Only findings in these states [default: new,in-hand,relapsed]
    #[arg(long, value_name = "STATE", value_enum, value_delimiter = ',')]
    state: Vec<StateArg>,
    /// Only what a filter keeps: 'rule:hollow-branch city:中山 age>7d -snoozed'
    #[arg(long, value_name = "FILTER")]
    filter: Option<String>,
    /// List at most this many; the counts are always of all
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
}

#[derive(Serialize)]
struct Findings {
    as_of: String,
    total: u64,
    by_rule: BTreeMap<String, u64>,
    by_state: BTreeMap<&'static str, u64>,
    /// How many are in the states asked for.
    listed: u64,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    rule: String,
    org: String,
    org_name: String,
    path: String,
    since: Option<String>,
    state: &'static str,
    until: Option<String>,
    first_seen: Option<String>,
    times: u16,
    assigned: Option<String>,
    evidence: Vec<String>,
    #[serde(skip)]
    word: &'static str,
}

/// Prints counts by rule and the findings, the most urgent first.
pub(super) fn run(site: &Site, args: &ListArgs) -> Result<Outcome> {
    let opened = desk::open(site)?;
    let standing = opened.standing(&|_| {})?;
    let lives = opened.lives()?;
    let scope = desk::place(&standing, site.lang, args.org.as_deref())?.map(|pos| standing.tree.subtree(pos));
    let rule = args.rule.as_deref().map(|id| super::rule(&standing, site.lang, id)).transpose()?;
    let counts = standing.by_rule(&scope.clone().unwrap_or(0..standing.tree.len()));
    let named = standing.rules.iter().zip(counts).enumerate();
    let by_rule: BTreeMap<String, u64> = named
        .filter(|(at, _)| rule.is_none_or(|rule| rule == *at))
        .map(|(_, (rule, count))| (rule.id.clone(), count))
        .collect();
    let written = args.filter.as_deref().unwrap_or_default();
    let wrong = |error: FilterError| Usage(text::wrong_filter(site.lang, &error.say(site.lang, written)));
    let filter = Filter::parse(written).map_err(wrong)?;
    let bound = filter.bind(&standing).map_err(wrong)?;
    let states = match args.state.is_empty() {
        true => filter.states().unwrap_or(States::OPEN),
        false => args.state.iter().map(|state| state.0).collect(),
    };
    let range = scope.clone().unwrap_or(0..standing.tree.len());
    let counts = lives.counts(&range, rule);
    let by_state = LifeState::ALL.iter().map(|state| (state.id(), counts.of(*state))).collect();
    let queue = standing.queue_in(
        &QueueFilter { scope, rule, bound },
        filter.order().unwrap_or(Order::Urgency),
        &lives,
        states,
    );
    let items = queue.items.iter().take(args.limit);
    let items = items.map(|item| describe(&standing, &lives, site.lang, *item)).collect();
    let findings = Findings {
        as_of: standing.at.to_string(),
        total: by_rule.values().sum(),
        by_rule,
        by_state,
        listed: queue.items.len() as u64,
        items,
    };
    if site.json {
        output::json(&findings)?;
    } else {
        print(site.lang, &standing, &findings)?;
    }
    desk::keep_day(site, &opened);
    Ok(Outcome::Done)
}

fn describe(standing: &Standing, lives: &Lives, lang: Lang, item: FindingItem) -> Item {
    let tree = &standing.tree;
    let life = lives.get(item.rule, item.pos);
    let state = lives.state(item);
    Item {
        rule: standing.rules[usize::from(item.rule)].id.clone(),
        org: tree.code(item.pos).to_owned(),
        org_name: tree.name(item.pos).to_owned(),
        path: tree.crumbs(item.pos).to_string(),
        since: item.since.map(|day| day.to_string()),
        state: state.id(),
        until: life.and_then(|life| life.until).map(|day| day.to_string()),
        first_seen: life.map(|life| life.first_seen.to_string()),
        times: life.map_or(1, |life| life.times),
        assigned: lives.assigned(item.rule, item.pos).map(str::to_owned),
        evidence: standing.evidence(item, lang),
        word: lang.word(state),
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
    let states = LifeState::ALL.iter().map(|state| {
        format!("{} {}", lang.word(*state), findings.by_state.get(state.id()).copied().unwrap_or_default())
    });
    output::line(&states.collect::<Vec<_>>().join(" · "))?;
    let mut table = Table::new(6, &["", "", "", "", "", ""]);
    for item in &findings.items {
        let since = item.since.clone().unwrap_or_default();
        let held = [item.word, item.until.as_deref().unwrap_or_default(), item.assigned.as_deref().unwrap_or_default()];
        let held: Vec<&str> = held.into_iter().filter(|word| !word.is_empty()).collect();
        table.row(vec![
            held.join(" "),
            name(&item.rule),
            item.org.clone(),
            item.path.clone(),
            since,
            item.evidence.join("; "),
        ]);
    }
    table.print()?;
    let hidden = findings.listed - findings.items.len() as u64;
    if hidden > 0 {
        output::line(&text::more_findings(lang, hidden))?;
    }
    Ok(())
}
