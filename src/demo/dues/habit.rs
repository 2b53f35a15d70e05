//! Who pays in a branch, and for which months.

use super::{Chance, MONTHS, Paying, given};
use crate::demo::Branch;
use crate::demo::dice::{Dice, Topic};
use crate::model::{Fen, Member, Payment, Pos};

/// Payments a student makes by 2018-11-15 where nothing is special, out of three.
const STUDENTS: f64 = 0.635;
/// In how many of a thousand branches' workers somebody pays at all; the trial reached few.
const WORKERS: u32 = 105;

impl Branch<'_> {
    /// How many payments the students of a branch make of their own accord.
    pub(super) fn student_payments(&self) -> u32 {
        let luck = Dice::new(self.demo.seed, Topic::Dues, self.key()).unit();
        let rate = STUDENTS * (1.12 - 0.08 * self.condition().min(2.5)) * (0.8 + 0.4 * luck);
        (f64::from(self.payers() * 3) * rate.min(1.0)) as u32
    }

    pub(super) fn students_pay(&self, paying: &Paying, members: &[Member], pos: Pos) -> Vec<(usize, Payment)> {
        let wanted = paying.students(pos).unwrap_or_else(|| self.student_payments()) as usize;
        let mut chances = Vec::with_capacity(members.len() * MONTHS.len());
        for at in self.paying_members(members) {
            let member = &members[at];
            let care = self.dues_dice(member).unit();
            let months = MONTHS.into_iter().filter(|(month, _)| *month >= member.joined);
            chances.extend(months.map(|(month, less)| Chance { cost: care + less, member: at, month }));
        }
        chances.sort_unstable_by(|a, b| a.cost.total_cmp(&b.cost).then((a.member, a.month).cmp(&(b.member, b.month))));
        chances.truncate(wanted);
        // A student's due is the same whoever it is.
        let paid = |chance: &Chance| self.pay(&members[chance.member], chance.month, Some(Fen(super::STUDENT as u32)));
        chances.iter().map(|chance| (chance.member, paid(chance))).collect()
    }

    /// The payments the workers of a branch make of their own accord, or all that they could make.
    pub(super) fn worker_payments(&self, members: &[Member], all: bool) -> Vec<(usize, Payment)> {
        let mut out = Vec::new();
        for at in self.paying_members(members) {
            let member = &members[at];
            let mut dice = self.dues_dice(member);
            let permille = (f64::from(WORKERS) * (1.25 - 0.25 * self.condition().min(2.0))) as u32;
            let pays = dice.chance(permille) || all;
            for (month, likely) in MONTHS.into_iter().zip([1000, 600, 450]).map(|((month, _), likely)| (month, likely))
            {
                if dice.chance(likely) && pays && month >= member.joined {
                    out.push((at, self.pay(member, month, None)));
                }
            }
        }
        out
    }

    pub(super) fn workers_pay(&self, paying: &Paying, members: &[Member], pos: Pos) -> Vec<(usize, Payment)> {
        let Some(share) = paying.workers(pos) else { return self.worker_payments(members, false) };
        let mut out = self.worker_payments(members, true);
        out.truncate(share.count as usize);
        if let Some((_, last)) = out.last_mut() {
            // The one payment that is more than was due, so that the sum is the published one to the fen.
            last.paid = Fen(last.paid.0 + share.more);
        }
        out
    }
}

/// What the payments of a branch's workers come to above a student's.
pub(super) fn above(payments: &[(usize, Payment)]) -> impl Iterator<Item = u64> + '_ {
    payments.iter().map(|(_, payment)| u64::from(given(payment.paid).0) - super::STUDENT)
}
