//! The units of the ledger behind a number: whose they are, and what they lack.

use anyhow::Result;

use super::{Desk, Standing};
use crate::judge::{Fact, Rows};
use crate::model::{LedgerUnit, Pos};
use crate::store::{Cover, Responsible};

/// A unit of the ledger as it stood at the instant shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRow {
    /// Its row.
    pub unit: LedgerUnit,
    /// Where its organisation is, existing or not.
    pub org: Option<Pos>,
    /// Whether that stands up to a check.
    pub cover: Cover,
}

impl LedgerRow {
    /// Whether it is one of those a rule counts.
    pub fn stands_behind(&self, rows: Rows) -> bool {
        let counts = self.unit.hundreds().contains(&true);
        match rows {
            Rows::LedgerBare => counts && self.cover == Cover::Bare,
            Rows::LedgerHollow => counts && self.cover == Cover::Hollow,
            _ => false,
        }
    }
}

impl Desk {
    /// The units for which an organisation answers itself, in the order of their credit codes. Reads the ledger whole.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn ledger(&self, standing: &Standing, pos: Pos) -> Result<Vec<LedgerRow>> {
        // Who answers for a division, and what is below an organisation elsewhere, only the whole register knows.
        if let Some(scoped) = self.scoped() {
            let Some(out) = scoped.out(pos) else { return Ok(Vec::new()) };
            let rows = scoped.whole.ledger(&*scoped.whole.standing_of(standing.at)?, out)?;
            let here = |row: LedgerRow| LedgerRow { org: row.org.and_then(|org| scoped.here(org)), ..row };
            return Ok(rows.into_iter().map(here).collect());
        }
        let Standing { tree, facts, at, .. } = standing;
        let mut units = Vec::new();
        self.register().each_ledger_unit(|unit| units.extend(Some(unit).filter(|unit| unit.known_by(*at))))?;
        if units.is_empty() {
            return Ok(Vec::new());
        }
        let (responsible, places) = (Responsible::of(tree, *at), self.places()?);
        let has = |fact, pos| facts.total(fact, &tree.subtree(pos)) > 0;
        let own = units.into_iter().filter(|unit| responsible.at(unit.division) == Some(pos));
        let row = |unit: LedgerUnit| {
            let org = unit.org.and_then(|id| places.get(&id).copied());
            let cover = Cover::of(tree, org, *at, |org| has(Fact::Members, org) && has(Fact::Cadres, org));
            LedgerRow { unit, org, cover }
        };
        Ok(own.map(row).collect())
    }
}
