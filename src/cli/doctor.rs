//! `mingmai doctor`: every value looked at.

use anyhow::Result;

use super::args::Site;
use super::outcome::Outcome;
use super::progress::Bar;
use super::{desk as opening, output};
use crate::desk::{Examined, Right, backups_of, examine};
use crate::lang::{Lang, texts};
use crate::store::doctor::{Ailment, Checkup, Fault};

texts! {
    sound(values: u64, digest: &str) { "名册完好：核查 {values} 项；摘要 {digest}", "the register is sound: {values} values looked at; digest {digest}" }
    kind(name: &str, rows: u64, sum: &str) { "  {name} {rows} {sum}", "  {name} {rows} {sum}" }
    backed_up(taken: &str, file: &str) { "最近备份：{taken}， {file}", "newest backup: {taken}, {file}" }
    never_backed_up(dir: &str) {
        "{dir} 里没有这份名册的备份：请用 mingmai backup",
        "no backup of this register in {dir}: take one with mingmai backup"
    }
    unwitnessed() { "这份名册建立时还没有见证文件：丢失的行未必都能发现。", "This register was made before there were witnesses: not every lost row can be found." }
    faults(count: u64) { "发现 {count} 处问题，第一处在最前：", "{count} places are at fault, the first one first:" }
    fault(tree: &str, place: &str, what: &str) { "  {tree}{place} ：{what}", "  {tree}{place}: {what}" }
    at_key(key: &str) { " 键 {key}", " key {key}" }
    at_org(org: &str) { " 组织 {org}", " organisation {org}" }
    more(count: u64) { "  … 还有 {count} 处", "  … {count} more" }
    unreadable(cause: &str) { "读不下去： {cause}", "cannot be read on: {cause}" }
    damaged() { "校验不符", "its checksum does not agree" }
    no_persons() {
        "人员密钥不在了：用 persons import 放回 persons export 写出的文件",
        "the keyring of persons is gone: put back what persons export wrote with persons import"
    }
    version(version: u8) { "版本 {version} 未知", "version {version} is unknown" }
    gap() { "前面有缺失", "values before it are missing" }
    count(found: u64, expected: u64) { "有 {found}，应有 {expected}", "{found} there, {expected} expected" }
    lost(saves: u64) {
        "日志残缺：最近 {saves} 次保存的内容已不在，重建只能保留其余部分；有备份时请先恢复备份",
        "its log is torn: what the last {saves} saves wrote is gone, and making it again keeps only the rest; where there is a backup, restore that"
    }
    changed() { "与建立时不同", "not what it was when it was made" }
    no_such_org() { "所指组织不存在", "it names an organisation that is not there" }
    no_parent() { "上级不存在", "its parent is not there" }
    chain() { "与前一条不衔接", "it does not follow from the entry before" }
    mended() { "已由各行重建：查找、列与研判结果。", "Made again from rows: search, columns and facts." }
    can_mend() { "这些都可由各行重建，请运行 mingmai doctor --repair 。", "All of this can be made again from rows: mingmai doctor --repair." }
    cannot_mend() {
        "其中有不能重建的：请用 mingmai restore FILE --replace 恢复最近的备份。",
        "Some of it cannot be made again: restore the last backup, mingmai restore FILE --replace."
    }
}

/// Whether to mend.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Make again from rows what can be: search, columns, kept facts
    #[arg(long)]
    repair: bool,
}

impl Args {
    /// What it takes.
    pub const fn right(&self) -> Right {
        if self.repair { Right::Repair } else { Right::ReadWhole }
    }
}

/// Looks.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let rules = opening::options(site)?.rules;
    let bar = Bar::new(site.lang);
    let done = examine(&site.data, args.repair, site.clock, &rules, &bar);
    drop(bar);
    let done = done?;
    if site.json {
        output::json(&done)?
    } else {
        print(site.lang, &done)?;
        print_backup(site, &done)?
    }
    Ok(if done.is_sound() { Outcome::Done } else { Outcome::Ended(1) })
}

fn print_backup(site: &Site, done: &Examined) -> Result<()> {
    let dir = || backups_of(&site.data).display().to_string();
    output::line(&match &done.backup {
        Some(newest) => backed_up(site.lang, &newest.taken.to_string(), &newest.file.display().to_string()),
        None => never_backed_up(site.lang, &dir()),
    })
}

fn print(lang: Lang, done: &Examined) -> Result<()> {
    if !done.found.is_sound() {
        list(lang, &done.found)?;
        let said = match (&done.repaired, done.found.can_be_rebuilt()) {
            (Some(_), _) => mended(lang),
            (None, true) => can_mend(lang),
            (None, false) => cannot_mend(lang),
        };
        output::line(said)?;
    }
    if let Some(after) = done.repaired.as_ref().filter(|after| !after.is_sound()) {
        list(lang, after)?;
    }
    if let Some(digest) = &done.digest {
        output::line(&sound(lang, done.repaired.as_ref().unwrap_or(&done.found).values, &digest.to_string()))?;
        digest.0.iter().try_for_each(|(name, sum)| output::line(&kind(lang, name, sum.rows, &sum.to_string())))?;
        if !done.repaired.as_ref().unwrap_or(&done.found).witnessed {
            output::line(unwitnessed(lang))?;
        }
    }
    Ok(())
}

fn list(lang: Lang, found: &Checkup) -> Result<()> {
    const SHOWN: usize = 40;
    output::line(&faults(lang, found.faults.len() as u64 + found.more))?;
    for Fault { tree, key, org, what } in found.faults.iter().take(SHOWN) {
        let key = key.as_deref().map(|key| at_key(lang, key)).unwrap_or_default();
        let org = org.as_deref().map(|org| at_org(lang, org)).unwrap_or_default();
        output::line(&fault(lang, tree, &format!("{org}{key}"), &said(lang, what)))?;
    }
    let hidden = found.faults.len().saturating_sub(SHOWN) as u64 + found.more;
    if hidden > 0 { output::line(&more(lang, hidden)) } else { Ok(()) }
}

fn said(lang: Lang, what: &Ailment) -> String {
    match what {
        Ailment::Unreadable(cause) => unreadable(lang, cause),
        Ailment::Damaged => damaged(lang).to_owned(),
        Ailment::Version(number) => version(lang, *number),
        Ailment::NoPersons => no_persons(lang).to_owned(),
        Ailment::Gap => gap(lang).to_owned(),
        Ailment::Count { found, expected } => count(lang, *found, *expected),
        Ailment::Lost { found, expected } => lost(lang, expected - found),
        Ailment::Changed => changed(lang).to_owned(),
        Ailment::NoSuchOrg => no_such_org(lang).to_owned(),
        Ailment::NoParent => no_parent(lang).to_owned(),
        Ailment::Chain => chain(lang).to_owned(),
    }
}
