//! The one way bytes become values: bincode with a limit behind a version byte, and either a checksum or a seal.
//!
//! ```text
//! 1 checksum body                in a plain register; CRC-32 over tree, key and body, 4 bytes
//! 2 nonce sealed-body tag        in a sealed one; tree, key and version are bound in
//! ```
//!
//! A register is one or the other: a plain value among sealed ones is damage, and so is the reverse.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bincode::Options;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::seal::{Sealer, StoreKey};

/// The longest value that is ever decoded, in bytes.
const LIMIT: u64 = 1 << 24;
/// The first byte of every value: plain, bincode 1.3 with variable-length integers, CRC-32.
const PLAIN_V1: u8 = 1;
/// The same, sealed.
const SEALED_V1: u8 = 2;
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
pub struct Codec(Option<Arc<Sealer>>);

impl fmt::Debug for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_sealed() { "sealed" } else { "plain" })
    }
}

impl Codec {
    /// Values that anybody can read.
    pub const PLAIN: Self = Self(None);

    /// Values that only this key opens.
    pub fn sealed(key: &StoreKey) -> Self {
        Self(Some(Arc::new(Sealer::new(key))))
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

    fn close(&self, tree: &'static str, key: &[u8], mut out: Vec<u8>) -> Result<Vec<u8>, CodecError> {
        match &self.0 {
            Some(sealer) => {
                sealer
                    .seal(&place(tree, key), &mut out, 1)
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
        match (*version, &self.0) {
            (PLAIN_V1, None) => {
                let (sum, body) = rest.split_at_checked(HEAD - 1).ok_or_else(damaged)?;
                if sum != checksum(tree, key, body).to_le_bytes() {
                    return Err(damaged());
                }
                Ok(Cow::Borrowed(body))
            }
            (SEALED_V1, Some(sealer)) => sealer.open(&place(tree, key), rest).map(Cow::Owned).map_err(|_| damaged()),
            (PLAIN_V1 | SEALED_V1, _) => {
                Err(CodecError::Seal { tree, key: key.to_vec(), sealed: *version == SEALED_V1 })
            }
            (version, _) => Err(CodecError::Version { tree, key: key.to_vec(), version }),
        }
    }
}

/// Reads the body of a value of `tree`.
///
/// # Errors
/// Bytes of another shape.
pub fn shape<T: DeserializeOwned>(tree: &'static str, body: &[u8]) -> Result<T, CodecError> {
    options().deserialize(body).map_err(|source| CodecError::Shape { tree, source })
}

/// What a sealed value is bound to.
fn place<'a>(tree: &'a str, key: &'a [u8]) -> [&'a [u8]; 3] {
    [tree.as_bytes(), key, &[SEALED_V1]]
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
