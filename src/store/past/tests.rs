//! Random batches and edits, one after another; the register of every entry made again and held against what it held then.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::random::{self, Dice};
use super::super::seal::StoreKey;
use super::super::{
    Arrivals, DataDir, Deal, Heading, Incoming, Listings, NewOrg, PaymentDeal, PaymentRow, RecallError, Register,
    Signed, Site, Source, Unwatched, merge, recall, restructure,
};
use crate::model::{Channel, Fen, Instant, Member, Month, Org, OrgCode, OrgId, OrgKind, Payment, Pos, Row, RowEdit};

const PERSONS: u64 = 14;
const FROM: Source = Source { file: 0, row: 2 };

/// Everything a register holds, by what tells rows apart, and its journal.
type Held = (BTreeMap<OrgId, Vec<String>>, Vec<String>, String);

fn held(register: &Register) -> Held {
    let mut orgs = BTreeMap::new();
    let mut ids = Vec::new();
    for (at, row) in register.org_rows().unwrap().enumerate() {
        let (id, up, org) = row.unwrap();
        let parent: Option<OrgId> = (up > 0).then(|| ids[at - up as usize]);
        ids.push(id);
        let rows = register.rows(Pos(at as u32)).unwrap();
        let mut told = vec![format!("{parent:?} {org:?}")];
        told.extend(rows.members.iter().map(|row| format!("{row:?} {}", row.identity.reveal())));
        told.extend(rows.posts.iter().map(|row| format!("{row:?} {}", row.identity.reveal())));
        for (person, dues) in &rows.dues {
            told.extend(dues.payments().map(|payment| format!("{person:?} {payment:?}")));
        }
        told.sort();
        orgs.insert(id, told);
    }
    let mut lists = Vec::new();
    register.each_transfer(|row| lists.push(format!("{row:?}"))).unwrap();
    register.each_conduct(|row| lists.push(format!("{row:?}"))).unwrap();
    register.each_activity(|row| lists.push(format!("{row:?}"))).unwrap();
    register.each_ledger_unit(|row| lists.push(format!("{row:?}"))).unwrap();
    lists.extend(register.graduate_bases().unwrap().iter().map(|row| format!("{row:?}")));
    lists.sort();
    let chain = register.verify_journal().unwrap();
    assert_eq!(chain.broken, None);
    (orgs, lists, format!("{} {:x}", chain.sound, chain.head))
}

fn org(id: u32, kind: OrgKind) -> Org {
    Org::new(OrgCode::parse(&format!("x{id}")).unwrap(), format!("甲{id}"), kind)
}

/// Organisations of a register, in pre-order: some of them changed, one new, one below another.
fn orgs_of(dice: &mut Dice, before: &Register) -> (Vec<NewOrg>, u64) {
    let tree = before.tree().unwrap();
    let mut nodes: Vec<(OrgId, Option<OrgId>, Org)> = (0..tree.len())
        .map(|at| {
            let pos = Pos(at as u32);
            (tree.id(pos), tree.parent(pos).map(|up| tree.id(up)), before.org(pos).unwrap())
        })
        .collect();
    if nodes.is_empty() {
        let above = |at: u32| [None, Some(OrgId(0)), Some(OrgId(0)), Some(OrgId(1)), Some(OrgId(1))][at as usize];
        nodes = (0..5).map(|at| (OrgId(at), above(at), org(at, OrgKind::Committee))).collect();
        return (laid(&nodes), 5);
    }
    let mut changed = 0;
    if dice.one_in(3) {
        let at = dice.below(nodes.len() as u64) as usize;
        nodes[at].2.name = format!("乙{}", dice.below(1_000)).into();
        changed += 1;
    }
    if dice.one_in(3) {
        let id = OrgId(nodes.iter().map(|(id, ..)| id.0).max().unwrap_or(0) + 1);
        let above = nodes[dice.below(nodes.len() as u64) as usize].0;
        nodes.push((id, Some(above), org(id.0, OrgKind::Branch)));
        changed += 1;
    }
    // One that nothing stands below goes to the first.
    let leaf = nodes.iter().rposition(|(id, up, _)| up.is_some() && nodes.iter().all(|(_, up, _)| *up != Some(*id)));
    if let Some(leaf) = leaf.filter(|_| dice.one_in(4)) {
        let top = nodes[0].0;
        changed += u64::from(nodes[leaf].1 != Some(top));
        nodes[leaf].1 = Some(top);
    }
    (laid(&nodes), changed)
}

fn laid(nodes: &[(OrgId, Option<OrgId>, Org)]) -> Vec<NewOrg> {
    fn below(nodes: &[(OrgId, Option<OrgId>, Org)], up: Option<OrgId>, at: Option<Pos>, out: &mut Vec<NewOrg>) {
        for (id, _, org) in nodes.iter().filter(|(_, above, _)| *above == up) {
            let pos = Pos(out.len() as u32);
            out.push((*id, at, org.clone()));
            below(nodes, Some(*id), Some(pos), out);
        }
    }
    let mut out = Vec::new();
    below(nodes, None, None, &mut out);
    out
}

fn payment(dice: &mut Dice) -> Payment {
    let month = Month(Month::of(2018, 1).0 + dice.below(6) as u16);
    let at = Instant(month.first().start().0 + dice.below(40 * 86_400) as i64);
    Payment { month, due: None, paid: Fen(20 * dice.below(3) as u32), at, channel: Some(Channel::Online) }
}

fn batch(dice: &mut Dice, before: &Register) -> Incoming {
    let (orgs, orgs_changed) = orgs_of(dice, before);
    let count = orgs.len() as u64;
    let (mut members, mut posts) = (Deal::new(orgs.len()), Deal::new(orgs.len()));
    let (mut dues, mut lists) = (PaymentDeal::default(), Listings::default());
    let some = |dice: &mut Dice, most| if dice.one_in(2) { dice.below(most) } else { 0 };
    for _ in 0..some(dice, 9) {
        members.push(Pos(dice.below(count) as u32), FROM, &random::member(dice, PERSONS)).unwrap();
    }
    for _ in 0..some(dice, 5) {
        posts.push(Pos(dice.below(count) as u32), FROM, &random::post(dice, PERSONS)).unwrap();
    }
    for _ in 0..some(dice, 9) {
        let person = random::identity(dice.below(PERSONS)).key();
        dues.push(&PaymentRow { person, payment: payment(dice), source: FROM });
    }
    for _ in 0..some(dice, 6) {
        let no = dice.below(8) as usize;
        lists.transfers.push(FROM, &random::transfer(dice, no, count, PERSONS)).unwrap();
        lists.activities.push(FROM, &random::activity(dice, count)).unwrap();
        let no = dice.below(5);
        lists.ledger.push(FROM, &random::unit(dice, no, count)).unwrap();
    }
    let dues: Arrivals = dues.wanted(|_| true);
    Incoming { orgs, orgs_changed, members, posts, lists, dues, dropped: Box::new(|_| false), files: 1 }
}

fn heading(now: i64) -> Heading {
    Heading { created: Instant(1), present: None, recorded: Instant(now), verb: super::VERB, files: Vec::new() }
}

/// Rows changed in place or laid out anew; fewer where what was thrown cannot be.
fn edit(dice: &mut Dice, register: Register, data: &DataDir, now: i64) -> Register {
    let tree = register.tree().unwrap();
    let at = Pos(dice.below(tree.len() as u64) as u32);
    let (id, rows) = (tree.id(at), register.rows(at).unwrap());
    let signed = Signed { verb: "edit", author: "试", recorded: Instant(now), effective: Instant(now), undoes: None };
    let row = |member: Member| Row::Member { branch: id, member };
    let edits = match (dice.below(5), rows.members.first().cloned()) {
        (0, Some(member)) => {
            let after = Member { since: Some(dice.day()), ..member.clone() };
            vec![RowEdit { before: Some(row(member)), after: Some(row(after)) }]
        }
        (1, Some(member)) => vec![RowEdit { before: Some(row(member)), after: None }],
        (2, _) => vec![RowEdit::add(row(random::member(dice, PERSONS)))],
        (3, _) => vec![RowEdit::add(Row::Activity(random::activity(dice, tree.len() as u64)))],
        _ => {
            let new = OrgId(register.new_org_id().unwrap().0);
            vec![RowEdit::add(Row::Org { id: new, parent: Some(id), org: org(new.0 + 100, OrgKind::Branch) })]
        }
    };
    if !super::super::is_structural(&edits) {
        // A person who paid, or stands there already, is not taken out or put in.
        let _ = register.edit(&signed, &edits);
        return register;
    }
    let lock = register.into_lock().unwrap();
    let before = Register::open_unlocked(data).unwrap();
    let heading = Heading { verb: "edit", ..heading(now) };
    let site = Site { data, lock: &lock, before: Some(&before), heading: &heading, watch: &Unwatched, changed: None };
    let built = restructure(site, &signed, &edits).unwrap();
    drop(before);
    drop(built.adopt(data, &lock).unwrap());
    Register::open_locked(data, lock).unwrap()
}

fn take_in(dice: &mut Dice, register: Register, data: &DataDir, now: i64) -> Register {
    let lock = register.into_lock().unwrap();
    let before = Register::open_unlocked(data).unwrap();
    let heading = heading(now);
    let site = Site { data, lock: &lock, before: Some(&before), heading: &heading, watch: &Unwatched, changed: None };
    let merged = merge(site, batch(dice, &before)).unwrap();
    drop(before);
    if let Some(built) = merged.built {
        drop(built.adopt(data, &lock).unwrap());
    }
    Register::open_locked(data, lock).unwrap()
}

fn recalled(register: &Register, entry: u64, dir: &std::path::Path) -> Result<Held, RecallError> {
    let data = DataDir::of(register, dir);
    let lock = data.own(Instant(0)).unwrap();
    let heading = heading(1_000);
    let site =
        Site { data: &data, lock: &lock, before: Some(register), heading: &heading, watch: &Unwatched, changed: None };
    let built = recall(site, entry)?;
    Ok(held(&built.adopt(&data, &lock).unwrap()))
}

fn a_life(seed: u64, sealed: bool) -> Result<(), TestCaseError> {
    let dir = tempfile::tempdir().unwrap();
    let mut data = DataDir::new(dir.path().join("data"));
    if sealed {
        data = DataDir::with(data.path(), &super::super::codec::Codec::sealed(&StoreKey::random().unwrap()));
    }
    let mut dice = Dice::new(seed);
    let mut register = crate::desk::make_empty(&data, crate::desk::Clock::Fixed(Instant(1))).unwrap();
    let mut lives = vec![held(&register)];
    for now in 2..2 + 4 + dice.below(6) as i64 {
        let known = register.journal().unwrap().len();
        register = match dice.below(2) == 0 || register.meta().orgs == 0 {
            true => take_in(&mut dice, register, &data, now),
            false => edit(&mut dice, register, &data, now),
        };
        if register.journal().unwrap().len() > known {
            lives.push(held(&register));
        }
    }
    for (entry, then) in (1..).zip(&lives) {
        let again = recalled(&register, entry, &dir.path().join(format!("of-{entry}"))).unwrap();
        prop_assert_eq!(&again, then, "entry {} of {}", entry, lives.len());
    }
    let now = register.journal().unwrap().len() as u64;
    let none = recalled(&register, now + 1, &dir.path().join("none"));
    prop_assert!(matches!(none, Err(RecallError::NoEntry(entry)) if entry == now + 1));
    Ok(())
}

/// More of them with `MINGMAI_LIVES=N`.
fn cases() -> u32 {
    std::env::var("MINGMAI_LIVES").ok().and_then(|lives| lives.parse().ok()).unwrap_or(12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn the_register_of_every_entry_comes_back_as_it_was(seed in any::<u64>(), sealed in proptest::bool::weighted(0.2)) {
        a_life(seed, sealed)?;
    }
}

#[test]
fn what_an_earlier_program_took_in_cannot_be_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let data = DataDir::new(dir.path().join("data"));
    let mut register = crate::desk::make_empty(&data, crate::desk::Clock::Fixed(Instant(1))).unwrap();
    let mut dice = Dice::new(3);
    while register.journal().unwrap().len() < 3 {
        register = take_in(&mut dice, register, &data, 9);
    }
    register.open_now().unwrap().trees.past.raw().remove(super::key(3, 0)).unwrap();
    let refused = recalled(&register, 1, &dir.path().join("out"));
    assert!(matches!(refused, Err(RecallError::NotKept(3))), "{:?}", refused.map(|_| ()));
}
