//! Where a step will stand when it is due, by the pace of the last weeks.
//!
//! The method is the random walk with drift (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2
//! and 5.5), for points at uneven distances: the value goes on from where it stands at its mean pace μ over the points, and
//! departs from that by σ²·h·(1 + h/T) after h days, T being the days the points span and σ² the mean of (Δv − μΔt)²/Δt over
//! the stretches between points, less one degree of freedom. Student's distribution takes the place of the normal one,
//! since the stretches are few. A straight line knows nothing of a last push, nor of the last few who are hardest to reach.

use super::definition::Step;
use super::student;
use super::{Target, Value};
use crate::model::{Day, Instant};

const DAY_SECONDS: f64 = 86_400.0;
/// How much of the distribution lies between low and high: four fifths.
const UPPER: f64 = 0.9;
/// Weeks looked back.
const WEEKS: i32 = 4;
/// Days to the one look inside the week.
const RECENT: i32 = 3;
/// A date further off than this says nothing.
const FAR_DAYS: f64 = 3650.0;

/// What a step's value will be at its due instant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// The value expected; a rate as a share of 1.
    pub value: f64,
    /// One time in ten it is less.
    pub low: f64,
    /// One time in ten it is more.
    pub high: f64,
    /// How likely the target is reached.
    pub probability: f64,
    /// The mean change a day.
    pub per_day: f64,
    /// The day on which the target is reached at that pace, where it ever is.
    pub reached_on: Option<Day>,
}

impl Forecast {
    /// A value of it as [`Value::show`] shows one: a rate is cut, not rounded.
    pub fn show(value: f64, rate: bool) -> String {
        if rate { format!("{}%", (value * 1000.0).floor() / 10.0) } else { format!("{}", value.round()) }
    }
}

/// The last day to begin (倒排工期).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LatestStart {
    /// Who begins on this day at the best recent pace is in time.
    On(Day),
    /// Even the best recent pace is too slow now.
    TooLate,
}

/// The instants before `now` whose values a forecast is made from: the ends of the last four weeks, so that they stay the
/// same for a week, and of the day three days before. Oldest first; none is closer than a day to another or to `now`.
pub fn looks(now: Instant) -> Vec<Instant> {
    let day = Instant(now.0 - DAY_SECONDS as i64).day().0;
    // Day 3 of 1970 was a Sunday.
    let last = day - (day - 3).rem_euclid(7);
    let last = if Day(last).end().0 > now.0 - DAY_SECONDS as i64 { last - 7 } else { last };
    let recent = now.day().0 - RECENT;
    let mut days: Vec<i32> = (0..WEEKS).map(|week| last - 7 * week).collect();
    if !days.contains(&recent) {
        days.push(recent);
    }
    days.sort_unstable();
    days.into_iter().map(|day| Day(day).end()).collect()
}

/// The values at instants before and now, oldest first, as days from the first and numbers; those without a value are left out.
fn series(points: &[(Instant, Value)]) -> Vec<(f64, f64)> {
    let first = points.first().map_or(0, |(at, _)| at.0);
    let mut out: Vec<(f64, f64)> = Vec::with_capacity(points.len());
    for (at, value) in points {
        let days = (at.0 - first) as f64 / DAY_SECONDS;
        if let Some(value) = value.value.filter(|_| out.last().is_none_or(|(before, _)| days > *before)) {
            out.push((days, value));
        }
    }
    out
}

/// The value of a step at its due instant. The last point is the present one.
///
/// `None` where it is due already, with fewer than three points, or where nothing has moved.
pub fn forecast(step: &Step, points: &[(Instant, Value)]) -> Option<Forecast> {
    let (now, latest) = points.last()?;
    let days = (step.due_at().0 - now.0) as f64 / DAY_SECONDS;
    let series = series(points);
    let (&(from, before), &(to, value)) = (series.first()?, series.last()?);
    latest.value?;
    if days <= 0.0 || series.len() < 3 {
        return None;
    }
    let (span, stretches) = (to - from, series.len() - 1);
    let per_day = (value - before) / span;
    let squares = series.windows(2).map(|pair| {
        let (time, moved) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
        (moved - per_day * time).powi(2) / time
    });
    let variance = squares.sum::<f64>() / (stretches - 1) as f64 * days * (1.0 + days / span);
    let spread = variance.sqrt();
    // Sums of fractions lose the sixteenth digit: a spread of that size is none.
    let spread = if spread < 1e-9 * (1.0 + value.abs()) { 0.0 } else { spread };
    if spread == 0.0 && per_day == 0.0 {
        return None;
    }
    let (end, freedom) = (value + per_day * days, (stretches - 1) as u32);
    let most = if step.target.rate { 1.0 } else { f64::INFINITY };
    let inside = |value: f64| value.clamp(0.0, most);
    let reach = student::quantile(UPPER, freedom) * spread;
    Some(Forecast {
        value: inside(end),
        low: inside(end - reach),
        high: inside(end + reach),
        probability: probability(step.target, latest, end, spread, freedom),
        per_day,
        reached_on: reached_on(step.target, latest, per_day, *now),
    })
}

fn probability(target: Target, latest: &Value, end: f64, spread: f64, freedom: u32) -> f64 {
    let (low, high) = target.bounds();
    // Counts are whole: half of one on either side belongs to the number itself.
    let half = 0.5 / latest.denominator.unwrap_or(1) as f64;
    let most = if target.rate { 1.0 } else { f64::INFINITY };
    // What the line takes beyond nothing or all is nothing or all.
    let low = if low <= 0.0 { f64::NEG_INFINITY } else { low - half };
    let high = if high >= most { f64::INFINITY } else { high + half };
    if spread == 0.0 {
        return f64::from(u8::from((low..=high).contains(&end)));
    }
    let below = |edge: f64| student::below((edge - end) / spread, freedom);
    (below(high) - below(low)).clamp(0.0, 1.0)
}

/// How far the value is from the nearest end of its target: positive where it must rise.
pub(super) fn distance(target: Target, value: f64) -> f64 {
    let (low, high) = target.bounds();
    if value < low { low - value } else { (high - value).min(0.0) }
}

fn reached_on(target: Target, latest: &Value, per_day: f64, now: Instant) -> Option<Day> {
    let far = distance(target, latest.value?);
    let days = far / per_day;
    (far != 0.0 && days.is_finite() && days > 0.0 && days <= FAR_DAYS)
        .then(|| Instant(now.0 + (days * DAY_SECONDS).ceil() as i64).day())
}

/// The last day on which the work could begin and still be done in time at the best pace between two of the points.
///
/// `None` where the target is reached, the step is due, or the value has never moved towards it.
pub fn latest_start(step: &Step, points: &[(Instant, Value)]) -> Option<LatestStart> {
    let (now, latest) = points.last()?;
    let far = distance(step.target, latest.value?);
    let series = series(points);
    let paces = series.windows(2).map(|pair| (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0) * far.signum());
    let best = paces.fold(0.0, f64::max);
    if far == 0.0 || best <= 0.0 || *now >= step.due_at() {
        return None;
    }
    let needed = (far.abs() / best * DAY_SECONDS).min(FAR_DAYS * DAY_SECONDS);
    let day = Instant(step.due_at().0 + 1 - needed.ceil() as i64).day();
    Some(if day < now.day() { LatestStart::TooLate } else { LatestStart::On(day) })
}

#[cfg(test)]
mod tests;
