//! Which rows of the tree are visible: a list of positions in pre-order, spliced when a node opens or closes.
//!
//! The tree widget flattens every open node each frame; this list costs four bytes a row and nothing a frame.

use std::sync::Arc;

use crate::model::{OrgTree, Pos};

/// The visible rows of a tree and its open nodes.
#[derive(Default)]
pub struct Forest {
    tree: Arc<OrgTree>,
    rows: Vec<u32>,
    // A bit an organisation, so that a closed node remembers what was open inside it.
    open: Vec<u64>,
}

impl Forest {
    /// The roots, each opened once.
    pub fn new(tree: Arc<OrgTree>) -> Self {
        let rows = tree.roots().map(|pos| pos.0).collect();
        let open = vec![0; tree.len().div_ceil(64)];
        let mut forest = Self { tree, rows, open };
        forest.close_all();
        forest
    }

    /// The same rows of a tree whose organisations stand where they stood.
    #[must_use]
    pub fn with(self, tree: Arc<OrgTree>) -> Self {
        Self { tree, ..self }
    }

    /// What was open, in a tree whose organisations stand elsewhere.
    #[must_use]
    pub fn moved(self, tree: Arc<OrgTree>, now: impl Fn(Pos) -> Option<Pos>) -> Self {
        let open = vec![0; tree.len().div_ceil(64)];
        let mut forest = Self { tree, rows: Vec::new(), open };
        let was = (0..self.tree.len() as u32).map(Pos).filter(|pos| self.is_open(*pos));
        for pos in was.filter_map(now) {
            let opens = forest.tree.has_children(pos);
            forest.set_open(pos, opens);
        }
        let roots: Vec<Pos> = forest.tree.roots().collect();
        for root in roots {
            forest.rows.push(root.0);
            if forest.is_open(root) {
                let mut below = Vec::new();
                forest.below(root, &mut below);
                forest.rows.extend(below);
            }
        }
        forest
    }

    /// The visible rows.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// The position of a row.
    pub fn pos(&self, row: usize) -> Option<Pos> {
        self.rows.get(row).copied().map(Pos)
    }

    /// The row of a position, if it is visible.
    pub fn row_of(&self, pos: Pos) -> Option<usize> {
        self.rows.binary_search(&pos.0).ok()
    }

    /// Whether a node is open; it may stand inside a closed one.
    pub fn is_open(&self, pos: Pos) -> bool {
        self.open.get(pos.index() / 64).is_some_and(|word| word >> (pos.0 % 64) & 1 == 1)
    }

    fn set_open(&mut self, pos: Pos, open: bool) {
        if let Some(word) = self.open.get_mut(pos.index() / 64) {
            let bit = 1 << (pos.0 % 64);
            if open { *word |= bit } else { *word &= !bit }
        }
    }

    // The rows that open nodes show below a node, in pre-order.
    fn below(&self, pos: Pos, out: &mut Vec<u32>) {
        let mut at = pos.0 + 1;
        let end = self.tree.subtree(pos).end as u32;
        while at < end {
            out.push(at);
            at = if self.is_open(Pos(at)) { at + 1 } else { self.tree.subtree(Pos(at)).end as u32 };
        }
    }

    /// Opens the node of a row; false where there is nothing to open.
    pub fn expand(&mut self, row: usize) -> bool {
        let Some(pos) = self.pos(row) else { return false };
        if self.is_open(pos) || !self.tree.has_children(pos) {
            return false;
        }
        self.set_open(pos, true);
        let mut below = Vec::new();
        self.below(pos, &mut below);
        self.rows.splice(row + 1..row + 1, below);
        true
    }

    /// Closes the node of a row; false where it is closed.
    pub fn collapse(&mut self, row: usize) -> bool {
        let Some(pos) = self.pos(row) else { return false };
        if !self.is_open(pos) {
            return false;
        }
        self.set_open(pos, false);
        let end = self.tree.subtree(pos).end as u32;
        let last = self.rows.partition_point(|&at| at < end);
        self.rows.drain(row + 1..last);
        true
    }

    /// Opens everything below the node of a row.
    pub fn expand_all(&mut self, row: usize) {
        let Some(pos) = self.pos(row) else { return };
        self.collapse(row);
        for at in self.tree.subtree(pos) {
            self.set_open(Pos(at as u32), self.tree.has_children(Pos(at as u32)));
        }
        let below = self.tree.subtree(pos).skip(1).map(|at| at as u32);
        self.rows.splice(row + 1..row + 1, below);
    }

    /// Closes everything but the roots.
    pub fn close_all(&mut self) {
        self.open.fill(0);
        let roots: Vec<Pos> = self.tree.roots().collect();
        self.rows.clear();
        for root in roots {
            self.rows.push(root.0);
            let row = self.rows.len() - 1;
            self.expand(row);
        }
    }

    /// Opens what stands above a position and gives its row.
    pub fn reveal(&mut self, pos: Pos) -> usize {
        if pos.index() >= self.tree.len() {
            return 0;
        }
        let path = self.tree.path(pos);
        for step in &path[..path.len() - 1] {
            if let Some(row) = self.row_of(*step) {
                self.expand(row);
            }
        }
        self.row_of(pos).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::fixture;
    use proptest::prelude::*;

    // What the list must always be: every node whose ancestors are all open.
    fn wanted(forest: &Forest) -> Vec<u32> {
        let tree = &forest.tree;
        let shown = |pos: Pos| {
            let path = tree.path(pos);
            path[..path.len() - 1].iter().all(|step| forest.is_open(*step))
        };
        (0..tree.len() as u32).filter(|&at| shown(Pos(at))).collect()
    }

    proptest! {
        #[test]
        fn splices_agree_with_flattening(moves in prop::collection::vec((0u8..5, 0usize..60), 0..40)) {
            let tree = fixture::tree();
            let len = tree.len();
            let mut forest = Forest::new(tree);
            for (what, at) in moves {
                let row = at % forest.rows().len();
                match what {
                    0 | 1 => { forest.expand(row); }
                    2 => { forest.collapse(row); }
                    3 => forest.expand_all(row),
                    _ => {
                        let pos = Pos((at % len) as u32);
                        let row = forest.reveal(pos);
                        prop_assert_eq!(forest.pos(row), Some(pos));
                    }
                }
                prop_assert_eq!(forest.rows(), wanted(&forest));
            }
        }
    }
}
