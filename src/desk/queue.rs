//! The triage queue: findings of a subtree, filtered and put in order.

use super::Bound;
use crate::judge::{Rows, Rule, Scope};
use crate::model::{Day, Pos, labelled};

/// A rule as the screens show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// `hollow-branch`.
    pub id: String,
    /// 空心团支部.
    pub zh: String,
    /// hollow branch.
    pub en: String,
    /// The smaller, the more urgent.
    pub severity: u16,
    /// Which rows stand behind a finding.
    pub rows: Rows,
    /// The last day of the next step that counts its findings, else of one just gone by.
    pub due: Option<Day>,
    /// What may be done about it.
    pub remedy_zh: String,
    /// The same in English.
    pub remedy_en: String,
}

impl RuleInfo {
    pub(super) fn of(rule: &Rule) -> Self {
        Self {
            id: rule.id.to_string(),
            zh: rule.name.zh.to_string(),
            en: rule.name.en.to_string(),
            severity: rule.severity,
            rows: rule.rows,
            due: None,
            remedy_zh: rule.remedy.zh.to_string(),
            remedy_en: rule.remedy.en.to_string(),
        }
    }
}

labelled! {
    /// How the queue is sorted.
    Order {
        Urgency = "紧急度", "urgency";
        Oldest = "最久", "oldest";
        Tree = "组织树", "tree";
        Rule = "规则", "rule";
    }
}

labelled! {
    /// How findings are grouped.
    Grouping {
        None = "不分组", "not grouped";
        Level = "按下级组织", "by the organisation below";
        Rule = "按规则", "by rule";
        To = "按承办岗位", "by who has it";
        Org = "按组织", "by organisation";
    }
}

/// Which findings are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// A subtree; `None` for all.
    pub scope: Option<Scope>,
    /// One rule, by its place in the list of rules; `None` for all.
    pub rule: Option<usize>,
    /// What else must be true of them.
    pub bound: Bound,
}

/// One finding: a rule that holds for an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FindingItem {
    /// The rule's place in the list of rules.
    pub rule: u16,
    /// The organisation.
    pub pos: Pos,
    /// Since when it has held, where the rows tell.
    pub since: Option<Day>,
}

/// The findings asked for, in order. Half a million at province scale: eight bytes or so each, formatted only when seen.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    /// In the order asked for.
    pub items: Vec<FindingItem>,
    /// How many of each rule are in the scope, whatever the rule filter.
    pub by_rule: Vec<u64>,
}

impl Queue {
    /// Puts the findings in another order; they come by urgency.
    pub(super) fn sort(&mut self, order: Order) {
        let items = &mut self.items;
        match order {
            Order::Urgency => {}
            Order::Oldest => items.sort_by_key(|item| (item.since.is_none(), item.since, item.rule, item.pos)),
            Order::Tree => items.sort_by_key(|item| (item.pos, item.rule)),
            Order::Rule => items.sort_by_key(|item| (item.rule, item.pos)),
        }
    }
}
