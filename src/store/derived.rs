//! What is worked out of persons' rows: the index of the search, and the columns that judging and searching read.

use anyhow::{Context, Result};

use super::column::{self, Tag};
use super::rows::{self, OrgRows};
use super::tree::Tree;
use super::trees::{META, Trees};
use super::watch::{Phase, Watch, tell};
use super::{Register, dues, saves, transfers, veiling};
use crate::model::{Conduct, Identity, Member, MemberNumber, Month, Pos, Transfer};
use crate::search::{self, Shared};

/// Gathered while rows pass by in the order of organisations.
pub(super) struct Gather {
    index: search::Builder,
    counts: Vec<u32>,
    holders: Vec<(u64, u32)>,
    // What the search keeps only as a hash is compared here as it is; such numbers are few.
    foreign: Vec<crate::model::IdKey>,
    loose: Vec<u64>,
    dues_from: Option<Month>,
}

impl Gather {
    /// Nothing yet, of so many organisations.
    pub fn new(orgs: usize) -> Self {
        Self {
            index: search::Builder::new(),
            counts: vec![0; orgs],
            holders: Vec::new(),
            foreign: Vec::new(),
            loose: Vec::new(),
            dues_from: None,
        }
    }

    /// The rows of the next organisation.
    pub fn see(&mut self, pos: Pos, rows: &OrgRows) {
        self.counts[pos.index()] = rows.members.len() as u32;
        self.holders.extend(rows.posts.iter().map(|post| (post.identity.key().0, pos.0)));
        let months = rows.dues.iter().filter_map(|(_, dues)| dues.payments().next()).map(|first| first.month);
        self.dues_from = months.chain(self.dues_from).min();
        for member in &rows.members {
            let Member { name, identity, phone, number, .. } = member;
            self.index.push(name, identity, phone.as_ref(), number.as_ref());
            if let Identity::Foreign(_) = identity {
                self.foreign.push(identity.key());
            }
            if let Some(number @ MemberNumber::Other(_)) = number {
                self.loose.push(number.key());
            }
        }
    }

    /// Writes the index; gives what columns are written of.
    pub fn derived(self, trees: &Trees) -> Result<Derived> {
        let Self { index, counts, holders, foreign, loose, dues_from } = self;
        let mut shared = index.finish(&mut Sink(&trees.search)).context("sorting what searches read")?;
        // Both hashes have the highest bit set, so the lists stay in order.
        shared.identities.extend(repeated(foreign));
        shared.numbers.extend(repeated(loose));
        Ok(Derived { counts, shared, dues_from, holders })
    }
}

/// What the rows of a generation tell beside themselves and the index.
pub(super) struct Derived {
    /// Members of every organisation.
    pub counts: Vec<u32>,
    /// Numbers on two rows or more.
    pub shared: Shared,
    /// The first month for which anybody paid.
    pub dues_from: Option<Month>,
    /// Who holds posts, and where.
    pub holders: Vec<(u64, u32)>,
}

impl Derived {
    /// Writes the columns; gives how many rows of members and posts there were.
    pub fn write(self, trees: &Trees) -> Result<(u32, u32)> {
        let Self { counts, shared, dues_from, mut holders } = self;
        search::Places::new(counts.iter().copied()).write(&mut Sink(&trees.search))?;
        let put = |tag: Tag, bytes: &[u8]| column::write(&trees.columns, tag as u8, bytes);
        put(Tag::SharedIdentities, &column::pack(shared.identities.into_iter().map(|key| key.0)))?;
        put(Tag::SharedNumbers, &column::pack(shared.numbers))?;
        put(Tag::DuesFrom, &column::pack(dues_from.map(|month: Month| u64::from(month.0))))?;
        let (members, posts) = (counts.iter().sum(), holders.len() as u32);
        holders.sort_unstable();
        let pairs = holders.into_iter().flat_map(|(key, at)| [key, u64::from(at)]);
        put(Tag::Holders, &column::pack(pairs))?;
        Ok((members, posts))
    }
}

fn repeated<T: Ord + Copy>(mut keys: Vec<T>) -> Vec<T> {
    keys.sort_unstable();
    keys.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).map(|same| same[0]).collect()
}

/// Where chunks of the index go.
pub(super) struct Sink<'a>(pub &'a Tree);

impl search::ChunkSink for Sink<'_> {
    fn write(&mut self, tag: search::Tag, no: u32, bytes: &[u8]) -> Result<()> {
        self.0.put_bytes(super::index::key(tag, no), bytes)
    }
}

/// Rows that were taken out since nobody can read whose they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Missing {
    /// Rows of members.
    pub members: u64,
    /// Rows of posts.
    pub posts: u64,
    /// Rows of lists.
    pub listed: u64,
}

/// Makes a register whole that came without what is worked out of its rows: takes out the rows of persons who were erased
/// since, and works the rest out. Nothing else may read it meanwhile.
pub(super) fn again(register: &Register, watch: &dyn Watch) -> Result<Missing> {
    let open = register.open_now()?;
    let trees = &open.trees;
    let mut meta = register.meta();
    let orgs = meta.orgs as usize;
    let (mut gather, mut missing, mut torn) = (Gather::new(orgs), Missing::default(), Vec::new());
    register.each_rows(0..orgs, |pos, mut rows| {
        let (members, posts) = (rows.members.len(), rows.posts.len());
        veiling::without_erased(&mut rows);
        let gone = (members - rows.members.len(), posts - rows.posts.len());
        gather.see(pos, &rows);
        if gone != (0, 0) {
            missing.members += gone.0 as u64;
            missing.posts += gone.1 as u64;
            torn.push((pos, rows));
        }
        if pos.0.is_multiple_of(4096) {
            tell(watch, Phase::Indexing, u64::from(pos.0), orgs as u64)?;
        }
        Ok(())
    })?;
    for (pos, rows) in torn {
        let codec = trees.rows.codec();
        let parts = if rows.is_empty() { Vec::new() } else { rows::encode(codec, pos.0, &rows)? };
        for (tree, parts) in [(&trees.rows, parts), (&trees.dues, dues::encode(codec, pos.0, &rows.dues)?)] {
            let span = rows::key(pos.0, 0)..=rows::key(pos.0, u8::MAX);
            let stale: Vec<_> = tree.raw().range(span).keys().collect::<Result<_, _>>()?;
            stale.iter().try_for_each(|key| tree.remove(key))?;
            for (part, value) in parts.into_iter().enumerate() {
                tree.raw().insert(rows::key(pos.0, part as u8), value)?;
            }
        }
    }
    missing.listed += veiling::drop_erased::<Transfer>(&trees.transfers)?;
    missing.listed += veiling::drop_erased::<Conduct>(&trees.conduct)?;
    transfers::index(&trees.transfers, &trees.columns)?;
    let (members, posts) = gather.derived(trees)?.write(trees)?;
    (meta.members, meta.posts) = (members, posts);
    // The index knows every edit there is.
    meta.journal = register.last_entry()?;
    // What else was worked out is of other rows, and the sums are of another index.
    for key in trees.meta.raw().iter().keys() {
        let key = key?;
        if ![META.as_bytes(), saves::SAVES, veiling::TABLE].contains(&key.as_ref()) {
            trees.meta.remove(&key)?;
        }
    }
    trees.put_meta(&meta)?;
    register.set_meta(meta);
    Ok(missing)
}
