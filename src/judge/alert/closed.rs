//! Weak branches that a committee closed in the weeks before a due day, instead of mending them.

use super::{Alert, AlertKind, Closure, Ground, How, Innocent, Leaving, Numbers, RowRef, by_org, of_org};
use crate::model::{Day, Pos};

/// Members who left a closed branch so many days before or after its closing were moved on because of it.
pub(crate) const MOVED_ON: i32 = 30;

/// Looks at the branches that every committee closed.
pub(super) fn detect(ground: &Ground<'_>, closures: &[Closure], leavings: &[Leaving]) -> Vec<Alert> {
    let mut out = Vec::new();
    for (parent, closed) in by_org(closures, |closure| closure.parent) {
        let mut rest: Vec<Weak> = closed.iter().filter_map(|closure| weak(ground, closure, leavings)).collect();
        for due in ground.dues {
            let near = |weak: &Weak| weak.day <= *due && weak.day.0 >= due.0 - ground.thresholds.closed_days;
            let (these, others): (Vec<Weak>, Vec<Weak>) = rest.iter().copied().partition(near);
            if these.len() >= ground.thresholds.closed.max(1) as usize {
                out.push(alert(parent, *due, &these));
                rest = others;
            }
        }
    }
    out
}

#[derive(Clone, Copy)]
struct Weak {
    branch: Pos,
    day: Day,
    members: u32,
    moved: u32,
    to: Option<Pos>,
}

fn weak(ground: &Ground<'_>, closure: &Closure, leavings: &[Leaving]) -> Option<Weak> {
    let left = of_org(leavings, closure.branch, |leaving| leaving.at);
    let near = |leaving: &&Leaving| (leaving.day.0 - closure.day.0).abs() <= MOVED_ON && leaving.how != How::Standing;
    let moved: Vec<&Leaving> = left.iter().filter(near).collect();
    let later = left.iter().filter(|leaving| leaving.day.0 >= closure.day.0 - MOVED_ON && leaving.how != How::Standing);
    let members = closure.kept + later.count() as u32;
    let asked = ground.thresholds.hollow.max(ground.thresholds.least).max(0) as u32;
    let weak = (members < asked || closure.posts == 0) && closure.day <= ground.at;
    weak.then(|| Weak {
        branch: closure.branch,
        day: closure.day,
        members,
        moved: moved.len() as u32,
        to: super::one_place(moved.iter().map(|leaving| leaving.to)).map(|(to, _)| to),
    })
}

fn alert(parent: Pos, due: Day, weak: &[Weak]) -> Alert {
    let sum = |of: fn(&Weak) -> u32| weak.iter().map(of).sum::<u32>();
    let merged =
        super::one_place(weak.iter().map(|weak| weak.to)).map(|(to, _)| Innocent::Merger(to, sum(|w| w.moved)));
    Alert {
        kind: AlertKind::Closed,
        org: parent,
        numbers: Numbers {
            count: weak.len() as u32,
            of: sum(|weak| weak.moved),
            before: sum(|weak| weak.members),
            after: 0,
            due: Some(due),
        },
        from: weak.iter().map(|weak| weak.day).min().unwrap_or(due),
        to: weak.iter().map(|weak| weak.day).max().unwrap_or(due),
        innocent: Innocent::of([merged, Some(Innocent::Remedy)]),
        rows: weak
            .iter()
            .map(|weak| RowRef { gone: Some(weak.day), other: weak.to, ..RowRef::org(weak.branch) })
            .collect(),
    }
}
