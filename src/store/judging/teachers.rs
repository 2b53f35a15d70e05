//! Schools with enough teachers for a branch of theirs (S4 annex 3, row 2).

use super::Pass;
use crate::judge::{Fact, FactRow};
use crate::model::{BranchKind, OrgKind, Pos};

/// 教师中有3个以上团员.
const ENOUGH: u32 = 3;

impl Pass<'_> {
    /// Marks the schools, once all members are counted.
    pub(super) fn teachers(&self, rows: &mut [FactRow]) {
        for at in 0..rows.len() {
            if rows[at].count(Fact::Schools) == 0 {
                continue;
            }
            let below = self.tree.subtree(Pos(at as u32));
            let teachers: u32 = rows[below.clone()].iter().map(|row| row.count(Fact::Teachers)).sum();
            if teachers < ENOUGH {
                continue;
            }
            let theirs = |at: usize| {
                let pos = Pos(at as u32);
                self.tree.kind(pos) == OrgKind::Branch
                    && self.tree.branch_kind(pos) == Some(BranchKind::Teachers)
                    && self.tree.exists(pos, self.at)
            };
            let has = below.into_iter().any(theirs);
            rows[at].add(Fact::TeacherSchools, 1);
            rows[at].add(Fact::TeacherBranches, u32::from(has));
        }
    }
}
