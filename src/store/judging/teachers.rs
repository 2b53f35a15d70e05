//! Schools with enough teachers for a branch of theirs (S4 annex 3, row 2).

use std::ops::Range;

use super::records::Told;
use crate::judge::Fact;
use crate::model::{BranchKind, Instant, OrgKind, OrgTree, Pos};

/// 教师中有3个以上团员.
const ENOUGH: u64 = 3;

/// Tells the schools that have enough teachers, and those of them with a branch of teachers, once all members are counted;
/// `teachers` counts those of some organisations.
pub(super) fn tell(
    tree: &OrgTree,
    at: Instant,
    schools: impl IntoIterator<Item = Pos>,
    teachers: impl Fn(Range<usize>) -> u64,
) -> Vec<Told> {
    let mut told = Vec::new();
    for pos in schools {
        let below = tree.subtree(pos);
        if teachers(below.clone()) < ENOUGH {
            continue;
        }
        let theirs = |at_pos: usize| {
            let pos = Pos(at_pos as u32);
            tree.kind(pos) == OrgKind::Branch
                && tree.branch_kind(pos) == Some(BranchKind::Teachers)
                && tree.exists(pos, at)
        };
        told.push(Told::count(pos, Fact::TeacherSchools, 1));
        told.extend(below.into_iter().any(theirs).then_some(Told::count(pos, Fact::TeacherBranches, 1)));
    }
    told
}
