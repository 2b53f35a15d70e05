//! Every value of every tree looked at, and what is wrong told by tree and organisation, never by person.

mod listed;
mod rows;

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use super::backup::{Sums, TreeSum};
use super::causes::in_words;
use super::codec::{Codec, CodecError};
use super::data::OpenError;
use super::edit;
use super::meta::{JournalEntry, Meta};
use super::register::StoredOrg;
use super::saves;
use super::tree::Tree;
use super::trees::{self, JOURNAL, META, ORGS, Open};
use super::watch::{Phase, Watch, tell};
use super::witness::{self, Witness};
use crate::model::OrgId;

/// What is wrong with a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ailment {
    /// The database cannot be opened or read on here.
    Unreadable(String),
    /// A checksum that does not agree, or bytes of another shape.
    Damaged,
    /// A version byte this program does not know.
    Version(u8),
    /// The keyring of persons is gone, without which no row can be read.
    NoPersons,
    /// Values are missing before this one.
    Gap,
    /// Other counts than the register or its witness says.
    Count {
        /// How many there are.
        found: u64,
        /// How many there should be.
        expected: u64,
    },
    /// The database has gone back to before what was said to be saved.
    Lost {
        /// How often it was saved, as it says itself.
        found: u64,
        /// How often it was.
        expected: u64,
    },
    /// As many as there should be, but not the same.
    Changed,
    /// It is about an organisation that is not there.
    NoSuchOrg,
    /// Its parent is not there.
    NoParent,
    /// It does not follow from the entry before.
    Chain,
}

/// A place where something is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The tree, or `-` for the register as a whole.
    pub tree: &'static str,
    /// The key of the value in hexadecimal, where one value is at fault: positions and numbers, nothing personal.
    pub key: Option<String>,
    /// The code of the organisation it is about.
    pub org: Option<String>,
    /// What is wrong.
    pub what: Ailment,
}

impl Fault {
    /// Whether what is at fault can be made again from rows.
    pub fn can_be_rebuilt(&self) -> bool {
        let derived = [super::column::TREE, super::index::TREE, witness::TREE];
        let first = self.key.as_deref() == Some(&hex(META.as_bytes()));
        derived.contains(&self.tree) || (self.tree == META && self.key.is_some() && !first)
    }
}

/// What a look through a register found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Checkup {
    /// Values looked at.
    pub values: u64,
    /// Faults, in the order of trees and keys; at most [`MOST`], the rest are counted.
    pub faults: Vec<Fault>,
    /// Faults that are not listed.
    pub more: u64,
    /// Whether the generation has a witness that nothing was lost.
    pub witnessed: bool,
    #[serde(skip)]
    unlisted_rows: bool,
}

/// How many faults are listed.
pub const MOST: usize = 1_000;

impl Checkup {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    /// Whether all that is wrong can be made again from rows.
    pub fn can_be_rebuilt(&self) -> bool {
        !self.unlisted_rows && self.faults.iter().all(Fault::can_be_rebuilt)
    }

    fn note(&mut self, fault: Fault) {
        if self.faults.len() < MOST {
            self.faults.push(fault);
        } else {
            self.more += 1;
            self.unlisted_rows |= !fault.can_be_rebuilt();
        }
    }
}

fn hex(key: &[u8]) -> String {
    key.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A look through one generation.
struct Round<'a> {
    watch: &'a dyn Watch,
    found: Checkup,
    codes: Vec<String>,
    ids: HashSet<OrgId>,
    sums: Sums,
    members: u64,
    posts: u64,
}

impl Round<'_> {
    fn fault(&mut self, tree: &'static str, key: Option<&[u8]>, org: Option<u32>, what: Ailment) {
        let org = org.and_then(|pos| self.codes.get(pos as usize).cloned());
        self.found.note(Fault { tree, key: key.map(hex), org, what });
    }

    fn bad(&mut self, tree: &'static str, key: &[u8], org: Option<u32>, error: &CodecError) {
        let what = match error {
            CodecError::Version { version, .. } => Ailment::Version(*version),
            _ => Ailment::Damaged,
        };
        self.fault(tree, Some(key), org, what);
    }

    /// Gives every value of a tree to `each`; a database that stops or panics ends the walk with a fault.
    fn walk(&mut self, tree: &Tree, mut each: impl FnMut(&mut Self, &[u8], &[u8])) -> Result<()> {
        let (name, mut sum, mut last) = (tree.name(), TreeSum::default(), Vec::new());
        let mut entries = tree.raw().iter();
        loop {
            // What the database makes of a damaged page is an error or a panic, and either is told here.
            let what = match catch_unwind(AssertUnwindSafe(|| entries.next())) {
                Ok(None) => break,
                Ok(Some(Ok((key, value)))) => {
                    sum.add(&key, &value);
                    self.found.values += 1;
                    if sum.values.is_multiple_of(4096) {
                        let orgs = self.codes.len() as u64;
                        tell(self.watch, Phase::Checking, pos_of(&key).map_or(0, u64::from).min(orgs), orgs)?;
                    }
                    each(self, &key, &value);
                    last = key.to_vec();
                    continue;
                }
                Ok(Some(Err(error))) => in_words(&error).replace('\n', " "),
                Err(_) => "the log cannot be read".to_owned(),
            };
            self.fault(name, Some(&last), None, Ailment::Unreadable(what));
            return Ok(());
        }
        self.sums.insert(name.to_owned(), sum);
        Ok(())
    }

    /// A walk over values of which only the checksum can be looked at.
    fn opened(&mut self, tree: &Tree) -> Result<()> {
        let name = tree.name();
        self.walk(tree, |round, key, value| {
            if let Err(error) = tree.codec().open(name, key, value) {
                round.bad(name, key, None, &error);
            }
        })
    }

    /// A walk over chunks under a tag, none of which may be missing.
    fn chunks(&mut self, tree: &Tree) -> Result<()> {
        let name = tree.name();
        let mut before: Option<[u8; 5]> = None;
        self.walk(tree, |round, key, value| {
            if let Err(error) = tree.codec().open(name, key, value) {
                round.bad(name, key, None, &error);
            }
            let Ok(key) = <[u8; 5]>::try_from(key) else { return round.fault(name, Some(key), None, Ailment::Damaged) };
            let number = |key: [u8; 5]| u32::from_be_bytes([key[1], key[2], key[3], key[4]]);
            let next = before.filter(|before| before[0] == key[0]).map_or(0, |before| number(before) + 1);
            if number(key) != next {
                round.fault(name, Some(&key), None, Ailment::Gap);
            }
            before = Some(key);
        })
    }

    fn orgs(&mut self, tree: &Tree) -> Result<()> {
        let mut next = 0u32;
        self.walk(tree, |round, key, value| {
            if key != next.to_be_bytes() {
                round.fault(ORGS, Some(key), None, Ailment::Gap);
            }
            next += 1;
            match tree.codec().decode::<Vec<StoredOrg>>(ORGS, key, value) {
                Err(error) => round.bad(ORGS, key, None, &error),
                Ok(rows) => {
                    for (id, up, org) in rows {
                        let at = round.codes.len() as u32;
                        round.codes.push(org.code.to_string());
                        if !round.ids.insert(id) {
                            round.fault(ORGS, Some(key), Some(at), Ailment::Damaged);
                        }
                        if up > at {
                            round.fault(ORGS, Some(key), Some(at), Ailment::NoParent);
                        }
                    }
                }
            }
        })
    }

    fn journal(&mut self, tree: &Tree) -> Result<u64> {
        let (mut next, mut previous) = (1u64, 0);
        self.walk(tree, |round, key, value| {
            match JournalEntry::decode(tree.codec(), key, value) {
                Err(error) => round.bad(JOURNAL, key, None, &error),
                Ok(entry) if key != next.to_be_bytes() || entry.number != next || entry.previous != previous => {
                    round.fault(JOURNAL, Some(key), None, Ailment::Chain);
                }
                Ok(_) => {}
            }
            next += 1;
            previous = crate::model::stable_hash_of(value);
        })?;
        Ok(next - 1)
    }

    /// Counts against what the register and its witness say.
    fn counts(&mut self, meta: &Meta, journal: u64, witness: &Witness) {
        let orgs = self.codes.len() as u64;
        for (tree, found, expected) in [
            (ORGS, orgs, meta.orgs.into()),
            (super::rows::TREE, self.members, meta.members.into()),
            (super::rows::TREE, self.posts, meta.posts.into()),
        ] {
            if found != expected {
                self.fault(tree, None, None, Ailment::Count { found, expected });
            }
        }
        if journal < meta.journal {
            self.fault(JOURNAL, None, None, Ailment::Count { found: journal, expected: meta.journal });
        }
        match witness {
            Witness::None => {}
            Witness::Damaged => self.fault(witness::TREE, None, None, Ailment::Damaged),
            Witness::Says(expected) => {
                self.found.witnessed = true;
                for name in trees::ALL.into_iter().filter(|name| witness::fixed(name)) {
                    let expected = expected.get(name).copied().unwrap_or_default();
                    // A walk that broke off has been told already.
                    let Some(found) = self.sums.get(name).copied() else { continue };
                    if found.values != expected.values {
                        let what = Ailment::Count { found: found.values, expected: expected.values };
                        self.fault(name, None, None, what);
                    } else if found != expected {
                        self.fault(name, None, None, Ailment::Changed);
                    }
                }
            }
        }
    }
}

/// The organisation a key of rows or dues begins with.
fn pos_of(key: &[u8]) -> Option<u32> {
    match key {
        [a, b, c, d, _] => Some(u32::from_be_bytes([*a, *b, *c, *d])),
        _ => None,
    }
}

/// Looks through the generation at `path`; the directory is owned by the caller.
///
/// # Errors
/// Stopped by the watch, or a disk that would not; damage is no error but what is looked for.
pub fn check(path: &Path, codec: &Codec, watch: &dyn Watch) -> Result<Checkup> {
    let mut round = Round {
        watch,
        found: Checkup::default(),
        codes: Vec::new(),
        ids: HashSet::new(),
        sums: Sums::new(),
        members: 0,
        posts: 0,
    };
    let open = match Open::new(path, codec) {
        Ok(open) => open,
        Err(OpenError::Damaged { cause, .. }) => {
            round.fault("-", None, None, Ailment::Unreadable(cause));
            return Ok(round.found);
        }
        Err(error) => return Err(error.into()),
    };
    if open.lacks_persons() {
        round.fault("-", None, None, Ailment::NoPersons);
        return Ok(round.found);
    }
    let all = &open.trees;
    let (mut meta, mut sums) = (None, None);
    let codec = all.meta.codec();
    round.walk(&all.meta, |round, key, value| {
        if let Err(error) = codec.open(META, key, value) {
            round.bad(META, key, None, &error);
        } else if key == META.as_bytes() {
            match codec.decode::<Meta>(META, key, value) {
                Ok(read) => meta = Some(read),
                Err(error) => round.bad(META, key, None, &error),
            }
        } else if key == edit::SUMS {
            match codec.decode::<Sums>(META, key, value) {
                Ok(read) => sums = Some(read),
                Err(error) => round.bad(META, key, None, &error),
            }
        }
    })?;
    round.orgs(&all.orgs)?;
    round.rows(&all.rows)?;
    round.dues(&all.dues)?;
    round.lists(all)?;
    round.chunks(&all.search)?;
    round.chunks(&all.columns)?;
    round.opened(&all.programmes)?;
    round.opened(&all.verdicts)?;
    round.opened(&all.snapshots)?;
    round.opened(&all.acts)?;
    round.opened(&all.edits)?;
    let journal = round.journal(&all.journal)?;
    let witness = match (witness::read(path)?, sums) {
        // Rows were edited since: what they came to was written with them.
        (Witness::Says(_), Some(sums)) => Witness::Says(sums),
        (witness, _) => witness,
    };
    if saves::count_is_damaged(path)? {
        round.fault(witness::TREE, None, None, Ailment::Damaged);
    } else if let Some(expected) = saves::counted(path)? {
        let found = all.meta.get(saves::SAVES).ok().flatten().unwrap_or(0);
        if found < expected {
            round.fault(witness::TREE, None, None, Ailment::Lost { found, expected });
        }
    }
    match meta {
        Some(meta) => round.counts(&meta, journal, &witness),
        None if round.found.faults.iter().any(|fault| fault.tree == META) => {}
        None => round.fault(META, None, None, Ailment::Count { found: 0, expected: 1 }),
    }
    Ok(round.found)
}

#[cfg(test)]
mod tests;
