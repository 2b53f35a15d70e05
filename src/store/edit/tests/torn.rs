//! A process that is killed, a log that is cut off, a register that is sealed, copied, or imported into.

use std::fs;
use std::path::Path;

use super::made::signed;
use super::*;
use crate::model::Member;
use crate::store::backup;
use crate::store::codec::Codec;
use crate::store::seal::StoreKey;
use crate::store::{Digest, Made, restore};

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            copied(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

fn held_in(path: &Path) -> Digest {
    let found = check(path, &Codec::PLAIN, &Unwatched).unwrap();
    let faults: Vec<_> = found.faults.iter().filter(|fault| fault.what != Ailment::NoSuchOrg).collect();
    assert!(faults.is_empty() && found.witnessed, "{faults:?}");
    let register = Register::open_generation(path, &Codec::PLAIN).unwrap();
    columns_follow(&register);
    register.digest().unwrap()
}

#[test]
fn an_edit_is_there_whole_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let data = DataDir::new(dir.path().join("data"));
    let register = random::register(&data, 5);
    let mut dice = Dice::new(8);
    // Some commits first, so that the log is in its usual state.
    for _ in 0..3 {
        register.edit(&signed("edit", None), &made::edits(&register, &mut dice, 5, Change::InPlace)).unwrap();
    }
    let path = data.current().unwrap().unwrap();
    let before = register.digest().unwrap();
    let (old, new) = (dir.path().join("old"), dir.path().join("new"));
    copied(&path, &old);
    register.edit(&signed("edit", None), &made::edits(&register, &mut dice, 40, Change::InPlace)).unwrap();
    let after = register.digest().unwrap();
    // As kill -9 leaves it: nothing is closed.
    copied(&path, &new);
    assert_eq!((held_in(&old), held_in(&new)), (before.clone(), after.clone()));
    copied(&path, &new);
    let (was, is) = (fs::read(old.join("db")).unwrap(), fs::read(new.join("db")).unwrap());
    let first = (0..is.len()).find(|at| was.get(*at) != Some(&is[*at])).unwrap();
    let last = (0..is.len()).rfind(|at| was.get(*at) != Some(&is[*at])).unwrap();
    let mut seen = [false; 2];
    for part in 0..=24 {
        let cut = first + (last + 1 - first) * part / 24;
        let torn = dir.path().join(format!("torn-{part}"));
        copied(&old, &torn);
        let mut bytes = is[..cut].to_vec();
        bytes.extend(was.get(cut..).unwrap_or_default());
        fs::write(torn.join("db"), bytes).unwrap();
        let held = held_in(&torn);
        assert!(held == before || held == after, "cut at {part}");
        seen[usize::from(held == after)] = true;
    }
    assert_eq!(seen, [true; 2]);
}

#[test]
fn sealed_registers_keep_edits_sealed() {
    let dir = tempfile::tempdir().unwrap();
    let data = DataDir::new(dir.path()).unlocked(&StoreKey::random().unwrap());
    let register = random::register(&data, 6);
    let before = register.digest().unwrap();
    let (org, rows) = rows_of(&register).into_iter().find(|(_, rows)| !rows.members.is_empty()).unwrap();
    let member =
        Member { name: "查无此人之名".into(), identity: random::identity(999), ..rows.members[0].clone() };
    let new = RowEdit::add(Row::Member { branch: org, member });
    let entry = register.edit(&signed("edit", None), std::slice::from_ref(&new)).unwrap();
    let mut dice = Dice::new(9);
    register.edit(&signed("edit", None), &made::edits(&register, &mut dice, 20, Change::InPlace)).unwrap();
    columns_follow(&register);
    let path = data.current().unwrap().unwrap();
    drop(register);
    is_sound(&data);
    let log = fs::read(path.join("db")).unwrap();
    assert!(!log.windows(18).any(|window| window == "查无此人之名".as_bytes()));
    let register = Register::open(&data, Instant(0)).unwrap();
    assert_eq!(register.edits(entry.number).unwrap(), [new]);
    for entry in [entry.number + 1, entry.number] {
        let back: Vec<_> = register.edits(entry).unwrap().into_iter().rev().map(RowEdit::back).collect();
        register.edit(&signed("undo", Some(entry)), &back).unwrap();
    }
    assert_eq!(register.digest().unwrap(), before);
}

#[test]
fn a_copy_and_the_next_import_bring_edits_along() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (data, elsewhere) = (DataDir::new(dir.path()), DataDir::new(other.path()));
    let register = random::register(&data, 7);
    let entry = register.edit(&signed("edit", None), &made::edits(&register, &mut Dice::new(1), 30, Change::InPlace));
    let entry = entry.unwrap().number;
    let mut copy = Vec::new();
    backup::write(&register, Instant(5), &mut copy, &Unwatched).unwrap();
    let lock = elsewhere.lock(Instant(0)).unwrap();
    let built = restore(&elsewhere, &lock, None, &mut |take| {
        backup::read(copy.as_slice(), &Codec::PLAIN, take, &Unwatched).map(|_| ())
    });
    drop(built.unwrap().adopt(&elsewhere, &lock).unwrap());
    drop(lock);
    is_sound(&elsewhere);
    let back = Register::open(&elsewhere, Instant(0)).unwrap();
    assert_eq!(back.digest().unwrap(), register.digest().unwrap());
    assert_eq!(back.edits_here().unwrap(), register.edits_here().unwrap());
    back.edit(&signed("edit", None), &made::edits(&back, &mut Dice::new(2), 10, Change::InPlace)).unwrap();
    drop(back);
    is_sound(&elsewhere);
    let kept = register.edits(entry).unwrap();
    let lock = register.into_lock().unwrap();
    let before = Register::open_unlocked(&data).unwrap();
    let built = random::built(&data, &lock, Some(&before), 8);
    drop(before);
    let register = built.adopt(&data, &lock).unwrap();
    assert_eq!(register.edits(entry).unwrap(), kept);
    assert!(register.edits_here().unwrap().is_empty());
    assert_eq!(register.last_edit().unwrap(), entry);
}

#[test]
fn what_was_worked_out_goes_with_the_rows() {
    use crate::judge::{Rules, judge};
    use crate::store::{Base, NewSnapshot, Snapshots};

    let dir = tempfile::tempdir().unwrap();
    let register = random::register(&DataDir::new(dir.path()), 9);
    let tree = register.tree().unwrap();
    let rules = Rules::builtin().unwrap();
    let kept = facts(&register);
    register.keep_facts(&kept).unwrap();
    assert!(register.kept_span().unwrap().is_some());
    let judged = judge(&kept.facts, &rules);
    let keep = |made, recorded| {
        let entry = register.rows_entry().unwrap();
        let new = NewSnapshot {
            made,
            at: kept.facts.at,
            recorded,
            entry,
            print: 7,
            rules: &rules,
            facts: &kept.facts,
            judged: &judged,
        };
        register.keep_snapshot(&tree, new, Base::Nearest(&Snapshots::default())).unwrap()
    };
    keep(Made::Taken, Instant(1));
    keep(Made::WorkedOut, Instant(2));
    assert_eq!(register.snapshots().unwrap().len(), 2);
    register.edit(&signed("edit", None), &made::edits(&register, &mut Dice::new(1), 3, Change::InPlace)).unwrap();
    assert!(register.kept_span().unwrap().is_none() && register.kept_facts().unwrap().is_none());
    let old = register.facts_before_edits().unwrap().unwrap();
    assert_eq!((old.rows, old.facts), (1, kept.facts.clone()));
    let left: Vec<_> = register.snapshots().unwrap().iter().map(|snapshot| snapshot.made).collect();
    assert_eq!(left, [Made::Taken]);
    let values = register.sums(|name| name == "snapshot").unwrap()["snapshot"].values;
    register.drop_snapshots(&[]).unwrap();
    assert!(register.sums(|name| name == "snapshot").unwrap()["snapshot"].values < values);
    keep(Made::WorkedOut, Instant(3));
    assert_eq!(register.snapshots().unwrap().len(), 2);
    register.keep_facts(&facts(&register)).unwrap();
    assert_eq!(register.kept_facts().unwrap().unwrap().rows, register.rows_entry().unwrap());
}
