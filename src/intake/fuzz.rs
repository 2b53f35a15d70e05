//! Whatever bytes come in: no panic, and every row is accounted for.

use std::fs;
use std::time::Instant;

use proptest::prelude::*;

use super::{Kind, NewRegister, Options, Unwatched, read};
use crate::model::Labelled;

/// Throws that repeat.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n.max(1) as u64) as usize
    }
}

const PIECES: [&str; 40] = [
    "",
    ",",
    "\"",
    "\n",
    "\r\n",
    "\r",
    "\u{feff}",
    "甲",
    "=1+1",
    "'",
    "团支部",
    "团委",
    "A",
    "A.1",
    "44990120000101005X",
    "449901200001010055",
    "2018-06",
    "2018-06-30",
    "2018年6月30日",
    "20180630",
    "43281",
    "4.4E+17",
    "99999999999999999999",
    "-1",
    "0",
    "13",
    "18:61",
    "2018-06-30 14:05",
    "2018-06-30T00:00:00Z>;>",
    "是",
    "书记",
    "转至省内",
    "线上",
    "\u{202e}",
    "\u{0}",
    "＝",
    "X",
    "\t",
    "1e9",
    "共青团员",
];

/// A file of some kind: whole headers, and rows of what fits and what does not; then some bytes turned over.
fn made_up(dice: &mut Dice) -> Vec<u8> {
    let mut out = Vec::new();
    if dice.below(8) > 0 {
        let kind = Kind::ALL[dice.below(Kind::ALL.len())];
        let names: Vec<&str> = kind.columns().iter().map(|column| column.name).collect();
        out.extend_from_slice(names.join(",").as_bytes());
        out.push(b'\n');
    }
    for _ in 0..dice.below(120) {
        out.extend_from_slice(PIECES[dice.below(PIECES.len())].as_bytes());
        if dice.below(3) > 0 {
            out.push(b',');
        }
        if dice.below(16) == 0 {
            out.push(b'\n');
        }
    }
    for _ in 0..dice.below(4) {
        let (at, bit) = (dice.below(out.len()), dice.below(8));
        if let Some(byte) = out.get_mut(at).filter(|_| dice.below(2) == 0) {
            *byte ^= 1 << bit;
        }
    }
    out
}

fn swallow(path: &std::path::Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap();
    let batch = read(&[path.to_owned()], &Options::default(), &NewRegister, &Unwatched).unwrap();
    for file in &batch.report.files {
        assert_eq!(file.accepted + file.refused, file.rows, "{bytes:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_bytes_are_told_row_by_row(seed in any::<u64>(), noise in prop::collection::vec(any::<u8>(), 0..300)) {
        let dir = tempfile::tempdir().unwrap();
        swallow(&dir.path().join("a.csv"), &made_up(&mut Dice(seed)));
        for head in [&b""[..], b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xef\xbb\xbf", b"\xff\xfe"] {
            swallow(&dir.path().join("b"), &[head, &noise].concat());
        }
    }
}

#[test]
#[ignore = "minutes; prints how many"]
fn many_made_up_rosters() {
    let count: u64 = std::env::var("FUZZ").ok().and_then(|count| count.parse().ok()).unwrap_or(300_000);
    let dir = tempfile::tempdir().unwrap();
    let (mut dice, begun) = (Dice(20_181_121), Instant::now());
    let path = dir.path().join("a.csv");
    (0..count).for_each(|_| swallow(&path, &made_up(&mut dice)));
    println!("{count} rosters in {:.0} s", begun.elapsed().as_secs_f64());
}
