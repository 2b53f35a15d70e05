//! Who opens a sealed register: kept by its keepers, each change with an entry of the journal.

use anyhow::{Result, ensure};

use super::Clock;
use crate::store::seal::{Cost, KeyRing, Operator, Recovery, Role, Secret, StoreKey};
use crate::store::{DataDir, Register};

/// Only a keeper of the whole register keeps its operators.
#[derive(Debug, thiserror::Error)]
#[error("{0} is not a keeper of the whole register")]
pub struct NotKeeper(pub String);

/// The operators of an open register.
pub struct Operators<'a> {
    register: Register,
    data: &'a DataDir,
    ring: KeyRing,
    key: &'a StoreKey,
    by: &'a Operator,
    clock: Clock,
}

impl<'a> Operators<'a> {
    /// Opens the register that `data` is unlocked for, on behalf of one of its operators.
    ///
    /// # Errors
    /// As for [`Register::open`]; keys that make no sense.
    pub fn open(data: &'a DataDir, key: &'a StoreKey, by: &'a Operator, clock: Clock) -> Result<Self> {
        let register = Register::open(data, clock.now())?;
        let ring = register.keys()?.unwrap_or_default();
        Ok(Self { register, data, ring, key, by, clock })
    }

    fn keeps(&self) -> Result<()> {
        let keeps = self.by.role == Role::Keeper && self.by.scope.is_none();
        ensure!(keeps, NotKeeper(self.by.name.clone()));
        Ok(())
    }

    fn save(&self, verb: &str) -> Result<()> {
        self.ring.save(self.data.path())?;
        self.register.record(self.clock.now(), &format!("operators {verb}"), vec![self.by.name.clone()], 1)?;
        self.register.sync()
    }

    /// The operators, in the order in which they were added.
    pub fn ring(&self) -> &KeyRing {
        &self.ring
    }

    /// The code of an organisation that is there, as the register writes it.
    ///
    /// # Errors
    /// Damage.
    pub fn find(&self, code: &str) -> Result<Option<String>> {
        let tree = self.register.tree()?;
        Ok(tree.find(code.trim()).map(|pos| tree.code(pos).to_owned()))
    }

    /// Adds an operator.
    ///
    /// # Errors
    /// [`NotKeeper`], a name that is taken, or what the disk said.
    pub fn add(&mut self, operator: Operator, secret: &Secret<'_>) -> Result<()> {
        self.keeps()?;
        let verb = format!("add {}", operator.name);
        self.ring.add(self.key, operator, secret, Cost::USUAL)?;
        self.save(&verb)
    }

    /// Takes an operator's slot away.
    ///
    /// # Errors
    /// [`NotKeeper`], an unknown operator, the last keeper, or what the disk said.
    pub fn remove(&mut self, name: &str) -> Result<()> {
        self.keeps()?;
        self.ring.remove(name)?;
        self.save(&format!("remove {name}"))
    }

    /// Puts another secret in place of an operator's: a keeper for anybody, everybody for themselves.
    ///
    /// # Errors
    /// [`NotKeeper`], an unknown operator, or what the disk said.
    pub fn change(&mut self, name: &str, secret: &Secret<'_>) -> Result<()> {
        if name != self.by.name {
            self.keeps()?;
        }
        self.ring.change(self.key, name, secret, Cost::USUAL)?;
        self.save(&format!("passphrase {name}"))
    }

    /// Makes a new recovery code; the one before opens nothing any more.
    ///
    /// # Errors
    /// [`NotKeeper`], or what the disk said.
    pub fn renew_recovery(&mut self) -> Result<Recovery> {
        self.keeps()?;
        let code = self.ring.renew_recovery(self.key)?;
        self.save("recovery")?;
        Ok(code)
    }
}
