//! `mingmai import`: rosters in, with a report of every file and every refused row.

use std::path::PathBuf;

use anyhow::Result;

use super::args::Site;
use super::outcome::{Outcome, Usage};
use super::progress::Bar;
use super::{desk as opening, output, text};
use crate::desk;
use crate::intake::{Kind, Options, Report};
use crate::lang::Lang;
use crate::model::Labelled;

/// Which rosters, and how strictly.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Roster files, directories of them, or - for csv on standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The kind of every file, where its headers are not to decide: orgs, members, cadres
    #[arg(long, value_name = "K")]
    kind: Option<String>,
    /// Check and report, write nothing
    #[arg(long)]
    dry_run: bool,
    /// Refuse a whole file that has one bad row
    #[arg(long)]
    strict: bool,
}

/// Takes them in.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let kind = args.kind.as_deref().map(|kind| kind_named(site.lang, kind)).transpose()?;
    let options = Options { kind, strict: args.strict };
    let rules = opening::options(site)?.rules;
    let bar = Bar::new(site.lang);
    let taken = desk::take_in(&site.data, &args.paths, &options, args.dry_run, site.clock, &rules, &bar)?;
    drop(bar);
    if site.json {
        output::json(&taken.report.shown(site.lang))?;
    } else {
        print(site.lang, &taken.report, args.dry_run)?;
    }
    let refused = taken.report.files.iter().any(|file| file.refused > 0) || !taken.report.refusals.is_empty();
    Ok(if refused { Outcome::Refused } else { Outcome::Done })
}

/// The kind of roster of a name.
pub fn kind_named(lang: Lang, kind: &str) -> Result<Kind> {
    Kind::named(kind).ok_or_else(|| {
        let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.en()).collect();
        Usage(text::no_kind(lang, kind, &known.join(", "))).into()
    })
}

/// How many remarks a person is shown; JSON holds all that are kept.
const REMARKS: usize = 20;

fn print(lang: Lang, report: &Report, dry_run: bool) -> Result<()> {
    for refusal in &report.refusals {
        eprintln!("{}", report.line(refusal, lang));
    }
    for warning in report.warnings.kept.iter().take(REMARKS) {
        eprintln!("{}", report.remark(warning, lang));
    }
    let hidden = report.warnings.total.saturating_sub(REMARKS as u64);
    if hidden > 0 {
        eprintln!("{}", text::more_remarks(lang, hidden));
    }
    for file in &report.files {
        let sheet = file.sheet.as_ref().map_or_else(String::new, |sheet| format!(" [{sheet}]"));
        let kind = file.kind.map_or("-", |kind| lang.word(kind));
        let [rows, accepted, unchanged, refused] =
            [file.rows, file.accepted, file.unchanged, file.refused].map(u64::from);
        output::line(&text::file_done(lang, &file.file, &sheet, kind, rows, accepted, unchanged, refused))?;
    }
    if dry_run {
        output::line(text::dry_run(lang))?;
    }
    Ok(())
}
