//! Where the dues roster of a month is there at all.
//!
//! A register without dues, or with those of one county only, must not accuse everybody else. A roster is brought by a
//! leading body for the organisations it looks after itself; so a branch is **rostered** where the leading body above it has
//! a payment for the month, by somebody liable, in any such branch.

use std::collections::HashSet;

use super::Pass;
use crate::judge::{Fact, FactRow};
use crate::model::{OrgKind, Pos};

impl Pass<'_> {
    /// The leading body that looks after an organisation, the nearest above it; without any, the topmost organisation.
    pub(super) fn domain(&self, pos: Pos) -> Pos {
        let mut at = pos;
        while self.tree.kind(at) != OrgKind::Leading {
            match self.tree.parent(at) {
                Some(above) => at = above,
                None => break,
            }
        }
        at
    }

    /// Marks the branches whose dues are known, given whose leading bodies have payments.
    pub(super) fn rostered(&self, told: &HashSet<Pos>, rows: &mut [FactRow]) {
        if told.is_empty() {
            return;
        }
        for (at, row) in rows.iter_mut().enumerate().filter(|(_, row)| row.count(Fact::Branches) > 0) {
            row.add(Fact::DuesKnown, u32::from(told.contains(&self.domain(Pos(at as u32)))));
        }
    }
}
