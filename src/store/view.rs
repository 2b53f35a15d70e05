//! A register as one operator sees it: the organisations of one subtree, and what belongs to them.
//!
//! A view is a [`Register`] whose positions begin at the subtree's root: whatever reads it knows of nothing else, and the
//! code of an organisation outside is a code that does not exist. Rows are kept apart where keys are read
//! ([`Tree::part`](super::tree::Tree::part)), lists row by row where they are given out. What can only be worked out from
//! the whole (facts, snapshots, who answers for a division) is worked out there and cut to the subtree by the desk.
//! Of the other end of a request that crosses the border the name is known, and nothing else.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use anyhow::{Result, bail};

use super::judging::Responsible;
use super::meta::{JournalEntry, Meta};
use super::register::{Register, StoredOrg};
use super::trees::{ORGS_A_CHUNK, Open};
use crate::model::{IdKey, Industry, Instant, LedgerUnit, Org, OrgId, OrgTree, Pos, Row, Transfer};
use crate::search::{Builder, MemoryChunks, Places};

/// Entries that change rows of every organisation: that there was one is no secret, what was in it is.
const OF_ALL: [&str; 4] = ["import", "demo", "init", "repair"];

/// What a view is a view of.
pub(super) struct View {
    whole: Arc<Register>,
    range: Range<u32>,
    /// The numbers of the organisations inside, in order.
    inside: Vec<OrgId>,
    /// The industry that the subtree's root takes from above.
    industry: Option<Industry>,
    /// The organisations at the other end of requests, in order.
    beyond: Vec<(OrgId, Org)>,
    responsible: Responsible,
    persons: OnceLock<HashSet<IdKey>>,
}

impl View {
    /// The database with the rows of the subtree only.
    pub fn open_now(&self) -> Result<Arc<Open>> {
        Ok(Arc::new(Open::part(self.whole.open_now()?, self.range.clone())))
    }

    pub fn whole(&self) -> &Register {
        &self.whole
    }

    /// Whether an organisation is one of the subtree.
    pub fn holds(&self, org: OrgId) -> bool {
        self.inside.binary_search(&org).is_ok()
    }

    fn has(&self, row: &Row) -> bool {
        row.orgs().into_iter().any(|org| self.holds(org))
    }

    /// Whether a request leaves or enters the subtree, or stays in it.
    pub fn touches(&self, row: &Transfer) -> bool {
        self.holds(row.from) || row.to.is_some_and(|to| self.holds(to))
    }

    /// Whether a unit of the ledger is one of an organisation of the subtree, or one for which such an organisation answers.
    pub fn has_unit(&self, unit: &LedgerUnit) -> bool {
        let answers = || self.responsible.at(unit.division).is_some_and(|pos| self.range.contains(&pos.0));
        unit.org.is_some_and(|org| self.holds(org)) || answers()
    }

    /// The name of what is worked out from the subtree alone.
    pub fn key(&self, key: &[u8]) -> Vec<u8> {
        [&format!("seen/{}/", self.range.start).into_bytes(), key].concat()
    }

    /// What is left to do once the rows of the subtree are laid out.
    pub fn complete(&self, tree: &mut OrgTree) {
        tree.inherit(self.industry);
        self.beyond.iter().for_each(|(id, org)| tree.push_beyond(*id, org));
    }

    /// Which chunks of organisations to read, and how many rows of the first to leave out.
    pub fn chunks(&self) -> (Range<u32>, usize) {
        let (first, last) = (self.range.start as usize / ORGS_A_CHUNK, self.range.end as usize / ORGS_A_CHUNK);
        (first as u32..last as u32 + 1, self.range.start as usize % ORGS_A_CHUNK)
    }

    /// How many organisations.
    pub fn len(&self) -> usize {
        self.range.len()
    }

    /// A row as the subtree has it: its root hangs from nothing.
    pub fn row(&self, at: usize, (id, up, org): StoredOrg) -> StoredOrg {
        (id, if at == 0 { 0 } else { up }, org)
    }

    /// Where an organisation stands in the whole register; `None` outside the view.
    pub fn out(&self, pos: Pos) -> Option<Pos> {
        Some(Pos(self.range.start.checked_add(pos.0)?)).filter(|pos| self.range.contains(&pos.0))
    }

    /// Where an organisation of the whole register stands here.
    fn here(&self, pos: Pos) -> Option<Pos> {
        self.range.contains(&pos.0).then(|| Pos(pos.0 - self.range.start))
    }

    pub fn holders(&self) -> Result<Vec<(IdKey, Pos)>> {
        let all = self.whole.holders()?.into_iter();
        Ok(all.filter_map(|(key, pos)| Some((key, self.here(pos)?))).collect())
    }

    /// Everybody on a row of the subtree.
    pub fn persons(&self, seen: &Register) -> Result<&HashSet<IdKey>> {
        if let Some(persons) = self.persons.get() {
            return Ok(persons);
        }
        let mut persons: HashSet<IdKey> = self.holders()?.into_iter().map(|(key, _)| key).collect();
        seen.scan_judged(0..self.len(), |_, half| persons.extend(half.members().map(|member| member.key)))?;
        Ok(self.persons.get_or_init(|| persons))
    }

    /// The entries of the journal that the operator made or that touch the subtree; of one that touches everything only
    /// that it was made.
    pub fn journal(&self, own: Option<&str>) -> Result<Vec<JournalEntry>> {
        let mut touched: HashMap<u64, u64> = HashMap::new();
        for act in self.whole.acts()?.iter().filter(|act| self.holds(act.org)) {
            *touched.entry(act.entry).or_default() += 1;
        }
        let journal = self.whole.journal()?;
        for entry in journal.iter().filter(|entry| entry.edits != 0) {
            let edits = self.whole.edits(entry.number)?;
            let rows = edits.iter().map(|edit| [&edit.before, &edit.after]);
            let inside =
                rows.filter(|rows| rows.iter().filter_map(|row| row.as_ref()).any(|row| self.has(row))).count();
            if inside > 0 {
                *touched.entry(entry.number).or_default() += inside as u64;
            }
        }
        let mut kept = BTreeSet::new();
        let mut seen = Vec::new();
        for mut entry in journal {
            let here = touched.get(&entry.number).copied();
            let mine = !entry.author.is_empty() && own == Some(entry.author.as_str());
            let takes_back = entry.undoes.is_some_and(|undone| kept.contains(&undone));
            if !mine && here.is_none() && !takes_back {
                if entry.rows != entry.number || !OF_ALL.contains(&entry.verb.as_str()) {
                    continue;
                }
                (entry.files, entry.changed, entry.author) = (Vec::new(), 0, String::new());
            }
            if !mine {
                entry.changed = here.unwrap_or_default();
                entry.files.clear();
            }
            kept.insert(entry.number);
            seen.push(entry);
        }
        Ok(seen)
    }
}

impl Register {
    /// The register as an operator sees it whose subtree begins at `top` of the whole tree; `at` says who answers for
    /// which division.
    ///
    /// # Errors
    /// Damage, or no such place.
    pub fn seen(whole: &Arc<Self>, tree: &OrgTree, top: Pos, at: Instant) -> Result<Self> {
        if !tree.holds(top) {
            bail!(whole.damaged("organisations are missing"));
        }
        let subtree = tree.subtree(top);
        let range = subtree.start as u32..subtree.end as u32;
        let mut inside: Vec<OrgId> = subtree.clone().map(|at| tree.id(Pos(at as u32))).collect();
        inside.sort_unstable();
        let mut view = View {
            whole: Arc::clone(whole),
            range,
            inside,
            industry: tree.industry_or_above(top),
            beyond: Vec::new(),
            responsible: Responsible::of(tree, at),
            persons: OnceLock::new(),
        };
        view.beyond = beyond(whole, tree, &view)?;
        let places = Places::load(whole.as_ref())?;
        let meta = Meta {
            orgs: view.len() as u32,
            members: places.members_of(&subtree),
            posts: view.holders()?.len() as u32,
            ..whole.meta().clone()
        };
        Ok(Self::of_view(whole, meta, view))
    }

    /// The search index of the rows that are seen here, made in memory: the one that is kept knows of everybody.
    ///
    /// # Errors
    /// Damage.
    pub fn index_in_memory(&self) -> Result<MemoryChunks> {
        let (mut builder, mut kept) = (Builder::new(), MemoryChunks::default());
        let mut counts = vec![0; self.meta().orgs as usize];
        self.each_rows(0..counts.len(), |pos, rows| {
            for member in &rows.members {
                builder.push(&member.name, &member.identity, member.phone.as_ref(), member.number.as_ref());
            }
            if let Some(count) = counts.get_mut(pos.index()) {
                *count = rows.members.len() as u32;
            }
            Ok(())
        })?;
        builder.finish(&mut kept)?;
        Places::new(counts).write(&mut kept)?;
        Ok(kept)
    }
}

/// The organisations outside that requests of the subtree come from or go to.
fn beyond(whole: &Register, tree: &OrgTree, view: &View) -> Result<Vec<(OrgId, Org)>> {
    let mut names = BTreeSet::new();
    whole.each_transfer_of(
        |org| view.holds(org),
        |row| {
            names.extend([Some(row.from), row.to].into_iter().flatten().filter(|org| !view.holds(*org)));
        },
    )?;
    let places = if names.is_empty() { HashMap::new() } else { tree.by_id() };
    let named = names.into_iter().filter_map(|id| Some((id, whole.org(*places.get(&id)?))));
    named.map(|(id, org)| Ok((id, org?))).collect()
}
