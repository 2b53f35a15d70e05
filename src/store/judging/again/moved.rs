//! Every done transfer that moved somebody, person by person: who stood where cannot be told from a branch's own rows.

use std::collections::{BTreeSet, HashMap};

use anyhow::Result;

use super::super::super::Register;
use super::super::super::moves::Moves;
use crate::model::{IdKey, Instant, OrgId, Pos, Transfer, TransferKind};

/// One such transfer; 24 bytes, since a province has a million of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    person: IdKey,
    closed: Instant,
    from: u32,
    /// The place, and above it whether the roster must show it.
    to: u32,
}

const SHOWN: u32 = 1 << 31;

impl Move {
    /// What a transfer says of its person's place, where it does.
    pub fn of(row: &Transfer, places: &HashMap<OrgId, Pos>) -> Option<Self> {
        let (closed, from, to) = row.moved()?;
        let (from, to) = (*places.get(&from)?, *places.get(&to)?);
        let shown = row.kind == TransferKind::Inside && from != to;
        Some(Self { person: row.person, closed, from: from.0, to: to.0 | if shown { SHOWN } else { 0 } })
    }

    /// Whose it is.
    pub fn person(&self) -> IdKey {
        self.person
    }

    fn place(&self) -> (IdKey, Instant) {
        (self.person, self.closed)
    }
}

/// All of them, by person and then by time; of two of one person at one instant the first in the list comes first.
#[derive(Default)]
pub struct Moved {
    rows: Vec<Move>,
    last: Option<Instant>,
}

impl Moved {
    /// Reads every transfer once.
    pub fn take(register: &Register, places: &HashMap<OrgId, Pos>) -> Result<Self> {
        let mut moved = Self::default();
        if register.has_transfers()? {
            register.each_transfer(|row| moved.rows.extend(Move::of(&row, places)))?;
            moved.rows.sort_by_key(Move::place);
            moved.rows.shrink_to_fit();
        }
        moved.look();
        Ok(moved)
    }

    fn look(&mut self) {
        self.last = self.rows.iter().map(|row| row.closed).max();
    }

    /// The moves of a person.
    pub fn of(&self, person: IdKey) -> &[Move] {
        let first = self.rows.partition_point(|row| row.person < person);
        let rest = &self.rows[first..];
        &rest[..rest.partition_point(|row| row.person == person)]
    }

    /// Whether anybody moved after an instant.
    pub fn any_after(&self, at: Instant) -> bool {
        self.last.is_some_and(|last| last > at)
    }

    /// Whether anybody but some persons moved after an instant.
    pub fn any_but(&self, persons: &BTreeSet<IdKey>, at: Instant) -> bool {
        self.any_after(at) && self.rows.iter().any(|row| row.closed > at && !persons.contains(&row.person))
    }

    /// Puts other moves in place of some; `None` where only the whole list tells which of two comes first, or one that
    /// should go is not there.
    pub fn change(&mut self, changes: &[(Option<Move>, Option<Move>)]) -> Option<()> {
        for (before, after) in changes {
            if let Some(before) = before {
                let at = self.rows.partition_point(|row| row.place() < before.place());
                self.rows.get(at).filter(|row| *row == before)?;
                self.rows.remove(at);
            }
            if let Some(after) = after {
                let at = self.rows.partition_point(|row| row.place() < after.place());
                if self.rows.get(at).is_some_and(|row| row.place() == after.place()) {
                    return None;
                }
                self.rows.insert(at, *after);
            }
        }
        self.look();
        Some(())
    }

    /// The moves of one person by themselves.
    pub fn part(&self, person: IdKey) -> Self {
        let rows = self.of(person).to_vec();
        let mut part = Self { rows, last: None };
        part.look();
        part
    }

    /// Adds a person's moves to what facts are taken with.
    pub fn tell(rows: &[Move], at: Instant, moves: &mut Moves, moved: &mut Vec<(IdKey, Instant, u32, bool)>) {
        for row in rows {
            moves.walk.note(row.person, row.closed, Pos(row.from), Pos(row.to & !SHOWN));
            if row.closed <= at {
                moved.push((row.person, row.closed, row.from, row.to & SHOWN != 0));
            }
        }
    }
}
