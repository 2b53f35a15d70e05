//! Slips of the pen that rules look for and that no published number speaks of.

use super::Branch;
use super::branch::{Make, Seat};
use super::calendar::day;
use super::life::CADRE;
use super::person::{Document, person};
use super::quota::OWN_PERSONS;
use crate::model::{Post, PostTitle, Tenure, TransferKind};

/// Of so many graduates who are on no roster any more, one has gone inside the province, and the request does not say where.
const FORGOTTEN: u32 = 1500;
/// Of so many schools, one lends a teacher to its first five classes.
const LENDING: u32 = 4;
const LENT: u32 = 5;

/// How a graduate left who stands on no roster any more and whose request names nobody to receive him.
pub(super) fn left_as(index: u32) -> TransferKind {
    if index % FORGOTTEN == FORGOTTEN / 20 { TransferKind::Inside } else { TransferKind::Outside }
}

impl Branch<'_> {
    /// A post of the teacher who sits in too many classes; never in a branch that is to be without cadres.
    pub(super) fn lent(&self) -> Option<Post> {
        let class = matches!(self.make(), Make::Class { .. }) && self.seat() == Seat::Settled;
        if !class || self.cell.bare || self.k >= LENT || !self.at.is_multiple_of(LENDING) {
            return None;
        }
        let rows = self.group.reported + self.group.unreported + self.group.gone;
        let number = self.demo.number(self.group, rows + OWN_PERSONS - 2);
        let who = person(&self.demo.names, self.demo.seed, number, CADRE.0, CADRE.1, Document::Resident);
        Some(Post {
            name: who.name,
            identity: who.identity,
            phone: Some(who.phone),
            title: PostTitle::Other,
            from: Some(day(2018, 3, 1)),
            until: None,
            tenure: Some(Tenure::PartTime),
            onboarded: false,
            onboarded_at: None,
            dues_manager: false,
        })
    }
}
