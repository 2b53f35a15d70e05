//! Members who came in the days before a due day and were gone soon after it.

use std::collections::BTreeSet;

use super::{Alert, AlertKind, Arrival, Ground, How, Innocent, Leaving, Numbers, RowRef, by_org, of_org, one_place};
use crate::model::{Day, IdKey, Pos};

/// Looks at every branch where anybody came.
pub(super) fn detect(ground: &Ground<'_>, arrivals: &[Arrival], leavings: &[Leaving]) -> Vec<Alert> {
    let branches = by_org(arrivals, |arrival| arrival.at);
    branches.flat_map(|(pos, came)| branch(ground, pos, came, of_org(leavings, pos, |leaving| leaving.at))).collect()
}

fn branch(ground: &Ground<'_>, pos: Pos, came: &[Arrival], left: &[Leaving]) -> Vec<Alert> {
    let mut told = BTreeSet::new();
    let mut out = Vec::new();
    // Where due days lie near one another, the one that explains most rows is told, and every person once.
    loop {
        let stays = |due: Day| stays(ground, due, came, left, &told);
        let Some(due) = ground.dues.iter().copied().rev().max_by_key(|due| stays(*due).len()) else { break };
        let rows = stays(due);
        if rows.len() < ground.thresholds.filled.max(1) as usize {
            break;
        }
        told.extend(rows.iter().map(|(arrival, _)| arrival.person));
        out.push(alert(ground, pos, due, came, &rows));
    }
    out
}

fn stays<'a>(
    ground: &Ground<'_>,
    due: Day,
    came: &'a [Arrival],
    left: &'a [Leaving],
    told: &BTreeSet<IdKey>,
) -> Vec<(&'a Arrival, &'a Leaving)> {
    let new = came.iter().filter(|arrival| in_time(ground, due, arrival) && !told.contains(&arrival.person));
    new.filter_map(|arrival| {
        let first = left.partition_point(|leaving| leaving.person < arrival.person);
        let of = left[first..].iter().take_while(|leaving| leaving.person == arrival.person);
        let last = (due.0 + ground.thresholds.after).min(ground.at.0);
        let gone = of.filter(|leaving| leaving.day > due && leaving.day.0 <= last).find(|gone| gone.day > arrival.day);
        Some((arrival, gone?))
    })
    .collect()
}

fn in_time(ground: &Ground<'_>, due: Day, arrival: &Arrival) -> bool {
    arrival.day <= due && arrival.day.0 >= due.0 - ground.thresholds.before
}

fn alert(ground: &Ground<'_>, pos: Pos, due: Day, came: &[Arrival], rows: &[(&Arrival, &Leaving)]) -> Alert {
    let how = |how: How| rows.iter().filter(|(_, leaving)| leaving.how == how).count() as u32;
    let graduates = rows.iter().filter(|(_, leaving)| leaving.graduate).count() as u32;
    let closed = ground.tree.closed(pos).filter(|closed| closed.0 <= due.0 + ground.thresholds.after);
    let merger = one_place(rows.iter().map(|(_, leaving)| leaving.to)).filter(|(_, count)| *count > 1);
    Alert {
        kind: AlertKind::Filled,
        org: pos,
        numbers: Numbers {
            count: rows.len() as u32,
            of: came.iter().filter(|arrival| in_time(ground, due, arrival)).count() as u32,
            due: Some(due),
            ..Numbers::default()
        },
        from: rows.iter().map(|(arrival, _)| arrival.day).min().unwrap_or(due),
        to: rows.iter().map(|(_, leaving)| leaving.day).max().unwrap_or(due),
        innocent: Innocent::of([
            Some(Innocent::Graduation(graduates)),
            closed.map(Innocent::Dissolved),
            merger.map(|(place, count)| Innocent::Merger(place, count)),
            Some(Innocent::Corrected(how(How::Roster))),
            Some(Innocent::Undated(how(How::Standing))),
            Some(Innocent::LateWork),
        ]),
        rows: rows
            .iter()
            .map(|(arrival, leaving)| RowRef {
                come: Some(arrival.day),
                gone: Some(leaving.day),
                other: leaving.to.or(arrival.from),
                ..RowRef::person(pos, arrival.person)
            })
            .collect(),
    }
}
