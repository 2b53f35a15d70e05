//! Groups of findings: by which of their sides they are put together, and which groups are folded.

use std::collections::{HashMap, HashSet};

use super::Group;
use crate::desk::{FindingItem, Lives, Standing};
use crate::model::Pos;

/// What the findings of one group have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Common {
    /// The organisation, or the one below the scope that it stands in.
    Org(Pos),
    /// The rule.
    Rule(u16),
    /// Who has them; nobody.
    Post(Option<Box<str>>),
    /// Nothing: there are no groups.
    Nothing,
}

/// Which groups are folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folds {
    /// Whether all are, but for some.
    all: bool,
    but: HashSet<Common>,
}

impl Folds {
    /// Whether a group is folded.
    pub fn has(&self, group: &Common) -> bool {
        self.all != self.but.contains(group)
    }

    /// Folds a group, or unfolds it.
    pub fn set(&mut self, group: Common, folded: bool) {
        if folded == self.all {
            self.but.remove(&group);
        } else {
            self.but.insert(group);
        }
    }

    /// Folds every group, or where any is folded, none.
    pub fn turn_all(&mut self) {
        *self = Self { all: !self.all && self.but.is_empty(), but: HashSet::new() };
    }
}

/// Tells what the findings of a list have in common.
pub struct Groups<'a> {
    by: Group,
    /// The organisations right below the scope, in the order of the tree.
    level: Vec<Pos>,
    lives: &'a Lives,
}

impl<'a> Groups<'a> {
    /// The groups of the findings of a scope; of all, those below the only root.
    pub fn new(by: Group, scope: Option<Pos>, standing: &Standing, lives: &'a Lives) -> Self {
        let level = match by {
            Group::Level => {
                let roots = standing.below(None);
                let alone = if let [root] = roots[..] { Some(root) } else { None };
                scope.or(alone).map_or(roots, |scope| standing.below(Some(scope)))
            }
            _ => Vec::new(),
        };
        Self { by, level, lives }
    }

    /// What a finding has in common with others.
    pub fn of(&self, item: FindingItem) -> Common {
        match self.by {
            Group::None => Common::Nothing,
            Group::Org => Common::Org(item.pos),
            Group::Rule => Common::Rule(item.rule),
            Group::To => Common::Post(self.lives.assigned(item.rule, item.pos).map(Into::into)),
            // A subtree is what follows its root, up to the next one of the same level.
            Group::Level => match self.level.partition_point(|pos| *pos <= item.pos) {
                0 => Common::Org(item.pos),
                after => Common::Org(self.level[after - 1]),
            },
        }
    }

    /// Puts groups together, each where the first of its findings stood; inside a group the order stays.
    pub fn gather(&self, items: &mut [FindingItem]) {
        match self.by {
            Group::None => {}
            Group::Rule => items.sort_by_key(|item| item.rule),
            Group::Org | Group::Level | Group::To => {
                let mut first: HashMap<Common, u32> = HashMap::new();
                let mut keyed: Vec<(u32, FindingItem)> = Vec::with_capacity(items.len());
                for item in items.iter() {
                    let next = first.len() as u32;
                    keyed.push((*first.entry(self.of(*item)).or_insert(next), *item));
                }
                keyed.sort_by_key(|(group, _)| *group);
                items.iter_mut().zip(keyed).for_each(|(place, (_, item))| *place = item);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_group_or_all_are_folded_and_unfolded() {
        let (a, b) = (Common::Rule(0), Common::Rule(1));
        let mut folds = Folds::default();
        folds.set(a.clone(), true);
        assert!(folds.has(&a) && !folds.has(&b));
        folds.turn_all();
        assert!(!folds.has(&a) && !folds.has(&b), "where one is folded, all come back");
        folds.turn_all();
        folds.set(b.clone(), false);
        assert!(folds.has(&a) && !folds.has(&b));
        folds.set(b.clone(), true);
        assert!(folds.has(&b));
    }
}
