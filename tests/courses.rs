//! The course of steps and the ledgers of the demonstration county, held against what the desk says of them elsewhere.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::Site;
use mingmai::desk::{Clock, Desk, DeskOptions};
use mingmai::judge::{Fact, Rules};
use mingmai::model::{Day, Pos};
use mingmai::store::DataDir;

fn county(site: &Site) -> Desk {
    assert_eq!(site.code(&["demo"]), 0);
    on(site, "2018-06-25")
}

fn on(site: &Site, day: &str) -> Desk {
    let options = DeskOptions {
        clock: Clock::System,
        as_of: Some(Day::parse(day).unwrap().end()),
        month: None,
        rules: Rules::builtin().unwrap().into(),
    };
    Desk::open(&DataDir::new(site.data()), options).unwrap()
}

#[test]
fn a_course_ends_where_the_step_stands_and_goes_where_the_forecast_says() {
    let site = Site::new();
    let desk = county(&site);
    let standing = desk.standing(&|_| {}).unwrap();
    let programme = &desk.programmes()[0];
    let root = Some(Pos(0));
    let standings = desk.milestones(programme, root).unwrap();
    for (step, told) in programme.steps().zip(&standings) {
        let course = desk.course(programme, step, root, &|| false).unwrap();
        assert_eq!(course.points.last().map(|(_, value)| *value), told.now, "{}", step.id);
        assert_eq!((course.forecast, course.needed_per_day), (told.forecast, told.needed_per_day), "{}", step.id);
        assert!(course.points.is_sorted_by(|one, other| one.0 < other.0), "{}", step.id);
        assert!(course.points.iter().all(|(at, _)| *at <= standing.at), "{}", step.id);
    }
    let step = programme.step("T04.2").unwrap();
    let course = desk.course(programme, step, root, &|| false).unwrap();
    let at = programme.steps().position(|other| other.id == step.id).unwrap();
    let mut seen = 0;
    let told = course.units.iter().filter(|unit| unit.reached == Some(false) && !unit.single);
    for unit in told {
        let own = &desk.milestones(programme, Some(unit.pos)).unwrap()[at];
        assert_eq!((Some(unit.now), unit.forecast), (own.now, own.forecast), "{}", standing.tree.code(unit.pos));
        seen += 1;
    }
    assert!(seen > 5, "{seen}");
    assert!(desk.course(programme, step, root, &|| true).is_err(), "nobody waits");
}

#[test]
fn a_course_is_as_long_as_the_register_remembers() {
    let site = Site::new();
    drop(county(&site));
    let desk = on(&site, "2018-09-20");
    let programme = &desk.programmes()[0];
    let points = |step: &str| desk.course(programme, programme.step(step).unwrap(), None, &|| false).unwrap().points;
    // T05.3 is counted in schools only.
    for step in ["T12.4", "T04.2", "T05.3"] {
        assert!(points(step).len() > 12, "{step}: the weeks since June, not only those of the forecast");
    }
    // What is read of a day is what is worked out for it, in what a step is confined to as elsewhere.
    let standing = desk.standing(&|_| {}).unwrap();
    let mut confined = 0;
    for step in programme.steps() {
        let Some(measure) = &step.measure else { continue };
        let whole = 0..standing.tree.len();
        if measure.runs(&standing.tree, &whole).is_none_or(|runs| runs == [whole.clone()]) {
            continue;
        }
        let points = points(&step.id);
        confined += usize::from(points.len() > 12);
        for at in [points.len() / 2, points.len().saturating_sub(2)] {
            let Some((at, value)) = points.get(at) else { continue };
            let then = desk.standing_at(*at).unwrap();
            assert_eq!(Some(*value), then.value(step, &whole), "{} at {at}", step.id);
        }
    }
    assert!(confined > 2, "{confined}");
}

#[test]
fn ledgers_add_up_to_the_figures() {
    let site = Site::new();
    let desk = county(&site);
    let standing = desk.standing(&|_| {}).unwrap();
    let programme = &desk.programmes()[0];
    let total = |fact, pos: Pos| standing.facts.total(fact, &standing.tree.subtree(pos)) as usize;
    for pos in std::iter::once(Pos(0)).chain(standing.tree.children(Pos(0))) {
        let read = desk.ledgers(programme, Some(pos)).unwrap();
        let confirmed: usize = read.units.iter().map(|sum| sum.confirmed).sum();
        assert_eq!(confirmed, total(Fact::LedgerConfirmed, pos), "{}", standing.tree.code(pos));
        let registered = read.units.iter().flat_map(|sum| &sum.rows);
        let registered =
            registered.filter(|row| row.unit.confirmed_by(standing.at) && row.cover == mingmai::store::Cover::Covered);
        assert_eq!(registered.count(), total(Fact::LedgerRegistered, pos), "{}", standing.tree.code(pos));
        for sum in &read.units {
            assert_eq!(sum.covered + sum.bare + sum.hollow, sum.rows.len());
            let own = desk.ledger(&standing, sum.pos).unwrap();
            assert_eq!(own, sum.rows, "{}", standing.tree.code(sum.pos));
        }
        let submitted = read.schools.iter().filter(|row| row.base.is_some()).count();
        assert!(submitted >= total(Fact::Baselines, pos), "{}", standing.tree.code(pos));
        assert!(read.schools.len() >= total(Fact::Schools, pos));
    }
    let read = desk.ledgers(programme, Some(Pos(0))).unwrap();
    let standings = desk.milestones(programme, Some(Pos(0))).unwrap();
    for item in &read.items {
        let at = programme.steps().position(|step| step.id == item.step).unwrap();
        if let Some(now) = standings[at].now.filter(|now| now.denominator.is_some()) {
            assert_eq!((item.declared, item.asked), (now.numerator, now.denominator), "{}", item.step);
        }
    }
    assert!(read.items.len() > 3 && !read.units.is_empty());
}

#[test]
fn what_is_remembered_is_read_and_never_worked_out_for_a_glance() {
    let site = Site::new();
    let desk = county(&site);
    let before = desk.snapshots().unwrap().iter().count();
    assert!(desk.hollow_past().unwrap().len() <= before);
    assert_eq!(desk.snapshots().unwrap().iter().count(), before);
    let rule = desk.rules().find("hollow-branch").unwrap();
    let trend = desk.trend(mingmai::desk::Trend::Rule(rule), None).unwrap();
    let past = desk.hollow_past().unwrap();
    let counted: Vec<_> = past.iter().map(|(at, places)| (*at, places.len() as u64)).collect();
    assert_eq!(counted, trend[..trend.len() - 1]);
}
