//! Marks on screen 1: of members and of organisations, not of rows; they stay when the cursor goes elsewhere.

use std::collections::{HashMap, HashSet};

use super::{State, shows_members};
use crate::desk::OrgPage;
use crate::model::{IdKey, Identity, OrgId, OrgTree, Pos, Subject};
use crate::tui::app::renew::Moved;
use crate::tui::app::{App, Effect};
use crate::tui::command::Reason;

/// A member that is marked.
#[derive(Clone, Debug)]
pub struct Person {
    /// The branch.
    pub branch: OrgId,
    /// The name and the masked number.
    pub label: String,
}

/// What is marked.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// Members.
    pub members: HashMap<IdKey, Person>,
    /// Organisations, and where they stand.
    pub orgs: HashMap<OrgId, Pos>,
}

/// What a member is called where several are.
pub fn called(name: &str, identity: &Identity) -> String {
    format!("{name} {}", identity.masked())
}

impl Marks {
    /// After a branch was read again: marks stay on who is still there.
    pub(super) fn read(&mut self, branch: OrgId, page: &OrgPage) {
        let known: HashSet<IdKey> = page.members.iter().map(|row| row.member.identity.key()).collect();
        self.members.retain(|key, person| person.branch != branch || known.contains(key));
    }

    /// After the tree was built anew: marks stay on organisations that are still there.
    pub(super) fn renewed(&mut self, tree: &OrgTree, moved: Option<&Moved>) {
        let now = |(id, pos): (OrgId, Pos)| Some((id, Moved::now(moved, pos)?));
        let there = |(id, pos): &(OrgId, Pos)| pos.index() < tree.len() && tree.id(*pos) == *id;
        self.orgs = std::mem::take(&mut self.orgs).into_iter().filter_map(now).filter(there).collect();
    }

    /// Takes the marks off what was done; they stay on what was refused.
    pub fn done(&mut self, on: &[(Subject, String)], refused: &[&Subject]) {
        for (subject, _) in on.iter().filter(|(subject, _)| !refused.contains(&subject)) {
            match subject {
                Subject::Member { person, .. } => drop(self.members.remove(person)),
                Subject::Org(org) => drop(self.orgs.remove(org)),
                Subject::Post { .. } | Subject::Request { .. } => {}
            }
        }
    }
}

impl State {
    /// How many marks count where the operator is, and how many of them are not listed there.
    pub fn marked(&self, app: &App) -> (usize, usize) {
        let Some(standing) = &app.standing else { return (0, 0) };
        let tree = &standing.tree;
        let here = self.of.filter(|pos| pos.index() < tree.len());
        if shows_members(app) {
            let branch = here.map(|pos| tree.id(pos));
            let hidden = self.marks.members.values().filter(|person| Some(person.branch) != branch).count();
            return (self.marks.members.len(), hidden);
        }
        let listed = |pos: &&Pos| pos.index() < tree.len() && here.is_some() && tree.parent(**pos) == here;
        let shown = self.marks.orgs.values().filter(listed).count();
        (self.marks.orgs.len(), self.marks.orgs.len() - shown)
    }
}

/// Whether rows are listed that can be marked.
///
/// # Errors
/// There are none.
pub fn listed(app: &App) -> Result<(), Reason> {
    if app.tree.detail_len() > 0 {
        Ok(())
    } else {
        Err(Reason::new("这里没有可标记的", "there is nothing here to mark"))
    }
}

/// Whether anything is marked that counts here.
///
/// # Errors
/// Nothing is.
pub fn some(app: &App) -> Result<(), Reason> {
    if app.tree.marked(app).0 > 0 { Ok(()) } else { Err(Reason::new("没有标记", "nothing is marked")) }
}

/// The rows of the detail as marks.
enum Rows {
    Members(Vec<(IdKey, Person)>),
    Orgs(Vec<(OrgId, Pos)>),
}

fn rows(app: &App, only: Option<usize>) -> Option<Rows> {
    let tree = &app.standing.as_ref()?.tree;
    let wanted = |at: usize| only.is_none_or(|only| only == at);
    if let Some(page) = &app.tree.page {
        let branch = tree.id(page.pos);
        let rows = page.members.iter().enumerate().filter(|(at, _)| wanted(*at)).map(|(_, row)| {
            let label = called(&row.member.name, &row.member.identity);
            (row.member.identity.key(), Person { branch, label })
        });
        return Some(Rows::Members(rows.collect()));
    }
    let rows = app.tree.children.iter().enumerate().filter(|(at, _)| wanted(*at));
    Some(Rows::Orgs(rows.map(|(_, pos)| (tree.id(*pos), *pos)).collect()))
}

// Marks the rows; where all are marked, none.
fn turn(app: &mut App, only: Option<usize>) {
    fn flip<K: std::hash::Hash + Eq, V>(marks: &mut HashMap<K, V>, rows: Vec<(K, V)>) {
        if rows.iter().all(|(key, _)| marks.contains_key(key)) {
            rows.iter().for_each(|(key, _)| drop(marks.remove(key)));
        } else {
            marks.extend(rows);
        }
    }
    let rows = rows(app, only);
    let marks = &mut app.tree.marks;
    match rows {
        Some(Rows::Members(rows)) => flip(&mut marks.members, rows),
        Some(Rows::Orgs(rows)) => flip(&mut marks.orgs, rows),
        None => {}
    }
}

/// Marks the row under the cursor and goes on to the next.
pub fn mark(app: &mut App) -> Vec<Effect> {
    let at = app.tree.below.at;
    turn(app, Some(at));
    let len = app.tree.detail_len();
    app.tree.below.step(1, len);
    Vec::new()
}

/// Marks every row listed; when all are marked, unmarks them.
pub fn mark_all(app: &mut App) -> Vec<Effect> {
    turn(app, None);
    Vec::new()
}

/// Takes away all marks that count here, listed or not.
pub fn clear(app: &mut App) -> Vec<Effect> {
    if shows_members(app) {
        app.tree.marks.members.clear();
    } else {
        app.tree.marks.orgs.clear();
    }
    Vec::new()
}
