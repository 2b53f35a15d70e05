//! What is at hand: the rows that are marked, or the one under the cursor.

use crate::model::{OrgId, OrgTree, Pos, Sort, Subject};
use crate::store::Wanted;
use crate::tui::app::{App, Layer, Tab};
use crate::tui::{milestones, ranking, transfers, tree};

/// Something at hand that deeds are done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// An organisation.
    Org(Pos),
    /// Organisations that are marked.
    Orgs,
    /// Members of the branch shown: those marked, or the one under the cursor.
    Members,
    /// The person whose page is open.
    Person,
    /// The post under the cursor of a person's page.
    Held,
    /// Posts of the organisation whose posts are listed: those marked, or the one under the cursor.
    Posts,
    /// Requests listed: those marked, or the one under the cursor.
    Requests,
    /// The request that is open.
    Request,
}

impl Thing {
    /// Of what sort it is.
    pub const fn sort(self) -> Sort {
        match self {
            Self::Org(_) | Self::Orgs => Sort::Org,
            Self::Members | Self::Person => Sort::Member,
            Self::Held | Self::Posts => Sort::Post,
            Self::Requests | Self::Request => Sort::Request,
        }
    }
}

fn on_layer(layer: &Layer) -> Vec<Thing> {
    match layer {
        Layer::Person(state) => match &state.page {
            Some(_) if state.held().is_none() => vec![Thing::Person],
            Some(_) => vec![Thing::Person, Thing::Held],
            None => Vec::new(),
        },
        Layer::Posts(state) if state.len() > 0 => vec![Thing::Posts, Thing::Org(state.pos)],
        Layer::Posts(state) => vec![Thing::Org(state.pos)],
        Layer::Units(state) => vec![Thing::Org(state.pos)],
        Layer::Request(state) if state.page.iter().flatten().next().is_some() => vec![Thing::Request],
        Layer::Step(step) => step.current().map(Thing::Org).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// What is at hand, the nearest first.
pub fn things(app: &App) -> Vec<Thing> {
    if app.standing.is_none() || app.first.is_some() {
        return Vec::new();
    }
    if let Some(layer) = app.asked_about() {
        return on_layer(layer);
    }
    let org = |pos: Option<Pos>| pos.map(Thing::Org).into_iter().collect();
    match app.tab {
        Tab::Tree if app.tree.pane == tree::Pane::Tree => org(app.tree.of),
        // The cursor is on a view: the organisation beside it is not what is meant.
        Tab::Tree if app.tree.pane == tree::Pane::Views => Vec::new(),
        Tab::Tree if tree::shows_members(app) => {
            let own = app.tree.of.map(Thing::Org);
            let some = app.tree.detail_len() > 0 || !app.tree.marks.members.is_empty();
            let members = some.then_some(Thing::Members);
            members.into_iter().chain(own).collect()
        }
        Tab::Tree if !app.tree.marks.orgs.is_empty() => vec![Thing::Orgs],
        Tab::Tree => org(app.tree.children.get(app.tree.below.at).copied().or(app.tree.of)),
        Tab::Triage => org(app.triage.current().map(|item| item.pos)),
        Tab::Milestones if app.milestones.view == milestones::View::Ledgers => org(milestones::ledgers::org(app)),
        Tab::Milestones => Vec::new(),
        Tab::Transfers => match app.transfers.view {
            transfers::View::League => org(app.transfers.league.get(app.transfers.units.at).and_then(|row| row.pos)),
            transfers::View::Requests if app.transfers.wanted == Wanted::Bounced => Vec::new(),
            transfers::View::Requests if app.transfers.rows.is_empty() => Vec::new(),
            transfers::View::Requests => vec![Thing::Requests],
        },
        Tab::Ranking => match app.ranking.view {
            ranking::View::League => {
                let rows = app.ranking.league.as_ref().map(|league| &league.rows);
                org(rows.and_then(|rows| rows.get(app.ranking.cursor.at)).map(|row| row.pos))
            }
            ranking::View::Home => org(app.ranking.home.get(app.ranking.rows.at).copied().flatten()),
        },
    }
}

/// The nearest of them.
pub fn near(app: &App) -> Option<Thing> {
    things(app).into_iter().next()
}

/// How many of the marks where the operator is are not listed there.
pub fn hidden(app: &App) -> usize {
    match (app.asked_about(), app.tab) {
        (Some(_), _) => 0,
        (None, Tab::Tree) => app.tree.marked(app).1,
        (None, Tab::Triage) => app.triage.built.hidden.min(app.triage.marks.len()),
        (None, Tab::Milestones | Tab::Transfers | Tab::Ranking) => 0,
    }
}

/// How many rows are marked where the operator is.
pub fn marks(app: &App) -> usize {
    match app.asked_about() {
        Some(Layer::Posts(state)) => return state.marks.len(),
        Some(_) => return 0,
        None => {}
    }
    match app.tab {
        Tab::Tree => app.tree.marked(app).0,
        Tab::Transfers => app.transfers.marks.len(),
        Tab::Triage | Tab::Milestones | Tab::Ranking => app.triage.marks.len(),
    }
}

impl Thing {
    /// How many rows it is.
    pub fn count(self, app: &App) -> usize {
        match self {
            Self::Orgs => app.tree.marks.orgs.len(),
            Self::Members => app.tree.marks.members.len().max(1),
            Self::Requests => app.transfers.marks.len().max(1),
            Self::Posts => marks(app).max(1),
            _ => 1,
        }
    }

    /// Its rows, each with what it is called.
    pub fn subjects(self, app: &App) -> Vec<(Subject, String)> {
        let Some(standing) = &app.standing else { return Vec::new() };
        let tree = &standing.tree;
        let lang = app.lang();
        match self {
            Self::Org(pos) if pos.index() < tree.len() => {
                vec![(Subject::Org(tree.id(pos)), tree.label(pos).to_owned())]
            }
            Self::Org(_) => Vec::new(),
            Self::Orgs => {
                let mut marked: Vec<Pos> = app.tree.marks.orgs.values().copied().collect();
                marked.sort_unstable();
                let there = marked.into_iter().filter(|pos| pos.index() < tree.len());
                there.map(|pos| (Subject::Org(tree.id(pos)), tree.label(pos).to_owned())).collect()
            }
            Self::Members => members(app, tree),
            Self::Person => match app.asked_about() {
                Some(Layer::Person(state)) => state.page.as_ref().map_or_else(Vec::new, |page| {
                    let member = &page.row.member;
                    let on = Subject::Member { branch: tree.id(page.pos), person: member.identity.key() };
                    vec![(on, member.name.to_string())]
                }),
                _ => Vec::new(),
            },
            Self::Held => match app.asked_about() {
                Some(Layer::Person(state)) => {
                    state.held().map(|(pos, post)| named_post(tree.id(*pos), post, lang)).into_iter().collect()
                }
                _ => Vec::new(),
            },
            Self::Posts => match app.asked_about() {
                Some(Layer::Posts(state)) => {
                    let org = tree.id(state.pos);
                    state.chosen().map(|post| named_post(org, post, lang)).collect()
                }
                _ => Vec::new(),
            },
            Self::Requests => requests(app),
            Self::Request => match app.asked_about() {
                Some(Layer::Request(state)) => state
                    .page
                    .iter()
                    .flatten()
                    .map(|page| {
                        let name = page.person.as_ref().map_or("", |person| person.name.as_str());
                        let row = &page.transfer;
                        let label = format!("{} {name}", row.no).trim_end().to_owned();
                        (Subject::Request { from: row.from, no: row.no.clone() }, label)
                    })
                    .collect(),
                _ => Vec::new(),
            },
        }
    }
}

// Those marked, the branch shown first and in the order of its rows; else the one under the cursor.
fn members(app: &App, tree: &OrgTree) -> Vec<(Subject, String)> {
    let marks = &app.tree.marks.members;
    let page = app.tree.page.as_ref();
    let rows = page.into_iter().flat_map(|page| page.members.iter().enumerate());
    let chosen = rows.filter(|(at, row)| match marks.is_empty() {
        true => *at == app.tree.below.at,
        false => marks.contains_key(&row.member.identity.key()),
    });
    let here = page.map(|page| tree.id(page.pos));
    let listed = chosen.filter_map(|(_, row)| {
        let person = row.member.identity.key();
        let on = Subject::Member { branch: here?, person };
        Some((on, tree::called(&row.member.name, &row.member.identity)))
    });
    let mut hidden: Vec<_> = marks.iter().filter(|(_, person)| Some(person.branch) != here).collect();
    hidden.sort_unstable_by(|(_, a), (_, b)| (a.branch, &a.label).cmp(&(b.branch, &b.label)));
    let hidden = hidden
        .into_iter()
        .map(|(key, person)| (Subject::Member { branch: person.branch, person: *key }, person.label.clone()));
    listed.chain(hidden).collect()
}

fn named_post(org: OrgId, post: &crate::model::Post, lang: crate::lang::Lang) -> (Subject, String) {
    let on = Subject::Post { org, person: post.identity.key(), title: post.title, from: post.from };
    (on, format!("{} {}", lang.word(post.title), post.name))
}

fn requests(app: &App) -> Vec<(Subject, String)> {
    let (Some(standing), Some(board)) = (&app.standing, &app.transfers.board) else { return Vec::new() };
    let state = &app.transfers;
    let here = state.rows.get(state.cursor.at).copied();
    let label = |request: &crate::store::Request| {
        let name = state.names.get(&request.person).and_then(Option::as_ref);
        let name = name.map_or("", |named| named.name.as_str());
        format!("{} {name}", request.no).trim_end().to_owned()
    };
    let rows = board.open.iter().enumerate().filter(|(at, request)| {
        if state.marks.is_empty() {
            Some(*at) == here
        } else {
            state.marks.contains(&(standing.tree.id(request.from), request.no.clone()))
        }
    });
    rows.map(|(_, request)| {
        let on = Subject::Request { from: standing.tree.id(request.from), no: request.no.clone() };
        (on, label(request))
    })
    .collect()
}
