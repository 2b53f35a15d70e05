//! Where the life of a finding turns, by the looks alone.

use super::{Seen, Terms};
use crate::model::{Day, Instant};

/// One turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// The rule held for the first time.
    Found,
    /// It held no longer.
    Gone {
        /// The last look at which it held.
        last: usize,
    },
    /// It held again before it had been found sound often enough: it was never mended.
    Back,
    /// It was found sound often enough.
    Probation {
        /// The first look that found it sound: probation runs from there.
        from: usize,
        /// The day from which it may be closed.
        until: Day,
    },
    /// It was still sound after probation.
    Closed,
    /// It held again, during probation or after.
    Relapsed,
}

/// Calls `each` with every turn and the look that tells it, in order.
pub(super) fn turns(
    looks: &[Instant],
    seen: impl Iterator<Item = Seen>,
    terms: Terms,
    mut each: impl FnMut(usize, Turn),
) {
    let mut runs = seen.take_while(|seen| seen.look < looks.len()).peekable();
    let (mut found, mut mended) = (false, false);
    while let Some(run) = runs.next() {
        let end = runs.peek().map_or(looks.len(), |next| next.look);
        if run.holds {
            each(
                run.look,
                match (found, mended) {
                    (false, _) => Turn::Found,
                    (true, false) => Turn::Back,
                    (true, true) => Turn::Relapsed,
                },
            );
            (found, mended) = (true, false);
            continue;
        }
        each(run.look, Turn::Gone { last: run.look.saturating_sub(1) });
        let Some(sound) = Sound::of(looks, run.look..end, terms) else { continue };
        mended = true;
        each(sound.sure, Turn::Probation { from: run.look, until: sound.until });
        if let Some(look) = sound.closed {
            each(look, Turn::Closed);
        }
    }
}

/// A row of looks that found it sound, long enough for probation.
pub(super) struct Sound {
    /// The look that made it enough.
    pub sure: usize,
    /// The day from which it may be closed.
    pub until: Day,
    /// The look that closed it.
    pub closed: Option<usize>,
}

impl Sound {
    /// `None` where the looks are too few.
    pub fn of(looks: &[Instant], run: std::ops::Range<usize>, terms: Terms) -> Option<Self> {
        let sure = run.start + terms.looks - 1;
        if sure >= run.end {
            return None;
        }
        let until = Day(looks[run.start].day().0 + terms.days);
        let closed = sure + looks[sure..run.end].partition_point(|look| look.day() < until);
        Some(Self { sure, until, closed: Some(closed).filter(|look| *look < run.end) })
    }
}
