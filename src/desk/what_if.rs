//! A rule under other parameters: how many findings there would be, before it is issued.

use std::sync::Arc;

use anyhow::Result;

use super::{Desk, Standing};
use crate::judge::{RuleIx, Rules};
use crate::model::Pos;
use crate::store::{Thresholds, collect};

/// Why a trial was not made.
#[derive(Debug, thiserror::Error)]
pub enum WhatIfError {
    /// There is no such parameter; those there are.
    #[error("there is no parameter {0}; known: {1}")]
    NoParam(String, String),
    /// The rule is the same whatever the parameter; those it reads.
    #[error("rule {rule} does not depend on {param}; it reads: {reads}")]
    Unread {
        /// The rule's id.
        rule: String,
        /// The parameter.
        param: String,
        /// The parameters it reads.
        reads: String,
    },
    /// A register that cannot be read.
    #[error(transparent)]
    Register(#[from] anyhow::Error),
}

/// What a trial found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// The subtree asked for first, then each of its direct children that exists.
    pub rows: Vec<WhatIfRow>,
    /// The parameters with their values in force and those of the trial.
    pub set: Vec<(String, i64, i64)>,
}

/// The findings of one subtree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WhatIfRow {
    /// The organisation; `None` for the whole register.
    pub pos: Option<Pos>,
    /// Under the parameters in force.
    pub before: u64,
    /// Under those of the trial.
    pub after: u64,
}

impl Desk {
    /// Counts a rule's findings with other values of its parameters. Nothing is kept.
    ///
    /// Milliseconds; where a parameter changes the facts themselves, such as the age limit, all rows are read again.
    ///
    /// # Errors
    /// See [`WhatIfError`].
    pub fn what_if(
        &self,
        rule: RuleIx,
        set: &[(String, i64)],
        scope: Option<Pos>,
    ) -> std::result::Result<WhatIf, WhatIfError> {
        let standing = self.standing(&|_| {})?;
        let now = Arc::clone(self.rules());
        let mut trial = Rules::clone(&now);
        let reads = now.params_of(rule);
        let mut changes = Vec::new();
        for (name, value) in set {
            let known = || now.params().iter().map(|param| param.name.as_str()).collect::<Vec<_>>().join(", ");
            let next = trial.set(name, *value).ok_or_else(|| WhatIfError::NoParam(name.clone(), known()))?;
            let moves = Thresholds::at(next.params(), standing.at) != Thresholds::at(trial.params(), standing.at);
            let before = now.params().at(standing.at).value(name).unwrap_or_default();
            if !moves && before != *value && reads.iter().all(|param| param.name != *name) {
                return Err(WhatIfError::Unread {
                    rule: now.get(rule).map(|rule| rule.id.to_string()).unwrap_or_default(),
                    param: name.clone(),
                    reads: reads.iter().map(|param| param.name.as_str()).collect::<Vec<_>>().join(", "),
                });
            }
            changes.push((name.clone(), before, *value));
            trial = next;
        }
        let then = self.tried(&standing, trial)?;
        let tree = &standing.tree;
        let row = |pos: Option<Pos>| {
            let scope = pos.map_or(0..tree.len(), |pos| tree.subtree(pos));
            WhatIfRow { pos, before: standing.judged.count(rule, &scope), after: then.judged.count(rule, &scope) }
        };
        let children: Vec<Pos> = match scope {
            Some(pos) => tree.children(pos).collect(),
            None => tree.roots().collect(),
        };
        let children = children.into_iter().filter(|pos| tree.exists(*pos, standing.at));
        let rows = std::iter::once(scope).chain(children.map(Some)).map(row).collect();
        Ok(WhatIf { rows, set: changes })
    }

    /// The same register at the same instant under other rules.
    fn tried(&self, standing: &Standing, rules: Rules) -> Result<Standing> {
        let thresholds = Thresholds::at(rules.params(), standing.at);
        let collected = if thresholds == Thresholds::at(self.rules().params(), standing.at) {
            standing.collected(thresholds)
        } else {
            // Facts under other thresholds are never kept as those of the present.
            collect(self.register(), &standing.tree, standing.at, &thresholds, &|_| {})?
        };
        Ok(Standing::new(standing.at, Arc::clone(&standing.tree), collected, Arc::new(rules)))
    }
}

impl Standing {
    fn collected(&self, thresholds: Thresholds) -> crate::store::Collected {
        crate::store::Collected {
            facts: self.facts.clone(),
            flagged: self.flagged.clone(),
            thresholds,
            until: None,
            rows: 0,
        }
    }
}
