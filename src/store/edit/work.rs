//! Edits at work: rows as they become, edit by edit, before anything is written.

use std::collections::BTreeMap;
use std::mem::{Discriminant, discriminant};

use anyhow::{Result, anyhow};

use super::super::dues;
use super::super::register::Register;
use super::super::rows::{self, OrgRows};
use super::super::trees::Trees;
use super::ground::Ground;
use super::listed::Keys;
use super::lists::Lists;
use super::staged::Staged;
use super::{EditError, Found, Refusal, name};
use crate::model::{IdKey, OrgId, Payment, Row, RowEdit};

/// The rows that edits touch.
pub(super) struct Work<'a, G> {
    pub ground: G,
    pub orgs: BTreeMap<OrgId, OrgRows>,
    pub lists: Lists<'a>,
}

/// Where a row is kept: rows of one place take each other's slot.
#[derive(PartialEq)]
enum Place {
    Org(OrgId),
    Member(OrgId),
    Post(OrgId),
    Payment(OrgId, IdKey),
    List(Discriminant<Row>),
}

fn place(row: &Row) -> Place {
    match row {
        Row::Org { id, .. } => Place::Org(*id),
        Row::Member { branch, .. } => Place::Member(*branch),
        Row::Post { org, .. } => Place::Post(*org),
        Row::Payment { org, person, .. } => Place::Payment(*org, *person),
        listed => Place::List(discriminant(listed)),
    }
}

/// Whose row it is and where, for rows that payments go with.
fn stands(row: &Row) -> Option<(IdKey, OrgId)> {
    match row {
        Row::Member { branch, member } => Some((member.identity.key(), *branch)),
        Row::Post { org, post } => Some((post.identity.key(), *org)),
        _ => None,
    }
}

impl<'a, G: Ground> Work<'a, G> {
    pub fn new(ground: G, register: &'a Register, trees: &'a Trees) -> Self {
        Self { ground, orgs: BTreeMap::new(), lists: Lists::new(register, trees) }
    }

    /// Makes the edits one after another; gives them back with those that follow from them.
    pub fn apply(&mut self, edits: &[RowEdit]) -> Result<Vec<RowEdit>, EditError> {
        self.make_all(edits)?;
        let mut all = edits.to_vec();
        self.follow(&mut all)?;
        Ok(all)
    }

    /// Makes edits that those which follow from them are among.
    pub fn make_all(&mut self, edits: &[RowEdit]) -> Result<(), EditError> {
        let made = |(at, edit)| self.make(edit).map_err(|refusal| refusal.of(at, || self.name(edit)));
        edits.iter().enumerate().try_for_each(made)
    }

    fn name(&self, edit: &RowEdit) -> String {
        let row = edit.before.as_ref().or(edit.after.as_ref());
        row.map(|row| name::of(row, &|org| self.ground.code(org))).unwrap_or_default()
    }

    fn make(&mut self, edit: &RowEdit) -> Result<(), Refusal> {
        match (&edit.before, &edit.after) {
            (None, None) => Ok(()),
            (Some(before), Some(after)) if discriminant(before) != discriminant(after) => {
                Err(anyhow!("a row of one kind cannot become one of another").into())
            }
            (Some(before), Some(after)) if place(before) != place(after) => {
                self.change(Some(before), None)?;
                self.change(None, Some(after))
            }
            (before, after) => self.change(before.as_ref(), after.as_ref()),
        }
    }

    /// Puts `after` where `before` stands; they are of one place.
    fn change(&mut self, before: Option<&Row>, after: Option<&Row>) -> Result<(), Refusal> {
        /// What a row of a kind holds.
        macro_rules! parts {
            ($row:ident => $($kind:tt)+) => {
                (before.and_then(|row| if let $($kind)+ = row { Some($row) } else { None }),
                 after.and_then(|row| if let $($kind)+ = row { Some($row.clone()) } else { None }))
            };
        }
        let Some(row) = before.or(after) else { return Ok(()) };
        match row {
            Row::Org { .. } => return self.ground.edit_org(before, after),
            Row::Member { branch, .. } => {
                let (before, after) = parts!(member => Row::Member { member, .. });
                self.rows(*branch)?.edit_member(before, after)?;
            }
            Row::Post { org, .. } => {
                let (before, after) = parts!(post => Row::Post { post, .. });
                self.rows(*org)?.edit_post(before, after)?;
            }
            Row::Payment { org, person, .. } => {
                let (before, after) = parts!(payment => Row::Payment { payment, .. });
                self.rows(*org)?.edit_payment(*person, before, after)?;
            }
            Row::Transfer(_) => {
                let (before, after) = parts!(row => Row::Transfer(row));
                self.lists.transfers.edit(before, after)?;
            }
            Row::Conduct(_) => {
                let (before, after) = parts!(row => Row::Conduct(row));
                self.lists.conduct.edit(before, after)?;
            }
            Row::Activity(_) => {
                let (before, after) = parts!(row => Row::Activity(row));
                self.lists.activities.edit(before, after)?;
            }
            Row::GraduateBase(_) => {
                let (before, after) = parts!(row => Row::GraduateBase(row));
                self.lists.graduates.edit(before, after)?;
            }
            Row::LedgerUnit(_) => {
                let (before, after) = parts!(row => Row::LedgerUnit(row));
                self.lists.ledger.edit(before, after)?;
            }
            Row::Attest(_) => {
                let (before, after) = parts!(row => Row::Attest(row));
                self.lists.attests.edit(before, after)?;
            }
        }
        Ok(())
    }

    fn rows(&mut self, org: OrgId) -> Result<&mut OrgRows, Refusal> {
        use std::collections::btree_map::Entry;
        match self.orgs.entry(org) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(unread) => Ok(unread.insert(self.ground.rows(org)?.ok_or(Found::NoOrg)?)),
        }
    }

    /// Lets payments follow those whose rows went elsewhere, or bear another identity number now.
    fn follow(&mut self, all: &mut Vec<RowEdit>) -> Result<(), EditError> {
        let behind: Vec<(OrgId, Vec<IdKey>)> = self
            .orgs
            .iter()
            .map(|(org, rows)| (*org, rows.left_behind()))
            .filter(|(_, left)| !left.is_empty())
            .collect();
        for (from, persons) in behind {
            for person in persons {
                let Some((now, to)) = self.whither(all, person, from) else {
                    let about = |edit: &RowEdit| leaves(edit, person, from) || pays(edit, person, from);
                    let at = all.iter().rposition(about).unwrap_or_default();
                    return Err(EditError::Stale { edit: at, row: self.name(&all[at]), found: Found::Paid });
                };
                let paid = |org: OrgId, person| -> Vec<Payment> {
                    let dues = self.orgs.get(&org).and_then(|rows| dues::find(&rows.dues, person));
                    dues.map(|dues| dues.payments().collect()).unwrap_or_default()
                };
                let (left, there) = (paid(from, person), paid(to, now));
                for payment in left {
                    // What was entered where the person now stands is the later word.
                    let free = there.iter().all(|other| other.month != payment.month);
                    let after = free.then_some(Row::Payment { org: to, person: now, payment });
                    let edit = RowEdit { before: Some(Row::Payment { org: from, person, payment }), after };
                    self.make(&edit).map_err(|refusal| refusal.of(all.len(), || self.name(&edit)))?;
                    all.push(edit);
                }
            }
        }
        Ok(())
    }

    /// Who a person is now and where, whose row went from an organisation.
    fn whither(&self, all: &[RowEdit], person: IdKey, from: OrgId) -> Option<(IdKey, OrgId)> {
        let there = |(key, org): &(IdKey, OrgId)| self.orgs.get(org).is_some_and(|rows| rows.has(*key));
        let of = |edit: &RowEdit| edit.after.as_ref().and_then(stands);
        // Somebody may have two rows; the one that was only corrected took nobody anywhere.
        let went = |edit: &&RowEdit| edit.before.as_ref().and_then(stands) != of(edit);
        let arrived = all.iter().rev().filter(went).filter_map(of).filter(there).filter(|(key, _)| *key == person);
        let became = all.iter().rev().filter(|edit| leaves(edit, person, from)).filter_map(of).filter(there);
        let stayed = all.iter().rev().filter_map(of).filter(there).filter(|(key, _)| *key == person);
        arrived.chain(became).chain(stayed).next()
    }

    /// The keys of lists that were asked for.
    pub fn into_keys(self) -> Keys {
        self.lists.into_keys()
    }
}

fn leaves(edit: &RowEdit, person: IdKey, from: OrgId) -> bool {
    edit.before.as_ref().and_then(stands) == Some((person, from))
}

fn pays(edit: &RowEdit, who: IdKey, at: OrgId) -> bool {
    matches!(&edit.after, Some(Row::Payment { org, person, .. }) if (*person, *org) == (who, at))
}

impl Work<'_, super::InPlace<'_>> {
    /// Stages everything that is touched.
    pub fn stage(&mut self, trees: &Trees, staged: &mut Staged) -> Result<()> {
        for (org, rows) in &self.orgs {
            let Some(pos) = self.ground.place(*org) else { continue };
            let bodies =
                if rows.is_empty() { Vec::new() } else { rows::bodies(trees.rows.codec().veil(rows::TREE), rows)? };
            let last = rows::key(pos.0, u8::MAX).to_vec();
            let rest = |count: usize| match u8::try_from(count) {
                Ok(part) => (rows::key(pos.0, part).to_vec(), last.clone()),
                // Every key there may be is taken.
                Err(_) => (vec![u8::MAX; last.len()], Vec::new()),
            };
            let keyed = |bodies: Vec<Vec<u8>>| {
                bodies.into_iter().enumerate().map(move |(part, body)| (rows::key(pos.0, part as u8).to_vec(), body))
            };
            staged.put_parts(&trees.rows, keyed(bodies), rest)?;
            staged.put_parts(
                &trees.dues,
                keyed(dues::bodies(trees.dues.codec().veil(dues::TREE), &rows.dues)?),
                rest,
            )?;
        }
        self.ground.stage(trees, staged)?;
        self.lists.stage(trees, staged)
    }
}
