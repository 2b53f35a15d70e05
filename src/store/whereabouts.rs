//! Where the persons of a batch stood before it, and where the batch says they stand.

use std::collections::HashMap;

use anyhow::Result;

use super::Register;
use crate::model::{Correction, IdKey, Instant, OrgId};

/// Persons and places, before and after.
#[derive(Default)]
pub(super) struct Whereabouts {
    arriving: Vec<(IdKey, OrgId)>,
    stood: Vec<(IdKey, OrgId)>,
    /// Where else dues of those who come on any roster may be kept: their posts, and the branches of those who come as
    /// cadres only.
    served: Vec<(IdKey, OrgId)>,
    corrections: HashMap<(IdKey, OrgId), Vec<Correction>>,
}

impl Whereabouts {
    /// Looks up where those who arrive stood; `ids` are the numbers of the register's organisations in their order, and
    /// `appointed` those who come on a roster of cadres.
    pub fn of(
        before: &Register,
        ids: &[OrgId],
        mut arriving: Vec<(IdKey, OrgId)>,
        mut appointed: Vec<IdKey>,
    ) -> Result<Self> {
        arriving.sort_unstable();
        let dues = before.has_dues()?;
        appointed.sort_unstable();
        appointed.dedup();
        let appointed = |key: IdKey| dues && appointed.binary_search(&key).is_ok();
        let mut found = Self { arriving, ..Self::default() };
        before.scan_judged(0..ids.len(), |pos, half| {
            for (at, member) in half.members().enumerate() {
                let id = ids[pos.index()];
                if !found.arrives(member.key) {
                    found.served.extend(appointed(member.key).then_some((member.key, id)));
                    continue;
                }
                found.stood.push((member.key, id));
                let corrections = half.corrections(at);
                if !corrections.is_empty() {
                    found.corrections.insert((member.key, id), corrections.to_vec());
                }
            }
        })?;
        if dues {
            let holders = before.holders()?.into_iter().filter(|(key, _)| found.arrives(*key) || appointed(*key));
            let holders: Vec<_> = holders.map(|(key, pos)| (key, ids[pos.index()])).collect();
            found.served.extend(holders);
        }
        found.stood.sort_unstable();
        found.served.sort_unstable();
        Ok(found)
    }

    /// Whether nobody who comes was anywhere.
    pub fn is_empty(&self) -> bool {
        self.stood.is_empty() && self.served.is_empty()
    }

    /// Where dues of a person who comes may be kept, other than in `id`.
    pub fn paid_elsewhere(&self, key: IdKey, id: OrgId) -> impl Iterator<Item = OrgId> + '_ {
        let first = self.served.partition_point(|(other, _)| *other < key);
        let served = self.served[first..].iter().take_while(move |(other, _)| *other == key);
        self.elsewhere(key, id).chain(served.map(|(_, place)| *place).filter(move |place| *place != id))
    }

    /// Where a person who arrives stood before, other than in `id`.
    pub fn elsewhere(&self, key: IdKey, id: OrgId) -> impl Iterator<Item = OrgId> + '_ {
        let first = self.stood.partition_point(|(other, _)| *other < key);
        let stood = self.stood[first..].iter().take_while(move |(other, _)| *other == key);
        stood.map(|(_, place)| *place).filter(move |place| *place != id)
    }

    /// Whether the batch has a row of a person, wherever.
    pub fn arrives(&self, key: IdKey) -> bool {
        self.arriving.binary_search_by_key(&key, |(key, _)| *key).is_ok()
    }

    /// Whether the batch has a row of a person in a branch.
    pub fn arrives_in(&self, key: IdKey, id: OrgId) -> bool {
        self.arriving.binary_search(&(key, id)).is_ok()
    }

    /// What the row of a person who arrives in a branch remembers: what it knew, and every branch the person stood in
    /// and stands in no more.
    pub fn history(&self, key: IdKey, id: OrgId, recorded: Instant) -> Vec<Correction> {
        let known = |place| self.corrections.get(&(key, place)).into_iter().flatten().copied();
        let mut history: Vec<Correction> = known(id).collect();
        for from in self.elsewhere(key, id).filter(|place| !self.arrives_in(key, *place)) {
            history.extend(known(from));
            history.push(Correction { from, recorded });
        }
        history.sort_by_key(|correction| correction.recorded);
        history
    }
}
