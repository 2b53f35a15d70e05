//! Single values kept under a name: what a register says of itself, and what was worked out and need not be again.

use anyhow::Result;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::register::Register;

impl Register {
    pub(super) fn get_meta<T: DeserializeOwned>(&self, key: &[u8]) -> Result<Option<T>> {
        let open = self.open_now()?;
        match self.view() {
            Some(view) => open.trees.meta.get(view.key(key)),
            None => open.trees.meta.get(key),
        }
    }

    pub(super) fn put_meta<T: Serialize>(&self, key: &[u8], value: &T) -> Result<()> {
        let open = self.open_now()?;
        match self.view() {
            Some(view) => open.trees.meta.put(view.key(key), value),
            None => open.trees.meta.put(key, value),
        }
    }

    pub(super) fn forget(&self, key: &str) -> Result<()> {
        let open = self.open_now()?;
        open.trees.meta.remove(key)
    }

    /// What was worked out and kept under `key`; gone with the generation, since other rows have other values.
    ///
    /// # Errors
    /// Damage.
    pub fn kept_values<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        self.get_meta(key.as_bytes())
    }

    /// Keeps what was worked out. Not made durable: it can be worked out again.
    ///
    /// # Errors
    /// What the disk said.
    pub fn keep_values<T: Serialize>(&self, key: &str, values: &T) -> Result<()> {
        self.put_meta(key.as_bytes(), values)
    }
}
