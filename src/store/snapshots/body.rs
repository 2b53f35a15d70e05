//! The columns of a snapshot: which organisations moved, and by how much; packed, deflated, in chunks.

use std::io::{Read, Write};

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::super::column;
use super::super::tree::Tree;
use super::BODY;

/// The largest body of a value, in bytes; see [`rows`](crate::store::rows) for the bound it keeps.
const CHUNK: usize = 12 * 1024;
const PLAIN: u8 = 0;
const DEFLATED: u8 = 1;
/// The longest column that is ever read, in bytes.
const LIMIT: u64 = 1 << 26;

/// Which column of a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Col {
    Fact(u16),
    Rule(u16),
}

fn prefix(serial: u32, col: Col) -> [u8; 8] {
    let [a, b, c, d] = serial.to_be_bytes();
    let (kind, [e, f]) = match col {
        Col::Fact(at) => (0, at.to_be_bytes()),
        Col::Rule(at) => (1, at.to_be_bytes()),
    };
    [BODY, a, b, c, d, kind, e, f]
}

fn of_serial(serial: u32) -> [u8; 5] {
    let [a, b, c, d] = serial.to_be_bytes();
    [BODY, a, b, c, d]
}

fn zigzag(value: i32) -> u64 {
    u64::from(((value << 1) ^ (value >> 31)) as u32)
}

fn unzigzag(value: u64) -> i32 {
    (value as u32 >> 1) as i32 ^ -((value & 1) as i32)
}

/// Packs what moved, in the order of numbers; without amounts where every place just turned.
fn pack(moved: &[(u32, i32)], amounts: bool) -> Vec<u8> {
    let mut before = 0;
    let gaps = moved.iter().map(|(id, _)| u64::from(*id - std::mem::replace(&mut before, *id)));
    let numbers = std::iter::once(moved.len() as u64).chain(gaps);
    let amounts = moved.iter().filter(|_| amounts).map(|(_, by)| zigzag(*by));
    column::pack(numbers.chain(amounts))
}

fn unpack(bytes: &[u8], amounts: bool) -> Option<Vec<(u32, i32)>> {
    let mut numbers = column::unpack(bytes);
    let count = usize::try_from(numbers.next()?).ok().filter(|count| *count <= bytes.len())?;
    let mut moved = Vec::with_capacity(count);
    let mut id = 0u32;
    for _ in 0..count {
        id = id.checked_add(u32::try_from(numbers.next()?).ok()?)?;
        moved.push((id, 0));
    }
    if amounts {
        for (_, by) in &mut moved {
            *by = unzigzag(numbers.next()?);
        }
    }
    Some(moved)
}

/// Writes a column and gives its bytes; nothing where nothing moved.
pub(super) fn write(tree: &Tree, serial: u32, col: Col, moved: &[(u32, i32)]) -> Result<usize> {
    if moved.is_empty() {
        return Ok(0);
    }
    let packed = pack(moved, matches!(col, Col::Fact(_)));
    let mut bytes = vec![DEFLATED];
    let mut encoder = DeflateEncoder::new(&mut bytes, Compression::fast());
    encoder.write_all(&packed)?;
    encoder.finish()?;
    if bytes.len() > packed.len() {
        bytes = std::iter::once(PLAIN).chain(packed).collect();
    }
    for (chunk, part) in bytes.chunks(CHUNK).enumerate() {
        let mut key = prefix(serial, col).to_vec();
        key.extend((chunk as u16).to_be_bytes());
        tree.put_bytes(key, part)?;
    }
    Ok(bytes.len())
}

/// Reads a column: organisations' numbers in order, each with how much it moved.
pub(super) fn read(tree: &Tree, serial: u32, col: Col) -> Result<Vec<(u32, i32)>> {
    let mut bytes = Vec::new();
    for (chunk, entry) in tree.prefixed(prefix(serial, col)).enumerate() {
        let (key, part) = entry?;
        if key[key.len() - 2..] != (chunk as u16).to_be_bytes() {
            bail!("snapshot {serial} lacks a part of {col:?}");
        }
        bytes.extend_from_slice(&part);
    }
    let damaged = || format!("{col:?} of snapshot {serial} is damaged");
    let amounts = matches!(col, Col::Fact(_));
    let moved = match bytes.split_first() {
        None => Some(Vec::new()),
        Some((&PLAIN, packed)) => unpack(packed, amounts),
        Some((_, deflated)) => {
            let mut packed = Vec::new();
            DeflateDecoder::new(deflated).take(LIMIT).read_to_end(&mut packed).with_context(damaged)?;
            unpack(&packed, amounts)
        }
    };
    moved.with_context(damaged)
}

/// Removes all columns of a snapshot.
pub(super) fn remove(tree: &Tree, serial: u32) -> Result<()> {
    for key in tree.raw().scan_prefix(of_serial(serial)).keys() {
        tree.remove(key?)?;
    }
    Ok(())
}

/// Copies all columns of a snapshot as they are.
pub(super) fn copy(from: &Tree, to: &Tree, serial: u32) -> Result<()> {
    to.copy_entries(from.raw().scan_prefix(of_serial(serial)))
}

/// The highest number that any column bears.
pub(super) fn last(tree: &Tree) -> Result<u32> {
    let last = tree.raw().scan_prefix([BODY]).keys().next_back().transpose()?;
    Ok(last.and_then(|key| Some(u32::from_be_bytes(key.get(1..5)?.try_into().ok()?))).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_moved_comes_back(moved in prop::collection::btree_map(any::<u32>(), any::<i32>(), 0..3000)) {
            let tree = Tree::temporary(super::super::TREE);
            let moved: Vec<_> = moved.into_iter().collect();
            let turned: Vec<_> = moved.iter().map(|(id, _)| (*id, 0)).collect();
            write(&tree, 7, Col::Fact(3), &moved).unwrap();
            write(&tree, 7, Col::Rule(3), &turned).unwrap();
            prop_assert_eq!(read(&tree, 7, Col::Fact(3)).unwrap(), moved);
            prop_assert_eq!(read(&tree, 7, Col::Rule(3)).unwrap(), turned);
            prop_assert!(read(&tree, 7, Col::Fact(4)).unwrap().is_empty());
            prop_assert!(tree.raw().iter().values().all(|value| value.unwrap().len() < 16 * 1024));
        }

        #[test]
        fn damage_is_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = unpack(&bytes, true);
        }
    }
}
