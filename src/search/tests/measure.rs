//! A province measured: `cargo test --release --lib measure -- --ignored --nocapture`.

use std::collections::HashMap;
use std::fs::File;
use std::hint::black_box;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::super::{Builder, ChunkSink, Chunks, Search, Tag};
use super::org;
use crate::lang::pinyin;
use crate::model::{Identity, MemberNumber, OrgId, OrgKind, OrgTree, Phone, Pos};

const MEMBERS: u64 = 4_600_000;

struct FileChunks {
    file: Mutex<File>,
    places: HashMap<(Tag, u32), (u64, u32)>,
    end: u64,
}

impl ChunkSink for FileChunks {
    fn write(&mut self, tag: Tag, no: u32, bytes: &[u8]) -> Result<()> {
        self.file.get_mut().unwrap().write_all(bytes)?;
        self.places.insert((tag, no), (self.end, bytes.len() as u32));
        self.end += bytes.len() as u64;
        Ok(())
    }
}

impl Chunks for FileChunks {
    fn read(&self, tag: Tag, no: u32) -> Result<Vec<u8>> {
        let &(at, len) = self.places.get(&(tag, no)).context("no such chunk")?;
        let mut file = self.file.lock().unwrap();
        file.seek(SeekFrom::Start(at))?;
        let mut out = vec![0; len as usize];
        file.read_exact(&mut out)?;
        Ok(out)
    }
}

/// A number that depends on `n` alone and looks like chance.
fn chance(n: u64, of: u64) -> u64 {
    let mut x = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ of.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    x = (x ^ x >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    x = (x ^ x >> 29).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x ^ x >> 32
}

/// Small numbers far oftener than large ones, as surnames and given characters go.
fn skewed(n: u64, of: u64, below: usize) -> usize {
    let x = (chance(n, of) >> 11) as f64 / (1u64 << 53) as f64;
    ((x * x * x.sqrt()) * below as f64) as usize
}

struct People {
    surnames: Vec<char>,
    given: Vec<char>,
}

impl People {
    fn new() -> Self {
        let surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任卢\
                        姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔单区翟乐仇解查盖缪隗";
        let given = (0x4E00..0x9000u32).filter_map(char::from_u32);
        let given: Vec<char> = given.filter(|&c| pinyin::common(c).is_some_and(|s| s.text().len() > 1)).collect();
        Self { surnames: surnames.chars().filter(|c| !c.is_whitespace()).collect(), given: given[..600].to_vec() }
    }

    fn name(&self, n: u64) -> String {
        let mut name = String::new();
        name.push(self.surnames[skewed(n, 1, self.surnames.len())]);
        name.push(self.given[skewed(n, 2, self.given.len())]);
        if chance(n, 3) % 10 < 8 {
            name.push(self.given[skewed(n, 4, self.given.len())]);
        }
        name
    }

    fn id(&self, n: u64) -> Identity {
        let (area, year) = (440_100 + chance(n, 5) % 21 * 100 + chance(n, 6) % 8, 1_990 + chance(n, 7) % 15);
        let date = year * 10_000 + (chance(n, 8) % 12 + 1) * 100 + chance(n, 9) % 28 + 1;
        Identity::with_check((area * 100_000_000 + date) * 1_000 + chance(n, 10) % 1_000)
    }

    fn phone(&self, n: u64) -> Phone {
        Phone::Mobile(13_000_000_000 + chance(n, 11) % 6_999_999_999)
    }

    fn number(&self, n: u64) -> MemberNumber {
        MemberNumber::Twelve((2_008 + chance(n, 12) % 11) * 100_000_000 + chance(n, 13) % 100_000_000)
    }
}

/// 254,620 organisations: 21 cities, 126 counties, 3,000 committees below, and classes or villages.
fn province() -> OrgTree {
    let mut rows = Vec::new();
    let mut add = |up: Option<usize>, name: String, label: String, kind: OrgKind| {
        let at = rows.len();
        let code = format!("{:03}.{:03}.{:06}", at / 10_000, at / 100 % 100, at);
        rows.push((OrgId(at as u32), up.map(|up| Pos(up as u32)), org(&code, &name, &label, kind)));
        at
    };
    let root = add(None, "共青团某省委员会".into(), "团省委".into(), OrgKind::Leading);
    let han = |n: u64| char::from_u32(0x4E00 + (chance(n, 20) % 4_000) as u32).unwrap();
    for city in 0..21u64 {
        let city_name = format!("某省{}{}市", han(city), han(city + 100));
        let city_at = add(Some(root), city_name.clone(), format!("{city_name}团市委"), OrgKind::Leading);
        for county in 0..6 {
            let n = city * 10 + county;
            let county_name = format!("{city_name}{}{}县", han(n + 1_000), han(n + 2_000));
            let county_at = add(Some(city_at), county_name.clone(), format!("{}团县委", han(n)), OrgKind::Leading);
            for body in 0..24 {
                let n = n * 100 + body;
                let is_school = body % 2 == 0;
                let place = format!("{}{}", han(n + 30_000), han(n + 60_000));
                let short = if is_school { format!("{place}中学团委") } else { format!("{place}镇团委") };
                let name = format!("{county_name}{short}");
                let body_at = add(Some(county_at), name.clone(), short, OrgKind::Committee);
                for below in 0..83 {
                    let label = if is_school {
                        format!(
                            "{}{}({})班团支部",
                            ["高", "初"][below / 42],
                            ["一", "二", "三"][below / 14 % 3],
                            below % 14 + 1
                        )
                    } else {
                        let n = n * 100 + below as u64;
                        format!("{}{}村团支部", han(n + 1_000_000), han(n + 2_000_000))
                    };
                    add(Some(body_at), format!("{name}{label}"), label, OrgKind::Branch);
                }
            }
        }
    }
    OrgTree::from_preorder(rows)
}

fn memory(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(what)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).unwrap_or(0) / 1_000
}

/// What this thread has computed, apart from waiting for a core.
fn computed() -> Duration {
    let spent = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(spent.tv_sec as u64, spent.tv_nsec as u32)
}

fn reset_peak() {
    std::fs::write("/proc/self/clear_refs", "5").ok();
}

#[test]
#[ignore = "a province: needs a release build and half a minute"]
fn a_province() {
    let people = People::new();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("index");
    let file = File::options().read(true).write(true).create(true).truncate(true).open(&path).unwrap();
    let mut kept = FileChunks { file: Mutex::new(file), places: HashMap::new(), end: 0 };

    let clock = computed();
    for n in 0..MEMBERS {
        black_box((people.name(n), people.id(n), people.phone(n), people.number(n)));
    }
    let making = computed() - clock;
    reset_peak();
    let before = memory("VmRSS");
    let clock = computed();
    let mut builder = Builder::new();
    for n in 0..MEMBERS {
        let number = people.number(n);
        builder.push(&people.name(n), &people.id(n), Some(&people.phone(n)), Some(&number));
    }
    let pushing = (computed() - clock).saturating_sub(making);
    println!("pushed {MEMBERS} in {pushing:.2?} (making them {making:.2?}), RSS +{} MB", memory("VmRSS") - before);
    let (clock, spent) = (Instant::now(), computed());
    builder.finish(&mut kept).unwrap();
    println!(
        "finished in {:.2?} ({:.2?} on this thread), peak +{} MB",
        clock.elapsed(),
        computed() - spent,
        memory("VmHWM") - before
    );
    println!("{} chunks, {} MB", kept.places.len(), kept.end / 1_000_000);
    let mut by_tag: HashMap<Tag, u64> = HashMap::new();
    for ((tag, _), (_, len)) in &kept.places {
        *by_tag.entry(*tag).or_default() += u64::from(*len);
    }
    let mut by_tag: Vec<_> = by_tag.into_iter().collect();
    by_tag.sort_unstable();
    println!("bytes: {by_tag:?}");

    let tree = Arc::new(province());
    println!("{} organisations", tree.len());
    reset_peak();
    let before = memory("VmRSS");
    let clock = Instant::now();
    let search = Search::load(&kept, tree.clone()).unwrap();
    println!(
        "loaded in {:.2?}, RSS +{} MB, peak +{} MB",
        clock.elapsed(),
        memory("VmRSS") - before,
        memory("VmHWM") - before
    );
    println!("distinct names and labels: {:?}", search.distinct());

    let mut slowest: Vec<(Duration, String, u64)> = Vec::new();
    let mut run = |what: &str, typed: Vec<String>| {
        let (mut times, mut walls) = (Vec::new(), Vec::new());
        for text in typed {
            let mut typed = String::new();
            for c in text.chars() {
                typed.push(c);
                let (clock, before) = (Instant::now(), computed());
                let hits = search.query(&typed, 50, &kept, &|| false).unwrap();
                let (wall, cpu) = (clock.elapsed(), computed() - before);
                times.push(cpu);
                walls.push(wall);
                slowest.push((cpu, typed.clone(), hits.total));
            }
        }
        print!("{what}: {} keystrokes", times.len());
        for (kind, mut times) in [("computed", times), ("waited", walls)] {
            times.sort_unstable();
            let at = |part: usize| times[(times.len() - 1) * part / 100];
            print!(", {kind} p50 {:.2?} p99 {:.2?} worst {:.2?}", at(50), at(99), at(100));
        }
        println!();
    };
    let some = || (0..200u64).map(|n| n * 22_777);
    run("names", some().map(|n| people.name(n)).collect());
    run("initials", some().map(|n| pinyin::initials(&people.name(n))).collect());
    let full = |name: String| pinyin::syllables(&name).iter().map(|s| s.text()).collect::<String>();
    run("pinyin", some().map(|n| full(people.name(n))).collect());
    run("identities", some().map(|n| people.id(n).reveal().to_string()).collect());
    run("telephones", some().map(|n| people.phone(n).reveal().to_string()).collect());
    run("member numbers", some().map(|n| people.number(n).to_string()).collect());
    run("last four", some().map(|n| people.id(n).reveal()[14..].to_string()).collect());
    let labels = || (0..200u32).map(|n| tree.label(Pos(n * 1_255)).to_owned());
    run("labels", labels().collect());
    run(
        "label initials",
        labels()
            .map(|l| l.chars().filter_map(pinyin::common).filter_map(|s| s.text().chars().next()).collect())
            .collect(),
    );
    run("full names", (0..40u32).map(|n| tree.name(Pos(n * 6_255)).to_owned()).collect());
    run("two words", labels().take(40).map(|l| format!("中学 {l}")).collect());
    slowest.sort_unstable_by(|a, b| b.cmp(a));
    for (time, typed, total) in slowest.iter().take(25) {
        println!("  {time:.2?} {typed} {total}");
    }
    println!("RSS now +{} MB", memory("VmRSS") - before);
}
