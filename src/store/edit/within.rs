//! The rows of one organisation while they are edited: a row stays in its slot, a new one goes to the end, one that goes
//! leaves no gap.

use std::collections::HashSet;

use super::super::Dues;
use super::super::rows::OrgRows;
use super::Found;
use crate::model::{Day, IdKey, Member, Payment, Post, PostTitle};

/// What identifies a post (`rosters.md`): person, title, first day, in its organisation.
fn post_key(post: &Post) -> (IdKey, PostTitle, Option<Day>) {
    (post.identity.key(), post.title, post.from)
}

/// Puts `after` where `before` stands.
fn put<T: PartialEq, K: PartialEq>(
    rows: &mut Vec<T>,
    before: Option<&T>,
    after: Option<T>,
    key: impl Fn(&T) -> K,
) -> Result<(), Found> {
    let slot = match before {
        None => None,
        Some(before) => match rows.iter().position(|row| row == before) {
            Some(slot) => Some(slot),
            None if rows.iter().any(|row| key(row) == key(before)) => return Err(Found::Otherwise),
            None => return Err(Found::Gone),
        },
    };
    if let Some(after) = &after {
        let same = before.is_some_and(|before| key(before) == key(after));
        if !same && rows.iter().any(|row| key(row) == key(after)) {
            return Err(Found::Taken);
        }
    }
    match (slot, after) {
        (Some(slot), Some(after)) => rows[slot] = after,
        (Some(slot), None) => drop(rows.remove(slot)),
        (None, Some(after)) => rows.push(after),
        (None, None) => {}
    }
    Ok(())
}

impl OrgRows {
    pub(super) fn edit_member(&mut self, before: Option<&Member>, after: Option<Member>) -> Result<(), Found> {
        put(&mut self.members, before, after, |member| member.identity.key())
    }

    pub(super) fn edit_post(&mut self, before: Option<&Post>, after: Option<Post>) -> Result<(), Found> {
        put(&mut self.posts, before, after, post_key)
    }

    pub(super) fn edit_payment(
        &mut self,
        person: IdKey,
        before: Option<&Payment>,
        after: Option<Payment>,
    ) -> Result<(), Found> {
        let at = self.dues.binary_search_by_key(&person, |(key, _)| *key);
        let mut paid: Vec<Payment> = at.map(|at| self.dues[at].1.payments().collect()).unwrap_or_default();
        put(&mut paid, before, after, |payment| payment.month)?;
        match (at, paid.is_empty()) {
            (Ok(at), true) => drop(self.dues.remove(at)),
            (Ok(at), false) => self.dues[at].1 = Dues::of(paid),
            (Err(_), true) => {}
            (Err(at), false) => self.dues.insert(at, (person, Dues::of(paid))),
        }
        Ok(())
    }

    /// Whether a person has a row here.
    pub(super) fn has(&self, person: IdKey) -> bool {
        self.members.iter().any(|member| member.identity.key() == person)
            || self.posts.iter().any(|post| post.identity.key() == person)
    }

    /// Those of whom only payments are left here.
    pub(super) fn left_behind(&self) -> Vec<IdKey> {
        if self.dues.is_empty() {
            return Vec::new();
        }
        let members = self.members.iter().map(|member| member.identity.key());
        let here: HashSet<IdKey> = members.chain(self.posts.iter().map(|post| post.identity.key())).collect();
        self.dues.iter().map(|(person, _)| *person).filter(|person| !here.contains(person)).collect()
    }
}
