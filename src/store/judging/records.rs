//! The smaller rosters that facts are taken from: activities and the ledger.

use anyhow::Result;

use super::super::Register;
use super::activities::Activities;
use super::ledger::Ledger;
use super::{Gathered, earlier};
use crate::model::{Instant, OrgTree, Pos};

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

    /// The first instant at which any of this changes.
    pub fn until(&self) -> Option<Instant> {
        earlier(self.activities.until, self.ledger.until)
    }

    /// Completes what was gathered from members and cadres.
    pub fn fill(&self, tree: &OrgTree, at: Instant, all: &mut Gathered) {
        all.forget_years_untold();
        for (row, pos) in all.rows.iter_mut().zip((0..).map(Pos)).filter(|(_, pos)| tree.exists(*pos, at)) {
            self.activities.fill(tree, pos, row);
        }
        self.ledger.fill(tree, at, &mut all.rows);
    }
}
