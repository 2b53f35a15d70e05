//! The one way bytes become values: bincode with a limit behind a version byte, and either a checksum or a seal.
//!
//! ```text
//! 1 checksum body                in a plain register; CRC-32 over tree, key and body, 4 bytes
//! 2 nonce sealed-body tag        in a sealed one; tree, key and version are bound in
//! 3 the same                     personal cells in its body are covered by keys of their own, see `persons`
//! ```
//!
//! A register is one or the other: a plain value among sealed ones is damage, and so is the reverse.

use std::borrow::Cow;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use bincode::Options;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::lists::Listed;
use super::persons::{FILE, Persons, PersonsError, Veil};
use super::seal::{Sealer, StoreKey};
use super::{column, dues, index, past, rows, trees};
use crate::model::{Conduct, Transfer};

/// The longest value that is ever decoded, in bytes.
const LIMIT: u64 = 1 << 24;
/// The first byte of every value: plain, bincode 1.3 with variable-length integers, CRC-32.
const PLAIN_V1: u8 = 1;
/// The same, sealed.
const SEALED_V1: u8 = 2;
/// Sealed, with personal cells under a veil.
const VEILED_V1: u8 = 3;
const HEAD: usize = 5;

/// Why a value could not be read back.
#[derive(Debug, thiserror::Error)]
pub enum CodecError {
    /// Shorter than its head, or a checksum that does not agree.
    #[error("value {key:02x?} of {tree} is damaged")]
    Damaged {
        /// The tree it is in.
        tree: &'static str,
        /// Its key.
        key: Vec<u8>,
    },
    /// Sealed in a register that is not, or plain in one that is.
    #[error("value {key:02x?} of {tree} is {}", if *.sealed { "sealed, and the register has no keys" } else { "not sealed, and the register is" })]
    Seal {
        /// The tree it is in.
        tree: &'static str,
        /// Its key.
        key: Vec<u8>,
        /// Whether the value is sealed.
        sealed: bool,
    },
    /// Personal cells are covered, and the keyring of persons is not there.
    #[error("value of {tree} needs the keyring of persons, which is not there")]
    Persons {
        /// The tree it is in.
        tree: &'static str,
    },
    /// The value could not be sealed, and is not written.
    #[error("value of {tree}: {source}")]
    Unsealable {
        /// The tree it was for.
        tree: &'static str,
        /// Why.
        source: super::seal::SealError,
    },
    /// A version byte this program does not know.
    #[error("value {key:02x?} of {tree} is of version {version}, which this program does not know")]
    Version {
        /// The tree it is in.
        tree: &'static str,
        /// Its key.
        key: Vec<u8>,
        /// The version byte.
        version: u8,
    },
    /// The bytes are whole but are not such a value.
    #[error("value of {tree}: {source}")]
    Shape {
        /// The tree it is in.
        tree: &'static str,
        /// What bincode said.
        source: bincode::Error,
    },
}

impl CodecError {
    /// More than the values of one organisation may be.
    pub(super) fn too_long(tree: &'static str) -> Self {
        Self::Shape { tree, source: Box::new(bincode::ErrorKind::SizeLimit) }
    }
}

fn options() -> impl Options {
    bincode::DefaultOptions::new().with_limit(LIMIT)
}

/// How the values of one register are stored: plain, or sealed by its key.
#[derive(Clone, Default)]
pub struct Codec(Option<Arc<Keys>>);

/// What a sealed register is opened with.
struct Keys {
    values: Sealer,
    /// Seals the keyring of persons.
    ring: Sealer,
    persons: Option<OfPersons>,
}

/// What a generation with a keyring of persons is opened with.
#[derive(Clone)]
struct OfPersons {
    veil: Veil,
    /// Seals what is worked out of persons' rows, and goes with every erasing.
    derived: Sealer,
}

impl fmt::Debug for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_sealed() { "sealed" } else { "plain" })
    }
}

/// Trees whose rows are about persons.
fn personal(tree: &str) -> bool {
    [rows::TREE, dues::TREE, Transfer::TREE, Conduct::TREE, trees::EDITS, past::TREE].contains(&tree)
}

/// Whether a tree is worked out of persons' rows, so that it can be made again from them and no copy need carry it.
pub fn worked_out(tree: &str) -> bool {
    [index::TREE, column::TREE].contains(&tree)
}

/// A value's body, and what its personal cells are uncovered with where they are covered.
pub type Opened<'a, 'c> = (Cow<'a, [u8]>, Option<&'c Veil>);

impl Codec {
    /// Values that anybody can read.
    pub const PLAIN: Self = Self(None);

    /// Values that only this key opens.
    pub fn sealed(key: &StoreKey) -> Self {
        Self(Some(Arc::new(Keys { values: Sealer::new(key), ring: Sealer::of_persons(key), persons: None })))
    }

    /// The same for a generation with this keyring of persons; a plain register has none.
    #[must_use]
    pub fn with_persons(&self, persons: Arc<Persons>) -> Self {
        let keys = self.0.as_ref().map(|keys| {
            let derived = persons.derived();
            let persons = Some(OfPersons { veil: Veil::new(persons), derived });
            Arc::new(Keys { values: keys.values.clone(), ring: keys.ring.clone(), persons })
        });
        Self(keys)
    }

    /// The same for the generation in a directory: with its keyring of persons, where it has one.
    ///
    /// # Errors
    /// A keyring that does not open.
    pub(super) fn of_generation(&self, path: &Path) -> Result<Self, PersonsError> {
        let bare = Self(
            self.0
                .as_ref()
                .map(|keys| Arc::new(Keys { values: keys.values.clone(), ring: keys.ring.clone(), persons: None })),
        );
        let file = path.join(FILE);
        let there = file.try_exists().map_err(|source| PersonsError::Io { path: file.clone(), source })?;
        if !bare.is_sealed() || !there {
            return Ok(bare);
        }
        Ok(bare.with_persons(Arc::new(bare.read_persons(&file)?)))
    }

    /// The keyring of persons in a file.
    ///
    /// # Errors
    /// Another register's, or damage.
    pub fn read_persons(&self, file: &Path) -> Result<Persons, PersonsError> {
        self.0.as_ref().map_or(Err(PersonsError::Damaged), |keys| Persons::read(file, &keys.ring))
    }

    /// Keeps a keyring of persons in a file, sealed.
    ///
    /// # Errors
    /// What the disk said.
    pub fn write_persons(&self, persons: &Persons, file: &Path) -> Result<(), PersonsError> {
        self.0.as_ref().map_or(Ok(()), |keys| persons.write(file, &keys.ring))
    }

    /// The keyring of persons; `None` in a plain register, and in a generation that was written before there were any.
    pub fn persons(&self) -> Option<&Persons> {
        Some(self.0.as_ref()?.persons.as_ref()?.veil.persons())
    }

    /// What covers the personal cells of a tree's values, where they are to be covered: their bodies are then as
    /// [`Veil`] packs them.
    pub fn veil(&self, tree: &str) -> Option<&Veil> {
        let persons = self.0.as_ref()?.persons.as_ref()?;
        personal(tree).then_some(&persons.veil)
    }

    /// The sealer of a tree's values.
    fn sealer(&self, tree: &str) -> Option<&Sealer> {
        let keys = self.0.as_ref()?;
        let derived = keys.persons.as_ref().filter(|_| worked_out(tree));
        Some(derived.map_or(&keys.values, |persons| &persons.derived))
    }

    /// Whether values are sealed.
    pub fn is_sealed(&self) -> bool {
        self.0.is_some()
    }

    /// A value as it is stored under `key` of `tree`.
    ///
    /// # Errors
    /// A value over the limit, or one that cannot be sealed.
    pub fn encode<T: Serialize + ?Sized>(
        &self,
        tree: &'static str,
        key: &[u8],
        value: &T,
    ) -> Result<Vec<u8>, CodecError> {
        let mut out = self.begin();
        options().serialize_into(&mut out, value).map_err(|source| CodecError::Shape { tree, source })?;
        self.close(tree, key, out)
    }

    /// Bytes that are their own encoding, stored under `key` of `tree`.
    ///
    /// # Errors
    /// Bytes that cannot be sealed.
    pub fn encode_bytes(&self, tree: &'static str, key: &[u8], bytes: &[u8]) -> Result<Vec<u8>, CodecError> {
        let mut out = self.begin();
        out.extend_from_slice(bytes);
        self.close(tree, key, out)
    }

    fn begin(&self) -> Vec<u8> {
        if self.is_sealed() { vec![SEALED_V1] } else { vec![0; HEAD] }
    }

    /// A sealed register's, with a keyring of persons.
    #[cfg(test)]
    pub(super) fn of_persons() -> Self {
        let key = StoreKey::random().unwrap();
        Self::sealed(&key).with_persons(Arc::new(Persons::random().unwrap()))
    }

    fn close(&self, tree: &'static str, key: &[u8], mut out: Vec<u8>) -> Result<Vec<u8>, CodecError> {
        match self.sealer(tree) {
            Some(sealer) => {
                out[0] = if self.veil(tree).is_some() { VEILED_V1 } else { SEALED_V1 };
                let version = [out[0]];
                sealer
                    .seal(&place(tree, key, &version), &mut out, 1)
                    .map_err(|source| CodecError::Unsealable { tree, source })?;
            }
            None => {
                out[0] = PLAIN_V1;
                let sum = checksum(tree, key, &out[HEAD..]);
                out[1..HEAD].copy_from_slice(&sum.to_le_bytes());
            }
        }
        Ok(out)
    }

    /// Reads a stored value back.
    ///
    /// # Errors
    /// Damage, an unknown version, or bytes of another shape.
    pub fn decode<T: DeserializeOwned>(&self, tree: &'static str, key: &[u8], stored: &[u8]) -> Result<T, CodecError> {
        shape(tree, &self.open(tree, key, stored)?)
    }

    /// Checks or unseals a stored value and gives its body.
    ///
    /// # Errors
    /// Damage or an unknown version.
    pub fn open<'a>(&self, tree: &'static str, key: &[u8], stored: &'a [u8]) -> Result<Cow<'a, [u8]>, CodecError> {
        let damaged = || CodecError::Damaged { tree, key: key.to_vec() };
        let (version, rest) = stored.split_first().ok_or_else(damaged)?;
        match (*version, self.sealer(tree)) {
            (PLAIN_V1, None) => {
                let (sum, body) = rest.split_at_checked(HEAD - 1).ok_or_else(damaged)?;
                if sum != checksum(tree, key, body).to_le_bytes() {
                    return Err(damaged());
                }
                Ok(Cow::Borrowed(body))
            }
            (SEALED_V1 | VEILED_V1, Some(sealer)) => {
                sealer.open(&place(tree, key, &[*version]), rest).map(Cow::Owned).map_err(|_| damaged())
            }
            (PLAIN_V1 | SEALED_V1 | VEILED_V1, _) => {
                Err(CodecError::Seal { tree, key: key.to_vec(), sealed: *version != PLAIN_V1 })
            }
            (version, _) => Err(CodecError::Version { tree, key: key.to_vec(), version }),
        }
    }

    /// The same, with what uncovers its personal cells.
    ///
    /// # Errors
    /// As for [`open`](Self::open); and covered cells without the keyring of persons.
    pub fn read<'a>(&self, tree: &'static str, key: &[u8], stored: &'a [u8]) -> Result<Opened<'a, '_>, CodecError> {
        let body = self.open(tree, key, stored)?;
        if !is_veiled(stored) {
            return Ok((body, None));
        }
        let veil = self.veil(tree).ok_or(CodecError::Persons { tree })?;
        Ok((body, Some(veil)))
    }
}

/// Whether the personal cells of a stored value are covered.
pub(super) fn is_veiled(stored: &[u8]) -> bool {
    stored.first() == Some(&VEILED_V1)
}

/// Reads the body of a value of `tree`.
///
/// # Errors
/// Bytes of another shape.
pub fn shape<T: DeserializeOwned>(tree: &'static str, body: &[u8]) -> Result<T, CodecError> {
    options().deserialize(body).map_err(|source| CodecError::Shape { tree, source })
}

/// What a sealed value is bound to.
fn place<'a>(tree: &'a str, key: &'a [u8], version: &'a [u8]) -> [&'a [u8]; 3] {
    [tree.as_bytes(), key, version]
}

/// Packs a value without a head, for rows on their way into a register.
///
/// # Errors
/// A value over the limit.
pub fn pack<T: Serialize>(value: &T, out: &mut Vec<u8>) -> Result<(), CodecError> {
    options().serialize_into(out, value).map_err(|source| CodecError::Shape { tree: "batch", source })
}

/// Reads back what [`pack`] wrote; the bytes must be used up.
///
/// # Errors
/// Bytes of another shape.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    options().deserialize(bytes).map_err(|source| CodecError::Shape { tree: "batch", source })
}

/// Reads back the first of several that [`pack`] wrote one after another.
///
/// # Errors
/// Bytes of another shape.
pub fn unpack_first<T: DeserializeOwned>(mut bytes: &[u8]) -> Result<T, CodecError> {
    options().deserialize_from(&mut bytes).map_err(|source| CodecError::Shape { tree: "batch", source })
}

/// Reads back the next of several that [`pack`] wrote one after another, and moves on behind it.
///
/// # Errors
/// Bytes of another shape.
pub fn unpack_next<T: DeserializeOwned>(bytes: &mut &[u8]) -> Result<T, CodecError> {
    options().deserialize_from(bytes).map_err(|source| CodecError::Shape { tree: "batch", source })
}

// Tree and key are part of the sum: a value in another's place is damage too.
fn checksum(tree: &str, key: &[u8], body: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(tree.as_bytes());
    hasher.update(key);
    hasher.update(body);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_and_a_flipped_bit_does_not() {
        let sealed = Codec::sealed(&StoreKey::random().unwrap());
        for codec in [Codec::PLAIN, sealed.clone()] {
            let stored = codec.encode("t", b"k", &("甲", 7u32)).unwrap();
            let read = |tree, key: &[u8], stored: &[u8]| codec.decode::<(String, u32)>(tree, key, stored);
            assert_eq!(read("t", b"k", &stored).unwrap(), ("甲".into(), 7));
            assert!(read("t", b"other", &stored).is_err());
            assert!(read("other", b"k", &stored).is_err());
            for bit in 0..stored.len() * 8 {
                let mut torn = stored.clone();
                torn[bit / 8] ^= 1 << (bit % 8);
                assert!(read("t", b"k", &torn).is_err(), "bit {bit}");
            }
            (0..stored.len()).for_each(|cut| assert!(codec.open("t", b"k", &stored[..cut]).is_err()));
        }
        let stored = sealed.encode_bytes("t", b"k", "甲".as_bytes()).unwrap();
        assert!(!stored.windows(3).any(|window| window == "甲".as_bytes()));
        assert!(matches!(Codec::PLAIN.open("t", b"k", &stored), Err(CodecError::Seal { sealed: true, .. })));
        let plain = Codec::PLAIN.encode_bytes("t", b"k", b"x").unwrap();
        assert!(matches!(sealed.open("t", b"k", &plain), Err(CodecError::Seal { sealed: false, .. })));
        assert_eq!(format!("{sealed:?}"), "sealed");
    }
}
