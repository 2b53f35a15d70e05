//! Rows on their way into a list, packed as they are read, and the list they become together with the one before.
//!
//! A province has 1.35 million transfers: as structures they would be a third of all an import holds.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::iter;
use std::marker::PhantomData;

use anyhow::Result;

use super::Source;
use super::codec::{self, CodecError};
use super::lists::{self, Listed};
use super::past::Changes;
use super::tree::Tree;
use crate::model::RowEdit;

/// Where a part ends, in bytes: growing one large run of bytes further would need it twice.
const PART: usize = 16 << 20;

#[derive(Clone, Copy)]
struct Place {
    /// A digest of the row's key.
    key: u64,
    source: Source,
    part: u32,
    start: u32,
}

/// Rows of one list that arrive.
pub struct Listing<T> {
    parts: Vec<Vec<u8>>,
    places: Vec<Place>,
    of: PhantomData<fn() -> T>,
}

impl<T> Default for Listing<T> {
    fn default() -> Self {
        Self { parts: Vec::new(), places: Vec::new(), of: PhantomData }
    }
}

fn digest(key: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

impl<T: Listed> Listing<T> {
    /// Packs one row.
    ///
    /// # Errors
    /// A row over the codec's limit.
    pub fn push(&mut self, source: Source, row: &T) -> Result<(), CodecError> {
        if self.parts.last().is_none_or(|part| part.len() >= PART) {
            self.parts.push(Vec::new());
        }
        let at = self.parts.len() - 1;
        let part = &mut self.parts[at];
        let start = part.len();
        codec::pack(row, part).inspect_err(|_| part.truncate(start))?;
        self.places.push(Place { key: digest(&row.key()), source, part: at as u32, start: start as u32 });
        Ok(())
    }

    /// Takes over the rows of another.
    pub fn absorb(&mut self, mut other: Self) {
        let parts = self.parts.len() as u32;
        self.parts.append(&mut other.parts);
        self.places.extend(other.places.into_iter().map(|place| Place { part: place.part + parts, ..place }));
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Leaves out the rows that are not wanted.
    pub fn retain(&mut self, wanted: impl Fn(Source) -> bool) {
        self.places.retain(|place| wanted(place.source));
    }

    /// The rows with their sources, in no order, unpacked one at a time.
    pub fn iter(&self) -> impl Iterator<Item = Result<(Source, T), CodecError>> + '_ {
        self.places.iter().map(|place| Ok((place.source, self.row(*place)?)))
    }

    fn row(&self, place: Place) -> Result<T, CodecError> {
        codec::unpack_first(&self.parts[place.part as usize][place.start as usize..])
    }

    /// Joins them with the rows before: a later file wins, and rows that are there just so are counted for their file.
    /// Gives how many rows are new or changed, too; no list where none is.
    /// What becomes of rows is taken down for whoever wants to take it back.
    pub(super) fn join(
        mut self,
        before: Option<&Tree>,
        unchanged: &mut [u64],
        past: Option<&Changes>,
    ) -> Result<(Option<Joined<T>>, u64)> {
        if self.is_empty() {
            return Ok((None, 0));
        }
        self.places.sort_unstable_by_key(|place| (place.key, place.source));
        let mut join = Join {
            met: vec![false; self.places.len()],
            // In one piece: growing would hold them one and a half times.
            rows: Vec::with_capacity(self.places.len()),
            arriving: self,
            replaced: Vec::new(),
            unchanged,
            changed: 0,
            past,
        };
        for (row, number) in before.into_iter().flat_map(lists::rows).zip(0u32..) {
            join.meet(row?, number)?;
        }
        join.add_new()?;
        let Join { arriving, mut rows, replaced, changed, .. } = join;
        rows.sort_unstable_by(|a, b| (&a.order, a.turn).cmp(&(&b.order, b.turn)));
        let joined = Joined { arriving, rows, replaced };
        Ok(((changed > 0).then_some(joined), changed))
    }
}

/// One row in its place of the list: rows of one order keep the order in which they came.
struct Turn<T: Listed> {
    order: T::Order,
    turn: (u32, Source),
    /// Which of the places it is in.
    at: u32,
}

/// The list before with what arrives.
pub struct Joined<T: Listed> {
    arriving: Listing<T>,
    rows: Vec<Turn<T>>,
    /// Which rows of the list before are no more, in order.
    replaced: Vec<u32>,
}

struct Join<'a, T: Listed> {
    arriving: Listing<T>,
    /// Which of those that arrive a row was found for.
    met: Vec<bool>,
    rows: Vec<Turn<T>>,
    replaced: Vec<u32>,
    unchanged: &'a mut [u64],
    changed: u64,
    past: Option<&'a Changes>,
}

impl<T: Listed> Join<'_, T> {
    /// What arrives for a row of the list before.
    fn meet(&mut self, row: T, number: u32) -> Result<()> {
        let key = row.key();
        let digest = digest(&key);
        let first = self.arriving.places.partition_point(|place| place.key < digest);
        if self.arriving.places.get(first).is_none_or(|place| place.key != digest) {
            return Ok(());
        }
        let turn = (number, Source { file: 0, row: 0 });
        if self.follow(first, Some(row), &key, turn)? {
            self.replaced.push(number);
        }
        Ok(())
    }

    fn add_new(&mut self) -> Result<()> {
        for at in 0..self.met.len() {
            if !self.met[at] {
                let place = self.arriving.places[at];
                let key = self.arriving.row(place)?.key();
                self.follow(at, None, &key, (u32::MAX, place.source))?;
            }
        }
        Ok(())
    }

    /// Follows the rows of one key, of which `first` may be one, from how it was; says whether it is otherwise now.
    fn follow(&mut self, first: usize, was: Option<T>, key: &T::Key, turn: (u32, Source)) -> Result<bool> {
        let digest = self.arriving.places[first].key;
        let before = self.past.and(was.clone());
        let mut now = was;
        let mut last = None;
        for at in first..self.met.len() {
            let place = self.arriving.places[at];
            if place.key != digest {
                break;
            }
            if self.met[at] {
                continue;
            }
            let row = self.arriving.row(place)?;
            // Two keys may share a digest.
            if row.key() != *key {
                continue;
            }
            self.met[at] = true;
            if now.as_ref() == Some(&row) {
                if let Some(count) = self.unchanged.get_mut(usize::from(place.source.file)) {
                    *count += 1;
                }
            } else {
                self.changed += 1;
                now = Some(row);
                last = Some(at as u32);
            }
        }
        let changed = last.zip(now);
        let any = changed.is_some();
        if let (Some(past), Some((_, row))) = (self.past, &changed) {
            let (before, after) = (before.and_then(T::into_row), row.clone().into_row());
            past.add(&[RowEdit { before, after }])?;
        }
        self.rows.extend(changed.map(|(at, row)| Turn { order: row.order(), turn, at }));
        Ok(any)
    }
}

impl<T: Listed> Joined<T> {
    /// The rows in order, unpacked one at a time; `before` is the list they were joined with.
    pub(super) fn iter<'a>(&'a self, before: Option<&'a Tree>) -> impl Iterator<Item = Result<T>> + 'a {
        let mut replaced = self.replaced.iter().peekable();
        let kept = before.into_iter().flat_map(lists::rows::<T>).zip(0u32..);
        let mut kept = kept.filter(move |(_, number)| replaced.next_if_eq(&number).is_none()).peekable();
        let mut fresh = self.rows.iter().peekable();
        iter::from_fn(move || {
            let old_first = match (kept.peek(), fresh.peek()) {
                (Some((Ok(old), number)), Some(new)) => {
                    old.order().cmp(&new.order).then_with(|| number.cmp(&new.turn.0)).is_lt()
                }
                (old, _) => old.is_some(),
            };
            if old_first {
                return kept.next().map(|(row, _)| row);
            }
            fresh.next().map(|new| Ok(self.arriving.row(self.arriving.places[new.at as usize])?))
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::lists::{Rows, write};
    use super::super::persons::Personal;
    use super::*;

    impl Personal for (u8, u8, u16) {}

    impl Listed for (u8, u8, u16) {
        const TREE: &'static str = "joined";
        type Key = u8;
        type Order = u8;

        fn key(&self) -> u8 {
            self.0
        }

        fn order(&self) -> u8 {
            self.1
        }
    }

    type Row = (u8, u8, u16);

    /// What a join comes to, row by row, with nothing packed.
    fn plainly(rows: &mut Vec<Row>, arriving: &[(Source, Row)], unchanged: &mut [u64]) -> u64 {
        let mut changed = 0;
        for (source, row) in arriving {
            match rows.iter_mut().find(|known| known.0 == row.0) {
                Some(known) if known == row => unchanged[usize::from(source.file)] += 1,
                Some(known) => (*known, changed) = (*row, changed + 1),
                None => {
                    rows.push(*row);
                    changed += 1;
                }
            }
        }
        rows.sort_by_key(|row| row.1);
        changed
    }

    proptest! {
        #[test]
        fn a_list_is_joined_as_if_row_by_row(
            batches in proptest::collection::vec(
                proptest::collection::vec((0u16..3, (0u8..40, 0u8..6, 0u16..3)), 0..60), 1..4
            )
        ) {
            let mut expected = Vec::new();
            let mut before: Option<Tree> = None;
            for batch in &batches {
                let mut arriving: Vec<_> =
                    batch.iter().zip(2..).map(|((file, row), at)| (Source { file: *file, row: at }, *row)).collect();
                let (mut listing, mut other) = (Listing::default(), Listing::default());
                for (at, (source, row)) in arriving.iter().enumerate().rev() {
                    if at % 3 == 0 { &mut other } else { &mut listing }.push(*source, row).unwrap();
                }
                listing.absorb(other);
                prop_assert_eq!(listing.len(), arriving.len());
                arriving.sort_by_key(|(source, _)| *source);
                let (mut counts, mut plain) = ([0; 3], [0; 3]);
                let changes = plainly(&mut expected, &arriving, &mut plain);
                let (joined, changed) = listing.join(before.as_ref(), &mut counts, None).unwrap();
                prop_assert_eq!((changed, counts), (changes, plain));
                if let Some(joined) = joined {
                    let tree = Tree::temporary("test");
                    write(&tree, &Rows::Joined(joined), before.as_ref()).unwrap();
                    before = Some(tree);
                }
                let got = before.iter().flat_map(lists::rows::<Row>).collect::<Result<Vec<_>>>().unwrap();
                prop_assert_eq!(&got, &expected);
            }
        }
    }
}
