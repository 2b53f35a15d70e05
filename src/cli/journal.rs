//! `mingmai journal`: who did what when, read back and verified.

use anyhow::Result;
use serde::Serialize;

use super::args::Site;
use super::outcome::{Outcome, Usage};
use super::{desk, output, recall, text};
use crate::desk::{Asked, Right, Told};
use crate::lang::{Lang, texts};
use crate::store::Flaw;

texts! {
    head(number: u64, recorded: &str, by: &str, verb: &str) { "#{number}  {recorded}  {by}  {verb}", "#{number}  {recorded}  {by}  {verb}" }
    effective(at: &str) { "    生效 {at}", "    takes effect {at}" }
    files(names: &str) { "    文件 {names}", "    files {names}" }
    rows(count: u64) { "    {count} 条", "    {count} rows" }
    undoes(entry: u64) { "    撤销第 {entry} 号", "    takes back entry {entry}" }
    undone(entry: u64) { "    已被第 {entry} 号撤销", "    taken back by entry {entry}" }
    sound(entries: u64, head: &str) { "记录 {entries} 条，首尾相接，末条校验值 {head}", "{entries} entries, each following the one before; hash of the last {head}" }
    broken(entry: u64, why: &str) { "第 {entry} 号记录已损坏：{why}", "entry {entry} is broken: {why}" }
    no_entry(number: u64) { "没有第 {number} 号记录", "there is no entry {number}" }
    nobody() { "-", "-" }
    unreadable() { "无法读取", "it cannot be read" }
    number() { "缺少，或被另一条替代", "it is missing, or another stands in its place" }
    previous() { "与上一条不相接", "it does not follow the entry before" }
    acts() { "随附的办理内容与原记录不符", "the acts kept with it are not those it was written with" }
    edits() { "随附的改动内容与原记录不符", "the changed rows kept with it are not those it was written with" }
    stray() { "有改动内容而没有记录", "rows or acts are kept for it, but there is no such entry" }
}

/// What to read.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

impl Args {
    /// What it takes: the chain is one of the whole register.
    pub const fn right(&self) -> Right {
        match self.verb {
            Verb::Show(_) => Right::Read,
            Verb::Verify => Right::ReadWhole,
            Verb::Recall(_) => Right::BackUp,
        }
    }
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Entries, the newest first, with what changed in words
    Show(ShowArgs),
    /// Walk along the chain of entries and name the first that is not as it was written
    Verify,
    /// Make the register as it was after an entry in another directory, to be asked anything
    Recall(recall::Args),
}

#[derive(Debug, clap::Args)]
struct ShowArgs {
    /// Only this entry
    #[arg(long, value_name = "N")]
    entry: Option<u64>,
    /// Only what touches this organisation or those below it
    #[arg(long, value_name = "CODE")]
    org: Option<String>,
    /// At most so many entries; 0 for all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

#[derive(Serialize)]
struct Shown {
    entries: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    number: u64,
    recorded: String,
    effective: String,
    by: String,
    verb: String,
    files: Vec<String>,
    changed: u64,
    undoes: Option<u64>,
    undone_by: Option<u64>,
    hash: String,
    previous: String,
    what: Vec<String>,
}

#[derive(Serialize)]
struct Verified {
    sound: u64,
    head: String,
    broken: Option<u64>,
    why: Option<&'static str>,
}

/// Reads the journal.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    match &args.verb {
        Verb::Show(args) => show(site, args),
        Verb::Verify => verify(site),
        Verb::Recall(args) => recall::run(site, args),
    }
}

fn hash(print: u64) -> String {
    format!("{print:016x}")
}

fn show(site: &Site, args: &ShowArgs) -> Result<Outcome> {
    let desk = desk::open(site)?;
    let tree = desk.tree()?;
    let org = match &args.org {
        Some(code) => Some(tree.find(code.trim()).ok_or_else(|| Usage(text::no_org(site.lang, code)))?),
        None => None,
    };
    let asked = Asked { entry: args.entry, org, limit: args.limit };
    let told = desk.journal(asked, site.lang)?;
    if let (Some(number), true) = (args.entry, told.is_empty()) {
        return Err(Usage(no_entry(site.lang, number)).into());
    }
    if site.json {
        output::json(&Shown { entries: told.into_iter().map(entry).collect() })?;
        return Ok(Outcome::Done);
    }
    for told in &told {
        print(site.lang, told)?;
    }
    Ok(Outcome::Done)
}

fn entry(told: Told) -> Entry {
    let Told { entry, hash: print, undone_by, lines } = told;
    Entry {
        number: entry.number,
        recorded: entry.recorded.to_string(),
        effective: entry.effective.to_string(),
        by: entry.author,
        verb: entry.verb,
        files: entry.files,
        changed: entry.changed,
        undoes: entry.undoes,
        undone_by,
        hash: hash(print),
        previous: hash(entry.previous),
        what: lines,
    }
}

fn print(lang: Lang, told: &Told) -> Result<()> {
    let entry = &told.entry;
    let by = if entry.author.is_empty() { nobody(lang) } else { &entry.author };
    output::line(&head(lang, entry.number, &entry.recorded.to_string(), by, &entry.verb))?;
    if entry.effective != entry.recorded {
        output::line(&effective(lang, &entry.effective.to_string()))?;
    }
    if !entry.files.is_empty() {
        output::line(&files(lang, &entry.files.join(" ")))?;
    }
    if let Some(of) = entry.undoes {
        output::line(&undoes(lang, of))?;
    }
    if let Some(by) = told.undone_by {
        output::line(&undone(lang, by))?;
    }
    if told.lines.is_empty() {
        output::line(&rows(lang, entry.changed))?;
    }
    told.lines.iter().try_for_each(|line| output::line(&format!("    {line}")))?;
    output::line(&format!("    {} < {}", hash(told.hash), hash(entry.previous)))
}

const fn flaw(lang: Lang, flaw: Flaw) -> &'static str {
    match flaw {
        Flaw::Unreadable => unreadable(lang),
        Flaw::Number => number(lang),
        Flaw::Previous => previous(lang),
        Flaw::Acts => acts(lang),
        Flaw::Edits => edits(lang),
        Flaw::Stray => stray(lang),
    }
}

fn verify(site: &Site) -> Result<Outcome> {
    let chain = desk::open(site)?.register().verify_journal()?;
    let why = chain.broken.map(|(_, what)| flaw(site.lang, what));
    if site.json {
        let (sound, head) = (chain.sound, hash(chain.head));
        output::json(&Verified { sound, head, broken: chain.broken.map(|(entry, _)| entry), why })?;
    } else {
        output::line(&match (chain.broken, why) {
            (Some((entry, _)), Some(why)) => broken(site.lang, entry, why),
            _ => sound(site.lang, chain.sound, &hash(chain.head)),
        })?;
    }
    Ok(if chain.broken.is_some() { Outcome::Damaged } else { Outcome::Done })
}
