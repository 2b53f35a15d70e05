//! Checked rows on their way into a register, packed small and dealt by the organisation they belong to.
//!
//! A province is 4.6 million rows: kept as structures they would not fit a laptop. They are packed as they are checked and
//! dealt into stretches of organisations, so that a stretch can be put in order and let go before the next one.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::codec::{self, CodecError};
use super::press::{Press, Pressed};
use crate::model::Pos;

/// Where a row came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Source {
    /// Which file or sheet of the batch.
    pub file: u16,
    /// The row as a spreadsheet numbers it, the header being 1.
    pub row: u32,
}

/// One row taken out again.
#[derive(Debug)]
pub struct Dealt<T> {
    /// The organisation it belongs to.
    pub at: Pos,
    /// Where it came from.
    pub source: Source,
    /// The row.
    pub value: T,
}

const STRETCHES: usize = 128;
const HEAD: usize = 14;
const BLOCK: usize = 64 << 10;
/// More than nearly every row needs.
const ROOM: usize = 512;

/// Packed rows by stretch of organisations.
pub struct Deal<T> {
    stretch: usize,
    // Blocks as they came, so that joining two deals copies nothing.
    blocks: Vec<Vec<Pressed>>,
    /// For each stretch, the block that rows are packed into.
    open: Vec<Vec<u8>>,
    press: Press,
    len: usize,
    of: PhantomData<fn() -> T>,
}

impl<T: Serialize + DeserializeOwned> Deal<T> {
    /// An empty deal over `orgs` organisations.
    pub fn new(orgs: usize) -> Self {
        let stretch = orgs.div_ceil(STRETCHES).max(1);
        let stretches = orgs.div_ceil(stretch);
        let blocks = (0..stretches).map(|_| Vec::new()).collect();
        Self { stretch, blocks, open: vec![Vec::new(); stretches], press: Press::default(), len: 0, of: PhantomData }
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Packs one row.
    ///
    /// # Errors
    /// A row over the codec's limit.
    pub fn push(&mut self, at: Pos, source: Source, value: &T) -> Result<(), CodecError> {
        let stretch = at.index() / self.stretch;
        let block = &mut self.open[stretch];
        if block.len() + ROOM > BLOCK {
            self.blocks[stretch].push(self.press.press(block));
            block.clear();
        }
        if block.capacity() == 0 {
            // Blocks of one size are given back whole; growing ones would leave a hole in the heap at every step.
            block.reserve_exact(BLOCK);
        }
        let head = block.len();
        block.extend_from_slice(&[0; HEAD]);
        codec::pack(value, block)?;
        let size = (block.len() - head - HEAD) as u32;
        block[head..head + 4].copy_from_slice(&size.to_le_bytes());
        block[head + 4..head + 8].copy_from_slice(&at.0.to_le_bytes());
        block[head + 8..head + 10].copy_from_slice(&source.file.to_le_bytes());
        block[head + 10..head + 14].copy_from_slice(&source.row.to_le_bytes());
        self.len += 1;
        Ok(())
    }

    /// Takes over the rows of another deal over the same organisations, after its own.
    pub fn absorb(&mut self, mut other: Self) {
        for (mine, (mut theirs, open)) in self.blocks.iter_mut().zip(other.blocks.into_iter().zip(other.open)) {
            mine.append(&mut theirs);
            mine.extend((!open.is_empty()).then(|| other.press.press(&open)));
        }
        self.len += other.len;
    }

    /// The rows stretch by stretch, still packed; [`Stretch::rows`] unpacks one.
    pub fn into_stretches(self) -> impl Iterator<Item = Stretch<T>> {
        let stretches = self.blocks.into_iter().zip(self.open);
        stretches.map(|(blocks, open)| Stretch { blocks, open, of: PhantomData })
    }

    /// One thing of every row that has it, in no order.
    ///
    /// # Errors
    /// Bytes of another shape.
    pub fn keys<K>(&self, key: impl Fn(Dealt<T>) -> Option<K>) -> Result<Vec<K>, CodecError> {
        let mut keys = Vec::with_capacity(self.len);
        let mut take = |at, source, value| keys.extend(key(Dealt { at, source, value }));
        for block in self.blocks.iter().flatten() {
            each(&block.open()?, &mut take)?;
        }
        for block in &self.open {
            each(block, &mut take)?;
        }
        Ok(keys)
    }

    /// How many organisations a stretch spans.
    pub fn stretch_len(&self) -> usize {
        self.stretch
    }
}

/// The packed rows of a stretch of organisations.
pub struct Stretch<T> {
    blocks: Vec<Pressed>,
    open: Vec<u8>,
    of: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Stretch<T> {
    /// Unpacks the rows, in the order of organisations and, within one, of files and rows.
    ///
    /// # Errors
    /// Bytes of another shape.
    pub fn rows(self) -> Result<Vec<Dealt<T>>, CodecError> {
        let mut rows = Vec::new();
        let mut take = |at, source, value| rows.push(Dealt { at, source, value });
        for block in self.blocks {
            each(&block.open()?, &mut take)?;
        }
        each(&self.open, &mut take)?;
        rows.sort_by_key(|row: &Dealt<T>| (row.at, row.source));
        Ok(rows)
    }
}

fn each<T: DeserializeOwned>(block: &[u8], mut row: impl FnMut(Pos, Source, T)) -> Result<(), CodecError> {
    let mut rest = block;
    while let Some((head, body)) = rest.split_at_checked(HEAD) {
        let word = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let (bytes, next) = body.split_at(word(0) as usize);
        let source = Source { file: u16::from_le_bytes([head[8], head[9]]), row: word(10) };
        row(Pos(word(4)), source, codec::unpack(bytes)?);
        rest = next;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_out_in_the_order_of_organisations_and_rows() {
        let mut deal = Deal::<String>::new(1000);
        let mut late = Deal::<String>::new(1000);
        late.push(Pos(999), Source { file: 0, row: 9 }, &"d".into()).unwrap();
        late.push(Pos(3), Source { file: 0, row: 8 }, &"b".into()).unwrap();
        deal.push(Pos(3), Source { file: 0, row: 2 }, &"a".into()).unwrap();
        deal.push(Pos(4), Source { file: 1, row: 3 }, &"c".into()).unwrap();
        deal.absorb(late);
        assert_eq!(deal.len(), 4);
        let rows: Vec<_> =
            deal.into_stretches().flat_map(|stretch| stretch.rows().unwrap()).map(|row| row.value).collect();
        assert_eq!(rows.concat(), "abcd");
    }
}
