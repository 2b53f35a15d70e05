//! Telephone numbers on several rows, found by their hashes: eight bytes a row, then a second look at the few branches
//! that share one.

use std::collections::BTreeSet;

use anyhow::Result;

use super::super::rows;
use super::{Look, Register};
use crate::judge::alert::PhoneRow;
use crate::model::Pos;

/// The rows behind the numbers that enough rows bear; `halves` are upper halves of hashes, each with its branch below it.
pub(super) fn bearers(register: &Register, mut halves: Vec<u64>, look: Look<'_>) -> Result<Vec<PhoneRow>> {
    halves.sort_unstable();
    let least = look.alert.phone.max(2) as usize;
    let mut shared = BTreeSet::new();
    let mut branches = BTreeSet::new();
    for rows in halves.chunk_by(|a, b| a >> 32 == b >> 32).filter(|rows| rows.len() >= least) {
        shared.insert(rows[0] >> 32);
        branches.extend(rows.iter().map(|row| Pos(*row as u32)));
    }
    drop(halves);
    let open = register.open_now()?;
    let mut out = Vec::new();
    for pos in branches {
        for entry in open.trees.rows.scan(rows::key(pos.0, 0)..=rows::key(pos.0, u8::MAX)) {
            let (_, body) = entry?;
            let (half, hashes) = rows::decode_phones(&body, body.veil())?;
            let last = look.at.day();
            let members = half.members().zip(hashes).filter(|(member, hash)| {
                shared.contains(&(hash >> 32))
                    && *hash != 0
                    && member.league.member()
                    && member.since.is_none_or(|since| since <= last)
            });
            out.extend(members.map(|(member, hash)| PhoneRow { hash, at: pos, person: member.key }));
        }
    }
    // Two numbers whose upper halves agree are told apart by the whole.
    out.sort_unstable();
    let mut kept = Vec::with_capacity(out.len());
    for rows in out.chunk_by(|a, b| a.hash == b.hash).filter(|rows| rows.len() >= least) {
        kept.extend_from_slice(rows);
    }
    Ok(kept)
}
