//! A definition file as it is written, before it is checked.

use std::collections::BTreeMap;

use compact_str::CompactString;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::definition::Proof;
use crate::judge::Words;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub id: Spanned<CompactString>,
    pub title: Words,
    #[serde(default)]
    pub number: CompactString,
    pub issued: Option<Spanned<Datetime>>,
    pub source: Words,
    #[serde(default)]
    pub addressees: Vec<Spanned<CompactString>>,
    #[serde(default)]
    pub notes: Vec<Words>,
    pub body: BTreeMap<CompactString, BodyDoc>,
    pub metric: BTreeMap<CompactString, MetricDoc>,
    pub task: Vec<TaskDoc>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BodyDoc {
    pub zh: CompactString,
    pub en: CompactString,
    pub orgs: Option<KinDoc>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KinDoc {
    #[serde(default)]
    pub kinds: Vec<Spanned<String>>,
    #[serde(default)]
    pub industries: Vec<Spanned<String>>,
    pub depth: Option<usize>,
    pub name: Option<CompactString>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MetricDoc {
    pub zh: CompactString,
    pub en: CompactString,
    pub def: String,
    pub unit: Unit,
    pub counted: Option<Words>,
    #[serde(default)]
    pub evidence: Proof,
    pub why: Option<Words>,
    #[serde(default)]
    pub note: String,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Unit {
    Count,
    Rate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TaskDoc {
    pub id: Spanned<CompactString>,
    pub title: Words,
    #[serde(default)]
    pub quote: String,
    pub source: Option<Words>,
    pub responsible: Vec<Spanned<CompactString>>,
    pub scope: Option<ScopeDoc>,
    #[serde(default)]
    pub predicate: String,
    #[serde(default)]
    pub notes: Vec<Words>,
    pub sums: Option<Spanned<SumsDoc>>,
    pub step: Vec<StepDoc>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SumsDoc {
    pub step: Spanned<CompactString>,
    pub base: Option<Spanned<u64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScopeDoc {
    pub zh: CompactString,
    pub en: CompactString,
    #[serde(default)]
    pub industries: Vec<Spanned<String>>,
    #[serde(default)]
    pub outside: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepDoc {
    pub id: Spanned<CompactString>,
    pub title: Option<Words>,
    pub due: Spanned<Datetime>,
    pub month: Option<Spanned<String>>,
    pub metric: Spanned<CompactString>,
    pub target: TargetDoc,
    pub base: Option<u64>,
    pub measure: Option<MeasureDoc>,
    pub under: Option<Spanned<CompactString>>,
    pub why: Option<Words>,
    #[serde(default)]
    pub notes: Vec<Words>,
    #[serde(default)]
    pub only: Vec<Spanned<CompactString>>,
    #[serde(default)]
    pub except: Vec<Spanned<CompactString>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TargetDoc {
    pub op: Spanned<String>,
    pub value: Spanned<f64>,
    pub within: Option<f64>,
    pub per: Option<Words>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) enum MeasureDoc {
    Count(Spanned<CompactString>),
    Rate { num: Spanned<String>, of: Spanned<String> },
    Sound { rule: Spanned<CompactString>, of: Spanned<String> },
    Least { fact: Spanned<String>, among: Spanned<String> },
    Average { num: Spanned<String>, of: Spanned<String>, per: Option<u64> },
    Founded { since: Spanned<Datetime> },
    Attested,
}
