//! `mingmai findings assign|explain|note|snooze|exempt|undo`: acts on findings, each refusal with its reason.

use std::collections::HashMap;

use anyhow::Result;
use serde::Serialize;

use super::text;
use crate::cli::args::Site;
use crate::cli::outcome::{Outcome, Usage};
use crate::cli::{desk, output};
use crate::desk::{CommitError, Committed, Desk, Refusal, Refused, Right, say_verb};
use crate::model::{Act, Change, Day, FindingKey, OrgId};

/// Findings of one rule.
#[derive(Debug, clap::Args)]
pub(super) struct Which {
    /// The rule's id, such as hollow-branch
    #[arg(value_name = "RULE")]
    rule: String,
    /// Codes of the organisations
    #[arg(value_name = "ORG", required = true)]
    orgs: Vec<String>,
    /// All findings of the rule in their subtrees
    #[arg(long)]
    below: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct AssignArgs {
    #[command(flatten)]
    which: Which,
    /// The post that shall mend them
    #[arg(long, value_name = "POST")]
    to: String,
}

#[derive(Debug, clap::Args)]
pub(super) struct TextArgs {
    #[command(flatten)]
    which: Which,
    /// What is written down
    #[arg(long, value_name = "TEXT")]
    text: String,
}

#[derive(Debug, clap::Args)]
pub(super) struct UntilArgs {
    #[command(flatten)]
    which: Which,
    /// The day they come back by themselves
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Day,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExemptArgs {
    #[command(flatten)]
    which: Which,
    /// The day the exemption ends by itself
    #[arg(long, value_name = "DATE", value_parser = day, required_unless_present = "refuse")]
    until: Option<Day>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Grant what somebody else asked for
    #[arg(long, conflicts_with = "refuse")]
    grant: bool,
    /// Refuse what somebody asked for, or end an exemption
    #[arg(long)]
    refuse: bool,
}

impl ExemptArgs {
    /// To ask is an act like any other; to answer is not.
    pub(super) const fn right(&self) -> Right {
        if self.grant || self.refuse { Right::Exempt } else { Right::Act }
    }
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).map_err(|error| format!("{error}; write 2018-06-30"))
}

pub(super) fn assign(site: &Site, args: &AssignArgs) -> Result<Outcome> {
    act(site, &args.which, &Act::Assign { post: args.to.trim().into() })
}

pub(super) fn explain(site: &Site, args: &TextArgs) -> Result<Outcome> {
    act(site, &args.which, &Act::Explain { text: args.text.trim().into() })
}

pub(super) fn note(site: &Site, args: &TextArgs) -> Result<Outcome> {
    act(site, &args.which, &Act::Note { text: args.text.trim().into() })
}

pub(super) fn snooze(site: &Site, args: &UntilArgs) -> Result<Outcome> {
    act(site, &args.which, &Act::Snooze { until: args.until, reason: args.reason.trim().into() })
}

pub(super) fn exempt(site: &Site, args: &ExemptArgs) -> Result<Outcome> {
    let reason = args.reason.trim().into();
    let act_on = match args.until {
        Some(until) if args.grant => Act::GrantExemption { until, reason },
        Some(until) if !args.refuse => Act::AskExemption { until, reason },
        _ => Act::RefuseExemption { reason },
    };
    act(site, &args.which, &act_on)
}

/// Takes back the last commit of whoever acts, or does again what was taken back last.
pub(in crate::cli) fn undo(site: &Site, again: bool) -> Result<Outcome> {
    let desk = desk::open_to_change(site)?;
    if site.by.is_empty() {
        return Err(Usage(text::no_author(site.lang).into()).into());
    }
    let done = if again { desk.redo(&site.by) } else { desk.undo(&site.by) };
    match done.map_err(|error| told(site, error))? {
        Some(done) => report(site, &done, &HashMap::new(), &[], !again),
        None if again => Err(Usage(text::nothing_to_redo(site.lang, &site.by)).into()),
        None => Err(Usage(text::nothing_to_undo(site.lang, &site.by)).into()),
    }
}

#[derive(Serialize)]
struct Done<'a> {
    entry: Option<u64>,
    what: &'a str,
    by: &'a str,
    changed: u64,
    undone: bool,
    refused: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    rule: String,
    org: String,
    why: String,
}

fn act(site: &Site, which: &Which, act: &Act) -> Result<Outcome> {
    let desk = desk::open(site)?;
    if site.by.is_empty() {
        return Err(Usage(text::no_author(site.lang).into()).into());
    }
    let Asked { changes, codes, unknown } = asked(site, &desk, which, act)?;
    let mut done = desk.commit(&site.by, changes).map_err(|error| told(site, error))?;
    done.refused.extend(unknown.iter().map(|_| Refused::act(None, Refusal::NoOrg)));
    report(site, &done, &codes, &unknown, false)
}

/// The changes asked for, the codes by which their organisations were named, and the codes of none.
struct Asked {
    changes: Vec<Change>,
    codes: HashMap<OrgId, String>,
    unknown: Vec<String>,
}

fn asked(site: &Site, desk: &Desk, which: &Which, act: &Act) -> Result<Asked> {
    let standing = desk.standing(&|_| {})?;
    let rule = super::rule(&standing, site.lang, &which.rule)?;
    let tree = &standing.tree;
    let mut asked = Asked { changes: Vec::new(), codes: HashMap::new(), unknown: Vec::new() };
    for code in &which.orgs {
        let Some(top) = tree.find(code.trim()) else {
            asked.unknown.push(code.clone());
            continue;
        };
        let places = if which.below { standing.places_of(rule, &tree.subtree(top)) } else { vec![top] };
        for pos in places {
            let org = tree.id(pos);
            asked.codes.insert(org, tree.code(pos).to_owned());
            let on = FindingKey { rule: which.rule.as_str().into(), org };
            asked.changes.push(Change::Finding { on, act: act.clone() });
        }
    }
    Ok(asked)
}

pub(in crate::cli) fn told(site: &Site, error: CommitError) -> anyhow::Error {
    match error {
        CommitError::NoAuthor => Usage(text::no_author(site.lang).into()).into(),
        CommitError::Future(at) => Usage(text::future(site.lang, &text::day(at))).into(),
        CommitError::Past(at) => Usage(text::past(site.lang, &text::day(at))).into(),
        CommitError::Register(error) => error,
        CommitError::Forbidden(forbidden) => forbidden.into(),
        CommitError::NotYou(not_you) => not_you.into(),
        error @ CommitError::Mixed => error.into(),
    }
}

fn report(
    site: &Site,
    done: &Committed,
    codes: &HashMap<OrgId, String>,
    unknown: &[String],
    undone: bool,
) -> Result<Outcome> {
    let mut unknown = unknown.iter();
    let refused = done.refused.iter().map(|refused| Item {
        rule: refused.on.as_ref().map(|on| on.rule.to_string()).unwrap_or_default(),
        org: match &refused.on {
            Some(on) => codes.get(&on.org).cloned().unwrap_or_default(),
            None => unknown.next().cloned().unwrap_or_default(),
        },
        why: refused.why.say(site.lang),
    });
    let refused: Vec<Item> = refused.collect();
    let outcome = if refused.is_empty() { Outcome::Done } else { Outcome::Refused };
    if site.json {
        let (entry, what, changed) = (done.entry, done.verb.as_str(), done.changed);
        output::json(&Done { entry, what, by: &site.by, changed, undone, refused })?;
        return Ok(outcome);
    }
    let what = say_verb(site.lang, done);
    if let Some(entry) = done.entry {
        let said = match undone {
            true => text::taken_back(site.lang, &what, done.changed),
            false => text::done(site.lang, &what, done.changed, entry),
        };
        output::line(&said)?;
    }
    for item in &refused {
        output::line(&text::refused(site.lang, &item.org, &item.why))?;
    }
    Ok(outcome)
}
