//! Committees that must keep a branch ready for those who arrive (S2 tasks 2 and 3).
//!
//! No roster marks them, so they are told by what a roster does carry. A **township** is a 团委 or 团工委, of no school, firm
//! or society by its industry, whose name ends in 镇, 乡, 街道 or 苏木, or whose division code is a town's; below another
//! township none is counted again. An **organ work committee** is a 团工委 whose name has 直属机关 or 省直, 市直, 县直 or
//! 区直机关.

use super::Pass;
use crate::judge::{Fact, FactRow};
use crate::model::{BranchKind, Domain, Org, OrgKind, OrgTree, Pos};

/// What a full or short name says after the place: the longest first.
const ENDINGS: [&str; 8] = ["工作委员会", "委员会", "团工委", "团委", "工委", "委", "办事处", "人民政府"];
const TOWNS: [&str; 4] = ["镇", "乡", "街道", "苏木"];

/// Whether a committee is that of a township or street.
pub(super) fn is_township(tree: &OrgTree, pos: Pos) -> bool {
    let town = |pos: Pos| {
        let fits = matches!(tree.kind(pos), OrgKind::Committee | OrgKind::WorkCommittee);
        let of_place = tree.industry(pos).is_none_or(|industry| {
            !matches!(industry.domain(), Domain::School | Domain::StateOwned | Domain::NewSectors)
        });
        let division = || tree.division(pos).is_some_and(|division| division.is_town());
        fits && of_place && (names_town(tree.name(pos)) || names_town(tree.label(pos)) || division())
    };
    town(pos) && !std::iter::successors(tree.parent(pos), |above| tree.parent(*above)).any(town)
}

fn names_town(name: &str) -> bool {
    let mut place = name.trim();
    while let Some(shorter) = ENDINGS.iter().find_map(|ending| place.strip_suffix(ending)) {
        place = shorter;
    }
    TOWNS.iter().any(|town| place.ends_with(town))
}

/// What the names of an organisation say of it: whether it may be a township's, and whether it may be the organs'.
pub(super) fn says(org: &Org) -> (bool, bool) {
    let label = if org.short.is_empty() { &org.name } else { &org.short };
    let fits = matches!(org.kind, OrgKind::Committee | OrgKind::WorkCommittee);
    let any = |is: fn(&str) -> bool| fits && (is(&org.name) || is(label));
    (any(names_town), any(names_organ))
}

fn names_organ(name: &str) -> bool {
    name.contains("直属机关")
        || ["省直", "市直", "县直", "区直"]
            .iter()
            .any(|seat| name.split_once(seat).is_some_and(|(_, rest)| rest.starts_with("机关")))
}

/// Whether a committee is the work committee of the organs directly under a province, city or county.
pub(super) fn is_organ_committee(tree: &OrgTree, pos: Pos) -> bool {
    tree.kind(pos) == OrgKind::WorkCommittee && (names_organ(tree.name(pos)) || names_organ(tree.label(pos)))
}

impl Pass<'_> {
    /// Adds what an existing organisation has to keep ready, and whether it does.
    pub(super) fn receivers(&self, pos: Pos, row: &mut FactRow) {
        row.add(Fact::Retaining, u32::from(self.tree.retains(pos)));
        if self.tree.kind(pos) == OrgKind::Branch {
            return;
        }
        let keeps = |kind| {
            let is =
                |child: Pos| self.tree.kind(child) == OrgKind::Branch && self.tree.branch_kind(child) == Some(kind);
            u32::from(self.tree.children(pos).any(|child| is(child) && self.tree.exists(child, self.at)))
        };
        if is_township(self.tree, pos) {
            row.add(Fact::Towns, 1);
            row.add(Fact::TownsFloating, keeps(BranchKind::Floating));
        }
        if is_organ_committee(self.tree, pos) {
            row.add(Fact::OrganCommittees, 1);
            row.add(Fact::OrganTemporary, keeps(BranchKind::NewOfficials));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DivisionCode, Industry, Org, OrgCode, OrgId};

    #[test]
    fn townships_and_organs_are_told_by_name_and_division() {
        use OrgKind::{Committee, GeneralBranch, Leading, WorkCommittee};
        let table = [
            // name, kind, industry, division, parent, township, organ committee
            ("共青团甲县委员会", Leading, None, "440700", None, false, false),
            ("共青团甲县乙镇委员会", Committee, None, "", Some(0), true, false),
            ("共青团甲县丙街道工作委员会", WorkCommittee, Some(Industry::Community), "440783001", Some(0), true, false),
            ("丙街道办事处团工委", WorkCommittee, None, "", Some(0), true, false),
            ("共青团甲县丁新区工作委员会", WorkCommittee, Some(Industry::Community), "440783400", Some(0), true, false),
            ("共青团甲县乙镇中学委员会", Committee, Some(Industry::JuniorHigh), "440783100", Some(0), false, false),
            ("共青团甲县戊厂委员会", Committee, Some(Industry::PrivateFirm), "440783100", Some(0), false, false),
            ("共青团乙镇己村委员会", Committee, Some(Industry::Rural), "440783100", Some(1), false, false),
            ("共青团甲县庚镇总支部", GeneralBranch, None, "440783101", Some(0), false, false),
            ("共青团甲县直属机关工作委员会", WorkCommittee, Some(Industry::Organ), "440783", Some(0), false, true),
            ("县直机关团工委", WorkCommittee, None, "", Some(0), false, true),
            ("省直属企业团工委", WorkCommittee, None, "", Some(0), false, false),
            ("甲县直属机关团委", Committee, None, "", Some(0), false, false),
            ("共青团景德镇市委员会", Committee, None, "", Some(0), false, false),
        ];
        let tree = OrgTree::from_preorder(table.iter().enumerate().map(|(at, row)| {
            let org = Org {
                industry: row.2,
                division: DivisionCode::parse(row.3).ok(),
                ..Org::new(OrgCode::parse(&at.to_string()).unwrap(), row.0, row.1)
            };
            (OrgId(at as u32), row.4.map(Pos), org)
        }));
        for (at, (name, .., township, organ)) in table.iter().enumerate() {
            let pos = Pos(at as u32);
            assert_eq!((is_township(&tree, pos), is_organ_committee(&tree, pos)), (*township, *organ), "{name}");
        }
    }
}
