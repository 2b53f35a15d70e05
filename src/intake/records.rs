//! The smaller rosters: 奖惩, 活动, 毕业生底数, 两新台账, 事项申报. Each is a table of columns and a row; what they share is here.

use compact_str::CompactString;

use super::cell;
use super::cells::Cells;
use super::check::{Check, Key};
use super::directory::Directory;
use super::refusal::{Reason, Refusal};
use crate::model::OrgId;
use crate::store::{Listed, Listing};

pub(super) mod activities;
pub(super) mod attests;
pub(super) mod conduct;
pub(super) mod graduates;
pub(super) mod ledger;

/// What the rows of these rosters are checked against.
pub(super) struct Context<'o> {
    pub directory: Directory<'o>,
    /// The metrics that may be declared.
    pub items: Vec<CompactString>,
}

impl Context<'_> {
    /// The organisation of a code.
    pub fn org(&self, code: &str) -> Result<OrgId, Reason> {
        self.directory.id(&cell::fold(code)).ok_or(Reason::UnknownOrg)
    }
}

/// Reads one row and its key.
pub(super) type Read<T> = fn(&Context<'_>, &mut Cells<'_>) -> Result<(T, Key), Refusal>;

/// Keeps the rows of one of these rosters.
pub(super) struct RecordCheck<'o, T> {
    context: &'o Context<'o>,
    read: Read<T>,
    pub(super) taken: Listing<T>,
}

impl<'o, T: Listed> RecordCheck<'o, T> {
    pub(super) fn new(context: &'o Context<'o>, read: Read<T>) -> Self {
        Self { context, read, taken: Listing::default() }
    }
}

impl<T: Listed> Check for RecordCheck<'_, T> {
    fn check(&mut self, cells: &mut Cells<'_>) -> Result<Option<Key>, Refusal> {
        let (row, key) = (self.read)(self.context, cells)?;
        let source = cells.source();
        let refused = |_| Refusal { source, column: None, value: "".into(), reason: Reason::TooLong };
        self.taken.push(source, &row).map_err(refused)?;
        Ok(Some(key))
    }
}
