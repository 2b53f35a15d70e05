//! Rows with their telephone numbers as hashes only: what alerts compare, and nothing that could be shown.

use serde::Deserialize;
use serde::de::{Deserializer, Visitor};

use super::{CodecError, JudgedHalf, MeansHalf, NO_PHONE, OTHER_PHONE, OtherHalf, Seldom, Steps, Veil, find, half};
use crate::model::stable_hash;

/// The front of the last part of a value, as far as the telephone numbers.
#[derive(Deserialize)]
struct PhonesHalf {
    #[expect(dead_code, reason = "names stand before the numbers and must be passed over")]
    name: Vec<Passed>,
    #[expect(dead_code, reason = "as the names")]
    foreign: Vec<(u16, Passed)>,
    phone: Steps,
    other_phone: Seldom,
}

/// A text that is passed over without being copied.
struct Passed;

impl<'de> Deserialize<'de> for Passed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pass;
        impl Visitor<'_> for Pass {
            type Value = Passed;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E>(self, _: &str) -> Result<Passed, E> {
                Ok(Passed)
            }
        }
        deserializer.deserialize_str(Pass)
    }
}

/// Reads what alerts are taken from: the judged half, and for every row the hash of its telephone number, 0 for none.
///
/// # Errors
/// Bytes of another shape.
pub fn decode_phones(mut body: &[u8], veil: Option<&Veil>) -> Result<(JudgedHalf, Vec<u64>), CodecError> {
    let (judged, keys) = super::judged(&mut body, veil, super::Of::All)?;
    let _: MeansHalf = half(&mut body)?;
    let (phone, other_phone) = match keys {
        None => {
            let PhonesHalf { phone, other_phone, .. } = half(&mut body)?;
            (phone, other_phone)
        }
        Some(keys) => {
            let OtherHalf { phone, other_phone, .. } = super::veiled::other(&mut body, &keys)?;
            (phone, other_phone)
        }
    };
    let hash = |(at, number): (usize, i64)| match number {
        NO_PHONE => 0,
        OTHER_PHONE => stable_hash(&find(&other_phone, at)).max(1),
        number => scramble(number as u64).max(1),
    };
    Ok((judged, phone.values().enumerate().map(hash).collect()))
}

/// Spreads neighbouring numbers over all 64 bits (the finaliser of splitmix64); one to one.
const fn scramble(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::super::tests::made_up;
    use super::super::{OrgRows, TREE, encode, key};
    use super::*;
    use crate::model::{Identity, Phone};
    use crate::store::codec::Codec;

    #[test]
    fn one_number_is_one_hash_and_no_number_is_none() {
        let mut members: Vec<_> = (0..9).map(made_up).collect();
        members[0].identity = Identity::Foreign("X1".into());
        members[1].phone = Phone::parse("010-1");
        members[2].phone = Phone::parse("010-1");
        members[4].phone = members[5].phone.clone();
        members[8].phone = None;
        let rows = OrgRows { members, ..OrgRows::default() };
        let stored = encode(&Codec::PLAIN, 7, &rows).unwrap();
        let body = Codec::PLAIN.open(TREE, &key(7, 0), &stored[0]).unwrap();
        let (judged, hashes) = decode_phones(&body, None).unwrap();
        assert_eq!((judged.len(), hashes.len()), (9, 9));
        assert_eq!(hashes[1], hashes[2]);
        assert_eq!(hashes[4], hashes[5]);
        assert_eq!(hashes[8], 0);
        assert!(hashes[7] != hashes[5] && hashes[1] != 0);
    }
}
