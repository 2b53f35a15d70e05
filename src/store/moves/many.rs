//! What transfers and graduate baselines say at several instants, read once.

use anyhow::Result;

use super::super::Register;
use super::super::graduates::Schools;
use super::super::looks::{self, Looks};
use super::{COUNTED, Moves, counted};
use crate::judge::{Change, Fact};
use crate::model::{Instant, OrgId, OrgTree, Pos, TransferKind};

/// Moves as any of the looks asks them, and what they count at each.
pub(in super::super) struct Over {
    pub moves: Moves,
    /// What moves at each look; at the first all of it.
    pub changes: Vec<Vec<Change>>,
}

/// Reads every transfer once.
///
/// `earliest` is the first instant at which anybody's place will be asked for.
pub(in super::super) fn over(
    register: &Register,
    tree: &OrgTree,
    looks: &Looks,
    earliest: Instant,
    is_school: impl Fn(Pos) -> bool,
) -> Result<Over> {
    let mut over = Over { moves: Moves::default(), changes: vec![Vec::new(); looks.len()] };
    let (some, Some((latest, _))) = (register.has_transfers()?, looks.at.last()) else { return Ok(over) };
    if !some && !register.has_graduate_bases()? {
        return Ok(over);
    }
    let places = tree.by_id();
    let place = |id: OrgId| places.get(&id).copied();
    let mut schools: Vec<Schools> =
        looks.at.iter().map(|(at, _)| Schools::take(register, &place, *at)).collect::<Result<_>>()?;
    let turns =
        looks.turns(|thresholds| (thresholds.response_month, thresholds.warning_hours, thresholds.response.clone()));
    let mut moved = Vec::new();
    if some {
        register.each_transfer(|row| {
            let ends = (place(row.from), row.to.and_then(place));
            over.count(tree, looks, turns, &row, ends);
            if row.graduate && row.kind != TransferKind::Returned && row.closed.is_some() {
                let first = looks.first_at(row.closed);
                for (schools, (at, _)) in schools.iter_mut().zip(&looks.at).skip(first) {
                    schools.count(tree, &row, ends.0, ends.1, *at);
                }
            }
            if let (Some((closed, _, _)), (Some(from), Some(to))) = (row.moved(), ends) {
                if closed > earliest {
                    over.moves.walk.note(row.person, closed, from, to);
                }
                if closed <= *latest {
                    moved.push((row.person, closed, from.0, row.kind == TransferKind::Inside && from != to));
                }
            }
        })?;
    }
    over.moves.walk.settle();
    over.moves.leave(moved);
    for (look, schools) in schools.iter().enumerate() {
        for (pos, graduates, transferred) in schools.each() {
            let mask = looks::bits(look, look + 1) & looks.exists(tree, pos);
            let counts = [
                (Fact::Baselines, u32::from(is_school(pos))),
                (Fact::Graduates, graduates),
                (Fact::GraduatesTransferred, transferred),
            ];
            for (fact, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
                looks::tell(&mut over.changes, pos, fact, mask, count as i32);
            }
        }
    }
    over.changes.iter_mut().for_each(Change::sum);
    Ok(over)
}

impl Over {
    fn count(
        &mut self,
        tree: &OrgTree,
        looks: &Looks,
        turns: looks::Mask,
        row: &crate::model::Transfer,
        ends: (Option<Pos>, Option<Pos>),
    ) {
        let mut look = 0;
        let mut held: Vec<(Pos, usize, looks::Mask)> = Vec::with_capacity(16);
        while look < looks.len() {
            let (at, thresholds) = &looks.at[look];
            let from = held.len();
            let until = counted(tree, row, ends, *at, thresholds, |pos, what| held.push((pos, what as usize, 0)));
            let next = looks.first_at(until).min(looks::next(turns, look, looks.len())).max(look + 1);
            held[from..].iter_mut().for_each(|(_, _, mask)| *mask = looks::bits(look, next));
            look = next;
        }
        // What goes on beyond a turn is told once.
        held.sort_unstable();
        held.dedup_by(|later, kept| {
            let goes_on = (later.0, later.1) == (kept.0, kept.1) && later.2 & kept.2 == 0;
            kept.2 |= if goes_on { later.2 } else { 0 };
            goes_on
        });
        for (pos, what, mask) in held {
            looks::tell(&mut self.changes, pos, COUNTED[what], mask & looks.exists(tree, pos), 1);
        }
    }
}
