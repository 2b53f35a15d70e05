//! Random edits of random registers, held against other ways to come to the same rows.

mod made;
mod measure;
mod refused;
mod torn;
mod wide;

use std::collections::BTreeMap;

use made::{Change, signed};
use proptest::prelude::*;

use super::*;
use crate::model::{IdKey, Instant, OrgId, Pos};
use crate::store::doctor::{Ailment, check};
use crate::store::random::{self, Dice};
use crate::store::{Collected, DataDir, Dues, Heading, OrgRows, Site, Sum, Thresholds, Unwatched, collect};

/// All rows, by number of organisation, for tests that look closer than a digest.
fn rows_of(register: &Register) -> BTreeMap<OrgId, OrgRows> {
    let tree = register.tree().unwrap();
    (0..tree.len()).map(|at| (tree.id(Pos(at as u32)), register.rows(Pos(at as u32)).unwrap())).collect()
}

/// Payments by organisation.
type PaidIn = Vec<(OrgId, Vec<(IdKey, Dues)>)>;

/// What a register holds where places may differ: random registers tell two payments of one month, each in its place.
fn held(register: &Register) -> (Vec<(&'static str, Sum)>, PaidIn) {
    let mut digest = register.digest().unwrap().0;
    digest.retain(|(kind, _)| *kind != "dues");
    (digest, rows_of(register).into_iter().map(|(org, rows)| (org, rows.dues)).collect())
}

fn holders_of(register: &Register) -> Vec<(IdKey, Pos)> {
    let mut holders = Vec::new();
    for at in 0..register.meta().orgs {
        let rows = register.rows(Pos(at)).unwrap();
        holders.extend(rows.posts.iter().map(|post| (post.identity.key(), Pos(at))));
    }
    holders.sort_unstable();
    holders
}

/// Holds every column that follows from rows against the rows.
fn columns_follow(register: &Register) {
    assert_eq!(register.holders().unwrap(), holders_of(register));
    let rows = rows_of(register);
    let first = rows.values().flat_map(|rows| &rows.dues).filter_map(|(_, dues)| dues.payments().next());
    assert_eq!(register.dues_begin().unwrap(), first.map(|payment| payment.month).min());
    let (mut keys, mut numbers) = (Vec::new(), Vec::new());
    for member in rows.values().flat_map(|rows| &rows.members) {
        keys.push(member.identity.key());
        numbers.extend(member.number.as_ref().map(crate::model::MemberNumber::key));
    }
    keys.sort_unstable();
    numbers.sort_unstable();
    let (identities, shared) = (register.shared_identities().unwrap(), register.shared_numbers().unwrap());
    assert!(identities.is_sorted() && shared.is_sorted());
    keys.windows(2).filter(|pair| pair[0] == pair[1]).for_each(|pair| assert!(identities.contains(&pair[0])));
    numbers.windows(2).filter(|pair| pair[0] == pair[1]).for_each(|pair| assert!(shared.contains(&pair[0])));
    let meta = register.meta();
    assert_eq!(meta.members as usize, keys.len());
    assert_eq!(meta.posts as usize, holders_of(register).len());
    let mut all = Vec::new();
    register.each_transfer(|row| all.push(row)).unwrap();
    assert!(all.is_sorted_by_key(|row| (row.begun, row.no.clone())));
    for org in (0..meta.orgs + 2).map(OrgId) {
        let of: Vec<_> = all.iter().filter(|row| row.from == org || row.to == Some(org)).cloned().collect();
        assert_eq!(register.transfers_of(org).unwrap(), of);
    }
}

/// Holds the search's index against one made anew from the rows.
fn index_follows(register: &Register) {
    use crate::search::{Builder, Chunks, MemoryChunks, Places, Tag};
    let (mut anew, mut builder) = (MemoryChunks::default(), Builder::new());
    let rows: Vec<OrgRows> = (0..register.meta().orgs).map(|at| register.rows(Pos(at)).unwrap()).collect();
    for member in rows.iter().flat_map(|rows| &rows.members) {
        builder.push(&member.name, &member.identity, member.phone.as_ref(), member.number.as_ref());
    }
    builder.finish(&mut anew).unwrap();
    Places::new(rows.iter().map(|rows| rows.members.len() as u32)).write(&mut anew).unwrap();
    use Tag::{Fences, Head, Identities, IdentityTails, Keys, Members, Names, Numbers, Others, PhoneTails, Phones};
    let tags = [PhoneTails, IdentityTails, Phones, Numbers, Identities, Members, Names, Keys, Others, Fences, Head];
    for tag in tags.into_iter().chain([Tag::Places]) {
        for no in 0.. {
            let (kept, made) = (register.read(tag, no).ok(), anew.read(tag, no).ok());
            assert_eq!(kept, made, "{tag:?} {no}");
            if made.is_none() {
                break;
            }
        }
    }
}

fn is_sound(data: &DataDir) {
    let path = data.current().unwrap().unwrap();
    let found = check(&path, data.codec(), &Unwatched).unwrap();
    // Random transfers name organisations that are not there.
    let faults: Vec<_> = found.faults.iter().filter(|fault| fault.what != Ailment::NoSuchOrg).collect();
    assert!(faults.is_empty() && found.witnessed, "{faults:?}");
}

/// The next generation with edits, in use.
fn laid_out(data: &DataDir, register: Register, edits: &[RowEdit]) -> (Register, JournalEntry) {
    let lock = register.into_lock().unwrap();
    let before = Register::open_unlocked(data).unwrap();
    let heading =
        Heading { created: Instant(1), present: None, recorded: Instant(77), verb: "edit", files: Vec::new() };
    let site = Site { data, lock: &lock, before: Some(&before), heading: &heading, watch: &Unwatched, changed: None };
    let built = restructure(site, &signed("edit", None), edits).unwrap();
    drop(before);
    drop(built.adopt(data, &lock).unwrap());
    let register = Register::open_locked(data, lock).unwrap();
    let last = register.journal().unwrap().pop().unwrap();
    (register, last)
}

fn facts(register: &Register) -> Collected {
    let at = random::WINDOW.end();
    collect(register, &register.tree().unwrap(), at, &Thresholds::of(at), &|_| {}).unwrap()
}

#[test]
fn payments_follow_whoever_made_them() {
    let dir = tempfile::tempdir().unwrap();
    let payer = |register: &Register| {
        let mut all = rows_of(register).into_iter();
        all.find_map(|(org, rows)| {
            let payer = rows.members.iter().find(|member| {
                let key = member.identity.key();
                let once = rows.members.iter().filter(|other| other.identity.key() == key).count() == 1;
                once && rows.posts.is_empty() && rows.dues.iter().any(|(person, _)| *person == key)
            });
            payer.cloned().map(|payer| (org, payer))
        })
    };
    let registers = (0..20).map(|seed| random::register(&DataDir::new(dir.path().join(format!("{seed}"))), seed));
    let (register, (org, member)) =
        registers.filter_map(|register| payer(&register).map(|of| (register, of))).next().unwrap();
    let before = register.digest().unwrap();
    let paid = |org: OrgId, person: IdKey| {
        let dues = rows_of(&register).remove(&org).unwrap().dues;
        dues.into_iter().find(|(key, _)| *key == person).map(|(_, dues)| dues)
    };
    let (was, row) = (member.identity.key(), |member| Row::Member { branch: org, member });
    let dues = paid(org, was).unwrap();
    // Another number in the same branch.
    let mut after = member.clone();
    after.identity = random::identity(998);
    let now = after.identity.key();
    let edits = [RowEdit { before: Some(row(member.clone())), after: Some(row(after)) }];
    let entry = register.edit(&signed("edit", None), &edits).unwrap();
    assert_eq!(entry.changed as usize, 1 + dues.payments().count());
    assert_eq!((paid(org, was), paid(org, now)), (None, Some(dues)));
    let back: Vec<_> = register.edits(entry.number).unwrap().into_iter().rev().map(RowEdit::back).collect();
    register.edit(&signed("undo", Some(entry.number)), &back).unwrap();
    assert_eq!(register.digest().unwrap(), before);
    // Nowhere to go to.
    let error =
        register.edit(&signed("edit", None), &[RowEdit { before: Some(row(member)), after: None }]).unwrap_err();
    assert!(matches!(error, EditError::Stale { edit: 0, found: Found::Paid, .. }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn edits_and_back_again(seed in any::<u64>(), batches in 1usize..6) {
        let dir = tempfile::tempdir().unwrap();
        let data = DataDir::new(dir.path());
        let register = random::register(&data, seed);
        let before = register.digest().unwrap();
        let mut dice = Dice::new(seed ^ 7);
        let mut entries = Vec::new();
        for batch in 0..batches {
            let edits = made::edits(&register, &mut dice, 1 + batch * 5, Change::InPlace);
            let entry = register.edit(&signed("edit", None), &edits).unwrap();
            prop_assert_eq!(entry.rows, entry.number);
            let kept = register.edits(entry.number).unwrap();
            prop_assert_eq!(&kept[..edits.len()], edits.as_slice());
            prop_assert_eq!(register.edits_print(entry.number).unwrap(), entry.edits);
            entries.push((entry.number, register.digest().unwrap()));
            columns_follow(&register);
        }
        let here = register.edits_here().unwrap();
        let mut kept = Vec::new();
        for (entry, _) in &entries {
            kept.extend(register.edits(*entry).unwrap().into_iter().map(|edit| (*entry, edit)));
        }
        prop_assert_eq!(here, kept);
        // What was written is what is read after a restart.
        let after = register.digest().unwrap();
        drop(register);
        is_sound(&data);
        let register = Register::open(&data, Instant(0)).unwrap();
        prop_assert_eq!(register.digest().unwrap(), after);
        columns_follow(&register);
        for (at, (entry, digest)) in entries.iter().enumerate().rev() {
            prop_assert_eq!(&register.digest().unwrap(), digest);
            let back: Vec<_> = register.edits(*entry).unwrap().into_iter().rev().map(RowEdit::back).collect();
            register.edit(&signed("undo", Some(*entry)), &back).unwrap();
            let was = if at == 0 { &before } else { &entries[at - 1].1 };
            prop_assert_eq!(&register.digest().unwrap(), was);
            columns_follow(&register);
        }
        drop(register);
        is_sound(&data);
    }

    #[test]
    fn in_place_is_as_a_new_generation(seed in any::<u64>(), batches in 1usize..4) {
        let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (data, elsewhere) = (DataDir::new(dir.path()), DataDir::new(other.path()));
        let (register, mut built) = (random::register(&data, seed), random::register(&elsewhere, seed));
        let mut dice = Dice::new(seed ^ 11);
        for _ in 0..batches {
            let (edits, plain) = made::plainly(&register, &mut dice, 12, Change::InPlace);
            let entry = register.edit(&signed("edit", None), &edits).unwrap();
            let last;
            (built, last) = laid_out(&elsewhere, built, &edits);
            plain.is(&register);
            prop_assert_eq!(rows_of(&register), rows_of(&built));
            prop_assert_eq!(register.digest().unwrap(), built.digest().unwrap());
            prop_assert_eq!(register.meta().members, built.meta().members);
            prop_assert_eq!(register.holders().unwrap(), built.holders().unwrap());
            prop_assert_eq!(register.edits(entry.number).unwrap(), built.edits(last.number).unwrap());
            prop_assert!(built.edits_here().unwrap().is_empty());
            prop_assert_eq!((entry.edits, entry.rows, entry.changed), (last.edits, last.rows, last.changed));
            let (in_place, anew) = (facts(&register), facts(&built));
            prop_assert_eq!(in_place.facts, anew.facts);
            prop_assert_eq!((in_place.flagged, in_place.until), (anew.flagged, anew.until));
        }
        columns_follow(&built);
        drop(built);
        is_sound(&elsewhere);
    }

    #[test]
    fn organisations_come_go_and_move(seed in any::<u64>(), batches in 1usize..4) {
        come_go_and_move(seed, batches)?;
    }
}

fn come_go_and_move(seed: u64, batches: usize) -> Result<(), TestCaseError> {
    let dir = tempfile::tempdir().unwrap();
    let data = DataDir::new(dir.path());
    let mut register = random::register(&data, seed);
    let mut dice = Dice::new(seed ^ 13);
    let mut entries = Vec::new();
    for _ in 0..batches {
        let before = held(&register);
        let (edits, plain) = made::plainly(&register, &mut dice, 12, Change::Structure);
        let last;
        (register, last) = laid_out(&data, register, &edits);
        plain.is(&register);
        columns_follow(&register);
        index_follows(&register);
        entries.push((last.number, before));
        let edits = made::edits(&register, &mut dice, 3, Change::InPlace);
        let before = held(&register);
        let entry = register.edit(&signed("edit", None), &edits).unwrap();
        prop_assert_eq!(register.edits_here().unwrap().len() as u64, entry.changed);
        entries.push((entry.number, before));
    }
    for (entry, before) in entries.into_iter().rev() {
        let back: Vec<_> = register.edits(entry).unwrap().into_iter().rev().map(RowEdit::back).collect();
        if is_structural(&back) {
            (register, _) = laid_out(&data, register, &back);
            index_follows(&register);
        } else {
            register.edit(&signed("undo", Some(entry)), &back).unwrap();
        }
        prop_assert_eq!(held(&register), before);
    }
    columns_follow(&register);
    drop(register);
    is_sound(&data);
    Ok(())
}

#[test]
fn payments_go_where_their_person_went_and_not_where_another_row_was_corrected() {
    come_go_and_move(8_168_688_286_466_755_263, 1).unwrap();
}
