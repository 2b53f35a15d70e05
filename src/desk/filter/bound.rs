//! A filter on one register: names have become rules and places.

use super::words::{Key, hyphened};
use super::{Compare, Filter, FilterError, FilterProblem, What, Word};
use crate::desk::{FindingItem, Lives, RuleInfo, Standing};
use crate::judge::{Scope, nearest};
use crate::model::{BranchKind, Industry, OrgKind, OrgTree, Pos};

/// The words for what nobody has.
pub(super) const NOBODY: [&str; 2] = ["none", "无"];

/// A filter that can be asked about findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bound {
    tests: Vec<(bool, Test)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Rules(Vec<usize>),
    Under(Key, Vec<Scope>),
    Kind(Vec<OrgKind>, Vec<BranchKind>),
    Industry(Vec<Industry>),
    To(Vec<String>),
    Compare(Key, Compare, i32),
    Name(String),
}

/// The rule a word stands for: its id, or its name in either language.
pub fn rule(rules: &[RuleInfo], (word, at): &Word) -> Result<usize, FilterError> {
    let lower = hyphened(&word.to_lowercase());
    let is = |rule: &RuleInfo| rule.id == lower || rule.zh == *word || hyphened(&rule.en.to_lowercase()) == lower;
    rules.iter().position(is).ok_or_else(|| {
        let near = nearest(word, rules.iter().flat_map(|rule| [rule.id.as_str(), rule.zh.as_str()]));
        let problem = FilterProblem::Value(Key::Rule.word(), word.clone(), near.map(str::to_owned));
        FilterError { at: *at, problem }
    })
}

/// Whether an organisation is one of those that a key names: any, a city's leading body, a county's.
pub fn is_of(key: Key, tree: &OrgTree, pos: Pos) -> bool {
    let leading = |depth| {
        if tree.kind(pos) != OrgKind::Leading {
            return None;
        }
        // Where the roster gives no divisions, the levels of the tree have to tell.
        Some(tree.division(pos).map_or_else(|| Err(tree.depth(pos) == depth), Ok))
    };
    match key {
        Key::City => leading(1).is_some_and(|of| of.map_or_else(|deep| deep, |division| division.is_city())),
        Key::County => {
            leading(2).is_some_and(|of| of.map_or_else(|deep| deep, |division| division.bare().number().ilog10() == 5))
        }
        _ => true,
    }
}

/// The subtrees of the organisations of a name; those named exactly so, where there are any.
fn subtrees(tree: &OrgTree, key: Key, (word, at): &Word) -> Result<Vec<Scope>, FilterError> {
    let (mut exact, mut part): (Vec<Pos>, Vec<Pos>) = Default::default();
    for pos in (0..tree.len() as u32).map(Pos) {
        if tree.label(pos) == word || tree.name(pos) == word || tree.code(pos) == word {
            if is_of(key, tree, pos) {
                exact.push(pos);
            }
        } else if exact.is_empty()
            && (tree.label(pos).contains(word) || tree.name(pos).contains(word))
            && is_of(key, tree, pos)
        {
            part.push(pos);
        }
    }
    let found = if exact.is_empty() { part } else { exact };
    if found.is_empty() {
        return Err(FilterError { at: *at, problem: FilterProblem::Nowhere(word.clone()) });
    }
    // In the order of the tree; what lies inside of another adds nothing.
    let mut scopes: Vec<Scope> = Vec::new();
    for pos in found {
        let scope = tree.subtree(pos);
        if scopes.last().is_none_or(|last| scope.start >= last.end) {
            scopes.push(scope);
        }
    }
    Ok(scopes)
}

fn holds_any(scopes: &[Scope], pos: Pos) -> bool {
    let at = scopes.partition_point(|scope| scope.end <= pos.index());
    scopes.get(at).is_some_and(|scope| scope.contains(&pos.index()))
}

impl Filter {
    /// The filter on one register; looks at every organisation where it names some, so not on the key path.
    ///
    /// # Errors
    /// A rule or an organisation that is not there.
    pub fn bind(&self, standing: &Standing) -> Result<Bound, FilterError> {
        let mut tests: Vec<(bool, Test)> = Vec::new();
        for term in &self.terms {
            let test = match &term.what {
                What::Rule(words) => {
                    Test::Rules(words.iter().map(|word| rule(&standing.rules, word)).collect::<Result<_, _>>()?)
                }
                What::Under(key, words) => {
                    let mut scopes = Vec::new();
                    for word in words {
                        scopes.extend(subtrees(&standing.tree, *key, word)?);
                    }
                    Test::Under(*key, scopes)
                }
                What::Kind(kinds, branches) => Test::Kind(kinds.clone(), branches.clone()),
                What::Industry(industries) => Test::Industry(industries.clone()),
                What::To(words) => Test::To(words.iter().map(|(word, _)| word.clone()).collect()),
                What::Compare(key, how, days) => Test::Compare(*key, *how, *days),
                What::Name(name) => Test::Name(name.clone()),
                What::State(_) | What::Sort(_) | What::Group(_) => continue,
            };
            let known = tests.iter_mut().find(|(not, known)| !*not && !term.not && known.joins(&test));
            match known {
                Some((_, known)) => known.join(test),
                None => tests.push((term.not, test)),
            }
        }
        for (_, test) in &mut tests {
            test.settle();
        }
        Ok(Bound { tests })
    }
}

impl Test {
    /// Whether two of them mean any of both.
    fn joins(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Under(a, _), Self::Under(b, _)) => a == b,
            (Self::Name(_), _) | (Self::Compare(..), _) => false,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    fn join(&mut self, other: Self) {
        match (self, other) {
            (Self::Rules(a), Self::Rules(b)) => a.extend(b),
            (Self::Under(_, a), Self::Under(_, b)) => a.extend(b),
            (Self::Kind(a, c), Self::Kind(b, d)) => {
                a.extend(b);
                c.extend(d);
            }
            (Self::Industry(a), Self::Industry(b)) => a.extend(b),
            (Self::To(a), Self::To(b)) => a.extend(b),
            _ => {}
        }
    }

    /// Subtrees apart from one another and in order.
    fn settle(&mut self) {
        if let Self::Under(_, scopes) = self {
            scopes.sort_by_key(|scope| (scope.start, std::cmp::Reverse(scope.end)));
            let mut end = 0;
            scopes.retain(|scope| {
                let apart = scope.start >= end;
                end = end.max(scope.end);
                apart
            });
        }
    }

    fn holds(&self, standing: &Standing, lives: &Lives, item: FindingItem) -> bool {
        let tree = &standing.tree;
        match self {
            Self::Rules(rules) => rules.contains(&usize::from(item.rule)),
            Self::Under(_, scopes) => holds_any(scopes, item.pos),
            Self::Kind(kinds, branches) => {
                kinds.contains(&tree.kind(item.pos))
                    || tree.branch_kind(item.pos).is_some_and(|kind| branches.contains(&kind))
            }
            Self::Industry(industries) => {
                tree.industry_or_above(item.pos).is_some_and(|industry| industries.contains(&industry))
            }
            Self::To(posts) => match lives.assigned(item.rule, item.pos) {
                Some(has) => posts.iter().any(|post| has.contains(post.as_str())),
                None => posts.iter().any(|post| NOBODY.contains(&post.as_str())),
            },
            Self::Compare(key, how, days) => {
                number(*key, standing, lives, item).is_some_and(|value| how.holds(value, *days))
            }
            Self::Name(name) => {
                tree.label(item.pos).contains(name.as_str()) || tree.name(item.pos).contains(name.as_str())
            }
        }
    }
}

/// Days a finding has held, by its rows or since it was first seen; or days left until its rule is due.
fn number(key: Key, standing: &Standing, lives: &Lives, item: FindingItem) -> Option<i32> {
    let today = standing.at.day();
    match key {
        Key::Due => standing.rules.get(usize::from(item.rule))?.due.map(|due| due.0 - today.0),
        _ => match item.since {
            Some(since) => Some((today.0 - since.0).max(0)),
            None => lives.get(item.rule, item.pos).map(|life| life.days_open(today)),
        },
    }
}

impl Bound {
    /// Whether it keeps everything.
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }

    /// Whether a finding is one of those asked for; its state is not looked at.
    pub fn keeps(&self, standing: &Standing, lives: &Lives, item: FindingItem) -> bool {
        self.tests.iter().all(|(not, test)| test.holds(standing, lives, item) != *not)
    }
}
