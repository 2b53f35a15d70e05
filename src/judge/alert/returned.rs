//! A school that returns many people to their home places at once, whatever became of the requests.

use super::{Alert, AlertKind, Ground, Innocent, Numbers, Return, RowRef, by_org};
use crate::model::Pos;

/// Looks at every school with such requests: the first stretch of days that has enough of them, and all that touch it.
pub(super) fn detect(ground: &Ground<'_>, returns: &[Return]) -> Vec<Alert> {
    by_org(returns, |row| row.school).flat_map(|(school, rows)| of_school(ground, school, rows)).collect()
}

fn of_school(ground: &Ground<'_>, school: Pos, rows: &[Return]) -> Vec<Alert> {
    let least = ground.thresholds.returned.max(1) as usize;
    let rows = &rows[..rows.partition_point(|row| row.day <= ground.at)];
    let mut out = Vec::new();
    let mut first = 0;
    while first + least <= rows.len() {
        let last = rows[first].day.0 + ground.thresholds.return_days;
        let end = first + rows[first..].partition_point(|row| row.day.0 < last);
        if end - first < least {
            first += 1;
            continue;
        }
        out.push(alert(school, &rows[first..end]));
        first = end;
    }
    out
}

fn alert(school: Pos, rows: &[Return]) -> Alert {
    let graduates = rows.iter().filter(|row| row.graduate).count() as u32;
    Alert {
        kind: AlertKind::Returned,
        org: school,
        numbers: Numbers { count: rows.len() as u32, ..Numbers::default() },
        from: rows[0].day,
        to: rows[rows.len() - 1].day,
        innocent: Innocent::of([Some(Innocent::Graduation(graduates)), Some(Innocent::HomePlace)]),
        rows: rows.iter().map(|row| RowRef { come: Some(row.day), ..RowRef::person(row.from, row.person) }).collect(),
    }
}
