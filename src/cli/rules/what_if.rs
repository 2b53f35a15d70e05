//! `mingmai rules what-if`: the change in counts before a rule is issued.

use anyhow::{Result, anyhow};
use serde::Serialize;

use super::super::outcome::{Outcome, Usage};
use super::super::output::{self, Table};
use super::super::{args::Site, desk};
use super::{find, text};
use crate::desk::WhatIfError;
use crate::judge::Rules;
use crate::model::Day;

/// Which rule, with which parameters, for whom.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The rule, such as hollow-branch
    #[arg(value_name = "ID")]
    rule: String,
    /// A parameter and its value, such as P=3; may be given several times
    #[arg(long, value_name = "NAME=VALUE", required = true)]
    set: Vec<String>,
    /// Code of the organisation whose children are compared [default: the root]
    #[arg(long, value_name = "CODE")]
    org: Option<String>,
}

#[derive(Serialize)]
struct Trial {
    rule: String,
    as_of: String,
    set: Vec<Set>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Set {
    name: String,
    before: String,
    after: String,
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: String,
    before: u64,
    after: u64,
    difference: i64,
}

/// Prints the subtree of the organisation first, then each of its direct children.
pub(super) fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let desk = desk::open(site)?;
    let standing = desk.standing(&|_| {})?;
    let rules = desk.rules();
    let rule = find(rules, site.lang, &args.rule)?;
    let scope = desk::place(&standing, site.lang, args.org.as_deref())?;
    let set = args.set.iter().map(|word| value(site, rules, word)).collect::<Result<Vec<_>>>()?;
    let trial = desk.what_if(rule, &set, scope).map_err(|error| match error {
        WhatIfError::NoParam(name, known) => Usage(text::no_param(site.lang, &name, &known)).into(),
        WhatIfError::Unread { rule, param, reads } => Usage(text::unread(site.lang, &rule, &param, &reads)).into(),
        WhatIfError::Register(error) => error,
    })?;
    let shown = |name: &str, value: i64| rules.params().get(name).map_or_else(String::new, |param| param.show(value));
    let tree = &standing.tree;
    let row = |row: &crate::desk::WhatIfRow| Row {
        code: row.pos.map_or_else(String::new, |pos| tree.code(pos).to_owned()),
        name: row.pos.map_or_else(|| super::super::text::whole(site.lang).to_owned(), |pos| tree.name(pos).to_owned()),
        before: row.before,
        after: row.after,
        difference: row.after as i64 - row.before as i64,
    };
    let trial = Trial {
        rule: args.rule.clone(),
        as_of: standing.at.to_string(),
        set: trial
            .set
            .iter()
            .map(|(name, before, after)| Set {
                name: name.clone(),
                before: shown(name, *before),
                after: shown(name, *after),
            })
            .collect(),
        rows: trial.rows.iter().map(row).collect(),
    };
    if site.json {
        output::json(&trial)?;
        return Ok(Outcome::Done);
    }
    output::line(&super::super::text::as_of(site.lang, &trial.as_of))?;
    for set in &trial.set {
        output::line(&format!("{} {}: {} → {}", trial.rule, set.name, set.before, set.after))?;
    }
    let mut table = Table::new(1, &text::what_if_heading(site.lang));
    for row in &trial.rows {
        let difference = format!("{:+}", row.difference);
        table.row(vec![row.name.clone(), row.before.to_string(), row.after.to_string(), difference]);
    }
    table.print()?;
    Ok(Outcome::Done)
}

/// `P=3`, or a day for a parameter that is a day.
fn value(site: &Site, rules: &Rules, word: &str) -> Result<(String, i64)> {
    let wrong = || anyhow!(Usage(text::not_a_value(site.lang, word)));
    let (name, value) = word.split_once('=').ok_or_else(wrong)?;
    let (name, value) = (name.trim().replace('-', "_"), value.trim());
    let is_day = rules.params().get(&name).is_some_and(|param| param.day);
    let value = match is_day {
        true => Day::parse(value).ok().map(|day| i64::from(day.0)),
        false => value.parse().ok(),
    };
    Ok((name, value.ok_or_else(wrong)?))
}
