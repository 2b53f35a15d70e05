//! After rows have changed: the register in memory is taken anew, and the screens show it where they stood.

use std::sync::Arc;

use super::{Answer, App, Effect, Layer, Slot, Tab};
use crate::desk::Standing;
use crate::model::{OrgId, Pos};
use crate::tui::{milestones, person, posts, ranking, transfers, tree, triage};

/// Asks for the register as it is now.
pub fn renew(app: &mut App) -> Vec<Effect> {
    app.ask(Slot::Renewal, |source, _, _| Answer::Renewed(source.standing(&|_| {})))
}

/// Takes it in: organisations are found again by their numbers, lists and pages are asked for anew.
pub fn renewed(app: &mut App, standing: Arc<Standing>) -> Vec<Effect> {
    let Some(before) = app.standing.replace(Arc::clone(&standing)) else { return Vec::new() };
    let places = standing.tree.by_id();
    let id = |pos: Pos| (pos.index() < before.tree.len()).then(|| before.tree.id(pos));
    let again = |pos: Pos| id(pos).and_then(|id: OrgId| places.get(&id).copied());
    app.scope = app.scope.and_then(again);
    app.triage.forget();
    app.milestones.stale();
    app.ranking.stale();
    for layer in &mut app.layers {
        match layer {
            Layer::Person(state) => state.pos = again(state.pos).unwrap_or(state.pos),
            Layer::Posts(state) => state.pos = again(state.pos).unwrap_or(state.pos),
            _ => {}
        }
    }
    let mut effects = tree::renewed(app, &before.tree);
    effects.extend(transfers::renew(app));
    effects.extend(match app.tab {
        Tab::Triage => triage::enter(app),
        Tab::Milestones => milestones::enter(app),
        Tab::Ranking => ranking::enter(app),
        Tab::Tree | Tab::Transfers => Vec::new(),
    });
    effects.extend(pages(app));
    effects
}

// What is open over the screen is read again.
fn pages(app: &mut App) -> Vec<Effect> {
    enum Open {
        Person(Pos, u32),
        Posts(Pos),
        Request(Pos, compact_str::CompactString),
    }
    let open = app.layers.iter().filter_map(|layer| match layer {
        Layer::Person(state) => state.page.as_ref().map(|page| Open::Person(state.pos, page.row.slot)),
        Layer::Posts(state) => Some(Open::Posts(state.pos)),
        Layer::Request(state) => {
            let page = state.page.as_ref()?.as_ref()?;
            Some(Open::Request(page.from, page.transfer.no.clone()))
        }
        _ => None,
    });
    let open: Vec<Open> = open.collect();
    let mut effects = Vec::new();
    for page in open {
        effects.extend(match page {
            Open::Person(pos, slot) => person::ask(app, pos, slot),
            Open::Posts(pos) => posts::ask(app, pos),
            Open::Request(from, no) => transfers::ask(app, from, no),
        });
    }
    effects
}
