//! Deeds to members and cadres.

use super::draft::{Draft, shown};
use super::table::{Entry, MISTAKES};
use super::words;
use super::work::{Base, Stop, Work};
use crate::desk::Refusal;
use crate::intake::{Kind, Made, rows};
use crate::lang::Lang;
use crate::model::{
    Appraisal, Conduct, Deed, IdKey, Identity, Member, OrgId, OrgKind, Payment, Politics, Post, Row, RowEdit, Subject,
    Transfer, Values,
};
use crate::store::Dues;

/// A person as effects name one.
pub(super) fn who(name: &str, identity: &Identity) -> String {
    format!("{name} {}", identity.masked())
}

impl Work<'_> {
    /// The row of an appointment: who it is stands there already where a member is appointed.
    pub(super) fn appointed(&mut self, on: &Subject, code: &str) -> Result<Base, Stop> {
        let (mut whole, mut masked) = (Draft::new(Kind::Cadres), Draft::new(Kind::Cadres));
        if let Subject::Member { branch, person } = on {
            let (_, member) = self.member(*branch, *person)?;
            let cells = shown(|out| rows::member(out, &member, code));
            let foreign = matches!(member.identity, Identity::Foreign(_));
            for draft in [&mut whole, &mut masked] {
                draft.fill("name", member.name.as_str());
                draft.fill("document", if foreign { "境外" } else { "居民身份证" });
            }
            whole.fill("identity", member.identity.reveal());
            masked.fill("identity", cells[2].as_str());
            if let Some(phone) = &member.phone {
                whole.fill("phone", phone.reveal());
                masked.fill("phone", cells[3].as_str());
            }
        }
        whole.fill("org", code);
        masked.fill("org", code);
        Ok(Base { draft: whole, shown: masked.cells(), hint: None })
    }

    pub(super) fn appoint(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let Made::Post(pos, post) = self.typed(entry, on, values)? else { return Err(Refusal::WrongSubject.into()) };
        let org = self.tree.id(pos);
        self.existing(org)?;
        let (at, key) = (self.at, post.identity.key());
        let held = self.rows(org)?.posts.iter().any(|other| {
            other.identity.key() == key && other.title == post.title && (other.current(at) || other.from == post.from)
        });
        if held {
            return Err(Stop::Refused(Some("title"), Refusal::HeldAlready));
        }
        let (person, label) = (who(&post.name, &post.identity), self.label(org));
        let from = post.from.map(|day| day.to_string()).unwrap_or_default();
        self.tell(|lang| words::appointed(lang, &person, &label, lang.word(post.title), &from));
        self.rows(org)?.posts.push((*post).clone());
        self.edits.push(RowEdit::add(Row::Post { org, post: *post }));
        Ok(())
    }

    pub(super) fn correct_post(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let org = on.org();
        let (slot, before) = self.post(on)?;
        let ends = matches!(entry.deed, Deed::CadreOnboard | Deed::CadreRelease);
        if ends && !before.current(self.at) {
            return Err(Refusal::Ended.into());
        }
        let Made::Post(_, mut after) = self.typed(entry, on, values)? else {
            return Err(Refusal::WrongSubject.into());
        };
        after.onboarded |= entry.deed == Deed::CadreOnboard;
        let (from, until) = (after.from, after.until);
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            return Err(Stop::Refused(Some("until"), Refusal::Before(from.to_string())));
        }
        let key = |post: &Post| (post.identity.key(), post.title, post.from);
        let taken = key(&after) != key(&before);
        if taken && self.rows(org)?.posts.iter().any(|other| key(other) == key(&after)) {
            return Err(Refusal::StandsAlready.into());
        }
        let (code, what) = (self.code(org).to_owned(), self.post_words(org, &before));
        self.compare(Kind::Cadres, &what, &|out| rows::cadre(out, &before, &code), &|out| {
            rows::cadre(out, &after, &code)
        })?;
        self.rows(org)?.posts[slot] = (*after).clone();
        let (before, after) = (Row::Post { org, post: before }, Row::Post { org, post: *after });
        self.edits.push(RowEdit { before: Some(before), after: Some(after) });
        Ok(())
    }

    fn post_words(&self, org: OrgId, post: &Post) -> String {
        format!("{} {} {}", self.label(org), Lang::Zh.word(post.title), who(&post.name, &post.identity))
    }

    pub(super) fn add_member(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let branch = on.org();
        let org = self.existing(branch)?;
        if org.kind != OrgKind::Branch {
            return Err(Refusal::NotABranch(org.label().to_owned()).into());
        }
        let Made::Member(member) = self.typed(entry, on, values)? else {
            return Err(Refusal::WrongSubject.into());
        };
        self.free(branch, member.identity.key())?;
        let person = who(&member.name, &member.identity);
        self.tell(|lang| words::member_in(lang, &person, org.label()));
        self.put_member(branch, None, Some(*member))
    }

    /// Refuses somebody who stands in a branch already.
    fn free(&mut self, branch: OrgId, person: IdKey) -> Result<(), Stop> {
        let refused = |why| Stop::Refused(Some("identity"), why);
        if self.rows(branch)?.members.iter().any(|other| other.identity.key() == person) {
            return Err(refused(Refusal::StandsAlready));
        }
        match self.stands.get(&person).and_then(|orgs| orgs.iter().find(|org| **org != branch)) {
            Some(org) => Err(refused(Refusal::MemberOf(self.label(*org)))),
            None => Ok(()),
        }
    }

    /// Puts a member's row in place of another, or where there was none, or takes one away.
    pub(super) fn put_member(
        &mut self,
        branch: OrgId,
        before: Option<Member>,
        after: Option<Member>,
    ) -> Result<(), Stop> {
        let rows = self.rows(branch)?;
        let at = before.as_ref().and_then(|before| rows.members.iter().position(|member| member == before));
        match (at, &after) {
            (Some(at), Some(after)) => rows.members[at] = after.clone(),
            (Some(at), None) => drop(rows.members.remove(at)),
            (None, Some(after)) => rows.members.push(after.clone()),
            (None, None) => return Err(Refusal::NoMember.into()),
        }
        let row = |member| Row::Member { branch, member };
        self.edits.push(RowEdit { before: before.map(row), after: after.map(row) });
        Ok(())
    }

    pub(super) fn correct_member(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let Subject::Member { branch, person } = on else { return Err(Refusal::WrongSubject.into()) };
        self.existing(*branch)?;
        let (_, before) = self.member(*branch, *person)?;
        let Made::Member(mut after) = self.typed(entry, on, values)? else {
            return Err(Refusal::WrongSubject.into());
        };
        after.corrections.clone_from(&before.corrections);
        self.yearly(entry.deed, &before, &after)?;
        if after.identity.key() != *person {
            self.free(*branch, after.identity.key())?;
        }
        let (code, what) = (self.code(*branch).to_owned(), who(&before.name, &before.identity));
        self.compare(Kind::Members, &what, &|out| rows::member(out, &before, &code), &|out| {
            rows::member(out, &after, &code)
        })?;
        self.put_member(*branch, Some(before.clone()), Some((*after).clone()))?;
        if entry.deed == Deed::Appraise && after.appraisal == Some(Appraisal::Excellent) {
            self.many_excellent(*branch, after.appraisal_year)?;
        }
        if after.identity.key() == before.identity.key() {
            return Ok(());
        }
        self.renumber(*branch, &what, before.identity.key(), after.identity.key())
    }

    /// What rules say of a yearly deed.
    fn yearly(&self, deed: Deed, before: &Member, after: &Member) -> Result<(), Stop> {
        let party = matches!(after.politics, Politics::Party | Politics::Probationary);
        let this = self.at.day().month().year() as u16;
        let (id, year) = match deed {
            Deed::Appraise if party => return Err(Refusal::PartyNotAppraised.into()),
            Deed::Appraise => ("appraisal-year", after.appraisal_year),
            Deed::RegisterYear => ("registered-year", after.registered_year),
            _ => return Ok(()),
        };
        let refused = |why| Err(Stop::Refused(Some(id), why));
        match year {
            Some(year) if year > this => return refused(Refusal::Later(year.to_string())),
            Some(year) if i32::from(year) < before.joined.year() => {
                return refused(Refusal::Before(before.joined.to_string()));
            }
            _ => {}
        }
        // The last appraisal before a year opens or closes it: 基本合格 or better may register (handbook A6).
        match (deed, before.appraisal, before.appraisal_year, year) {
            (Deed::RegisterYear, Some(Appraisal::Unqualified), Some(of), Some(year)) if !party && of + 1 >= year => {
                refused(Refusal::NotQualified(of))
            }
            _ => Ok(()),
        }
    }

    /// Says so where more are found excellent than may be: while a branch is being appraised the share goes up and down.
    fn many_excellent(&mut self, branch: OrgId, year: Option<u16>) -> Result<(), Stop> {
        let appraised = self.rows(branch)?.members.iter().filter(|member| member.appraisal_year == year);
        let (mut all, mut excellent) = (0, 0);
        for member in appraised {
            all += usize::from(member.appraisal.is_some());
            excellent += usize::from(member.appraisal == Some(Appraisal::Excellent));
        }
        if excellent * 10 > all * 3 {
            let label = self.label(branch);
            self.tell(|lang| words::many_excellent(lang, &label, excellent, all));
        }
        Ok(())
    }

    /// Lets what is kept by a person's number follow a corrected one.
    fn renumber(&mut self, branch: OrgId, what: &str, old: IdKey, new: IdKey) -> Result<(), Stop> {
        let payments = self.payments(branch, old)?.len();
        self.move_payments(branch, old, branch, new)?;
        let requests: Vec<Transfer> =
            self.requests_of(branch)?.into_iter().filter(|request| request.person == old).collect();
        let mut conduct = Vec::new();
        self.desk.register().each_conduct(|row| conduct.extend(Some(row).filter(|row| row.person == old)))?;
        let (followed, honours) = (requests.len(), conduct.len());
        for row in requests {
            let after = Transfer { person: new, ..row.clone() };
            self.put_request(Some(row), after);
        }
        for row in conduct {
            let after = Conduct { person: new, ..row.clone() };
            self.edits.push(RowEdit { before: Some(Row::Conduct(row)), after: Some(Row::Conduct(after)) });
        }
        self.tell(|lang| words::identity_changes(lang, what, payments, followed, honours));
        let holders = self.desk.holders()?;
        let posts = holders.iter().filter(|(person, _)| *person == old).count();
        if posts > 0 {
            self.tell(|lang| words::posts_stay(lang, what, posts));
        }
        Ok(())
    }

    /// What a person's payments with an organisation are, as they would be.
    pub(super) fn payments(&mut self, org: OrgId, person: IdKey) -> Result<Vec<Payment>, Stop> {
        let rows = self.rows(org)?;
        let paid = rows.dues.iter().find(|(key, _)| *key == person);
        Ok(paid.map(|(_, dues)| dues.payments().collect()).unwrap_or_default())
    }

    /// Puts payments with another organisation, or under another number.
    pub(super) fn move_payments(&mut self, from: OrgId, person: IdKey, to: OrgId, now: IdKey) -> Result<(), Stop> {
        let paid = self.payments(from, person)?;
        if paid.is_empty() {
            return Ok(());
        }
        let there: Vec<Payment> = self.payments(to, now)?;
        self.rows(from)?.dues.retain(|(key, _)| *key != person);
        let mut all = there.clone();
        for payment in paid {
            // What was entered where the person now stands is the later word.
            let free = there.iter().all(|other| other.month != payment.month);
            let before = Row::Payment { org: from, person, payment };
            let after = Row::Payment { org: to, person: now, payment };
            all.extend(free.then_some(payment));
            self.edits.push(RowEdit { before: Some(before), after: free.then_some(after) });
        }
        let dues = &mut self.rows(to)?.dues;
        dues.retain(|(key, _)| *key != now);
        dues.push((now, Dues::of(all)));
        dues.sort_by_key(|(key, _)| *key);
        Ok(())
    }

    /// Takes a member's row out of what is known of a branch.
    pub(super) fn take_member(&mut self, branch: OrgId, member: &Member) -> Result<(), Stop> {
        let rows = self.rows(branch)?;
        let slot = rows.members.iter().position(|other| other == member).ok_or(Refusal::NoMember)?;
        rows.members.remove(slot);
        Ok(())
    }

    /// Takes a member's row away, with payments that nobody's row would stand for.
    pub(super) fn drop_member(&mut self, branch: OrgId, member: Member) -> Result<(), Stop> {
        let person = member.identity.key();
        let serves = self.rows(branch)?.posts.iter().any(|post| post.identity.key() == person);
        let paid = if serves { Vec::new() } else { self.payments(branch, person)? };
        if !paid.is_empty() {
            let count = paid.len();
            self.tell(|lang| words::payments_go(lang, count));
            self.rows(branch)?.dues.retain(|(key, _)| *key != person);
            let row = |payment| Row::Payment { org: branch, person, payment };
            self.edits.extend(paid.into_iter().map(|payment| RowEdit { before: Some(row(payment)), after: None }));
        }
        self.take_member(branch, &member)?;
        self.edits.push(RowEdit { before: Some(Row::Member { branch, member }), after: None });
        Ok(())
    }

    pub(super) fn remove_member(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let Subject::Member { branch, person } = on else { return Err(Refusal::WrongSubject.into()) };
        let (_, member) = self.member(*branch, *person)?;
        let why = self.extra(entry, on, values, "mistake")?;
        let paid = self.payments(*branch, *person)?.len();
        if paid > 0 {
            return Err(Refusal::HasPaid(paid).into());
        }
        if let Some(request) = self.open_requests(*branch)?.iter().find(|request| request.person == *person) {
            return Err(Refusal::UnderWay(request.no.to_string()).into());
        }
        let (person, label) = (who(&member.name, &member.identity), self.label(*branch));
        self.tell(|lang| {
            let known = MISTAKES.iter().find(|(zh, _)| *zh == why);
            words::member_out(lang, &person, &label, known.map_or(why.as_str(), |(zh, en)| lang.pick(zh, en)))
        });
        self.drop_member(*branch, member)
    }
}
