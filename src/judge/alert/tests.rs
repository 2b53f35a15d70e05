//! Each detector by table, the innocent edge included; and what holds of all of them.

use proptest::prelude::*;

use super::*;
use crate::model::{Industry, Instant, Org, OrgCode, OrgId, OrgKind};

/// A committee with two branches of a firm, and a school with two classes.
fn tree() -> OrgTree {
    let org = |code: &str, kind, industry| {
        let mut org = Org::new(OrgCode::parse(code).unwrap(), code, kind);
        org.industry = industry;
        org.founded = Day::new(2010, 1, 1);
        org
    };
    let (firm, school) = (Some(Industry::PrivateFirm), Some(Industry::SeniorHigh));
    OrgTree::from_preorder([
        (OrgId(0), None, org("044", OrgKind::Leading, None)),
        (OrgId(1), Some(Pos(0)), org("044.001", OrgKind::Committee, firm)),
        (OrgId(2), Some(Pos(1)), org("044.001.001", OrgKind::Branch, firm)),
        (OrgId(3), Some(Pos(1)), org("044.001.002", OrgKind::Branch, firm)),
        (OrgId(4), Some(Pos(0)), org("044.002", OrgKind::Committee, school)),
        (OrgId(5), Some(Pos(4)), org("044.002.001", OrgKind::Branch, school)),
        (OrgId(6), Some(Pos(4)), org("044.002.002", OrgKind::Branch, school)),
    ])
}

const BRANCH: Pos = Pos(2);
const OTHER: Pos = Pos(3);
const CLASS: Pos = Pos(5);

fn on(month: u32, day: u32) -> Day {
    Day::new(2018, month, day).unwrap()
}

/// What is seen on 1 September 2018 with due days on 22 and 30 June, branches having `members` members.
fn seen(events: Events, members: u32) -> Vec<Alert> {
    let tree = tree();
    let ground = Ground {
        tree: &tree,
        at: on(9, 1),
        dues: &[on(6, 22), on(6, 30)],
        thresholds: &AlertThresholds::default(),
        members: &|_| members,
    };
    alerts(&ground, events)
}

fn of(events: Events, kind: AlertKind) -> Vec<Alert> {
    seen(events, 10).into_iter().filter(|alert| alert.kind == kind).collect()
}

fn came(at: Pos, person: u64, day: Day) -> Arrival {
    Arrival { at, person: IdKey(person), day, from: None, graduate: false }
}

fn left(at: Pos, person: u64, day: Day) -> Leaving {
    Leaving { at, person: IdKey(person), day, to: None, graduate: false, how: How::Transfer }
}

#[test]
fn in_before_a_due_day_and_out_after_it() {
    // How many, came, gone; how many are told, and beside which due day.
    for (persons, come, gone, told) in [
        (3, on(6, 25), on(7, 20), Some((3, on(6, 30)))),
        (2, on(6, 25), on(7, 20), None),
        (3, on(6, 15), on(7, 22), Some((3, on(6, 22)))),
        (3, on(6, 14), on(7, 20), None),
        (3, on(6, 23), on(7, 30), Some((3, on(6, 30)))),
        (3, on(6, 23), on(7, 31), None),
        (3, on(6, 28), on(6, 30), None),
        (3, on(6, 28), on(7, 1), Some((3, on(6, 30)))),
        (3, on(7, 1), on(7, 20), None),
    ] {
        let events = Events {
            arrivals: (0..persons).map(|person| came(BRANCH, person, come)).collect(),
            leavings: (0..persons).map(|person| left(BRANCH, person, gone)).collect(),
            ..Events::default()
        };
        let found = of(events, AlertKind::Filled);
        let numbers = found.first().map(|alert| (alert.numbers.count, alert.numbers.due.unwrap()));
        assert_eq!((found.len() as u32, numbers), (u32::from(told.is_some()), told), "{persons} {come} {gone}");
    }
}

#[test]
fn what_explains_a_stay_is_chosen_from_its_rows() {
    let mut events = Events {
        arrivals: (0..9).map(|person| came(BRANCH, person, on(6, 25))).collect(),
        leavings: (0..9).map(|person| left(BRANCH, person, on(7, 20))).collect(),
        ..Events::default()
    };
    events.leavings.iter_mut().take(3).for_each(|leaving| leaving.graduate = true);
    events.leavings.iter_mut().for_each(|leaving| leaving.to = Some(OTHER));
    events.leavings[8].how = How::Standing;
    events.arrivals.push(came(BRANCH, 77, on(6, 26)));
    let found = of(events, AlertKind::Filled);
    assert_eq!(
        found[0].innocent,
        [Innocent::Graduation(3), Innocent::Merger(OTHER, 9), Innocent::Undated(1), Innocent::LateWork]
    );
    assert_eq!((found[0].numbers.of, found[0].rows.len()), (10, 9));
    assert_eq!((found[0].from, found[0].to), (on(6, 25), on(7, 20)));
}

#[test]
fn a_batch_that_stops_exactly_at_the_number_asked_for() {
    // Members now, how many came on 12 June, one more on that day of June, told.
    for (members, batch, later, told) in [
        (3, 3, None, true),
        (3, 2, None, true),
        (3, 1, None, false),
        (4, 3, None, false),
        (4, 2, None, false),
        (4, 3, Some(18), false),
        (4, 3, Some(20), true),
    ] {
        let mut arrivals: Vec<_> = (0..batch).map(|person| came(BRANCH, person, on(6, 12))).collect();
        arrivals.extend(later.map(|day| came(BRANCH, 99, on(6, day))));
        let found = seen(Events { arrivals, ..Events::default() }, members);
        assert_eq!(!found.is_empty(), told, "{members} {batch} {later:?}");
        assert!(found.iter().all(|alert| alert.numbers.after == 3 && alert.kind == AlertKind::Batch));
    }
}

fn looks(before: [u32; 7], after: [u32; 7], done: [u32; 7]) -> Vec<(Pos, u32)> {
    use crate::judge::{Fact, FactRow, Facts};
    let facts = |members: [u32; 7], done: [u32; 7], at: Day| {
        let mut facts = Facts::new(at.end(), 7);
        for (members, done) in members.into_iter().zip(done) {
            let mut row = FactRow::default();
            row.add(Fact::Members, members);
            row.add(Fact::TransfersOutDone, done);
            facts.push(&row);
        }
        facts
    };
    let (before, after) = (facts(before, [0; 7], on(6, 1)), facts(after, done, on(6, 2)));
    let losses = between(&tree(), &before, &after, &AlertThresholds::default());
    losses.iter().map(|loss| (loss.org, loss.unexplained)).collect()
}

#[test]
fn a_fall_between_two_looks_is_told_where_it_happened() {
    let none = [0; 7];
    // Twenty of a large branch; nineteen of it; a fifth of a small one; four of ten, below the floor.
    assert_eq!(looks([0, 0, 200, 0, 0, 0, 0], [0, 0, 180, 0, 0, 0, 0], none), [(BRANCH, 20)]);
    assert_eq!(looks([0, 0, 200, 0, 0, 0, 0], [0, 0, 181, 0, 0, 0, 0], none), []);
    assert_eq!(looks([0, 0, 25, 0, 0, 0, 0], [0, 0, 20, 0, 0, 0, 0], none), [(BRANCH, 5)]);
    assert_eq!(looks([0, 0, 26, 0, 0, 0, 0], [0, 0, 21, 0, 0, 0, 0], none), []);
    assert_eq!(looks([0, 0, 10, 0, 0, 0, 0], [0, 0, 6, 0, 0, 0, 0], none), []);
    // Done transfers explain it.
    assert_eq!(looks([0, 0, 200, 0, 0, 0, 0], [0, 0, 180, 0, 0, 0, 0], [0, 0, 1, 0, 0, 0, 0]), []);
    // Spread over two branches that are each below the line, told of the committee above.
    assert_eq!(looks([0, 0, 60, 60, 0, 400, 0], [0, 0, 49, 49, 0, 400, 0], none), []);
    assert_eq!(looks([0, 0, 99, 9, 0, 0, 0], [0, 0, 80, 5, 0, 0, 0], none), [(Pos(1), 23)]);
}

#[test]
fn what_a_later_roster_moved_in_a_day_is_told_with_its_persons() {
    for (moved, members, told) in [(20, 200, true), (19, 200, false), (5, 20, true), (4, 4, false), (5, 21, false)] {
        let leavings = (0..moved)
            .map(|person| Leaving { how: How::Roster, to: Some(OTHER), ..left(BRANCH, person, on(7, 1)) })
            .collect();
        let losses =
            vec![Loss { org: BRANCH, from: on(6, 30), to: on(7, 1), before: 99, after: 1, unexplained: moved as u32 }];
        let losses = if told { losses } else { Vec::new() };
        let found = seen(Events { leavings, losses, ..Events::default() }, members);
        assert_eq!(found.len(), usize::from(told), "{moved} of {members}: told once or not at all");
        assert!(found.iter().all(|alert| alert.rows.len() == moved as usize));
        assert!(found.iter().all(|alert| alert.innocent.contains(&Innocent::Corrected(moved as u32))));
    }
}

#[test]
fn many_returned_home_by_one_school_within_a_month() {
    // How many, days between one and the next, told.
    for (count, step, told) in [(20, 1, true), (19, 1, false), (20, 2, false), (25, 0, true)] {
        let row = |nth: u64| Return {
            school: Pos(4),
            day: Day(on(6, 1).0 + nth as i32 * step),
            person: IdKey(nth),
            from: CLASS,
            graduate: nth < 5,
        };
        let returns = (0..count).map(row).collect();
        let found = of(Events { returns, ..Events::default() }, AlertKind::Returned);
        assert_eq!(found.len(), usize::from(told), "{count} {step}");
        assert!(found.iter().all(|alert| alert.innocent[0] == Innocent::Graduation(5)));
    }
}

#[test]
fn there_and_back_between_the_same_two() {
    let trip = |person, out, back| {
        let step = |day, from, to| Move { person: IdKey(person), day, from, to };
        [step(out, BRANCH, OTHER), step(back, OTHER, BRANCH)]
    };
    let three = |back| (0..3).flat_map(|person| trip(person, on(5, 1), back)).collect::<Vec<_>>();
    let one_twice = [trip(1, on(5, 1), on(5, 9)), trip(1, on(6, 1), on(6, 9))].concat();
    for (moves, told) in [
        (three(on(6, 30)), true),
        (three(on(7, 1)), false),
        (three(on(5, 1)), true),
        ((0..2).flat_map(|person| trip(person, on(5, 1), on(5, 9))).collect(), false),
        (one_twice, true),
        ((0..9).map(|person| Move { person: IdKey(person), day: on(5, 1), from: BRANCH, to: OTHER }).collect(), false),
    ] {
        let found = of(Events { moves: moves.clone(), ..Events::default() }, AlertKind::Bounce);
        assert_eq!(found.iter().filter(|alert| alert.org == BRANCH).count(), usize::from(told), "{moves:?}");
    }
}

#[test]
fn weak_branches_closed_before_a_due_day() {
    // Closed on, rows kept, posts, left behind in the month before; told.
    for (day, kept, posts, moved, told) in [
        (on(6, 20), 0, 0, 0, true),
        (on(6, 20), 2, 1, 0, true),
        (on(6, 20), 3, 1, 0, false),
        (on(6, 20), 0, 1, 3, false),
        (on(6, 20), 5, 0, 0, true),
        (on(5, 22), 0, 0, 0, false),
        (on(5, 23), 0, 0, 0, true),
        (on(7, 1), 0, 0, 0, false),
    ] {
        let closure = |branch| Closure { parent: Pos(1), day, branch, kept, posts };
        let leavings = [BRANCH, OTHER]
            .iter()
            .flat_map(|pos| (0..moved).map(|person| Leaving { to: Some(CLASS), ..left(*pos, person, Day(day.0 - 5)) }));
        let leavings: Vec<_> = leavings.collect();
        let both = Events { closures: vec![closure(BRANCH), closure(OTHER)], leavings, ..Events::default() };
        let found = of(both.clone(), AlertKind::Closed);
        assert_eq!(found.len(), usize::from(told), "{day} {kept} {posts} {moved}");
        assert!(found.iter().all(|alert| alert.org == Pos(1) && alert.rows.len() == 2));
        let one = Events { closures: vec![closure(BRANCH)], ..both };
        assert!(of(one, AlertKind::Closed).is_empty(), "one closed branch is no pattern");
    }
}

#[test]
fn one_number_on_many_rows() {
    for (places, org) in [
        (vec![BRANCH; 4], None),
        (vec![BRANCH; 5], Some(BRANCH)),
        (vec![BRANCH, BRANCH, BRANCH, OTHER, OTHER], Some(Pos(1))),
        (vec![BRANCH, BRANCH, BRANCH, OTHER, CLASS], Some(Pos(0))),
    ] {
        let rows = places.iter().enumerate();
        let phones = rows.map(|(nth, at)| PhoneRow { hash: 7, at: *at, person: IdKey(nth as u64) }).collect();
        let found = of(Events { phones, ..Events::default() }, AlertKind::Phone);
        assert_eq!(found.first().map(|alert| alert.org), org, "{places:?}");
    }
}

#[test]
fn one_day_for_many_unless_a_founding_or_an_intake_explains_it() {
    let spring = on(3, 12);
    let autumn = Day::new(2017, 9, 1).unwrap();
    let founding = Day::new(2010, 1, 16).unwrap();
    for (at, count, day, told) in [
        (BRANCH, 20, spring, true),
        (BRANCH, 19, spring, false),
        (BRANCH, 40, founding, false),
        (BRANCH, 40, Day(founding.0 + 1), true),
        (BRANCH, 20, autumn, true),
        (CLASS, 40, autumn, false),
        (CLASS, 20, spring, true),
    ] {
        let arrivals = (0..count).map(|person| came(at, person, day)).collect();
        let found = of(Events { arrivals, ..Events::default() }, AlertKind::SameDay);
        assert_eq!(found.len(), usize::from(told), "{at:?} {count} {day}");
    }
}

#[test]
fn a_secretary_who_answered_nothing() {
    for (since, answered, waiting, told) in [
        (on(8, 2), 0, 2, true),
        (on(8, 3), 0, 2, false),
        (on(6, 1), 0, 1, false),
        (on(6, 1), 1, 9, false),
        (on(6, 1), 0, 9, true),
    ] {
        let onboarded = waiting == 9;
        let charge = Charge { branch: BRANCH, person: IdKey(1), since, onboarded, answered, waiting, oldest: on(8, 4) };
        let found = of(Events { charges: vec![charge], ..Events::default() }, AlertKind::Silent);
        assert_eq!(found.len(), usize::from(told), "{since} {answered} {waiting}");
        assert!(found.iter().all(|alert| alert.innocent.contains(&Innocent::NotOnboarded) != onboarded));
    }
}

#[test]
fn every_kind_speaks_both_languages_and_accuses_nobody() {
    use crate::lang::Lang;
    let tree = tree();
    for kind in crate::model::Labelled::ALL.iter().copied() {
        let alert = Alert {
            kind,
            org: BRANCH,
            rows: vec![RowRef { other: Some(OTHER), ..RowRef::person(BRANCH, IdKey(1)) }],
            numbers: Numbers { due: Some(on(6, 22)), ..Numbers::default() },
            from: on(6, 1),
            to: on(6, 2),
            innocent: Vec::new(),
        };
        for (lang, words) in [(Lang::Zh, ["造假", "作弊", "违规"]), (Lang::En, ["fake", "cheat", "fraud"])] {
            let text = alert.text(lang, &tree);
            assert!(text.len() > 20 && words.iter().all(|word| !text.contains(word)), "{text}");
        }
    }
}

fn days() -> impl Strategy<Value = Day> {
    (on(6, 1).0..on(8, 1).0).prop_map(Day)
}

fn events() -> impl Strategy<Value = Events> {
    let place = || prop::sample::select(vec![BRANCH, OTHER, CLASS]);
    let how = prop::sample::select(vec![How::Transfer, How::Roster, How::Standing]);
    let arrivals = prop::collection::vec((place(), 0u64..12, days()), 0..60);
    let leavings = prop::collection::vec((place(), 0u64..12, days(), how), 0..40);
    let moves = prop::collection::vec((place(), place(), 0u64..5, days()), 0..30);
    let phones = prop::collection::vec((0u64..3, place(), 0u64..12), 0..30);
    (arrivals, leavings, moves, phones).prop_map(|(arrivals, leavings, moves, phones)| Events {
        arrivals: arrivals.into_iter().map(|(at, person, day)| came(at, person, day)).collect(),
        leavings: leavings.into_iter().map(|(at, person, day, how)| Leaving { how, ..left(at, person, day) }).collect(),
        moves: moves.into_iter().map(|(from, to, person, day)| Move { person: IdKey(person), day, from, to }).collect(),
        phones: phones.into_iter().map(|(hash, at, person)| PhoneRow { hash, at, person: IdKey(person) }).collect(),
        ..Events::default()
    })
}

proptest! {
    #[test]
    fn the_order_of_rows_does_not_matter(events in events(), turn in 0usize..40) {
        let mut turned = events.clone();
        let by = |len: usize| if len == 0 { 0 } else { turn % len };
        turned.arrivals.reverse();
        let (l, m, p) = (by(turned.leavings.len()), by(turned.moves.len()), by(turned.phones.len()));
        turned.leavings.rotate_left(l);
        turned.moves.rotate_left(m);
        turned.phones.rotate_left(p);
        turned.phones.reverse();
        prop_assert_eq!(seen(events, 6), seen(turned, 6));
    }

    /// Every alert stands on rows, none of them of a later day, and never on fewer than its threshold asks for.
    #[test]
    fn an_alert_stands_on_its_rows(events in events()) {
        for alert in seen(events, 6) {
            prop_assert!(!alert.rows.is_empty() && !alert.innocent.is_empty());
            prop_assert!(alert.from <= alert.to && alert.to <= on(9, 1));
            let least = match alert.kind { AlertKind::Filled | AlertKind::Bounce => 1, AlertKind::Batch => 2, _ => 5 };
            prop_assert!(alert.numbers.count >= least, "{:?}", alert);
        }
    }

    /// A register in which everybody came on another day and stays, with a number of their own, has nothing to check.
    #[test]
    fn nothing_is_told_without_a_pattern(persons in 0u64..40) {
        let arrivals = (0..persons).map(|person| came(BRANCH, person, Day(on(6, 1).0 + person as i32))).collect();
        let phones = (0..persons).map(|person| PhoneRow { hash: person, at: BRANCH, person: IdKey(person) }).collect();
        let leavings = (100..100 + persons).map(|person| left(BRANCH, person, Day(on(6, 1).0 + person as i32 - 100)));
        let events = Events { arrivals, phones, leavings: leavings.collect(), ..Events::default() };
        prop_assert_eq!(seen(events, 200), vec![]);
    }
}

#[test]
fn an_empty_register_is_quiet() {
    let tree = OrgTree::from_preorder([]);
    let ground = Ground {
        tree: &tree,
        at: Instant(0).day(),
        dues: &[],
        thresholds: &AlertThresholds::default(),
        members: &|_| 0,
    };
    assert_eq!(alerts(&ground, Events::default()), vec![]);
}
