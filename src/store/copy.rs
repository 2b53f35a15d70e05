//! A register copied into a file, which is read back before it gets its name; and the copy that is made before a register of
//! an earlier format is first written to.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::backup::{self, Broken, Header, Sums};
use super::causes::is_damage;
use super::data::{DataDir, FORMAT, private_file, sync_dir};
use super::register::Register;
use super::watch::Watch;
use crate::model::Instant;

/// What names of backups begin and end with.
pub const STEM: &str = "mingmai-";
/// See [`STEM`].
pub const ENDING: &str = ".backup";

/// A file that goes away again unless it is finished.
struct Part(Option<PathBuf>);

impl Drop for Part {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            let _ = fs::remove_file(path);
        }
    }
}

/// Whether anybody else may write to a register while it is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writers {
    /// Nobody does.
    None,
    /// Somebody may: what was copied is held against the register once more.
    Others,
}

/// Somebody wrote to the register while it was copied, and the copy is of no single moment.
#[derive(Debug, thiserror::Error)]
#[error("the register was written to while it was copied")]
pub struct Disturbed;

/// How old an unfinished copy must be to be one that nobody is writing any more.
const FORSAKEN: Duration = Duration::from_secs(24 * 3600);

/// Clears away what killed processes left unfinished.
fn clear(dir: &Path) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let part = name.to_str().is_some_and(|name| name.starts_with(&format!(".{STEM}")) && name.ends_with(".part"));
        let written = entry.metadata().and_then(|meta| meta.modified()).ok();
        if part && written.and_then(|at| at.elapsed().ok()).is_some_and(|age| age > FORSAKEN) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// A path beside a data directory.
pub fn beside(data: &Path, tail: &str) -> PathBuf {
    let mut path = data.as_os_str().to_owned();
    path.push(tail);
    path.into()
}

/// Writes an open register into the file `name` of `dir`, reads it back, and only then gives it that name.
///
/// # Errors
/// Damage in the register, [`Disturbed`], stopped by the watch, or what the disk said; the file is not there then.
pub fn copy(
    register: &Register,
    dir: &Path,
    name: &str,
    taken: Instant,
    writers: Writers,
    watch: &dyn Watch,
) -> Result<(PathBuf, Header, Sums)> {
    let shown = || dir.display().to_string();
    fs::create_dir_all(dir).with_context(shown)?;
    clear(dir);
    let (path, part) = (dir.join(name), dir.join(format!(".{name}.part")));
    let at = || part.display().to_string();
    let mut unfinished = Part(Some(part.clone()));
    let mut out = BufWriter::with_capacity(1 << 18, private_file(&part).with_context(at)?);
    let written = backup::write(register, taken, &mut out, watch);
    // What the disk says is about this file; what the register says is not.
    let (header, written) = match written {
        Err(error) if error.is::<std::io::Error>() => return Err(error.context(at())),
        written => written?,
    };
    out.flush().with_context(at)?;
    out.get_ref().sync_all().with_context(at)?;
    drop(out);
    if writers == Writers::Others {
        // Every value that was copied is still what the register has, and there is no other: the copy is of this moment.
        ensure!(register.sums(|name| backup::carries(&register.codec(), name))? == written, Disturbed);
    }
    let (back, read) =
        backup::read(File::open(&part).with_context(at)?, &register.codec(), &mut |_, _, _| Ok(()), watch)?;
    ensure!(back == header && read == written, Broken("what was written does not read back".into()));
    fs::rename(&part, &path).with_context(at)?;
    unfinished.0 = None;
    sync_dir(dir).with_context(shown)?;
    Ok((path, header, written))
}

/// Copies a register of an earlier format, as the program that wrote it knows it, beside its directory: once it is written
/// to, that program does not know it any more. Nothing is done where the format is this program's or the copy is there.
///
/// # Errors
/// Stopped by the watch, or what the disk said; nothing may be written to the register then.
pub(super) fn keep_earlier(register: &Register, watch: &dyn Watch) -> Result<()> {
    if let Some(view) = register.view() {
        return keep_earlier(view.whole(), watch);
    }
    let Some(data) = register.data_dir() else { return Ok(()) };
    let Some(format) = data.format()?.filter(|format| format != FORMAT) else { return Ok(()) };
    let (created, entry) = (register.meta().created, register.last_entry()?);
    let number = format.rsplit(' ').next().unwrap_or_default();
    let name = format!("{STEM}format-{number}-{}-{entry}{ENDING}", created.local().format("%Y%m%d-%H%M%S"));
    let dir = beside(data.path(), ".backups");
    if dir.join(&name).exists() {
        return Ok(());
    }
    let now = Instant::from_datetime(&chrono::Utc::now());
    match copy(register, &dir, &name, now, Writers::None, watch) {
        // A register that is damaged is no reason to keep nothing: then its files are kept as they are.
        Err(error) if is_damage(&error) => keep_files(data.path(), &dir.join(name.replace(ENDING, ".damaged"))),
        copied => copied.map(drop).context("the backup before the register's format is raised"),
    }
}

/// Copies the files of a data directory, the lock left out.
fn keep_files(from: &Path, to: &Path) -> Result<()> {
    let shown = || to.display().to_string();
    fs::create_dir_all(to).with_context(shown)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let there = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            keep_files(&entry.path(), &there)?;
        } else if entry.file_name() != "lock" {
            fs::copy(entry.path(), &there).with_context(shown)?;
            File::open(&there)?.sync_all()?;
        }
    }
    sync_dir(to).with_context(shown)
}

impl Register {
    /// The data directory it is in.
    fn data_dir(&self) -> Option<DataDir> {
        self.path().parent().map(DataDir::new)
    }

    /// What the data directory says the format is.
    pub(super) fn format(&self) -> Result<String> {
        let format = self.data_dir().map(|data| data.format()).transpose()?.flatten();
        // A generation that is not adopted yet is of this program's.
        Ok(format.unwrap_or_else(|| FORMAT.to_owned()))
    }
}
