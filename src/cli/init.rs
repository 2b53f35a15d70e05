//! `mingmai init`: an empty register.

use anyhow::Result;

use super::args::Site;
use super::outcome::Outcome;
use super::{output, text};
use crate::desk;

/// Nothing to say.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Makes it; a directory that holds a register already is left alone.
pub fn run(site: &Site, _args: &Args) -> Result<Outcome> {
    let register = desk::make_empty(&site.data, site.clock)?;
    let meta = register.meta();
    output::line(&text::made(site.lang, &site.data.path().display().to_string(), meta.orgs, meta.members, meta.posts))?;
    Ok(Outcome::Done)
}
