//! `mingmai demo`: the made-up province, a city or a county of it, as a register or as rosters.

mod check;

use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;

use super::args::Site;
use super::outcome::Outcome;
use super::progress::Bar;
use super::{output, text};
use crate::demo::{Demo, Kinds, Scale, write_rosters};
use crate::desk::{self, Right};
use crate::store::{Interrupted, Phase, Watch};

/// How large, and in which form.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How much of the province
    #[arg(long, value_enum, default_value = "county")]
    scale: ScaleArg,
    /// The same number gives the same province
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Only organisations, members and cadres instead of all ten kinds of roster
    #[arg(long, value_enum)]
    only: Option<Only>,
    /// Write roster files to this directory instead of making a register
    #[arg(long, value_name = "DIR")]
    rosters: Option<PathBuf>,
    /// Make nothing: print each headline number of the campaign and what the register says
    #[arg(long, conflicts_with_all = ["rosters", "only"])]
    check: bool,
}

impl Args {
    /// What it takes.
    pub const fn right(&self) -> Right {
        if self.check { Right::ReadWhole } else { Right::Begin }
    }

    /// Whether it looks at the register there is.
    pub fn reads(&self) -> bool {
        self.check
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Only {
    Basic,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ScaleArg {
    County,
    City,
    Province,
}

impl From<ScaleArg> for Scale {
    fn from(scale: ScaleArg) -> Self {
        match scale {
            ScaleArg::County => Self::County,
            ScaleArg::City => Self::City,
            ScaleArg::Province => Self::Province,
        }
    }
}

/// Makes it.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    if args.check {
        return check::run(site);
    }
    let kinds = args.only.map_or(Kinds::All, |Only::Basic| Kinds::Basic);
    let bar = Bar::new(site.lang);
    if let Some(dir) = &args.rosters {
        let demo = Demo::new(args.scale.into(), args.seed)?;
        let mut go_on = true;
        write_rosters(&demo, kinds, dir, &mut |done, total| go_on &= bar.at(Phase::Writing, done, total))?;
        drop(bar);
        if !go_on {
            return Err(Interrupted.into());
        }
        output::line(&text::rosters_made(site.lang, &dir.display().to_string()))?;
        return Ok(Outcome::Done);
    }
    let register = desk::make_demo(&site.data, (args.scale.into(), kinds), args.seed, site.clock, &bar)?;
    drop(bar);
    let meta = register.meta();
    let path = site.data.path().display().to_string();
    output::line(&text::made(site.lang, &path, meta.orgs, meta.members, meta.posts))?;
    output::line(text::demo_plain(site.lang))?;
    Ok(Outcome::Done)
}
