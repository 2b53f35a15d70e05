//! Rows changed one by one: what stood there before and what stands there after, whole, so that each can be taken back.

use serde::{Deserialize, Serialize};

use super::{Activity, Attest, Conduct, GraduateBase, IdKey, LedgerUnit, Member, Org, OrgId, Payment, Post, Transfer};

/// One row of the register, with the organisation it is kept with. New kinds go to the end: the place in the list is what
/// is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Row {
    /// An organisation.
    Org {
        /// Its number.
        id: OrgId,
        /// The one above it; `None` for a root.
        parent: Option<OrgId>,
        /// Its row.
        org: Org,
    },
    /// A member.
    Member {
        /// The branch.
        branch: OrgId,
        /// The row.
        member: Member,
    },
    /// A post.
    Post {
        /// The organisation it is in.
        org: OrgId,
        /// The row.
        post: Post,
    },
    /// A payment of dues.
    Payment {
        /// The organisation with whose rows the payer's stand.
        org: OrgId,
        /// Who paid.
        person: IdKey,
        /// The payment.
        payment: Payment,
    },
    /// A request to transfer.
    Transfer(Transfer),
    /// An honour or a penalty.
    Conduct(Conduct),
    /// An activity.
    Activity(Activity),
    /// A graduate baseline.
    GraduateBase(GraduateBase),
    /// A unit of the ledger of the new sectors.
    LedgerUnit(LedgerUnit),
    /// A declaration.
    Attest(Attest),
}

impl Row {
    /// The organisations it is of; of an honour or a penalty none is known.
    pub fn orgs(&self) -> Vec<OrgId> {
        match self {
            Self::Org { id, parent, .. } => [Some(*id), *parent].into_iter().flatten().collect(),
            Self::Member { branch, .. } => vec![*branch],
            Self::Post { org, .. } | Self::Payment { org, .. } => vec![*org],
            Self::Transfer(row) => [Some(row.from), row.to].into_iter().flatten().collect(),
            Self::Conduct(_) => Vec::new(),
            Self::Activity(row) => vec![row.org],
            Self::GraduateBase(row) => vec![row.school],
            Self::LedgerUnit(row) => row.org.into_iter().collect(),
            Self::Attest(row) => vec![row.org],
        }
    }
}

/// One row changed: `None` before where it is new, `None` after where it goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowEdit {
    /// What stood there; an edit of anything else is refused.
    pub before: Option<Row>,
    /// What stands there now.
    pub after: Option<Row>,
}

impl RowEdit {
    /// A row that is new.
    pub const fn add(row: Row) -> Self {
        Self { before: None, after: Some(row) }
    }

    /// The edit that takes this one back.
    #[must_use]
    pub fn back(self) -> Self {
        Self { before: self.after, after: self.before }
    }
}
