//! How fast a large roster is read: `cargo test --release --test intake_speed -- --ignored --nocapture`.
//!
//! `MINGMAI_ROWS` sets the number of members (default 200,000). All data is made up.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use mingmai::intake::{NewRegister, Options, Unwatched, read};
use mingmai::model::Identity;

#[test]
#[ignore = "a measurement"]
fn rows_a_second() {
    let rows: usize = std::env::var("MINGMAI_ROWS").ok().and_then(|n| n.parse().ok()).unwrap_or(200_000);
    let folder = tempfile::tempdir().unwrap();
    let branches = rows.div_ceil(20);
    write_orgs(&folder.path().join("团组织.csv"), branches);
    write_members(&folder.path().join("团员.csv"), rows);
    let size: u64 = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().metadata().unwrap().len()).sum();
    let (before, worked) = (peak(), cpu());
    let start = Instant::now();
    let batch = read(&[folder.path().into()], &Options::default(), &NewRegister, &Unwatched).unwrap();
    let took = start.elapsed();
    let cpu = cpu() - worked;
    println!(
        "{} members and {} organisations, {} MB, in {:.2} s ({cpu:.2} s of work): {:.0} rows/s; peak {} MB (before {} MB)",
        batch.members.len(),
        batch.orgs.len(),
        size >> 20,
        took.as_secs_f64(),
        (rows + branches) as f64 / took.as_secs_f64(),
        peak(),
        before,
    );
    println!("organisations: {} B each", std::mem::size_of::<mingmai::intake::Placed>());
    println!("resident now: {} MB", status("VmRSS"));
    assert_eq!(batch.members.len(), rows);
    assert_eq!(batch.report.files.iter().map(|file| file.refused).sum::<u32>(), 1);
}

fn write_orgs(path: &Path, branches: usize) {
    let mut out = BufWriter::new(std::fs::File::create(path).unwrap());
    writeln!(out, "组织编码,上级组织编码,组织全称,组织简称,组织类型,支部类别,行业类别,行政区划代码,成立日期,最近换届日期,应换届日期,已建党组织,统一社会信用代码,联系电话,团费留存比例,停用日期").unwrap();
    writeln!(out, "000,,某省团委,团省委,团的领导机关,,,44,,,,是,,,,").unwrap();
    let committees = branches.div_ceil(50);
    for at in 0..committees {
        writeln!(out, "000.{at:05},000,某省某市某县第{at}中学团委,第{at}中学,团委,,普通高中,440783,2010-05-04,2016-06-01,,是,,,50,")
            .unwrap();
    }
    for at in 0..branches {
        let above = at / 50;
        writeln!(
            out,
            "000.{above:05}.{at:06},000.{above:05},某省某市某县第{above}中学{at}班团支部,{at}班,团支部,普通,普通高中,440783,2017-09-01,2017-09-20,,否,,10000000000,50,"
        )
        .unwrap();
    }
}

fn write_members(path: &Path, rows: usize) {
    let mut out = BufWriter::new(std::fs::File::create(path).unwrap());
    writeln!(out, "姓名,证件类型,身份证号,手机号码,民族,政治面貌,最高学历,职业,入团年月,团员编号,所在团支部编码,加入本支部日期,报到状态,报到时间,实名认证状态,团籍状态,税后月收入,注册志愿者时间,年度志愿服务次数,年度志愿服务时长,教育评议等次,评议年度,团籍注册年度,失联").unwrap();
    let mut line = String::new();
    for at in 0..rows {
        let (branch, birth) = (at / 20, 20_000_101 + (at % 12) * 100 + at % 28);
        // The last row repeats the first.
        let person = if at + 1 == rows { 0 } else { at };
        let birth = if at + 1 == rows { 20_000_101 } else { birth };
        let seventeen =
            (440_000 + (person / 84_000) as u64) * 100_000_000_000 + birth as u64 * 1000 + (person / 84 % 1000) as u64;
        let identity = Identity::with_check(seventeen);
        line.clear();
        writeln!(
            line,
            "张三{},居民身份证,{},1{:010},汉族,共青团员,普通高中在读,学生,2016-05,2016440{at:06},000.{:05}.{branch:06},2017-09-01,通过,2018-06-15 09:30:00,通过,正常,,,,,,,2018,否",
            char::from_u32(0x4e00 + at as u32 % 5000).unwrap(),
            identity.reveal(),
            at,
            branch / 50,
        )
        .unwrap();
        out.write_all(line.as_bytes()).unwrap();
    }
}

/// Seconds of processor time so far.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    ticks.filter_map(|n| n.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn peak() -> u64 {
    status("VmHWM")
}

/// A line of the kernel's account of this process, in MB.
fn status(of: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(of)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or_default() >> 10
}
