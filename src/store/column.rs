//! Columns: long runs of small numbers or bytes, kept as chunks under a tag.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use super::tree::Tree;
use crate::model::{IdKey, Pos};

/// The tree of columns.
pub const TREE: &str = "column";
pub(super) const CHUNK: usize = 12 * 1024;

/// What a column holds; the number is its key and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Tag {
    /// Identity keys on two rows or more.
    SharedIdentities = 2,
    /// Member numbers on two rows or more.
    SharedNumbers = 3,
    /// Who holds posts: identity keys in order, each with the place of the organisation.
    Holders = 4,
    /// Behind the facts of the present: members over age.
    OverAge = 5,
    /// Behind the facts of the present: numbers borne by two members or more.
    NumbersBorne = 6,
    /// Behind the facts of the present: identity keys on two live rows or more.
    IdentitiesLive = 7,
    /// Transfers by organisation, out and in: the organisation's number and the transfer's place.
    TransfersOf = 8,
    /// The first month for which there are dues, as [`Month`](crate::model::Month) counts.
    DuesFrom = 9,
    /// Behind the facts of the present: members whose dues are in arrears.
    Arrears = 10,
    /// Behind the facts of the present: members whose done transfer the roster does not show.
    Unsettled = 11,
    /// What came to and went from [`Holders`](Self::Holders) since they were written.
    HoldersSince = 12,
    /// Values of the list of transfers that stand otherwise since [`TransfersOf`](Self::TransfersOf) was written, and where
    /// theirs stand.
    TransfersSince = 13,
    /// The facts of the present, first one: the others follow by [`crate::judge::Fact`].
    Facts = 64,
}

pub(super) fn key(tag: u8, chunk: u32) -> [u8; 5] {
    let [a, b, c, d] = chunk.to_be_bytes();
    [tag, a, b, c, d]
}

/// Writes a column whole, in place of what was there.
pub(super) fn write(tree: &Tree, tag: u8, bytes: &[u8]) -> Result<()> {
    let mut chunks = 0;
    for chunk in bytes.chunks(CHUNK) {
        tree.put_bytes(key(tag, chunks), chunk)?;
        chunks += 1;
    }
    let stale: Vec<_> = tree.raw().range(key(tag, chunks)..=key(tag, u32::MAX)).keys().collect::<Result<_, _>>()?;
    for key in stale {
        tree.remove(key)?;
    }
    Ok(())
}

/// Reads a column whole; one that was never written is empty.
pub(super) fn read(tree: &Tree, tag: u8) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for (at, entry) in tree.scan(key(tag, 0)..=key(tag, u32::MAX)).enumerate() {
        let (found, chunk) = entry.context("reading a column")?;
        if found.as_ref() != key(tag, at as u32) {
            bail!("column {tag} of the register lacks chunk {at}");
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Packs numbers as variable-length integers.
pub fn pack(values: impl IntoIterator<Item = u64>) -> Vec<u8> {
    let mut out = Vec::new();
    for mut value in values {
        while value >= 0x80 {
            out.push(value as u8 | 0x80);
            value >>= 7;
        }
        out.push(value as u8);
    }
    out
}

/// Unpacks what [`pack`] wrote; a torn end yields no number.
pub fn unpack(bytes: &[u8]) -> impl Iterator<Item = u64> + '_ {
    let mut rest = bytes.iter();
    std::iter::from_fn(move || {
        let (mut value, mut shift) = (0u64, 0);
        loop {
            let byte = *rest.next()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
            shift += 7;
            if shift > 63 {
                return None;
            }
        }
    })
}

/// Pairs of persons and places that came, or went where the count is negative.
pub(super) fn counts(bytes: &[u8]) -> Vec<((IdKey, Pos), i64)> {
    let mut numbers = unpack(bytes);
    let one = || {
        let (key, pos, count) = (numbers.next()?, numbers.next()?, numbers.next()?);
        Some(((IdKey(key), Pos(pos as u32)), (count >> 1) as i64 ^ -((count & 1) as i64)))
    };
    std::iter::from_fn(one).collect()
}

/// Packs what [`counts`] reads.
pub(super) fn pack_counts(counts: &BTreeMap<(IdKey, Pos), i64>) -> Vec<u8> {
    let numbers =
        |((key, pos), count): (&(IdKey, Pos), &i64)| [key.0, u64::from(pos.0), ((count << 1) ^ (count >> 63)) as u64];
    pack(counts.iter().flat_map(numbers))
}

/// Pairs as they were written, with those that came since and without those that went; in order.
pub(super) fn joined(bytes: &[u8], since: impl IntoIterator<Item = ((IdKey, Pos), i64)>) -> Vec<(IdKey, Pos)> {
    let mut numbers = unpack(bytes);
    let pairs = std::iter::from_fn(|| Some((IdKey(numbers.next()?), Pos(numbers.next()? as u32))));
    let mut since: BTreeMap<_, _> = since.into_iter().collect();
    let mut all: Vec<_> = pairs
        .filter(|pair| match since.get_mut(pair) {
            Some(count) if *count < 0 => {
                *count += 1;
                false
            }
            _ => true,
        })
        .collect();
    let written = all.len();
    for (pair, count) in since {
        all.extend(std::iter::repeat_n(pair, count.max(0) as usize));
    }
    if all.len() > written {
        all.sort_unstable();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let values = [0, 1, 127, 128, 300, u64::MAX, 1 << 63];
        assert_eq!(unpack(&pack(values)).collect::<Vec<_>>(), values);
    }

    #[test]
    fn a_shorter_column_leaves_nothing_of_the_longer() {
        let tree = Tree::temporary(TREE);
        write(&tree, 7, &vec![5; 40_000]).unwrap();
        assert_eq!(read(&tree, 7).unwrap().len(), 40_000);
        write(&tree, 7, &[1, 2]).unwrap();
        assert_eq!(read(&tree, 7).unwrap(), [1, 2]);
        assert!(read(&tree, 8).unwrap().is_empty());
    }
}
