//! Names by their characters and by their sound.

use std::ops::Range;

use super::Stopped;
use super::names::Names;
use super::pattern::{Pattern, Split, best};
use super::ranked::Ranked;
use super::texts::Grade;

/// Looked at between two questions whether to stop.
const STRETCH: u32 = 1 << 12;

impl Names {
    /// Names that hold these characters; those that begin with them first.
    pub(super) fn by_text(&self, needle: &str, ranked: &mut Ranked, stop: &dyn Fn() -> bool) -> Result<(), Stopped> {
        let mut seen = 0;
        let mut stopped = false;
        self.texts.find(needle, |name, grade| {
            let rank = match grade {
                Grade::Exact => 0,
                Grade::Prefix => 2,
                Grade::Inside => 4,
            };
            ranked.add(rank, name, self);
            seen += 1;
            stopped = seen % STRETCH == 0 && stop();
            !stopped
        });
        if stopped { Err(Stopped) } else { Ok(()) }
    }

    /// Names that begin with these syllables; where a surname has several readings, each counts.
    pub(super) fn by_sound(
        &self,
        pattern: &Pattern,
        ranked: &mut Ranked,
        stop: &dyn Fn() -> bool,
    ) -> Result<(), Stopped> {
        visit(
            &self.keys,
            &pattern.splits,
            |name| self.texts.get(name as u32),
            stop,
            |run, rank| {
                ranked.add_run(rank, run, self);
            },
        )?;
        let mut others = Vec::new();
        let text = |at: usize| self.texts.get(self.other_names[at]);
        visit(&self.other_keys, &pattern.splits, text, stop, |run, rank| {
            others.extend(run.map(|at| (self.other_names[at], rank)));
        })?;
        others.sort_unstable();
        others.dedup_by_key(|(name, _)| *name);
        for (name, rank) in others {
            if self.sounds_like(pattern, name).is_none() {
                ranked.add(rank, name, self);
            }
        }
        Ok(())
    }

    /// Names that hold these Latin letters further on, where the beginning has not matched already.
    pub(super) fn by_letters(&self, letters: &str, pattern: &Pattern, ranked: &mut Ranked) {
        self.texts.find(letters, |name, _| {
            if self.sounds_like(pattern, name).is_none() {
                ranked.add(5, name, self);
            }
            true
        });
    }

    fn sounds_like(&self, pattern: &Pattern, name: u32) -> Option<usize> {
        pattern.rank(self.keys[name as usize], || self.texts.get(name))
    }
}

/// Every key that matches, in order, as runs of one rank.
fn visit<'a>(
    keys: &[u64],
    splits: &[Split],
    text: impl Fn(usize) -> &'a str,
    stop: &dyn Fn() -> bool,
    mut take: impl FnMut(Range<usize>, usize),
) -> Result<(), Stopped> {
    let firsts = splits.iter().flat_map(|split| &split.steps[0].spans);
    let mut firsts: Vec<u16> = firsts.flat_map(|span| span.first.number()..=span.last.number()).collect();
    firsts.sort_unstable();
    firsts.dedup();
    for first in firsts {
        if stop() {
            return Err(Stopped);
        }
        let head = u64::from(first) << 48;
        let block = below(keys, head)..below(keys, head + (1 << 48));
        if block.is_empty() {
            continue;
        }
        let admitted: Vec<&Split> = splits.iter().filter(|split| admits(split, first)).collect();
        let single = admitted.iter().filter(|split| split.is_single()).map(|split| split.partial_rank(first)).min();
        let mut at = block.start;
        for closer in closer_looks(keys, &block, &admitted) {
            run_of(keys, at..closer.start, head, single, &mut take);
            for key in closer.clone() {
                if let Some(rank) = best(&admitted, keys[key], || text(key)) {
                    take(key..key + 1, rank);
                }
            }
            at = closer.end;
        }
        run_of(keys, at..block.end, head, single, &mut take);
    }
    Ok(())
}

fn admits(split: &Split, first: u16) -> bool {
    split.steps[0].spans.iter().any(|span| (span.first.number()..=span.last.number()).contains(&first))
}

/// Where in the block the second syllable has to be looked at: everything but the single-syllable splits.
fn closer_looks(keys: &[u64], block: &Range<usize>, admitted: &[&Split]) -> Vec<Range<usize>> {
    let head = keys[block.start] >> 48 << 48;
    let mut ranges = Vec::new();
    for split in admitted.iter().filter(|split| !split.is_single()) {
        match split.steps.get(1) {
            None => ranges.push(block.clone()),
            Some(step) => ranges.extend(step.spans.iter().map(|span| {
                let lo = head + (u64::from(span.first.number()) << 32);
                let hi = head + ((u64::from(span.last.number()) + 1) << 32);
                let inside = &keys[block.clone()];
                block.start + below(inside, lo)..block.start + below(inside, hi)
            })),
        }
    }
    ranges.retain(|range| !range.is_empty());
    ranges.sort_unstable_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// Keys that need no closer look: names of one syllable end where the piece does, the others go on.
fn run_of(
    keys: &[u64],
    run: Range<usize>,
    head: u64,
    single: Option<usize>,
    take: &mut impl FnMut(Range<usize>, usize),
) {
    let Some(rank) = single.filter(|_| !run.is_empty()) else { return };
    let complete = run.start + below(&keys[run.clone()], head + 1);
    if complete > run.start {
        take(run.start..complete, rank - 2);
    }
    take(complete..run.end, rank);
}

fn below(keys: &[u64], key: u64) -> usize {
    keys.partition_point(|&k| k < key)
}
