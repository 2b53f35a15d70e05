//! What organisations have declared where no row can prove it: the attest roster as of an instant.

use std::collections::BTreeMap;

use compact_str::CompactString;

use crate::model::{Attest, Instant, OrgId, Pos};

/// For each metric the organisations that had declared it, in the order of the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared(BTreeMap<CompactString, Vec<Pos>>);

impl Declared {
    /// The declarations made by `at`.
    pub fn by(rows: &[Attest], place: impl Fn(OrgId) -> Option<Pos>, at: Instant) -> Self {
        let mut of: BTreeMap<CompactString, Vec<Pos>> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.at <= at) {
            if let Some(pos) = place(row.org) {
                of.entry(row.item.clone()).or_default().push(pos);
            }
        }
        of.values_mut().for_each(|places| places.sort_unstable());
        Self(of)
    }

    /// Whether an organisation has declared a metric.
    pub fn holds(&self, metric: &str, pos: Pos) -> bool {
        self.0.get(metric).is_some_and(|places| places.binary_search(&pos).is_ok())
    }
}
