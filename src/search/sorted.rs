//! A sorted index on disk: numbers with the member each belongs to, delta-coded in chunks, the first of each chunk in memory.

use std::ops::Range;

use anyhow::{Result, ensure};

use super::chunk::{ChunkSink, Chunks, Reader, Tag, Writer, push_varint};
use super::places::{ORDINAL_BITS, Ordinal};

/// Entries a chunk: at worst 13 bytes each.
const ENTRIES: usize = 1024;

/// One entry: the key above, the ordinal in the low bits, so that equal keys come in the order of members.
pub(super) fn entry(key: u64, ordinal: u32) -> u128 {
    u128::from(key) << ORDINAL_BITS | u128::from(ordinal)
}

/// The part of an index that stays in memory.
#[derive(Default)]
pub(super) struct Sorted {
    tag: Option<Tag>,
    len: u64,
    fences: Vec<u128>,
}

impl Sorted {
    /// Writes entries that are in order already and keeps their fences.
    pub(super) fn write(sink: &mut dyn ChunkSink, tag: Tag, entries: impl IntoIterator<Item = u128>) -> Result<Self> {
        let mut sorted = Self { tag: Some(tag), len: 0, fences: Vec::new() };
        let mut bytes = Vec::new();
        let mut last = 0;
        for entry in entries {
            if sorted.len.is_multiple_of(ENTRIES as u64) {
                sorted.flush(sink, tag, &mut bytes)?;
                sorted.fences.push(entry);
                last = entry;
            }
            push_varint(&mut bytes, entry - last);
            last = entry;
            sorted.len += 1;
        }
        sorted.flush(sink, tag, &mut bytes)?;
        sorted.fences.shrink_to_fit();
        Ok(sorted)
    }

    fn flush(&self, sink: &mut dyn ChunkSink, tag: Tag, bytes: &mut Vec<u8>) -> Result<()> {
        if !bytes.is_empty() {
            sink.write(tag, self.fences.len() as u32 - 1, bytes)?;
            bytes.clear();
        }
        Ok(())
    }

    pub(super) fn save(&self, out: &mut Writer) -> Result<()> {
        out.varint(self.len)?;
        let mut last = 0;
        for &fence in &self.fences {
            out.wide(fence - last)?;
            last = fence;
        }
        Ok(())
    }

    pub(super) fn load(tag: Tag, from: &mut Reader) -> Result<Self> {
        let len = from.varint()?;
        ensure!(len <= 1 << ORDINAL_BITS, "the search index is damaged ({tag:?})");
        let mut last = 0u128;
        let fences = (0..len.div_ceil(ENTRIES as u64)).map(|_| {
            last = last.saturating_add(from.wide()?);
            Ok(last)
        });
        Ok(Self { tag: Some(tag), len, fences: fences.collect::<Result<_>>()? })
    }

    /// The places of all entries whose key is in `lo..=hi`.
    pub(super) fn find(&self, chunks: &dyn Chunks, lo: u64, hi: u64) -> Result<Range<u64>> {
        let first = self.rank(chunks, entry(lo, 0))?;
        let end = self.rank(chunks, (u128::from(hi) + 1) << ORDINAL_BITS)?;
        Ok(first..end.max(first))
    }

    /// How many entries are below `entry`.
    pub(super) fn rank(&self, chunks: &dyn Chunks, entry: u128) -> Result<u64> {
        let no = self.fences.partition_point(|&fence| fence < entry);
        if no == 0 {
            return Ok(0);
        }
        let chunk = self.chunk(chunks, no - 1)?;
        Ok(((no - 1) * ENTRIES + chunk.partition_point(|&e| e < entry)) as u64)
    }

    /// The members at these places, in order.
    pub(super) fn members(&self, chunks: &dyn Chunks, places: Range<u64>, mut take: impl FnMut(Ordinal)) -> Result<()> {
        let mut at = places.start as usize;
        let end = places.end as usize;
        while at < end {
            let no = at / ENTRIES;
            let chunk = self.chunk(chunks, no)?;
            let until = end.min(no * ENTRIES + chunk.len());
            ensure!(until > at, "the search index is damaged ({:?})", self.tag);
            for &entry in &chunk[at - no * ENTRIES..until - no * ENTRIES] {
                take(Ordinal((entry & ((1 << ORDINAL_BITS) - 1)) as u32));
            }
            at = until;
        }
        Ok(())
    }

    /// Every entry in order: its key and its member's ordinal.
    pub(super) fn each(&self, chunks: &dyn Chunks, mut take: impl FnMut(u64, u32)) -> Result<()> {
        let mut seen = 0;
        for no in 0..self.fences.len() {
            for entry in self.chunk(chunks, no)? {
                take((entry >> ORDINAL_BITS) as u64, (entry & ((1 << ORDINAL_BITS) - 1)) as u32);
                seen += 1;
            }
        }
        ensure!(seen == self.len, "the search index is damaged ({:?})", self.tag);
        Ok(())
    }

    fn chunk(&self, chunks: &dyn Chunks, no: usize) -> Result<Vec<u128>> {
        let Some(tag) = self.tag else { return Ok(Vec::new()) };
        let bytes = chunks.read(tag, no as u32)?;
        let mut out = Vec::with_capacity(ENTRIES);
        let mut last = self.fences[no];
        let mut value = 0u128;
        let mut shift = 0;
        for byte in bytes {
            value |= u128::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                last = last.wrapping_add(value);
                out.push(last);
                (value, shift) = (0, 0);
            } else {
                shift += 7;
                ensure!(shift < 126, "the search index is damaged ({tag:?})");
            }
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::super::chunk::MemoryChunks;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ranges_are_what_a_filter_finds(
            mut keys in prop::collection::vec(0u64..5_000, 0..4_000),
            ranges in prop::collection::vec((0u64..5_100, 0u64..300), 8),
        ) {
            keys.sort_unstable();
            let entries: Vec<u128> = keys.iter().enumerate().map(|(at, &key)| entry(key << 40, at as u32)).collect();
            let mut kept = MemoryChunks::default();
            let written = Sorted::write(&mut kept, Tag::Phones, entries).unwrap();
            let mut fences = Writer::new(&mut kept, Tag::Fences);
            written.save(&mut fences).unwrap();
            fences.finish().unwrap();
            let sorted = Sorted::load(Tag::Phones, &mut Reader::new(&kept, Tag::Fences)).unwrap();
            prop_assert_eq!(&sorted.fences, &written.fences);
            for (lo, width) in ranges {
                let found = sorted.find(&kept, lo << 40, (lo + width) << 40).unwrap();
                let mut members = Vec::new();
                sorted.members(&kept, found.clone(), |ordinal| members.push(ordinal.0)).unwrap();
                let naive = (0..keys.len() as u32).filter(|&at| (lo..=lo + width).contains(&keys[at as usize]));
                prop_assert_eq!(members, naive.collect::<Vec<_>>());
            }
        }
    }
}
