//! Chance that can be asked in any order: every throw is a function of the seed and of what it is thrown for.

/// A stream of throws, started from a seed and keys, never from a neighbour's stream.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

/// What a throw is for, so that two questions about one branch never share an answer.
#[derive(Clone, Copy)]
pub(super) enum Topic {
    Area = 1,
    Skeleton,
    Weight,
    Hollow,
    Bare,
    Late,
    Cell,
    Org,
    Person,
    Member,
    Post,
    Clear,
    Transfer,
    Dues,
    Graduates,
    Records,
}

impl Dice {
    pub(super) fn new(seed: u64, topic: Topic, key: u64) -> Self {
        Self(scramble(scramble(seed ^ ((topic as u64) << 56)) ^ key))
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        scramble(self.0)
    }

    /// A number below `n`; 0 where `n` is 0.
    pub(super) fn below(&mut self, n: u32) -> u32 {
        (((self.next() >> 32) * u64::from(n)) >> 32) as u32
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1).max(1) as u32) as i32
    }

    /// True `permille` times in a thousand.
    pub(super) fn chance(&mut self, permille: u32) -> bool {
        self.below(1000) < permille
    }

    /// A number from 0 up to, not including, 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        from.get(self.below(from.len() as u32) as usize).copied()
    }

    /// The place in `shares` that a throw over their sum falls on.
    pub(super) fn share(&mut self, shares: &[u32]) -> usize {
        let mut left = self.below(shares.iter().sum());
        for (at, share) in shares.iter().enumerate() {
            match left.checked_sub(*share) {
                Some(rest) => left = rest,
                None => return at,
            }
        }
        0
    }
}

// The finaliser of splitmix64: every input bit reaches every output bit.
fn scramble(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn throws_repeat_and_stay_in_range() {
        let mut dice = Dice::new(7, Topic::Cell, 1);
        let mut again = Dice::new(7, Topic::Cell, 1);
        let mut other = Dice::new(7, Topic::Hollow, 1);
        assert_eq!(dice.next(), again.next());
        assert_ne!(dice.next(), other.next());
        for _ in 0..1000 {
            assert!(dice.below(7) < 7);
            assert!((-3..=4).contains(&dice.between(-3, 4)));
            assert!(dice.share(&[1, 0, 5]) != 1);
        }
        assert_eq!(dice.below(0), 0);
    }
}
