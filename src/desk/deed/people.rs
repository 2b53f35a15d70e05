//! Deeds to members and cadres.

use super::draft::{Draft, shown};
use super::table::Entry;
use super::words;
use super::work::{Base, Stop, Work};
use crate::desk::Refusal;
use crate::intake::{Kind, Made, rows};
use crate::lang::Lang;
use crate::model::{Deed, IdKey, Identity, Member, OrgId, OrgKind, Post, Row, RowEdit, Subject, Values};

fn who(name: &str, identity: &Identity) -> String {
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
        if after.identity != before.identity {
            self.tell(|lang| words::identity_changes(lang, &what));
        }
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
        let Made::Member(_, member) = self.typed(entry, on, values)? else {
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
        let Made::Member(_, mut after) = self.typed(entry, on, values)? else {
            return Err(Refusal::WrongSubject.into());
        };
        after.corrections.clone_from(&before.corrections);
        if after.identity.key() != *person {
            self.free(*branch, after.identity.key())?;
        }
        let (code, what) = (self.code(*branch).to_owned(), who(&before.name, &before.identity));
        self.compare(Kind::Members, &what, &|out| rows::member(out, &before, &code), &|out| {
            rows::member(out, &after, &code)
        })?;
        if after.identity != before.identity {
            self.tell(|lang| words::identity_changes(lang, &what));
        }
        self.put_member(*branch, Some(before), Some(*after))
    }
}
