//! `mingmai rules explain`: one rule in full.

use anyhow::Result;
use serde::Serialize;

use super::super::output::{self, Table};
use super::super::{args::Site, desk, outcome::Outcome};
use super::{find, text};
use crate::judge::Param;
use crate::model::Instant;

/// Which rule.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The rule, such as hollow-branch
    #[arg(value_name = "ID")]
    rule: String,
}

#[derive(Serialize)]
struct Explained {
    id: String,
    name: String,
    of: &'static str,
    /// That in words.
    #[serde(skip)]
    about: &'static str,
    severity: u16,
    /// The condition as the file has it.
    condition: String,
    /// The same in words, with the parameters in force.
    words: String,
    source: String,
    remedy: String,
    params: Vec<Valued>,
    as_of: String,
    /// How many there are; none where there is no register.
    count: Option<u64>,
}

#[derive(Serialize)]
struct Valued {
    name: String,
    label: String,
    value: String,
    from: String,
    source: String,
    in_force: bool,
}

/// Prints the rule with every dated value of its parameters and its count at the instant asked for.
pub(super) fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let rules = desk::options(site)?.rules;
    let at = find(&rules, site.lang, &args.rule)?;
    let Some(rule) = rules.get(at) else { return Ok(Outcome::Done) };
    let desk = desk::open_any(site)?;
    let standing = desk.as_ref().map(|desk| desk.standing(&|_| {})).transpose()?;
    let now = standing.as_ref().map_or_else(|| site.as_of.unwrap_or_else(|| site.clock.now()), |standing| standing.at);
    let count = standing.and_then(|standing| standing.by_rule(&(0..standing.tree.len())).get(at.index()).copied());
    let explained = Explained {
        id: rule.id.to_string(),
        name: rule.label(site.lang).to_owned(),
        of: text::of(rule.of),
        about: text::about(rule.of, site.lang),
        severity: rule.severity,
        condition: rule.condition.clone(),
        words: rules.condition(at, now.day(), site.lang),
        source: rule.source.pick(site.lang).to_owned(),
        remedy: rule.remedy.pick(site.lang).to_owned(),
        params: rules.params_of(at).into_iter().flat_map(|param| valued(site, param, now)).collect(),
        as_of: now.to_string(),
        count,
    };
    if site.json {
        output::json(&explained)?;
    } else {
        print(site, &explained)?;
    }
    Ok(Outcome::Done)
}

fn valued(site: &Site, param: &Param, now: Instant) -> Vec<Valued> {
    let force = param.on(now.day()).map(|version| version.from);
    let row = |version: &crate::judge::Version| Valued {
        name: param.name.to_string(),
        label: param.label(site.lang).to_owned(),
        value: param.show(version.value),
        from: version.from.to_string(),
        source: version.source.pick(site.lang).to_owned(),
        in_force: force == Some(version.from),
    };
    param.versions.iter().map(row).collect()
}

fn print(site: &Site, rule: &Explained) -> Result<()> {
    let lang = site.lang;
    output::line(&format!("{} {}", rule.id, rule.name))?;
    output::line(&text::condition(lang, rule.about, &rule.words))?;
    for param in rule.params.iter().filter(|param| param.in_force) {
        output::line(&text::reads(lang, &param.label, &param.value, &param.from, &param.source))?;
    }
    output::line(&text::raw(lang, rule.of, &rule.condition))?;
    output::line(&text::source(lang, &rule.source))?;
    output::line(&text::remedy(lang, &rule.remedy))?;
    if let Some(count) = rule.count {
        output::line(&text::count(lang, &rule.as_of, count))?;
    }
    if rule.params.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(5, &text::param_heading(lang));
    for param in &rule.params {
        let force = if param.in_force { text::in_force(lang) } else { "" };
        let name = format!("{} {}", param.name, param.label);
        table.row(vec![name, param.value.clone(), param.from.clone(), force.to_owned(), param.source.clone()]);
    }
    table.print()
}
