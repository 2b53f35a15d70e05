//! Values on their way into several trees at once: written together or not at all, and only over what was read.

use anyhow::{Result, bail};
use sled::transaction::{ConflictableTransactionError, TransactionError, TransactionalTree};
use sled::{IVec, Transactional};

use super::super::backup::Sums;
use super::super::tree::Tree;
use super::super::witness;

/// One value that changes.
struct Change {
    /// Which of the trees it is in.
    tree: usize,
    key: Vec<u8>,
    before: Option<IVec>,
    after: Option<IVec>,
}

/// Everything that changes.
#[derive(Default)]
pub(super) struct Staged {
    trees: Vec<Tree>,
    changes: Vec<Change>,
}

impl Staged {
    fn tree(&mut self, tree: &Tree) -> usize {
        self.trees.iter().position(|known| known.name() == tree.name()).unwrap_or_else(|| {
            self.trees.push(tree.clone());
            self.trees.len() - 1
        })
    }

    /// Puts a body under a key; one that stands there already is left alone.
    pub fn put(&mut self, tree: &Tree, key: &[u8], body: &[u8]) -> Result<()> {
        let before = tree.raw().get(key)?;
        if let Some(before) = &before
            && *tree.codec().open(tree.name(), key, before)? == *body
        {
            return Ok(());
        }
        let after = tree.codec().encode_bytes(tree.name(), key, body)?;
        self.push(tree, key, before, Some(after.into()));
        Ok(())
    }

    /// Puts a value that is encoded already.
    pub fn put_stored(&mut self, tree: &Tree, key: &[u8], stored: Vec<u8>) -> Result<()> {
        let before = tree.raw().get(key)?;
        self.push(tree, key, before, Some(stored.into()));
        Ok(())
    }

    /// Removes what stands under a key, if anything does.
    pub fn remove(&mut self, tree: &Tree, key: &[u8]) -> Result<()> {
        let before = tree.raw().get(key)?;
        if before.is_some() {
            self.push(tree, key, before, None);
        }
        Ok(())
    }

    /// Puts bodies under keys in order, and removes what stands from the first to the last of the keys that `rest` gives for
    /// so many.
    pub fn put_parts(
        &mut self,
        tree: &Tree,
        parts: impl IntoIterator<Item = (Vec<u8>, Vec<u8>)>,
        rest: impl FnOnce(usize) -> (Vec<u8>, Vec<u8>),
    ) -> Result<()> {
        let mut count = 0;
        for (key, body) in parts {
            self.put(tree, &key, &body)?;
            count += 1;
        }
        let (first, last) = rest(count);
        if first > last {
            return Ok(());
        }
        let stale: Vec<IVec> = tree.raw().range(first..=last).keys().collect::<Result<_, _>>()?;
        stale.iter().try_for_each(|key| self.remove(tree, key))
    }

    fn push(&mut self, tree: &Tree, key: &[u8], before: Option<IVec>, after: Option<IVec>) {
        let tree = self.tree(tree);
        self.changes.push(Change { tree, key: key.to_vec(), before, after });
    }

    /// What these changes make of the sums of the trees that a witness knows.
    pub fn sum_up(&self, sums: &mut Sums) {
        for change in &self.changes {
            let name = self.trees[change.tree].name();
            if !witness::fixed(name) {
                continue;
            }
            let sum = sums.entry(name.to_owned()).or_default();
            if let Some(before) = &change.before {
                sum.remove(&change.key, before);
            }
            if let Some(after) = &change.after {
                sum.add(&change.key, after);
            }
        }
    }

    /// Writes everything; not durable until the register is synced.
    pub fn commit(self) -> Result<()> {
        let trees: Vec<sled::Tree> = self.trees.iter().map(|tree| tree.raw().clone()).collect();
        if trees.is_empty() {
            return Ok(());
        }
        let written = trees.as_slice().transaction(|views: &Vec<TransactionalTree>| {
            for change in &self.changes {
                let view = &views[change.tree];
                if view.get(&change.key)? != change.before {
                    return Err(ConflictableTransactionError::Abort(()));
                }
                match &change.after {
                    Some(after) => view.insert(change.key.as_slice(), after.clone())?,
                    None => view.remove(change.key.as_slice())?,
                };
            }
            Ok(())
        });
        match written {
            Ok(()) => Ok(()),
            Err(TransactionError::Abort(())) => bail!("the register was written to meanwhile"),
            Err(TransactionError::Storage(error)) => Err(error.into()),
        }
    }
}
