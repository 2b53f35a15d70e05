//! `mingmai programme add`: a programme kept in the register.

use anyhow::{Result, anyhow};
use serde::Serialize;

use super::super::outcome::{Outcome, Usage};
use super::super::programmes::Row;
use super::super::{args::Site, desk, output};
use super::{FileArgs, read, text};
use crate::desk::{Added, NotAdded};

#[derive(Serialize)]
struct Done {
    #[serde(flatten)]
    programme: Row,
    added: &'static str,
}

/// Checks the file and keeps it; the same file again changes nothing.
pub(super) fn run(site: &Site, args: &FileArgs) -> Result<Outcome> {
    let (name, written) = read(&args.file)?;
    let desk = desk::open(site)?;
    let (programme, added) = desk.add_programme(&written, &name).map_err(|error| match error {
        NotAdded::Wrong(error) => anyhow!("{}", error.say(site.lang)),
        NotAdded::BuiltIn(id) => Usage(text::built_in(site.lang, &id)).into(),
        NotAdded::Forbidden(forbidden) => forbidden.into(),
        NotAdded::Register(error) => error,
    })?;
    let row = Row::of(site, &programme);
    if site.json {
        let added = match added {
            Added::New => "new",
            Added::Replaced => "replaced",
            Added::Unchanged => "unchanged",
        };
        output::json(&Done { programme: row, added })?;
        return Ok(Outcome::Done);
    }
    let said = match added {
        Added::New => text::added(site.lang, &row.id),
        Added::Replaced => text::replaced(site.lang, &row.id),
        Added::Unchanged => text::unchanged(site.lang, &row.id),
    };
    output::line(&said)?;
    Ok(Outcome::Done)
}
