//! Definition files into checked rules.

use std::collections::BTreeMap;

use compact_str::CompactString;
use serde::Deserialize;
use toml::Spanned;

use super::Fact;
use super::expr::{self, Expr, ExprError, Lexeme, Op};
use super::params::{Param, Params, Version};
use super::place::{Expected, LoadError, Problem, Source, day_of};
use super::rules::{Of, Phrase, Rows, Rule, Rules, Word};
use super::words::Words;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    rule: BTreeMap<Spanned<String>, RuleDoc>,
    #[serde(default)]
    param: BTreeMap<Spanned<String>, Vec<ParamDoc>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleDoc {
    zh: Option<CompactString>,
    en: Option<CompactString>,
    of: Option<Of>,
    severity: Option<u16>,
    when: Option<Spanned<String>>,
    #[serde(default)]
    says: Vec<Spanned<String>>,
    since: Option<Spanned<String>>,
    #[serde(default)]
    rows: Rows,
    source: Option<Words>,
    remedy: Option<Words>,
    #[serde(default)]
    disabled: bool,
    #[serde(default)]
    param: Vec<ParamDoc>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParamDoc {
    name: Option<Spanned<String>>,
    zh: Option<CompactString>,
    en: Option<CompactString>,
    value: Spanned<toml::Value>,
    from: Spanned<toml::value::Datetime>,
    source: Words,
}

/// Reads files in order; a later one replaces the rules and parameters that it names.
pub(super) fn load(files: &[(&str, &str)]) -> Result<Rules, LoadError> {
    let mut docs: Vec<(Source<'_>, Spanned<String>, RuleDoc)> = Vec::new();
    let mut params = Params::default();
    for (file, text) in files {
        let source = Source { file, text };
        let mut read: File = source.read()?;
        let mut given = Vec::new();
        // TOML tables come sorted by name; a person expects the order of the file.
        let mut rules: Vec<_> = std::mem::take(&mut read.rule).into_iter().collect();
        rules.sort_by_key(|(id, _)| id.span().start);
        let mut globals: Vec<_> = std::mem::take(&mut read.param).into_iter().collect();
        globals.sort_by_key(|(name, _)| name.span().start);
        for (name, versions) in globals {
            for version in versions {
                add_version(source, &name, version, &mut given)?;
            }
        }
        for (id, mut doc) in rules {
            for version in std::mem::take(&mut doc.param) {
                let name =
                    version.name.clone().ok_or_else(|| source.fail_at(&version.value, Problem::Missing("name")))?;
                add_version(source, &name, version, &mut given)?;
            }
            docs.retain(|(_, known, _)| known.get_ref() != id.get_ref());
            docs.push((source, id, doc));
        }
        for param in given {
            match params.0.iter_mut().find(|known| known.name == param.name) {
                Some(known) => *known = param,
                None => params.0.push(param),
            }
        }
    }
    docs.retain(|(_, _, doc)| !doc.disabled);
    let mut list = Vec::with_capacity(docs.len());
    for (source, id, doc) in docs {
        list.push(rule(source, &id, doc, &params)?);
    }
    list.sort_by_key(|rule: &Rule| rule.severity);
    Ok(Rules { list, params })
}

fn add_version(
    source: Source<'_>,
    name: &Spanned<String>,
    doc: ParamDoc,
    given: &mut Vec<Param>,
) -> Result<(), LoadError> {
    let written = name.get_ref().replace('-', "_");
    let letters = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if written.starts_with(|c: char| !c.is_ascii_alphabetic()) || !written.chars().all(letters) {
        return Err(source.fail_at(name, Problem::BadName(written)));
    }
    if expr::reserved(&written) {
        return Err(source.fail_at(name, Problem::Shadow(written)));
    }
    let (value, day) = match doc.value.get_ref() {
        toml::Value::Integer(number) => (*number, false),
        toml::Value::Datetime(date) => match day_of(date) {
            Some(day) => (i64::from(day.0), true),
            None => return Err(source.fail_at(&doc.value, Problem::NotADay)),
        },
        _ => return Err(source.fail_at(&doc.value, Problem::Value)),
    };
    let from = day_of(doc.from.get_ref()).ok_or_else(|| source.fail_at(&doc.from, Problem::NotADay))?;
    let at = given.iter().position(|param| param.name == written).unwrap_or_else(|| {
        let label = Words { zh: written.as_str().into(), en: written.as_str().into() };
        given.push(Param { name: written.as_str().into(), label, day, versions: Vec::new() });
        given.len() - 1
    });
    let param = &mut given[at];
    param.label.zh = doc.zh.unwrap_or_else(|| param.label.zh.clone());
    param.label.en = doc.en.unwrap_or_else(|| param.label.en.clone());
    if param.day != day {
        return Err(source.fail_at(&doc.value, Problem::Value));
    }
    match param.versions.binary_search_by_key(&from, |version| version.from) {
        Ok(_) => Err(source.fail_at(&doc.from, Problem::Twice(format!("{written} {from}")))),
        Err(place) => {
            param.versions.insert(place, Version { value, from, source: doc.source });
            Ok(())
        }
    }
}

fn rule(source: Source<'_>, id: &Spanned<String>, doc: RuleDoc, params: &Params) -> Result<Rule, LoadError> {
    let name = id.get_ref().as_str();
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || !name.chars().all(letters) {
        return Err(source.fail_at(id, Problem::BadName(name.to_owned())));
    }
    let missing = |field| source.fail_at(id, Problem::Missing(field));
    let of = doc.of.ok_or_else(|| missing("of"))?;
    let condition = doc.when.ok_or_else(|| missing("when"))?;
    let found = |text: &Spanned<String>, error: ExprError| source.fail_in(text, error.at, error.problem);
    let when = expr::parse_truth(condition.get_ref(), params).map_err(|error| found(&condition, error))?;
    let since = match &doc.since {
        Some(text) => Some(expr::parse_day(text.get_ref(), params).map_err(|error| found(text, error))?),
        None => None,
    };
    let phrase = |text: &Spanned<String>| phrase(text.get_ref(), params).map_err(|error| found(text, error));
    Ok(Rule {
        id: name.into(),
        name: Words { zh: doc.zh.ok_or_else(|| missing("zh"))?, en: doc.en.ok_or_else(|| missing("en"))? },
        of,
        severity: doc.severity.ok_or_else(|| missing("severity"))?,
        condition: condition.get_ref().clone(),
        rows: doc.rows,
        source: doc.source.ok_or_else(|| missing("source"))?,
        remedy: doc.remedy.ok_or_else(|| missing("remedy"))?,
        when: Expr::binary(Op::And, existing(of), when),
        since,
        says: doc.says.iter().map(phrase).collect::<Result<_, _>>()?,
    })
}

/// The organisations a rule is about: every fact is 0 where an organisation does not exist.
fn existing(of: Of) -> Expr {
    let is = |fact| Expr::binary(Op::Ne, Expr::Fact(fact), Expr::Number(0));
    match of {
        Of::Branch => is(Fact::Branches),
        Of::Org => is(Fact::Orgs),
        Of::Committee => Expr::binary(Op::And, is(Fact::Orgs), Expr::Not(Box::new(is(Fact::Branches)))),
    }
}

/// `members < P`, or `temporary: age_days >= grace`, which is shown only where the condition before the colon holds.
fn phrase(text: &str, params: &Params) -> Result<Phrase, ExprError> {
    let words = expr::lex(text)?;
    let colon = words.iter().position(|(_, word)| *word == Lexeme::Sign(":"));
    let only = match colon {
        Some(colon) => Some(expr::parse_truth(&text[..words[colon].0], params)?),
        None => None,
    };
    let mut out = Vec::new();
    for (at, lexeme) in &words[colon.map_or(0, |colon| colon + 1)..] {
        out.push(match lexeme {
            Lexeme::Number(number) => Word::Number(*number),
            Lexeme::Sign(sign) => Word::Sign(sign),
            Lexeme::Name("today") => Word::Today,
            Lexeme::Name("age_days") => Word::AgeDays,
            Lexeme::Name(name) => match expr::named(name, params) {
                Some((Expr::Fact(fact), _)) => Word::Fact(fact),
                Some((Expr::Param(param), _)) => Word::Param(param),
                _ => return Err(ExprError { at: *at, problem: expr::unknown(name, params) }),
            },
            Lexeme::End => break,
        });
    }
    if out.is_empty() {
        return Err(ExprError { at: 0, problem: Problem::Syntax(Expected::Name, String::new()) });
    }
    Ok(Phrase { only, words: out })
}
