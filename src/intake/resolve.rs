//! The register's organisations and the batch's, made one tree; rows that would break it are refused.

use std::collections::HashMap;

use anyhow::Context;

use super::orgs::{CODE, Candidate, PARENT};
use super::refusal::{Reason, Refusal};
use super::{Known, Placed};
use crate::model::{Org, OrgCode, OrgId, OrgKind, OrgTree, Pos};
use crate::store::Source;

/// One row for one organisation: the register's, or a file's.
struct Version {
    org: Org,
    parent: Option<OrgCode>,
    /// The organisation's number, where the register has it.
    id: Option<OrgId>,
    /// The file it is from; `None` for the register's.
    source: Option<Source>,
}

/// The one tree, in pre-order.
pub(super) struct Resolved {
    pub(super) orgs: Vec<Placed>,
    pub(super) touched: Vec<Option<Source>>,
    /// Rows that a later file's row of the same organisation replaces, with its place in `orgs`.
    pub(super) replaced: Vec<(Source, Pos)>,
    /// Rows that turn a branch of the register into something else, with what it becomes.
    pub(super) no_branches: Vec<(Source, OrgKind)>,
    pub(super) refusals: Vec<Refusal>,
}

const NONE: u32 = u32::MAX;

/// Parents of versions and what stands for each code, as numbers.
struct Weave {
    /// For each version, its code's place and that of its parent's code ([`NONE`]: no version has that code).
    place: Vec<u32>,
    up: Vec<Option<u32>>,
    /// For each version, the one that stands in its stead when it is refused.
    older: Vec<u32>,
    /// For each place, the version that stands.
    standing: Vec<u32>,
    /// For each place, the versions that name it as parent.
    below: Vec<Vec<u32>>,
}

/// Makes one tree of what is known and what was read. Rows of one code: a later file wins, a later row of the same file
/// is refused; a row that is refused leaves the one before it standing.
pub(super) fn resolve(known: &dyn Known, mut read: Vec<Candidate>) -> anyhow::Result<Resolved> {
    read.sort_by_key(|candidate| candidate.source);
    let mut versions: Vec<Version> = Vec::with_capacity(known.orgs() + read.len());
    versions.extend(known.org_rows().map(|(id, parent, org)| Version { org, parent, id: Some(id), source: None }));
    let mut next = versions.iter().filter_map(|version| version.id).map(|id| id.0 + 1).max().unwrap_or_default();
    next = next.max(known.next_id().0);
    versions.extend(read.into_iter().map(|Candidate { source, parent, org }| Version {
        org,
        parent,
        id: None,
        source: Some(source),
    }));

    let mut refusals = Vec::new();
    let mut weave = Weave::of(&versions, &mut refusals);
    let every: Vec<u32> = (0..weave.standing.len() as u32).collect();
    let mut doubtful = every;
    while !doubtful.is_empty() {
        weave.refuse_orphans(doubtful, &versions, &mut refusals)?;
        doubtful = weave.refuse_cycles(&versions, &mut refusals);
    }
    refusals.sort_by_key(|refusal: &Refusal| refusal.source);

    // A later row of a known organisation keeps its number.
    let mut numbers: Vec<Option<OrgId>> = vec![None; weave.standing.len()];
    for (at, version) in versions.iter().enumerate() {
        let number = &mut numbers[weave.place[at] as usize];
        *number = number.or(version.id);
    }
    let standing: Vec<usize> = weave.standing.iter().filter(|&&at| at != NONE).map(|&at| at as usize).collect();
    let rows: Vec<_> = standing.iter().map(|&at| (&versions[at].org.code, versions[at].parent.as_ref())).collect();
    let order = OrgTree::preorder(&rows).context("organisations")?;
    drop(rows);
    let mut versions: Vec<Option<Version>> = versions.into_iter().map(Some).collect();
    let mut orgs = Vec::with_capacity(order.len());
    let mut touched = Vec::with_capacity(order.len());
    let (mut replaced, mut no_branches) = (Vec::new(), Vec::new());
    for (row, parent) in order {
        let Some(version) = versions[standing[row]].take() else { continue };
        let mut older = weave.older[standing[row]];
        while let Some(Some(before)) = versions.get(older as usize) {
            match before.source {
                Some(source) => replaced.push((source, Pos(orgs.len() as u32))),
                None if before.org.kind == OrgKind::Branch && version.org.kind != OrgKind::Branch => {
                    no_branches.extend(version.source.map(|source| (source, version.org.kind)));
                }
                None => {}
            }
            older = weave.older[older as usize];
        }
        let id = numbers[weave.place[standing[row]] as usize].unwrap_or_else(|| {
            next += 1;
            OrgId(next - 1)
        });
        touched.push(version.source);
        orgs.push((id, parent, version.org));
    }
    Ok(Resolved { orgs, touched, replaced, no_branches, refusals })
}

impl Weave {
    fn of(versions: &[Version], refusals: &mut Vec<Refusal>) -> Self {
        let mut places: HashMap<&OrgCode, u32> = HashMap::with_capacity(versions.len());
        let mut weave = Self {
            place: Vec::with_capacity(versions.len()),
            up: Vec::with_capacity(versions.len()),
            older: vec![NONE; versions.len()],
            standing: Vec::new(),
            below: Vec::new(),
        };
        for (at, version) in versions.iter().enumerate() {
            let fresh = weave.standing.len() as u32;
            let place = *places.entry(&version.org.code).or_insert(fresh);
            weave.place.push(place);
            if place == fresh {
                weave.standing.push(at as u32);
                continue;
            }
            let before = weave.standing[place as usize];
            let first = versions[before as usize].source;
            match (version.source, first) {
                (Some(source), Some(first)) if source.file == first.file => {
                    let value = version.org.code.as_str();
                    refusals.push(refusal(source, CODE, value, Reason::Duplicate { first: first.row }));
                }
                _ => {
                    weave.older[at] = before;
                    weave.standing[place as usize] = at as u32;
                }
            }
        }
        weave.below = vec![Vec::new(); weave.standing.len()];
        for (at, version) in versions.iter().enumerate() {
            let up = version.parent.as_ref().map(|parent| places.get(parent).copied().unwrap_or(NONE));
            if let Some(list) = up.and_then(|up| weave.below.get_mut(up as usize)) {
                list.push(at as u32);
            }
            weave.up.push(up);
        }
        weave
    }

    /// Takes a version down and puts the one before it in its stead.
    fn take_down(
        &mut self,
        at: u32,
        versions: &[Version],
        reason: Reason,
        refusals: &mut Vec<Refusal>,
    ) -> anyhow::Result<()> {
        let version = &versions[at as usize];
        let source = version.source.with_context(|| format!("the register's {} has no parent", version.org.code))?;
        let parent = version.parent.as_ref().map_or("", OrgCode::as_str);
        refusals.push(refusal(source, PARENT, parent, reason));
        self.standing[self.place[at as usize] as usize] = self.older[at as usize];
        Ok(())
    }

    /// Takes down what stands at `doubtful` without a parent, and then what stood below it.
    fn refuse_orphans(
        &mut self,
        mut doubtful: Vec<u32>,
        versions: &[Version],
        refusals: &mut Vec<Refusal>,
    ) -> anyhow::Result<()> {
        while let Some(place) = doubtful.pop() {
            let at = self.standing[place as usize];
            if at == NONE {
                let below = &self.below[place as usize];
                let waiting = below.iter().map(|&at| (at, self.place[at as usize]));
                doubtful
                    .extend(waiting.filter(|&(at, place)| self.standing[place as usize] == at).map(|(_, place)| place));
                continue;
            }
            let reason = match self.up[at as usize] {
                None => continue,
                Some(NONE) => Reason::UnknownParent,
                Some(up) if self.standing[up as usize] == NONE => Reason::RefusedParent,
                Some(_) => continue,
            };
            self.take_down(at, versions, reason, refusals)?;
            doubtful.push(place);
        }
        Ok(())
    }

    /// Takes down the batch's rows on every cycle; gives the places that are to be looked at again.
    fn refuse_cycles(&mut self, versions: &[Version], refusals: &mut Vec<Refusal>) -> Vec<u32> {
        const UNSEEN: u32 = 0;
        let mut seen = vec![UNSEEN; self.standing.len()];
        let mut on_cycle = Vec::new();
        for (start, walk) in (0..self.standing.len()).zip(1u32..) {
            let mut place = start;
            while seen[place] == UNSEEN {
                seen[place] = walk;
                match self.above(place) {
                    Some(up) => place = up,
                    None => break,
                }
            }
            // Only a walk that meets its own steps has found a cycle, and it is found once.
            if seen[place] == walk && self.above(place).is_some() {
                let first = place;
                loop {
                    on_cycle.push(place as u32);
                    match self.above(place) {
                        Some(up) if up != first => place = up,
                        _ => break,
                    }
                }
            }
        }
        on_cycle.retain(|&place| {
            let at = self.standing[place as usize];
            versions[at as usize].source.is_some() && self.take_down(at, versions, Reason::Cycle, refusals).is_ok()
        });
        on_cycle
    }

    fn above(&self, place: usize) -> Option<usize> {
        let at = self.standing[place];
        (at != NONE).then(|| self.up[at as usize]).flatten().filter(|&up| up != NONE).map(|up| up as usize)
    }
}

fn refusal(source: Source, column: &'static super::Column, value: &str, reason: Reason) -> Refusal {
    Refusal { source, column: Some(column), value: column.shown(value).into(), reason }
}
