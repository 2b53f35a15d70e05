//! Deeds to requests: begun by the leaving branch, answered hop by hop, done, refused or withdrawn (handbook A5).

use super::table::Entry;
use super::words;
use super::work::{Stop, Work};
use crate::desk::Refusal;
use crate::intake::Made;
use crate::model::{
    Deed, Hop, Member, OrgId, OrgKind, Row, RowEdit, Subject, Transfer, TransferKind, TransferState, Values,
};
use crate::store::answers;

/// How long the reason 其他 must at least be, in characters (handbook A5).
const OTHER_REASON: usize = 10;

fn field(id: &'static str, why: Refusal) -> Stop {
    Stop::Refused(Some(id), why)
}

fn state(code: u8) -> Result<TransferState, Stop> {
    TransferState::of(code).ok_or_else(|| Refusal::WrongSubject.into())
}

impl Work<'_> {
    /// The requests out of or into an organisation, as they would be.
    pub(super) fn requests_of(&mut self, org: OrgId) -> Result<Vec<Transfer>, Stop> {
        let mut all = self.desk.register().transfers_of(org)?;
        for row in &mut all {
            if let Some(changed) = self.requests.get(&row.no) {
                row.clone_from(changed);
            }
        }
        for (no, row) in &self.requests {
            if all.iter().all(|other| other.no != *no) {
                all.push(row.clone());
            }
        }
        all.retain(|row| row.from == org || row.to == Some(org));
        Ok(all)
    }

    /// Those of them that wait.
    pub(super) fn open_requests(&mut self, org: OrgId) -> Result<Vec<Transfer>, Stop> {
        let at = self.at;
        Ok(self.requests_of(org)?.into_iter().filter(|row| row.open_at(at)).collect())
    }

    /// Puts a request in place of another, or a new one.
    pub(super) fn put_request(&mut self, before: Option<Transfer>, after: Transfer) {
        self.requests.insert(after.no.clone(), after.clone());
        self.edits.push(RowEdit { before: before.map(Row::Transfer), after: Some(Row::Transfer(after)) });
    }

    /// Moves a member's row, and the payments with it.
    pub(super) fn move_member(&mut self, from: OrgId, to: OrgId, member: Member, after: Member) -> Result<(), Stop> {
        let person = member.identity.key();
        self.take_member(from, &member)?;
        self.rows(to)?.members.push(after.clone());
        let (before, after) = (Row::Member { branch: from, member }, Row::Member { branch: to, member: after });
        self.edits.push(RowEdit { before: Some(before), after: Some(after) });
        self.move_payments(from, person, to, person)
    }

    pub(super) fn begin(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let Subject::Member { branch, person } = on else { return Err(Refusal::WrongSubject.into()) };
        self.existing(*branch)?;
        let (_, member) = self.member(*branch, *person)?;
        if !member.member_at(self.at) {
            return Err(Refusal::NotAMember.into());
        }
        let Made::Transfer(row) = self.typed(entry, on, values)? else { return Err(Refusal::WrongSubject.into()) };
        if let Some(other) = self.open_requests(*branch)?.iter().find(|other| other.person == *person) {
            return Err(Refusal::UnderWay(other.no.to_string()).into());
        }
        if row.reason.starts_with("其他") && row.reason.chars().count() < OTHER_REASON {
            return Err(field("reason", Refusal::TooShort(OTHER_REASON)));
        }
        let to = match (row.kind, row.to) {
            (TransferKind::Inside, None) => return Err(field("to", Refusal::NoReceiver)),
            (TransferKind::Outside, Some(_)) => return Err(field("to", Refusal::OutsideHasNone)),
            (_, to) => to,
        };
        if let Some(to) = to {
            self.receives(to)?;
            if to == *branch {
                return Err(field("to", Refusal::SameBranch));
            }
        }
        let no = match row.no.as_str() {
            PENDING => self.new_number(),
            _ => row.no.clone(),
        };
        if self.requests.contains_key(&no) || self.requests_of(*branch)?.iter().any(|other| other.no == no) {
            return Err(field("no", Refusal::StandsAlready));
        }
        let at = self.at;
        let (person, from) = (super::people::who(&member.name, &member.identity), self.label(*branch));
        let goes = to.map(|to| self.label(to));
        self.tell(|lang| words::begun(lang, &person, &from, words::or_outside(lang, goes.as_deref()), &no));
        let hops = vec![Hop { step: 1, arrived: at, answered: None }];
        self.put_request(None, Transfer { no, person: member.identity.key(), to, hops, ..*row });
        Ok(())
    }

    /// Refuses a branch that cannot take anybody in.
    fn receives(&mut self, to: OrgId) -> Result<(), Stop> {
        let org = self.existing(to).map_err(|stop| stop.at("to"))?;
        if org.kind == OrgKind::Branch { Ok(()) } else { Err(field("to", Refusal::NotABranch(org.label().to_owned()))) }
    }

    /// A number that no other request of this register bears: its entry in the journal has one of its own.
    fn new_number(&self) -> compact_str::CompactString {
        let day = self.at.day().to_string().replace('-', "");
        compact_str::format_compact!("Z{day}-{}-{}", self.entry, self.item + 1)
    }

    /// The open request a deed is about.
    fn request(&mut self, on: &Subject) -> Result<Transfer, Stop> {
        let Subject::Request { from, no } = on else { return Err(Refusal::WrongSubject.into()) };
        let row = self.requests_of(*from)?.into_iter().find(|row| row.no == *no && row.from == *from);
        let row = row.ok_or(Refusal::NoRequest)?;
        if row.state.ending().is_some() { Err(Refusal::RequestEnded.into()) } else { Ok(row) }
    }

    /// Who must answer a hop; where nobody is there to, nobody must.
    fn answers(&self, row: &Transfer, step: u8) -> Result<Option<OrgId>, Stop> {
        let from = self.place(row.from)?;
        let to = row.to.map(|to| self.place(to)).transpose()?;
        Ok(answers(&self.tree, from, to, row.kind, step).map(|pos| self.tree.id(pos)))
    }

    /// The request with its waiting hop answered now, by the organisation that must.
    fn answered(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(Transfer, Transfer, u8), Stop> {
        let row = self.request(on)?;
        let step = row.state.step(row.kind).unwrap_or(1);
        let must = self.answers(&row, step)?;
        let given = self.extra(entry, on, values, "as")?;
        if !given.is_empty() {
            let answers = self.named("as", &given)?;
            if must != Some(answers) {
                let who = must.map(|must| self.label(must)).unwrap_or_default();
                return Err(field("as", Refusal::NotYours(who)));
            }
        }
        let mut after = row.clone();
        let hop = Hop { step, arrived: row.arrived, answered: Some(self.at) };
        match after.hops.iter_mut().find(|hop| hop.step == step) {
            Some(waiting) => waiting.answered = Some(self.at),
            None => after.hops.push(hop),
        }
        after.hops.sort_by_key(|hop| hop.step);
        Ok((row, after, step))
    }

    pub(super) fn answer(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let (row, mut after, step) = self.answered(entry, on, values)?;
        let mut next = step + 1;
        while next <= row.kind.hops() && self.answers(&row, next)?.is_none() {
            next += 1;
        }
        let by = self.answers(&row, step)?.map(|org| self.label(org)).unwrap_or_default();
        let no = row.no.clone();
        if next <= row.kind.hops() {
            let waits = self.answers(&row, next)?.map(|org| self.label(org)).unwrap_or_default();
            (after.state, after.arrived) = (state(next)?, self.at);
            after.hops.push(Hop { step: next, arrived: self.at, answered: None });
            self.tell(|lang| words::agreed(lang, &no, &by, step, &waits));
            self.put_request(Some(row), after);
            return Ok(());
        }
        (after.state, after.closed) = (state(5)?, Some(self.at));
        let (_, member) = self.member(row.from, row.person)?;
        if let Some(to) = row.to {
            self.receives(to).map_err(|stop| stop.at("as"))?;
            if self.rows(to)?.members.iter().any(|other| other.identity.key() == row.person) {
                return Err(Refusal::StandsAlready.into());
            }
        }
        self.tell(|lang| words::agreed_last(lang, &no, &by, step));
        let (who, from) = (super::people::who(&member.name, &member.identity), self.label(row.from));
        match row.to {
            Some(to) => {
                let label = self.label(to);
                self.tell(|lang| words::goes(lang, &who, &from, &label));
                let came = Member { since: Some(self.at.day()), ..member.clone() };
                self.move_member(row.from, to, member, came)?;
            }
            None => {
                self.tell(|lang| words::leaves(lang, &who, &from));
                self.drop_member(row.from, member)?;
            }
        }
        self.put_request(Some(row), after);
        Ok(())
    }

    pub(super) fn refuse(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let (row, mut after, step) = self.answered(entry, on, values)?;
        let by = self.answers(&row, step)?.map(|org| self.label(org)).unwrap_or_default();
        (after.state, after.closed) = (state(step + 5)?, Some(self.at));
        let no = row.no.clone();
        self.tell(|lang| words::refused(lang, &no, &by, step));
        self.put_request(Some(row), after);
        Ok(())
    }

    /// Only whoever began a request withdraws it; of one that a roster brought nobody knows who did.
    pub(super) fn withdraw(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        self.extra(entry, on, values, "")?;
        let row = self.request(on)?;
        match self.begun_by(&row.no)? {
            Some(by) if by == self.by => {}
            Some(by) => return Err(Refusal::BegunBy(by).into()),
            None => return Err(Refusal::BegunElsewhere.into()),
        }
        let mut after = row.clone();
        (after.state, after.closed) = (state(0)?, Some(self.at));
        let no = row.no.clone();
        self.tell(|lang| words::withdrawn(lang, &no));
        self.put_request(Some(row), after);
        Ok(())
    }

    fn begun_by(&self, no: &str) -> Result<Option<String>, Stop> {
        let register = self.desk.register();
        for entry in register.journal()?.iter().rev().filter(|entry| entry.verb == Deed::TransferBegin.id()) {
            let begun = |edit: &RowEdit| matches!((&edit.before, &edit.after), (None, Some(Row::Transfer(row))) if row.no == no);
            if self.desk.edits_of(entry.number)?.iter().any(begun) {
                return Ok(Some(entry.author.clone()));
            }
        }
        Ok(None)
    }
}

/// What a new request is called until it has a number.
pub(super) const PENDING: &str = "-";
