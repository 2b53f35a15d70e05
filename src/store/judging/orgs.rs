//! Facts that an organisation's own row and its place in the tree tell.

use super::activities::graduating;
use super::{Gathered, Pass};
use crate::judge::Fact;
use crate::model::{BranchKind, Day, Domain, OrgKind, OrgTree, Pos};

impl Pass<'_> {
    pub(super) fn organisation(&self, pos: Pos, out: &mut Gathered, slot: usize) {
        let (founded, closed) = (self.tree.founded(pos), self.tree.closed(pos));
        out.day_to_come(founded, self.day);
        out.day_to_come(closed, self.day);
        if !self.tree.exists(pos, self.at) {
            return;
        }
        let row = &mut out.rows[slot];
        row.add(Fact::Orgs, 1);
        match self.tree.kind(pos) {
            OrgKind::Leading => row.add(Fact::LeadingBodies, 1),
            OrgKind::Committee | OrgKind::WorkCommittee | OrgKind::GeneralBranch => row.add(Fact::Committees, 1),
            OrgKind::Branch => {
                row.add(Fact::Branches, 1);
                let temporary = self.tree.branch_kind(pos).is_some_and(BranchKind::temporary);
                row.add(Fact::Temporary, u32::from(temporary));
                row.add(Fact::Graduating, u32::from(graduating(self.tree, pos)));
            }
        }
        row.add(Fact::Schools, u32::from(Self::is_school(self.tree, pos)));
        self.receivers(pos, row);
        row.latest(Fact::Founded, founded);
        row.latest(Fact::ElectionDue, self.election_due(pos));
        for child in self.tree.children(pos) {
            if self.tree.exists(child, self.at) {
                row.add(Fact::Children, 1);
            } else {
                row.latest(Fact::LastChildEnd, self.tree.closed(child).filter(|closed| *closed <= self.day));
            }
        }
    }

    /// The day by which the next election was due.
    pub(super) fn election_due(&self, pos: Pos) -> Option<Day> {
        let (due, last) = self.tree.elections(pos);
        due.or_else(|| last.map(|last| last.plus_years(self.term(pos))))
    }

    /// A school is the topmost organisation of a university, vocational or middle school: S2 task 1 asks it for its baseline.
    pub(super) fn is_school(tree: &OrgTree, pos: Pos) -> bool {
        use crate::model::Industry::{JuniorHigh, SeniorHigh, University, Vocational};
        let of = |pos: Pos| {
            tree.industry(pos).is_some_and(|of| matches!(of, University | Vocational | SeniorHigh | JuniorHigh))
        };
        of(pos) && !tree.parent(pos).is_some_and(of)
    }

    /// Student branches are those of schools that are not of teachers; graduating ones count as students anywhere.
    fn term(&self, pos: Pos) -> i32 {
        if self.tree.kind(pos) != OrgKind::Branch {
            return self.thresholds.term_committee;
        }
        let school = self.tree.industry(pos).is_some_and(|industry| industry.domain() == Domain::School);
        let student = match self.tree.branch_kind(pos) {
            Some(BranchKind::Graduating | BranchKind::Deferred) => true,
            Some(BranchKind::Teachers) => false,
            _ => school,
        };
        if student { self.thresholds.term_student } else { self.thresholds.term_branch }
    }
}
