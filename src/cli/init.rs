//! `mingmai init`: an empty register, sealed where a passphrase is given.

use anyhow::Result;

use super::args::Site;
use super::outcome::Outcome;
use super::{output, text, unlock};
use crate::desk;
use crate::lang::texts;
use crate::store::DataDir;

texts! {
    ask() {
        "名册可以加密：没有口令谁也读不了，口令和恢复码都丢了也就找不回来。直接回车则不加密。",
        "The register can be sealed: nobody reads it without a passphrase, and with passphrase and recovery code lost it is gone. Enter alone leaves it unsealed."
    }
    plain() { "名册没有加密：谁拿到这些文件，谁就能读。", "The register is not sealed: whoever has its files can read them." }
    sealed(name: &str) { "名册已加密；管理者：{name}", "The register is sealed; its keeper is {name}" }
}

/// The keeper's name where none is given.
const KEEPER: &str = "keeper";

/// Sealed or not; without either word somebody at a terminal is asked.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Seal it: with --key-file (made where there is none), --passphrase-stdin, or a passphrase asked for
    #[arg(long)]
    seal: bool,
    /// Do not ask, and do not seal it
    #[arg(long, conflicts_with = "seal")]
    unsealed: bool,
}

/// Makes it; a directory that holds a register already is left alone.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let lang = site.lang;
    let path = site.data.path().display().to_string();
    // Before a passphrase is asked for that would come to nothing.
    if site.data.current()?.is_some() {
        return Err(desk::Exists(path).into());
    }
    if !args.seal && !args.unsealed && super::hidden::can_ask() {
        eprintln!("{}", ask(lang));
    }
    let given = if args.unsealed { None } else { unlock::first_secret(site, args.seal)? };
    let Some(given) = given else {
        let meta = desk::make_empty(&site.data, site.clock)?.meta().clone();
        output::line(&text::made(lang, &path, meta.orgs, meta.members, meta.posts))?;
        output::line(plain(lang))?;
        return Ok(Outcome::Done);
    };
    let keeper = site.access.operator().unwrap_or(KEEPER);
    let (register, code) = desk::make_sealed(&DataDir::new(site.data.path()), keeper, &given.secret(), site.clock)?;
    let meta = register.meta();
    output::line(&text::made(lang, &path, meta.orgs, meta.members, meta.posts))?;
    output::line(&sealed(lang, keeper))?;
    output::line(&text::recovery_code(lang, &code.print()))?;
    Ok(Outcome::Done)
}
