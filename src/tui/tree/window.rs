//! The rows on screen through the tree widget.
//!
//! The widget flattens all that it is given, every frame. So it is given the rows on screen and what stands above the
//! first of them; the rows above are painted on a ground of their own and left there.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::StatefulWidget;
use tui_tree_widget::{Tree, TreeItem, TreeState};
use unicode_width::UnicodeWidthStr;

use super::Pane;
use super::rows::label_of;
use crate::desk::Standing;
use crate::model::Pos;
use crate::tui::app::App;
use crate::tui::look::{Look, Role};

/// Paints the names of `rows`, which are neighbours in the list of visible rows.
pub fn view(app: &App, standing: &Standing, rows: &[u32], under: Option<Pos>, area: Rect, buf: &mut Buffer) {
    let Some(&first) = rows.first() else { return };
    let look = &app.look;
    let mut given = standing.tree.path(Pos(first));
    given.pop();
    let above = given.len();
    given.extend(rows.iter().map(|row| Pos(*row)));
    let mut window = Window {
        app,
        standing,
        given: &given,
        at: 0,
        width: area.width,
        path: Vec::new(),
        state: TreeState::default(),
    };
    let items = window.items(0);
    let mut state = window.state;
    if let Some(under) = under.filter(|pos| given.contains(pos)) {
        state.select(standing.tree.path(under).into_iter().map(|pos| pos.0).collect());
    }
    let ground = Rect { x: 0, y: 0, width: area.width, height: given.len() as u16 };
    let mut painted = Buffer::empty(ground);
    let role = if app.tree.pane == Pane::Tree { Role::Selection } else { Role::Rest };
    if let Ok(tree) = Tree::new(&items) {
        let tree = tree
            .style(look.style(Role::Text))
            .highlight_style(look.style(role))
            .node_open_symbol(look.glyphs.open)
            .node_closed_symbol(look.glyphs.closed)
            .node_no_children_symbol("  ");
        tree.render(ground, &mut painted, &mut state);
    }
    for y in 0..rows.len() as u16 {
        for x in 0..area.width {
            let from = painted.cell((x, y + above as u16));
            if let (Some(from), Some(to)) = (from, buf.cell_mut((area.x + x, area.y + y))) {
                to.clone_from(from);
                if x > 0 && from.symbol() == " " && painted[(x - 1, y + above as u16)].symbol().width() > 1 {
                    to.set_symbol("");
                }
            }
        }
        if look.wide {
            // The widget does not know that some glyphs take two columns here.
            let pos = given[above + usize::from(y)];
            let indent = (2 * standing.tree.depth(pos) as u16 + 2).min(area.width);
            let (label, _) = label_of(standing, look.lang, pos);
            look.put(buf, area.x + indent, area.y + y, area.width - indent, &label, look.style(Role::Text));
        }
    }
}

struct Window<'a> {
    app: &'a App,
    standing: &'a Standing,
    given: &'a [Pos],
    at: usize,
    width: u16,
    path: Vec<u32>,
    state: TreeState<u32>,
}

impl Window<'_> {
    // The items of one depth, as many as follow one another.
    fn items(&mut self, depth: usize) -> Vec<TreeItem<'static, u32>> {
        let mut items = Vec::new();
        while let Some(&pos) = self.given.get(self.at).filter(|pos| self.standing.tree.depth(**pos) == depth) {
            self.at += 1;
            self.path.push(pos.0);
            let mut children = self.items(depth + 1);
            if self.standing.tree.has_children(pos) {
                if self.app.tree.forest.is_open(pos) {
                    self.state.open(self.path.clone());
                }
                if children.is_empty() {
                    // An arrow needs a child; closed, or past the last row on screen, it is never painted.
                    children.push(TreeItem::new_leaf(u32::MAX, ""));
                }
            }
            self.path.pop();
            let room = self.width.saturating_sub(2 * depth as u16 + 2);
            if let Ok(item) = TreeItem::new(pos.0, line(&self.app.look, self.standing, pos, room), children) {
                items.push(item);
            }
        }
        items
    }
}

fn line(look: &Look, standing: &Standing, pos: Pos, room: u16) -> Line<'static> {
    if look.wide {
        return Line::default();
    }
    let (label, tag) = label_of(standing, look.lang, pos);
    let label = look.cut(&label, room).into_owned();
    let left = room.saturating_sub(look.width(&label) + 1);
    let mut line = Line::from(label);
    if let Some(tag) = tag.filter(|tag| look.width(tag) <= left) {
        line.push_span(Span::raw(" "));
        line.push_span(Span::styled(tag, look.style(Role::Dim)));
    }
    line
}
