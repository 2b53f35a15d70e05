//! Screen 1 on screen: the tree with its numbers, the detail beside it or instead of it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::rows::{highlight, number};
use super::{Pane, detail, window};
use crate::desk::{Column, Standing};
use crate::model::Pos;
use crate::tui::app::{App, Hit, Slot};
use crate::tui::look::Role;
use crate::tui::widget::{Blank, Panel};
use crate::tui::{text, views};

/// Paints screen 1.
pub fn view(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    if !app.two_panes() {
        match app.tree.pane {
            Pane::Tree | Pane::Views => left(app, standing, area, buf),
            Pane::Detail => detail::view(app, standing, area, buf),
        }
        return;
    }
    let width = (area.width * 45 / 100).clamp(48, 90);
    left(app, standing, Rect { width, ..area }, buf);
    detail::view(app, standing, Rect { x: area.x + width, width: area.width - width, ..area }, buf);
}

// The tree, and below it the saved views.
fn left(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let low = views::height(app, area.height);
    let high = area.height - low;
    tree(app, standing, Rect { height: high, ..area }, buf);
    if low > 0 {
        views::view(app, Rect { y: area.y + high, height: low, ..area }, buf);
    }
}

fn tree(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let len = app.tree.forest.rows().len();
    let right = if len == 0 { String::new() } else { format!("{}/{len}", app.tree.cursor.at + 1) };
    let focus = app.tree.pane == Pane::Tree;
    let inner = Panel { title: text::tree_title(look.lang), right: &right, focus }.view(look, area, buf);
    if inner.height < 2 || inner.width < 8 {
        return;
    }
    if len == 0 {
        let blank = Blank {
            title: text::no_organisations(look.lang),
            more: text::no_organisations_more(look.lang),
            keys: &["palette", "leave"],
            doing: text::reading(look.lang),
        };
        blank.view(app, Slot::Standing, inner, buf);
        return;
    }
    let places = columns(app, standing, inner);
    for (column, x, width) in &places {
        look.put_right(buf, *x, x + width, inner.y, look.lang.word(*column), look.style(Role::Dim));
    }
    let body = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    let shown = app.tree.cursor.window(usize::from(body.height), len);
    app.hit(body, Hit::Pane(Pane::Tree, shown.start));
    let rows = &app.tree.forest.rows()[shown.clone()];
    let names = places.first().map_or(body.width, |(_, x, _)| x - body.x - 1);
    let under = app.tree.forest.pos(app.tree.cursor.at);
    window::view(app, standing, rows, under, Rect { width: names, ..body }, buf);
    for (y, (&row, at)) in (body.y..).zip(rows.iter().zip(shown)) {
        let pos = Pos(row);
        let figures = standing.figures(&standing.tree.subtree(pos));
        for (column, x, width) in &places {
            let (text, role) = number(standing, look, pos, &figures, *column);
            look.put_right(buf, *x, x + width, y, &text, look.style(role));
        }
        highlight(look, buf, Rect { y, height: 1, ..body }, at == app.tree.cursor.at, focus);
    }
}

/// What names of organisations need in a tree that is several levels open.
const NAMES: u16 = 36;

// The columns that leave nearly half of the pane to the names, or what names need, from the right edge.
fn columns(app: &App, standing: &Standing, inner: Rect) -> Vec<(Column, u16, u16)> {
    let look = &app.look;
    let whole = standing.figures(&(0..standing.tree.len()));
    let width = |column: Column| {
        let digits = look.width(&whole.column(column).to_string());
        digits.max(look.width(look.lang.word(column))).max(3)
    };
    let room = (inner.width * 11 / 20).max(inner.width.saturating_sub(NAMES));
    let mut shown = app.tree.columns.clone();
    while shown.iter().map(|column| width(*column) + 2).sum::<u16>() > room {
        shown.pop();
    }
    let mut x = inner.right();
    let mut places: Vec<_> = shown
        .into_iter()
        .rev()
        .map(|column| {
            let width = width(column);
            x -= width + 1;
            let place = (column, x, width);
            x -= 1;
            place
        })
        .collect();
    places.reverse();
    places
}
