//! A disk without room, and one that refuses to write on: told with the file and what to do, and nothing that was saved is lost.
//!
//! `MINGMAI_SEED` draws other amounts of room that are left, `MINGMAI_DISK` makes the disk larger, in megabytes.

#![allow(clippy::unwrap_used, missing_docs)]
#![cfg(target_os = "linux")]

mod common;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::state::{Dice, read, small};
use common::tried::{deeds, seed};
use common::{Site, text};

/// Holds that a run either did what it should, or said where and what to do about it in two lines; whether it was done.
fn done_or_told(output: &Output, place: &Path, what: &str) -> bool {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!said.contains("panicked") && !said.contains("stopped unexpectedly"), "{what}: {said}");
    match output.status.code() {
        Some(0 | 3) => true,
        Some(1) => {
            assert_eq!(said.trim_end().lines().count(), 2, "{what}: {said}");
            assert!(said.contains(text(place)), "{what} names no file: {said}");
            assert!(said.contains("free space"), "{what} says not what to do: {said}");
            false
        }
        code => panic!("{what}: {code:?}: {said}"),
    }
}

/// A small file system of its own; none where mounting is refused.
struct Disk(PathBuf);

impl Disk {
    fn new(site: &Site, megabytes: u32) -> Option<Self> {
        let at = site.path("disk");
        fs::create_dir(&at).unwrap();
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "none", text(&at)]).output();
        mounted.is_ok_and(|output| output.status.success()).then_some(Self(at))
    }

    /// Leaves so many bytes.
    fn leave(&self, bytes: u64) {
        self.free();
        let mut file = fs::File::create(self.0.join("filler")).unwrap();
        while file.write_all(&[1; 4096]).is_ok() {}
        let len = file.metadata().unwrap().len();
        file.set_len(len.saturating_sub(bytes)).unwrap();
    }

    fn free(&self) {
        let _ = fs::remove_file(self.0.join("filler"));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_loses_nothing_and_is_told() {
    let site = Site::new();
    // With 24 nothing but the register and one more generation finds room.
    let megabytes = std::env::var("MINGMAI_DISK").ok().and_then(|size| size.parse().ok()).unwrap_or(24);
    let Some(disk) = Disk::new(&site, megabytes) else {
        println!("skipped: no file system can be mounted here");
        return;
    };
    let data = disk.0.join("data");
    let home = Site::new();
    small(&home);
    // What a log has not used yet is a hole, as on a disk where it grew: with it copied out there would be room in it.
    assert!(
        Command::new("cp").args(["-r", "--sparse=always", text(&home.data()), text(&data)]).status().unwrap().success()
    );
    let mut state = read(&data).unwrap();
    let (mut dice, mut told, mut done) = (Dice(seed(5)), Vec::new(), 0);
    for room in [0, 4096, 40 << 10, 300 << 10, 1 << 20, 3 << 20] {
        for turn in 0..deeds(&site, &disk.0, &state).len() {
            let (what, words, after) = deeds(&site, &disk.0, &state).swap_remove(turn);
            let _ = fs::remove_dir_all(disk.0.join("rosters"));
            disk.leave(room + (dice.below(3) << 12));
            let words: Vec<&str> =
                ["--lang", "en", "--data", text(&data)].into_iter().chain(words.iter().map(String::as_str)).collect();
            let output = site.run(&words);
            let place = format!("{what} with {room} bytes left");
            let finished = done_or_told(&output, &disk.0, &place);
            disk.free();
            let now = read(&data).unwrap_or_else(|fault| panic!("{place}: {fault}"));
            if finished {
                assert_eq!(now, after, "{place}");
                done += 1;
            } else {
                assert_eq!(now, state, "{place}");
                told.push(what);
            }
            let parts = fs::read_dir(disk.0.join("copies")).into_iter().flatten().flatten();
            assert!(parts.into_iter().all(|entry| !entry.file_name().to_string_lossy().ends_with(".part")), "{place}");
            state = now;
        }
        let _ = fs::remove_dir_all(disk.0.join("copies"));
    }
    // A note finds room in the page that it ends up in; the test below leaves it none.
    for what in ["import", "backup", "export"] {
        assert!(told.contains(&what), "{what} never met the full disk: {told:?}");
    }
    assert!(done > 5, "{done}");
}

#[test]
fn a_file_that_may_not_grow_loses_nothing_and_is_told() {
    let site = Site::new();
    let mut state = small(&site).now;
    let mut told = Vec::new();
    // In blocks of 512 bytes, as sh counts.
    for blocks in [0u32, 2, 16, 200, 1500, 4000] {
        for turn in 0..deeds(&site, site.dir.path(), &state).len() {
            let (what, words, after) = deeds(&site, site.dir.path(), &state).swap_remove(turn);
            let _ = fs::remove_dir_all(site.path("rosters"));
            // Without the trap the system would end the process, and that is another test.
            let limit = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
            let mut shell = Command::new("sh");
            shell.args(["-c", &limit, env!("CARGO_BIN_EXE_mingmai"), "--lang", "en"]).args(&words);
            shell.env("MINGMAI_DATA", site.data()).env("XDG_CONFIG_HOME", site.path("config"));
            let output = shell.output().unwrap();
            let place = format!("{what} within {blocks} blocks");
            let finished = done_or_told(&output, site.dir.path(), &place);
            let now = read(&site.data()).unwrap_or_else(|fault| panic!("{place}: {fault}"));
            assert_eq!(now, if finished { after } else { state.clone() }, "{place}");
            state = now;
            told.extend((!finished).then_some(what));
        }
        let _ = fs::remove_dir_all(site.path("copies"));
    }
    for what in ["note", "correct", "import", "backup", "export"] {
        assert!(told.contains(&what), "{what} was never refused: {told:?}");
    }
    // And with room again everything goes on.
    for turn in 0..deeds(&site, site.dir.path(), &state).len() {
        let (what, words, after) = deeds(&site, site.dir.path(), &state).swap_remove(turn);
        let _ = fs::remove_dir_all(site.path("rosters"));
        assert_eq!(site.code(&words.iter().map(String::as_str).collect::<Vec<_>>()), 0, "{what}");
        state = read(&site.data()).unwrap();
        assert_eq!(state, after, "{what}");
    }
}
