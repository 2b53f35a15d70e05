//! The smaller rosters that facts are taken from: activities and the ledger.

use std::ops::Range;

use anyhow::Result;

use super::super::Register;
use super::activities::Activities;
use super::earlier;
use super::ledger::Ledger;
use crate::judge::{Change, Fact, FactRow, code_of};
use crate::model::{Day, Instant, OrgTree, Pos};

/// One fact of one organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub pos: Pos,
    pub fact: Fact,
    /// A count, or a day since 1970 (never before).
    pub value: u32,
}

impl Told {
    pub fn count(pos: Pos, fact: Fact, value: u32) -> Self {
        Self { pos, fact, value }
    }

    pub fn code(&self) -> i32 {
        code_of(self.fact, self.value.into())
    }
}

/// What changed from one telling to the next.
pub(super) fn changes(before: &[Told], after: &[Told]) -> Vec<Change> {
    let place = |told: &&Told| (told.pos, told.fact);
    let (mut before, mut after) = (before.iter().peekable(), after.iter().peekable());
    let mut out = Vec::new();
    loop {
        let (old, new) = match (before.peek(), after.peek()) {
            (None, None) => return out,
            (Some(old), Some(new)) if place(old) == place(new) => (before.next(), after.next()),
            (Some(old), Some(new)) if place(old) < place(new) => (before.next(), None),
            (Some(_), None) => (before.next(), None),
            (_, Some(_)) => (None, after.next()),
        };
        let Some(at) = old.or(new) else { return out };
        let by = new.map_or(0, Told::code).wrapping_sub(old.map_or(0, Told::code));
        if by != 0 {
            out.push(Change::new(at.pos, at.fact, by));
        }
    }
}

/// What they tell at an instant.
#[derive(Default)]
pub(super) struct Records {
    activities: Activities,
    ledger: Ledger,
}

impl Records {
    pub fn take(register: &Register, tree: &OrgTree, at: Instant) -> Result<Self> {
        Ok(Self { activities: Activities::take(register, tree, at)?, ledger: Ledger::take(register, at)? })
    }

    /// Of rosters already taken.
    pub fn of(activities: Activities, ledger: Ledger) -> Self {
        Self { activities, ledger }
    }

    /// The first instant at which any of this changes.
    pub fn until(&self) -> Option<Instant> {
        earlier(self.activities.until, self.ledger.until)
    }

    /// Completes what was gathered from members and cadres.
    pub fn fill(&self, tree: &OrgTree, at: Instant, rows: &mut [FactRow]) {
        let told = self.told(tree, at, |range| {
            let rows = &rows[range];
            [Fact::Members, Fact::Cadres].into_iter().all(|fact| rows.iter().any(|row| row.count(fact) > 0))
        });
        for Told { pos, fact, value } in told {
            let row = &mut rows[pos.index()];
            if fact.is_day() {
                row.latest(fact, Some(Day(value as i32)));
            } else {
                row.add(fact, value);
            }
        }
    }

    /// What they tell, in the order of the tree and of facts, once each; `peopled` says whether some organisations have
    /// members and cadres.
    pub fn told(&self, tree: &OrgTree, at: Instant, peopled: impl Fn(Range<usize>) -> bool) -> Vec<Told> {
        let mut told = Vec::new();
        for pos in (0..tree.len() as u32).map(Pos).filter(|pos| tree.exists(*pos, at)) {
            self.activities.tell(tree, pos, &mut told);
        }
        self.ledger.tell(tree, at, peopled, &mut told);
        told.sort_unstable_by_key(|told| (told.pos, told.fact));
        told.dedup_by(|later, kept| {
            let same = (later.pos, later.fact) == (kept.pos, kept.fact);
            if same {
                kept.value += later.value;
            }
            same
        });
        told
    }

    /// Whether there is nothing to tell at any instant.
    pub fn is_empty(&self) -> bool {
        self.activities.is_empty() && self.ledger.is_empty()
    }
}
