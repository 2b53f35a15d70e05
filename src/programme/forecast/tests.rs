use proptest::prelude::*;

use super::super::{Comparison, Programme, required_pace};
use super::*;

fn step(target: Target, due: &str) -> Step {
    let mut step = Programme::builtin().unwrap().step("T12.1").unwrap().clone();
    step.target = target;
    step.due = Day::parse(due).unwrap();
    step
}

fn at(day: &str) -> Instant {
    Day::parse(day).unwrap().end()
}

fn least(share: f64) -> Target {
    Target::new(Comparison::AtLeast, share, true).unwrap()
}

fn none() -> Target {
    Target::new(Comparison::Equal, 0.0, false).unwrap()
}

/// Points a week apart, the last on 2019-10-25.
fn weekly(values: &[Value]) -> Vec<(Instant, Value)> {
    let last = Day::parse("2019-10-25").unwrap().0;
    let of = |(back, value): (usize, &Value)| (Day(last - 7 * (values.len() - 1 - back) as i32).end(), *value);
    values.iter().enumerate().map(of).collect()
}

fn rates(tenths_of_percent: &[u64]) -> Vec<(Instant, Value)> {
    weekly(&tenths_of_percent.iter().map(|tenths| Value::rate(*tenths * 10, 10_000)).collect::<Vec<_>>())
}

/// Handbook A5: Guangzhou on 2019-10-25, 95 % wanted by the end of November, and its five worst units.
#[test]
fn the_real_figures_of_a_campaign_half_way() {
    let guangzhou = step(least(0.95), "2019-11-30");
    let now = at("2019-10-25");
    for (ten_thousandths, points_a_day) in
        [(7759, 0.48), (4502, 1.39), (4757, 1.32), (4882, 1.28), (5611, 1.08), (6569, 0.81)]
    {
        let pace = required_pace(&guangzhou, &Value::rate(ten_thousandths, 10_000), now).unwrap() * 100.0;
        assert!((pace - points_a_day).abs() < 0.005, "{ten_thousandths}: {pace}");
    }
    // One figure is no pace: nothing is made up.
    let only = [(now, Value::rate(7759, 10_000))];
    assert_eq!((forecast(&guangzhou, &only), latest_start(&guangzhou, &only)), (None, None));
    // What the weeks before would have had to look like; these are not real.
    let (steady, slow) = (rates(&[620, 663, 688, 733, 776]), rates(&[742, 754, 760, 769, 776]));
    let (good, bad) = (forecast(&guangzhou, &steady).unwrap(), forecast(&guangzhou, &slow).unwrap());
    assert!(good.probability > 0.5 && good.value > 0.95, "{good:?}");
    assert!(bad.probability < 0.1 && bad.value < 0.85, "{bad:?}");
    assert_eq!(good.reached_on, Day::parse("2019-11-26").ok());
    assert_eq!(latest_start(&guangzhou, &slow), Some(LatestStart::TooLate));
}

#[test]
fn what_cannot_be_told_is_not() {
    let goal = step(least(0.95), "2019-11-30");
    for values in [&[776][..], &[700, 776], &[776, 776, 776, 776]] {
        assert_eq!(forecast(&goal, &rates(values)), None, "{values:?}");
    }
    assert_eq!(forecast(&step(least(0.95), "2019-10-25"), &rates(&[600, 700, 776])), None, "due");
    let empty = weekly(&[Value::rate(0, 0), Value::rate(1, 2), Value::rate(1, 3)]);
    assert_eq!(forecast(&goal, &empty), None, "two points are left");
    // Away from the target: there is an expectation, but no day.
    let away = forecast(&goal, &rates(&[800, 790, 776])).unwrap();
    assert_eq!((away.reached_on, latest_start(&goal, &rates(&[800, 790, 776]))), (None, None));
}

#[test]
fn a_straight_line_is_certain() {
    let counts = |values: &[u64]| weekly(&values.iter().map(|count| Value::count(*count)).collect::<Vec<_>>());
    let line = counts(&[35, 28, 21]);
    let table =
        [("2019-11-14", 0.0, 0.0), ("2019-11-15", 0.0, 1.0), ("2019-11-14", 1.0, 1.0), ("2019-11-12", 0.0, 0.0)];
    for (due, target, expected) in table {
        let goal = step(Target::new(Comparison::Equal, target, false).unwrap(), due);
        assert_eq!(forecast(&goal, &line).unwrap().probability, expected, "{due} {target}");
    }
    let goal = step(none(), "2019-11-30");
    let seen = forecast(&goal, &line).unwrap();
    assert_eq!((seen.value, seen.low, seen.high, seen.per_day), (0.0, 0.0, 0.0, -1.0));
    assert_eq!(seen.reached_on, Day::parse("2019-11-15").ok());
    // Twenty-one at one a day, by the end of the 30th: from the beginning of the 10th.
    assert_eq!(latest_start(&goal, &line), Some(LatestStart::On(Day::parse("2019-11-10").unwrap())));
}

#[test]
fn looks_are_weekly_and_recent() {
    let days = |now: &str| looks(at(now)).into_iter().map(|look| look.day().to_string()).collect::<Vec<_>>();
    assert_eq!(days("2018-06-25"), ["2018-06-03", "2018-06-10", "2018-06-17", "2018-06-22", "2018-06-24"]);
    assert_eq!(days("2018-06-24"), ["2018-05-27", "2018-06-03", "2018-06-10", "2018-06-17", "2018-06-21"]);
    assert_eq!(days("2018-06-27"), ["2018-06-03", "2018-06-10", "2018-06-17", "2018-06-24"]);
}

proptest! {
    #[test]
    fn looks_keep_their_distance(now in 1_500_000_000i64..1_700_000_000) {
        let mut all = looks(Instant(now));
        all.push(Instant(now));
        prop_assert!(all.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 86_400));
        prop_assert!(all.len() >= 5 && now - all[0].0 <= 5 * 7 * 86_400);
    }

    #[test]
    fn a_forecast_stays_within_bounds(
        parts in proptest::collection::vec(0u64..=1000, 3..7),
        share in 0u32..=100,
        ahead in 1i32..120,
    ) {
        let points = rates(&parts);
        let now = points.last().unwrap().0;
        let mut goal = step(least(f64::from(share) / 100.0), "2019-11-30");
        goal.due = Day(now.day().0 + ahead);
        if let Some(seen) = forecast(&goal, &points) {
            prop_assert!((0.0..=1.0).contains(&seen.probability));
            prop_assert!(0.0 <= seen.low && seen.low <= seen.value && seen.value <= seen.high && seen.high <= 1.0);
            prop_assert!(seen.reached_on.is_none_or(|day| day >= now.day()));
            // More is never likelier than less.
            let mut more = goal.clone();
            more.target = least((f64::from(share) / 100.0 + 0.1).min(1.0));
            prop_assert!(forecast(&more, &points).unwrap().probability <= seen.probability + 1e-12);
        }
        if let Some(LatestStart::On(day)) = latest_start(&goal, &points) {
            prop_assert!(day >= now.day() && day <= goal.due);
        }
    }
}
