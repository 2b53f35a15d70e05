//! One tree of a register: what is put into it is encoded, what is taken out of it is checked or unsealed.

use std::ops::{Deref, RangeBounds};

use anyhow::Result;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sled::IVec;

use super::codec::{self, Codec, CodecError};

/// A tree whose values pass the codec.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    raw: sled::Tree,
    name: &'static str,
    codec: Codec,
}

/// The body of a value.
pub(super) enum Body {
    /// A stored value, of which the body begins here.
    Stored(IVec, usize),
    /// One that was unsealed.
    Opened(Vec<u8>),
}

impl Deref for Body {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Stored(stored, from) => &stored[*from..],
            Self::Opened(body) => body,
        }
    }
}

/// Values in the order of their keys, each with its key.
pub(super) struct Scan {
    entries: sled::Iter,
    tree: &'static str,
    codec: Codec,
}

impl Iterator for Scan {
    type Item = Result<(IVec, Body)>;

    fn next(&mut self) -> Option<Self::Item> {
        let open = |(key, stored): (IVec, IVec)| {
            let body = body(&self.codec, self.tree, &key, stored)?;
            Ok((key, body))
        };
        Some(self.entries.next()?.map_err(Into::into).and_then(open))
    }
}

fn body(codec: &Codec, tree: &'static str, key: &[u8], stored: IVec) -> Result<Body, CodecError> {
    let (whole, opened) = (stored.len(), codec.open(tree, key, &stored)?);
    match opened {
        std::borrow::Cow::Owned(body) => Ok(Body::Opened(body)),
        std::borrow::Cow::Borrowed(body) => {
            let from = whole - body.len();
            Ok(Body::Stored(stored, from))
        }
    }
}

impl Tree {
    pub fn new(raw: sled::Tree, name: &'static str, codec: &Codec) -> Self {
        Self { raw, name, codec: codec.clone() }
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
        self.over(self.raw.iter())
    }

    /// The values of a range of keys.
    pub fn scan<K: AsRef<[u8]>>(&self, keys: impl RangeBounds<K>) -> Scan {
        self.over(self.raw.range(keys))
    }

    /// The values whose keys begin with these bytes.
    pub fn prefixed(&self, prefix: impl AsRef<[u8]>) -> Scan {
        self.over(self.raw.scan_prefix(prefix))
    }

    fn over(&self, entries: sled::Iter) -> Scan {
        Scan { entries, tree: self.name, codec: self.codec.clone() }
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
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
        Self::new(db.open_tree(name).unwrap(), name, &Codec::PLAIN)
    }
}
