//! `mingmai findings`: what the rules find, where each finding stands, and what is done about it.

mod act;
mod history;
mod list;
mod mended;
mod text;

use anyhow::Result;
use clap::{Subcommand, ValueEnum};

use super::args::Site;
use super::outcome::{Outcome, Usage};
use crate::desk::Standing;
use crate::judge::LifeState;
use crate::lang::Lang;
use crate::model::Labelled;

/// Which findings, or what to do about some.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(flatten)]
    list: list::ListArgs,
    #[command(subcommand)]
    verb: Option<FindingsVerb>,
}

#[derive(Debug, Subcommand)]
enum FindingsVerb {
    /// Give findings to a post
    Assign(act::AssignArgs),
    /// Say why findings are so
    Explain(act::TextArgs),
    /// Write a note on findings
    Note(act::TextArgs),
    /// Put findings aside until a day
    Snooze(act::UntilArgs),
    /// Ask that findings be exempt, or answer such a request
    Exempt(act::ExemptArgs),
    /// Take back the last commit of whoever acts
    Undo,
    /// The whole life of one finding
    History(history::HistoryArgs),
    /// What was reported as mended, and what stayed so
    Mended(mended::MendedArgs),
}

pub(super) use act::{told as act_error, undo};
pub(super) use text::no_author;

/// Does what is asked.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    match &args.verb {
        None => list::run(site, &args.list),
        Some(FindingsVerb::Assign(args)) => act::assign(site, args),
        Some(FindingsVerb::Explain(args)) => act::explain(site, args),
        Some(FindingsVerb::Note(args)) => act::note(site, args),
        Some(FindingsVerb::Snooze(args)) => act::snooze(site, args),
        Some(FindingsVerb::Exempt(args)) => act::exempt(site, args),
        Some(FindingsVerb::Undo) => act::undo(site, false),
        Some(FindingsVerb::History(args)) => history::run(site, args),
        Some(FindingsVerb::Mended(args)) => mended::run(site, args),
    }
}

/// A state as it is written on the command line.
#[derive(Clone, Copy, Debug)]
struct StateArg(LifeState);

impl ValueEnum for StateArg {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [StateArg; LifeState::ALL.len()] = {
            let mut all = [StateArg(LifeState::New); LifeState::ALL.len()];
            let mut at = 0;
            while at < all.len() {
                all[at] = StateArg(LifeState::ALL[at]);
                at += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.id()))
    }
}

fn rule(standing: &Standing, lang: Lang, id: &str) -> Result<usize> {
    standing.rules.iter().position(|rule| rule.id == id).ok_or_else(|| {
        let known: Vec<&str> = standing.rules.iter().map(|rule| rule.id.as_str()).collect();
        Usage(super::text::no_rule(lang, id, &known.join(", "))).into()
    })
}
