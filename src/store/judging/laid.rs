//! Facts of organisations that edits would found, move or close: what each of the changed ones says by itself, where it would
//! stand.

use std::collections::HashMap;

use anyhow::Result;

use super::super::Register;
use super::super::edit::{EditError, Order, laid_out};
use super::super::moves::Moves;
use super::super::thresholds::Thresholds;
use super::again::{Sides, move_by, redo};
use super::{Gathered, Pass};
use crate::judge::{Change, Fact, FactRow, Facts};
use crate::model::{Instant, OrgId, OrgTree, Pos, Row, RowEdit};

/// Organisations as edits would lay them out.
pub struct Laid {
    /// The organisations.
    pub tree: OrgTree,
    /// Where each of them stands now.
    pub old: Vec<Option<Pos>>,
}

impl Laid {
    /// Lays the organisations of a register out as edits to come would have them.
    ///
    /// # Errors
    /// See [`EditError`].
    pub fn out(register: &Register, edits: &[RowEdit]) -> Result<Self, EditError> {
        let Order { orgs, old } = laid_out(register, edits)?;
        Ok(Self { tree: OrgTree::from_preorder(orgs), old })
    }

    /// Whether everything stays where it is.
    pub fn in_place(&self) -> bool {
        self.old.iter().enumerate().all(|(at, old)| *old == Some(Pos(at as u32)))
    }

    /// Where the organisation at a place will stand.
    pub fn moved(&self) -> HashMap<Pos, Pos> {
        self.old.iter().enumerate().filter_map(|(at, old)| Some(((*old)?, Pos(at as u32)))).collect()
    }
}

/// Facts as edits would leave them, as far as the rows of the organisations tell that they touch: of what organisations share
/// with one another (arrears, requests, the ledger, who bears a number twice) it stays at what was.
///
/// # Errors
/// Damage in the register, or a disk that cannot be read.
pub fn collect_laid(
    register: &Register,
    (before, places): (&OrgTree, &HashMap<OrgId, Pos>),
    laid: &Laid,
    facts: &Facts,
    (at, thresholds): (Instant, &Thresholds),
    edits: &[RowEdit],
) -> Result<Facts> {
    let (moves, dues) = (Moves::default(), register.dues_begin()?);
    let pass = |tree| Pass::new(tree, thresholds, at, (&[], &[]), &moves, dues);
    let (then, now) = (pass(before), pass(&laid.tree));
    let mut changes = Vec::new();
    for (pos, old) in (0..).map(Pos).zip(&laid.old) {
        let (old, new) = (old.map(|old| then.alone(old)).unwrap_or_default(), now.alone(pos));
        if old != new {
            move_by(&mut changes, pos, &old, -1);
            move_by(&mut changes, pos, &new, 1);
        }
    }
    let rows: Vec<RowEdit> = edits.iter().filter(|edit| !of_org(edit)).cloned().collect();
    let sides = Sides::of(&rows, places).unwrap_or_default();
    let of_orgs = edits.iter().filter_map(|edit| match &edit.before {
        Some(Row::Org { id, .. }) => places.get(id).copied(),
        _ => None,
    });
    let mut touched: Vec<Pos> = sides.orgs.keys().copied().chain(of_orgs).collect();
    touched.sort_unstable();
    touched.dedup();
    let moved = laid.moved();
    let mut years = (false, false);
    for old in touched {
        let Some(new) = moved.get(&old).copied() else { continue };
        let stands = register.rows(old)?;
        let mut later = stands.clone();
        if redo(sides.orgs.get(&old).map_or(&[][..], Vec::as_slice), &mut later).is_none() {
            continue;
        }
        let (was, is) = (then.some(old, &stands), now.some(new, &later));
        move_by(&mut changes, new, &was.rows[0], -1);
        move_by(&mut changes, new, &is.rows[0], 1);
        years = (years.0 || is.years_told.0, years.1 || is.years_told.1);
    }
    // Where no row tells a year nobody is accused, whoever comes.
    for (fact, told) in [(Fact::Unappraised, years.0), (Fact::Unregistered, years.1)] {
        if !told && facts.total(fact, &(0..facts.len())) == 0 {
            changes.retain(|change| change.fact() != fact);
        }
    }
    Change::sum(&mut changes);
    let mut facts = match laid.in_place() {
        true => facts.clone(),
        false => {
            let rows: Vec<FactRow> =
                laid.old.iter().map(|old| old.map(|old| facts.row(old)).unwrap_or_default()).collect();
            Facts::gather(facts.at, rows.iter())
        }
    };
    facts.apply(&changes);
    Ok(facts)
}

fn of_org(edit: &RowEdit) -> bool {
    matches!((&edit.before, &edit.after), (Some(Row::Org { .. }), _) | (_, Some(Row::Org { .. })))
}

impl Pass<'_> {
    /// What an organisation's own row tells.
    fn alone(&self, pos: Pos) -> FactRow {
        let mut out = Gathered { rows: vec![FactRow::default()], ..Gathered::default() };
        self.organisation(pos, &mut out, 0);
        out.rows.pop().unwrap_or_default()
    }
}
