//! The file `keys`: the store key, wrapped once for every operator.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::Recovery;
use super::sealer::{Sealer, StoreKey, random};
use crate::store::data::{private_file, sync_dir};

const FILE: &str = "keys";
const VERSION: u32 = 1;
const SALT: usize = 16;
/// Whose slot the recovery code opens.
const RECOVERY: &str = "recovery";

/// What an operator may do, each more than the one before; over the operator's own organisations and no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Reads.
    Viewer,
    /// Changes what the register says, and acts on findings.
    Operator,
    /// Grants exemptions, and sees identity numbers and phones with a reason.
    Reviewer,
    /// Takes rosters in, keeps operators, keys and backups.
    Keeper,
}

/// Who opens a register: a post, never a person's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operator {
    /// The name given at the prompt: a post or desk.
    pub name: String,
    /// What the operator may do.
    pub role: Role,
    /// The code of the organisation whose subtree is the operator's; all of the register where there is none.
    pub scope: Option<String>,
}

/// What opens a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlotKind {
    /// A passphrase, typed.
    Passphrase,
    /// A recovery code, printed once.
    Recovery,
    /// A file with random bytes, for servers.
    KeyFile,
}

/// What somebody offers to open a register.
pub enum Secret<'a> {
    /// A passphrase.
    Passphrase(&'a str),
    /// A recovery code.
    Recovery(&'a Recovery),
    /// The bytes of a key file.
    KeyFile(&'a [u8]),
}

/// What working out a key from a passphrase costs: the more, the slower is guessing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// 64 MiB, three passes: a fifth of a second.
    pub const USUAL: Self = Self { memory_kib: 64 * 1024, passes: 3 };

    /// Codes and key files hold more random bits than can be guessed.
    const LITTLE: Self = Self { memory_kib: 64, passes: 1 };
}

/// The store key, wrapped for one operator.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Who opens it.
    pub operator: Operator,
    /// What with.
    pub kind: SlotKind,
    cost: Cost,
    salt: String,
    wrapped: String,
}

/// Why the keys do not open, or could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum SlotError {
    /// A name that could not be told from others on a screen or in a list.
    #[error("an operator's name is 1 to 40 letters, with no blanks around it and no controls in it")]
    Name,
    /// No slot opens with it; it is not said whether the operator or the secret was wrong.
    #[error("operator or passphrase is wrong")]
    Refused,
    /// There is an operator of that name already.
    #[error("there is an operator {0} already")]
    Taken(String),
    /// There is no operator of that name.
    #[error("there is no operator {0}")]
    Unknown(String),
    /// The last keeper or the last slot of its kind cannot go.
    #[error("without {0} nobody could keep the register's keys")]
    Last(String),
    /// The file is not one of this program's.
    #[error("the file of keys: {0}")]
    Damaged(String),
    /// The disk would not.
    #[error("the file of keys {}: {source}", path.display())]
    Io {
        /// Where it lies.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// No random numbers, or no memory to work out a key.
    #[error("{0}")]
    System(String),
}

/// All slots of a register.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRing {
    version: u32,
    slots: Vec<Slot>,
}

impl Default for KeyRing {
    fn default() -> Self {
        Self { version: VERSION, slots: Vec::new() }
    }
}

impl KeyRing {
    /// The keys of a new register: a keeper's, and a recovery code's beside it.
    ///
    /// # Errors
    /// A name that cannot be one, or a system without random numbers or memory.
    pub fn begin(keeper: &str, secret: &Secret<'_>, cost: Cost) -> Result<(Self, StoreKey, Recovery), SlotError> {
        let (key, code) = (StoreKey::random().map_err(system)?, Recovery::random().map_err(system)?);
        let mut ring = Self::default();
        let keeps = |name: &str| Operator { name: name.to_owned(), role: Role::Keeper, scope: None };
        ring.add(&key, keeps(keeper), secret, cost)?;
        ring.add(&key, keeps(RECOVERY), &Secret::Recovery(&code), cost)?;
        Ok((ring, key, code))
    }

    /// Makes a new recovery code; the one before opens nothing any more.
    ///
    /// # Errors
    /// A system without random numbers or memory.
    pub fn renew_recovery(&mut self, key: &StoreKey) -> Result<Recovery, SlotError> {
        let code = Recovery::random().map_err(system)?;
        let operator = Operator { name: RECOVERY.to_owned(), role: Role::Keeper, scope: None };
        let slot = wrap(key, operator, &Secret::Recovery(&code), Cost::LITTLE)?;
        self.slots.retain(|slot| slot.operator.name != RECOVERY);
        self.slots.push(slot);
        Ok(code)
    }

    /// Whether a data directory is sealed; one of which that cannot be told is taken for sealed.
    pub fn is_in(dir: &Path) -> bool {
        dir.join(FILE).try_exists().unwrap_or(true)
    }

    /// The keys of a data directory; `None` where nothing is sealed.
    ///
    /// # Errors
    /// A file that makes no sense, or what the disk said.
    pub fn load(dir: &Path) -> Result<Option<Self>, SlotError> {
        let file = dir.join(FILE);
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(SlotError::Io { path: file, source }),
        };
        let ring: Self = serde_json::from_str(&text).map_err(|error| SlotError::Damaged(error.to_string()))?;
        if ring.version != VERSION {
            return Err(SlotError::Damaged(format!("version {} is not known to this program", ring.version)));
        }
        Ok(Some(ring))
    }

    /// Keeps the keys in a data directory: whole or not at all.
    ///
    /// # Errors
    /// What the disk said; the keys before are still there then.
    pub fn save(&self, dir: &Path) -> Result<(), SlotError> {
        let text = serde_json::to_string_pretty(self).map_err(|error| SlotError::Damaged(error.to_string()))?;
        let (next, path) = (dir.join(format!("{FILE}.next")), dir.join(FILE));
        let write = || {
            let mut file = private_file(&next)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&next, &path)?;
            sync_dir(dir)
        };
        write().map_err(|source| SlotError::Io { path: path.clone(), source })
    }

    /// Takes the keys of a directory away in which nothing is sealed.
    ///
    /// # Errors
    /// What the disk said.
    pub fn forget(dir: &Path) -> io::Result<()> {
        match fs::remove_file(dir.join(FILE)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The slots, in the order they were made.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// Wraps the store key for an operator.
    ///
    /// # Errors
    /// A name that is taken, or a system without random numbers or memory.
    pub fn add(
        &mut self,
        key: &StoreKey,
        operator: Operator,
        secret: &Secret<'_>,
        cost: Cost,
    ) -> Result<(), SlotError> {
        let name = &operator.name;
        if !(1..=40).contains(&name.chars().count()) || name.trim() != name || name.chars().any(char::is_control) {
            return Err(SlotError::Name);
        }
        if self.slots.iter().any(|slot| slot.operator.name == operator.name) {
            return Err(SlotError::Taken(operator.name));
        }
        self.slots.push(wrap(key, operator, secret, cost)?);
        Ok(())
    }

    /// Puts another secret in place of an operator's; no value of the register is touched.
    ///
    /// # Errors
    /// An unknown operator, or a system without random numbers or memory.
    pub fn change(&mut self, key: &StoreKey, name: &str, secret: &Secret<'_>, cost: Cost) -> Result<(), SlotError> {
        // A code on paper is renewed, never turned into something else.
        let mut own = self.slots.iter_mut().filter(|slot| slot.kind != SlotKind::Recovery);
        let slot = own.find(|slot| slot.operator.name == name);
        let slot = slot.ok_or_else(|| SlotError::Unknown(name.to_owned()))?;
        *slot = wrap(key, slot.operator.clone(), secret, cost)?;
        Ok(())
    }

    /// Takes an operator's slot away. Who has copied the files and the passphrase can still open the copy.
    ///
    /// # Errors
    /// An unknown operator, or the last keeper.
    pub fn remove(&mut self, name: &str) -> Result<(), SlotError> {
        let at = self.slots.iter().position(|slot| slot.operator.name == name);
        let at = at.ok_or_else(|| SlotError::Unknown(name.to_owned()))?;
        // The code on paper is for the day when all else is lost, and does not count.
        let keeps = |slot: &Slot| {
            slot.operator.role == Role::Keeper && slot.operator.scope.is_none() && slot.kind != SlotKind::Recovery
        };
        if !self.slots.iter().enumerate().any(|(other, slot)| other != at && keeps(slot)) {
            return Err(SlotError::Last(name.to_owned()));
        }
        self.slots.remove(at);
        Ok(())
    }

    /// Opens with a secret; a name says whose, and must be given where several have a passphrase.
    ///
    /// The work is the same whether the operator, the secret or both are wrong.
    ///
    /// # Errors
    /// [`SlotError::Refused`], or a system without memory to work out a key.
    pub fn open(&self, name: Option<&str>, secret: &Secret<'_>) -> Result<(StoreKey, Operator), SlotError> {
        let kind = secret.kind();
        let mut fitting = self.slots.iter().filter(|slot| slot.kind == kind);
        let slot = match name {
            Some(name) => fitting.find(|slot| slot.operator.name == name),
            None => fitting.next().filter(|_| fitting.next().is_none()),
        };
        let Some(slot) = slot else {
            let cost = self.slots.iter().find(|slot| slot.kind == kind).map_or(Cost::USUAL, |slot| slot.cost);
            derive(secret, &[0; SALT], cost)?;
            return Err(SlotError::Refused);
        };
        let salt = bytes_of(&slot.salt)?;
        let own = derive(secret, &salt, slot.cost)?;
        let sealer = Sealer::with(&own);
        let opened =
            sealer.open(&[&Slot::bound(&slot.operator, slot.kind)?], &bytes_of(&slot.wrapped)?).map(Zeroizing::new);
        let key = opened.ok().and_then(|bytes| StoreKey::of(&bytes)).ok_or(SlotError::Refused)?;
        Ok((key, slot.operator.clone()))
    }
}

impl Slot {
    /// What the wrapped key is bound to: an edit of role or scope in the file makes the slot worthless.
    fn bound(operator: &Operator, kind: SlotKind) -> Result<Vec<u8>, SlotError> {
        serde_json::to_vec(&(VERSION, operator, kind)).map_err(|error| SlotError::Damaged(error.to_string()))
    }
}

impl Secret<'_> {
    fn kind(&self) -> SlotKind {
        match self {
            Self::Passphrase(_) => SlotKind::Passphrase,
            Self::Recovery(_) => SlotKind::Recovery,
            Self::KeyFile(_) => SlotKind::KeyFile,
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Passphrase(text) => text.as_bytes(),
            Self::Recovery(code) => code.bytes(),
            Self::KeyFile(bytes) => bytes,
        }
    }
}

fn wrap(key: &StoreKey, operator: Operator, secret: &Secret<'_>, cost: Cost) -> Result<Slot, SlotError> {
    let kind = secret.kind();
    let cost = if kind == SlotKind::Passphrase { cost } else { Cost::LITTLE };
    let salt: [u8; SALT] = random().map_err(system)?;
    let own = derive(secret, &salt, cost)?;
    let sealer = Sealer::with(&own);
    let mut wrapped = key.bytes().to_vec();
    sealer.seal(&[&Slot::bound(&operator, kind)?], &mut wrapped, 0).map_err(system)?;
    Ok(Slot { operator, kind, cost, salt: hex(&salt), wrapped: hex(&wrapped) })
}

fn derive(secret: &Secret<'_>, salt: &[u8], cost: Cost) -> Result<Zeroizing<[u8; 32]>, SlotError> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32)).map_err(system)?;
    let mut key = Zeroizing::new([0; 32]);
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon.hash_password_into(secret.bytes(), salt, key.as_mut()).map_err(system)?;
    Ok(key)
}

fn system(error: impl std::fmt::Display) -> SlotError {
    SlotError::System(error.to_string())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes_of(hex: &str) -> Result<Vec<u8>, SlotError> {
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let bytes = hex.as_bytes().chunks(2).map(pair).collect::<Option<_>>();
    bytes.ok_or_else(|| SlotError::Damaged("a slot is not of hexadecimal digits".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Cost = Cost { memory_kib: 64, passes: 1 };

    fn operator(name: &str, role: Role) -> Operator {
        Operator { name: name.into(), role, scope: None }
    }

    fn ring() -> (StoreKey, KeyRing, Recovery) {
        let (key, code) = (StoreKey::random().unwrap(), Recovery::random().unwrap());
        let mut ring = KeyRing::default();
        ring.add(&key, operator("值班", Role::Keeper), &Secret::Passphrase("一二三"), QUICK).unwrap();
        ring.add(&key, operator("recovery", Role::Keeper), &Secret::Recovery(&code), QUICK).unwrap();
        (key, ring, code)
    }

    fn refused(ring: &KeyRing, name: Option<&str>, secret: &Secret<'_>) -> bool {
        matches!(ring.open(name, secret), Err(SlotError::Refused))
    }

    #[test]
    fn every_slot_opens_the_same_key_and_only_with_its_secret() {
        let (key, mut ring, code) = ring();
        ring.add(&key, operator("服务器", Role::Operator), &Secret::KeyFile(b"random bytes"), QUICK).unwrap();
        for (name, secret, role) in [
            (Some("值班"), Secret::Passphrase("一二三"), Role::Keeper),
            (None, Secret::Passphrase("一二三"), Role::Keeper),
            (None, Secret::Recovery(&code), Role::Keeper),
            (None, Secret::KeyFile(b"random bytes"), Role::Operator),
        ] {
            let (opened, operator) = ring.open(name, &secret).unwrap();
            assert_eq!((opened.bytes(), operator.role), (key.bytes(), role));
        }
        assert!(refused(&ring, None, &Secret::Passphrase("一二四")));
        assert!(refused(&ring, Some("别人"), &Secret::Passphrase("一二三")));
        assert!(refused(&ring, None, &Secret::Recovery(&Recovery::random().unwrap())));
        assert!(refused(&ring, None, &Secret::KeyFile(b"other bytes")));
    }

    #[test]
    fn a_passphrase_is_changed_by_rewriting_one_slot() {
        let (key, mut ring, _) = ring();
        ring.change(&key, "值班", &Secret::Passphrase("new"), QUICK).unwrap();
        assert!(refused(&ring, None, &Secret::Passphrase("一二三")));
        assert_eq!(ring.open(None, &Secret::Passphrase("new")).unwrap().0.bytes(), key.bytes());
        assert!(matches!(ring.remove("别人"), Err(SlotError::Unknown(_))));
        ring.remove("recovery").unwrap();
        assert!(matches!(ring.remove("值班"), Err(SlotError::Last(_))));
    }

    #[test]
    fn an_edited_role_opens_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let (key, mut ring, _) = ring();
        ring.add(&key, operator("县", Role::Viewer), &Secret::Passphrase("p"), QUICK).unwrap();
        ring.save(dir.path()).unwrap();
        let kept = KeyRing::load(dir.path()).unwrap().unwrap();
        assert!(kept.open(Some("县"), &Secret::Passphrase("p")).is_ok());
        let path = dir.path().join(FILE);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("\"viewer\"", "\"keeper\"")).unwrap();
        let edited = KeyRing::load(dir.path()).unwrap().unwrap();
        assert!(refused(&edited, Some("县"), &Secret::Passphrase("p")));
        assert!(KeyRing::load(&dir.path().join("elsewhere")).unwrap().is_none());
    }
}
