//! The power goes and the drive had written in an order of its own: what was said to be saved is there all the same.
//!
//! Simulated: everything a process writes is recorded in order by a library laid under it (`common/recorder.c`); then files
//! are made as a drive might have left them at a random moment. Whatever was written to a file before its last sync began is
//! there; of what came after, each piece of 4 KB is there or not, whatever came before or behind it. Names come and go in
//! their order, as a journalling file system keeps them, and any sync brings those before it. Not simulated: a drive that
//! says it has synced and has not.
//!
//! Wants a C compiler, and says so where there is none. The usual run is short;
//! `MINGMAI_CUTS=100 cargo test --test reordered -- --nocapture` prints how many.

#![allow(clippy::unwrap_used, missing_docs)]
#![cfg(target_os = "linux")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::state::{Deed, Dice, read, small, tells};
use common::{Site, copy_tree, text};

/// One thing that a process did.
struct Record {
    op: u8,
    path: PathBuf,
    at: u64,
    data: Vec<u8>,
}

fn records(file: &Path) -> Vec<Record> {
    let bytes = fs::read(file).unwrap();
    let (mut rest, mut all) = (&bytes[..], Vec::new());
    while !rest.is_empty() {
        let word = |at: usize| u64::from_le_bytes(rest[at * 8..at * 8 + 8].try_into().unwrap());
        let (op, at, path, len) = (word(0) as u8, word(2), word(1) as usize, word(3) as usize);
        let (name, data) = rest[32..32 + path + len].split_at(path);
        let path = PathBuf::from(String::from_utf8(name.to_vec()).unwrap());
        all.push(Record { op, path: path.clone(), at, data: data.to_vec() });
        rest = &rest[32 + name.len() + len..];
    }
    all
}

/// A file: what was there, what came, and up to which record it is on the drive.
#[derive(Default)]
struct Inode {
    base: Vec<u8>,
    changes: Vec<(usize, Change)>,
    synced: usize,
}

enum Change {
    Bytes(u64, Vec<u8>),
    Size(u64),
}

#[derive(Clone)]
enum Name {
    File(PathBuf, usize),
    Dir(PathBuf),
    Renamed(PathBuf, PathBuf),
    Gone(PathBuf),
}

/// Names, each of a file, or of a directory.
type Names = BTreeMap<PathBuf, Option<usize>>;

fn name(names: &mut Names, what: &Name) {
    match what {
        Name::File(path, inode) => drop(names.insert(path.clone(), Some(*inode))),
        Name::Dir(path) => drop(names.insert(path.clone(), None)),
        Name::Gone(path) => drop(names.remove(path)),
        Name::Renamed(old, new) => {
            let moved: Vec<PathBuf> = names.keys().filter(|path| path.starts_with(old)).cloned().collect();
            for path in moved {
                let Some(of) = names.remove(&path) else { continue };
                let rest = path.strip_prefix(old).unwrap();
                let there = if rest.as_os_str().is_empty() { new.clone() } else { new.join(rest) };
                names.insert(there, of);
            }
        }
    }
}

/// What a drive was told.
#[derive(Default)]
struct Drive {
    inodes: Vec<Inode>,
    begun: Names,
    live: Names,
    named: Vec<(usize, Name)>,
    synced: usize,
}

impl Drive {
    /// With what stands in a directory, all of it on the drive.
    fn holding(dir: &Path, shown: &Path) -> Self {
        let mut drive = Self::default();
        drive.add(dir, shown);
        drive.live = drive.begun.clone();
        drive
    }

    fn add(&mut self, dir: &Path, shown: &Path) {
        self.begun.insert(shown.to_owned(), None);
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let shown = shown.join(path.file_name().unwrap());
            if path.is_dir() {
                self.add(&path, &shown);
            } else {
                self.inodes.push(Inode { base: fs::read(&path).unwrap(), ..Inode::default() });
                self.begun.insert(shown, Some(self.inodes.len() - 1));
            }
        }
    }

    fn take(&mut self, at: usize, record: &Record) {
        let Record { op, path, at: place, data } = record;
        let known = self.live.get(path).copied();
        let called = |drive: &mut Self, what: Name| {
            name(&mut drive.live, &what);
            drive.named.push((at, what));
        };
        match (op, known) {
            (b'C', None) => {
                self.inodes.push(Inode::default());
                let inode = self.inodes.len() - 1;
                called(self, Name::File(path.clone(), inode));
            }
            (b'W', Some(Some(inode))) => {
                self.inodes[inode].changes.push((at, Change::Bytes(*place, data.clone())));
            }
            (b'S', Some(Some(inode))) => self.inodes[inode].changes.push((at, Change::Size(*place))),
            (b'F', known) => {
                if let Some(Some(inode)) = known {
                    self.inodes[inode].synced = self.inodes[inode].synced.max(*place as usize);
                }
                self.synced = self.synced.max(*place as usize);
            }
            (b'R', Some(_)) => {
                let new = PathBuf::from(String::from_utf8(data.clone()).unwrap());
                called(self, Name::Renamed(path.clone(), new));
            }
            (b'U', Some(_)) => called(self, Name::Gone(path.clone())),
            (b'M', None) => called(self, Name::Dir(path.clone())),
            _ => {}
        }
    }

    /// Makes what is left of `shown` when the power goes.
    fn leave(&self, shown: &Path, to: &Path, dice: &mut Dice) {
        let sure = self.named.iter().filter(|(at, _)| *at < self.synced).count();
        let kept = sure + dice.below((self.named.len() - sure) as u64 + 1) as usize;
        let mut names = self.begun.clone();
        self.named[..kept].iter().for_each(|(_, what)| name(&mut names, what));
        let _ = fs::remove_dir_all(to);
        // Nothing of what was not synced, all of it, half of it, or most.
        let share = [0, 100, 50, 85][dice.below(4) as usize];
        for (path, inode) in names {
            let Ok(rest) = path.strip_prefix(shown) else { continue };
            let there = if rest.as_os_str().is_empty() { to.to_owned() } else { to.join(rest) };
            match inode {
                None => fs::create_dir_all(there).unwrap(),
                Some(inode) => fs::write(there, self.inodes[inode].left(share, dice)).unwrap(),
            }
        }
    }
}

impl Inode {
    fn left(&self, share: u64, dice: &mut Dice) -> Vec<u8> {
        const PIECE: u64 = 4096;
        let mut bytes = self.base.clone();
        for (at, change) in &self.changes {
            let sure = *at < self.synced;
            let mut stays = || sure || dice.below(100) < share;
            match change {
                Change::Size(size) if stays() => bytes.resize(*size as usize, 0),
                Change::Size(_) => {}
                Change::Bytes(first, data) => {
                    let mut from = 0;
                    while from < data.len() {
                        let place = first + from as u64;
                        let until = data.len().min(from + (PIECE - place % PIECE) as usize);
                        if stays() {
                            let end = *first as usize + until;
                            bytes.resize(bytes.len().max(end), 0);
                            bytes[place as usize..end].copy_from_slice(&data[from..until]);
                        }
                        from = until;
                    }
                }
            }
        }
        bytes
    }
}

/// The library that records, where it can be made.
fn recorder(site: &Site) -> Option<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/common/recorder.c");
    let made = site.path("recorder.so");
    let done = Command::new("cc").args(["-shared", "-fPIC", "-O2", "-o", text(&made), text(&source), "-ldl"]).output();
    done.is_ok_and(|done| done.status.success()).then_some(made)
}

/// Does so many things and cuts the power several times in each; gives what was left how often.
fn cuts(rounds: u64, seed: u64) -> Option<BTreeMap<(&'static str, bool, bool), u64>> {
    let site = Site::new();
    let library = recorder(&site)?;
    let mut life = small(&site);
    let (data, base, left, written) = (site.data(), site.path("base"), site.path("left"), site.path("written"));
    let (mut dice, mut seen) = (Dice(seed), BTreeMap::new());
    let mut round = 0;
    while round < rounds {
        let deed = Deed::any(&mut dice, round, &life, &[]);
        round += 1;
        if matches!(deed, Deed::BackUp) {
            continue;
        }
        copy_tree(&data, &base);
        let _ = fs::remove_file(&written);
        let mut command = deed.command(&site, &data, &life);
        command.env("LD_PRELOAD", &library).env("MINGMAI_RECORD", &written).env("MINGMAI_UNDER", &data);
        let done = command.output().unwrap();
        assert!(done.status.success(), "{deed:?}: {}", String::from_utf8_lossy(&done.stderr));
        let after = deed.after(&life);
        let all = records(&written);
        let says = |record: &Record| record.op == b'T' && tells(&String::from_utf8_lossy(&record.data));
        let said = all.iter().position(says).map_or(all.len(), |at| at + 1);
        assert!(all.iter().any(|record| record.op == b'F') || matches!(deed, Deed::Look), "{deed:?} syncs nothing");
        // As soon as it is said, at the end, and wherever.
        let moments = [said, all.len()].into_iter().chain((0..6).map(|_| dice.below(all.len() as u64 + 1) as usize));
        for moment in moments.collect::<Vec<_>>() {
            let mut drive = Drive::holding(&base, &data);
            all[..moment].iter().enumerate().for_each(|(at, record)| drive.take(at, record));
            drive.leave(&data, &left, &mut dice);
            let told = moment >= said;
            let place = format!("round {round}, {deed:?}, record {moment} of {}", all.len());
            let found = read(&left).unwrap_or_else(|fault| panic!("{place}: {fault}"));
            if told {
                assert_eq!(found, after.now, "{place}: it was said to be done");
            } else {
                assert!(found == life.now || found == after.now, "{place} left {found:?} of {:?}", life.now);
            }
            *seen.entry((deed.name(), told, found == after.now && found != life.now)).or_default() += 1;
        }
        life = after;
    }
    Some(seen)
}

#[test]
fn what_was_said_to_be_saved_outlives_writes_in_any_order() {
    let set = std::env::var("MINGMAI_CUTS").ok().and_then(|cuts| cuts.parse().ok());
    let Some(seen) = cuts(set.unwrap_or(6), 20_181_123) else {
        println!("skipped: no C compiler");
        return;
    };
    println!("{} power cuts, none lost what had been told:", seen.values().sum::<u64>());
    for ((deed, told, there), count) in seen {
        let (told, there) = (if told { "told" } else { "not told" }, if there { "there" } else { "not there" });
        println!("  {deed}: {told}, {there} {count}");
    }
}
