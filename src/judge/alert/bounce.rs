//! People who went from one branch to another and were back soon.

use super::{Alert, AlertKind, Ground, Innocent, Move, Numbers, RowRef};
use crate::model::{Day, IdKey, Pos};

/// Who left `home` for `other` and came back.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Trip {
    home: Pos,
    other: Pos,
    person: IdKey,
    left: Day,
    back: Day,
}

/// Looks at everybody's moves; told where enough go there and back between the same two, or one person does so twice.
pub(super) fn detect(ground: &Ground<'_>, moves: &[Move]) -> Vec<Alert> {
    let mut trips = Vec::new();
    for steps in moves.chunk_by(|a, b| a.person == b.person) {
        for pair in steps.windows(2) {
            let (there, back) = (pair[0], pair[1]);
            let same = there.from == back.to && there.to == back.from && there.from != there.to;
            if same && back.day.0 - there.day.0 <= ground.thresholds.bounce_days && back.day <= ground.at {
                let (home, other, person) = (there.from, there.to, there.person);
                trips.push(Trip { home, other, person, left: there.day, back: back.day });
            }
        }
    }
    trips.sort_unstable();
    let pairs = trips.chunk_by(|a, b| (a.home, a.other) == (b.home, b.other));
    pairs.filter_map(|trips| alert(ground, trips)).collect()
}

fn alert(ground: &Ground<'_>, trips: &[Trip]) -> Option<Alert> {
    let persons = trips.chunk_by(|a, b| a.person == b.person);
    let (count, often) = persons.fold((0u32, false), |(count, often), of| (count + 1, often || of.len() > 1));
    if count < ground.thresholds.bounce.max(1) as u32 && !often {
        return None;
    }
    let home = trips[0].home;
    Some(Alert {
        kind: AlertKind::Bounce,
        org: home,
        numbers: Numbers { count, of: trips.len() as u32, ..Numbers::default() },
        from: trips.iter().map(|trip| trip.left).min()?,
        to: trips.iter().map(|trip| trip.back).max()?,
        innocent: vec![Innocent::CameBack],
        rows: trips
            .iter()
            .map(|trip| RowRef {
                at: home,
                person: Some(trip.person),
                come: Some(trip.back),
                gone: Some(trip.left),
                other: Some(trip.other),
            })
            .collect(),
    })
}
