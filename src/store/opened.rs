//! Chunks of the search's index that were opened lately: one keystroke asks for much the same as the one before it, and in a
//! sealed register opening a chunk costs more than finding it.
//!
//! They live no longer than the database they were read from, so that a generation that follows an erasing begins with none,
//! and are wiped when they go.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

/// The most bytes that are kept.
const MOST: usize = 16 << 20;

type Key = [u8; 5];

/// What was opened lately.
pub(super) struct Opened {
    kept: Mutex<Kept>,
    most: usize,
}

#[derive(Default)]
struct Kept {
    chunks: HashMap<Key, Chunk>,
    /// The order in which chunks are looked at when there are too many; each stands in it once.
    turns: VecDeque<Key>,
    bytes: usize,
}

struct Chunk {
    body: Zeroizing<Vec<u8>>,
    /// Whether it was asked for since it was looked at.
    asked: bool,
}

impl Default for Opened {
    fn default() -> Self {
        Self::with(MOST)
    }
}

impl Opened {
    fn with(most: usize) -> Self {
        Self { kept: Mutex::default(), most }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A chunk that is kept.
    pub fn get(&self, key: Key) -> Option<Vec<u8>> {
        let mut kept = self.kept();
        let chunk = kept.chunks.get_mut(&key)?;
        chunk.asked = true;
        Some(chunk.body.to_vec())
    }

    /// Keeps a chunk, and lets those go that nobody asked for.
    pub fn keep(&self, key: Key, body: &[u8]) {
        let mut kept = self.kept();
        let kept = &mut *kept;
        if body.len() > self.most || kept.chunks.contains_key(&key) {
            return;
        }
        while kept.bytes + body.len() > self.most {
            let Some(oldest) = kept.turns.pop_front() else { break };
            let asked = kept.chunks.get_mut(&oldest).is_some_and(|chunk| std::mem::take(&mut chunk.asked));
            if asked {
                kept.turns.push_back(oldest);
            } else {
                kept.bytes -= kept.chunks.remove(&oldest).map_or(0, |chunk| chunk.body.len());
            }
        }
        kept.bytes += body.len();
        kept.turns.push_back(key);
        kept.chunks.insert(key, Chunk { body: Zeroizing::new(body.to_vec()), asked: false });
    }

    /// Lets everything go.
    pub fn forget(&self) {
        *self.kept() = Kept::default();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_chunk_is_as_it_was_and_there_are_never_too_many(
            asked in prop::collection::vec((0u8..40, any::<bool>()), 0..400),
        ) {
            let body = |no: u8| vec![no; 1 + usize::from(no) * 7];
            let opened = Opened::with(1000);
            for (no, again) in asked {
                let key = [1, 0, 0, 0, no];
                if let Some(found) = opened.get(key) {
                    prop_assert_eq!(found, body(no));
                }
                opened.keep(key, &body(no));
                prop_assert_eq!(opened.get(key).filter(|_| again), again.then(|| body(no)));
                let kept = opened.kept();
                let bytes: usize = kept.chunks.values().map(|chunk| chunk.body.len()).sum();
                prop_assert!(bytes <= 1000 && bytes == kept.bytes && kept.turns.len() == kept.chunks.len());
            }
            opened.forget();
            prop_assert!(opened.get([1, 0, 0, 0, 7]).is_none());
        }
    }

    #[test]
    fn what_is_asked_for_again_stays_and_what_is_too_long_is_not_kept() {
        let opened = Opened::with(100);
        let key = |no| [6, 0, 0, 0, no];
        (0..4).for_each(|no| opened.keep(key(no), &[no; 25]));
        assert!(opened.get(key(0)).is_some());
        opened.keep(key(4), &[4; 25]);
        assert!(opened.get(key(0)).is_some() && opened.get(key(1)).is_none());
        opened.keep(key(5), &[5; 101]);
        assert!(opened.get(key(5)).is_none() && opened.get(key(4)).is_some());
    }
}
