//! Facts: one row of small numbers an organisation, kept as columns in tree pre-order.
//!
//! A count is kept as its running total, so that a subtree (a contiguous range) is one subtraction and an organisation's
//! own value is another. Days are kept as they are and never added.

use std::ops::Range;

use super::{Declared, Fact};
use crate::model::{Day, Instant, Pos};

/// A range of organisations in pre-order: a subtree, or all.
pub type Scope = Range<usize>;

/// The value of a day fact where there is no such day.
pub const NO_DAY: i32 = i32::MIN;

/// The facts of every organisation at one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// The instant they were taken at.
    pub at: Instant,
    /// What organisations had declared by then; the reader's to fill in, since it comes from no organisation's rows.
    pub declared: Declared,
    len: usize,
    /// For each count, `len + 1` running totals.
    counts: Vec<Vec<u32>>,
    /// For each day fact, `len` days since 1970 or [`NO_DAY`].
    days: Vec<Vec<i32>>,
}

/// The facts of one organisation, as they are collected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactRow {
    counts: [u32; Fact::COUNTS],
    days: [i32; Fact::ALL.len() - Fact::COUNTS],
}

impl Default for FactRow {
    fn default() -> Self {
        Self { counts: [0; Fact::COUNTS], days: [NO_DAY; Fact::ALL.len() - Fact::COUNTS] }
    }
}

impl FactRow {
    /// Adds to a count.
    pub fn add(&mut self, fact: Fact, by: u32) {
        self.counts[fact as usize] += by;
    }

    /// Takes back from a count.
    pub fn take(&mut self, fact: Fact, by: u32) {
        let count = &mut self.counts[fact as usize];
        *count = count.saturating_sub(by);
    }

    /// Adds the counts of another row and keeps the later of each day.
    pub fn join(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count = count.wrapping_add(more);
        }
        for (day, other) in self.days.iter_mut().zip(other.days) {
            *day = other.max(*day);
        }
    }

    /// The count so far.
    pub fn count(&self, fact: Fact) -> u32 {
        self.counts[fact as usize]
    }

    /// Keeps the later of the day known and `day`.
    pub fn latest(&mut self, fact: Fact, day: Option<Day>) {
        let slot = &mut self.days[fact as usize - Fact::COUNTS];
        *slot = day.map_or(*slot, |day| day.0.max(*slot));
    }
}

impl Facts {
    /// No organisations yet.
    pub fn new(at: Instant, capacity: usize) -> Self {
        let total = || {
            let mut column = Vec::with_capacity(capacity + 1);
            column.push(0);
            column
        };
        let counts = (0..Fact::COUNTS).map(|_| total()).collect();
        let days = (Fact::COUNTS..Fact::ALL.len()).map(|_| Vec::with_capacity(capacity)).collect();
        Self { at, declared: Declared::default(), len: 0, counts, days }
    }

    /// Adds the next organisation in pre-order.
    pub fn push(&mut self, row: &FactRow) {
        for (column, value) in self.counts.iter_mut().zip(row.counts) {
            let before = column.last().copied().unwrap_or_default();
            column.push(before.wrapping_add(value));
        }
        for (column, value) in self.days.iter_mut().zip(row.days) {
            column.push(value);
        }
        self.len += 1;
    }

    /// How many organisations.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Lets go of the columns that are nowhere: a register without a roster need not hold its zeros. No
    /// organisation may be added afterwards.
    pub fn trim(&mut self) {
        // Running totals only wrap around for sums beyond 2³², so a column is of zeros just where it never moves.
        for column in self.counts.iter_mut().filter(|column| column.iter().all(|total| *total == 0)) {
            *column = Vec::new();
        }
        for column in self.days.iter_mut().filter(|column| column.iter().all(|day| *day == NO_DAY)) {
            *column = Vec::new();
        }
    }

    /// The sum of a count over a range; 0 for a day fact.
    pub fn total(&self, fact: Fact, scope: &Scope) -> u64 {
        // Running totals of minutes may go round; the difference is right all the same, as long as it is below 2³².
        match self.counts.get(fact as usize) {
            Some(column) if !column.is_empty() => column[scope.end].wrapping_sub(column[scope.start]).into(),
            _ => 0,
        }
    }

    /// An organisation's own value: a count, or a day since 1970 ([`NO_DAY`] where there is none).
    pub fn own(&self, fact: Fact, pos: Pos) -> i64 {
        let at = pos.index();
        match self.counts.get(fact as usize) {
            Some(column) if column.is_empty() => 0,
            Some(column) => column[at + 1].wrapping_sub(column[at]).into(),
            None => i64::from(self.days[fact as usize - Fact::COUNTS].get(at).copied().unwrap_or(NO_DAY)),
        }
    }

    /// An organisation's own day.
    pub fn day(&self, fact: Fact, pos: Pos) -> Option<Day> {
        let column = self.days.get((fact as usize).checked_sub(Fact::COUNTS)?)?;
        column.get(pos.index()).copied().filter(|&day| day != NO_DAY).map(Day)
    }

    /// Copies the own values of a stretch of organisations, one column at a time: how rules read.
    pub fn load(&self, fact: Fact, first: usize, out: &mut [i64]) {
        match self.counts.get(fact as usize) {
            Some(column) if column.is_empty() => out.fill(0),
            Some(column) => {
                let stretch = &column[first..=first + out.len()];
                for (value, pair) in out.iter_mut().zip(stretch.windows(2)) {
                    *value = pair[1].wrapping_sub(pair[0]).into();
                }
            }
            None if self.days[fact as usize - Fact::COUNTS].is_empty() => out.fill(NO_DAY.into()),
            None => {
                let column = &self.days[fact as usize - Fact::COUNTS][first..first + out.len()];
                for (value, day) in out.iter_mut().zip(column) {
                    *value = i64::from(*day);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_sums_of_own_values() {
        let mut facts = Facts::new(Instant(0), 3);
        for members in [0, 5, 7] {
            let mut row = FactRow::default();
            row.add(Fact::Members, members);
            row.latest(Fact::Founded, (members > 0).then_some(Day(members as i32)));
            facts.push(&row);
        }
        assert_eq!(facts.total(Fact::Members, &(0..3)), 12);
        assert_eq!(facts.own(Fact::Members, Pos(1)), 5);
        assert_eq!(facts.day(Fact::Founded, Pos(0)), None);
        assert_eq!(facts.day(Fact::Founded, Pos(2)), Some(Day(7)));
        let mut out = [0; 2];
        facts.load(Fact::Members, 1, &mut out);
        assert_eq!(out, [5, 7]);
        assert_eq!(Fact::named("number_due"), Some(Fact::NumberDue));
        facts.trim();
        assert_eq!((facts.total(Fact::Members, &(0..3)), facts.total(Fact::Cadres, &(0..3))), (12, 0));
        facts.load(Fact::Cadres, 1, &mut out);
        assert_eq!((out, facts.own(Fact::Cadres, Pos(2))), ([0, 0], 0));
        facts.load(Fact::LastMeeting, 1, &mut out);
        let none = i64::from(NO_DAY);
        assert_eq!((out, facts.own(Fact::LastMeeting, Pos(2))), ([none; 2], none));
        assert_eq!((facts.day(Fact::LastMeeting, Pos(2)), facts.day(Fact::Founded, Pos(2))), (None, Some(Day(7))));
    }
}
