//! How facts differ from one instant to another: what is kept and carried instead of whole facts.

use std::sync::Arc;

use super::counts::Counts;
use super::{Fact, FactRow, Facts, NO_DAY};
use crate::model::Pos;

/// Added to a day, so that one is a small positive number and 0 stands for none.
const DAYS_FROM: i32 = 1_000_000;

/// One fact of one organisation moved.
///
/// Ordered by organisation, then by fact; changes of one place add up, whatever the order they are found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    place: u32,
    by: i32,
}

impl Change {
    /// A fact moved by so much; days are counted as by [`code_of`].
    pub const fn new(pos: Pos, fact: Fact, by: i32) -> Self {
        Self { place: pos.0 * Fact::ALL.len() as u32 + fact as u32, by }
    }

    /// Whose.
    pub const fn pos(self) -> Pos {
        Pos(self.place / Fact::ALL.len() as u32)
    }

    /// Which.
    pub const fn fact(self) -> Fact {
        Fact::ALL[(self.place % Fact::ALL.len() as u32) as usize]
    }

    /// By how much.
    pub const fn by(self) -> i32 {
        self.by
    }

    /// Puts changes in order, one a place, without those that moved nothing.
    pub fn sum(changes: &mut Vec<Self>) {
        changes.sort_unstable_by_key(|change| change.place);
        changes.dedup_by(|later, kept| {
            let same = later.place == kept.place;
            if same {
                kept.by = kept.by.wrapping_add(later.by);
            }
            same
        });
        changes.retain(|change| change.by != 0);
    }
}

/// An own value of a fact ([`Facts::own`]) as it is subtracted: a count as it is, a day as its distance from a day before
/// all others, no day as 0.
pub const fn code_of(fact: Fact, value: i64) -> i32 {
    match fact.is_day() {
        true if value == NO_DAY as i64 => 0,
        true => (value as i32).wrapping_add(DAYS_FROM),
        false => value as i32,
    }
}

const fn day_of_code(code: i32) -> i32 {
    if code == 0 { NO_DAY } else { code.wrapping_sub(DAYS_FROM) }
}

impl FactRow {
    /// Every fact as it is subtracted, in the order of [`Fact::ALL`].
    pub fn codes(&self) -> [i32; Fact::ALL.len()] {
        std::array::from_fn(|at| match at.checked_sub(Fact::COUNTS) {
            None => self.counts[at] as i32,
            Some(day) if self.days[day] == NO_DAY => 0,
            Some(day) => self.days[day].wrapping_add(DAYS_FROM),
        })
    }
}

impl Facts {
    /// Facts of so many organisations of which nothing is known.
    pub fn nothing(at: crate::model::Instant, len: usize) -> Self {
        let mut facts = Self::new(at, 0);
        facts.len = len;
        facts.counts.iter_mut().for_each(|column| *column = Arc::new(Counts::zeros(len)));
        facts
    }

    /// Moves one fact of some organisations, given in the order of the tree, each by so much; O(organisations).
    pub fn shift(&mut self, fact: Fact, moved: impl IntoIterator<Item = (Pos, i32)>) {
        let mut moved = moved.into_iter().peekable();
        if moved.peek().is_none() {
            return;
        }
        let Some(column) = self.counts.get_mut(fact as usize) else {
            let days = Arc::make_mut(&mut self.days[fact as usize - Fact::COUNTS]);
            days.resize(self.len, NO_DAY);
            for (pos, by) in moved {
                let day = &mut days[pos.index()];
                *day = day_of_code(code_of(fact, i64::from(*day)).wrapping_add(by));
            }
            return;
        };
        Arc::make_mut(column).shift(moved);
    }

    /// Moves facts by changes in order ([`Change::sum`]).
    pub fn apply(&mut self, changes: &[Change]) {
        let mut by_fact: Vec<Vec<(Pos, i32)>> = vec![Vec::new(); Fact::ALL.len()];
        for change in changes {
            by_fact[change.fact() as usize].push((change.pos(), change.by));
        }
        for (fact, moved) in Fact::ALL.into_iter().zip(by_fact) {
            self.shift(fact, moved);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Day, Instant};

    fn row((members, cadres, day): (u32, u32, Option<i32>)) -> FactRow {
        let mut row = FactRow::default();
        row.add(Fact::Members, members);
        row.add(Fact::Cadres, cadres);
        row.latest(Fact::Founded, day.map(Day));
        row
    }

    proptest! {
        #[test]
        fn facts_and_what_changed_are_the_later_facts(
            rows in prop::collection::vec([(0u32..5, 0u32..2, prop::option::of(-9i32..9)), (0u32..5, 0u32..2, prop::option::of(-9i32..9))], 0..40),
        ) {
            let (mut before, mut after) = (Facts::new(Instant(0), rows.len()), Facts::new(Instant(0), rows.len()));
            let mut changes = Vec::new();
            for (at, [old, new]) in rows.iter().enumerate() {
                before.push(&row(*old));
                after.push(&row(*new));
                let (old, new) = (row(*old).codes(), row(*new).codes());
                for fact in Fact::ALL {
                    // In two steps, to be summed.
                    changes.push(Change::new(Pos(at as u32), fact, new[fact as usize]));
                    changes.push(Change::new(Pos(at as u32), fact, old[fact as usize].wrapping_neg()));
                }
            }
            Change::sum(&mut changes);
            before.settle();
            before.apply(&changes);
            before.settle();
            after.settle();
            prop_assert_eq!(before, after);
        }
    }

    #[test]
    fn nothing_and_a_first_row() {
        let mut facts = Facts::nothing(Instant(0), 2);
        assert_eq!((facts.own(Fact::Members, Pos(1)), facts.day(Fact::Founded, Pos(1))), (0, None));
        facts.shift(Fact::Members, [(Pos(1), 3)]);
        facts.shift(Fact::Founded, [(Pos(0), code_of(Fact::Founded, 0))]);
        assert_eq!((facts.total(Fact::Members, &(0..2)), facts.day(Fact::Founded, Pos(0))), (3, Some(Day(0))));
    }
}
