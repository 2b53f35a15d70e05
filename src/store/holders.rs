//! What the columns of a register tell of persons: who holds posts where, and which numbers stand on two rows.

use anyhow::Result;

use super::column::{self, Tag};
use super::register::Register;
use crate::model::{IdKey, Month, Pos};

impl Register {
    /// The first month for which anybody paid.
    pub(super) fn dues_begin(&self) -> Result<Option<Month>> {
        Ok(column::unpack(&self.column(Tag::DuesFrom as u8)?).next().map(|month| Month(month as u16)))
    }

    /// Those of `asked`, which is in order, who stand on a roster of members or cadres; in order. Reads every row.
    ///
    /// # Errors
    /// Damage.
    pub fn persons(&self, asked: &[IdKey]) -> Result<Vec<IdKey>> {
        let mut found = Vec::new();
        let mut look = |key: IdKey| found.extend(asked.binary_search(&key).is_ok().then_some(key));
        self.scan_judged(0..self.meta().orgs as usize, |_, half| half.members().for_each(|member| look(member.key)))?;
        self.holders()?.into_iter().for_each(|(key, _)| look(key));
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Who holds posts anywhere, and where, in the order of persons.
    ///
    /// # Errors
    /// Damage.
    pub fn holders(&self) -> Result<Vec<(IdKey, Pos)>> {
        if let Some(view) = self.view() {
            return view.holders();
        }
        let _still = self.still();
        let since = column::counts(&self.column(Tag::HoldersSince as u8)?);
        Ok(column::joined(&self.column(Tag::Holders as u8)?, since))
    }

    /// A column, whole.
    pub(super) fn column(&self, tag: u8) -> Result<Vec<u8>> {
        column::read(&self.open_now()?.trees.columns, tag)
    }

    pub(super) fn shared_numbers(&self) -> Result<Vec<u64>> {
        Ok(column::unpack(&self.column(Tag::SharedNumbers as u8)?).collect())
    }

    /// Identity numbers on two rows of members or more, in order.
    ///
    /// # Errors
    /// Damage.
    pub fn shared_identities(&self) -> Result<Vec<IdKey>> {
        Ok(column::unpack(&self.column(Tag::SharedIdentities as u8)?).map(IdKey).collect())
    }
}
