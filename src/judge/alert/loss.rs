//! Many members gone at once: between two looks at the register, or by one later roster.
//!
//! A members roster carries no day of leaving, so a fall can only be seen by looking twice. Done transfers are taken off.

use super::{Alert, AlertKind, Ground, How, Innocent, Leaving, Loss, Numbers, RowRef, by_org, one_place};
use crate::judge::{Fact, Facts};
use crate::model::{OrgKind, OrgTree, Pos};

/// Losses that `before` and `after`, two looks at registers with the same tree, tell and no done transfer explains;
/// each at the lowest organisation that lost enough.
///
/// Branches are told by number or by share, the organisations above them by share: a province loses twenty any day.
pub fn between(tree: &OrgTree, before: &Facts, after: &Facts, thresholds: &super::AlertThresholds) -> Vec<Loss> {
    let len = tree.len().min(before.len()).min(after.len());
    let own = |facts: &Facts, fact, pos| facts.own(fact, pos);
    let mut falls = vec![0i64; len];
    let mut out = Vec::new();
    // Children stand after their parents: from the end on, every subtree is done before its head.
    for at in (0..len).rev() {
        let pos = Pos(at as u32);
        let moved = |fact| own(after, fact, pos) - own(before, fact, pos);
        let fall = own(before, Fact::Members, pos) - own(after, Fact::Members, pos);
        falls[at] += fall - (moved(Fact::TransfersOutDone) - moved(Fact::TransfersInDone)).max(0);
        let scope = at..tree.subtree(pos).end.min(len);
        let members = before.total(Fact::Members, &scope);
        let lost = falls[at].max(0);
        let share = lost as u64 * 100 >= members * thresholds.lost_percent.max(1) as u64;
        let branch = tree.kind(pos) == OrgKind::Branch;
        let floor = if branch { thresholds.lost_floor } else { thresholds.lost };
        let many = branch && lost >= i64::from(thresholds.lost.max(1));
        if many || (share && lost >= i64::from(floor.max(1))) {
            out.push(Loss {
                org: pos,
                from: before.at.day(),
                to: after.at.day(),
                before: members as u32,
                after: after.total(Fact::Members, &scope) as u32,
                unexplained: lost as u32,
            });
            // Told once, where it happened.
            falls[at] = 0;
        }
        if let Some(parent) = tree.parent(pos) {
            falls[parent.index()] += falls[at];
        }
    }
    out.sort_unstable();
    out
}

/// What two looks told, and what one later roster moved out of a branch in a day.
pub(super) fn detect(ground: &Ground<'_>, losses: &[Loss], leavings: &[Leaving]) -> Vec<Alert> {
    let branches = by_org(leavings, |leaving| leaving.at);
    let moved: Vec<Alert> = branches.filter_map(|(pos, left)| moved(ground, pos, left)).collect();
    // What one roster moved is what the two looks around it see: told once, with its persons.
    let told = |loss: &&Loss| {
        moved.iter().any(|alert| alert.org == loss.org && alert.from <= loss.to && alert.to >= loss.from)
    };
    let seen = losses.iter().filter(|loss| loss.to <= ground.at && !told(loss)).map(|loss| looked(ground, loss));
    let seen: Vec<Alert> = seen.collect();
    moved.into_iter().chain(seen).collect()
}

fn looked(ground: &Ground<'_>, loss: &Loss) -> Alert {
    let closed = ground.tree.closed(loss.org).filter(|closed| *closed <= loss.to);
    Alert {
        kind: AlertKind::Loss,
        org: loss.org,
        numbers: Numbers {
            count: loss.unexplained,
            of: loss.before,
            before: loss.before,
            after: loss.after,
            due: None,
        },
        from: loss.from,
        to: loss.to,
        innocent: Innocent::of([closed.map(Innocent::Dissolved), Some(Innocent::Cleaning)]),
        rows: vec![RowRef { come: Some(loss.from), gone: Some(loss.to), ..RowRef::org(loss.org) }],
    }
}

fn moved(ground: &Ground<'_>, pos: Pos, left: &[Leaving]) -> Option<Alert> {
    let thresholds = ground.thresholds;
    let mut days: Vec<_> =
        left.iter().filter(|leaving| leaving.how == How::Roster && leaving.day <= ground.at).collect();
    days.sort_unstable_by_key(|leaving| (leaving.day, leaving.person));
    let most = days.chunk_by(|a, b| a.day == b.day).max_by_key(|group| group.len())?;
    let day = most[0].day;
    let after = (ground.members)(pos) + left.iter().filter(|leaving| leaving.day > day).count() as u32;
    let (lost, before) = (most.len() as u32, after + most.len() as u32);
    let share = lost * 100 >= before * thresholds.lost_percent.max(1) as u32;
    let many = lost >= thresholds.lost.max(1) as u32;
    if !many && (!share || lost < thresholds.lost_floor.max(1) as u32) {
        return None;
    }
    let merger = one_place(most.iter().map(|leaving| leaving.to)).filter(|(_, count)| *count > 1);
    let closed = ground.tree.closed(pos).filter(|closed| *closed <= ground.at);
    Some(Alert {
        kind: AlertKind::Loss,
        org: pos,
        numbers: Numbers { count: lost, of: before, before, after, due: None },
        from: day,
        to: day,
        innocent: Innocent::of([
            closed.map(Innocent::Dissolved),
            merger.map(|(place, count)| Innocent::Merger(place, count)),
            Some(Innocent::Corrected(lost)),
            Some(Innocent::Cleaning),
        ]),
        rows: most
            .iter()
            .map(|leaving| RowRef { gone: Some(day), other: leaving.to, ..RowRef::person(pos, leaving.person) })
            .collect(),
    })
}
