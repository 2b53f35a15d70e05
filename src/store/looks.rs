//! A row of instants looked at in one pass, and sets of them.

use super::thresholds::Thresholds;
use crate::judge::{Change, Fact};
use crate::model::{Day, Instant, OrgTree, Pos};

/// The looks at which something holds: a bit a look, the oldest first.
pub(super) type Mask = u128;

/// How many instants one pass can look at.
pub const MOST_LOOKS: usize = Mask::BITS as usize;

/// Instants, oldest first, each with the parameters in force.
pub(super) struct Looks {
    pub at: Vec<(Instant, Thresholds)>,
    days: Vec<Day>,
}

impl Looks {
    pub fn new(at: Vec<(Instant, Thresholds)>) -> Self {
        let days = at.iter().map(|(at, _)| at.day()).collect();
        Self { at, days }
    }

    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// The first look at or after an instant.
    pub fn first_at(&self, at: Option<Instant>) -> usize {
        at.map_or(self.len(), |at| self.at.partition_point(|(look, _)| *look < at))
    }

    /// The first look on a day or later.
    pub fn first_on(&self, day: Option<Day>) -> usize {
        day.map_or(self.len(), |day| self.days.partition_point(|look| *look < day))
    }

    /// The looks at which an organisation exists.
    pub fn exists(&self, tree: &OrgTree, pos: Pos) -> Mask {
        let from = tree.founded(pos).map_or(0, |day| self.first_on(Some(day)));
        bits(from, self.first_on(tree.closed(pos)))
    }

    /// The looks at which an organisation is founded or closed: an edge even where it is closed before it is founded.
    pub fn founded_or_closed(&self, tree: &OrgTree, pos: Pos) -> Mask {
        let days = [tree.founded(pos), tree.closed(pos)];
        days.into_iter().fold(0, |mask, day| mask | 1u128.checked_shl(self.first_on(day) as u32).unwrap_or_default())
    }

    /// The looks that differ from the one before in what is read of their parameters.
    pub fn turns<T: PartialEq>(&self, read: impl Fn(&Thresholds) -> T) -> Mask {
        let read: Vec<T> = self.at.iter().map(|(_, thresholds)| read(thresholds)).collect();
        read.windows(2).enumerate().filter(|(_, pair)| pair[0] != pair[1]).fold(0, |mask, (at, _)| mask | 1 << (at + 1))
    }
}

/// The looks from one to before another.
pub(super) fn bits(from: usize, until: usize) -> Mask {
    let below = |n: usize| 1u128.checked_shl(n as u32).map_or(Mask::MAX, |bit| bit - 1);
    below(until) & !below(from)
}

/// The looks at which a set begins or ends, the first of all left out.
pub(super) const fn edges(mask: Mask) -> Mask {
    (mask ^ (mask << 1)) & !1
}

/// The first look of a set after one, at most `len`.
pub(super) fn next(edges: Mask, after: usize, len: usize) -> usize {
    let rest = edges & !bits(0, after + 1);
    (rest.trailing_zeros() as usize).min(len)
}

/// What holds at a set of looks, told as what moves at each.
pub(super) fn tell(changes: &mut [Vec<Change>], pos: Pos, fact: Fact, mask: Mask, by: i32) {
    let len = changes.len();
    let mut rest = mask & bits(0, len);
    let mut held = false;
    while rest != 0 || held {
        let look = if held { (!rest).trailing_zeros() as usize } else { rest.trailing_zeros() as usize };
        if look >= len {
            break;
        }
        changes[look].push(Change::new(pos, fact, if held { by.wrapping_neg() } else { by }));
        held = !held;
        // What lies before the edge is told: it is filled with what holds from there on.
        rest = if held { rest | bits(0, look) } else { rest & !bits(0, look) };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_set_is_told_by_its_edges(mask: u128, len in 1usize..=MOST_LOOKS, by in 1i32..9) {
            let mut changes = vec![Vec::new(); len];
            tell(&mut changes, Pos(3), Fact::Members, mask, by);
            let mut sum = 0;
            for (look, changes) in changes.iter().enumerate() {
                sum += changes.iter().map(|change| change.by()).sum::<i32>();
                prop_assert_eq!(sum, if mask >> look & 1 == 1 { by } else { 0 }, "look {}", look);
            }
            for look in 0..len {
                let later = (look + 1..len).find(|at| edges(mask) >> at & 1 == 1);
                prop_assert_eq!(next(edges(mask), look, len), later.unwrap_or(len));
            }
        }
    }
}
