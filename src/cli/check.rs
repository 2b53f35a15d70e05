//! `mingmai check`: the identities that must hold whatever the register says, each with both its sides.

use anyhow::Result;
use serde::Serialize;

use super::args::Site;
use super::outcome::Outcome;
use super::output::{self, Table};
use super::{desk, text};
use crate::lang::texts;

/// Of whom.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Code of the organisation whose subtree is checked [default: the whole register]
    #[arg(long, value_name = "CODE")]
    org: Option<String>,
}

#[derive(Serialize)]
struct Checked {
    as_of: String,
    holds: bool,
    identities: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: &'static str,
    title: &'static str,
    left: u64,
    right: u64,
    holds: bool,
    /// The rule that lists the breaks.
    rule: Option<&'static str>,
}

/// Prints every identity; a break is no failure of the verb.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let desk = desk::open(site)?;
    let standing = desk.standing(&|_| {})?;
    let of = args.org.as_deref().map(|code| desk::place(&standing, site.lang, Some(code))).transpose()?.flatten();
    let row = |balance: crate::desk::Balance| Row {
        id: balance.sum.id(),
        title: site.lang.word(balance.sum),
        left: balance.left,
        right: balance.right,
        holds: balance.holds(),
        rule: balance.sum.rule(),
    };
    let identities: Vec<Row> = desk.balances(of)?.into_iter().map(row).collect();
    let holds = identities.iter().all(|row| row.holds);
    let checked = Checked { as_of: standing.at.to_string(), holds, identities };
    if site.json {
        output::json(&checked)?;
        return Ok(Outcome::Done);
    }
    output::line(&text::as_of(site.lang, &checked.as_of))?;
    let mut table = Table::new(3, &heading(site.lang));
    for row in checked.identities {
        let see = row.rule.filter(|_| !row.holds).unwrap_or_default();
        let word = if row.holds { holds_word(site.lang) } else { breaks_word(site.lang) };
        let cells = [row.title.to_owned(), word.to_owned(), see.to_owned()];
        table.row(cells.into_iter().chain([row.left, row.right].map(|side| side.to_string())).collect());
    }
    table.print()?;
    Ok(Outcome::Done)
}

texts! {
    /// An identity that holds.
    holds_word() { "相等", "holds" }
    /// An identity that does not.
    breaks_word() { "不等", "broken" }
}

fn heading(lang: crate::lang::Lang) -> [&'static str; 5] {
    match lang {
        crate::lang::Lang::Zh => ["恒等关系", "结果", "见规则", "左边", "右边"],
        crate::lang::Lang::En => ["identity", "result", "see rule", "left", "right"],
    }
}
