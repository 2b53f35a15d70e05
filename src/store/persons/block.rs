//! SHA-256 straight on its block: a person's key costs eight hashes of one block each, and a look at another day millions.

use sha2::block_api::compress256;
use zeroize::{Zeroize, Zeroizing};

/// Bytes of a key.
pub const KEY: usize = 32;
const BLOCK: usize = 64;
const LABEL: usize = 8;
/// The least that follows a message in its last block: one bit, and its length.
const PADDING: usize = 9;
/// Messages up to here need no heap.
const MOST_BLOCKS: usize = 4;
/// What the hash begins with (FIPS 180-4, 5.3.3).
const BEGIN: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// A key or a node above one, as the words of the hash that it came from; wiped when it goes.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u32; 8]);

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Secret {
    /// The one of these bytes.
    pub fn of(bytes: &[u8; KEY]) -> Self {
        let mut words = [0; 8];
        for (word, bytes) in words.iter_mut().zip(bytes.as_chunks().0) {
            *word = u32::from_be_bytes(*bytes);
        }
        Self(words)
    }

    /// Its bytes.
    pub fn bytes(&self) -> Zeroizing<[u8; KEY]> {
        let mut bytes = Zeroizing::new([0; KEY]);
        self.write(&mut bytes);
        bytes
    }

    fn write(&self, bytes: &mut [u8; KEY]) {
        for (bytes, word) in bytes.as_chunks_mut().0.iter_mut().zip(self.0) {
            *bytes = word.to_be_bytes();
        }
    }

    /// Lays it over bytes, as far as they go.
    pub fn mask(&self, bytes: &mut [u8]) {
        let mask = self.0.iter().flat_map(|word| word.to_be_bytes());
        bytes.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
    }

    /// The hash of this secret, a label and bytes of any length.
    pub fn hash(&self, label: &[u8; LABEL], bytes: &[u8]) -> Self {
        let len = KEY + LABEL + bytes.len();
        let blocks = (len + PADDING).div_ceil(BLOCK);
        let (mut few, mut many);
        let message: &mut [[u8; BLOCK]] = if blocks <= MOST_BLOCKS {
            few = [[0; BLOCK]; MOST_BLOCKS];
            &mut few[..blocks]
        } else {
            many = vec![[0; BLOCK]; blocks];
            &mut many
        };
        let flat = message.as_flattened_mut();
        flat[..KEY].copy_from_slice(self.bytes().as_slice());
        flat[KEY..KEY + LABEL].copy_from_slice(label);
        flat[KEY + LABEL..len].copy_from_slice(bytes);
        flat[len] = 0x80;
        let end = flat.len();
        flat[end - 8..].copy_from_slice(&(8 * len as u64).to_be_bytes());
        let mut words = BEGIN;
        compress256(&mut words, message);
        message.as_flattened_mut().zeroize();
        Self(words)
    }
}

/// A message of one block, to be hashed again and again: a secret, a label, and `N` bytes that differ.
pub struct Message<const N: usize>([u8; BLOCK]);

impl<const N: usize> Drop for Message<N> {
    fn drop(&mut self) {
        self.0[..KEY].zeroize();
    }
}

impl<const N: usize> Message<N> {
    /// The message of a label.
    pub fn new(label: &[u8; LABEL]) -> Self {
        const { assert!(KEY + LABEL + N + PADDING <= BLOCK) };
        let mut block = [0; BLOCK];
        block[KEY..KEY + LABEL].copy_from_slice(label);
        block[KEY + LABEL + N] = 0x80;
        block[BLOCK - 8..].copy_from_slice(&(8 * (KEY + LABEL + N) as u64).to_be_bytes());
        Self(block)
    }

    /// Its hash under a secret, with these bytes.
    pub fn hash(&mut self, secret: &Secret, bytes: [u8; N]) -> Secret {
        if let Some(key) = self.0.first_chunk_mut() {
            secret.write(key);
        }
        self.0[KEY + LABEL..KEY + LABEL + N].copy_from_slice(&bytes);
        let mut words = BEGIN;
        compress256(&mut words, std::slice::from_ref(&self.0));
        Secret(words)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    use super::*;

    proptest! {
        #[test]
        fn it_is_the_hash_of_the_whole_message(
            key in any::<[u8; KEY]>(),
            bytes in prop::collection::vec(any::<u8>(), 0..300),
            few in any::<[u8; 15]>(),
            step in any::<u8>(),
        ) {
            let secret = Secret::of(&key);
            prop_assert_eq!(&key, &*secret.bytes());
            let whole = |bytes: &[u8]| Sha256::digest([&key[..], b"mm label", bytes].concat()).to_vec();
            prop_assert_eq!(secret.hash(b"mm label", &bytes).bytes().to_vec(), whole(&bytes));
            let mut message = Message::new(b"mm label");
            for step in [step, 0, 255] {
                prop_assert_eq!(message.hash(&secret, [step]).bytes().to_vec(), whole(&[step]));
            }
            prop_assert_eq!(Message::new(b"mm label").hash(&secret, few).bytes().to_vec(), whole(&few));
            let mut masked = bytes.clone();
            secret.mask(&mut masked);
            let by_hand = bytes.iter().enumerate().map(|(at, byte)| byte ^ key.get(at).unwrap_or(&0));
            prop_assert_eq!(masked, by_hand.collect::<Vec<_>>());
        }
    }
}
