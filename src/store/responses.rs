//! The response league: how hops that an organisation must answer were answered, and what is left of the months before.

use super::HopStanding;
use super::chances::seconds;
use crate::model::{Hop, Instant, Month, Pos};

/// One hop that counts for an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub who: Pos,
    /// How long the answer took, or how long it has waited.
    took: u32,
    answered: bool,
    due: bool,
    in_time: bool,
    overdue: bool,
    carried: bool,
    soon: bool,
}

impl Mark {
    /// `None` for a hop that is neither of the month nor left from before.
    pub fn of(
        who: Pos,
        hop: &Hop,
        answered: Option<Instant>,
        clock: &HopStanding,
        month: Month,
        at: Instant,
    ) -> Option<Self> {
        let begins = month.first().start();
        let waits = clock.breaks[1].is_some();
        // A withdrawn hop is neither due nor late, and so neither answered nor waiting.
        let counts = waits || answered.is_some();
        let carried = counts && hop.arrived < begins && answered.is_none_or(|answered| answered >= begins);
        (clock.due || waits || carried).then(|| Self {
            who,
            took: seconds(answered.unwrap_or(at).0 - hop.arrived.0),
            answered: answered.is_some(),
            due: clock.due,
            in_time: clock.in_time,
            overdue: clock.overdue,
            carried,
            soon: clock.breaks[1].is_some_and(|breaks| breaks > at && breaks.0 - at.0 <= super::board::SOON),
        })
    }
}

/// The responses of a range of organisations in a month (`measures.md`, the response clock).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Responses {
    /// Hops due in the month.
    pub due: u64,
    /// Such hops answered in time.
    pub in_time: u64,
    /// Hops that wait now, due or not.
    pub waiting: u64,
    /// Of those, past their hours, whatever the month: what the monthly reset would hide.
    pub overdue: u64,
    /// Of those, breaking within the next 24 hours.
    pub soon: u64,
    /// Hops of earlier months still unanswered when the month began.
    pub carried: u64,
    /// Of those, unanswered still.
    pub carried_open: u64,
    /// How long the oldest hop has waited, in seconds.
    pub oldest: Option<u32>,
    /// The time within which half of the answers of the hops due came, in seconds.
    pub median: Option<u32>,
    /// The time within which nine of ten came.
    pub ninety: Option<u32>,
}

impl Responses {
    pub(super) fn of(marks: &[Mark]) -> Self {
        let mut sum = Self::default();
        let mut took = Vec::new();
        for mark in marks {
            let waits = !mark.answered;
            sum.due += u64::from(mark.due);
            sum.in_time += u64::from(mark.in_time);
            sum.waiting += u64::from(waits);
            sum.overdue += u64::from(mark.overdue);
            sum.soon += u64::from(mark.soon);
            sum.carried += u64::from(mark.carried);
            sum.carried_open += u64::from(mark.carried && waits);
            if waits {
                sum.oldest = sum.oldest.max(Some(mark.took));
            }
            if mark.due && mark.answered {
                took.push(mark.took);
            }
        }
        sum.median = percentile(&mut took, 50);
        sum.ninety = percentile(&mut took, 90);
        sum
    }

    /// The share answered in time, 0 to 1; none where nothing was due.
    pub fn rate(&self) -> Option<f64> {
        (self.due > 0).then(|| self.in_time as f64 / self.due as f64)
    }
}

/// The nearest-rank percentile: the smallest value that so many of a hundred do not exceed.
fn percentile(values: &mut [u32], percent: usize) -> Option<u32> {
    let place = (values.len() * percent).div_ceil(100).checked_sub(1)?;
    Some(*values.select_nth_unstable(place).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_rank() {
        for (values, percent, expected) in [
            (&mut [][..], 50, None),
            (&mut [7][..], 50, Some(7)),
            (&mut [7][..], 90, Some(7)),
            (&mut [4, 1, 3, 2][..], 50, Some(2)),
            (&mut [4, 1, 3, 2][..], 90, Some(4)),
            (&mut [10, 9, 8, 7, 6, 5, 4, 3, 2, 1][..], 90, Some(9)),
        ] {
            assert_eq!(percentile(values, percent), expected);
        }
    }
}
