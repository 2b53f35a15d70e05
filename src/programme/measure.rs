//! What a step counts, and its value in a range of organisations.

use std::collections::BTreeSet;
use std::ops::Range;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::{Kin, Step};
use crate::judge::{Fact, Facts, Judged, LoadError, Place, Problem, Rules, Scope, Sought};
use crate::model::{Day, Industry, OrgTree, Pos};

/// What is counted.
#[derive(Clone, Debug, PartialEq)]
pub enum Count {
    /// The findings of a rule.
    Findings {
        /// The rule's id.
        rule: CompactString,
        /// Where the file says so.
        place: Place,
    },
    /// One fact's share of another.
    Rate {
        /// The part.
        num: Fact,
        /// The whole.
        of: Fact,
    },
    /// The share of a fact that a rule does not find.
    Sound {
        /// The rule's id.
        rule: CompactString,
        /// The whole: organisations of the sort the rule is about.
        of: Fact,
        /// Where the file says so.
        place: Place,
    },
    /// The least of a fact among organisations.
    Least {
        /// The fact.
        fact: Fact,
        /// The organisations: those that have any of this.
        among: Fact,
    },
    /// One fact for each of another, a number and not a share.
    Average {
        /// What there is of it.
        num: Fact,
        /// For each of these.
        of: Fact,
        /// How many of the fact make one of what is counted: 60 minutes an hour.
        per: u64,
    },
    /// Organisations founded on a day or later.
    Founded {
        /// The day.
        since: Day,
    },
    /// The share of the organisations asked that have declared the step's metric.
    Attested {
        /// The responsible bodies of which we can tell the organisations.
        asked: Vec<Kin>,
    },
}

/// What is counted, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// What.
    pub count: Count,
    /// The industries it is confined to; empty for all.
    pub industries: Vec<Industry>,
    /// The industries it leaves out; what has none is counted.
    pub outside: Vec<Industry>,
    /// The organisations it is confined to, with all below them; `None` for all.
    pub under: Option<Kin>,
}

impl Measure {
    /// The rule whose findings are what is missing from it, where one tells.
    pub fn rule(&self) -> Option<&str> {
        match &self.count {
            Count::Findings { rule, .. } | Count::Sound { rule, .. } => Some(rule),
            Count::Rate { num, .. } | Count::Least { fact: num, .. } => match num {
                Fact::Reported => Some("unreported-members"),
                Fact::NumberFilled => Some("missing-number"),
                Fact::TownsFloating => Some("town-without-floating-branch"),
                Fact::OrganTemporary => Some("organ-committee-without-temporary-branch"),
                Fact::FarewellHeld => Some("farewell-missing"),
                Fact::RetainingManaged | Fact::DuesManagers => Some("dues-managers-missing"),
                Fact::GraduatesTransferred => Some("graduates-not-transferred"),
                Fact::LedgerRegistered => Some("ledger-hollow-org"),
                Fact::DuesInTimeOnline => Some("low-dues-rate"),
                _ => None,
            },
            Count::Average { .. } | Count::Founded { .. } | Count::Attested { .. } => None,
        }
    }

    /// Checks that the rule it counts exists.
    ///
    /// # Errors
    /// A rule nobody wrote.
    pub fn check(&self, rules: &Rules) -> Result<(), LoadError> {
        match &self.count {
            Count::Findings { rule, place } | Count::Sound { rule, place, .. } if rules.find(rule).is_none() => {
                let known = rules.iter().map(|(_, rule)| rule.id.as_str());
                Err(LoadError { place: place.clone(), problem: Problem::unknown(Sought::Rule, rule, known) })
            }
            _ => Ok(()),
        }
    }
}

/// A number as it was counted; the ratio is exact in its two parts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// The number, a rate as a share of 1; `None` for a rate of nothing.
    pub value: Option<f64>,
    /// The count, or the part.
    pub numerator: u64,
    /// The whole, for a rate.
    pub denominator: Option<u64>,
}

impl Value {
    /// A number of things.
    pub fn count(numerator: u64) -> Self {
        Self { value: Some(numerator as f64), numerator, denominator: None }
    }

    /// A part of a whole.
    pub fn rate(numerator: u64, denominator: u64) -> Self {
        let value = (denominator > 0).then(|| numerator as f64 / denominator as f64);
        Self { value, numerator, denominator: Some(denominator) }
    }

    /// A number, or a part of a whole where there is one.
    pub fn of(numerator: u64, denominator: Option<u64>) -> Self {
        match denominator {
            Some(of) => Self::rate(numerator, of),
            None => Self::count(numerator),
        }
    }

    /// `7`, `99.9%`, `3.2` or `n/a`, held against a target that is a rate or is not. A rate is cut, not rounded: 100 % is
    /// never shown before it is reached.
    pub fn show(&self, rate: bool) -> String {
        let (scale, sign) = if rate { (1000, "%") } else { (10, "") };
        match self.denominator {
            None => self.numerator.to_string(),
            Some(0) => "n/a".to_owned(),
            Some(of) => {
                let tenths = u128::from(self.numerator) * scale / u128::from(of);
                if tenths.is_multiple_of(10) {
                    format!("{}{sign}", tenths / 10)
                } else {
                    format!("{}.{}{sign}", tenths / 10, tenths % 10)
                }
            }
        }
    }
}

/// The value of a step in a range; `None` where it has no measure, or its rule is switched off.
///
/// O(1), or O(range) where the measure is confined to industries, counts what was founded or asks for the least.
pub fn value(
    step: &Step,
    facts: &Facts,
    judged: &Judged,
    tree: &OrgTree,
    rules: &Rules,
    scope: &Scope,
) -> Option<Value> {
    counted(step.measure.as_ref()?, &step.metric, facts, judged, tree, rules, scope)
}

/// The same for a measure by itself, which nobody can declare done: that is said of a step's metric.
pub fn measured(
    measure: &Measure,
    facts: &Facts,
    judged: &Judged,
    tree: &OrgTree,
    rules: &Rules,
    scope: &Scope,
) -> Option<Value> {
    match measure.count {
        Count::Attested { .. } => None,
        _ => counted(measure, "", facts, judged, tree, rules, scope),
    }
}

fn counted(
    measure: &Measure,
    metric: &str,
    facts: &Facts,
    judged: &Judged,
    tree: &OrgTree,
    rules: &Rules,
    scope: &Scope,
) -> Option<Value> {
    let runs = measure.runs(tree, scope)?;
    let total = |fact| runs.iter().map(|run| facts.total(fact, run)).sum::<u64>();
    let found = |rule| runs.iter().map(|run| judged.count(rule, run)).sum::<u64>();
    match &measure.count {
        Count::Findings { rule, .. } => Some(Value::count(found(rules.find(rule)?))),
        Count::Rate { num, of } => Some(Value::rate(total(*num), total(*of))),
        Count::Average { num, of, per } => Some(Value::rate(total(*num) / per.max(&1), total(*of))),
        Count::Least { fact, among } => {
            let places = runs.iter().flat_map(|run| run.clone()).map(|at| Pos(at as u32));
            let least = places.filter(|pos| facts.own(*among, *pos) > 0).map(|pos| facts.own(*fact, pos)).min();
            Some(least.map_or_else(|| Value::rate(0, 0), |least| Value::count(least.max(0) as u64)))
        }
        Count::Sound { rule, of, .. } => {
            let of = total(*of);
            Some(Value::rate(of.saturating_sub(found(rules.find(rule)?)), of))
        }
        Count::Founded { since } => {
            let is = |at: &usize| {
                let pos = Pos(*at as u32);
                facts.own(Fact::Orgs, pos) > 0 && facts.day(Fact::Founded, pos).is_some_and(|day| day >= *since)
            };
            Some(Value::count(runs.iter().map(|run| run.clone().filter(is).count() as u64).sum()))
        }
        Count::Attested { asked } => {
            let asked = asked_of(asked, facts, tree, &runs);
            let done = asked.iter().filter(|pos| facts.declared.holds(metric, **pos)).count();
            Some(Value::rate(done as u64, asked.len() as u64))
        }
    }
}

/// The value of a step in several ranges together, from its value in each; `None` where there is none.
pub fn together(step: &Step, values: impl IntoIterator<Item = Value>) -> Option<Value> {
    let least = step.measure.as_ref().is_some_and(|measure| matches!(measure.count, Count::Least { .. }));
    values.into_iter().reduce(|a, b| match least {
        // A least of nothing is no number.
        true if a.value.is_none() || b.value.is_some_and(|b| a.value.is_some_and(|a| b < a)) => b,
        true => a,
        false => Value::of(a.numerator + b.numerator, a.denominator.map(|of| of + b.denominator.unwrap_or_default())),
    })
}

/// What the repair of each organisation by itself would give to a step: its findings gone, or its whole reached.
///
/// O(range); none where a step is not measured, or counts up to a number.
pub fn shortfalls(
    step: &Step,
    facts: &Facts,
    judged: &Judged,
    tree: &OrgTree,
    rules: &Rules,
    scope: &Scope,
) -> Vec<(Pos, u64)> {
    let Some(measure) = step.measure.as_ref() else { return Vec::new() };
    let Some(runs) = measure.runs(tree, scope) else { return Vec::new() };
    match &measure.count {
        Count::Findings { rule, .. } | Count::Sound { rule, .. } => match rules.find(rule) {
            Some(rule) => {
                runs.iter().flat_map(|run| judged.findings(run, Some(rule))).map(|found| (found.pos, 1)).collect()
            }
            None => Vec::new(),
        },
        Count::Rate { num, of } => {
            let short = |at: usize| {
                let pos = Pos(at as u32);
                let missing = facts.own(*of, pos) - facts.own(*num, pos);
                u64::try_from(missing).ok().filter(|missing| *missing > 0).map(|missing| (pos, missing))
            };
            runs.into_iter().flatten().filter_map(short).collect()
        }
        Count::Least { .. } | Count::Average { .. } | Count::Founded { .. } => Vec::new(),
        Count::Attested { asked } => {
            let open = asked_of(asked, facts, tree, &runs);
            open.into_iter().filter(|pos| !facts.declared.holds(&step.metric, *pos)).map(|pos| (pos, 1)).collect()
        }
    }
}

/// The organisations of several kins in some stretches, each once.
fn asked_of(kins: &[Kin], facts: &Facts, tree: &OrgTree, runs: &[Scope]) -> Vec<Pos> {
    let found = kins.iter().flat_map(|kin| runs.iter().flat_map(|run| kin.find(tree, run, facts.at)));
    found.collect::<BTreeSet<_>>().into_iter().collect()
}

impl Measure {
    /// The stretches of a range in which it counts, in order; `None` where none of the organisations it is confined to is
    /// there.
    pub fn runs(&self, tree: &OrgTree, scope: &Scope) -> Option<Vec<Range<usize>>> {
        let parts = match &self.under {
            Some(kin) => under(tree, scope, kin)?,
            None => vec![scope.clone()],
        };
        if self.industries.is_empty() && self.outside.is_empty() {
            return Some(parts);
        }
        Some(parts.iter().flat_map(|part| self.of_industries(tree, part)).collect())
    }

    /// The stretches whose organisations are of the industries; one without an industry is of its parent's.
    fn of_industries(&self, tree: &OrgTree, scope: &Scope) -> Vec<Range<usize>> {
        let wanted = |pos| {
            let fits = |industry| match self.industries.as_slice() {
                [] => !self.outside.contains(&industry),
                industries => industries.contains(&industry),
            };
            tree.industry(pos).map(fits)
        };
        let unknown = self.industries.is_empty();
        let above = |pos| std::iter::successors(tree.parent(pos), |upper| tree.parent(*upper)).find_map(wanted);
        let mut inside: Vec<bool> = Vec::with_capacity(scope.len());
        let mut runs: Vec<Range<usize>> = Vec::new();
        for at in scope.clone() {
            let pos = Pos(at as u32);
            let is = wanted(pos).unwrap_or_else(|| match tree.parent(pos) {
                Some(upper) if upper.index() >= scope.start => inside[upper.index() - scope.start],
                _ => above(pos).unwrap_or(unknown),
            });
            inside.push(is);
            match runs.last_mut() {
                Some(run) if is && run.end == at => run.end = at + 1,
                _ if is => runs.push(at..at + 1),
                _ => {}
            }
        }
        runs
    }
}

/// The subtrees of a kin in a range: the topmost that fit; the whole range where it lies below one.
fn under(tree: &OrgTree, scope: &Scope, kin: &Kin) -> Option<Vec<Range<usize>>> {
    let mut found = Vec::new();
    let mut at = scope.start;
    while at < scope.end {
        let pos = Pos(at as u32);
        at += 1;
        if kin.fits(tree, pos) {
            found.push(tree.subtree(pos));
            at = tree.subtree(pos).end;
        }
    }
    let above = |at: usize| std::iter::successors(tree.parent(Pos(at as u32)), |upper| tree.parent(*upper));
    if found.is_empty() && scope.start < scope.end && above(scope.start).any(|upper| kin.fits(tree, upper)) {
        found.push(scope.clone());
    }
    (!found.is_empty()).then_some(found)
}
