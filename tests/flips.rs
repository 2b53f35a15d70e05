//! One bit of one file of a register turned over: it is told, or it meant nothing; it is never shown as data.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{Site, text};
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

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    for file in files(from) {
        let there = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(there.parent().unwrap()).unwrap();
        fs::copy(&file, there).unwrap();
    }
}

/// Turns `rounds` bits over, one at a time, in each file; says how many were told.
fn turn_over(rounds: u64, seed: u64) -> (u64, u64) {
    let site = Site::new();
    assert_eq!(site.code(&["demo"]), 0);
    let sound = site.json(&["doctor"]);
    let answer = site.run(&["stats", "--as-of", "2018-06-01"]).stdout;
    let torn = site.path("torn");
    let (mut told, mut harmless) = (0, 0);
    let mut dice = seed;
    for file in files(&site.data()) {
        let name = file.strip_prefix(site.data()).unwrap().to_owned();
        let whole = fs::read(&file).unwrap();
        if whole.is_empty() || name == Path::new("lock") {
            continue;
        }
        for round in 0..rounds {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let bit = ((dice >> 20) % (whole.len() as u64 * 8)) as usize;
            copy(&site.data(), &torn);
            let mut bytes = whole.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            fs::write(torn.join(&name), bytes).unwrap();
            // Without the snapshot the log alone is read, and what it has lost shows nowhere else.
            if round % 2 == 1 && name.ends_with("db") {
                files(&torn)
                    .iter()
                    .filter(|path| path.to_string_lossy().contains("snap."))
                    .for_each(|path| fs::remove_file(path).unwrap());
            }
            let place = format!("{} bit {bit}", name.display());
            // What is shown, even before anybody looks through it.
            let shown = site.run(&["stats", "--as-of", "2018-06-01", "--data", text(&torn)]);
            if shown.status.success() {
                assert_eq!(shown.stdout, answer, "{place}");
            }
            let looked = site.run(&["doctor", "--data", text(&torn)]);
            let said = String::from_utf8(looked.stderr).unwrap();
            assert!(!said.contains("stopped unexpectedly"), "{place}: {said}");
            if looked.status.success() {
                let found: Value = serde_json::from_slice(&looked.stdout).unwrap();
                assert_eq!(found["digest"], sound["digest"], "{place}");
                harmless += 1;
            } else {
                told += 1;
            }
        }
    }
    (told, harmless)
}

#[test]
fn a_bit_turned_over_is_told_or_means_nothing() {
    let (told, harmless) = turn_over(6, 7);
    assert!(told > 0, "{told} told, {harmless} harmless");
}

#[test]
#[ignore = "minutes; prints how many"]
fn many_bits_turned_over() {
    let (told, harmless) = turn_over(200, 11);
    println!("{} bits turned over: {told} told, {harmless} meant nothing", told + harmless);
}
