//! One open register: its trees, and how they are read and made durable.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use anyhow::{Context, Result, bail};

use super::codec::Codec;
use super::data::{DataDir, Lock, OpenError};
use super::dues;
use super::edit::Keys;
use super::meta::Meta;
use super::rows::{self, ForFacts, JudgedHalf, MeansHalf, OrgRows};
use super::seal::{KeyRing, Operator};
use super::trees::{META, ORGS_A_CHUNK, Open, damaged, unread};
use super::view::View;
use crate::model::{Instant, Member, Org, OrgId, OrgTree, Pos};

/// One organisation as stored: its number, how far up its parent stands (0 for a root), its row.
pub(super) type StoredOrg = (OrgId, u32, Org);

/// An open generation of a register.
pub struct Register {
    path: RwLock<PathBuf>,
    /// Each generation has its own keyring of persons.
    codec: RwLock<Codec>,
    meta: RwLock<Meta>,
    open: RwLock<Option<Arc<Open>>>,
    /// Held by whoever writes an entry of the journal.
    writing: Arc<Mutex<()>>,
    /// Held while it is made durable.
    pub(super) saving: Mutex<()>,
    /// Whether a save failed.
    pub(super) unsure: Arc<AtomicBool>,
    /// Held by whoever reads what takes several values, and by whoever changes them.
    still: RwLock<()>,
    /// Keys of lists that were asked for.
    keys: Mutex<Keys>,
    /// Where organisations stand; the same for as long as the generation lives.
    places: RwLock<Option<Arc<HashMap<OrgId, Pos>>>>,
    operator: Option<Arc<Operator>>,
    view: RwLock<Option<Arc<View>>>,
    // Last, so that the register is closed before its directory is free for others.
    lock: Option<Lock>,
}

impl Register {
    /// Opens the register of a data directory and owns it.
    ///
    /// # Errors
    /// Held by another process, missing, of an unknown format, damaged, or what the disk said.
    pub fn open(data: &DataDir, now: Instant) -> Result<Self, OpenError> {
        if data.current()?.is_none() {
            return Err(OpenError::Missing(data.path().to_owned()));
        }
        let lock = data.lock(now)?;
        data.tidy(&lock);
        Self::open_locked(data, lock)
    }

    /// Opens the register of a directory that is already owned.
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn open_locked(data: &DataDir, lock: Lock) -> Result<Self, OpenError> {
        let mut register = Self::open_saved(data)?;
        register.lock = Some(lock);
        Ok(register)
    }

    /// Opens the register of a directory whose ownership somebody in this process keeps.
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn open_unlocked(data: &DataDir) -> Result<Self, OpenError> {
        let path = data.current()?.ok_or_else(|| OpenError::Missing(data.path().to_owned()))?;
        let mut register = Self::open_generation(&path, data.codec())?;
        register.operator = data.operator().cloned();
        Ok(register)
    }

    pub(super) fn open_generation(path: &Path, codec: &Codec) -> Result<Self, OpenError> {
        let open = Open::new(path, codec)?;
        let codec = open.trees.meta.codec();
        if open.lacks_persons() {
            return Err(OpenError::Persons(path.to_owned()));
        }
        let meta = open.trees.meta.get(META).map_err(|error| unread(path, error))?;
        let meta = meta.ok_or_else(|| damaged(path, &"its first row is missing"))?;
        Ok(Self {
            path: RwLock::new(path.to_owned()),
            codec: RwLock::new(codec.clone()),
            meta: RwLock::new(meta),
            open: RwLock::new(Some(Arc::new(open))),
            writing: Arc::default(),
            saving: Mutex::new(()),
            unsure: Arc::default(),
            still: RwLock::new(()),
            keys: Mutex::default(),
            places: RwLock::default(),
            operator: None,
            view: RwLock::default(),
            lock: None,
        })
    }

    /// Another look at an open register, from which its directory is not owned.
    pub(super) fn of_view(whole: &Self, meta: Meta, view: View) -> Self {
        Self {
            path: RwLock::new(whole.path()),
            codec: RwLock::new(whole.codec()),
            meta: RwLock::new(meta),
            open: RwLock::new(None),
            writing: Arc::clone(&whole.writing),
            saving: Mutex::new(()),
            unsure: Arc::clone(&whole.unsure),
            still: RwLock::new(()),
            keys: Mutex::default(),
            places: RwLock::default(),
            operator: whole.operator.clone(),
            view: RwLock::new(Some(Arc::new(view))),
            lock: None,
        }
    }

    /// Whether an organisation is to be seen here.
    pub(super) fn sees(&self, org: OrgId) -> bool {
        self.view().is_none_or(|view| view.holds(org))
    }

    /// The open database.
    pub(super) fn open_now(&self) -> Result<Arc<Open>> {
        if let Some(view) = self.view() {
            return view.open_now();
        }
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.clone().context("the register could not be opened again")
    }

    /// Gives back the memory that reading has filled, by closing the database and opening it again; some 50 ms.
    ///
    /// sled keeps what it has read once, and after the columns are in memory that is tens of megabytes for nothing.
    ///
    /// # Errors
    /// A database that cannot be opened again.
    pub fn settle(&self) -> Result<()> {
        if let Some(view) = self.view() {
            return view.whole().settle();
        }
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        let Some(before) = open.take() else { return Ok(()) };
        match Arc::try_unwrap(before) {
            Ok(before) => {
                // What the disk refuses when it is closed is told to nobody.
                before.trees.make_durable().inspect_err(|_| self.be_unsure())?;
                drop(before);
                *open = Some(Arc::new(Open::new(&self.path(), &self.codec())?));
                super::memory::give_back();
            }
            // Somebody is reading: the memory can wait.
            Err(shared) => *open = Some(shared),
        }
        Ok(())
    }

    /// An error that says the register is damaged.
    pub(super) fn damaged(&self, cause: &str) -> OpenError {
        damaged(&self.path(), &cause)
    }

    /// Closes the register and gives the ownership of its directory back.
    pub fn into_lock(mut self) -> Option<Lock> {
        self.lock.take()
    }

    /// Where its database is.
    /// The directory that it lies in.
    pub fn folder(&self) -> Option<DataDir> {
        self.path().parent().map(DataDir::new)
    }

    pub(super) fn path(&self) -> PathBuf {
        self.path.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The ownership of its directory, where it has it.
    pub(super) fn lock(&self) -> Option<&Lock> {
        self.lock.as_ref()
    }

    /// Goes on as another generation of the same directory. What reads the one before finishes on it.
    pub(crate) fn become_next(&self, next: Self) {
        fn swap<T>(here: &RwLock<T>, next: RwLock<T>) {
            *here.write().unwrap_or_else(PoisonError::into_inner) =
                next.into_inner().unwrap_or_else(PoisonError::into_inner);
        }
        let _changing = self.changing();
        let Self { path, codec, meta, open, places, keys, view, .. } = next;
        swap(&self.open, open);
        swap(&self.path, path);
        swap(&self.codec, codec);
        swap(&self.meta, meta);
        swap(&self.places, places);
        swap(&self.view, view);
        *self.keys.lock().unwrap_or_else(PoisonError::into_inner) =
            keys.into_inner().unwrap_or_else(PoisonError::into_inner);
    }

    /// What part of a whole it is, where it is one.
    pub(super) fn view(&self) -> Option<Arc<View>> {
        self.view.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Who opened it; nobody where nothing is sealed.
    pub fn operator(&self) -> Option<&Arc<Operator>> {
        self.operator.as_ref()
    }

    /// How its values are stored.
    pub fn codec(&self) -> Codec {
        self.codec.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The keys of a sealed register, as they lie beside its generations.
    ///
    /// # Errors
    /// Keys that are gone or make no sense.
    pub fn keys(&self) -> Result<Option<KeyRing>> {
        if !self.codec().is_sealed() {
            return Ok(None);
        }
        let path = self.path();
        let dir = path.parent().context("the register has no directory")?;
        KeyRing::load(dir)?.map(Some).context("the file of keys is gone")
    }

    /// What the register says of itself.
    pub fn meta(&self) -> Meta {
        self.meta.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Says what the register says of itself from now on.
    pub(super) fn set_meta(&self, meta: Meta) {
        *self.meta.write().unwrap_or_else(PoisonError::into_inner) = meta;
    }

    /// Keeps rows as they are while one organisation's are read.
    pub(super) fn still(&self) -> RwLockReadGuard<'_, ()> {
        self.still.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps readers of one organisation's rows away while they change.
    pub(super) fn changing(&self) -> RwLockWriteGuard<'_, ()> {
        self.still.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The turn to write an entry of the journal.
    ///
    /// # Errors
    /// A save that failed.
    pub(super) fn writer(&self) -> Result<MutexGuard<'_, ()>> {
        let turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        self.is_sure()?;
        Ok(turn)
    }

    /// The digests of the keys of a list, where they are known; the caller gives them back with [`know`](Self::know).
    pub(super) fn known_keys(&self, tree: &str) -> Option<HashSet<u64>> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).remove(tree)
    }

    /// Keeps digests of keys.
    pub(super) fn know(&self, keys: Keys) {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).extend(keys);
    }

    /// Reads ahead what the first edit would have to wait for.
    ///
    /// # Errors
    /// Damage.
    pub fn be_ready(&self) -> Result<()> {
        match self.view() {
            Some(view) => view.whole().be_ready(),
            None => self.places().map(drop),
        }
    }

    /// Where every organisation stands, by number; read once.
    pub(super) fn places(&self) -> Result<Arc<HashMap<OrgId, Pos>>> {
        if let Some(places) = self.places.read().unwrap_or_else(PoisonError::into_inner).as_ref() {
            return Ok(Arc::clone(places));
        }
        let mut places = HashMap::with_capacity(self.meta().orgs as usize);
        for (at, row) in self.org_rows()?.enumerate() {
            places.insert(row?.0, Pos(at as u32));
        }
        let places = Arc::new(places);
        *self.places.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&places));
        Ok(places)
    }

    /// Bytes on disk.
    pub fn size_on_disk(&self) -> u64 {
        let size = |path: &Path| -> u64 {
            fs::read_dir(path).map_or(0, |entries| {
                entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|data| data.len()).sum()
            })
        };
        let path = self.path();
        size(&path) + size(&path.join("blobs"))
    }

    /// All organisations, laid out in pre-order.
    ///
    /// # Errors
    /// Damage.
    pub fn tree(&self) -> Result<OrgTree> {
        let mut tree = OrgTree::default();
        for (at, row) in self.org_rows()?.enumerate() {
            let (id, up, org) = row?;
            let parent = (up > 0).then(|| Pos(at as u32 - up));
            tree.push(id, parent, &org);
        }
        if tree.len() != self.meta().orgs as usize {
            bail!(self.damaged("organisations are missing"));
        }
        if let Some(view) = self.view() {
            view.complete(&mut tree);
        }
        tree.seal();
        Ok(tree)
    }

    /// Every organisation in pre-order, with its number and how far up its parent stands (0 for a root).
    ///
    /// # Errors
    /// A register that is closed; each item may be damage.
    pub fn org_rows(&self) -> Result<impl Iterator<Item = Result<(OrgId, u32, Org)>> + '_> {
        let open = self.open_now()?;
        let view = self.view();
        let (chunks, skip) = view.as_ref().map_or((0..u32::MAX, 0), |view| view.chunks());
        let rows = open.trees.orgs.scan(chunks.start.to_be_bytes()..chunks.end.to_be_bytes());
        let rows = rows.flat_map(move |entry| {
            let decoded = entry.and_then(|(_, rows)| open.trees.orgs.shape::<Vec<StoredOrg>>(&rows));
            match decoded {
                Ok(rows) => rows.into_iter().map(Ok).collect(),
                Err(error) => vec![Err(error)],
            }
        });
        let seen = rows.skip(skip).take(view.as_ref().map_or(usize::MAX, |view| view.len())).enumerate();
        let seen = seen.map(move |(at, row)| match &view {
            Some(view) => (at, row.map(|row| view.row(at, row))),
            None => (at, row),
        });
        Ok(seen.map(|(at, row)| match row {
            Ok((_, up, _)) if up as usize > at => Err(self.damaged("organisations are missing").into()),
            row => row,
        }))
    }

    /// One organisation's row.
    ///
    /// # Errors
    /// Damage, or no such position.
    pub fn org(&self, pos: Pos) -> Result<Org> {
        self.stored_org(pos).map(|(_, _, org)| org)
    }

    /// One organisation as stored.
    pub(super) fn stored_org(&self, pos: Pos) -> Result<StoredOrg> {
        let seen = |pos| self.view().map_or(Some(pos), |view| view.out(pos));
        let Some(pos) = seen(pos) else { bail!(self.damaged("organisations are missing")) };
        let open = self.open_now()?;
        let rows: Option<Vec<StoredOrg>> = open.trees.orgs.get(((pos.index() / ORGS_A_CHUNK) as u32).to_be_bytes())?;
        match rows.unwrap_or_default().into_iter().nth(pos.index() % ORGS_A_CHUNK) {
            Some(row) => Ok(row),
            None => bail!(self.damaged("organisations are missing")),
        }
    }

    /// The rows kept with one organisation.
    ///
    /// # Errors
    /// Damage.
    pub fn rows(&self, pos: Pos) -> Result<OrgRows> {
        let _still = self.still();
        let open = self.open_now()?;
        let mut out = OrgRows::default();
        for entry in open.trees.rows.scan(rows::key(pos.0, 0)..=rows::key(pos.0, u8::MAX)) {
            let (key, body) = entry?;
            rows::decode(&key, &body, body.veil(), &mut out)?;
        }
        if !open.trees.dues.is_empty() {
            out.dues = dues::read(&open.trees.dues, pos)?;
        }
        Ok(out)
    }

    /// One row of the members roster by its place in the branch.
    ///
    /// # Errors
    /// Damage.
    pub fn member(&self, pos: Pos, slot: usize) -> Result<Option<Member>> {
        let _still = self.still();
        let open = self.open_now()?;
        let mut before = 0;
        for entry in open.trees.rows.scan(rows::key(pos.0, 0)..=rows::key(pos.0, u8::MAX)) {
            let (key, body) = entry?;
            match rows::decode_one(&key, &body, body.veil(), slot - before)? {
                Ok(member) => return Ok(Some(member)),
                Err(rows) => before += rows,
            }
        }
        Ok(None)
    }

    /// The first halves of the rows of a range of organisations, in order; an organisation may come in several parts.
    pub(super) fn scan_judged(&self, range: Range<usize>, mut each: impl FnMut(Pos, &JudgedHalf)) -> Result<()> {
        let open = self.open_now()?;
        let span = rows::key(range.start as u32, 0)..rows::key(range.end as u32, 0);
        for entry in open.trees.rows.scan(span) {
            let (key, body) = entry?;
            let half = rows::decode_judged(&body, body.veil())?;
            each(Pos(u32::from_be_bytes([key[0], key[1], key[2], key[3]])), &half);
        }
        Ok(())
    }

    /// The same with the circumstances that facts depend on, and with the keys of members where cells are covered.
    pub(super) fn scan_facts(
        &self,
        range: Range<usize>,
        mut each: impl FnMut(Pos, &ForFacts) -> Result<()>,
    ) -> Result<()> {
        let open = self.open_now()?;
        let span = rows::key(range.start as u32, 0)..rows::key(range.end as u32, 0);
        for entry in open.trees.rows.scan(span) {
            let (key, body) = entry?;
            let read = rows::decode_facts(&body, body.veil())?;
            each(Pos(u32::from_be_bytes([key[0], key[1], key[2], key[3]])), &read)?;
        }
        Ok(())
    }

    /// Circumstances alone, of which nothing is covered.
    pub(super) fn scan_means(&self, range: Range<usize>, mut each: impl FnMut(Pos, &MeansHalf)) -> Result<()> {
        let open = self.open_now()?;
        let span = rows::key(range.start as u32, 0)..rows::key(range.end as u32, 0);
        for entry in open.trees.rows.scan(span) {
            let (key, body) = entry?;
            let means = rows::decode_means(&body, body.veil())?;
            each(Pos(u32::from_be_bytes([key[0], key[1], key[2], key[3]])), &means);
        }
        Ok(())
    }
}
