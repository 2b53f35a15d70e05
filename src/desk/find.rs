//! Finding anything: the search's hits as lines a person can read.

use std::ops::Range;
use std::sync::Arc;

use anyhow::Result;

use super::answers::{Answers, once};
use super::{Desk, Standing};
use crate::model::{Pos, Row, RowEdit};
use crate::search::{Hit, Match, Places, Search, sounded};

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// How many in all.
    pub total: u64,
    /// The first of them.
    pub items: Vec<FoundItem>,
    /// What was looked for instead, where nothing is as it was typed.
    pub near: Option<String>,
}

/// Whether a hit is an organisation or a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundKind {
    /// An organisation.
    Org,
    /// A member.
    Member,
}

/// One hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundItem {
    /// What it is.
    pub kind: FoundKind,
    /// The organisation, or the branch of the person.
    pub pos: Pos,
    /// The person's place in the branch.
    pub slot: Option<u32>,
    /// The name shown.
    pub name: String,
    /// The bytes of the name that matched, by the characters or by their sound.
    pub matched: Range<usize>,
    /// What the person was found by, where it was not the name as typed.
    pub why: Option<Match>,
    /// The crumb line of where it stands.
    pub path: String,
    /// The masked identity number; empty for an organisation.
    pub id_masked: String,
}

/// What searches keep in memory.
pub(super) struct Finder {
    search: Search,
    /// The places that the index knows.
    indexed: Arc<Places>,
    /// The last entry of the journal whose edits lie over the index.
    entry: u64,
}

fn is_member(row: &Row) -> bool {
    matches!(row, Row::Member { .. })
}

impl Finder {
    fn load(desk: &Desk, answers: &Answers) -> Result<Self> {
        let (register, index) = (desk.register(), desk.index()?);
        let indexed = Arc::new(Places::load(&*index)?);
        let entry = register.rows_entry()?;
        let mut search = Search::load(&*index, desk.tree_of(answers)?)?;
        if desk.scoped().is_some() {
            // The index of a part is made of the rows as they are now.
            return Ok(Self { search, indexed, entry });
        }
        let edits: Vec<RowEdit> =
            register.edits_here()?.into_iter().filter(|(made, _)| *made <= entry).map(|(_, edit)| edit).collect();
        if edits.iter().any(|edit| [&edit.before, &edit.after].into_iter().flatten().any(is_member)) {
            let places = desk.places_of(answers)?;
            search = search.with_edits(&indexed, &edits, &|id| places.get(&id).copied(), register)?;
        }
        Ok(Self { search, indexed, entry })
    }

    /// The same after the edits of an entry.
    pub fn after(&self, desk: &Desk, answers: &Answers, entry: u64, edits: &[RowEdit]) -> Result<Self> {
        let places = desk.places_of(answers)?;
        let place = |id| places.get(&id).copied();
        let mut search = self.search.with_edits(&self.indexed, edits, &place, desk.register())?;
        if edits.iter().any(|edit| matches!(edit.after, Some(Row::Org { .. }))) {
            search = search.with_orgs(desk.tree_of(answers)?);
        }
        Ok(Self { search, indexed: Arc::clone(&self.indexed), entry })
    }

    /// Whether it knows of the edits of an entry.
    pub const fn knows(&self, entry: u64) -> bool {
        self.entry >= entry
    }
}

impl Desk {
    /// Loads what searches keep in memory; asked again it does nothing.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn load_search(&self) -> Result<()> {
        self.search().map(|_| ())
    }

    /// Reads ahead what the first key of a number asks for.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn warm_search(&self) -> Result<()> {
        let (finder, index) = (self.search()?, self.index()?);
        for digit in 0..10 {
            finder.search.query(&digit.to_string(), 0, &*index, &|| false)?;
        }
        Ok(())
    }

    fn search(&self) -> Result<Arc<Finder>> {
        let answers = self.answers();
        once(&answers.search, || Ok(Arc::new(Finder::load(self, &answers)?)))
    }

    /// The first `limit` hits for what was typed; reads a few chunks and the rows shown.
    ///
    /// # Errors
    /// A register that cannot be read, or [`crate::search::Stopped`] once `stop` says so.
    pub fn find(&self, standing: &Standing, text: &str, limit: usize, stop: &dyn Fn() -> bool) -> Result<Found> {
        let finder = self.search()?;
        let places = finder.search.places().unwrap_or(&finder.indexed);
        let index = self.index()?;
        let hits = finder.search.query(text, limit, &*index, stop)?;
        let mut items = Vec::with_capacity(hits.items.len());
        for hit in hits.items {
            items.extend(match hit {
                Hit::Org { pos, matched } => Some(org(standing, pos, matched)),
                Hit::Member { ordinal, why } => match places.locate(ordinal) {
                    Some((pos, slot)) => self.person(standing, pos, slot, why, text)?,
                    None => None,
                },
            });
        }
        Ok(Found { total: hits.total, items, near: None })
    }

    /// The same; where nothing is as it was typed, what is near it.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub fn find_near(&self, standing: &Standing, text: &str, limit: usize, stop: &dyn Fn() -> bool) -> Result<Found> {
        let found = self.find(standing, text, limit, stop)?;
        if found.total > 0 {
            return Ok(found);
        }
        for other in super::near::near(text) {
            let near = self.find(standing, &other, limit, stop)?;
            if near.total > 0 {
                return Ok(Found { near: Some(other), ..near });
            }
        }
        Ok(found)
    }

    fn person(&self, standing: &Standing, pos: Pos, slot: usize, why: Match, text: &str) -> Result<Option<FoundItem>> {
        let Some(member) = self.register().member(pos, slot)? else { return Ok(None) };
        let name = member.name.to_string();
        let matched = match why {
            Match::Name => name.find(text.trim()).map_or(0..0, |at| at..at + text.trim().len()),
            Match::Pinyin => sounded(&name, text),
            Match::Identity | Match::LastFour | Match::Phone | Match::Number => 0..0,
        };
        Ok(Some(FoundItem {
            kind: FoundKind::Member,
            pos,
            slot: Some(slot as u32),
            matched,
            name,
            why: (why != Match::Name).then_some(why),
            path: standing.tree.crumbs(pos).to_string(),
            id_masked: member.identity.masked(),
        }))
    }
}

fn org(standing: &Standing, pos: Pos, matched: Range<usize>) -> FoundItem {
    let tree = &standing.tree;
    FoundItem {
        kind: FoundKind::Org,
        pos,
        slot: None,
        name: tree.label(pos).to_owned(),
        matched,
        why: None,
        path: tree.parent(pos).map(|parent| tree.crumbs(parent).to_string()).unwrap_or_default(),
        id_masked: String::new(),
    }
}
