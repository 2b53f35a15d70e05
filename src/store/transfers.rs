//! Transfers as they are kept, and where they say somebody stood before.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use anyhow::Result;

use super::Register;
use super::column::{self, Tag};
use super::lists::{self, ROWS_A_CHUNK};
use super::tree::Tree;
use crate::model::{IdKey, Instant, OrgId, Pos, Transfer};

/// In which values transfers stand by organisation, out and in, in order; each value under the number its first row would
/// have if all held [`ROWS_A_CHUNK`].
#[derive(Default)]
pub(super) struct Places(Vec<(OrgId, u32)>);

impl Places {
    fn unpack(bytes: &[u8]) -> Self {
        let mut numbers = column::unpack(bytes);
        let mut at = 0;
        let pairs = std::iter::from_fn(|| {
            at += numbers.next()?;
            Some((OrgId(at as u32), numbers.next()? as u32))
        });
        Self(pairs.collect())
    }

    /// The bytes of the column.
    pub fn pack(mut self) -> Vec<u8> {
        self.0.sort_unstable();
        self.0.dedup();
        let mut before = OrgId(0);
        column::pack(self.0.into_iter().flat_map(|(org, place)| {
            let step = org.0 - before.0;
            before = org;
            [u64::from(step), u64::from(place)]
        }))
    }

    /// Notes in which value a row stands: whoever looks there tells by the row itself whether it is meant.
    fn note(&mut self, row: &Transfer, chunk: u32) {
        let place = chunk * ROWS_A_CHUNK as u32;
        self.0.push((row.from, place));
        self.0.extend(row.to.filter(|to| *to != row.from).map(|to| (to, place)));
    }
}

/// Values of the list that stand otherwise since the index was written: it is right about all others.
#[derive(Default)]
pub(super) struct Since {
    chunks: BTreeSet<u32>,
    places: Places,
}

fn chunk_of(place: u32) -> u32 {
    place / ROWS_A_CHUNK as u32
}

impl Since {
    pub fn read(columns: &Tree) -> Result<Self> {
        let bytes = column::read(columns, Tag::TransfersSince as u8)?;
        let mut rest = column::unpack(&bytes);
        let count = rest.next().unwrap_or_default() as usize;
        let chunks: BTreeSet<u32> = rest.by_ref().take(count).map(|chunk| chunk as u32).collect();
        let places = Places::unpack(&column::pack(rest));
        Ok(Self { chunks, places })
    }

    pub fn pack(self) -> Vec<u8> {
        let chunks = std::iter::once(self.chunks.len() as u64).chain(self.chunks.into_iter().map(u64::from));
        let mut bytes = column::pack(chunks);
        bytes.extend(self.places.pack());
        bytes
    }

    /// How many values.
    pub fn chunks(&self) -> usize {
        self.chunks.len()
    }

    /// A value stands otherwise: what was known of it is no more.
    pub fn forget(&mut self, chunk: u32) {
        self.chunks.insert(chunk);
        self.places.0.retain(|(_, place)| chunk_of(*place) != chunk);
    }

    /// A row of it.
    pub fn note(&mut self, row: &Transfer, chunk: u32) {
        self.places.note(row, chunk);
    }

    /// The whole index as it is now; `bytes` are those of the column.
    pub fn joined(self, bytes: &[u8]) -> Places {
        let mut all = Places::unpack(bytes);
        all.0.retain(|(_, place)| !self.chunks.contains(&chunk_of(*place)));
        all.0.extend(self.places.0);
        all
    }
}

/// Writes the index by organisation, out of transfers that stand in their tree.
pub(super) fn index(transfers: &Tree, columns: &Tree) -> Result<()> {
    let mut of = Places::default();
    for entry in transfers.iter() {
        let (key, rows) = entry?;
        let chunk = u32::from_be_bytes(key.as_ref().try_into()?);
        let rows: Vec<Transfer> = transfers.rows(&rows)?;
        rows.iter().for_each(|row| of.note(row, chunk));
        of.0.dedup();
    }
    column::write(columns, Tag::TransfersOf as u8, &of.pack())
}

impl Register {
    /// Whether there is any transfer.
    ///
    /// # Errors
    /// A register that is closed.
    pub fn has_transfers(&self) -> Result<bool> {
        Ok(!self.open_now()?.trees.transfers.is_empty())
    }

    /// Every transfer, in the order in which they were begun.
    ///
    /// # Errors
    /// Damage.
    pub fn each_transfer(&self, row: impl FnMut(Transfer)) -> Result<()> {
        match self.view() {
            Some(view) => view.whole().each_transfer_of(|org| view.holds(org), row),
            None => lists::each(&self.open_now()?.trees.transfers, row),
        }
    }

    /// The transfers out of or into some organisations, each once, in the order in which they were begun.
    pub(super) fn each_transfer_of(&self, of: impl Fn(OrgId) -> bool, mut row: impl FnMut(Transfer)) -> Result<()> {
        let bytes = self.column(Tag::TransfersOf as u8)?;
        let mut numbers = column::unpack(&bytes);
        let open = self.open_now()?;
        let since = Since::read(&open.trees.columns)?;
        let mut chunks: BTreeSet<u32> =
            since.places.0.iter().filter(|(org, _)| of(*org)).map(|(_, place)| chunk_of(*place)).collect();
        let mut at = 0u64;
        while let (Some(step), Some(place)) = (numbers.next(), numbers.next()) {
            at += step;
            let chunk = chunk_of(place as u32);
            if of(OrgId(at as u32)) && !since.chunks.contains(&chunk) {
                chunks.insert(chunk);
            }
        }
        for chunk in chunks {
            let rows: Vec<Transfer> = open.trees.transfers.rows_at(chunk.to_be_bytes())?.unwrap_or_default();
            rows.into_iter().filter(|transfer| of(transfer.from) || transfer.to.is_some_and(&of)).for_each(&mut row);
        }
        Ok(())
    }

    /// The transfers out of or into one organisation, in the order in which they were begun.
    ///
    /// # Errors
    /// Damage.
    pub fn transfers_of(&self, org: OrgId) -> Result<Vec<Transfer>> {
        let _still = self.still();
        let bytes = self.column(Tag::TransfersOf as u8)?;
        let mut numbers = column::unpack(&bytes);
        let mut at = 0;
        let pairs = std::iter::from_fn(|| {
            at += numbers.next()?;
            Some((at, numbers.next()? as u32))
        });
        let open = self.open_now()?;
        let since = Since::read(&open.trees.columns)?;
        let here = pairs.skip_while(|pair| pair.0 < u64::from(org.0)).take_while(|pair| pair.0 == u64::from(org.0));
        let kept = here.map(|(_, place)| chunk_of(place)).filter(|chunk| !since.chunks.contains(chunk));
        let fresh = since.places.0.iter().filter(|(at, _)| *at == org).map(|(_, place)| chunk_of(*place));
        let chunks: BTreeSet<u32> = kept.chain(fresh).collect();
        let mut out = Vec::new();
        for chunk in chunks {
            let rows: Vec<Transfer> = open.trees.transfers.rows_at(chunk.to_be_bytes())?.unwrap_or_default();
            out.extend(rows.into_iter().filter(|row| row.from == org || row.to == Some(org)));
        }
        out.retain(|row| self.view().is_none_or(|view| view.touches(row)));
        Ok(out)
    }
}

/// Where persons stood at an earlier instant: the roster's branch, walked back through transfers done since
/// (`rosters.md`, the last paragraph).
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// Person by person, the transfers done since, the latest first; flat, since a province has a million of them.
    back: Vec<(IdKey, Step)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step {
    closed: Instant,
    from: Pos,
    to: Pos,
}

impl Walk {
    /// Notes a transfer that moved somebody.
    pub fn note(&mut self, person: IdKey, closed: Instant, from: Pos, to: Pos) {
        self.back.push((person, Step { closed, from, to }));
    }

    /// Puts every person's transfers in order, once all are noted.
    pub fn settle(&mut self) {
        // Of two done at one instant the later in the list was begun later, so it is walked back first.
        self.back.reverse();
        self.back.sort_by_key(|(person, step)| (*person, Reverse(step.closed)));
        self.back.shrink_to_fit();
    }

    fn of(&self, person: IdKey) -> impl Iterator<Item = &Step> {
        let first = self.back.partition_point(|(other, _)| *other < person);
        self.back[first..].iter().take_while(move |(other, _)| *other == person).map(|(_, step)| step)
    }

    /// Whether nobody moved since.
    pub fn is_empty(&self) -> bool {
        self.back.is_empty()
    }

    /// Whether a person moved since.
    pub fn moved(&self, person: IdKey) -> bool {
        self.of(person).next().is_some()
    }

    /// The first instant after `at` at which a person moved.
    pub fn until(&self, person: IdKey, at: Instant) -> Option<Instant> {
        self.of(person).map(|step| step.closed).filter(|closed| *closed > at).min()
    }

    /// Where a person whose roster branch is `here` stood at `at`, where that was elsewhere.
    pub fn elsewhere(&self, person: IdKey, here: Pos, at: Instant) -> Option<Pos> {
        let since = self.of(person).take_while(|step| step.closed > at);
        let there = since.fold(here, |place, step| if step.to == place { step.from } else { place });
        (there != here).then_some(there)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_walked_back_step_by_step() {
        let mut walk = Walk::default();
        let person = IdKey(7);
        walk.note(person, Instant(20), Pos(2), Pos(3));
        walk.note(person, Instant(10), Pos(1), Pos(2));
        walk.settle();
        for (here, at, there) in [
            (3, 30, None),
            (3, 20, None),
            (3, 19, Some(2)),
            (3, 10, Some(2)),
            (3, 9, Some(1)),
            // A transfer the roster does not show has not settled: it moves nobody back.
            (5, 9, None),
            (2, 15, None),
            (2, 9, Some(1)),
        ] {
            assert_eq!(walk.elsewhere(person, Pos(here), Instant(at)), there.map(Pos), "{here} {at}");
        }
        assert_eq!(walk.elsewhere(IdKey(8), Pos(3), Instant(0)), None);
    }
}
