//! The register as of one instant, held in memory: the tree, its facts and what the rules find in them.

use std::sync::Arc;

use super::{Figures, FindingItem, Order, Queue, QueueFilter, RuleInfo};
use crate::judge::{Facts, Judged, RuleIx, Rules, Scope, by_urgency, judge};
use crate::lang::Lang;
use crate::model::{Day, Instant, OrgTree, Pos};
use crate::programme::{Count, Programme, Step};
use crate::store::{Collected, Flagged};

/// How long a due day that has gone by is still told, in days: a campaign of years ago presses nobody.
const PRESSING_DAYS: i32 = 90;

/// Everything the screens read without waiting.
pub struct Standing {
    /// The instant shown.
    pub at: Instant,
    /// The organisations.
    pub tree: Arc<OrgTree>,
    /// Their facts.
    pub facts: Facts,
    /// The rules in force, in order of severity.
    pub rules: Vec<RuleInfo>,
    pub(super) flagged: Arc<Flagged>,
    /// Until when the facts hold, at least.
    pub(super) until: Option<Instant>,
    /// The entry of the journal that changed rows last before they were taken.
    pub(super) entry: u64,
    pub(super) judged: Judged,
    pub(super) rule_set: Arc<Rules>,
    weak: [Option<RuleIx>; 3],
}

impl Standing {
    /// Judges facts by rules; some 20 ms at province scale.
    pub fn new(at: Instant, tree: Arc<OrgTree>, mut collected: Collected, rules: Arc<Rules>) -> Self {
        // Facts that still hold at a later instant are facts of that instant; rules count days from it.
        collected.facts.at = at;
        collected.facts.settle();
        let judged = judge(&collected.facts, &rules);
        let (flagged, until) = (Arc::new(collected.flagged), collected.until);
        Self { flagged, until, ..Self::kept(tree, collected.facts, judged, rules) }
    }

    /// The same after an edit: with whom it flags, until when it holds, and the edit's entry.
    pub(super) fn with(
        &self,
        tree: Arc<OrgTree>,
        facts: Facts,
        judged: Judged,
        (flagged, until, entry): (Arc<Flagged>, Option<Instant>, u64),
    ) -> Self {
        let (rules, rule_set) = (self.rules.clone(), Arc::clone(&self.rule_set));
        Self { at: self.at, tree, facts, rules, flagged, until, entry, judged, rule_set, weak: self.weak }
    }

    /// What a snapshot kept of facts and findings.
    pub(super) fn kept(tree: Arc<OrgTree>, facts: Facts, judged: Judged, rules: Arc<Rules>) -> Self {
        let infos = rules.iter().map(|(_, rule)| RuleInfo::of(rule)).collect();
        let weak = ["hollow-committee", "hollow-branch", "no-cadre-branch"].map(|id| rules.find(id));
        Self {
            at: facts.at,
            tree,
            facts,
            rules: infos,
            flagged: Arc::default(),
            until: None,
            entry: 0,
            judged,
            rule_set: rules,
            weak,
        }
    }

    /// Tells the rules when the steps that count their findings everywhere are due.
    pub(super) fn due_by(mut self, programmes: &[Programme]) -> Self {
        let today = self.at.day();
        for rule in &mut self.rules {
            let counts = |step: &&Step| {
                let measure = step.measure.as_ref().filter(|measure| measure.industries.is_empty());
                measure
                    .is_some_and(|measure| matches!(&measure.count, Count::Findings { rule: of, .. } if *of == rule.id))
            };
            let dues = programmes.iter().flat_map(Programme::steps).filter(counts).map(|step| step.due);
            let pressing = dues.filter(|due| due.0 - today.0 >= -PRESSING_DAYS);
            // Those to come, the nearest first; then those just gone by, the latest first.
            rule.due = pressing.min_by_key(|due| (*due < today, (due.0 - today.0).abs()));
        }
        self
    }

    /// The figures of a subtree; a few subtractions.
    pub fn figures(&self, scope: &Scope) -> Figures {
        let [hollow_committees, hollow_branches, no_cadre_branches] =
            self.weak.map(|rule| rule.map_or(0, |rule| self.judged.count(rule, scope)));
        Figures {
            hollow_committees,
            hollow_branches,
            no_cadre_branches,
            findings: self.judged.total(scope),
            ..Figures::of_facts(&self.facts, scope)
        }
    }

    /// Whether an organisation itself is a committee without an existing child.
    pub fn is_hollow_committee(&self, pos: Pos) -> bool {
        self.weak[0].is_some_and(|rule| self.judged.count(rule, &(pos.index()..pos.index() + 1)) > 0)
    }

    /// The rules that hold for one organisation.
    pub fn rules_of(&self, pos: Pos) -> Vec<usize> {
        self.judged.of(pos).map(RuleIx::index).collect()
    }

    /// The findings of one organisation, the most urgent first.
    pub fn findings_of(&self, pos: Pos) -> Vec<FindingItem> {
        let item = |rule: RuleIx| FindingItem { rule: rule.0, pos, since: self.rule_set.since(rule, &self.facts, pos) };
        self.judged.of(pos).map(item).collect()
    }

    /// Since when a rule has held of an organisation, where the rows tell; `None` where it does not hold.
    pub fn since(&self, rule: usize, pos: Pos) -> Option<Option<Day>> {
        let rule = RuleIx(rule as u16);
        let holds = pos.index() < self.tree.len() && self.judged.holds(rule, pos);
        holds.then(|| self.rule_set.since(rule, &self.facts, pos))
    }

    /// The organisations in a range of which a rule holds.
    pub fn places_of(&self, rule: usize, scope: &Scope) -> Vec<Pos> {
        self.judged.findings(scope, Some(RuleIx(rule as u16))).map(|finding| finding.pos).collect()
    }

    /// How many findings each rule has in a subtree.
    pub fn by_rule(&self, scope: &Scope) -> Vec<u64> {
        (0..self.rules.len()).map(|rule| self.judged.count(RuleIx(rule as u16), scope)).collect()
    }

    /// The findings of a subtree and rule, in order, whatever else is asked for; up to 100 ms at province scale, so not on the key path.
    pub fn queue(&self, filter: &QueueFilter, order: Order) -> Queue {
        let scope = filter.scope.clone().unwrap_or(0..self.tree.len());
        let only = filter.rule.map(|rule| RuleIx(rule as u16));
        let items = self.found(only, &scope);
        let mut queue = Queue { items, by_rule: self.by_rule(&scope) };
        queue.sort(order);
        queue
    }

    fn found(&self, only: Option<RuleIx>, scope: &Scope) -> Vec<FindingItem> {
        let found = by_urgency(&self.judged, &self.facts, &self.rule_set, scope, only);
        found
            .into_iter()
            .map(|finding| FindingItem {
                rule: finding.rule.0,
                pos: finding.pos,
                since: self.rule_set.since(finding.rule, &self.facts, finding.pos),
            })
            .collect()
    }

    /// The numbers that make a finding true, with the parameters and their sources, one line each.
    pub fn evidence(&self, finding: FindingItem, lang: Lang) -> Vec<String> {
        let text = self.rule_set.evidence(RuleIx(finding.rule), &self.facts, finding.pos).text(lang);
        text.lines().map(str::to_owned).collect()
    }
}
