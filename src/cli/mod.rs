//! The command line: a verb a file, each a question or a change put to the desk.

mod alerts;
mod args;
mod backup;
mod bench;
mod check;
mod completions;
mod config;
mod deeds;
mod demo;
mod desk;
mod doctor;
mod erase;
mod explain;
mod export;
mod failure;
mod findings;
mod hidden;
mod history;
mod home;
mod import;
mod init;
mod journal;
mod operators;
mod outcome;
mod output;
mod persons;
mod programme;
mod programmes;
mod progress;
mod rank;
mod recall;
mod responses;
mod restore;
mod rights;
mod rules;
mod search;
mod show;
mod snapshots;
mod stats;
mod step;
mod tasks;
mod terminal;
mod text;
mod tour;
mod transfers;
mod trend;
mod unlock;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use args::{Args, Site, Verb};
use outcome::Outcome;

use crate::store;

/// Runs the program and says how it went: 0 done, 1 failed, 2 usage, 3 done but rows were refused, 4 register held by another process.
pub fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        // Help and version come this way too.
        Err(error) if !error.use_stderr() => {
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        Err(error) => return Outcome::of_words(&error, args::guessed_lang()),
    };
    let site = args.site();
    failure::keep_quiet();
    match catch_unwind(AssertUnwindSafe(|| perform(&site, args.verb))) {
        Ok(Ok(outcome)) => outcome.code(),
        Ok(Err(error)) => Outcome::of_error(&located(error, &site), site.lang),
        Err(_) => Outcome::of_panic(failure::last(), &site.data.path().display().to_string(), site.lang),
    }
}

/// An error of the database with where it is, which the database does not say.
fn located(error: anyhow::Error, site: &Site) -> anyhow::Error {
    let place = site.data.path().display().to_string();
    let told = format!("{error:#}").contains(&place);
    if told || !store::is_of_database(&error) { error } else { error.context(place) }
}

// The terminal program and the verb about settings say it in their own way.
fn tell_ignored(site: &Site, verb: Option<&Verb>) {
    let first = site.config.mistakes.first();
    if let Some(first) = first.filter(|_| !matches!(verb, None | Some(Verb::Config(_)))) {
        let said = first.say(site.lang, &site.config.file());
        eprintln!("{}", config::text::ignored(site.lang, site.config.mistakes.len(), &said));
    }
}

fn perform(site: &Site, verb: Option<Verb>) -> Result<Outcome> {
    tell_ignored(site, verb.as_ref());
    let unlocked = match &verb {
        Some(verb) if !verb.opens_register() => None,
        _ => Some(unlock::site(site)?),
    };
    let site = unlocked.as_ref().unwrap_or(site);
    if let (Some(verb), true) = (&verb, unlocked.is_some()) {
        let who = site.who();
        who.may(verb.right(who.scope().is_none()))?;
    }
    match verb {
        None => terminal::run(site),
        Some(Verb::Init(verb)) => init::run(site, &verb),
        Some(Verb::Import(verb)) => import::run(site, &verb),
        Some(Verb::Export(verb)) => export::run(site, &verb),
        Some(Verb::Backup(verb)) => backup::run(site, &verb),
        Some(Verb::Restore(verb)) => restore::run(site, &verb),
        Some(Verb::Doctor(verb)) => doctor::run(site, &verb),
        Some(Verb::Demo(verb)) => demo::run(site, &verb),
        Some(Verb::Stats(verb)) => stats::run(site, &verb),
        Some(Verb::Findings(verb)) => findings::run(site, &verb),
        Some(Verb::Org(verb)) => deeds::run(site, &verb.0),
        Some(Verb::Cadre(verb)) => deeds::run(site, &verb.0),
        Some(Verb::Member(verb)) => deeds::run(site, &verb.0),
        Some(Verb::Transfer(verb)) => deeds::run(site, &verb.0),
        Some(Verb::Dues(verb)) => deeds::run(site, &verb.0),
        Some(Verb::Conduct(verb)) => deeds::run(site, &verb.0),
        Some(Verb::Activity(verb)) => deeds::run(site, &verb.0),
        Some(Verb::Appraise(verb)) => deeds::run(site, &verb.0),
        Some(Verb::Register(verb)) => deeds::run(site, &verb.0),
        Some(Verb::Attest(verb)) => deeds::run(site, &verb.0),
        Some(Verb::Graduates(verb)) => deeds::run(site, &verb.0),
        Some(Verb::Ledger(verb)) => deeds::run(site, &verb.0),
        Some(Verb::Undo) => findings::undo(site, false),
        Some(Verb::Redo) => findings::undo(site, true),
        Some(Verb::Journal(verb)) => journal::run(site, &verb),
        Some(Verb::Alerts(verb)) => alerts::run(site, &verb),
        Some(Verb::Tasks(verb)) => tasks::run(site, &verb),
        Some(Verb::Programmes) => programmes::run(site),
        Some(Verb::Programme(verb)) => programme::run(site, &verb),
        Some(Verb::Rules(verb)) => rules::run(site, &verb),
        Some(Verb::Explain(verb)) => explain::run(site, &verb),
        Some(Verb::Check(verb)) => check::run(site, &verb),
        Some(Verb::Rank(verb)) => rank::run(site, &verb),
        Some(Verb::Responses(verb)) => responses::run(site, &verb),
        Some(Verb::Transfers(verb)) => transfers::run(site, &verb),
        Some(Verb::Search(verb)) => search::run(site, &verb),
        Some(Verb::Show(verb)) => show::run(site, &verb),
        Some(Verb::Snapshots) => snapshots::run(site),
        Some(Verb::Trend(verb)) => trend::run(site, &verb),
        Some(Verb::Erase(verb)) => erase::run(site, &verb),
        Some(Verb::Persons(verb)) => persons::run(site, &verb),
        Some(Verb::Operators(verb)) => operators::run(site, &verb),
        Some(Verb::Bench(verb)) => bench::run(site, &verb),
        Some(Verb::Config(verb)) => config::run(site, &verb),
        Some(Verb::Completions(verb)) => completions::run(&verb),
        Some(Verb::Tour) => tour::run(site),
        Some(Verb::Keys) => terminal::keys(site),
    }
}
