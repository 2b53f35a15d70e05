//! Many members of one branch who came on the same day, where neither its founding nor an intake of classes explains it.

use super::batch::FOUNDING;
use super::{Alert, AlertKind, Arrival, Ground, Innocent, Numbers, RowRef, by_org, one_place};
use crate::model::{Day, Domain, Pos};

/// Looks at every branch where anybody came; 入团年月 says a month only and clusters by itself, so it is not looked at.
pub(super) fn detect(ground: &Ground<'_>, arrivals: &[Arrival]) -> Vec<Alert> {
    let mut out = Vec::new();
    for (pos, came) in by_org(arrivals, |arrival| arrival.at) {
        let mut came: Vec<&Arrival> = came.iter().filter(|arrival| arrival.day <= ground.at).collect();
        came.sort_unstable_by_key(|arrival| (arrival.day, arrival.person));
        let days = came.chunk_by(|a, b| a.day == b.day);
        let many = days.filter(|group| group.len() >= ground.thresholds.same_day.max(2) as usize);
        out.extend(many.filter(|group| !explained(ground, pos, group[0].day)).map(|group| alert(pos, group)));
    }
    out
}

fn explained(ground: &Ground<'_>, pos: Pos, day: Day) -> bool {
    let founding = ground.tree.founded(pos).is_some_and(|founded| (founded.0 - day.0).abs() <= FOUNDING);
    let school = ground.tree.industry(pos).is_some_and(|industry| industry.domain() == Domain::School);
    founding || (school && matches!(day.month().number(), 9 | 10))
}

fn alert(pos: Pos, group: &[&Arrival]) -> Alert {
    let graduates = group.iter().filter(|arrival| arrival.graduate).count() as u32;
    let merger = one_place(group.iter().map(|arrival| arrival.from));
    Alert {
        kind: AlertKind::SameDay,
        org: pos,
        numbers: Numbers { count: group.len() as u32, ..Numbers::default() },
        from: group[0].day,
        to: group[0].day,
        innocent: Innocent::of([
            merger.map(|(place, count)| Innocent::Merger(place, count)),
            Some(Innocent::Graduation(graduates)),
            Some(Innocent::Registered),
        ]),
        rows: group
            .iter()
            .map(|arrival| RowRef {
                come: Some(arrival.day),
                other: arrival.from,
                ..RowRef::person(pos, arrival.person)
            })
            .collect(),
    }
}
