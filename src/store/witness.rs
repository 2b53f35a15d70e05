//! What a generation held when it was finished, in a file beside its database.
//!
//! Every value has its checksum, but one that the database lost has none; and a database that finds its log torn goes on
//! with what came before. Only something outside it can tell.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use super::backup::Sums;
use super::data::{private_file, sync_dir};
use super::{Register, trees};

const NAME: &str = "witness";
/// What it is called where trees are named.
pub(super) const TREE: &str = NAME;

/// Trees that change in a finished generation: kept facts, frozen verdicts, programmes, snapshots, acts, edits, what
/// imports changed, the journal.
const CHANGING: [&str; 9] = [
    trees::META,
    super::column::TREE,
    trees::PROGRAMME,
    trees::VERDICT,
    trees::JOURNAL,
    super::snapshots::TREE,
    trees::ACTS,
    trees::EDITS,
    super::past::TREE,
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
    let write = || {
        let mut file = private_file(&part)?;
        writeln!(file, "{:08x} {text}", crc32fast::hash(text.as_bytes()))?;
        file.sync_all()?;
        fs::rename(&part, path.join(NAME))?;
        sync_dir(path)
    };
    write().with_context(|| part.display().to_string())
}

/// Reads it back.
///
/// # Errors
/// What the disk said.
pub(super) fn read(path: &Path) -> Result<Witness> {
    let file = path.join(NAME);
    let bytes = match fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Witness::None),
        Err(error) => return Err(error).with_context(|| file.display().to_string()),
    };
    let says = || {
        let (sum, text) = std::str::from_utf8(&bytes).ok()?.strip_suffix('\n')?.split_once(' ')?;
        (sum == format!("{:08x}", crc32fast::hash(text.as_bytes()))).then(|| serde_json::from_str(text).ok()).flatten()
    };
    Ok(says().map_or(Witness::Damaged, Witness::Says))
}
