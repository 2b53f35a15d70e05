//! Transfers and graduate baselines.
//!
//! Whoever a transfer brought stands on the roster where it led, and so is walked back to where it began: always a branch
//! that has members of its own, and never the first member of the branch that is left, so that no branch is empty on
//! 2018-06-20 that was not made so and none has members that has none. Graduates on no roster any more have left the
//! province. Nothing is done after the published table, so its counts are those of the roster.

mod area;
mod request;
mod rest;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::branch::{Make, Seat};
use super::dice::{Dice, Topic};
use super::role::Role;
use super::{Branch, Demo, DemoError};
use crate::model::{GraduateBase, OrgId, Pos, Transfer};
use crate::store::PackedRows;

pub use rest::DONE;

/// The transfers of a demonstration, packed, and its graduate baselines.
pub struct Moves {
    /// In the order in which they were begun.
    pub transfers: PackedRows<Transfer>,
    /// In the order of the tree.
    pub graduates: Vec<GraduateBase>,
}

/// Requests on their way to a list, numbered through one area.
struct Made<'a> {
    demo: &'a Demo,
    area: u16,
    serial: u32,
    done: u64,
    rows: PackedRows<Transfer>,
}

impl Demo {
    /// Makes the transfers and baselines.
    ///
    /// # Errors
    /// Only where the published number does not fit.
    pub fn moves(&self) -> anyhow::Result<Moves> {
        let mut made = Made { demo: self, area: 0, serial: 0, done: 0, rows: PackedRows::default() };
        let mut areas: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
        for place in 0..self.starts.len() - 1 {
            areas.entry(self.group(place).area).or_default().push(place);
        }
        for (area, places) in &areas {
            (made.area, made.serial) = (*area, 0);
            area::make(&mut made, places)?;
        }
        if self.is_whole() {
            rest::make(&mut made)?;
        }
        made.rows.sort();
        Ok(Moves { transfers: made.rows, graduates: self.baselines() })
    }

    /// Whether this is the whole province.
    pub(super) fn is_whole(&self) -> bool {
        self.groups.len() == self.skeleton.groups.len()
    }

    pub(super) fn group(&self, place: usize) -> &super::skeleton::Group {
        &self.skeleton.groups[self.groups.start + place]
    }

    /// The branches of a group, by its place among those shown.
    pub(super) fn branches_of(&self, place: usize) -> impl Iterator<Item = Pos> + use<> {
        (self.starts[place] + 1..self.starts[place + 1]).map(Pos)
    }

    /// What every school says of its graduates (T01).
    fn baselines(&self) -> Vec<GraduateBase> {
        let schools = (0..self.starts.len() - 1).filter_map(|place| {
            let group = self.group(place);
            let members = match group.role {
                Role::SeniorHigh | Role::JuniorHigh | Role::Vocational => group.graduates,
                Role::University => {
                    let at = (self.groups.start + place) as u32;
                    let faculties = self.skeleton.groups[at as usize + 1..].iter();
                    faculties.take_while(|group| group.parent == Some(at)).map(|group| group.graduates).sum()
                }
                _ => return None,
            };
            let at = (self.groups.start + place) as u64;
            let mut dice = Dice::new(self.seed, Topic::Graduates, at | 1 << 40);
            let submitted = request::submitted(&mut dice);
            let school = OrgId(self.starts[place]);
            Some(GraduateBase { school, year: 2018, members, submitted: Some(submitted) })
        });
        schools.collect()
    }
}

impl Branch<'_> {
    /// A class that has stood since its course began and is not empty.
    fn class(&self) -> Option<(u8, bool)> {
        match self.make() {
            Make::Class { year, leaving, .. } if !self.cell.hollow && self.seat() == Seat::Settled => {
                Some((year, leaving))
            }
            _ => None,
        }
    }
}

fn quota(what: &'static str) -> anyhow::Error {
    DemoError::Quota(what).into()
}
