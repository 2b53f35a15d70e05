//! Deeds to organisations.

use std::collections::HashSet;

use super::table::Entry;
use super::words;
use super::work::{Stop, Work};
use crate::desk::Refusal;
use crate::intake::{Kind, Made, rows};
use crate::model::{Correction, Day, Org, OrgId, OrgKind, Post, Row, RowEdit, Subject, Transfer, Values};

/// How many codes a sentence names.
const NAMED: usize = 5;

/// Whether an organisation of one type can stand below one of another: none below a branch, only branches below a general
/// branch, and else none of a higher type (handbook A1).
pub(super) fn fits(parent: OrgKind, child: OrgKind) -> bool {
    let height = |kind| match kind {
        OrgKind::Leading => 4,
        OrgKind::WorkCommittee => 3,
        OrgKind::Committee => 2,
        OrgKind::GeneralBranch => 1,
        OrgKind::Branch => 0,
    };
    match parent {
        OrgKind::Branch => false,
        OrgKind::GeneralBranch => child == OrgKind::Branch,
        _ => height(child) <= height(parent),
    }
}

fn field(id: &'static str, why: Refusal) -> Stop {
    Stop::Refused(Some(id), why)
}

impl Work<'_> {
    fn read_org(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<Box<Org>, Stop> {
        match self.typed(entry, on, values)? {
            Made::Org(_, org) => Ok(org),
            _ => Err(Refusal::WrongSubject.into()),
        }
    }

    /// Refuses what only branches have, and dates in the wrong order.
    fn sound(&self, org: &Org, values: &Values) -> Result<(), Stop> {
        let kind = values.get("branch-kind").map(str::trim).is_some_and(|text| !text.is_empty());
        if kind && org.kind != OrgKind::Branch {
            return Err(field("branch-kind", Refusal::OnlyBranches));
        }
        match (org.founded, org.closed) {
            (Some(founded), Some(closed)) if closed < founded => {
                Err(field("closed", Refusal::Before(founded.to_string())))
            }
            _ => Ok(()),
        }
    }

    /// The organisation as it would be above others, refused where it cannot be above one of a type.
    fn above(&mut self, id: &'static str, parent: OrgId, kind: OrgKind) -> Result<Org, Stop> {
        let org = self.existing(parent).map_err(|stop| stop.at(id))?;
        if fits(org.kind, kind) {
            return Ok(org);
        }
        Err(field(id, Refusal::Misfit { parent: org.kind, child: kind }))
    }

    pub(super) fn found(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let parent = on.org();
        self.existing(parent)?;
        let org = *self.read_org(entry, on, values)?;
        self.above("kind", parent, org.kind)?;
        self.sound(&org, values)?;
        if self.tree.find(org.code.as_str()).is_some() || self.founded.iter().any(|(_, code)| *code == org.code) {
            return Err(field("code", Refusal::CodeTaken));
        }
        let id = self.next_id()?;
        let (above, from) = (self.label(parent), org.founded.map(|day| day.to_string()).unwrap_or_default());
        self.tell(|lang| words::founded(lang, &above, &org.name, lang.word(org.kind), org.code.as_str(), &from));
        self.founded.push((id, org.code.clone()));
        self.structural = true;
        self.edits.push(RowEdit::add(Row::Org { id, parent: Some(parent), org }));
        Ok(())
    }

    pub(super) fn correct_org(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let id = on.org();
        let before = self.existing(id)?;
        let after = self.read_org(entry, on, values)?;
        self.sound(&after, values)?;
        let parent = self.parent(id).map_or_else(String::new, |parent| self.code(parent).to_owned());
        let what = before.label().to_owned();
        self.compare(Kind::Orgs, &what, &|out| rows::org(out, &before, &parent), &|out| {
            rows::org(out, &after, &parent)
        })?;
        self.put_org(id, *after)
    }

    pub(super) fn move_org(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let id = on.org();
        let org = self.existing(id)?;
        let Made::Org(Some(code), _) = self.typed(entry, on, values)? else {
            return Err(Refusal::WrongSubject.into());
        };
        let to = self.named("parent", code.as_str())?;
        if self.parent(id) == Some(to) {
            return Err(Refusal::NothingChanges.into());
        }
        self.above("parent", to, org.kind)?;
        self.beside("parent", id, to)?;
        self.place_under(id, to)?;
        Ok(())
    }

    /// The organisation of a code somebody typed.
    pub(super) fn named(&self, id: &'static str, code: &str) -> Result<OrgId, Stop> {
        let pos = self.tree.find(code).ok_or_else(|| field(id, Refusal::NoOrg))?;
        Ok(self.tree.id(pos))
    }

    /// Refuses an organisation that stands below another, as things would be.
    fn beside(&self, at: &'static str, id: OrgId, to: OrgId) -> Result<(), Stop> {
        let mut up = Some(to);
        while let Some(org) = up {
            if org == id {
                return Err(field(at, Refusal::BelowItself));
            }
            up = self.parent(org);
        }
        Ok(())
    }

    /// Puts an organisation and all below it under another.
    fn place_under(&mut self, id: OrgId, to: OrgId) -> Result<(), Stop> {
        let (org, from) = (self.org(id)?, self.parent(id));
        let below = self.place(id).map(|pos| self.tree.subtree(pos).len() - 1)?;
        let (old, new) = (from.map(|from| self.label(from)).unwrap_or_default(), self.label(to));
        self.tell(|lang| words::moved(lang, org.label(), words::or_none(lang, &old), &new, below));
        let before = Row::Org { id, parent: from, org: org.clone() };
        let after = Row::Org { id, parent: Some(to), org };
        self.edits.push(RowEdit { before: Some(before), after: Some(after) });
        self.parents.insert(id, to);
        self.structural = true;
        Ok(())
    }

    pub(super) fn merge(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let id = on.org();
        let org = self.existing(id)?;
        let code = self.extra(entry, on, values, "into")?;
        let into = self.named("into", &code)?;
        let other = self.existing(into).map_err(|stop| stop.at("into"))?;
        if into == id {
            return Err(field("into", Refusal::BelowItself));
        }
        if other.kind != org.kind {
            return Err(field("into", Refusal::OtherKind));
        }
        let children = self.children(id)?;
        if !children.is_empty() {
            self.beside("into", id, into)?;
        }
        for child in &children {
            self.above("into", into, self.tree.kind(self.place(*child)?))?;
        }
        let there: HashSet<_> = self.rows(into)?.members.iter().map(|member| member.identity.key()).collect();
        let members = self.rows(id)?.members.clone();
        let both = members.iter().filter(|member| there.contains(&member.identity.key())).count();
        if both > 0 {
            return Err(field("into", Refusal::InBoth(both)));
        }
        let open = self.open_requests(id)?;
        let ends =
            |row: &Transfer| (row.from == id || row.from == into) && row.to.is_some_and(|to| to == id || to == into);
        if let Some(row) = open.iter().find(|row| ends(row)) {
            return Err(field("into", Refusal::Between(row.no.to_string())));
        }
        let from = org.label().to_owned();
        let label = other.label().to_owned();
        let counts = (members.len(), children.len(), open.len());
        self.tell(|lang| words::merged(lang, &from, &label, counts.0, counts.1, counts.2));
        for member in members {
            let mut after = member.clone();
            after.corrections.push(Correction { from: id, recorded: self.recorded });
            self.move_member(id, into, member, after)?;
        }
        for row in open {
            let swap = |org: OrgId| if org == id { into } else { org };
            let after = Transfer { from: swap(row.from), to: row.to.map(swap), ..row.clone() };
            self.put_request(Some(row), after);
        }
        for child in children {
            self.place_under(child, into)?;
        }
        self.end(id, org)
    }

    pub(super) fn close(&mut self, entry: &Entry, on: &Subject, values: &Values) -> Result<(), Stop> {
        let id = on.org();
        let org = self.existing(id)?;
        let after = self.read_org(entry, on, values)?;
        self.sound(&after, values)?;
        let children = self.children(id)?;
        if !children.is_empty() {
            let codes: Vec<&str> = children.iter().take(NAMED).map(|child| self.code(*child)).collect();
            return Err(Refusal::HasChildren { count: children.len(), codes: codes.join(" ") }.into());
        }
        let at = self.at;
        let members = self.rows(id)?.members.iter().filter(|member| member.member_at(at)).count();
        if members > 0 {
            return Err(Refusal::HasMembers(members).into());
        }
        let open = self.open_requests(id)?;
        if !open.is_empty() {
            let numbers: Vec<&str> = open.iter().take(NAMED).map(|row| row.no.as_str()).collect();
            return Err(Refusal::HasRequests { count: open.len(), numbers: numbers.join(" ") }.into());
        }
        let closed = after.closed;
        self.end_on(id, org, closed.unwrap_or(at.day()))
    }

    fn end(&mut self, id: OrgId, org: Org) -> Result<(), Stop> {
        let day = self.at.day();
        self.end_on(id, org, day)
    }

    /// Closes an organisation on a day, and ends the posts in it.
    fn end_on(&mut self, id: OrgId, org: Org, day: Day) -> Result<(), Stop> {
        let label = org.label().to_owned();
        let current: Vec<usize> = {
            let posts = &self.rows(id)?.posts;
            (0..posts.len()).filter(|slot| posts[*slot].until.is_none_or(|until| until > day)).collect()
        };
        self.tell(|lang| words::closed(lang, &label, &day.to_string(), current.len()));
        for slot in current {
            let before = self.rows(id)?.posts[slot].clone();
            // A post that had not begun by then ends on its first day: no post runs backwards.
            let until = before.from.map_or(day, |from| from.max(day));
            let after = Post { until: Some(until), ..before.clone() };
            self.rows(id)?.posts[slot] = after.clone();
            let (before, after) = (Row::Post { org: id, post: before }, Row::Post { org: id, post: after });
            self.edits.push(RowEdit { before: Some(before), after: Some(after) });
        }
        self.put_org(id, Org { closed: Some(day), ..org })
    }

    /// The children that exist at present, as things would be.
    fn children(&mut self, id: OrgId) -> Result<Vec<OrgId>, Stop> {
        let pos = self.place(id)?;
        let mut all: Vec<OrgId> = self.tree.children(pos).map(|pos| self.tree.id(pos)).collect();
        all.retain(|child| self.parents.get(child).is_none_or(|parent| *parent == id));
        all.extend(self.parents.iter().filter(|(_, parent)| **parent == id).map(|(child, _)| *child));
        all.sort_unstable();
        all.dedup();
        let mut out = Vec::new();
        for child in all {
            if self.org(child)?.exists(self.at) {
                out.push(child);
            }
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Labelled;

    #[test]
    fn who_can_stand_below_whom() {
        use OrgKind::{Branch, Committee, GeneralBranch, Leading, WorkCommittee};
        for (parent, below) in [
            (Leading, vec![Leading, Committee, WorkCommittee, GeneralBranch, Branch]),
            (WorkCommittee, vec![Committee, WorkCommittee, GeneralBranch, Branch]),
            (Committee, vec![Committee, GeneralBranch, Branch]),
            (GeneralBranch, vec![Branch]),
            (Branch, vec![]),
        ] {
            let fitting: Vec<OrgKind> = OrgKind::ALL.iter().copied().filter(|child| fits(parent, *child)).collect();
            assert_eq!(fitting, below, "{parent:?}");
        }
    }
}
