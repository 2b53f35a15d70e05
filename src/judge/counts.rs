//! A column of counts as running totals: of every organisation where most have one, of those that have one elsewhere.

use super::Scope;
use crate::model::Pos;

/// One count of every organisation; the value of most is zero for most counts.
///
/// Running totals may go round beyond 2³²: a difference below that is right all the same.
#[derive(Clone, Debug)]
pub(super) enum Counts {
    /// Where it is not zero, in order, and the running total up to and with each place. A subtree's number is two
    /// searches, for a small part of the memory.
    Sparse { len: usize, places: Vec<u32>, totals: Vec<u32> },
    /// The running total before each organisation, and after the last.
    Dense(Vec<u32>),
}

impl Counts {
    pub fn new() -> Self {
        Self::Sparse { len: 0, places: Vec::new(), totals: Vec::new() }
    }

    /// So many organisations, all zero.
    pub fn zeros(len: usize) -> Self {
        Self::Sparse { len, places: Vec::new(), totals: Vec::new() }
    }

    /// Moves the values of some organisations, given in the order of the tree, each by so much; O(organisations).
    pub fn shift(&mut self, moved: impl Iterator<Item = (Pos, i32)>) {
        match self {
            Self::Dense(totals) => {
                let (mut shift, mut from) = (0u32, 0);
                for (pos, by) in moved {
                    let until = pos.index() + 1;
                    totals[from..until].iter_mut().for_each(|total| *total = total.wrapping_add(shift));
                    (shift, from) = (shift.wrapping_add(by as u32), until);
                }
                totals[from..].iter_mut().for_each(|total| *total = total.wrapping_add(shift));
            }
            Self::Sparse { len, places, totals } => {
                let (mut next, mut before) = (0, 0);
                let mut known: Vec<(u32, u32)> = Vec::with_capacity(places.len());
                for (place, total) in places.iter().zip(&*totals) {
                    known.push((*place, total.wrapping_sub(before)));
                    before = *total;
                }
                let mut after = Self::zeros(0);
                let mut put = |place: u32, value: u32| after.put(place, value);
                for (pos, by) in moved {
                    while let Some((place, value)) = known.get(next).filter(|(place, _)| *place < pos.0) {
                        put(*place, *value);
                        next += 1;
                    }
                    let own = known.get(next).filter(|(place, _)| *place == pos.0).map(|(_, value)| *value);
                    next += usize::from(own.is_some());
                    put(pos.0, own.unwrap_or_default().wrapping_add(by as u32));
                }
                known[next..].iter().for_each(|(place, value)| put(*place, *value));
                after.lengthen(*len);
                *self = after;
            }
        }
    }

    fn put(&mut self, place: u32, value: u32) {
        if let Self::Sparse { places, totals, .. } = self
            && value != 0
        {
            places.push(place);
            totals.push(totals.last().copied().unwrap_or_default().wrapping_add(value));
        }
    }

    fn lengthen(&mut self, to: usize) {
        if let Self::Sparse { len, .. } = self {
            *len = to;
        }
    }

    /// Whether [`settle`](Self::settle) would leave it as it is.
    pub fn is_settled(&self) -> bool {
        match self {
            Self::Sparse { len, places, .. } => places.len() * 2 <= *len && places.len() == places.capacity(),
            Self::Dense(_) => true,
        }
    }

    /// Adds the value of the next organisation.
    pub fn push(&mut self, value: u32) {
        match self {
            Self::Sparse { len, .. } => {
                let place = *len as u32;
                *len += 1;
                self.put(place, value);
            }
            Self::Dense(totals) => totals.push(totals.last().copied().unwrap_or_default().wrapping_add(value)),
        }
    }

    /// Takes the shape that needs less memory. No more organisations need follow, but they may.
    pub fn settle(&mut self) {
        if let Self::Sparse { len, places, totals } = self {
            if places.len() * 2 > *len {
                let mut all = Vec::with_capacity(*len + 1);
                let (mut next, mut sum) = (places.iter().zip(&*totals).peekable(), 0);
                for at in 0..*len as u32 {
                    all.push(sum);
                    if let Some((_, total)) = next.next_if(|(place, _)| **place == at) {
                        sum = *total;
                    }
                }
                all.push(sum);
                *self = Self::Dense(all);
            } else {
                places.shrink_to_fit();
                totals.shrink_to_fit();
            }
        }
    }

    /// Puts another value in place of an organisation's; as much work as there are organisations behind it.
    pub fn set(&mut self, at: usize, value: u32) {
        let more = value.wrapping_sub(self.own(at));
        if more == 0 {
            return;
        }
        match self {
            Self::Sparse { places, totals, .. } => {
                let slot = places.partition_point(|place| (*place as usize) < at);
                let known = places.get(slot).is_some_and(|place| *place as usize == at);
                if known && value == 0 {
                    places.remove(slot);
                    totals.remove(slot);
                } else if !known {
                    places.insert(slot, at as u32);
                    let before = slot.checked_sub(1).and_then(|last| totals.get(last)).copied().unwrap_or_default();
                    totals.insert(slot, before);
                }
                totals[slot..].iter_mut().for_each(|total| *total = total.wrapping_add(more));
            }
            Self::Dense(totals) => {
                totals[at + 1..].iter_mut().for_each(|total| *total = total.wrapping_add(more));
            }
        }
    }

    /// The sum over a range of organisations.
    pub fn total(&self, scope: &Scope) -> u32 {
        self.before(scope.end).wrapping_sub(self.before(scope.start))
    }

    /// The value of one organisation.
    pub fn own(&self, at: usize) -> u32 {
        self.total(&(at..at + 1))
    }

    fn before(&self, at: usize) -> u32 {
        match self {
            Self::Sparse { places, totals, .. } => {
                let below = places.partition_point(|place| (*place as usize) < at);
                below.checked_sub(1).and_then(|last| totals.get(last)).copied().unwrap_or_default()
            }
            Self::Dense(totals) => totals[at],
        }
    }

    /// Copies the values of a stretch.
    pub fn load(&self, first: usize, out: &mut [i64]) {
        match self {
            Self::Sparse { places, totals, .. } => {
                out.fill(0);
                let from = places.partition_point(|place| (*place as usize) < first);
                let mut before = from.checked_sub(1).and_then(|last| totals.get(last)).copied().unwrap_or_default();
                for (place, total) in places.iter().zip(totals).skip(from) {
                    let Some(slot) = out.get_mut(*place as usize - first) else { break };
                    *slot = total.wrapping_sub(before).into();
                    before = *total;
                }
            }
            Self::Dense(totals) => {
                for (value, pair) in out.iter_mut().zip(totals[first..].windows(2)) {
                    *value = pair[1].wrapping_sub(pair[0]).into();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn columns(values: &[u32]) -> [Counts; 2] {
        let mut loose = Counts::new();
        values.iter().for_each(|value| loose.push(*value));
        let mut settled = loose.clone();
        settled.settle();
        [loose, settled]
    }

    proptest! {
        #[test]
        fn both_shapes_say_what_was_put_in(
            values in prop_oneof![
                prop::collection::vec(prop_oneof![9 => Just(0u32), 1 => any::<u32>()], 1..200),
                prop::collection::vec(0u32..5, 1..200),
            ],
            from in 0usize..200,
            len in 0usize..200,
            other in prop_oneof![Just(0u32), any::<u32>()],
        ) {
            let mut values = values;
            let changed = len % values.len();
            let [mut loose, mut settled] = columns(&values);
            for counts in [&mut loose, &mut settled] {
                counts.set(changed, other);
            }
            values[changed] = other;
            let from = from.min(values.len());
            let to = (from + len).min(values.len());
            let sum = values[from..to].iter().fold(0u32, |sum, value| sum.wrapping_add(*value));
            for counts in [loose, settled] {
                prop_assert_eq!(counts.total(&(from..to)), sum);
                let mut out = vec![7; to - from];
                counts.load(from, &mut out);
                prop_assert_eq!(&out, &values[from..to].iter().map(|value| i64::from(*value)).collect::<Vec<_>>());
                for (at, value) in values.iter().enumerate() {
                    prop_assert_eq!(counts.own(at), *value);
                }
            }
        }
    }
}
