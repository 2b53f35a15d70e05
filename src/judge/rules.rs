//! Rules as they are used: checked, in the order of triage.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::expr::{Env, Expr};
use super::params::Params;
use super::words::Words;
use super::{Fact, Facts, LoadError, load};
use crate::lang::Lang;
use crate::model::{Day, OrgId, OrgTree, Pos};

/// The rules that come with the program, file by file.
const BUILTIN: [(&str, &str); 2] =
    [("rules.toml", include_str!("rules.toml")), ("rules-records.toml", include_str!("rules-records.toml"))];

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// Existing branches.
    Branch,
    /// Existing organisations of every other type.
    Committee,
    /// Every existing organisation.
    Org,
}

/// Which rows stand behind a finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rows {
    /// None but the organisation's own.
    #[default]
    None,
    /// Members who have not reported.
    Unreported,
    /// Members without a number who should have one.
    NumberMissing,
    /// Members whose number breaks the rule of their year.
    NumberWrong,
    /// Members who bear a number with somebody else.
    NumberShared,
    /// Members over age.
    OverAge,
    /// Members whose identity number stands on another row too.
    IdentityShared,
    /// Members marked unreachable.
    Unreachable,
    /// Members whose dues are in arrears.
    DuesArrears,
    /// Members whose done transfer out of here the roster does not show.
    Unsettled,
    /// Members whose appraisal of the last year due is missing.
    Unappraised,
    /// Members whose registration of the last year due is missing.
    Unregistered,
    /// Units of the ledger without an organisation.
    LedgerBare,
    /// Units of the ledger whose organisation has no member or no cadre.
    LedgerHollow,
    /// All members.
    Members,
    /// All posts.
    Posts,
    /// The children.
    Children,
}

/// A rule's place in the order of triage, among one set of [`Rules`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleIx(pub u16);

impl RuleIx {
    /// As an index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One finding: a rule holds of an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FindingRef {
    /// The rule.
    pub rule: RuleIx,
    /// The organisation.
    pub pos: Pos,
}

/// What a finding is the same by, however trees and rules change.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FindingKey {
    /// The rule's id.
    pub rule: CompactString,
    /// The organisation.
    pub org: OrgId,
}

/// A phrase of a rule's evidence: shown where its condition holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Phrase {
    pub only: Option<Expr>,
    pub words: Vec<Word>,
}

/// A word of such a phrase.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    Fact(Fact),
    Param(u16),
    Today,
    AgeDays,
    Number(i64),
    Sign(&'static str),
}

/// A rule over the facts of one organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Lower-case words joined by hyphens.
    pub id: CompactString,
    /// What it finds, 空心团支部.
    pub name: Words,
    /// What it is about.
    pub of: Of,
    /// Its rank in triage; the smaller, the more urgent.
    pub severity: u16,
    /// The condition, as written.
    pub condition: String,
    /// Which rows stand behind a finding.
    pub rows: Rows,
    /// The document it follows.
    pub source: Words,
    /// What may be done.
    pub remedy: Words,
    pub(super) when: Expr,
    pub(super) since: Option<Expr>,
    pub(super) says: Vec<Phrase>,
}

/// A checked set of rules with their parameters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    pub(super) list: Vec<Rule>,
    pub(super) params: Params,
}

impl Rules {
    /// The rules that come with the program.
    ///
    /// # Errors
    /// Only if the program was built with a broken file; a test rules that out.
    pub fn builtin() -> Result<Self, LoadError> {
        load::load(&BUILTIN)
    }

    /// The built-in rules under a user's file: a rule or parameter of the same name is replaced, `disabled = true` drops a rule.
    ///
    /// # Errors
    /// What is wrong with the file, with line, column and remedy.
    pub fn with(file: &str, text: &str) -> Result<Self, LoadError> {
        load::load(&[&BUILTIN[..], &[(file, text)]].concat())
    }

    /// The parameters.
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// How many rules.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Every rule, the most urgent first.
    pub fn iter(&self) -> impl Iterator<Item = (RuleIx, &Rule)> {
        self.list.iter().enumerate().map(|(at, rule)| (RuleIx(at as u16), rule))
    }

    /// One rule; `None` for a place of another set.
    pub fn get(&self, rule: RuleIx) -> Option<&Rule> {
        self.list.get(rule.index())
    }

    /// The rule of an id.
    pub fn find(&self, id: &str) -> Option<RuleIx> {
        self.iter().find(|(_, rule)| rule.id == id).map(|(at, _)| at)
    }

    /// What a finding is kept by.
    pub fn key(&self, finding: FindingRef, tree: &OrgTree) -> Option<FindingKey> {
        Some(FindingKey { rule: self.get(finding.rule)?.id.clone(), org: tree.id(finding.pos) })
    }

    /// Since when a finding has held, as far as dates tell; `None` where they do not.
    ///
    /// Never before the day on which the value of a parameter that makes it true came into force.
    pub fn since(&self, rule: RuleIx, facts: &Facts, pos: Pos) -> Option<Day> {
        let rule = self.get(rule)?;
        let today = facts.at.day();
        let values = self.params.values(today);
        let since = rule.since.as_ref()?.eval(Env { today, values: &values }, facts, pos)?;
        let since = i32::try_from(since).ok().map(Day)?;
        let bound = self.changes(rule, today).into_iter().find(|change| {
            let before = self.params.values(Day(change.0 - 1));
            !rule.when.holds(Env { today, values: &before }, facts, pos)
        });
        Some(bound.map_or(since, |bound| bound.max(since)))
    }

    /// The days up to `today` on which a parameter of the rule changed, latest first.
    pub(super) fn changes(&self, rule: &Rule, today: Day) -> Vec<Day> {
        let mut days = Vec::new();
        rule.when.params(&mut |param| {
            let versions = self.params.0.get(usize::from(param)).map_or(&[][..], |param| &param.versions);
            days.extend(versions.iter().skip(1).map(|version| version.from).filter(|from| *from <= today));
        });
        days.sort_unstable_by(|a, b| b.cmp(a));
        days.dedup();
        days
    }
}

impl Rule {
    /// What it finds, in one language.
    pub fn label(&self, lang: Lang) -> &str {
        self.name.pick(lang)
    }
}
