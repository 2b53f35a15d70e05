//! A programme as it is used: checked tasks and steps.

use std::collections::BTreeMap;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::load;
use super::measure::Measure;
use super::target::Target;
use crate::judge::{LoadError, Rules, Scope, Words};
use crate::model::{Day, Industry, Instant, Month, OrgKind, OrgTree, Pos};

/// The programmes that come with the program, by id, and the first is the usual one.
const BUILTINS: [(&str, &str); 4] = [
    ("notice-2018", include_str!("notice-2018.toml")),
    ("station-2019", include_str!("station-2019.toml")),
    ("luohe-2020", include_str!("luohe-2020.toml")),
    ("three-hundred-2021", include_str!("three-hundred-2021.toml")),
];

/// What can show that a step is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// Rosters: the number is worked out.
    #[default]
    Data,
    /// The organisation's own declaration.
    Attest,
    /// A declaration that must be spot-checked.
    Sample,
}

/// A number that steps are about.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// Its id, also the 事项 of an attest roster.
    pub id: CompactString,
    /// What it is called.
    pub name: Words,
    /// How it is counted, in the words of the source.
    pub definition: String,
    /// Whether it is a share of 1 and not a number.
    pub rate: bool,
    /// What is counted, 学时, where the name does not say.
    pub counted: Option<Words>,
    /// What can show it.
    pub proof: Proof,
    /// A remark; empty where there is none.
    pub note: String,
}

/// A body that tasks ask something of.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// What it is called.
    pub name: Words,
    /// Which organisations it is, where their kind tells.
    pub orgs: Option<Kin>,
}

/// Organisations told by their kind: the topmost that fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kin {
    /// Their types; empty for all.
    pub kinds: Vec<OrgKind>,
    /// Their industries; empty for all.
    pub industries: Vec<Industry>,
    /// How many organisations stand above them, where that matters.
    pub depth: Option<usize>,
    /// What their full name holds, where that tells them.
    pub name: Option<CompactString>,
}

impl Kin {
    /// Whether an organisation is of this kin, whether it exists or not.
    pub fn fits(&self, tree: &OrgTree, pos: Pos) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&tree.kind(pos)))
            && (self.industries.is_empty()
                || tree.industry(pos).is_some_and(|industry| self.industries.contains(&industry)))
            && self.depth.is_none_or(|depth| depth == tree.depth(pos))
            && self.name.as_ref().is_none_or(|name| tree.name(pos).contains(name.as_str()))
    }

    /// The topmost existing organisations of the kin in a range. O(range).
    pub fn find(&self, tree: &OrgTree, range: &Scope, at: Instant) -> Vec<Pos> {
        let fits = |pos: Pos| self.fits(tree, pos) && tree.exists(pos, at);
        let mut found = Vec::new();
        let mut next = range.start;
        while next < range.end {
            let pos = Pos(next as u32);
            next += 1;
            if fits(pos) {
                found.push(pos);
                next = tree.subtree(pos).end;
            }
        }
        found
    }
}

/// A step: a target on a due day.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// `T04.1`.
    pub id: CompactString,
    /// Its title.
    pub title: Words,
    /// The day by whose end it is due.
    pub due: Day,
    /// The month it is about, where it is about one: what a later month says is nothing to it.
    pub month: Option<Month>,
    /// The id of its metric.
    pub metric: CompactString,
    /// What must be reached.
    pub target: Target,
    /// Of each of what, 每县区, where it is not of the whole.
    pub per: Option<Words>,
    /// What there was before, where the target is an increase.
    pub base: Option<u64>,
    /// What can show it.
    pub proof: Proof,
    /// How it is worked out, where it can be.
    pub measure: Option<Measure>,
    /// What it waits for, where it cannot.
    pub why: Option<Words>,
    /// Remarks.
    pub notes: Vec<Words>,
    /// The ids of the bodies it asks: its task's, less exceptions.
    pub responsible: Vec<CompactString>,
}

impl Step {
    /// The last second in which it can be met, 23:59:59 of the due day.
    pub fn due_at(&self) -> Instant {
        self.due.end()
    }

    /// The instant whose register tells its value at `at`: the end of its month once that is over, else `at` itself.
    pub fn told_at(&self, at: Instant) -> Instant {
        self.month.map(Month::end).filter(|end| *end < at).unwrap_or(at)
    }
}

/// A task with its steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// `T04`.
    pub id: CompactString,
    /// Its title.
    pub title: Words,
    /// The words of the document; empty where they were not kept.
    pub quote: String,
    /// Where in the document it stands, where the programme's own source does not say enough.
    pub source: Option<Words>,
    /// The ids of the bodies it asks.
    pub responsible: Vec<CompactString>,
    /// Whom it is about, where not everybody.
    pub scope: Option<Words>,
    /// Our reading of it as a condition; empty where the steps say all.
    pub predicate: String,
    /// Remarks.
    pub notes: Vec<Words>,
    /// Its steps, by due day.
    pub steps: Vec<Step>,
}

/// A document's tasks.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// `notice-2018`.
    pub id: CompactString,
    /// Its title.
    pub title: Words,
    /// The document's number; empty where it has none.
    pub number: CompactString,
    /// The day it was issued, where it is known.
    pub issued: Option<Day>,
    /// The document's letter in the handbook.
    pub source: Words,
    /// The ids of the bodies it was sent to.
    pub addressees: Vec<CompactString>,
    /// Remarks on the whole.
    pub notes: Vec<Words>,
    /// Responsible bodies by id.
    pub bodies: BTreeMap<CompactString, Body>,
    /// Metrics by id.
    pub metrics: BTreeMap<CompactString, Metric>,
    /// Tasks, in the document's order.
    pub tasks: Vec<Task>,
}

impl Programme {
    /// The ids and texts of the programmes that come with the program.
    pub const BUILTINS: &'static [(&'static str, &'static str)] = &BUILTINS;

    /// The notice of 2018-06-20 (S2), 14 tasks and 31 steps.
    ///
    /// # Errors
    /// Only if the program was built with a broken file; a test rules that out.
    pub fn builtin() -> Result<Self, LoadError> {
        let [(id, text), ..] = BUILTINS;
        Self::parse(text, &format!("{id}.toml"))
    }

    /// Every programme that comes with the program, by its document's date (S2, S3, S4, S0).
    ///
    /// # Errors
    /// Only if the program was built with a broken file; a test rules that out.
    pub fn builtins() -> Result<Vec<Self>, LoadError> {
        BUILTINS.iter().map(|(id, text)| Self::parse(text, &format!("{id}.toml"))).collect()
    }

    /// Reads a programme.
    ///
    /// # Errors
    /// What is wrong with the file, with line, column and remedy. Rules are checked by [`check`](Self::check).
    pub fn parse(text: &str, file: &str) -> Result<Self, LoadError> {
        load::load(file, text)
    }

    /// Checks that every rule it counts exists.
    ///
    /// # Errors
    /// The first measure that counts an unknown rule.
    pub fn check(&self, rules: &Rules) -> Result<(), LoadError> {
        self.steps().filter_map(|step| step.measure.as_ref()).try_for_each(|measure| measure.check(rules))
    }

    /// Every step, in the document's order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.tasks.iter().flat_map(|task| &task.steps)
    }

    /// The step of an id.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps().find(|step| step.id == id)
    }

    /// The steps by due day.
    pub fn calendar(&self) -> BTreeMap<Day, Vec<&Step>> {
        let mut days: BTreeMap<Day, Vec<&Step>> = BTreeMap::new();
        self.steps().for_each(|step| days.entry(step.due).or_default().push(step));
        days
    }

    /// The day from which there is work on a step: the one after the step before it of the same task and metric was due, or
    /// else the day the document was issued. Where that is not known, the first day of the year of its first step.
    pub fn started(&self, task: &Task, step: &Step) -> Day {
        let before = task.steps.iter().filter(|other| other.metric == step.metric && other.due < step.due);
        let before = before.map(|other| Day(other.due.0 + 1)).max();
        let first = || self.steps().map(|step| step.due).min().map(|day| Month::of(day.month().year(), 1).first());
        before.or(self.issued).or_else(first).unwrap_or(step.due).min(step.due)
    }
}
