//! The life of a finding line by line: what the judge saw and what people did.

use super::turns::{Turn, turns};
use super::{Seen, Terms};
use crate::model::{Act, Day, Instant};

/// What a line tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told<'a> {
    /// First found.
    Found,
    /// Found sound for the first time since.
    Gone,
    /// Found again before it was mended.
    Back,
    /// Found sound often enough: on probation until a day.
    Probation(Day),
    /// Still sound after probation.
    Closed,
    /// Found again after it was mended, for the so-manieth time.
    Relapsed(u16),
    /// A person did something.
    Done {
        /// Who.
        by: &'a str,
        /// What.
        act: &'a Act,
        /// Whether it was taken back later.
        undone: bool,
    },
}

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// When.
    pub at: Instant,
    /// What.
    pub told: Told<'a>,
}

/// Tells the whole life of a finding up to `at`, oldest line first; `done` are the lines of people in their order.
pub fn story<'a>(
    looks: &[Instant],
    seen: impl Iterator<Item = Seen>,
    done: impl IntoIterator<Item = Line<'a>>,
    at: Instant,
    terms: Terms,
) -> Vec<Line<'a>> {
    let looks = &looks[..looks.partition_point(|look| *look <= at)];
    let mut lines = Vec::new();
    let mut times = 1;
    turns(looks, seen, terms, |look, turn| {
        let told = match turn {
            Turn::Found => Told::Found,
            Turn::Gone { .. } => Told::Gone,
            Turn::Back => Told::Back,
            Turn::Probation { until, .. } => Told::Probation(until),
            Turn::Closed => Told::Closed,
            Turn::Relapsed => {
                times += 1;
                Told::Relapsed(times)
            }
        };
        lines.push(Line { at: looks[look], told });
    });
    lines.extend(done.into_iter().filter(|line| line.at <= at));
    // What a look showed was there before anybody acted on it.
    lines.sort_by_key(|line| (line.at, matches!(line.told, Told::Done { .. })));
    lines
}
