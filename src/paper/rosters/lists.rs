//! The rosters that belong to no one organisation's rows.

use anyhow::Result;

use super::{Export, Times};
use crate::intake::Kind;
use crate::intake::rows as kinds;
use crate::model::{LedgerUnit, OrgId};

/// Walks over rows and stops at the first failure.
fn each<T>(walk: impl FnOnce(&mut dyn FnMut(T)) -> Result<()>, mut put: impl FnMut(T) -> Result<()>) -> Result<()> {
    let mut done = Ok(());
    walk(&mut |row| {
        if done.is_ok() {
            done = put(row);
        }
    })?;
    done
}

/// The rows of a list that is read at once.
fn all<T>(rows: Vec<T>) -> impl FnOnce(&mut dyn FnMut(T)) -> Result<()> {
    |give| {
        rows.into_iter().for_each(give);
        Ok(())
    }
}

impl Export<'_> {
    pub(super) fn lists(&mut self) -> Result<()> {
        self.transfers()?;
        self.conduct()?;
        self.activities()?;
        self.graduates()?;
        self.ledger()?;
        self.attests()
    }

    fn transfers(&mut self) -> Result<()> {
        let Some(mut files) = self.rosters(Kind::Transfers)? else { return Ok(()) };
        let (register, scope) = (self.register, &self.scope);
        each(
            |give| register.each_transfer(give),
            |row| {
                if !scope.holds(row.from) && !row.to.is_some_and(|to| scope.holds(to)) {
                    return Ok(());
                }
                let Some(who) = self.persons.identity(row.person) else {
                    self.out.left_out += 1;
                    return Ok(());
                };
                let code = |org: OrgId| scope.code(org);
                let (from, to) = (code(row.from), row.to.map_or("", code));
                files.put(0, self.row.filled(|out| kinds::transfer(out, &row, &who, from, to)))
            },
        )?;
        self.finish([files])
    }

    fn conduct(&mut self) -> Result<()> {
        let Some(mut files) = self.rosters(Kind::Conduct)? else { return Ok(()) };
        let (register, subtree) = (self.register, self.scope.top.is_some());
        each(
            |give| register.each_conduct(give),
            |row| {
                if subtree && !self.persons.met(row.person) {
                    return Ok(());
                }
                let Some(who) = self.persons.identity(row.person) else {
                    self.out.left_out += 1;
                    return Ok(());
                };
                files.put(0, self.row.filled(|out| kinds::conduct(out, &row, &who)))
            },
        )?;
        self.finish([files])
    }

    fn activities(&mut self) -> Result<()> {
        let Some(mut files) = self.rosters(Kind::Activities)? else { return Ok(()) };
        let (register, scope) = (self.register, &self.scope);
        each(
            |give| register.each_activity(give),
            |row| match scope.holds(row.org) {
                true => files.put(0, self.row.filled(|out| kinds::activity(out, &row, scope.code(row.org)))),
                false => Ok(()),
            },
        )?;
        self.finish([files])
    }

    fn graduates(&mut self) -> Result<()> {
        let Some(mut files) = self.rosters(Kind::Graduates)? else { return Ok(()) };
        let scope = &self.scope;
        // One file may not hold two submissions of a year, the register does.
        let mut times = Times::new();
        each(all(self.register.graduate_bases()?), |row| {
            let number = times.before((row.school, row.year));
            match scope.holds(row.school) {
                true => files.put(number, self.row.filled(|out| kinds::graduates(out, &row, scope.code(row.school)))),
                false => Ok(()),
            }
        })?;
        self.finish([files])
    }

    fn ledger(&mut self) -> Result<()> {
        let Some(mut files) = self.rosters(Kind::Ledger)? else { return Ok(()) };
        let (register, scope) = (self.register, &self.scope);
        let division = scope.top.and_then(|top| scope.tree.division(top)).map(|division| division.to_string());
        // A unit without an organisation belongs to whoever answers for its division.
        let inside = |row: &LedgerUnit| match (row.org, &division) {
            (Some(org), _) => scope.holds(org),
            (None, Some(division)) => row.division.to_string().starts_with(division.trim_end_matches("00")),
            (None, None) => scope.top.is_none(),
        };
        each(
            |give| register.each_ledger_unit(give),
            |row| match inside(&row) {
                true => {
                    let code = row.org.map_or("", |org| scope.code(org));
                    files.put(0, self.row.filled(|out| kinds::unit(out, &row, code)))
                }
                false => Ok(()),
            },
        )?;
        self.finish([files])
    }

    fn attests(&mut self) -> Result<()> {
        let Some(mut files) = self.rosters(Kind::Attest)? else { return Ok(()) };
        let scope = &self.scope;
        each(all(self.register.attests()?), |row| match scope.holds(row.org) {
            true => files.put(0, self.row.filled(|out| kinds::attest(out, &row, scope.code(row.org)))),
            false => Ok(()),
        })?;
        self.finish([files])
    }
}
