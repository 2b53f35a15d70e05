//! The veil over a row's personal cells: covered by their person's key, beside the number that the key is found by.

use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::Persons;
use super::cells::{Cells, Personal};
use super::held::PersonNumber;
use super::leaf::PersonKey;
use crate::model::IdKey;
use crate::store::codec::{self, CodecError};

/// Bytes that are stored in one piece.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl Visitor<'_> for Read {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }

            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Bytes, E> {
                Ok(Bytes(bytes))
            }
        }
        deserializer.deserialize_byte_buf(Read)
    }
}

/// What [`Bytes`] one after another are read back as: all in one run, so that a value takes no heap for each of its rows.
#[derive(Debug, Default)]
pub struct Pieces {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Pieces {
    /// How many.
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// Each of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.bytes[start..*end])
    }
}

impl<'de> Deserialize<'de> for Pieces {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Pieces;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("several bytes")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Pieces, A::Error> {
                let mut pieces = Pieces::default();
                while all.next_element_seed(Added(&mut pieces.bytes))?.is_some() {
                    pieces.ends.push(pieces.bytes.len());
                }
                Ok(pieces)
            }
        }
        deserializer.deserialize_seq(Read)
    }
}

/// Reads bytes behind those that are there.
struct Added<'a>(&'a mut Vec<u8>);

impl<'de> DeserializeSeed<'de> for Added<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_bytes(self)
    }
}

impl Visitor<'_> for Added<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<(), E> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }
}

/// The cells of one row as they are stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    number: [u8; PersonNumber::LEN],
    cells: Bytes,
}

/// A row without its personal cells, and those.
#[derive(Serialize, Deserialize)]
struct Veiled<T> {
    row: T,
    cover: Option<Cover>,
}

/// Covers and uncovers personal cells with the keys that are held.
#[derive(Clone)]
pub struct Veil(Arc<Persons>);

impl fmt::Debug for Veil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Veil(..)")
    }
}

impl Veil {
    /// The veil of a keyring.
    pub fn new(persons: Arc<Persons>) -> Self {
        Self(persons)
    }

    /// The keyring.
    pub fn persons(&self) -> &Persons {
        &self.0
    }

    /// The number a person's rows stand under from now on, with their key.
    ///
    /// # Errors
    /// A person who was erased more often than numbers are tried.
    pub fn of(&self, tree: &'static str, person: IdKey) -> Result<(PersonNumber, PersonKey), CodecError> {
        self.0.of(person).ok_or_else(|| CodecError::too_long(tree))
    }

    /// A person's key; `None` where it was given up.
    pub fn key(&self, number: PersonNumber) -> Option<PersonKey> {
        self.0.key(number)
    }

    /// Takes the personal cells out of a row and covers them.
    ///
    /// # Errors
    /// Cells over the codec's limit.
    pub fn cover<T: Personal>(&self, tree: &'static str, row: &mut T) -> Result<Option<Cover>, CodecError> {
        let Some(cells) = row.take() else { return Ok(None) };
        let (number, key) = self.of(tree, cells.person)?;
        let mut plain = zeroize::Zeroizing::new(Vec::with_capacity(64));
        codec::pack(&cells, &mut plain)?;
        Ok(Some(Cover { number: number.bytes(), cells: Bytes(key.cover(&plain)) }))
    }

    /// Puts them back; in place of cells that nobody can read any more stand those of an erased person.
    ///
    /// # Errors
    /// Bytes of another shape.
    pub fn uncover<T: Personal>(&self, row: &mut T, cover: &Cover) -> Result<(), CodecError> {
        let cells = match self.key(PersonNumber::of(cover.number)) {
            None => Cells::erased(),
            Some(key) => codec::unpack(&key.uncover(&cover.cells.0).unwrap_or_default())?,
        };
        row.put(cells);
        Ok(())
    }

    /// Packs rows of a list with their cells covered.
    ///
    /// # Errors
    /// Rows over the codec's limit.
    pub fn pack<'r, T: Personal + Clone + Serialize + 'r>(
        &self,
        tree: &'static str,
        rows: impl Iterator<Item = &'r T>,
        out: &mut Vec<u8>,
    ) -> Result<(), CodecError> {
        let veiled = rows.map(|row| {
            let mut row = row.clone();
            let cover = self.cover(tree, &mut row)?;
            Ok(Veiled { row, cover })
        });
        codec::pack(&veiled.collect::<Result<Vec<_>, CodecError>>()?, out)
    }

    /// Reads back what [`pack`](Self::pack) wrote.
    ///
    /// # Errors
    /// Bytes of another shape.
    pub fn unpack<T: Personal + DeserializeOwned>(
        &self,
        tree: &'static str,
        body: &[u8],
    ) -> Result<Vec<T>, CodecError> {
        let veiled: Vec<Veiled<T>> = codec::shape(tree, body)?;
        veiled.into_iter().map(|one| self.bared(one)).collect()
    }

    fn bared<T: Personal>(&self, Veiled { mut row, cover }: Veiled<T>) -> Result<T, CodecError> {
        if let Some(cover) = cover {
            self.uncover(&mut row, &cover)?;
        }
        Ok(row)
    }
}
