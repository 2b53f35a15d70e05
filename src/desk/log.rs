//! Everything people did about findings, in memory, by finding.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use compact_str::CompactString;

use crate::judge::{Deed, Line, Rules, Told};
use crate::model::{Act, Instant, OrgId, Pos};
use crate::store::{JournalEntry, KeptAct};

/// One commit of acts.
#[derive(Clone, Debug)]
struct Commit {
    entry: u64,
    author: CompactString,
    effective: Instant,
    undone: bool,
}

/// One act on one finding.
#[derive(Clone, Debug)]
struct Row {
    rule: u16,
    pos: Pos,
    commit: u32,
    act: Arc<Act>,
}

/// The acts on the findings of one tree and set of rules, in the order of rules, tree and time.
#[derive(Clone, Debug, Default)]
pub struct Log {
    commits: Vec<Commit>,
    rows: Vec<Row>,
}

impl Log {
    /// Puts acts in order. Those on rules or organisations that are no longer known stay in the register and are left out.
    pub fn new(journal: &[JournalEntry], acts: Vec<KeptAct>, places: &HashMap<OrgId, Pos>, rules: &Rules) -> Self {
        let undone = undone(journal);
        let of_acts = journal.iter().filter(|entry| entry.acts != 0);
        let commits: Vec<Commit> = of_acts
            .map(|entry| Commit {
                entry: entry.number,
                author: entry.author.as_str().into(),
                effective: entry.effective,
                undone: undone.contains(&entry.number),
            })
            .collect();
        let mut rows: Vec<Row> = acts
            .into_iter()
            .filter_map(|kept| {
                let commit = commits.binary_search_by_key(&kept.entry, |commit| commit.entry).ok()?;
                let rule = rules.find(&kept.rule)?.0;
                Some(Row { rule, pos: *places.get(&kept.org)?, commit: commit as u32, act: kept.act })
            })
            .collect();
        // Stable: what was done in one commit stays in its order.
        rows.sort_by_key(|row| (row.rule, row.pos, commits[row.commit as usize].effective, row.commit));
        Self { commits, rows }
    }

    /// The acts of one commit on findings named by place, for registers that are made up.
    pub fn add(
        &mut self,
        entry: u64,
        author: &str,
        effective: Instant,
        acts: impl IntoIterator<Item = (u16, Pos, Act)>,
    ) {
        let commit = self.commits.len() as u32;
        self.commits.push(Commit { entry, author: author.into(), effective, undone: false });
        self.rows.extend(acts.into_iter().map(|(rule, pos, act)| Row { rule, pos, commit, act: Arc::new(act) }));
        let commits = &self.commits;
        self.rows.sort_by_key(|row| (row.rule, row.pos, commits[row.commit as usize].effective, row.commit));
    }

    /// The same under the next number; gives it.
    pub fn add_next(&mut self, author: &str, at: Instant, acts: impl IntoIterator<Item = (u16, Pos, Act)>) -> u64 {
        let entry = self.commits.last().map_or(1, |last| last.entry + 1);
        self.add(entry, author, at, acts);
        entry
    }

    /// Every post that was given a finding.
    pub fn posts(&self) -> BTreeSet<&str> {
        let stands = |row: &&Row| !self.commits[row.commit as usize].undone;
        let rows = self.rows.iter().filter(|row| matches!(*row.act, Act::Assign { .. })).filter(stands);
        rows.map(|row| row.act.words()).collect()
    }

    /// Takes the last commit of an author back that is not yet, and tells how many acts that were.
    pub fn take_back(&mut self, author: &str) -> Option<u64> {
        let at = self.commits.iter().rposition(|commit| !commit.undone && commit.author == author)?;
        self.commits[at].undone = true;
        Some(self.rows.iter().filter(|row| row.commit as usize == at).count() as u64)
    }

    /// Takes a commit back, or one that is taken back as done again, and tells how many acts that were.
    pub fn turn(&mut self, entry: u64) -> Option<u64> {
        let at = self.commits.iter().position(|commit| commit.entry == entry)?;
        self.commits[at].undone = !self.commits[at].undone;
        Some(self.rows.iter().filter(|row| row.commit as usize == at).count() as u64)
    }

    /// Whether nobody ever did anything.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn of(&self, rule: u16, pos: Pos) -> &[Row] {
        let key = |row: &Row| (row.rule, row.pos);
        let first = self.rows.partition_point(|row| key(row) < (rule, pos));
        let count = self.rows[first..].partition_point(|row| key(row) == (rule, pos));
        &self.rows[first..first + count]
    }

    /// What was done about a finding and not taken back, in order.
    pub fn deeds(&self, rule: u16, pos: Pos) -> impl Iterator<Item = Deed<'_>> + '_ {
        let standing = self.of(rule, pos).iter().map(|row| (row, &self.commits[row.commit as usize]));
        standing.filter(|(_, commit)| !commit.undone).map(|(row, commit)| Deed {
            at: commit.effective,
            by: &commit.author,
            act: &row.act,
        })
    }

    /// The same as lines of its story, with what was taken back.
    pub fn lines(&self, rule: u16, pos: Pos) -> impl Iterator<Item = Line<'_>> + '_ {
        self.of(rule, pos).iter().map(|row| {
            let commit = &self.commits[row.commit as usize];
            let told = Told::Done { by: &commit.author, act: &row.act, undone: commit.undone };
            Line { at: commit.effective, told }
        })
    }
}

/// The entries that are taken back: what takes something back can be taken back itself.
pub(super) fn undone(journal: &[JournalEntry]) -> HashSet<u64> {
    let mut undone = HashSet::new();
    for entry in journal.iter().rev() {
        if !undone.contains(&entry.number) {
            undone.extend(entry.undoes);
        }
    }
    undone
}
