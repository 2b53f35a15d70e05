//! `mingmai show`: one organisation, by its code, or one member, by identity or member number.

use anyhow::Result;
use serde::Serialize;

use super::args::Site;
use super::outcome::{Outcome, Usage};
use super::{desk, export, output, text};
use crate::desk::{Desk, Figures, FoundKind, LedgerRow, OrgPage, PersonPage, Right, Standing};
use crate::model::{Identity, Labelled, Member, MemberNumber, Pos};
use crate::store::Cover;

/// Whom to show.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Code of an organisation, an identity number or a member number
    code: String,
    /// Show the identity number and telephone of a member whole; the reason is journalled
    #[arg(long, value_name = "REASON")]
    reveal: Option<String>,
}

impl Args {
    /// What it takes.
    pub const fn right(&self) -> Right {
        if self.reveal.is_some() { Right::Reveal } else { Right::Read }
    }
}

#[derive(Serialize)]
struct Shown {
    as_of: String,
    #[serde(flatten)]
    what: What,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum What {
    Org {
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
    },
    Member {
        name: String,
        id_masked: String,
        phone_masked: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        phone: Option<String>,
        number: Option<String>,
        branch: String,
        path: String,
        joined: String,
        reported: bool,
        member: bool,
        flags: Vec<&'static str>,
        posts: Vec<ShownPost>,
    },
}

#[derive(Serialize)]
struct ShownFinding {
    rule: String,
    since: Option<String>,
    evidence: Vec<String>,
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
}

#[derive(Serialize)]
struct ShownPost {
    org: String,
    title: &'static str,
    name: String,
    id_masked: String,
    from: Option<String>,
    until: Option<String>,
    current: bool,
    onboarded: bool,
}

/// Prints it.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let desk = desk::open(site)?;
    let standing = desk.standing(&|_| {})?;
    let code = args.code.trim();
    let what = match standing.tree.find(code) {
        Some(pos) => org(&desk, &standing, pos, site)?,
        None => member(&desk, &standing, args, site)?,
    };
    let shown = Shown { as_of: standing.at.to_string(), what };
    if site.json {
        output::json(&shown)?;
    } else {
        output::line(&serde_json::to_string_pretty(&shown)?)?;
    }
    Ok(Outcome::Done)
}

fn org(desk: &Desk, standing: &Standing, pos: Pos, site: &Site) -> Result<What> {
    let OrgPage { org, posts, members, .. } = desk.org_page(standing, pos)?;
    let findings = standing.findings_of(pos).into_iter().map(|item| ShownFinding {
        rule: standing.rules[usize::from(item.rule)].id.clone(),
        since: item.since.map(|day| day.to_string()),
        evidence: standing.evidence(item, site.lang),
    });
    let day = |day: Option<crate::model::Day>| day.map(|day| day.to_string());
    Ok(What::Org {
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
        posts: posts.iter().map(|post| shown_post(standing, pos, post)).collect(),
        member_rows: members.len(),
        ledger: desk.ledger(standing, pos)?.iter().map(|row| shown_unit(standing, row)).collect(),
    })
}

fn member(desk: &Desk, standing: &Standing, args: &Args, site: &Site) -> Result<What> {
    let code = args.code.trim();
    let found = desk.find(standing, code, CONSIDERED, &|| false)?;
    let mut pages = found.items.into_iter().filter(|item| item.kind == FoundKind::Member).filter_map(|item| {
        let page = desk.person_page(standing, item.pos, item.slot?);
        Some(page).filter(|page| page.as_ref().map_or(true, |page| goes_by(&page.row.member, code)))
    });
    let Some(page) = pages.next() else {
        let unknown = match Identity::parse(code) {
            Ok(identity) => text::nobody(site.lang, &identity.masked()),
            Err(_) => text::no_org(site.lang, code),
        };
        return Err(Usage(unknown).into());
    };
    let PersonPage { pos, row, posts, .. } = page?;
    let revealed = match &args.reveal {
        Some(reason) => {
            let revealed = desk.reveal((pos, row.slot), &site.by, reason);
            Some(revealed.map_err(|error| export::not_revealed(site.lang, error))?)
        }
        None => None,
    };
    Ok(What::Member {
        name: row.member.name.to_string(),
        id_masked: row.member.identity.masked(),
        phone_masked: row.member.phone.as_ref().map(|phone| phone.masked()),
        id: revealed.as_ref().map(|revealed| revealed.identity.clone()),
        phone: revealed.and_then(|revealed| revealed.phone),
        number: row.member.number.as_ref().map(|number| number.to_string()),
        branch: standing.tree.code(pos).to_owned(),
        path: standing.tree.crumbs(pos).to_string(),
        joined: row.member.joined.to_string(),
        reported: row.reported,
        member: row.counts,
        flags: row.flags,
        posts: posts.iter().map(|(pos, post)| shown_post(standing, *pos, post)).collect(),
    })
}

/// How many of the search's hits are looked at for one whose number is the whole of what was said.
const CONSIDERED: usize = 64;

fn goes_by(member: &Member, code: &str) -> bool {
    let number = member.number.as_ref().map(MemberNumber::to_string);
    member.identity.reveal().eq_ignore_ascii_case(code) || number.as_deref() == Some(code)
}

fn shown_unit(standing: &Standing, row: &LedgerRow) -> ShownUnit {
    let behind = standing.rules.iter().filter(|rule| row.stands_behind(rule.rows));
    ShownUnit {
        name: row.unit.name.to_string(),
        credit: row.unit.credit.to_string(),
        kind: row.unit.kind.zh(),
        confirmed: row.unit.confirmed.map(|confirmed| confirmed.to_string()),
        org: row.org.map(|pos| standing.tree.code(pos).to_owned()),
        cover: match row.cover {
            Cover::Covered => "covered",
            Cover::Bare => "bare",
            Cover::Hollow => "hollow",
        },
        flags: behind.map(|rule| rule.id.clone()).collect(),
    }
}

fn shown_post(standing: &Standing, pos: Pos, post: &crate::model::Post) -> ShownPost {
    ShownPost {
        org: standing.tree.code(pos).to_owned(),
        title: post.title.zh(),
        name: post.name.to_string(),
        id_masked: post.identity.masked(),
        from: post.from.map(|day| day.to_string()),
        until: post.until.map(|day| day.to_string()),
        current: post.current(standing.at),
        onboarded: post.onboarded_by(standing.at),
    }
}
