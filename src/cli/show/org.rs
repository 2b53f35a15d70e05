//! One organisation.

use anyhow::Result;
use serde::Serialize;

use super::super::args::Site;
use super::super::output;
use super::records::{self, ShownActivity, ShownAttest, ShownBase};
use super::{ShownPost, field, listed, post_row, shown_post, text};
use crate::desk::{Column, Desk, Figures, LedgerRow, OrgPage, Standing};
use crate::lang::Lang;
use crate::model::{Day, Labelled, Pos};
use crate::store::Cover;

#[derive(Serialize)]
pub(super) struct Shown {
    code: String,
    name: String,
    org_kind: &'static str,
    path: String,
    branch_kind: Option<&'static str>,
    industry: Option<&'static str>,
    founded: Option<String>,
    election_due: Option<String>,
    closed: Option<String>,
    figures: Box<Figures>,
    findings: Vec<ShownFinding>,
    posts: Vec<ShownPost>,
    member_rows: usize,
    ledger: Vec<ShownUnit>,
    /// What it did in the last twelve months, the latest first.
    activities: Vec<ShownActivity>,
    /// What it declared, the latest first.
    attestations: Vec<ShownAttest>,
    /// What it said of its graduates, the latest year first.
    graduates: Vec<ShownBase>,
    #[serde(skip)]
    words: Vec<(&'static str, Option<&'static str>)>,
}

#[derive(Serialize)]
struct ShownFinding {
    rule: String,
    since: Option<String>,
    evidence: Vec<String>,
    #[serde(skip)]
    name: String,
}

/// A unit of the new sectors for which the organisation answers.
#[derive(Serialize)]
struct ShownUnit {
    name: String,
    credit: String,
    kind: &'static str,
    confirmed: Option<String>,
    org: Option<String>,
    cover: &'static str,
    flags: Vec<String>,
    #[serde(skip)]
    words: [String; 2],
}

pub(super) fn shown(desk: &Desk, standing: &Standing, pos: Pos, site: &Site) -> Result<Shown> {
    let lang = site.lang;
    let OrgPage { org, posts, members, .. } = desk.org_page(standing, pos)?;
    let findings = standing.findings_of(pos).into_iter().map(|item| {
        let rule = &standing.rules[usize::from(item.rule)];
        ShownFinding {
            rule: rule.id.clone(),
            since: item.since.map(|day| day.to_string()),
            evidence: standing.evidence(item, lang),
            name: lang.pick(&rule.zh, &rule.en).to_owned(),
        }
    });
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    let told = desk.org_records(standing, pos)?;
    Ok(Shown {
        code: org.code.to_string(),
        name: org.name.to_string(),
        org_kind: org.kind.zh(),
        path: standing.tree.crumbs(pos).to_string(),
        branch_kind: org.branch_kind.map(Labelled::zh),
        industry: org.industry.map(Labelled::zh),
        founded: day(org.founded),
        election_due: day(org.election_due),
        closed: day(org.closed),
        figures: Box::new(standing.figures(&standing.tree.subtree(pos))),
        findings: findings.collect(),
        posts: posts.iter().map(|post| shown_post(standing, pos, post, lang)).collect(),
        member_rows: members.len(),
        ledger: desk.ledger(standing, pos)?.iter().map(|row| shown_unit(standing, row, lang)).collect(),
        activities: told.activities.iter().map(|row| records::activity(row, lang)).collect(),
        attestations: told.attests.iter().map(|row| records::attest(row, desk, lang)).collect(),
        graduates: told.bases.iter().map(records::base).collect(),
        words: vec![
            (text::kind(lang), Some(lang.word(org.kind))),
            (text::branch_kind(lang), org.branch_kind.map(|kind| lang.word(kind))),
            (text::industry(lang), org.industry.map(|industry| lang.word(industry))),
        ],
    })
}

fn shown_unit(standing: &Standing, row: &LedgerRow, lang: Lang) -> ShownUnit {
    let behind = standing.rules.iter().filter(|rule| row.stands_behind(rule.rows));
    let (cover, stands) = match row.cover {
        Cover::Covered => ("covered", text::covered(lang)),
        Cover::Bare => ("bare", text::bare(lang)),
        Cover::Hollow => ("hollow", text::hollow(lang)),
    };
    ShownUnit {
        name: row.unit.name.to_string(),
        credit: row.unit.credit.to_string(),
        kind: row.unit.kind.zh(),
        confirmed: row.unit.confirmed.map(|confirmed| confirmed.to_string()),
        org: row.org.map(|pos| standing.tree.code(pos).to_owned()),
        cover,
        flags: behind.map(|rule| rule.id.clone()).collect(),
        words: [lang.word(row.unit.kind).to_owned(), stands.to_owned()],
    }
}

pub(super) fn print(lang: Lang, org: &Shown) -> Result<()> {
    output::line(&format!("{} {}", org.code, org.name))?;
    output::line(&org.path)?;
    for (name, value) in &org.words {
        field(name, *value, lang)?;
    }
    field(text::founded(lang), org.founded.as_deref(), lang)?;
    field(text::election_due(lang), org.election_due.as_deref(), lang)?;
    field(text::closed(lang), org.closed.as_deref(), lang)?;
    let figures = Column::ALL.iter().filter(|column| **column != Column::Findings);
    let figures = figures.map(|column| format!("{} {}", lang.word(*column), org.figures.column(*column)));
    output::line(&figures.collect::<Vec<_>>().join(lang.pick("，", ", ")))?;
    let finding = |finding: &ShownFinding| {
        let since = finding.since.as_ref().map_or_else(String::new, |since| text::since(lang, since));
        vec![finding.name.clone(), since, finding.evidence.join(lang.pick("；", "; "))]
    };
    listed(text::findings(lang), org.findings.iter().map(finding).collect())?;
    listed(text::posts(lang), org.posts.iter().map(|post| post_row(lang, post)).collect())?;
    records::print_activities(lang, &org.activities)?;
    let unit = |unit: &ShownUnit| {
        let [kind, stands] = &unit.words;
        let confirmed = unit.confirmed.as_deref().map_or_else(|| text::not_confirmed(lang), |day| &day[..10]);
        vec![unit.name.clone(), unit.credit.clone(), kind.clone(), confirmed.to_owned(), stands.clone()]
    };
    listed(text::ledger(lang), org.ledger.iter().map(unit).collect())?;
    records::print_attests(lang, &org.attestations)?;
    records::print_bases(lang, &org.graduates)
}
