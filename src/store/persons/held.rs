//! Keys of persons as a tree: whoever holds a node can work out every key below it, and no other.
//!
//! A key is a leaf, twelve levels of sixteen below the root. Erasing a person gives up every node above the leaf and keeps the
//! siblings along its path instead: everybody else's key can still be worked out, and that one never again.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::block::{KEY, Message, Secret};
use super::leaf::PersonKey;

/// The number a person's rows stand under: 48 bits, a path of twelve steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonNumber(pub(super) u64);

impl PersonNumber {
    /// How many bytes it takes.
    pub const LEN: usize = 6;

    /// As it is stored.
    pub fn bytes(self) -> [u8; Self::LEN] {
        let [_, _, rest @ ..] = self.0.to_be_bytes();
        rest
    }

    /// From its stored bytes.
    pub fn of(bytes: [u8; Self::LEN]) -> Self {
        let [a, b, c, d, e, f] = bytes;
        Self(u64::from_be_bytes([0, 0, a, b, c, d, e, f]))
    }
}

const DEPTH: u8 = 12;
/// Down to here nodes are worked out once: 65,536 of them.
const TOP: u8 = 4;
const BITS: u8 = 4;

/// The nodes that are still held.
pub struct Held {
    /// By depth and the steps to it.
    nodes: BTreeMap<(u8, u64), Secret>,
    top: Box<[OnceLock<Option<Secret>>]>,
}

/// A pseudorandom function of the step under the node above.
fn children() -> Message<1> {
    Message::new(b"mm child")
}

/// The steps to the node above a leaf that stands at a depth.
const fn above(number: u64, depth: u8) -> u64 {
    number >> ((DEPTH - depth) * BITS)
}

fn walk(node: &Secret, from: u8, number: u64, to: u8) -> Secret {
    let mut child = children();
    (from + 1..=to).fold(node.clone(), |node, depth| child.hash(&node, [(above(number, depth) & 15) as u8]))
}

impl Held {
    fn with(nodes: BTreeMap<(u8, u64), Secret>) -> Self {
        let top = (0..1usize << (TOP * BITS)).map(|_| OnceLock::new()).collect();
        Self { nodes, top }
    }

    /// Everybody's keys.
    pub fn whole(root: [u8; KEY]) -> Self {
        Self::with(BTreeMap::from([((0, 0), Secret::of(&root))]))
    }

    fn node_above(&self, number: u64, depths: std::ops::RangeInclusive<u8>) -> Option<(u8, &Secret)> {
        depths.rev().find_map(|depth| Some((depth, self.nodes.get(&(depth, above(number, depth)))?)))
    }

    /// A person's key; `None` where it was given up.
    pub fn key(&self, PersonNumber(number): PersonNumber) -> Option<PersonKey> {
        let top = self.top.get(above(number, TOP) as usize)?.get_or_init(|| {
            let (depth, node) = self.node_above(number, 0..=TOP)?;
            Some(walk(node, depth, number, TOP))
        });
        let (depth, node) = match top {
            Some(node) => (TOP, node),
            None => self.node_above(number, TOP + 1..=DEPTH)?,
        };
        Some(PersonKey(walk(node, depth, number, DEPTH)))
    }

    /// The same without the keys of some.
    #[must_use]
    pub fn without(&self, numbers: impl IntoIterator<Item = PersonNumber>) -> Self {
        let (mut nodes, mut child) = (self.nodes.clone(), children());
        for PersonNumber(number) in numbers {
            let known = (0..=DEPTH).find_map(|depth| Some((depth, nodes.remove(&(depth, above(number, depth)))?)));
            let Some((mut depth, mut node)) = known else { continue };
            while depth < DEPTH {
                let own = above(number, depth + 1);
                for step in (0..16).filter(|step| *step != own & 15) {
                    nodes.insert((depth + 1, own & !15 | step), child.hash(&node, [step as u8]));
                }
                node = child.hash(&node, [(own & 15) as u8]);
                depth += 1;
            }
        }
        Self::with(nodes)
    }

    /// How many nodes are held.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The nodes, each behind its depth and the steps to it.
    pub(super) fn pack(&self, out: &mut Vec<u8>) {
        for ((depth, steps), node) in &self.nodes {
            out.push(*depth);
            out.extend_from_slice(&steps.to_le_bytes());
            out.extend_from_slice(node.bytes().as_slice());
        }
    }

    /// What [`pack`](Self::pack) wrote.
    pub(super) fn unpack(bytes: &[u8]) -> Option<Self> {
        let nodes = bytes.chunks(1 + 8 + KEY).map(|one| {
            let (depth, rest) = one.split_first()?;
            let (steps, node) = rest.split_first_chunk()?;
            let steps = u64::from_le_bytes(*steps);
            let stands = *depth <= DEPTH && above(steps << ((DEPTH - depth) * BITS), *depth) == steps;
            stands.then_some(((*depth, steps), Secret::of(node.try_into().ok()?)))
        });
        nodes.collect::<Option<_>>().map(Self::with)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn held() -> Held {
        Held::whole([7; KEY])
    }

    fn number() -> impl Strategy<Value = PersonNumber> {
        // Near one another as well as far: erased persons may share most of their path.
        prop_oneof![0..1u64 << 48, 0..64u64, (0..4u64, 0..16u64).prop_map(|(a, b)| a << 44 | b)].prop_map(PersonNumber)
    }

    /// Whether any node that is held stands above a leaf, or is it.
    fn derivable(held: &Held, number: PersonNumber) -> bool {
        (0..=DEPTH).any(|depth| held.nodes.contains_key(&(depth, above(number.0, depth))))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn only_the_erased_are_lost_in_whatever_order(
            erased in prop::collection::vec(number(), 1..6),
            others in prop::collection::vec(number(), 1..20),
        ) {
            let whole = held();
            let at_once = whole.without(erased.iter().copied());
            let backwards = erased.iter().rev().fold(held(), |held, one| held.without([*one]));
            prop_assert_eq!(at_once.nodes.keys().collect::<Vec<_>>(), backwards.nodes.keys().collect::<Vec<_>>());
            for one in &erased {
                prop_assert!(at_once.key(*one).is_none() && backwards.key(*one).is_none());
                prop_assert!(!derivable(&at_once, *one));
            }
            let beside = erased.iter().map(|one| PersonNumber(one.0 ^ 1));
            for one in others.into_iter().chain(beside).filter(|one| !erased.contains(one)) {
                let key = |held: &Held| held.key(one).map(|key| key.0.bytes().to_vec());
                prop_assert_eq!(key(&at_once), key(&whole));
                prop_assert_eq!(key(&backwards), key(&whole));
            }
            // No node is an ancestor of another: nothing that was given up is kept a second time.
            for (depth, steps) in at_once.nodes.keys() {
                let leaf = PersonNumber(steps << ((DEPTH - depth) * BITS));
                let over = (0..*depth).filter(|up| at_once.nodes.contains_key(&(*up, above(leaf.0, *up))));
                prop_assert_eq!(over.count(), 0);
            }
            let mut packed = Vec::new();
            at_once.pack(&mut packed);
            let back = Held::unpack(&packed).unwrap();
            prop_assert!(back.nodes == at_once.nodes);
        }
    }

    #[test]
    fn one_erased_person_costs_180_nodes_and_nothing_torn_is_read() {
        let held = held().without([PersonNumber(0x1234_5678_9abc)]);
        assert_eq!(held.len(), 180);
        let mut packed = Vec::new();
        held.pack(&mut packed);
        assert!(Held::unpack(&packed[1..]).is_none() && Held::unpack(&packed[..packed.len() - 1]).is_none());
        let number = PersonNumber(0x1234_5678_9abc);
        assert_eq!(PersonNumber::of(number.bytes()), number);
    }
}
