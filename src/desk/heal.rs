//! A register looked through, and what can be made again from its rows made again.

use std::ops::Range;

use anyhow::Result;
use serde::Serialize;

use super::daily::{Newest, newest_backup};
use super::keep::backups_of;
use super::{Clock, Right, Who};
use crate::judge::Rules;
use crate::model::Pos;
use crate::store::doctor::{self, Checkup};
use crate::store::{self, DataDir, Digest, Heading, Lists, OpenError, Register, Site, Thresholds, Watch};

/// What a look through a register came to.
#[derive(Debug, Serialize)]
pub struct Examined {
    /// What was found.
    pub found: Checkup,
    /// What was found after the repair, where there was one.
    pub repaired: Option<Checkup>,
    /// The newest backup where backups go unless somebody says otherwise.
    pub backup: Option<Newest>,
    /// What a sound register holds.
    pub digest: Option<Digest>,
}

impl Examined {
    /// Whether nothing is wrong, or no longer.
    pub fn is_sound(&self) -> bool {
        self.repaired.as_ref().unwrap_or(&self.found).is_sound()
    }
}

/// How many organisations a thread writes at a time.
const STRETCH: usize = 1024;

/// Looks through the register of a directory; with `repair`, makes again what can be made from rows: search, columns, kept
/// facts and whatever else was worked out. Rows that are damaged are left as they are.
///
/// # Errors
/// Missing, held by another process, stopped by the watch, or what the disk said.
pub fn examine(data: &DataDir, repair: bool, clock: Clock, rules: &Rules, watch: &dyn Watch) -> Result<Examined> {
    Who::of(data).may(if repair { Right::Repair } else { Right::ReadWhole })?;
    let now = clock.now();
    if data.current()?.is_none() {
        return Err(OpenError::Missing(data.path().to_owned()).into());
    }
    let lock = data.lock(now)?;
    let path = || data.current()?.ok_or_else(|| OpenError::Missing(data.path().to_owned()));
    let found = doctor::check(&path()?, data.codec(), watch)?;
    let mut repaired = None;
    if repair && !found.is_sound() && found.can_be_rebuilt() {
        let before = Register::open_unlocked(data)?;
        let meta = before.meta().clone();
        let tree = before.tree()?;
        let orgs: Vec<_> = before
            .org_rows()?
            .enumerate()
            .map(|(at, row)| row.map(|(id, _, org)| (id, tree.parent(Pos(at as u32)), org)))
            .collect::<Result<_>>()?;
        let heading =
            Heading { created: meta.created, present: meta.present, recorded: now, verb: "repair", files: Vec::new() };
        let site = Site { data, lock: &lock, before: Some(&before), heading: &heading, watch, changed: None };
        let rows = |_: usize, range: Range<usize>| {
            let mut all = Vec::new();
            before.each_rows(range, |pos, rows| {
                all.push((pos, rows));
                Ok(())
            })?;
            Ok(all)
        };
        let built = store::build(site, &orgs, Lists::default(), STRETCH, &rows)?;
        let at = meta.present.unwrap_or(now);
        built.judge(at, &Thresholds::at(rules.params(), at), watch)?;
        drop(before);
        drop(built.adopt(data, &lock)?);
        repaired = Some(doctor::check(&path()?, data.codec(), watch)?);
    }
    let mut examined = Examined { found, repaired, backup: None, digest: None };
    let mut created = None;
    if examined.is_sound() {
        let register = Register::open_unlocked(data)?;
        examined.digest = Some(register.digest()?);
        created = Some(register.meta().created);
    }
    examined.backup = newest_backup(&backups_of(data), created);
    drop(lock);
    Ok(examined)
}
