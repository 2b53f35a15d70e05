//! What a number means: what is counted, under which condition and since when, who says so, and the organisation's own
//! value with its evidence. One table for the terminal, the command line and papers.

mod count;
mod facts;
mod items;
mod named;
mod opens;
mod told;

use compact_str::CompactString;
use serde::Serialize;

use crate::judge::Fact;
use crate::lang::Lang;
use crate::model::Pos;
use crate::programme::{Programme, Scheme};

use super::{Column, HomeColumn, Standing};

pub use items::Item;
pub use named::{known, named};
pub use opens::Opens;

/// Something with a definition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// What is known of an organisation.
    Fact(Fact),
    /// A column that no fact stands for.
    Item(Item),
    /// A rule, by its id.
    Rule(CompactString),
    /// A step of a programme, by their ids.
    Step(CompactString, CompactString),
    /// A measure of the ranking, by its id.
    Measure(CompactString),
}

/// What definitions are looked up in besides the register.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The programmes.
    pub programmes: &'a [Programme],
    /// What leagues are ranked by.
    pub scheme: &'a Scheme,
}

/// A parameter that a rule reads, as it is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reads {
    /// The name in expressions.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// Its value.
    pub value: String,
    /// Since when.
    pub from: String,
    /// Who says so.
    pub source: String,
    /// The value after it and the day from which, where that is known.
    pub later: Option<(String, String)>,
}

/// A definition in one language, with an organisation's value.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Explained {
    /// The name on the command line.
    pub id: String,
    /// `fact`, `column`, `rule`, `step` or `measure`.
    pub kind: &'static str,
    /// What it is called.
    pub name: String,
    /// What is counted, in a sentence.
    pub counts: String,
    /// When it holds, in the field's words, with today's parameters.
    pub condition: Option<String>,
    /// Those parameters.
    pub params: Vec<Reads>,
    /// The words of the document; empty where they were not kept.
    pub quote: String,
    /// Where the definition stands.
    pub source: String,
    /// What may be done; of rules.
    pub remedy: Option<String>,
    /// The value of the organisation asked about, with all below it.
    pub value: Option<String>,
    /// What the value is made of.
    pub evidence: Vec<String>,
    /// What stands behind it.
    #[serde(skip)]
    pub opens: Opens,
}

impl Topic {
    /// What a counter of the tree counts.
    pub fn of_column(column: Column) -> Self {
        match column {
            Column::Branches => Self::Fact(Fact::Branches),
            Column::HollowCommittees => Self::Rule("hollow-committee".into()),
            Column::HollowBranches => Self::Rule("hollow-branch".into()),
            Column::NoCadreBranches => Self::Rule("no-cadre-branch".into()),
            Column::Members => Self::Fact(Fact::Members),
            Column::Reported => Self::Fact(Fact::Reported),
            Column::Cadres => Self::Fact(Fact::Cadres),
            Column::Onboarded => Self::Fact(Fact::Onboarded),
            Column::Findings => Self::Item(Item::Findings),
        }
    }

    /// What a column of the home table counts.
    pub fn of_home(column: HomeColumn) -> Self {
        match column {
            HomeColumn::Orgs => Self::Fact(Fact::Orgs),
            HomeColumn::Branches => Self::Fact(Fact::Branches),
            HomeColumn::HollowCommittees => Self::Rule("hollow-committee".into()),
            HomeColumn::HollowBranches => Self::Rule("hollow-branch".into()),
            HomeColumn::NoCadreBranches => Self::Rule("no-cadre-branch".into()),
            HomeColumn::Reported => Self::Fact(Fact::Reported),
            HomeColumn::Cadres => Self::Fact(Fact::Cadres),
            HomeColumn::Onboarded => Self::Fact(Fact::Onboarded),
            HomeColumn::OutOpen => Self::Fact(Fact::TransfersOutOpen),
            HomeColumn::OutDone => Self::Fact(Fact::TransfersOutDone),
            HomeColumn::InOpen => Self::Fact(Fact::TransfersInOpen),
            HomeColumn::InDone => Self::Fact(Fact::TransfersInDone),
            HomeColumn::OwnDue => Self::Item(Item::OwnDue),
            HomeColumn::OwnInTime => Self::Item(Item::OwnInTime),
            HomeColumn::OwnRate => Self::Item(Item::OwnRate),
            HomeColumn::Due => Self::Fact(Fact::ResponsesDue),
            HomeColumn::InTime => Self::Fact(Fact::ResponsesInTime),
            HomeColumn::Rate => Self::Item(Item::ResponseRate),
        }
    }

    /// `fact`, `column`, `rule`, `step` or `measure`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Fact(_) => "fact",
            Self::Item(_) => "column",
            Self::Rule(_) => "rule",
            Self::Step(..) => "step",
            Self::Measure(_) => "measure",
        }
    }

    /// What it is called; its id where the ground does not know it.
    pub fn name(&self, standing: &Standing, ground: &Ground<'_>, lang: Lang) -> String {
        match self {
            Self::Fact(fact) => fact.label(lang).to_owned(),
            Self::Item(item) => item.name(lang).to_owned(),
            Self::Rule(id) => {
                let rule = standing.rules.iter().find(|rule| rule.id == *id);
                rule.map_or_else(|| id.to_string(), |rule| lang.pick(&rule.zh, &rule.en).to_owned())
            }
            Self::Step(programme, step) => ground
                .step(programme, step)
                .map_or_else(|| step.to_string(), |(_, _, step)| step.title.pick(lang).to_owned()),
            Self::Measure(id) => ground
                .scheme
                .measures
                .iter()
                .find(|measure| measure.id == *id)
                .map_or_else(|| id.to_string(), |measure| measure.name.pick(lang).to_owned()),
        }
    }
}

impl<'a> Ground<'a> {
    fn step(
        &self,
        programme: &str,
        step: &str,
    ) -> Option<(&'a Programme, &'a crate::programme::Task, &'a crate::programme::Step)> {
        let of = self.programmes.iter().find(|known| known.id == programme)?;
        let steps = of.tasks.iter().flat_map(|task| task.steps.iter().map(move |step| (task, step)));
        steps.into_iter().find(|(_, known)| known.id == step).map(|(task, step)| (of, task, step))
    }
}

impl Standing {
    /// The definition of a topic with the value of an organisation and all below it, or of the whole register.
    ///
    /// A few subtractions; steps, and measures that look at every organisation, are told without their value.
    pub fn explain(&self, topic: &Topic, of: Option<Pos>, ground: &Ground<'_>, lang: Lang) -> Explained {
        let mut explained = match topic {
            Topic::Fact(fact) => self.fact_told(*fact, of, lang),
            Topic::Item(item) => self.item_told(*item, of, lang),
            Topic::Rule(id) => self.rule_told(id, of, lang),
            Topic::Step(programme, step) => ground.step(programme, step).map(|of| self.step_told(of, lang)),
            Topic::Measure(id) => self.measure_told(id, of, ground, lang),
        }
        .unwrap_or_default();
        if explained.name.is_empty() {
            explained.name = topic.name(self, ground, lang);
        }
        explained
    }
}
