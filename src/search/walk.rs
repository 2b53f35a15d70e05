//! A walk down sorted keys, syllable by syllable, past everything that cannot match.

use std::ops::Range;

use super::Stopped;
use super::pattern::{Pattern, Rank, State};

/// Finds all keys that match a pattern.
pub(super) struct Walk<'a, T, F> {
    pub(super) keys: &'a [u64],
    pub(super) pattern: &'a Pattern,
    /// The name of a key.
    pub(super) text: T,
    /// Takes runs of keys of one rank, in order.
    pub(super) take: F,
}

/// What is known of a block of keys with the same beginning.
#[derive(Clone, Copy)]
struct Known {
    state: State,
    /// The rank of names that go on.
    partial: Option<Rank>,
    /// The rank of names that end here.
    complete: Option<Rank>,
}

impl<'a, T, F> Walk<'a, T, F>
where
    T: Fn(usize) -> &'a str,
    F: FnMut(Range<usize>, Rank),
{
    /// Goes through all keys.
    ///
    /// # Errors
    /// When `stop` says so.
    pub(super) fn all(mut self, stop: &dyn Fn() -> bool) -> Result<(), Stopped> {
        let start = Known { state: self.pattern.start(), partial: None, complete: None };
        self.block(0..self.keys.len(), 0, start, stop)
    }

    /// A block whose keys agree in the first `depth` syllables.
    fn block(
        &mut self,
        keys: Range<usize>,
        depth: usize,
        known: Known,
        stop: &dyn Fn() -> bool,
    ) -> Result<(), Stopped> {
        if depth < 2 && stop() {
            return Err(Stopped);
        }
        if depth == 4 || (self.pattern.has_han && known.partial.is_some()) {
            self.one_by_one(keys);
            return Ok(());
        }
        let Some(&first) = self.keys.get(keys.start) else { return Ok(()) };
        let shift = 48 - 16 * depth as u32;
        let head = (first >> shift) & !0xFFFF;
        let all = self.keys;
        let at_least =
            |from: usize, number: u64| from + all[from..keys.end].partition_point(|key| (key >> shift) < head + number);

        let mut at = at_least(keys.start, 1);
        self.run(keys.start..at, known.complete);
        for span in self.pattern.leads_on(known.state) {
            let mut block = at_least(at, u64::from(span.first.number()));
            let end = at_least(block, u64::from(span.last.number()) + 1);
            self.run(at..block, known.partial);
            while block < end {
                let number = (all[block] >> shift) as u16;
                let next = at_least(block, u64::from(number) + 1);
                let state = self.pattern.advance(known.state, number, None);
                let used_up = self.pattern.used_up(state);
                let partial = known.partial.into_iter().chain(used_up).min();
                let complete = used_up.map(|rank| rank - 2).or(known.partial);
                self.block(block..next, depth + 1, Known { state, partial, complete }, stop)?;
                block = next;
            }
            at = end;
        }
        self.run(at..keys.end, known.partial);
        Ok(())
    }

    fn run(&mut self, keys: Range<usize>, rank: Option<Rank>) {
        if let Some(rank) = rank.filter(|_| !keys.is_empty()) {
            (self.take)(keys, rank);
        }
    }

    fn one_by_one(&mut self, keys: Range<usize>) {
        for key in keys {
            let rank = self.pattern.rank(self.keys[key], (self.text)(key));
            self.run(key..key + 1, rank);
        }
    }
}
