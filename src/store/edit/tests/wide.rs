//! Branches of many values, and lists of many.

use super::made::{Plain, signed};
use super::*;
use crate::model::{LedgerUnit, Member, Transfer};

#[test]
fn a_large_branch_grows_and_shrinks() {
    let dir = tempfile::tempdir().unwrap();
    let data = DataDir::new(dir.path());
    let register = random::register(&data, 3);
    let before = register.digest().unwrap();
    let (branch, rows) = rows_of(&register).into_iter().find(|(_, rows)| rows.members.len() > 2).unwrap();
    let pos = register.tree().unwrap().by_id()[&branch];
    let row = |member: Member| Row::Member { branch, member };
    let member = |serial: u64| Member {
        name: format!("新{serial}").into(),
        identity: crate::model::Identity::with_check(44_990_220_000_101_000 + serial),
        ..rows.members[0].clone()
    };
    let many: Vec<_> = (0..700).map(|serial| RowEdit::add(row(member(serial)))).collect();
    let entry = register.edit(&signed("edit", None), &many).unwrap();
    let now = register.rows(pos).unwrap().members;
    assert_eq!(now.len(), rows.members.len() + 700);
    assert_eq!(now[..rows.members.len()], rows.members);
    assert_eq!(register.member(pos, 600).unwrap().as_ref(), now.get(600));
    assert!(register.sums(|name| name == "rows").unwrap()["rows"].values > 3);
    // One goes from the middle, one changes there.
    let (out, mut changed) = (now[400].clone(), now[500].clone());
    changed.name = "改".into();
    let edits = [
        RowEdit { before: Some(row(out)), after: None },
        RowEdit { before: Some(row(now[500].clone())), after: Some(row(changed.clone())) },
    ];
    let middle = register.edit(&signed("edit", None), &edits).unwrap();
    let after = register.rows(pos).unwrap().members;
    assert_eq!((&after[400], &after[499]), (&now[401], &changed));
    for entry in [middle, entry] {
        let back: Vec<_> = register.edits(entry.number).unwrap().into_iter().rev().map(RowEdit::back).collect();
        register.edit(&signed("undo", Some(entry.number)), &back).unwrap();
    }
    assert_eq!((register.rows(pos).unwrap().members, register.digest().unwrap()), (rows.members, before));
    columns_follow(&register);
    drop(register);
    is_sound(&data);
}

fn in_order(register: &Register) -> Plain {
    let plain = Plain::of(register);
    let units = plain
        .lists
        .iter()
        .filter_map(|row| if let Row::LedgerUnit(unit) = row { Some(unit.credit.clone()) } else { None });
    assert!(units.is_sorted());
    plain
}

#[test]
fn lists_keep_their_order_wherever_rows_come_and_go() {
    let dir = tempfile::tempdir().unwrap();
    let data = DataDir::new(dir.path());
    let register = random::register(&data, 4);
    let before = register.digest().unwrap();
    let mut dice = Dice::new(5);
    let mut units: Vec<LedgerUnit> = Vec::new();
    let mut entries = Vec::new();
    for batch in 0..14u64 {
        // Everywhere, then all in one place, so that values overflow into full ones.
        let no = |dice: &mut Dice| if batch < 8 { dice.below(80_000) } else { 40_000 + batch * 100 + dice.below(100) };
        let mut edits = Vec::new();
        for _ in 0..90 {
            if !units.is_empty() && dice.below(3) == 0 {
                let unit = units.remove(dice.below(units.len() as u64) as usize);
                edits.push(RowEdit { before: Some(Row::LedgerUnit(unit)), after: None });
                continue;
            }
            let no = no(&mut dice);
            let unit = random::unit(&mut dice, 100 + no, 1);
            if units.iter().all(|other| other.credit != unit.credit) {
                units.push(unit.clone());
                edits.push(RowEdit::add(Row::LedgerUnit(unit)));
            }
        }
        entries.push(register.edit(&signed("edit", None), &edits).unwrap().number);
        let plain = in_order(&register);
        units.iter().for_each(|unit| assert!(plain.lists.contains(&Row::LedgerUnit(unit.clone()))));
    }
    let before_all = units.iter().map(|unit| RowEdit { before: Some(Row::LedgerUnit(unit.clone())), after: None });
    let all: Vec<_> = before_all.collect();
    entries.push(register.edit(&signed("edit", None), &all).unwrap().number);
    in_order(&register);
    for entry in entries.into_iter().rev() {
        let back: Vec<_> = register.edits(entry).unwrap().into_iter().rev().map(RowEdit::back).collect();
        register.edit(&signed("undo", Some(entry)), &back).unwrap();
        in_order(&register);
    }
    assert_eq!(register.digest().unwrap(), before);
    drop(register);
    is_sound(&data);
}

#[test]
fn many_requests_are_found_by_organisation() {
    let dir = tempfile::tempdir().unwrap();
    let data = DataDir::new(dir.path());
    let register = random::register(&data, 4);
    let before = register.digest().unwrap();
    let orgs = u64::from(register.meta().orgs);
    let mut dice = Dice::new(6);
    let requests: Vec<Transfer> = (0..5000).map(|no| random::transfer(&mut dice, 10_000 + no, orgs, 90)).collect();
    let add =
        |rows: &[Transfer]| -> Vec<_> { rows.iter().cloned().map(|row| RowEdit::add(Row::Transfer(row))).collect() };
    let mut entries = Vec::new();
    for part in [&requests[..40], &requests[40..900], &requests[900..]] {
        entries.push(register.edit(&signed("edit", None), &add(part)).unwrap().number);
        columns_follow(&register);
    }
    // A number is another's wherever in time.
    let twice = Transfer { begun: Instant(requests[17].begun.0 + 5), ..requests[17].clone() };
    let error = register.edit(&signed("edit", None), &add(std::slice::from_ref(&twice))).unwrap_err();
    assert!(matches!(error, EditError::Stale { found: Found::Taken, .. }));
    let moved = [
        RowEdit { before: Some(Row::Transfer(requests[17].clone())), after: Some(Row::Transfer(twice.clone())) },
        RowEdit { before: Some(Row::Transfer(requests[18].clone())), after: None },
        RowEdit::add(Row::Transfer(requests[18].clone())),
    ];
    entries.push(register.edit(&signed("edit", None), &moved).unwrap().number);
    columns_follow(&register);
    for entry in entries.into_iter().rev() {
        let back: Vec<_> = register.edits(entry).unwrap().into_iter().rev().map(RowEdit::back).collect();
        register.edit(&signed("undo", Some(entry)), &back).unwrap();
        columns_follow(&register);
    }
    assert_eq!(register.digest().unwrap(), before);
    drop(register);
    is_sound(&data);
}
