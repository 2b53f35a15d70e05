//! One bit of one file of a register turned over: it is told, or it meant nothing; it is never shown as data.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::state::Dice;
use common::{Site, copy_tree, text};
use serde_json::Value;

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

/// A register, how it is opened, and what it is asked.
struct Made {
    site: Site,
    key: Option<PathBuf>,
    asked: Vec<Vec<&'static str>>,
}

impl Made {
    fn words<'a>(&'a self, data: &'a Path, words: &[&'a str]) -> Vec<&'a str> {
        let key = self.key.iter().flat_map(|key| ["--key-file", text(key)]);
        ["--data", text(data)].into_iter().chain(key).chain(words.iter().copied()).collect()
    }
}

fn county() -> Made {
    let site = Site::new();
    assert_eq!(site.code(&["demo"]), 0);
    Made { site, key: None, asked: vec![vec!["stats", "--as-of", "2018-06-01"]] }
}

/// The same county, sealed from the first write on.
fn sealed_county() -> Made {
    let site = Site::new();
    let (rosters, key) = (site.path("rosters"), site.path("key"));
    assert_eq!(site.code(&["demo", "--rosters", text(&rosters)]), 0);
    let made = Made { site, key: Some(key), asked: vec![vec!["stats", "--as-of", "2018-06-01"]] };
    let data = made.site.data();
    assert_eq!(made.site.code(&made.words(&data, &["init", "--seal"])), 0);
    let taken = made.site.code(&made.words(&data, &["import", text(&rosters)]));
    assert!(matches!(taken, 0 | 3), "{taken}");
    made
}

/// A few rows of everything that is written after an import: acts, snapshots, facts, a programme's verdicts.
fn written_to(sealed: bool) -> Made {
    let site = Site::new();
    let key = sealed.then(|| site.path("key"));
    let mut made = Made { site, key, asked: Vec::new() };
    let data = made.site.data();
    let seal: Vec<&str> = if sealed { vec!["init", "--seal"] } else { vec!["init", "--unsealed"] };
    assert_eq!(made.site.code(&made.words(&data, &seal)), 0);
    let orgs = ["R||团县委|团委|||2010-01-01|||", "B1|R|甲支部|团支部|普通||2017-01-01|||"];
    let orgs = made.site.write("o.csv", common::roster(common::ORGS, &orgs));
    let members = made.site.write("m.csv", common::state::members(3).replace("B2", "B1"));
    let day = "2018-06-01";
    let note = ["--as-of", day, "findings", "note", "no-cadre-branch", "B1", "--text", "said", "--by", "团县委"];
    // Of a sealed register the author is whoever opened it.
    let note = if sealed { &note[..8] } else { &note[..] };
    for words in [&["import", text(&orgs), text(&members)][..], note, &["trend", "--of", "members"], &["stats"]] {
        assert_eq!(made.site.code(&made.words(&data, words)), 0, "{words:?}");
    }
    made.asked = vec![
        vec!["stats", "--as-of", day],
        vec!["findings", "history", "no-cadre-branch", "B1", "--as-of", day],
        vec!["search", "祁1", "--as-of", day],
        vec!["snapshots"],
    ];
    made
}

/// Turns `rounds` bits over, one at a time, in each file; says for each file how many were told and how many meant nothing.
fn turn_over(made: &Made, rounds: u64, seed: u64) -> BTreeMap<String, (u64, u64)> {
    let site = &made.site;
    let data = site.data();
    let sound = site.json(&made.words(&data, &["doctor"]));
    let answers: Vec<Vec<u8>> = made.asked.iter().map(|asked| site.run(&made.words(&data, asked)).stdout).collect();
    let torn = site.path("torn");
    let mut dice = Dice(seed);
    let mut found = BTreeMap::<String, (u64, u64)>::new();
    for file in files(&data) {
        let name = file.strip_prefix(&data).unwrap().to_owned();
        let whole = fs::read(&file).unwrap();
        if whole.is_empty() || name == Path::new("lock") {
            continue;
        }
        // A log is mostly room that nothing is written to yet.
        let written: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] != 0).collect();
        let tally =
            found.entry(name.file_name().unwrap().to_string_lossy().split('.').next().unwrap().into()).or_default();
        for round in 0..rounds {
            let at = match round % 4 {
                3 => dice.below(whole.len() as u64) as usize,
                _ => written[dice.below(written.len() as u64) as usize],
            };
            copy_tree(&data, &torn);
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << dice.below(8);
            fs::write(torn.join(&name), bytes).unwrap();
            // Without the snapshot the log alone is read, and what it has lost shows nowhere else.
            if round % 2 == 1 && name.ends_with("db") {
                let snapshots = files(&torn).into_iter().filter(|path| path.to_string_lossy().contains("snap."));
                snapshots.for_each(|path| fs::remove_file(path).unwrap());
            }
            let place = format!("{} byte {at}", name.display());
            // What is shown, even before anybody looks through it.
            for (asked, answer) in made.asked.iter().zip(&answers) {
                let shown = site.run(&made.words(&torn, asked));
                told_quietly(&shown.stderr, &place);
                if shown.status.success() {
                    assert_eq!(&shown.stdout, answer, "{place}: {asked:?}");
                }
            }
            let looked = site.run(&made.words(&torn, &["doctor"]));
            told_quietly(&looked.stderr, &place);
            if looked.status.success() {
                let found: Value = serde_json::from_slice(&looked.stdout).unwrap();
                assert_eq!(found["digest"], sound["digest"], "{place}");
                tally.1 += 1;
            } else {
                let listed = serde_json::from_slice(&looked.stdout)
                    .is_ok_and(|found: Value| found["found"]["faults"][0]["tree"].is_string());
                assert!(listed || !looked.stderr.is_empty(), "{place} is not named");
                tally.0 += 1;
            }
        }
    }
    found
}

fn told_quietly(stderr: &[u8], place: &str) {
    let said = String::from_utf8_lossy(stderr);
    assert!(!said.contains("stopped unexpectedly") && !said.contains("panicked"), "{place}: {said}");
}

fn told(found: &BTreeMap<String, (u64, u64)>) -> u64 {
    found.values().map(|(told, _)| told).sum()
}

#[test]
fn a_bit_turned_over_is_told_or_means_nothing() {
    let found = turn_over(&county(), 3, 7);
    assert!(told(&found) > 0, "{found:?}");
}

#[test]
fn nor_is_one_shown_of_a_whole_county_that_is_sealed() {
    let rounds = std::env::var("MINGMAI_FLIPS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1);
    let found = turn_over(&sealed_county(), rounds, 13);
    assert!(told(&found) > 0 && found.contains_key("keys"), "{found:?}");
    println!("{found:?}");
}

#[test]
fn nor_is_one_shown_in_what_was_written_since() {
    for sealed in [false, true] {
        let found = turn_over(&written_to(sealed), 3, 9);
        assert!(told(&found) > 0 && found.contains_key("keys") == sealed, "{found:?}");
    }
}

#[test]
#[ignore = "minutes; prints how many"]
fn many_bits_turned_over() {
    let counties = [("county", county()), ("sealed county", sealed_county())];
    for (what, made) in counties.into_iter().chain([("plain", written_to(false)), ("sealed", written_to(true))]) {
        for (file, (told, harmless)) in turn_over(&made, 60, 11) {
            println!("{what} {file}: {told} told, {harmless} meant nothing");
        }
    }
}

#[test]
fn a_log_that_went_back_is_missed() {
    for sealed in [false, true] {
        let made = written_to(sealed);
        let (site, data) = (&made.site, made.site.data());
        let log = |dir: &Path| files(dir).into_iter().find(|path| path.ends_with("db")).unwrap();
        let (earlier, whole) = (fs::read(log(&data)).unwrap(), site.path("whole"));
        let note = ["--by", "团县委", "findings", "note", "no-cadre-branch", "B1", "--text", "and more"];
        assert_eq!(site.code(&made.words(&data, &note[if sealed { 2 } else { 0 }..])), 0);
        copy_tree(&data, &whole);
        // As a database leaves it that found its log torn, and went on with what came before.
        files(&data)
            .iter()
            .filter(|path| path.to_string_lossy().contains("snap."))
            .for_each(|path| fs::remove_file(path).unwrap());
        fs::write(log(&data), earlier).unwrap();
        for asked in &made.asked {
            let refused = site.run(&made.words(&data, asked));
            assert_eq!(refused.status.code(), Some(1), "{asked:?}");
            assert!(String::from_utf8_lossy(&refused.stderr).contains("damaged"));
        }
        let looked = site.run(&made.words(&data, &["doctor"]));
        let found: Value = serde_json::from_slice(&looked.stdout).unwrap();
        assert_eq!(found["found"]["faults"][0]["tree"], "witness");
        assert!(found["found"]["faults"][0]["what"]["lost"]["expected"].as_u64() > Some(0), "{found}");
        // Whoever has no copy may go on with what is left, and says so.
        assert_eq!(site.code(&made.words(&data, &["doctor", "--repair"])), 0);
        assert_eq!(site.code(&made.words(&data, &["stats"])), 0);
        assert_eq!(site.code(&made.words(&whole, &["doctor"])), 0, "what was not torn is sound");
    }
}
