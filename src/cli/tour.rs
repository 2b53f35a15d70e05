//! `mingmai tour`: the guided tour, on a demonstration county made for it and removed after it.

use std::fs;

use anyhow::{Context, Result};

use super::args::Site;
use super::outcome::Outcome;
use super::terminal;

/// Opens the terminal program on made-up data of its own; the register of the site is not touched.
pub fn run(site: &Site) -> Result<Outcome> {
    let folder = std::env::temp_dir().join(format!("mingmai-tour-{}", std::process::id()));
    // One that is there already is somebody else's.
    fs::create_dir(&folder).with_context(|| folder.display().to_string())?;
    let done = terminal::tour(site, &folder.join("register"));
    let _ = fs::remove_dir_all(&folder);
    done
}
