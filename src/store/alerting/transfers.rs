//! What transfers tell alerts: who left and came when, who was returned home, which requests a branch answered.

use std::collections::HashMap;

use anyhow::Result;

use super::super::moves::answers;
use super::{Look, Register};
use crate::judge::alert::{Arrival, Events, How, Leaving, Move, Return};
use crate::model::{Day, Domain, Ending, OrgId, OrgTree, Pos, Transfer, TransferKind};

/// Requests that came to branches, by branch and day.
#[derive(Default)]
pub(super) struct Hops(Vec<(Pos, Day, bool)>);

/// What came to a branch since a day.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub answered: u32,
    pub waiting: u32,
    /// The day the oldest of those that wait came.
    pub oldest: Option<Day>,
}

impl Hops {
    /// What came to a branch since a day and was answered, or is past its hours.
    pub fn of(&self, branch: Pos, since: Day) -> Asked {
        let first = self.0.partition_point(|(pos, day, _)| (*pos, *day) < (branch, since));
        let mut asked = Asked::default();
        for (_, day, answered) in self.0[first..].iter().take_while(|(pos, ..)| *pos == branch) {
            if *answered {
                asked.answered += 1;
            } else {
                asked.waiting += 1;
                asked.oldest = asked.oldest.or(Some(*day));
            }
        }
        asked
    }
}

/// Reads every transfer once.
pub(super) fn take(register: &Register, look: Look<'_>, places: &HashMap<OrgId, Pos>) -> Result<(Events, Hops)> {
    let (mut events, mut hops) = (Events::default(), Hops::default());
    if !register.has_transfers()? {
        return Ok((events, hops));
    }
    register.each_transfer(|row| {
        let Some(from) = places.get(&row.from).copied() else { return };
        let to = row.to.and_then(|to| places.get(&to).copied());
        one(look, &row, from, to, &mut events);
        answered(look, &row, from, to, &mut hops);
    })?;
    // Who moved once cannot have come back.
    events.moves.sort_unstable();
    let mut kept = Vec::new();
    for moves in events.moves.chunk_by(|a, b| a.person == b.person).filter(|moves| moves.len() > 1) {
        kept.extend_from_slice(moves);
    }
    events.moves = kept;
    hops.0.sort_unstable();
    Ok((events, hops))
}

fn one(look: Look<'_>, row: &Transfer, from: Pos, to: Option<Pos>, events: &mut Events) {
    let (days, graduate, person) = (look.days(), row.graduate, row.person);
    let begun = row.begun.day();
    if row.kind == TransferKind::Returned && days.contains(&begun) && row.begun <= look.at {
        let school = school(look.tree, from);
        events.returns.extend(school.map(|school| Return { school, day: begun, person, from, graduate }));
    }
    let Some(day) = row.closed.filter(|_| row.done_by(look.at)).map(|closed| closed.day()) else { return };
    if !days.contains(&day) || Some(from) == to {
        return;
    }
    events.leavings.push(Leaving { at: from, person, day, to, graduate, how: How::Transfer });
    if let Some(to) = to.filter(|_| row.kind != TransferKind::Outside) {
        events.arrivals.push(Arrival { at: to, person, day, from: Some(from), graduate });
        events.moves.push(Move { person, day, from, to });
    }
}

/// Hops 1 and 3 are the branches' own.
fn answered(look: Look<'_>, row: &Transfer, from: Pos, to: Option<Pos>, hops: &mut Hops) {
    if row.ended_by(look.at) == Some(Ending::Withdrawn) {
        return;
    }
    for hop in row.hops.iter().filter(|hop| hop.step % 2 == 1 && hop.arrived <= look.at) {
        let Some(branch) = answers(look.tree, from, to, row.kind, hop.step) else { continue };
        let answered = row.answer(hop).is_some_and(|answered| answered <= look.at);
        let late = look.thresholds.clock(row, hop, look.at).overdue;
        if (answered || late) && look.days().contains(&hop.arrived.day()) {
            hops.0.push((branch, hop.arrived.day(), answered));
        }
    }
}

/// The topmost organisation of the school a branch belongs to.
fn school(tree: &OrgTree, pos: Pos) -> Option<Pos> {
    let school = |pos: &Pos| tree.industry(*pos).is_some_and(|industry| industry.domain() == Domain::School);
    std::iter::successors(Some(pos), |pos| tree.parent(*pos)).take_while(school).last()
}
