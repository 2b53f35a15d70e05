//! `mingmai transfers`: requests under way, the one that breaks first in front.

use anyhow::Result;
use serde::Serialize;

use super::args::Site;
use super::outcome::Outcome;
use super::output::{self, Table};
use super::{desk, text};
use crate::desk::{Desk, Named, Standing};
use crate::lang::Lang;
use crate::model::{Labelled, Pos};
use crate::store::{Board, Bounce, Request, Wanted};

/// Which requests.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Code of the organisation that they leave or enter, or one below it [default: all]
    #[arg(long, value_name = "CODE")]
    org: Option<String>,
    /// All that are open (also what is listed without a choice)
    #[arg(long, group = "which")]
    open: bool,
    /// Those overdue, and those that will be within 24 hours
    #[arg(long, group = "which")]
    breach: bool,
    /// Who was sent to and fro: from A to B and back to A
    #[arg(long, group = "which")]
    bounced: bool,
    /// How many are listed
    #[arg(long, default_value_t = 200, value_name = "N")]
    limit: usize,
}

#[derive(Serialize)]
struct Requests {
    as_of: String,
    total: usize,
    overdue: usize,
    breaks_in_24_hours: usize,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    no: String,
    name: Option<String>,
    id_masked: Option<String>,
    kind: &'static str,
    from: Place,
    to: Option<Place>,
    begun: String,
    /// The hop it waits at, 1 to 4.
    hop: Option<u8>,
    arrived: Option<String>,
    must_answer: Option<Place>,
    /// Hours left of the present hop; overdue where negative.
    hours_left: Option<f64>,
    overdue: bool,
    /// How likely, in percent, it is not answered in time; only within the next 24 hours.
    breach_percent: Option<u8>,
}

/// An organisation as JSON names it.
#[derive(Serialize)]
pub struct Place {
    code: String,
    name: String,
}

#[derive(Serialize)]
struct Bounces {
    as_of: String,
    total: usize,
    rows: Vec<Chain>,
}

#[derive(Serialize)]
struct Chain {
    name: Option<String>,
    id_masked: Option<String>,
    places: Vec<Place>,
    begun: Vec<String>,
    last_no: String,
}

/// Prints them with who must answer and how long is left.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let desk = desk::open(site)?;
    let standing = desk.standing(&|_| {})?;
    let of = desk::place(&standing, site.lang, args.org.as_deref())?;
    let scope = of.map_or(0..standing.tree.len(), |pos| standing.tree.subtree(pos));
    let board = desk.board()?;
    if args.bounced {
        let places = board.pick(Wanted::Bounced, &scope);
        let bounces: Vec<&Bounce> = places.iter().take(args.limit).map(|at| &board.bounces[*at]).collect();
        return chains(site, &desk, &standing, &bounces, places.len());
    }
    let (overdue, soon) = (board.pick(Wanted::Overdue, &scope), board.pick(Wanted::Soon, &scope));
    let places =
        if args.breach { overdue.iter().chain(&soon).copied().collect() } else { board.pick(Wanted::Open, &scope) };
    let shown: Vec<&Request> = places.iter().take(args.limit).map(|at| &board.open[*at]).collect();
    let sought: Vec<_> = shown.iter().map(|row| (row.person, [Some(row.from), row.to])).collect();
    let names = desk.named(&sought)?;
    let counts = [places.len(), overdue.len(), soon.len()];
    if site.json {
        let rows = shown.iter().zip(names).map(|(request, named)| row(&standing, &board, request, named)).collect();
        let [total, overdue, breaks_in_24_hours] = counts;
        output::json(&Requests { as_of: board.at.to_string(), total, overdue, breaks_in_24_hours, rows })?;
    } else {
        print(site.lang, &standing, &board, &shown, &names, counts)?;
    }
    Ok(Outcome::Done)
}

/// The organisation at a place.
pub fn place(standing: &Standing, pos: Pos) -> Place {
    Place { code: standing.tree.code(pos).to_owned(), name: standing.tree.name(pos).to_owned() }
}

fn row(standing: &Standing, board: &Board, request: &Request, named: Option<Named>) -> Row {
    let (name, id_masked) = named.map(|named| (named.name, named.id_masked)).unzip();
    Row {
        no: request.no.to_string(),
        name,
        id_masked,
        kind: request.kind.zh(),
        from: place(standing, request.from),
        to: request.to.map(|pos| place(standing, pos)),
        begun: request.begun.to_string(),
        hop: request.waiting.map(|hop| hop.step),
        arrived: request.waiting.map(|hop| hop.arrived.to_string()),
        must_answer: request.waiting.and_then(|hop| hop.who).map(|pos| place(standing, pos)),
        hours_left: request.waiting.map(|hop| ((hop.breaks.0 - 1 - board.at.0) as f64 / 360.0).floor() / 10.0),
        overdue: request.overdue(board.at),
        breach_percent: request.waiting.and_then(|hop| hop.chance),
    }
}

fn print(
    lang: Lang,
    standing: &Standing,
    board: &Board,
    shown: &[&Request],
    names: &[Option<Named>],
    [total, overdue, soon]: [usize; 3],
) -> Result<()> {
    output::line(&text::as_of(lang, &board.at.to_string()))?;
    output::line(&text::requests_in_all(lang, total, overdue, soon))?;
    let label = |pos: Option<Pos>| pos.map_or("-", |pos| standing.tree.label(pos)).to_owned();
    let mut table = Table::new(6, &text::transfers_heading(lang));
    for (request, named) in shown.iter().zip(names) {
        let (name, id) = named.as_ref().map_or(("-", ""), |named| (&named.name, &named.id_masked));
        let hop = request.waiting;
        table.row(vec![
            name.to_owned(),
            id.to_owned(),
            label(Some(request.from)),
            if request.to.is_none() { lang.word(request.kind).to_owned() } else { label(request.to) },
            hop.map_or_else(|| "-".to_owned(), |hop| hop.step.to_string()),
            label(hop.and_then(|hop| hop.who)),
            hop.map_or_else(|| "-".to_owned(), |hop| text::left(lang, hop.breaks.0 - 1 - board.at.0)),
            hop.and_then(|hop| hop.chance).map_or_else(String::new, |chance| format!("{chance}%")),
        ]);
    }
    table.print()?;
    if total > shown.len() {
        output::line(&text::more_findings(lang, (total - shown.len()) as u64))?;
    }
    Ok(())
}

fn chains(site: &Site, desk: &Desk, standing: &Standing, bounces: &[&Bounce], total: usize) -> Result<Outcome> {
    let ends = |bounce: &Bounce| [bounce.places.first().copied(), bounce.places.get(1).copied()];
    let sought: Vec<_> = bounces.iter().map(|bounce| (bounce.person, ends(bounce))).collect();
    let names = desk.named(&sought)?;
    if site.json {
        let chain = |(bounce, named): (&&Bounce, Option<Named>)| {
            let (name, id_masked) = named.map(|named| (named.name, named.id_masked)).unzip();
            Chain {
                name,
                id_masked,
                places: bounce.places.iter().map(|pos| place(standing, *pos)).collect(),
                begun: bounce.begun.iter().map(ToString::to_string).collect(),
                last_no: bounce.no.to_string(),
            }
        };
        let rows = bounces.iter().zip(names).map(chain).collect();
        output::json(&Bounces { as_of: standing.at.to_string(), total, rows })?;
        return Ok(Outcome::Done);
    }
    output::line(&text::as_of(site.lang, &standing.at.to_string()))?;
    let mut table = Table::new(3, &text::bounces_heading(site.lang));
    for (bounce, named) in bounces.iter().zip(&names) {
        let (name, id) = named.as_ref().map_or(("-", ""), |named| (&named.name, &named.id_masked));
        let way: Vec<&str> = bounce.places.iter().map(|pos| standing.tree.label(*pos)).collect();
        let last = bounce.begun.last().map_or_else(String::new, |begun| begun.day().to_string());
        table.row(vec![name.to_owned(), id.to_owned(), way.join(" → "), last]);
    }
    table.print()?;
    output::line(&text::found(site.lang, total as u64))?;
    Ok(Outcome::Done)
}
