//! One tree of a register: what is put into it is encoded, what is taken out of it is checked or unsealed.

use std::borrow::Cow;
use std::ops::{Bound, Deref, Range, RangeBounds};
use std::sync::Arc;

use anyhow::{Result, ensure};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sled::IVec;

use super::codec::{self, Codec, CodecError};
use super::disk::Closing;
use super::persons::{Personal, Veil};

/// A tree whose values pass the codec.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    raw: sled::Tree,
    name: &'static str,
    codec: Codec,
    /// Only the values of these organisations, the first of which is 0 to whoever reads: keys begin with positions.
    part: Option<Range<u32>>,
    // Last: whichever tree is let go last closes the database.
    _closing: Arc<Closing>,
}

/// The body of a value.
pub(super) enum Body {
    /// A stored value, of which the body begins here.
    Stored(IVec, usize),
    /// One that was unsealed.
    Opened(Vec<u8>),
    /// One whose personal cells are covered.
    Veiled(Vec<u8>, Veil),
}

impl Body {
    /// What uncovers its personal cells, where they are covered.
    pub fn veil(&self) -> Option<&Veil> {
        match self {
            Self::Veiled(_, veil) => Some(veil),
            Self::Stored(..) | Self::Opened(_) => None,
        }
    }
}

impl Deref for Body {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Stored(stored, from) => &stored[*from..],
            Self::Opened(body) | Self::Veiled(body, _) => body,
        }
    }
}

/// Values in the order of their keys, each with its key.
pub(super) struct Scan {
    /// None where nothing of what was asked for is there to be seen.
    entries: Option<sled::Iter>,
    tree: &'static str,
    codec: Codec,
    /// By how much positions are moved.
    first: u32,
}

impl Iterator for Scan {
    type Item = Result<(IVec, Body)>;

    fn next(&mut self) -> Option<Self::Item> {
        let open = |(key, stored): (IVec, IVec)| {
            let body = body(&self.codec, self.tree, &key, stored)?;
            Ok((if self.first == 0 { key } else { moved(&key, |pos| pos.saturating_sub(self.first)) }, body))
        };
        Some(self.entries.as_mut()?.next()?.map_err(Into::into).and_then(open))
    }
}

/// A key with another position at its beginning.
fn moved(key: &[u8], to: impl Fn(u32) -> u32) -> IVec {
    match key.split_first_chunk::<4>() {
        Some((pos, rest)) => IVec::from([&to(u32::from_be_bytes(*pos)).to_be_bytes()[..], rest].concat()),
        None => IVec::from(key),
    }
}

fn body(codec: &Codec, tree: &'static str, key: &[u8], stored: IVec) -> Result<Body, CodecError> {
    let (whole, opened) = (stored.len(), codec.read(tree, key, &stored)?);
    match opened {
        (Cow::Owned(body), Some(veil)) => Ok(Body::Veiled(body, veil.clone())),
        (Cow::Owned(body), None) => Ok(Body::Opened(body)),
        (Cow::Borrowed(body), _) => {
            let from = whole - body.len();
            Ok(Body::Stored(stored, from))
        }
    }
}

impl Tree {
    pub fn new(raw: sled::Tree, name: &'static str, codec: &Codec, closing: &Arc<Closing>) -> Self {
        Self { raw, name, codec: codec.clone(), part: None, _closing: Arc::clone(closing) }
    }

    /// The same tree with nothing in it but the values of some organisations, as [`scan`](Self::scan) and
    /// [`iter`](Self::iter) give them.
    pub fn part(&self, part: Range<u32>) -> Self {
        Self { part: Some(part), ..self.clone() }
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// How its values are stored, for encoding them elsewhere.
    pub fn codec(&self) -> &Codec {
        &self.codec
    }

    /// The stored values as they are, for those who copy and count them.
    pub fn raw(&self) -> &sled::Tree {
        &self.raw
    }

    /// The value under a key.
    pub fn get<T: DeserializeOwned>(&self, key: impl AsRef<[u8]>) -> Result<Option<T>> {
        self.bytes(key)?.map(|body| self.shape(&body)).transpose()
    }

    /// The body under a key.
    pub fn bytes(&self, key: impl AsRef<[u8]>) -> Result<Option<Body>> {
        let key = key.as_ref();
        let stored = self.raw.get(key)?;
        Ok(stored.map(|stored| body(&self.codec, self.name, key, stored)).transpose()?)
    }

    /// What a body says.
    pub fn shape<T: DeserializeOwned>(&self, body: &[u8]) -> Result<T> {
        Ok(codec::shape(self.name, body)?)
    }

    /// The rows of a list that a body holds.
    pub fn rows<T: Personal + DeserializeOwned>(&self, body: &Body) -> Result<Vec<T>> {
        match body.veil() {
            Some(veil) => Ok(veil.unpack(self.name, body)?),
            None => self.shape(body),
        }
    }

    /// The rows of a list under a key.
    pub fn rows_at<T: Personal + DeserializeOwned>(&self, key: impl AsRef<[u8]>) -> Result<Option<Vec<T>>> {
        self.bytes(key)?.map(|body| self.rows(&body)).transpose()
    }

    /// The body of a value of a list with these rows.
    pub fn packed<'r, T: Personal + Clone + Serialize + 'r>(
        &self,
        rows: impl ExactSizeIterator<Item = &'r T>,
    ) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        match self.codec.veil(self.name) {
            Some(veil) => veil.pack(self.name, rows, &mut out)?,
            None => codec::pack(&rows.collect::<Vec<_>>(), &mut out)?,
        }
        Ok(out)
    }

    /// Puts a value under a key.
    pub fn put<T: Serialize + ?Sized>(&self, key: impl AsRef<[u8]>, value: &T) -> Result<()> {
        let key = key.as_ref();
        self.raw.insert(key, self.codec.encode(self.name, key, value)?)?;
        Ok(())
    }

    /// Puts bytes that are their own encoding under a key.
    pub fn put_bytes(&self, key: impl AsRef<[u8]>, bytes: &[u8]) -> Result<()> {
        let key = key.as_ref();
        self.raw.insert(key, self.codec.encode_bytes(self.name, key, bytes)?)?;
        Ok(())
    }

    /// Puts a value under a key where there is none yet.
    pub fn put_new<T: Serialize + ?Sized>(&self, key: impl AsRef<[u8]>, value: &T) -> Result<()> {
        let key = key.as_ref();
        let value = self.codec.encode(self.name, key, value)?;
        let _ = self.raw.compare_and_swap(key, None::<&[u8]>, Some(value))?;
        Ok(())
    }

    /// Removes a value.
    pub fn remove(&self, key: impl AsRef<[u8]>) -> Result<()> {
        self.raw.remove(key)?;
        Ok(())
    }

    /// Removes and puts values all at once: `None` is removed.
    pub fn change<T: Serialize + ?Sized>(&self, changes: &[(Vec<u8>, Option<&T>)]) -> Result<()> {
        let mut batch = sled::Batch::default();
        for (key, value) in changes {
            match value {
                Some(value) => batch.insert(key.as_slice(), self.codec.encode(self.name, key, value)?),
                None => batch.remove(key.as_slice()),
            }
        }
        Ok(self.raw.apply_batch(batch)?)
    }

    /// Every value.
    pub fn iter(&self) -> Scan {
        match self.part {
            Some(_) => self.scan::<[u8; 4]>(..),
            None => self.over(self.raw.iter()),
        }
    }

    /// The values of a whole tree whose keys are `wanted`, in order: no other is opened.
    pub fn those(&self, wanted: impl Fn(&[u8]) -> bool) -> impl Iterator<Item = Result<(IVec, Body)>> {
        let entries = self.raw.iter().filter(move |entry| entry.as_ref().map_or(true, |(key, _)| wanted(key)));
        entries.map(|entry| {
            let (key, stored) = entry?;
            let body = body(&self.codec, self.name, &key, stored)?;
            Ok((key, body))
        })
    }

    /// The values of a range of keys.
    pub fn scan<K: AsRef<[u8]>>(&self, keys: impl RangeBounds<K>) -> Scan {
        let Some(part) = &self.part else { return self.over(self.raw.range(keys)) };
        let key = |key: &K| moved(key.as_ref(), |pos| pos.saturating_add(part.start));
        let (first, end) = (IVec::from(&part.start.to_be_bytes()), IVec::from(&part.end.to_be_bytes()));
        let from = match keys.start_bound() {
            Bound::Included(from) => key(from).max(first),
            // No key of rows is followed by nothing but a zero byte.
            Bound::Excluded(from) => IVec::from([&key(from)[..], &[0]].concat()).max(first),
            Bound::Unbounded => first,
        };
        let until = match keys.end_bound() {
            Bound::Excluded(until) => key(until).min(end),
            Bound::Included(until) => IVec::from([&key(until)[..], &[0]].concat()).min(end),
            Bound::Unbounded => end,
        };
        let entries = (from < until).then(|| self.raw.range(from..until));
        Scan { entries, tree: self.name, codec: self.codec.clone(), first: part.start }
    }

    /// The values whose keys begin with these bytes.
    pub fn prefixed(&self, prefix: impl AsRef<[u8]>) -> Scan {
        self.over(self.raw.scan_prefix(prefix))
    }

    fn over(&self, entries: sled::Iter) -> Scan {
        Scan { entries: Some(entries), tree: self.name, codec: self.codec.clone(), first: 0 }
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// A stored value as it is stored under another key, checked on the way.
    pub fn restored(&self, key: &[u8], stored: IVec, now: &[u8]) -> Result<IVec> {
        let body = self.codec.open(self.name, key, &stored)?;
        ensure!(
            codec::is_veiled(&stored) == self.codec.veil(self.name).is_some(),
            "a value of {} is of another format",
            self.name
        );
        if key == now {
            drop(body);
            return Ok(stored);
        }
        Ok(self.codec.encode_bytes(self.name, now, &body)?.into())
    }

    /// Takes over every value of a tree of the same register, as it is stored.
    pub fn copy(&self, from: &Self) -> Result<()> {
        self.copy_entries(from.raw.iter())
    }

    /// Takes over stored values of a tree of the same name in the same register.
    pub fn copy_entries(&self, entries: sled::Iter) -> Result<()> {
        for entry in entries {
            let (key, value) = entry?;
            self.raw.insert(key, value)?;
        }
        Ok(())
    }
}

#[cfg(test)]
impl Tree {
    /// An empty tree of a database that goes away.
    pub fn temporary(name: &'static str) -> Self {
        let db = sled::Config::new().temporary(true).open().unwrap();
        Self::new(db.open_tree(name).unwrap(), name, &Codec::PLAIN, &Arc::new(Closing::new(&db)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::rows::key;

    #[test]
    fn a_part_of_a_tree_is_a_tree_of_its_own() {
        let tree = Tree::temporary("rows");
        for pos in 0..20u32 {
            for part in 0..=(pos % 3) as u8 {
                tree.put(key(pos, part), &(pos, part)).unwrap();
            }
        }
        let part = tree.part(5..9);
        let read = |scan: Scan| -> Vec<(u32, u8)> {
            let row = |entry: Result<(IVec, Body)>| {
                let (at, body) = entry.unwrap();
                let (pos, nth): (u32, u8) = tree.shape(&body).unwrap();
                assert_eq!(&at[..], key(pos - 5, nth), "the key says where it is in the part");
                (pos, nth)
            };
            scan.map(row).collect()
        };
        let all = [(5, 0), (5, 1), (5, 2), (6, 0), (7, 0), (7, 1), (8, 0), (8, 1), (8, 2)];
        assert_eq!(read(part.iter()), all);
        assert_eq!(read(part.scan(key(0, 0)..key(u32::MAX, 0))), all);
        assert_eq!(read(part.scan(key(1, 0)..key(3, 0))), all[3..6]);
        assert_eq!(read(part.scan(key(3, 0)..=key(3, u8::MAX))), all[6..]);
        assert_eq!(read(part.scan(key(2, 1).to_vec()..)), all[5..]);
        for outside in [4, 5, 14, u32::MAX - 5] {
            assert!(read(part.scan(key(outside, 0)..=key(outside, u8::MAX))).is_empty(), "{outside}");
        }
    }
}
