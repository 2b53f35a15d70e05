//! The journal as a chain: each entry holds the hash of the stored bytes of the one before, and of all that is kept with it.

use std::collections::{BTreeSet, HashMap};

use anyhow::Result;

use super::Register;
use super::meta::JournalEntry;
use super::tree::Tree;
use super::trees::Trees;
use super::veiling::{self, Reveiled};
use crate::model::stable_hash_of;

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It cannot be read.
    Unreadable,
    /// It is not there, or another stands in its place.
    Number,
    /// The entry before is not the one it followed.
    Previous,
    /// The acts on findings kept with it are not those it was written with.
    Acts,
    /// The changed rows kept with it are not those it was written with.
    Edits,
    /// Acts or rows are kept for an entry that is not there.
    Stray,
}

/// What a walk along the journal found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// How many entries were sound before the first broken one.
    pub sound: u64,
    /// The hash of the last of them.
    pub head: u64,
    /// The first broken entry, and what is wrong with it.
    pub broken: Option<(u64, Flaw)>,
}

/// The hash of what is kept with an entry in a tree, 0 for nothing; `None` where its parts are not in a row.
fn kept(tree: &Tree, entry: u64) -> Result<Option<u64>> {
    let mut prints = Vec::new();
    for (part, value) in tree.raw().scan_prefix(entry.to_be_bytes()).enumerate() {
        let (key, value) = value?;
        if key.len() != 10 || key[8..] != (part as u16).to_be_bytes() {
            return Ok(None);
        }
        prints.extend(stable_hash_of(&value).to_le_bytes());
    }
    Ok(Some(if prints.is_empty() { 0 } else { stable_hash_of(&prints) }))
}

/// The hash of the changed rows kept with an entry: an import's stand in a tree of their own.
fn rows_of(trees: &Trees, entry: u64) -> Result<Option<u64>> {
    Ok(match (kept(&trees.edits, entry)?, kept(&trees.past, entry)?) {
        (found, Some(0)) => found,
        (Some(0), found) => found,
        _ => None,
    })
}

/// The entries for which a tree keeps something.
fn entries(tree: &Tree) -> Result<BTreeSet<u64>> {
    let number = |key: sled::IVec| key.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
    tree.raw().iter().keys().map(|key| Ok(number(key?))).collect()
}

/// Whether changed rows are those an entry was written with, or the same stored anew under a veil.
fn stands(found: Option<u64>, entry: &JournalEntry, reveiled: &[Reveiled]) -> bool {
    let was = |found| reveiled.iter().find(|one| one.entry == entry.number && one.now == found).map(|one| one.was);
    found.is_some_and(|found| was(found).unwrap_or(found) == entry.edits)
}

impl Register {
    /// Walks along the journal, and names the first entry that is not as it was written.
    ///
    /// # Errors
    /// What the disk said.
    pub fn verify_journal(&self) -> Result<Chain> {
        let open = self.open_now()?;
        let trees = &open.trees;
        let mut chain = Chain { sound: 0, head: 0, broken: None };
        let reveiled: Vec<Reveiled> = trees.meta.get(veiling::TABLE)?.unwrap_or_default();
        let mut number = 0u64;
        for stored in trees.journal.raw().iter() {
            let (key, stored) = stored?;
            number += 1;
            let flaw = match JournalEntry::decode(trees.journal.codec(), &key, &stored) {
                Err(_) => Some(Flaw::Unreadable),
                Ok(entry) if *key != number.to_be_bytes() || entry.number != number => Some(Flaw::Number),
                Ok(entry) if entry.previous != chain.head => Some(Flaw::Previous),
                Ok(entry) if kept(&trees.acts, number)? != Some(entry.acts) => Some(Flaw::Acts),
                Ok(entry) if !stands(rows_of(trees, number)?, &entry, &reveiled) => Some(Flaw::Edits),
                Ok(entry) if entry.verb == veiling::VERB && entry.files != [veiling::print(&reveiled)] => {
                    Some(Flaw::Edits)
                }
                Ok(_) => None,
            };
            if flaw.is_some() {
                chain.broken = flaw.map(|flaw| (number, flaw));
                return Ok(chain);
            }
            (chain.sound, chain.head) = (number, stable_hash_of(&stored));
        }
        if number < self.meta().journal {
            chain.broken = Some((number + 1, Flaw::Number));
            return Ok(chain);
        }
        let mut strays = entries(&trees.acts)?;
        strays.append(&mut entries(&trees.edits)?);
        strays.append(&mut entries(&trees.past)?);
        let stray = strays.into_iter().find(|entry| !(1..=number).contains(entry));
        chain.broken = stray.map(|entry| (entry, Flaw::Stray));
        Ok(chain)
    }

    /// The hash of the stored bytes of every entry of the journal, by number.
    ///
    /// # Errors
    /// What the disk said.
    pub fn journal_prints(&self) -> Result<HashMap<u64, u64>> {
        let open = self.open_now()?;
        let print = |(key, stored): (sled::IVec, sled::IVec)| {
            let number = key.as_ref().try_into().map(u64::from_be_bytes).unwrap_or_default();
            (number, stable_hash_of(&stored))
        };
        open.trees.journal.raw().iter().map(|entry| Ok(print(entry?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Act, Attest, FindingKey, Instant, OrgId, Row, RowEdit};
    use crate::store::{DataDir, Signed};

    fn attest(at: i64) -> RowEdit {
        let row = Attest { org: OrgId(1), item: "tent".into(), at: Instant(at), post: "".into(), note: "".into() };
        RowEdit::add(Row::Attest(row))
    }

    fn signed(verb: &str) -> Signed<'_> {
        Signed { verb, author: "团县委", recorded: Instant(9), effective: Instant(9), undoes: None }
    }

    /// A register with an entry of its own, one with acts, one with edits, and one after them.
    fn register(dir: &std::path::Path) -> Register {
        let data = DataDir::new(dir);
        let register = crate::desk::make_empty(&data, crate::desk::Clock::Fixed(Instant(1))).unwrap();
        let on = FindingKey { rule: "hollow-branch".into(), org: OrgId(1) };
        register.act(&signed("findings note"), &[(on, Act::Note { text: "甲".into() })]).unwrap();
        register.edit(&signed("attest"), &[attest(5)]).unwrap();
        register.record(Instant(10), "doctor", Vec::new(), 0).unwrap();
        register
    }

    #[test]
    fn every_byte_of_the_journal_and_of_what_is_kept_with_it_counts() {
        let dir = tempfile::tempdir().unwrap();
        let register = register(dir.path());
        let whole = register.verify_journal().unwrap();
        assert_eq!((whole.sound, whole.broken), (4, None));
        let open = register.open_now().unwrap();
        let trees = [&open.trees.journal, &open.trees.acts, &open.trees.edits];
        let mut tried = 0;
        for tree in trees {
            let values: Vec<_> = tree.raw().iter().map(Result::unwrap).collect();
            assert!(!values.is_empty());
            for (key, value) in values {
                let entry = u64::from_be_bytes(*key.first_chunk().unwrap());
                for at in 0..value.len() {
                    let mut damaged = value.to_vec();
                    damaged[at] ^= 0x41;
                    tree.raw().insert(&key, damaged).unwrap();
                    let found = register.verify_journal().unwrap();
                    let (named, _) = found.broken.expect("a changed byte went unseen");
                    assert_eq!((named, found.sound), (entry, entry - 1), "{} byte {at}", tree.name());
                    tried += 1;
                }
                tree.raw().remove(&key).unwrap();
                let found = register.verify_journal().unwrap();
                // Without the last entry nothing tells that there was one, unless rows or acts are kept for it.
                let last = entry == 4;
                assert_eq!(found.broken.is_none(), last, "{} {entry}: {found:?}", tree.name());
                tree.raw().insert(&key, value).unwrap();
            }
        }
        assert!(tried > 200, "{tried}");
        assert_eq!(register.verify_journal().unwrap(), whole);
    }

    #[test]
    fn an_entry_written_anew_with_a_sound_checksum_is_told_by_the_next() {
        let dir = tempfile::tempdir().unwrap();
        let register = register(dir.path());
        let open = register.open_now().unwrap();
        let mut entry = register.journal().unwrap().remove(2);
        entry.author = "somebody else".into();
        open.trees.put_journal(&entry).unwrap();
        assert_eq!(register.verify_journal().unwrap().broken, Some((4, Flaw::Previous)));
        open.trees.edits.raw().insert([0u8, 0, 0, 0, 0, 0, 0, 9, 0, 0], &[1u8][..]).unwrap();
        assert_eq!(register.verify_journal().unwrap().broken.map(|(_, flaw)| flaw), Some(Flaw::Previous));
    }
}
