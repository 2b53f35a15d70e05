//! `mingmai programme check`: whether a file can be used.

use anyhow::{Result, anyhow};

use super::super::programmes::Row;
use super::super::{args::Site, desk, outcome::Outcome, output};
use super::{FileArgs, read, text};
use crate::programme::Programme;

/// Says what is in the file, or what is wrong with it to the line and column. Needs no register.
pub(super) fn run(site: &Site, args: &FileArgs) -> Result<Outcome> {
    let (name, written) = read(&args.file)?;
    let programme = Programme::parse(&written, &name).map_err(|error| anyhow!("{}", error.say(site.lang)))?;
    let rules = desk::options(site)?.rules;
    programme.check(&rules).map_err(|error| anyhow!("{}", error.say(site.lang)))?;
    let row = Row::of(site, &programme);
    if site.json {
        output::json(&row)?;
    } else {
        output::line(&text::sound(site.lang, &row.id, &row.title, row.tasks, row.steps, row.measured))?;
    }
    Ok(Outcome::Done)
}
