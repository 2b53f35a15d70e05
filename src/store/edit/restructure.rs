//! The next generation, for edits that found, move or take away organisations: places change, and with them every key of
//! rows.

use std::collections::HashSet;
use std::ops::Range;

use anyhow::{Context, Result};

use super::super::Lists;
use super::super::acts::Signed;
use super::super::lists::{self, Listed};
use super::super::register::Register;
use super::super::rows::OrgRows;
use super::super::tree::Tree;
use super::super::trees::Trees;
use super::super::veiling::{self, Erasing};
use super::super::writer::{Built, Commit, Moved, Origin, Site, build_of, carry};
use super::ground::InPlace;
use super::laid::{Laid, Order};
use super::staged::Staged;
use super::work::Work;
use super::{EditError, Found};
use crate::model::{Activity, Attest, GraduateBase, LedgerUnit, OrgId, Pos, Row, RowEdit, Transfer};

/// How many organisations a thread writes at a time.
pub(super) const STRETCH: usize = 1024;

/// Builds the next generation out of the register before with edits applied, organisations that come, go or move included.
///
/// A founded or moved organisation becomes the last child of its parent; a moved one brings what stands below it. One that
/// goes must have nothing left: no rows, nothing below it, no row of a list that names it. The index of the search is made
/// with it, so that [`Register::edits_here`] begins with nothing.
///
/// # Errors
/// See [`EditError`]; stopped by the watch, too. The register in use is untouched.
pub fn restructure(site: Site<'_>, signed: &Signed<'_>, edits: &[RowEdit]) -> Result<Built, EditError> {
    restructure_without(site, signed, edits, None)
}

/// The same, with nothing left of some persons: the edits take away their rows with organisations, those of lists stay behind.
pub(in crate::store) fn restructure_without(
    site: Site<'_>,
    signed: &Signed<'_>,
    edits: &[RowEdit],
    erasing: Option<Erasing<'_>>,
) -> Result<Built, EditError> {
    let before = site.before.context("there is no register")?;
    let open = before.open_now()?;
    let mut work = Work::new(Laid::new(before)?, before, &open.trees);
    let edits = work.apply(edits)?;
    let gone = work.ground.gone();
    for id in &gone {
        let empty = |rows: &OrgRows| rows.is_empty() && rows.dues.is_empty();
        let left = match work.orgs.get(id) {
            Some(rows) => !empty(rows),
            None => !empty(&work.ground.rows_of_gone(*id)?),
        };
        if left || work.ground.has_children(*id) {
            return Err(held(&edits, *id));
        }
    }
    let Work { ground, orgs: edited, .. } = work;
    let Order { orgs, old } = ground.order();
    let covered = !before.codec().is_sealed() || before.codec().persons().is_some();
    let moved = Moved { orgs: &orgs, old: &old, edited: &edited };
    let built = match erasing {
        // Stored values go along as they are, where they are as this format has them.
        None if covered => carry(site, &moved, Commit { signed, edits: &edits, erasing })?,
        _ => {
            let kept = erasing.map_or(edits.clone(), |erasing| veiling::blotted(&edits, erasing.gone));
            let commit = Commit { signed, edits: &kept, erasing };
            let rows = |_: usize, range: Range<usize>| anew(before, &moved, range);
            build_of(site, &orgs, Lists::default(), STRETCH, &rows, Origin::Edits(commit))?
        }
    };
    if erasing.is_none() {
        edit_lists(built.register(), &edits)?;
    }
    match still_named(built.register(), &gone)? {
        Some(id) => Err(held(&edits, id)),
        None => Ok(built),
    }
}

/// The rows of a stretch of the new order.
pub(super) fn anew(before: &Register, moved: &Moved<'_>, range: Range<usize>) -> anyhow::Result<Vec<(Pos, OrgRows)>> {
    let Moved { orgs, old, edited } = *moved;
    let mut out: Vec<(Pos, OrgRows)> = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let mut end = at + 1;
        if let Some(rows) = edited.get(&orgs[at].0) {
            out.extend((!rows.is_empty()).then(|| (Pos(at as u32), rows.clone())));
        } else if let Some(first) = old[at].map(Pos::index) {
            // What stood together is read together.
            while end < range.end
                && old[end].map(Pos::index) == Some(first + end - at)
                && !edited.contains_key(&orgs[end].0)
            {
                end += 1;
            }
            before.each_rows(first..first + end - at, |pos, rows| {
                out.push((Pos((pos.index() - first + at) as u32), rows));
                Ok(())
            })?;
        }
        at = end;
    }
    Ok(out)
}

/// The refusal of the edit that takes an organisation away.
fn held(edits: &[RowEdit], gone: OrgId) -> EditError {
    let takes = |edit: &RowEdit| matches!(&edit.before, Some(Row::Org { id, .. }) if *id == gone);
    let edit = edits.iter().rposition(takes).unwrap_or_default();
    let row = match &edits[edit].before {
        Some(Row::Org { org, .. }) => format!("organisation {}", org.code),
        _ => "an organisation".to_owned(),
    };
    EditError::Stale { edit, row, found: Found::Held }
}

/// Whether an edit is of a list.
pub(super) fn is_listed(edit: &RowEdit) -> bool {
    let within = |row: &Option<Row>| {
        matches!(row, Some(Row::Org { .. } | Row::Member { .. } | Row::Post { .. } | Row::Payment { .. }))
    };
    !within(&edit.before) && !within(&edit.after)
}

/// Edits the lists, which come along as they are.
pub(super) fn edit_lists(register: &Register, edits: &[RowEdit]) -> Result<(), EditError> {
    let listed: Vec<RowEdit> = edits.iter().filter(|edit| is_listed(edit)).cloned().collect();
    if listed.is_empty() {
        return Ok(());
    }
    let open = register.open_now()?;
    let mut work = Work::new(InPlace::new(register)?, register, &open.trees);
    work.apply(&listed)?;
    let mut staged = Staged::default();
    work.stage(&open.trees, &mut staged)?;
    Ok(staged.commit()?)
}

/// An organisation among these that a list still names.
fn still_named(register: &Register, gone: &HashSet<OrgId>) -> Result<Option<OrgId>> {
    if gone.is_empty() {
        return Ok(None);
    }
    fn named<T: Listed>(
        tree: &Tree,
        gone: &HashSet<OrgId>,
        orgs: impl Fn(&T) -> [Option<OrgId>; 2],
    ) -> Result<Option<OrgId>> {
        let mut found = None;
        lists::each(tree, |row| found = found.or(orgs(&row).into_iter().flatten().find(|org| gone.contains(org))))?;
        Ok(found)
    }
    let open = register.open_now()?;
    let Trees { transfers, activities, graduates, ledger, attests, .. } = &open.trees;
    let named = [
        named(transfers, gone, |row: &Transfer| [Some(row.from), row.to])?,
        named(activities, gone, |row: &Activity| [Some(row.org), None])?,
        named(graduates, gone, |row: &GraduateBase| [Some(row.school), None])?,
        named(ledger, gone, |row: &LedgerUnit| [row.org, None])?,
        named(attests, gone, |row: &Attest| [Some(row.org), None])?,
    ];
    Ok(named.into_iter().flatten().next())
}
