//! What lists tell beside transfers, taken again where one of them changed, or where a unit's organisation got its first
//! member or cadre or lost its last.

use std::collections::BTreeSet;

use anyhow::Result;

use super::super::activities::Activities;
use super::super::earlier;
use super::super::ledger::Ledger;
use super::super::records::{Records, Told};
use super::Work;
use crate::judge::{Change, Fact, Facts, code_of};
use crate::model::{Instant, OrgId, Pos};

const ACTIVITIES: [Fact; 6] = [
    Fact::FarewellHeld,
    Fact::ActivitiesFrom,
    Fact::LastMeeting,
    Fact::LastCommittee,
    Fact::LastLecture,
    Fact::LastActivity,
];

const LEDGER: [Fact; 12] = [
    Fact::LedgerCities,
    Fact::LedgerCitiesConfirmed,
    Fact::LedgerConfirmed,
    Fact::LedgerRegistered,
    Fact::LedgerParty,
    Fact::LedgerPartyCovered,
    Fact::LedgerScale,
    Fact::LedgerScaleCovered,
    Fact::LedgerYoung,
    Fact::LedgerYoungCovered,
    Fact::LedgerBare,
    Fact::LedgerHollow,
];

const SCHOOLS: [Fact; 3] = [Fact::Baselines, Fact::Graduates, Fact::GraduatesTransferred];

/// Puts what is told in place of what some facts say of anybody.
fn reset(facts: &Facts, of: &[Fact], told: &[Told], changes: &mut Vec<Change>) {
    let mut column = vec![0; facts.len()];
    for fact in of {
        facts.load(*fact, 0, &mut column);
        for (value, pos) in column.iter().zip(0..) {
            let code = code_of(*fact, *value);
            changes.extend((code != 0).then(|| Change::new(Pos(pos), *fact, code.wrapping_neg())));
        }
    }
    changes.extend(told.iter().map(|told| Change::new(told.pos, told.fact, told.code())));
}

impl Work<'_> {
    /// The graduates of schools, and how many of them have been transferred.
    pub fn schools(&self, facts: &Facts, changes: &mut Vec<Change>) -> Result<Option<Instant>> {
        let register = self.edited.register;
        let (tree, at, places) = (self.edited.tree, self.edited.at, self.edited.places);
        let place = |id: OrgId| places.get(&id).copied();
        let take = || self.bases(&place);
        if self.sides.graduates {
            let mut schools = take()?;
            register.each_transfer(|row| schools.count(tree, &row, place(row.from), row.to.and_then(place), at))?;
            let mut told = Vec::new();
            for (pos, graduates, transferred) in schools.each().filter(|(pos, ..)| tree.exists(*pos, at)) {
                let is_school = facts.own(Fact::Schools, pos) as u32;
                told.push(Told::count(pos, Fact::Baselines, is_school));
                told.push(Told::count(pos, Fact::Graduates, graduates));
                told.push(Told::count(pos, Fact::GraduatesTransferred, transferred));
            }
            reset(facts, &SCHOOLS, &told, changes);
            return Ok(schools.until);
        }
        if self.sides.transfers.is_empty() || !register.has_graduate_bases()? {
            return Ok(None);
        }
        for (nth, sign) in [(0, -1), (1, 1)] {
            let mut schools = take()?;
            for row in self.sides.transfers.iter().filter_map(|(old, new)| [*old, *new][nth]) {
                schools.count(tree, row, place(row.from), row.to.and_then(place), at);
            }
            let counted = schools.each().filter(|(pos, ..)| tree.exists(*pos, at));
            changes.extend(
                counted.map(|(pos, _, count)| Change::new(pos, Fact::GraduatesTransferred, sign * count as i32)),
            );
        }
        Ok(None)
    }

    /// Activities and the ledger; the facts are those of before, and those of now as far as they are known.
    pub fn records(
        &self,
        (before, now): (&Facts, &Facts),
        moved: &[Change],
        changes: &mut Vec<Change>,
    ) -> Result<Option<Instant>> {
        let (tree, at) = (self.edited.tree, self.edited.at);
        let mut until = None;
        if self.sides.activities {
            let records = Records::of(self.activities()?, Ledger::default());
            reset(now, &ACTIVITIES, &records.told(tree, at, |_| false), changes);
            until = earlier(until, records.until());
        }
        let peopled = |facts: &Facts, pos: Pos| {
            let scope = tree.subtree(pos);
            [Fact::Members, Fact::Cadres].into_iter().all(|fact| facts.total(fact, &scope) > 0)
        };
        let people = moved.iter().filter(|change| matches!(change.fact(), Fact::Members | Fact::Cadres));
        let above = people.flat_map(|change| std::iter::successors(Some(change.pos()), |pos| tree.parent(*pos)));
        let flips = || {
            let above: BTreeSet<Pos> = above.collect();
            above.into_iter().any(|pos| peopled(before, pos) != peopled(now, pos))
        };
        if self.sides.ledger || flips() {
            let ledger = self.ledger()?;
            if self.sides.ledger || !ledger.is_empty() {
                let records = Records::of(Activities::default(), ledger);
                let told = records.told(tree, at, |scope| {
                    [Fact::Members, Fact::Cadres].into_iter().all(|fact| now.total(fact, &scope) > 0)
                });
                reset(now, &LEDGER, &told, changes);
                until = earlier(until, records.until());
            }
        }
        Ok(until)
    }
}
