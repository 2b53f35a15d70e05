//! A small register, what happens to it, and what it must hold afterwards: for tests that end the process or the power.

use std::collections::HashSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use mingmai::model::{Act, Instant, Pos};
use mingmai::store::{DataDir, Register, Unwatched, backup, doctor};

use super::{MEMBERS, ORGS, Site, identity, roster, text};

/// Throws that repeat.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n.max(1)
    }
}

/// What a register holds that anybody was told is saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Which roster of members was taken in last: all rows carry its number, or something is half there.
    pub version: u64,
    /// When members joined, the same in all rows, or a correction is half there.
    pub joined: String,
    /// Branches founded since, in the order of their codes.
    pub founded: Vec<String>,
    /// Notes that stand, each on both branches, in order.
    pub notes: Vec<String>,
    /// Members that are not there any more: erased.
    pub gone: u64,
}

/// A state, and those that taking back one commit after the other leads to.
#[derive(Clone, Debug, Default)]
pub struct Life {
    pub now: State,
    /// What each commit of the operator's did that is not taken back.
    commits: Vec<Commit>,
}

#[derive(Clone, Debug)]
enum Commit {
    Note,
    Corrected(String),
    Founded(String),
    /// Rows that a roster has replaced since: there is nothing to take back to.
    Replaced,
}

/// Members of the small register; enough that a row of them is more than one value.
const MEMBERS_A_ROSTER: u64 = 60;
/// When they all joined, as the roster has it.
pub const JOINED: &str = "2016-05";

/// The roster of members of a version: each telephone ends in it.
pub fn members(version: u64) -> String {
    let rows: Vec<String> = (0..MEMBERS_A_ROSTER)
        .map(|n| {
            let branch = if n % 2 == 0 { "B1" } else { "B2" };
            format!("祁{n}|#{n}|199{n:03}{version:05}|{JOINED}||{branch}|2016-09-01|报到成功|2018-01-02||")
        })
        .collect();
    roster(MEMBERS, &rows.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Makes the small register: a committee with two branches and no cadre in either.
pub fn small(site: &Site) -> Life {
    assert_eq!(site.code(&["init", "--unsealed"]), 0);
    fill(site)
}

/// Fills an empty register with the same.
pub fn fill(site: &Site) -> Life {
    let orgs = [
        "R||团县委|团委|||2010-01-01|||",
        "B1|R|甲支部|团支部|普通||2017-01-01|||",
        "B2|R|乙支部|团支部|普通||2017-01-01|||",
    ];
    site.import(ORGS, &orgs);
    let path = site.write("members.csv", members(1));
    assert_eq!(site.code(&["import", text(&path)]), 0);
    let now = State { version: 1, joined: JOINED.into(), ..State::default() };
    Life { now, commits: Vec::new() }
}

/// Opens a register, holds that it is sound, and tells what it holds.
pub fn read(data: &Path) -> Result<State, String> {
    read_in(&DataDir::new(data), |found| found.is_sound())
}

/// The same of one that may be sealed, and that is only as sound as it must be.
pub fn read_in(dir: &DataDir, will_do: impl Fn(&doctor::Checkup) -> bool) -> Result<State, String> {
    let path = dir.current().map_err(|error| error.to_string())?.ok_or("there is no register")?;
    let said = |error: anyhow::Error| format!("{error:#}");
    let found = doctor::check(&path, dir.codec(), &Unwatched).map_err(said)?;
    if !will_do(&found) {
        return Err(format!("{:?}", found.faults));
    }
    let register = Register::open(dir, Instant(1_530_000_000)).map_err(|error| error.to_string())?;
    // Snapshots that were kept can be read, whatever became of those under way.
    register.snapshots().map_err(said)?;
    held(&register).map_err(said)?
}

fn held(register: &Register) -> anyhow::Result<Result<State, String>> {
    let (mut phones, mut joined) = (Vec::new(), HashSet::new());
    for pos in 0..register.meta().orgs {
        for member in register.rows(Pos(pos))?.members {
            joined.insert(member.joined.to_string());
            phones.push(member.phone);
        }
    }
    let versions: HashSet<u64> =
        phones.iter().flatten().map(|phone| phone.reveal()[6..].parse::<u64>().unwrap()).collect();
    let gone = MEMBERS_A_ROSTER.checked_sub(phones.len() as u64);
    let (Some(gone), 1, 1) = (gone, versions.len(), joined.len()) else {
        return Ok(Err(format!("{} members of versions {versions:?}, joined {joined:?}", phones.len())));
    };
    let journal = register.journal()?;
    let mut undone = HashSet::new();
    for entry in journal.iter().rev().filter(|entry| entry.undoes.is_some()) {
        if !undone.contains(&entry.number) {
            undone.extend(entry.undoes);
        }
    }
    let mut notes: Vec<(u64, String)> = Vec::new();
    let mut places = 0;
    for kept in register.acts()?.into_iter().filter(|kept| !undone.contains(&kept.entry)) {
        if let Act::Note { text } = kept.act.as_ref() {
            places += 1;
            if notes.last().is_none_or(|(entry, _)| *entry != kept.entry) {
                notes.push((kept.entry, text.to_string()));
            }
        }
    }
    if places != 2 * notes.len() {
        return Ok(Err(format!("{places} findings for {} notes", notes.len())));
    }
    let version = versions.into_iter().next().unwrap_or_default();
    let joined = joined.into_iter().next().unwrap_or_default();
    let tree = register.tree()?;
    let codes = (0..tree.len()).map(|at| tree.code(Pos(at as u32)).to_owned());
    let mut founded: Vec<String> = codes.filter(|code| code.starts_with('N')).collect();
    founded.sort();
    Ok(Ok(State { version, joined, founded, notes: notes.into_iter().map(|(_, text)| text).collect(), gone }))
}

/// One thing that somebody does.
#[derive(Clone, Debug)]
pub enum Deed {
    Import,
    Note(String),
    Correct(String),
    Found(String),
    Undo,
    Look,
    BackUp,
    Restore(PathBuf, Box<Life>),
}

impl Deed {
    /// Any of them; `kept` are the backups there are, with what each holds.
    pub fn any(dice: &mut Dice, round: u64, life: &Life, kept: &[(PathBuf, Life)]) -> Self {
        match dice.below(20) {
            0..4 => Self::Import,
            4..7 => Self::Note(format!("note {round}")),
            // What says nothing new is refused, and no commit.
            7..11 => match format!("2015-{:02}", 1 + round % 12) {
                joined if joined == life.now.joined => Self::Look,
                joined => Self::Correct(joined),
            },
            11..13 => Self::Found(format!("N{round:05}")),
            13..15 if matches!(life.commits.last(), Some(last) if !matches!(last, Commit::Replaced)) => Self::Undo,
            15..17 => Self::Look,
            17 if !kept.is_empty() => {
                let (file, life) = kept[dice.below(kept.len() as u64) as usize].clone();
                Self::Restore(file, Box::new(life))
            }
            _ => Self::BackUp,
        }
    }

    /// What there is when it is done.
    pub fn after(&self, before: &Life) -> Life {
        let mut after = before.clone();
        let Life { now, commits } = &mut after;
        match self {
            Self::Import => {
                now.version += 1;
                now.joined = JOINED.into();
                for commit in commits.iter_mut().filter(|commit| matches!(commit, Commit::Corrected(_))) {
                    *commit = Commit::Replaced;
                }
            }
            Self::Note(text) => {
                now.notes.push(text.clone());
                commits.push(Commit::Note);
            }
            Self::Correct(joined) => {
                let was = std::mem::replace(&mut now.joined, joined.clone());
                commits.push(Commit::Corrected(was));
            }
            Self::Found(code) => {
                now.founded.push(code.clone());
                now.founded.sort();
                commits.push(Commit::Founded(code.clone()));
            }
            Self::Undo => match commits.pop() {
                Some(Commit::Note) => drop(now.notes.pop()),
                Some(Commit::Corrected(was)) => now.joined = was,
                Some(Commit::Founded(code)) => now.founded.retain(|founded| *founded != code),
                Some(Commit::Replaced) | None => {}
            },
            Self::Look | Self::BackUp => {}
            Self::Restore(_, life) => after = life.as_ref().clone(),
        }
        after
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Note(_) => "note",
            Self::Correct(_) => "correct 60 rows",
            Self::Found(_) => "found",
            Self::Undo => "undo",
            Self::Look => "look",
            Self::BackUp => "backup",
            Self::Restore(..) => "restore",
        }
    }

    /// Begins it on a register in `data`, what it says going to a pipe.
    pub fn begin(&self, site: &Site, data: &Path, before: &Life) -> Child {
        self.command(site, data, before).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// The command that does it.
    pub fn command(&self, site: &Site, data: &Path, before: &Life) -> Command {
        let roster = site.path("members.csv");
        let everybody: Vec<String> = (0..MEMBERS_A_ROSTER).map(|n| identity(&format!("#{n}"))).collect();
        let words: Vec<&str> = match self {
            Self::Import => {
                fs::write(&roster, members(before.now.version + 1)).unwrap();
                vec!["import", text(&roster)]
            }
            Self::Note(said) => vec!["findings", "note", "no-cadre-branch", "B1", "B2", "--text", said],
            Self::Correct(joined) => {
                let everybody = everybody.iter().map(String::as_str);
                ["member", "correct"].into_iter().chain(everybody).chain(["--joined", joined]).collect()
            }
            Self::Found(code) => vec!["org", "found", "R", "--code", code, "--name", "新设支部"],
            Self::Undo => vec!["undo"],
            Self::Look => vec!["stats"],
            Self::BackUp => vec!["backup", "--keep", "3"],
            Self::Restore(file, _) => vec!["restore", text(file), "--replace"],
        };
        site.command(&[&["--data", text(data), "--by", "团县委"], &words[..]].concat())
    }
}

/// Whether what a process has said tells that it is done.
pub fn tells(said: &str) -> bool {
    said.contains('{') && !said.contains("\"entry\":null")
}

/// Waits a little and ends a process at once; what it said until then.
pub fn kill_after(child: &mut Child, wait: Duration) -> (String, bool) {
    std::thread::sleep(wait);
    let _ = child.kill();
    let done = child.wait().unwrap().success();
    let mut said = String::new();
    let _ = child.stdout.take().unwrap().read_to_string(&mut said);
    (said, done)
}

/// The backups in a directory, each held to be whole.
pub fn backups(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "backup")).collect();
    files.sort();
    for file in &files {
        let whole = fs::File::open(file)
            .map_err(anyhow::Error::from)
            .and_then(|source| backup::read(source, DataDir::new("").codec(), &mut |_, _, _| Ok(()), &Unwatched));
        assert!(whole.is_ok(), "{}: {:#}", file.display(), whole.unwrap_err());
    }
    files
}
