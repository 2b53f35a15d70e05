//! Random edits of a made-up register, made in what it is built from as they are told.

use super::{Dice, World, activity, base, member, post, transfer, unit};
use crate::model::{Channel, Fen, IdKey, Instant, Month, OrgId, Payment, Row, RowEdit};
use crate::store::Dues;

impl World {
    /// Makes some edits, and gives them in order.
    pub fn edit(&mut self, dice: &mut Dice, count: usize) -> Vec<RowEdit> {
        (0..count).filter_map(|_| self.one(dice)).collect()
    }

    fn one(&mut self, dice: &mut Dice) -> Option<RowEdit> {
        match dice.below(16) {
            0..=5 => self.member(dice),
            6..=8 => self.post(dice),
            9..=10 => self.payment(dice),
            11..=12 => self.transfer(dice),
            13 => {
                let row = activity(dice, self.orgs.len() as u64);
                let edit = in_list(dice, &mut self.activities, row, Row::Activity);
                self.activities.sort_by_key(|row| (row.on, row.org));
                edit
            }
            14 => {
                let row = base(dice, self.orgs.len());
                let edit = in_list(dice, &mut self.graduates, row, Row::GraduateBase);
                self.graduates.sort_by_key(|row| (row.year, row.school, row.submitted));
                edit
            }
            _ => {
                let row = unit(dice, 1_000 + dice.0 % 1_000, self.orgs.len() as u64);
                let edit = in_list(dice, &mut self.ledger, row, Row::LedgerUnit);
                self.ledger.sort_by_key(|row| row.credit.clone());
                edit
            }
        }
    }

    fn place(&self, dice: &mut Dice) -> usize {
        dice.below(self.orgs.len() as u64) as usize
    }

    fn id(&self, at: usize) -> OrgId {
        self.orgs[at].0
    }

    fn member(&mut self, dice: &mut Dice) -> Option<RowEdit> {
        let (at, mut to) = (self.place(dice), self.place(dice));
        let mut after = Some(member(dice, self.persons));
        let rows = &mut self.rows[at].members;
        let before = (!rows.is_empty() && !dice.one_in(4)).then(|| {
            let slot = dice.below(rows.len() as u64) as usize;
            rows.remove(slot)
        });
        if !dice.one_in(3) {
            to = at;
        }
        match &before {
            Some(before) => {
                if let Some(after) = &mut after
                    && dice.one_in(2)
                {
                    let changed = after.clone();
                    *after = before.clone();
                    match dice.below(6) {
                        0 => after.number = changed.number,
                        1 => after.report = changed.report,
                        2 => after.league = changed.league,
                        3 => after.since = changed.since,
                        4 => after.appraisal_year = changed.appraisal_year,
                        _ => after.identity = changed.identity,
                    }
                }
                if dice.one_in(4) {
                    after = None;
                }
            }
            None => to = at,
        }
        self.rows[to].members.extend(after.clone());
        let row = |at: usize, member| Row::Member { branch: self.id(at), member };
        Some(RowEdit { before: before.map(|before| row(at, before)), after: after.map(|after| row(to, after)) })
    }

    fn post(&mut self, dice: &mut Dice) -> Option<RowEdit> {
        let at = self.place(dice);
        let rows = &mut self.rows[at].posts;
        let before = (!rows.is_empty() && dice.one_in(2)).then(|| {
            let slot = dice.below(rows.len() as u64) as usize;
            rows.remove(slot)
        });
        let after = (before.is_none() || dice.one_in(2)).then(|| post(dice, self.persons));
        rows.extend(after.clone());
        let row = |post| Row::Post { org: self.id(at), post };
        Some(RowEdit { before: before.map(row), after: after.map(row) })
    }

    fn payment(&mut self, dice: &mut Dice) -> Option<RowEdit> {
        let at = self.place(dice);
        let rows = &mut self.rows[at];
        let of = dice.below(rows.members.len().max(1) as u64) as usize;
        let person: IdKey = rows.members.get(of)?.identity.key();
        let slot = rows.dues.binary_search_by_key(&person, |(key, _)| *key);
        let mut paid: Vec<Payment> = slot.map_or_else(|_| Vec::new(), |slot| rows.dues[slot].1.payments().collect());
        let month = Month(Month::of(2018, 1).0 + dice.below(10) as u16);
        let made = Instant(month.first().start().0 + dice.below(40 * 86_400) as i64);
        let fen = Fen(20 * dice.below(3) as u32);
        let after = Payment { month, due: None, paid: fen, at: made, channel: Some(Channel::Online) };
        let before = paid.iter().position(|payment| payment.month == month).map(|at| paid.remove(at));
        let after = (before.is_none() || dice.one_in(2)).then_some(after);
        paid.extend(after);
        match slot {
            Ok(slot) => rows.dues[slot].1 = Dues::of(paid),
            Err(slot) => rows.dues.insert(slot, (person, Dues::of(paid))),
        }
        let row = |payment| Row::Payment { org: self.id(at), person, payment };
        Some(RowEdit { before: before.map(row), after: after.map(row) })
    }

    fn transfer(&mut self, dice: &mut Dice) -> Option<RowEdit> {
        let no = 100_000 + (dice.0 % 100_000) as usize;
        let row = transfer(dice, no, self.orgs.len() as u64 + 1, self.persons);
        let edit = in_list(dice, &mut self.transfers, row, Row::Transfer);
        self.transfers.sort_by_key(|row| (row.begun, row.no.clone()));
        edit
    }
}

fn in_list<T: Clone>(dice: &mut Dice, rows: &mut Vec<T>, row: T, of: impl Fn(T) -> Row) -> Option<RowEdit> {
    let before = (!rows.is_empty() && dice.one_in(2)).then(|| {
        let slot = dice.below(rows.len() as u64) as usize;
        rows.remove(slot)
    });
    let after = (before.is_none() || dice.one_in(2)).then_some(row);
    rows.extend(after.clone());
    Some(RowEdit { before: before.map(&of), after: after.map(&of) })
}
