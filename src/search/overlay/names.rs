//! Names that more members bear than the index knows, or fewer, and names that it does not know at all.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::names::Names;
use super::branch::{Indexed, Laid};
use crate::lang::pinyin;

/// What edits changed of one name of the index.
#[derive(Default)]
pub struct Adjusted {
    /// The ordinals of its members there who bear it no more, in order.
    pub gone: Vec<u32>,
    /// Who bears it now: before which of those members, and the ordinal, in order.
    pub come: Vec<(u32, u32)>,
}

/// What edits changed of names.
pub struct NameChanges {
    adjusted: BTreeMap<u32, Adjusted>,
    /// The names that the index does not know.
    pub fresh: Names,
    /// Before which name of the index each stands.
    before: Vec<u32>,
    /// Their members, in order.
    bearers: Vec<Vec<u32>>,
}

impl NameChanges {
    pub fn of(names: &Names, gone: &[Indexed], come: &[(&Laid, u32)]) -> Self {
        let mut adjusted: BTreeMap<u32, Adjusted> = BTreeMap::new();
        let mut fresh: BTreeMap<(u64, &str), Vec<u32>> = BTreeMap::new();
        for row in gone {
            if let Ok(name) = names.find(pinyin::sort_key(&row.name), &row.name) {
                adjusted.entry(name).or_default().gone.push(row.ordinal);
            }
        }
        for (row, now) in come {
            let key = pinyin::sort_key(&row.name);
            match names.find(key, &row.name) {
                Ok(name) => adjusted.entry(name).or_default().come.push((row.before, *now)),
                Err(_) => fresh.entry((key, &row.name)).or_default().push(*now),
            }
        }
        for adjusted in adjusted.values_mut() {
            adjusted.gone.sort_unstable();
            adjusted.come.sort_unstable();
        }
        let before = fresh.keys().map(|(key, name)| names.find(*key, name).unwrap_or_else(|before| before)).collect();
        let own = Names::of(fresh.iter().map(|((key, name), bearers)| (*key, *name, bearers.len() as u32)));
        let bearers = fresh.into_values().map(|mut bearers| {
            bearers.sort_unstable();
            bearers
        });
        Self { adjusted, fresh: own, before, bearers: bearers.collect() }
    }

    /// How many members bear names of a range of the index, given how many it knows.
    pub fn bearers(&self, known: u64, names: Range<usize>) -> u64 {
        let adjusted = self.adjusted.range(names.start as u32..names.end as u32);
        adjusted.fold(known, |sum, (_, adjusted)| {
            (sum + adjusted.come.len() as u64).saturating_sub(adjusted.gone.len() as u64)
        })
    }

    /// What changed of a name of the index.
    pub fn adjusted(&self, name: u32) -> Option<&Adjusted> {
        self.adjusted.get(&name)
    }

    /// Whether a name that the index does not know stands before one that it does.
    pub fn precedes(&self, fresh: u32, name: u32) -> bool {
        self.before.get(fresh as usize).is_some_and(|before| *before <= name)
    }

    /// The members of a name that the index does not know.
    pub fn members(&self, fresh: u32) -> &[u32] {
        self.bearers.get(fresh as usize).map_or(&[][..], Vec::as_slice)
    }
}
