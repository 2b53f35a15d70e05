//! `mingmai config`: the operator's own settings: shown with where each comes from, edited, checked.

mod check;
mod edit;
mod show;
pub(super) mod text;

pub(super) use check::names;

use std::path::PathBuf;

use anyhow::Result;
use clap::Subcommand;

use super::args::Site;
use super::outcome::Outcome;
use super::output;
use crate::tui::config;

/// What to do with the settings.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: ConfigVerb,
}

#[derive(Debug, Subcommand)]
enum ConfigVerb {
    /// What is in force, and who says so
    Show,
    /// Open the file in $VISUAL or $EDITOR, then check it
    Edit,
    /// Say what is wrong with a file, to the line and column [default: the one in force]
    Check(CheckArgs),
    /// Print a JSON schema of the file, for editors that complete and check
    Schema,
    /// Print where the file is looked for
    Path,
}

#[derive(Debug, clap::Args)]
struct CheckArgs {
    /// The file
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Does what is asked; needs no register.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    match &args.verb {
        ConfigVerb::Show => show::run(site),
        ConfigVerb::Edit => edit::run(site),
        ConfigVerb::Check(args) => check::run(site, args.file.as_deref()),
        ConfigVerb::Schema => {
            output::line(&serde_json::to_string_pretty(&config::schema(site.lang))?)?;
            Ok(Outcome::Done)
        }
        ConfigVerb::Path => {
            output::line(&site.config.path.display().to_string())?;
            Ok(Outcome::Done)
        }
    }
}
