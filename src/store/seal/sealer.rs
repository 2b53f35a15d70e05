//! The store key, and the cipher made of it.

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

const KEY: usize = 32;
const NONCE: usize = 24;
const TAG: usize = 16;

/// What a sealed value is longer by, in bytes.
pub const OVERHEAD: usize = NONCE + TAG;

/// A value that was not sealed by this key, in this place, or is no longer what was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the value was not sealed by this key for this place, or it is damaged")]
pub struct Unsealed;

/// A value could not be sealed; nothing of it is written then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The system has no random numbers to give.
    #[error("the system gives no random numbers")]
    Random,
    /// The value is longer than the cipher takes.
    #[error("the value is too long to be sealed")]
    Length,
}

/// The random key of one register.
pub struct StoreKey(Zeroizing<[u8; KEY]>);

impl StoreKey {
    /// A new key.
    ///
    /// # Errors
    /// A system that has no random numbers to give.
    pub fn random() -> Result<Self, SealError> {
        Ok(Self(Zeroizing::new(random()?)))
    }

    /// The key of these bytes, where they are as many as a key has.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|key| Self(Zeroizing::new(key)))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// A key of its own for each use, so that none can stand in for another.
    pub(in crate::store) fn for_use(&self, name: &str) -> Zeroizing<[u8; KEY]> {
        let mut key = Zeroizing::new([0; KEY]);
        // The only error is a length beyond 255 hashes, and it is one.
        let _ = Hkdf::<Sha256>::new(None, self.bytes()).expand(name.as_bytes(), key.as_mut());
        key
    }
}

/// As many random bytes.
pub(in crate::store) fn random<const N: usize>() -> Result<[u8; N], SealError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| SealError::Random)?;
    Ok(bytes)
}

/// Seals and opens values: XChaCha20-Poly1305, a random nonce for each, so that registers which are merged never share one.
#[derive(Clone)]
pub struct Sealer(XChaCha20Poly1305);

impl Sealer {
    /// The cipher of a register's values.
    pub fn new(key: &StoreKey) -> Self {
        Self::with(&key.for_use("mingmai values 1"))
    }

    /// The cipher of the keyring of persons.
    pub fn of_persons(key: &StoreKey) -> Self {
        Self::with(&key.for_use("mingmai persons 1"))
    }

    /// The cipher of a key of its own.
    pub(in crate::store) fn with(key: &[u8; KEY]) -> Self {
        Self(XChaCha20Poly1305::new(key.into()))
    }

    /// Seals what follows the first `head` bytes of `value` in place: nonce, then the sealed bytes, then their tag.
    ///
    /// `place` says where the value stands; it opens nowhere else.
    ///
    /// # Errors
    /// [`SealError`]; the value must not be written then.
    pub fn seal(&self, place: &[&[u8]], value: &mut Vec<u8>, head: usize) -> Result<(), SealError> {
        let nonce: [u8; NONCE] = random()?;
        let end = value.len();
        value.resize(end + OVERHEAD, 0);
        value.copy_within(head..end, head + NONCE);
        value[head..head + NONCE].copy_from_slice(&nonce);
        let body = &mut value[head + NONCE..end + NONCE];
        let tag = self.0.encrypt_inout_detached(&XNonce::from(nonce), &joined(place), body.into());
        let tag = tag.map_err(|_| SealError::Length)?;
        value[end + NONCE..].copy_from_slice(&tag);
        Ok(())
    }

    /// Opens what [`seal`](Self::seal) made of a value with no head.
    ///
    /// # Errors
    /// [`Unsealed`].
    pub fn open(&self, place: &[&[u8]], sealed: &[u8]) -> Result<Vec<u8>, Unsealed> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE>().ok_or(Unsealed)?;
        let (body, tag) = rest.split_last_chunk::<TAG>().ok_or(Unsealed)?;
        let mut body = body.to_vec();
        let opened = self.0.decrypt_inout_detached(
            &XNonce::from(*nonce),
            &joined(place),
            body.as_mut_slice().into(),
            &Tag::from(*tag),
        );
        opened.map(|()| body).map_err(|_| Unsealed)
    }
}

/// The parts one after another, each with its length, so that no two places read the same.
fn joined(place: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::with_capacity(place.iter().map(|part| part.len() + 4).sum());
    for part in place {
        out.extend_from_slice(&(part.len() as u32).to_le_bytes());
        out.extend_from_slice(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_opens_in_its_place_with_its_key_and_nowhere_else() {
        let (key, other) = (StoreKey::random().unwrap(), StoreKey::random().unwrap());
        let sealer = Sealer::new(&key);
        let place: &[&[u8]] = &[b"rows", b"k1"];
        let mut value = b"HEADsome text".to_vec();
        sealer.seal(place, &mut value, 4).unwrap();
        assert_eq!(value.len(), b"HEADsome text".len() + OVERHEAD);
        assert!(value.starts_with(b"HEAD") && !value.windows(4).any(|window| window == b"some"));
        assert_eq!(sealer.open(place, &value[4..]).unwrap(), b"some text");
        assert_eq!(sealer.open(&[b"row", b"sk1"], &value[4..]), Err(Unsealed));
        assert_eq!(sealer.open(&[b"rows", b"k2"], &value[4..]), Err(Unsealed));
        assert_eq!(Sealer::new(&other).open(place, &value[4..]), Err(Unsealed));
        for bit in 0..(value.len() - 4) * 8 {
            let mut torn = value[4..].to_vec();
            torn[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(sealer.open(place, &torn), Err(Unsealed));
        }
        for short in 0..OVERHEAD {
            assert_eq!(sealer.open(place, &value[4..4 + short]), Err(Unsealed));
        }
    }

    #[test]
    fn the_same_value_never_looks_the_same() {
        let sealer = Sealer::new(&StoreKey::random().unwrap());
        let seal = || {
            let mut value = b"text".to_vec();
            sealer.seal(&[b"t"], &mut value, 0).unwrap();
            value
        };
        assert_ne!(seal(), seal());
    }
}
