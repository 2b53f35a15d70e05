//! Facts: one row of small numbers an organisation, kept as columns in tree pre-order.
//!
//! A count is kept as its running total, so that a subtree (a contiguous range) is one subtraction and an organisation's
//! own value is another. Days are kept as they are and never added.

use std::ops::Range;
use std::sync::Arc;

use super::counts::Counts;
use super::{Declared, Fact};
use crate::model::{Day, Instant, Pos};

/// A range of organisations in pre-order: a subtree, or all.
pub type Scope = Range<usize>;

/// The value of a day fact where there is no such day.
pub const NO_DAY: i32 = i32::MIN;

/// The facts of every organisation at one instant.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The instant they were taken at.
    pub at: Instant,
    /// What organisations had declared by then; the reader's to fill in, since it comes from no organisation's rows.
    pub declared: Declared,
    pub(super) len: usize,
    /// A column that an edit leaves as it is is shared by the facts before and after.
    pub(super) counts: Vec<Arc<Counts>>,
    /// For each day fact, days since 1970 or [`NO_DAY`]; nothing where no organisation has one.
    pub(super) days: Vec<Arc<Vec<i32>>>,
}

/// The facts of one organisation, as they are collected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactRow {
    pub(super) counts: [u32; Fact::COUNTS],
    pub(super) days: [i32; Fact::ALL.len() - Fact::COUNTS],
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
        let counts = (0..Fact::COUNTS).map(|_| Arc::new(Counts::new())).collect();
        let days = (Fact::COUNTS..Fact::ALL.len()).map(|_| Arc::new(Vec::with_capacity(capacity))).collect();
        Self { at, declared: Declared::default(), len: 0, counts, days }
    }

    /// All organisations in pre-order.
    pub fn gather<R: std::borrow::Borrow<FactRow>>(at: Instant, rows: impl ExactSizeIterator<Item = R>) -> Self {
        let len = rows.len();
        let mut counts = vec![Counts::new(); Fact::COUNTS];
        let mut days: Vec<Vec<i32>> = (Fact::COUNTS..Fact::ALL.len()).map(|_| Vec::with_capacity(len)).collect();
        for row in rows {
            let row = row.borrow();
            for (column, value) in counts.iter_mut().zip(row.counts) {
                column.push(value);
            }
            for (column, value) in days.iter_mut().zip(row.days) {
                column.push(value);
            }
        }
        let counts = counts.into_iter().map(Arc::new).collect();
        Self { at, declared: Declared::default(), len, counts, days: days.into_iter().map(Arc::new).collect() }
    }

    /// Facts column by column: `next` is asked for the own value of each organisation in turn, one fact after another, and
    /// ends all where it has none.
    pub fn of_columns(at: Instant, len: usize, mut next: impl FnMut(Fact) -> Option<i64>) -> Option<Self> {
        let mut facts = Self::new(at, 0);
        facts.len = len;
        for fact in Fact::ALL {
            if let Some(column) = facts.counts.get_mut(fact as usize) {
                let mut counts = Counts::new();
                for _ in 0..len {
                    counts.push(next(fact)? as u32);
                }
                *column = Arc::new(counts);
            } else {
                let days: Option<Vec<i32>> = (0..len).map(|_| next(fact).map(|day| day as i32)).collect();
                facts.days[fact as usize - Fact::COUNTS] = Arc::new(days?);
            }
        }
        Some(facts)
    }

    /// Adds the next organisation in pre-order.
    pub fn push(&mut self, row: &FactRow) {
        for (column, value) in self.counts.iter_mut().zip(row.counts) {
            Arc::make_mut(column).push(value);
        }
        for (column, value) in self.days.iter_mut().zip(row.days) {
            Arc::make_mut(column).push(value);
        }
        self.len += 1;
    }

    /// Puts other facts in place of an organisation's.
    pub fn set(&mut self, pos: Pos, row: &FactRow) {
        for (column, value) in self.counts.iter_mut().zip(row.counts) {
            if column.own(pos.index()) != value {
                Arc::make_mut(column).set(pos.index(), value);
            }
        }
        for (column, value) in self.days.iter_mut().zip(row.days) {
            if column.get(pos.index()).copied().unwrap_or(NO_DAY) != value {
                let column = Arc::make_mut(column);
                column.resize(self.len, NO_DAY);
                column[pos.index()] = value;
            }
        }
    }

    /// The facts of one organisation.
    pub fn row(&self, pos: Pos) -> FactRow {
        let mut row = FactRow::default();
        for (value, column) in row.counts.iter_mut().zip(&self.counts) {
            *value = column.own(pos.index());
        }
        for (value, column) in row.days.iter_mut().zip(&self.days) {
            *value = column.get(pos.index()).copied().unwrap_or(NO_DAY);
        }
        row
    }

    /// The facts of a range of organisations, as if there were no others.
    pub fn part(&self, range: &Range<usize>) -> Self {
        let mut part = Self::new(self.at, range.len());
        range.clone().for_each(|at| part.push(&self.row(Pos(at as u32))));
        part
    }

    /// How many organisations.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Lets go of the memory that no value needs, once every organisation is in.
    pub fn settle(&mut self) {
        self.counts.iter_mut().filter(|column| !column.is_settled()).for_each(|column| Arc::make_mut(column).settle());
        for column in self.days.iter_mut().filter(|column| column.iter().all(|day| *day == NO_DAY)) {
            *column = Arc::default();
        }
    }

    /// The sum of a count over a range; 0 for a day fact.
    pub fn total(&self, fact: Fact, scope: &Scope) -> u64 {
        self.counts.get(fact as usize).map_or(0, |column| column.total(scope).into())
    }

    /// An organisation's own value: a count, or a day since 1970 ([`NO_DAY`] where there is none).
    pub fn own(&self, fact: Fact, pos: Pos) -> i64 {
        match self.counts.get(fact as usize) {
            Some(column) => column.own(pos.index()).into(),
            None => i64::from(self.day_or_none(fact, pos)),
        }
    }

    /// An organisation's own day.
    pub fn day(&self, fact: Fact, pos: Pos) -> Option<Day> {
        fact.is_day().then(|| self.day_or_none(fact, pos)).filter(|&day| day != NO_DAY).map(Day)
    }

    fn day_or_none(&self, fact: Fact, pos: Pos) -> i32 {
        self.days[fact as usize - Fact::COUNTS].get(pos.index()).copied().unwrap_or(NO_DAY)
    }

    /// Copies the own values of a stretch of organisations, one column at a time: how rules read.
    pub fn load(&self, fact: Fact, first: usize, out: &mut [i64]) {
        match self.counts.get(fact as usize) {
            Some(column) => column.load(first, out),
            None => {
                let column = &self.days[fact as usize - Fact::COUNTS];
                out.fill(NO_DAY.into());
                for (value, day) in out.iter_mut().zip(column.iter().skip(first)) {
                    *value = i64::from(*day);
                }
            }
        }
    }
}

impl PartialEq for Facts {
    /// By what they say, whatever shape the columns have.
    fn eq(&self, other: &Self) -> bool {
        let same = |fact: &Fact| (0..self.len as u32).all(|at| self.own(*fact, Pos(at)) == other.own(*fact, Pos(at)));
        self.at == other.at && self.len == other.len && Fact::ALL.iter().all(same)
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
        facts.settle();
        assert_eq!((facts.total(Fact::Members, &(0..3)), facts.total(Fact::Cadres, &(0..3))), (12, 0));
        facts.load(Fact::Cadres, 1, &mut out);
        assert_eq!((out, facts.own(Fact::Cadres, Pos(2))), ([0, 0], 0));
        facts.load(Fact::LastMeeting, 1, &mut out);
        let none = i64::from(NO_DAY);
        assert_eq!((out, facts.own(Fact::LastMeeting, Pos(2))), ([none; 2], none));
        assert_eq!((facts.day(Fact::LastMeeting, Pos(2)), facts.day(Fact::Founded, Pos(2))), (None, Some(Day(7))));
    }
}
