//! `mingmai rank`: the league of an organisation's children, with everything needed to work it out again.

use std::path::PathBuf;

use anyhow::Result;
use serde::Serialize;

use super::args::{self, Site};
use super::outcome::{Outcome, Usage};
use super::output::{self, Table};
use super::{desk, text};
use crate::desk::{League, LeagueRow, Standing};
use crate::lang::Lang;
use crate::model::Instant;
use crate::programme::{Flag, Points, Scheme, Score, Value};

/// Whose children, by which weights.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Code of the organisation whose children are ranked [default: the root]
    #[arg(long, value_name = "CODE")]
    org: Option<String>,
    /// Measures and weights of your own, TOML [default: ranking.toml beside your settings, else equal weights]
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
    /// Also how each moved since the end of this day
    #[arg(long, value_name = "DATE", value_parser = args::instant)]
    since: Option<Instant>,
}

#[derive(Serialize)]
struct Ranking<'a> {
    as_of: String,
    since: Option<String>,
    scheme: &'a str,
    weights_from: &'a str,
    points: &'static str,
    measures: Vec<MeasureRow<'a>>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct MeasureRow<'a> {
    id: &'a str,
    name: &'a str,
    weight: f64,
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: String,
    rank: Option<u32>,
    score: Option<f64>,
    flag: Option<&'static str>,
    /// Ranks won since the day asked about; lost where negative.
    moved: Option<i64>,
    score_change: Option<f64>,
    measures: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    value: Option<f64>,
    numerator: Option<u64>,
    denominator: Option<u64>,
    points: Option<f64>,
}

/// Prints the best first; those not ranked last.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let desk = desk::open(site)?;
    let scheme = desk::scheme(site, desk.rules(), args.weights.as_deref())?;
    let standing = desk.standing(&|_| {})?;
    let of = desk::place(&standing, site.lang, args.org.as_deref())?;
    if let Some(since) = args.since.filter(|since| *since >= standing.at) {
        return Err(Usage(text::not_before(site.lang, &since.to_string(), &standing.at.to_string())).into());
    }
    let league = desk.league(&scheme, of, args.since)?;
    if site.json {
        output::json(&ranking(site.lang, &scheme, &standing, &league))?;
    } else {
        print(site.lang, &scheme, &standing, &league)?;
    }
    Ok(Outcome::Done)
}

fn ranking<'a>(lang: Lang, scheme: &'a Scheme, standing: &Standing, league: &League) -> Ranking<'a> {
    let measure = |measure: &'a crate::programme::Weighted| MeasureRow {
        id: &measure.id,
        name: measure.name.pick(lang),
        weight: measure.weight,
    };
    Ranking {
        as_of: league.at.to_string(),
        since: league.since.map(|since| since.to_string()),
        scheme: &scheme.id,
        weights_from: scheme.source.pick(lang),
        points: match scheme.points {
            Points::Share => "share",
            Points::Spread => "spread",
        },
        measures: scheme.measures.iter().map(measure).collect(),
        rows: league.rows.iter().map(|row| self::row(standing, row)).collect(),
    }
}

fn row(standing: &Standing, row: &LeagueRow) -> Row {
    let cell = |(value, points): (&Option<Value>, &Option<Score>)| Cell {
        value: value.and_then(|value| value.value),
        numerator: value.map(|value| value.numerator),
        denominator: value.and_then(|value| value.denominator),
        points: points.map(Score::value),
    };
    Row {
        code: standing.tree.code(row.pos).to_owned(),
        name: standing.tree.name(row.pos).to_owned(),
        rank: row.place.rank,
        score: row.place.score.map(Score::value),
        flag: row.flag.map(Flag::id),
        moved: row.moved.map(|moved| moved.ranks),
        score_change: row.moved.map(|moved| moved.score as f64 / 100.0),
        measures: row.values.iter().zip(&row.place.points).map(cell).collect(),
    }
}

fn print(lang: Lang, scheme: &Scheme, standing: &Standing, league: &League) -> Result<()> {
    output::line(&text::as_of(lang, &league.at.to_string()))?;
    output::line(&format!(
        "{}{}{}",
        scheme.title.pick(lang),
        lang.colon(scheme.source.pick(lang)),
        scheme.source.pick(lang)
    ))?;
    let mut heading: Vec<&str> = text::rank_heading(lang).to_vec();
    let moves = league.since.is_some();
    if moves {
        heading.extend(text::rank_moves(lang));
    }
    heading.extend(scheme.measures.iter().map(|measure| measure.name.pick(lang)));
    let mut table = Table::new(3, &heading);
    for row in &league.rows {
        let rank = row.place.rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string());
        let flag = row.flag.map_or("", |flag| lang.word(flag));
        let score = row.place.score.map_or_else(|| "n/a".to_owned(), |score| score.to_string());
        let mut cells = vec![rank, standing.tree.name(row.pos).to_owned(), flag.to_owned(), score];
        if moves {
            cells.push(row.moved.map_or_else(|| "-".to_owned(), |moved| text::signed(moved.ranks)));
            cells.push(row.moved.map_or_else(|| "-".to_owned(), |moved| text::signed_score(moved.score)));
        }
        let values = row.values.iter().zip(&scheme.measures);
        cells.extend(values.map(|(value, by)| value.map_or_else(|| "-".to_owned(), |value| by.show(&value))));
        table.row(cells);
    }
    table.print()
}
