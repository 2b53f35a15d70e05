//! `mingmai search`: organisations and people by whatever is known of them.

use anyhow::Result;
use serde::Serialize;

use super::args::Site;
use super::outcome::Outcome;
use super::output::{self, Table};
use super::{desk, text};
use crate::desk::{FoundItem, FoundKind};

/// What to look for.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A name, pinyin or its initials, an identity number or its last four, a phone, a member number, a code
    #[arg(required = true)]
    query: Vec<String>,
    /// At most this many; the total is always of all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

#[derive(Serialize)]
struct Hits {
    total: u64,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    kind: &'static str,
    name: String,
    org: String,
    path: String,
    id_masked: String,
}

/// Prints what is found, the best first.
pub fn run(site: &Site, args: &Args) -> Result<Outcome> {
    let desk = desk::open(site)?;
    let standing = desk.standing(&|_| {})?;
    let found = desk.find(&standing, &args.query.join(" "), args.limit, &|| false)?;
    let item = |item: FoundItem| Item {
        kind: match item.kind {
            FoundKind::Member => "member",
            FoundKind::Org => "org",
        },
        name: item.name,
        org: standing.tree.code(item.pos).to_owned(),
        path: item.path,
        id_masked: item.id_masked,
    };
    let hits = Hits { total: found.total, items: found.items.into_iter().map(item).collect() };
    if site.json {
        output::json(&hits)?;
    } else if hits.items.is_empty() {
        output::line(text::nothing(site.lang))?;
    } else {
        let mut table = Table::new(4, &["", "", "", ""]);
        for item in hits.items {
            table.row(vec![item.name, item.id_masked, item.org, item.path]);
        }
        table.print()?;
        output::line(&text::found(site.lang, hits.total))?;
    }
    Ok(Outcome::Done)
}
