//! What a row of organisations says: label, tag, numbers.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::{Column, Figures, Standing};
use crate::lang::Lang;
use crate::model::{BranchKind, OrgKind, Pos};
use crate::tui::look::{Look, Role};
use crate::tui::text;

/// The label of an organisation, and a word where it is not an ordinary one.
pub fn label_of(standing: &Standing, lang: Lang, pos: Pos) -> (String, Option<&'static str>) {
    let tree = &standing.tree;
    let tag = if tree.closed(pos).is_some_and(|day| day <= standing.at.day()) {
        Some(text::closed(lang))
    } else if !tree.exists(pos, standing.at) {
        Some(text::not_yet(lang))
    } else {
        tree.branch_kind(pos).filter(|kind| *kind != BranchKind::Ordinary).map(|kind| lang.word(kind))
    };
    (tree.label(pos).to_owned(), tag)
}

/// The path of an organisation below the root, as a line.
pub fn path_of(standing: &Standing, look: &Look, pos: Pos) -> String {
    let path = standing.tree.path(pos);
    let shown = if path.len() > 1 { &path[1..] } else { &path[..] };
    let labels: Vec<&str> = shown.iter().map(|step| standing.tree.label(*step)).collect();
    labels.join(look.glyphs.step)
}

/// A number of a row as text and how it looks: what is weak itself gets a cross, a count of nothing a dot.
pub fn number(standing: &Standing, look: &Look, pos: Pos, figures: &Figures, column: Column) -> (String, Role) {
    let value = figures.column(column);
    let weak = matches!(column, Column::HollowCommittees | Column::HollowBranches | Column::NoCadreBranches);
    let branch = standing.tree.kind(pos) == OrgKind::Branch;
    // It has no branch that could be counted as hollow: the cross stands in that column too, which is always shown.
    let hollow = matches!(column, Column::HollowCommittees | Column::HollowBranches);
    match value {
        _ if hollow && standing.is_hollow_committee(pos) => (look.glyphs.bad.into(), Role::Bad),
        0 if column == Column::Members => ("0".into(), Role::Dim),
        0 => (look.glyphs.nil.into(), Role::Dim),
        1 if column == Column::Branches && branch => (look.glyphs.nil.into(), Role::Dim),
        1 if weak && branch => (look.glyphs.bad.into(), Role::Bad),
        _ if weak => (value.to_string(), Role::Bad),
        _ if column == Column::Findings => (value.to_string(), Role::Warn),
        _ => (value.to_string(), Role::Text),
    }
}

/// Marks the row under the cursor.
pub fn highlight(look: &Look, buf: &mut Buffer, row: Rect, here: bool, focus: bool) {
    if here {
        buf.set_style(row, look.style(if focus { Role::Selection } else { Role::Rest }));
    }
}
