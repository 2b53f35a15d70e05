//! All rows of a register in their order, each organisation's put together once: what papers and the digest read.

use std::collections::HashMap;

use anyhow::Result;

use super::rows::{self, OrgRows};
use super::{Dues, Register};
use crate::model::{IdKey, Month, Pos};

impl Register {
    /// The rows of every organisation in `range` that has any, with their dues, in order.
    ///
    /// # Errors
    /// Damage, or what `each` said.
    pub fn each_rows(
        &self,
        range: std::ops::Range<usize>,
        mut each: impl FnMut(Pos, OrgRows) -> Result<()>,
    ) -> Result<()> {
        let open = self.open_now()?;
        let mut dues = self.dues_from(range.start)?;
        let mut give = |pos: Pos, mut rows: OrgRows| {
            rows.dues = dues.at(pos, None)?.to_vec();
            each(pos, rows)
        };
        let mut current: Option<(Pos, OrgRows)> = None;
        let span = rows::key(range.start as u32, 0)..rows::key(range.end as u32, 0);
        for entry in open.trees.rows.scan(span) {
            let (key, body) = entry?;
            let [a, b, c, d, ..] = *key else { anyhow::bail!(self.damaged("a key of rows is cut off")) };
            let pos = Pos(u32::from_be_bytes([a, b, c, d]));
            if current.as_ref().is_some_and(|(at, _)| *at != pos)
                && let Some((before, rows)) = current.take()
            {
                give(before, rows)?;
            }
            rows::decode(&key, &body, body.veil(), &mut current.get_or_insert_with(|| (pos, OrgRows::default())).1)?;
        }
        current.map_or(Ok(()), |(pos, rows)| give(pos, rows))
    }
}

/// Payments told once, though dues are kept in every place where their person stands or serves.
pub struct PaidOnce {
    /// Who may stand in two places, in order.
    doubtful: Vec<IdKey>,
    told: HashMap<IdKey, Vec<Month>>,
}

impl PaidOnce {
    /// Nothing told yet.
    ///
    /// # Errors
    /// Damage.
    pub fn new(register: &Register) -> Result<Self> {
        let mut doubtful = register.shared_identities()?;
        doubtful.extend(register.holders()?.into_iter().map(|(key, _)| key));
        doubtful.sort_unstable();
        doubtful.dedup();
        Ok(Self { doubtful, told: HashMap::new() })
    }

    /// The payments of a person that were not told before.
    pub fn fresh(&mut self, person: IdKey, dues: &Dues) -> Vec<crate::model::Payment> {
        if self.doubtful.binary_search(&person).is_err() {
            return dues.payments().collect();
        }
        let told = self.told.entry(person).or_default();
        let fresh: Vec<_> = dues.payments().filter(|payment| !told.contains(&payment.month)).collect();
        told.extend(fresh.iter().map(|payment| payment.month));
        fresh
    }
}
