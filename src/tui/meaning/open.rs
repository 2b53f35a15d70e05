//! Enter: the rows behind a number.

use super::State;
use crate::desk::{Filter, Opens, States};
use crate::model::Pos;
use crate::tui::app::{App, Effect, Layer, Tab, go_tab, jump};
use crate::tui::{alerts, milestones, posts, transfers, tree, triage};

/// Opens what stands behind the number under the cursor.
pub fn open(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Meaning(state)) = app.layers.last() else { return Vec::new() };
    let (told, of) = (state.current(app), entry_of(state));
    let Some(told) = told else { return Vec::new() };
    match told.opens {
        Opens::Nothing => {
            app.close();
            row(app)
        }
        Opens::Organisation => organisation(app, of),
        Opens::Posts => {
            let mut effects = organisation(app, of);
            if of.is_some() {
                effects.extend(posts::open(app));
            }
            effects
        }
        Opens::Findings(rule) => {
            let place = rule.and_then(|id| app.standing.as_ref()?.rules.iter().position(|known| known.id == id));
            app.scope = of;
            let triage = &mut app.triage;
            (triage.rule, triage.states, triage.filter) = (place, States::OPEN, Filter::default());
            triage.evidence = false;
            go_tab(app, Tab::Triage)
        }
        Opens::Requests(wanted) => {
            app.scope = of;
            (app.transfers.wanted, app.transfers.view) = (wanted, transfers::View::Requests);
            go_tab(app, Tab::Transfers)
        }
        Opens::Responses => {
            app.scope = of;
            app.transfers.view = transfers::View::League;
            go_tab(app, Tab::Transfers)
        }
        Opens::Units => {
            app.close();
            match app.layers.last() {
                Some(Layer::Step(_)) => Vec::new(),
                _ => milestones::step::open(app),
            }
        }
    }
}

// A cell of a roster has its own row behind it: what Enter opens on the screen below.
fn row(app: &mut App) -> Vec<Effect> {
    match app.layers.last() {
        Some(Layer::Alerts(_)) => return alerts::go(app),
        Some(_) => return Vec::new(),
        None => {}
    }
    match app.tab {
        Tab::Tree => tree::open_row(app),
        Tab::Triage => triage::go(app),
        Tab::Transfers => transfers::open(app),
        Tab::Milestones => milestones::step::open(app),
        Tab::Ranking => Vec::new(),
    }
}

fn entry_of(state: &State) -> Option<Pos> {
    state.rows.get(state.cursor.at).and_then(|entry| entry.of)
}

fn organisation(app: &mut App, of: Option<Pos>) -> Vec<Effect> {
    let Some(pos) = of else { return go_tab(app, Tab::Tree) };
    let effects = jump(app, pos);
    if app.tree.of == Some(pos) {
        app.tree.pane = tree::Pane::Detail;
    }
    effects
}
