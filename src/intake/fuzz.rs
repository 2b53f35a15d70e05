//! Whatever bytes come in: no panic, and every row is accounted for.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Instant;

use proptest::prelude::*;

use super::read::read_with;
use super::{Batch, Column, Kind, Known, Options, Personal, Unwatched, read};
use crate::model::{Day, IdKey, Labelled, Org, OrgCode, OrgId, OrgKind};
use crate::programme::Programme;

/// A committee and a branch, and everybody is known: so that rows get further than their first cell.
struct Small;

impl Known for Small {
    fn orgs(&self) -> usize {
        2
    }

    fn org_rows(&self) -> Box<dyn Iterator<Item = (OrgId, Option<OrgCode>, Org)> + '_> {
        let org = |code: &str, name: &str, kind| {
            let code = OrgCode::parse(code).unwrap();
            Org { founded: Some(Day::parse("2010-01-01").unwrap()), ..Org::new(code, name, kind) }
        };
        let (committee, branch) = (org("A", "甲团委", OrgKind::Committee), org("A.1", "乙团支部", OrgKind::Branch));
        let above = committee.code.clone();
        Box::new([(OrgId(1), None, committee), (OrgId(2), Some(above), branch)].into_iter())
    }

    fn persons(&self, asked: &[IdKey]) -> anyhow::Result<Vec<IdKey>> {
        Ok(asked.to_vec())
    }

    fn programmes(&self) -> anyhow::Result<Vec<Programme>> {
        static READ: OnceLock<Vec<Programme>> = OnceLock::new();
        Ok(READ.get_or_init(|| vec![Programme::builtin().unwrap()]).clone())
    }
}

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

/// What a column may well hold.
fn fitting(column: &Column, dice: &mut Dice) -> &'static str {
    let among = |dice: &mut Dice, pieces: &[&'static str]| pieces[dice.below(pieces.len())];
    let name = column.name;
    let about = |words: &[&str]| words.iter().any(|word| name.contains(word));
    match column.personal {
        Personal::Identity => among(dice, &["449901200001010019", "449901200001010027"]),
        Personal::Phone => "10000000001",
        _ if name == "组织类型" => among(dice, &["团支部", "团委"]),
        _ if name == "活动类型" => among(dice, &["团课", "主题团日", "志愿服务"]),
        _ if name == "转接类型" => among(dice, &["转至省内"]),
        _ if name == "统一社会信用代码" => "91440000000000000X",
        _ if name == "毕业年度" => "2018",
        _ if name == "类别" => among(dice, &["奖励", "处分"]),
        _ if name == "职务" => among(dice, &["书记", "委员"]),
        _ if about(&["单位名称"]) => "甲公司",
        _ if about(&["支部", "编码"]) => among(dice, &["A.1", "A.1", "A", "A.2"]),
        _ if about(&["时间"]) => among(dice, &["2018-03-01 08:00", "2018-06-25 23:59"]),
        _ if about(&["日期", "日"]) => among(dice, &["2017-01-01", "2018-06-30", "2016-02-29"]),
        _ if about(&["月"]) => among(dice, &["2018-05", "2018-06"]),
        _ if about(&["数", "额", "时长", "元", "收入"]) => among(dice, &["3", "0", "12.50"]),
        _ => among(dice, &["甲", "是", "书记", ""]),
    }
}

/// A file of some kind: whole headers, and rows of what fits and what does not; then some bytes turned over.
fn made_up(dice: &mut Dice) -> Vec<u8> {
    let mut out = Vec::new();
    let columns = Kind::ALL[dice.below(Kind::ALL.len())].columns();
    if dice.below(8) > 0 {
        let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
        out.extend_from_slice(names.join(",").as_bytes());
        out.push(b'\n');
    }
    for _ in 0..dice.below(6) {
        let cells = columns.iter().map(|column| match dice.below(24) {
            0 => PIECES[dice.below(PIECES.len())],
            _ => fitting(column, dice),
        });
        out.extend_from_slice(cells.collect::<Vec<_>>().join(",").as_bytes());
        out.push(b'\n');
    }
    for _ in 0..dice.below(60) {
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

/// Holds the account of every row, and gives how many were taken.
fn accounted(batch: &Batch, bytes: &[u8]) -> u64 {
    for file in &batch.report.files {
        assert_eq!(file.accepted + file.refused, file.rows, "{bytes:?}");
    }
    batch.report.files.iter().map(|file| u64::from(file.accepted)).sum()
}

fn from_file(path: &Path, bytes: &[u8]) -> u64 {
    fs::write(path, bytes).unwrap();
    accounted(&read(&[path.to_owned()], &Options::default(), &Small, &Unwatched).unwrap(), bytes)
}

/// The same without a file, which takes longer to write than to read.
fn from_stream(options: Options, bytes: &[u8]) -> u64 {
    let stream = Box::new(Cursor::new(bytes.to_vec()));
    accounted(&read_with(&[PathBuf::from("-")], &options, &Small, &Unwatched, stream).unwrap(), bytes)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_bytes_are_told_row_by_row(seed in any::<u64>(), noise in prop::collection::vec(any::<u8>(), 0..300)) {
        let dir = tempfile::tempdir().unwrap();
        from_file(&dir.path().join("a.csv"), &made_up(&mut Dice(seed)));
        for head in [&b""[..], b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xef\xbb\xbf", b"\xff\xfe"] {
            from_file(&dir.path().join("b"), &[head, &noise].concat());
        }
    }
}

/// Reads so many made-up rosters from as many threads as there are; gives rows taken.
fn many(count: u64, seed: u64) -> u64 {
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    std::thread::scope(|scope| {
        let work = (0..threads).map(|thread| {
            scope.spawn(move || {
                let mut dice = Dice(seed ^ (thread << 40));
                let turns = (thread..count).step_by(threads as usize);
                turns
                    .map(|turn| {
                        let options = Options { strict: turn % 8 == 0, ..Options::default() };
                        from_stream(options, &made_up(&mut dice))
                    })
                    .sum::<u64>()
            })
        });
        work.collect::<Vec<_>>().into_iter().map(|thread| thread.join().unwrap()).sum()
    })
}

#[test]
fn made_up_rosters_reach_every_check() {
    assert!(many(800, 7) > 200, "some rows must be good");
}

#[test]
#[ignore = "minutes; prints how many and the peak of memory; FUZZ says how many"]
fn many_made_up_rosters() {
    let count: u64 = std::env::var("FUZZ").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    let begun = Instant::now();
    let taken = many(count, 20_181_121);
    println!("{count} rosters in {:.0} s, {taken} rows taken", begun.elapsed().as_secs_f64());
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().filter(|line| line.starts_with("VmHWM")).for_each(|line| println!("{line}"));
}
