//! The desk of an operator who looks after a subtree: a desk on that part of the register, with one on the whole behind it
//! for what only the whole can tell.
//!
//! Facts are taken and judged for everybody alike, so that a finding is the same whoever looks at it, and then cut to the
//! subtree. Numbers can therefore say that something is shared with a row outside, and never with which.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use anyhow::{Context, Result};

use super::{Desk, DeskOptions, Who};
use crate::model::{OrgId, Pos};
use crate::search::{Chunks, MemoryChunks};
use crate::store::{Collected, Register};

/// The organisation that an operator looks after is no longer in the register.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the organisation {0} of this operator is no longer in the register")]
pub struct NoScope(pub String);

/// What stands behind the desk of an operator who looks after a subtree.
pub(super) struct Scoped {
    /// The desk on the whole register: nothing of it is handed out.
    pub whole: Desk,
    /// The code of the subtree's root.
    code: String,
    /// The subtree.
    range: RwLock<Range<usize>>,
    index: Mutex<Option<Arc<MemoryChunks>>>,
}

impl Scoped {
    /// The desk on the whole register, and the part of it that its operator sees.
    pub fn split(register: Register, options: &DeskOptions, code: &str) -> Result<(Register, Self)> {
        let register = Arc::new(register);
        let whole = Desk::whole(Arc::clone(&register), options.clone())?;
        let tree = whole.tree()?;
        let top = tree.find(code).ok_or_else(|| NoScope(code.to_owned()))?;
        let seen = Register::seen(&register, &tree, top, whole.at())?;
        let range = RwLock::new(tree.subtree(top));
        Ok((seen, Self { whole, code: code.to_owned(), range, index: Mutex::default() }))
    }

    /// What is seen of the whole register now, after an edit.
    fn again(&self) -> Result<Register> {
        let tree = self.whole.tree()?;
        let top = tree.find(&self.code).ok_or_else(|| NoScope(self.code.clone()))?;
        let seen = Register::seen(&self.whole.register, &tree, top, self.whole.at())?;
        *self.range.write().unwrap_or_else(PoisonError::into_inner) = tree.subtree(top);
        *self.index.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(seen)
    }

    fn range(&self) -> Range<usize> {
        self.range.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The same place in the whole register.
    pub fn out(&self, pos: Pos) -> Option<Pos> {
        let range = self.range();
        Some(pos.index() + range.start).filter(|at| range.contains(at)).map(|at| Pos(at as u32))
    }

    /// Where an organisation of the whole register stands here.
    pub fn here(&self, pos: Pos) -> Option<Pos> {
        let range = self.range();
        range.contains(&pos.index()).then(|| Pos((pos.index() - range.start) as u32))
    }

    /// What of facts is of the subtree.
    pub fn cut(&self, whole: Collected) -> Collected {
        Collected { facts: whole.facts.part(&self.range()), ..whole }
    }
}

impl Desk {
    /// What stands behind the desk of an operator who looks after a subtree.
    pub(super) fn scoped(&self) -> Option<&Scoped> {
        self.scoped.as_deref()
    }

    /// The desk on the whole register: this one, where nothing is kept from whoever is at work.
    pub(super) fn whole_desk(&self) -> &Self {
        self.scoped().map_or(self, |scoped| &scoped.whole)
    }

    /// Under which number values of a subtree are kept, or those of all there is: a subtree's operator has one root, and
    /// what is kept of it is the same for everybody.
    pub(super) fn kept_as(&self, scope: Option<Pos>) -> Result<OrgId> {
        let tree = self.tree()?;
        let root = self.scoped().and_then(|_| tree.roots().next());
        Ok(scope.or(root).map_or(OrgId(u32::MAX), |pos| tree.id(pos)))
    }

    /// The index that searches read: the one kept with the register, or one of the subtree's rows alone, made in memory.
    /// The kept one would take longer the more there is outside.
    pub(super) fn index(&self) -> Result<Arc<dyn Chunks>> {
        let Some(scoped) = self.scoped() else { return Ok(Arc::clone(&self.register) as Arc<dyn Chunks>) };
        let mut kept = scoped.index.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = kept.as_ref() {
            return Ok(Arc::clone(made) as Arc<dyn Chunks>);
        }
        let made = Arc::new(self.register().index_in_memory().context("making the search ready")?);
        *kept = Some(Arc::clone(&made));
        Ok(made)
    }

    /// Sees the subtree anew after the whole register was edited; what was worked out of it is asked for again.
    pub(super) fn see_again(&self) -> Result<()> {
        if let Some(scoped) = self.scoped() {
            self.register.become_next(scoped.again()?);
            *self.answers.write().unwrap_or_else(PoisonError::into_inner) = Arc::default();
        }
        Ok(())
    }

    pub(super) fn split(register: Register, options: &DeskOptions) -> Result<(Arc<Register>, Option<Box<Scoped>>)> {
        match Who::at(&register).scope() {
            None => Ok((Arc::new(register), None)),
            Some(code) => {
                let (seen, scoped) = Scoped::split(register, options, code)?;
                Ok((Arc::new(seen), Some(Box::new(scoped))))
            }
        }
    }
}
