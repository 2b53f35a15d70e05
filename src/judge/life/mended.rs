//! 净整改 beside 报告整改: how much of what was reported as mended stayed so (handbook B3.2).

use std::ops::AddAssign;

use super::Terms;
use super::turns::Sound;
use crate::judge::{History, RuleIx, Scope};
use crate::model::Instant;

/// What became of the findings of a rule between two days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Mended {
    /// Held at some look from the first day to the second.
    pub held: u64,
    /// 报告整改: of those, sound at the second day.
    pub reported: u64,
    /// 净整改: of those reported, still sound after probation.
    pub net: u64,
    /// Of those reported, sound until now but not yet through probation.
    pub pending: u64,
    /// Of those reported, found again before they were through it.
    pub relapsed: u64,
}

impl AddAssign for Mended {
    fn add_assign(&mut self, more: Self) {
        self.held += more.held;
        self.reported += more.reported;
        self.net += more.net;
        self.pending += more.pending;
        self.relapsed += more.relapsed;
    }
}

/// Counts for one rule in a range between `from` and `to`, as known at `at`: each is the last look up to then.
///
/// `reported` is always the sum of `net`, `pending` and `relapsed`.
pub fn mended(
    history: &History,
    rule: RuleIx,
    scope: &Scope,
    (from, to): (Instant, Instant),
    at: Instant,
    terms: Terms,
) -> Mended {
    let looks = history.instants();
    let looks = &looks[..looks.partition_point(|look| *look <= at)];
    let look_at = |when: Instant| looks.partition_point(|look| *look <= when).checked_sub(1);
    let mut sum = Mended::default();
    let Some(last) = look_at(to) else { return sum };
    let first = look_at(from).unwrap_or(0);
    for (pos, seen) in history.places(rule) {
        if !scope.contains(&pos.index()) {
            continue;
        }
        let mut runs = seen.take_while(|seen| seen.look < looks.len()).peekable();
        while let Some(run) = runs.next() {
            let end = runs.peek().map_or(looks.len(), |next| next.look);
            if !(run.look..end).contains(&last) {
                continue;
            }
            if run.holds {
                sum.held += 1;
            } else if run.look > first {
                sum.held += 1;
                sum.reported += 1;
                match Sound::of(looks, run.look..end, terms) {
                    Some(Sound { closed: Some(_), .. }) => sum.net += 1,
                    _ if end == looks.len() => sum.pending += 1,
                    _ => sum.relapsed += 1,
                }
            }
        }
    }
    sum
}
