//! What stands behind a number, and where it is looked at.

use compact_str::CompactString;

use crate::judge::Fact;
use crate::store::Wanted;

/// What a number opens to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Opens {
    /// Nothing but its own row.
    #[default]
    Nothing,
    /// The organisation: its children, or its members.
    Organisation,
    /// Who holds its posts.
    Posts,
    /// The findings of a rule, or of all.
    Findings(Option<CompactString>),
    /// Requests of a sort.
    Requests(Wanted),
    /// The response league.
    Responses,
    /// Who is behind in the step.
    Units,
}

impl Opens {
    /// What stands behind a fact: where a rule tells the rows that are wrong, its findings.
    pub(super) fn of(fact: Fact) -> Self {
        let rule = |id: &str| Self::Findings(Some(id.into()));
        match fact {
            Fact::Reported | Fact::Unreported => rule("unreported-members"),
            Fact::NumberDue | Fact::NumberFilled | Fact::NumberMissing => rule("missing-number"),
            Fact::NumberWrong => rule("wrong-number"),
            Fact::NumberShared => rule("duplicate-number"),
            Fact::OverAge => rule("over-age"),
            Fact::IdentityShared => rule("duplicate-identity"),
            Fact::Unreachable => rule("unreachable-members"),
            Fact::Unsettled => rule("transfer-not-settled"),
            Fact::Towns | Fact::TownsFloating => rule("town-without-floating-branch"),
            Fact::OrganCommittees | Fact::OrganTemporary => rule("organ-committee-without-temporary-branch"),
            Fact::Retaining | Fact::RetainingManaged | Fact::DuesManagers => rule("dues-managers-missing"),
            Fact::Overposted => rule("cadre-in-many-branches"),
            Fact::TransfersNowhere => rule("transfer-to-nowhere"),
            Fact::DuesKnown | Fact::DuesLiable | Fact::DuesInTimeOnline => rule("low-dues-rate"),
            Fact::DuesArrears => rule("dues-arrears"),
            Fact::Graduates | Fact::GraduatesTransferred => rule("graduates-not-transferred"),
            Fact::Graduating | Fact::FarewellHeld => rule("farewell-missing"),
            Fact::LedgerBare => rule("ledger-without-org"),
            Fact::LedgerHollow => rule("ledger-hollow-org"),
            Fact::ElectionDue => rule("overdue-election"),
            Fact::TransfersOutOpen | Fact::TransfersInOpen => Self::Requests(Wanted::Open),
            Fact::ResponsesSoon => Self::Requests(Wanted::Soon),
            Fact::ResponsesOverdue => Self::Requests(Wanted::Overdue),
            Fact::ResponsesDue | Fact::ResponsesInTime => Self::Responses,
            Fact::Cadres | Fact::Onboarded | Fact::WithSecretary | Fact::SecretaryOnboarded | Fact::LastPostEnd => {
                Self::Posts
            }
            _ => Self::Organisation,
        }
    }
}
