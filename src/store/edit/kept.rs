//! Edits as they are kept: one commit's rows packed one after another, cut into values.

use anyhow::{Context, Result};

use super::super::acts::key;
use super::super::codec;
use super::super::persons::{Cover, Veil};
use super::super::register::Register;
use super::super::tree::Tree;
use super::super::trees::EDITS;
use crate::model::{OrgId, Row, RowEdit, stable_hash_of};

/// The largest body of a value, in bytes; see [`rows`](crate::store::rows) for the bound it keeps.
const MOST: usize = 12 * 1024;

/// The values of one commit, and the hash that its entry in the journal bears.
pub(in crate::store) struct Kept {
    /// Keys and stored values.
    pub values: Vec<([u8; 10], Vec<u8>)>,
    /// Their hash, 0 for none.
    pub hash: u64,
}

/// Encodes the edits of entry `number`.
pub(in crate::store) fn encode(tree: &Tree, number: u64, edits: &[RowEdit]) -> Result<Kept> {
    let mut bytes = Vec::new();
    match tree.codec().veil(EDITS) {
        Some(veil) => edits.iter().try_for_each(|edit| pack_veiled(veil, EDITS, edit, &mut bytes))?,
        None => edits.iter().try_for_each(|edit| codec::pack(edit, &mut bytes))?,
    }
    let (mut values, mut prints) = (Vec::new(), Vec::new());
    for (part, body) in bytes.chunks(MOST).enumerate() {
        let key = key(number, u16::try_from(part).context("too many rows for one commit")?);
        let value = tree.codec().encode_bytes(EDITS, &key, body)?;
        prints.extend(stable_hash_of(&value).to_le_bytes());
        values.push((key, value));
    }
    let hash = if prints.is_empty() { 0 } else { stable_hash_of(&prints) };
    Ok(Kept { values, hash })
}

/// An edit whose rows are followed by what covers their personal cells.
type Veiled = (RowEdit, [Option<Cover>; 2]);

fn pack_veiled(veil: &Veil, tree: &'static str, edit: &RowEdit, out: &mut Vec<u8>) -> Result<()> {
    let mut edit = edit.clone();
    let cover = |row: &mut Option<Row>| match row {
        Some(row) => veil.cover(tree, row),
        None => Ok(None),
    };
    let covers = [cover(&mut edit.before)?, cover(&mut edit.after)?];
    Ok(codec::pack(&(edit, covers), out)?)
}

/// Cuts edits that are packed one after another into bodies of values, their personal cells covered where the tree's are.
pub(in crate::store) fn cut(tree: &Tree, mut packed: &[u8], mut put: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
    let Some(veil) = tree.codec().veil(tree.name()) else { return packed.chunks(MOST).try_for_each(put) };
    let mut bytes = Vec::new();
    while !packed.is_empty() {
        pack_veiled(veil, tree.name(), &codec::unpack_next(&mut packed)?, &mut bytes)?;
        while bytes.len() >= MOST {
            put(&bytes[..MOST])?;
            bytes.drain(..MOST);
        }
    }
    if bytes.is_empty() { Ok(()) } else { put(&bytes) }
}

/// Reads back what was packed one after another.
pub(in crate::store) fn decode(mut bytes: &[u8], veil: Option<&Veil>) -> Result<Vec<RowEdit>> {
    let mut edits = Vec::new();
    while !bytes.is_empty() {
        let Some(veil) = veil else {
            edits.push(codec::unpack_next(&mut bytes)?);
            continue;
        };
        let (mut edit, covers): Veiled = codec::unpack_next(&mut bytes)?;
        for (row, cover) in [&mut edit.before, &mut edit.after].into_iter().zip(&covers) {
            if let (Some(row), Some(cover)) = (row, cover) {
                veil.uncover(row, cover)?;
            }
        }
        edits.push(edit);
    }
    Ok(edits)
}

impl Register {
    /// The rows that an entry of the journal changed, in order; none for an import, of which they are not kept.
    ///
    /// # Errors
    /// Damage.
    pub fn edits(&self, entry: u64) -> Result<Vec<RowEdit>> {
        let open = self.open_now()?;
        let (mut bytes, mut veil) = (Vec::new(), None);
        for (part, value) in open.trees.edits.prefixed(entry.to_be_bytes()).enumerate() {
            let (found, body) = value?;
            if found.as_ref() != key(entry, u16::try_from(part)?) {
                return Err(self.damaged("rows that were changed cannot be read").into());
            }
            bytes.extend_from_slice(&body);
            veil = body.veil().cloned();
        }
        decode(&bytes, veil.as_ref()).with_context(|| format!("reading what entry {entry} changed"))
    }

    /// The hash of what is kept of an entry's edits, as its entry bears it; 0 for none.
    ///
    /// # Errors
    /// What the disk said.
    pub fn edits_print(&self, entry: u64) -> Result<u64> {
        let open = self.open_now()?;
        let mut prints = Vec::new();
        for value in open.trees.edits.raw().scan_prefix(entry.to_be_bytes()).values() {
            prints.extend(stable_hash_of(&value?).to_le_bytes());
        }
        Ok(if prints.is_empty() { 0 } else { stable_hash_of(&prints) })
    }

    /// The rows changed in place since this generation was made, in order, each with its entry: what the search's index does
    /// not know.
    ///
    /// # Errors
    /// Damage.
    pub fn edits_here(&self) -> Result<Vec<(u64, RowEdit)>> {
        let mut all = Vec::new();
        for entry in self.edited_since(self.meta().journal)? {
            all.extend(self.edits(entry)?.into_iter().map(|edit| (entry, edit)));
        }
        Ok(all)
    }

    /// The edits of each entry after one.
    pub(in crate::store) fn edits_by_entry(&self, after: u64) -> Result<Vec<(u64, Vec<RowEdit>)>> {
        self.edited_since(after)?.into_iter().map(|entry| Ok((entry, self.edits(entry)?))).collect()
    }

    /// The entries after `entry` that edited rows.
    fn edited_since(&self, entry: u64) -> Result<Vec<u64>> {
        let open = self.open_now()?;
        let mut entries = Vec::new();
        for found in open.trees.edits.raw().range(key(entry + 1, 0)..).keys() {
            let number = number_of(&found?);
            if entries.last() != Some(&number) {
                entries.push(number);
            }
        }
        Ok(entries)
    }

    /// A number that no organisation bears or ever bore as far as edits tell: numbers are never given twice.
    ///
    /// # Errors
    /// Damage.
    pub fn new_org_id(&self) -> Result<OrgId> {
        let mut last = self.places()?.keys().copied().max();
        for entry in self.edited_since(0)? {
            let edits = self.edits(entry)?;
            let rows = edits.iter().flat_map(|edit| [&edit.before, &edit.after]).flatten();
            last = last.max(rows.filter_map(|row| if let Row::Org { id, .. } = row { Some(*id) } else { None }).max());
        }
        Ok(OrgId(last.map_or(0, |last| last.0 + 1)))
    }

    /// The last entry that edited rows, 0 for none.
    ///
    /// # Errors
    /// What the disk said.
    pub fn last_edit(&self) -> Result<u64> {
        Ok(self.open_now()?.trees.edits.raw().last()?.map_or(0, |(key, _)| number_of(&key)))
    }
}

fn number_of(key: &[u8]) -> u64 {
    key.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}
