//! A new generation: encoded on every core, written by one thread in key order, sealed by a reopen, adopted by a rename.

mod carried;
mod finish;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use anyhow::{Context, Result};

use super::codec::Codec;
use super::data::{DataDir, Lock, OpenError, sync_dir};
use super::derived::{self, Gather, Missing};
use super::judging::collect;
use super::past::Changes;
use super::persons::{self, Persons};
use super::register::Register;
use super::rows::{self, OrgRows};
use super::thresholds::Thresholds;
use super::trees::Trees;
use super::veiling::Erasing;
use super::watch::{Interrupted, Phase, Watch, tell};
use super::{Lists, Signed, dues};
use crate::model::{Instant, Org, OrgId, Pos, RowEdit};

pub(super) use carried::{Moved, carry};

/// A row of the tree on its way in: its number, its parent's place, itself. In pre-order.
pub type NewOrg = (OrgId, Option<Pos>, Org);

/// What a new generation says of itself.
#[derive(Clone, Debug)]
pub struct Heading {
    /// When the register was made, or is being made.
    pub created: Instant,
    /// The present day of a demonstration.
    pub present: Option<Instant>,
    /// Now, for the journal.
    pub recorded: Instant,
    /// The verb that makes it.
    pub verb: &'static str,
    /// The files it comes from, names only.
    pub files: Vec<String>,
}

/// One organisation's rows, encoded.
struct Encoded {
    pos: Pos,
    rows: OrgRows,
    parts: Vec<Vec<u8>>,
    dues: Vec<Vec<u8>>,
}

/// Built and sealed, not yet the register in use.
pub struct Built {
    register: Register,
    // Last: the directory goes when the register in it is closed.
    place: Unfinished,
}

/// The directory of a generation that is cleared away again unless it is adopted.
struct Unfinished {
    path: PathBuf,
    adopted: bool,
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.adopted {
            // What cannot be cleared away now is when the next generation is begun.
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}

/// How many stretches are written before the memory of their rows is given back to the system.
const STRETCHES_A_TRIM: usize = 8;

/// Gives the rows of a range of organisations, in order, only those that have any; called from several threads.
pub type RowsOf<'a> = dyn Fn(usize, Range<usize>) -> Result<Vec<(Pos, OrgRows)>> + Sync + 'a;

/// Where a generation is built, out of what, and who watches.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// The data directory.
    pub data: &'a DataDir,
    /// Its ownership.
    pub lock: &'a Lock,
    /// The register before, if there is one.
    pub before: Option<&'a Register>,
    /// What the new one says of itself.
    pub heading: &'a Heading,
    /// Who is told how far it is.
    pub watch: &'a dyn Watch,
    /// Rows added or changed, known once all are written; `None` where every row is.
    pub changed: Option<&'a AtomicU64>,
}

/// Builds a generation from organisations in pre-order and the rows of each.
///
/// `stretch` organisations are asked of `rows` at a time. What the register before kept of programmes, frozen verdicts and
/// its journal comes along.
///
/// # Errors
/// What `rows` said, [`Interrupted`], or what the disk said; the register in use is untouched.
pub fn build(site: Site<'_>, orgs: &[NewOrg], lists: Lists, stretch: usize, rows: &RowsOf<'_>) -> Result<Built> {
    build_of(site, orgs, lists, stretch, rows, Origin::Rows)
}

/// What a new generation comes from, and its entry in the journal keeps.
#[derive(Clone, Copy)]
pub(super) enum Origin<'a> {
    /// Rows, of which nothing is kept.
    Rows,
    /// An import, with what it changes.
    Import(&'a Changes),
    /// A commit of edits.
    Edits(Commit<'a>),
}

impl<'a> Origin<'a> {
    /// Who is erased by it.
    fn erasing(self) -> Option<Erasing<'a>> {
        if let Self::Edits(commit) = self { commit.erasing } else { None }
    }
}

/// What a generation is built for.
#[derive(Clone, Copy)]
pub(super) struct Commit<'a> {
    /// Whose edits they are.
    pub signed: &'a Signed<'a>,
    /// As the journal keeps them.
    pub edits: &'a [RowEdit],
    /// Who is erased.
    pub erasing: Option<Erasing<'a>>,
}

/// Builds a generation whose entry in the journal is that of where it comes from.
pub(super) fn build_of(
    site: Site<'_>,
    orgs: &[NewOrg],
    lists: Lists,
    stretch: usize,
    rows: &RowsOf<'_>,
    origin: Origin<'_>,
) -> Result<Built> {
    let Site { data, lock, before, watch, .. } = site;
    if let Some(before) = before {
        super::copy::keep_earlier(before, watch)?;
    }
    let place = Unfinished { path: data.next_generation(lock)?, adopted: false };
    let erasing = origin.erasing();
    put_persons(data, before, erasing, &place.path)?;
    let trees = Trees::create(&place.path, data.codec())?;
    // First, and let go: a province has more than a million transfers, which need not be held beside its members.
    lists.write(&trees, before, erasing.map_or(&BTreeSet::new(), |erasing| erasing.gone))?;
    drop(lists);
    super::memory::give_back();
    let mut gather = Gather::new(orgs.len());
    write_rows(&trees, orgs.len(), stretch, rows, watch, |pos, rows| gather.see(pos, rows))?;
    tell(watch, Phase::Indexing, 0, 2)?;
    let derived = gather.derived(&trees)?;
    finish::finish(site, (place, trees), orgs, derived, origin)
}

/// Builds a generation out of stored values, as a backup gives them to the function that `fill` is given. What it needs of
/// persons is opened with their keyring.
///
/// # Errors
/// What `fill` said, or what the disk said; the register in use is untouched.
pub fn restore(
    data: &DataDir,
    lock: &Lock,
    persons: Option<&Persons>,
    fill: &mut dyn FnMut(&mut super::backup::Take<'_>) -> Result<()>,
) -> Result<Built> {
    let place = Unfinished { path: data.next_generation(lock)?, adopted: false };
    if let Some(persons) = persons {
        data.codec().write_persons(persons, &place.path.join(persons::FILE))?;
    }
    let trees = Trees::create(&place.path, data.codec())?;
    let mut current: Option<(String, sled::Tree)> = None;
    fill(&mut |name, key, value| {
        if current.as_ref().is_none_or(|(open, _)| open != name) {
            current = Some((name.to_owned(), trees.db.open_tree(name)?));
        }
        if let Some((_, tree)) = &current {
            tree.insert(key, value)?;
        }
        Ok(())
    })?;
    drop(current);
    // Before it is closed: whatever the disk refuses then is told to nobody.
    trees.make_durable()?;
    drop(trees);
    let register = Register::open_generation(&place.path, data.codec())?;
    Ok(Built { register, place })
}

/// Keeps with a generation of a sealed register the keyring of persons that it is written with: that of the one before,
/// without those who are erased.
fn put_persons(
    data: &DataDir,
    before: Option<&Register>,
    erasing: Option<Erasing<'_>>,
    generation: &Path,
) -> Result<()> {
    if !data.codec().is_sealed() {
        return Ok(());
    }
    let file = generation.join(persons::FILE);
    let before = before.map(Register::codec);
    match (erasing, before.as_ref().and_then(Codec::persons)) {
        (Some(erasing), _) => data.codec().write_persons(erasing.persons, &file)?,
        (None, Some(persons)) => data.codec().write_persons(persons, &file)?,
        (None, None) => data.codec().write_persons(&Persons::random()?, &file)?,
    }
    Ok(())
}

fn write_rows(
    trees: &Trees,
    orgs: usize,
    stretch: usize,
    rows: &RowsOf<'_>,
    watch: &dyn Watch,
    mut seen: impl FnMut(Pos, &OrgRows),
) -> Result<()> {
    let ranges: Vec<Range<usize>> =
        (0..orgs).step_by(stretch.max(1)).map(|first| first..(first + stretch.max(1)).min(orgs)).collect();
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let threads = thread::available_parallelism().map_or(1, |n| n.get()).min(8);
    thread::scope(|scope| {
        let (send, receive) = mpsc::sync_channel::<(usize, Result<Vec<Encoded>>)>(threads);
        for _ in 0..threads {
            let send = send.clone();
            let (next, stop, ranges, codec) = (&next, &stop, &ranges, trees.rows.codec());
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let turn = next.fetch_add(1, Ordering::Relaxed);
                    let Some(range) = ranges.get(turn) else { return };
                    let encoded = rows(turn, range.clone()).and_then(|rows| encode(codec, rows));
                    if send.send((turn, encoded)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut early = BTreeMap::new();
        let mut turn = 0;
        let mut take = || -> Result<()> {
            for (at, encoded) in &receive {
                early.insert(at, encoded?);
                while let Some(encoded) = early.remove(&turn) {
                    for Encoded { pos, rows, parts, dues } in encoded {
                        for (tree, parts) in [(&trees.rows, parts), (&trees.dues, dues)] {
                            for (part, value) in parts.into_iter().enumerate() {
                                tree.raw().insert(rows::key(pos.0, part as u8), value)?;
                            }
                        }
                        seen(pos, &rows);
                    }
                    turn += 1;
                    if turn.is_multiple_of(STRETCHES_A_TRIM) {
                        super::memory::give_back();
                    }
                    tell(watch, Phase::Writing, ranges[turn - 1].end as u64, orgs as u64)?;
                }
            }
            Ok(())
        };
        let taken = take();
        stop.store(true, Ordering::Relaxed);
        drop(receive);
        taken
    })
}

fn encode(codec: &Codec, rows: Vec<(Pos, OrgRows)>) -> Result<Vec<Encoded>> {
    rows.into_iter()
        .map(|(pos, rows)| {
            let parts = if rows.is_empty() { Vec::new() } else { rows::encode(codec, pos.0, &rows)? };
            let dues = dues::encode(codec, pos.0, &rows.dues)?;
            Ok(Encoded { pos, rows, parts, dues })
        })
        .collect()
}

impl Built {
    /// The register as built.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// Takes and keeps the facts of `at`, so that the first start finds them.
    ///
    /// # Errors
    /// [`Interrupted`], or what the disk said.
    pub fn judge(&self, at: Instant, thresholds: &Thresholds, watch: &dyn Watch) -> Result<()> {
        let tree = self.register.tree()?;
        let stopped = AtomicBool::new(false);
        let collected = collect(&self.register, &tree, at, thresholds, &|share| {
            if !watch.at(Phase::Judging, (share * 100.0) as u64, 100) {
                stopped.store(true, Ordering::Relaxed);
            }
        })?;
        if stopped.load(Ordering::Relaxed) {
            return Err(Interrupted.into());
        }
        self.register.keep_facts(&collected)
    }

    /// Works out of the rows what a backup did not carry, and takes those out that nobody can read any more.
    ///
    /// # Errors
    /// [`Interrupted`], damage, or what the disk said.
    pub fn derive(&self, watch: &dyn Watch) -> Result<Missing> {
        let missing = derived::again(&self.register, watch)?;
        self.register.settle()?;
        Ok(missing)
    }

    /// Makes it the register in use.
    ///
    /// # Errors
    /// What the disk said; the register is then still the one before, unless it is [`OpenError::Unsure`].
    pub fn adopt(self, data: &DataDir, lock: &Lock) -> Result<Register> {
        let Self { register, mut place } = self;
        register.make_durable()?;
        super::witness::write(&place.path, &register)?;
        sync_all(&place.path).with_context(|| place.path.display().to_string())?;
        let adopted = data.adopt(&place.path, lock);
        place.adopted = matches!(adopted, Ok(()) | Err(OpenError::Unsure { .. }));
        adopted?;
        Ok(register)
    }
}

/// Makes a directory durable with all that is in it.
fn sync_all(path: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() { sync_all(&entry.path())? } else { File::open(entry.path())?.sync_all()? }
    }
    sync_dir(path)
}
