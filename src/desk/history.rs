//! What the rules found at a row of instants up to one: the memory of findings' lives.

use anyhow::Result;

use super::Desk;
use crate::judge::History;
use crate::model::{Day, Instant};

/// Ends of Sundays looked at before the instant asked for: probation and a week or two around it.
const WEEKS: i32 = 8;
/// Organisations for whom reading every row of the past takes no noticeable time.
const QUICK: usize = 30_000;

impl Desk {
    /// What the rules found at instants up to `at`, which is the last of them.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn history(&self, at: Instant) -> Result<History> {
        let now = self.standing(&|_| {})?;
        let past = if now.tree.len() > QUICK { Vec::new() } else { sundays(at) };
        let looks = past.into_iter().map(|look| self.other_standing(look)).collect::<Result<Vec<_>>>()?;
        let last = if now.at == at { now } else { self.other_standing(at)? };
        Ok(History::of(looks.iter().chain([&last]).map(|standing| &standing.judged)))
    }
}

fn sundays(at: Instant) -> Vec<Instant> {
    let day = at.day().0;
    // Day 3 of 1970 was a Sunday.
    let last = day - (day - 3).rem_euclid(7);
    let ends = (0..=WEEKS).rev().map(|week| Day(last - 7 * week).end());
    ends.filter(|end| *end < at).collect()
}
