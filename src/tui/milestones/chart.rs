//! The chart of a step: what was measured, the pace that is needed, and where it goes.

use crate::desk::Course;
use crate::lang::Lang;
use crate::model::{Day, Instant};
use crate::programme::{Forecast, Value};
use crate::tui::look::Role;
use crate::tui::source::StepRow;
use crate::tui::text::steps;
use crate::tui::widget::{Curve, Plot, Stroke};

const DAY_SECONDS: f64 = 86_400.0;
/// How many days before the begin of a step are shown at least.
const BEFORE: i32 = 28;

fn days(at: Instant) -> f64 {
    at.0 as f64 / DAY_SECONDS
}

/// A value as a number, where it is one.
fn number(value: &Value) -> Option<f64> {
    value.value
}

/// A number of a step as it is written beside the chart.
pub(super) fn written(value: f64, rate: bool) -> String {
    Forecast::show(value, rate)
}

/// The chart; `None` where less than two points were measured.
pub(super) fn plot(row: &StepRow, course: &Course, now: Instant, lang: Lang) -> Option<Plot> {
    let rate = course.target.rate;
    let long = (row.due.0 - row.start.0).max(BEFORE);
    let from = Day(row.start.0 - long).start();
    let measured: Vec<(f64, f64)> = course
        .points
        .iter()
        .filter(|(at, _)| *at >= from)
        .filter_map(|(at, value)| Some((days(*at), number(value)?)))
        .collect();
    let (&(first, _), &(last, value)) = (measured.first()?, measured.last()?);
    if measured.len() < 2 {
        return None;
    }
    let due = days(course.due);
    let goal = edge(course, value);
    let mut curves = vec![Curve {
        points: vec![(first, goal), (due.max(last), goal)],
        role: Role::Good,
        stroke: Stroke::Dashes,
        ascii: '=',
    }];
    let mut reach = vec![goal];
    if let Some(seen) = course.forecast {
        let line = |to: f64, role, stroke, ascii| Curve { points: vec![(last, value), (due, to)], role, stroke, ascii };
        curves.push(line(seen.low, Role::Dim, Stroke::Dots, '.'));
        curves.push(line(seen.high, Role::Dim, Stroke::Dots, '.'));
        curves.push(line(seen.value, Role::Text, Stroke::Dashes, 'o'));
        reach.extend([seen.low, seen.high, seen.value]);
    }
    if course.needed_per_day.is_some() {
        let points = vec![(last, value), (due, goal)];
        curves.push(Curve { points, role: Role::Warn, stroke: Stroke::Dots, ascii: '+' });
    }
    reach.extend(measured.iter().map(|(_, value)| *value));
    curves.push(Curve { points: measured, role: Role::Bar, stroke: Stroke::Line, ascii: '*' });
    let (low, high) = room(&reach, rate);
    let short = |at: Instant| at.day().to_string()[5..].to_owned();
    let at = |days: f64| Instant((days * DAY_SECONDS) as i64);
    let mut foot = vec![
        (due, steps::due_on(lang, &short(course.due)), Role::Text),
        (days(now), steps::today_is(lang, &short(now)), Role::Key),
        (first, short(at(first)), Role::Dim),
    ];
    if row.start.start().0 as f64 / DAY_SECONDS > first {
        let start = row.start.start();
        foot.push((days(start), short(start), Role::Dim));
    }
    Some(Plot {
        x: [first, due.max(last)],
        y: [low, high],
        curves,
        heights: vec![
            (goal, written(goal, rate), Role::Good),
            (value, written(value, rate), Role::Text),
            (high, written(high, rate), Role::Dim),
            (low, written(low, rate), Role::Dim),
        ],
        foot,
        upright: Some(days(now)),
    })
}

// The end of the target that is nearer to a value.
fn edge(course: &Course, value: f64) -> f64 {
    let (low, high) = course.target.bounds();
    if low.is_finite() && (value < low || !high.is_finite()) { low } else { high }
}

// The least and the most upward, with some room; a rate stays between nothing and all.
fn room(numbers: &[f64], rate: bool) -> (f64, f64) {
    let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let pad = ((high - low) * 0.1).max(if rate { 0.02 } else { 1.0 });
    let most = if rate { 1.0 } else { f64::INFINITY };
    ((low - pad).max(0.0), (high + pad).min(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_stays_between_nothing_and_all() {
        assert_eq!(room(&[0.5, 1.0], true), (0.45, 1.0));
        assert_eq!(room(&[0.0, 0.0], true), (0.0, 0.02));
        assert_eq!(room(&[0.0, 30.0], false), (0.0, 33.0));
    }
}
