//! `mingmai completions`: a script that completes verbs and options in a shell.

use anyhow::Result;
use clap::CommandFactory;

use super::outcome::Outcome;

/// Which shell.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// bash, zsh, fish, elvish or powershell
    shell: clap_complete::Shell,
}

/// Prints the script.
pub fn run(args: &Args) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::args::Args::command(), "mingmai", &mut script);
    super::output::line(String::from_utf8_lossy(&script).trim_end())?;
    Ok(Outcome::Done)
}
