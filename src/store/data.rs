//! The data directory: a lock that says who holds it, a format file, and generations of the register.
//!
//! ```text
//! lock                   held for as long as a process owns the register; its text says which
//! format                 "mingmai 7", refused when unknown
//! keys                   in a sealed register only: its key, wrapped once for each operator
//! current                the name of the generation in use
//! generation-000001/     one sled database; in a sealed register with its keyring of persons
//! ```

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::codec::Codec;
use super::seal::{KeyRing, Operator, StoreKey};
use crate::model::Instant;

pub(super) const FORMAT: &str = "mingmai 7";
/// Formats that are read as they are: 6 does not keep what imports changed, 5 has no keys of persons, 4 no edits, 3 no acts
/// on findings; the journal entries of the last two are shorter.
pub(super) const READ: [&str; 5] = ["mingmai 3", "mingmai 4", "mingmai 5", "mingmai 6", FORMAT];
const PREFIX: &str = "generation-";

/// Who holds a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Process number.
    pub process: u32,
    /// Since when, as text in local time.
    pub since: String,
    /// The terminal it was started from, where there is one.
    pub terminal: String,
}

/// Why a register could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process owns it.
    #[error("register is open in process {} since {}{}", .0.process, .0.since, in_terminal(.0))]
    Held(Held),
    /// There is none yet.
    #[error("there is no register in {}", .0.display())]
    Missing(PathBuf),
    /// Sealed, and no key was given.
    #[error("register in {} is sealed", .0.display())]
    Sealed(PathBuf),
    /// Written by a program this one does not know.
    #[error("{} holds a register of format \"{found}\"; this program knows \"{FORMAT}\"", path.display())]
    Format {
        /// The data directory.
        path: PathBuf,
        /// What its format file says.
        found: String,
    },
    /// Its personal cells are covered, and the keyring that uncovers them is gone.
    #[error("the keyring of persons is gone from {}", .0.display())]
    Persons(PathBuf),
    /// sled could not open it, or what it opened is damaged.
    #[error("register {}: {cause}", path.display())]
    Damaged {
        /// The generation.
        path: PathBuf,
        /// What was wrong.
        cause: String,
    },
    /// The disk would not.
    #[error("{}: {source}", path.display())]
    Io {
        /// What was read or written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The disk would not, when something was written already: it may be there and may not.
    #[error("{}: {source}", path.display())]
    Unsure {
        /// What was written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl OpenError {
    fn unsure(self) -> Self {
        match self {
            Self::Io { path, source } => Self::Unsure { path, source },
            other => other,
        }
    }
}

fn in_terminal(held: &Held) -> String {
    if held.terminal.is_empty() { String::new() } else { format!(" ({})", held.terminal) }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> OpenError + '_ {
    move |source| OpenError::Io { path: path.to_owned(), source }
}

/// A directory that holds one register.
#[derive(Clone, Debug)]
pub struct DataDir {
    path: PathBuf,
    codec: Codec,
    /// Whose slot opened it; nobody's where nothing is sealed.
    operator: Option<Arc<Operator>>,
}

/// Ownership of a data directory: released when dropped, or by the system when the process ends.
#[derive(Debug)]
pub struct Lock {
    file: File,
    /// The directory, where it was made for this lock.
    made: Option<PathBuf>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A command that came to nothing leaves no directory behind that was not there before.
        if let Some(path) = self.made.as_deref().filter(|path| !path.join("current").exists()) {
            let _ = fs::remove_file(path.join("lock")).and_then(|()| fs::remove_dir(path));
        } // Not only closed: a process that another thread is just starting holds it as well until it runs.
        let _ = self.file.unlock();
    }
}

impl DataDir {
    /// The directory at `path`, there or not.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), codec: Codec::PLAIN, operator: None }
    }

    /// The directory of a register whose values are stored so.
    pub(super) fn with(path: impl Into<PathBuf>, codec: &Codec) -> Self {
        Self { path: path.into(), codec: codec.clone(), operator: None }
    }

    /// The same directory, whose register this key opens: for whoever makes the register, and no operator yet.
    #[must_use]
    pub fn unlocked(&self, key: &StoreKey) -> Self {
        Self { path: self.path.clone(), codec: Codec::sealed(key), operator: None }
    }

    /// The same, opened by an operator: whatever is opened from here knows who is at work.
    #[must_use]
    pub fn unlocked_by(&self, key: &StoreKey, operator: &Operator) -> Self {
        Self { operator: Some(Arc::new(operator.clone())), ..self.unlocked(key) }
    }

    /// Who opened it; nobody where nothing is sealed.
    pub fn operator(&self) -> Option<&Arc<Operator>> {
        self.operator.as_ref()
    }

    /// Another directory for a register that is stored as an open one is, opened by the same operator.
    pub fn of(register: &super::Register, path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), codec: register.codec(), operator: register.operator().cloned() }
    }

    /// Another directory with the same key.
    #[must_use]
    pub fn at(&self, path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), codec: self.codec.clone(), operator: self.operator.clone() }
    }

    /// How values are stored in it.
    pub fn codec(&self) -> &Codec {
        &self.codec
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Takes ownership for this process.
    ///
    /// # Errors
    /// [`OpenError::Held`] when another process has it, [`OpenError::Sealed`] without the key of a sealed register, or what
    /// the disk said.
    pub fn lock(&self, now: Instant) -> Result<Lock, OpenError> {
        let lock = self.own(now)?;
        if !self.codec.is_sealed() && KeyRing::is_in(&self.path) {
            return Err(OpenError::Sealed(self.path.clone()));
        }
        Ok(lock)
    }

    /// Takes ownership of a directory of which nothing is read.
    ///
    /// # Errors
    /// [`OpenError::Held`] when another process has it, or what the disk said.
    pub fn own(&self, now: Instant) -> Result<Lock, OpenError> {
        let made = (!self.path.exists()).then(|| self.path.clone());
        fs::create_dir_all(&self.path).map_err(at(&self.path))?;
        let path = self.path.join("lock");
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(at(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                // A holder that has not written its name yet is still a holder.
                let _ = file.read_to_string(&mut text);
                let unknown = Held { process: 0, since: "?".into(), terminal: String::new() };
                return Err(OpenError::Held(serde_json::from_str(&text).unwrap_or(unknown)));
            }
            Err(TryLockError::Error(source)) => return Err(OpenError::Io { path, source }),
        }
        let held = Held {
            process: std::process::id(),
            since: now.local().format("%Y-%m-%d %H:%M:%S").to_string(),
            terminal: terminal_name(),
        };
        let text = serde_json::to_string(&held).unwrap_or_default();
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(text.as_bytes()))
            .map_err(at(&path))?;
        Ok(Lock { file, made })
    }

    /// The generation in use, if there is a register.
    ///
    /// # Errors
    /// An unknown format, or what the disk said.
    pub fn current(&self) -> Result<Option<PathBuf>, OpenError> {
        let format = self.path.join("format");
        match fs::read_to_string(&format) {
            Ok(found) if READ.contains(&found.trim()) => {}
            Ok(found) => {
                return Err(OpenError::Format { path: self.path.clone(), found: found.trim().to_owned() });
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(OpenError::Io { path: format, source }),
        }
        let current = self.path.join("current");
        match fs::read_to_string(&current) {
            Ok(name) if name.trim().starts_with(PREFIX) && !name.contains(['/', '\\']) => {
                Ok(Some(self.path.join(name.trim())))
            }
            Ok(_) => Err(OpenError::Damaged { path: current, cause: "it names no generation".into() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(OpenError::Io { path: current, source }),
        }
    }

    /// An empty directory for the next generation; what an interrupted command left behind is cleared away first.
    ///
    /// # Errors
    /// What the disk said.
    pub fn next_generation(&self, _lock: &Lock) -> Result<PathBuf, OpenError> {
        let current = self.current()?;
        self.sweep(current.as_deref())?;
        let number = current
            .as_deref()
            .and_then(Path::file_name)
            .and_then(|name| name.to_str()?.strip_prefix(PREFIX)?.parse::<u32>().ok())
            .unwrap_or(0);
        let path = self.path.join(format!("{PREFIX}{:06}", number + 1));
        fs::create_dir_all(&path).map_err(at(&path))?;
        Ok(path)
    }

    /// Makes a finished generation the one in use, by one rename, and clears away the one before.
    ///
    /// # Errors
    /// What the disk said; the register is then still the one before, unless it is [`OpenError::Unsure`].
    pub fn adopt(&self, generation: &Path, _lock: &Lock) -> Result<(), OpenError> {
        let name = generation.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        self.replace("format", FORMAT)?;
        if let Err(error) = self.replace("current", name) {
            // It was renamed, or nobody can tell: both generations are needed until somebody can.
            let before = self.current().is_ok_and(|current| current.as_deref() != Some(generation));
            return Err(if before { error } else { error.unsure() });
        }
        // What cannot be cleared away now is when the register is opened again; keys that were given up must go at once.
        self.sweep(Some(generation)).or_else(|error| match self.keys_left(generation) {
            true => Err(error.unsure()),
            false => Ok(()),
        })
    }

    /// Whether a keyring of persons lies in another generation than this one.
    fn keys_left(&self, keep: &Path) -> bool {
        let Ok(entries) = fs::read_dir(&self.path) else { return true };
        let keyring = |path: PathBuf| path.join(super::persons::FILE).try_exists().unwrap_or(true);
        entries.flatten().any(|entry| {
            entry.file_name().to_string_lossy().starts_with(PREFIX) && entry.path() != keep && keyring(entry.path())
        })
    }

    /// What its format file says, where there is a register.
    ///
    /// # Errors
    /// An unknown format, or what the disk said.
    pub(super) fn format(&self) -> Result<Option<String>, OpenError> {
        if self.current()?.is_none() {
            return Ok(None);
        }
        let path = self.path.join("format");
        fs::read_to_string(&path).map(|text| Some(text.trim().to_owned())).map_err(at(&path))
    }

    /// Writes this program's format where that of an earlier one stands.
    pub(super) fn mark_format(&self) -> Result<(), OpenError> {
        let format = self.path.join("format");
        match fs::read_to_string(&format) {
            Ok(found) if found.trim() == FORMAT => Ok(()),
            _ => self.replace("format", FORMAT),
        }
    }

    fn replace(&self, name: &str, text: &str) -> Result<(), OpenError> {
        let (next, path) = (self.path.join(format!("{name}.next")), self.path.join(name));
        let write = || {
            let mut file = File::create(&next)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&next, &path)?;
            sync_dir(&self.path)
        };
        write().map_err(at(&path))
    }

    /// Clears away what an interrupted command left of other generations than the one in use: an erasing that was broken off
    /// after its rename leaves the keys it gave up.
    pub(super) fn tidy(&self, _lock: &Lock) {
        // Where that cannot be done now, it is when the next generation is begun.
        if let Ok(Some(current)) = self.current() {
            let _ = self.sweep(Some(&current));
        }
    }

    fn sweep(&self, keep: Option<&Path>) -> Result<(), OpenError> {
        let mut synced = false;
        for entry in fs::read_dir(&self.path).map_err(at(&self.path))? {
            let path = entry.map_err(at(&self.path))?.path();
            let ours = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(PREFIX));
            if ours && keep != Some(path.as_path()) {
                // The name in use may have been changed by somebody who could not make that durable.
                if !synced {
                    sync_dir(&self.path).map_err(at(&self.path))?;
                    synced = true;
                }
                super::persons::wipe(&path);
                fs::remove_dir_all(&path).map_err(at(&path))?;
            }
        }
        Ok(())
    }
}

/// A new file that nobody else may read.
///
/// # Errors
/// What the disk said.
pub fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes a directory's entries durable; a system without such a call has nothing to do.
///
/// # Errors
/// What the disk said.
pub fn sync_dir(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}

#[cfg(unix)]
fn terminal_name() -> String {
    let name = rustix::termios::ttyname(std::io::stdin(), Vec::new());
    let name = name.ok().and_then(|name| name.into_string().ok()).unwrap_or_default();
    name.strip_prefix("/dev/").map(str::to_owned).unwrap_or(name)
}

#[cfg(not(unix))]
fn terminal_name() -> String {
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_owner_learns_who_the_first_is() {
        let dir = tempfile::tempdir().unwrap();
        let data = DataDir::new(dir.path().join("register"));
        let lock = data.lock(Instant(1_530_000_000)).unwrap();
        match data.lock(Instant(1_530_000_060)) {
            Err(OpenError::Held(held)) => {
                assert_eq!(held.process, std::process::id());
                assert_eq!(held.since, "2018-06-26 16:00:00");
            }
            other => panic!("{other:?}"),
        }
        drop(lock);
        assert!(data.lock(Instant(1_530_000_120)).is_ok());
    }

    #[test]
    fn a_generation_takes_over_by_one_rename() {
        let dir = tempfile::tempdir().unwrap();
        let data = DataDir::new(dir.path());
        let lock = data.lock(Instant(0)).unwrap();
        assert_eq!(data.current().unwrap(), None);
        let first = data.next_generation(&lock).unwrap();
        assert_eq!(data.current().unwrap(), None, "not before it is adopted");
        data.adopt(&first, &lock).unwrap();
        let second = data.next_generation(&lock).unwrap();
        assert_ne!(first, second);
        assert_eq!(data.current().unwrap(), Some(first.clone()));
        data.adopt(&second, &lock).unwrap();
        assert_eq!(data.current().unwrap(), Some(second));
        assert!(!first.exists());
        std::fs::write(dir.path().join("format"), "mingmai 9").unwrap();
        assert!(matches!(data.current(), Err(OpenError::Format { .. })));
    }
}
