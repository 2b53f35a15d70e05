//! The life of a finding: told from what the rule said at each look and from what people did (handbook B3.1, B3.2).
//!
//! Probation, closing and relapse come from the looks alone; people can only take it in hand, put it aside or make it
//! exempt for a time.

mod mended;
mod story;
mod turns;

use super::history::Seen;
use super::params::InForce;
use crate::model::{Act, Day, Instant, labelled};
use turns::{Turn, turns};

pub use mended::{Mended, mended};
pub use story::{Line, Told, story};

labelled! {
    /// Where a finding stands in its life.
    LifeState {
        New = "未分派", "new";
        InHand = "处理中", "in hand";
        Snoozed = "暂缓", "snoozed";
        Exempt = "豁免", "exempt";
        Probation = "观察期", "probation";
        Relapsed = "复发", "relapsed";
        Closed = "已闭环", "closed";
    }
}

impl LifeState {
    /// The word of the command line and of JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::InHand => "in-hand",
            Self::Snoozed => "snoozed",
            Self::Exempt => "exempt",
            Self::Probation => "probation",
            Self::Relapsed => "relapsed",
            Self::Closed => "closed",
        }
    }

    /// Whether only the judge can bring it about.
    pub const fn by_the_judge(self) -> bool {
        matches!(self, Self::Probation | Self::Relapsed | Self::Closed)
    }
}

/// How long a finding must stay away before it counts as mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Successive looks that must find the rule not to hold.
    pub looks: usize,
    /// Days of probation from the first of them.
    pub days: i32,
}

impl Default for Terms {
    fn default() -> Self {
        Self { looks: 2, days: 30 }
    }
}

impl Terms {
    /// The terms of a day (`mended_looks`, `probation_days`).
    pub fn of(params: InForce<'_>) -> Self {
        let value = |name, or: usize| params.value(name).and_then(|value| usize::try_from(value).ok()).unwrap_or(or);
        let Self { looks, days } = Self::default();
        Self { looks: value("mended_looks", looks).max(1), days: value("probation_days", days as usize) as i32 }
    }
}

/// Something a person did about a finding, as the judge reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deed<'a> {
    /// When it took effect.
    pub at: Instant,
    /// Who did it.
    pub by: &'a str,
    /// What.
    pub act: &'a Act,
}

/// Where one finding stands at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    /// The state.
    pub state: LifeState,
    /// The day the state ends by itself: of a snooze, an exemption or a probation; the day it was closed.
    pub until: Option<Day>,
    /// Whether the rule held at the last look. Where it did not and the state is still an open one, it was found sound
    /// too few times.
    pub holds: bool,
    /// Whether an exemption is asked for and not answered.
    pub asked: bool,
    /// Which time it is: 1, and one more for each relapse.
    pub times: u16,
    /// The day of the first look that ever found it.
    pub first_seen: Day,
    /// The day of the first look of this time.
    pub began: Day,
    /// The day of the last look that found it.
    pub last_seen: Day,
    /// Which of the deeds gave it to the post that has it now.
    pub assigned: Option<u32>,
}

impl Life {
    /// Days from the first look of this time until it went or, where it has not, until `on`.
    pub fn days_open(&self, on: Day) -> i32 {
        let end = if self.holds { on } else { self.last_seen };
        (end.0 - self.began.0).max(0)
    }
}

/// Tells the life of one finding at `at`; `None` where no look up to then found it.
///
/// `looks` are all instants looked at, oldest first, and `seen` what the rule said; `deeds` come in the order in which they
/// were done. Looks and deeds after `at` are as if they were not. What was done about an earlier time does not count for a
/// relapse: it comes back as if nobody had it.
pub fn life<'a>(
    looks: &[Instant],
    seen: impl Iterator<Item = Seen>,
    deeds: impl IntoIterator<Item = Deed<'a>>,
    at: Instant,
    terms: Terms,
) -> Option<Life> {
    let looks = &looks[..looks.partition_point(|look| *look <= at)];
    let day = |look: usize| looks[look].day();
    let mut found: Option<Life> = None;
    // Deeds up to the last look before this time that found it sound belong to an earlier time.
    let mut after = None;
    turns(looks, seen, terms, |look, turn| match (turn, &mut found) {
        (Turn::Found, found) => {
            *found = Some(Life {
                state: LifeState::New,
                until: None,
                holds: true,
                asked: false,
                times: 1,
                first_seen: day(look),
                began: day(look),
                last_seen: day(look),
                assigned: None,
            });
        }
        (_, None) => {}
        (Turn::Gone { last }, Some(life)) => (life.holds, life.last_seen) = (false, day(last)),
        (Turn::Back, Some(life)) => life.holds = true,
        (Turn::Probation { until, .. }, Some(life)) => (life.state, life.until) = (LifeState::Probation, Some(until)),
        (Turn::Closed, Some(life)) => (life.state, life.until) = (LifeState::Closed, Some(day(look))),
        (Turn::Relapsed, Some(life)) => {
            (life.state, life.until, life.holds) = (LifeState::Relapsed, None, true);
            (life.times, life.began) = (life.times.saturating_add(1), day(look));
            after = look.checked_sub(1).map(|last| looks[last]);
        }
    });
    let mut life = found?;
    if life.holds {
        life.last_seen = looks.last()?.day();
    }
    if !matches!(life.state, LifeState::Probation | LifeState::Closed) {
        done(&mut life, deeds, after, at);
    }
    Some(life)
}

/// What people did about it this time.
fn done<'a>(life: &mut Life, deeds: impl IntoIterator<Item = Deed<'a>>, after: Option<Instant>, at: Instant) {
    let (mut snoozed, mut exempt) = (None, None);
    for (nth, deed) in deeds.into_iter().enumerate() {
        if deed.at > at || after.is_some_and(|after| deed.at <= after) {
            continue;
        }
        match deed.act {
            Act::Assign { .. } => life.assigned = Some(nth as u32),
            Act::Snooze { until, .. } => snoozed = Some(*until),
            Act::AskExemption { .. } => life.asked = true,
            Act::GrantExemption { until, .. } => (exempt, life.asked) = (Some(*until), false),
            Act::RefuseExemption { .. } if life.asked => life.asked = false,
            Act::RefuseExemption { .. } => exempt = None,
            Act::Explain { .. } | Act::Note { .. } => {}
        }
    }
    // On its day a snooze or an exemption is over.
    let lasting = |until: &Day| *until > at.day();
    if let Some(until) = exempt.filter(lasting) {
        (life.state, life.until) = (LifeState::Exempt, Some(until));
    } else if let Some(until) = snoozed.filter(lasting) {
        (life.state, life.until) = (LifeState::Snoozed, Some(until));
    } else if life.assigned.is_some() {
        life.state = LifeState::InHand;
    }
}

#[cfg(test)]
mod tests;
