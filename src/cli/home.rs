//! `mingmai stats --home`: the home table of the real system (handbook A2).

use anyhow::Result;
use serde::Serialize;

use super::args::Site;
use super::outcome::Outcome;
use super::output::{self, Table};
use super::{desk, text};
use crate::desk::{HomeRow, Standing};
use crate::lang::Lang;
use crate::model::Pos;

/// The home table of one organisation.
#[derive(Serialize)]
pub(super) struct Home {
    as_of: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: String,
    #[serde(flatten)]
    figures: HomeRow,
    own_response_rate: Option<f64>,
    response_rate: Option<f64>,
}

/// Prints one's own organisation first, then its direct children.
pub(super) fn run(site: &Site, standing: &Standing, code: Option<&str>) -> Result<Outcome> {
    let home = table(standing, site.lang, desk::place(standing, site.lang, code)?);
    if site.json {
        output::json(&home)?;
        return Ok(Outcome::Done);
    }
    let mut heading = vec![text::col_org(site.lang)];
    heading.extend(HomeRow::columns().iter().map(|column| site.lang.word(*column)));
    let mut table = Table::new(1, &heading);
    for row in home.rows {
        let mut cells = vec![row.name];
        cells.extend(HomeRow::columns().iter().map(|column| row.figures.show(*column)));
        table.row(cells);
    }
    output::line(&text::as_of(site.lang, &home.as_of))?;
    table.print()?;
    Ok(Outcome::Done)
}

/// One's own organisation first (`None`: the whole register), then its direct children.
pub(super) fn table(standing: &Standing, lang: Lang, of: Option<Pos>) -> Home {
    let row = |pos: Option<Pos>| {
        let figures = standing.home(pos);
        let rate = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
        let own = figures.own_responses_due.zip(figures.own_responses_in_time);
        Row {
            code: pos.map_or("", |pos| standing.tree.code(pos)).to_owned(),
            name: pos.map_or(text::whole(lang), |pos| standing.tree.name(pos)).to_owned(),
            figures,
            own_response_rate: own.and_then(|(due, in_time)| rate(in_time, due)),
            response_rate: rate(figures.responses_in_time, figures.responses_due),
        }
    };
    Home { as_of: standing.at.to_string(), rows: standing.home_rows(of).into_iter().map(row).collect() }
}
