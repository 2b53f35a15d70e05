//! A batch that came on one day and brought a branch exactly to the number asked for, after which nobody came.

use super::{Alert, AlertKind, Arrival, Ground, Innocent, Leaving, Numbers, RowRef, by_org, of_org, one_place};
use crate::model::{Day, Pos};

/// A branch founded so many days around a batch begins with it.
pub(super) const FOUNDING: i32 = 15;

/// Looks at every branch where anybody came and that still stands.
pub(super) fn detect(ground: &Ground<'_>, arrivals: &[Arrival], leavings: &[Leaving]) -> Vec<Alert> {
    let branches = by_org(arrivals, |arrival| arrival.at);
    let standing = branches.filter(|(pos, _)| ground.tree.exists(*pos, ground.at.end()));
    standing.filter_map(|(pos, came)| branch(ground, pos, came, of_org(leavings, pos, |leaving| leaving.at))).collect()
}

fn branch(ground: &Ground<'_>, pos: Pos, came: &[Arrival], left: &[Leaving]) -> Option<Alert> {
    let thresholds = ground.thresholds;
    let now = (ground.members)(pos);
    // Who came after a day was not there then, and who left after it still was.
    let count = |day: Day| {
        let later = came.iter().filter(|arrival| arrival.day > day && arrival.day <= ground.at).count() as u32;
        let gone = left.iter().filter(|leaving| leaving.day > day && leaving.day <= ground.at).count() as u32;
        (now + gone).saturating_sub(later)
    };
    let mut days: Vec<Day> = came.iter().map(|arrival| arrival.day).filter(|day| *day <= ground.at).collect();
    days.sort_unstable();
    let asked = [thresholds.hollow, thresholds.least].into_iter().max().filter(|asked| *asked > 1)? as u32;
    days.chunk_by(|a, b| a == b).find_map(|group| {
        let day = group[0];
        let quiet = Day(day.0 + thresholds.quiet);
        let stopped = quiet <= ground.at && !days.iter().any(|later| *later > day && *later <= quiet);
        let (before, after) = (count(Day(day.0 - 1)), count(day));
        let fits = group.len() >= thresholds.batch.max(1) as usize && before < asked && after == asked;
        (fits && stopped).then(|| alert(ground, pos, day, came, (before, asked)))
    })
}

fn alert(ground: &Ground<'_>, pos: Pos, day: Day, came: &[Arrival], (before, asked): (u32, u32)) -> Alert {
    let batch: Vec<&Arrival> = came.iter().filter(|arrival| arrival.day == day).collect();
    let founded = ground.tree.founded(pos).filter(|founded| (founded.0 - day.0).abs() <= FOUNDING);
    let merger = one_place(batch.iter().map(|arrival| arrival.from)).filter(|(_, count)| *count > 1);
    Alert {
        kind: AlertKind::Batch,
        org: pos,
        numbers: Numbers { count: batch.len() as u32, of: asked, before, after: asked, due: None },
        from: day,
        to: day,
        innocent: Innocent::of([
            founded.map(Innocent::NewBranch),
            merger.map(|(place, count)| Innocent::Merger(place, count)),
            Some(Innocent::SmallUnit),
        ]),
        rows: batch
            .iter()
            .map(|arrival| RowRef { come: Some(day), other: arrival.from, ..RowRef::person(pos, arrival.person) })
            .collect(),
    }
}
