//! `mingmai journal recall`: the register as an earlier entry of the journal left it.

use std::path::PathBuf;

use anyhow::Result;
use serde::Serialize;

use super::args::{self, Site};
use super::outcome::{Outcome, Usage};
use super::output;
use super::progress::Bar;
use crate::desk;
use crate::lang::texts;
use crate::model::Instant;
use crate::store::{RecallError, Register};

texts! {
    made(path: &str, entry: u64, verb: &str, recorded: &str) {
        "第 {entry} 号记录（{verb}，{recorded}）之后的名册已在 {path} 里还原",
        "the register as it was after entry {entry} ({verb}, {recorded}) is in {path}"
    }
    ask(path: &str, at: &str) {
        "查当时的数字：mingmai --data {path} --as-of {at} stats",
        "what it said then: mingmai --data {path} --as-of {at} stats"
    }
    none_by(at: &str) { "{at} 及以前没有记录", "there is no entry by {at}" }
    no_entry(number: u64) { "没有第 {number} 号记录", "there is no entry {number}" }
    not_kept(number: u64) {
        "第 {number} 号记录改动的行没有留存（旧版程序导入，或改动过多）：请恢复在它之前的备份",
        "the rows that entry {number} changed are not kept (an earlier program's import, or too many of them): restore a backup taken before it"
    }
}

/// Which register.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// As it was after this entry
    #[arg(long, value_name = "N", required_unless_present = "at", conflicts_with = "at")]
    entry: Option<u64>,
    /// As it was at the end of this day (2018-06-30), or at an instant (RFC 3339): after the last entry recorded by then
    #[arg(long, value_name = "DATE", value_parser = args::instant)]
    at: Option<Instant>,
    /// The directory it is made in, which holds none
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
}

#[derive(Serialize)]
struct Recalled {
    entry: u64,
    verb: String,
    recorded: String,
    data: String,
}

/// Makes it.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let register = Register::open(&site.data, site.clock.now())?;
    let number = match (args.entry, args.at) {
        (Some(number), _) => number,
        (None, Some(at)) => {
            let journal = register.journal()?;
            let last = journal.iter().rfind(|entry| entry.recorded <= at);
            last.ok_or_else(|| Usage(none_by(site.lang, &at.to_string())))?.number
        }
        // One of them is there, or the words would not have been taken.
        (None, None) => return Err(Usage(no_entry(site.lang, 0)).into()),
    };
    let rules = super::desk::options(site)?.rules;
    let bar = Bar::new(site.lang);
    let done = desk::recall(&register, number, &args.into, &rules, site.clock, &bar);
    drop(bar);
    let told = |error: anyhow::Error| match error.downcast_ref() {
        Some(RecallError::NoEntry(number)) => Usage(no_entry(site.lang, *number)).into(),
        Some(RecallError::NotKept(number)) => Usage(not_kept(site.lang, *number)).into(),
        _ => error,
    };
    let entry = done.map_err(told)?;
    let (path, recorded) = (args.into.display().to_string(), entry.recorded.to_string());
    if site.json {
        output::json(&Recalled { entry: number, verb: entry.verb, recorded, data: path })?;
        return Ok(Outcome::Done);
    }
    output::line(&made(site.lang, &path, number, &entry.verb, &recorded))?;
    output::line(&ask(site.lang, &path, &recorded))?;
    Ok(Outcome::Done)
}
