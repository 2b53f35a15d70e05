//! The journal read back: who did what when, and what changed, in words.

use std::collections::HashMap;

use anyhow::Result;

use super::Desk;
use super::deed::{BATCH, edit_words};
use super::log::undone;
use super::telling::say_act;
use crate::lang::Lang;
use crate::model::{Deed, OrgId, Pos, Row};
use crate::store::JournalEntry;

/// One entry of the journal.
#[derive(Clone, Debug)]
pub struct Told {
    /// The entry.
    pub entry: JournalEntry,
    /// The hash of its stored bytes.
    pub hash: u64,
    /// The entry that takes it back.
    pub undone_by: Option<u64>,
    /// What changed, in words: personal numbers masked.
    pub lines: Vec<String>,
}

/// Which entries are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// This one.
    pub entry: Option<u64>,
    /// Those that touch this organisation or what is below it.
    pub org: Option<Pos>,
    /// At most so many, the newest first; 0 for all.
    pub limit: usize,
}

impl Desk {
    /// Entries of the journal, the newest first.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn journal(&self, asked: Asked, lang: Lang) -> Result<Vec<Told>> {
        let register = self.register();
        let entries = register.journal()?;
        let prints = register.journal_prints()?;
        let gone = undone(&entries);
        let by: HashMap<u64, u64> = entries
            .iter()
            .filter_map(|entry| Some((entry.undoes?, entry.number)))
            .filter(|(of, _)| gone.contains(of))
            .collect();
        let (tree, places) = (self.tree()?, self.places()?);
        let gone_by = self.codes_of_gone(&entries)?;
        let code = |org: OrgId| match places.get(&org) {
            Some(pos) => tree.code(*pos).to_owned(),
            None => gone_by.get(&org).cloned().unwrap_or_default(),
        };
        let within = |org: &OrgId| match (asked.org, places.get(org)) {
            // Of what an entry changed, whoever looks after a part is told what it changed there.
            (None, pos) => pos.is_some() || self.scoped().is_none(),
            (Some(top), Some(pos)) => tree.subtree(top).contains(&pos.index()),
            (Some(_), None) => false,
        };
        let mut acts: HashMap<u64, Vec<(OrgId, String)>> = HashMap::new();
        for kept in register.acts()? {
            let said = say_act(lang, &kept.act);
            // A rule goes by its id here: what is said of it keeps off.
            let line = format!("{} {}{}{said}", code(kept.org), kept.rule, lang.pick(" ：", ": "));
            acts.entry(kept.entry).or_default().push((kept.org, line));
        }
        let mut out = Vec::new();
        for entry in entries.into_iter().rev() {
            let hash = prints.get(&entry.number).copied().unwrap_or_default();
            if asked.entry.is_some_and(|number| number != entry.number) {
                continue;
            }
            let mut lines = Vec::new();
            for (org, line) in acts.remove(&entry.number).unwrap_or_default() {
                if within(&org) {
                    lines.push(line);
                }
            }
            if entry.edits != 0 {
                for edit in register.edits(entry.number)? {
                    let mut rows = [&edit.before, &edit.after].into_iter().flatten();
                    if (asked.org.is_none() && self.scoped().is_none()) || rows.any(|row| row.orgs().iter().any(within))
                    {
                        lines.push(edit_words(lang, &edit, &code));
                    }
                }
            }
            if asked.org.is_some() && lines.is_empty() {
                continue;
            }
            out.push(Told { undone_by: by.get(&entry.number).copied(), entry, hash, lines });
            if asked.limit > 0 && out.len() == asked.limit {
                break;
            }
        }
        Ok(out)
    }

    /// The codes of organisations that were founded here; one whose founding was taken back is in no tree.
    fn codes_of_gone(&self, entries: &[JournalEntry]) -> Result<HashMap<OrgId, String>> {
        let founding = |entry: &&JournalEntry| entry.verb == Deed::OrgFound.id() || entry.verb == BATCH;
        let mut codes = HashMap::new();
        for entry in entries.iter().filter(founding) {
            for edit in self.register().edits(entry.number)? {
                if let (None, Some(Row::Org { id, org, .. })) = (edit.before, edit.after) {
                    codes.insert(id, org.code.to_string());
                }
            }
        }
        Ok(codes)
    }
}
