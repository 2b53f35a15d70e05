//! A register as one file, and back: on the same machine, on another, and when the file is not what it was.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use common::{Site, text};
use mingmai::demo::{Kinds, Scale};
use mingmai::desk::{
    Clock, Daily, Desk, DeskOptions, Exists, Putting, Rhythm, back_up, back_up_if_due, make_demo, newest_backup,
    restore,
};
use mingmai::judge::Rules;
use mingmai::model::Instant;
use mingmai::store::backup::Broken;
use mingmai::store::{DataDir, Disturbed, Interrupted, Phase, Register, Signed, Unwatched, Watch};

/// Put where nothing stands.
const PLACED: Putting<'static> = Putting { replace: false, persons: None, rules: None };
const CLOCK: Clock = Clock::System;
/// How long anything may take on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(60);

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
    restore(&kept.file, &other, PLACED, CLOCK, &Unwatched).unwrap();
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
    assert!(restore(&kept.file, &data, Putting { replace: true, ..PLACED }, CLOCK, &Unwatched).is_err());
    let digest = register.digest().unwrap();
    drop(register);
    let refused = restore(&kept.file, &data, PLACED, CLOCK, &Unwatched).unwrap_err();
    assert!(refused.is::<Exists>());
    let restored = restore(&kept.file, &data, Putting { replace: true, ..PLACED }, CLOCK, &Unwatched).unwrap();
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
        match restore(&torn, &place, PLACED, CLOCK, &Unwatched) {
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
        assert!(restore(&torn, &place, PLACED, CLOCK, &Unwatched).unwrap_err().is::<Broken>(), "{len}");
    }
    fs::write(&torn, [&whole[..], b"x"].concat()).unwrap();
    assert!(restore(&torn, &place, PLACED, CLOCK, &Unwatched).is_err());
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

/// A real register, which a demonstration is not, with its clock at an instant.
fn real(site: &Site) -> (Register, impl Fn(i64) -> Clock) {
    common::state::small(site);
    let register = Register::open(&DataDir::new(site.data()), Instant(0)).unwrap();
    (register, |day| Clock::Fixed(Instant(1_800_000_000 + day * 86_400)))
}

#[test]
fn by_itself_one_is_taken_a_day_and_seven_stay() {
    let site = Site::new();
    let (register, day) = real(&site);
    let dir = site.path("data.backups");
    let take = |days, clock| back_up_if_due(&register, &dir, days, clock, &Unwatched).unwrap().is_some();
    assert!(!take(0, day(0)), "switched off");
    assert!(take(1, day(0)));
    assert!(!take(1, day(0)) && !take(2, day(1)) && take(1, day(1)));
    let newest = newest_backup(&dir, Some(register.meta().created)).unwrap();
    assert_eq!(newest.taken, day(1).now());
    assert!(newest_backup(&dir, Some(Instant(1))).is_none(), "of another register");
    assert!(take(1, day(-30)), "a clock that went back does not end it");
    for at in 3..12 {
        assert!(take(1, day(at)));
    }
    assert_eq!(names(&dir).len(), 7);
    let oldest = names(&dir).remove(0);
    assert!(restore(&dir.join(oldest), &DataDir::new(site.path("place")), PLACED, CLOCK, &Unwatched).is_ok());

    let demo = Site::new();
    assert!(back_up_if_due(&county(&demo.data()), &dir, 1, day(20), &Unwatched).unwrap().is_none(), "a demonstration");
}

/// Writes to a register while it is copied.
struct Disturbing<'a>(&'a Register);

impl Watch for Disturbing<'_> {
    fn at(&self, _: Phase, done: u64, _: u64) -> bool {
        let signed = Signed { verb: "undo", author: "a", recorded: Instant(0), effective: Instant(0), undoes: Some(1) };
        self.0.act(&signed, &[]).unwrap();
        done > 0
    }
}

#[test]
fn one_that_was_written_into_is_not_kept() {
    let site = Site::new();
    let demo = site.path("rosters");
    assert_eq!(site.code(&["demo", "--rosters", text(&demo)]), 0);
    assert!(matches!(site.code(&["import", text(&demo)]), 0 | 3));
    let (register, dir) = (Register::open(&DataDir::new(site.data()), Instant(0)).unwrap(), site.path("copies"));
    let refused = back_up_if_due(&register, &dir, 1, CLOCK, &Disturbing(&register)).unwrap_err();
    assert!(refused.is::<Disturbed>(), "{refused:#}");
    assert!(names(&dir).is_empty(), "{:?}", names(&dir));
    assert!(back_up_if_due(&register, &dir, 1, CLOCK, &Unwatched).unwrap().is_some());
}

#[test]
fn one_that_cannot_be_taken_is_told_with_its_place() {
    let site = Site::new();
    let (register, _) = real(&site);
    let options = DeskOptions { clock: CLOCK, as_of: None, month: None, rules: Arc::new(Rules::builtin().unwrap()) };
    let desk = Desk::on(register, options).unwrap();
    // A file stands where the directory would be made.
    let dir = site.write("in-the-way", "x").join("copies");
    let (tell, told) = std::sync::mpsc::channel();
    let rhythm = Rhythm { first: Duration::from_millis(1), ..Rhythm::USUAL };
    let failed = move |error: &anyhow::Error| tell.send(format!("{error:#}")).unwrap();
    let daily = Daily::start(move |work: &mut dyn FnMut(&Desk)| work(&desk), dir, 1, rhythm, failed).unwrap();
    let said = told.recv_timeout(PATIENCE).unwrap();
    assert!(said.contains("in-the-way"), "{said}");
    drop(daily);
}

#[test]
fn it_is_taken_behind_the_work_and_leaving_does_not_wait_for_it() {
    let site = Site::new();
    let (register, _) = real(&site);
    let options = DeskOptions { clock: CLOCK, as_of: None, month: None, rules: Arc::new(Rules::builtin().unwrap()) };
    let desk = Arc::new(Desk::on(register, options).unwrap());
    let dir = site.path("data.backups");
    let start = |first| {
        let desk = Arc::clone(&desk);
        let rhythm = Rhythm { first: Duration::from_millis(first), ..Rhythm::USUAL };
        Daily::start(move |work: &mut dyn FnMut(&Desk)| work(&desk), dir.clone(), 1, rhythm, |_| ()).unwrap()
    };
    let begun = Stopwatch::now();
    drop(start(3_600_000));
    // Its turn would have come in an hour.
    assert!(begun.elapsed() < 2 * PATIENCE && !dir.exists());
    let daily = start(1);
    while newest_backup(&dir, None).is_none() {
        assert!(begun.elapsed() < 4 * PATIENCE, "it is taken");
        std::thread::sleep(Duration::from_millis(5));
    }
    drop(daily);
    assert_eq!(names(&dir).len(), 1);
    // Whoever leaves waits a moment only; the thread lets go when it is next given its turn.
    while Arc::strong_count(&desk) > 1 {
        assert!(begun.elapsed() < 6 * PATIENCE, "the register is free again");
        std::thread::sleep(Duration::from_millis(5));
    }
    drop(desk);
    let told = site.json(&["doctor"]);
    assert!(told["backup"]["file"].as_str().unwrap().contains("data.backups"), "{told}");
}
