//! Where persons stand: looked up in the rows themselves, which are right whatever was changed since the search was built.

use anyhow::Result;

use super::Register;
use crate::model::{IdKey, MemberNumber, Pos};

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

    /// Who bears a member number, and in which branches. Reads every row.
    ///
    /// # Errors
    /// Damage.
    pub fn bearers_of(&self, number: &MemberNumber) -> Result<Vec<(IdKey, Pos)>> {
        let mut found = Vec::new();
        self.scan_judged(0..self.meta().orgs as usize, |pos, half| {
            for (at, member) in half.members().enumerate() {
                let same = match number {
                    MemberNumber::Twelve(number) => member.twelve == Some(*number),
                    MemberNumber::Other(text) => member.other && half.other_number(at) == *text,
                };
                found.extend(same.then_some((member.key, pos)));
            }
        })?;
        Ok(found)
    }
}
