//! Where organisations stand now, by their numbers.

use crate::model::{OrgTree, Pos};

/// Numbers are given in a row, so an array finds a place faster than a map.
pub(super) struct Places(Vec<u32>);

const NOWHERE: u32 = u32::MAX;

impl Places {
    pub fn of(tree: &OrgTree) -> Self {
        let ids = || (0..tree.len()).map(|at| tree.id(Pos(at as u32)).0 as usize);
        let mut places = vec![NOWHERE; ids().max().map_or(0, |most| most + 1)];
        ids().enumerate().for_each(|(at, id)| places[id] = at as u32);
        Self(places)
    }

    /// What moved, by place and in the order of places; those that are nowhere are left out.
    pub fn put(&self, moved: Vec<(u32, i32)>) -> Vec<(Pos, i32)> {
        let place = |id: u32| self.0.get(id as usize).copied().filter(|place| *place != NOWHERE).map(Pos);
        let mut moved: Vec<_> = moved.into_iter().filter_map(|(id, by)| Some((place(id)?, by))).collect();
        if !moved.is_sorted_by_key(|(pos, _)| *pos) {
            moved.sort_unstable_by_key(|(pos, _)| *pos);
        }
        moved
    }
}

/// What moved, by number and in the order of numbers.
pub(super) fn by_number(tree: &OrgTree, moved: impl Iterator<Item = (Pos, i32)>) -> Vec<(u32, i32)> {
    let mut moved: Vec<_> = moved.map(|(pos, by)| (tree.id(pos).0, by)).collect();
    if !moved.is_sorted() {
        moved.sort_unstable();
    }
    moved
}
