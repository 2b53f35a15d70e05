//! A sorted column with some entries passed over and others put in between.

use std::ops::Range;

use anyhow::Result;

use super::super::chunk::Chunks;
use super::super::places::Ordinal;
use super::super::sorted::Sorted;
use super::Overlay;
use super::branch::{Indexed, Laid};

/// What edits changed of a column.
#[derive(Default)]
pub struct Changed {
    /// Key and place of entries that stand no more, in order.
    gone: Vec<(u64, u64)>,
    /// Key, how many of the column's entries stand before it, and ordinal of those that came, in order.
    come: Vec<(u64, u64, u32)>,
}

impl Changed {
    pub fn of(column: usize, gone: &[Indexed], come: &[(&Laid, u32)]) -> Self {
        let gone = gone.iter().filter_map(|row| Some((row.keys[column]?, row.ranks[column])));
        let come = come.iter().filter_map(|(row, now)| Some((row.keys[column]?, row.ranks[column], *now)));
        let (mut gone, mut come): (Vec<_>, Vec<_>) = (gone.collect(), come.collect());
        gone.sort_unstable();
        come.sort_unstable();
        Self { gone, come }
    }
}

/// Part of a run: neighbours of the column, or a row that came, by its ordinal now.
enum Part {
    Indexed(Range<u64>),
    Laid(u32),
}

impl Part {
    fn len(&self) -> u64 {
        match self {
            Self::Indexed(range) => range.end - range.start,
            Self::Laid(_) => 1,
        }
    }
}

/// The entries of a column that meet a question, in order.
pub struct Run<'a> {
    sorted: &'a Sorted,
    over: Option<&'a Overlay>,
    parts: Vec<Part>,
    pub len: u64,
}

impl<'a> Run<'a> {
    /// The entries at some places of a column, which are those with keys from `lo` to `hi`.
    pub fn of(
        sorted: &'a Sorted,
        places: Range<u64>,
        (lo, hi): (u64, u64),
        over: Option<(&'a Overlay, usize)>,
    ) -> Self {
        let mut cut = Cut { parts: Vec::new(), at: places.start };
        if let Some(changed) = over.map(|(over, column)| over.column(column)) {
            let mut gone = between(&changed.gone, lo, hi, |entry| entry.0).iter().map(|(_, place)| *place).peekable();
            for (_, before, now) in between(&changed.come, lo, hi, |entry| entry.0) {
                while let Some(place) = gone.next_if(|place| place < before) {
                    cut.pass_over(place);
                }
                cut.until(*before);
                cut.parts.push(Part::Laid(*now));
            }
            gone.for_each(|place| cut.pass_over(place));
        }
        cut.until(places.end);
        let parts = cut.parts;
        let len = parts.iter().map(Part::len).sum();
        Self { sorted, over: over.map(|(over, _)| over), parts, len }
    }

    /// The members at some places of the run, in order.
    pub fn members(&self, chunks: &dyn Chunks, rows: Range<u64>, mut take: impl FnMut(Ordinal)) -> Result<()> {
        let mut before = 0;
        for part in &self.parts {
            let len = part.len();
            let here = rows.start.max(before)..rows.end.min(before + len);
            if here.start < here.end {
                match part {
                    Part::Laid(now) => take(Ordinal(*now)),
                    Part::Indexed(range) => {
                        let places = range.start + here.start - before..range.start + here.end - before;
                        self.sorted.members(chunks, places, |indexed| match self.over {
                            None => take(indexed),
                            Some(over) => over.now(indexed).into_iter().for_each(&mut take),
                        })?;
                    }
                }
            }
            before += len;
        }
        Ok(())
    }
}

/// The entries whose keys are from `lo` to `hi`.
fn between<T>(entries: &[T], lo: u64, hi: u64, key: impl Fn(&T) -> u64) -> &[T] {
    let from = entries.partition_point(|entry| key(entry) < lo);
    &entries[from..from + entries[from..].partition_point(|entry| key(entry) <= hi)]
}

/// Neighbours of a column cut to parts.
struct Cut {
    parts: Vec<Part>,
    at: u64,
}

impl Cut {
    fn until(&mut self, place: u64) {
        if self.at < place {
            self.parts.push(Part::Indexed(self.at..place));
            self.at = place;
        }
    }

    fn pass_over(&mut self, place: u64) {
        self.until(place);
        self.at = self.at.max(place + 1);
    }
}
