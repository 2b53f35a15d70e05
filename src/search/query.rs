//! One question, one list: organisations and people together.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use anyhow::Result;

use super::builder::Head;
use super::chunk::{Chunks, Reader, Tag};
use super::fold::is_han;
use super::keys::{self, Column};
use super::names::Names;
use super::orgs::{OrgHits, Orgs};
use super::overlay::{Overlay, Run};
use super::pattern::{MOST_TYPED, Pattern};
use super::places::{Ordinal, Places};
use super::ranked::Ranked;
use super::sorted::Sorted;
use super::word::Word;
use crate::model::{OrgId, OrgTree, Pos, RowEdit};

/// How many organisations that begin with what was typed may stand before the people.
const HEAD_ORGS: u64 = 8;
/// Up to this many numbers are compared so that a member found in two ways is listed once.
const COMPARED: u64 = 16_384;
/// Longer input is a paste gone astray.
const LONGEST: usize = 256;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// How many in all.
    ///
    /// A member whose numbers meet a short row of digits in two ways (telephone and identity number, say) is counted once
    /// for each where more than 16,384 numbers meet it, and once otherwise.
    pub total: u64,
    /// Those asked for, in order.
    pub items: Vec<Hit>,
}

/// One organisation or member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hit {
    /// An organisation.
    Org {
        /// Where it is.
        pos: Pos,
        /// The bytes of its label that matched; empty where its full name or code did.
        matched: Range<usize>,
    },
    /// A member.
    Member {
        /// Which one.
        ordinal: Ordinal,
        /// What matched.
        why: Match,
    },
}

/// What a member was found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Match {
    /// Characters of the name.
    Name,
    /// The sound of the name.
    Pinyin,
    /// The identity number or its beginning.
    Identity,
    /// The last four of the identity number or telephone.
    LastFour,
    /// The telephone number or its beginning.
    Phone,
    /// The member number or its beginning.
    Number,
}

/// The loaded index, with the edits since it was built laid over it.
pub struct Search {
    orgs: Arc<Orgs>,
    index: Arc<Index>,
    over: Option<Overlay>,
}

/// What stays in memory of the index of people.
struct Index {
    names: Names,
    columns: [Sorted; 5],
}

impl Search {
    /// Loads what stays in memory.
    ///
    /// # Errors
    /// A chunk that is missing or damaged; [`Outdated`](super::Outdated) for an index of another edition.
    pub fn load(chunks: &dyn Chunks, tree: Arc<OrgTree>) -> Result<Self> {
        let names = Names::load(chunks, &Head::load(chunks)?)?;
        let mut fences = Reader::new(chunks, Tag::Fences);
        let mut column = |tag| Sorted::load(tag, &mut fences);
        let columns = [
            column(Tag::PhoneTails)?,
            column(Tag::IdentityTails)?,
            column(Tag::Phones)?,
            column(Tag::Numbers)?,
            column(Tag::Identities)?,
        ];
        Ok(Self { orgs: Arc::new(Orgs::new(tree)), index: Arc::new(Index { names, columns }), over: None })
    }

    /// The same index with other rows of organisations, which stand where they stood.
    #[must_use]
    pub fn with_orgs(self, tree: Arc<OrgTree>) -> Self {
        Self { orgs: Arc::new(Orgs::new(tree)), ..self }
    }

    /// The same index with more edits laid over it, in order; ordinals are then those of [`places`](Self::places). `indexed`
    /// are the places that the index knows.
    ///
    /// # Errors
    /// A chunk that is missing or damaged, or edits of rows that are not there.
    pub fn with_edits(
        &self,
        indexed: &Arc<Places>,
        edits: &[RowEdit],
        place: &dyn Fn(OrgId) -> Option<Pos>,
        chunks: &dyn Chunks,
    ) -> Result<Self> {
        let Index { names, columns } = &*self.index;
        let over = Overlay::of(self.over.as_ref(), indexed, edits, place, (names, columns), chunks)?;
        Ok(Self { orgs: Arc::clone(&self.orgs), index: Arc::clone(&self.index), over: Some(over) })
    }

    /// The places of members now, where they are others than those that the index knows.
    pub fn places(&self) -> Option<&Arc<Places>> {
        self.over.as_ref().map(Overlay::places)
    }

    #[cfg(test)]
    pub(super) fn distinct(&self) -> (usize, usize) {
        (self.index.names.keys.len(), self.orgs.distinct_labels())
    }

    /// The first `limit` hits for what was typed, and how many there are.
    ///
    /// # Errors
    /// [`Stopped`](super::Stopped) once `stop` says so; a chunk that is missing or damaged.
    pub fn query(&self, text: &str, limit: usize, chunks: &dyn Chunks, stop: &dyn Fn() -> bool) -> Result<Hits> {
        self.page(text, 0..limit, chunks, stop)
    }

    /// The hits at the places `rows` of the list.
    ///
    /// Organisations that begin with what was typed come first (a few of them), then people, then the other organisations.
    ///
    /// # Errors
    /// As [`query`](Self::query).
    pub fn page(&self, text: &str, rows: Range<usize>, chunks: &dyn Chunks, stop: &dyn Fn() -> bool) -> Result<Hits> {
        let words: Vec<Word> = text.split_whitespace().filter_map(Word::new).collect();
        if words.is_empty() || text.chars().count() > LONGEST {
            return Ok(Hits::default());
        }
        let orgs = self.orgs.find(text, &words, rows.end, stop)?;
        let mut people = People::new(self, chunks, rows.end);
        people.by_number(text)?;
        people.by_name(text, &words, stop)?;

        let digits = words.iter().all(|word| word.text().bytes().all(|b| b.is_ascii_digit()));
        let first = orgs.exact + if digits { 0 } else { orgs.prefix };
        let first = first.min(HEAD_ORGS) as usize;
        let found = people.total as usize;
        let total = orgs.total + people.total;

        let mut items = Vec::with_capacity(rows.len().min(total as usize));
        let org = |pos: &Pos| Hit::Org { pos: *pos, matched: self.orgs.matched(*pos, &words) };
        let OrgHits { best, .. } = orgs;
        items.extend(part(&best[..first.min(best.len())], rows.start..rows.end).iter().map(org));
        let here = rows.start.max(first)..rows.end.min(first + found);
        if !here.is_empty() {
            items.extend(people.page(here.start - first..here.end - first)?);
        }
        let late = rows.start.saturating_sub(found).max(first)..rows.end.saturating_sub(found);
        items.extend(part(&best, late).iter().map(org));
        Ok(Hits { total, items })
    }
}

/// The part of a person's name that what was typed spells, by the sound of its beginning; empty where it spells none.
pub fn sounded(name: &str, typed: &str) -> Range<usize> {
    let words = parted(typed);
    if words.iter().map(|word| word.chars().count()).sum::<usize>() > MOST_TYPED {
        return 0..0;
    }
    Pattern::new(&words).reach(name).map_or(0..0, |end| 0..end)
}

/// The words of what was typed, folded; an apostrophe parts syllables, as a space does.
fn parted(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '\'' | '’')).filter_map(Word::new);
    words.map(|word| word.text().to_owned()).collect()
}

fn part<T>(list: &[T], rows: Range<usize>) -> &[T] {
    let end = rows.end.min(list.len());
    list.get(rows.start..end).unwrap_or_default()
}

/// The people of one question: by number, then by name.
struct People<'a> {
    search: &'a Search,
    chunks: &'a dyn Chunks,
    ranges: Vec<(Run<'a>, Match)>,
    /// In place of ranges, where members in two of them were told apart.
    distinct: Option<Vec<(Ordinal, Match)>>,
    by_number: u64,
    names: Ranked<'a>,
    /// Names that the index does not know, where rows were edited.
    fresh: Option<Ranked<'a>>,
    why: Match,
    total: u64,
}

impl<'a> People<'a> {
    fn new(search: &'a Search, chunks: &'a dyn Chunks, wanted: usize) -> Self {
        Self {
            search,
            chunks,
            ranges: Vec::new(),
            distinct: None,
            by_number: 0,
            names: Ranked::new(wanted as u64, search.over.as_ref()),
            fresh: search.over.as_ref().map(|_| Ranked::new(wanted as u64, None)),
            why: Match::Name,
            total: 0,
        }
    }

    fn by_number(&mut self, text: &str) -> Result<()> {
        if !text.bytes().any(|b| b.is_ascii_digit()) && !text.chars().any(|c| ('０'..='９').contains(&c)) {
            return Ok(());
        }
        for way in keys::ways(text) {
            let (at, why) = match way.column {
                Column::PhoneTails => (0, Match::LastFour),
                Column::IdentityTails => (1, Match::LastFour),
                Column::Phones => (2, Match::Phone),
                Column::Numbers => (3, Match::Number),
                Column::Identities => (4, Match::Identity),
            };
            let sorted = &self.search.index.columns[at];
            let places = sorted.find(self.chunks, way.lo, way.hi)?;
            let run = Run::of(sorted, places, (way.lo, way.hi), self.search.over.as_ref().map(|over| (over, at)));
            if run.len > 0 {
                self.by_number += run.len;
                self.ranges.push((run, why));
            }
        }
        if self.ranges.len() > 1 && self.by_number <= COMPARED {
            let mut seen = HashSet::new();
            let mut distinct = Vec::new();
            for (run, why) in self.ranges.drain(..) {
                run.members(self.chunks, 0..run.len, |ordinal| {
                    if seen.insert(ordinal) {
                        distinct.push((ordinal, why));
                    }
                })?;
            }
            self.by_number = distinct.len() as u64;
            self.distinct = Some(distinct);
        }
        self.total = self.by_number;
        Ok(())
    }

    fn by_name(&mut self, text: &str, words: &[Word], stop: &dyn Fn() -> bool) -> Result<()> {
        let joined: String = words.iter().map(Word::text).collect();
        if joined.chars().count() > MOST_TYPED || joined.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(());
        }
        let search = self.search;
        let fresh = self.fresh.as_mut().zip(search.over.as_ref()).map(|(ranked, over)| (&over.names.fresh, ranked));
        let lists = std::iter::once((&search.index.names, &mut self.names)).chain(fresh);
        if joined.chars().all(is_han) {
            for (names, ranked) in lists {
                names.by_text(&joined, ranked, stop)?;
                self.total += ranked.total;
            }
            return Ok(());
        }
        let pattern = Pattern::new(&parted(text));
        self.why = Match::Pinyin;
        for (names, ranked) in lists {
            names.by_sound(&pattern, ranked, stop)?;
            if joined.len() > 1 && joined.is_ascii() {
                names.by_letters(&joined, &pattern, ranked);
            }
            self.total += ranked.total;
        }
        Ok(())
    }

    fn page(&self, rows: Range<usize>) -> Result<Vec<Hit>> {
        let mut out = Vec::with_capacity(rows.len());
        let hit = |ordinal, why| Hit::Member { ordinal, why };
        if let Some(distinct) = &self.distinct {
            out.extend(part(distinct, rows.clone()).iter().map(|&(ordinal, why)| hit(ordinal, why)));
        }
        let mut before = 0;
        for (run, why) in &self.ranges {
            let len = run.len as usize;
            let here = rows.start.max(before)..rows.end.min(before + len);
            if !here.is_empty() {
                let here = (here.start - before) as u64..(here.end - before) as u64;
                run.members(self.chunks, here, |ordinal| out.push(hit(ordinal, *why)))?;
            }
            before += len;
        }
        if out.len() < rows.len() {
            let skip = rows.start.saturating_sub(self.by_number as usize);
            let (names, most) = (&self.search.index.names, rows.len() - out.len());
            let named = match (&self.fresh, &self.search.over) {
                (Some(fresh), Some(over)) => self.names.page_over(fresh, names, over, self.chunks, skip, most)?,
                _ => self.names.page(names, self.chunks, skip, most)?,
            };
            out.extend(named.into_iter().map(|ordinal| hit(ordinal, self.why)));
        }
        Ok(out)
    }
}
