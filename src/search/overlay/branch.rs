//! A branch whose rows were edited: which stand as they were indexed, and which are others.

use anyhow::{Context, Result};

use super::super::chunk::Chunks;
use super::super::fold::folded;
use super::super::keys;
use super::super::places::Places;
use super::super::sorted::Sorted;
use super::{Known, ranks};
use crate::model::{Identity, Member, OrgId, Phone, Pos, Row, RowEdit};

/// The place of identity numbers among the columns.
const IDENTITIES: usize = 4;

/// One row of a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// As it was indexed, by its ordinal there.
    Indexed(u32),
    /// By its place among the rows that came.
    Laid(u32),
}

/// The rows of a branch as they stand now, in the order of slots.
#[derive(Clone, Debug)]
pub struct Branch {
    pub rows: Vec<Stands>,
    /// The ordinal after its last, in the index.
    end: u32,
}

/// What the index knows of a row.
#[derive(Clone)]
pub struct Indexed {
    pub ordinal: u32,
    /// The folded name.
    pub name: String,
    /// In each column, where the row has such a number.
    pub keys: [Option<u64>; 5],
    /// Its places there.
    pub ranks: [u64; 5],
}

/// What it would know of a row that came.
#[derive(Clone)]
pub struct Laid {
    identity: Identity,
    pub name: String,
    pub keys: [Option<u64>; 5],
    /// The rows of the index with smaller ordinals stand before it, if they share its name or number.
    pub before: u32,
    /// How many entries of each column stand before it.
    pub ranks: [u64; 5],
}

/// The keys of a row in each column, as the index has them.
fn keys_of(member: &Member) -> [Option<u64>; 5] {
    let identity = keys::identity(&member.identity);
    let phone = member.phone.as_ref().map(keys::phone);
    let tail = phone.filter(|phone| *phone < 100_000_000_000);
    let phone_tail = tail.and_then(|phone| keys::phone_tail(&Phone::Mobile(phone))).map(u64::from);
    let identity_tail = crate::model::IdKey(identity).last_four().map(u64::from);
    [phone_tail, identity_tail, phone, member.number.as_ref().map(keys::number), Some(identity)]
}

impl Known {
    /// Follows edits, each of which finds what those before it left.
    pub fn edit(
        &mut self,
        base: &Places,
        edits: &[RowEdit],
        place: &dyn Fn(OrgId) -> Option<Pos>,
        columns: &[Sorted; 5],
        chunks: &dyn Chunks,
    ) -> Result<()> {
        let mut editing = Editing { known: self, base, columns, chunks };
        for edit in edits {
            let of = |row: &Option<Row>| match row {
                Some(Row::Member { branch, member }) => {
                    let pos = place(*branch).context("an edited row's branch is not there")?;
                    Ok::<_, anyhow::Error>(Some((pos, member.clone())))
                }
                _ => Ok(None),
            };
            match (of(&edit.before)?, of(&edit.after)?) {
                (Some((from, before)), Some((to, after))) if from == to => {
                    editing.change(from, &before, Some(&after))?
                }
                (before, after) => {
                    if let Some((from, before)) = before {
                        editing.change(from, &before, None)?;
                    }
                    if let Some((to, after)) = after {
                        editing.add(to, &after)?;
                    }
                }
            }
        }
        Ok(())
    }
}

struct Editing<'a> {
    known: &'a mut Known,
    base: &'a Places,
    columns: &'a [Sorted; 5],
    chunks: &'a dyn Chunks,
}

impl Editing<'_> {
    fn branch(&mut self, pos: Pos) -> &mut Branch {
        let range = self.base.range(pos);
        let fresh = || Branch { rows: range.clone().map(Stands::Indexed).collect(), end: range.end };
        self.known.branches.entry(pos.0).or_insert_with(fresh)
    }

    fn laid(&mut self, after: &Member, before: u32) -> Result<Stands> {
        let keys = keys_of(after);
        let laid = Laid {
            identity: after.identity.clone(),
            name: folded(&after.name).into_owned(),
            before,
            ranks: ranks(self.columns, &keys, before, self.chunks)?,
            keys,
        };
        self.known.come.push(Some(laid));
        Ok(Stands::Laid(self.known.come.len() as u32 - 1))
    }

    fn add(&mut self, pos: Pos, after: &Member) -> Result<()> {
        let end = self.branch(pos).end;
        let laid = self.laid(after, end)?;
        self.branch(pos).rows.push(laid);
        Ok(())
    }

    fn change(&mut self, pos: Pos, before: &Member, after: Option<&Member>) -> Result<()> {
        let slot = self.find(pos, before)?.context("an edited row is not where it was")?;
        let bound = match self.branch(pos).rows[slot] {
            Stands::Indexed(ordinal) => {
                let keys = keys_of(before);
                let ranks = ranks(self.columns, &keys, ordinal, self.chunks)?;
                self.known.gone.push(Indexed { ordinal, name: folded(&before.name).into_owned(), keys, ranks });
                ordinal
            }
            Stands::Laid(at) => {
                let laid = self.known.come.get_mut(at as usize).and_then(Option::take);
                laid.map_or(0, |laid| laid.before)
            }
        };
        match after {
            Some(after) => {
                let laid = self.laid(after, bound)?;
                self.branch(pos).rows[slot] = laid;
            }
            None => drop(self.branch(pos).rows.remove(slot)),
        }
        Ok(())
    }

    /// The slot of a row: a person stands once in a branch.
    fn find(&mut self, pos: Pos, member: &Member) -> Result<Option<usize>> {
        let rows = self.branch(pos).rows.clone();
        let come = &self.known.come;
        let laid = rows.iter().position(|row| match row {
            Stands::Laid(at) => {
                let laid = come.get(*at as usize).and_then(Option::as_ref);
                laid.is_some_and(|laid| laid.identity == member.identity)
            }
            Stands::Indexed(_) => false,
        });
        if laid.is_some() {
            return Ok(laid);
        }
        let key = keys::identity(&member.identity);
        let column = &self.columns[IDENTITIES];
        let found = column.find(self.chunks, key, key)?;
        let mut slot = None;
        column.members(self.chunks, found, |ordinal| {
            slot = slot.or_else(|| rows.iter().position(|row| *row == Stands::Indexed(ordinal.0)));
        })?;
        Ok(slot)
    }
}
