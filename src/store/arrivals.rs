//! Payments on their way in: packed as they are checked, dealt by person, put together once it is known which are wanted.
//!
//! A year of a province is 61 million rows; none is ever kept as a structure longer than its share of persons takes to sort.

use std::sync::atomic::{AtomicBool, Ordering};

use super::Source;
use super::dues::{pack_one, unpack_one};
use crate::model::{IdKey, Payment};

const SHARES: usize = 256;
const HEAD: usize = 14;
const BLOCK: usize = 8 << 10;
/// More than any payment needs.
const ROOM: usize = 64;
/// How many shares are put together before the memory of their rows is given back to the system.
const SHARES_A_TRIM: usize = 32;

fn share(person: IdKey) -> usize {
    // Identity keys lie close together; a product spreads them.
    (person.0.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as usize
}

/// One payment with its person and row.
#[derive(Clone, Copy, Debug)]
pub struct PaymentRow {
    /// Whose it is.
    pub person: IdKey,
    /// The row.
    pub payment: Payment,
    /// Where it came from.
    pub source: Source,
}

/// Checked payments, packed by shares of persons.
pub struct PaymentDeal {
    /// Blocks of one size: growing ones would hold twice what is in them.
    shares: Vec<Vec<Vec<u8>>>,
    len: usize,
}

impl Default for PaymentDeal {
    fn default() -> Self {
        Self { shares: vec![Vec::new(); SHARES], len: 0 }
    }
}

impl PaymentDeal {
    /// Packs one payment.
    pub fn push(&mut self, row: &PaymentRow) {
        let blocks = &mut self.shares[share(row.person)];
        if blocks.last().is_none_or(|block| block.len() + ROOM > BLOCK) {
            blocks.push(Vec::with_capacity(BLOCK));
        }
        let Some(out) = blocks.last_mut() else { return };
        out.extend_from_slice(&row.person.0.to_le_bytes());
        out.extend_from_slice(&row.source.file.to_le_bytes());
        out.extend_from_slice(&row.source.row.to_le_bytes());
        pack_one(out, &row.payment);
        self.len += 1;
    }

    /// Takes over the payments of another deal.
    pub fn absorb(&mut self, other: Self) {
        for (mine, mut theirs) in self.shares.iter_mut().zip(other.shares) {
            mine.append(&mut theirs);
        }
        self.len += other.len;
    }

    /// How many payments.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Every person once, in no order.
    pub fn persons(&self) -> Vec<IdKey> {
        let mut all = Vec::new();
        for blocks in &self.shares {
            let mut keys: Vec<IdKey> = blocks.iter().flat_map(|block| each(block)).map(|row| row.person).collect();
            keys.sort_unstable();
            keys.dedup();
            all.append(&mut keys);
        }
        all
    }

    /// The payments of one share of the persons, by person, month, file and row; `None` beyond the last share.
    pub fn share(&self, at: usize) -> Option<Vec<PaymentRow>> {
        let mut rows: Vec<PaymentRow> = self.shares.get(at)?.iter().flat_map(|block| each(block)).collect();
        rows.sort_unstable_by_key(|row| (row.person, row.payment.month, row.source));
        Some(rows)
    }

    /// What is wanted of them, ready to be joined with a register.
    pub fn wanted(self, wanted: impl Fn(Source) -> bool) -> Arrivals {
        let mut arrivals = Arrivals { shares: Vec::with_capacity(SHARES), counted: Vec::new() };
        let mut persons = 0;
        for (at, blocks) in self.shares.into_iter().enumerate() {
            let rows = blocks.iter().flat_map(|block| each(block));
            let mut rows: Vec<PaymentRow> = rows.filter(|row| wanted(row.source)).collect();
            drop(blocks);
            if at % SHARES_A_TRIM == SHARES_A_TRIM - 1 {
                super::memory::give_back();
            }
            rows.sort_unstable_by_key(|row| (row.person, row.source));
            let mut out = Share { first: persons, ..Share::default() };
            for of_one in rows.chunk_by(|a, b| a.person == b.person) {
                out.keys.push(of_one[0].person);
                out.starts.push(out.bytes.len() as u32);
                for row in of_one {
                    out.bytes.extend_from_slice(&row.source.file.to_le_bytes());
                    pack_one(&mut out.bytes, &row.payment);
                }
            }
            out.starts.push(out.bytes.len() as u32);
            out.bytes.shrink_to_fit();
            persons += out.keys.len();
            arrivals.shares.push(out);
        }
        arrivals.counted.resize_with(persons, || AtomicBool::new(false));
        arrivals
    }
}

fn each(bytes: &[u8]) -> impl Iterator<Item = PaymentRow> + '_ {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (head, mut body) = rest.split_at_checked(HEAD)?;
        let payment = unpack_one(&mut body)?;
        rest = body;
        let person = IdKey(u64::from_le_bytes(head[..8].try_into().ok()?));
        let file = u16::from_le_bytes(head[8..10].try_into().ok()?);
        let row = u32::from_le_bytes(head[10..].try_into().ok()?);
        Some(PaymentRow { person, payment, source: Source { file, row } })
    })
}

#[derive(Default)]
struct Share {
    keys: Vec<IdKey>,
    starts: Vec<u32>,
    bytes: Vec<u8>,
    first: usize,
}

/// Payments by person, in the order of files and rows.
#[derive(Default)]
pub struct Arrivals {
    shares: Vec<Share>,
    counted: Vec<AtomicBool>,
}

/// The payments that arrive for one person.
pub(super) struct OfPerson<'a> {
    bytes: &'a [u8],
    /// Whether nobody asked for this person before: a person who stands in two places is counted in the first.
    pub first: bool,
}

impl Arrivals {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.shares.iter().all(|share| share.keys.is_empty())
    }

    pub(super) fn of(&self, person: IdKey) -> Option<OfPerson<'_>> {
        let share = self.shares.get(share(person))?;
        let at = share.keys.binary_search(&person).ok()?;
        let bytes = &share.bytes[share.starts[at] as usize..share.starts[at + 1] as usize];
        Some(OfPerson { bytes, first: !self.counted[share.first + at].swap(true, Ordering::Relaxed) })
    }
}

impl OfPerson<'_> {
    /// Each payment with the file it is from.
    pub fn payments(&self) -> impl Iterator<Item = (u16, Payment)> + '_ {
        let mut rest = self.bytes;
        std::iter::from_fn(move || {
            let (file, mut body) = rest.split_at_checked(2)?;
            let payment = unpack_one(&mut body)?;
            rest = body;
            Some((u16::from_le_bytes([file[0], file[1]]), payment))
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::dues::tests::any_payment;
    use super::*;

    proptest! {
        #[test]
        fn what_is_dealt_arrives(rows in proptest::collection::vec((0u64..9, any_payment(), 0u16..3), 0..60)) {
            let mut deal = PaymentDeal::default();
            let mut other = PaymentDeal::default();
            for (row, (person, payment, file)) in rows.iter().enumerate() {
                let source = Source { file: *file, row: row as u32 };
                let to = if row % 2 == 0 { &mut deal } else { &mut other };
                to.push(&PaymentRow { person: IdKey(*person), payment: *payment, source });
            }
            deal.absorb(other);
            prop_assert_eq!(deal.len(), rows.len());
            let arrivals = deal.wanted(|source| source.file != 1);
            for person in 0..9 {
                let mut expected: Vec<_> =
                    rows.iter().filter(|row| row.0 == person && row.2 != 1).map(|row| (row.2, row.1)).collect();
                expected.sort_by_key(|row| row.0);
                let got = arrivals.of(IdKey(person));
                prop_assert_eq!(got.is_some(), !expected.is_empty());
                let got = got.map(|of| of.payments().collect::<Vec<_>>()).unwrap_or_default();
                prop_assert_eq!(got, expected);
            }
        }
    }
}
