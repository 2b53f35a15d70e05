//! Rows that belong to no one organisation's value: kept whole in the order of their time, up to 64 to a value.
//!
//! A value's key is only its number, so nothing personal stands in a key, and rows name organisations by their stable
//! numbers, so a list that a batch does not touch is carried to the next generation as bytes.

use std::borrow::Borrow;
use std::hash::Hash;
use std::marker::PhantomData;
use std::sync::mpsc::sync_channel;
use std::thread;

use anyhow::{Context, Result};
use bincode::Options;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::codec;
use super::listing::Joined;
use super::persons::Personal;
use super::tree::{Body, Tree};
use crate::model::{Instant, Row};

/// Rows to a value.
pub(super) const ROWS_A_CHUNK: usize = 64;
/// The largest body of a value, in bytes; see [`rows`](super::rows) for the bound it keeps.
pub(super) const MOST: u64 = 12 * 1024;

/// Threads that open values of a list that is read whole.
const OPENERS: usize = 2;

/// A kind of row kept in a list.
pub trait Listed: Personal + Clone + PartialEq + Serialize + DeserializeOwned + Send {
    /// Its tree.
    const TREE: &'static str;
    /// What tells two rows apart (`rosters.md`, the starred columns).
    type Key: Eq + Hash;
    /// What rows are ordered by.
    type Order: Ord;
    /// Whether rows of one key always stand in one place of the order.
    const ORDER_TELLS_KEY: bool = true;
    /// Its key.
    fn key(&self) -> Self::Key;
    /// Bytes that stand in every stored row of the same key, where there are such.
    fn trace(&self) -> Option<&[u8]> {
        None
    }
    /// Itself among the rows of all kinds; `None` where it is no kind of a register's.
    fn into_row(self) -> Option<Row> {
        None
    }
    /// Its place in the order; rows of one place keep the order in which they came.
    fn order(&self) -> Self::Order;
}

/// The rows of one list on their way into a new generation, in its order.
pub enum Rows<T: Listed> {
    /// As they are.
    Whole(Vec<T>),
    /// Packed, for lists that are too long to be held as structures.
    Packed(PackedRows<T>),
    /// What arrived, to be written among what the register before has.
    Joined(Joined<T>),
}

/// Rows packed one after another, to be read in the order of their times.
pub struct PackedRows<T> {
    bytes: Vec<u8>,
    starts: Vec<(Instant, u32)>,
    of: PhantomData<fn() -> T>,
}

impl<T> Default for PackedRows<T> {
    fn default() -> Self {
        Self { bytes: Vec::new(), starts: Vec::new(), of: PhantomData }
    }
}

impl<T: Serialize + DeserializeOwned> PackedRows<T> {
    /// Packs one row under its time.
    ///
    /// # Errors
    /// A row over the codec's limit, or more than four gigabytes of them.
    pub fn push(&mut self, at: Instant, row: &T) -> Result<()> {
        let start = u32::try_from(self.bytes.len()).context("too many rows")?;
        codec::pack(row, &mut self.bytes)?;
        self.starts.push((at, start));
        Ok(())
    }

    /// Puts them in the order of their times; rows of one time keep the order in which they came.
    pub fn sort(&mut self) {
        self.bytes.shrink_to_fit();
        self.starts.sort_unstable();
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The rows, unpacked one at a time.
    pub fn iter(&self) -> impl Iterator<Item = Result<T>> + '_ {
        self.starts.iter().map(|(_, start)| Ok(codec::unpack_first(&self.bytes[*start as usize..])?))
    }
}

/// Writes rows into an empty tree.
pub(super) fn write<T: Listed>(tree: &Tree, rows: &Rows<T>, before: Option<&Tree>) -> Result<()> {
    match rows {
        Rows::Whole(rows) => write_each::<T, _>(tree, rows.iter().map(Ok)),
        Rows::Packed(rows) => write_each::<T, _>(tree, rows.iter()),
        Rows::Joined(rows) => write_each::<T, _>(tree, rows.iter(before)),
    }
}

fn write_each<T: Listed, R: Borrow<T>>(tree: &Tree, rows: impl Iterator<Item = Result<R>>) -> Result<()> {
    let sizes = bincode::DefaultOptions::new();
    let (mut chunk, mut size, mut number) = (Vec::with_capacity(ROWS_A_CHUNK), 0, 0u32);
    let mut put = |chunk: &mut Vec<R>| -> Result<()> {
        tree.put_bytes(number.to_be_bytes(), &tree.packed::<T>(chunk.iter().map(Borrow::borrow))?)?;
        chunk.clear();
        number += 1;
        Ok(())
    };
    for row in rows {
        let row = row?;
        let more = sizes.serialized_size(row.borrow()).unwrap_or(MOST);
        if chunk.len() == ROWS_A_CHUNK || (!chunk.is_empty() && size + more > MOST) {
            put(&mut chunk)?;
            size = 0;
        }
        size += more;
        chunk.push(row);
    }
    if chunk.is_empty() { Ok(()) } else { put(&mut chunk) }
}

/// Reads a list one row at a time, in order.
pub(super) fn each<T: Listed>(tree: &Tree, mut row: impl FnMut(T)) -> Result<()> {
    each_placed(tree, |_, of| row(of))
}

/// The same, each row with the number of the value that it stands in.
pub(super) fn each_placed<T: Listed>(tree: &Tree, mut row: impl FnMut(u32, T)) -> Result<()> {
    let decode = |entry: Result<(sled::IVec, Body)>| -> Result<(sled::IVec, Vec<T>)> {
        let (key, rows) = entry.with_context(|| format!("reading {}", T::TREE))?;
        Ok((key, tree.rows(&rows)?))
    };
    // A province has 1.3 million transfers: others open every second value each while one core counts. Whose a value is says
    // its key and not its turn, so that none is missed or met twice where the list grows meanwhile.
    thread::scope(|scope| {
        let opener = |nth: usize| {
            let (give, take) = sync_channel(32 / OPENERS);
            let own = move |key: &[u8]| key.last().map_or(0, |byte| usize::from(*byte)) % OPENERS == nth;
            scope.spawn(move || tree.those(own).map(decode).try_for_each(|rows| give.send(rows)));
            take
        };
        let openers: Vec<_> = (0..OPENERS).map(opener).collect();
        let mut next = Vec::with_capacity(OPENERS);
        for opener in &openers {
            next.push(opener.recv().ok().transpose()?);
        }
        let first = |next: &[Option<(sled::IVec, Vec<T>)>]| {
            let keys = next.iter().enumerate().filter_map(|(at, value)| Some((&value.as_ref()?.0, at)));
            keys.min().map(|(_, at)| at)
        };
        while let Some(at) = first(&next) {
            let Some((key, rows)) = std::mem::replace(&mut next[at], openers[at].recv().ok().transpose()?) else {
                break;
            };
            let number = key.first_chunk().map_or(u32::MAX, |bytes| u32::from_be_bytes(*bytes));
            rows.into_iter().for_each(|of| row(number, of));
        }
        Ok(())
    })
}

/// The rows of a list, in order, a value of them at a time.
pub(super) fn rows<T: Listed>(tree: &Tree) -> impl Iterator<Item = Result<T>> + use<'_, T> {
    tree.iter().flat_map(|entry| {
        let read = entry.with_context(|| format!("reading {}", T::TREE));
        let read = read.and_then(|(_, body)| tree.rows::<T>(&body));
        let (rows, failed) = match read {
            Ok(rows) => (rows, None),
            Err(error) => (Vec::new(), Some(Err(error))),
        };
        rows.into_iter().map(Ok).chain(failed)
    })
}

/// Reads a list whole, in order.
pub(super) fn read<T: Listed>(tree: &Tree) -> Result<Vec<T>> {
    let mut rows = Vec::new();
    each(tree, |row| rows.push(row))?;
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::super::Source;
    use super::super::listing::Listing;
    use super::*;

    impl Personal for (u32, String) {}

    impl Listed for (u32, String) {
        const TREE: &'static str = "test";
        type Key = u32;
        type Order = u32;

        fn key(&self) -> u32 {
            self.0
        }

        fn order(&self) -> u32 {
            self.0
        }
    }

    #[test]
    fn long_rows_share_a_value_with_fewer_and_packing_changes_nothing() {
        let rows: Vec<_> = (0..150u32).map(|at| (at, "x".repeat(at as usize * 8))).collect();
        let [whole, packed, joined] = [0; 3].map(|_| Tree::temporary("test"));
        write(&whole, &Rows::Whole(rows.clone()), None).unwrap();
        assert!(whole.raw().len() > 3);
        assert_eq!(read::<(u32, String)>(&whole).unwrap(), rows);

        let mut same = PackedRows::default();
        rows.iter().rev().for_each(|row| same.push(Instant(row.0.into()), row).unwrap());
        same.sort();
        assert_eq!(same.len(), 150);
        write(&packed, &Rows::Packed(same), None).unwrap();
        assert!(packed.raw().iter().flatten().eq(whole.raw().iter().flatten()));

        let mut same = Listing::default();
        rows.iter().rev().for_each(|row| same.push(Source { file: 0, row: row.0 }, row).unwrap());
        let (same, changed) = same.join(None, &mut [0], None).unwrap();
        assert_eq!(changed, 150);
        write(&joined, &Rows::Joined(same.unwrap()), None).unwrap();
        assert!(joined.raw().iter().flatten().eq(whole.raw().iter().flatten()));
    }
}
