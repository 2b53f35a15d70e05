use proptest::prelude::*;

use super::*;
use crate::model::{Hop, Org, OrgCode, OrgKind, TransferState};

fn time(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// A root with two committees of two branches each: 0, 1 (2 3), 4 (5 6).
fn tree() -> OrgTree {
    use OrgKind::{Branch, Committee, Leading};
    let rows = [
        (Leading, None),
        (Committee, Some(0)),
        (Branch, Some(1)),
        (Branch, Some(1)),
        (Committee, Some(0)),
        (Branch, Some(4)),
        (Branch, Some(4)),
    ];
    OrgTree::from_preorder(rows.into_iter().zip(0..).map(|((kind, parent), at)| {
        let org = Org::new(OrgCode::parse(&format!("1.{at}")).unwrap(), format!("{at}"), kind);
        (OrgId(at + 10), parent.map(Pos), org)
    }))
}

fn request(no: &str, person: u64, way: (u32, u32), code: u8, hops: &[(u8, &str, &str)], closed: &str) -> Transfer {
    let hop = |(step, arrived, answered): &(u8, &str, &str)| Hop {
        step: *step,
        arrived: time(arrived),
        answered: (!answered.is_empty()).then(|| time(answered)),
    };
    let hops: Vec<Hop> = hops.iter().map(hop).collect();
    Transfer {
        no: no.into(),
        person: IdKey(person),
        kind: TransferKind::Inside,
        reason: "".into(),
        from: OrgId(way.0 + 10),
        to: Some(OrgId(way.1 + 10)),
        begun: hops[0].arrived,
        state: TransferState::of(code).unwrap(),
        arrived: hops[hops.len() - 1].arrived,
        closed: (!closed.is_empty()).then(|| time(closed)),
        graduate: false,
        hops,
    }
}

#[test]
fn who_must_answer_and_until_when() {
    let at = time("2018-06-28 12:00:00");
    let rows = [
        request("late", 1, (2, 5), 1, &[(1, "2018-06-20 12:00:00", "")], ""),
        request("soon", 2, (2, 5), 2, &[(1, "2018-06-25 10:00", "2018-06-25 13:00"), (2, "2018-06-25 13:00", "")], ""),
        request("calm", 3, (3, 6), 3, &[(3, "2018-06-28 11:00", "")], ""),
        request("done", 4, (3, 6), 5, &[(1, "2018-06-26", "2018-06-27")], "2018-06-27"),
        request("later", 5, (3, 6), 1, &[(1, "2018-06-29", "")], ""),
    ];
    let board = Board::of(&rows, &tree(), at, &Thresholds::of(at));
    let shown: Vec<_> =
        board.open.iter().map(|row| (row.no.as_str(), row.waiting.unwrap().step, row.waiting.unwrap().who)).collect();
    assert_eq!(shown, [("late", 1, Some(Pos(2))), ("soon", 2, Some(Pos(1))), ("calm", 3, Some(Pos(6)))]);
    for (wanted, scope, places) in [
        (Wanted::Open, 0..7, vec![0, 1, 2]),
        (Wanted::Overdue, 0..7, vec![0]),
        (Wanted::Soon, 0..7, vec![1]),
        (Wanted::Open, 3..4, vec![2]),
        (Wanted::Open, 4..7, vec![0, 1, 2]),
        (Wanted::Bounced, 0..7, vec![]),
    ] {
        assert_eq!(board.pick(wanted, &scope), places, "{wanted:?} {scope:?}");
    }
    // The only two answers took three hours and a day: nobody ever took so long as this has waited.
    assert_eq!(board.open[1].waiting.unwrap().chance, None);
    assert_eq!(board.responses(&(2..3)).overdue, 1);
}

#[test]
fn the_monthly_reset_hides_no_backlog() {
    let at = time("2018-07-02 00:00:00");
    let rows = [
        request("old", 1, (2, 5), 1, &[(1, "2018-05-01", "")], ""),
        request("mended", 2, (2, 5), 2, &[(1, "2018-06-20", "2018-07-01 08:00")], ""),
        request("fresh", 3, (2, 5), 1, &[(1, "2018-07-01 12:00", "")], ""),
        request("past", 4, (2, 5), 2, &[(1, "2018-06-01", "2018-06-02")], ""),
    ];
    let board = Board::of(&rows, &tree(), at, &Thresholds::of(at));
    let of = board.responses(&(0..7));
    assert_eq!((of.due, of.in_time, of.waiting, of.overdue), (2, 0, 2, 1));
    assert_eq!((of.carried, of.carried_open, of.oldest), (2, 1, Some(62 * 86_400)));
    assert_eq!(of.median, Some(11 * 86_400 + 8 * 3600));
}

#[test]
fn to_and_fro_is_told_from_going_on() {
    let at = time("2018-06-30");
    let go =
        |no: &str, way, code, day: &str| request(no, 7, way, code, &[(1, day, "")], if code == 5 { day } else { "" });
    let chains = |rows: &[Transfer]| {
        let board = Board::of(rows, &tree(), at, &Thresholds::of(at));
        board
            .bounces
            .iter()
            .map(|b| (b.places.iter().map(|p| p.0).collect::<Vec<_>>(), b.no.to_string()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        chains(&[go("a", (2, 5), 5, "2018-06-01"), go("b", (5, 2), 1, "2018-06-09")]),
        [(vec![2, 5, 2], "b".into())]
    );
    assert_eq!(
        chains(&[go("c", (2, 5), 5, "2018-06-20"), go("b", (5, 2), 5, "2018-06-09"), go("a", (2, 5), 5, "2018-06-01")]),
        [(vec![2, 5, 2, 5], "c".into())],
        "in any order of rows"
    );
    assert!(chains(&[go("a", (2, 5), 5, "2018-06-01"), go("b", (5, 3), 1, "2018-06-09")]).is_empty());
    assert!(chains(&[go("a", (2, 5), 6, "2018-06-01"), go("b", (5, 2), 1, "2018-06-09")]).is_empty(), "it never went");
}

proptest! {
    #[test]
    fn totals_are_sums_and_parts_are_parts(rows in prop::collection::vec(
        (0u64..6, 0usize..4, 0usize..4, 0u8..14, 1u8..5, 0i64..90 * 24, prop::option::of(0i64..200), 0i64..90 * 24), 0..40)
    ) {
        let branches = [2, 3, 5, 6];
        let start = time("2018-05-01").0;
        let rows: Vec<Transfer> = rows.into_iter().enumerate().map(|(n, (person, from, to, code, step, hour, took, closed))| {
            let arrived = Instant(start + hour * 3600);
            let mut row = request(&n.to_string(), person, (branches[from], branches[to]), code, &[(1, "2018-05-01", "")], "");
            row.begun = arrived;
            row.hops = vec![Hop { step, arrived, answered: took.map(|took| arrived.plus_hours(took)) }];
            row.closed = row.state.ending().map(|_| arrived.plus_hours(closed));
            row
        }).collect();
        let tree = tree();
        let at = time("2018-06-28 12:00:00");
        let board = Board::of(&rows, &tree, at, &Thresholds::of(at));
        let of = |scope| board.responses(&scope);
        let whole = of(0..7);
        let parts = [of(0..1), of(1..4), of(4..7)];
        let sum = |get: fn(&Responses) -> u64| parts.iter().map(get).sum::<u64>();
        prop_assert_eq!(whole.due, sum(|of| of.due));
        prop_assert_eq!(whole.overdue, sum(|of| of.overdue));
        prop_assert_eq!(whole.carried, sum(|of| of.carried));
        prop_assert!(whole.in_time <= whole.due && whole.overdue + whole.soon <= whole.waiting);
        prop_assert!(whole.carried_open <= whole.carried && whole.median <= whole.ninety);
        prop_assert_eq!(whole.oldest, parts.iter().filter_map(|of| of.oldest).max());
        prop_assert!(board.open.iter().all(|row| row.begun <= at));
        prop_assert!(board.open.is_sorted_by_key(|row| row.waiting.map_or(i64::MAX, |hop| hop.breaks.0)));
    }
}

#[test]
#[ignore = "a measurement: run it in release"]
fn counting_a_province_of_requests() {
    let tree = tree();
    let at = time("2018-11-15");
    let branches = [2, 3, 5, 6];
    let row = |n: u64| {
        let way = (branches[n as usize % 4], branches[(n as usize + 1) % 4]);
        let mut row =
            request(&n.to_string(), n / 2, way, if n.is_multiple_of(20) { 2 } else { 5 }, &[(1, "2018-10-01", "")], "");
        row.begun = Instant(at.0 - (n as i64 * 37 % 14_000_000));
        let hop = |step: u8| Hop {
            step,
            arrived: row.begun.plus_hours(i64::from(step) * 30),
            answered: Some(row.begun.plus_hours(i64::from(step) * 30 + 29)),
        };
        row.hops = (1..=4).map(hop).collect();
        row.closed = row.hops.last().and_then(|hop| hop.answered);
        row
    };
    let rows: Vec<Transfer> = (0..1_306_449).map(row).collect();
    let start = std::time::Instant::now();
    let board = Board::of(&rows, &tree, at, &Thresholds::of(at));
    println!(
        "{} requests: {:?}, {} open, {} to and fro",
        rows.len(),
        start.elapsed(),
        board.open.len(),
        board.bounces.len()
    );
    let start = std::time::Instant::now();
    println!("{:?} {:?}", board.responses(&(0..7)), start.elapsed());
}
