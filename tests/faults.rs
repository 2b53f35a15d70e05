//! What happens when the process dies or is not alone.

#![allow(clippy::unwrap_used, missing_docs)]
#![cfg(unix)]

mod common;

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::Duration;

use common::{Site, text};

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
