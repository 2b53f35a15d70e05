//! What a generation held when it was finished, in a file beside its database.
//!
//! Every value has its checksum, but one that the database lost has none; and a database that finds its log torn goes on
//! with what came before. Only something outside it can tell.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Result;

use super::backup::Sums;
use super::data::{private_file, sync_dir};
use super::{Register, trees};

const NAME: &str = "witness";
/// Under which the register counts how often it was made durable.
pub(super) const SAVES: &[u8] = b"saves";
const COUNT: &str = "saves";
/// What it is called where trees are named.
pub(super) const TREE: &str = NAME;

/// Trees that change in a finished generation: kept facts, frozen verdicts, programmes, snapshots, acts, edits, the journal.
const CHANGING: [&str; 8] = [
    trees::META,
    super::column::TREE,
    trees::PROGRAMME,
    trees::VERDICT,
    trees::JOURNAL,
    super::snapshots::TREE,
    trees::ACTS,
    trees::EDITS,
];

/// Whether a tree stays as it was written.
pub(super) fn fixed(name: &str) -> bool {
    !CHANGING.contains(&name) && trees::known(name.as_bytes()).is_some()
}

/// What a witness says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Witness {
    /// The generation was made before there were any.
    None,
    /// It cannot be read itself.
    Damaged,
    /// The sums of the trees that do not change.
    Says(Sums),
}

/// Writes down what a finished generation holds.
pub(super) fn write(path: &Path, register: &Register) -> Result<()> {
    let text = serde_json::to_string(&register.sums(fixed)?)?;
    let part = path.join("witness.next");
    let mut file = private_file(&part)?;
    writeln!(file, "{:08x} {text}", crc32fast::hash(text.as_bytes()))?;
    file.sync_all()?;
    fs::rename(part, path.join(NAME))?;
    Ok(sync_dir(path)?)
}

/// Notes beside the database how often it was made durable.
///
/// After the database and in place: whatever ends the process or the machine, the note is never ahead, so one that is says
/// that the database has lost something since. That it cannot be written is no reason to call a save none.
pub(super) fn count(path: &Path, saves: u64) {
    let text = format!("{saves:020}");
    let line = format!("{:08x} {text}\n", crc32fast::hash(text.as_bytes()));
    let file = fs::OpenOptions::new().write(true).create(true).truncate(false).open(path.join(COUNT));
    let _ = file.and_then(|mut file| file.write_all(line.as_bytes()));
}

/// Reads the note; nothing where there is none, or none that can be read.
pub(super) fn counted(path: &Path) -> Option<u64> {
    let line = fs::read_to_string(path.join(COUNT)).ok()?;
    let (sum, text) = line.strip_suffix('\n')?.split_once(' ')?;
    (sum == format!("{:08x}", crc32fast::hash(text.as_bytes()))).then(|| text.parse().ok()).flatten()
}

/// Whether there is a note that cannot be read.
pub(super) fn count_is_damaged(path: &Path) -> bool {
    fs::metadata(path.join(COUNT)).is_ok_and(|meta| meta.len() > 0) && counted(path).is_none()
}

/// Reads it back.
pub(super) fn read(path: &Path) -> Witness {
    let bytes = match fs::read(path.join(NAME)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Witness::None,
        Err(_) => return Witness::Damaged,
    };
    let says = || {
        let (sum, text) = std::str::from_utf8(&bytes).ok()?.strip_suffix('\n')?.split_once(' ')?;
        (sum == format!("{:08x}", crc32fast::hash(text.as_bytes()))).then(|| serde_json::from_str(text).ok()).flatten()
    };
    says().map_or(Witness::Damaged, Witness::Says)
}
