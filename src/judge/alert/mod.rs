//! Gaming alerts: patterns worth checking, each with its rows and an innocent explanation beside it (handbook B3.2).
//!
//! Nobody is accused by a formula: an alert says what was counted, shows the rows, and names what could explain it. It
//! closes nothing, changes no count and is never part of a measure.

mod batch;
mod bounce;
mod closed;
mod events;
mod filled;
mod innocent;
mod kind;
mod loss;
mod phone;
mod returned;
mod same_day;
mod silent;
#[cfg(test)]
mod tests;
mod thresholds;
mod words;

pub use events::{Arrival, Charge, Closure, Events, How, Leaving, Loss, Move, PhoneRow, Return};
pub use innocent::Innocent;
pub use kind::AlertKind;
pub use loss::between;
pub use thresholds::AlertThresholds;

use crate::model::{Day, IdKey, OrgTree, Pos};

/// Something worth checking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// What was seen.
    pub kind: AlertKind,
    /// The organisation it is about.
    pub org: Pos,
    /// The rows behind it, in the order of the tree and of persons.
    pub rows: Vec<RowRef>,
    /// What was counted.
    pub numbers: Numbers,
    /// The first day it is about.
    pub from: Day,
    /// The last day it is about.
    pub to: Day,
    /// What could explain it: what the rows themselves suggest first.
    pub innocent: Vec<Innocent>,
}

/// The counts of an alert; which of them mean something depends on its kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// How many rows make the pattern.
    pub count: u32,
    /// Out of how many, or the threshold that was met.
    pub of: u32,
    /// Members before.
    pub before: u32,
    /// Members after.
    pub after: u32,
    /// The due day it stands beside.
    pub due: Option<Day>,
}

/// One row behind an alert: a person, or where there is none an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowRef {
    /// The organisation.
    pub at: Pos,
    /// Whose row it is.
    pub person: Option<IdKey>,
    /// The day it came, or began.
    pub come: Option<Day>,
    /// The day it was gone, or ended; for a row without a date, the day by which it was.
    pub gone: Option<Day>,
    /// Where it went, or came from.
    pub other: Option<Pos>,
}

impl RowRef {
    /// A row of an organisation itself.
    pub const fn org(at: Pos) -> Self {
        Self { at, person: None, come: None, gone: None, other: None }
    }

    /// A row of a person.
    pub const fn person(at: Pos, person: IdKey) -> Self {
        Self { at, person: Some(person), come: None, gone: None, other: None }
    }
}

/// What every detector looks from: the tree, the day, the days steps fall due, the thresholds in force.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The organisations.
    pub tree: &'a OrgTree,
    /// The day looked from.
    pub at: Day,
    /// The days on which steps fall due, in order.
    pub dues: &'a [Day],
    /// The thresholds in force.
    pub thresholds: &'a AlertThresholds,
    /// Members of each organisation at that day.
    pub members: &'a (dyn Fn(Pos) -> u32 + Sync),
}

/// Everything worth checking, in the order of kinds and, within one, the largest first.
///
/// The order of the events does not matter. Linear in them but for their sorting.
pub fn alerts(ground: &Ground<'_>, mut events: Events) -> Vec<Alert> {
    events.settle();
    let mut out = filled::detect(ground, &events.arrivals, &events.leavings);
    out.extend(batch::detect(ground, &events.arrivals, &events.leavings));
    out.extend(loss::detect(ground, &events.losses, &events.leavings));
    out.extend(returned::detect(ground, &events.returns));
    out.extend(bounce::detect(ground, &events.moves));
    out.extend(closed::detect(ground, &events.closures, &events.leavings));
    out.extend(phone::detect(ground, &events.phones));
    out.extend(same_day::detect(ground, &events.arrivals));
    out.extend(silent::detect(ground, &events.charges));
    for alert in &mut out {
        alert.rows.sort_unstable();
        alert.rows.dedup();
    }
    out.sort_by_key(|alert| (alert.kind, std::cmp::Reverse(alert.numbers.count), alert.org, alert.from));
    out
}

/// The stretches of a sorted list that belong to one organisation each.
fn by_org<T>(list: &[T], org: impl Fn(&T) -> Pos + Copy) -> impl Iterator<Item = (Pos, &[T])> {
    list.chunk_by(move |a, b| org(a) == org(b)).map(move |group| (org(&group[0]), group))
}

/// The part of a sorted list that belongs to an organisation.
fn of_org<T>(list: &[T], org: Pos, of: impl Fn(&T) -> Pos) -> &[T] {
    let first = list.partition_point(|row| of(row) < org);
    let rest = &list[first..];
    &rest[..rest.partition_point(|row| of(row) == org)]
}

/// The one place that at least nine in ten of some rows name, where there is one.
fn one_place(places: impl Iterator<Item = Option<Pos>>) -> Option<(Pos, u32)> {
    let mut named: Vec<Option<Pos>> = places.collect();
    let all = named.len();
    named.sort_unstable();
    let most = named.chunk_by(|a, b| a == b).filter(|group| group[0].is_some()).max_by_key(|group| group.len())?;
    if most.len() * 10 >= all * 9 { Some((most[0]?, most.len() as u32)) } else { None }
}
