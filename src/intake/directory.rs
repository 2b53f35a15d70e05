//! Organisations by code, for every row of members and cadres.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::Placed;
use crate::model::{OrgId, OrgKind, OrgTree, Pos};

/// An open table of places: 8 bytes an organisation instead of the 70 of a map that owns its keys.
pub(super) struct Directory<'o> {
    orgs: &'o [Placed],
    slots: Vec<u32>,
    /// The organisations of a register as they stand, where nothing comes with the rows.
    tree: Option<&'o OrgTree>,
}

const FREE: u32 = u32::MAX;

impl<'o> Directory<'o> {
    pub(super) fn new(orgs: &'o [Placed]) -> Self {
        let mut directory = Self { orgs, slots: vec![FREE; (orgs.len() * 2).next_power_of_two()], tree: None };
        for (at, (_, _, org)) in orgs.iter().enumerate() {
            let slot = directory.slot(org.code.as_str());
            directory.slots[slot] = at as u32;
        }
        directory
    }

    /// The organisations of a register.
    pub(super) fn of(tree: &'o OrgTree) -> Self {
        Self { orgs: &[], slots: Vec::new(), tree: Some(tree) }
    }

    pub(super) fn len(&self) -> usize {
        self.orgs.len()
    }

    /// Where an organisation stands, and of what type it is.
    pub(super) fn find(&self, code: &str) -> Option<(Pos, OrgKind)> {
        if let Some(tree) = self.tree {
            return tree.find(code).map(|at| (at, tree.kind(at)));
        }
        let at = self.slots[self.slot(code)];
        (at != FREE).then(|| (Pos(at), self.orgs[at as usize].2.kind))
    }

    /// The number of an organisation, for rows that are kept apart from the tree.
    pub(super) fn id(&self, code: &str) -> Option<OrgId> {
        let (at, _) = self.find(code)?;
        Some(self.tree.map_or_else(|| self.orgs[at.index()].0, |tree| tree.id(at)))
    }

    // The slot of a code, or the free one where it would go; never full, as the table is twice too large.
    fn slot(&self, code: &str) -> usize {
        let mut hasher = DefaultHasher::new();
        code.hash(&mut hasher);
        let mask = self.slots.len() - 1;
        let mut slot = hasher.finish() as usize & mask;
        loop {
            match self.slots[slot] {
                FREE => return slot,
                at if self.orgs[at as usize].2.code.as_str() == code => return slot,
                _ => slot = (slot + 1) & mask,
            }
        }
    }
}
