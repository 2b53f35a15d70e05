//! Facts out of dues: who owed for a month, who paid it in time and online, who has not paid for six months.

use super::dues::{Dues, find};
use super::moves::Moves;
use super::rows::{JudgedMember, Means};
use super::thresholds::Thresholds;
use crate::model::{Fen, IdKey, Instant, Month, OrgTree, Payment, Politics, Pos};

/// The months that dues are asked about.
pub(super) struct Owing<'a> {
    tree: &'a OrgTree,
    moves: &'a Moves,
    thresholds: &'a Thresholds,
    at: Instant,
    /// The end of the month asked about.
    ends: Instant,
    /// The ends of the months that must all be unpaid for arrears, the latest first; empty where nobody has paid for so
    /// long: months before the first payment of all tell nothing.
    unpaid: Vec<(Month, Instant)>,
}

/// What one member adds, and to which organisations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Owes {
    /// Where the member owed for the month.
    pub liable: Option<Pos>,
    /// Paid within it, online, what was due.
    pub in_time: bool,
    /// There is a payment for the month, whatever its worth.
    pub told: bool,
    /// Has not paid for all those months.
    pub arrears: bool,
    /// Where the member stood then, with the first of those months in each place; only of who has not paid.
    pub stays: Vec<(Pos, Month)>,
    /// The next payment the roster knows of that is still to come.
    pub until: Option<Instant>,
}

impl<'a> Owing<'a> {
    pub fn new(
        tree: &'a OrgTree,
        moves: &'a Moves,
        thresholds: &'a Thresholds,
        first: Option<Month>,
        at: Instant,
    ) -> Self {
        let last = Month::complete_at(at);
        let months = (0..thresholds.arrears_months).map(|back| Month(last.0.saturating_sub(back)));
        let unpaid: Vec<_> = months.map(|month| (month, month.end())).collect();
        let told = unpaid.last().is_some_and(|(month, _)| first.is_some_and(|first| first <= *month));
        let unpaid = if told { unpaid } else { Vec::new() };
        Self { tree, moves, thresholds, at, ends: thresholds.dues_month.end(), unpaid }
    }

    /// The first instant at which anybody's place is asked for.
    pub fn earliest(thresholds: &Thresholds, first: Option<Month>, at: Instant) -> Instant {
        let months = thresholds.arrears_months.saturating_sub(1);
        let arrears = first.map_or(at, |_| Month(Month::complete_at(at).0.saturating_sub(months)).end());
        arrears.min(at).min(thresholds.dues_month.end())
    }

    /// Whether an organisation's members may have owed for one of the months.
    pub fn existed(&self, pos: Pos) -> bool {
        let mut ends = self.unpaid.iter().map(|(_, end)| *end).chain([self.ends]);
        ends.any(|end| self.tree.exists(pos, end))
    }

    /// `brought` is told of each month of arrears for which the member has paid, and where the member owed it.
    pub fn of(
        &self,
        here: Pos,
        member: &JudgedMember,
        means: &Means,
        dues: &[(IdKey, Dues)],
        mut brought: impl FnMut(Pos, Month),
    ) -> Owes {
        if means.politics != Politics::League || !member.league.member() {
            return Owes::default();
        }
        let liable = self.stood(here, member, self.ends);
        if dues.is_empty() && self.unpaid.is_empty() {
            return Owes { liable, ..Owes::default() };
        }
        let payments: Vec<Payment> = find(dues, member.key).map(|dues| dues.payments().collect()).unwrap_or_default();
        let known = |payment: &&Payment| payment.at <= self.at;
        let tariff = || self.thresholds.tariff.due(means.politics, means.occupation, means.income.map(Fen));
        let paid = payments.iter().filter(known).find(|payment| payment.month == self.thresholds.dues_month);
        let mut arrears = !self.unpaid.is_empty();
        let mut stays: Vec<(Pos, Month)> = Vec::new();
        for (month, end) in &self.unpaid {
            let mut of_month = payments.iter().filter(known).filter(|payment| payment.month == *month).peekable();
            if of_month.peek().is_none() && !arrears {
                continue;
            }
            let Some(place) = self.stood(here, member, *end) else {
                arrears = false;
                continue;
            };
            if of_month.peek().is_some() {
                brought(place, *month);
            }
            arrears &= !of_month.any(|payment| payment.paid > Fen(0));
            if arrears {
                stays.retain(|(known, _)| *known != place);
                stays.push((place, *month));
            }
        }
        Owes {
            told: liable.is_some() && paid.is_some(),
            in_time: liable.is_some() && paid.is_some_and(|payment| payment.in_time_online(tariff())),
            arrears,
            stays: if arrears { stays } else { Vec::new() },
            until: payments.iter().map(|payment| payment.at).filter(|at| *at > self.at).min(),
            liable,
        }
    }

    /// Where somebody was a member at an instant.
    fn stood(&self, here: Pos, member: &JudgedMember, at: Instant) -> Option<Pos> {
        let day = at.day();
        let there = match self.moves.walk.is_empty() {
            true => None,
            false => self.moves.walk.elsewhere(member.key, here, at),
        };
        let since = there.is_some() || member.since.is_none_or(|since| since <= day);
        let pos = there.unwrap_or(here);
        (since && member.joined <= day.month() && self.tree.exists(pos, at)).then_some(pos)
    }
}
