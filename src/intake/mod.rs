//! Rosters in (csv, xlsx, xls): checked rows packed for the register, refusals listed.
//!
//! All sources are looked at first, organisations are read and made one tree with the register's, and members and cadres
//! are then read against that tree: so they may come together and in any order (`rosters.md`).

mod blocks;
mod bomb;
mod cadres;
mod cell;
mod cells;
mod check;
mod csv;
mod directory;
mod dues;
mod encoding;
#[cfg(test)]
mod fuzz;
mod guard;
mod header;
mod kind;
mod known;
mod members;
mod orgs;
mod person;
mod progress;
mod read;
mod records;
mod refusal;
mod report;
mod resolve;
mod row;
pub(crate) mod rows;
mod single;
mod source;
mod transfers;
mod workbook;

pub use encoding::Encoding;
pub use guard::{guard, unguard, visible};
pub(crate) use kind::mask_strays;
pub use kind::{Column, Kind, Need, Personal};
pub use progress::{Interrupted, Progress, Unwatched};
pub(crate) use read::declarable;
pub use read::{Batch, Dropped, Options, read};
pub use refusal::{Caution, Reason, Refusal, Warning};
pub use report::{FileReport, Report, Shown, Warnings};
pub(crate) use row::Row;
pub(crate) use single::{Made, person, single};

use crate::model::{IdKey, Org, OrgCode, OrgId, Pos};
use crate::programme::Programme;

/// An organisation in pre-order, with the place of its parent.
pub type Placed = (OrgId, Option<Pos>, Org);

/// What the intake must know of the register the rows go into.
pub trait Known {
    /// How many organisations it has.
    fn orgs(&self) -> usize;
    /// The first number that was never given to an organisation, should that be more than one above the largest in use.
    fn next_id(&self) -> OrgId {
        OrgId(0)
    }
    /// Its organisations in pre-order, each with the code of its parent.
    fn org_rows(&self) -> Box<dyn Iterator<Item = (OrgId, Option<OrgCode>, Org)> + '_>;
    /// Those of `asked`, which is in order, who stand on a roster of members or cadres; in order.
    ///
    /// # Errors
    /// A register that cannot be read.
    fn persons(&self, asked: &[IdKey]) -> anyhow::Result<Vec<IdKey>>;
    /// The programmes whose metrics may be declared.
    ///
    /// # Errors
    /// A register that cannot be read.
    fn programmes(&self) -> anyhow::Result<Vec<Programme>> {
        Ok(vec![Programme::builtin().map_err(|error| anyhow::anyhow!("{error}"))?])
    }
}

/// A register that does not exist yet.
pub struct NewRegister;

impl Known for NewRegister {
    fn orgs(&self) -> usize {
        0
    }

    fn org_rows(&self) -> Box<dyn Iterator<Item = (OrgId, Option<OrgCode>, Org)> + '_> {
        Box::new(std::iter::empty())
    }

    fn persons(&self, _: &[IdKey]) -> anyhow::Result<Vec<IdKey>> {
        Ok(Vec::new())
    }
}
