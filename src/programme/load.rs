//! A definition file into a checked programme.

use std::collections::BTreeMap;

use compact_str::CompactString;
use toml::Spanned;
use toml::value::Datetime;

use super::definition::{Body, Kin, Metric, Programme, Step, Task};
use super::doc::{BodyDoc, File, KinDoc, MeasureDoc, MetricDoc, ScopeDoc, SumsDoc, TargetDoc, TaskDoc, Unit};
use super::measure::{Count, Measure};
use super::target::{Comparison, Target};
use crate::judge::{Fact, LoadError, Problem, Sought, Source, Words, day_of};
use crate::model::{Day, Labelled, Month, OrgKind};

type Bodies = BTreeMap<CompactString, Body>;
type Metrics = BTreeMap<CompactString, (Metric, Option<Words>)>;

pub(super) fn load(file: &str, text: &str) -> Result<Programme, LoadError> {
    let source = Source { file, text };
    let read: File = source.read()?;
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if read.id.get_ref().is_empty() || !read.id.get_ref().chars().all(letters) {
        return Err(source.fail_at(&read.id, Problem::BadName(read.id.get_ref().to_string())));
    }
    let bodies: Bodies =
        read.body.into_iter().map(|(id, doc)| Ok((id, body(source, doc)?))).collect::<Result<_, LoadError>>()?;
    let metrics: Metrics = read.metric.into_iter().map(metric).collect();
    let mut tasks: Vec<Task> = Vec::with_capacity(read.task.len());
    let mut sums = Vec::new();
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
        tasks.push(task(source, doc, &bodies, &metrics, tasks.len(), &mut sums)?);
    }
    sums.iter().try_for_each(|(at, sums)| add_up(source, *at, sums, &tasks))?;
    Ok(Programme {
        addressees: known_bodies(source, &read.addressees, &bodies)?,
        id: read.id.into_inner(),
        title: read.title,
        number: read.number,
        issued: read.issued.as_ref().map(|issued| day(source, issued)).transpose()?,
        source: read.source,
        notes: read.notes,
        bodies,
        metrics: metrics.into_iter().map(|(id, (metric, _))| (id, metric)).collect(),
        tasks,
    })
}

fn task(
    source: Source<'_>,
    doc: TaskDoc,
    bodies: &Bodies,
    metrics: &Metrics,
    at: usize,
    sums: &mut Vec<(usize, SumsDoc)>,
) -> Result<Task, LoadError> {
    let responsible = known_bodies(source, &doc.responsible, bodies)?;
    let confined = |words: fn(&ScopeDoc) -> &Vec<Spanned<String>>| {
        listed(source, Sought::Industry, doc.scope.iter().flat_map(words))
    };
    let (industries, outside) = (confined(|scope| &scope.industries)?, confined(|scope| &scope.outside)?);
    sums.extend(doc.sums.map(|doc| (at, doc.into_inner())));
    let mut steps = Vec::with_capacity(doc.step.len());
    for step in doc.step {
        let unknown = || Problem::unknown(Sought::Metric, step.metric.get_ref(), metrics.keys().map(|id| id.as_str()));
        let (metric, waits) =
            metrics.get(step.metric.get_ref()).ok_or_else(|| source.fail_at(&step.metric, unknown()))?;
        let (only, except) = (known_bodies(source, &step.only, bodies)?, known_bodies(source, &step.except, bodies)?);
        let asked = responsible.iter().filter(|body| only.is_empty() || only.contains(body));
        let asked: Vec<_> = asked.filter(|body| !except.contains(body)).cloned().collect();
        let known = || asked.iter().filter_map(|body| bodies.get(body)?.orgs.clone()).collect::<Vec<_>>();
        let why = step.why.or_else(|| waits.clone().filter(|_| step.measure.is_none()));
        // A measure of one body's organisations may wait for that body.
        let may_wait = step.under.is_some() && step.measure.is_some();
        if step.measure.is_some() == why.is_some() && !may_wait {
            return Err(source.fail_at(&step.id, Problem::MeasureOrWhy));
        }
        steps.push(Step {
            target: target(source, &step.target, metric.rate)?,
            due: day(source, &step.due)?,
            month: step.month.as_ref().map(|written| month(source, written)).transpose()?,
            measure: step
                .measure
                .map(|doc| {
                    let under = step.under.as_ref().map(|id| kin_of(source, id, bodies)).transpose()?;
                    Ok(Measure {
                        count: measure(source, doc, &known)?,
                        industries: industries.clone(),
                        outside: outside.clone(),
                        under,
                    })
                })
                .transpose()?,
            proof: metric.proof,
            metric: metric.id.clone(),
            responsible: asked,
            id: step.id.into_inner(),
            title: step.title.unwrap_or_else(|| doc.title.clone()),
            per: step.target.per,
            base: step.base,
            why,
            notes: step.notes,
        });
    }
    Ok(Task {
        id: doc.id.into_inner(),
        title: doc.title,
        quote: doc.quote,
        source: doc.source,
        responsible,
        scope: doc.scope.map(|scope| Words { zh: scope.zh, en: scope.en }),
        predicate: doc.predicate,
        notes: doc.notes,
        steps,
    })
}

fn metric((id, doc): (CompactString, MetricDoc)) -> (CompactString, (Metric, Option<Words>)) {
    let metric = Metric {
        id: id.clone(),
        name: Words { zh: doc.zh, en: doc.en },
        definition: doc.def,
        rate: doc.unit == Unit::Rate,
        counted: doc.counted,
        proof: doc.evidence,
        note: doc.note,
    };
    (id, (metric, doc.why))
}

fn body(source: Source<'_>, doc: BodyDoc) -> Result<Body, LoadError> {
    let kin = |KinDoc { kinds, industries, depth, name }: KinDoc| {
        let kinds: Vec<OrgKind> = listed(source, Sought::Kind, &kinds)?;
        Ok::<_, LoadError>(Kin { kinds, industries: listed(source, Sought::Industry, &industries)?, depth, name })
    };
    Ok(Body { name: Words { zh: doc.zh, en: doc.en }, orgs: doc.orgs.map(kin).transpose()? })
}

/// The values of a list of a roster's words.
pub(super) fn listed<'a, L: Labelled + 'static>(
    source: Source<'_>,
    sought: Sought,
    words: impl IntoIterator<Item = &'a Spanned<String>>,
) -> Result<Vec<L>, LoadError> {
    let known = |word: &Spanned<String>| {
        let unknown = || Problem::unknown(sought, word.get_ref(), L::ALL.iter().map(|value| value.zh()));
        L::parse(word.get_ref()).ok_or_else(|| source.fail_at(word, unknown()))
    };
    words.into_iter().map(known).collect()
}

/// Checks that the targets of a task's steps add up to the step it says, and their bases to the number it gives.
fn add_up(source: Source<'_>, at: usize, doc: &SumsDoc, tasks: &[Task]) -> Result<(), LoadError> {
    let steps = || tasks.iter().flat_map(|task| &task.steps);
    let id = doc.step.get_ref();
    let unknown = || Problem::unknown(Sought::Step, id, steps().map(|step| step.id.as_str()));
    let whole = steps().find(|step| step.id == *id).ok_or_else(|| source.fail_at(&doc.step, unknown()))?;
    let parts = tasks.get(at).map_or(&[][..], |task| &task.steps);
    let (sum, want) = (parts.iter().map(|step| step.target.value()).sum::<f64>(), whole.target.value());
    if (sum - want).abs() > 1e-6 {
        return Err(source.fail_at(&doc.step, Problem::Sum(sum.to_string(), want.to_string())));
    }
    let bases: u64 = parts.iter().filter_map(|step| step.base).sum();
    match &doc.base {
        Some(base) if *base.get_ref() != bases => {
            Err(source.fail_at(base, Problem::Sum(bases.to_string(), base.get_ref().to_string())))
        }
        _ => Ok(()),
    }
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

fn day(source: Source<'_>, written: &Spanned<Datetime>) -> Result<Day, LoadError> {
    day_of(written.get_ref()).ok_or_else(|| source.fail_at(written, Problem::NotADay))
}

fn month(source: Source<'_>, written: &Spanned<String>) -> Result<Month, LoadError> {
    Month::parse(written.get_ref()).map_err(|_| source.fail_at(written, Problem::NotAMonth))
}

fn target(source: Source<'_>, doc: &TargetDoc, rate: bool) -> Result<Target, LoadError> {
    let unknown = || Problem::Unknown(Sought::Operator, doc.op.get_ref().clone(), None);
    let comparison = Comparison::parse(doc.op.get_ref()).ok_or_else(|| source.fail_at(&doc.op, unknown()))?;
    let target = match (comparison, doc.within) {
        (Comparison::About, Some(within)) => Target::about(*doc.value.get_ref(), within, rate),
        (Comparison::About, None) => return Err(source.fail_at(&doc.op, Problem::Missing("within"))),
        (comparison, None) => Target::new(comparison, *doc.value.get_ref(), rate),
        (_, Some(_)) => None,
    };
    target.ok_or_else(|| source.fail_at(&doc.value, Problem::Target))
}

/// The organisations of a body that says which they are.
fn kin_of(source: Source<'_>, id: &Spanned<CompactString>, bodies: &Bodies) -> Result<Kin, LoadError> {
    known_bodies(source, std::slice::from_ref(id), bodies)?;
    let orgs = bodies.get(id.get_ref()).and_then(|body| body.orgs.clone());
    orgs.ok_or_else(|| source.fail_at(id, Problem::Missing("orgs")))
}

pub(super) fn measure(source: Source<'_>, doc: MeasureDoc, asked: &dyn Fn() -> Vec<Kin>) -> Result<Count, LoadError> {
    let fact = |name: &Spanned<String>| {
        let counts = || Fact::ALL[..Fact::COUNTS].iter().map(|fact| fact.name());
        let unknown = || Problem::unknown(Sought::Fact, name.get_ref(), counts());
        let known = Fact::named(name.get_ref()).filter(|fact| !fact.is_day());
        known.ok_or_else(|| source.fail_at(name, unknown()))
    };
    let counted = |rule: Spanned<CompactString>| (source.place(rule.span().start), rule.into_inner());
    Ok(match doc {
        MeasureDoc::Count(rule) => {
            let (place, rule) = counted(rule);
            Count::Findings { rule, place }
        }
        MeasureDoc::Rate { num, of } => Count::Rate { num: fact(&num)?, of: fact(&of)? },
        MeasureDoc::Sound { rule, of } => {
            let (place, rule) = counted(rule);
            Count::Sound { rule, of: fact(&of)?, place }
        }
        MeasureDoc::Least { fact: least, among } => Count::Least { fact: fact(&least)?, among: fact(&among)? },
        MeasureDoc::Average { num, of, per } => {
            Count::Average { num: fact(&num)?, of: fact(&of)?, per: per.unwrap_or(1).max(1) }
        }
        MeasureDoc::Founded { since } => Count::Founded { since: day(source, &since)? },
        MeasureDoc::Attested => Count::Attested { asked: asked() },
    })
}
