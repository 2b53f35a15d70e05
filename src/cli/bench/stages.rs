//! What is measured, each in a process of its own.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant as Stopwatch};

use anyhow::{Context, Result};

use super::super::args::Site;
use super::super::{desk, output};
use crate::desk::{Order, QueueFilter};
use crate::judge::{Fact, judge};
use crate::model::{Pos, Report, Row, RowEdit};
use crate::store::{Thresholds, collect};

/// Processor, cores, memory.
pub fn machine() -> String {
    let read = |path: &str, key: &str| {
        let text = fs::read_to_string(path).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(key)).unwrap_or_default().to_owned();
        line.split_once(':').map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
    let profile = if cfg!(debug_assertions) { "debug build" } else { "release build" };
    format!(
        "machine: {}, {cores} cores, {}, {profile}",
        read("/proc/cpuinfo", "model name"),
        read("/proc/meminfo", "MemTotal")
    )
}

/// Bytes of all files below a directory.
pub fn bytes_below(dir: &Path) -> Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(dir).with_context(|| dir.display().to_string())? {
        let entry = entry?;
        let data = entry.metadata()?;
        sum += if data.is_dir() { bytes_below(&entry.path())? } else { data.len() };
    }
    Ok(sum)
}

/// Runs a command to its end and gives its peak resident memory in MB; 0 where the system does not tell.
pub fn peak_of(command: &mut Command) -> Result<u64> {
    let mut child = command.stdout(Stdio::null()).spawn()?;
    let mut peak = 0;
    loop {
        peak = peak.max(status(&child.id().to_string(), "VmHWM"));
        if let Some(status) = child.try_wait()? {
            anyhow::ensure!(matches!(status.code(), Some(0 | 3)), "the import failed");
            return Ok(peak / 1000);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn status(process: &str, key: &str) -> u64 {
    let text = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(key)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).unwrap_or(0)
}

fn resident() -> u64 {
    status("self", "VmRSS") / 1000
}

pub(super) fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

pub(super) fn quantile(times: &mut [Duration], share: f64) -> Duration {
    times.sort_unstable();
    times.get(((times.len() as f64 - 1.0) * share).ceil() as usize).copied().unwrap_or_default()
}

/// From nothing to everything answering.
pub fn open(site: &Site) -> Result<()> {
    let begun = Stopwatch::now();
    let desk = desk::open(site)?;
    let opened = begun.elapsed();
    // An imported register's present is now; its facts of the day asked for are taken once and are not what a start costs.
    let kept = desk.register().kept_span()?.is_some();
    let tree = desk.tree()?;
    let with_tree = begun.elapsed();
    let facts = desk.register().kept_facts()?;
    black_box(facts.as_ref().map(|kept| judge(&kept.facts, desk.rules())));
    desk.load_search()?;
    output::line(&format!(
        "start: register open {}, tree {}, everything answering {} ({} organisations, facts kept: {kept})",
        ms(opened),
        ms(with_tree),
        ms(begun.elapsed()),
        tree.len()
    ))
}

/// Memory with the tree open, and with the search loaded.
pub fn tree(site: &Site) -> Result<()> {
    let desk = desk::open(site)?;
    let standing = desk.standing(&|_| {})?;
    desk.register().settle()?;
    output::line(&format!("resident memory with the tree open: {} MB", resident()))?;
    desk.load_search()?;
    desk.register().settle()?;
    for query in ["zw", "王", "高三", "4407", "100"] {
        black_box(desk.find(&standing, query, 50, &|| false)?);
    }
    output::line(&format!("resident memory with search loaded: {} MB", resident()))
}

/// Keystrokes, each to the settled list.
pub fn search(site: &Site) -> Result<()> {
    let desk = desk::open(site)?;
    let standing = desk.standing(&|_| {})?;
    desk.load_search()?;
    let mut queries: Vec<String> =
        ["王小明", "欧阳", "高三(2)班", "开平", "zwh", "zhangwei", "gs2b", "lxiaom", "shanwei"]
            .iter()
            .map(|text| (*text).to_owned())
            .collect();
    // Real rows of the register, spread over all of it: names, identity numbers, phones and member numbers.
    for share in 1..40 {
        let pos = Pos((standing.tree.len() * share / 40) as u32);
        for member in desk.register().rows(pos)?.members.into_iter().take(1) {
            queries.push(member.name.to_string());
            queries.push(member.identity.reveal().to_string());
            queries.extend(member.phone.map(|phone| phone.reveal().to_string()));
            queries.extend(member.number.map(|number| number.to_string()));
        }
    }
    let mut times = Vec::new();
    for query in &queries {
        let ends: Vec<usize> = query.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
        for end in ends {
            let begun = Stopwatch::now();
            black_box(desk.find(&standing, &query[..end], 50, &|| false)?);
            times.push(begun.elapsed());
        }
    }
    let count = times.len();
    output::line(&format!(
        "search, {count} keystrokes to the settled list: p50 {}, p99 {}, worst {}",
        ms(quantile(&mut times, 0.5)),
        ms(quantile(&mut times, 0.99)),
        ms(quantile(&mut times, 1.0))
    ))
}

/// Judging from stored rows and from facts.
pub fn judging(site: &Site) -> Result<()> {
    let desk = desk::open(site)?;
    let tree = desk.tree()?;
    let at = desk.at();
    let begun = Stopwatch::now();
    let collected = collect(desk.register(), &tree, at, &Thresholds::of(at), &|_| {})?;
    let judged = judge(&collected.facts, desk.rules());
    output::line(&format!(
        "judging from stored rows: {:.2} s ({} findings)",
        begun.elapsed().as_secs_f64(),
        judged.total(&(0..tree.len()))
    ))?;
    let mut times: Vec<Duration> = (0..9)
        .map(|_| {
            let begun = Stopwatch::now();
            black_box(judge(&collected.facts, desk.rules()));
            begun.elapsed()
        })
        .collect();
    output::line(&format!("judging from facts: median {}", ms(quantile(&mut times, 0.5))))?;
    let (mut facts, mut judged) = (collected.facts, judged);
    facts.settle();
    let mut times: Vec<Duration> = (0..40)
        .map(|share| {
            let pos = Pos((facts.len() * share / 40) as u32);
            let before = facts.row(pos);
            let begun = Stopwatch::now();
            let mut row = before.clone();
            row.add(Fact::Members, 1);
            row.add(Fact::Unreported, 1);
            facts.set(pos, &row);
            judged.again(&facts, desk.rules(), &[pos]);
            begun.elapsed()
        })
        .collect();
    output::line(&format!(
        "one change judged again: median {}, worst {}",
        ms(quantile(&mut times, 0.5)),
        ms(quantile(&mut times, 1.0))
    ))?;
    let standing = desk.standing(&|_| {})?;
    let begun = Stopwatch::now();
    let queue = standing.queue(&QueueFilter::default(), Order::Urgency);
    output::line(&format!("triage list of {} findings in order of urgency: {}", queue.items.len(), ms(begun.elapsed())))
}

/// What is worked out again after a member's row was edited, disk writes aside.
pub fn edits(site: &Site) -> Result<()> {
    let desk = desk::open(site)?;
    let standing = desk.standing(&|_| {})?;
    desk.load_search()?;
    let entry = desk.register().rows_entry()?;
    let mut times = Vec::new();
    for nth in 0..41u64 {
        let first = standing.tree.len() as u64 * nth / 41;
        let mut branches = (first as u32..standing.tree.len() as u32).map(Pos);
        let peopled = branches.find(|pos| standing.facts.own(Fact::Members, *pos) > 0);
        let Some((pos, member)) = peopled.and_then(|pos| Some((pos, desk.register().member(pos, 0).ok()??))) else {
            break;
        };
        let branch = standing.tree.id(pos);
        let mut old = member.clone();
        (old.report, old.phone) = (member.report.xor(Some(Report::Passed)), None);
        let edit =
            RowEdit { before: Some(Row::Member { branch, member: old }), after: Some(Row::Member { branch, member }) };
        let begun = Stopwatch::now();
        let renewed = desk.renew(entry + 1 + nth, &[edit])?;
        times.push(begun.elapsed());
        black_box(renewed);
    }
    let first = times.first().copied().unwrap_or_default();
    let mut later = times.split_off(times.len().min(1));
    output::line(&format!(
        "a member's row edited, everything renewed: the first time {}, then median {}, worst {}",
        ms(first),
        ms(quantile(&mut later, 0.5)),
        ms(quantile(&mut later, 1.0))
    ))
}

/// What a payment takes.
pub fn dues(site: &Site) -> Result<()> {
    let desk = desk::open(site)?;
    let mut payments = 0u64;
    desk.register().each_dues(|_, dues| payments += dues.payments().count() as u64)?;
    let bytes = desk.register().dues_bytes()?;
    output::line(&format!(
        "dues: {payments} payments in {:.0} MB, {:.2} bytes a payment",
        bytes as f64 / 1e6,
        bytes as f64 / payments.max(1) as f64
    ))
}
