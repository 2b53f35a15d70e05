//! What edits stand on: the organisations of a register, and the rows of each as they were.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use anyhow::Result;

use super::super::register::{Register, StoredOrg};
use super::super::rows::OrgRows;
use super::super::trees::{ORGS_A_CHUNK, Trees};
use super::staged::Staged;
use super::{Found, Refusal, packed};
use crate::model::{Org, OrgId, Pos, Row};

/// Organisations that can be edited, and the rows kept with them.
pub(super) trait Ground {
    /// The rows of an organisation as they were; `None` where there is no such organisation.
    fn rows(&self, org: OrgId) -> Result<Option<OrgRows>>;
    /// Edits an organisation's own row.
    fn edit_org(&mut self, before: Option<&Row>, after: Option<&Row>) -> Result<(), Refusal>;
    /// The code of an organisation.
    fn code(&self, org: OrgId) -> String;
}

/// A register whose organisations stay where they are.
pub(super) struct InPlace<'a> {
    register: &'a Register,
    places: Arc<HashMap<OrgId, Pos>>,
    orgs: BTreeMap<Pos, Org>,
}

impl<'a> InPlace<'a> {
    pub fn new(register: &'a Register) -> Result<Self> {
        Ok(Self { register, places: register.places()?, orgs: BTreeMap::new() })
    }

    pub fn place(&self, org: OrgId) -> Option<Pos> {
        self.places.get(&org).copied()
    }

    /// Stages the organisations that were edited.
    pub fn stage(&self, trees: &Trees, staged: &mut Staged) -> Result<()> {
        let mut chunks: BTreeMap<u32, Vec<StoredOrg>> = BTreeMap::new();
        for (pos, org) in &self.orgs {
            let number = (pos.index() / ORGS_A_CHUNK) as u32;
            let chunk = match chunks.entry(number) {
                std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::btree_map::Entry::Vacant(unread) => unread.insert(self.chunk(trees, number)?),
            };
            if let Some(row) = chunk.get_mut(pos.index() % ORGS_A_CHUNK) {
                row.2 = org.clone();
            }
        }
        for (number, chunk) in chunks {
            staged.put(&trees.orgs, &number.to_be_bytes(), &packed(&chunk)?)?;
        }
        Ok(())
    }

    fn chunk(&self, trees: &Trees, number: u32) -> Result<Vec<StoredOrg>> {
        Ok(trees.orgs.get(number.to_be_bytes())?.unwrap_or_default())
    }

    fn parent(&self, pos: Pos) -> Result<Option<OrgId>> {
        let (_, up, _) = self.register.stored_org(pos)?;
        let above = |up: u32| self.register.stored_org(Pos(pos.0 - up)).map(|(id, ..)| id);
        (up > 0).then(|| above(up)).transpose()
    }
}

impl Ground for InPlace<'_> {
    fn rows(&self, org: OrgId) -> Result<Option<OrgRows>> {
        self.place(org).map(|pos| self.register.rows(pos)).transpose()
    }

    fn edit_org(&mut self, before: Option<&Row>, after: Option<&Row>) -> Result<(), Refusal> {
        let (Some(Row::Org { id, parent, org }), Some(Row::Org { parent: under, org: now, .. })) = (before, after)
        else {
            return Err(Refusal::Structural);
        };
        if parent != under {
            return Err(Refusal::Structural);
        }
        let pos = self.place(*id).ok_or(Found::NoOrg)?;
        let stands = match self.orgs.get(&pos) {
            Some(org) => org.clone(),
            None => self.register.org(pos)?,
        };
        if stands != *org || self.parent(pos)? != *parent {
            return Err(Found::Otherwise.into());
        }
        if now.code != org.code {
            self.free(&now.code)?;
        }
        self.orgs.insert(pos, now.clone());
        Ok(())
    }

    fn code(&self, org: OrgId) -> String {
        let code = |pos| self.register.org(pos).map(|org| org.code.to_string());
        self.place(org).and_then(|pos| code(pos).ok()).unwrap_or_else(|| "?".to_owned())
    }
}

impl InPlace<'_> {
    /// Whether no organisation bears a code.
    fn free(&self, code: &crate::model::OrgCode) -> Result<(), Refusal> {
        for (at, row) in self.register.org_rows()?.enumerate() {
            let (_, _, org) = row?;
            let edited = self.orgs.get(&Pos(at as u32));
            if edited.map_or(&org.code, |edited| &edited.code) == code {
                return Err(Found::Taken.into());
            }
        }
        Ok(())
    }
}
