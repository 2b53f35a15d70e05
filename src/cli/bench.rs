//! `mingmai bench`: the figures of this machine, each measured by a process of its own so that memory is its own too.

mod answers;
mod copies;
mod keys;
mod stages;
mod start;

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant as Stopwatch;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use super::args::Site;
use super::outcome::Outcome;
use super::output;
use crate::demo::{Demo, Kinds, Scale, write_rosters};
use crate::store::DataDir;

/// What is measured.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Size of the demonstration whose rosters are imported and measured
    #[arg(long, value_enum, default_value = "province")]
    scale: ScaleArg,
    /// Where rosters and register are made, and left for the next run [default: a directory that is removed]
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// One stage, in a process of its own
    #[arg(long, hide = true, value_enum)]
    stage: Option<Stage>,
    /// When the process of a stage was started, in microseconds of the epoch
    #[arg(long, hide = true)]
    since: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ScaleArg {
    County,
    City,
    Province,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Stage {
    Start,
    Open,
    Tree,
    Search,
    Judge,
    Keys,
    Dues,
    Edits,
    Answers,
    Commits,
}

/// Prints one figure a line.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    if let Some(stage) = args.stage {
        match stage {
            Stage::Start => start::measured(site, args.since.unwrap_or_default())?,
            Stage::Open => stages::open(site)?,
            Stage::Tree => stages::tree(site)?,
            Stage::Search => stages::search(site)?,
            Stage::Judge => stages::judging(site)?,
            Stage::Keys => keys::keys(site)?,
            Stage::Dues => stages::dues(site)?,
            Stage::Edits => stages::edits(site)?,
            Stage::Answers => answers::answers(site)?,
            Stage::Commits => copies::made_durable(site)?,
        }
        return Ok(Outcome::Done);
    }
    output::line(&stages::machine())?;
    let (dir, kept) = match &args.keep {
        Some(dir) => (dir.clone(), true),
        None => (std::env::temp_dir().join(format!("mingmai-bench-{}", std::process::id())), false),
    };
    let done = measure(args.scale, &dir);
    if !kept {
        fs::remove_dir_all(&dir).with_context(|| dir.display().to_string())?;
    }
    done.map(|()| Outcome::Done)
}

fn measure(scale: ScaleArg, dir: &std::path::Path) -> Result<()> {
    let scale = match scale {
        ScaleArg::County => Scale::County,
        ScaleArg::City => Scale::City,
        ScaleArg::Province => Scale::Province,
    };
    let data = taken_in(scale, Kinds::Basic, dir)?;
    start::figures(&data)?;
    for stage in ["open", "tree", "search", "judge", "edits", "keys"] {
        let mut command = own(&data)?;
        command.args(["bench", "--stage", stage]);
        if !command.status()?.success() {
            bail!("stage {stage} of the bench failed");
        }
    }
    let data = taken_in(scale, Kinds::All, dir)?;
    for stage in ["open", "dues", "judge", "answers", "edits"] {
        let mut command = own(&data)?;
        command.args(["--as-of", "2018-11-15", "bench", "--stage", stage]);
        if !command.status()?.success() {
            bail!("stage {stage} of the bench failed");
        }
    }
    copies::figures(&data, &dir.join("rosters-all"), dir)
}

/// Writes rosters where there are none yet, and imports them.
fn taken_in(scale: Scale, kinds: Kinds, dir: &std::path::Path) -> Result<DataDir> {
    let (name, of) = match kinds {
        Kinds::Basic => ("rosters", "organisations, members and cadres"),
        Kinds::All => ("rosters-all", "all ten kinds"),
    };
    let rosters = dir.join(name);
    if !rosters.exists() {
        let begun = Stopwatch::now();
        write_rosters(&Demo::new(scale, 1)?, kinds, &rosters, &mut |_, _| {})?;
        output::line(&format!("rosters of {of} written: {:.1} s", begun.elapsed().as_secs_f64()))?;
    }
    let data = DataDir::new(dir.join("data"));
    if data.path().exists() {
        fs::remove_dir_all(data.path())?;
    }
    let csv = stages::bytes_below(&rosters)?;
    let begun = Stopwatch::now();
    let peak = stages::peak_of(own(&data)?.arg("import").arg(&rosters))?;
    output::line(&format!(
        "import of {:.0} MB of csv ({of}): {:.1} s, peak memory {peak} MB",
        csv as f64 / 1e6,
        begun.elapsed().as_secs_f64()
    ))?;
    let register = stages::bytes_below(data.path())?;
    output::line(&format!(
        "register on disk: {:.0} MB, {:.2} of the csv",
        register as f64 / 1e6,
        register as f64 / csv as f64
    ))?;
    Ok(data)
}

fn own(data: &DataDir) -> Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("--data").arg(data.path());
    Ok(command)
}
