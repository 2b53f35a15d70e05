//! `mingmai findings history`: everything that ever happened to one finding.

use anyhow::Result;
use serde::Serialize;

use super::text;
use crate::cli::args::Site;
use crate::cli::outcome::Outcome;
use crate::cli::{desk, output};
use crate::desk::say_told;
use crate::judge::Told;

/// Which finding.
#[derive(Debug, clap::Args)]
pub(super) struct HistoryArgs {
    /// The rule's id, such as hollow-branch
    #[arg(value_name = "RULE")]
    rule: String,
    /// Code of the organisation
    #[arg(value_name = "ORG")]
    org: String,
}

#[derive(Serialize)]
struct Out {
    as_of: String,
    rule: String,
    org: String,
    org_name: String,
    state: Option<&'static str>,
    until: Option<String>,
    holds: bool,
    first_seen: Option<String>,
    last_seen: Option<String>,
    times: u16,
    days_open: i32,
    assigned: Option<String>,
    looks: usize,
    lines: Vec<LineOut>,
}

#[derive(Serialize)]
struct LineOut {
    at: String,
    what: &'static str,
    by: Option<String>,
    text: Option<String>,
    until: Option<String>,
    undone: bool,
    #[serde(skip)]
    said: String,
}

/// Prints the story, oldest line first.
pub(super) fn run(site: &Site, args: &HistoryArgs) -> Result<Outcome> {
    let opened = desk::open(site)?;
    let standing = opened.standing(&|_| {})?;
    let rule = super::rule(&standing, site.lang, &args.rule)?;
    let Some(pos) = desk::place(&standing, site.lang, Some(&args.org))? else { return Ok(Outcome::Done) };
    let lives = opened.lives()?;
    let life = lives.get(rule as u16, pos);
    let lines = lives.story(rule as u16, pos).into_iter().map(|line| {
        let said = say_told(site.lang, &line.told);
        let at = line.at.to_string();
        let judge = |what, until| LineOut { at: at.clone(), what, by: None, text: None, until, undone: false, said };
        match line.told {
            Told::Found => judge("found", None),
            Told::Gone => judge("gone", None),
            Told::Back => judge("back", None),
            Told::Probation(until) => judge("probation", Some(until.to_string())),
            Told::Closed => judge("closed", None),
            Told::Relapsed(_) => judge("relapsed", None),
            Told::Done { by, act, undone } => LineOut {
                by: Some(by.to_owned()),
                text: Some(act.words().to_owned()),
                undone,
                ..judge(act.id(), act.until().map(|day| day.to_string()))
            },
        }
    });
    let out = Out {
        as_of: standing.at.to_string(),
        rule: args.rule.clone(),
        org: standing.tree.code(pos).to_owned(),
        org_name: standing.tree.name(pos).to_owned(),
        state: life.map(|life| life.state.id()),
        until: life.and_then(|life| life.until).map(|day| day.to_string()),
        holds: life.is_some_and(|life| life.holds),
        first_seen: life.map(|life| life.first_seen.to_string()),
        last_seen: life.map(|life| life.last_seen.to_string()),
        times: life.map_or(0, |life| life.times),
        days_open: life.map_or(0, |life| life.days_open(standing.at.day())),
        assigned: lives.assigned(rule as u16, pos).map(str::to_owned),
        looks: lives.looks().len(),
        lines: lines.collect(),
    };
    if site.json {
        output::json(&out)?;
        return Ok(Outcome::Done);
    }
    output::line(&crate::cli::text::as_of(site.lang, &out.as_of))?;
    let name = standing.rules.get(rule).map_or("", |rule| site.lang.pick(&rule.zh, &rule.en));
    output::line(&format!("{} · {name}", out.org_name))?;
    match life {
        Some(life) => {
            let (first, days) = (life.first_seen.to_string(), life.days_open(standing.at.day()));
            output::line(&text::stands(site.lang, site.lang.word(life.state), &first, life.times, days))?;
        }
        None => output::line(text::never_found(site.lang))?,
    }
    for line in &out.lines {
        output::line(&format!("{}  {}", &line.at[..10.min(line.at.len())], line.said))?;
    }
    Ok(Outcome::Done)
}
