//! A secretary who has been in post for a while and never answered any of the requests that came.

use super::{Alert, AlertKind, Charge, Ground, Innocent, Numbers, RowRef};

/// Looks at every branch secretary with a dated post; one answer, however late, is an answer.
pub(super) fn detect(ground: &Ground<'_>, charges: &[Charge]) -> Vec<Alert> {
    let thresholds = ground.thresholds;
    let silent = charges.iter().filter(|charge| {
        charge.answered == 0
            && charge.waiting >= thresholds.silent.max(1) as u32
            && charge.since.0 <= ground.at.0 - thresholds.silent_days
    });
    silent
        .map(|charge| Alert {
            kind: AlertKind::Silent,
            org: charge.branch,
            numbers: Numbers { count: charge.waiting, ..Numbers::default() },
            from: charge.since,
            to: charge.oldest,
            innocent: Innocent::of([(!charge.onboarded).then_some(Innocent::NotOnboarded), Some(Innocent::Away)]),
            rows: vec![RowRef { come: Some(charge.since), ..RowRef::person(charge.branch, charge.person) }],
        })
        .collect()
}
