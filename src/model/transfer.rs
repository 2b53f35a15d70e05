//! Transfers: a request that walks from branch to branch, each hop answered by one organisation (handbook A5).

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::label::labelled;
use super::{IdKey, Instant, OrgId};

labelled! {
    /// 转接类型.
    TransferKind {
        Inside = "转至省内", "inside the province";
        Outside = "转至省外", "out of the province";
        Returned = "退回原籍", "returned to the home place";
    }
}

impl TransferKind {
    /// How many hops such a request has: out of the province only the leaving side answers.
    pub const fn hops(self) -> u8 {
        match self {
            Self::Outside => 2,
            Self::Inside | Self::Returned => 4,
        }
    }
}

/// 状态码, 0 to 13 (handbook A5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TransferState(u8);

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Withdrawn by whoever began it.
    Withdrawn,
    /// Every hop agreed.
    Done,
    /// A hop refused.
    Refused,
}

impl TransferState {
    /// The state of a code, where there is such a state.
    pub const fn of(code: u8) -> Option<Self> {
        if code <= 13 { Some(Self(code)) } else { None }
    }

    /// The code.
    pub const fn code(self) -> u8 {
        self.0
    }

    /// How the request ended; `None` while it waits.
    pub const fn ending(self) -> Option<Ending> {
        match self.0 {
            0 => Some(Ending::Withdrawn),
            5 => Some(Ending::Done),
            6..=9 => Some(Ending::Refused),
            _ => None,
        }
    }

    /// The hop that 当前环节到达时间 is about: the one that waits, that refused, or the last; `None` for a withdrawal,
    /// which does not say.
    pub const fn step(self, kind: TransferKind) -> Option<u8> {
        match self.0 {
            0 => None,
            waiting @ 1..=4 => Some(waiting),
            5 => Some(kind.hops()),
            refused @ 6..=9 => Some(refused - 5),
            // Approved at a step: the next one has it now.
            approved => {
                let next = approved - 8;
                Some(if next > kind.hops() { kind.hops() } else { next })
            }
        }
    }
}

/// One hop: 到达时间 and 办理时间.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    /// Which of the four, from 1.
    pub step: u8,
    /// When it came to the organisation that must answer.
    pub arrived: Instant,
    /// When that organisation answered.
    pub answered: Option<Instant>,
}

/// One request, a row of the transfers roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// 申请编号.
    pub no: CompactString,
    /// Whose transfer it is.
    pub person: IdKey,
    /// 转接类型.
    pub kind: TransferKind,
    /// 转接原因, as given.
    pub reason: CompactString,
    /// 转出组织.
    pub from: OrgId,
    /// 转入组织; a place outside the province has none.
    pub to: Option<OrgId>,
    /// 发起时间.
    pub begun: Instant,
    /// 状态码.
    pub state: TransferState,
    /// 当前环节到达时间.
    pub arrived: Instant,
    /// 办结时间.
    pub closed: Option<Instant>,
    /// 毕业生.
    pub graduate: bool,
    /// The hops known, in order; without 各环节 only the one that 当前环节到达时间 is about.
    pub hops: Vec<Hop>,
}

impl Transfer {
    /// How it ended, if it had by `at`: an ending without 办结时间 tells no time and has not.
    pub fn ended_by(&self, at: Instant) -> Option<Ending> {
        self.state.ending().filter(|_| self.closed.is_some_and(|closed| closed <= at))
    }

    /// Whether it was begun and not ended at `at` (`measures.md`, transfers).
    pub fn open_at(&self, at: Instant) -> bool {
        self.begun <= at && self.ended_by(at).is_none()
    }

    /// Whether it was done by `at`.
    pub fn done_by(&self, at: Instant) -> bool {
        self.ended_by(at) == Some(Ending::Done)
    }

    /// When a done request moved its person, and from where to where; out of the province there is no such place.
    pub fn moved(&self) -> Option<(Instant, OrgId, OrgId)> {
        let done = self.kind != TransferKind::Outside && self.state.ending() == Some(Ending::Done);
        if done { Some((self.closed?, self.from, self.to?)) } else { None }
    }

    /// When a hop was answered: a request that was done or refused has no hop left that waits.
    pub fn answer(&self, hop: &Hop) -> Option<Instant> {
        let ended = matches!(self.state.ending(), Some(Ending::Done | Ending::Refused));
        hop.answered.or(self.closed.filter(|_| ended))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transfer(code: u8, closed: Option<i64>) -> Transfer {
        Transfer {
            no: "1".into(),
            person: IdKey(1),
            kind: TransferKind::Inside,
            reason: "".into(),
            from: OrgId(1),
            to: Some(OrgId(2)),
            begun: Instant(10),
            state: TransferState::of(code).unwrap(),
            arrived: Instant(10),
            closed: closed.map(Instant),
            graduate: false,
            hops: Vec::new(),
        }
    }

    #[test]
    fn open_done_and_ended_by_state_and_time() {
        // state, closed, at, open, done
        for (code, closed, at, open, done) in [
            (1, None, 9, false, false),
            (1, None, 10, true, false),
            (5, Some(20), 19, true, false),
            (5, Some(20), 20, false, true),
            (6, Some(20), 19, true, false),
            (9, Some(20), 20, false, false),
            (0, Some(20), 20, false, false),
            (0, Some(20), 15, true, false),
            (13, None, 99, true, false),
            (5, None, 99, true, false),
        ] {
            let row = transfer(code, closed);
            assert_eq!((row.open_at(Instant(at)), row.done_by(Instant(at))), (open, done), "{code} {closed:?} {at}");
        }
    }

    #[test]
    fn the_current_hop_of_every_state() {
        use TransferKind::{Inside, Outside};
        for (code, kind, step) in [
            (0, Inside, None),
            (1, Inside, Some(1)),
            (4, Inside, Some(4)),
            (5, Inside, Some(4)),
            (5, Outside, Some(2)),
            (6, Inside, Some(1)),
            (9, Inside, Some(4)),
            (10, Inside, Some(2)),
            (13, Inside, Some(4)),
            (11, Outside, Some(2)),
        ] {
            assert_eq!(TransferState::of(code).unwrap().step(kind), step, "{code} {kind:?}");
        }
        assert_eq!(TransferState::of(14), None);
    }
}
