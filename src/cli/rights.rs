//! What each verb takes: the one door of the command line.

use super::args::Verb;
use crate::desk::Right;

impl Verb {
    /// The right that the verb takes of whoever unlocked the register; `whole` says whether they look after all of it.
    ///
    /// A new verb does not compile until it stands here.
    pub fn right(&self, whole: bool) -> Right {
        match self {
            Self::Init(_) | Self::Restore(_) => Right::Begin,
            Self::Import(_) => Right::Import,
            Self::Export(export) => export.right(whole),
            Self::Backup(_) => Right::BackUp,
            Self::Doctor(doctor) => doctor.right(),
            Self::Demo(demo) => demo.right(),
            Self::Findings(findings) => findings.right(),
            Self::Programme(programme) => programme.right(),
            Self::Operators(operators) => operators.right(),
            Self::Erase(_) | Self::Persons(_) => Right::Erase,
            Self::Show(show) => show.right(),
            Self::Org(_)
            | Self::Cadre(_)
            | Self::Member(_)
            | Self::Transfer(_)
            | Self::Dues(_)
            | Self::Conduct(_)
            | Self::Activity(_)
            | Self::Appraise(_)
            | Self::Register(_)
            | Self::Attest(_)
            | Self::Graduates(_)
            | Self::Ledger(_) => Right::Edit,
            Self::Undo | Self::Redo => Right::Act,
            Self::Journal(journal) => journal.right(),
            // What snapshots weigh tells how much there is outside.
            Self::Bench(_) | Self::Snapshots => Right::ReadWhole,
            Self::Stats(_)
            | Self::Explain(_)
            | Self::Alerts(_)
            | Self::Tasks(_)
            | Self::Programmes
            | Self::Rules(_)
            | Self::Check(_)
            | Self::Rank(_)
            | Self::Responses(_)
            | Self::Transfers(_)
            | Self::Search(_)
            | Self::Trend(_)
            | Self::Config(_)
            | Self::Completions(_)
            | Self::Keys
            | Self::Tour => Right::Read,
        }
    }
}
