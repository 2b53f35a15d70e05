//! What an edit takes in a province.

use std::time::Instant as Stopwatch;

use crate::demo::{Kinds, Scale};
use crate::desk::{Clock, make_demo};
use crate::model::{Hop, Instant, OrgId, Pos, Row, RowEdit, Transfer};
use crate::store::column::Tag;
use crate::store::{DataDir, Heading, Register, Site, Unwatched, restructure};

use super::made::signed;

struct Timed<'a>(&'a Register);

impl Timed<'_> {
    fn edit(&self, what: &str, edits: &[RowEdit]) {
        let begun = Stopwatch::now();
        let entry = self.0.edit(&signed("edit", None), edits).unwrap();
        let took = begun.elapsed();
        let begun = Stopwatch::now();
        let back: Vec<_> = self.0.edits(entry.number).unwrap().into_iter().rev().map(RowEdit::back).collect();
        self.0.edit(&signed("undo", Some(entry.number)), &back).unwrap();
        eprintln!("{what:<28} {:8.1} ms, back {:8.1} ms", ms(took), ms(begun.elapsed()));
    }
}

fn ms(took: std::time::Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

#[test]
#[ignore = "makes a province: a measurement"]
fn an_edit_in_a_province() {
    let dir = tempfile::tempdir().unwrap();
    let data = DataDir::new(dir.path().join("data"));
    let begun = Stopwatch::now();
    let register = make_demo(&data, (Scale::Province, Kinds::All), 1, Clock::System, &Unwatched).unwrap();
    eprintln!("made in {:.1} s", begun.elapsed().as_secs_f64());
    let digest = register.digest().unwrap();
    for tag in [Tag::SharedIdentities, Tag::SharedNumbers, Tag::Holders, Tag::TransfersOf] {
        eprintln!("{tag:?}: {} bytes", register.column(tag as u8).unwrap().len());
    }
    drop(register);
    let register = Register::open(&data, Instant(0)).unwrap();
    let tree = register.tree().unwrap();
    let branches: Vec<Pos> = (0..tree.len() as u32)
        .map(Pos)
        .filter(|pos| !register.rows(*pos).unwrap().members.is_empty())
        .step_by(997)
        .collect();
    let timed = Timed(&register);
    for pos in &branches[..12] {
        let (branch, rows) = (tree.id(*pos), register.rows(*pos).unwrap());
        let before = rows.members[rows.members.len() / 2].clone();
        let mut after = before.clone();
        after.name = "改".into();
        let row = |member| Row::Member { branch, member };
        timed.edit("a member corrected", &[RowEdit { before: Some(row(before)), after: Some(row(after)) }]);
    }
    for pair in branches[12..18].windows(2) {
        let (from, to) = (tree.id(pair[0]), tree.id(pair[1]));
        let member = register.rows(pair[0]).unwrap().members[0].clone();
        let row = |branch| Row::Member { branch, member: member.clone() };
        timed.edit("a member moves", &[RowEdit { before: Some(row(from)), after: Some(row(to)) }]);
        let post = crate::store::random::post(&mut crate::store::random::Dice::new(9), 90);
        timed.edit("a post", &[RowEdit::add(Row::Post { org: from, post })]);
        let org = register.org(pair[0]).unwrap();
        let mut named = org.clone();
        named.name = "新名".into();
        let parent = tree.parent(pair[0]).map(|parent| tree.id(parent));
        let row = |org| Row::Org { id: from, parent, org };
        timed.edit("a name", &[RowEdit { before: Some(row(org)), after: Some(row(named)) }]);
    }
    let mut transfers: Vec<Transfer> = Vec::new();
    let mut count = 0u64;
    register
        .each_transfer(|row| {
            count += 1;
            if count.is_multiple_of(200_000) {
                transfers.push(row);
            }
        })
        .unwrap();
    for before in transfers.iter().cloned() {
        let mut after = before.clone();
        after.hops.push(Hop { step: 9, arrived: Instant(5), answered: None });
        timed.edit(
            "a request answered",
            &[RowEdit { before: Some(Row::Transfer(before)), after: Some(Row::Transfer(after)) }],
        );
    }
    for (at, row) in transfers.iter().enumerate().take(3) {
        let row = Transfer { no: format!("new-{at}").into(), begun: Instant(2_000_000_000), ..row.clone() };
        timed.edit("a request begun", &[RowEdit::add(Row::Transfer(row))]);
    }
    for at in 0..3 {
        let row = crate::store::random::unit(&mut crate::store::random::Dice::new(at), 90_000 + at, 3);
        timed.edit("a unit of the ledger", &[RowEdit::add(Row::LedgerUnit(row))]);
        let row = crate::store::random::activity(&mut crate::store::random::Dice::new(at), 3);
        timed.edit("an activity, back-dated", &[RowEdit::add(Row::Activity(row))]);
    }
    let row = Transfer { no: "amid".into(), begun: transfers[3].begun, ..transfers[3].clone() };
    timed.edit("a request amid the others", &[RowEdit::add(Row::Transfer(row))]);
    let begun = Stopwatch::now();
    assert_eq!(register.digest().unwrap(), digest);
    eprintln!("digest in {:.1} s", begun.elapsed().as_secs_f64());
    let meta = register.meta();
    let lock = register.into_lock().unwrap();
    let before = Register::open_unlocked(&data).unwrap();
    let heading =
        Heading { created: meta.created, present: meta.present, recorded: Instant(9), verb: "edit", files: Vec::new() };
    let site =
        Site { data: &data, lock: &lock, before: Some(&before), heading: &heading, watch: &Unwatched, changed: None };
    let mut org = before.org(Pos(5)).unwrap();
    org.code = crate::model::OrgCode::parse("new").unwrap();
    let founded = RowEdit::add(Row::Org { id: OrgId(9_000_000), parent: Some(tree.id(Pos(5))), org });
    let begun = Stopwatch::now();
    let built = restructure(site, &signed("org-found", None), &[founded]).unwrap();
    eprintln!("restructured in {:.1} s", begun.elapsed().as_secs_f64());
    drop(built);
}
