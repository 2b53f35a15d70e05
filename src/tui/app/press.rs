//! A key: a command of the scopes in force, or a letter of a text field.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind};

use super::{App, Effect, Layer, Tab, ahead, layer};
use crate::tui::command::{self, Found, Scope, key};
use crate::tui::text;
use crate::tui::widget::Cursor;
use crate::tui::{alerts, deeds, first, milestones, ranking, transfers, tree, triage};

/// The scopes whose commands can be given now, the nearest first.
pub fn scopes(app: &App) -> Vec<Scope> {
    let mut scopes = own(app);
    // What is under way comes first wherever a key is no letter.
    if app.tour.at.is_some() && scopes.contains(&Scope::Leave) {
        scopes.insert(0, Scope::Tour);
    }
    scopes
}

fn own(app: &App) -> Vec<Scope> {
    if let Some(layer) = app.layers.last() {
        return layer.scope().stack();
    }
    let own = match app.tab {
        _ if app.first.is_some() => Scope::First,
        Tab::Tree if app.tree.pane == tree::Pane::Tree => Scope::Tree,
        Tab::Tree if app.tree.pane == tree::Pane::Views => Scope::Views,
        Tab::Tree => Scope::Detail,
        Tab::Triage => Scope::Triage,
        Tab::Milestones if app.milestones.view == milestones::View::Ledgers => Scope::Ledgers,
        Tab::Milestones => Scope::Milestones,
        Tab::Transfers => Scope::Transfers,
        Tab::Ranking => Scope::Ranking,
    };
    own.stack()
}

/// The list that arrows move in, and how long it is.
pub fn lists(app: &mut App) -> Option<(&mut Cursor, usize)> {
    match app.layers.last_mut() {
        Some(Layer::Search(state)) => return Some((&mut state.cursor, state.page.items.len())),
        Some(Layer::Palette(state)) => return Some((&mut state.cursor, state.rows.len())),
        Some(Layer::Pick(state)) => {
            let len = state.shown.len();
            return Some((&mut state.cursor, len));
        }
        Some(Layer::Sitting(state)) => return Some((&mut state.cursor, app.done.len())),
        Some(Layer::Filter(state)) => return Some((&mut state.cursor, state.completion.items.len())),
        Some(Layer::Person(state)) => return Some((&mut state.cursor, state.lines)),
        Some(Layer::Step(state)) => {
            let len = state.len();
            return Some((&mut state.cursor, len));
        }
        Some(Layer::Alerts(state)) => return Some(state.list()),
        Some(Layer::Request(state)) => {
            let len = state.len();
            return Some((&mut state.cursor, len));
        }
        Some(Layer::Units(state)) => return Some((&mut state.cursor, state.rows.len())),
        Some(Layer::Weights(state)) => return Some((&mut state.cursor, state.rows.len())),
        Some(Layer::Menu(menu)) => return Some((&mut menu.cursor, menu.rows.len())),
        Some(Layer::Posts(state)) => {
            let len = state.len();
            return Some((&mut state.cursor, len));
        }
        Some(Layer::Meaning(state)) => return Some((&mut state.cursor, state.rows.len())),
        Some(Layer::Fill(fill)) => return fill.list(),
        Some(Layer::Prompt(state)) => {
            let len = state.offers.len();
            return Some((&mut state.cursor, len));
        }
        Some(Layer::Erase(state)) => {
            let len = state.len.get();
            return Some((&mut state.cursor, len));
        }
        Some(Layer::Form(_)) => return None,
        None => {}
    }
    if let Some(first) = &mut app.first {
        return Some((&mut first.cursor, first::WAYS));
    }
    Some(match app.tab {
        Tab::Tree if app.tree.pane == tree::Pane::Tree => (&mut app.tree.cursor, app.tree.forest.rows().len()),
        Tab::Tree if app.tree.pane == tree::Pane::Views => (&mut app.views.cursor, app.views.nodes.len()),
        Tab::Tree => {
            let len = app.tree.detail_len();
            (&mut app.tree.below, len)
        }
        Tab::Triage => (&mut app.triage.cursor, app.triage.built.rows.len()),
        Tab::Milestones => app.milestones.list(),
        Tab::Transfers => app.transfers.list(),
        Tab::Ranking => app.ranking.list(),
    })
}

/// What follows when the cursor of the list in focus has moved.
pub fn moved(app: &mut App) -> Vec<Effect> {
    match app.tab {
        _ if matches!(app.layers.last(), Some(Layer::Alerts(_))) => alerts::moved(app),
        _ if !app.layers.is_empty() || app.first.is_some() => Vec::new(),
        Tab::Tree if app.tree.pane == tree::Pane::Tree => tree::selected(app),
        Tab::Triage => {
            triage::moved(app);
            Vec::new()
        }
        Tab::Milestones => milestones::moved(app),
        Tab::Transfers => transfers::moved(app),
        Tab::Tree | Tab::Ranking => Vec::new(),
    }
}

/// A key: a command, or a letter of a field.
pub fn press(app: &mut App, event: KeyEvent) -> Vec<Effect> {
    // Windows reports the release of a key too.
    if event.kind == KeyEventKind::Release {
        return Vec::new();
    }
    if ahead::keep(app, event) {
        return Vec::new();
    }
    strike(app, event)
}

/// A key whose list is there.
pub fn strike(app: &mut App, event: KeyEvent) -> Vec<Effect> {
    app.toast = None;
    let typing = app.layers.last().is_some_and(Layer::typing);
    let begun = std::mem::take(&mut app.begun);
    let typed = begun.with(event, !typing);
    match app.keys.find(&scopes(app), &typed.name) {
        Found::Command(command) => return command::give(app, command),
        Found::Prefix => {
            app.begun = typed;
            return Vec::new();
        }
        Found::Nothing if !begun.is_empty() => {
            if event.code != KeyCode::Esc {
                app.say(text::no_chord(app.lang(), &typed.name));
            }
            return Vec::new();
        }
        Found::Nothing => {}
    }
    if typing {
        if let Some(effects) = deeds::key(app, event) {
            return effects;
        }
        let changed = app.layers.last_mut().and_then(Layer::field).and_then(|field| field.key(event));
        return if changed == Some(true) { layer::typed(app) } else { Vec::new() };
    }
    if let KeyCode::Char(c) = event.code
        && key::from_input_method(c)
    {
        app.say(text::input_method(app.lang()));
    }
    Vec::new()
}

/// Pasted text: into a field, or into the search where there is none.
pub fn paste(app: &mut App, text: &str) -> Vec<Effect> {
    app.toast = None;
    app.begun.forget();
    deeds::before_paste(app);
    match app.layers.last_mut().and_then(Layer::field) {
        Some(field) => {
            field.paste(text);
            layer::typed(app)
        }
        None => {
            let said = text::paste_nowhere(app.lang(), app.keys.named("find"));
            app.say(said);
            Vec::new()
        }
    }
}

/// Moves to another screen and takes away what lay over the last one.
pub fn go_tab(app: &mut App, tab: Tab) -> Vec<Effect> {
    app.layers.clear();
    app.tab = tab;
    show_tab(app)
}

/// Asks for what the screen in front shows, where that is not there.
pub fn show_tab(app: &mut App) -> Vec<Effect> {
    match app.tab {
        Tab::Tree => Vec::new(),
        Tab::Triage => triage::enter(app),
        Tab::Milestones => milestones::enter(app),
        Tab::Transfers => transfers::enter(app),
        Tab::Ranking => ranking::enter(app),
    }
}
