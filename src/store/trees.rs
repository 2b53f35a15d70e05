//! The trees of one database, and how it is opened.

use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;

use super::codec::{Codec, is_veiled};
use super::data::OpenError;
use super::disk::{Closing, as_said, open_sled};
use super::lists::Listed;
use super::meta::{JournalEntry, Meta};
use super::opened::Opened;
use super::persons::PersonsError;
use super::register::StoredOrg;
use super::tree::Tree;
use super::{column, dues, past, rows, snapshots};
use crate::model::{Activity, Attest, Conduct, GraduateBase, LedgerUnit, Transfer};

pub(super) const META: &str = "meta";
pub(super) const ORGS: &str = "org";
pub(super) const PROGRAMME: &str = "programme";
pub(super) const VERDICT: &str = "verdict";
pub(super) const JOURNAL: &str = "journal";
pub(super) const ACTS: &str = "act";
pub(super) const EDITS: &str = "edit";
const SEARCH: &str = "search";
/// Organisations to a value.
pub(super) const ORGS_A_CHUNK: usize = 32;

/// The trees whose values go through the codec; sled's own default tree is always there and always empty.
pub(super) const ALL: [&str; 19] = [
    META,
    ORGS,
    rows::TREE,
    dues::TREE,
    SEARCH,
    column::TREE,
    PROGRAMME,
    VERDICT,
    JOURNAL,
    Transfer::TREE,
    Conduct::TREE,
    Activity::TREE,
    GraduateBase::TREE,
    LedgerUnit::TREE,
    Attest::TREE,
    snapshots::TREE,
    ACTS,
    EDITS,
    past::TREE,
];

/// The tree of a name, if this program knows it.
pub(super) fn known(name: &[u8]) -> Option<&'static str> {
    ALL.into_iter().find(|known| known.as_bytes() == name)
}

/// An open database and the file behind it.
pub(super) struct Open {
    pub trees: Trees,
    /// Chunks of the search that were opened lately.
    pub opened: Opened,
    /// What these trees are a part of: it must not be closed meanwhile.
    _whole: Option<Arc<Self>>,
    pub path: PathBuf,
}

impl Open {
    pub fn new(path: &Path, codec: &Codec) -> Result<Self, OpenError> {
        // sled would make what is not there, and an empty register would stand where one is missing.
        match path.join("db").try_exists() {
            Ok(true) => {}
            Ok(false) => return Err(damaged(path, &"it is not there")),
            Err(source) => return Err(OpenError::Io { path: path.to_owned(), source }),
        }
        let trees = Trees::create(path, codec)?;
        Ok(Self { trees, opened: Opened::default(), path: path.to_owned(), _whole: None })
    }

    /// Whether personal cells are covered and the keyring that uncovers them is gone.
    pub fn lacks_persons(&self) -> bool {
        let covered = |tree: &Tree| matches!(tree.raw().first(), Ok(Some((_, value))) if is_veiled(&value));
        let codec = self.trees.meta.codec();
        codec.is_sealed() && codec.persons().is_none() && (covered(&self.trees.rows) || covered(&self.trees.edits))
    }

    /// The same database with nothing in it but the rows of some organisations; lists are whole.
    pub fn part(whole: Arc<Self>, range: Range<u32>) -> Self {
        let trees = whole.trees.clone();
        let (rows, dues) = (trees.rows.part(range.clone()), trees.dues.part(range));
        let path = whole.path.clone();
        let trees = Trees { rows, dues, ..trees };
        Self { trees, opened: Opened::default(), path, _whole: Some(whole) }
    }
}

pub(super) fn damaged(path: &Path, cause: &dyn std::fmt::Display) -> OpenError {
    OpenError::Damaged { path: path.to_owned(), cause: cause.to_string() }
}

/// Why a database does not answer: what the disk refuses, as on a full one, is no damage, and another remedy helps.
pub(super) fn refused(path: &Path, error: sled::Error) -> OpenError {
    match error {
        sled::Error::Io(source) => OpenError::Io { path: path.to_owned(), source: as_said(&source) },
        error => damaged(path, &error),
    }
}

/// The same of something read from it.
pub(super) fn unread(path: &Path, error: anyhow::Error) -> OpenError {
    match error.downcast::<sled::Error>() {
        Ok(error) => refused(path, error),
        Err(error) => damaged(path, &error),
    }
}

/// The trees of one database.
#[derive(Clone)]
pub(super) struct Trees {
    pub db: sled::Db,
    /// The log once more: what sled does not tell of its syncs is told here.
    log: Arc<File>,
    path: Arc<Path>,
    pub meta: Tree,
    pub orgs: Tree,
    pub rows: Tree,
    pub search: Tree,
    pub columns: Tree,
    pub programmes: Tree,
    pub verdicts: Tree,
    pub journal: Tree,
    pub acts: Tree,
    pub edits: Tree,
    pub past: Tree,
    pub transfers: Tree,
    pub conduct: Tree,
    pub activities: Tree,
    pub graduates: Tree,
    pub ledger: Tree,
    pub attests: Tree,
    pub dues: Tree,
    pub snapshots: Tree,
}

impl Trees {
    /// Opens them, and makes those that are not there yet.
    pub fn create(path: &Path, codec: &Codec) -> Result<Self, OpenError> {
        let codec = &codec.of_generation(path).map_err(|error| match error {
            PersonsError::Io { path, source } => OpenError::Io { path, source },
            error => damaged(path, &error),
        })?;
        let (db, log) = open_sled(path)?;
        let closing = Arc::new(Closing::new(&db));
        let tree = |name: &'static str| {
            let raw = db.open_tree(name).map_err(|error| refused(path, error))?;
            Ok(Tree::new(raw, name, codec, &closing))
        };
        Ok(Self {
            log: Arc::new(log),
            path: path.into(),
            meta: tree(META)?,
            orgs: tree(ORGS)?,
            rows: tree(rows::TREE)?,
            search: tree(SEARCH)?,
            columns: tree(column::TREE)?,
            programmes: tree(PROGRAMME)?,
            verdicts: tree(VERDICT)?,
            journal: tree(JOURNAL)?,
            acts: tree(ACTS)?,
            edits: tree(EDITS)?,
            past: tree(past::TREE)?,
            transfers: tree(Transfer::TREE)?,
            conduct: tree(Conduct::TREE)?,
            activities: tree(Activity::TREE)?,
            graduates: tree(GraduateBase::TREE)?,
            ledger: tree(LedgerUnit::TREE)?,
            attests: tree(Attest::TREE)?,
            dues: tree(dues::TREE)?,
            snapshots: tree(snapshots::TREE)?,
            db,
        })
    }

    /// Makes everything written so far survive a power cut.
    ///
    /// # Errors
    /// What the disk said. What was written may then be anywhere between there and gone, and no later call tells which.
    pub fn make_durable(&self) -> Result<(), OpenError> {
        let log = || self.path.join("db");
        self.db.flush().map_err(|error| refused(&log(), error))?;
        // sled's flush is sync_file_range on Linux; without this a power cut loses what was called saved.
        self.log.sync_all().map_err(|source| OpenError::Io { path: log(), source })
    }

    pub fn put_orgs(&self, rows: impl Iterator<Item = StoredOrg>) -> Result<()> {
        let mut chunk = Vec::with_capacity(ORGS_A_CHUNK);
        let mut number = 0u32;
        let mut rows = rows.peekable();
        while let Some(row) = rows.next() {
            chunk.push(row);
            if chunk.len() == ORGS_A_CHUNK || rows.peek().is_none() {
                self.orgs.put(number.to_be_bytes(), &chunk)?;
                chunk.clear();
                number += 1;
            }
        }
        Ok(())
    }

    pub fn put_meta(&self, meta: &Meta) -> Result<()> {
        self.meta.put(META, meta)
    }

    pub fn put_journal(&self, entry: &JournalEntry) -> Result<()> {
        self.journal.put(entry.number.to_be_bytes(), entry)
    }
}
