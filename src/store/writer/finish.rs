//! The end of a new generation: organisations, columns, what comes along from the register before, and the reopen that seals it.

use std::sync::atomic::Ordering;

use anyhow::Result;

use super::{Built, Commit, Heading, NewOrg, Site, Unfinished};
use crate::model::Month;
use crate::search::{self, Shared};
use crate::store::column::{self, Tag};
use crate::store::meta::{JournalEntry, Meta};
use crate::store::register::Register;
use crate::store::trees::Trees;
use crate::store::watch::{Phase, tell};
use crate::store::{edit, snapshots};

/// What the rows of a generation tell beside themselves.
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

/// Finishes a generation whose rows, lists and index are written.
pub(super) fn finish(
    site: Site<'_>,
    (place, trees): (Unfinished, Trees),
    orgs: &[NewOrg],
    derived: Derived,
    commit: Option<Commit<'_>>,
) -> Result<Built> {
    let Site { data, before, heading, watch, changed, .. } = site;
    let Derived { counts, shared, dues_from, mut holders } = derived;
    trees.put_orgs(orgs.iter().enumerate().map(|(at, (id, parent, org))| {
        let up = parent.map_or(0, |parent| at as u32 - parent.0);
        (*id, up, org.clone())
    }))?;
    search::Places::new(counts.iter().copied()).write(&mut super::Sink(&trees.search))?;
    let put = |tag: Tag, bytes: Vec<u8>| column::write(&trees.columns, tag as u8, &bytes);
    put(Tag::SharedIdentities, column::pack(shared.identities.into_iter().map(|key| key.0)))?;
    put(Tag::SharedNumbers, column::pack(shared.numbers))?;
    put(Tag::DuesFrom, column::pack(dues_from.map(|month| u64::from(month.0))))?;
    tell(watch, Phase::Indexing, 1, 2)?;
    let (members, posts) = (counts.iter().sum(), holders.len() as u32);
    holders.sort_unstable();
    put(Tag::Holders, column::pack(holders.into_iter().flat_map(|(key, at)| [key, u64::from(at)])))?;
    let orgs = orgs.len() as u32;
    let all = u64::from(orgs) + u64::from(members) + u64::from(posts);
    let changed = changed.map_or(all, |changed| changed.load(Ordering::Relaxed));
    let journal = carry_over(&trees, before, heading, changed, commit)?;
    let Heading { created, present, .. } = *heading;
    trees.put_meta(&Meta { created, present, orgs, members, posts, journal })?;
    trees.db.flush()?;
    drop(trees);
    // sled writes its snapshot only when a database is opened: without this the first start would read the whole log.
    let register = Register::open_generation(&place.path, data.codec())?;
    tell(watch, Phase::Indexing, 2, 2)?;
    Ok(Built { register, place })
}

/// Brings programmes, verdicts, snapshots taken in their time, what people did and edited and the journal along, with one entry more;
/// gives its number.
fn carry_over(
    trees: &Trees,
    before: Option<&Register>,
    heading: &Heading,
    changed: u64,
    commit: Option<Commit<'_>>,
) -> Result<u64> {
    let (mut number, mut previous) = (0, 0);
    if let Some(before) = before {
        let before = before.open_now()?;
        trees.programmes.copy(&before.trees.programmes)?;
        trees.verdicts.copy(&before.trees.verdicts)?;
        trees.acts.copy(&before.trees.acts)?;
        trees.edits.copy(&before.trees.edits)?;
        for entry in before.trees.journal.raw().iter() {
            let (key, value) = entry?;
            number += 1;
            previous = crate::model::stable_hash_of(&value);
            trees.journal.raw().insert(key, value)?;
        }
        snapshots::carry_over(&before.trees.snapshots, &trees.snapshots)?;
    }
    if let Some((signed, edits)) = commit {
        let kept = edit::encode(&trees.edits, number + 1, edits)?;
        for (key, value) in kept.values {
            trees.edits.raw().insert(key, value)?;
        }
        trees.put_journal(&edit::signed_entry(signed, number + 1, previous, edits.len() as u64, kept.hash))?;
        return Ok(number + 1);
    }
    trees.put_journal(&JournalEntry {
        number: number + 1,
        recorded: heading.recorded,
        verb: heading.verb.to_owned(),
        files: heading.files.clone(),
        changed,
        previous,
        author: before.and_then(Register::operator).map(|operator| operator.name.clone()).unwrap_or_default(),
        effective: heading.recorded,
        rows: number + 1,
        undoes: None,
        acts: 0,
        edits: 0,
    })?;
    Ok(number + 1)
}
