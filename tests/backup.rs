//! A register as one file, and back: on the same machine, on another, and when the file is not what it was.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fs;
use std::path::Path;

use common::{Site, text};
use mingmai::demo::{Kinds, Scale};
use mingmai::desk::{Clock, Exists, back_up, make_demo, restore};
use mingmai::model::Instant;
use mingmai::store::backup::Broken;
use mingmai::store::{DataDir, Interrupted, Phase, Register, Unwatched, Watch};

const CLOCK: Clock = Clock::System;

fn county(data: &Path) -> Register {
    make_demo(&DataDir::new(data), (Scale::County, Kinds::All), 1, CLOCK, &Unwatched).unwrap()
}

struct Impatient;

impl Watch for Impatient {
    fn at(&self, _: Phase, _: u64, _: u64) -> bool {
        false
    }
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_backup_comes_back_elsewhere_value_by_value() {
    let site = Site::new();
    let register = county(&site.data());
    let (digest, sums) = (register.digest().unwrap(), register.sums(|_| true).unwrap());
    let copies = site.path("copies");
    let kept = back_up(&register, &copies, None, CLOCK, &Unwatched).unwrap();
    assert_eq!(names(&copies).len(), 1, "and nothing unfinished");
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&kept.file).unwrap().permissions()) & 0o77, 0);
    let other = DataDir::new(site.path("other"));
    restore(&kept.file, &other, false, CLOCK, &Unwatched).unwrap();
    let back = Register::open(&other, Instant(0)).unwrap();
    assert_eq!((back.digest().unwrap(), back.sums(|_| true).unwrap(), back.meta()), (digest, sums, register.meta()));
    drop((back, register));
    for words in [&["stats", "--as-of", "2018-06-30"][..], &["search", "zwh"], &["findings"]] {
        let there = site.run(&[words, &["--data", text(other.path())]].concat());
        assert_eq!(there.stdout, site.run(words).stdout);
    }
}

#[test]
fn a_register_that_is_there_is_kept_aside() {
    let site = Site::new();
    let register = county(&site.data());
    let kept = back_up(&register, &site.path("copies"), None, CLOCK, &Unwatched).unwrap();
    let data = DataDir::new(site.data());
    // Held by this very process: it is told so, whatever was asked.
    assert!(restore(&kept.file, &data, true, CLOCK, &Unwatched).is_err());
    let digest = register.digest().unwrap();
    drop(register);
    let refused = restore(&kept.file, &data, false, CLOCK, &Unwatched).unwrap_err();
    assert!(refused.is::<Exists>());
    let restored = restore(&kept.file, &data, true, CLOCK, &Unwatched).unwrap();
    let aside = DataDir::new(restored.aside.unwrap());
    for place in [&data, &aside] {
        assert_eq!(Register::open(place, Instant(0)).unwrap().digest().unwrap(), digest);
    }
    assert!(!site.path("data.restoring").exists());
}

#[test]
fn rotation_keeps_the_last_and_leaves_others_alone() {
    let site = Site::new();
    let register = county(&site.data());
    let copies = site.path("copies");
    fs::create_dir(&copies).unwrap();
    fs::write(copies.join("mingmai-1.backup"), "something else").unwrap();
    for _ in 0..4 {
        back_up(&register, &copies, Some(2), CLOCK, &Unwatched).unwrap();
    }
    assert_eq!(names(&copies).len(), 3);
    assert!(back_up(&register, &copies, Some(2), CLOCK, &Impatient).unwrap_err().is::<Interrupted>());
    assert_eq!(names(&copies).len(), 3, "what was stopped leaves nothing and removes nothing");
}

#[test]
fn a_damaged_backup_is_refused_before_anything_is_written() {
    let site = Site::new();
    let register = county(&site.data());
    let kept = back_up(&register, &site.path("copies"), None, CLOCK, &Unwatched).unwrap();
    let whole = fs::read(&kept.file).unwrap();
    let torn = site.path("torn.backup");
    let place = DataDir::new(site.path("place"));
    let positions = (0..40).chain((0..40).map(|step| whole.len() / 40 * step)).chain(whole.len() - 12..whole.len());
    for at in positions {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(&torn, bytes).unwrap();
        match restore(&torn, &place, false, CLOCK, &Unwatched) {
            Err(error) => assert!(error.is::<Broken>(), "byte {at}: {error:#}"),
            // A few bits of the gzip header mean nothing.
            Ok(_) => {
                let back = Register::open(&place, Instant(0)).unwrap();
                assert_eq!(back.digest().unwrap(), register.digest().unwrap(), "byte {at}");
                drop(back);
                fs::remove_dir_all(place.path()).unwrap();
            }
        }
        assert!(!place.path().exists(), "byte {at}");
    }
    for len in [0, 10, 40, whole.len() / 2, whole.len() - 1] {
        fs::write(&torn, &whole[..len]).unwrap();
        assert!(restore(&torn, &place, false, CLOCK, &Unwatched).unwrap_err().is::<Broken>(), "{len}");
    }
    fs::write(&torn, [&whole[..], b"x"].concat()).unwrap();
    assert!(restore(&torn, &place, false, CLOCK, &Unwatched).is_err());
}

#[test]
fn the_verbs_say_what_they_did() {
    let site = Site::new();
    assert_eq!(site.code(&["backup"]), 1, "nothing to copy");
    assert_eq!(site.code(&["demo"]), 0);
    let kept = site.json(&["backup", "--keep", "3"]);
    let file = kept["file"].as_str().unwrap();
    assert!(file.contains("data.backups"), "{file}");
    assert_eq!(site.code(&["restore", file]), 1);
    assert!(site.json(&["restore", file, "--replace"])["aside"].is_string());
    assert_eq!(site.code(&["restore", text(&site.write("no.backup", "x")), "--replace"]), 2);
    assert_eq!(site.code(&["backup", "--keep", "0"]), 2);
}
