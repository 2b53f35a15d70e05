use proptest::prelude::*;

use super::*;
use crate::judge::{History, RuleIx};
use crate::model::Pos;

const TERMS: Terms = Terms { looks: 2, days: 30 };

fn at(day: i32) -> Instant {
    Day(17_700 + day).end()
}

fn day(day: i32) -> Day {
    Day(17_700 + day)
}

/// A history of one finding, from the days looked at and whether it held.
fn history(row: &[(i32, bool)]) -> History {
    let mut before = false;
    History::of_changes(row.iter().map(|&(day, holds)| {
        let changed = std::mem::replace(&mut before, holds) != holds;
        (at(day), vec![if changed { vec![Pos(0)] } else { Vec::new() }])
    }))
}

fn told(row: &[(i32, bool)], deeds: &[(i32, Act)], on: i32) -> Option<Life> {
    let history = history(row);
    let deeds = deeds.iter().map(|(day, act)| Deed { at: at(*day), by: "post", act });
    life(history.instants(), history.seen(RuleIx(0), Pos(0)), deeds, at(on), TERMS)
}

fn assign() -> Act {
    Act::Assign { post: "post".into() }
}

fn snooze(until: i32) -> Act {
    Act::Snooze { until: day(until), reason: "r".into() }
}

fn grant(until: i32) -> Act {
    Act::GrantExemption { until: day(until), reason: "r".into() }
}

#[test]
fn the_looks_alone_tell_probation_closing_and_relapse() {
    use LifeState::{Closed, New, Probation, Relapsed};
    const T: bool = true;
    const F: bool = false;
    // Days looked at, the day asked for, state, the day it ends or ended, which time, days open.
    type Row = (&'static [(i32, bool)], i32, LifeState, Option<i32>, u16, i32);
    let table: &[Row] = &[
        (&[(0, T)], 5, New, None, 1, 5),
        (&[(0, F), (7, T), (14, T)], 14, New, None, 1, 7),
        // One look that finds it sound is no mending, whether it comes back or not.
        (&[(0, T), (7, F)], 7, New, None, 1, 0),
        (&[(0, T), (7, F)], 99, New, None, 1, 0),
        (&[(0, T), (7, F), (14, T)], 14, New, None, 1, 14),
        // Two are, from the first of them.
        (&[(0, T), (7, F), (14, F)], 14, Probation, Some(37), 1, 0),
        (&[(0, T), (7, T), (14, F), (21, F), (36, F)], 36, Probation, Some(44), 1, 7),
        (&[(0, T), (7, F), (14, F), (36, F)], 36, Probation, Some(37), 1, 0),
        (&[(0, T), (7, F), (14, F), (37, F)], 37, Closed, Some(37), 1, 0),
        // Nobody looked when probation was over: it is closed by the next look, however late.
        (&[(0, T), (7, F), (14, F)], 90, Probation, Some(37), 1, 0),
        (&[(0, T), (7, F), (60, F)], 60, Closed, Some(60), 1, 0),
        (&[(0, T), (7, F), (14, F), (36, T)], 36, Relapsed, None, 2, 0),
        (&[(0, T), (7, F), (14, F), (37, F), (90, T), (97, T)], 97, Relapsed, None, 2, 7),
        (&[(0, T), (1, F), (2, F), (3, T), (4, F), (5, T), (6, F), (7, F), (8, T)], 8, Relapsed, None, 3, 0),
        // What is later than the day asked for is not known on it.
        (&[(0, T), (7, F), (14, F), (37, F), (90, T)], 40, Closed, Some(37), 1, 0),
    ];
    for (row, on, state, until, times, open) in table {
        let life = told(row, &[], *on).unwrap();
        let until = until.map(day);
        assert_eq!((life.state, life.until, life.times), (*state, until, *times), "{row:?} on {on}");
        assert_eq!(life.days_open(day(*on)), *open, "{row:?} on {on}");
        assert_eq!(life.first_seen, day(row.iter().find(|(_, holds)| *holds).unwrap().0));
    }
    assert_eq!(told(&[(0, F), (7, F)], &[], 7), None);
    assert_eq!(told(&[(7, T)], &[], 6), None);
}

#[test]
fn people_take_it_in_hand_put_it_aside_and_make_it_exempt_for_a_time() {
    use LifeState::{Exempt, InHand, New, Probation, Relapsed, Snoozed};
    let held: &[(i32, bool)] = &[(0, true)];
    let ask = || Act::AskExemption { until: day(30), reason: "r".into() };
    let refuse = || Act::RefuseExemption { reason: "r".into() };
    let note = || Act::Note { text: "n".into() };
    type Row<'a> = (&'a [(i32, bool)], Vec<(i32, Act)>, i32, LifeState, Option<i32>);
    let table: Vec<Row> = vec![
        (held, vec![(1, note())], 2, New, None),
        (held, vec![(1, assign())], 2, InHand, None),
        (held, vec![(3, assign())], 2, New, None),
        (held, vec![(1, snooze(9))], 8, Snoozed, Some(9)),
        (held, vec![(1, snooze(9))], 9, New, None),
        (held, vec![(1, assign()), (1, snooze(9))], 8, Snoozed, Some(9)),
        (held, vec![(1, assign()), (1, snooze(9))], 9, InHand, None),
        (held, vec![(1, snooze(9)), (2, snooze(5))], 6, New, None),
        (held, vec![(1, ask())], 2, New, None),
        (held, vec![(1, ask()), (2, grant(20))], 19, Exempt, Some(20)),
        (held, vec![(1, ask()), (2, grant(20))], 20, New, None),
        (held, vec![(1, ask()), (2, refuse())], 3, New, None),
        (held, vec![(1, ask()), (2, grant(20)), (3, refuse())], 4, New, None),
        (held, vec![(1, ask()), (2, grant(20)), (3, ask()), (4, refuse())], 5, Exempt, Some(20)),
        // An act can neither close nor keep from probation.
        (&[(0, true), (7, false), (14, false)], vec![(1, assign()), (2, grant(99))], 14, Probation, Some(37)),
        (&[(0, true), (7, false)], vec![(1, assign())], 8, InHand, None),
        // What comes back is nobody's again.
        (&[(0, true), (7, false), (14, false), (21, true)], vec![(1, grant(99)), (2, assign())], 21, Relapsed, None),
        (&[(0, true), (7, false), (14, false), (21, true)], vec![(22, assign())], 22, InHand, None),
        // After a single sound look it is the same one still.
        (&[(0, true), (7, false), (14, true)], vec![(1, assign())], 21, InHand, None),
    ];
    for (row, deeds, on, state, until) in table {
        let life = told(row, &deeds, on).unwrap();
        assert_eq!((life.state, life.until), (state, until.map(day)), "{row:?} {deeds:?} on {on}");
    }
    assert!(told(held, &[(1, ask())], 2).unwrap().asked);
    assert!(!told(held, &[(1, ask()), (2, grant(20))], 2).unwrap().asked);
    assert_eq!(told(held, &[(0, note()), (1, assign())], 2).unwrap().assigned, Some(1));
}

#[test]
fn the_story_tells_looks_and_deeds_in_order() {
    let history = history(&[(0, true), (7, false), (14, false), (37, false), (60, true)]);
    let assign = assign();
    let done = [2, 99].map(|day| Line { at: at(day), told: Told::Done { by: "p", act: &assign, undone: false } });
    let lines = story(history.instants(), history.seen(RuleIx(0), Pos(0)), done, at(60), TERMS);
    let days: Vec<i32> = lines.iter().map(|line| line.at.day().0 - 17_700).collect();
    assert_eq!(days, [0, 2, 7, 14, 37, 60]);
    assert_eq!(lines[3].told, Told::Probation(day(37)));
    assert_eq!(lines[5].told, Told::Relapsed(2));
}

#[test]
fn what_is_reported_as_mended_is_told_apart_by_what_became_of_it() {
    let sum = |row: &[(i32, bool)], on| {
        let m = mended(&history(row), RuleIx(0), &(0..1), (at(0), at(14)), at(on), TERMS);
        [m.held, m.reported, m.net, m.pending, m.relapsed]
    };
    let sound: &[(i32, bool)] = &[(0, true), (7, true), (14, false), (21, false), (44, false)];
    assert_eq!(sum(sound, 14), [1, 1, 0, 1, 0]);
    assert_eq!(sum(sound, 43), [1, 1, 0, 1, 0]);
    assert_eq!(sum(sound, 44), [1, 1, 1, 0, 0]);
    assert_eq!(sum(&[(0, true), (14, false), (21, true)], 21), [1, 1, 0, 0, 1]);
    assert_eq!(sum(&[(0, true), (14, true)], 21), [1, 0, 0, 0, 0]);
    assert_eq!(sum(&[(-7, true), (0, false), (14, false)], 21), [0; 5]);
    assert_eq!(sum(&[(0, false), (21, true)], 21), [0; 5]);
}

/// The same, look by look, as one would do it by hand.
fn by_hand(row: &[(i32, bool)]) -> Option<(LifeState, u16)> {
    let (mut state, mut times) = (None, 0);
    let mut sound: Vec<i32> = Vec::new();
    for (day, holds) in row {
        if *holds {
            sound.clear();
            state = match state {
                None => {
                    times = 1;
                    Some(LifeState::New)
                }
                Some(LifeState::Probation | LifeState::Closed) => {
                    times += 1;
                    Some(LifeState::Relapsed)
                }
                open => open,
            };
        } else if state.is_some() {
            sound.push(*day);
            if sound.len() >= 2 {
                let over = *day >= sound[0] + 30;
                state = Some(if over { LifeState::Closed } else { LifeState::Probation });
            }
        }
    }
    state.map(|state| (state, times))
}

fn rows() -> impl Strategy<Value = Vec<(i32, bool)>> {
    prop::collection::vec((1..25, any::<bool>()), 1..14).prop_map(|gaps| {
        let mut day = 0;
        gaps.into_iter()
            .map(|(gap, holds)| {
                day += gap;
                (day, holds)
            })
            .collect()
    })
}

fn acts() -> impl Strategy<Value = Vec<(i32, Act)>> {
    let act = prop_oneof![
        Just(assign()),
        (0..200).prop_map(snooze),
        (0..200).prop_map(grant),
        Just(Act::RefuseExemption { reason: "r".into() }),
        Just(Act::AskExemption { until: day(9), reason: "r".into() }),
        Just(Act::Explain { text: "t".into() }),
    ];
    prop::collection::vec((0..200, act), 0..8)
}

proptest! {
    #[test]
    fn lives_are_as_by_hand(row in rows()) {
        let last = row.last().unwrap().0;
        prop_assert_eq!(told(&row, &[], last).map(|life| (life.state, life.times)), by_hand(&row));
    }

    #[test]
    fn no_act_closes_or_hides_what_the_judge_says(row in rows(), acts in acts()) {
        let last = row.last().unwrap().0;
        let (with, without) = (told(&row, &acts, last), told(&row, &[], last));
        prop_assert_eq!(with.is_some(), without.is_some());
        if let (Some(with), Some(without)) = (with, without) {
            let judged = |life: Life| matches!(life.state, LifeState::Probation | LifeState::Closed);
            prop_assert_eq!(judged(with), judged(without));
            prop_assert_eq!((with.times, with.holds, with.began), (without.times, without.holds, without.began));
            if judged(without) {
                prop_assert_eq!((with.state, with.until), (without.state, without.until));
            }
        }
    }

    #[test]
    fn what_comes_later_changes_no_earlier_day(row in rows(), acts in acts(), on in 0..200) {
        let known: Vec<_> = row.iter().copied().filter(|(day, _)| *day <= on).collect();
        let done: Vec<_> = acts.iter().filter(|(day, _)| *day <= on).cloned().collect();
        let (whole, part) = (told(&row, &acts, on), told(&known, &done, on));
        prop_assert_eq!(whole.map(|life| (life.state, life.until)), part.map(|life| (life.state, life.until)));
    }

    #[test]
    fn reported_is_net_and_pending_and_relapsed(row in rows(), from in 0..100, long in 0..100, later in 0..100) {
        let (from, to) = (at(from), at(from + long));
        let m = mended(&history(&row), RuleIx(0), &(0..1), (from, to), at(200 + later), TERMS);
        prop_assert_eq!(m.reported, m.net + m.pending + m.relapsed);
        prop_assert!(m.held >= m.reported);
    }
}
