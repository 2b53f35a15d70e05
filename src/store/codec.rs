//! The one way bytes become values: a version byte, a checksum, bincode with a limit.
//!
//! Sealing will be added here and nowhere else; the tree and the key are already passed for it.

use bincode::Options;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The longest value that is ever decoded, in bytes.
const LIMIT: u64 = 1 << 24;
/// The first byte of every value: plain, bincode 1.3 with variable-length integers, CRC-32.
const PLAIN_V1: u8 = 1;
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

fn options() -> impl Options {
    bincode::DefaultOptions::new().with_limit(LIMIT)
}

/// A value as it is stored under `key` of `tree`.
///
/// # Errors
/// A value over the limit.
pub fn encode<T: Serialize + ?Sized>(tree: &'static str, key: &[u8], value: &T) -> Result<Vec<u8>, CodecError> {
    let mut out = vec![0; HEAD];
    options().serialize_into(&mut out, value).map_err(|source| CodecError::Shape { tree, source })?;
    close(tree, key, &mut out);
    Ok(out)
}

/// Bytes that are their own encoding, stored under `key` of `tree`.
pub fn encode_bytes(tree: &'static str, key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0; HEAD];
    out.extend_from_slice(bytes);
    close(tree, key, &mut out);
    out
}

fn close(tree: &str, key: &[u8], out: &mut [u8]) {
    out[0] = PLAIN_V1;
    let sum = checksum(tree, key, &out[HEAD..]);
    out[1..HEAD].copy_from_slice(&sum.to_le_bytes());
}

/// Reads a stored value back.
///
/// # Errors
/// Damage, an unknown version, or bytes of another shape.
pub fn decode<T: DeserializeOwned>(tree: &'static str, key: &[u8], stored: &[u8]) -> Result<T, CodecError> {
    let body = open(tree, key, stored)?;
    options().deserialize(body).map_err(|source| CodecError::Shape { tree, source })
}

/// Checks a stored value and gives its body.
///
/// # Errors
/// Damage or an unknown version.
pub fn open<'a>(tree: &'static str, key: &[u8], stored: &'a [u8]) -> Result<&'a [u8], CodecError> {
    let damaged = || CodecError::Damaged { tree, key: key.to_vec() };
    let (head, body) = stored.split_at_checked(HEAD).ok_or_else(damaged)?;
    if head[0] != PLAIN_V1 {
        return Err(CodecError::Version { tree, key: key.to_vec(), version: head[0] });
    }
    if head[1..] != checksum(tree, key, body).to_le_bytes() {
        return Err(damaged());
    }
    Ok(body)
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
        let stored = encode("t", b"k", &("甲", 7u32)).unwrap();
        assert_eq!(decode::<(String, u32)>("t", b"k", &stored).unwrap(), ("甲".into(), 7));
        assert!(decode::<(String, u32)>("t", b"other", &stored).is_err());
        assert!(decode::<(String, u32)>("other", b"k", &stored).is_err());
        for bit in 0..stored.len() * 8 {
            let mut torn = stored.clone();
            torn[bit / 8] ^= 1 << (bit % 8);
            assert!(decode::<(String, u32)>("t", b"k", &torn).is_err(), "bit {bit}");
        }
        assert!(open("t", b"k", &stored[..3]).is_err());
    }
}
