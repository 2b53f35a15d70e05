//! Arrears, which depend on whether the roster of their first month was brought to the leading body: how many rows tell so is
//! counted once, and moved by edits from then on.

use std::collections::HashMap;

use anyhow::Result;

use super::super::super::moves::Moves;
use super::super::super::owing::Owing;
use super::super::{Pass, in_stretches};
use super::moved::Moved;
use super::shared::{Looked, replace};
use super::{Edited, Ground, Work};
use crate::judge::{Change, Fact};
use crate::model::{IdKey, Month, OrgKind, Pos};

/// How many members have paid for each month of arrears, by the leading body they owed it.
pub type Brought = HashMap<(Pos, Month), i64>;

/// Somebody in arrears where the rosters are there: the branch now, the leading bodies with the first month of each, and who.
type OneOwing = (Option<Pos>, Vec<(Pos, Month)>, IdKey);

impl Work<'_> {
    /// Adds what changed of arrears; `None` where a roster is there now that was not, or the other way round.
    pub fn arrears(
        &self,
        ground: &mut Ground,
        looked: &Looked,
        flagged: &[IdKey],
        changes: &mut Vec<Change>,
    ) -> Result<Option<Option<Vec<IdKey>>>> {
        let moves = Moves::default();
        let pass = self.pass(&moves);
        let flat = |list: &[super::super::Arrears]| {
            let each = |one: &super::super::Arrears| {
                one.keys.iter().map(|key| (one.stood, one.stays.clone(), *key)).collect::<Vec<OneOwing>>()
            };
            let mut all: Vec<OneOwing> = list.iter().flat_map(each).collect();
            all.sort_unstable();
            all
        };
        let (old, new) = (flat(&looked.arrears.0), flat(&looked.arrears.1));
        let mut moved = Brought::new();
        for (list, sign) in [(&looked.brought.0, -1), (&looked.brought.1, 1)] {
            for (place, month) in list {
                *moved.entry((pass.domain(*place), *month)).or_default() += sign;
            }
        }
        moved.retain(|_, by| *by != 0);
        if old == new && moved.is_empty() {
            return Ok(Some(None));
        }
        let counted = match ground.rosters.take() {
            Some(mut counted) => {
                moved.iter().for_each(|(place, by)| *counted.entry(*place).or_default() += by);
                counted
            }
            None => count(&self.edited, &pass, ground, self.walks)?,
        };
        let now = |place: &(Pos, Month)| counted.get(place).copied().unwrap_or_default();
        if moved.iter().any(|(place, by)| (now(place) > 0) != (now(place) - by > 0)) {
            return Ok(None);
        }
        let there = |owing: &&OneOwing| owing.1.iter().all(|stay| now(stay) > 0);
        let mut lists = (Vec::new(), Vec::new());
        for (list, keys, sign) in [(&old, &mut lists.0, -1), (&new, &mut lists.1, 1)] {
            for (stood, _, key) in list.iter().filter(there) {
                changes.extend(stood.map(|pos| Change::new(pos, Fact::DuesArrears, sign)));
                keys.push(*key);
            }
        }
        ground.rosters = Some(counted);
        lists.0.sort_unstable();
        lists.1.sort_unstable();
        Ok(Some((lists.0 != lists.1).then(|| {
            let mut keys = flagged.to_vec();
            replace(&mut keys, &lists);
            keys
        })))
    }
}

/// Counts them all.
fn count(edited: &Edited<'_>, pass: &Pass<'_>, ground: &Ground, walks: bool) -> Result<Brought> {
    let mut moves = Moves::default();
    if let Some(moved) = &ground.moved {
        Moved::tell(moved.all(), edited.at, &mut moves, &mut Vec::new());
        moves.walk.settle();
    }
    let dues_begin = edited.register.dues_begin()?;
    let owing = Owing::new(edited.tree, &moves, edited.thresholds, dues_begin, edited.at);
    let (tree, at) = (edited.tree, edited.at);
    let parts = in_stretches(tree.len(), &|_| {}, |range| {
        let mut brought = Brought::new();
        let mut dues = edited.register.dues_from(range.start)?;
        edited.register.scan_facts(range, |pos, half, means| {
            let dues = dues.at(pos)?;
            let counts = tree.exists(pos, at) && tree.kind(pos) == OrgKind::Branch;
            // As whoever takes all facts leaves out what was no branch in any of the months.
            if !counts && !owing.existed(pos) && !walks {
                return Ok(());
            }
            for (at, member) in half.members().enumerate().filter(|_| !dues.is_empty()) {
                let Some(means) = means.get(at) else { break };
                owing.of(pos, &member, &means, dues, |place, month| {
                    *brought.entry((pass.domain(place), month)).or_default() += 1;
                });
            }
            Ok(())
        })?;
        Ok(brought)
    })?;
    let mut all = Brought::new();
    parts.into_iter().flatten().for_each(|(place, by)| *all.entry(place).or_default() += by);
    Ok(all)
}
