//! What a register lost from one look to the next, told at an import and kept with the register.
//!
//! Rows carry no day of leaving: only the facts of the generation before, beside those of the new one, show a fall.

use std::collections::HashMap;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::judge::alert::{AlertThresholds, Loss, between};
use crate::judge::{Fact, FactRow, Facts, Params};
use crate::model::{Day, OrgId, OrgTree, Pos};
use crate::store::Register;

/// Under which name they are kept.
const KEY: &str = "losses";
/// How many are kept, the newest: one value must stay under 16 KB.
const KEPT: usize = 400;
/// The facts that tell a loss.
const TOLD: [Fact; 3] = [Fact::Members, Fact::TransfersOutDone, Fact::TransfersInDone];

/// A loss under the organisation's lasting number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    org: OrgId,
    from: Day,
    to: Day,
    before: u32,
    after: u32,
    unexplained: u32,
}

/// The register before an import, as far as losses are told from it.
pub(super) struct Before {
    /// For each organisation the facts of [`TOLD`].
    counts: HashMap<OrgId, [u32; TOLD.len()]>,
    at: crate::model::Instant,
    kept: Vec<Kept>,
}

impl Before {
    /// Reads what the register keeps; `None` where it keeps no facts.
    pub fn of(register: &Register) -> Result<Option<Self>> {
        let Some(collected) = register.kept_facts()? else { return Ok(None) };
        let facts = collected.facts;
        let mut counts = HashMap::with_capacity(facts.len());
        for (at, row) in register.org_rows()?.enumerate().take(facts.len()) {
            counts.insert(row?.0, TOLD.map(|fact| facts.own(fact, Pos(at as u32)) as u32));
        }
        Ok(Some(Self { counts, at: facts.at, kept: register.kept_values(KEY)?.unwrap_or_default() }))
    }

    /// Keeps with the new register what was lost, and what was known before.
    pub fn compare(self, register: &Register, params: &Params) -> Result<()> {
        let Some(after) = register.kept_facts()? else { return Ok(()) };
        let tree = register.tree()?;
        let thresholds = AlertThresholds::at(params, after.facts.at);
        let mut kept = self.kept.clone();
        kept.extend(between(&tree, &self.laid_out(&tree), &after.facts, &thresholds).iter().map(|loss| Kept {
            org: tree.id(loss.org),
            from: loss.from,
            to: loss.to,
            before: loss.before,
            after: loss.after,
            unexplained: loss.unexplained,
        }));
        if kept.is_empty() {
            return Ok(());
        }
        kept.drain(..kept.len().saturating_sub(KEPT));
        register.keep_values(KEY, &kept)
    }

    /// The facts before, in the order of the tree after: organisations may have come between.
    fn laid_out(&self, tree: &OrgTree) -> Facts {
        let mut facts = Facts::new(self.at, tree.len());
        for at in 0..tree.len() {
            let mut row = FactRow::default();
            let counts = self.counts.get(&tree.id(Pos(at as u32))).copied().unwrap_or_default();
            TOLD.iter().zip(counts).for_each(|(fact, count)| row.add(*fact, count));
            facts.push(&row);
        }
        facts
    }
}

/// The losses kept with a register.
pub(super) fn kept(register: &Register, places: &HashMap<OrgId, Pos>) -> Result<Vec<Loss>> {
    let kept: Vec<Kept> = register.kept_values(KEY)?.unwrap_or_default();
    let loss = |kept: &Kept| {
        let org = places.get(&kept.org).copied()?;
        let Kept { from, to, before, after, unexplained, .. } = *kept;
        Some(Loss { org, from, to, before, after, unexplained })
    };
    Ok(kept.iter().filter_map(loss).collect())
}
