//! Who is known: the persons of the batch and of the register, asked for by key.

use super::Known;
use super::read::Dropped;
use crate::model::{IdKey, Member, Post};
use crate::store::Deal;

/// The persons of a batch and of the register behind it.
pub(super) struct Persons<'k> {
    batch: Vec<IdKey>,
    known: &'k dyn Known,
}

impl<'k> Persons<'k> {
    /// Those of rows that were taken.
    pub(super) fn new(
        members: &Deal<Member>,
        posts: &Deal<Post>,
        dropped: &Dropped,
        known: &'k dyn Known,
    ) -> anyhow::Result<Self> {
        let mut batch = members.keys(|row| (!dropped.contains(row.source)).then(|| row.value.identity.key()))?;
        batch.extend(posts.keys(|row| (!dropped.contains(row.source)).then(|| row.value.identity.key()))?);
        batch.sort_unstable();
        batch.dedup();
        Ok(Self { batch, known })
    }

    /// Those asked for of whom nobody knows, in order.
    pub(super) fn unknown(&self, mut asked: Vec<IdKey>) -> anyhow::Result<Vec<IdKey>> {
        asked.sort_unstable();
        asked.dedup();
        asked.retain(|key| self.batch.binary_search(key).is_err());
        if asked.is_empty() {
            return Ok(asked);
        }
        let known = self.known.persons(&asked)?;
        asked.retain(|key| known.binary_search(key).is_err());
        Ok(asked)
    }
}
