//! The lists of a register, side by side: how each is ordered, what tells its rows apart.

use std::collections::BTreeSet;

use anyhow::Result;
use compact_str::CompactString;

use super::listing::Listing;
use super::lists::{self, Listed, Rows};
use super::past::{Began, Changes};
use super::trees::Trees;
use super::{Register, transfers, veiling};
use crate::model::{
    Activity, Attest, Conduct, CreditCode, Day, GraduateBase, IdKey, Instant, LedgerUnit, OrgId, Row, Transfer,
};

macro_rules! listed {
    ($($row:ident, $tree:literal $(($tells:ident))? $($trace:ident)?, $key:ty = |$k:ident| $by:expr, $order:ty = |$o:ident| $in:expr;)+) => {$(
        impl Listed for $row {
            const TREE: &'static str = $tree;
            $(const $tells: bool = false;)?
            type Key = $key;
            type Order = $order;

            fn key(&self) -> $key {
                let $k = self;
                $by
            }

            fn order(&self) -> $order {
                let $o = self;
                $in
            }

            fn into_row(self) -> Option<Row> {
                Some(Row::$row(self))
            }

            $(fn trace(&self) -> Option<&[u8]> {
                Some(self.$trace.as_bytes())
            })?
        }
    )+};
}

listed! {
    Transfer, "transfer" (ORDER_TELLS_KEY) no, CompactString = |row| row.no.clone(), (Instant, CompactString) = |row| (row.begun, row.no.clone());
    Conduct, "conduct", (IdKey, CompactString, Day) = |row| (row.person, row.name.clone(), row.on),
        (Day, IdKey) = |row| (row.on, row.person);
    Activity, "activity", (OrgId, CompactString, Day) = |row| (row.org, row.topic.clone(), row.on),
        (Day, OrgId) = |row| (row.on, row.org);
    // A later submission does not undo what an earlier day was judged by, so both stay.
    GraduateBase, "graduates", (OrgId, u16, Option<Instant>) = |row| (row.school, row.year, row.submitted),
        (u16, OrgId, Option<Instant>) = |row| (row.year, row.school, row.submitted);
    LedgerUnit, "ledger", CreditCode = |row| row.credit.clone(), CreditCode = |row| row.credit.clone();
    Attest, "attest" (ORDER_TELLS_KEY), (OrgId, CompactString) = |row| (row.org, row.item.clone()), (Instant, OrgId) = |row| (row.at, row.org);
}

/// Declares the lists once: what arrives, what is written, and how the one becomes the other.
macro_rules! lists {
    ($($(#[$meta:meta])* $field:ident: $row:ty, $began:ident;)+) => {
        /// Rows that arrive for the lists; none that was refused.
        #[derive(Default)]
        pub struct Listings { $($(#[$meta])* pub $field: Listing<$row>,)+ }

        /// The lists of a new generation, each in its order; `None` keeps what the register before has.
        #[derive(Default)]
        pub struct Lists { $($(#[$meta])* pub $field: Option<Rows<$row>>,)+ }

        impl Listings {
            /// Whether nothing arrives.
            pub fn is_empty(&self) -> bool {
                $(self.$field.is_empty())&&+
            }

            /// Joins them with what is there, and says how many rows are new or changed.
            pub(super) fn merge(
                self,
                before: Option<&Register>,
                unchanged: &mut [u64],
                past: Option<&Changes>,
            ) -> Result<(Lists, u64)> {
                let open = before.map(Register::open_now).transpose()?;
                let trees = open.as_ref().map(|open| &open.trees);
                let mut changed = 0;
                $(let $field = {
                    let (joined, more) = self.$field.join(
                        trees.map(|trees| &trees.$field),
                        unchanged,
                        past.filter(|past| past.wants(Began::$began)),
                    )?;
                    changed += more;
                    joined.map(Rows::Joined)
                };)+
                Ok((Lists { $($field),+ }, changed))
            }
        }

        impl Lists {
            /// Writes them into a new generation.
            pub(super) fn write(
                &self,
                trees: &Trees,
                before: Option<&Register>,
                gone: &BTreeSet<IdKey>,
            ) -> Result<()> {
                let open = before.map(Register::open_now).transpose()?;
                $(match (&self.$field, &open) {
                    (Some(rows), open) => {
                        lists::write(&trees.$field, rows, open.as_ref().map(|open| &open.trees.$field))?;
                    }
                    (None, Some(before)) => veiling::carry_list::<$row>(&before.trees.$field, &trees.$field, gone)?,
                    (None, None) => {}
                })+
                transfers::index(&trees.transfers, &trees.columns)
            }
        }
    };
}

lists! {
    /// 组织关系转接.
    transfers: Transfer, Transfers;
    /// 奖惩.
    conduct: Conduct, Conduct;
    /// 活动.
    activities: Activity, Activities;
    /// 毕业生底数.
    graduates: GraduateBase, Graduates;
    /// 两新台账.
    ledger: LedgerUnit, Ledger;
    /// 事项申报.
    attests: Attest, Attests;
}

impl Register {
    /// Whether any school has submitted a graduate baseline.
    ///
    /// # Errors
    /// A register that is closed.
    pub fn has_graduate_bases(&self) -> Result<bool> {
        Ok(!self.open_now()?.trees.graduates.is_empty())
    }

    /// Every graduate baseline ever submitted.
    ///
    /// # Errors
    /// Damage.
    pub fn graduate_bases(&self) -> Result<Vec<GraduateBase>> {
        let mut all = lists::read(&self.open_now()?.trees.graduates)?;
        all.retain(|row: &GraduateBase| self.sees(row.school));
        Ok(all)
    }

    /// Every honour and penalty.
    ///
    /// # Errors
    /// Damage.
    pub fn each_conduct(&self, mut row: impl FnMut(Conduct)) -> Result<()> {
        let view = self.view();
        let seen = view.as_ref().map(|view| view.persons(self)).transpose()?;
        let told = |of: Conduct| {
            if seen.is_none_or(|seen| seen.contains(&of.person)) {
                row(of)
            }
        };
        lists::each(&self.open_now()?.trees.conduct, told)
    }

    /// Whether there is any activity.
    ///
    /// # Errors
    /// A register that is closed.
    pub fn has_activities(&self) -> Result<bool> {
        Ok(!self.open_now()?.trees.activities.is_empty())
    }

    /// Every activity.
    ///
    /// # Errors
    /// Damage.
    pub fn each_activity(&self, mut row: impl FnMut(Activity)) -> Result<()> {
        lists::each(&self.open_now()?.trees.activities, |of: Activity| {
            if self.sees(of.org) {
                row(of)
            }
        })
    }

    /// Every unit of the ledger.
    ///
    /// # Errors
    /// Damage.
    pub fn each_ledger_unit(&self, mut row: impl FnMut(LedgerUnit)) -> Result<()> {
        let sees = |of: &LedgerUnit| self.view().is_none_or(|view| view.has_unit(of));
        lists::each(&self.open_now()?.trees.ledger, |of: LedgerUnit| {
            if sees(&of) {
                row(of)
            }
        })
    }

    /// Every declaration.
    ///
    /// # Errors
    /// Damage.
    pub fn attests(&self) -> Result<Vec<Attest>> {
        let mut all = lists::read(&self.open_now()?.trees.attests)?;
        all.retain(|row: &Attest| self.sees(row.org));
        Ok(all)
    }
}
