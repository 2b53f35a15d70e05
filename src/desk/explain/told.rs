//! The definition of each sort of topic.

use super::{Explained, Ground, Item, Opens, Reads, count, facts};
use crate::desk::{HomeColumn, Standing};
use crate::judge::{Fact, Of, Scope};
use crate::lang::{Lang, texts};
use crate::model::{Day, Pos};
use crate::programme::{Count, Programme, Step, Task, Value, measured};

texts! {
    own_and_below(own: i64, below: i64) { "本组织 {own}，下级 {below}", "{own} here, {below} below" }
    part_of(part: &str, num: u64, whole: &str, of: u64) { "{part} {num}，{whole} {of}", "{part} {num}, {whole} {of}" }
    holds_of(of: &str) { "{of}中，下列条件成立的，每个计一次。", "{of} of which the following holds, each counted once." }
    branches() { "已成立、未停用的团支部", "existing branches" }
    committees() { "已成立、未停用的团委、团工委、团总支和领导机关", "existing committees, work committees, general branches and leading bodies" }
    orgs() { "已成立、未停用的组织", "existing organisations" }
    among(of: &str, count: u64) { "共 {of} {count}", "of {count} {of}" }
    unknown_day() { "不详", "unknown" }
    by_rule(rule: &str, count: u64) { "{rule} {count}", "{rule} {count}" }
    untold() { "没有名册可以算出。", "No roster tells it." }
}

impl Standing {
    fn scope_of(&self, of: Option<Pos>) -> Scope {
        of.filter(|pos| pos.index() < self.tree.len()).map_or(0..self.tree.len(), |pos| self.tree.subtree(pos))
    }

    pub(super) fn fact_told(&self, fact: Fact, of: Option<Pos>, lang: Lang) -> Option<Explained> {
        let scope = self.scope_of(of);
        let own = of.filter(|pos| pos.index() < self.tree.len());
        let (value, evidence) = if fact.is_day() {
            let day = own.and_then(|pos| self.facts.day(fact, pos));
            (day.map_or_else(|| unknown_day(lang).to_owned(), |day| day.to_string()), Vec::new())
        } else {
            let total = self.facts.total(fact, &scope);
            let here = own.map(|pos| self.facts.own(fact, pos)).filter(|_| scope.len() > 1);
            let below = here.map(|here| own_and_below(lang, here, total as i64 - here));
            (total.to_string(), below.into_iter().collect())
        };
        Some(Explained {
            id: fact.name().to_owned(),
            kind: "fact",
            name: fact.label(lang).to_owned(),
            counts: facts::counted(fact, lang).to_owned(),
            source: facts::source(fact, lang).to_owned(),
            params: self.reads(params_of(fact), lang),
            value: Some(value),
            evidence,
            opens: Opens::of(fact),
            ..Explained::default()
        })
    }

    pub(super) fn item_told(&self, item: Item, of: Option<Pos>, lang: Lang) -> Option<Explained> {
        let scope = self.scope_of(of);
        let (value, evidence, opens) = match item {
            Item::Findings => {
                let counts = self.by_rule(&scope);
                let named = counts.iter().zip(&self.rules).filter(|(count, _)| **count > 0);
                let evidence = named.map(|(count, rule)| by_rule(lang, lang.pick(&rule.zh, &rule.en), *count));
                (Some(counts.iter().sum::<u64>().to_string()), evidence.collect(), Opens::Findings(None))
            }
            Item::ResponseRate => {
                let parts = [Fact::ResponsesInTime, Fact::ResponsesDue];
                let [in_time, due] = parts.map(|fact| self.facts.total(fact, &scope));
                let [num, whole] = parts.map(|fact| fact.label(lang));
                let evidence = vec![part_of(lang, num, in_time, whole, due)];
                (Some(Value::rate(in_time, due).show(true)), evidence, Opens::Responses)
            }
            Item::OwnDue | Item::OwnInTime | Item::OwnRate => {
                let column = match item {
                    Item::OwnDue => HomeColumn::OwnDue,
                    Item::OwnInTime => HomeColumn::OwnInTime,
                    _ => HomeColumn::OwnRate,
                };
                (Some(self.home(of).show(column)), Vec::new(), Opens::Responses)
            }
            Item::Rank
            | Item::Moved
            | Item::Score
            | Item::Change
            | Item::Trend
            | Item::Flag
            | Item::Organisation
            | Item::ShortBy
            | Item::Share => (None, Vec::new(), Opens::Organisation),
            Item::StepValue | Item::Verdict | Item::Target | Item::PerDay | Item::StepTitle => {
                (None, Vec::new(), Opens::Units)
            }
            Item::Posts => (None, Vec::new(), Opens::Posts),
            _ => (None, Vec::new(), Opens::Nothing),
        };
        let clock = matches!(item, Item::TimeLeft | Item::ResponseRate | Item::OwnRate | Item::HopStanding);
        let params = match item {
            _ if clock => self.reads(&["sla_hours"], lang),
            Item::PatternCount => {
                let names = self.rule_set.params().iter().map(|param| param.name.as_str());
                self.reads(&names.filter(|name| name.starts_with("alert_")).collect::<Vec<_>>(), lang)
            }
            _ => Vec::new(),
        };
        Some(Explained {
            id: item.id().to_owned(),
            kind: "column",
            name: item.name(lang).to_owned(),
            counts: item.says(lang).to_owned(),
            source: item.source(lang).to_owned(),
            params,
            value,
            evidence,
            opens,
            ..Explained::default()
        })
    }

    pub(super) fn rule_told(&self, id: &str, of: Option<Pos>, lang: Lang) -> Option<Explained> {
        let at = self.rule_set.find(id)?;
        let rule = self.rule_set.get(at)?;
        let scope = self.scope_of(of);
        let today = self.at.day();
        let (whole, about) = match rule.of {
            Of::Branch => (Fact::Branches, branches(lang)),
            Of::Committee => (Fact::Committees, committees(lang)),
            Of::Org => (Fact::Orgs, orgs(lang)),
        };
        let count = self.judged.count(at, &scope);
        let here = of.filter(|pos| pos.index() < self.tree.len() && self.judged.holds(at, *pos));
        let mut evidence: Vec<String> = match here {
            Some(pos) => self.rule_set.evidence(at, &self.facts, pos).text(lang).lines().map(str::to_owned).collect(),
            None => Vec::new(),
        };
        // The committees of the facts leave the leading bodies out.
        if scope.len() > 1 && rule.of != Of::Committee {
            evidence.push(among(lang, whole.label(lang), self.facts.total(whole, &scope)));
        }
        let params: Vec<&str> = self.rule_set.params_of(at).into_iter().map(|param| param.name.as_str()).collect();
        Some(Explained {
            id: rule.id.to_string(),
            kind: "rule",
            name: rule.label(lang).to_owned(),
            counts: holds_of(lang, about),
            condition: Some(self.rule_set.condition(at, today, lang)),
            params: self.reads(&params, lang),
            source: rule.source.pick(lang).to_owned(),
            remedy: Some(rule.remedy.pick(lang).to_owned()),
            value: Some(count.to_string()),
            evidence,
            opens: Opens::Findings(Some(rule.id.clone())),
            ..Explained::default()
        })
    }

    pub(super) fn step_told(&self, (of, task, step): (&Programme, &Task, &Step), lang: Lang) -> Explained {
        let metric = of.metrics.get(&step.metric);
        let counts = match (&step.measure, &step.why) {
            (Some(measure), _) => count::words(measure, &self.rule_set, lang),
            (None, Some(why)) => why.pick(lang).to_owned(),
            (None, None) => untold(lang).to_owned(),
        };
        // What a rule finds is explained by the rule: its condition with the parameters of the due day.
        let rule = step.measure.as_ref().and_then(|measure| match &measure.count {
            Count::Findings { rule, .. } | Count::Sound { rule, .. } => self.rule_set.find(rule),
            _ => None,
        });
        let named = metric.map_or_else(String::new, |metric| metric.name.pick(lang).to_owned());
        let day = step.due.min(self.at.day());
        let params = rule.map(|rule| self.rule_set.params_of(rule)).unwrap_or_default();
        let params: Vec<&str> = params.into_iter().map(|param| param.name.as_str()).collect();
        let source = task.source.as_ref().unwrap_or(&of.source).pick(lang);
        Explained {
            id: format!("{}/{}", of.id, step.id),
            kind: "step",
            name: step.title.pick(lang).to_owned(),
            counts: if named.is_empty() { counts } else { format!("{named}{}{counts}", lang.colon(&counts)) },
            condition: rule.map(|rule| self.rule_set.condition(rule, day, lang)),
            params: self.reads_on(&params, day, lang),
            quote: task.quote.clone(),
            source: format!("{source} {} {}", of.number, task.id).split_whitespace().collect::<Vec<_>>().join(" "),
            opens: Opens::Units,
            ..Explained::default()
        }
    }

    pub(super) fn measure_told(&self, id: &str, of: Option<Pos>, ground: &Ground<'_>, lang: Lang) -> Option<Explained> {
        let weighted = ground.scheme.measures.iter().find(|measure| measure.id == id)?;
        let measure = &weighted.measure;
        let scope = self.scope_of(of);
        let value = if count::quick(measure) {
            measured(measure, &self.facts, &self.judged, &self.tree, &self.rule_set, &scope)
        } else {
            None
        };
        let parts = match &measure.count {
            Count::Rate { num, of } | Count::Average { num, of, .. } => {
                Some((num.label(lang), of.label(lang), Opens::of(*num)))
            }
            Count::Sound { of, rule, .. } => {
                Some((weighted.name.pick(lang), of.label(lang), Opens::Findings(Some(rule.clone()))))
            }
            Count::Findings { rule, .. } => Some(("", "", Opens::Findings(Some(rule.clone())))),
            _ => None,
        };
        let evidence = value
            .zip(parts.as_ref())
            .and_then(|(value, (num, whole, _))| Some(part_of(lang, num, value.numerator, whole, value.denominator?)));
        Some(Explained {
            id: weighted.id.to_string(),
            kind: "measure",
            name: weighted.name.pick(lang).to_owned(),
            counts: count::words(measure, &self.rule_set, lang),
            source: ground.scheme.source.pick(lang).to_owned(),
            value: value.map(|value| weighted.show(&value)),
            evidence: evidence.into_iter().collect(),
            opens: parts.map_or(Opens::Organisation, |(.., opens)| opens),
            ..Explained::default()
        })
    }

    fn reads(&self, names: &[&str], lang: Lang) -> Vec<Reads> {
        self.reads_on(names, self.at.day(), lang)
    }

    fn reads_on(&self, names: &[&str], day: Day, lang: Lang) -> Vec<Reads> {
        let read = |name: &&str| {
            let param = self.rule_set.params().get(name)?;
            let now = param.on(day)?;
            let later = param.versions.iter().find(|version| version.from > now.from && version.from > day);
            Some(Reads {
                name: (*name).to_owned(),
                label: param.label(lang).to_owned(),
                value: param.show(now.value),
                from: now.from.to_string(),
                source: now.source.pick(lang).to_owned(),
                later: later.map(|later| (param.show(later.value), later.from.to_string())),
            })
        };
        names.iter().filter_map(read).collect()
    }
}

/// The parameters that a fact is counted by.
const fn params_of(fact: Fact) -> &'static [&'static str] {
    match fact {
        Fact::OverAge => &["age_limit"],
        Fact::NumberDue | Fact::NumberFilled | Fact::NumberMissing => &["joined_due_from"],
        Fact::ElectionDue => &["term_branch", "term_student", "term_other"],
        Fact::ResponsesDue | Fact::ResponsesInTime | Fact::ResponsesOverdue => &["sla_hours"],
        Fact::ResponsesSoon => &["warning_hours"],
        Fact::DuesArrears => &["arrears_months"],
        Fact::Overposted => &["most_branches"],
        _ => &[],
    }
}
