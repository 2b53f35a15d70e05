//! `mingmai programme`: a programme of the operator's own, checked and added.

mod add;
mod check;
pub(super) mod text;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::args::Site;
use super::outcome::Outcome;
use crate::desk::Right;

/// What to do with a programme.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Say whether a programme file can be used, and if not, where and why
    Check(FileArgs),
    /// Check a programme file and keep it in the register
    Add(FileArgs),
}

#[derive(Debug, clap::Args)]
struct FileArgs {
    /// The programme, in the form of those that come with the program
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Args {
    /// What it takes.
    pub const fn right(&self) -> Right {
        match self.verb {
            Verb::Check(_) => Right::Read,
            Verb::Add(_) => Right::KeepProgrammes,
        }
    }

    /// Whether it looks at the register there is.
    pub fn reads(&self) -> bool {
        matches!(self.verb, Verb::Add(_))
    }
}

/// Runs the verb.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    match &args.verb {
        Verb::Check(args) => check::run(site, args),
        Verb::Add(args) => add::run(site, args),
    }
}

/// A file's name and text.
fn read(path: &Path) -> Result<(String, String)> {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Ok((name, text))
}
