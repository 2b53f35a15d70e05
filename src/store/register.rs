//! One open register: its trees, and how they are read and made durable.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::codec;
use super::column::{self, Tag};
use super::data::{DataDir, Lock, OpenError};
use super::meta::{JournalEntry, Meta};
use super::rows::{self, JudgedHalf, OrgRows};
use crate::model::{IdKey, Instant, Member, Org, OrgId, OrgTree, Pos};

/// Organisations to a value.
const ORGS_A_CHUNK: usize = 32;
/// Bytes of a programme's text to a value.
const PROGRAMME_PART: usize = 12 * 1024;
const META: &str = "meta";
const ORGS: &str = "org";
const SEARCH: &str = "search";
const PROGRAMME: &str = "programme";
const VERDICT: &str = "verdict";
const JOURNAL: &str = "journal";

/// One organisation as stored: its number, how far up its parent stands (0 for a root), its row.
pub(super) type StoredOrg = (OrgId, u32, Org);

/// An open generation of a register.
pub struct Register {
    path: PathBuf,
    db: sled::Db,
    meta_tree: sled::Tree,
    orgs: sled::Tree,
    rows: sled::Tree,
    search: sled::Tree,
    columns: sled::Tree,
    programmes: sled::Tree,
    verdicts: sled::Tree,
    journal: sled::Tree,
    sync: File,
    meta: Meta,
    // Last, so that the register is closed before its directory is free for others.
    lock: Option<Lock>,
}

/// sled's settings, in one place: segment size and compression can never change for a database once it exists.
pub(super) fn open_sled(path: &Path) -> Result<sled::Db, OpenError> {
    let open = || {
        sled::Config::new()
            .path(path)
            .cache_capacity(32 * 1024 * 1024)
            .flush_every_ms(Some(500))
            .segment_size(2 * 1024 * 1024)
            .use_compression(false)
            .open()
    };
    let damaged = |cause: String| OpenError::Damaged { path: path.to_owned(), cause };
    // A damaged log can make sled panic as well as fail; either way the snapshot may be the damaged part.
    match catch_unwind(AssertUnwindSafe(open)) {
        Ok(Ok(db)) => Ok(db),
        Ok(Err(sled::Error::Io(source))) => Err(OpenError::Io { path: path.to_owned(), source }),
        Ok(Err(sled::Error::Corruption { .. })) | Err(_) if drop_snapshot(path) => {
            match catch_unwind(AssertUnwindSafe(open)) {
                Ok(Ok(db)) => Ok(db),
                Ok(Err(error)) => Err(damaged(error.to_string())),
                Err(_) => Err(damaged("the log cannot be read".into())),
            }
        }
        Ok(Err(error)) => Err(damaged(error.to_string())),
        Err(_) => Err(damaged("the log cannot be read".into())),
    }
}

fn drop_snapshot(path: &Path) -> bool {
    let Ok(entries) = fs::read_dir(path) else { return false };
    entries.flatten().fold(false, |any, entry| {
        let snapshot = entry.file_name().to_string_lossy().starts_with("snap.");
        (snapshot && fs::remove_file(entry.path()).is_ok()) || any
    })
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
        Self::open_locked(data, lock)
    }

    /// Opens the register of a directory that is already owned.
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn open_locked(data: &DataDir, lock: Lock) -> Result<Self, OpenError> {
        let mut register = Self::open_unlocked(data)?;
        register.lock = Some(lock);
        Ok(register)
    }

    /// Opens the register of a directory whose ownership somebody in this process keeps.
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn open_unlocked(data: &DataDir) -> Result<Self, OpenError> {
        let path = data.current()?.ok_or_else(|| OpenError::Missing(data.path().to_owned()))?;
        Self::open_generation(&path)
    }

    pub(super) fn open_generation(path: &Path) -> Result<Self, OpenError> {
        let db = open_sled(path)?;
        let damaged =
            |error: &dyn std::fmt::Display| OpenError::Damaged { path: path.to_owned(), cause: error.to_string() };
        let tree = |name: &str| db.open_tree(name).map_err(|error| damaged(&error));
        let meta_tree = tree(META)?;
        let stored = meta_tree.get(META).map_err(|error| damaged(&error))?;
        let stored = stored.ok_or_else(|| damaged(&"its first row is missing"))?;
        let meta = codec::decode(META, META.as_bytes(), &stored).map_err(|error| damaged(&error))?;
        let log = path.join("db");
        Ok(Self {
            orgs: tree(ORGS)?,
            rows: tree(rows::TREE)?,
            search: tree(SEARCH)?,
            columns: tree(column::TREE)?,
            programmes: tree(PROGRAMME)?,
            verdicts: tree(VERDICT)?,
            journal: tree(JOURNAL)?,
            sync: File::open(&log).map_err(|source| OpenError::Io { path: log, source })?,
            path: path.to_owned(),
            meta_tree,
            db,
            meta,
            lock: None,
        })
    }

    /// Closes the register and gives the ownership of its directory back.
    pub fn into_lock(mut self) -> Option<Lock> {
        self.lock.take()
    }

    /// What the register says of itself.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Bytes on disk.
    pub fn size_on_disk(&self) -> u64 {
        let size = |path: &Path| -> u64 {
            fs::read_dir(path).map_or(0, |entries| {
                entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|data| data.len()).sum()
            })
        };
        size(&self.path) + size(&self.path.join("blobs"))
    }

    /// Makes everything written so far survive a power cut.
    ///
    /// # Errors
    /// What the disk said.
    pub fn sync(&self) -> Result<()> {
        self.db.flush().context("writing the register")?;
        // sled's flush is sync_file_range on Linux; without this a power cut loses what was called saved.
        self.sync.sync_all().context("writing the register")
    }

    /// All organisations, laid out in pre-order.
    ///
    /// # Errors
    /// Damage.
    pub fn tree(&self) -> Result<OrgTree> {
        let mut tree = OrgTree::default();
        for (at, row) in self.org_rows().enumerate() {
            let (id, up, org) = row?;
            let parent = (up > 0).then(|| Pos(at as u32 - up));
            tree.push(id, parent, &org);
        }
        tree.seal();
        Ok(tree)
    }

    /// Every organisation in pre-order, with its number and how far up its parent stands (0 for a root).
    pub fn org_rows(&self) -> impl Iterator<Item = Result<(OrgId, u32, Org)>> + '_ {
        self.orgs.iter().flat_map(|entry| {
            let decoded = entry
                .map_err(anyhow::Error::from)
                .and_then(|(key, stored)| Ok(codec::decode::<Vec<StoredOrg>>(ORGS, &key, &stored)?));
            match decoded {
                Ok(rows) => rows.into_iter().map(Ok).collect(),
                Err(error) => vec![Err(error)],
            }
        })
    }

    /// One organisation's row.
    ///
    /// # Errors
    /// Damage, or no such position.
    pub fn org(&self, pos: Pos) -> Result<Org> {
        let key = ((pos.index() / ORGS_A_CHUNK) as u32).to_be_bytes();
        let Some(stored) = self.orgs.get(key)? else { bail!("no organisation at {}", pos.0) };
        let rows: Vec<StoredOrg> = codec::decode(ORGS, &key, &stored)?;
        match rows.into_iter().nth(pos.index() % ORGS_A_CHUNK) {
            Some((_, _, org)) => Ok(org),
            None => bail!("no organisation at {}", pos.0),
        }
    }

    /// The rows kept with one organisation.
    ///
    /// # Errors
    /// Damage.
    pub fn rows(&self, pos: Pos) -> Result<OrgRows> {
        let mut out = OrgRows::default();
        for entry in self.rows.range(rows::key(pos.0, 0)..=rows::key(pos.0, u8::MAX)) {
            let (key, stored) = entry?;
            rows::decode(&key, &stored, &mut out)?;
        }
        Ok(out)
    }

    /// One row of the members roster by its place in the branch.
    ///
    /// # Errors
    /// Damage.
    pub fn member(&self, pos: Pos, slot: usize) -> Result<Option<Member>> {
        let mut before = 0;
        for entry in self.rows.range(rows::key(pos.0, 0)..=rows::key(pos.0, u8::MAX)) {
            let (key, stored) = entry?;
            match rows::decode_one(&key, &stored, slot - before)? {
                Ok(member) => return Ok(Some(member)),
                Err(rows) => before += rows,
            }
        }
        Ok(None)
    }

    /// The first halves of the rows of a range of organisations, in order; an organisation may come in several parts.
    pub(super) fn scan_judged(&self, range: Range<usize>, mut each: impl FnMut(Pos, &JudgedHalf)) -> Result<()> {
        let span = rows::key(range.start as u32, 0)..rows::key(range.end as u32, 0);
        for entry in self.rows.range(span) {
            let (key, stored) = entry?;
            let half = rows::decode_judged(&key, &stored)?;
            each(Pos(u32::from_be_bytes([key[0], key[1], key[2], key[3]])), &half);
        }
        Ok(())
    }

    /// Who holds posts anywhere, and where, in the order of persons.
    ///
    /// # Errors
    /// Damage.
    pub fn holders(&self) -> Result<Vec<(IdKey, Pos)>> {
        let bytes = column::read(&self.columns, Tag::Holders as u8)?;
        let mut numbers = column::unpack(&bytes);
        let pairs = std::iter::from_fn(|| Some((IdKey(numbers.next()?), Pos(numbers.next()? as u32))));
        Ok(pairs.collect())
    }

    pub(super) fn shared_numbers(&self) -> Result<Vec<u64>> {
        Ok(column::unpack(&column::read(&self.columns, Tag::SharedNumbers as u8)?).collect())
    }

    pub(super) fn shared_identities(&self) -> Result<Vec<IdKey>> {
        Ok(column::unpack(&column::read(&self.columns, Tag::SharedIdentities as u8)?).map(IdKey).collect())
    }

    pub(super) fn columns(&self) -> &sled::Tree {
        &self.columns
    }

    /// The chunks of the search, by tag and number.
    pub fn search_tree(&self) -> &sled::Tree {
        &self.search
    }

    pub(super) fn get_meta<T: DeserializeOwned>(&self, key: &[u8]) -> Result<Option<T>> {
        let stored = self.meta_tree.get(key)?;
        stored.map(|stored| Ok(codec::decode(META, key, &stored)?)).transpose()
    }

    pub(super) fn put_meta<T: Serialize>(&self, key: &[u8], value: &T) -> Result<()> {
        self.meta_tree.insert(key, codec::encode(META, key, value)?)?;
        Ok(())
    }

    pub(super) fn forget(&self, key: &str) -> Result<()> {
        self.meta_tree.remove(key)?;
        Ok(())
    }

    /// The texts of the programmes kept here, by id.
    ///
    /// # Errors
    /// Damage.
    pub fn programme_texts(&self) -> Result<BTreeMap<String, String>> {
        let mut texts = BTreeMap::<String, String>::new();
        for entry in self.programmes.iter() {
            let (key, stored) = entry?;
            let id = key.split(|byte| *byte == 0).next().unwrap_or_default();
            let part: String = codec::decode(PROGRAMME, &key, &stored)?;
            texts.entry(String::from_utf8_lossy(id).into_owned()).or_default().push_str(&part);
        }
        Ok(texts)
    }

    /// Keeps a programme's text under `id`, in place of what was there.
    ///
    /// # Errors
    /// What the disk said.
    pub fn keep_programme(&self, id: &str, text: &str) -> Result<()> {
        for key in self.programmes.scan_prefix(format!("{id}\0")).keys() {
            self.programmes.remove(key?)?;
        }
        let mut rest = text;
        for part in 0u16.. {
            if rest.is_empty() {
                break;
            }
            let cut = rest.floor_char_boundary(PROGRAMME_PART);
            let mut key = format!("{id}\0").into_bytes();
            key.extend(part.to_be_bytes());
            self.programmes.insert(key.as_slice(), codec::encode(PROGRAMME, &key, &rest[..cut])?)?;
            rest = &rest[cut..];
        }
        self.sync()
    }

    /// A verdict frozen under `key`.
    ///
    /// # Errors
    /// Damage.
    pub fn verdict<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        let stored = self.verdicts.get(key)?;
        stored.map(|stored| Ok(codec::decode(VERDICT, key.as_bytes(), &stored)?)).transpose()
    }

    /// Freezes verdicts; one that is already frozen stays as it is.
    ///
    /// # Errors
    /// What the disk said.
    pub fn freeze<T: Serialize>(&self, verdicts: &[(String, T)]) -> Result<()> {
        for (key, verdict) in verdicts {
            let value = codec::encode(VERDICT, key.as_bytes(), verdict)?;
            // Whoever came first stays: a frozen verdict is never replaced.
            let _ = self.verdicts.compare_and_swap(key, None::<&[u8]>, Some(value))?;
        }
        self.sync()
    }

    /// Every frozen verdict, as stored bytes, for the next generation.
    pub(super) fn verdicts_tree(&self) -> &sled::Tree {
        &self.verdicts
    }

    pub(super) fn programmes_tree(&self) -> &sled::Tree {
        &self.programmes
    }

    pub(super) fn journal_tree(&self) -> &sled::Tree {
        &self.journal
    }

    /// The journal, first entry first.
    pub fn journal(&self) -> impl Iterator<Item = Result<JournalEntry>> + '_ {
        self.journal.iter().map(|entry| {
            let (key, stored) = entry?;
            Ok(codec::decode(JOURNAL, &key, &stored)?)
        })
    }
}

/// What a new generation is filled through; see [`super::writer`].
pub(super) struct Trees {
    pub db: sled::Db,
    pub meta: sled::Tree,
    pub orgs: sled::Tree,
    pub rows: sled::Tree,
    pub search: sled::Tree,
    pub columns: sled::Tree,
    pub programmes: sled::Tree,
    pub verdicts: sled::Tree,
    pub journal: sled::Tree,
}

impl Trees {
    pub fn create(path: &Path) -> Result<Self> {
        let db = open_sled(path)?;
        Ok(Self {
            meta: db.open_tree(META)?,
            orgs: db.open_tree(ORGS)?,
            rows: db.open_tree(rows::TREE)?,
            search: db.open_tree(SEARCH)?,
            columns: db.open_tree(column::TREE)?,
            programmes: db.open_tree(PROGRAMME)?,
            verdicts: db.open_tree(VERDICT)?,
            journal: db.open_tree(JOURNAL)?,
            db,
        })
    }

    pub fn put_orgs(&self, rows: impl Iterator<Item = StoredOrg>) -> Result<()> {
        let mut chunk = Vec::with_capacity(ORGS_A_CHUNK);
        let mut number = 0u32;
        let mut rows = rows.peekable();
        while let Some(row) = rows.next() {
            chunk.push(row);
            if chunk.len() == ORGS_A_CHUNK || rows.peek().is_none() {
                let key = number.to_be_bytes();
                self.orgs.insert(key, codec::encode(ORGS, &key, &chunk)?)?;
                chunk.clear();
                number += 1;
            }
        }
        Ok(())
    }

    pub fn put_meta(&self, meta: &Meta) -> Result<()> {
        self.meta.insert(META, codec::encode(META, META.as_bytes(), meta)?)?;
        Ok(())
    }

    pub fn put_journal(&self, entry: &JournalEntry) -> Result<()> {
        let key = entry.number.to_be_bytes();
        self.journal.insert(key, codec::encode(JOURNAL, &key, entry)?)?;
        Ok(())
    }
}
