//! Building the index from all members, once after an import.

use std::thread;

use anyhow::{Result, ensure};

use super::chunk::{ChunkSink, Tag, Writer};
use super::fold::folded;
use super::intern::Intern;
use super::keys;
use super::names;
use super::places::{MOST, ORDINAL_BITS};
use super::sorted::{Sorted, entry};
use crate::model::{IdKey, Identity, MemberNumber, Phone};

/// How the index is written; another number is read by no program but its own.
const FORMAT: u64 = 1;

/// Takes every member in the order of ordinals, then writes the index.
///
/// About 40 bytes a member at the worst moment, most of it while they come.
pub struct Builder {
    pub(super) names: Intern,
    pub(super) of: Vec<u32>,
    pub(super) identities: Vec<u64>,
    // Key and ordinal together: 40 bits of the one and 24 of the other are sorted as one number.
    /// In the order of ordinals.
    pub(super) phones: Vec<u64>,
    /// In any order.
    pub(super) numbers: Vec<u64>,
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// With no members yet.
    pub fn new() -> Self {
        Self { names: Intern::new(), of: Vec::new(), identities: Vec::new(), phones: Vec::new(), numbers: Vec::new() }
    }

    /// Adds the member with the next ordinal.
    pub fn push(&mut self, name: &str, id: &Identity, phone: Option<&Phone>, number: Option<&MemberNumber>) {
        let ordinal = self.of.len() as u64;
        if self.of.len() >= MOST - 1 {
            // Counted so that `finish` can say so; one more would not fit its number.
            self.of.push(0);
            return;
        }
        self.of.push(self.names.number(&folded(name)));
        self.identities.push(keys::identity(id));
        self.phones.extend(phone.map(|phone| keys::phone(phone) << ORDINAL_BITS | ordinal));
        self.numbers.extend(number.map(|number| keys::number(number) << ORDINAL_BITS | ordinal));
    }

    /// Sorts everything on two threads and writes it; what stands twice is seen on the way.
    ///
    /// # Errors
    /// More members than an index can number, or what the sink says.
    pub fn finish(self, sink: &mut dyn ChunkSink) -> Result<Shared> {
        let Self { mut names, of, identities, mut phones, mut numbers } = self;
        ensure!(of.len() < MOST, "more than {} members do not fit one search index", MOST - 1);
        names.close();
        let members = of.len() as u64;

        let (phone_tails, identity_tails) = thread::scope(|scope| {
            scope.spawn(|| numbers.sort_unstable());
            let tails = Tails::new(10_000, || phones.iter().filter_map(|&packed| phone_tail(packed)));
            let phone_tails = Sorted::write(sink, Tag::PhoneTails, tails.entries())?;
            drop(tails);
            scope.spawn(|| phones.sort_unstable());
            let tails = Tails::new(21_000, || {
                let coded = identities.iter().map(|&key| IdKey(key).last_four());
                coded.zip(0..).filter_map(|(tail, ordinal)| Some((tail?, ordinal)))
            });
            anyhow::Ok((phone_tails, Sorted::write(sink, Tag::IdentityTails, tails.entries())?))
        })?;
        let mut shared_numbers = Repeats::default();
        numbers.iter().for_each(|packed| shared_numbers.see(packed >> ORDINAL_BITS));
        let phones = Sorted::write(sink, Tag::Phones, phones.into_iter().map(u128::from))?;
        let numbers = Sorted::write(sink, Tag::Numbers, numbers.into_iter().map(u128::from))?;

        let (order, identities) = thread::scope(|scope| {
            let order = scope.spawn(|| names::order(&names));
            let mut shared = Repeats::default();
            let pairs = in_parts(&identities).inspect(|(key, _)| shared.see(*key));
            let identities = Sorted::write(sink, Tag::Identities, pairs.map(|(key, ordinal)| entry(key, ordinal)));
            (order.join(), identities.map(|identities| (identities, shared.found)))
        });
        let order = order.map_err(|_| anyhow::anyhow!("sorting the names failed"))?;
        let (identities, shared_identities) = identities?;
        let others = names::write(sink, &names, &order, &of)?;

        let mut fences = Writer::new(sink, Tag::Fences);
        for column in [&phone_tails, &identity_tails, &phones, &numbers, &identities] {
            column.save(&mut fences)?;
        }
        fences.finish()?;
        let mut head = Writer::new(sink, Tag::Head);
        let edition = u64::from(crate::lang::pinyin::edition());
        for value in [FORMAT, edition, members, names.len() as u64, names.bytes() as u64, others] {
            head.varint(value)?;
        }
        head.finish()?;
        // A hash that stands twice need not be one number twice: those are left to whoever keeps the numbers as they are.
        let numbers = shared_numbers.found.into_iter().filter(|key| keys::is_twelve(*key)).collect();
        let identities = shared_identities.into_iter().filter(|key| keys::is_resident(*key)).map(IdKey).collect();
        Ok(Shared { identities, numbers })
    }
}

/// Residents' identity numbers and twelve-digit member numbers that two members or more bear, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// Identity numbers.
    pub identities: Vec<IdKey>,
    /// Member numbers.
    pub numbers: Vec<u64>,
}

/// Sees the keys of an ordered run and notes those that stand in it more than once, once each.
#[derive(Default)]
struct Repeats {
    last: Option<u64>,
    found: Vec<u64>,
}

impl Repeats {
    fn see(&mut self, key: u64) {
        if self.last == Some(key) && self.found.last() != Some(&key) {
            self.found.push(key);
        }
        self.last = Some(key);
    }
}

/// Keys with their ordinals in order, a quarter at a time: pairs take twice the room of keys.
fn in_parts(keys: &[u64]) -> impl Iterator<Item = (u64, u32)> + '_ {
    let mut sample: Vec<u64> = keys.iter().step_by(keys.len() / 1024 + 1).copied().collect();
    sample.sort_unstable();
    let quarter = |n: usize| sample.get(sample.len() * n / 4).copied().unwrap_or_default();
    let bounds = [0, quarter(1), quarter(2), quarter(3)];
    (0..4).flat_map(move |part| {
        let (from, to) = (bounds[part], bounds.get(part + 1));
        let here = |key: u64| key >= from && to.is_none_or(|&to| key < to);
        let mut pairs: Vec<(u64, u32)> = Vec::with_capacity(keys.len() / 4);
        pairs.extend(keys.iter().copied().zip(0..).filter(|&(key, _)| here(key)));
        pairs.sort_unstable();
        pairs.into_iter()
    })
}

/// What the head says.
pub(super) struct Head {
    pub(super) members: u32,
    pub(super) names: u32,
    pub(super) bytes: u32,
    pub(super) others: u32,
}

impl Head {
    pub(super) fn load(chunks: &dyn super::Chunks) -> Result<Self> {
        let mut from = super::chunk::Reader::new(chunks, Tag::Head);
        let (format, edition) = (from.varint()?, from.varint()?);
        if format != FORMAT || edition != u64::from(crate::lang::pinyin::edition()) {
            return Err(super::Outdated.into());
        }
        Ok(Self { members: from.number()?, names: from.number()?, bytes: from.number()?, others: from.number()? })
    }
}

fn phone_tail(packed: u64) -> Option<(u32, u32)> {
    let key = packed >> ORDINAL_BITS;
    let tail = keys::phone_tail(&Phone::Mobile(key)).filter(|_| key < 100_000_000_000)?;
    Some((tail, (packed & ((1 << ORDINAL_BITS) - 1)) as u32))
}

/// Ordinals counted out by a small code, each code's in their order.
struct Tails {
    ends: Vec<u32>,
    ordinals: Vec<u32>,
}

impl Tails {
    fn new<I: Iterator<Item = (u32, u32)>>(codes: usize, coded: impl Fn() -> I) -> Self {
        let mut ends = vec![0u32; codes + 1];
        for (code, _) in coded() {
            ends[code as usize + 1] += 1;
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        let mut ordinals = vec![0; ends[codes] as usize];
        // Each start moves to its own end as its ordinals are placed.
        for (code, ordinal) in coded() {
            let at = &mut ends[code as usize];
            ordinals[*at as usize] = ordinal;
            *at += 1;
        }
        Self { ends, ordinals }
    }

    fn entries(&self) -> impl Iterator<Item = u128> + '_ {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).zip(0u64..).flat_map(|((start, &end), code)| {
            self.ordinals[start as usize..end as usize].iter().map(move |&ordinal| entry(code, ordinal))
        })
    }
}
