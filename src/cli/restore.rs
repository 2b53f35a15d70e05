//! `mingmai restore`: a backup put back.

use std::path::PathBuf;

use anyhow::Result;

use super::args::Site;
use super::outcome::{Outcome, Usage};
use super::progress::Bar;
use super::{output, unlock};
use crate::desk::{self, NoPersons, Putting};
use crate::lang::texts;
use crate::store::Missing;
use crate::store::backup::Broken;

texts! {
    restored(path: &str, taken: &str, members: u32) {
        "名册已恢复到 {path} ：备份时间 {taken}，团员 {members} 行；已核对",
        "register restored to {path}: taken {taken}, {members} member rows; checked"
    }
    aside(path: &str) { "原有名册已移到 {path}", "the register that was there is now {path}" }
    no_persons(file: &str) {
        "{file} 里的个人信息由人员密钥遮盖，备份不带这些密钥：请在原名册的目录上恢复，或用 --persons 给出 `persons export` 写出的文件",
        "the personal cells of {file} are covered by keys of persons, which no backup carries: restore it over the register it is of, or name with --persons what `persons export` wrote"
    }
    missing(members: u64, posts: u64, listed: u64) {
        "备份之后被抹除的人没有恢复：团员 {members} 行，团干部 {posts} 行，转接和奖惩 {listed} 行",
        "persons erased since the backup were not put back: {members} member rows, {posts} cadre rows, {listed} rows of transfers and conduct"
    }
    broken(file: &str, why: &str) { "{file} 不能用作备份：{why}", "{file} cannot be restored: {why}" }
}

/// Which backup.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file that `backup` made
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where the directory holds a register already, set that aside first
    #[arg(long)]
    replace: bool,
    /// The keyring of persons that `persons export` wrote, where the directory has none of its own
    #[arg(long, value_name = "FILE")]
    persons: Option<PathBuf>,
}

/// Puts it back.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let told = |error: anyhow::Error| match (error.downcast_ref::<Broken>(), error.downcast_ref::<NoPersons>()) {
        (Some(why), _) => Usage(broken(site.lang, &args.file.display().to_string(), &why.to_string())).into(),
        (None, Some(NoPersons(file))) => Usage(no_persons(site.lang, file)).into(),
        (None, None) => error,
    };
    let keys = desk::keys_of(&args.file).map_err(told)?;
    if args.replace {
        unlock::may_replace(site, keys.as_ref())?;
    }
    let data = match keys {
        Some(keys) => {
            let (key, operator) = unlock::open(site, &keys)?;
            site.data.unlocked_by(&key, &operator)
        }
        None => site.data.clone(),
    };
    let bar = Bar::new(site.lang);
    let rules = super::desk::options(site)?.rules;
    let putting = Putting { replace: args.replace, persons: args.persons.as_deref(), rules: Some(&rules) };
    let done = desk::restore(&args.file, &data, putting, site.clock, &bar);
    drop(bar);
    let done = done.map_err(told)?;
    if site.json {
        output::json(&done)?;
        return Ok(Outcome::Done);
    }
    let path = site.data.path().display().to_string();
    output::line(&restored(site.lang, &path, &done.header.taken.to_string(), done.header.members))?;
    let Missing { members, posts, listed } = done.missing;
    if done.missing != Missing::default() {
        output::line(&missing(site.lang, members, posts, listed))?;
    }
    if let Some(old) = &done.aside {
        output::line(&aside(site.lang, &old.display().to_string()))?;
    }
    Ok(Outcome::Done)
}
