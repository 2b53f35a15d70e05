//! `mingmai rules`: the rules in force, one of them explained, or tried with other parameters.

mod explain;
mod list;
mod text;
mod what_if;

use anyhow::Result;

use super::args::Site;
use super::outcome::{Outcome, Usage};
use crate::judge::{RuleIx, Rules};
use crate::lang::Lang;

/// What to do with the rules.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Every rule in force, the most urgent first
    List,
    /// One rule: its condition, its parameters with dates and sources, what to do, how many there are today
    Explain(explain::Args),
    /// How many findings there would be with other parameters
    WhatIf(what_if::Args),
}

/// Runs the verb.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    match &args.verb {
        Verb::List => list::run(site),
        Verb::Explain(args) => explain::run(site, args),
        Verb::WhatIf(args) => what_if::run(site, args),
    }
}

/// The rule of an id.
fn find(rules: &Rules, lang: Lang, id: &str) -> Result<RuleIx> {
    rules.find(id).ok_or_else(|| {
        let known: Vec<&str> = rules.iter().map(|(_, rule)| rule.id.as_str()).collect();
        Usage(super::text::no_rule(lang, id, &known.join(", "))).into()
    })
}
