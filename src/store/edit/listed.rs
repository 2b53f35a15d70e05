//! One list while it is edited: a changed row stays in its place, a new one goes where its order says, behind its equals.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{Hash, Hasher};

use anyhow::Result;
use bincode::Options;

use super::super::lists::{self, Listed, MOST, ROWS_A_CHUNK};
use super::super::register::Register;
use super::super::tree::Tree;
use super::staged::Staged;
use super::{Found, Refusal};

/// How much a value may hold: rows and bytes. More than it is given at first, so that what comes in between finds room.
const FULL: (usize, u64) = (4 * ROWS_A_CHUNK, MOST);
/// The same where much is written anew: the next ones find room there too.
const ROOMY: (usize, u64) = (3 * ROWS_A_CHUNK, MOST / 4 * 3);
/// How many full values in a row are left full.
const FEW: usize = 8;
/// How many rows of a commit are looked for one by one before the keys of the whole list are read.
const SOUGHT: usize = 3;

/// Digests of the keys of lists whose order does not tell them, by tree.
pub(in crate::store) type Keys = HashMap<&'static str, HashSet<u64>>;

fn digest(key: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// A list at work.
pub(super) struct List<'a, T: Listed> {
    register: &'a Register,
    tree: &'a Tree,
    /// Values read, as they have become.
    chunks: BTreeMap<u32, Vec<T>>,
    changed: BTreeSet<u32>,
    /// How many values there are; known once asked.
    len: Option<u32>,
    /// The keys in use, where they were needed.
    keys: Option<HashSet<u64>>,
    /// How many keys were looked for without them.
    sought: usize,
}

impl<'a, T: Listed> List<'a, T> {
    pub fn new(register: &'a Register, tree: &'a Tree) -> Self {
        Self { register, tree, chunks: BTreeMap::new(), changed: BTreeSet::new(), len: None, keys: None, sought: 0 }
    }

    fn len(&mut self) -> Result<u32> {
        if let Some(len) = self.len {
            return Ok(len);
        }
        let last = self.tree.raw().last()?;
        let len = last.map_or(Ok(0), |(key, _)| key.as_ref().try_into().map(|key| u32::from_be_bytes(key) + 1))?;
        self.len = Some(len);
        Ok(len)
    }

    fn chunk(&mut self, number: u32) -> Result<&mut Vec<T>> {
        use std::collections::btree_map::Entry;
        match self.chunks.entry(number) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(unread) => Ok(unread.insert(self.tree.rows_at(number.to_be_bytes())?.unwrap_or_default())),
        }
    }

    /// The place of the first row that is not before what `before` tells.
    fn first(&mut self, before: impl Fn(&T) -> bool) -> Result<(u32, usize)> {
        let (mut lo, mut hi) = (0, self.len()?);
        while lo < hi {
            let middle = lo + (hi - lo) / 2;
            // A value that was emptied just now says nothing; the next one does.
            let mut at = middle;
            let last_is_before = loop {
                if at == hi {
                    break None;
                }
                match self.chunk(at)?.last() {
                    Some(last) => break Some(before(last)),
                    None => at += 1,
                }
            };
            if last_is_before == Some(true) { lo = at + 1 } else { hi = middle }
        }
        let len = self.len()?;
        while lo < len {
            let rows = self.chunk(lo)?;
            if !rows.is_empty() {
                return Ok((lo, rows.partition_point(before)));
            }
            lo += 1;
        }
        Ok((len, 0))
    }

    /// The place of the first row of an order that is wanted.
    fn find(&mut self, order: &T::Order, wanted: impl Fn(&T) -> bool) -> Result<Option<(u32, usize)>> {
        let (mut number, mut slot) = self.first(|row| row.order() < *order)?;
        while number < self.len()? {
            for (at, row) in self.chunk(number)?.iter().enumerate().skip(slot) {
                if row.order() != *order {
                    return Ok(None);
                }
                if wanted(row) {
                    return Ok(Some((number, at)));
                }
            }
            (number, slot) = (number + 1, 0);
        }
        Ok(None)
    }

    /// Puts `after` where `before` stands.
    pub fn edit(&mut self, before: Option<&T>, after: Option<T>) -> Result<(), Refusal> {
        let mut place = None;
        if let Some(before) = before {
            place = self.find(&before.order(), |row| row == before)?;
            if place.is_none() {
                let other = self.find(&before.order(), |row| row.key() == before.key())?;
                return Err(if other.is_some() { Found::Otherwise } else { Found::Gone }.into());
            }
        }
        let rekeyed = before.map(Listed::key) != after.as_ref().map(Listed::key);
        if rekeyed && !T::ORDER_TELLS_KEY && self.keys.is_none() {
            self.keys = self.register.known_keys(T::TREE);
        }
        if let Some(after) = &after
            && before.is_none_or(|before| before.key() != after.key())
            && self.taken(after)?
        {
            return Err(Found::Taken.into());
        }
        let stays = before.zip(after.as_ref()).is_some_and(|(before, after)| before.order() == after.order());
        if let (Some(before), Some(keys)) = (before, &mut self.keys) {
            keys.remove(&digest(&before.key()));
        }
        if let (Some(after), Some(keys)) = (&after, &mut self.keys) {
            keys.insert(digest(&after.key()));
        }
        match (place, after) {
            (Some((number, slot)), Some(after)) if stays => {
                self.chunk(number)?[slot] = after;
                self.changed.insert(number);
            }
            (place, after) => {
                if let Some((number, slot)) = place {
                    self.chunk(number)?.remove(slot);
                    self.changed.insert(number);
                }
                if let Some(after) = after {
                    self.insert(after)?;
                }
            }
        }
        Ok(())
    }

    fn insert(&mut self, row: T) -> Result<()> {
        let order = row.order();
        let (mut number, mut slot) = self.first(|other| other.order() <= order)?;
        // At the end of the value before rather than in front of this one, and in the last one rather than behind it.
        if slot == 0 && number > 0 {
            number -= 1;
            slot = self.chunk(number)?.len();
        }
        self.len = Some(self.len()?.max(number + 1));
        self.chunk(number)?.insert(slot, row);
        self.changed.insert(number);
        Ok(())
    }

    /// Whether a row with the same key is there.
    fn taken(&mut self, row: &T) -> Result<bool> {
        if T::ORDER_TELLS_KEY {
            return Ok(self.find(&row.order(), |other| other.key() == row.key())?.is_some());
        }
        if self.keys.is_none() {
            if let Some(trace) = row.trace().filter(|_| self.sought < SOUGHT) {
                self.sought += 1;
                return self.bears(row, trace);
            }
            self.keys = Some(self.read_keys()?);
        }
        Ok(self.keys.as_ref().is_some_and(|keys| keys.contains(&digest(&row.key()))))
    }

    /// Whether a row bears the same key, told by looking for its bytes: only values that hold them are taken apart.
    fn bears(&self, row: &T, trace: &[u8]) -> Result<bool> {
        let key = row.key();
        let same = |rows: &[T]| rows.iter().any(|other| other.key() == key);
        if self.chunks.values().any(|rows| same(rows)) {
            return Ok(true);
        }
        let finder = memchr::memmem::Finder::new(trace);
        for entry in self.tree.iter() {
            let (number, body) = entry?;
            let number = number.as_ref().try_into().map(u32::from_be_bytes)?;
            if !self.chunks.contains_key(&number) && finder.find(&body).is_some() && same(&self.tree.rows::<T>(&body)?)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn read_keys(&mut self) -> Result<HashSet<u64>> {
        let mut keys = HashSet::new();
        lists::each::<T>(self.tree, |row| {
            keys.insert(digest(&row.key()));
        })?;
        // What this commit has done before it asked.
        for (number, rows) in &self.chunks {
            let stored: Vec<T> = self.tree.rows_at(number.to_be_bytes())?.unwrap_or_default();
            for row in stored {
                keys.remove(&digest(&row.key()));
            }
            keys.extend(rows.iter().map(|row| digest(&row.key())));
        }
        Ok(keys)
    }

    /// The keys in use, if they were asked for.
    pub fn into_keys(self) -> Option<(&'static str, HashSet<u64>)> {
        self.keys.map(|keys| (T::TREE, keys))
    }

    /// Brings every value back to its size; none stays empty.
    fn settle(&mut self) -> Result<()> {
        let mut next = self.changed.first().copied();
        while let Some(number) = next {
            if self.chunk(number)?.is_empty() {
                self.refill(number)?;
            } else if fitting(self.chunk(number)?.iter(), FULL) < self.chunk(number)?.len() {
                self.spill(number)?;
            }
            next = self.changed.range(number + 1..).next().copied();
        }
        // Those at the end that nothing could fill.
        let mut len = self.len()?;
        while len > 0 && self.chunk(len - 1)?.is_empty() {
            len -= 1;
            self.changed.insert(len);
        }
        self.len = Some(len);
        Ok(())
    }

    /// Fills an empty value from those behind it.
    fn refill(&mut self, number: u32) -> Result<()> {
        let len = self.len()?;
        let mut from = number + 1;
        while from < len && self.chunk(from)?.is_empty() {
            from += 1;
        }
        if from < len {
            let half = self.chunk(from)?.len().div_ceil(2);
            let rows: Vec<T> = self.chunk(from)?.drain(..half).collect();
            *self.chunk(number)? = rows;
            self.changed.insert(from);
        }
        Ok(())
    }

    /// Moves what a value has too much of into those behind it, until one has room.
    fn spill(&mut self, first: u32) -> Result<()> {
        let len = self.len()?;
        let mut roomy = false;
        for at in first + 1.. {
            if at >= len || fitting(self.chunk(at)?.iter(), ROOMY) >= self.chunk(at)?.len() {
                break;
            }
            roomy = (at - first) as usize > FEW;
            if roomy {
                break;
            }
        }
        let most = if roomy { ROOMY } else { FULL };
        let mut rows = VecDeque::new();
        for number in first.. {
            rows.extend(std::mem::take(self.chunk(number)?));
            let fits = fitting(rows.iter(), most);
            let here: Vec<T> = rows.drain(..fits).collect();
            *self.chunk(number)? = here;
            self.changed.insert(number);
            self.len = Some(self.len()?.max(number + 1));
            if rows.is_empty() {
                break;
            }
        }
        Ok(())
    }

    /// Stages the values that changed, and gives their numbers.
    pub fn stage(&mut self, staged: &mut Staged) -> Result<BTreeSet<u32>> {
        self.settle()?;
        let len = self.len()?;
        for number in &self.changed {
            let key = number.to_be_bytes();
            match self.chunks.get(number) {
                Some(rows) if *number < len => staged.put(self.tree, &key, &self.tree.packed(rows.iter())?)?,
                _ => staged.remove(self.tree, &key)?,
            }
        }
        Ok(self.changed.clone())
    }

    /// The rows of a value as they have become; none where it is gone.
    pub fn rows(&self, number: u32) -> &[T] {
        self.chunks.get(&number).map(Vec::as_slice).unwrap_or_default()
    }
}

/// How many of these rows one value holds; at least one.
fn fitting<'r, T: Listed + 'r>(rows: impl Iterator<Item = &'r T>, (most, bytes): (usize, u64)) -> usize {
    let sizes = bincode::DefaultOptions::new();
    let mut size = 0;
    let fits = rows.take(most).take_while(|row| {
        size += sizes.serialized_size(row).unwrap_or(MOST);
        size <= bytes
    });
    fits.count().max(1)
}
