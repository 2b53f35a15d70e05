//! Deeds that enter rows of the other rosters: dues, conduct, activities, baselines, the ledger, declarations.

use compact_str::CompactString;

use super::people::who;
use super::table::Entry;
use super::words;
use super::work::{Stop, Work};
use crate::desk::Refusal;
use crate::intake::{Kind, Made, Row as Cells, rows};
use crate::model::{
    Activity, Attest, Conduct, Day, Fen, GraduateBase, IdKey, LedgerUnit, Member, Month, OrgId, Row, RowEdit, Subject,
    Tariff, Values,
};

/// Dues are paid and made up for at most so many months (handbook A4).
const MONTHS: i32 = 6;

fn field(id: &'static str, why: Refusal) -> Stop {
    Stop::Refused(Some(id), why)
}

/// What a member owes for a month.
pub(super) fn owed(member: &Member) -> Fen {
    Tariff::default().due(member.politics, member.occupation, member.income.map(Fen))
}

impl Work<'_> {
    pub(super) fn pay(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let Subject::Member { branch, person } = on else { return Err(Refusal::WrongSubject.into()) };
        self.existing(*branch)?;
        let (_, member) = self.member(*branch, *person)?;
        let Made::Payment(payment) = self.typed(entry, on, values)? else {
            return Err(Refusal::WrongSubject.into());
        };
        let apart = i32::from(payment.month.0) - i32::from(self.at.day().month().0);
        if apart.abs() > MONTHS {
            return Err(field("month", Refusal::MonthsApart(MONTHS as u32)));
        }
        if payment.month < member.joined {
            return Err(field("month", Refusal::Before(member.joined.to_string())));
        }
        if !self.paid(*branch, *person, payment.month)? {
            return Err(field("month", Refusal::PaidAlready(payment.month.to_string())));
        }
        let (who, month) = (who(&member.name, &member.identity), payment.month.to_string());
        self.tell(|lang| words::paid(lang, &who, &month, &payment.paid.to_string()));
        let owed = owed(&member);
        if payment.paid < payment.due.unwrap_or(owed) {
            self.tell(|lang| words::paid_less(lang, &payment.due.unwrap_or(owed).to_string()));
        }
        self.edits.push(RowEdit::add(Row::Payment { org: *branch, person: *person, payment }));
        Ok(())
    }

    /// Whether a month was free, and takes it.
    fn paid(&mut self, branch: OrgId, person: IdKey, month: Month) -> Result<bool, Stop> {
        let rows = self.rows(branch)?;
        let paid = rows.dues.iter().find(|(key, _)| *key == person);
        let free = paid.is_none_or(|(_, dues)| dues.payments().all(|payment| payment.month != month));
        Ok(free && self.paid.insert((person, month)))
    }

    pub(super) fn conduct(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let (person, name) = match on {
            Subject::Member { branch, person } => {
                let (_, member) = self.member(*branch, *person)?;
                (*person, who(&member.name, &member.identity))
            }
            _ => {
                let (_, post) = self.post(on)?;
                (post.identity.key(), who(&post.name, &post.identity))
            }
        };
        let Made::Conduct(row) = self.typed(entry, on, values)? else { return Err(Refusal::WrongSubject.into()) };
        let row = Conduct { person, ..row };
        let mut twice = self.conduct_of(person)?.contains(&(row.name.clone(), row.on));
        twice |= self.edits.iter().any(|edit| {
            matches!(&edit.after, Some(Row::Conduct(other)) if (other.person, &other.name, other.on) == (row.person, &row.name, row.on))
        });
        if twice {
            return Err(field("name", Refusal::StandsAlready));
        }
        let day = row.on.to_string();
        self.tell(|lang| words::conduct(lang, &name, lang.word(row.kind), &row.name, &day));
        self.edits.push(RowEdit::add(Row::Conduct(row)));
        Ok(())
    }

    /// The honours and penalties of a person, by name and day.
    fn conduct_of(&self, person: IdKey) -> Result<Vec<(CompactString, Day)>, Stop> {
        let mut found = Vec::new();
        self.desk.register().each_conduct(|row| {
            if row.person == person {
                found.push((row.name, row.on));
            }
        })?;
        Ok(found)
    }

    pub(super) fn activity(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let org = self.existing(on.org())?;
        let Made::Activity(row) = self.typed(entry, on, values)? else { return Err(Refusal::WrongSubject.into()) };
        let key = |row: &Activity| (row.org, row.topic.clone(), row.on);
        let mut twice =
            self.edits.iter().any(|edit| matches!(&edit.after, Some(Row::Activity(other)) if key(other) == key(&row)));
        self.desk.register().each_activity(|other| twice |= other.org == row.org && key(&other) == key(&row))?;
        if twice {
            return Err(field("topic", Refusal::StandsAlready));
        }
        if let (Some(expected), Some(present)) = (row.expected, row.present)
            && present > expected
        {
            return Err(field("present", Refusal::MoreThanExpected(expected)));
        }
        let day = row.on.to_string();
        self.tell(|lang| words::activity(lang, org.label(), lang.word(row.kind), &row.topic, &day));
        self.edits.push(RowEdit::add(Row::Activity(row)));
        Ok(())
    }

    pub(super) fn attest(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let org = self.existing(on.org())?;
        let Made::Attest(row) = self.typed(entry, on, values)? else { return Err(Refusal::WrongSubject.into()) };
        let same = |other: &Attest| (other.org, &other.item) == (row.org, &row.item);
        let stands = self.desk.register().attests()?.into_iter().find(same);
        let stands = self.last(stands, |after| match after {
            Row::Attest(other) if same(other) => Some(other.clone()),
            _ => None,
        });
        let code = self.code(row.org).to_owned();
        let item = row.item.clone();
        match &stands {
            Some(before) => self.compare(
                Kind::Attest,
                &format!("{} {item}", org.label()),
                &|out| rows::attest(out, before, &code),
                &|out| rows::attest(out, &row, &code),
            )?,
            None => self.tell(|lang| words::declared(lang, org.label(), &item)),
        }
        self.edits.push(RowEdit { before: stands.map(Row::Attest), after: Some(Row::Attest(row)) });
        Ok(())
    }

    /// What the deeds before this one left of a row.
    fn last<T>(&self, stands: Option<T>, of: impl Fn(&Row) -> Option<T>) -> Option<T> {
        self.edits.iter().rev().filter_map(|edit| edit.after.as_ref()).find_map(of).or(stands)
    }

    pub(super) fn graduates(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let org = self.existing(on.org())?;
        let Made::GraduateBase(row) = self.typed(entry, on, values)? else {
            return Err(Refusal::WrongSubject.into());
        };
        let same = |other: &GraduateBase| (other.school, other.year) == (row.school, row.year);
        let stands = self.desk.register().graduate_bases()?.into_iter().find(same);
        let stands = self.last(stands, |after| match after {
            Row::GraduateBase(other) if same(other) => Some(other.clone()),
            _ => None,
        });
        let code = self.code(row.school).to_owned();
        match &stands {
            Some(before) => self.compare(
                Kind::Graduates,
                &format!("{} {}", org.label(), row.year),
                &|out| rows::graduates(out, before, &code),
                &|out| rows::graduates(out, &row, &code),
            )?,
            None => self.tell(|lang| words::graduates(lang, org.label(), row.year, row.members)),
        }
        self.edits.push(RowEdit { before: stands.map(Row::GraduateBase), after: Some(Row::GraduateBase(row)) });
        Ok(())
    }

    /// The unit of the ledger that bears the credit code of another, as things would be.
    pub(super) fn unit(&self, row: &LedgerUnit) -> Result<Option<LedgerUnit>, Stop> {
        let mut stands = None;
        self.desk.register().each_ledger_unit(|other| {
            if other.credit == row.credit {
                stands = Some(other);
            }
        })?;
        let of = |row: &Option<Row>| match row {
            Some(Row::LedgerUnit(other)) => Some(other.clone()),
            _ => None,
        };
        let touches = |edit: &&RowEdit| {
            [of(&edit.before), of(&edit.after)].iter().flatten().any(|unit| unit.credit == row.credit)
        };
        Ok(match self.edits.iter().rev().find(touches) {
            Some(edit) => of(&edit.after),
            None => stands,
        })
    }

    pub(super) fn put_unit(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let Made::LedgerUnit(row) = self.typed(entry, on, values)? else { return Err(Refusal::WrongSubject.into()) };
        let stands = self.unit(&row)?;
        let old = stands.as_ref().and_then(|row| row.org).map_or_else(String::new, |org| self.code(org).to_owned());
        let new = row.org.map_or_else(String::new, |org| self.code(org).to_owned());
        let name = row.name.to_string();
        match &stands {
            Some(before) => {
                let fill = |row: &LedgerUnit, code: &str, out: &mut Cells| rows::unit(out, row, code);
                self.compare(Kind::Ledger, &name, &|out| fill(before, &old, out), &|out| fill(&row, &new, out))?;
            }
            None => self.tell(|lang| words::unit_in(lang, &name, row.credit.as_str())),
        }
        self.edits.push(RowEdit { before: stands.map(Row::LedgerUnit), after: Some(Row::LedgerUnit(*row)) });
        Ok(())
    }

    pub(super) fn remove_unit(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let Made::LedgerUnit(stands) = self.typed(entry, on, values)? else {
            return Err(Refusal::WrongSubject.into());
        };
        self.tell(|lang| words::unit_out(lang, &stands.name, stands.credit.as_str()));
        self.edits.push(RowEdit { before: Some(Row::LedgerUnit(*stands)), after: None });
        Ok(())
    }
}
