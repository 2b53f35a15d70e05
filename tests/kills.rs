//! `kill -9` at any moment of anything that writes: what was said to be saved is there, and nothing is half there.
//!
//! The usual run is short; `MINGMAI_KILLS=500 cargo test --test kills -- --nocapture` prints what it hit.

#![allow(clippy::unwrap_used, missing_docs)]
#![cfg(unix)]

mod common;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use common::Site;
use common::state::{Deed, Dice, Life, backups, kill_after, read, small, tells};

/// What a kill came upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Hit {
    /// Nothing was written yet, or nothing that left a trace.
    Before,
    /// Something was under way: unfinished files, a generation not adopted, a log that grew; the change is not there.
    Inside,
    /// The change is there, and nobody had been told yet.
    Committed,
    /// It had been said to be done.
    Told,
}

/// Files with their sizes and checksums, but for those that merely opening a register writes.
fn traces(dir: &Path) -> BTreeMap<String, (u64, u32)> {
    let mut found = BTreeMap::new();
    let mut open = vec![dir.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path.clone());
            } else if !["lock", "members.csv", "snap."]
                .iter()
                .any(|name| entry.file_name().to_string_lossy().starts_with(name))
            {
                let bytes = std::fs::read(&path).unwrap_or_default();
                found.insert(path.display().to_string(), (bytes.len() as u64, crc32fast::hash(&bytes)));
            }
        }
    }
    found
}

/// Kills so many times; gives how often each kind of deed was hit how.
fn kills(rounds: u64, seed: u64) -> BTreeMap<(&'static str, Hit), u64> {
    let site = Site::new();
    let mut life = small(&site);
    let mut kept: Vec<(std::path::PathBuf, Life)> = Vec::new();
    let mut lasts: BTreeMap<&str, Duration> = BTreeMap::new();
    let mut hits = BTreeMap::new();
    let mut dice = Dice(seed);
    let copies = site.path("data.backups");
    for round in 0..rounds {
        let deed = Deed::any(&mut dice, round, &life, &kept);
        let before = traces(site.dir.path());
        let begun = Instant::now();
        let mut child = deed.begin(&site, &site.data(), &life);
        // How long it takes is measured the first time, and again now and then: machines are not always as busy.
        let usual = lasts.get(deed.name()).copied().filter(|_| dice.below(12) > 0);
        let wait = usual.map(|usual| usual * (25 + dice.below(90) as u32) / 100);
        let (said, done) = match wait {
            Some(wait) => kill_after(&mut child, wait),
            None => {
                let output = child.wait_with_output().unwrap();
                assert!(output.status.success(), "{deed:?}: {}", String::from_utf8_lossy(&output.stderr));
                lasts.insert(deed.name(), begun.elapsed());
                (String::from_utf8_lossy(&output.stdout).into_owned(), output.status.success())
            }
        };
        let told = done || tells(&said);
        let left = traces(site.dir.path());
        let now = read(&site.data()).unwrap_or_else(|fault| panic!("round {round}, {deed:?}: {fault}"));
        let after = deed.after(&life);
        if told {
            assert_eq!(now, after.now, "round {round}: {deed:?} was said to be done");
        } else {
            assert!(now == life.now || now == after.now, "round {round}: {deed:?} left {now:?} of {:?}", life.now);
        }
        let changed = now == after.now && after.now != life.now;
        if told || changed {
            life = after;
        }
        let files = backups(&copies);
        kept.retain(|(file, _)| files.contains(file));
        let new = files.into_iter().filter(|file| !kept.iter().any(|(known, _)| known == file));
        let new: Vec<_> = new.map(|file| (file, life.clone())).collect();
        let made = !new.is_empty() || changed;
        assert!(!matches!(deed, Deed::BackUp) || !told || !new.is_empty(), "round {round}: a backup is gone");
        kept.extend(new);
        let hit = match (told, made) {
            (true, _) => Hit::Told,
            (false, true) => Hit::Committed,
            (false, false) if left != before => Hit::Inside,
            (false, false) => Hit::Before,
        };
        *hits.entry((deed.name(), hit)).or_default() += 1;
        for entry in std::fs::read_dir(site.dir.path()).unwrap().flatten() {
            // Registers set aside are each looked at once, and cleared away.
            if entry.file_name().to_string_lossy().starts_with("data.before") {
                read(&entry.path()).unwrap_or_else(|fault| panic!("round {round}, set aside: {fault}"));
                std::fs::remove_dir_all(entry.path()).unwrap();
            }
        }
    }
    hits
}

#[test]
fn what_was_said_to_be_saved_outlives_any_kill() {
    let set = std::env::var("MINGMAI_KILLS").ok().and_then(|kills| kills.parse().ok());
    let (rounds, begun) = (set.unwrap_or(14), Instant::now());
    let hits = kills(rounds, 20_181_121);
    let of = |hit| hits.iter().filter(|((_, found), _)| *found == hit).map(|(_, count)| count).sum::<u64>();
    let [before, inside, committed, told] = [Hit::Before, Hit::Inside, Hit::Committed, Hit::Told].map(of);
    println!(
        "{rounds} rounds in {:.0} s: {before} killed before anything was written, {inside} while it was,",
        begun.elapsed().as_secs_f64()
    );
    println!(
        "{committed} when it was written and nobody told, {told} told or left to finish; none lost, none half there"
    );
    for ((deed, hit), count) in &hits {
        println!("  {deed} {hit:?} {count}");
    }
    assert!(told > 0 && before + inside > 0, "{hits:?}");
}
