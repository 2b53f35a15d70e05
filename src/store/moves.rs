//! Facts out of transfers: what is open and done, which hops were due and answered in time, who stood where.

mod many;

use anyhow::Result;

pub(super) use many::over;

use super::Register;
use super::graduates::Schools;
use super::thresholds::Thresholds;
use super::transfers::Walk;
use crate::judge::{Fact, FactRow};
use crate::model::{Ending, Hop, IdKey, Instant, OrgId, OrgTree, Pos, Transfer, TransferKind};

/// What transfers say at an instant.
#[derive(Default)]
pub(super) struct Moves {
    /// Per organisation, in the order of [`COUNTED`]; empty where there are no transfers.
    counts: Vec<[u32; COUNTED.len()]>,
    /// Where persons stood.
    pub walk: Walk,
    /// Who has left which branch by a done transfer: a roster that shows the person there still has not settled it.
    left: Vec<Left>,
    /// Whose graduates are counted.
    schools: Schools,
    /// The first instant at which any of this changes.
    pub until: Option<Instant>,
}

/// Somebody who had left a branch by a done transfer, until the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Left {
    branch: u32,
    person: IdKey,
    since: Instant,
    until: Instant,
}

impl Left {
    /// Whether a person is among those of one branch, in order, at an instant.
    pub fn holds(left: &[Self], person: IdKey, at: Instant) -> bool {
        let first = left.partition_point(|left| left.person < person);
        let those = left[first..].iter().take_while(|left| left.person == person);
        those.into_iter().any(|left| left.since <= at && at < left.until)
    }
}

const COUNTED: [Fact; 9] = [
    Fact::TransfersOutOpen,
    Fact::TransfersOutDone,
    Fact::TransfersInOpen,
    Fact::TransfersInDone,
    Fact::ResponsesDue,
    Fact::ResponsesInTime,
    Fact::ResponsesOverdue,
    Fact::ResponsesSoon,
    Fact::TransfersNowhere,
];

#[derive(Clone, Copy)]
enum Counted {
    OutOpen,
    OutDone,
    InOpen,
    InDone,
    Due,
    InTime,
    Overdue,
    Soon,
    Nowhere,
}

/// How one hop stands at an instant (`measures.md`, the response clock).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HopStanding {
    /// Due in the month asked about.
    pub due: bool,
    /// Due, and answered within the hours in force when it arrived.
    pub in_time: bool,
    /// Unanswered past those hours, whatever the month.
    pub overdue: bool,
    /// Unanswered, and overdue within the hours of warning.
    pub soon: bool,
    /// When it comes to be so, and when it becomes overdue, where nobody has answered yet.
    pub breaks: [Option<Instant>; 2],
}

impl Thresholds {
    /// How a hop of a transfer stands at `at`.
    pub fn clock(&self, transfer: &Transfer, hop: &Hop, at: Instant) -> HopStanding {
        if hop.arrived > at {
            return HopStanding::default();
        }
        let answered = transfer.answer(hop).filter(|answered| *answered <= at);
        if answered.is_none() && transfer.ended_by(at) == Some(Ending::Withdrawn) {
            return HopStanding::default();
        }
        let hours = self.response_time(hop.arrived);
        let warning = i64::from(self.warning_hours) * 3600;
        let overdue = answered.is_none() && at.0 - hop.arrived.0 > hours;
        let (begins, ends) = (self.response_month.first().start(), self.response_month.end());
        let of_month = match hop.arrived {
            arrived if arrived > ends => false,
            arrived if arrived >= begins => true,
            _ => answered.is_none_or(|answered| answered >= begins),
        };
        let due = of_month && (answered.is_some() || overdue);
        HopStanding {
            due,
            in_time: due && answered.is_some_and(|answered| answered.0 - hop.arrived.0 <= hours),
            overdue,
            soon: answered.is_none() && !overdue && at.0 - hop.arrived.0 > hours - warning,
            breaks: [hours - warning, hours]
                .map(|open| answered.is_none().then(|| Instant(hop.arrived.0.saturating_add(open).saturating_add(1)))),
        }
    }
}

/// Who must answer a hop: 转出支部, its parent, 转入支部, its parent.
pub fn answers(tree: &OrgTree, from: Pos, to: Option<Pos>, kind: TransferKind, step: u8) -> Option<Pos> {
    match step {
        _ if step > kind.hops() => None,
        1 => Some(from),
        2 => tree.parent(from),
        3 => to,
        4 => to.and_then(|to| tree.parent(to)),
        _ => None,
    }
}

impl Moves {
    /// Reads every transfer once.
    ///
    /// `earliest` is the first instant at which anybody's place will be asked for.
    pub fn take(
        register: &Register,
        tree: &OrgTree,
        at: Instant,
        earliest: Instant,
        thresholds: &Thresholds,
    ) -> Result<Self> {
        let mut moves = Self::default();
        let some = register.has_transfers()?;
        if !some && !register.has_graduate_bases()? {
            return Ok(moves);
        }
        let places = tree.by_id();
        let place = |id: OrgId| places.get(&id).copied();
        moves.schools = Schools::take(register, &place, at)?;
        moves.until = moves.schools.until;
        if !some {
            return Ok(moves);
        }
        let mut moved = Vec::new();
        moves.counts = vec![Default::default(); tree.len()];
        register.each_transfer(|row| {
            let (from, to) = (place(row.from), row.to.and_then(place));
            moves.count(tree, &row, from, to, at, thresholds);
            moves.schools.count(tree, &row, from, to, at);
            if let (Some((closed, _, _)), Some(from), Some(to)) = (row.moved(), from, to) {
                if closed > earliest {
                    moves.walk.note(row.person, closed, from, to);
                }
                if closed <= at {
                    moved.push((row.person, closed, from.0, row.kind == TransferKind::Inside && from != to));
                }
            }
        })?;
        moves.walk.settle();
        moves.leave(moved);
        Ok(moves)
    }

    /// Notes who has left by moves: person, when, from which branch, whether the roster must show it.
    pub fn leave(&mut self, mut moved: Vec<(IdKey, Instant, u32, bool)>) {
        moved.sort_unstable();
        // Of several only the last by an instant says where the person should stand then: one may come back.
        let until = |at: usize, person| match moved.get(at + 1) {
            Some(next) if next.0 == person => next.1,
            _ => Instant(i64::MAX),
        };
        let each = moved.iter().enumerate().filter(|(_, (_, _, _, shown))| *shown);
        self.left = each
            .map(|(at, &(person, since, branch, _))| Left { branch, person, since, until: until(at, person) })
            .filter(|left| left.since < left.until)
            .collect();
        self.left.sort_unstable();
    }

    fn count(
        &mut self,
        tree: &OrgTree,
        row: &Transfer,
        from: Option<Pos>,
        to: Option<Pos>,
        at: Instant,
        thresholds: &Thresholds,
    ) {
        let until = counted(tree, row, (from, to), at, thresholds, |pos, what| self.add(tree, pos, what, at));
        self.may_change(until, at);
    }

    fn add(&mut self, tree: &OrgTree, pos: Pos, what: Counted, at: Instant) {
        if tree.exists(pos, at) {
            self.counts[pos.index()][what as usize] += 1;
        }
    }

    fn may_change(&mut self, when: Option<Instant>, at: Instant) {
        let Some(when) = when.filter(|when| *when > at) else { return };
        self.until = Some(self.until.map_or(when, |until| until.min(when)));
    }

    /// The persons who have left a branch by a done transfer; in order.
    pub fn left(&self, pos: Pos) -> &[Left] {
        let first = self.left.partition_point(|left| left.branch < pos.0);
        let rest = &self.left[first..];
        &rest[..rest.partition_point(|left| left.branch == pos.0)]
    }

    /// Adds the counts of one organisation to its facts.
    pub fn fill(&self, tree: &OrgTree, pos: Pos, at: Instant, row: &mut FactRow) {
        if let Some((graduates, transferred)) = self.schools.at(pos).filter(|_| tree.exists(pos, at)) {
            row.add(Fact::Baselines, row.count(Fact::Schools));
            row.add(Fact::Graduates, graduates);
            row.add(Fact::GraduatesTransferred, transferred);
        }
        if let Some(counts) = self.counts.get(pos.index()) {
            COUNTED.iter().zip(counts).for_each(|(fact, count)| row.add(*fact, *count));
        }
    }
}

/// The facts that one transfer adds to at an instant, each with whose it is, and the next instant at which that may change.
pub(super) fn counted_of(
    tree: &OrgTree,
    row: &Transfer,
    ends: (Option<Pos>, Option<Pos>),
    at: Instant,
    thresholds: &Thresholds,
) -> (Vec<(Pos, Fact)>, Option<Instant>) {
    let mut facts = Vec::new();
    let until = counted(tree, row, ends, at, thresholds, |pos, what| {
        facts.extend(tree.exists(pos, at).then_some((pos, COUNTED[what as usize])));
    });
    (facts, until)
}

/// Tells what one transfer adds at an instant, and to whom, and gives the next instant at which that may change.
fn counted(
    tree: &OrgTree,
    row: &Transfer,
    (from, to): (Option<Pos>, Option<Pos>),
    at: Instant,
    thresholds: &Thresholds,
    mut add: impl FnMut(Pos, Counted),
) -> Option<Instant> {
    let mut add = |pos: Option<Pos>, what| pos.into_iter().for_each(|pos| add(pos, what));
    let mut until: Option<Instant> = None;
    let mut may_change = |when: Option<Instant>| until = until.into_iter().chain(when.filter(|when| *when > at)).min();
    may_change(Some(row.begun));
    may_change(row.closed);
    let out = if row.open_at(at) { Some((Counted::OutOpen, Counted::InOpen)) } else { None };
    let out = out.or(row.done_by(at).then_some((Counted::OutDone, Counted::InDone)));
    if let Some((out, into)) = out {
        add(from, out);
        add(to, into);
    }
    if row.kind == TransferKind::Inside && row.to.is_none() && row.done_by(at) {
        add(from, Counted::Nowhere);
    }
    for hop in &row.hops {
        let clock = thresholds.clock(row, hop, at);
        may_change(Some(hop.arrived));
        may_change(hop.answered);
        clock.breaks.into_iter().for_each(&mut may_change);
        let who = from.and_then(|from| answers(tree, from, to, row.kind, hop.step));
        for (counted, what) in [
            (clock.due, Counted::Due),
            (clock.in_time, Counted::InTime),
            (clock.overdue, Counted::Overdue),
            (clock.soon, Counted::Soon),
        ] {
            if counted {
                add(who, what);
            }
        }
    }
    until
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TransferState;

    fn time(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn hop(arrived: &str, answered: &str) -> Hop {
        Hop { step: 1, arrived: time(arrived), answered: (!answered.is_empty()).then(|| time(answered)) }
    }

    fn transfer(code: u8, closed: &str) -> Transfer {
        Transfer {
            no: "1".into(),
            person: IdKey(1),
            kind: TransferKind::Inside,
            reason: "".into(),
            from: OrgId(1),
            to: Some(OrgId(2)),
            begun: time("2018-01-01"),
            state: TransferState::of(code).unwrap(),
            arrived: time("2018-01-01"),
            closed: (!closed.is_empty()).then(|| time(closed)),
            graduate: false,
            hops: Vec::new(),
        }
    }

    #[test]
    fn the_response_clock() {
        let june = Thresholds::of(time("2018-06-30 23:59:59"));
        // arrived, answered, at, due, in time, overdue; all in the month of June.
        let table = [
            ("2018-06-10 08:00:00", "2018-06-13 08:00:00", "2018-06-30", true, true, false),
            ("2018-06-10 08:00:00", "2018-06-13 08:00:01", "2018-06-30", true, false, false),
            ("2018-06-10 08:00:00", "", "2018-06-13 08:00:00", false, false, false),
            ("2018-06-10 08:00:00", "", "2018-06-13 08:00:01", true, false, true),
            ("2018-06-10 08:00:00", "2018-06-20 08:00:00", "2018-06-19", true, false, true),
            ("2018-06-10 08:00:00", "2018-06-20 08:00:00", "2018-06-11", false, false, false),
            ("2018-06-10 08:00:00", "2018-06-11 08:00:00", "2018-06-11 07:59:59", false, false, false),
            ("2018-06-10 08:00:00", "2018-06-11 08:00:00", "2018-06-11 08:00:00", true, true, false),
            ("2018-06-10 08:00:00", "2018-06-11 08:00:00", "2018-06-09", false, false, false),
            // Carried over: still open when June began.
            ("2018-05-31 23:00:00", "2018-06-01 00:00:00", "2018-06-30", true, true, false),
            ("2018-05-31 23:00:00", "2018-05-31 23:59:59", "2018-06-30", false, false, false),
            ("2018-04-01 00:00:00", "2018-06-02 00:00:00", "2018-06-30", true, false, false),
            ("2018-04-01 00:00:00", "", "2018-06-30", true, false, true),
            // A hop of July is not June's, but unanswered past its hours it is overdue all the same.
            ("2018-07-01 00:00:00", "2018-07-02 00:00:00", "2018-07-30", false, false, false),
            ("2018-07-01 00:00:00", "", "2018-07-30", false, false, true),
        ];
        for (arrived, answered, at, due, in_time, overdue) in table {
            let clock = june.clock(&transfer(1, ""), &hop(arrived, answered), time(at));
            assert_eq!((clock.due, clock.in_time, clock.overdue), (due, in_time, overdue), "{arrived} {answered} {at}");
        }
    }

    #[test]
    fn a_hop_is_told_of_in_its_last_day() {
        let june = Thresholds::of(time("2018-06-30 23:59:59"));
        let clock = |answered, at| {
            let clock = june.clock(&transfer(1, ""), &hop("2018-06-10 08:00:00", answered), time(at));
            (clock.soon, clock.overdue)
        };
        for (answered, at, expected) in [
            ("", "2018-06-12 08:00:00", (false, false)),
            ("", "2018-06-12 08:00:01", (true, false)),
            ("", "2018-06-13 08:00:00", (true, false)),
            ("", "2018-06-13 08:00:01", (false, true)),
            ("2018-06-13 07:00", "2018-06-13 07:00", (false, false)),
            ("2018-06-13 07:00", "2018-06-13 06:59:59", (true, false)),
        ] {
            assert_eq!(clock(answered, at), expected, "{answered} {at}");
        }
    }

    #[test]
    fn a_withdrawal_ends_a_hop_and_a_refusal_answers_it() {
        let june = Thresholds::of(time("2018-06-30 23:59:59"));
        let open = hop("2018-06-10", "");
        let clock = |code, closed, at| {
            let clock = june.clock(&transfer(code, closed), &open, time(at));
            (clock.due, clock.in_time, clock.overdue)
        };
        assert_eq!(clock(0, "2018-06-20", "2018-06-30"), (false, false, false));
        assert_eq!(clock(0, "2018-06-20", "2018-06-15"), (true, false, true), "before the withdrawal it was overdue");
        assert_eq!(clock(6, "2018-06-11", "2018-06-30"), (true, true, false));
        assert_eq!(clock(6, "2018-06-20", "2018-06-30"), (true, false, false));
        assert_eq!(clock(6, "2018-06-20", "2018-06-15"), (true, false, true));
        let march = Thresholds::of(time("2019-03-31 23:59:59"));
        let late = hop("2019-03-01 00:00:00", "2019-03-03 00:00:01");
        assert!(!march.clock(&transfer(5, "2019-03-09"), &late, time("2019-03-31")).in_time, "48 hours from March");
    }
}
