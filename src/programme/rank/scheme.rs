//! What a league is ranked by: measures, their weights and which way is better, as TOML.

use compact_str::CompactString;
use serde::Deserialize;
use toml::Spanned;

use super::super::doc::MeasureDoc;
use super::super::load;
use super::super::measure::{Count, Measure, Value};
use crate::judge::{LoadError, Problem, Rules, Sought, Source, Words};
use crate::model::Industry;

const BUILTIN: &str = include_str!("equal.toml");

/// Which way a measure is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    /// The more, the better.
    High,
    /// The less, the better.
    Low,
}

/// How a value becomes points; see the head of the module.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Points {
    /// What it is by itself.
    #[default]
    Share,
    /// Where it stands between the worst and the best of the league.
    Spread,
}

/// A measure that counts in a league.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighted {
    /// `reported`.
    pub id: CompactString,
    /// Its name.
    pub name: Words,
    /// What it counts; as in programmes.
    pub measure: Measure,
    /// Which way is better.
    pub better: Better,
    /// What it weighs against the others.
    pub weight: f64,
}

impl Weighted {
    /// A value as it is shown: a rate in percent, an average or a count as it is.
    pub fn show(&self, value: &Value) -> String {
        value.show(!matches!(self.measure.count, Count::Average { .. }))
    }
}

/// What a league is ranked by.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    /// `equal`.
    pub id: CompactString,
    /// Its title.
    pub title: Words,
    /// Who gave the weights.
    pub source: Words,
    /// How values become points.
    pub points: Points,
    /// Its measures, in the order of the file.
    pub measures: Vec<Weighted>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: Spanned<CompactString>,
    title: Words,
    source: Words,
    #[serde(default)]
    points: Points,
    measure: Vec<WeightedDoc>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightedDoc {
    id: Spanned<CompactString>,
    zh: CompactString,
    en: CompactString,
    counts: MeasureDoc,
    #[serde(default)]
    industries: Vec<Spanned<String>>,
    better: Better,
    weight: Spanned<f64>,
}

impl Scheme {
    /// Equal weights: the sources give none.
    ///
    /// # Errors
    /// Only if the program was built with a broken file; a test rules that out.
    pub fn builtin() -> Result<Self, LoadError> {
        Self::parse(BUILTIN, "equal.toml")
    }

    /// Reads a file of weights.
    ///
    /// # Errors
    /// What is wrong with it, with line, column and remedy. Rules are checked by [`check`](Self::check).
    pub fn parse(text: &str, file: &str) -> Result<Self, LoadError> {
        let source = Source { file, text };
        let read: File = source.read()?;
        let mut measures: Vec<Weighted> = Vec::with_capacity(read.measure.len());
        if read.measure.is_empty() {
            return Err(source.fail_at(&read.id, Problem::Missing("measure")));
        }
        for doc in read.measure {
            let weight = *doc.weight.get_ref();
            if !weight.is_finite() || weight <= 0.0 {
                return Err(source.fail_at(&doc.weight, Problem::Weight));
            }
            if measures.iter().any(|known| known.id == *doc.id.get_ref()) {
                return Err(source.fail_at(&doc.id, Problem::Twice(doc.id.get_ref().to_string())));
            }
            let industries: Vec<Industry> = load::listed(source, Sought::Industry, &doc.industries)?;
            measures.push(Weighted {
                measure: Measure {
                    count: load::measure(source, doc.counts, &Vec::new)?,
                    industries: industries.clone(),
                    outside: Vec::new(),
                    under: None,
                },
                id: doc.id.into_inner(),
                name: Words { zh: doc.zh, en: doc.en },
                better: doc.better,
                weight,
            });
        }
        Ok(Self { id: read.id.into_inner(), title: read.title, source: read.source, points: read.points, measures })
    }

    /// Checks that every rule it counts exists.
    ///
    /// # Errors
    /// The first measure that counts an unknown rule.
    pub fn check(&self, rules: &Rules) -> Result<(), LoadError> {
        self.measures.iter().try_for_each(|weighted| weighted.measure.check(rules))
    }

    /// The mean of points by weight; `None` where less than half of the weight has points.
    pub(super) fn mean(&self, points: &[Option<f64>]) -> Option<f64> {
        let whole: f64 = self.measures.iter().map(|measure| measure.weight).sum();
        let known = self.measures.iter().zip(points).filter_map(|(measure, points)| Some((measure.weight, (*points)?)));
        let (weight, sum) =
            known.fold((0.0, 0.0), |(weight, sum), (of, points)| (weight + of, points.mul_add(of, sum)));
        (weight > 0.0 && weight * 2.0 >= whole).then(|| sum / weight)
    }
}
