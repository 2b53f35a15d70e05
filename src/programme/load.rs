//! A definition file into a checked programme.

use std::collections::BTreeMap;

use compact_str::CompactString;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::definition::{Metric, Programme, Proof, Step, Task};
use super::measure::{Count, Measure};
use super::target::{Comparison, Target};
use crate::judge::{Fact, LoadError, Problem, Sought, Source, Words, day_of};
use crate::model::{Industry, Labelled};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: CompactString,
    title: Words,
    number: CompactString,
    issued: Spanned<Datetime>,
    source: Words,
    #[serde(default)]
    addressees: Vec<Spanned<CompactString>>,
    #[serde(default)]
    notes: Vec<Words>,
    body: BTreeMap<CompactString, Words>,
    metric: BTreeMap<CompactString, MetricDoc>,
    task: Vec<TaskDoc>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MetricDoc {
    zh: CompactString,
    en: CompactString,
    def: String,
    unit: Unit,
    #[serde(default)]
    evidence: Proof,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Unit {
    Count,
    Rate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TaskDoc {
    id: Spanned<CompactString>,
    title: Words,
    #[serde(default)]
    quote: String,
    responsible: Vec<Spanned<CompactString>>,
    scope: Option<ScopeDoc>,
    #[serde(default)]
    predicate: String,
    #[serde(default)]
    notes: Vec<Words>,
    step: Vec<StepDoc>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScopeDoc {
    zh: CompactString,
    en: CompactString,
    #[serde(default)]
    industries: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepDoc {
    id: Spanned<CompactString>,
    title: Words,
    due: Spanned<Datetime>,
    metric: Spanned<CompactString>,
    target: TargetDoc,
    measure: Option<MeasureDoc>,
    why: Option<Words>,
    #[serde(default)]
    notes: Vec<Words>,
    #[serde(default)]
    only: Vec<Spanned<CompactString>>,
    #[serde(default)]
    except: Vec<Spanned<CompactString>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TargetDoc {
    op: Spanned<String>,
    value: Spanned<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
enum MeasureDoc {
    Count(Spanned<CompactString>),
    Rate { num: Spanned<String>, of: Spanned<String> },
}

type Bodies = BTreeMap<CompactString, Words>;

pub(super) fn load(file: &str, text: &str) -> Result<Programme, LoadError> {
    let source = Source { file, text };
    let read: File = source.read()?;
    let metric = |(id, doc): (CompactString, MetricDoc)| {
        let name = Words { zh: doc.zh, en: doc.en };
        let rate = doc.unit == Unit::Rate;
        let metric = Metric { id: id.clone(), name, definition: doc.def, rate, proof: doc.evidence, note: doc.note };
        (id, metric)
    };
    let metrics: BTreeMap<_, _> = read.metric.into_iter().map(metric).collect();
    let mut tasks: Vec<Task> = Vec::with_capacity(read.task.len());
    for doc in read.task {
        let id = doc.id.get_ref();
        if tasks.iter().any(|task| task.id == *id) {
            return Err(source.fail_at(&doc.id, Problem::Twice(id.to_string())));
        }
        for step in &doc.step {
            let id = step.id.get_ref();
            let earlier = tasks.iter().flat_map(|task| &task.steps).any(|known| known.id == *id);
            if earlier || doc.step.iter().filter(|other| other.id.get_ref() == id).count() > 1 {
                return Err(source.fail_at(&step.id, Problem::Twice(id.to_string())));
            }
        }
        tasks.push(task(source, doc, &read.body, &metrics)?);
    }
    Ok(Programme {
        id: read.id,
        title: read.title,
        number: read.number,
        issued: day(source, &read.issued)?,
        source: read.source,
        addressees: known_bodies(source, &read.addressees, &read.body)?,
        notes: read.notes,
        bodies: read.body,
        metrics,
        tasks,
    })
}

fn task(
    source: Source<'_>,
    doc: TaskDoc,
    bodies: &Bodies,
    metrics: &BTreeMap<CompactString, Metric>,
) -> Result<Task, LoadError> {
    let responsible = known_bodies(source, &doc.responsible, bodies)?;
    let mut industries = Vec::new();
    for word in doc.scope.iter().flat_map(|scope| &scope.industries) {
        let unknown =
            || Problem::unknown(Sought::Industry, word.get_ref(), Industry::ALL.iter().map(|industry| industry.zh()));
        industries.push(Industry::parse(word.get_ref()).ok_or_else(|| source.fail_at(word, unknown()))?);
    }
    let mut steps = Vec::with_capacity(doc.step.len());
    for step in doc.step {
        let unknown = || Problem::unknown(Sought::Metric, step.metric.get_ref(), metrics.keys().map(|id| id.as_str()));
        let metric = metrics.get(step.metric.get_ref()).ok_or_else(|| source.fail_at(&step.metric, unknown()))?;
        let (only, except) = (known_bodies(source, &step.only, bodies)?, known_bodies(source, &step.except, bodies)?);
        let asked = responsible.iter().filter(|body| only.is_empty() || only.contains(body));
        if step.measure.is_some() == step.why.is_some() {
            return Err(source.fail_at(&step.id, Problem::MeasureOrWhy));
        }
        steps.push(Step {
            target: target(source, &step.target, metric.rate)?,
            due: day(source, &step.due)?,
            measure: step.measure.map(|doc| measure(source, doc, &industries)).transpose()?,
            proof: metric.proof,
            metric: metric.id.clone(),
            responsible: asked.filter(|body| !except.contains(body)).cloned().collect(),
            id: step.id.into_inner(),
            title: step.title,
            why: step.why,
            notes: step.notes,
        });
    }
    Ok(Task {
        id: doc.id.into_inner(),
        title: doc.title,
        quote: doc.quote,
        responsible,
        scope: doc.scope.map(|scope| Words { zh: scope.zh, en: scope.en }),
        predicate: doc.predicate,
        notes: doc.notes,
        steps,
    })
}

fn known_bodies(
    source: Source<'_>,
    ids: &[Spanned<CompactString>],
    bodies: &Bodies,
) -> Result<Vec<CompactString>, LoadError> {
    let known = |id: &Spanned<CompactString>| {
        if bodies.contains_key(id.get_ref()) {
            return Ok(id.get_ref().clone());
        }
        let problem = Problem::unknown(Sought::Body, id.get_ref(), bodies.keys().map(|id| id.as_str()));
        Err(source.fail_at(id, problem))
    };
    ids.iter().map(known).collect()
}

fn day(source: Source<'_>, written: &Spanned<Datetime>) -> Result<crate::model::Day, LoadError> {
    day_of(written.get_ref()).ok_or_else(|| source.fail_at(written, Problem::NotADay))
}

fn target(source: Source<'_>, doc: &TargetDoc, rate: bool) -> Result<Target, LoadError> {
    let unknown = || Problem::Unknown(Sought::Operator, doc.op.get_ref().clone(), None);
    let comparison = Comparison::parse(doc.op.get_ref()).ok_or_else(|| source.fail_at(&doc.op, unknown()))?;
    Target::new(comparison, *doc.value.get_ref(), rate).ok_or_else(|| source.fail_at(&doc.value, Problem::Target))
}

fn measure(source: Source<'_>, doc: MeasureDoc, industries: &[Industry]) -> Result<Measure, LoadError> {
    let fact = |name: &Spanned<String>| {
        let counts = || Fact::ALL[..Fact::COUNTS].iter().map(|fact| fact.name());
        let unknown = || Problem::unknown(Sought::Fact, name.get_ref(), counts());
        let known = Fact::named(name.get_ref()).filter(|fact| !fact.is_day());
        known.ok_or_else(|| source.fail_at(name, unknown()))
    };
    let count = match doc {
        MeasureDoc::Count(rule) => {
            let place = source.place(rule.span().start);
            Count::Findings { rule: rule.into_inner(), place }
        }
        MeasureDoc::Rate { num, of } => Count::Rate { num: fact(&num)?, of: fact(&of)? },
    };
    Ok(Measure { count, industries: industries.to_vec() })
}
