//! How likely a hop that waits is not answered in time: by how long such answers took lately.
//!
//! Of the answers of the last 90 days that took longer than this hop has waited, the share that took longer than its hours:
//! those of the organisation that must answer, or of everybody where it has fewer than 20 such answers. It is a count of
//! what happened, not a model; whoever reads it can count it again.

use crate::model::{Instant, Pos};

/// The time before the instant that is looked at, in seconds.
const LATELY: i64 = 90 * 86_400;
/// The fewest answers that say something of one organisation.
const ENOUGH: usize = 20;

/// How long answers took, in seconds.
#[derive(Default)]
pub(super) struct Chances {
    own: Vec<(Pos, u32)>,
    all: Vec<u32>,
}

impl Chances {
    /// Notes an answer.
    pub fn note(&mut self, who: Pos, arrived: Instant, answered: Instant, at: Instant) {
        if at.0 - answered.0 <= LATELY {
            self.own.push((who, seconds(answered.0 - arrived.0)));
        }
    }

    /// Puts the answers in order, once all are noted.
    pub fn settle(&mut self) {
        self.own.sort_unstable();
        self.all = self.own.iter().map(|(_, took)| *took).collect();
        self.all.sort_unstable();
    }

    /// How likely, in percent, a hop that arrived at `arrived` and waits at `at` is not answered by `last`.
    pub fn breach(&self, who: Option<Pos>, arrived: Instant, at: Instant, last: Instant) -> Option<u8> {
        let (waited, limit) = (seconds(at.0 - arrived.0), seconds(last.0 - arrived.0));
        if let Some(who) = who {
            let first = self.own.partition_point(|(other, took)| (*other, *took) <= (who, waited));
            let late = self.own.partition_point(|(other, took)| (*other, *took) <= (who, limit));
            let end = self.own.partition_point(|(other, _)| *other <= who);
            if end - first >= ENOUGH {
                return Some(percent(end - late, end - first));
            }
        }
        let first = self.all.partition_point(|took| *took <= waited);
        let late = self.all.partition_point(|took| *took <= limit);
        let end = self.all.len();
        (end > first).then(|| percent(end - late, end - first))
    }
}

fn percent(part: usize, whole: usize) -> u8 {
    (part * 100 / whole.max(1)) as u8
}

/// Seconds as they are kept: none below 0, 136 years at most.
pub(super) fn seconds(of: i64) -> u32 {
    u32::try_from(of.max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_longer_answers_that_were_too_long() {
        let hour = |n: i64| Instant(n * 3600);
        let at = hour(1000);
        let mut chances = Chances::default();
        assert_eq!(chances.breach(None, hour(940), at, hour(1012)), None, "nobody ever answered");
        // Twenty answers of one organisation, 61 to 80 hours; another one is always quick.
        for took in 61..=80 {
            chances.note(Pos(1), hour(1000 - took), hour(1000), at);
            chances.note(Pos(2), hour(999), hour(1000), at);
        }
        chances.note(Pos(1), hour(0), hour(100), Instant(at.0 + LATELY));
        chances.settle();
        // It has waited 60 hours of 72: eight of the twenty took longer.
        assert_eq!(chances.breach(Some(Pos(1)), hour(940), at, hour(1012)), Some(40));
        // 70 of 72: of the ten that took longer than 70 eight took longer than 72; too few, but everybody's are the same ten.
        assert_eq!(chances.breach(Some(Pos(1)), hour(930), at, hour(1002)), Some(80));
        assert_eq!(chances.breach(Some(Pos(2)), hour(940), at, hour(1012)), Some(40), "too few of its own so long");
        assert_eq!(chances.breach(None, hour(900), at, hour(972)), None, "nobody ever took so long");
    }
}
