//! Dues in arrears, where the dues roster is there to tell them.
//!
//! A month for which nobody whom a leading body looks after has paid is one whose roster was not brought: it says nothing of
//! who has not paid. So six unpaid months are arrears where the roster of the first of them is there; with two leading bodies,
//! because the member moved, that of the first month with each. What came later may be missing without harm: whoever paid
//! nothing at all cannot be on it.

use std::collections::HashMap;

use super::super::looks::Mask;
use crate::judge::{Fact, FactRow};
use crate::model::{IdKey, Month, Pos};

/// Members of one branch who have not paid for all the months, in one place or in the same places.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Arrears {
    /// The branch they are in at the instant; `None` where it does not exist.
    pub stood: Option<Pos>,
    /// The leading bodies they owed, with the first month of each.
    pub stays: Vec<(Pos, Month)>,
    /// Who they are.
    pub keys: Vec<IdKey>,
}

impl Arrears {
    /// Adds somebody, to those before where all else is the same.
    pub fn note(list: &mut Vec<Self>, stood: Option<Pos>, mut stays: Vec<(Pos, Month)>, key: IdKey) {
        // The first month of two branches with the same leading body.
        stays.sort_unstable();
        stays.dedup_by_key(|(body, _)| *body);
        match list.last_mut() {
            Some(last) if last.stood == stood && last.stays == stays => last.keys.push(key),
            _ => list.push(Self { stood, stays, keys: vec![key] }),
        }
    }
}

/// Counts those whose rosters are there, and gives them in order.
pub(super) fn settle(arrears: Vec<Arrears>, rosters: &Rosters, rows: &mut [FactRow]) -> Vec<IdKey> {
    let mut found = Vec::new();
    for owing in arrears.into_iter().filter(|owing| rosters.of(&owing.stays) != 0) {
        if let Some(stood) = owing.stood {
            rows[stood.index()].add(Fact::DuesArrears, owing.keys.len() as u32);
        }
        found.extend(owing.keys);
    }
    found.sort_unstable();
    found
}

/// The months for which leading bodies have brought dues, at which looks.
#[derive(Default)]
pub(super) struct Rosters {
    brought: HashMap<(Pos, Month), Mask>,
    /// What was noted last, so that a branch's members ask for its leading body once.
    here: Option<Pos>,
    noted: Vec<(Month, Mask)>,
}

impl Rosters {
    /// Notes that somebody of a branch has paid for a month, at some looks.
    pub fn note(&mut self, branch: Pos, month: Month, looks: Mask, body: impl FnOnce() -> Pos) {
        if self.here != Some(branch) {
            self.here = Some(branch);
            self.noted.clear();
        }
        match self.noted.iter_mut().find(|(noted, _)| *noted == month) {
            Some((_, noted)) if looks & !*noted == 0 => return,
            Some((_, noted)) => *noted |= looks,
            None => self.noted.push((month, looks)),
        }
        *self.brought.entry((body(), month)).or_default() |= looks;
    }

    /// Adds what another thread noted.
    pub fn join(&mut self, other: Self) {
        other.brought.into_iter().for_each(|(place, looks)| *self.brought.entry(place).or_default() |= looks);
    }

    /// The looks at which all of these months are there.
    pub fn of(&self, stays: &[(Pos, Month)]) -> Mask {
        stays.iter().fold(Mask::MAX, |looks, stay| looks & self.brought.get(stay).copied().unwrap_or_default())
    }
}
