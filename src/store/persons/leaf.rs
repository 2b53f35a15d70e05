//! One person's key, and what it covers.

use super::block::{KEY, Message, Secret};

/// How many bytes a cover is longer than what it covers.
pub const NONCE: usize = 8;

/// The key of one person: opens the cells that are about them, wherever those are copied to.
#[derive(Clone)]
pub struct PersonKey(pub(super) Secret);

impl PersonKey {
    /// Covers cells. The nonce follows from what they say, so that the same cells look the same and others never share one;
    /// that they are whole is told by the seal around the value they stand in.
    pub fn cover(&self, cells: &[u8]) -> Vec<u8> {
        let nonce = self.0.hash(b"mm nonce", cells).bytes();
        let mut out = Vec::with_capacity(NONCE + cells.len());
        out.extend_from_slice(&nonce[..NONCE]);
        out.extend_from_slice(cells);
        let (nonce, body) = out.split_at_mut(NONCE);
        self.stream(nonce, body);
        out
    }

    /// Takes the cover off; `None` of what is too short to have one.
    pub fn uncover(&self, covered: &[u8]) -> Option<Vec<u8>> {
        let (nonce, body) = covered.split_at_checked(NONCE)?;
        let mut body = body.to_vec();
        self.stream(nonce, &mut body);
        Some(body)
    }

    /// The same for cells of a fixed length, without a heap.
    pub fn uncover_in_place(&self, nonce: &[u8], body: &mut [u8]) {
        self.stream(nonce, body);
    }

    fn stream(&self, nonce: &[u8], body: &mut [u8]) {
        let mut message = Message::new(b"mm cover");
        let mut counted = [0; NONCE + 4];
        counted[..NONCE].copy_from_slice(nonce);
        for (number, block) in (0u32..).zip(body.chunks_mut(KEY)) {
            counted[NONCE..].copy_from_slice(&number.to_le_bytes());
            message.hash(&self.0, counted).mask(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_with_their_key_only() {
        let (key, other) = (PersonKey(Secret::of(&[1; KEY])), PersonKey(Secret::of(&[2; KEY])));
        for len in [0, 1, 31, 32, 33, 200] {
            let cells: Vec<u8> = (0..len).map(|at| at as u8).collect();
            let covered = key.cover(&cells);
            assert_eq!(covered.len(), len + NONCE);
            assert_eq!(covered, key.cover(&cells));
            assert_eq!(key.uncover(&covered).unwrap(), cells);
            assert!(len < 31 || other.uncover(&covered).unwrap() != cells);
            assert!(len < 31 || covered[NONCE..] != cells);
        }
        assert!(key.uncover(&[0; NONCE - 1]).is_none());
    }
}
