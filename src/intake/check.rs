//! One roster read and checked by as many threads as there are, and what they make of it put together.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;
use std::sync::Mutex;

use super::blocks::{Block, Blocks};
use super::cells::Cells;
use super::csv;
use super::kind::{Column, Personal};
use super::progress::Meter;
use super::refusal::{Reason, Refusal, Warning};
use super::report::Warnings;
use super::source::{Found, Input, Roster};
use super::workbook;
use crate::model::IdKey;
use crate::store::Source;

/// The checks of one kind of roster, and where its good rows are kept.
pub(super) trait Check: Send {
    /// Checks and keeps one row. The key is given where rows must differ in it within a file.
    fn check(&mut self, cells: &mut Cells<'_>) -> Result<Option<Key>, Refusal>;
}

/// What tells two rows of a file apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// Whose row it is, where a person is part of the key.
    pub(super) person: u64,
    /// A digest of the other columns of the key.
    pub(super) rest: u32,
}

impl Key {
    /// The key of a row that no person is part of: two digests, since the texts themselves are not kept.
    pub(super) fn of(key: &impl Hash) -> Self {
        let digest = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, key).hash(&mut hasher);
            hasher.finish()
        };
        Self { person: digest(0), rest: digest(1) as u32 }
    }
}

/// A key and its row, flat: a province is 4.6 million of them, and a nested pair would pad each by half.
type Keyed = (u64, u32, u32);

/// What came of one roster.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) rows: u32,
    pub(super) refusals: Vec<Refusal>,
    pub(super) warnings: Warnings,
    /// Rows that were kept before they turned out to be duplicates.
    pub(super) dropped: Vec<Source>,
}

/// One thread's part of the work.
pub(super) struct Hand<C> {
    pub(super) check: C,
    tally: Tally,
    keys: Vec<Keyed>,
    remarks: Vec<Warning>,
}

impl<C: Check> Hand<C> {
    pub(super) fn new(check: C) -> Self {
        Self { check, tally: Tally::default(), keys: Vec::new(), remarks: Vec::new() }
    }

    /// Checks one row; a blank one is passed over.
    pub(super) fn row(&mut self, roster: &Roster, row: u32, fields: &[Cow<'_, str>]) {
        if row <= roster.header_row || fields.iter().all(|field| field.trim().is_empty()) {
            return;
        }
        let source = Source { file: roster.file, row };
        self.tally.rows += 1;
        let mut cells = Cells::new(&roster.header, fields, source, &mut self.remarks);
        match self.check.check(&mut cells) {
            Ok(key) => {
                self.keys.extend(key.map(|key| (key.person, key.rest, row)));
                self.tally.warnings.take(&mut self.remarks);
            }
            Err(refusal) => self.tally.refusals.push(refusal),
        }
    }

    fn block(&mut self, roster: &Roster, block: &Block) {
        let text = roster.encoding.decode(&block.bytes);
        if block.torn {
            let source = Source { file: roster.file, row: block.first };
            let refusal = Refusal { source, column: None, value: "".into(), reason: Reason::OpenQuote };
            self.tally.rows += 1;
            self.tally.refusals.push(refusal);
            return;
        }
        let mut fields = Vec::new();
        let (mut rest, mut row) = (text.as_ref(), block.first);
        while !rest.is_empty() {
            rest = csv::record(rest, &mut fields);
            self.row(roster, row, &fields);
            row = row.saturating_add(1);
        }
    }

    fn drain<R: Read>(&mut self, roster: &Roster, feed: &Feed<'_, R>) -> anyhow::Result<()> {
        while let Some(block) = feed.next()? {
            self.block(roster, &block);
        }
        self.keys.sort_unstable();
        Ok(())
    }
}

/// Where the threads take their blocks from.
struct Feed<'m, R> {
    blocks: Mutex<Option<Blocks<R>>>,
    meter: &'m Meter<'m>,
}

impl<R: Read> Feed<'_, R> {
    fn next(&self) -> anyhow::Result<Option<Block>> {
        let mut blocks = self.blocks.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let Some(stream) = blocks.as_mut() else { return Ok(None) };
        // Whatever ends the work ends it for every thread.
        let next = stream.next().map_err(anyhow::Error::from).and_then(|block| {
            self.meter.add(block.as_ref().map_or(0, |block| block.bytes.len() as u64))?;
            Ok(block)
        });
        if !matches!(next, Ok(Some(_))) {
            *blocks = None;
        }
        next
    }
}

/// Reads and checks one roster.
pub(super) fn run<C: Check>(found: Found, hands: &mut [Hand<C>], meter: &Meter<'_>) -> anyhow::Result<Tally> {
    let Found { roster, origin } = found;
    match origin.open(roster.encoding)? {
        Input::Text(stream) => {
            let feed = Feed { blocks: Mutex::new(Some(Blocks::new(stream))), meter };
            let work = |hand: &mut Hand<C>| hand.drain(&roster, &feed);
            std::thread::scope(|scope| {
                let Some((first, others)) = hands.split_first_mut() else { return Ok(()) };
                let helpers = if roster.small { &mut [][..] } else { others };
                let running: Vec<_> = helpers.iter_mut().map(|hand| scope.spawn(|| work(hand))).collect();
                let mut done = work(first);
                for thread in running {
                    let theirs = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                    done = done.and(theirs);
                }
                done
            })?;
        }
        Input::Sheet(path, sheet) => {
            let Some(hand) = hands.first_mut() else { return Ok(Tally::default()) };
            let mut at = 0;
            let read = workbook::rows(roster.encoding, &path, &sheet, |row, fields| {
                at += 1;
                if at % 1024 == 0 {
                    meter.add(0)?;
                }
                hand.row(&roster, row, fields);
                Ok(())
            })?;
            meter.add(roster.bytes)?;
            hand.keys.sort_unstable();
            if let Err(broken) = read {
                let source = Source { file: roster.file, row: 0 };
                let reason = Reason::Workbook;
                hand.tally.refusals.push(Refusal { source, column: None, value: broken.into(), reason });
            }
        }
    }
    Ok(gather(&roster, hands))
}

fn gather<C: Check>(roster: &Roster, hands: &mut [Hand<C>]) -> Tally {
    let mut all = Tally::default();
    let mut keys = Vec::new();
    for hand in hands {
        let part = std::mem::take(&mut hand.tally);
        all.rows += part.rows;
        all.refusals.extend(part.refusals);
        all.warnings.join(part.warnings);
        keys.push(std::mem::take(&mut hand.keys));
    }
    let column = roster.header.kind.columns().iter().find(|column| column.key);
    for ((person, _, row), first) in duplicates(&keys) {
        let source = Source { file: roster.file, row };
        let personal = column.is_some_and(|column| column.personal == Personal::Identity);
        let value = if personal { IdKey(person).masked().into() } else { "".into() };
        all.refusals.push(Refusal { source, column, value, reason: Reason::Duplicate { first } });
        all.dropped.push(source);
    }
    all
}

/// The rows whose key an earlier row has, each with that row, out of lists each in order.
fn duplicates(lists: &[Vec<Keyed>]) -> Vec<(Keyed, u32)> {
    let mut rest: Vec<_> = lists.iter().map(|list| list.iter().copied().peekable()).collect();
    let mut found = Vec::new();
    let mut last: Option<Keyed> = None;
    loop {
        let least =
            rest.iter_mut().filter_map(|list| list.peek().copied().map(|head| (head, list))).min_by_key(|x| x.0);
        let Some((head, list)) = least else { return found };
        list.next();
        match last {
            Some(first) if (first.0, first.1) == (head.0, head.1) => found.push((head, first.2)),
            _ => last = Some(head),
        }
    }
}

/// A refusal of a file as a whole.
pub(super) fn whole(file: u16, row: u32, column: Option<&'static Column>, value: &str, reason: Reason) -> Refusal {
    Refusal { source: Source { file, row }, column, value: value.into(), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_of_two_rows_is_the_duplicate() {
        let lists = [vec![(1, 0, 9), (2, 0, 4)], vec![(1, 0, 2), (1, 0, 11), (2, 7, 5)]];
        assert_eq!(duplicates(&lists), [((1, 0, 9), 2), ((1, 0, 11), 2)]);
    }
}
