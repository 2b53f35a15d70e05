//! `mingmai bench`: figures of this machine.

use anyhow::Result;

use super::args::Site;
use super::outcome::Outcome;

/// x
#[derive(Debug, clap::Args)]
pub struct Args {}

/// x
pub fn run(_site: &Site, _args: &Args) -> Result<Outcome> {
    Ok(Outcome::Done)
}
