//! What a deed is done to, named as the command line names it.

use anyhow::Result;

use super::work::Work;
use crate::desk::{Desk, Refusal};
use crate::intake::person;
use crate::model::{Day, Deed, IdKey, Labelled, Member, MemberNumber, OrgId, Pos, Post, PostTitle, Sort, Subject};

impl Desk {
    /// The subject of a deed: an organisation by its code; a member by identity or member number, or as `CODE:WHO`; a post as
    /// `CODE:WHO[:TITLE[:DAY]]`; a request by its number, or as `CODE:NUMBER`. WHO is a name, or one of those numbers.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn subject(&self, deed: Deed, text: &str) -> Result<Result<Subject, Refusal>> {
        let text = text.trim();
        let sorts = super::table::entry_of(deed).on;
        let tree = self.tree()?;
        if sorts.contains(&Sort::Org)
            && let Some(pos) = tree.find(text)
        {
            return Ok(Ok(Subject::Org(tree.id(pos))));
        }
        let (at, rest) = match text.split_once([':', '：']) {
            Some((code, rest)) => match tree.find(code.trim()) {
                Some(pos) => (Some((pos, tree.id(pos))), rest.trim()),
                None => return Ok(Err(Refusal::NoOrg)),
            },
            None => (None, text),
        };
        for sort in sorts {
            let found = match (sort, at) {
                (Sort::Org, _) => Err(Refusal::NoOrg),
                (Sort::Member, Some((pos, org))) => self.member_called(pos, org, rest)?,
                (Sort::Member, None) => self.member_anywhere(rest)?,
                (Sort::Post, Some((pos, org))) => self.post_called(pos, org, rest)?,
                (Sort::Post, None) => Err(Refusal::NoPost),
                (Sort::Request, at) => self.request_called(at.map(|(_, org)| org), rest)?,
            };
            if found.is_ok() || sort == &sorts[sorts.len() - 1] {
                return Ok(found);
            }
        }
        Ok(Err(Refusal::WrongSubject))
    }

    fn member_called(&self, pos: Pos, branch: OrgId, who: &str) -> Result<Result<Subject, Refusal>> {
        let rows = self.register().rows(pos)?;
        let key = person(who).ok().map(|identity| identity.key());
        let called = |member: &Member| {
            member.name == who || Some(member.identity.key()) == key || member.number == MemberNumber::parse(who)
        };
        let mut found = rows.members.iter().filter(|member| called(member) && !who.is_empty());
        Ok(match (found.next(), found.next()) {
            (Some(member), None) => Ok(Subject::Member { branch, person: member.identity.key() }),
            (None, _) => Err(Refusal::NoMember),
            (Some(_), Some(_)) => Err(Refusal::Several),
        })
    }

    fn member_anywhere(&self, who: &str) -> Result<Result<Subject, Refusal>> {
        let identity = person(who).ok().map(|identity| identity.key());
        let found = match (identity, MemberNumber::parse(who)) {
            (Some(key), _) if who.chars().count() >= 15 => self.register().branches_of(&[key])?,
            (_, Some(number)) => self.register().bearers_of(&number)?,
            _ => Vec::new(),
        };
        Ok(match found[..] {
            [(person, pos)] => Ok(Subject::Member { branch: self.tree()?.id(pos), person }),
            [] => Err(Refusal::NoMember),
            _ => Err(Refusal::Several),
        })
    }

    fn post_called(&self, pos: Pos, org: OrgId, text: &str) -> Result<Result<Subject, Refusal>> {
        let mut parts = text.split([':', '：']).map(str::trim);
        let who = parts.next().unwrap_or_default();
        let title = parts.next().filter(|title| !title.is_empty());
        let from = parts.next().and_then(|day| Day::parse(day).ok());
        let key: Option<IdKey> = person(who).ok().map(|identity| identity.key());
        let called = |post: &Post| {
            let of = |word: PostTitle, title: &str| word.zh() == title || word.en().eq_ignore_ascii_case(title);
            (post.name == who || Some(post.identity.key()) == key)
                && title.is_none_or(|title| of(post.title, title))
                && from.is_none_or(|from| post.from == Some(from))
        };
        let rows = self.register().rows(pos)?;
        let mut found: Vec<&Post> = rows.posts.iter().filter(|post| called(post)).collect();
        if found.iter().any(|post| post.current(self.present())) {
            found.retain(|post| post.current(self.present()));
        }
        Ok(match found[..] {
            [post] => Ok(Subject::Post { org, person: post.identity.key(), title: post.title, from: post.from }),
            [] => Err(Refusal::NoPost),
            _ => Err(Refusal::Several),
        })
    }

    fn request_called(&self, from: Option<OrgId>, no: &str) -> Result<Result<Subject, Refusal>> {
        let mut found = None;
        match from {
            Some(org) => {
                let all = self.register().transfers_of(org)?;
                found = all.into_iter().find(|row| row.no == no).map(|row| row.from);
            }
            None => self.register().each_transfer(|row| {
                if row.no == no {
                    found = Some(row.from);
                }
            })?,
        }
        Ok(found.map(|from| Subject::Request { from, no: no.into() }).ok_or(Refusal::NoRequest))
    }

    /// What a subject is called, for whoever is asked to confirm.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn subject_words(&self, on: &Subject) -> Result<String> {
        let mut work = Work::new(self)?;
        let label = work.label(on.org());
        Ok(match on {
            Subject::Org(_) => label,
            Subject::Member { branch, person } => match work.member(*branch, *person) {
                Ok((_, member)) => format!("{} {} {label}", member.name, member.identity.masked()),
                Err(_) => label,
            },
            Subject::Post { .. } => match work.post(on) {
                Ok((_, post)) => format!("{} {} {label}", post.name, post.identity.masked()),
                Err(_) => label,
            },
            Subject::Request { no, .. } => format!("{no} {label}"),
        })
    }
}
