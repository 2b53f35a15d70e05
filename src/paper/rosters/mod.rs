//! Rosters out: what the register holds as the ten kinds of file that the intake reads.
//!
//! Revealed rosters of a whole register, taken into an empty directory, make a register with the same
//! [`digest`](crate::store::Register::digest). What no roster carries: which branches earlier rosters gave a member,
//! programmes, frozen verdicts, the journal, a demonstration's own day.

mod file;
mod lists;
mod people;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::hash::Hash;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use file::Rosters;
pub use file::{Format, Written};
use people::Persons;

use crate::desk::Desk;
use crate::intake::{Kind, Row, rows as kinds};
use crate::model::{OrgId, OrgTree, Pos};
use crate::store::{Register, Watch};

/// What is to be written.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Only the subtree of this organisation; its ancestors' rows come along, so that it has somewhere to hang.
    pub org: Option<Pos>,
    /// Only these kinds; empty for all.
    pub kinds: Vec<Kind>,
    /// In which form.
    pub format: Format,
    /// Whether identity numbers and telephones are whole: masked rosters cannot be taken in again.
    pub revealed: bool,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// The files.
    pub files: Vec<Written>,
    /// Rows of persons with foreign documents who stand on no roster, of whose number only a hash is kept.
    pub left_out: u64,
    /// Rows of members that remember earlier branches, which no roster carries.
    pub corrected: u64,
    /// Whether the files can be taken in again.
    pub revealed: bool,
}

/// A directory that holds something already.
#[derive(Debug, thiserror::Error)]
#[error("{0} is not empty")]
pub struct NotEmpty(pub String);

/// Writes rosters into a directory that is new or empty.
///
/// # Errors
/// [`NotEmpty`], [`Interrupted`], damage in the register, or what the disk said.
pub fn export(desk: &Desk, dir: &Path, options: &Options, watch: &dyn Watch) -> Result<Exported> {
    let name = || dir.display().to_string();
    if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(NotEmpty(name()).into());
    }
    fs::create_dir_all(dir).with_context(name)?;
    let tree = desk.tree()?;
    let range = options.org.map_or(0..tree.len(), |pos| tree.subtree(pos));
    let scope = Scope { tree: &tree, places: tree.by_id(), range, top: options.org };
    let mut export = Export {
        register: desk.register(),
        scope,
        dir,
        options,
        row: Row::new(options.revealed),
        persons: Persons::default(),
        out: Exported { revealed: options.revealed, ..Exported::default() },
    };
    export.orgs()?;
    export.people(watch)?;
    export.lists()?;
    if cfg!(unix) {
        fs::File::open(dir).and_then(|dir| dir.sync_all()).with_context(name)?;
    }
    Ok(export.out)
}

/// Which organisations are wanted, and what they are called.
struct Scope<'a> {
    tree: &'a OrgTree,
    places: HashMap<OrgId, Pos>,
    range: Range<usize>,
    /// The organisation of which only the subtree is wanted.
    top: Option<Pos>,
}

impl<'a> Scope<'a> {
    fn holds(&self, org: OrgId) -> bool {
        self.top.is_none() || self.places.get(&org).is_some_and(|pos| self.range.contains(&pos.index()))
    }

    fn code(&self, org: OrgId) -> &'a str {
        self.places.get(&org).map_or("", |pos| self.tree.code(*pos))
    }
}

/// An export under way.
struct Export<'a> {
    register: &'a Register,
    scope: Scope<'a>,
    dir: &'a Path,
    options: &'a Options,
    row: Row,
    persons: Persons,
    out: Exported,
}

/// How often a key was met before.
struct Times<K>(HashMap<K, usize>);

impl<K: Eq + Hash> Times<K> {
    fn new() -> Self {
        Self(HashMap::new())
    }

    fn before(&mut self, key: K) -> usize {
        let times = self.0.entry(key).or_default();
        *times += 1;
        *times - 1
    }
}

impl Export<'_> {
    fn wants(&self, kind: Kind) -> bool {
        self.options.kinds.is_empty() || self.options.kinds.contains(&kind)
    }

    fn rosters(&self, kind: Kind) -> Result<Option<Rosters>> {
        self.wants(kind).then(|| Rosters::new(self.dir, kind, self.options.format)).transpose()
    }

    fn finish(&mut self, files: impl IntoIterator<Item = Rosters>) -> Result<()> {
        for files in files {
            self.out.files.extend(files.finish()?);
        }
        Ok(())
    }

    fn orgs(&mut self) -> Result<()> {
        let Some(mut files) = self.rosters(Kind::Orgs)? else { return Ok(()) };
        let Scope { tree, range, top, .. } = &self.scope;
        let above: HashSet<usize> = top.iter().flat_map(|pos| tree.path(*pos)).map(Pos::index).collect();
        for (at, row) in self.register.org_rows()?.enumerate() {
            let (_, _, org) = row?;
            if range.contains(&at) || above.contains(&at) {
                let parent = tree.parent(Pos(at as u32)).map_or("", |parent| tree.code(parent));
                files.put(0, self.row.filled(|row| kinds::org(row, &org, parent)))?;
            }
        }
        self.finish([files])
    }
}
