//! All lists while they are edited.

use anyhow::Result;

use super::super::register::Register;
use super::super::trees::Trees;
use super::columns;
use super::listed::{Keys, List};
use super::staged::Staged;
use crate::model::{Activity, Attest, Conduct, GraduateBase, LedgerUnit, Transfer};

macro_rules! lists {
    ($($field:ident: $row:ty;)+) => {
        /// The lists of a register at work.
        pub(super) struct Lists<'a> { $(pub $field: List<'a, $row>,)+ }

        impl<'a> Lists<'a> {
            pub fn new(register: &'a Register, trees: &'a Trees) -> Self {
                Self { $($field: List::new(register, &trees.$field)),+ }
            }

            /// Stages what changed, and where transfers now stand.
            pub fn stage(&mut self, trees: &Trees, staged: &mut Staged) -> Result<()> {
                let [transfers, ..] = [$(self.$field.stage(staged)?),+];
                columns::transfers(trees, &self.transfers, &transfers, staged)
            }

            pub fn into_keys(self) -> Keys {
                [$(self.$field.into_keys()),+].into_iter().flatten().collect()
            }
        }
    };
}

lists! {
    transfers: Transfer;
    conduct: Conduct;
    activities: Activity;
    graduates: GraduateBase;
    ledger: LedgerUnit;
    attests: Attest;
}
