//! Organisations while their structure is edited: founded and moved ones become the last child of their parent. Which of
//! several siblings comes first says nothing.

use std::collections::{HashMap, HashSet};

use anyhow::Result;

use super::super::register::Register;
use super::super::rows::OrgRows;
use super::super::writer::NewOrg;
use super::ground::Ground;
use super::{EditError, Found, Refusal};
use crate::model::{Org, OrgCode, OrgId, Pos, Row, RowEdit};

struct Node {
    parent: Option<OrgId>,
    org: Org,
    /// Where it stood.
    old: Option<Pos>,
}

/// All organisations of a register, to be laid out anew.
pub(super) struct Laid<'a> {
    before: &'a Register,
    nodes: HashMap<OrgId, Node>,
    children: HashMap<Option<OrgId>, Vec<OrgId>>,
    codes: HashMap<OrgCode, OrgId>,
    /// Those that went, with the place where they stood.
    gone: HashMap<OrgId, Option<Pos>>,
}

/// The organisations in pre-order, and where each stood before.
pub(in crate::store) struct Order {
    pub orgs: Vec<NewOrg>,
    pub old: Vec<Option<Pos>>,
}

/// Organisations as edits to come would lay them out; edits of other rows change nothing of it.
pub(in crate::store) fn laid_out(register: &Register, edits: &[RowEdit]) -> Result<Order, EditError> {
    let mut laid = Laid::new(register)?;
    for (at, edit) in edits.iter().enumerate() {
        if let (Some(Row::Org { .. }), _) | (_, Some(Row::Org { .. })) = (&edit.before, &edit.after) {
            let done = laid.edit_org(edit.before.as_ref(), edit.after.as_ref());
            done.map_err(|why| why.of(at, || "an organisation".to_owned()))?;
        }
    }
    Ok(laid.order())
}

impl<'a> Laid<'a> {
    pub fn new(before: &'a Register) -> Result<Self> {
        let count = before.meta().orgs as usize;
        let mut laid = Self {
            before,
            nodes: HashMap::with_capacity(count),
            children: HashMap::new(),
            codes: HashMap::with_capacity(count),
            gone: HashMap::new(),
        };
        let mut ids = Vec::with_capacity(count);
        for (at, row) in before.org_rows()?.enumerate() {
            let (id, up, org) = row?;
            let parent = (up > 0).then(|| ids[at - up as usize]);
            ids.push(id);
            laid.codes.insert(org.code.clone(), id);
            laid.children.entry(parent).or_default().push(id);
            laid.nodes.insert(id, Node { parent, org, old: Some(Pos(at as u32)) });
        }
        Ok(laid)
    }

    /// Lays the organisations out.
    pub fn order(self) -> Order {
        let Self { mut nodes, mut children, .. } = self;
        let (mut orgs, mut old) = (Vec::with_capacity(nodes.len()), Vec::with_capacity(nodes.len()));
        let mut last_first = |of: Option<OrgId>, parent: Option<Pos>| {
            let of = children.remove(&of).unwrap_or_default();
            of.into_iter().rev().map(move |id| (id, parent))
        };
        let mut waiting: Vec<(OrgId, Option<Pos>)> = last_first(None, None).collect();
        while let Some((id, parent)) = waiting.pop() {
            let Some(node) = nodes.remove(&id) else { continue };
            let pos = Pos(orgs.len() as u32);
            orgs.push((id, parent, node.org));
            old.push(node.old);
            waiting.extend(last_first(Some(id), Some(pos)));
        }
        Order { orgs, old }
    }

    /// Those that went.
    pub fn gone(&self) -> HashSet<OrgId> {
        self.gone.keys().copied().collect()
    }

    /// Whether organisations stand below one.
    pub fn has_children(&self, id: OrgId) -> bool {
        self.children.get(&Some(id)).is_some_and(|children| !children.is_empty())
    }

    /// The rows that one that went had.
    pub fn rows_of_gone(&self, id: OrgId) -> Result<OrgRows> {
        let old = self.gone.get(&id).copied().flatten();
        Ok(old.map(|pos| self.before.rows(pos)).transpose()?.unwrap_or_default())
    }

    fn free(&self, code: &OrgCode) -> Result<(), Found> {
        if self.codes.contains_key(code) { Err(Found::Taken) } else { Ok(()) }
    }

    /// Whether an organisation may stand below another.
    fn fits(&self, id: OrgId, parent: Option<OrgId>) -> Result<(), Found> {
        let mut above = parent;
        while let Some(at) = above {
            if at == id {
                return Err(Found::Circle);
            }
            above = self.nodes.get(&at).ok_or(Found::NoOrg)?.parent;
        }
        Ok(())
    }

    fn leave(&mut self, parent: Option<OrgId>, id: OrgId) {
        if let Some(siblings) = self.children.get_mut(&parent) {
            siblings.retain(|other| *other != id);
        }
    }
}

impl Ground for Laid<'_> {
    fn rows(&self, org: OrgId) -> Result<Option<OrgRows>> {
        let Some(node) = self.nodes.get(&org) else { return Ok(None) };
        Ok(Some(node.old.map(|pos| self.before.rows(pos)).transpose()?.unwrap_or_default()))
    }

    fn edit_org(&mut self, before: Option<&Row>, after: Option<&Row>) -> Result<(), Refusal> {
        if let Some(Row::Org { id, parent, org }) = before {
            let stands = self.nodes.get(id).ok_or(Found::Gone)?;
            if stands.parent != *parent || stands.org != *org {
                return Err(Found::Otherwise.into());
            }
        }
        match (before, after) {
            (Some(Row::Org { id, parent, org }), Some(Row::Org { parent: under, org: now, .. })) => {
                if org.code != now.code {
                    self.free(&now.code)?;
                }
                self.fits(*id, *under)?;
                self.codes.remove(&org.code);
                self.codes.insert(now.code.clone(), *id);
                if parent != under {
                    self.leave(*parent, *id);
                    self.children.entry(*under).or_default().push(*id);
                }
                if let Some(node) = self.nodes.get_mut(id) {
                    (node.parent, node.org) = (*under, now.clone());
                }
            }
            (Some(Row::Org { id, parent, org }), _) => {
                self.leave(*parent, *id);
                self.codes.remove(&org.code);
                let node = self.nodes.remove(id);
                self.gone.insert(*id, node.and_then(|node| node.old));
            }
            (_, Some(Row::Org { id, parent, org })) => {
                if self.nodes.contains_key(id) {
                    return Err(Found::Taken.into());
                }
                self.free(&org.code)?;
                self.fits(*id, *parent)?;
                self.codes.insert(org.code.clone(), *id);
                self.children.entry(*parent).or_default().push(*id);
                let old = self.gone.remove(id).flatten();
                self.nodes.insert(*id, Node { parent: *parent, org: org.clone(), old });
            }
            _ => {}
        }
        Ok(())
    }

    fn code(&self, org: OrgId) -> String {
        self.nodes.get(&org).map_or_else(|| "?".to_owned(), |node| node.org.code.to_string())
    }
}
