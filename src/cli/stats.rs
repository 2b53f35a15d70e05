//! `mingmai stats`: the figures of an organisation and of each of its children.

use anyhow::Result;
use serde::Serialize;

use super::args::Site;
use super::outcome::Outcome;
use super::output::{self, Table};
use super::{desk, text};
use crate::desk::{Column, Figures, Standing};
use crate::judge::{Fact, Scope};
use crate::lang::Lang;
use crate::model::{Labelled, Month, OrgKind, Pos};

/// Whose figures.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Code of the organisation [default: the root]
    #[arg(long, value_name = "CODE")]
    org: Option<String>,
    /// The month of responses and dues (2018-09) [default: of responses the month of the instant, of dues the last one over by then]
    #[arg(long, value_name = "MONTH", value_parser = month)]
    month: Option<Month>,
    /// The home table of the real system: one's own organisation first, then its direct children
    #[arg(long)]
    home: bool,
}

pub(super) fn month(text: &str) -> Result<Month, String> {
    Month::parse(text).map_err(|error| format!("{error}; write 2018-09"))
}

#[derive(Serialize)]
struct Stats {
    as_of: String,
    rows: Vec<Row>,
}

/// One line: an organisation with all below it.
#[derive(Serialize)]
pub(super) struct Row {
    code: String,
    name: String,
    kind: &'static str,
    #[serde(flatten)]
    figures: Figures,
}

/// Prints the subtree of the organisation first, then those of its direct children that hold anything.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let desk = desk::open_for(site, args.month)?;
    let standing = desk.standing(&|_| {})?;
    if args.home {
        return super::home::run(site, &standing, args.org.as_deref());
    }
    let rows = rows(&standing, site.lang, args.org.as_deref())?;
    let stats = Stats { as_of: standing.at.to_string(), rows };
    if site.json {
        output::json(&stats)?;
    } else {
        print(site.lang, &stats)?;
    }
    desk::keep_day(site, &desk);
    Ok(Outcome::Done)
}

/// The subtree of an organisation first, then those of its direct children that hold anything.
pub(super) fn rows(standing: &Standing, lang: Lang, code: Option<&str>) -> Result<Vec<Row>> {
    let tree = &standing.tree;
    let row = |pos: Pos| Row {
        code: tree.code(pos).to_owned(),
        name: tree.name(pos).to_owned(),
        kind: tree.kind(pos).zh(),
        figures: standing.figures(&tree.subtree(pos)),
    };
    // One that is closed may still have existing organisations below it, and without them the rows would not add up.
    let shown = |pos: &Pos| standing.facts.total(Fact::Orgs, &tree.subtree(*pos)) > 0;
    match desk::place(standing, lang, code)? {
        Some(pos) => Ok(std::iter::once(pos).chain(tree.children(pos).filter(shown)).map(row).collect()),
        // Several roots: the first row is the whole register.
        None => {
            let all: Scope = 0..tree.len();
            let whole = Row {
                code: String::new(),
                name: text::whole(lang).to_owned(),
                kind: OrgKind::Leading.zh(),
                figures: standing.figures(&all),
            };
            Ok(std::iter::once(whole).chain(tree.roots().filter(shown).map(row)).collect())
        }
    }
}

fn print(lang: Lang, stats: &Stats) -> Result<()> {
    let columns = Column::ALL;
    let mut heading = vec![text::col_org(lang)];
    heading.extend(columns.iter().map(|column| lang.word(*column)));
    let mut table = Table::new(1, &heading);
    for row in &stats.rows {
        let mut cells = vec![row.name.clone()];
        cells.extend(columns.iter().map(|column| row.figures.column(*column).to_string()));
        table.row(cells);
    }
    output::line(&text::as_of(lang, &stats.as_of))?;
    table.print()
}
