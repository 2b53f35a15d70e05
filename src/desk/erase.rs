//! A person erased: what there is of them anywhere told first, then made unreadable in every copy.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Serialize;

use super::keep::{backups_of, header_of, is_veiled};
use super::reveal::fitting;
use super::{Clock, Desk, Refusal, RevealError, Right, Who};
use crate::intake::person;
use crate::model::{Deed, IdKey, Instant, Subject};
use crate::store::persons::FILE as PERSONS;
use crate::store::{
    DataDir, ENDING, EditError, NotSealed, OfOne, OpenError, Persons, STEM, Signed, Thresholds, Unwatched, VERB_ERASE,
    Watch,
};

/// The verb of the entry that says why.
const VERB_WHY: &str = "erase reason";

/// A copy of the register, and what becomes of the person in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Copied {
    /// The file, or the directory.
    pub path: PathBuf,
    /// When it was taken, where it says so.
    pub taken: Option<Instant>,
    /// Whether the person cannot be read in it afterwards; a copy made before there were keys of persons, or with its
    /// keyring, stays readable and has to be removed.
    pub unreadable: bool,
}

/// What erasing a person does.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// Who.
    pub person: IdKey,
    /// What the register holds of them.
    pub found: OfOne,
    /// The copies that lie where copies go unless somebody says otherwise.
    pub copies: Vec<Copied>,
}

impl Desk {
    /// Whose number or row it is.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn person_called(&self, text: &str) -> Result<Result<IdKey, Refusal>> {
        let text = text.trim();
        // Somebody who is no member any more is named by the whole number.
        if text.chars().count() >= 15
            && let Ok(identity) = person(text)
        {
            return Ok(Ok(identity.key()));
        }
        Ok(self.subject(Deed::MemberRemove, text)?.and_then(|subject| match subject {
            Subject::Member { person, .. } => Ok(person),
            _ => Err(Refusal::NoMember),
        }))
    }

    /// What erasing a person would do. Writes nothing.
    ///
    /// # Errors
    /// Whoever is at work may not; [`NotSealed`]; a register that cannot be read.
    pub fn erasure(&self, person: IdKey, data: &DataDir, watch: &dyn Watch) -> Result<Erasure> {
        self.may(Right::Erase)?;
        if !self.register().codec().is_sealed() {
            bail!(NotSealed);
        }
        let found = self.register().of_one(person, watch)?;
        Ok(Erasure { person, found, copies: copies(data, self.register().meta().created)? })
    }

    /// Erases a person for a reason, which goes into the journal first; gives the number of the entry of the erasing.
    ///
    /// # Errors
    /// As for [`erase`](Self::erase); [`RevealError::NoReason`] without a reason.
    pub fn erase_for(&self, by: &str, erasure: &Erasure, reason: &str, watch: &dyn Watch) -> Result<u64> {
        self.may(Right::Erase)?;
        let (who, reason) = (self.who(), fitting(reason).ok_or(RevealError::NoReason)?);
        let author = who.author(by.trim())?;
        self.register().note_down(self.clock().now(), author, VERB_WHY, vec![reason])?;
        self.erase(by, erasure, watch)
    }

    /// Erases a person; gives the number of the journal's entry. What was worked out is worked out anew when it is next asked
    /// for.
    ///
    /// # Errors
    /// As for [`erasure`](Self::erasure), and what the disk said.
    pub fn erase(&self, by: &str, erasure: &Erasure, watch: &dyn Watch) -> Result<u64> {
        self.may(Right::Erase)?;
        let who = self.who();
        let by = who.author(by.trim())?;
        let (recorded, at) = (self.clock().now(), self.present());
        let signed = Signed { verb: VERB_ERASE, author: by, recorded, effective: at, undoes: None };
        let params = self.rules().params();
        let done = self.register().erase(&signed, erasure.person, &erasure.found, watch, |before, built| {
            let lost = super::losses::Before::of(before)?;
            built.judge(at, &Thresholds::at(params, at), &Unwatched)?;
            lost.map_or(Ok(()), |lost| lost.compare(built.register(), params))
        });
        match done {
            Ok(entry) => {
                self.forget_all();
                Ok(entry.number)
            }
            Err(EditError::Register(error)) => Err(error),
            Err(error) => Err(error.into()),
        }
    }
}

/// The copies of a register beside it: backups, and registers that were set aside.
fn copies(data: &DataDir, created: Instant) -> Result<Vec<Copied>> {
    let mut out = Vec::new();
    let dir = backups_of(data);
    let beside = data.path().parent().map(Path::to_owned).unwrap_or_default();
    let aside = data.path().file_name().map(|name| format!("{}.before-", name.to_string_lossy())).unwrap_or_default();
    for entry in read(&dir)?.into_iter().chain(read(&beside)?) {
        let name = entry.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if entry.is_dir() && name.starts_with(&aside) {
            out.push(Copied { path: entry, taken: None, unreadable: false });
        } else if entry.starts_with(&dir) && name.starts_with(STEM) && name.ends_with(ENDING) {
            // Another register's, and what cannot be told to be this one's, say nothing of the person.
            let Some(header) = header_of(&entry).filter(|header| header.created == created) else { continue };
            out.push(Copied { unreadable: is_veiled(&entry)?, taken: Some(header.taken), path: entry });
        }
    }
    out.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(out)
}

fn read(dir: &Path) -> Result<Vec<PathBuf>> {
    match fs::read_dir(dir) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error).with_context(|| dir.display().to_string()),
    }
}

/// The keyring of persons written into a file of its own, sealed by the register's key; gives how many of its nodes are held.
/// `None` where the register has none yet.
///
/// # Errors
/// Whoever is at work may not; a file that is there already; what the disk said.
pub fn export_persons(desk: &Desk, file: &Path) -> Result<Option<usize>> {
    desk.may(Right::Erase)?;
    let codec = desk.register().codec();
    if !codec.is_sealed() {
        bail!(NotSealed);
    }
    let Some(nodes) = codec.persons().map(Persons::nodes) else { return Ok(None) };
    if file.exists() {
        bail!("{}: there is a file already", file.display());
    }
    if let Some(persons) = codec.persons() {
        codec.write_persons(persons, file)?;
    }
    desk.register().record(desk.clock().now(), "persons export", Vec::new(), 0)?;
    desk.register().sync()?;
    Ok(Some(nodes))
}

/// Puts an exported keyring of persons back into a register from which it is gone; `false` where it is there.
///
/// # Errors
/// Whoever is at work may not; another register's keyring; held by another process; what the disk said.
pub fn import_persons(data: &DataDir, file: &Path, clock: Clock) -> Result<bool> {
    Who::of(data).may(Right::Erase)?;
    let _lock = data.lock(clock.now())?;
    let generation = data.current()?.ok_or_else(|| OpenError::Missing(data.path().to_owned()))?;
    let place = generation.join(PERSONS);
    if place.exists() {
        return Ok(false);
    }
    let persons = data.codec().read_persons(file).with_context(|| file.display().to_string())?;
    data.codec().write_persons(&persons, &place)?;
    Ok(true)
}
