//! Screen 1: the tree of organisations and the detail of the one under the cursor.

mod children;
mod detail;
mod forest;
mod head;
mod marks;
pub mod members;
mod past;
mod rows;
mod verbs;
mod view;
mod window;

use std::sync::Arc;

use crate::desk::{Column, OrgPage, Standing};
use crate::model::{Identity, OrgId, OrgKind, Pos};
use crate::tui::app::renew::Moved;
use crate::tui::app::{Answer, App, Effect, Slot};
use crate::tui::widget::Cursor;
use forest::Forest;

pub use children::Sort;
pub use head::flow;
#[cfg(any(test, debug_assertions))]
pub use head::percent;
pub use marks::{Marks, called, clear, listed, mark, mark_all, some};
pub use past::{Past, ask as ask_past};
pub use rows::{label_of, path_of};
pub use verbs::*;
pub use view::view;

/// The pane in focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The tree.
    #[default]
    Tree,
    /// What is beside it.
    Detail,
    /// Saved views, below it.
    Views,
}

/// The state of screen 1.
pub struct State {
    /// The visible rows.
    pub forest: Forest,
    /// The cursor of the tree.
    pub cursor: Cursor,
    /// The pane in focus.
    pub pane: Pane,
    /// The numbers shown beside the names.
    pub columns: Vec<Column>,
    /// The organisation whose detail is shown.
    pub of: Option<Pos>,
    /// Its children, unless it is a branch.
    pub children: Vec<Pos>,
    /// How they are sorted.
    pub sort: Sort,
    /// Its page, once read; only for a branch.
    pub page: Option<Arc<OrgPage>>,
    /// The cursor of the detail.
    pub below: Cursor,
    /// The member to stand on once the page is read.
    pub awaited: Option<u32>,
    /// What is marked.
    pub marks: Marks,
    /// The hollow branches of the days that the register remembers, once they are known.
    pub past: Option<Past>,
    /// The person to stay on when the page is read again.
    kept: Option<Identity>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            forest: Forest::default(),
            cursor: Cursor::default(),
            pane: Pane::Tree,
            columns: vec![
                Column::Branches,
                Column::HollowBranches,
                Column::NoCadreBranches,
                Column::Members,
                Column::HollowCommittees,
            ],
            of: None,
            children: Vec::new(),
            sort: Sort::Tree,
            page: None,
            below: Cursor::default(),
            awaited: None,
            marks: Marks::default(),
            past: None,
            kept: None,
        }
    }
}

impl State {
    /// How many rows the detail has.
    pub fn detail_len(&self) -> usize {
        self.page.as_ref().map_or(self.children.len(), |page| page.members.len())
    }
}

/// Takes the register in: the tree with its roots open, the cursor where it was.
pub fn read(app: &mut App) -> Vec<Effect> {
    let Some(standing) = app.standing.clone() else { return Vec::new() };
    let was: Option<OrgId> =
        app.tree.of.filter(|pos| pos.index() < standing.tree.len()).map(|pos| standing.tree.id(pos));
    app.tree.forest = Forest::new(standing.tree.clone());
    app.tree.past = None;
    app.tree.of = None;
    let pos = was.and_then(|id| standing.tree.by_id().get(&id).copied()).unwrap_or(Pos(0));
    reveal(app, pos)
}

/// Takes a branch's page in: the cursor stays in its row, marks stay on who is still there.
pub fn take(app: &mut App, page: OrgPage) {
    if let Some(standing) = &app.standing {
        app.tree.marks.read(standing.tree.id(page.pos), &page);
    }
    app.tree.page = Some(Arc::new(page));
    land(app);
    let len = app.tree.detail_len();
    app.tree.below.step(0, len);
}

/// Whether the detail is a branch's members.
pub fn shows_members(app: &App) -> bool {
    let Some((standing, pos)) = app.standing.as_ref().zip(app.tree.of) else { return false };
    pos.index() < standing.tree.len() && standing.tree.kind(pos) == OrgKind::Branch
}

/// After the cursor of the tree has moved: a committee's children are at hand, a branch's page is asked for.
pub fn selected(app: &mut App) -> Vec<Effect> {
    let Some(standing) = app.standing.clone() else { return Vec::new() };
    let Some(pos) = app.tree.forest.pos(app.tree.cursor.at) else { return Vec::new() };
    if app.tree.of == Some(pos) {
        return Vec::new();
    }
    app.tree.of = Some(pos);
    app.tree.below = Cursor::default();
    app.tree.page = None;
    app.tree.awaited = None;
    app.tree.kept = None;
    app.work.stop(Slot::Org);
    if standing.tree.kind(pos) == OrgKind::Branch {
        app.tree.children.clear();
        return page(app, pos);
    }
    resort(app, &standing);
    past::ask(app)
}

/// Reads the branch shown again.
pub fn again(app: &mut App) -> Vec<Effect> {
    match app.tree.of.filter(|_| shows_members(app)) {
        Some(pos) => page(app, pos),
        None => Vec::new(),
    }
}

fn page(app: &mut App, pos: Pos) -> Vec<Effect> {
    app.ask(Slot::Org, move |source, ticket, _| {
        // The cursor may be ten rows further by now: then the store is not asked.
        if ticket.stopped() { Answer::Nothing } else { Answer::Org(source.org(pos).map(Box::new)) }
    })
}

/// After rows were edited: the tree as it is now, open where it was open; the cursors on whom they were on.
pub fn renewed(app: &mut App, before: &Standing, moved: Option<&Moved>) -> Vec<Effect> {
    let Some(standing) = app.standing.clone() else { return Vec::new() };
    app.tree.marks.renewed(&standing.tree, moved);
    let on = app.tree.children.get(app.tree.below.at).and_then(|pos| Moved::now(moved, *pos));
    let person = app.tree.page.as_ref().and_then(|page| page.members.get(app.tree.below.at));
    let (kept, at) = (person.map(|row| row.member.identity.clone()), app.tree.below.at);
    // Places are other ones, and what was kept is worked out anew.
    app.tree.past = app.tree.past.take().filter(|_| moved.is_none());
    let old = std::mem::take(&mut app.tree.forest);
    let mut effects = match moved {
        None => {
            app.tree.forest = old.with(standing.tree.clone());
            resort(app, &standing);
            match app.tree.of.filter(|_| shows_members(app)) {
                Some(pos) => page(app, pos),
                None => Vec::new(),
            }
        }
        Some(moved) => {
            app.tree.forest = old.moved(standing.tree.clone(), |pos| moved.of(pos));
            // Where it is gone, the nearest above it that is not.
            let above = app.tree.of.filter(|pos| pos.index() < before.tree.len());
            let above = above.into_iter().flat_map(|pos| before.tree.path(pos).into_iter().rev());
            let pos = above.into_iter().find_map(|pos| moved.of(pos)).unwrap_or(Pos(0));
            app.tree.of = None;
            reveal(app, pos)
        }
    };
    app.tree.kept = kept;
    let row = on.and_then(|on| app.tree.children.iter().position(|pos| *pos == on));
    let len = app.tree.detail_len();
    app.tree.below.go(row.unwrap_or(at), len);
    effects.extend(app.tree.of.is_none().then(|| reveal(app, Pos(0))).into_iter().flatten());
    effects
}

/// Lists the children of the organisation shown, in the order asked for.
pub fn resort(app: &mut App, standing: &Standing) {
    if let Some(pos) = app.tree.of {
        children::list(standing, pos, app.tree.sort, &mut app.tree.children);
    }
}

/// Stands on the awaited member once the page is there.
pub fn land(app: &mut App) {
    let tree = &mut app.tree;
    let Some(page) = tree.page.as_ref().filter(|page| Some(page.pos) == tree.of) else { return };
    if let Some(kept) = tree.kept.take() {
        let row = page.members.iter().position(|row| row.member.identity == kept);
        tree.below.go(row.unwrap_or(tree.below.at), page.members.len());
    }
    if let Some(slot) = tree.awaited.take()
        && let Some(row) = page.members.iter().position(|member| member.slot == slot)
    {
        tree.below.centre(row, page.members.len());
    }
}

/// Shows an organisation: opens what is above it and stands on it.
pub fn reveal(app: &mut App, pos: Pos) -> Vec<Effect> {
    let row = app.tree.forest.reveal(pos);
    let len = app.tree.forest.rows().len();
    app.tree.cursor.centre(row, len);
    selected(app)
}
