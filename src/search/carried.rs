//! An index taken over where organisations stand at other places than before: members keep names and numbers and get other
//! ordinals, so that nobody's row need be read for it.

use anyhow::{Result, ensure};

use super::builder::{Builder, Head};
use super::chunk::{Chunks, Reader, Tag};
use super::fold::folded;
use super::intern::Intern;
use super::keys;
use super::names::{Members, Names};
use super::places::{MOST, ORDINAL_BITS};
use super::sorted::Sorted;
use crate::model::Member;

/// The ordinal of a member who is not taken over.
pub const GONE: u32 = u32::MAX;
const NOBODY: u32 = u32::MAX;
const NONE: u64 = u64::MAX;

/// Members by the ordinals they have now, as far as they are known.
pub struct Carried {
    names: Intern,
    of: Vec<u32>,
    identities: Vec<u64>,
    phones: Vec<u64>,
    numbers: Vec<u64>,
}

impl Carried {
    /// Reads an index; `now` gives the ordinal that each of its members has now, or [`GONE`], and `members` are to be in all.
    ///
    /// # Errors
    /// A chunk that is missing or damaged; [`Outdated`](super::Outdated) for an index of another edition.
    pub fn read(chunks: &dyn Chunks, members: usize, now: &[u32]) -> Result<Self> {
        ensure!(members < MOST, "more than {} members do not fit one search index", MOST - 1);
        let head = Head::load(chunks)?;
        ensure!(head.members as usize == now.len(), "the search index is damaged (head)");
        let mut carried = Self {
            names: Intern::new(),
            of: vec![NOBODY; members],
            identities: vec![NONE; members],
            phones: vec![NONE; members],
            numbers: Vec::new(),
        };
        let now = |ordinal: u32| now.get(ordinal as usize).copied().filter(|now| *now != GONE).map(|now| now as usize);
        carried.read_names(chunks, &head, &now)?;
        let mut fences = Reader::new(chunks, Tag::Fences);
        // Tails follow from the numbers.
        Sorted::load(Tag::PhoneTails, &mut fences)?;
        Sorted::load(Tag::IdentityTails, &mut fences)?;
        let Self { identities, phones, numbers, .. } = &mut carried;
        Sorted::load(Tag::Phones, &mut fences)?.each(chunks, |key, ordinal| {
            now(ordinal).and_then(|now| phones.get_mut(now)).into_iter().for_each(|phone| *phone = key);
        })?;
        Sorted::load(Tag::Numbers, &mut fences)?.each(chunks, |key, ordinal| {
            numbers.extend(now(ordinal).map(|now| key << ORDINAL_BITS | now as u64));
        })?;
        Sorted::load(Tag::Identities, &mut fences)?.each(chunks, |key, ordinal| {
            now(ordinal).and_then(|now| identities.get_mut(now)).into_iter().for_each(|identity| *identity = key);
        })?;
        Ok(carried)
    }

    fn read_names(&mut self, chunks: &dyn Chunks, head: &Head, now: &dyn Fn(u32) -> Option<usize>) -> Result<()> {
        let names = Names::load(chunks, head)?;
        let mut members = Members::new(chunks);
        let mut bearers = Vec::new();
        for name in 0..head.names {
            bearers.clear();
            members.read(names.rows(name), &mut bearers)?;
            let mut number = None;
            for now in bearers.iter().filter_map(|ordinal| now(ordinal.0)) {
                // Only now: a name that nobody bears any more is none.
                let number = *number.get_or_insert_with(|| self.names.number(names.texts.get(name)));
                self.of.get_mut(now).into_iter().for_each(|of| *of = number);
            }
        }
        Ok(())
    }

    /// Puts a member that the index does not know, or knows otherwise.
    pub fn put(&mut self, ordinal: u32, member: &Member) {
        let at = ordinal as usize;
        let Some(of) = self.of.get_mut(at) else { return };
        *of = self.names.number(&folded(&member.name));
        self.identities[at] = keys::identity(&member.identity);
        self.phones[at] = member.phone.as_ref().map_or(NONE, keys::phone);
        self.numbers
            .extend(member.number.as_ref().map(|number| keys::number(number) << ORDINAL_BITS | u64::from(ordinal)));
    }

    /// The index of them all, to be written.
    ///
    /// # Errors
    /// An index that did not know of everybody who was to be taken over.
    pub fn into_builder(self) -> Result<Builder> {
        let Self { names, of, identities, phones, numbers } = self;
        let known = of.iter().all(|name| *name != NOBODY) && identities.iter().all(|key| *key != NONE);
        ensure!(known, "the search index is damaged (members)");
        let phones = phones.into_iter().zip(0u64..).filter(|(key, _)| *key != NONE);
        let phones = phones.map(|(key, ordinal)| key << ORDINAL_BITS | ordinal).collect();
        Ok(Builder { names, of, identities, phones, numbers })
    }
}
