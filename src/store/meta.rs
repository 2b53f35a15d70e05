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
    /// The entry of the journal that made this generation: edits in place come after it.
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
    /// Hash of the edits kept with it, 0 for none.
    pub edits: u64,
}

/// An entry as format 4 wrote it.
#[derive(Serialize, Deserialize)]
struct Entry4 {
    number: u64,
    recorded: Instant,
    verb: String,
    files: Vec<String>,
    changed: u64,
    previous: u64,
    author: String,
    effective: Instant,
    rows: u64,
    undoes: Option<u64>,
    acts: u64,
}

impl From<Entry4> for JournalEntry {
    fn from(entry: Entry4) -> Self {
        let Entry4 { number, recorded, verb, files, changed, previous, author, effective, rows, undoes, acts } = entry;
        Self { number, recorded, verb, files, changed, previous, author, effective, rows, undoes, acts, edits: 0 }
    }
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

impl From<Entry3> for Entry4 {
    fn from(entry: Entry3) -> Self {
        let Entry3 { number, recorded, verb, files, changed, previous } = entry;
        let (author, effective, rows, undoes, acts) = (String::new(), recorded, number, None, 0);
        Self { number, recorded, verb, files, changed, previous, author, effective, rows, undoes, acts }
    }
}

impl JournalEntry {
    /// Reads a stored entry.
    pub(super) fn decode(codec: &Codec, key: &[u8], stored: &[u8]) -> Result<Self, CodecError> {
        Self::read(&codec.open(JOURNAL, key, stored)?)
    }

    /// Reads an entry of this format or of one before.
    pub(super) fn read(body: &[u8]) -> Result<Self, CodecError> {
        // An entry of an earlier format ends where a later one goes on, so it can never be taken for one.
        codec::shape(JOURNAL, body)
            .or_else(|_| codec::shape::<Entry4>(JOURNAL, body).map(Self::from))
            .or_else(|_| codec::shape::<Entry3>(JOURNAL, body).map(|entry| Entry4::from(entry).into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_an_earlier_format_is_read() {
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
        let stored = codec.encode(JOURNAL, &key, &Entry4 { acts: 4, undoes: Some(3), ..old.into() }).unwrap();
        let with_acts = JournalEntry::decode(&codec, &key, &stored).unwrap();
        assert_eq!(with_acts, JournalEntry { acts: 4, undoes: Some(3), ..read.clone() });
        for entry in [&read, &with_acts, &JournalEntry { edits: 9, ..read.clone() }] {
            let stored = codec.encode(JOURNAL, &key, entry).unwrap();
            assert_eq!(JournalEntry::decode(&codec, &key, &stored).unwrap(), *entry);
        }
    }
}
