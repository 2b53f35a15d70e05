//! `mingmai backup`: the register as one file.

use std::path::PathBuf;

use anyhow::Result;

use super::args::Site;
use super::outcome::Outcome;
use super::output;
use super::progress::Bar;
use crate::desk;
use crate::lang::texts;
use crate::store::Register;

texts! {
    kept(file: &str, mb: f64, values: u64, members: u32) {
        "已备份到 {file} ：{mb:.1} MB，{values} 项，团员 {members} 行；已读回核对",
        "backed up to {file}: {mb:.1} MB, {values} values, {members} member rows; read back and checked"
    }
    without_persons() {
        "备份不带人员密钥：要能在别的机器上恢复，另存一份 `mingmai persons export`",
        "it carries no keys of persons: to restore it on another machine, keep what `mingmai persons export` writes elsewhere"
    }
    removed(file: &str) { "已删除旧备份 {file}", "removed the older backup {file}" }
}

/// Where to, and how many stay.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The directory of backups [default: beside the register, with .backups behind its name]
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Keep this many backups of this register there, and remove the oldest beyond
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    keep: Option<u16>,
}

/// Takes it.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let register = Register::open(&site.data, site.clock.now())?;
    let dir = args.dir.clone().unwrap_or_else(|| desk::backups_of(&site.data));
    let bar = Bar::new(site.lang);
    let done = desk::back_up(&register, &dir, args.keep.map(usize::from), site.clock, &bar);
    drop(bar);
    let done = done?;
    if site.json {
        output::json(&done)?;
        return Ok(Outcome::Done);
    }
    let (file, mb) = (done.file.display().to_string(), done.bytes as f64 / 1e6);
    output::line(&kept(site.lang, &file, mb, done.values, done.header.members))?;
    if register.codec().persons().is_some() {
        output::line(without_persons(site.lang))?;
    }
    done.removed.iter().try_for_each(|old| output::line(&removed(site.lang, &old.display().to_string())))?;
    Ok(Outcome::Done)
}
