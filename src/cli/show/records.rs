//! What the other rosters tell: dues, requests with their hops, honours and penalties, activities, declarations, graduates.

use anyhow::Result;
use serde::Serialize;

use super::super::transfers::{Place, place};
use super::{listed, text};
use crate::desk::{Desk, HopRow, Paid, RequestPage, Standing};
use crate::lang::Lang;
use crate::model::{Activity, Attest, Conduct, Ending, GraduateBase, Labelled, Month, Payment};

/// A month of dues.
#[derive(Serialize)]
pub(super) struct ShownMonth {
    month: String,
    /// `whole`, `short`, `nothing`, `not-owed` or `not-told`.
    stands: &'static str,
    paid: Option<String>,
    due: Option<String>,
    at: Option<String>,
    channel: Option<&'static str>,
    #[serde(skip)]
    words: String,
}

/// A request with its hops.
#[derive(Serialize)]
pub(super) struct ShownRequest {
    no: String,
    kind: &'static str,
    from: Place,
    to: Option<Place>,
    reason: String,
    begun: String,
    /// `open`, `done`, `refused` or `withdrawn`.
    stands: &'static str,
    closed: Option<String>,
    hops: Vec<ShownHop>,
    #[serde(skip)]
    words: Vec<String>,
}

#[derive(Serialize)]
struct ShownHop {
    hop: u8,
    must_answer: Option<Place>,
    arrived: Option<String>,
    answered: Option<String>,
    /// Whether it was answered within its hours; none while it is not answered.
    in_time: Option<bool>,
    overdue: bool,
    #[serde(skip)]
    words: Vec<String>,
}

/// An honour or a penalty.
#[derive(Serialize)]
pub(super) struct ShownConduct {
    on: String,
    kind: &'static str,
    name: String,
    by: String,
    number: String,
    #[serde(skip)]
    word: &'static str,
}

/// What a branch did.
#[derive(Serialize)]
pub(super) struct ShownActivity {
    on: String,
    kind: &'static str,
    topic: String,
    expected: Option<u32>,
    present: Option<u32>,
    #[serde(skip)]
    word: &'static str,
}

/// What an organisation declared.
#[derive(Serialize)]
pub(super) struct ShownAttest {
    at: String,
    item: String,
    post: String,
    note: String,
    #[serde(skip)]
    name: String,
}

/// What a school said of its graduates.
#[derive(Serialize)]
pub(super) struct ShownBase {
    year: u16,
    members: u32,
    submitted: Option<String>,
}

pub(super) fn month(month: Month, paid: Paid, lang: Lang) -> ShownMonth {
    let (stands, word, payment): (_, _, Option<Payment>) = match paid {
        Paid::Whole(payment) => ("whole", text::paid(lang), Some(payment)),
        Paid::Short(payment) => ("short", text::short(lang), Some(payment)),
        Paid::Nothing => ("nothing", text::unpaid(lang), None),
        Paid::NotOwed => ("not-owed", text::not_owed(lang), None),
        Paid::NotTold => ("not-told", text::not_told(lang), None),
    };
    ShownMonth {
        month: month.to_string(),
        stands,
        paid: payment.map(|payment| payment.paid.to_string()),
        due: payment.and_then(|payment| payment.due).map(|due| due.to_string()),
        at: payment.map(|payment| payment.at.to_string()),
        channel: payment.and_then(|payment| payment.channel).map(Labelled::zh),
        words: word.to_owned(),
    }
}

pub(super) fn request(standing: &Standing, page: &RequestPage, lang: Lang) -> ShownRequest {
    let row = &page.transfer;
    let (stands, word) = match row.ended_by(standing.at) {
        None => ("open", text::open(lang)),
        Some(Ending::Done) => ("done", text::done(lang)),
        Some(Ending::Refused) => ("refused", text::refused(lang)),
        Some(Ending::Withdrawn) => ("withdrawn", text::withdrawn(lang)),
    };
    let label = |pos| standing.tree.label(pos).to_owned();
    let to = page.to.map_or_else(|| text::outside(lang).to_owned(), label);
    let way = format!("{} → {to}", label(page.from));
    ShownRequest {
        no: row.no.to_string(),
        kind: row.kind.zh(),
        from: place(standing, page.from),
        to: page.to.map(|to| place(standing, to)),
        reason: row.reason.to_string(),
        begun: row.begun.to_string(),
        stands,
        closed: row.closed.filter(|closed| *closed <= standing.at).map(|closed| closed.to_string()),
        hops: page.hops.iter().map(|hop| shown_hop(standing, page, hop, lang)).collect(),
        words: vec![row.begun.day().to_string(), word.to_owned(), way, row.reason.to_string(), row.no.to_string()],
    }
}

fn shown_hop(standing: &Standing, page: &RequestPage, hop: &HopRow, lang: Lang) -> ShownHop {
    let answered = hop.answered.is_some();
    let word = match (hop.arrived, answered, hop.in_time, hop.clock.overdue) {
        (None, ..) => text::to_come(lang),
        (_, true, true, _) => text::in_time(lang),
        (_, true, false, _) => text::late(lang),
        (_, false, _, true) => text::overdue(lang),
        (_, false, _, false) => text::waiting(lang),
    };
    let who = match hop.who {
        Some(pos) => standing.tree.label(pos),
        None if page.to.is_none() && hop.step > 2 => text::outside(lang),
        None => text::nobody_there(lang),
    };
    let time = |at: Option<crate::model::Instant>| at.map_or_else(|| "-".to_owned(), |at| at.to_string());
    ShownHop {
        hop: hop.step,
        must_answer: hop.who.map(|who| place(standing, who)),
        arrived: hop.arrived.map(|at| at.to_string()),
        answered: hop.answered.map(|at| at.to_string()),
        in_time: answered.then_some(hop.in_time),
        overdue: hop.clock.overdue,
        words: vec![
            format!("  {}/{}", hop.step, page.transfer.kind.hops()),
            word.to_owned(),
            who.to_owned(),
            time(hop.arrived),
            time(hop.answered),
        ],
    }
}

pub(super) fn conduct(row: &Conduct, lang: Lang) -> ShownConduct {
    ShownConduct {
        on: row.on.to_string(),
        kind: row.kind.zh(),
        name: row.name.to_string(),
        by: row.by.to_string(),
        number: row.number.to_string(),
        word: lang.word(row.kind),
    }
}

pub(super) fn activity(row: &Activity, lang: Lang) -> ShownActivity {
    ShownActivity {
        on: row.on.to_string(),
        kind: row.kind.zh(),
        topic: row.topic.to_string(),
        expected: row.expected,
        present: row.present,
        word: lang.word(row.kind),
    }
}

pub(super) fn attest(row: &Attest, desk: &Desk, lang: Lang) -> ShownAttest {
    let metric = desk.programmes().iter().find_map(|programme| programme.metrics.get(&row.item));
    ShownAttest {
        at: row.at.to_string(),
        item: row.item.to_string(),
        post: row.post.to_string(),
        note: row.note.to_string(),
        name: metric.map_or_else(|| row.item.to_string(), |metric| metric.name.pick(lang).to_owned()),
    }
}

pub(super) fn base(row: &GraduateBase) -> ShownBase {
    ShownBase { year: row.year, members: row.members, submitted: row.submitted.map(|at| at.to_string()) }
}

pub(super) fn print_dues(lang: Lang, dues: &[ShownMonth]) -> Result<()> {
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    let row = |row: &ShownMonth| {
        let paid = row.paid.as_ref().map_or_else(String::new, |paid| text::yuan(lang, paid));
        let due = row.due.as_ref().map_or_else(String::new, |due| text::of_yuan(lang, due));
        vec![row.month.clone(), row.words.clone(), paid, due, some(&row.at)]
    };
    listed(text::dues(lang), dues.iter().map(row).collect())
}

pub(super) fn print_requests(lang: Lang, requests: &[ShownRequest]) -> Result<()> {
    for (at, request) in requests.iter().enumerate() {
        let rows = std::iter::once(request.words.clone()).chain(request.hops.iter().map(|hop| hop.words.clone()));
        listed(&text::request(lang, at + 1, requests.len()), rows.collect())?;
    }
    Ok(())
}

pub(super) fn print_conduct(lang: Lang, rows: &[ShownConduct]) -> Result<()> {
    let row = |row: &ShownConduct| {
        vec![row.on.clone(), row.word.to_owned(), row.name.clone(), row.by.clone(), row.number.clone()]
    };
    listed(text::conduct(lang), rows.iter().map(row).collect())
}

pub(super) fn print_activities(lang: Lang, rows: &[ShownActivity]) -> Result<()> {
    let row = |row: &ShownActivity| {
        let there = match (row.present, row.expected) {
            (Some(present), Some(expected)) => format!("{present}/{expected}"),
            (Some(present), None) => present.to_string(),
            (None, _) => String::new(),
        };
        vec![row.on.clone(), row.word.to_owned(), row.topic.clone(), there]
    };
    listed(&text::activities(lang, rows.len()), rows.iter().map(row).collect())
}

pub(super) fn print_attests(lang: Lang, rows: &[ShownAttest]) -> Result<()> {
    let row = |row: &ShownAttest| vec![row.at.clone(), row.name.clone(), row.post.clone(), row.note.clone()];
    listed(text::attests(lang), rows.iter().map(row).collect())
}

pub(super) fn print_bases(lang: Lang, rows: &[ShownBase]) -> Result<()> {
    let row = |row: &ShownBase| {
        let submitted = row.submitted.as_ref().map_or_else(String::new, |at| text::submitted(lang, at));
        vec![row.year.to_string(), text::people(lang, row.members), submitted]
    };
    listed(text::graduates(lang), rows.iter().map(row).collect())
}
