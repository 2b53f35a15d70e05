//! Dues from the trial month of September 2018 on, by the tariff.
//!
//! Everywhere but in the province's own organisations as many pay as would by their habits; there as many as are missing
//! from the published number and sum. Whoever stands in two branches pays nothing, so that no payment is counted twice.

mod habit;
mod plan;

use crate::model::{IdKey, Member, Payment, Pos, Tariff};
use crate::store::Dues;

use super::calendar::{LAST, between, day, office_hour};
use super::dice::{Dice, Topic};
use super::{Branch, Demo};
use crate::model::{Channel, Day, Fen, Month};

pub use plan::Paying;

/// 自主缴纳团费人次 of 2018-11-15 (S1).
pub const PAYMENTS: u64 = 7_205_800;
/// 自主缴纳团费金额 of 2018-11-15 (S1): 2,876,600 yuan.
pub const PAID_FEN: u64 = 287_660_000;

/// What a student pays.
const STUDENT: u64 = 20;

/// The months that may be paid by 2018-11-15, in the order in which somebody with little care pays them, and how much less
/// likely each is than the first; December is paid ahead (handbook A4 lets six months be).
const MONTHS: [(Month, f64); 4] =
    [(Month::of(2018, 10), 0.0), (Month::of(2018, 9), 0.35), (Month::of(2018, 11), 0.55), (Month::of(2018, 12), 1.7)];

/// One payment that somebody in a branch may make.
#[derive(Clone, Copy)]
struct Chance {
    cost: f64,
    member: usize,
    month: Month,
}

impl Demo {
    /// The payments of a branch, by the places of its members.
    pub fn payments(&self, paying: &Paying, members: &[Member], pos: Pos) -> Vec<(usize, Payment)> {
        if members.is_empty() {
            return Vec::new();
        }
        let branch = self.at(pos);
        if branch.life().student {
            branch.students_pay(paying, members, pos)
        } else {
            branch.workers_pay(paying, members, pos)
        }
    }

    /// The same, packed by person in the order of their keys.
    pub fn dues(&self, paying: &Paying, members: &[Member], pos: Pos) -> Vec<(IdKey, Dues)> {
        let mut payments = self.payments(paying, members, pos);
        payments.sort_by_key(|(member, _)| members[*member].identity.key());
        let of_one = payments.chunk_by(|a, b| a.0 == b.0);
        of_one
            .map(|paid| {
                (members[paid[0].0].identity.key(), Dues::of(paid.iter().map(|(_, payment)| *payment).collect()))
            })
            .collect()
    }
}

impl Branch<'_> {
    /// How many of its members may pay: those who have reported, but for one who stands in the next branch too.
    fn payers(&self) -> u32 {
        let twice = self.after().is_some_and(|after| after.repeats());
        u32::from(self.cell.reported) - u32::from(twice)
    }

    /// The places of those who may pay.
    fn paying_members(&self, members: &[Member]) -> Vec<usize> {
        let twice = self.after().filter(Branch::repeats).map(|_| self.who(&self.life(), 0).0.identity.key());
        let pays = |member: &Member| {
            member.report.is_some_and(crate::model::Report::counts)
                && member.league.member()
                && twice != Some(member.identity.key())
        };
        (0..members.len()).filter(|at| pays(&members[*at])).collect()
    }

    /// What the row of a member decides about dues.
    fn dues_dice(&self, member: &Member) -> Dice {
        Dice::new(self.demo.seed, Topic::Dues, member.identity.key().0)
    }

    /// One payment of what is due, or of another sum, at a time that suits its month.
    fn pay(&self, member: &Member, month: Month, paid: Option<Fen>) -> Payment {
        let due = due(member);
        let mut dice = Dice::new(self.demo.seed, Topic::Dues, member.identity.key().0 ^ u64::from(month.0) << 48);
        let (first, last) = match month.first() {
            // Nobody pays on a day that has not come.
            first if first > LAST => (day(2018, 11, 1), LAST),
            first if dice.chance(60) => (first, LAST),
            first => (first, month.end().day().min(LAST)),
        };
        let on: Day = between(&mut dice, first, last);
        let at = office_hour(&mut dice, on);
        let channel = Some(if dice.chance(970) { Channel::Online } else { Channel::Offline });
        Payment { month, due: Some(due), paid: paid.unwrap_or_else(|| given(due)), at, channel }
    }
}

/// What a member owes for a month.
fn due(member: &Member) -> Fen {
    Tariff::default().due(member.politics, member.occupation, member.income.map(Fen))
}

/// What is given where that much is due: party members who owe nothing give what a student does.
fn given(due: Fen) -> Fen {
    if due.0 == 0 { Fen(STUDENT as u32) } else { due }
}
