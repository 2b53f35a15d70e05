//! One request, hop by hop, and the days on which such things happen.

use anyhow::Result;

use super::Made;
use crate::demo::calendar::{LAST, between, day, office_hour};
use crate::demo::dice::Dice;
use crate::model::{Day, Ending, Hop, IdKey, Instant, OrgId, Pos, Transfer, TransferKind, TransferState};

/// A request in short; its hops are thrown.
pub(super) struct Request {
    pub person: IdKey,
    pub kind: TransferKind,
    pub code: u8,
    pub from: Pos,
    pub to: Option<Pos>,
    /// The day it ended, or on which it was with the one who has yet to answer.
    pub ends: Day,
    pub graduate: bool,
}

/// When a graduate of 2018 was gone: mostly in July and August, the last by autumn (T12).
pub(super) fn left(dice: &mut Dice) -> Day {
    const STRETCHES: [(u32, Day, Day); 6] = [
        (7, day(2018, 6, 8), day(2018, 6, 30)),
        (22, day(2018, 7, 1), day(2018, 7, 15)),
        (27, day(2018, 7, 16), day(2018, 7, 31)),
        (27, day(2018, 8, 1), day(2018, 8, 31)),
        (12, day(2018, 9, 1), day(2018, 9, 30)),
        (5, day(2018, 10, 8), LAST),
    ];
    let (_, first, last) = STRETCHES[dice.share(&STRETCHES.map(|stretch| stretch.0))];
    between(dice, first, last)
}

/// When a school handed in its baseline: due on 22 June (T01), and not all were in time.
pub(super) fn submitted(dice: &mut Dice) -> Instant {
    let (first, last) =
        if dice.chance(940) { (day(2018, 6, 11), day(2018, 6, 22)) } else { (day(2018, 6, 23), day(2018, 7, 6)) };
    let on = between(dice, first, last);
    office_hour(dice, on)
}

impl Made<'_> {
    pub(super) fn add(&mut self, request: Request, dice: &mut Dice) -> Result<()> {
        let Request { person, kind, code, from, to, ends, graduate } = request;
        let Some(state) = TransferState::of(code) else { return Ok(()) };
        let end = office_hour(dice, ends);
        let now = state.step(kind).unwrap_or(1);
        let mut hops = Vec::with_capacity(usize::from(now));
        let mut answered = state.ending().is_some().then_some(end);
        let mut arrived = end;
        for step in (1..=now).rev() {
            // Most answer within three days.
            let hours = if dice.chance(905) { dice.between(1, 70) } else { dice.between(74, 200) };
            arrived = Instant(arrived.0 - i64::from(hours) * 3600);
            hops.push(Hop { step, arrived, answered: answered.filter(|_| code != 0) });
            answered = Some(arrived);
        }
        hops.reverse();
        self.serial += 1;
        self.done += u64::from(state.ending() == Some(Ending::Done));
        let reason = match (graduate, dice.below(10)) {
            (true, 0..5) => "升学",
            (true, _) => "毕业就业",
            (false, 0..6) => "工作调动",
            (false, 6..9) => "就业",
            (false, _) => "户口迁移",
        };
        let row = Transfer {
            no: compact_str::format_compact!("ZJ{:03}{:06}", self.area, self.serial),
            person,
            kind,
            reason: reason.into(),
            from: OrgId(from.0),
            to: to.map(|to| OrgId(to.0)),
            begun: arrived,
            state,
            arrived: hops.last().map_or(arrived, |hop| hop.arrived),
            closed: state.ending().map(|_| end),
            graduate,
            hops,
        };
        self.rows.push(row.begun, &row)
    }
}
