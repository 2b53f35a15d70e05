//! Members by number: all of them counted through the branches in tree pre-order.

use anyhow::{Result, ensure};

use super::chunk::{ChunkSink, Chunks, Reader, Tag, Writer};
use crate::model::Pos;

/// A member: how many stand before it when all branches are gone through in tree pre-order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ordinal(pub u32);

pub(super) const ORDINAL_BITS: u32 = 24;
/// The most members one index can hold.
pub const MOST: usize = 1 << ORDINAL_BITS;

/// Turns ordinals into places in branches and back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    // One running total an organisation, and the whole at the end.
    base: Vec<u32>,
}

impl Places {
    /// From the number of member rows of every organisation in pre-order.
    pub fn new(counts: impl IntoIterator<Item = u32>) -> Self {
        let mut base = vec![0];
        let mut total = 0;
        base.extend(counts.into_iter().map(|count| {
            total += count;
            total
        }));
        base.shrink_to_fit();
        Self { base }
    }

    /// How many members.
    pub fn members(&self) -> u32 {
        self.base.last().copied().unwrap_or_default()
    }

    /// How many members a range of organisations has.
    pub fn members_of(&self, scope: &std::ops::Range<usize>) -> u32 {
        let upto = |at: usize| self.base.get(at).copied().unwrap_or_else(|| self.members());
        upto(scope.end) - upto(scope.start)
    }

    /// The branch of a member and its row there; `None` for an ordinal nobody has.
    pub fn locate(&self, ordinal: Ordinal) -> Option<(Pos, usize)> {
        let after = self.base.partition_point(|&base| base <= ordinal.0);
        let pos = after.checked_sub(1).filter(|_| after < self.base.len())?;
        Some((Pos(pos as u32), (ordinal.0 - self.base[pos]) as usize))
    }

    /// The ordinals of a branch.
    pub fn range(&self, pos: Pos) -> std::ops::Range<u32> {
        let at = |index: usize| self.base.get(index).copied().unwrap_or_else(|| self.members());
        at(pos.index())..at(pos.index() + 1)
    }

    /// The same with other numbers of rows in some organisations, given in order.
    pub(super) fn with_counts(&self, counts: Vec<(Pos, u32)>) -> Self {
        let mut base = self.base.clone();
        let mut more = 0u32;
        let mut from = 0;
        for (pos, count) in counts {
            let end = (pos.index() + 1).min(base.len());
            base[from..end].iter_mut().for_each(|first| *first = first.wrapping_add(more));
            let known = self.range(pos);
            more = more.wrapping_add(count).wrapping_sub(known.end - known.start);
            from = end;
        }
        base[from..].iter_mut().for_each(|first| *first = first.wrapping_add(more));
        Self { base }
    }

    /// The ordinal of a branch's row.
    pub fn ordinal(&self, pos: Pos, row: usize) -> Option<Ordinal> {
        let (first, end) = (*self.base.get(pos.index())?, *self.base.get(pos.index() + 1)?);
        let ordinal = first.checked_add(u32::try_from(row).ok()?)?;
        (ordinal < end).then_some(Ordinal(ordinal))
    }

    /// Stores the counts under [`Tag::Places`], the last of all tags.
    ///
    /// # Errors
    /// What the sink says.
    pub fn write(&self, sink: &mut dyn ChunkSink) -> Result<()> {
        let mut out = Writer::new(sink, Tag::Places);
        out.varint(self.base.len().saturating_sub(1) as u64)?;
        for pair in self.base.windows(2) {
            out.varint(u64::from(pair[1] - pair[0]))?;
        }
        out.finish()
    }

    /// Reads what [`write`](Self::write) stored.
    ///
    /// # Errors
    /// A chunk that is missing or damaged.
    pub fn load(chunks: &dyn Chunks) -> Result<Self> {
        let mut from = Reader::new(chunks, Tag::Places);
        let mut base = vec![0];
        for _ in 0..from.number()? {
            let total = base[base.len() - 1] + from.varint()?;
            ensure!(total <= MOST as u64, "the search index is damaged (places)");
            base.push(total);
        }
        Ok(Self { base: base.into_iter().map(|total| total as u32).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::super::chunk::MemoryChunks;
    use super::*;

    #[test]
    fn ordinals_are_places() {
        let places = Places::new([0, 2, 0, 0, 3, 0]);
        let found: Vec<_> = (0..6).map(|n| places.locate(Ordinal(n)).map(|(pos, row)| (pos.0, row))).collect();
        assert_eq!(found, [Some((1, 0)), Some((1, 1)), Some((4, 0)), Some((4, 1)), Some((4, 2)), None]);
        assert_eq!(places.ordinal(Pos(4), 2), Some(Ordinal(4)));
        assert_eq!(places.ordinal(Pos(4), 3), None);
        assert_eq!(places.ordinal(Pos(6), 0), None);
        assert_eq!((places.members(), Places::default().locate(Ordinal(0))), (5, None));
        let mut kept = MemoryChunks::default();
        places.write(&mut kept).unwrap();
        assert_eq!(Places::load(&kept).unwrap(), places);
    }
}
