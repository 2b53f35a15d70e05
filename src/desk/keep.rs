//! Copies of a register: taken, looked through, put back.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde::Serialize;

use super::{Clock, Exists, Right, Who};
use crate::judge::Rules;
use crate::model::Instant;
use crate::store::backup::{self, Broken, Header, Sums};
use crate::store::codec::worked_out;
use crate::store::persons::{FILE as PERSONS, Persons};
use crate::store::seal::KeyRing;
use crate::store::{
    self, DataDir, ENDING, Missing, OpenError, PersonsError, Register, STEM, Thresholds, Watch, Writers, sync_dir,
};

/// A backup that was taken and read back.
#[derive(Clone, Debug, Serialize)]
pub struct Kept {
    /// The file.
    pub file: PathBuf,
    /// Bytes.
    pub bytes: u64,
    /// Values of all trees.
    pub values: u64,
    /// What it says of itself.
    pub header: Header,
    /// Older backups of the same register that were removed.
    pub removed: Vec<PathBuf>,
}

/// Where backups of a register go unless somebody says otherwise: beside its directory.
pub fn backups_of(data: &DataDir) -> PathBuf {
    beside(data, ".backups")
}

fn beside(data: &DataDir, tail: &str) -> PathBuf {
    store::beside(data.path(), tail)
}

fn stamp(at: Instant) -> String {
    at.local().format("%Y%m%d-%H%M%S").to_string()
}

/// Puts a directory in the place of another, which goes aside. Where the system can exchange two names at once there is a
/// whole register under the name at every moment; elsewhere a process that ends between two renames leaves it aside.
fn change_places(old: &Path, new: &Path, aside: &Path) -> std::io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        // The new one takes the name aside first: whatever happens, neither is where the next restore clears up.
        fs::rename(new, aside)?;
        if renameat_with(CWD, old, CWD, aside, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
        fs::rename(aside, new)?;
    }
    fs::rename(old, aside)?;
    fs::rename(new, old)
}

fn values(sums: &Sums) -> u64 {
    sums.values().map(|sum| sum.values).sum()
}

/// Copies an open register into a new file of `dir`, reads the file back, and only then gives it its name; of the older
/// backups of the same register there, all but the last `keep` (this one among them) are removed.
///
/// # Errors
/// Damage in the register, stopped by the watch, or what the disk said; nothing is removed then.
pub fn back_up(register: &Register, dir: &Path, keep: Option<usize>, clock: Clock, watch: &dyn Watch) -> Result<Kept> {
    Who::at(register).may(Right::BackUp)?;
    back_up_among(register, dir, keep, clock, Writers::None, watch)
}

/// The same while others may write to the register.
pub(super) fn back_up_among(
    register: &Register,
    dir: &Path,
    keep: Option<usize>,
    clock: Clock,
    writers: Writers,
    watch: &dyn Watch,
) -> Result<Kept> {
    let now = clock.now();
    fs::create_dir_all(dir).with_context(|| dir.display().to_string())?;
    let name = (1..)
        .map(|times| {
            format!("{STEM}{}{}{ENDING}", stamp(now), if times > 1 { format!("-{times}") } else { String::new() })
        })
        .find(|name| !dir.join(name).exists())
        .unwrap_or_default();
    let (path, header, written) = store::copy(register, dir, &name, now, writers, watch)?;
    let removed = match keep {
        Some(keep) => rotate(dir, &path, &header, keep.max(1))?,
        None => Vec::new(),
    };
    let bytes = fs::metadata(&path)?.len();
    Ok(Kept { file: path, bytes, values: values(&written), header, removed })
}

/// Removes the oldest backups of one register until `keep` are left.
fn rotate(dir: &Path, newest: &Path, newer: &Header, keep: usize) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path == newest || !name.starts_with(STEM) || !name.ends_with(ENDING) {
            continue;
        }
        // Another register's backups, those of an earlier format, and what cannot be told to be one of this, stay.
        let header = header_of(&path);
        if let Some(header) = header.filter(|one| (one.created, &one.format) == (newer.created, &newer.format)) {
            all.push((header.taken, path));
        }
    }
    all.sort();
    let excess = all.len().saturating_sub(keep - 1);
    let mut removed = Vec::new();
    for (_, path) in all.into_iter().take(excess) {
        fs::remove_file(&path).with_context(|| path.display().to_string())?;
        removed.push(path);
    }
    Ok(removed)
}

pub(super) fn header_of(path: &Path) -> Option<Header> {
    let mut file = BufReader::new(File::open(path).ok()?);
    backup::header(&mut file).ok()
}

/// The keys that a backup of a sealed register carries; `None` where it is plain.
///
/// # Errors
/// [`Broken`], or what the disk said.
pub fn keys_of(file: &Path) -> Result<Option<KeyRing>> {
    let mut source = BufReader::new(File::open(file).with_context(|| file.display().to_string())?);
    backup::keys(&mut source).map_err(|error| of_file(file, error))
}

/// What the disk says of a backup, with its name; what is wrong with the backup says that itself.
fn of_file(file: &Path, error: anyhow::Error) -> anyhow::Error {
    if error.is::<std::io::Error>() { error.context(file.display().to_string()) } else { error }
}

/// Whether personal cells of a backup are covered by keys that it does not carry.
pub(super) fn is_veiled(file: &Path) -> Result<bool> {
    let mut source = BufReader::new(File::open(file).with_context(|| file.display().to_string())?);
    backup::is_veiled(&mut source).map_err(|error| of_file(file, error))
}

/// A backup whose personal cells are covered, and no keyring of persons that uncovers them.
#[derive(Debug, thiserror::Error)]
#[error("{0}: its personal cells are covered by keys that no backup carries")]
pub struct NoPersons(pub String);

/// How a backup is put back.
#[derive(Clone, Copy, Debug, Default)]
pub struct Putting<'a> {
    /// Whether a register that is there is set aside first.
    pub replace: bool,
    /// A keyring of persons that was exported; the one of the register that is there comes first, since it knows who was
    /// erased.
    pub persons: Option<&'a Path>,
    /// With which rules the facts of the present are taken, so that the first start finds them; `None` leaves that to it.
    /// Only backups that carry none ask for it.
    pub rules: Option<&'a Rules>,
}

/// The keyring of persons that a backup is put back with.
fn persons_for(file: &Path, data: &DataDir, exported: Option<&Path>) -> Result<Option<Persons>> {
    let here = match data.current() {
        Err(error @ OpenError::Io { .. }) => return Err(error.into()),
        current => current.ok().flatten().map(|generation| generation.join(PERSONS)),
    };
    let here = match here.filter(|file| file.try_exists().unwrap_or(true)).map(|file| data.codec().read_persons(&file))
    {
        // It may well know who was erased: another must not stand in for it.
        Some(Err(error @ PersonsError::Io { .. })) => return Err(error.into()),
        read => read.and_then(Result::ok),
    };
    match (here, exported) {
        (Some(persons), _) => Ok(Some(persons)),
        (None, Some(exported)) => {
            Ok(Some(data.codec().read_persons(exported).with_context(|| exported.display().to_string())?))
        }
        (None, None) if is_veiled(file)? => bail!(NoPersons(file.display().to_string())),
        (None, None) => Ok(None),
    }
}

/// A register that was put back.
#[derive(Clone, Debug, Serialize)]
pub struct Restored {
    /// What the backup says of itself.
    pub header: Header,
    /// Values of all trees.
    pub values: u64,
    /// Where the register that was there before is now.
    pub aside: Option<PathBuf>,
    /// Rows of persons who were erased since the backup was taken: they are not put back.
    pub missing: Missing,
}

/// Puts a backup back. The file is read through before anything is written, the register is made beside what is there, read
/// back, and takes its place by a rename; a sealed one takes the key with which `data` is unlocked, and its keys come along. With `replace`, a register that is there is set aside first, whole.
///
/// # Errors
/// [`Exists`], [`Broken`], held by another process, stopped by the watch, or what the disk said.
pub fn restore(
    file: &Path,
    data: &DataDir,
    Putting { replace, persons, rules }: Putting<'_>,
    clock: Clock,
    watch: &dyn Watch,
) -> Result<Restored> {
    Who::of(data).may(Right::Begin)?;
    let now = clock.now();
    let name = || file.display().to_string();
    // A directory that cannot be told what it holds is full.
    let full = data.path().exists() && !matches!(data.current(), Ok(None));
    if full && !replace {
        bail!(Exists(data.path().display().to_string()));
    }
    let source = || File::open(file).with_context(name);
    let keys = keys_of(file)?;
    let of_file = |error| of_file(file, error);
    let (header, _) = backup::read(source()?, data.codec(), &mut |_, _, _| Ok(()), watch).map_err(of_file)?;
    let persons = persons_for(file, data, persons)?;
    let fill = |data: &DataDir| -> Result<(Sums, Missing)> {
        let lock = data.own(now)?;
        ensure!(data.current()?.is_none(), Exists(data.path().display().to_string()));
        match &keys {
            Some(keys) => keys.save(data.path())?,
            None => KeyRing::forget(data.path())?,
        }
        let mut sums = Sums::new();
        let built = store::restore(data, &lock, persons.as_ref(), &mut |take| {
            let mut carried = |name: &str, key: &[u8], value: &[u8]| {
                if persons.is_some() && worked_out(name) { Ok(()) } else { take(name, key, value) }
            };
            sums = backup::read(source()?, data.codec(), &mut carried, watch).map_err(of_file)?.1;
            Ok(())
        })?;
        sums.retain(|name, _| persons.is_none() || !worked_out(name));
        let mut found = built.register().sums(|_| true)?;
        // Trees that a backup of an earlier format does not know are there, and empty.
        found.retain(|name, sum| sum.values > 0 || sums.contains_key(name));
        ensure!(found == sums, Broken("what was put back does not read back".into()));
        let mut missing = Missing::default();
        if persons.is_some() {
            missing = built.derive(watch)?;
            let at = built.register().meta().present.unwrap_or(now);
            rules.map_or(Ok(()), |rules| built.judge(at, &Thresholds::at(rules.params(), at), watch))?;
        }
        built.adopt(data, &lock)?;
        Ok((sums, missing))
    };
    if !full {
        let (sums, missing) = fill(data)?;
        return Ok(Restored { header, values: values(&sums), aside: None, missing });
    }
    let owned = data.own(now)?;
    let beside_it = data.at(beside(data, ".restoring"));
    let _ = fs::remove_dir_all(beside_it.path());
    let (sums, missing) = fill(&beside_it).inspect_err(|_| {
        let _ = fs::remove_dir_all(beside_it.path());
    })?;
    let aside = beside(data, &format!(".before-{}", stamp(now)));
    change_places(data.path(), beside_it.path(), &aside).with_context(|| aside.display().to_string())?;
    if let Some(parent) = data.path().parent() {
        // A name that goes back with the power brings what was there before back, and all that came since is gone.
        let path = || data.path().to_owned();
        sync_dir(parent).map_err(|source| OpenError::Unsure { path: path(), source })?;
    }
    drop(owned);
    Ok(Restored { header, values: values(&sums), aside: Some(aside), missing })
}
