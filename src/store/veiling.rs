//! Values of a register on their way into a generation with a keyring of persons: what was stored without a veil gets one, and
//! the rows of whoever is erased stay behind.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::Register;
use super::codec::is_veiled;
use super::edit;
use super::lists::{self, Listed};
use super::persons::{Cells, Personal, Persons, erased};
use super::rows::OrgRows;
use super::tree::Tree;
use super::trees::{EDITS, Trees};
use crate::model::{IdKey, RowEdit, stable_hash_of};

/// Who is left out of the next generation, and the keyring it is written with.
#[derive(Clone, Copy)]
pub struct Erasing<'a> {
    /// The keyring without the keys of those persons.
    pub persons: &'a Persons,
    /// Who is erased.
    pub gone: &'a BTreeSet<IdKey>,
}

/// Rows changed by an entry of the journal, stored anew under a veil: what they hashed to, and do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Reveiled {
    pub entry: u64,
    pub was: u64,
    pub now: u64,
}

/// Under which those stand. The journal has an entry with the hash of them all.
pub(super) const TABLE: &[u8] = b"edits-veiled";
/// The verb of that entry.
pub(super) const VERB: &str = "veil";

/// What the entry of the table bears.
pub(super) fn print(table: &[Reveiled]) -> String {
    let rows = table.iter().flat_map(|one| [one.entry, one.was, one.now]).flat_map(u64::to_le_bytes);
    format!("{:016x}", stable_hash_of(&rows.collect::<Vec<u8>>()))
}

/// Takes out the rows of those who were erased.
pub(super) fn without_erased(rows: &mut OrgRows) {
    let erased = erased();
    rows.members.retain(|row| row.identity.key() != erased);
    rows.posts.retain(|row| row.identity.key() != erased);
}

/// Edits without the personal cells of some persons.
pub(super) fn blotted(edits: &[RowEdit], gone: &BTreeSet<IdKey>) -> Vec<RowEdit> {
    let mut edits = edits.to_vec();
    for row in edits.iter_mut().flat_map(|edit| [&mut edit.before, &mut edit.after]).flatten() {
        if row.person().is_some_and(|person| gone.contains(&person)) {
            row.put(Cells::erased());
        }
    }
    edits
}

/// Takes a list over: as it is stored where that will do.
pub(super) fn carry_list<T: Listed>(from: &Tree, to: &Tree, gone: &BTreeSet<IdKey>) -> Result<()> {
    if !T::PERSONAL || to.codec().veil(T::TREE).is_none() {
        return to.copy(from);
    }
    let mut number = 0u32;
    for entry in from.raw().iter() {
        let (key, stored) = entry?;
        let as_it_is = gone.is_empty() && is_veiled(&stored);
        if as_it_is {
            to.raw().insert(number.to_be_bytes(), resealed(from, to, &key, number, &stored)?)?;
            number += 1;
            continue;
        }
        let mut rows: Vec<T> = from.rows_at(&key)?.unwrap_or_default();
        rows.retain(|row| row.person().is_none_or(|person| !gone.contains(&person)));
        if !rows.is_empty() {
            to.put_bytes(number.to_be_bytes(), &to.packed(rows.iter())?)?;
            number += 1;
        }
    }
    Ok(())
}

/// A stored value for another key of the same tree.
fn resealed(from: &Tree, to: &Tree, key: &[u8], number: u32, stored: &[u8]) -> Result<Vec<u8>> {
    if key == number.to_be_bytes() {
        return Ok(stored.to_vec());
    }
    let body = from.codec().open(from.name(), key, stored)?;
    Ok(to.codec().encode_bytes(to.name(), &number.to_be_bytes(), &body)?)
}

/// Takes over what entries of the journal changed; gives those that had to be stored anew.
///
/// Of persons who are erased nothing is stored anew; what is stored under a veil already needs no more than their keys given up.
pub(super) fn carry_edits(before: &Register, trees: &Trees, gone: &BTreeSet<IdKey>) -> Result<Vec<Reveiled>> {
    let open = before.open_now()?;
    if trees.edits.codec().veil(EDITS).is_none() {
        trees.edits.copy(&open.trees.edits)?;
        return Ok(Vec::new());
    }
    let mut table = Vec::new();
    for entry in open.trees.edits.raw().iter() {
        let (key, stored) = entry?;
        let number = u64::from_be_bytes(*key.first_chunk().context("a key of edits is cut off")?);
        if is_veiled(&stored) {
            trees.edits.raw().insert(key, stored)?;
        } else if table.last().is_none_or(|last: &Reveiled| last.entry != number) {
            let kept = edit::encode(&trees.edits, number, &blotted(&before.edits(number)?, gone))?;
            for (key, value) in kept.values {
                trees.edits.raw().insert(key, value)?;
            }
            table.push(Reveiled { entry: number, was: before.edits_print(number)?, now: kept.hash });
        }
    }
    Ok(table)
}

/// Rewrites a list without the rows of those who were erased; gives how many there were.
pub(super) fn drop_erased<T: Listed>(tree: &Tree) -> Result<u64> {
    let erased = erased();
    let (mut rows, mut gone) = (Vec::new(), 0u64);
    // Most registers miss nobody: only then is the list held whole.
    lists::each::<T>(tree, |row| gone += u64::from(row.person() == Some(erased)))?;
    if gone == 0 {
        return Ok(0);
    }
    lists::each::<T>(tree, |row| {
        if row.person() != Some(erased) {
            rows.push(row);
        }
    })?;
    tree.raw().clear()?;
    lists::write(tree, &lists::Rows::Whole(rows), None)?;
    Ok(gone)
}
