//! One row typed by hand, under the same checks as a row of a roster.

use std::borrow::Cow;

use compact_str::CompactString;

use super::cells::Cells;
use super::directory::Directory;
use super::header::Header;
use super::kind::Kind;
use super::person::{self, Document};
use super::records::{Context, activities, attests, conduct, graduates, ledger};
use super::refusal::{Reason, Refusal, Warning};
use super::{cadres, dues, members, orgs, transfers};
use crate::model::{
    Activity, Attest, Conduct, GraduateBase, Identity, LedgerUnit, Member, Org, OrgCode, OrgTree, Payment, Pos, Post,
    Transfer,
};
use crate::store::Source;

/// What the cells of one row make.
#[derive(Debug)]
pub(crate) enum Made {
    Org(Option<OrgCode>, Box<Org>),
    Member(Box<Member>),
    Post(Pos, Box<Post>),
    Transfer(Box<Transfer>),
    Payment(Payment),
    Conduct(Conduct),
    Activity(Activity),
    GraduateBase(GraduateBase),
    LedgerUnit(Box<LedgerUnit>),
    Attest(Attest),
}

/// A row that was read, or why not, with what was remarked about its cells.
pub(crate) struct Single {
    pub row: Result<Made, Refusal>,
    pub remarks: Vec<Warning>,
}

/// Reads a row whose cells stand in the order of its kind's columns.
pub(crate) fn single(kind: Kind, cells: &[Cow<'_, str>], tree: &OrgTree, items: &[CompactString]) -> Single {
    let places = (0..kind.columns().len() as u16).collect();
    let header = Header { kind, places, width: cells.len(), extra: Vec::new(), repeated: Vec::new() };
    let mut remarks = Vec::new();
    let context = Context { directory: Directory::of(tree), items: items.to_vec() };
    let row = read(&context, &mut Cells::new(&header, cells, Source { file: 0, row: 0 }, &mut remarks), kind);
    Single { row, remarks }
}

/// Whose number a text is, typed with or without the apostrophe of a spreadsheet; of a foreign document too.
pub(crate) fn person(text: &str) -> Result<Identity, Reason> {
    person::identity(text.trim(), Document::Resident)
        .or_else(|reason| person::identity(text.trim(), Document::Foreign).map_err(|_| reason))
}

fn read(context: &Context<'_>, cells: &mut Cells<'_>, kind: Kind) -> Result<Made, Refusal> {
    let directory = &context.directory;
    Ok(match kind {
        Kind::Orgs => {
            let (parent, org) = orgs::read(cells)?;
            Made::Org(parent, Box::new(org))
        }
        Kind::Members => {
            let (_, member) = members::read(directory, cells)?;
            Made::Member(Box::new(member))
        }
        Kind::Cadres => {
            let (at, post) = cadres::read(directory, cells)?;
            Made::Post(at, Box::new(post))
        }
        Kind::Transfers => Made::Transfer(Box::new(transfers::read(directory, cells)?)),
        Kind::Dues => {
            let (_, payment) = dues::read(directory, cells)?;
            Made::Payment(payment)
        }
        Kind::Conduct => Made::Conduct(conduct::read(context, cells)?.0),
        Kind::Activities => Made::Activity(activities::read(context, cells)?.0),
        Kind::Graduates => Made::GraduateBase(graduates::read(context, cells)?.0),
        Kind::Ledger => Made::LedgerUnit(Box::new(ledger::read(context, cells)?.0)),
        Kind::Attest => Made::Attest(attests::read(context, cells)?.0),
    })
}
