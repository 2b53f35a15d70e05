//! Without a verb: the terminal program.

use anyhow::Result;

use super::args::Site;
use super::outcome::Outcome;

/// Opens it.
pub fn run(_site: &Site) -> Result<Outcome> {
    Ok(Outcome::Done)
}

/// Prints its keys.
pub fn keys(_site: &Site) -> Result<Outcome> {
    Ok(Outcome::Done)
}
