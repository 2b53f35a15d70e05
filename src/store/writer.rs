//! A new generation: encoded on every core, written by one thread in key order, sealed by a reopen, adopted by a rename.

mod carried;
mod finish;

use std::collections::BTreeMap;
use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use anyhow::{Context, Result};

use super::codec::Codec;
use super::data::{DataDir, Lock, sync_dir};
use super::judging::collect;
use super::register::Register;
use super::rows::{self, OrgRows};
use super::thresholds::Thresholds;
use super::tree::Tree;
use super::trees::Trees;
use super::watch::{Interrupted, Phase, Watch, tell};
use super::{Lists, Signed, dues};
use crate::model::{Identity, Instant, Member, MemberNumber, Org, OrgId, Pos, RowEdit};
use crate::search::{self, Shared};

pub(super) use carried::{Moved, carry};
use finish::Derived;

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

/// The edits that a generation is built for, and whose they are.
type Commit<'a> = (&'a Signed<'a>, &'a [RowEdit]);

/// Builds a generation from organisations in pre-order and the rows of each.
///
/// `stretch` organisations are asked of `rows` at a time. What the register before kept of programmes, frozen verdicts and
/// its journal comes along.
///
/// # Errors
/// What `rows` said, [`Interrupted`], or what the disk said; the register in use is untouched.
pub fn build(site: Site<'_>, orgs: &[NewOrg], lists: Lists, stretch: usize, rows: &RowsOf<'_>) -> Result<Built> {
    let Site { data, lock, before, watch, .. } = site;
    if let Some(before) = before {
        super::copy::keep_earlier(before, watch)?;
    }
    let place = Unfinished { path: data.next_generation(lock)?, adopted: false };
    let trees = Trees::create(&place.path, data.codec())?;
    // First, and let go: a province has more than a million transfers, which need not be held beside its members.
    lists.write(&trees, before)?;
    drop(lists);
    super::memory::give_back();
    let mut index = search::Builder::new();
    let mut counts = vec![0u32; orgs.len()];
    let mut holders = Vec::new();
    // What the search keeps only as a hash is compared here as it is; such numbers are few.
    let (mut foreign, mut loose) = (Vec::new(), Vec::new());
    let mut dues_from = None;
    write_rows(&trees, orgs.len(), stretch, rows, watch, |pos, rows| {
        counts[pos.index()] = rows.members.len() as u32;
        holders.extend(rows.posts.iter().map(|post| (post.identity.key().0, pos.0)));
        let months = rows.dues.iter().filter_map(|(_, dues)| dues.payments().next()).map(|first| first.month);
        dues_from = months.chain(dues_from).min();
        for member in &rows.members {
            let Member { name, identity, phone, number, .. } = member;
            index.push(name, identity, phone.as_ref(), number.as_ref());
            if let Identity::Foreign(_) = identity {
                foreign.push(identity.key());
            }
            if let Some(number @ MemberNumber::Other(_)) = number {
                loose.push(number.key());
            }
        }
    })?;
    tell(watch, Phase::Indexing, 0, 2)?;
    let mut shared: Shared = index.finish(&mut Sink(&trees.search)).context("sorting what searches read")?;
    // Both hashes have the highest bit set, so the lists stay in order.
    shared.identities.extend(repeated(foreign));
    shared.numbers.extend(repeated(loose));
    finish::finish(site, (place, trees), orgs, Derived { counts, shared, dues_from, holders }, None)
}

/// Builds a generation out of stored values, as a backup gives them to the function that `fill` is given.
///
/// # Errors
/// What `fill` said, or what the disk said; the register in use is untouched.
pub fn restore(
    data: &DataDir,
    lock: &Lock,
    fill: &mut dyn FnMut(&mut super::backup::Take<'_>) -> Result<()>,
) -> Result<Built> {
    let place = Unfinished { path: data.next_generation(lock)?, adopted: false };
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
    trees.db.flush()?;
    drop(trees);
    let register = Register::open_generation(&place.path, data.codec())?;
    Ok(Built { register, place })
}

fn repeated<T: Ord + Copy>(mut keys: Vec<T>) -> Vec<T> {
    keys.sort_unstable();
    keys.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).map(|same| same[0]).collect()
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

struct Sink<'a>(&'a Tree);

impl search::ChunkSink for Sink<'_> {
    fn write(&mut self, tag: search::Tag, no: u32, bytes: &[u8]) -> Result<()> {
        self.0.put_bytes(super::index::key(tag, no), bytes)
    }
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

    /// Makes it the register in use.
    ///
    /// # Errors
    /// What the disk said; the register is then still the one before.
    pub fn adopt(self, data: &DataDir, lock: &Lock) -> Result<Register> {
        let Self { register, mut place } = self;
        register.make_durable()?;
        super::witness::write(&place.path, &register)?;
        sync_all(&place.path)?;
        data.adopt(&place.path, lock)?;
        place.adopted = true;
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
