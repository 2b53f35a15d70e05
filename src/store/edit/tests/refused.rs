//! Edits that cannot be: nothing of their commit is written, and nothing personal is said.

use super::made::signed;
use super::*;
use crate::model::{Fen, LedgerUnit, Member, Month, Org, OrgCode, Payment, Post};
use crate::store::Signed;

struct County {
    _dir: tempfile::TempDir,
    register: Register,
    orgs: Vec<(OrgId, Option<OrgId>, Org)>,
}

/// A random register whose first branch with two members is told.
fn county(seed: u64) -> (County, OrgId, [Member; 2]) {
    let dir = tempfile::tempdir().unwrap();
    let register = random::register(&DataDir::new(dir.path()), seed);
    let tree = register.tree().unwrap();
    let orgs = register.org_rows().unwrap().enumerate().map(|(at, row)| {
        let (id, _, org) = row.unwrap();
        (id, tree.parent(Pos(at as u32)).map(|parent| tree.id(parent)), org)
    });
    let orgs: Vec<_> = orgs.collect();
    let (branch, members) = rows_of(&register)
        .into_iter()
        .map(|(org, rows)| (org, rows.members))
        .find(|(_, members)| members.len() > 1 && members[0].identity != members[1].identity)
        .unwrap();
    (County { _dir: dir, register, orgs }, branch, [members[0].clone(), members[1].clone()])
}

fn unit() -> LedgerUnit {
    random::unit(&mut Dice::new(3), 77_777, 1)
}

#[test]
fn what_cannot_be_is_told_and_changes_nothing() {
    let (county, branch, [first, second]) = county(21);
    let County { register, orgs, .. } = &county;
    let row = |member: &Member| Row::Member { branch, member: member.clone() };
    let renamed = |member: &Member| Member { name: "改".into(), ..member.clone() };
    let nowhere = OrgId(4_000_000);
    let (id, parent, org) = orgs[orgs.len() - 1].clone();
    let org_row = |parent, org: &Org| Row::Org { id, parent, org: org.clone() };
    let other = orgs[0].2.code.clone();
    let month = Month::of(2031, 1);
    let payment = Payment { month, due: None, paid: Fen(1), at: month.end(), channel: None };
    let stranger = random::identity(777);
    let post = Post { identity: stranger.clone(), ..random::post(&mut Dice::new(1), 9) };
    let fine = RowEdit { before: Some(row(&first)), after: Some(row(&renamed(&first))) };
    let edit = |before: Option<Row>, after: Option<Row>| RowEdit { before, after };
    let (gone, unknown) = (Member { identity: stranger.clone(), ..first.clone() }, unit());
    let table = [
        (edit(Some(row(&second)), None), None),
        (edit(Some(row(&renamed(&second))), None), Some(Found::Otherwise)),
        (edit(Some(row(&gone)), None), Some(Found::Gone)),
        (edit(None, Some(row(&second))), Some(Found::Taken)),
        (edit(Some(row(&first)), Some(row(&renamed(&first)))), Some(Found::Otherwise)),
        (edit(None, Some(Row::Member { branch: nowhere, member: first.clone() })), Some(Found::NoOrg)),
        (edit(None, Some(Row::Payment { org: branch, person: stranger.key(), payment })), Some(Found::Paid)),
        (edit(Some(Row::Post { org: id, post }), None), Some(Found::Gone)),
        (edit(Some(Row::LedgerUnit(unknown.clone())), None), Some(Found::Gone)),
        (
            edit(Some(org_row(parent, &Org { name: "否".into(), ..org.clone() })), Some(org_row(parent, &org))),
            Some(Found::Otherwise),
        ),
        (
            edit(Some(org_row(parent, &org)), Some(org_row(parent, &Org { code: other, ..org.clone() }))),
            Some(Found::Taken),
        ),
    ];
    let before = register.sums(|_| true).unwrap();
    for (at, (wrong, found)) in table.iter().enumerate() {
        let Some(found) = found else { continue };
        let error = register.edit(&signed("edit", None), &[fine.clone(), wrong.clone()]).unwrap_err();
        let EditError::Stale { edit, found: told, .. } = &error else { panic!("{at}: {error}") };
        assert_eq!((*edit, told), (1, found), "{at}");
        for number in [first.identity.reveal(), second.identity.reveal(), stranger.reveal()] {
            assert!(!error.to_string().contains(number.as_str()), "{at}");
        }
        assert_eq!(register.sums(|_| true).unwrap(), before, "{at}");
    }
    for structural in [
        edit(
            None,
            Some(Row::Org {
                id: nowhere,
                parent: Some(id),
                org: Org { code: OrgCode::parse("n").unwrap(), ..org.clone() },
            }),
        ),
        edit(Some(org_row(parent, &org)), None),
        edit(Some(org_row(parent, &org)), Some(org_row(None, &org))),
    ] {
        assert!(is_structural(std::slice::from_ref(&structural)));
        let error = register.edit(&signed("edit", None), &[fine.clone(), structural]).unwrap_err();
        assert!(matches!(error, EditError::Structural), "{error}");
        assert_eq!(register.sums(|_| true).unwrap(), before);
    }
    // The unit is new, then there.
    let add = RowEdit::add(Row::LedgerUnit(unknown));
    register.edit(&signed("edit", None), std::slice::from_ref(&add)).unwrap();
    let error = register.edit(&signed("edit", None), &[add]).unwrap_err();
    assert!(matches!(error, EditError::Stale { found: Found::Taken, .. }));
    assert!(!is_structural(&[fine]));
}

#[test]
fn organisations_are_not_lost_with_what_stands_there() {
    let dir = tempfile::tempdir().unwrap();
    let data = DataDir::new(dir.path());
    let register = random::register(&data, 21);
    let tree = register.tree().unwrap();
    let row = |at: u32, under: Option<OrgId>| Row::Org {
        id: tree.id(Pos(at)),
        parent: under,
        org: register.org(Pos(at)).unwrap(),
    };
    let under = |at: u32| tree.parent(Pos(at)).map(|parent| tree.id(parent));
    let child = (1..tree.len() as u32).find(|at| tree.parent(Pos(*at)) == Some(Pos(0))).unwrap();
    let table = [
        (RowEdit { before: Some(row(0, None)), after: None }, Found::Held),
        (RowEdit { before: Some(row(0, None)), after: Some(row(0, Some(tree.id(Pos(child))))) }, Found::Circle),
        (
            RowEdit { before: Some(row(child, under(child))), after: Some(row(child, Some(OrgId(99_999)))) },
            Found::NoOrg,
        ),
        (RowEdit::add(row(child, Some(tree.id(Pos(0))))), Found::Taken),
        (RowEdit { before: Some(row(child, None)), after: None }, Found::Otherwise),
    ];
    let next = register.new_org_id().unwrap();
    assert!((0..tree.len()).all(|at| tree.id(Pos(at as u32)) < next));
    let lock = register.into_lock().unwrap();
    let before = Register::open_unlocked(&data).unwrap();
    let heading = Heading { created: Instant(1), present: None, recorded: Instant(7), verb: "edit", files: Vec::new() };
    let site =
        Site { data: &data, lock: &lock, before: Some(&before), heading: &heading, watch: &Unwatched, changed: None };
    let signed: Signed<'_> = signed("edit", None);
    for (edit, found) in table {
        match restructure(site, &signed, &[edit]) {
            Err(EditError::Stale { found: told, .. }) => assert_eq!(told, found),
            other => panic!("{found}: {:?}", other.map(|_| ())),
        }
    }
}
