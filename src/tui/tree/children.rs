//! The children of an organisation as a table.

use std::cmp::Reverse;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::rows::{label_of, number};
use crate::desk::Standing;
use crate::model::Pos;
use crate::tui::app::App;
use crate::tui::look::Role;
use crate::tui::text;
use crate::tui::widget::{Column, Table};

/// How children are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// As in the tree.
    Tree,
    /// The most findings first.
    Worst,
}

/// Lists the children of an organisation.
pub fn list(standing: &Standing, pos: Pos, sort: Sort, out: &mut Vec<Pos>) {
    out.clear();
    if pos.index() >= standing.tree.len() {
        return;
    }
    out.extend(standing.tree.children(pos));
    if sort == Sort::Worst {
        out.sort_by_cached_key(|child| Reverse(standing.figures(&standing.tree.subtree(*child)).findings));
    }
}

/// Paints the table; only the rows that show.
pub fn view(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    if area.height < 2 {
        return;
    }
    // The column of marks is there only where there are marks: nothing moves for whoever marks nothing.
    let marks = &app.tree.marks.orgs;
    let sign = if marks.is_empty() { 0 } else { 4 };
    let mut columns = vec![Column::rest(look, text::organisation(look.lang), 20 + sign)];
    let shown = app.tree.columns.iter().copied();
    let shown: Vec<_> =
        shown.filter(|c| *c != crate::desk::Column::Findings).chain([crate::desk::Column::Findings]).collect();
    let whole = app.tree.of.map(|pos| standing.figures(&standing.tree.subtree(pos)));
    for (at, column) in shown.iter().enumerate() {
        let keep = if *column == crate::desk::Column::Findings { 90 } else { 60 - at as u8 };
        // No child has more than all of them together.
        let digits = whole.map_or(0, |whole| look.width(&whole.column(*column).to_string()));
        columns.push(Column::number(look, look.lang.word(*column), digits.max(3)).keep(keep));
    }
    let table = Table::new(columns, area);
    table.head(look, buf, area.y);
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let rows = app.tree.below.window(usize::from(body.height), app.tree.children.len());
    let focus = app.tree.pane == super::Pane::Detail;
    for (y, row) in (body.y..).zip(rows) {
        let Some(&pos) = app.tree.children.get(row) else { continue };
        let (label, tag) = label_of(standing, look.lang, pos);
        let ground = look.style(Role::Text);
        if marks.contains_key(&standing.tree.id(pos)) {
            table.cell(look, buf, y, 0, "[x]", look.style(Role::Match));
        }
        if let Some((x, width)) = table.place(0) {
            let (x, width) = (x + sign, width.saturating_sub(sign));
            let used = look.put(buf, x, y, width, &label, ground);
            let tag = tag.unwrap_or_default();
            look.put(buf, x + used + 1, y, width.saturating_sub(used + 1), tag, look.style(Role::Dim));
        }
        let figures = standing.figures(&standing.tree.subtree(pos));
        for (at, column) in shown.iter().enumerate() {
            let (text, role) = number(standing, look, pos, &figures, *column);
            table.cell(look, buf, y, at + 1, &text, look.style(role));
        }
        super::rows::highlight(look, buf, Rect { y, height: 1, ..area }, row == app.tree.below.at, focus);
    }
}
