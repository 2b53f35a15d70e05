//! A disk that fails at any call: an error of the drive, no room, a file system that may only be read, half a write, a call
//! that is interrupted. What is done is told as done and is there; what is not is told in two lines with the file and what to
//! do, and the register opens as it was before or as it is after.
//!
//! The calls fail in a library laid under the program (`failing/shim.rs`), which wants `rustc`. The usual run is short;
//! `MINGMAI_FAILS=1000 cargo test --test failing -- --nocapture` prints what it hit, `MINGMAI_SEED` draws others.

#![allow(clippy::unwrap_used, missing_docs)]
#![cfg(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu"))]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::state::{Dice, State, fill, read_in, tells};
use common::tried::{self, seed};
use common::{Site, copy_tree, identity, text};
use mingmai::model::{Act, FindingKey, Instant};
use mingmai::store::seal::{KeyRing, Secret};
use mingmai::store::{DataDir, Register, Signed};

/// What is changed and made durable, and what is read besides.
const WRITES: &str = "wstonmu";
const EIO: i32 = 5;
const EINTR: i32 = 4;

/// Where the library was made.
fn shim(site: &Site) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/failing/shim.rs");
    let made = site.path("shim.so");
    // The one that belongs to the cargo that runs this; whatever is called so where the test is run by itself.
    let beside = |cargo: String| Some(Path::new(&cargo).with_file_name("rustc")).filter(|rustc| rustc.exists());
    let rustc = std::env::var_os("RUSTC").map(PathBuf::from);
    let rustc = rustc.or_else(|| std::env::var("CARGO").ok().and_then(beside)).unwrap_or_else(|| "rustc".into());
    let done = Command::new(rustc)
        .args(["--edition", "2024", "--crate-type", "cdylib", "-C", "opt-level=1", "-C", "panic=abort", "-o"])
        .args([&made, &source])
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    made
}

/// One way to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    name: &'static str,
    ops: &'static str,
    /// Nothing for half a write.
    errno: Option<i32>,
    /// Whether every call fails from then on.
    on: bool,
}

const fn way(name: &'static str, ops: &'static str, errno: Option<i32>, on: bool) -> Way {
    Way { name, ops, errno, on }
}

const WAYS: [Way; 15] = [
    way("a drive fails once", WRITES, Some(EIO), false),
    way("a drive fails", WRITES, Some(EIO), true),
    way("a sync fails once", "s", Some(EIO), false),
    way("syncs fail", "s", Some(EIO), true),
    way("no room once", "wstonm", Some(28), false),
    way("no room", "wstonm", Some(28), true),
    way("no room at a sync", "s", Some(28), false),
    way("over quota", "wstonm", Some(122), true),
    way("only to be read", WRITES, Some(30), true),
    way("a read fails once", "r", Some(EIO), false),
    way("reads fail", "r", Some(EIO), true),
    way("a page is not read once", "p", Some(EIO), false),
    way("no page is read", "p", Some(EIO), true),
    way("half a write", "w", None, true),
    way("interrupted", "wstor", Some(EINTR), true),
];

impl Way {
    /// Whether a program has nothing to tell of it.
    fn is_harmless(&self) -> bool {
        self.errno.is_none_or(|errno| errno == EINTR)
    }
}

/// A small register that everything is tried on, as it is kept to begin from.
struct Begun {
    site: Site,
    shim: PathBuf,
    kept: PathBuf,
    state: State,
}

/// What is tried.
struct Tried {
    name: &'static str,
    words: Vec<String>,
    after: State,
}

impl Begun {
    fn new(sealed: bool) -> Self {
        let mut site = Site::new();
        if sealed {
            let (key, pass) = (site.path("key"), "三月的雨 in march");
            for words in [
                &["init", "--seal"][..],
                &["operators", "add", "desk", "--role", "keeper", "--new-key-file", text(&key)],
            ] {
                let line = format!("echo '{pass}' | \"$0\" --passphrase-stdin \"$@\"");
                let mut shell = Command::new("sh");
                shell.args(["-c", &line, env!("CARGO_BIN_EXE_mingmai")]).args(words).env("MINGMAI_DATA", site.data());
                let done = shell.output().unwrap();
                assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            }
            site.key = Some(key);
        } else {
            assert_eq!(site.code(&["init", "--unsealed"]), 0);
        }
        fill(&site);
        assert_eq!(site.code(&["backup", text(&site.path("older"))]), 0);
        let (shim, kept) = (shim(&site), site.path("kept"));
        let mut begun = Self { site, shim, kept, state: State::default() };
        begun.do_well(&begun.note("first"));
        copy_tree(&begun.site.data(), &begun.kept);
        begun.state = begun.read().unwrap();
        begun
    }

    fn note(&self, said: &str) -> Vec<String> {
        let by: &[&str] = if self.site.key.is_some() { &[] } else { &["--by", "团县委"] };
        let note = ["findings", "note", "no-cadre-branch", "B1", "B2", "--text", said];
        [by, &note].concat().into_iter().map(str::to_owned).collect()
    }

    fn do_well(&self, words: &[String]) {
        let done = self.site.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    fn data(&self) -> DataDir {
        let data = self.site.data();
        let Some(key) = &self.site.key else { return DataDir::new(data) };
        let ring = KeyRing::load(&data).unwrap().unwrap();
        let (key, by) = ring.open(None, &Secret::KeyFile(&fs::read(key).unwrap())).unwrap();
        DataDir::new(data).unlocked_by(&key, &by)
    }

    fn read(&self) -> Result<State, String> {
        read_in(&self.data(), |found| found.is_sound())
    }

    /// Everything that is tried.
    fn deeds(&self) -> Vec<Tried> {
        let (site, state) = (&self.site, &self.state);
        let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let older = fs::read_dir(site.path("older")).unwrap().next().unwrap().unwrap().path();
        let founded = vec!["N1".to_owned()];
        let mut deeds = tried::deeds(site, site.dir.path(), state);
        deeds.extend([
            (
                "found",
                own(&["--by", "团县委", "org", "found", "R", "--code", "N1", "--name", "新设支部"]),
                State { founded, ..state.clone() },
            ),
            ("undo", own(&["--by", "团县委", "undo"]), State { notes: Vec::new(), ..state.clone() }),
            ("restore", own(&["restore", text(&older), "--replace"]), State { notes: Vec::new(), ..state.clone() }),
            ("doctor", own(&["doctor", "--repair"]), state.clone()),
        ]);
        if site.key.is_some() {
            let who = identity("#7");
            deeds.push(("erase", own(&["erase", &who, "--yes"]), State { gone: 1, ..state.clone() }));
        }
        let mut deeds: Vec<Tried> =
            deeds.into_iter().map(|(name, words, after)| Tried { name, words, after }).collect();
        for deed in deeds.iter_mut().filter(|deed| site.key.is_some() && deed.words[0] == "--by") {
            deed.words.drain(..2);
        }
        deeds
    }

    /// Begins anew.
    fn reset(&self) {
        copy_tree(&self.kept, &self.site.data());
        for name in ["copies", "rosters", "log", "data.backups"] {
            let _ = fs::remove_dir_all(self.site.path(name)).or_else(|_| fs::remove_file(self.site.path(name)));
        }
        for entry in fs::read_dir(self.site.dir.path()).unwrap().flatten() {
            if entry.file_name().to_string_lossy().starts_with("data.before") {
                fs::remove_dir_all(entry.path()).unwrap();
            }
        }
    }

    /// Does it with the library beneath.
    fn run(&self, deed: &Tried, way: Way, at: u64) -> Output {
        self.reset();
        let mut words = vec!["--lang", "en"];
        words.extend(deed.words.iter().map(String::as_str));
        self.beneath(self.site.command(&words), way, at)
    }

    /// Runs a command with the library beneath.
    fn beneath(&self, mut command: Command, way: Way, at: u64) -> Output {
        command.env("LD_PRELOAD", &self.shim).env("MINGMAI_FAIL_UNDER", self.site.dir.path());
        command.env("MINGMAI_FAIL_OPS", way.ops).env("MINGMAI_FAIL_AT", at.to_string());
        command.env("MINGMAI_FAIL_LOG", self.site.path("log"));
        command.env("MINGMAI_FAIL_HOW", way.errno.map_or("short".into(), |errno| errno.to_string()));
        if way.on {
            command.env("MINGMAI_FAIL_ON", "1");
        }
        command.output().unwrap()
    }

    /// How many calls of a kind it makes.
    fn calls(&self, deed: &Tried, way: Way) -> u64 {
        let done = self.run(deed, way, 0);
        assert!(done.status.success(), "{}: {}", deed.name, String::from_utf8_lossy(&done.stderr));
        fs::read_to_string(self.site.path("log")).map_or(0, |log| log.lines().count() as u64)
    }

    /// Holds that a run was done, or told, and left what it should; what became of it.
    fn holds(&self, deed: &Tried, way: Way, output: &Output) -> Result<&'static str, String> {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let told = |what: &str| format!("{what}: {said}{printed}");
        let fault = |what: &str| Err(told(what));
        for word in ["panicked", "stopped unexpectedly", "damaged"] {
            if said.contains(word) {
                return fault(word);
            }
        }
        let done = match output.status.code() {
            Some(0 | 3) => true,
            // A place that cannot be read is what it looks for.
            Some(1) if deed.name == "doctor" && printed.contains("Input/output error") => false,
            Some(1) if way.is_harmless() => return fault("not done"),
            Some(1) if said.trim_end().lines().count() != 2 => return fault("not two lines"),
            Some(1) if !said.contains(text(self.site.dir.path())) => return fault("names no file"),
            Some(1) if !said.contains(remedy(way)) => return fault("says not what to do"),
            Some(1) => false,
            _ => return fault("ended otherwise"),
        };
        let now = self.read().map_err(|why| told(&format!("cannot be read: {why}")))?;
        let is_after = now == deed.after;
        if (done || tells(&printed) && deed.name != "doctor") && !is_after {
            return fault(&format!("said to be done, and there is {now:?}"));
        }
        if !is_after && now != self.state {
            return fault(&format!("half there: {now:?}"));
        }
        let kept_back = said.contains("Nothing was changed") || said.contains("was not written");
        if kept_back && is_after && deed.after != self.state {
            return fault("said not to be done, and is there");
        }
        // And it goes on.
        self.do_well(&self.note("after that"));
        let then = self.read().map_err(|why| told(&format!("cannot be read later: {why}")))?;
        if then.notes.last().map(String::as_str) != Some("after that") {
            return fault("does not go on");
        }
        Ok(if done {
            "done"
        } else if is_after && deed.after != self.state {
            "told, and there"
        } else {
            "told"
        })
    }
}

/// Where the test below finds the register when it is started by the other.
const IN_ONE_PROCESS: &str = "MINGMAI_IN_ONE_PROCESS";
const NOTES: usize = 6;

/// What one process notes, and whether it is told that it is saved; run by the test below, with the library beneath.
#[test]
fn in_one_process() {
    let Some(data) = std::env::var_os(IN_ONE_PROCESS) else { return };
    let at = Instant(1_530_000_000);
    let register = Register::open(&DataDir::new(data), at).unwrap();
    let tree = register.tree().unwrap();
    let keys =
        ["B1", "B2"].map(|code| FindingKey { rule: "no-cadre-branch".into(), org: tree.id(tree.find(code).unwrap()) });
    for note in 0..NOTES {
        let act = Act::Note { text: format!("note {note}").into() };
        let acts: Vec<_> = keys.iter().map(|key| (key.clone(), act.clone())).collect();
        let signed = Signed { verb: "findings note", author: "团县委", recorded: at, effective: at, undoes: None };
        match register.act(&signed, &acts) {
            Ok(_) => println!("\nsaved note {note}"),
            Err(error) => println!("\nrefused note {note}: {error:#}"),
        }
    }
}

#[test]
fn a_save_that_failed_is_the_last_of_its_process() {
    let begun = Begun::new(false);
    let way = WAYS[2];
    let run = |at: u64| {
        begun.reset();
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "in_one_process", "--nocapture"]).env(IN_ONE_PROCESS, begun.site.data());
        begun.beneath(command, way, at)
    };
    let lines = |output: &Output, beginning: &str| {
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        said.lines().filter_map(|line| line.strip_prefix(beginning)).map(str::to_owned).collect::<Vec<String>>()
    };
    assert_eq!(lines(&run(0), "saved ").len(), NOTES);
    let calls = fs::read_to_string(begun.site.path("log")).unwrap().lines().count() as u64;
    let mut refusals = 0;
    for at in 1..=calls {
        let output = run(at);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let (saved, refused) = (lines(&output, "saved "), lines(&output, "refused "));
        let now = begun.read().unwrap_or_else(|fault| panic!("sync {at} of {calls}: {fault}: {said}"));
        let noted = &now.notes[begun.state.notes.len()..];
        // The first that could not be saved may be there all the same.
        let first = refused.first().map(|line| line.split(':').next().unwrap().to_owned());
        let more: Vec<String> = saved.iter().cloned().chain(first).collect();
        assert!(noted == saved || noted == more, "sync {at}: {noted:?}: {said}");
        if let Some(last) = refused.last() {
            assert_eq!(saved.len() + refused.len(), NOTES, "sync {at}: one is saved after one that failed: {said}");
            assert!(refused.len() == 1 || last.contains("until the register is opened again"), "sync {at}: {said}");
            refusals += 1;
        }
    }
    println!("{refusals} of {calls} syncs that failed were met by a save");
    assert!(refusals >= NOTES as u64, "{refusals} of {calls}");
}

/// What should be said to do.
fn remedy(way: Way) -> &'static str {
    match way.errno {
        Some(28 | 122) => "free space",
        Some(30) => "only be read",
        _ => "fails",
    }
}

#[test]
fn a_disk_that_fails_at_any_call_loses_nothing_and_is_told() {
    let runs: u64 = std::env::var("MINGMAI_FAILS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(48);
    let seed = seed(20_181_121);
    let (mut dice, mut calls) = (Dice(seed), BTreeMap::new());
    let (mut faults, mut seen, mut hits) = (Vec::new(), BTreeMap::<_, u64>::new(), 0u64);
    let begun = [Begun::new(false), Begun::new(true)];
    for run in 0..runs {
        let sealed = run % 2 == 1;
        let begun = &begun[usize::from(sealed)];
        let mut deeds = begun.deeds();
        let deed = deeds.swap_remove(dice.below(deeds.len() as u64) as usize);
        let way = WAYS[dice.below(WAYS.len() as u64) as usize];
        let all = *calls.entry((deed.name, sealed, way.ops)).or_insert_with(|| begun.calls(&deed, way));
        if all == 0 {
            continue;
        }
        let at = 1 + dice.below(all);
        let output = begun.run(&deed, way, at);
        let log = fs::read_to_string(begun.site.path("log")).unwrap_or_default();
        let first = log.lines().find(|line| line.starts_with('!')).unwrap_or("none");
        hits += u64::from(first != "none");
        match begun.holds(&deed, way, &output) {
            Ok(how) => *seen.entry((deed.name, how)).or_default() += 1,
            Err(fault) => faults.push(format!(
                "{} (sealed: {sealed}), {} at call {at} of {all}, {first}: {fault}",
                deed.name, way.name
            )),
        }
    }
    println!("{runs} runs, seed {seed}: {hits} calls failed");
    seen.iter().for_each(|((deed, how), count)| println!("  {deed}: {how} {count}"));
    assert!(faults.is_empty(), "seed {seed}, {} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(hits * 4 > runs * 3, "{hits} of {runs} met a failing call");
}
