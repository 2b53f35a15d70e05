//! `mingmai restore`: a backup put back.

use std::path::PathBuf;

use anyhow::Result;

use super::args::Site;
use super::outcome::{Outcome, Usage};
use super::progress::Bar;
use super::{output, unlock};
use crate::desk;
use crate::lang::texts;
use crate::store::backup::Broken;

texts! {
    restored(path: &str, taken: &str, members: u32) {
        "名册已恢复到 {path}: 备份时间 {taken}, 团员 {members} 行; 已核对",
        "register restored to {path}: taken {taken}, {members} member rows; checked"
    }
    aside(path: &str) { "原有名册已移到 {path}", "the register that was there is now {path}" }
    broken(file: &str, why: &str) { "{file} 不能用作备份: {why}", "{file} cannot be restored: {why}" }
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
}

/// Puts it back.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let told = |error: anyhow::Error| match error.downcast_ref::<Broken>() {
        Some(why) => Usage(broken(site.lang, &args.file.display().to_string(), &why.to_string())).into(),
        None => error,
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
    let done = desk::restore(&args.file, &data, args.replace, site.clock, &bar);
    drop(bar);
    let done = done.map_err(told)?;
    if site.json {
        output::json(&done)?;
        return Ok(Outcome::Done);
    }
    let path = site.data.path().display().to_string();
    output::line(&restored(site.lang, &path, &done.header.taken.to_string(), done.header.members))?;
    if let Some(old) = &done.aside {
        output::line(&aside(site.lang, &old.display().to_string()))?;
    }
    Ok(Outcome::Done)
}
