//! What a register says about itself, and its journal.

use serde::{Deserialize, Serialize};

use super::codec::{self, Codec, CodecError};
use super::trees::JOURNAL;
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
    /// Who did it: a post or a name; empty where nobody said.
    pub author: String,
    /// When it takes effect.
    pub effective: Instant,
    /// The last entry that changed rows of the register, this one included: what was worked out from rows holds until then.
    pub rows: u64,
    /// The entry that it takes back.
    pub undoes: Option<u64>,
    /// Hash of the acts kept with it, 0 for none.
    pub acts: u64,
}

/// An entry as format 3 wrote it.
#[derive(Serialize, Deserialize)]
struct Entry3 {
    number: u64,
    recorded: Instant,
    verb: String,
    files: Vec<String>,
    changed: u64,
    previous: u64,
}

impl JournalEntry {
    /// Reads a stored entry.
    pub(super) fn decode(codec: &Codec, key: &[u8], stored: &[u8]) -> Result<Self, CodecError> {
        Self::read(&codec.open(JOURNAL, key, stored)?)
    }

    /// Reads an entry of this format or of the one before.
    pub(super) fn read(body: &[u8]) -> Result<Self, CodecError> {
        match codec::shape(JOURNAL, body) {
            // An entry of format 3 ends where this one goes on, so it can never be taken for one.
            Err(CodecError::Shape { .. }) => {
                let Entry3 { number, recorded, verb, files, changed, previous } = codec::shape(JOURNAL, body)?;
                let (author, effective, rows, undoes, acts) = (String::new(), recorded, number, None, 0);
                Ok(Self { number, recorded, verb, files, changed, previous, author, effective, rows, undoes, acts })
            }
            read => read,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_the_format_before_is_read() {
        let key = 7u64.to_be_bytes();
        let old = Entry3 {
            number: 7,
            recorded: Instant(9),
            verb: "import".into(),
            files: vec!["m.csv".into()],
            changed: 3,
            previous: 5,
        };
        let codec = Codec::PLAIN;
        let stored = codec.encode(JOURNAL, &key, &old).unwrap();
        let read = JournalEntry::decode(&codec, &key, &stored).unwrap();
        assert_eq!((read.number, read.rows, read.effective, read.verb.as_str()), (7, 7, Instant(9), "import"));
        let stored = codec.encode(JOURNAL, &key, &read).unwrap();
        assert_eq!(JournalEntry::decode(&codec, &key, &stored).unwrap(), read);
    }
}
