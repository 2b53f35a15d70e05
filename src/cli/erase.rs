//! `mingmai erase`: a person made unreadable in every copy.

use anyhow::Result;
use serde::Serialize;

use super::args::Site;
use super::findings::no_author;
use super::hidden::{self, Asking};
use super::outcome::{Outcome, Usage};
use super::progress::Bar;
use super::{desk, output};
use crate::desk::{Copied, Erasure};
use crate::intake::person;
use crate::lang::{Lang, texts};
use crate::store::{Interrupted, NotSealed};

texts! {
    unsealed() {
        "名册没有加密：任何副本都读得出来，不能抹除",
        "the register is not sealed: every copy of it can be read, and nobody can be erased"
    }
    who(masked: &str) { "抹除 {masked}", "erasing {masked}" }
    rows(members: u64, posts: u64, payments: u64, transfers: u64, conduct: u64) {
        "删去：团员 {members} 行，团干部 {posts} 行，团费 {payments} 笔，转接 {transfers} 件，奖惩 {conduct} 条",
        "taken out: {members} member rows, {posts} cadre rows, {payments} payments, {transfers} transfers, {conduct} honours and penalties"
    }
    entries(count: u64) {
        "日志里 {count} 条的个人信息再也读不出来；条目本身还在，链不断",
        "{count} entries of the journal lose their personal cells for good; the entries stay, and so does the chain"
    }
    covered(path: &str) { "再也读不出这个人： {path}", "no longer tells of this person: {path}" }
    readable(path: &str) {
        "仍读得出这个人，请删除： {path} （人员密钥之前的备份，或连同密钥放在一边的名册）",
        "still tells of this person, remove it: {path} (a backup from before keys of persons, or a register set aside with its keyring)"
    }
    elsewhere() {
        "别处的备份同样读不出；之前复制走的名册目录或导出的人员密钥仍读得出",
        "backups kept elsewhere lose them too; a copy of the directory or of the keyring of persons that was made before does not"
    }
    nothing() { "名册里没有这个人；备份里的仍会抹除", "the register knows nothing of this person; in backups they are erased all the same" }
    tried() { "试算，没有改动", "a dry run: nothing was changed" }
    ask() { "此事不能撤销。再输一遍证件号：", "This cannot be taken back. The identity number once more: " }
    differs() { "两次证件号不同，没有改动", "the two numbers are not the same; nothing was changed" }
    unasked() {
        "没有终端可以再问一遍证件号：确认无误就加 --yes",
        "there is no terminal to ask for the number once more: say --yes if it is meant"
    }
    done(entry: u64) { "已抹除；日志第 {entry} 条", "erased; entry {entry} of the journal" }
}

/// Whom, and whether it is meant.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The identity number, or a member as other verbs name them: a member number, or CODE:WHO
    #[arg(value_name = "WHO")]
    who: String,
    /// Say what would become unreadable, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not ask for the number once more
    #[arg(long)]
    yes: bool,
}

#[derive(Serialize)]
struct Told<'a> {
    person: String,
    entry: Option<u64>,
    dry_run: bool,
    members: u64,
    posts: u64,
    payments: u64,
    transfers: u64,
    conduct: u64,
    entries: u64,
    copies: &'a [Copied],
}

/// Does it.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let lang = site.lang;
    if site.by.is_empty() && !args.dry_run {
        return Err(Usage(no_author(lang).to_owned()).into());
    }
    let desk = desk::open(site)?;
    let key = match desk.person_called(&args.who)? {
        Ok(key) => key,
        Err(why) => return Err(Usage(why.say(lang)).into()),
    };
    let bar = Bar::new(lang);
    let erasure = desk.erasure(key, &site.data, &bar);
    drop(bar);
    let erasure = erasure.map_err(|error| match error.downcast_ref() {
        Some(NotSealed) => Usage(unsealed(lang).to_owned()).into(),
        None => error,
    })?;
    if !site.json {
        tell(lang, &erasure)?;
    }
    let mut entry = None;
    if !args.dry_run {
        confirm(site, args, &erasure)?;
        let bar = Bar::new(lang);
        let erased = desk.erase(&site.by, &erasure, &bar);
        drop(bar);
        entry = Some(erased?);
    }
    if site.json {
        let found = &erasure.found;
        output::json(&Told {
            person: key.masked(),
            entry,
            dry_run: args.dry_run,
            members: found.members,
            posts: found.posts,
            payments: found.payments,
            transfers: found.transfers,
            conduct: found.conduct,
            entries: found.entries,
            copies: &erasure.copies,
        })?;
        return Ok(Outcome::Done);
    }
    output::line(&entry.map_or_else(|| tried(lang).to_owned(), |entry| done(lang, entry)))?;
    Ok(Outcome::Done)
}

fn tell(lang: Lang, erasure: &Erasure) -> Result<()> {
    let found = &erasure.found;
    output::line(&who(lang, &erasure.person.masked()))?;
    if found.is_empty() {
        output::line(nothing(lang))?;
    } else {
        let (transfers, conduct) = (found.transfers, found.conduct);
        output::line(&rows(lang, found.members, found.posts, found.payments, transfers, conduct))?;
        output::line(&entries(lang, found.entries))?;
    }
    for copy in &erasure.copies {
        let path = copy.path.display().to_string();
        output::line(&if copy.unreadable { covered(lang, &path) } else { readable(lang, &path) })?;
    }
    output::line(elsewhere(lang))
}

fn confirm(site: &Site, args: &Args, erasure: &Erasure) -> Result<()> {
    if args.yes {
        return Ok(());
    }
    if !hidden::can_ask() {
        return Err(Usage(unasked(site.lang).to_owned()).into());
    }
    let asking = Asking::begin()?;
    let typed = asking.hidden(ask(site.lang))?.ok_or(Interrupted)?;
    match person(typed.trim()) {
        Ok(identity) if identity.key() == erasure.person => Ok(()),
        _ => Err(Usage(differs(site.lang).to_owned()).into()),
    }
}
