//! Which bytes are rare in Chinese text, so that a needle is looked for by those.

use memchr::arch::all::packedpair::HeuristicFrequencyRank;
use memchr::memmem::{Finder, FinderBuilder};

/// How common each byte is in one text, 255 for the commonest.
///
/// The finder's own table is made from other texts: in Chinese the first byte of nearly every character is one of six.
pub(super) struct Rarity([u8; 256]);

/// Every how many-th byte is counted; no multiple of three, the bytes of a character.
const SAMPLE: usize = 31;

impl Rarity {
    pub(super) fn of(text: &str) -> Self {
        let mut counts = [0u32; 256];
        text.bytes().step_by(SAMPLE).for_each(|byte| counts[usize::from(byte)] += 1);
        let mut order: Vec<u8> = (0..=255).collect();
        order.sort_by_key(|&byte| counts[usize::from(byte)]);
        let mut ranks = [0; 256];
        order.into_iter().zip(0..=255).for_each(|(byte, rank)| ranks[usize::from(byte)] = rank);
        Self(ranks)
    }

    /// A finder for a needle in such text.
    pub(super) fn finder<'n>(&self, needle: &'n str) -> Finder<'n> {
        FinderBuilder::new().build_forward_with_ranker(self, needle.as_bytes())
    }
}

impl HeuristicFrequencyRank for &Rarity {
    fn rank(&self, byte: u8) -> u8 {
        self.0[usize::from(byte)]
    }
}

impl Default for Rarity {
    fn default() -> Self {
        Self::of("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_bytes_rank_high() {
        let text = "张伟李娜王芳".repeat(100);
        let rarity = Rarity::of(&text);
        assert!((&rarity).rank(0xE5) > (&rarity).rank(b'a'));
        assert_eq!(rarity.finder("李娜").find(text.as_bytes()), Some(6));
    }
}
