//! Dues: packed months per person, kept beside the rows of the organisation in a tree of their own.
//!
//! 61 million payments have to fit: what a payment shares with the one before it (the next month, the same amount) costs a
//! bit, so most take a flag byte and the time. Reading rows costs nothing where there are no dues.

use std::iter::Peekable;

use anyhow::Result;

use super::codec::{Codec, CodecError};
use super::persons::{NONCE, PersonNumber, Veil};
use super::rows::Keys;
use super::tree::{Scan, Tree};
use super::{Register, rows};
use crate::model::{Channel, Fen, IdKey, Instant, Month, Payment, Pos};

/// The tree of dues.
pub(super) const TREE: &str = "dues";
/// The largest body of a value, in bytes; see [`rows`] for the bound it keeps.
const MOST: usize = 12 * 1024;

const ONLINE: u8 = 1;
const OFFLINE: u8 = 2;
const NEXT_MONTH: u8 = 4;
const SAME_PAID: u8 = 8;
const DUE_GIVEN: u8 = 16;
const DUE_IS_PAID: u8 = 32;
const WHOLE_MINUTES: u8 = 64;

/// The payments of one person, packed; in the order of months, one a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dues(Vec<u8>);

/// What the next payment may be like.
#[derive(Clone, Copy)]
struct Before {
    month: u16,
    paid: Fen,
}

const NOTHING: Before = Before { month: 2018 * 12 + 7, paid: Fen(0) };

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn get(rest: &mut &[u8]) -> Option<u64> {
    let (mut value, mut shift) = (0u64, 0);
    loop {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
        shift += 7;
        if shift > 63 {
            return None;
        }
    }
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

fn put_payment(out: &mut Vec<u8>, payment: &Payment, before: &mut Before) {
    let since = payment.at.0 - payment.month.first().start().0;
    let step = i64::from(payment.month.0) - i64::from(before.month);
    let mut flags = match payment.channel {
        None => 0,
        Some(Channel::Online) => ONLINE,
        Some(Channel::Offline) => OFFLINE,
    };
    let mut mark = |flag, is: bool| flags |= if is { flag } else { 0 };
    mark(NEXT_MONTH, step == 1);
    mark(SAME_PAID, payment.paid == before.paid);
    mark(DUE_GIVEN, payment.due.is_some());
    mark(DUE_IS_PAID, payment.due == Some(payment.paid));
    mark(WHOLE_MINUTES, since % 60 == 0);
    out.push(flags);
    if flags & NEXT_MONTH == 0 {
        put(out, zigzag(step));
    }
    if flags & SAME_PAID == 0 {
        put(out, u64::from(payment.paid.0));
    }
    if let Some(due) = payment.due.filter(|_| flags & DUE_IS_PAID == 0) {
        put(out, u64::from(due.0));
    }
    put(out, zigzag(if since % 60 == 0 { since / 60 } else { since }));
    *before = Before { month: payment.month.0, paid: payment.paid };
}

fn get_payment(rest: &mut &[u8], before: &mut Before) -> Option<Payment> {
    let (&flags, after) = rest.split_first()?;
    *rest = after;
    let step = if flags & NEXT_MONTH == 0 { unzigzag(get(rest)?) } else { 1 };
    let month = Month(u16::try_from(i64::from(before.month) + step).ok()?);
    let paid = if flags & SAME_PAID == 0 { Fen(get(rest)? as u32) } else { before.paid };
    let due = match (flags & DUE_GIVEN != 0, flags & DUE_IS_PAID != 0) {
        (false, _) => None,
        (true, true) => Some(paid),
        (true, false) => Some(Fen(get(rest)? as u32)),
    };
    let since = unzigzag(get(rest)?).checked_mul(if flags & WHOLE_MINUTES == 0 { 1 } else { 60 })?;
    let channel = match flags & (ONLINE | OFFLINE) {
        ONLINE => Some(Channel::Online),
        OFFLINE => Some(Channel::Offline),
        _ => None,
    };
    *before = Before { month: month.0, paid };
    Some(Payment { month, due, paid, at: Instant(month.first().start().0.checked_add(since)?), channel })
}

impl Dues {
    /// Packs payments, which are put in the order of months.
    pub fn of(mut payments: Vec<Payment>) -> Self {
        payments.sort_by_key(|payment| payment.month);
        let (mut out, mut before) = (Vec::with_capacity(payments.len() * 6), NOTHING);
        payments.iter().for_each(|payment| put_payment(&mut out, payment, &mut before));
        Self(out)
    }

    /// The payments, in the order of months.
    pub fn payments(&self) -> impl Iterator<Item = Payment> + '_ {
        let (mut rest, mut before) = (self.0.as_slice(), NOTHING);
        std::iter::from_fn(move || get_payment(&mut rest, &mut before))
    }
}

impl Dues {
    /// Whether every byte is part of a payment.
    pub(super) fn is_whole(&self) -> bool {
        let (mut rest, mut before) = (self.0.as_slice(), NOTHING);
        while !rest.is_empty() {
            if get_payment(&mut rest, &mut before).is_none() {
                return false;
            }
        }
        true
    }
}

/// One payment by itself, for rows on their way in.
pub(super) fn pack_one(out: &mut Vec<u8>, payment: &Payment) {
    put_payment(out, payment, &mut { NOTHING });
}

/// Takes back what [`pack_one`] put down.
pub(super) fn unpack_one(rest: &mut &[u8]) -> Option<Payment> {
    get_payment(rest, &mut { NOTHING })
}

/// The dues of an organisation's persons as one value, or several; persons in the order of their keys.
pub(super) fn encode(codec: &Codec, pos: u32, persons: &[(IdKey, Dues)]) -> Result<Vec<Vec<u8>>, CodecError> {
    let parts = bodies(codec.veil(TREE), persons)?;
    parts.iter().enumerate().map(|(part, body)| codec.encode_bytes(TREE, &rows::key(pos, part as u8), body)).collect()
}

/// The bodies of those values.
pub(super) fn bodies(veil: Option<&Veil>, persons: &[(IdKey, Dues)]) -> Result<Vec<Vec<u8>>, CodecError> {
    let mut parts = Vec::new();
    let (mut body, mut last) = (Vec::new(), 0);
    for (key, Dues(packed)) in persons {
        if body.len() + packed.len() > MOST && !body.is_empty() {
            parts.push(std::mem::take(&mut body));
            last = 0;
        }
        match veil {
            None => put(&mut body, key.0 - last),
            Some(veil) => {
                let (number, own) = veil.of(TREE, *key)?;
                body.extend_from_slice(&number.bytes());
                body.extend_from_slice(&own.cover(&key.0.to_le_bytes()));
            }
        }
        put(&mut body, packed.len() as u64);
        body.extend_from_slice(packed);
        last = key.0;
    }
    if !body.is_empty() {
        parts.push(body);
    }
    if parts.len() > 256 { Err(CodecError::too_long(TREE)) } else { Ok(parts) }
}

/// Reads a value's body and adds its persons to `out`.
///
/// Nobody is told of payments by a person whose key was given up.
pub(super) fn decode(
    key: &[u8],
    rest: &[u8],
    veil: Option<&Veil>,
    out: &mut Vec<(IdKey, Dues)>,
) -> Result<(), CodecError> {
    decode_known(key, rest, veil, None, out)
}

/// The same where the keys of most persons are known: a key takes eight times what it opens here.
fn decode_known(
    key: &[u8],
    mut rest: &[u8],
    veil: Option<&Veil>,
    known: Option<&Keys>,
    out: &mut Vec<(IdKey, Dues)>,
) -> Result<(), CodecError> {
    let damaged = || CodecError::Damaged { tree: TREE, key: key.to_vec() };
    let mut last = 0u64;
    while !rest.is_empty() {
        let person = match veil {
            None => {
                last = get(&mut rest).and_then(|step| last.checked_add(step)).ok_or_else(damaged)?;
                Some(IdKey(last))
            }
            Some(veil) => {
                let (number, after) = rest.split_first_chunk().ok_or_else(damaged)?;
                let (covered, after) = after.split_at_checked(NONCE + 8).ok_or_else(damaged)?;
                rest = after;
                let number = PersonNumber::of(*number);
                let own = known.and_then(|known| known.find(number)).cloned();
                own.or_else(|| veil.key(number)).map(|own| {
                    let mut bytes = [0; 8];
                    bytes.copy_from_slice(&covered[NONCE..]);
                    own.uncover_in_place(&covered[..NONCE], &mut bytes);
                    IdKey(u64::from_le_bytes(bytes))
                })
            }
        };
        let len = get(&mut rest).ok_or_else(damaged)? as usize;
        let (packed, after) = rest.split_at_checked(len).ok_or_else(damaged)?;
        out.extend(person.map(|person| (person, Dues(packed.to_vec()))));
        rest = after;
    }
    Ok(())
}

/// The dues of organisations asked for in order: the tree is walked once.
pub(super) struct Cursor {
    rest: Peekable<Scan>,
    at: Option<Pos>,
    persons: Vec<(IdKey, Dues)>,
}

impl Cursor {
    /// The dues of the persons of an organisation, in the order of their keys; `known` are the keys of some of them.
    pub fn at(&mut self, pos: Pos, known: Option<&Keys>) -> Result<&[(IdKey, Dues)]> {
        if self.at != Some(pos) {
            self.at = Some(pos);
            self.persons.clear();
            let first = rows::key(pos.0, 0);
            let last = rows::key(pos.0, u8::MAX);
            while let Some(entry) = self.rest.next_if(|entry| match entry {
                Ok((key, _)) => key.as_ref() <= last.as_slice(),
                Err(_) => true,
            }) {
                let (key, body) = entry?;
                if key.as_ref() >= first.as_slice() {
                    decode_known(&key, &body, body.veil(), known, &mut self.persons)?;
                }
            }
        }
        Ok(&self.persons)
    }
}

/// The dues of one person among an organisation's.
pub(super) fn find(persons: &[(IdKey, Dues)], key: IdKey) -> Option<&Dues> {
    persons.binary_search_by_key(&key, |(other, _)| *other).ok().map(|at| &persons[at].1)
}

/// The dues of the persons kept with one organisation.
pub(super) fn read(tree: &Tree, pos: Pos) -> Result<Vec<(IdKey, Dues)>> {
    let mut out = Vec::new();
    for entry in tree.scan(rows::key(pos.0, 0)..=rows::key(pos.0, u8::MAX)) {
        let (key, body) = entry?;
        decode(&key, &body, body.veil(), &mut out)?;
    }
    Ok(out)
}

impl Register {
    /// Whether there is any payment.
    ///
    /// # Errors
    /// A register that is closed.
    pub fn has_dues(&self) -> Result<bool> {
        Ok(!self.open_now()?.trees.dues.is_empty())
    }

    /// The dues of the persons kept with one organisation, in the order of their keys.
    ///
    /// # Errors
    /// Damage.
    pub fn dues(&self, pos: Pos) -> Result<Vec<(IdKey, Dues)>> {
        let _still = self.still();
        read(&self.open_now()?.trees.dues, pos)
    }

    /// Every person's payments, organisation by organisation; whoever stands in two places comes twice.
    ///
    /// # Errors
    /// Damage.
    pub fn each_dues(&self, mut person: impl FnMut(IdKey, &Dues)) -> Result<()> {
        let mut persons = Vec::new();
        for entry in self.open_now()?.trees.dues.iter() {
            let (key, body) = entry?;
            persons.clear();
            decode(&key, &body, body.veil(), &mut persons)?;
            persons.iter().for_each(|(key, dues)| person(*key, dues));
        }
        Ok(())
    }

    /// The bytes of all values of dues and their keys.
    ///
    /// # Errors
    /// What the disk said.
    pub fn dues_bytes(&self) -> Result<u64> {
        let mut sizes = self.open_now()?.trees.dues.raw().iter();
        sizes.try_fold(0, |sum, entry| {
            entry.map(|(key, value)| sum + (key.len() + value.len()) as u64).map_err(Into::into)
        })
    }

    /// A walk over the dues of organisations from `first` on.
    pub(super) fn dues_from(&self, first: usize) -> Result<Cursor> {
        let open = self.open_now()?;
        let rest = open.trees.dues.scan(rows::key(first as u32, 0).to_vec()..).peekable();
        Ok(Cursor { rest, at: None, persons: Vec::new() })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::super::rows::OrgRows;
    use super::*;

    pub fn any_payment() -> impl Strategy<Value = Payment> {
        let channel = prop_oneof![Just(None), Just(Some(Channel::Online)), Just(Some(Channel::Offline))];
        let due = proptest::option::of(0u32..3_000);
        (24_200u16..24_240, due, 0u32..3_000, -9_000_000i64..90_000_000, any::<bool>(), channel).prop_map(
            |(month, due, paid, since, whole, channel)| {
                let since = if whole { since / 60 * 60 } else { since };
                let at = Instant(Month(month).first().start().0 + since);
                Payment { month: Month(month), due: due.map(Fen), paid: Fen(paid), at, channel }
            },
        )
    }

    proptest! {
        #[test]
        fn payments_come_back(payments in proptest::collection::btree_map(24_200u16..24_240, any_payment(), 0..20)) {
            let payments: Vec<Payment> =
                payments.into_iter().map(|(month, payment)| Payment { month: Month(month), ..payment }).collect();
            let dues = Dues::of(payments.clone());
            prop_assert_eq!(dues.payments().collect::<Vec<_>>(), payments.clone());
            let persons: Vec<_> = (0..400u64).map(|key| (IdKey(key * 977 + 5), dues.clone())).collect();
            let mut back = Vec::new();
            for (part, value) in encode(&Codec::PLAIN, 3, &persons).unwrap().iter().enumerate() {
                prop_assert!(value.len() < 16 * 1024);
                let key = rows::key(3, part as u8);
                decode(&key, &Codec::PLAIN.open(TREE, &key, value).unwrap(), None, &mut back).unwrap();
            }
            prop_assert_eq!(back, persons);
        }

        #[test]
        fn keys_that_are_known_open_what_others_open(members in proptest::collection::vec(0u64..400, 0..12)) {
            let codec = Codec::of_persons();
            let veil = codec.veil(TREE);
            let rows = OrgRows { members: members.into_iter().map(rows::tests::made_up).collect(), ..OrgRows::default() };
            let mut stored = rows::encode(&codec, 3, &rows).unwrap();
            let key = rows::key(3, 0);
            let known = rows::decode_facts(&codec.open(rows::TREE, &key, &stored.remove(0)).unwrap(), veil).unwrap().keys;
            let paid = |serial| (rows::tests::made_up(serial).identity.key(), Dues::of(Vec::new()));
            let mut persons: Vec<_> = (0..40).map(|serial| paid(serial * 10)).collect();
            persons.sort_unstable_by_key(|(person, _)| *person);
            let stored = encode(&codec, 3, &persons).unwrap().remove(0);
            let mut back = Vec::new();
            decode_known(&key, &codec.open(TREE, &key, &stored).unwrap(), veil, known.as_ref(), &mut back).unwrap();
            prop_assert_eq!(back, persons);
        }

        #[test]
        fn damage_is_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = Dues(bytes.clone()).payments().count();
            let key = rows::key(0, 0);
            let _ = decode(&key, &bytes, None, &mut Vec::new());
        }
    }

    #[test]
    fn a_year_of_a_regular_payer_is_small() {
        let payments = (0..12u16).map(|n| {
            let month = Month(Month::of(2018, 9).0 + n);
            let at = Instant(month.first().start().0 + 1_000_000 + i64::from(n) * 7_777);
            Payment { month, due: Some(Fen(20)), paid: Fen(20), at, channel: Some(Channel::Online) }
        });
        let size = Dues::of(payments.collect()).0.len();
        assert!(size <= 12 * 5 + 4, "{size} bytes");
    }

    #[test]
    #[ignore = "writes 24 million payments: a measurement"]
    fn a_year_of_a_province_fits() {
        let dir = tempfile::tempdir().unwrap();
        let trees = super::super::trees::Trees::create(dir.path(), &Codec::PLAIN).unwrap();
        let (orgs, persons) = (96_000u32, 21u64);
        let mut chance = 7u64;
        for pos in 0..orgs {
            let payments = |serial: u64| {
                (0..12u16).filter_map(move |n| {
                    let throw = (serial * 12 + u64::from(n)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
                    let month = Month(Month::of(2018, 9).0 + n);
                    let at = Instant(month.first().start().0 + (throw % 2_500_000) as i64);
                    let paid = Fen(if serial.is_multiple_of(5) { 500 } else { 20 });
                    let channel = Some(if throw.is_multiple_of(17) { Channel::Offline } else { Channel::Online });
                    (!throw.is_multiple_of(41)).then_some(Payment { month, due: Some(paid), paid, at, channel })
                })
            };
            let mut paid: Vec<_> = (0..persons)
                .map(|serial| {
                    chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    let key = 44_070_020_000_101_000 * 11 + (chance >> 20) % 200_000_000_000;
                    (IdKey(key), Dues::of(payments(u64::from(pos) * persons + serial).collect()))
                })
                .collect();
            paid.sort_by_key(|(key, _)| *key);
            for (part, value) in encode(&Codec::PLAIN, pos, &paid).unwrap().into_iter().enumerate() {
                trees.dues.raw().insert(rows::key(pos, part as u8), value).unwrap();
            }
        }
        trees.db.flush().unwrap();
        drop(trees);
        let bytes = std::fs::metadata(dir.path().join("db")).unwrap().len();
        let payments = u64::from(orgs) * persons * 12 * 40 / 41;
        eprintln!("{bytes} bytes, {:.2} a payment", bytes as f64 / payments as f64);
        assert!(bytes * 61_000_000 / payments < 600_000_000);
    }
}
