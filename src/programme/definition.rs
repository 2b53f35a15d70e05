//! A programme as it is used: checked tasks and steps.

use std::collections::BTreeMap;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::load;
use super::measure::{Count, Measure};
use super::target::Target;
use crate::judge::{LoadError, Problem, Rules, Sought, Words};
use crate::model::{Day, Instant};

/// The notice of 2018-06-20, 14 tasks and 31 steps.
const NOTICE_2018: &str = include_str!("notice-2018.toml");

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
    /// What can show it.
    pub proof: Proof,
    /// A remark; empty where there is none.
    pub note: String,
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
    /// The id of its metric.
    pub metric: CompactString,
    /// What must be reached.
    pub target: Target,
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
    /// The document's number.
    pub number: CompactString,
    /// The day it was issued.
    pub issued: Day,
    /// The document's letter in the handbook.
    pub source: Words,
    /// The ids of the bodies it was sent to.
    pub addressees: Vec<CompactString>,
    /// Remarks on the whole.
    pub notes: Vec<Words>,
    /// Responsible bodies by id.
    pub bodies: BTreeMap<CompactString, Words>,
    /// Metrics by id.
    pub metrics: BTreeMap<CompactString, Metric>,
    /// Tasks, in the document's order.
    pub tasks: Vec<Task>,
}

impl Programme {
    /// The text of [`builtin`](Self::builtin).
    pub const BUILTIN: &'static str = NOTICE_2018;

    /// The notice of 2018-06-20 (S2).
    ///
    /// # Errors
    /// Only if the program was built with a broken file; a test rules that out.
    pub fn builtin() -> Result<Self, LoadError> {
        Self::parse(NOTICE_2018, "notice-2018.toml")
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
        let unknown = self.steps().filter_map(|step| match &step.measure.as_ref()?.count {
            Count::Findings { rule, place } if rules.find(rule).is_none() => Some((rule, place)),
            _ => None,
        });
        unknown.take(1).try_for_each(|(rule, place)| {
            let known = rules.iter().map(|(_, rule)| rule.id.as_str());
            Err(LoadError { place: place.clone(), problem: Problem::unknown(Sought::Rule, rule, known) })
        })
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
}
