//! How the columns of one value are packed: what its rows share once, near numbers as steps, rare texts by row.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// A column: one value for all rows, or one for each.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Column<T> {
    All(T),
    Each(Vec<T>),
}

impl<T: Clone + PartialEq> Column<T> {
    pub(super) fn gather<'a, R: 'a>(rows: &'a [R], value: impl Fn(&'a R) -> T) -> Self {
        let mut values = rows.iter().map(value);
        let Some(first) = values.next() else { return Self::Each(Vec::new()) };
        let mut each = Vec::with_capacity(rows.len());
        each.push(first);
        each.extend(values);
        if each.iter().all(|value| *value == each[0]) { Self::All(each.swap_remove(0)) } else { Self::Each(each) }
    }

    /// Every value that occurs, some of them more than once.
    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        match self {
            Self::All(value) => std::slice::from_ref(value).iter(),
            Self::Each(values) => values.iter(),
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<&T> {
        match self {
            Self::All(value) => Some(value),
            Self::Each(values) => values.get(at),
        }
    }
}

/// Numbers that lie near one another: each as its distance from the one before.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Steps(Vec<i64>);

impl Steps {
    pub(super) fn gather(values: impl Iterator<Item = i64>) -> Self {
        let mut before = 0i64;
        Self(
            values
                .map(|value| {
                    let step = value.wrapping_sub(before);
                    before = value;
                    step
                })
                .collect(),
        )
    }

    pub(super) fn values(&self) -> impl Iterator<Item = i64> + '_ {
        self.0.iter().scan(0i64, |before, step| {
            *before = before.wrapping_add(*step);
            Some(*before)
        })
    }
}

/// Texts that are seldom there, by row.
pub(super) type Seldom = Vec<(u16, CompactString)>;
