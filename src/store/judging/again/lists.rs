//! Lists as edits leave them: as they stand, or with what is still to come laid over them.

use anyhow::Result;

use super::super::super::graduates::Schools;
use super::super::activities::Activities;
use super::super::ledger::Ledger;
use super::Work;
use crate::model::{Activity, GraduateBase, LedgerUnit, OrgId, Pos, Row};

/// Rows of a list that go, and rows that come.
struct Swap<'a, T> {
    go: Vec<&'a T>,
    come: Vec<&'a T>,
}

impl<T: PartialEq> Swap<'_, T> {
    /// Whether a row of the list stays.
    fn keeps(&mut self, row: &T) -> bool {
        let gone = self.go.iter().position(|gone| *gone == row);
        gone.map(|at| self.go.swap_remove(at)).is_none()
    }
}

impl<'a> Work<'a> {
    /// What edits still to come make of a list; nothing where the register has them.
    fn swap<T: PartialEq>(&self, is: fn(&'a Row) -> Option<&'a T>) -> Swap<'a, T> {
        let mut swap = Swap { go: Vec::new(), come: Vec::new() };
        let edits = if self.ahead { self.edited.edits } else { &[] };
        for edit in edits {
            if let Some(before) = edit.before.as_ref().and_then(is) {
                // What goes may have come with an edit before.
                match swap.come.iter().position(|come| *come == before) {
                    Some(at) => drop(swap.come.remove(at)),
                    None => swap.go.push(before),
                }
            }
            swap.come.extend(edit.after.as_ref().and_then(is));
        }
        swap
    }

    /// The activities.
    pub fn activities(&self) -> Result<Activities> {
        let (register, tree, at) = (self.edited.register, self.edited.tree, self.edited.at);
        let mut swap = self.swap::<Activity>(|row| if let Row::Activity(row) = row { Some(row) } else { None });
        Activities::of(tree, at, |note| {
            register.each_activity(|row| {
                if swap.keeps(&row) {
                    note(&row);
                }
            })?;
            swap.come.iter().for_each(|row| note(row));
            Ok(())
        })
    }

    /// The ledger of the new sectors.
    pub fn ledger(&self) -> Result<Ledger> {
        let mut swap = self.swap::<LedgerUnit>(|row| if let Row::LedgerUnit(row) = row { Some(row) } else { None });
        let mut units = Vec::new();
        self.edited.register.each_ledger_unit(|unit| {
            if swap.keeps(&unit) {
                units.push(unit);
            }
        })?;
        units.extend(swap.come.into_iter().cloned());
        Ok(Ledger::of(units, self.edited.at))
    }

    /// The schools with their baselines.
    pub fn bases(&self, place: &dyn Fn(OrgId) -> Option<Pos>) -> Result<Schools> {
        let mut swap = self.swap::<GraduateBase>(|row| if let Row::GraduateBase(row) = row { Some(row) } else { None });
        let mut bases = self.edited.register.graduate_bases()?;
        bases.retain(|base| swap.keeps(base));
        bases.extend(swap.come.into_iter().cloned());
        Ok(Schools::of(bases, place, self.edited.at))
    }
}
