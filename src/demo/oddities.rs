//! Patterns worth checking, a few of each in the shown county, so that the alerts have something to show.
//!
//! None of them moves a published count: telephones and early days of coming count nowhere. Moves that are worth checking
//! are made with the other moves.

use super::Branch;
use super::branch::Seat;
use super::calendar::day;
use super::dice::{Dice, Topic};
use crate::model::{Member, Month};

/// How many members bear one telephone number, where they do.
const ONE_PHONE: usize = 6;
/// How many came on one day, where they did.
const ONE_DAY: usize = 24;

impl Branch<'_> {
    /// Telephones written down by one hand, and days of coming filled in for many at once.
    pub(super) fn oddities(&self, rows: &mut [Member]) {
        let mut dice = Dice::new(self.demo.seed, Topic::Oddity, self.key());
        let settled = self.seat() == Seat::Settled && !self.cell.hollow && !self.life().student;
        if rows.len() > ONE_PHONE + 2 && dice.below(240) == 0 {
            let phone = rows[0].phone.clone();
            rows.iter_mut().take(ONE_PHONE).for_each(|row| row.phone = phone.clone());
        }
        let early = |row: &&mut Member| row.since.is_none() && row.joined <= Month::of(2018, 3);
        if settled && rows.len() > ONE_DAY + 20 && dice.below(4) == 0 {
            rows.iter_mut().filter(early).take(ONE_DAY).for_each(|row| row.since = Some(day(2018, 4, 11)));
        }
    }
}
