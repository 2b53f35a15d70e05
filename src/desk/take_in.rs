//! How a register comes to be and how rosters get into it.

use std::collections::HashMap;
use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};

use super::{Clock, Right, Who};
use crate::demo::{Demo, Kinds, Scale};
use crate::intake::{self, Report};
use crate::judge::Rules;
use crate::model::{IdKey, Instant, Org, OrgCode, OrgId, Pos};
use crate::programme::Programme;
use crate::store::seal::{Cost, KeyRing, Recovery, Secret};
use crate::store::{
    self, DataDir, Heading, Incoming, Interrupted, Lists, Lock, OpenError, OrgRows, Phase, Register, Site, Source,
    Thresholds, Unwatched, Watch,
};

/// A directory that already holds a register is never made into another.
#[derive(Debug, thiserror::Error)]
#[error("there is a register in {0} already")]
pub struct Exists(pub String);

/// How many organisations a thread makes up at a time.
const STRETCH: usize = 1024;

/// Owns a directory that has no register.
fn own(data: &DataDir, now: Instant) -> Result<Lock> {
    let free = || match data.current()? {
        Some(_) => bail!(Exists(data.path().display().to_string())),
        None => Ok(()),
    };
    free()?;
    let lock = data.lock(now)?;
    // Another process may have made one in between.
    free()?;
    Ok(lock)
}

/// The register of a directory, or the ownership of one that has none.
fn open_or_own(data: &DataDir, now: Instant) -> Result<(Option<Register>, Option<Lock>), OpenError> {
    match Register::open(data, now) {
        Ok(register) => Ok((Some(register), None)),
        Err(OpenError::Missing(_)) => {
            let lock = data.lock(now)?;
            match data.current()? {
                Some(_) => Ok((Some(Register::open_locked(data, lock)?), None)),
                None => Ok((None, Some(lock))),
            }
        }
        Err(error) => Err(error),
    }
}

/// Makes an empty register.
///
/// # Errors
/// [`Exists`], held by another process, or what the disk said.
pub fn make_empty(data: &DataDir, clock: Clock) -> Result<Register> {
    let now = clock.now();
    let lock = own(data, now)?;
    empty_in(data, lock, now)
}

/// Makes an empty register whose values nobody reads without a key, and gives the code that opens it when all else is lost.
///
/// # Errors
/// [`Exists`], held by another process, or what the disk said.
pub fn make_sealed(data: &DataDir, keeper: &str, secret: &Secret<'_>, clock: Clock) -> Result<(Register, Recovery)> {
    let now = clock.now();
    let (ring, key, code) = KeyRing::begin(keeper, secret, Cost::USUAL)?;
    let data = data.unlocked(&key);
    let lock = own(&data, now)?;
    // The keys first: a generation without them could be opened by nobody, keys without one are replaced by the next try.
    ring.save(data.path())?;
    let made = empty_in(&data, lock, now);
    if made.is_err() && matches!(data.current(), Ok(None)) {
        let _ = KeyRing::forget(data.path());
    }
    Ok((made?, code))
}

fn empty_in(data: &DataDir, lock: Lock, now: Instant) -> Result<Register> {
    let heading = Heading { created: now, present: None, recorded: now, verb: "init", files: Vec::new() };
    let site = Site { data, lock: &lock, before: None, heading: &heading, watch: &Unwatched, changed: None };
    let built = store::build(site, &[], Lists::default(), 1, &|_, _| Ok(Vec::new()))?;
    built.judge(now, &Thresholds::of(now), &Unwatched)?;
    drop(built.adopt(data, &lock)?);
    Ok(Register::open_locked(data, lock)?)
}

/// Makes a demonstration register, with its own present day.
///
/// # Errors
/// [`Exists`], held by another process, stopped by the watch, or what the disk said.
pub fn make_demo(
    data: &DataDir,
    (scale, kinds): (Scale, Kinds),
    seed: u64,
    clock: Clock,
    watch: &dyn Watch,
) -> Result<Register> {
    let now = clock.now();
    let lock = own(data, now)?;
    let demo = Demo::new(scale, seed)?;
    let present = Demo::PRESENT.end();
    let heading = Heading { created: now, present: Some(present), recorded: now, verb: "demo", files: Vec::new() };
    let (lists, paying) = match kinds {
        Kinds::All => (demo.lists()?, Some(demo.paying()?)),
        Kinds::Basic => (Lists::default(), None),
    };
    let orgs: Vec<_> = demo.orgs().collect();
    let rows = |_: usize, range: Range<usize>| {
        let rows = range.map(|at| {
            let pos = Pos(at as u32);
            let members = demo.members(pos);
            let dues = paying.as_ref().map(|paying| demo.dues(paying, &members, pos)).unwrap_or_default();
            (pos, OrgRows { members, posts: demo.posts(pos), dues })
        });
        Ok(rows.filter(|(_, rows)| !rows.is_empty()).collect())
    };
    let site = Site { data, lock: &lock, before: None, heading: &heading, watch, changed: None };
    let built = store::build(site, &orgs, lists, STRETCH, &rows)?;
    drop(orgs);
    let params = Rules::builtin().map_err(|error| anyhow!("{error}"))?;
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

/// Takes rosters in. Everything is read and checked before anything is written, and what is written takes the place of the
/// register by one rename; with `dry_run` nothing is written and the report is the same.
///
/// # Errors
/// Held by another process, a path that cannot be read, stopped by the watch, or what the disk said.
pub fn take_in(
    data: &DataDir,
    paths: &[PathBuf],
    options: &intake::Options,
    dry_run: bool,
    clock: Clock,
    rules: &Rules,
    watch: &dyn Watch,
) -> Result<TakenIn> {
    Who::of(data).may(Right::Import)?;
    let now = clock.now();
    let (before, lock) = match dry_run {
        false => open_or_own(data, now)?,
        true => match Register::open(data, now) {
            Err(OpenError::Missing(_)) => (None, None),
            register => (Some(register?), None),
        },
    };
    let batch = match &before {
        Some(register) => intake::read(paths, options, &RegisterRows(register), &Reading(watch)),
        None => intake::read(paths, options, &intake::NewRegister, &Reading(watch)),
    };
    let batch = batch.map_err(|error| match error.downcast_ref::<intake::Interrupted>() {
        Some(_) => Interrupted.into(),
        None => error,
    })?;
    let intake::Batch { orgs, orgs_touched, orgs_replaced, members, posts, lists, dues, dropped, mut report } = batch;
    let mut counts = vec![0u64; report.files.len()];
    let orgs_changed = count_orgs(before.as_ref(), &orgs, &orgs_touched, &orgs_replaced, &mut counts)?;
    let no_rows = members.is_empty() && posts.is_empty() && lists.is_empty() && dues.is_empty();
    let nothing = orgs.is_empty() || (orgs_changed == 0 && no_rows);
    let files = report.files.len();
    let dropped = Box::new(move |source| dropped.contains(source));
    let incoming = Incoming { orgs, orgs_changed, members, posts, lists, dues, dropped, files };
    if dry_run || nothing {
        if let Some(before) = before.filter(|_| !nothing) {
            add(&mut counts, &store::compare(&before, now, incoming)?);
        }
        mark_unchanged(&mut report, &counts);
        return Ok(TakenIn { report, changed: 0 });
    }

    let (meta, lock) = match before {
        // The lock is kept while the register is opened again for reading, so that nobody comes in between.
        Some(register) => (Some(register.meta().clone()), register.into_lock()),
        None => (None, lock),
    };
    let lock = lock.map_or_else(|| data.lock(now), Ok)?;
    let before = meta.as_ref().map(|_| Register::open_unlocked(data)).transpose()?;
    let present = meta.as_ref().and_then(|meta| meta.present);
    let heading = Heading {
        created: meta.as_ref().map_or(now, |meta| meta.created),
        present,
        recorded: now,
        verb: store::VERB_IMPORT,
        files: report.files.iter().map(|file| file_name(&file.file)).collect(),
    };
    let site = Site { data, lock: &lock, before: before.as_ref(), heading: &heading, watch, changed: None };
    let merged = store::merge(site, incoming)?;
    let last = match &before {
        Some(before) if merged.built.is_some() => super::losses::Before::of(before)?,
        _ => None,
    };
    drop(before);
    if let Some(built) = merged.built {
        let at = present.unwrap_or(now);
        built.judge(at, &Thresholds::at(rules.params(), at), watch)?;
        if let Some(last) = last {
            last.compare(built.register(), rules.params())?;
        }
        built.adopt(data, &lock)?;
    }
    add(&mut counts, &merged.unchanged);
    mark_unchanged(&mut report, &counts);
    Ok(TakenIn { report, changed: merged.changed })
}

fn add(counts: &mut [u64], more: &[u64]) {
    counts.iter_mut().zip(more).for_each(|(count, more)| *count += more);
}

fn mark_unchanged(report: &mut Report, counts: &[u64]) {
    for (file, count) in report.files.iter_mut().zip(counts) {
        file.unchanged = *count as u32;
        file.accepted = file.accepted.saturating_sub(file.unchanged);
    }
}

fn file_name(path: &str) -> String {
    Path::new(path).file_name().map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}

/// How many organisations of the batch are new or changed; those that are not are counted for their file.
fn count_orgs(
    before: Option<&Register>,
    orgs: &[intake::Placed],
    touched: &[Option<Source>],
    replaced: &[(Source, Pos)],
    unchanged: &mut [u64],
) -> Result<u64> {
    let mut known = HashMap::new();
    if let Some(before) = before {
        let mut path: Vec<OrgId> = Vec::new();
        for (at, row) in before.org_rows()?.enumerate() {
            let (id, up, org) = row?;
            let parent = (up > 0).then(|| path[at - up as usize]);
            path.push(id);
            known.insert(id, (parent, org));
        }
    }
    let same = |(id, parent, org): &intake::Placed| {
        let parent = parent.map(|parent| orgs[parent.index()].0);
        known.get(id).is_some_and(|(before, row)| *before == parent && row == org)
    };
    let mut changed = 0;
    for (placed, touched) in orgs.iter().zip(touched) {
        match touched {
            Some(source) if same(placed) => unchanged[usize::from(source.file)] += 1,
            Some(_) => changed += 1,
            None => {}
        }
    }
    // A row that a later file replaces says nothing new where that one does not.
    for (source, pos) in replaced {
        unchanged[usize::from(source.file)] += u64::from(same(&orgs[pos.index()]));
    }
    Ok(changed)
}

/// A register as the intake knows it.
struct RegisterRows<'a>(&'a Register);

impl intake::Known for RegisterRows<'_> {
    fn orgs(&self) -> usize {
        self.0.meta().orgs as usize
    }

    fn org_rows(&self) -> Box<dyn Iterator<Item = (OrgId, Option<OrgCode>, Org)> + '_> {
        let mut codes: Vec<OrgCode> = Vec::new();
        // A row that cannot be read ends the list; the merge, which reads them again, says so.
        let rows = self.0.org_rows().into_iter().flatten().map_while(Result::ok);
        Box::new(rows.enumerate().map(move |(at, (id, up, org))| {
            let parent = (up > 0).then(|| codes[at - up as usize].clone());
            codes.push(org.code.clone());
            (id, parent, org)
        }))
    }

    fn persons(&self, asked: &[IdKey]) -> Result<Vec<IdKey>> {
        self.0.persons(asked)
    }

    fn programmes(&self) -> Result<Vec<Programme>> {
        super::programmes::kept(self.0)
    }
}

struct Reading<'a>(&'a dyn Watch);

impl intake::Progress for Reading<'_> {
    fn at(&self, done: u64, total: u64) -> ControlFlow<()> {
        if self.0.at(Phase::Reading, done, total) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}
