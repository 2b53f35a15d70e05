//! The register as of one instant, held in memory: the tree, its facts and what the rules find in them.

use std::sync::Arc;

use super::{Figures, FindingItem, Order, Queue, QueueFilter, RuleInfo};
use crate::judge::{Facts, Scope};
use crate::lang::Lang;
use crate::model::{Instant, OrgTree, Pos};

/// Everything the screens read without waiting.
pub struct Standing {
    /// The instant.
    pub at: Instant,
    /// The organisations.
    pub tree: Arc<OrgTree>,
    /// Their facts.
    pub facts: Facts,
    /// The rules in force, in order of severity.
    pub rules: Vec<RuleInfo>,
}

impl Standing {
    /// The figures of a subtree; a few subtractions.
    pub fn figures(&self, scope: &Scope) -> Figures {
        Figures::of_facts(&self.facts, scope)
    }

    /// The rules that hold for one organisation.
    pub fn rules_of(&self, _pos: Pos) -> Vec<usize> {
        Vec::new()
    }

    /// The findings asked for, in order; up to 100 ms at province scale, so not on the key path.
    pub fn queue(&self, _filter: &QueueFilter, _order: Order) -> Queue {
        Queue::default()
    }

    /// The numbers that make a finding true, with the parameters and their sources, one line each.
    pub fn evidence(&self, _finding: FindingItem, _lang: Lang) -> Vec<String> {
        Vec::new()
    }
}
