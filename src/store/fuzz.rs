//! Whatever bytes stand in a value behind a checksum that agrees: an error or a value, never a panic.

use std::time::Instant;

use proptest::prelude::*;

use super::backup;
use super::codec::{self, Codec};
use super::rows::{self, OrgRows, tests::made_up};
use super::{Unwatched, column, dues};
use crate::model::{Activity, Attest, Conduct, GraduateBase, LedgerUnit, Transfer};

/// Gives bytes to everything that reads stored bytes.
fn swallow(body: &[u8]) {
    let key = rows::key(3, 0);
    let _ = rows::decode(&key, body, None, &mut OrgRows::default());
    let _ = rows::decode_one(&key, body, None, 1);
    let _ = rows::decode_facts(body, None).map(|read| {
        read.judged.members().enumerate().for_each(|(at, _)| {
            read.means.get(at);
            read.judged.other_number(at);
            read.judged.corrections(at);
        });
    });
    let codec = Codec::of_persons();
    let veil = codec.veil(rows::TREE);
    let _ = rows::decode(&key, body, veil, &mut OrgRows::default());
    let _ = rows::decode_one(&key, body, veil, 1);
    let _ = rows::decode_phones(body, veil);
    let _ = dues::decode(&key, body, veil, &mut Vec::new());
    let _ = veil.map(|veil| veil.unpack::<Transfer>(rows::TREE, body));
    let mut read = Vec::new();
    if dues::decode(&key, body, None, &mut read).is_ok() {
        let _: usize = read.iter().map(|(_, dues)| dues.payments().take(1000).count()).sum();
    }
    let _ = codec::unpack::<Vec<super::register::StoredOrg>>(body);
    let _ = codec::unpack::<Vec<Transfer>>(body);
    let _ = codec::unpack::<Vec<Conduct>>(body);
    let _ = codec::unpack::<Vec<Activity>>(body);
    let _ = codec::unpack::<Vec<GraduateBase>>(body);
    let _ = codec::unpack::<Vec<LedgerUnit>>(body);
    let _ = codec::unpack::<Vec<Attest>>(body);
    let _ = codec::unpack::<super::JournalEntry>(body);
    let _ = Codec::PLAIN.open(rows::TREE, &key, body);
    column::unpack(body).count();
    let _ = backup::read(body, &Codec::PLAIN, &mut |_, _, _| Ok(()), &Unwatched);
}

/// Rows as they are stored, with some bytes turned over, cut out or put in.
fn torn(seed: u64) -> Vec<u8> {
    let mut dice = seed;
    let mut below = move |n: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((dice >> 33) % n.max(1) as u64) as usize
    };
    let members = (0..below(6)).map(|_| made_up(below(999) as u64)).collect();
    let rows = OrgRows { members, ..OrgRows::default() };
    let parts = rows::encode(&Codec::PLAIN, 3, &rows).unwrap();
    let mut body = parts[0][5..].to_vec();
    for _ in 0..=below(4) {
        let at = below(body.len());
        match below(4) {
            0 => body[at] = [0, 0xff, 0xfd, 0x7f][below(4)],
            1 => body[at] ^= 1 << below(8),
            2 => body.truncate(at.max(1)),
            _ => body.insert(at, below(256) as u8),
        }
    }
    body
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_bytes_are_a_value_or_an_error(noise in prop::collection::vec(any::<u8>(), 0..200), seed in any::<u64>()) {
        swallow(&noise);
        swallow(&torn(seed));
    }
}

#[test]
#[ignore = "minutes; prints how many"]
fn many_torn_values() {
    let count: u64 = std::env::var("FUZZ").ok().and_then(|count| count.parse().ok()).unwrap_or(700_000);
    let begun = Instant::now();
    (0..count).for_each(|seed| swallow(&torn(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))));
    println!("{count} values in {:.0} s", begun.elapsed().as_secs_f64());
}
