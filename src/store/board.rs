//! The response clock as a board: which requests are open, who must answer them, how long answers took, what went to and fro.

use std::collections::HashMap;

use anyhow::Result;
use compact_str::CompactString;

use super::chances::Chances;
use super::responses::{Mark, Responses};
use super::{Register, Thresholds, answers};
use crate::judge::Scope;
use crate::model::{IdKey, Instant, Month, OrgId, OrgTree, Pos, Transfer, TransferKind, labelled};

/// How far breaches are predicted, in seconds (handbook B3.6: the next 24 hours).
pub(super) const SOON: i64 = 24 * 3600;

labelled! {
    /// Which requests of the board are wanted.
    Wanted {
        Open = "未办结", "open";
        Soon = "24小时内到时", "due in 24 h";
        Overdue = "已超时", "overdue";
        Bounced = "来回转接", "to and fro";
    }
}

/// The hop a request waits at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which of the four, from 1.
    pub step: u8,
    /// When it came there.
    pub arrived: Instant,
    /// The first second at which it is overdue.
    pub breaks: Instant,
    /// Who must answer; `None` where that organisation does not exist.
    pub who: Option<Pos>,
    /// How likely it is not answered in time, in percent; only where it breaks within the next 24 hours.
    pub chance: Option<u8>,
}

/// A request that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// 申请编号.
    pub no: CompactString,
    /// Whose.
    pub person: IdKey,
    /// 转接类型.
    pub kind: TransferKind,
    /// 转出组织.
    pub from: Pos,
    /// 转入组织; `None` out of the province.
    pub to: Option<Pos>,
    /// 发起时间.
    pub begun: Instant,
    /// Where it waits; `None` where the roster does not tell.
    pub waiting: Option<Waiting>,
}

/// One person sent to and fro: from A to B, and from B back to A.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounce {
    /// Whose.
    pub person: IdKey,
    /// The places in order, `A B A` or longer.
    pub places: Vec<Pos>,
    /// When each request was begun; one fewer than places.
    pub begun: Vec<Instant>,
    /// 申请编号 of the last request.
    pub no: CompactString,
}

/// What transfers say of the response clock at an instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// The instant.
    pub at: Instant,
    /// The month whose responses are counted.
    pub month: Month,
    /// Open requests, the one that breaks or broke first in front; those whose hop is not known last.
    pub open: Vec<Request>,
    /// Who went to and fro, the latest first.
    pub bounces: Vec<Bounce>,
    /// By the organisation that must answer, in tree order.
    marks: Vec<Mark>,
}

impl Request {
    /// Whether its present hop is overdue at `at`.
    pub fn overdue(&self, at: Instant) -> bool {
        self.waiting.is_some_and(|hop| hop.breaks <= at)
    }

    /// Whether its present hop will be overdue within the next 24 hours.
    pub fn soon(&self, at: Instant) -> bool {
        self.waiting.is_some_and(|hop| hop.breaks > at && hop.breaks.0 - at.0 <= SOON)
    }

    fn within(&self, scope: &Scope) -> bool {
        scope.contains(&self.from.index()) || self.to.is_some_and(|to| scope.contains(&to.index()))
    }
}

impl Board {
    /// Reads every transfer of a register once.
    ///
    /// # Errors
    /// Damage.
    pub fn take(register: &Register, tree: &OrgTree, at: Instant, thresholds: &Thresholds) -> Result<Self> {
        let mut making = Making::new(tree, at, thresholds);
        register.each_transfer(|row| making.note(&row))?;
        Ok(making.finish())
    }

    /// The board of rows at hand.
    pub fn of(rows: &[Transfer], tree: &OrgTree, at: Instant, thresholds: &Thresholds) -> Self {
        let mut making = Making::new(tree, at, thresholds);
        rows.iter().for_each(|row| making.note(row));
        making.finish()
    }

    /// The places in [`open`](Self::open) of the requests wanted, out of or into a range of organisations; of those that
    /// went to and fro, the places in [`bounces`](Self::bounces).
    pub fn pick(&self, wanted: Wanted, scope: &Scope) -> Vec<usize> {
        let places = |test: &dyn Fn(&Request) -> bool| {
            self.open.iter().enumerate().filter(|(_, row)| row.within(scope) && test(row)).map(|(at, _)| at).collect()
        };
        match wanted {
            Wanted::Open => places(&|_| true),
            Wanted::Soon => places(&|row| row.soon(self.at)),
            Wanted::Overdue => places(&|row| row.overdue(self.at)),
            Wanted::Bounced => {
                let touches = |bounce: &Bounce| bounce.places.iter().any(|pos| scope.contains(&pos.index()));
                self.bounces.iter().enumerate().filter(|(_, bounce)| touches(bounce)).map(|(at, _)| at).collect()
            }
        }
    }

    /// The responses of a range of organisations.
    pub fn responses(&self, scope: &Scope) -> Responses {
        let first = self.marks.partition_point(|mark| mark.who.index() < scope.start);
        let end = self.marks.partition_point(|mark| mark.who.index() < scope.end);
        Responses::of(&self.marks[first..end])
    }
}

struct Making<'a> {
    tree: &'a OrgTree,
    places: HashMap<OrgId, Pos>,
    at: Instant,
    thresholds: &'a Thresholds,
    board: Board,
    /// When each hop was answered in the time before, to predict by.
    chances: Chances,
    moves: Vec<Move>,
}

struct Move {
    person: IdKey,
    begun: Instant,
    from: Pos,
    to: Pos,
    done: bool,
    no: CompactString,
}

impl<'a> Making<'a> {
    fn new(tree: &'a OrgTree, at: Instant, thresholds: &'a Thresholds) -> Self {
        let month = thresholds.response_month;
        let board = Board { at, month, open: Vec::new(), bounces: Vec::new(), marks: Vec::new() };
        Self {
            tree,
            places: tree.by_id_or_name(),
            at,
            thresholds,
            board,
            chances: Chances::default(),
            moves: Vec::new(),
        }
    }

    fn note(&mut self, row: &Transfer) {
        let place = |id: OrgId| self.places.get(&id).copied();
        let (Some(from), to) = (place(row.from), row.to.and_then(place)) else { return };
        if row.begun > self.at {
            return;
        }
        let mut waiting = None;
        for hop in &row.hops {
            let clock = self.thresholds.clock(row, hop, self.at);
            let who = answers(self.tree, from, to, row.kind, hop.step);
            let who = who.filter(|who| self.tree.exists(*who, self.at));
            let answered = row.answer(hop).filter(|answered| *answered <= self.at);
            if let Some(who) = who {
                let mark = Mark::of(who, hop, answered, &clock, self.thresholds.response_month, self.at);
                self.board.marks.extend(mark);
                if let Some(answered) = answered {
                    self.chances.note(who, hop.arrived, answered, self.at);
                }
            }
            if let [_, Some(breaks)] = clock.breaks {
                waiting = Some(Waiting { step: hop.step, arrived: hop.arrived, breaks, who, chance: None });
            }
        }
        if row.open_at(self.at) {
            let (no, person, kind, begun) = (row.no.clone(), row.person, row.kind, row.begun);
            self.board.open.push(Request { no, person, kind, from, to, begun, waiting });
        }
        let withdrawn = row.ended_by(self.at) == Some(crate::model::Ending::Withdrawn);
        if let Some(to) = to.filter(|to| *to != from && !withdrawn) {
            let done = row.done_by(self.at);
            self.moves.push(Move { person: row.person, begun: row.begun, from, to, done, no: row.no.clone() });
        }
    }

    fn finish(mut self) -> Board {
        self.chances.settle();
        for request in &mut self.board.open {
            if request.soon(self.at)
                && let Some(hop) = &mut request.waiting
            {
                let last = Instant(hop.breaks.0 - 1);
                hop.chance = self.chances.breach(hop.who, hop.arrived, self.at, last);
            }
        }
        let key = |request: &Request| (request.waiting.map_or(i64::MAX, |hop| hop.breaks.0), request.begun.0);
        self.board.open.sort_by_key(key);
        self.board.marks.sort_unstable_by_key(|mark| mark.who);
        self.board.bounces = bounces(self.moves);
        self.board
    }
}

/// The runs in which each request goes back where the last one, done, had come from.
fn bounces(mut moves: Vec<Move>) -> Vec<Bounce> {
    moves.sort_by(|a, b| (a.person, a.begun, &a.no).cmp(&(b.person, b.begun, &b.no)));
    let back = |a: &Move, b: &Move| a.person == b.person && a.done && (b.from, b.to) == (a.to, a.from);
    let runs = moves.chunk_by(back).filter(|run| run.len() > 1);
    let bounce = |run: &[Move]| {
        let last = run.last()?;
        Some(Bounce {
            person: last.person,
            places: run.iter().map(|step| step.from).chain([last.to]).collect(),
            begun: run.iter().map(|step| step.begun).collect(),
            no: last.no.clone(),
        })
    };
    let mut found: Vec<Bounce> = runs.filter_map(bounce).collect();
    found.sort_by_key(|bounce| std::cmp::Reverse(bounce.begun.last().copied()));
    found
}

#[cfg(test)]
#[path = "board/tests.rs"]
mod tests;
