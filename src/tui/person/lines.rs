//! A person's page as lines, the same however wide the window is: the row, posts, dues, moves, conduct, activities.

use super::State;
use super::fields::fields;
use crate::desk::{Paid, PersonPage, Records, RequestPage, Standing};
use crate::lang::Lang;
use crate::model::{ConductKind, Ending, Fen};
use crate::tui::look::{Look, Role};
use crate::tui::text::{self, moves};
use crate::tui::tree::{self, members};

/// How many of the earlier branches are shown, and of what the branch did.
const HISTORY: usize = 4;
const ACTIVITIES: usize = 12;
/// Flags of a row on one line, and words for what there is nothing of.
const FLAGS: usize = 3;
const EMPTY: usize = 3;

/// A part of a line and how it looks.
pub(super) type Part = (String, Role);
/// A field: its name, what it says, how that looks.
pub(super) type Field = (&'static str, String, Role);

/// One line of the page.
pub(super) enum Line {
    /// Parts one after another.
    Parts(Vec<Part>),
    /// A path, which is cut at its beginning.
    Path(String),
    /// One field, or two beside one another.
    Fields(Field, Option<Field>),
    /// A post, by its place.
    Post(usize),
    /// Nothing.
    Gap,
}

fn one(text: impl Into<String>, role: Role) -> Line {
    Line::Parts(vec![(text.into(), role)])
}

/// The lines of a page that is read.
pub(super) fn of(look: &Look, standing: &Standing, state: &State) -> Vec<Line> {
    let Some(page) = &state.page else { return Vec::new() };
    let lang = look.lang;
    let mut out = vec![Line::Path(tree::path_of(standing, look, page.pos))];
    let flags: Vec<_> = page.row.flags.iter().map(|id| members::flag(standing, look, id)).collect();
    out.extend(flags.chunks(FLAGS).map(|flags| {
        one(flags.iter().map(|flag| format!("{} {flag}  ", look.glyphs.bad)).collect::<String>(), Role::Bad)
    }));
    out.push(Line::Gap);
    let all = fields(look, standing, page, state.revealed.as_ref());
    let rows = all.len().div_ceil(2);
    let mut right = all.into_iter();
    let left: Vec<Field> = right.by_ref().take(rows).collect();
    out.extend(left.into_iter().map(|left| Line::Fields(left, right.next())));
    if !page.posts.is_empty() {
        heading(&mut out, text::posts_held(lang), []);
    }
    out.extend((0..page.posts.len()).map(Line::Post));
    let Some(records) = &state.records else {
        out.extend([Line::Gap, one(text::reading(lang), Role::Dim)]);
        return out;
    };
    dues(look, records, &mut out);
    history(lang, page, &mut out);
    requests(look, standing, records, &mut out);
    conduct(look, records, &mut out);
    activities(look, records, &mut out);
    nothing(look, page, records, &mut out);
    out
}

// Of what there is nothing, at the end: it must not part what there is.
fn nothing(look: &Look, page: &PersonPage, records: &Records, out: &mut Vec<Line>) {
    let lang = look.lang;
    let empty = [
        (page.posts.is_empty(), text::no_posts(lang)),
        (!told(records), text::no_dues(lang)),
        (page.history.is_empty(), text::no_history(lang)),
        (records.requests.is_empty(), text::no_transfers(lang)),
        (records.conduct.is_empty(), text::no_conduct(lang)),
        (records.activities.is_empty(), text::no_activities(lang)),
    ];
    let words: Vec<&str> = empty.into_iter().filter(|(empty, _)| *empty).map(|(_, word)| word).collect();
    if !words.is_empty() {
        out.push(Line::Gap);
    }
    out.extend(words.chunks(EMPTY).map(|words| one(words.join(look.glyphs.dot), Role::Dim)));
}

fn heading(out: &mut Vec<Line>, title: &str, parts: impl IntoIterator<Item = Part>) {
    out.push(Line::Gap);
    out.push(Line::Parts(std::iter::once((title.to_owned(), Role::Heading)).chain(parts).collect()));
}

// Whether the rosters say anything of what was paid.
fn told(records: &Records) -> bool {
    records.dues.iter().any(|(_, paid)| !matches!(paid, Paid::NotTold | Paid::NotOwed))
}

// A strip of twelve months: the month, and under it how it stands.
fn dues(look: &Look, records: &Records, out: &mut Vec<Line>) {
    let lang = look.lang;
    let ends = records.dues.first().zip(records.dues.last()).filter(|_| told(records));
    let Some(((first, _), (last, _))) = ends else {
        return;
    };
    let mut paid = Fen(0);
    let mut strip = Vec::new();
    let mut counts = [0usize; 4];
    for (_, stands) in &records.dues {
        let (at, sign, role) = match stands {
            Paid::Whole(payment) => {
                paid.0 += payment.paid.0;
                (0, look.glyphs.good, Role::Good)
            }
            Paid::Short(payment) => {
                paid.0 += payment.paid.0;
                (1, look.glyphs.warn, Role::Warn)
            }
            Paid::Nothing => (2, look.glyphs.bad, Role::Bad),
            Paid::NotTold => (3, "?", Role::Dim),
            Paid::NotOwed => {
                strip.push((format!("  {}", look.glyphs.nil), Role::Dim));
                continue;
            }
        };
        counts[at] += 1;
        strip.push((format!("  {sign}"), role));
    }
    let words = [
        (look.glyphs.good, text::dues_paid(lang), Role::Good),
        (look.glyphs.warn, text::dues_short(lang), Role::Warn),
        (look.glyphs.bad, text::dues_unpaid(lang), Role::Bad),
        ("?", text::dues_untold(lang), Role::Dim),
    ];
    let told = words.into_iter().zip(counts).filter(|(_, count)| *count > 0);
    let told = told.map(|((sign, word, role), count)| (format!("  {sign} {word} {count}"), role));
    let sum = (paid > Fen(0)).then(|| (format!("   {}", text::dues_sum(lang, &paid.to_string())), Role::Dim));
    let span = (format!("  {first} {} {last}", text::until(lang)), Role::Dim);
    heading(out, text::dues(lang), std::iter::once(span).chain(told));
    let months = records.dues.iter().map(|(month, _)| (format!("{:>3}", month.number()), Role::Dim));
    out.push(Line::Parts(months.chain(sum).collect()));
    out.push(Line::Parts(strip));
}

// The branches that earlier rosters gave, the latest first.
fn history(lang: Lang, page: &PersonPage, out: &mut Vec<Line>) {
    if !page.history.is_empty() {
        heading(out, text::history(lang), []);
    }
    out.extend(page.history.iter().rev().take(HISTORY).map(|(branch, day)| {
        let branch = if branch.is_empty() { text::branch_unknown(lang) } else { branch };
        one(text::moved_by_roster(lang, branch, &day.to_string()), Role::Text)
    }));
}

fn requests(look: &Look, standing: &Standing, records: &Records, out: &mut Vec<Line>) {
    let lang = look.lang;
    if !records.requests.is_empty() {
        heading(out, moves::requests_title(lang), []);
    }
    for page in &records.requests {
        let row = &page.transfer;
        let (sign, word, role) = match row.ended_by(standing.at) {
            None => (look.glyphs.run, moves::under_way(lang), Role::Text),
            Some(Ending::Done) => (look.glyphs.good, moves::done(lang), Role::Good),
            Some(Ending::Refused) => (look.glyphs.bad, moves::refused(lang), Role::Warn),
            Some(Ending::Withdrawn) => (look.glyphs.none, moves::withdrawn(lang), Role::Dim),
        };
        let label = |pos| standing.tree.label(pos);
        let to = page.to.map_or(moves::outside(lang), label);
        let way = format!("  {}{}{to}", label(page.from), look.glyphs.step);
        let mut parts = vec![
            (format!("{sign} {word}"), role),
            (format!("  {}", row.begun.day()), Role::Text),
            (way, Role::Text),
            (format!("  {}", row.reason), Role::Dim),
            (format!("  {}", row.no), Role::Dim),
        ];
        parts.retain(|(text, _)| !text.trim().is_empty());
        out.push(Line::Parts(parts));
        out.push(Line::Parts(hops(look, standing, page)));
    }
}

// Who has answered, and who is to.
fn hops(look: &Look, standing: &Standing, page: &RequestPage) -> Vec<Part> {
    let lang = look.lang;
    let mut parts = vec![("   ".to_owned(), Role::Dim)];
    for hop in page.hops.iter().filter(|hop| hop.arrived.is_some()) {
        let who = hop.who.map_or(moves::nobody_there(lang), |pos| standing.tree.label(pos));
        let (sign, role) = match (hop.answered, hop.in_time, hop.clock.overdue) {
            (Some(_), true, _) => (look.glyphs.good, Role::Good),
            (Some(_), false, _) => (look.glyphs.warn, Role::Warn),
            (None, _, true) => (look.glyphs.bad, Role::Bad),
            (None, ..) => (look.glyphs.run, Role::Text),
        };
        let arrived = hop.arrived.map(|at| at.day());
        let hours = arrived.map(|_| (hop.answered.unwrap_or(standing.at).0 - hop.arrived.map_or(0, |at| at.0)) / 3600);
        let took = hours.map_or_else(String::new, |hours| format!(" {}", moves::hours(lang, hours.max(0) as u32)));
        parts.push((format!("{}/{} {sign} ", hop.step, page.transfer.kind.hops()), role));
        parts.push((format!("{who}{took}   "), Role::Dim));
    }
    parts
}

fn conduct(look: &Look, records: &Records, out: &mut Vec<Line>) {
    let lang = look.lang;
    if !records.conduct.is_empty() {
        heading(out, text::conduct(lang), []);
    }
    out.extend(records.conduct.iter().map(|row| {
        let role = if row.kind == ConductKind::Honour { Role::Good } else { Role::Warn };
        let parts = [(row.on.to_string(), Role::Text), (format!("  {}", lang.word(row.kind)), role)];
        let rest = [&row.name, &row.by, &row.number].map(|text| (format!("  {text}"), Role::Text));
        Line::Parts(parts.into_iter().chain(rest.into_iter().filter(|(text, _)| !text.trim().is_empty())).collect())
    }));
}

fn activities(look: &Look, records: &Records, out: &mut Vec<Line>) {
    let lang = look.lang;
    let all = records.activities.len();
    if all > 0 {
        heading(out, &text::activities(lang, all), []);
    }
    out.extend(records.activities.iter().take(ACTIVITIES).map(|row| {
        let there = match (row.present, row.expected) {
            (Some(present), Some(expected)) => format!("  {present}/{expected}"),
            (Some(present), None) => format!("  {present}"),
            (None, _) => String::new(),
        };
        Line::Parts(vec![
            (row.on.to_string(), Role::Text),
            (format!("  {}", lang.word(row.kind)), Role::Dim),
            (format!("  {}", row.topic), Role::Text),
            (there, Role::Dim),
        ])
    }));
    if all > ACTIVITIES {
        out.push(one(text::and_more(lang, all - ACTIVITIES), Role::Dim));
    }
}
