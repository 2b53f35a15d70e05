//! What a register says about itself, and its journal.

use serde::{Deserialize, Serialize};

use crate::model::Instant;

/// A register's own row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// When it was made.
    pub created: Instant,
    /// The present day of a demonstration; a real register's present is now.
    pub present: Option<Instant>,
    /// Organisations, existing or not.
    pub orgs: u32,
    /// Rows of the members roster.
    pub members: u32,
    /// Rows of the cadres roster.
    pub posts: u32,
    /// Entries in the journal.
    pub journal: u64,
}

/// One commit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// Its number, from 1.
    pub number: u64,
    /// When it was recorded.
    pub recorded: Instant,
    /// What was done, in the words of the command line: `import`, `demo`, `init`.
    pub verb: String,
    /// The files it came from, names only.
    pub files: Vec<String>,
    /// Rows added or changed.
    pub changed: u64,
    /// Hash of the entry before, 0 for the first.
    pub previous: u64,
}
