//! What happens when the process dies or is not alone.

#![allow(clippy::unwrap_used, missing_docs)]
#![cfg(unix)]

mod common;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;

use common::{Site, text};
use rustix::process::{Pid, Signal, kill_process};

#[test]
fn a_killed_import_leaves_the_register_as_it_was() {
    let site = Site::new();
    let (small, large) = (site.path("small"), site.path("large"));
    assert_eq!(site.code(&["demo", "--scale", "county", "--rosters", text(&small)]), 0);
    assert_eq!(site.code(&["demo", "--scale", "county", "--seed", "2", "--rosters", text(&large)]), 0);
    assert_eq!(site.code(&["import", text(&small)]), 0);
    let before = site.json(&["stats"]);
    let mut finished = 0;
    for round in 0..12u64 {
        let mut import = site.command(&["import", text(&large)]).stdout(Stdio::null()).spawn().unwrap();
        // Spread over the whole length of an import: some die while reading, some while writing, some not at all.
        std::thread::sleep(Duration::from_millis(round * 25));
        let _ = import.kill();
        finished += u32::from(import.wait().unwrap().success());
        let after = site.json(&["stats"]);
        if finished == 0 {
            assert_eq!(after["rows"], before["rows"], "round {round}");
        } else {
            break;
        }
    }
    // Another seed moves some organisations, so a few rows may be refused; that is done all the same.
    assert!(matches!(site.code(&["import", text(&large)]), 0 | 3), "and the next one goes through");
}

#[test]
fn acts_that_were_acknowledged_outlive_a_kill_and_no_commit_is_half_there() {
    let site = Site::new();
    let orgs = [
        "R||团县委|团委|||2010-01-01|||",
        "B1|R|甲支部|团支部|普通||2017-01-01|||",
        "B2|R|乙支部|团支部|普通||2017-01-01|||",
    ];
    site.import(common::ORGS, &orgs);
    let (mut acknowledged, mut killed) = (Vec::new(), 0);
    for round in 0..40u64 {
        let text = format!("note {round}");
        let words = ["--by", "团县委", "findings", "note", "no-cadre-branch", "R", "--below", "--text", &text];
        let mut act = site.command(&words).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        if round % 4 == 3 {
            // Killed as soon as it says that it is done.
            BufReader::new(act.stdout.take().unwrap()).read_line(&mut line).unwrap();
        } else {
            std::thread::sleep(Duration::from_millis(round * 4));
        }
        let _ = act.kill();
        let done = act.wait_with_output().unwrap();
        let said = line.contains("changed") || String::from_utf8_lossy(&done.stdout).contains("changed");
        if said {
            acknowledged.push(text);
        } else {
            killed += 1;
        }
    }
    assert!(acknowledged.len() >= 10 && killed > 0, "{} done, {killed} killed", acknowledged.len());
    let notes = |org: &str| -> Vec<String> {
        let lines = site.json(&["findings", "history", "no-cadre-branch", org])["lines"].as_array().unwrap().clone();
        let noted = lines.iter().filter(|line| line["what"] == "note");
        noted.map(|line| line["text"].as_str().unwrap().to_owned()).collect()
    };
    let (first, second) = (notes("B1"), notes("B2"));
    assert_eq!(first, second, "a commit is there for all its findings or for none");
    assert!(acknowledged.iter().all(|text| first.contains(text)), "{acknowledged:?} {first:?}");
}

#[test]
fn a_second_process_learns_who_holds_the_register() {
    let site = Site::new();
    assert_eq!(site.code(&["demo"]), 0);
    let lock = mingmai::store::DataDir::new(site.data()).lock(mingmai::model::Instant(1_530_000_000)).unwrap();
    let output = site.run(&["--lang", "en", "stats"]);
    assert_eq!(output.status.code(), Some(4));
    let mut lines = BufReader::new(output.stderr.as_slice()).lines();
    let cause = lines.next().unwrap().unwrap();
    assert!(cause.contains(&std::process::id().to_string()), "{cause}");
    assert!(cause.contains("2018-06-26 16:00:00"), "{cause}");
    assert!(lines.next().unwrap().unwrap().contains("Close it there"));
    drop(lock);
    assert_eq!(site.code(&["stats"]), 0);
}

fn entries(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_import_stopped_by_ctrl_c_leaves_everything_as_it_was() {
    let site = Site::new();
    let (small, large) = (site.path("small"), site.path("large"));
    assert_eq!(site.code(&["demo", "--scale", "county", "--rosters", text(&small)]), 0);
    assert_eq!(site.code(&["demo", "--scale", "county", "--seed", "2", "--rosters", text(&large)]), 0);
    assert_eq!(site.code(&["import", text(&small)]), 0);
    let before = (site.json(&["stats", "--as-of", "2018-06-30"]), entries(&site.data()));
    // However slow the machine is: sooner or later one is listening, and the last one is done before it is stopped.
    let (mut stopped, mut wait) = (0, Duration::from_millis(40));
    for round in 1.. {
        wait = wait * 3 / 2;
        let mut import = site.command(&["import", text(&large)]);
        let mut import = import.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(wait);
        let _ = kill_process(Pid::from_child(&import), Signal::INT);
        match import.wait().unwrap().code() {
            // Before the signal is listened for it ends the process, which is as good.
            code @ (Some(130) | None) => {
                let after = (site.json(&["stats", "--as-of", "2018-06-30"]), entries(&site.data()));
                assert_eq!(after, before, "round {round}");
                stopped += u32::from(code.is_some());
            }
            code => {
                assert!(matches!(code, Some(0 | 3)), "{code:?}");
                break;
            }
        }
    }
    assert!(stopped > 0);
}

#[test]
fn an_import_that_came_to_nothing_leaves_no_directory() {
    let site = Site::new();
    let roster = site.write("m.csv", common::roster(common::MEMBERS, &["甲|#1||2018-01||X|||||"]));
    assert_eq!(site.code(&["import", text(&roster)]), 3);
    assert_eq!(site.code(&["import", "--dry-run", text(&roster)]), 3);
    assert_eq!(site.code(&["import", text(&site.path("nothing.csv"))]), 1);
    assert!(!site.data().exists());
}

/// One line of cause and one of remedy, and no trace of a panic.
fn two_lines(output: &Output) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(said.trim_end().lines().count(), 2, "{said}");
    assert!(!said.contains("panicked") && !said.contains("RUST_BACKTRACE"), "{said}");
    said
}

#[test]
fn a_damaged_register_is_told_in_two_lines_or_answers_rightly() {
    let site = Site::new();
    assert_eq!(site.code(&["demo"]), 0);
    let generation = site.data().join(entries(&site.data()).into_iter().find(|name| name.starts_with("gen")).unwrap());
    let log = generation.join("db");
    let whole = std::fs::read(&log).unwrap();
    let sound: Vec<_> = [&["stats", "--as-of", "2018-06-01"][..], &["search", "zwh"]]
        .into_iter()
        .map(|words| (words, site.run(words).stdout))
        .collect();
    let copy = site.path("copy");
    let mut told = 0;
    for round in 0..24 {
        let _ = std::fs::remove_dir_all(&copy);
        let inside = copy.join(generation.file_name().unwrap());
        std::fs::create_dir_all(&inside).unwrap();
        for file in ["format", "current"] {
            std::fs::copy(site.data().join(file), copy.join(file)).unwrap();
        }
        for file in entries(&generation).into_iter().filter(|name| name != "blobs") {
            // With and without the snapshot, which holds a second account of the log.
            if round % 2 == 0 || !file.starts_with("snap") {
                std::fs::copy(generation.join(&file), inside.join(&file)).unwrap();
            }
        }
        let mut bytes = whole.clone();
        let at = bytes.len() / 24 * round + 1000;
        match round % 3 {
            0 => bytes.truncate(at),
            1 => (0..40).for_each(|step| bytes[(at + step * 50_021) % whole.len()] ^= 0x41),
            _ => bytes[at..at + 4096].fill(0),
        }
        std::fs::write(inside.join("db"), bytes).unwrap();
        for (words, answer) in &sound {
            let output = site.run(&[words, &["--data", text(&copy)][..]].concat());
            if output.status.success() {
                assert_eq!(&output.stdout, answer, "round {round}: {words:?}");
            } else {
                assert_eq!(output.status.code(), Some(1), "round {round}");
                assert!(two_lines(&output).contains("damaged"), "round {round}");
                told += 1;
            }
        }
    }
    assert!(told > 12, "{told}");
}

#[test]
fn places_that_cannot_hold_a_register() {
    let site = Site::new();
    let file = site.write("file", "x");
    let foreign = site.path("foreign");
    std::fs::create_dir(&foreign).unwrap();
    std::fs::write(foreign.join("format"), "mingmai 9").unwrap();
    let lost = site.path("lost");
    std::fs::create_dir(&lost).unwrap();
    std::fs::write(lost.join("format"), "mingmai 1").unwrap();
    std::fs::write(lost.join("current"), "generation-000007").unwrap();
    let rosters = site.write("o.csv", common::roster(common::ORGS, &["R||根|团委||||||"]));
    for place in [&file, &foreign, &lost, Path::new("/proc/nowhere")] {
        for verb in [&["stats"][..], &["init"], &["demo"], &["import", text(&rosters)]] {
            let output = site.run(&[&["--lang", "en", "--data", text(place)], verb].concat());
            assert_eq!(output.status.code(), Some(1), "{place:?} {verb:?}");
            two_lines(&output);
        }
    }
    assert_eq!(entries(&foreign), ["format"]);
    assert!(!entries(&lost).iter().any(|name| name.starts_with("generation")), "nothing stands in for what is lost");
}

#[test]
fn words_that_make_no_sense_cost_two_lines() {
    let site = Site::new();
    for words in [
        &["import"][..],
        &["stast"],
        &["--as-of", "2018-13-01", "stats"],
        &["stats", "--org"],
        &["demo", "--scale", "moon"],
    ] {
        let output = site.run(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        two_lines(&output);
    }
    assert_eq!(site.code(&["--help"]), 0);
    assert_eq!(site.code(&["--version"]), 0);
}
