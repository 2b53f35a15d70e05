//! The orgs roster, 团组织.

use compact_str::CompactString;

use super::cell;
use super::cells::Cells;
use super::check::{Check, Key};
use super::kind::{Column, Need, Personal, columns};
use super::refusal::{Reason, Refusal};
use crate::model::{BranchKind, CreditCode, DivisionCode, Industry, Org, OrgCode, OrgKind};
use crate::store::Source;

columns! {
    Code = Column::new("组织编码").need(Need::Cell).key();
    Parent = Column::new("上级组织编码").need(Need::Header);
    Name = Column::new("组织全称").need(Need::Cell);
    Short = Column::new("组织简称");
    Kind = Column::new("组织类型").need(Need::Cell).of::<OrgKind>();
    BranchKind = Column::new("支部类别").of::<BranchKind>();
    Industry = Column::new("行业类别").of::<Industry>();
    Division = Column::new("行政区划代码");
    Founded = Column::new("成立日期");
    LastElection = Column::new("最近换届日期");
    ElectionDue = Column::new("应换届日期");
    Party = Column::new("已建党组织").flag();
    Credit = Column::new("统一社会信用代码");
    Phone = Column::new("联系电话").personal(Personal::Phone);
    Retention = Column::new("团费留存比例");
    Closed = Column::new("停用日期");
}

/// The column of the parent's code, which a tree that does not hold together is blamed on.
pub(super) static PARENT: &Column = &COLUMNS[Field::Parent as usize];
/// The column of its type.
pub(super) static KIND: &Column = &COLUMNS[Field::Kind as usize];
/// The column of an organisation's own code.
pub(super) static CODE: &Column = &COLUMNS[Field::Code as usize];

/// A row that passed its own checks; the tree may still refuse it.
#[derive(Clone)]
pub(super) struct Candidate {
    pub(super) source: Source,
    pub(super) parent: Option<OrgCode>,
    pub(super) org: Org,
}

/// Keeps the rows of orgs rosters.
#[derive(Default)]
pub(super) struct OrgCheck {
    pub(super) taken: Vec<Candidate>,
}

impl Check for OrgCheck {
    fn check(&mut self, cells: &mut Cells<'_>) -> Result<Option<Key>, Refusal> {
        let (parent, org) = read(cells)?;
        self.taken.push(Candidate { source: cells.source(), parent, org });
        Ok(None)
    }
}

/// Reads one row, and the code of its parent.
pub(super) fn read(cells: &mut Cells<'_>) -> Result<(Option<OrgCode>, Org), Refusal> {
    let code = cells.required(Field::Code, cell::code)?;
    let parent = cells.given(Field::Parent, cell::code)?;
    let name = cells.required(Field::Name, cell::text)?;
    let short: CompactString = cells.optional(Field::Short, cell::text).unwrap_or_default();
    let kind = cells.required(Field::Kind, cell::word::<OrgKind>)?;
    let branch_kind = cells.optional(Field::BranchKind, cell::word::<BranchKind>);
    cells.unmasked(Field::Phone)?;
    let org = Org {
        code,
        name,
        short,
        kind,
        branch_kind: branch_kind.filter(|_| kind == OrgKind::Branch),
        industry: cells.optional(Field::Industry, cell::word),
        division: cells
            .optional(Field::Division, |text| DivisionCode::parse(&cell::fold(text)).map_err(|_| Reason::Code)),
        founded: cells.given(Field::Founded, cell::day)?,
        last_election: cells.given(Field::LastElection, cell::day)?,
        election_due: cells.given(Field::ElectionDue, cell::day)?,
        party: cells.optional(Field::Party, cell::flag),
        credit: cells.optional(Field::Credit, |text| CreditCode::parse(&cell::fold(text)).map_err(|_| Reason::Credit)),
        phone: cells.optional(Field::Phone, cell::phone),
        retention: cells.given(Field::Retention, cell::percent)?,
        closed: cells.given(Field::Closed, cell::day)?,
    };
    Ok((parent, org))
}
