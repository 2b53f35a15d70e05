//! Where persons stand: looked up in the rows themselves, which are right whatever was changed since the search was built.

use anyhow::Result;

use super::Register;
use crate::model::{IdKey, Pos};

impl Register {
    /// In which branches those of `asked`, which is in order, stand as members, left ones not counted. Reads every row.
    ///
    /// # Errors
    /// Damage.
    pub fn branches_of(&self, asked: &[IdKey]) -> Result<Vec<(IdKey, Pos)>> {
        let mut found = Vec::new();
        self.scan_judged(0..self.meta().orgs as usize, |pos, half| {
            let here = half.members().filter(|member| member.league.member());
            found
                .extend(here.filter(|member| asked.binary_search(&member.key).is_ok()).map(|member| (member.key, pos)));
        })?;
        Ok(found)
    }
}
