//! Who bears a number, by the index as it was built: the two sorted columns that tell it, without all the rest.

use anyhow::Result;

use super::builder::Head;
use super::chunk::{Chunks, Reader, Tag};
use super::keys;
use super::places::Places;
use super::sorted::Sorted;
use crate::model::{Identity, MemberNumber, Pos};

/// The branches in which a number stood when the index was built; a few more, where two numbers share a hash.
pub struct Bearers {
    numbers: Sorted,
    identities: Sorted,
    places: Places,
}

impl Bearers {
    /// Loads what stays in memory: some bytes for every thousand members, and four for every organisation.
    ///
    /// # Errors
    /// A chunk that is missing or damaged; [`Outdated`](super::Outdated) for an index of another edition.
    pub fn load(chunks: &dyn Chunks) -> Result<Self> {
        Head::load(chunks)?;
        let mut fences = Reader::new(chunks, Tag::Fences);
        for tag in [Tag::PhoneTails, Tag::IdentityTails, Tag::Phones] {
            Sorted::load(tag, &mut fences)?;
        }
        let numbers = Sorted::load(Tag::Numbers, &mut fences)?;
        let identities = Sorted::load(Tag::Identities, &mut fences)?;
        Ok(Self { numbers, identities, places: Places::load(chunks)? })
    }

    /// Where an identity number stood.
    ///
    /// # Errors
    /// A chunk that is missing or damaged.
    pub fn of_identity(&self, chunks: &dyn Chunks, identity: &Identity) -> Result<Vec<Pos>> {
        self.of(&self.identities, chunks, keys::identity(identity))
    }

    /// Where a member number stood.
    ///
    /// # Errors
    /// A chunk that is missing or damaged.
    pub fn of_number(&self, chunks: &dyn Chunks, number: &MemberNumber) -> Result<Vec<Pos>> {
        self.of(&self.numbers, chunks, keys::number(number))
    }

    fn of(&self, column: &Sorted, chunks: &dyn Chunks, key: u64) -> Result<Vec<Pos>> {
        let found = column.find(chunks, key, key)?;
        let mut branches = Vec::new();
        column.members(chunks, found, |ordinal| branches.extend(self.places.locate(ordinal).map(|(pos, _)| pos)))?;
        branches.dedup();
        Ok(branches)
    }
}
