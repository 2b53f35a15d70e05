//! The end of a new generation: organisations, columns, what comes along from the register before, and the reopen that seals it.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use anyhow::Result;

use super::{Built, Commit, Heading, NewOrg, Origin, Site, Unfinished};
use crate::store::derived::Derived;
use crate::store::meta::{JournalEntry, Meta};
use crate::store::register::Register;
use crate::store::trees::Trees;
use crate::store::veiling::{self, Reveiled};
use crate::store::watch::{Phase, tell};
use crate::store::{edit, snapshots};

/// Finishes a generation whose rows, lists and index are written.
pub(super) fn finish(
    site: Site<'_>,
    (place, trees): (Unfinished, Trees),
    orgs: &[NewOrg],
    derived: Derived,
    origin: Origin<'_>,
) -> Result<Built> {
    let Site { data, before, heading, watch, changed, .. } = site;
    trees.put_orgs(orgs.iter().enumerate().map(|(at, (id, parent, org))| {
        let up = parent.map_or(0, |parent| at as u32 - parent.0);
        (*id, up, org.clone())
    }))?;
    let (members, posts) = derived.write(&trees)?;
    tell(watch, Phase::Indexing, 1, 2)?;
    let orgs = orgs.len() as u32;
    let all = u64::from(orgs) + u64::from(members) + u64::from(posts);
    let changed = changed.map_or(all, |changed| changed.load(Ordering::Relaxed));
    let journal = carry_over(&trees, before, heading, changed, origin)?;
    let Heading { created, present, .. } = *heading;
    trees.put_meta(&Meta { created, present, orgs, members, posts, journal })?;
    // Before it is closed: whatever the disk refuses then is told to nobody.
    trees.make_durable()?;
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
    origin: Origin<'_>,
) -> Result<u64> {
    let (mut number, mut previous) = (0, 0);
    let author = before.and_then(Register::operator).map(|operator| operator.name.clone()).unwrap_or_default();
    if let Some(before) = before {
        let erasing = origin.erasing();
        let reveiled = veiling::carry_edits(before, trees, erasing.map_or(&BTreeSet::new(), |one| one.gone))?;
        let table = before.get_meta::<Vec<Reveiled>>(veiling::TABLE)?.unwrap_or_default();
        let before = before.open_now()?;
        trees.programmes.copy(&before.trees.programmes)?;
        trees.verdicts.copy(&before.trees.verdicts)?;
        trees.acts.copy(&before.trees.acts)?;
        trees.past.copy(&before.trees.past)?;
        for entry in before.trees.journal.raw().iter() {
            let (key, value) = entry?;
            number += 1;
            previous = crate::model::stable_hash_of(&value);
            trees.journal.raw().insert(key, value)?;
        }
        snapshots::carry_over(&before.trees.snapshots, &trees.snapshots)?;
        if !reveiled.is_empty() {
            number += 1;
            let entry = JournalEntry {
                verb: veiling::VERB.to_owned(),
                files: vec![veiling::print(&reveiled)],
                changed: reveiled.len() as u64,
                ..entry(heading, number, previous, author.clone())
            };
            trees.put_journal(&entry)?;
            let stored = trees.journal.raw().get(number.to_be_bytes())?;
            previous = stored.as_ref().map_or(0, |stored| crate::model::stable_hash_of(stored));
        }
        let table = if reveiled.is_empty() { table } else { reveiled };
        if !table.is_empty() {
            trees.meta.put(veiling::TABLE, &table)?;
        }
    }
    if let Origin::Edits(Commit { signed, edits, .. }) = origin {
        let kept = edit::encode(&trees.edits, number + 1, edits)?;
        for (key, value) in kept.values {
            trees.edits.raw().insert(key, value)?;
        }
        trees.put_journal(&edit::signed_entry(signed, number + 1, previous, edits.len() as u64, kept.hash))?;
        return Ok(number + 1);
    }
    let edits = match origin {
        Origin::Import(changes) => changes.finish(&trees.past, number + 1)?,
        _ => 0,
    };
    trees.put_journal(&JournalEntry { changed, edits, ..entry(heading, number + 1, previous, author) })?;
    Ok(number + 1)
}

/// An entry of a generation by itself.
fn entry(heading: &Heading, number: u64, previous: u64, author: String) -> JournalEntry {
    JournalEntry {
        number,
        recorded: heading.recorded,
        verb: heading.verb.to_owned(),
        files: heading.files.clone(),
        changed: 0,
        previous,
        author,
        effective: heading.recorded,
        rows: number,
        undoes: None,
        acts: 0,
        edits: 0,
    }
}
