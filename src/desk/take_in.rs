//! How a register comes to be and how rosters get into it.

use std::collections::HashSet;
use std::ops::Range;
use std::path::PathBuf;

use anyhow::{Result, bail};

use super::Clock;
use crate::demo::{Demo, Scale};
use crate::intake::{self, Report};
use crate::judge::Rules;
use crate::model::Pos;
use crate::store::{
    self, DataDir, Deal, Heading, Incoming, OpenError, OrgRows, Register, Site, Thresholds, Unwatched, Watch,
};

/// A directory that already holds a register is never made into another.
#[derive(Debug, thiserror::Error)]
#[error("there is a register in {0} already")]
pub struct Exists(pub String);

/// How many organisations a thread makes up at a time.
const STRETCH: usize = 1024;

fn free(data: &DataDir) -> Result<()> {
    match data.current()? {
        Some(_) => bail!(Exists(data.path().display().to_string())),
        None => Ok(()),
    }
}

/// Makes an empty register.
///
/// # Errors
/// [`Exists`], held by another process, or what the disk said.
pub fn make_empty(data: &DataDir, clock: Clock) -> Result<Register> {
    let now = clock.now();
    free(data)?;
    let lock = data.lock(now)?;
    let heading = Heading { created: now, present: None, recorded: now, verb: "init", files: Vec::new() };
    let site = Site { data, lock: &lock, before: None, heading: &heading, watch: &Unwatched };
    let built = store::build(site, &[], 1, &|_, _| Ok(Vec::new()))?;
    built.judge(now, &Thresholds::default(), &Unwatched)?;
    drop(built.adopt(data, &lock)?);
    Ok(Register::open_locked(data, lock)?)
}

/// Makes a demonstration register, with its own present day.
///
/// # Errors
/// [`Exists`], held by another process, stopped by the watch, or what the disk said.
pub fn make_demo(data: &DataDir, scale: Scale, seed: u64, clock: Clock, watch: &dyn Watch) -> Result<Register> {
    free(data)?;
    let now = clock.now();
    let lock = data.lock(now)?;
    let demo = Demo::new(scale, seed)?;
    let present = Demo::PRESENT.end();
    let heading =
        Heading { created: now, present: Some(present), recorded: now, verb: "demo", files: Vec::new() };
    let orgs: Vec<_> = demo.orgs().collect();
    let rows = |_: usize, range: Range<usize>| {
        let rows = range.map(|at| {
            let pos = Pos(at as u32);
            (pos, OrgRows { members: demo.members(pos), posts: demo.posts(pos) })
        });
        Ok(rows.filter(|(_, rows)| !rows.is_empty()).collect())
    };
    let site = Site { data, lock: &lock, before: None, heading: &heading, watch };
    let built = store::build(site, &orgs, STRETCH, &rows)?;
    drop(orgs);
    let params = Rules::builtin()?;
    built.judge(present, &Thresholds::at(params.params(), present), watch)?;
    drop(built.adopt(data, &lock)?);
    Ok(Register::open_locked(data, lock)?)
}

/// What an import did.
pub struct TakenIn {
    /// Files, refusals and warnings.
    pub report: Report,
    /// Rows added or changed.
    pub changed: u64,
}
