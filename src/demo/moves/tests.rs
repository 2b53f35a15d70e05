//! What the campaign's moves promise, counted again from the rows.

use std::collections::HashMap;

use super::*;
use crate::demo::Scale;
use crate::demo::dues::{PAID_FEN, PAYMENTS};
use crate::demo::quota::TRANSFERRED;
use crate::model::{Ending, IdKey, Instant, TransferKind};
use crate::store::Walk;

/// Rosters and transfers agree, and on 2018-06-20 exactly the branches made hollow are hollow.
fn check(demo: &Demo) {
    let moves = demo.moves().unwrap();
    let before: Instant = Demo::BEFORE.end();
    let rows: Vec<Transfer> = moves.transfers.iter().map(Result::unwrap).collect();
    assert!(rows.is_sorted_by_key(|row| (row.begun, row.no.clone())));
    let mut walk = Walk::default();
    let mut came: HashMap<IdKey, Pos> = HashMap::new();
    let mut forgotten = 0;
    for row in rows.iter().filter(|row| row.state.ending() == Some(Ending::Done)) {
        assert!(row.closed.is_some_and(|closed| closed <= Demo::PUBLISHED.end()));
        let to = row.to.map_or(Pos(u32::MAX), |to| Pos(to.0));
        assert!(row.kind != TransferKind::Outside || row.to.is_none());
        forgotten += usize::from(row.kind != TransferKind::Outside && row.to.is_none());
        assert!(came.insert(row.person, to).is_none(), "a person moves once");
        if let Some((closed, from, to)) = row.moved() {
            walk.note(row.person, closed, Pos(from.0), Pos(to.0));
        }
    }
    assert!(forgotten > 0 && forgotten * 100 < came.len(), "{forgotten} requests do not say where to");
    walk.settle();
    let (mut then, mut hollow, mut stand) = (vec![0u32; demo.len()], Vec::new(), 0);
    for at in 0..demo.len() as u32 {
        let pos = Pos(at);
        let branch = demo.is_branch(pos).then(|| demo.at(pos));
        if branch.as_ref().is_some_and(|branch| branch.cell.hollow) {
            hollow.push(pos);
        }
        for member in demo.members(pos) {
            let key = member.identity.key();
            if let Some(to) = came.get(&key) {
                assert_eq!(*to, pos, "{} stands where the transfer led", member.identity.masked());
                assert!(member.league.member());
                stand += 1;
            }
            match walk.elsewhere(key, pos, before) {
                Some(there) => then[there.index()] += u32::from(member.joined.first() <= before.day()),
                None => then[at as usize] += u32::from(member.member_at(before)),
            }
        }
    }
    let inside = came.values().filter(|to| to.0 != u32::MAX).count();
    assert_eq!(stand, inside, "whoever came by a transfer is on the roster, once");
    let empty = (0..demo.len() as u32).map(Pos).filter(|pos| demo.is_branch(*pos) && then[pos.index()] == 0);
    let settled: Vec<Pos> = empty.filter(|pos| demo.at(*pos).seat() == Seat::Settled).collect();
    assert_eq!(settled, hollow);
    let open = rows.iter().filter(|row| row.open_at(before)).count();
    assert!(open * 2000 > rows.len() && rows.len() > came.len(), "{open} open");
    eprintln!("{} requests, {} done, {inside} of them inside, {open} open then", rows.len(), came.len());
}

#[test]
fn a_county_moves_as_its_rosters_say() {
    for seed in [1, 2018] {
        check(&Demo::new(Scale::County, seed).unwrap());
    }
}

#[test]
fn the_county_moves_alike_in_the_city() {
    let (county, city) = (Demo::new(Scale::County, 3).unwrap(), Demo::new(Scale::City, 3).unwrap());
    let of = |demo: &Demo| -> HashMap<_, _> {
        let rows = demo.moves().unwrap().transfers;
        rows.iter().map(Result::unwrap).map(|row| (row.no.clone(), (row.person, row.begun, row.closed))).collect()
    };
    let (county, city) = (of(&county), of(&city));
    assert!(county.len() > 500);
    assert!(county.iter().all(|(no, row)| city.get(no) == Some(row)));
}

#[test]
#[ignore = "1.3 million transfers and 7.2 million payments: run in release"]
fn the_province_moves_and_pays_as_published() {
    for seed in [1, 2, 2018] {
        let demo = Demo::new(Scale::Province, seed).unwrap();
        check(&demo);
        let moves = demo.moves().unwrap();
        let done = moves.transfers.iter().filter(|row| row.as_ref().unwrap().state.ending() == Some(Ending::Done));
        assert_eq!(done.count() as u64, DONE);
        for (roles, permille) in TRANSFERRED {
            let groups = demo.skeleton.groups.iter().filter(|group| roles.contains(&group.role));
            let (all, gone) =
                groups.fold((0u64, 0u64), |sum, g| (sum.0 + u64::from(g.graduates), sum.1 + u64::from(g.transferred)));
            assert_eq!(gone, (all * permille + 500) / 1000);
            eprintln!("{roles:?}: {gone} of {all}");
        }
        let paying = demo.paying().unwrap();
        let (mut payments, mut fen, mut odd) = (0u64, 0u64, 0);
        for pos in (0..demo.len() as u32).map(Pos) {
            let members = demo.members(pos);
            for (_, payment) in demo.payments(&paying, &members, pos) {
                payments += 1;
                fen += u64::from(payment.paid.0);
                odd += u32::from(payment.due.is_some_and(|due| due.0 > 0 && due != payment.paid));
                assert!(payment.at <= Demo::PUBLISHED.end());
            }
        }
        assert_eq!((payments, fen), (PAYMENTS, PAID_FEN));
        assert!(odd <= 1, "{odd} payments off the tariff");
    }
}
