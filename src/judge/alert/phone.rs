//! One telephone number on many rows.

use super::{Alert, AlertKind, Ground, Innocent, Numbers, PhoneRow, RowRef};
use crate::model::{OrgTree, Pos};

/// Looks at every number; told of the lowest organisation that has all its bearers.
pub(super) fn detect(ground: &Ground<'_>, phones: &[PhoneRow]) -> Vec<Alert> {
    let numbers = phones.chunk_by(|a, b| a.hash == b.hash);
    let many = numbers.filter(|rows| rows.len() >= ground.thresholds.phone.max(2) as usize);
    many.map(|rows| Alert {
        kind: AlertKind::Phone,
        org: common(ground.tree, rows),
        numbers: Numbers {
            count: rows.len() as u32,
            of: rows.chunk_by(|a, b| a.at == b.at).count() as u32,
            ..Numbers::default()
        },
        from: ground.at,
        to: ground.at,
        innocent: vec![Innocent::SharedLine],
        rows: rows.iter().map(|row| RowRef::person(row.at, row.person)).collect(),
    })
    .collect()
}

fn common(tree: &OrgTree, rows: &[PhoneRow]) -> Pos {
    let last = rows[rows.len() - 1].at;
    // Rows stand in the order of the tree: a subtree that has the first and the last has all.
    let mut up = std::iter::successors(Some(rows[0].at), |pos| tree.parent(*pos));
    up.find(|pos| tree.subtree(*pos).contains(&last.index())).unwrap_or(rows[0].at)
}
