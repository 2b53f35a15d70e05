//! The power goes at any moment: what was said to be saved is there when it comes back.
//!
//! Simulated: the register stands on a file system of its own (ext4 on a loop device); the process that writes is stopped
//! at a random moment, the image of the device is copied as it is, without what the kernel had not sent to it, and the copy
//! is mounted, which replays its journal. Not simulated: a drive that loses or reorders what it called written.
//!
//! Wants root and loop devices, and says so where it has none. The usual run is short;
//! `MINGMAI_CUTS=100 cargo test --test power -- --nocapture` prints how many.

#![allow(clippy::unwrap_used, missing_docs)]
#![cfg(target_os = "linux")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use common::state::{Deed, Dice, Life, backups, read, small, tells};
use common::{Site, copy_tree, text};
use rustix::process::{Pid, Signal, kill_process};

fn ran(program: &str, args: &[&str]) -> bool {
    Command::new(program).args(args).output().is_ok_and(|output| output.status.success())
}

/// A file system in a file, mounted.
struct Image {
    file: PathBuf,
    at: PathBuf,
}

impl Image {
    fn make(site: &Site, megabytes: u64) -> Option<Self> {
        let (file, at) = (site.path("image"), site.path("mounted"));
        fs::File::create(&file).unwrap().set_len(megabytes << 20).unwrap();
        fs::create_dir(&at).unwrap();
        (ran("mkfs.ext4", &["-q", "-F", text(&file)]) && mount(&file, &at)).then_some(Self { file, at })
    }

    /// What a machine would find that lost its power now, mounted.
    fn cut(&self, site: &Site) -> Self {
        let (file, at) = (site.path("cut"), site.path("after"));
        let _ = fs::create_dir(&at);
        assert!(ran("cp", &["--sparse=always", text(&self.file), text(&file)]));
        assert!(mount(&file, &at), "the file system itself is gone");
        Self { file, at }
    }
}

fn mount(file: &Path, at: &Path) -> bool {
    ran("mount", &["-o", "loop", text(file), text(at)])
}

impl Drop for Image {
    fn drop(&mut self) {
        // sled lets go of its file a moment after it is closed.
        let until = Instant::now() + Duration::from_secs(5);
        while !ran("umount", &[text(&self.at)]) && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = ran("umount", &["-l", text(&self.at)]);
    }
}

/// What a process has said so far, without waiting for more.
fn said_so_far(pipe: &mut std::process::ChildStdout) -> String {
    rustix::io::ioctl_fionbio(&*pipe, true).unwrap();
    let mut said = Vec::new();
    let mut chunk = [0; 4096];
    while let Ok(n @ 1..) = pipe.read(&mut chunk) {
        said.extend_from_slice(&chunk[..n]);
    }
    String::from_utf8_lossy(&said).into_owned()
}

/// Cuts the power so many times; gives how often something had been told, and how often not.
fn cuts(rounds: u64, seed: u64) -> Option<BTreeMap<(&'static str, bool, bool), u64>> {
    let site = Site::new();
    let image = Image::make(&site, 96)?;
    let home = Site::new();
    let mut life = small(&home);
    let data = image.at.join("data");
    copy_tree(&home.data(), &data);
    assert!(ran("sync", &["-f", text(&image.at)]));
    let (mut dice, mut seen) = (Dice(seed), BTreeMap::new());
    let mut lasts: BTreeMap<&str, Duration> = BTreeMap::new();
    let mut kept: Vec<(PathBuf, Life)> = Vec::new();
    for round in 0..rounds {
        let deed = Deed::any(&mut dice, round, &life, &kept);
        let begun = Instant::now();
        let mut child = deed.begin(&site, &data, &life);
        let mut said = String::new();
        match lasts.get(deed.name()) {
            // Half of them at any moment, half as soon as it is said that something is saved.
            Some(usual) if dice.below(2) == 0 => std::thread::sleep(*usual * (40 + dice.below(60) as u32) / 100),
            _ => {
                while !tells(&said) && begun.elapsed() < Duration::from_secs(20) {
                    std::thread::sleep(Duration::from_millis(1));
                    said += &said_so_far(child.stdout.as_mut().unwrap());
                }
                lasts.insert(deed.name(), begun.elapsed());
            }
        }
        if child.try_wait().unwrap().is_none() {
            let _ = kill_process(Pid::from_child(&child), Signal::STOP);
        }
        // Only what was said before the image is taken was said in time.
        said += &said_so_far(child.stdout.as_mut().unwrap());
        let told = tells(&said);
        let cut = image.cut(&site);
        let _ = child.kill();
        let _ = child.wait();
        let found = read(&cut.at.join("data")).unwrap_or_else(|fault| panic!("cut {round}, {deed:?}: {fault}"));
        let after = deed.after(&life);
        if told {
            assert_eq!(found, after.now, "cut {round}: {deed:?} was said to be done");
        } else {
            assert!(found == life.now || found == after.now, "cut {round}: {deed:?} left {found:?} of {:?}", life.now);
        }
        let names = |files: Vec<PathBuf>| -> Vec<_> {
            files.iter().filter_map(|file| Some(file.file_name()?.to_owned())).collect()
        };
        let known = names(kept.iter().map(|(file, _)| file.clone()).collect());
        let new = names(backups(&cut.at.join("data.backups"))).iter().any(|name| !known.contains(name));
        assert!(new || !told || !matches!(deed, Deed::BackUp), "cut {round}: a backup that was told is gone");
        *seen.entry((deed.name(), told, new || (found == after.now && found != life.now))).or_default() += 1;
        drop(cut);
        // Life goes on where the power stayed, with what the killed process had come to.
        let now = read(&data).unwrap_or_else(|fault| panic!("kill {round}, {deed:?}: {fault}"));
        if told || now == after.now {
            life = after;
        }
        assert_eq!(now, life.now, "kill {round}: {deed:?}");
        let files = backups(&image.at.join("data.backups"));
        kept.retain(|(file, _)| files.contains(file));
        let new: Vec<_> = files.into_iter().filter(|file| !kept.iter().any(|(known, _)| known == file)).collect();
        kept.extend(new.into_iter().map(|file| (file, life.clone())));
        for entry in fs::read_dir(&image.at).unwrap().flatten() {
            if entry.file_name().to_string_lossy().starts_with("data.before") {
                fs::remove_dir_all(entry.path()).unwrap();
            }
        }
    }
    Some(seen)
}

#[test]
fn what_was_said_to_be_saved_outlives_a_power_cut() {
    let set = std::env::var("MINGMAI_CUTS").ok().and_then(|cuts| cuts.parse().ok());
    let (rounds, begun) = (set.unwrap_or(4), Instant::now());
    let Some(seen) = cuts(rounds, 20_181_122) else {
        println!("skipped: no loop device, or no right to mount one");
        return;
    };
    println!("{rounds} power cuts in {:.0} s, none lost what had been told:", begun.elapsed().as_secs_f64());
    for ((deed, told, there), count) in seen {
        println!(
            "  {deed}: {}, {} {count}",
            if told { "told" } else { "not told" },
            if there { "there" } else { "not there" }
        );
    }
}
