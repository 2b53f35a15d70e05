//! The register as of one instant, held in memory: the tree, its facts and what the rules find in them.

use std::sync::Arc;

use super::{Figures, FindingItem, Order, Queue, QueueFilter, RuleInfo};
use crate::judge::{Fact, Facts, Scope};
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
    // For each rule, running totals of the organisations it holds for.
    found: Vec<Vec<u32>>,
}

impl Standing {
    /// Judges the facts by the rules whose ids it knows.
    pub fn new(at: Instant, tree: Arc<OrgTree>, facts: Facts, rules: Vec<RuleInfo>) -> Self {
        let found = rules
            .iter()
            .map(|rule| {
                let mut total = 0;
                let mut column = vec![0];
                column.extend((0..facts.len() as u32).map(|pos| {
                    total += u32::from(holds(&rule.id, &facts, Pos(pos)));
                    total
                }));
                column
            })
            .collect();
        Self { at, tree, facts, rules, found }
    }

    fn count(&self, rule: usize, scope: &Scope) -> u64 {
        self.found.get(rule).map_or(0, |column| u64::from(column[scope.end]) - u64::from(column[scope.start]))
    }

    fn count_of(&self, id: &str, scope: &Scope) -> u64 {
        self.rules.iter().position(|rule| rule.id == id).map_or(0, |rule| self.count(rule, scope))
    }

    /// The figures of a subtree; a few subtractions.
    pub fn figures(&self, scope: &Scope) -> Figures {
        Figures {
            hollow_committees: self.count_of("hollow-committee", scope),
            hollow_branches: self.count_of("hollow-branch", scope),
            no_cadre_branches: self.count_of("no-cadre-branch", scope),
            findings: (0..self.rules.len()).map(|rule| self.count(rule, scope)).sum(),
            ..Figures::of_facts(&self.facts, scope)
        }
    }

    /// The rules that hold for one organisation.
    pub fn rules_of(&self, pos: Pos) -> Vec<usize> {
        let own = pos.index()..pos.index() + 1;
        (0..self.rules.len()).filter(|&rule| self.count(rule, &own) > 0).collect()
    }

    /// The findings asked for, in order; up to 100 ms at province scale, so not on the key path.
    pub fn queue(&self, filter: &QueueFilter, order: Order) -> Queue {
        let scope = filter.scope.clone().unwrap_or(0..self.tree.len());
        let by_rule = (0..self.rules.len()).map(|rule| self.count(rule, &scope)).collect();
        let mut items = Vec::new();
        for rule in (0..self.rules.len()).filter(|&rule| filter.rule.is_none_or(|only| only == rule)) {
            let column = &self.found[rule];
            items.extend(scope.clone().filter(|&at| column[at + 1] > column[at]).map(|at| FindingItem {
                rule: rule as u16,
                pos: Pos(at as u32),
                since: self.facts.day(Fact::LastPostEnd, Pos(at as u32)),
            }));
        }
        if !filter.text.is_empty() {
            items.retain(|item| self.tree.label(item.pos).contains(&filter.text));
        }
        match order {
            Order::Urgency | Order::Rule => {}
            Order::Oldest => items.sort_by_key(|item| item.since.unwrap_or(crate::model::Day(i32::MAX))),
            Order::Tree => items.sort_by_key(|item| (item.pos, item.rule)),
        }
        Queue { items, by_rule }
    }

    /// The numbers that make a finding true, with the parameters and their sources, one line each.
    pub fn evidence(&self, finding: FindingItem, lang: Lang) -> Vec<String> {
        let own = |fact| self.facts.own(fact, finding.pos);
        let (members, cadres, children) = (own(Fact::Members), own(Fact::Cadres), own(Fact::Children));
        match self.rules.get(usize::from(finding.rule)).map(|rule| rule.id.as_str()) {
            Some("hollow-branch") => vec![
                format!("{} {members} < P = 1", lang.pick("团员", "members")),
                lang.pick("P = 1，2018-06-01 起 (S2 第4项)", "P = 1 from 2018-06-01 (S2 task 4)").into(),
            ],
            Some("no-cadre-branch") => vec![format!("{} {cadres} = 0", lang.pick("现任团干", "current cadres"))],
            Some("hollow-committee") => {
                vec![format!("{} {children} = 0", lang.pick("下级组织", "organisations below"))]
            }
            Some("undersized-branch") => vec![format!("1 ≤ {} {members} ≤ 2", lang.pick("团员", "members"))],
            _ => vec![format!("{} {members}", lang.pick("团员", "members"))],
        }
    }
}

fn holds(rule: &str, facts: &Facts, pos: Pos) -> bool {
    let own = |fact| facts.own(fact, pos);
    let upper = own(Fact::Committees) + own(Fact::LeadingBodies) > 0;
    let branch = own(Fact::Branches) > 0;
    match rule {
        "hollow-committee" => upper && own(Fact::Children) == 0,
        "hollow-branch" => branch && own(Fact::Members) == 0,
        "no-cadre-branch" => branch && own(Fact::Cadres) == 0,
        "undersized-branch" => branch && (1..=2).contains(&own(Fact::Members)),
        "missing-number" => own(Fact::NumberMissing) > 0,
        "over-age" => own(Fact::OverAge) > 0,
        _ => false,
    }
}
