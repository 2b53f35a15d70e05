//! One member.

use anyhow::Result;
use serde::Serialize;

use super::super::args::Site;
use super::super::outcome::Usage;
use super::super::{export, output, text as said};
use super::records::{self, ShownActivity, ShownConduct, ShownMonth, ShownRequest};
use super::{Args, ShownPost, field, listed, post_row, shown_post, text};
use crate::desk::{Desk, FoundKind, PersonPage, Standing};
use crate::lang::Lang;
use crate::model::{Day, Identity, Labelled, Member, MemberNumber};

/// How many of the search's hits are looked at for one whose number is the whole of what was said.
const CONSIDERED: usize = 64;

#[derive(Serialize)]
pub(super) struct Shown {
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
    /// Since when in this branch.
    here_since: Option<String>,
    reported: bool,
    member: bool,
    league: &'static str,
    politics: &'static str,
    /// The last appraisal and its year.
    appraisal: Option<&'static str>,
    appraisal_year: Option<u16>,
    /// The last year of registration.
    registered_year: Option<u16>,
    volunteer_since: Option<String>,
    volunteer_times: Option<u16>,
    volunteer_hours: Option<f64>,
    unreachable: bool,
    flags: Vec<&'static str>,
    posts: Vec<ShownPost>,
    /// Branches that earlier rosters gave, with the day the correction was recorded.
    history: Vec<ShownBranch>,
    /// The last twelve months, the earliest first.
    dues: Vec<ShownMonth>,
    /// The latest first.
    requests: Vec<ShownRequest>,
    /// Honours and penalties, the latest first.
    conduct: Vec<ShownConduct>,
    /// What the branch did in those months, the latest first.
    activities: Vec<ShownActivity>,
    #[serde(skip)]
    words: Vec<(&'static str, Option<String>)>,
}

#[derive(Serialize)]
struct ShownBranch {
    name: String,
    until: String,
}

pub(super) fn shown(desk: &Desk, standing: &Standing, args: &Args, site: &Site) -> Result<Shown> {
    let (lang, page) = (site.lang, found(desk, standing, args, site)?);
    let PersonPage { pos, row, posts, history } = page;
    let revealed = match &args.reveal {
        Some(reason) => {
            let revealed = desk.reveal((pos, row.slot), &site.by, reason);
            Some(revealed.map_err(|error| export::not_revealed(lang, error))?)
        }
        None => None,
    };
    let told = desk.person_records(standing, pos, row.slot)?;
    let words = words(lang, standing, &row.member, &row.flags, row.reported);
    let member = &row.member;
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    let minutes = member.volunteer_minutes.map(f64::from);
    Ok(Shown {
        name: member.name.to_string(),
        id_masked: member.identity.masked(),
        phone_masked: member.phone.as_ref().map(|phone| phone.masked()),
        id: revealed.as_ref().map(|revealed| revealed.identity.clone()),
        phone: revealed.and_then(|revealed| revealed.phone),
        number: member.number.as_ref().map(|number| number.to_string()),
        branch: standing.tree.code(pos).to_owned(),
        path: standing.tree.crumbs(pos).to_string(),
        joined: member.joined.to_string(),
        here_since: day(member.since),
        reported: row.reported,
        member: row.counts,
        league: member.league.zh(),
        politics: member.politics.zh(),
        appraisal: member.appraisal.map(Labelled::zh),
        appraisal_year: member.appraisal_year,
        registered_year: member.registered_year,
        volunteer_since: day(since(standing, member)),
        volunteer_times: member.volunteer_times,
        volunteer_hours: minutes.map(|minutes| (minutes / 6.0).round() / 10.0),
        unreachable: member.unreachable,
        flags: row.flags,
        posts: posts.iter().map(|(pos, post)| shown_post(standing, *pos, post, lang)).collect(),
        history: history.into_iter().map(|(name, day)| ShownBranch { name, until: day.to_string() }).collect(),
        dues: told.dues.iter().map(|(month, paid)| records::month(*month, *paid, lang)).collect(),
        requests: told.requests.iter().map(|page| records::request(standing, page, lang)).collect(),
        conduct: told.conduct.iter().map(|row| records::conduct(row, lang)).collect(),
        activities: told.activities.iter().map(|row| records::activity(row, lang)).collect(),
        words,
    })
}

// What is registered later than the instant shown is not told.
fn since(standing: &Standing, member: &Member) -> Option<Day> {
    member.volunteer_since.filter(|day| *day <= standing.at.day())
}

fn words(
    lang: Lang,
    standing: &Standing,
    member: &Member,
    flags: &[&str],
    reported: bool,
) -> Vec<(&'static str, Option<String>)> {
    let appraisal = member.appraisal.map(|word| match member.appraisal_year {
        Some(year) => text::of_year(lang, lang.word(word), year),
        None => lang.word(word).to_owned(),
    });
    let hours = member.volunteer_minutes.map(|minutes| text::hours(lang, f64::from(minutes) / 60.0));
    let times = member.volunteer_times.map(|times| text::times(lang, times.into()));
    let volunteered: Vec<String> = times.into_iter().chain(hours).collect();
    let name = |id: &&str| {
        let rule = standing.rules.iter().find(|rule| rule.id == **id);
        rule.map_or_else(|| (*id).to_owned(), |rule| lang.pick(&rule.zh, &rule.en).to_owned())
    };
    let flags: Vec<String> = flags.iter().map(name).collect();
    let between = lang.pick("，", ", ");
    vec![
        (text::joined(lang), Some(member.joined.to_string())),
        (text::here_since(lang), member.since.map(|day| day.to_string())),
        (text::report(lang), Some(if reported { text::reported(lang) } else { text::unreported(lang) }.to_owned())),
        (text::league(lang), Some(lang.word(member.league).to_owned())),
        (text::politics(lang), Some(lang.word(member.politics).to_owned())),
        (text::appraisal(lang), appraisal),
        (text::registered(lang), member.registered_year.map(|year| year.to_string())),
        (text::volunteer(lang), since(standing, member).map(|day| day.to_string())),
        (text::volunteered(lang), Some(volunteered.join(between))),
        (text::reach(lang), member.unreachable.then(|| text::unreachable(lang).to_owned())),
        (text::findings(lang), Some(flags.join(between))),
    ]
}

fn found(desk: &Desk, standing: &Standing, args: &Args, site: &Site) -> Result<PersonPage> {
    let code = args.code.trim();
    let found = desk.find(standing, code, CONSIDERED, &|| false)?;
    let mut pages = found.items.into_iter().filter(|item| item.kind == FoundKind::Member).filter_map(|item| {
        let page = desk.person_page(standing, item.pos, item.slot?);
        Some(page).filter(|page| page.as_ref().map_or(true, |page| goes_by(&page.row.member, code)))
    });
    pages.next().unwrap_or_else(|| {
        let unknown = match Identity::parse(code) {
            Ok(identity) => said::nobody(site.lang, &identity.masked()),
            Err(_) => said::no_org(site.lang, code),
        };
        Err(Usage(unknown).into())
    })
}

fn goes_by(member: &Member, code: &str) -> bool {
    let number = member.number.as_ref().map(MemberNumber::to_string);
    member.identity.reveal().eq_ignore_ascii_case(code) || number.as_deref() == Some(code)
}

pub(super) fn print(lang: Lang, member: &Shown) -> Result<()> {
    let id = member.id.as_deref().unwrap_or(&member.id_masked);
    output::line(&format!("{} {id}", member.name))?;
    output::line(&format!("{} {}", member.branch, member.path))?;
    if !member.member {
        output::line(text::no_member(lang))?;
    }
    field(text::phone(lang), member.phone.as_deref().or(member.phone_masked.as_deref()), lang)?;
    field(text::number(lang), member.number.as_deref(), lang)?;
    for (name, value) in &member.words {
        field(name, value.as_deref(), lang)?;
    }
    listed(text::posts(lang), member.posts.iter().map(|post| post_row(lang, post)).collect())?;
    let branch = |branch: &ShownBranch| {
        let name = if branch.name.is_empty() { text::unknown_branch(lang) } else { &branch.name };
        vec![name.to_owned(), text::until_roster(lang, &branch.until)]
    };
    listed(text::history(lang), member.history.iter().rev().map(branch).collect())?;
    records::print_dues(lang, &member.dues)?;
    records::print_requests(lang, &member.requests)?;
    records::print_conduct(lang, &member.conduct)?;
    records::print_activities(lang, &member.activities)
}
