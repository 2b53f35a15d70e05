//! What the other rosters tell of one person: dues, transfers, honours and penalties, what the branch did.

use std::sync::Arc;

use anyhow::Result;

use super::answers::once;
use super::{Desk, RequestPage, Standing};
use crate::model::{Activity, Attest, Conduct, Fen, GraduateBase, IdKey, Member, Month, OrgId, Payment, Politics, Pos};
use crate::store::Thresholds;

/// Months that the strip of dues shows.
const MONTHS: u16 = 12;
/// Branches that a person's transfers are followed back through.
const STEPS: usize = 8;

/// How it stands with the dues of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paid {
    /// Paid, and no less than was due.
    Whole(Payment),
    /// Paid, but less than was due.
    Short(Payment),
    /// Nothing, though others of the branch have paid.
    Nothing,
    /// Nothing was owed: not yet a member, not of the league alone, or the month is not over.
    NotOwed,
    /// Nobody of the branch has paid: the roster of the month was not brought.
    NotTold,
}

/// What the other rosters tell of one person, by the instant shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records {
    /// The last twelve months, the earliest first; empty where there are no dues at all.
    pub dues: Vec<(Month, Paid)>,
    /// Honours and penalties, the latest first.
    pub conduct: Vec<Conduct>,
    /// What the branch did in those months, the latest first.
    pub activities: Vec<Activity>,
    /// Requests to transfer the person, the latest first.
    pub requests: Vec<RequestPage>,
}

/// What the other rosters tell of one organisation, by the instant shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrgRecords {
    /// What it did in the last twelve months, the latest first.
    pub activities: Vec<Activity>,
    /// What it declared, the latest first.
    pub attests: Vec<Attest>,
    /// What it said of its graduates, the latest year first.
    pub bases: Vec<GraduateBase>,
}

impl Desk {
    /// The records of an organisation.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn org_records(&self, standing: &Standing, pos: Pos) -> Result<OrgRecords> {
        let id = standing.tree.id(pos);
        let mut attests = self.register().attests()?;
        attests.retain(|row| row.org == id && row.at <= standing.at);
        attests.sort_by_key(|row| std::cmp::Reverse(row.at));
        let mut bases = self.register().graduate_bases()?;
        bases.retain(|row| row.school == id && row.known_by(standing.at));
        bases.sort_by_key(|row| std::cmp::Reverse(row.year));
        Ok(OrgRecords { activities: self.activities_of(standing, id)?, attests, bases })
    }

    // What an organisation did in the months that are shown, the latest first.
    fn activities_of(&self, standing: &Standing, org: OrgId) -> Result<Vec<Activity>> {
        let today = standing.at.day();
        let first = Month(today.month().0.saturating_sub(MONTHS - 1)).first();
        let places = once(&self.answers().activities, || Ok(Arc::new(self.register().activity_places()?)))?;
        let mut activities = self.register().activities_of(&places, org)?;
        activities.retain(|row| (first..=today).contains(&row.on));
        activities.sort_by_key(|row| std::cmp::Reverse(row.on));
        Ok(activities)
    }

    /// The records of a person opened by branch and slot. The first page of a sitting walks over every honour and every
    /// activity, to know where each organisation's and each person's stand; the next ones read those.
    ///
    /// # Errors
    /// A register that cannot be read, or no such row.
    pub fn person_records(&self, standing: &Standing, pos: Pos, slot: u32) -> Result<Records> {
        let member = self.register().member(pos, slot as usize)?;
        let member = member.ok_or_else(|| anyhow::anyhow!("there is no such row"))?;
        let (key, today) = (member.identity.key(), standing.at.day());
        let branch = standing.tree.id(pos);
        let places = once(&self.answers().conduct, || Ok(Arc::new(self.register().conduct_places()?)))?;
        let mut conduct = self.register().conduct_of(&places, key)?;
        conduct.retain(|row| row.on <= today);
        conduct.sort_by_key(|row| std::cmp::Reverse(row.on));
        let thresholds = self.thresholds(standing);
        let dues = match self.register().has_dues()? {
            true => self.dues_of(standing, pos, &member, &thresholds)?,
            false => Vec::new(),
        };
        let activities = self.activities_of(standing, branch)?;
        Ok(Records { dues, conduct, activities, requests: self.requests_of(standing, branch, key, &thresholds)? })
    }

    fn dues_of(
        &self,
        standing: &Standing,
        pos: Pos,
        member: &Member,
        thresholds: &Thresholds,
    ) -> Result<Vec<(Month, Paid)>> {
        let last = standing.at.day().month();
        let known = |payment: &Payment| payment.at <= standing.at;
        let tariff = thresholds.tariff.due(member.politics, member.occupation, member.income.map(Fen));
        let (mut told, mut own) = (Vec::new(), Vec::new());
        for (person, dues) in self.register().dues(pos)? {
            let payments = dues.payments().filter(known);
            match person == member.identity.key() {
                true => own.extend(payments),
                false => told.extend(payments.map(|payment| payment.month)),
            }
        }
        let complete = Month::complete_at(standing.at);
        let stand = |month: Month| match own.iter().find(|payment| payment.month == month) {
            Some(payment) if payment.paid == Fen(0) && payment.due.is_none_or(|due| due > Fen(0)) => Paid::Nothing,
            Some(payment) if payment.paid < payment.due.unwrap_or(tariff) => Paid::Short(*payment),
            Some(payment) => Paid::Whole(*payment),
            None if month > complete || month < member.joined || member.politics != Politics::League => Paid::NotOwed,
            None if told.contains(&month) => Paid::Nothing,
            None => Paid::NotTold,
        };
        Ok((last.0.saturating_sub(MONTHS - 1)..=last.0).map(|month| (Month(month), stand(Month(month)))).collect())
    }

    fn requests_of(
        &self,
        standing: &Standing,
        branch: OrgId,
        person: IdKey,
        thresholds: &Thresholds,
    ) -> Result<Vec<RequestPage>> {
        let tree = &standing.tree;
        let (mut found, mut asked, mut next) = (Vec::new(), Vec::new(), vec![branch]);
        while let Some(of) = next.pop().filter(|_| asked.len() < STEPS) {
            if asked.contains(&of) {
                continue;
            }
            asked.push(of);
            for row in self.register().transfers_of(of)? {
                let known: &Vec<crate::model::Transfer> = &found;
                let same = |other: &crate::model::Transfer| other.from == row.from && other.no == row.no;
                if row.person != person || row.begun > standing.at || known.iter().any(same) {
                    continue;
                }
                // What is known by name only is no part of what is looked after here.
                let ends = [Some(row.from), row.to].into_iter().flatten();
                let inside = |id: &OrgId| tree.place_or_name(*id).is_some_and(|pos| pos.index() < tree.len());
                next.extend(ends.filter(inside));
                found.push(row);
            }
        }
        found.sort_by_key(|row| std::cmp::Reverse(row.begun));
        let page = |row: crate::model::Transfer| {
            let from = tree.place_or_name(row.from)?;
            let to = row.to.and_then(|to| tree.place_or_name(to));
            Some(standing.request(row, from, to, None, thresholds))
        };
        Ok(found.into_iter().filter_map(page).collect())
    }
}
