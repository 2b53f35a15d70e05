//! What people may do about a finding. There is no act that closes one: only the judge does (handbook B3.1).

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::{Day, Deed, OrgId, Subject, Values};

/// What a finding is the same by, however trees and rules change.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FindingKey {
    /// The rule's id.
    pub rule: CompactString,
    /// The organisation.
    pub org: OrgId,
}

/// Something done about a finding. New acts go to the end: the place in the list is what is stored.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Act {
    /// Says why it is so.
    Explain {
        /// The explanation.
        text: CompactString,
    },
    /// Gives it to a post.
    Assign {
        /// The post, or the committee it belongs to.
        post: CompactString,
    },
    /// Puts it aside.
    Snooze {
        /// The day it comes back by itself.
        until: Day,
        /// Why.
        reason: CompactString,
    },
    /// Asks that it be exempt.
    AskExemption {
        /// The day the exemption shall end.
        until: Day,
        /// Why.
        reason: CompactString,
    },
    /// Makes it exempt.
    GrantExemption {
        /// The day the exemption ends by itself.
        until: Day,
        /// Why.
        reason: CompactString,
    },
    /// Refuses an exemption asked for, or takes one back.
    RefuseExemption {
        /// Why.
        reason: CompactString,
    },
    /// Writes something down.
    Note {
        /// What.
        text: CompactString,
    },
}

impl Act {
    /// What the person wrote: a text, a reason, or the name of a post.
    pub fn words(&self) -> &str {
        match self {
            Self::Explain { text } | Self::Note { text } => text,
            Self::Assign { post } => post,
            Self::Snooze { reason, .. }
            | Self::AskExemption { reason, .. }
            | Self::GrantExemption { reason, .. }
            | Self::RefuseExemption { reason } => reason,
        }
    }

    /// The day on which it ends by itself.
    pub const fn until(&self) -> Option<Day> {
        match self {
            Self::Snooze { until, .. } | Self::AskExemption { until, .. } | Self::GrantExemption { until, .. } => {
                Some(*until)
            }
            _ => None,
        }
    }

    /// The word of the command line and of JSON.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Explain { .. } => "explain",
            Self::Assign { .. } => "assign",
            Self::Snooze { .. } => "snooze",
            Self::AskExemption { .. } => "ask-exemption",
            Self::GrantExemption { .. } => "grant-exemption",
            Self::RefuseExemption { .. } => "refuse-exemption",
            Self::Note { .. } => "note",
        }
    }
}

/// A change put to the desk: the only way in for whatever an operator does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Something done about a finding.
    Finding {
        /// Which.
        on: FindingKey,
        /// What.
        act: Act,
    },
    /// Something done to rows.
    Deed {
        /// What.
        deed: Deed,
        /// To what.
        on: Subject,
        /// The fields that were filled.
        values: Values,
    },
    /// An earlier commit taken back.
    Undo {
        /// The number of its entry in the journal.
        entry: u64,
    },
}
