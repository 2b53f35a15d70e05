//! What moves in the shown county: transfers, graduate baselines, dues.
//!
//! Whoever is new in a branch came by a transfer that was done on that day, from a branch that can spare one; so walking
//! back never empties a branch, and the published counts stand. Graduates who left are on no roster any more.

use super::calendar::{LAST, between, day, office_hour};
use super::dice::{Dice, Topic};
use super::person::{Document, Number, person};
use super::{Branch, Demo};
use crate::model::{
    Channel, Day, Fen, GraduateBase, Hop, IdKey, Identity, Instant, Member, Month, Occupation, OrgId, Payment, Pos,
    Transfer, TransferKind, TransferState,
};
use crate::store::{Dues, Lists};

/// The first month that was paid online.
const ONLINE: Month = Month::of(2018, 9);
/// Persons of a city from this number on stand on no roster.
const GONE: u32 = 3_610_000;

impl Demo {
    /// Whether an organisation is of the shown county.
    pub(super) fn is_shown(&self, pos: Pos) -> bool {
        self.shown.contains(&pos.0)
    }

    /// Transfers and baselines of the shown county.
    pub fn lists(&self) -> Lists {
        let mut made = Made { demo: self, serial: 0, gone: 0, transfers: Vec::new(), graduates: Vec::new() };
        let branches: Vec<Pos> = self.shown.clone().map(Pos).filter(|pos| self.is_branch(*pos)).collect();
        // Settled for years and large: one member fewer on an early day changes no finding.
        let givers: Vec<Pos> = branches
            .iter()
            .copied()
            .filter(|pos| {
                let branch = self.at(*pos);
                let long = branch.founded().is_none_or(|founded| founded < day(2018, 1, 1));
                !branch.life().student && !branch.cell.hollow && long && branch.cell.reported >= 8
            })
            .collect();
        if let [_, _, ..] = givers.as_slice() {
            branches.iter().for_each(|pos| made.branch(*pos, &givers));
            self.shown.clone().map(Pos).filter(|pos| !self.is_branch(*pos)).for_each(|pos| made.school(pos, &givers));
            made.oddities(&branches, &givers);
        }
        made.transfers.sort_by(|a, b| (a.begun, &a.no).cmp(&(b.begun, &b.no)));
        Lists { transfers: Some(made.transfers), graduates: Some(made.graduates), ..Lists::default() }
    }

    /// Dues of the members of a branch, in the order of their keys.
    pub fn dues(&self, members: &[Member], pos: Pos) -> Vec<(IdKey, Dues)> {
        if !self.is_shown(pos) {
            return Vec::new();
        }
        let mut all: Vec<_> = members.iter().map(|member| (member.identity.key(), self.payments(member))).collect();
        all.retain(|(_, payments)| !payments.is_empty());
        all.sort_by_key(|(key, _)| *key);
        all.into_iter().map(|(key, payments)| (key, Dues::of(payments))).collect()
    }

    /// What one person paid; the same in whichever branch the person stands.
    pub(super) fn payments(&self, member: &Member) -> Vec<Payment> {
        let mut dice = Dice::new(self.seed, Topic::Dues, member.identity.key().0);
        let student = member.occupation == Some(Occupation::Student);
        let amount = if student { Fen(20) } else { Fen(500) };
        let months = [ONLINE, Month(ONLINE.0 + 1)];
        let payment = |month: Month| {
            let (pays, late) = (dice.chance(905), dice.chance(60));
            let last = if late { LAST } else { month.end().day() };
            let on = between(&mut dice, month.first(), last);
            let at = office_hour(&mut dice, on);
            let channel = Some(if dice.chance(960) { Channel::Online } else { Channel::Offline });
            pays.then_some(Payment { month, due: Some(amount), paid: amount, at, channel })
        };
        months.into_iter().filter_map(payment).filter(|payment| payment.at <= LAST.end()).collect()
    }
}

pub(super) struct Made<'a> {
    pub demo: &'a Demo,
    serial: u32,
    gone: u32,
    pub transfers: Vec<Transfer>,
    graduates: Vec<GraduateBase>,
}

impl Made<'_> {
    fn branch(&mut self, pos: Pos, givers: &[Pos]) {
        let student = self.demo.at(pos).life().student;
        let members = self.demo.members(pos);
        let kept = members.len() - usize::from(self.demo.repeats_identity(pos));
        for member in &members[..kept] {
            let key = member.identity.key();
            let mut dice = Dice::new(self.demo.seed, Topic::Transfer, key.0);
            if !matches!(member.identity, Identity::Resident(_)) || !member.league.member() {
                continue;
            }
            let other = |dice: &mut Dice| dice.pick(givers).filter(|other| *other != pos);
            let new = member.since.filter(|since| *since > super::calendar::BEFORE && !student);
            if let (Some(since), Some(from)) = (new, other(&mut dice)) {
                self.add(key, TransferKind::Inside, 5, from, Some(pos), since, false, &mut dice);
            } else if dice.chance(9) {
                let code = [1, 2, 3, 4, 6, 7, 9, 0, 1, 2][dice.below(10) as usize];
                let kind = if dice.chance(120) { TransferKind::Outside } else { TransferKind::Inside };
                let to = other(&mut dice).filter(|_| kind == TransferKind::Inside);
                if to.is_some() || (kind == TransferKind::Outside && matches!(code, 0..=2 | 6 | 7)) {
                    let ended = between(&mut dice, day(2018, 6, 10), LAST);
                    self.add(key, kind, code, pos, to, ended, false, &mut dice);
                }
            }
        }
    }

    /// A school's baseline, and those of its graduates who have gone.
    fn school(&mut self, pos: Pos, givers: &[Pos]) {
        let branch = self.demo.at(pos);
        if !branch.group.role.school() || branch.group.parent.is_none() {
            return;
        }
        let mut dice = Dice::new(self.demo.seed, Topic::Transfer, u64::from(pos.0) | 1 << 60);
        let Some(classes) = Some(branch.group.branches).filter(|branches| *branches > 0) else { return };
        let left = 12 + dice.below(6) * classes.min(8);
        let on = between(&mut dice, day(2018, 6, 19), day(2018, 6, 23));
        let submitted = office_hour(&mut dice, on);
        self.graduates.push(GraduateBase {
            school: OrgId(pos.0),
            year: 2018,
            members: left * 1000 / (880 + dice.below(70)),
            submitted: Some(submitted),
        });
        for _ in 0..left {
            let who = self.graduate(&branch);
            // Most in July and August, the last by autumn.
            let months = [
                (day(2018, 6, 22), day(2018, 6, 30)),
                (day(2018, 7, 1), day(2018, 7, 31)),
                (day(2018, 8, 1), day(2018, 8, 31)),
                (day(2018, 9, 1), day(2018, 10, 31)),
            ];
            let (first, last) = months[dice.share(&[14, 44, 26, 16])];
            let (from, done) = (Pos(pos.0 + 1 + dice.below(classes)), between(&mut dice, first, last));
            let to = dice.pick(givers).filter(|_| dice.chance(450));
            let kind = if to.is_some() { TransferKind::Inside } else { TransferKind::Outside };
            self.add(who, kind, 5, from, to, done, true, &mut dice);
        }
    }

    /// Somebody who has left a school and stands on no roster any more.
    pub fn graduate(&mut self, branch: &Branch<'_>) -> IdKey {
        let number = Number { within: GONE + self.gone, ..self.demo.number(branch.group, 0) };
        self.gone += 1;
        let who = person(&self.demo.names, self.demo.seed, number, day(1999, 9, 1), 1, Document::Resident);
        who.identity.key()
    }

    /// A request that ended on a day (or, while it waits, came to its present hop a little before), hop by hop.
    #[allow(clippy::too_many_arguments)]
    pub fn add(
        &mut self,
        person: IdKey,
        kind: TransferKind,
        code: u8,
        from: Pos,
        to: Option<Pos>,
        ends: Day,
        graduate: bool,
        dice: &mut Dice,
    ) {
        let Some(state) = TransferState::of(code) else { return };
        let end = office_hour(dice, ends);
        let now = state.step(kind).unwrap_or(1);
        let mut hops = Vec::new();
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
        let reasons = ["就业", "升学", "工作调动"];
        self.transfers.push(Transfer {
            no: compact_str::format_compact!("ZJ2018{:06}", self.serial),
            person,
            kind,
            reason: dice.pick(&reasons).unwrap_or_default().into(),
            from: OrgId(from.0),
            to: to.map(|to| OrgId(to.0)),
            begun: arrived,
            state,
            arrived: hops.last().map_or(arrived, |hop| hop.arrived),
            closed: state.ending().map(|_| end),
            graduate,
            hops,
        });
    }
}
