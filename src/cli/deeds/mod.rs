//! `mingmai org|cadre|member|transfer|dues|conduct|activity|graduates|ledger …`, `appraise`, `register`, `attest`: what is done to
//! rows, with a dry run that tells every effect.

mod words;

use anyhow::Result;
use serde::Serialize;

pub use words::Asked;
use words::{single, verbs};

use super::args::Site;
use super::findings::{act_error, no_author};
use super::outcome::{Outcome, Usage};
use super::{desk, output};
use crate::desk::{Desk, Foreseen, Plan};
use crate::intake::mask_strays;
use crate::lang::texts;
use crate::model::{Change, Deed};

verbs! {
    /// What is done to organisations.
    Org {
        "found" => OrgFound,
        "rename" => OrgRename,
        "correct" => OrgCorrect,
        "move" => OrgMove,
        "merge" => OrgMerge,
        "close" => OrgClose,
    }
    /// What is done to cadres.
    Cadre {
        "appoint" => CadreAppoint,
        "onboard" => CadreOnboard,
        "correct" => CadreCorrect,
        "release" => CadreRelease,
    }
    /// What is done to members.
    Member {
        "add" => MemberAdd,
        "correct" => MemberCorrect,
        "report" => MemberReport,
        "remove" => MemberRemove,
    }
    /// What is done to requests.
    Transfer {
        "begin" => TransferBegin,
        "answer" => TransferAnswer,
        "refuse" => TransferRefuse,
        "withdraw" => TransferWithdraw,
    }
    /// What is done to dues.
    Dues { "pay" => DuesPay }
    /// What is done to conduct.
    Conduct { "add" => ConductAdd }
    /// What is done to activities.
    Activity { "add" => ActivityAdd }
    /// What is done to graduate baselines.
    Graduates { "submit" => GraduatesSubmit }
    /// What is done to the ledger of the new sectors.
    Ledger { "put" => LedgerPut, "remove" => LedgerRemove }
}

single! {
    /// A yearly appraisal.
    Appraise => Appraise;
    /// A yearly registration.
    Register => RegisterYear;
    /// A declaration.
    Attest => Attest;
}

texts! {
    done(what: &str, items: u64, entry: u64) { "{what}：{items} 项（第 {entry} 号记录）", "{what}: {items} (entry {entry})" }
    tried(what: &str, items: usize) { "{what}：可办 {items} 项，未写入", "{what}: {items} could be done; nothing was written" }
    structural() { "组织结构变更，名册将重新生成", "organisations come, go or move: the register is built anew" }
    refused(on: &str, why: &str) { "不能办 {on}：{why}", "refused {on}: {why}" }
    refused_field(on: &str, field: &str, why: &str) { "不能办 {on} --{field} ：{why}", "refused {on} --{field}: {why}" }
}

#[derive(Serialize)]
struct Done<'a> {
    entry: Option<u64>,
    what: &'static str,
    by: &'a str,
    changed: u64,
    dry_run: bool,
    structural: bool,
    effects: Vec<Told<'a>>,
    /// What the judge would say, of a dry run.
    findings: Option<&'a Foreseen>,
    refused: Vec<Item>,
}

#[derive(Serialize)]
struct Told<'a> {
    on: &'a str,
    effect: &'a str,
}

#[derive(Serialize)]
struct Item {
    on: String,
    field: Option<&'static str>,
    why: String,
}

/// Does it, or tells what it would do.
pub fn run(site: &Site, asked: &Asked) -> Result<Outcome> {
    if site.by.is_empty() && !asked.dry_run {
        return Err(Usage(no_author(site.lang).to_owned()).into());
    }
    let desk = desk::open_to_change(site)?;
    let found = find(site, &desk, asked)?;
    let plan = desk.plan(&site.by, &found.changes).map_err(|error| act_error(site, error))?;
    let mut refused = found.refused;
    refused.extend(plan.refused.iter().map(|no| Item {
        on: no.item.and_then(|item| found.named.get(item)).cloned().unwrap_or_default(),
        field: no.field,
        why: no.why.say(site.lang),
    }));
    let (mut entry, mut changed) = (None, plan.items as u64);
    if !asked.dry_run {
        let made = desk.commit(&site.by, found.changes).map_err(|error| act_error(site, error))?;
        (entry, changed) = (made.entry, made.changed);
        // What was refused while it was written: somebody changed the rows since they were looked at.
        refused.extend(made.refused.iter().filter(|no| no.item.is_none()).map(|no| Item {
            on: String::new(),
            field: None,
            why: no.why.say(site.lang),
        }));
    }
    let foreseen = asked.dry_run.then(|| desk.foresee(&plan)).transpose()?;
    print(site, asked, (&plan, foreseen.as_ref()), &found.named, (entry, changed), refused)
}

fn print(
    site: &Site,
    asked: &Asked,
    (plan, foreseen): (&Plan, Option<&Foreseen>),
    named: &[String],
    (entry, changed): (Option<u64>, u64),
    refused: Vec<Item>,
) -> Result<Outcome> {
    let outcome = if refused.is_empty() { Outcome::Done } else { Outcome::Refused };
    let on = |item: usize| named.get(item).map(String::as_str).unwrap_or_default();
    let effects: Vec<Told<'_>> =
        plan.effects.iter().map(|effect| Told { on: on(effect.item), effect: effect.say(site.lang) }).collect();
    if site.json {
        let (what, by, dry_run, structural) = (asked.deed.id(), site.by.as_str(), asked.dry_run, plan.structural);
        output::json(&Done { entry, what, by, changed, dry_run, structural, effects, findings: foreseen, refused })?;
        return Ok(outcome);
    }
    let what = site.lang.word(asked.deed);
    for told in &effects {
        output::line(told.effect)?;
    }
    for (_, line) in foreseen.filter(|_| plan.items > 0).map(|foreseen| foreseen.lines(site.lang)).unwrap_or_default() {
        output::line(&line)?;
    }
    if plan.structural && asked.dry_run {
        output::line(structural(site.lang))?;
    }
    match entry {
        Some(entry) => output::line(&done(site.lang, what, changed, entry))?,
        None if asked.dry_run => output::line(&tried(site.lang, what, plan.items))?,
        None => {}
    }
    for item in &refused {
        output::line(&match item.field {
            Some(field) => refused_field(site.lang, &item.on, field, &item.why),
            None => self::refused(site.lang, &item.on, &item.why),
        })?;
    }
    Ok(outcome)
}

/// The changes asked for, what their subjects were called, and those that are nothing.
struct Found {
    changes: Vec<Change>,
    named: Vec<String>,
    refused: Vec<Item>,
}

fn find(site: &Site, desk: &Desk, asked: &Asked) -> Result<Found> {
    let mut found = Found { changes: Vec::new(), named: Vec::new(), refused: Vec::new() };
    for text in &asked.on {
        let name = mask_strays(text);
        match desk.subject(asked.deed, text)? {
            Ok(on) => {
                found.named.push(name);
                found.changes.push(Change::Deed { deed: asked.deed, on, values: asked.values.clone() });
            }
            Err(why) => found.refused.push(Item { on: name, field: None, why: why.say(site.lang) }),
        }
    }
    Ok(found)
}
