//! The keyring of persons: a key for each, so that erasing one makes every copy of what is about them unreadable.
//!
//! ```text
//! mingmai persons 1\n
//! sealed by the store key:
//!   naming                          the key that turns an identity into the number its rows stand under
//!   derived                         the key of what is worked out of persons' rows: the search's index and columns
//!   depth steps node ...            the nodes of the tree of keys that are still held
//! ```
//!
//! It lies in the file `persons` of every generation of a sealed register, so that a generation and the keys it was written
//! with are changed by one rename. No backup carries it: a backup opens only as far as the keyring that is kept today.

mod block;
mod cells;
mod held;
mod leaf;
mod veil;

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use block::{KEY, Message, Secret};
pub use cells::{Cells, ERASED_NAME, Personal, erased};
use held::Held;
pub use held::PersonNumber;
pub use leaf::{NONCE, PersonKey};
pub use veil::{Bytes, Cover, Pieces, Veil};

use super::data::{private_file, sync_dir};
use super::seal::{SealError, Sealer, random};
use crate::model::IdKey;

/// Its file, in the directory of a generation.
pub const FILE: &str = "persons";
const MAGIC: &[u8] = b"mingmai persons 1\n";
const PLACE: &[&[u8]] = &[b"persons"];
/// How often one person may be erased and come again.
const MOST_TIMES: u32 = 1 << 12;

/// Why the keyring of persons does not open, or could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum PersonsError {
    /// It is another register's, or damaged.
    #[error("the keyring of persons does not open with the register's key, or is damaged")]
    Damaged,
    /// The disk would not.
    #[error("the keyring of persons {}: {source}", path.display())]
    Io {
        /// Where it lies.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It could not be made or sealed.
    #[error("the keyring of persons: {0}")]
    Seal(#[from] SealError),
}

/// The keys of persons that are still held.
pub struct Persons {
    naming: Secret,
    derived: Zeroizing<[u8; KEY]>,
    held: Held,
}

impl Persons {
    /// A new keyring, of everybody.
    ///
    /// # Errors
    /// A system that has no random numbers to give.
    pub fn random() -> Result<Self, PersonsError> {
        Ok(Self {
            naming: Secret::of(&Zeroizing::new(random()?)),
            derived: Zeroizing::new(random()?),
            held: Held::whole(random()?),
        })
    }

    /// The `times`-th number an identity bears: one more for each time it was erased.
    fn nth(&self, person: IdKey, times: u32) -> PersonNumber {
        let mut named = Zeroizing::new([0; 8 + 4]);
        named[..8].copy_from_slice(&person.0.to_le_bytes());
        named[8..].copy_from_slice(&times.to_le_bytes());
        let digest = Message::new(b"mm names").hash(&self.naming, *named).bytes();
        PersonNumber::of([digest[0], digest[1], digest[2], digest[3], digest[4], digest[5]])
    }

    /// The number that rows of a person stand under from now on, and the key that covers them.
    pub fn of(&self, person: IdKey) -> Option<(PersonNumber, PersonKey)> {
        (0..MOST_TIMES).find_map(|times| {
            let number = self.nth(person, times);
            Some((number, self.held.key(number)?))
        })
    }

    /// A person's key; `None` where it was given up.
    pub fn key(&self, number: PersonNumber) -> Option<PersonKey> {
        self.held.key(number)
    }

    /// The same keyring without the keys of some persons, and with another key for what is worked out of rows.
    ///
    /// # Errors
    /// A system that has no random numbers to give.
    pub fn without(&self, numbers: &BTreeSet<PersonNumber>) -> Result<Self, PersonsError> {
        Ok(Self {
            naming: self.naming.clone(),
            derived: Zeroizing::new(random()?),
            held: self.held.without(numbers.iter().copied()),
        })
    }

    /// Seals what is worked out of persons' rows.
    pub(super) fn derived(&self) -> Sealer {
        Sealer::with(&self.derived)
    }

    /// How many nodes of the tree of keys are held: one until somebody is erased.
    pub fn nodes(&self) -> usize {
        self.held.len()
    }

    /// Whether two keyrings hold the same.
    pub fn same(&self, other: &Self) -> bool {
        *self.pack() == *other.pack()
    }

    fn pack(&self) -> Zeroizing<Vec<u8>> {
        let mut out = Zeroizing::new(Vec::with_capacity(2 * KEY + self.held.len() * (1 + 8 + KEY)));
        out.extend_from_slice(self.naming.bytes().as_slice());
        out.extend_from_slice(self.derived.as_slice());
        self.held.pack(&mut out);
        out
    }

    /// Reads a keyring as [`write`](Self::write) wrote it.
    ///
    /// # Errors
    /// Another register's, damage, or what the disk said.
    pub(super) fn read(path: &Path, sealer: &Sealer) -> Result<Self, PersonsError> {
        let bytes = fs::read(path).map_err(|source| PersonsError::Io { path: path.to_owned(), source })?;
        let sealed = bytes.strip_prefix(MAGIC).ok_or(PersonsError::Damaged)?;
        let packed = sealer.open(PLACE, sealed).map(Zeroizing::new).map_err(|_| PersonsError::Damaged)?;
        let (naming, rest) = packed.split_first_chunk().ok_or(PersonsError::Damaged)?;
        let (derived, nodes) = rest.split_first_chunk().ok_or(PersonsError::Damaged)?;
        let held = Held::unpack(nodes).ok_or(PersonsError::Damaged)?;
        Ok(Self { naming: Secret::of(naming), derived: Zeroizing::new(*derived), held })
    }

    /// Writes it into a file, sealed: whole or not at all.
    ///
    /// # Errors
    /// What the disk said, or no random numbers.
    pub(super) fn write(&self, path: &Path, sealer: &Sealer) -> Result<(), PersonsError> {
        let mut sealed = self.pack().to_vec();
        sealer.seal(PLACE, &mut sealed, 0)?;
        let next = path.with_extension("next");
        let write = || {
            let mut file = private_file(&next)?;
            file.write_all(MAGIC)?;
            file.write_all(&sealed)?;
            file.sync_all()?;
            fs::rename(&next, path)?;
            let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty());
            dir.map_or(Ok(()), sync_dir)
        };
        write().map_err(|source| PersonsError::Io { path: path.to_owned(), source })
    }
}

/// Writes zeros over the keyring of a generation that goes. A disk may keep what stood there all the same; what remains then
/// is sealed.
pub(super) fn wipe(generation: &Path) {
    let path = generation.join(FILE);
    let Ok(size) = fs::metadata(&path).map(|meta| meta.len()) else { return };
    let wiped = OpenOptions::new().write(true).open(&path).and_then(|mut file| {
        file.write_all(&vec![0; size as usize])?;
        file.sync_all()
    });
    // What cannot be written over is removed with its directory.
    let _ = wiped;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::seal::StoreKey;

    #[test]
    fn an_erased_person_who_comes_again_is_another() {
        let persons = Persons::random().unwrap();
        let who = IdKey(4_499_002);
        let (first, _) = persons.of(who).unwrap();
        assert_eq!(persons.of(who).unwrap().0, first);
        let after = persons.without(&BTreeSet::from([first])).unwrap();
        let (second, _) = after.of(who).unwrap();
        assert!(second != first && after.key(first).is_none() && !after.same(&persons));
        let other = IdKey(4_499_003);
        assert_eq!(persons.of(other).unwrap().0, after.of(other).unwrap().0);
    }

    /// Worked out by another program from what is said of the derivation: a register that is kept must open for ever.
    #[test]
    fn numbers_keys_and_covers_are_what_they_always_were() {
        let (naming, derived) = (Secret::of(&[9; KEY]), Zeroizing::new([0; KEY]));
        let persons = Persons { naming, derived, held: Held::whole([7; KEY]) };
        let (number, key) = persons.of(IdKey(4_499_002)).unwrap();
        assert_eq!(number.bytes(), [0x12, 0x96, 0xad, 0xe3, 0x70, 0x22]);
        let covered = [0xdc, 0x8b, 0x10, 0x92, 0xdd, 0x04, 0xf0, 0x5e, 0x53, 0xa4, 0x7a, 0xce, 0xef, 0xa4];
        assert_eq!(key.cover("试一".as_bytes()), covered);
        assert_eq!(persons.key(number).unwrap().uncover(&covered).unwrap(), "试一".as_bytes());
    }

    #[test]
    fn it_opens_with_the_registers_key_and_no_other() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE);
        let sealer = |key: &StoreKey| Sealer::with(&key.for_use("mingmai persons 1"));
        let (key, other) = (StoreKey::random().unwrap(), StoreKey::random().unwrap());
        let persons = Persons::random().unwrap();
        persons.write(&path, &sealer(&key)).unwrap();
        assert!(Persons::read(&path, &sealer(&key)).unwrap().same(&persons));
        assert!(matches!(Persons::read(&path, &sealer(&other)), Err(PersonsError::Damaged)));
        wipe(dir.path());
        assert!(matches!(Persons::read(&path, &sealer(&key)), Err(PersonsError::Damaged)));
    }
}
