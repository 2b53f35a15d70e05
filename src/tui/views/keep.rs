//! `W`: what is shown now, kept as a view.

use super::{Done, Kept};
use crate::desk::{Filter, Grouping, Order, States};
use crate::model::Pos;
use crate::tui::app::{Answer, App, Effect, Slot};
use crate::tui::config::save_view;
use crate::tui::{prompt, text};

/// Asks for the name.
pub fn ask_name(app: &mut App) -> Vec<Effect> {
    prompt::open(app, prompt::Kind::View, "")
}

/// What screen 2 is asked for now, as one filter.
fn composed(app: &App) -> String {
    let triage = &app.triage;
    let Some(standing) = &app.standing else { return String::new() };
    let tree = &standing.tree;
    let scope = app.scope.map(|pos| {
        let label = tree.label(pos);
        let alone = (0..tree.len() as u32).map(Pos).filter(|other| tree.label(*other) == label).count() == 1;
        // A code is nobody else's.
        if alone { label } else { tree.code(pos) }
    });
    let rule = triage.rule.and_then(|rule| standing.rules.get(rule)).map(|rule| rule.id.as_str());
    let terms = rule.map(|rule| ("rule", rule)).into_iter().chain(scope.map(|scope| ("org", scope)));
    let [order, group, states] = Filter::words_of(triage.order, triage.group, triage.states);
    let settled = [
        (triage.states != States::OPEN && triage.filter.states().is_none(), "state", states),
        (triage.order != Order::Urgency && triage.filter.order().is_none(), "sort", order),
        (triage.group != Grouping::None && triage.filter.grouping().is_none(), "group", group),
    ];
    let settled = settled.into_iter().filter(|(said, ..)| *said).map(|(_, key, word)| format!("{key}:{word}"));
    let parts = [Filter::of_terms(terms), triage.filter.text().to_owned()].into_iter().chain(settled);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Writes the view to the file of settings.
pub fn keep(app: &mut App, name: &str) -> Vec<Effect> {
    let Some(file) = app.views.file.clone() else {
        app.say(text::no_settings_file(app.lang()));
        return Vec::new();
    };
    let (name, written) = (name.trim().to_owned(), composed(app));
    if name.is_empty() {
        app.say(text::no_view_name(app.lang()));
        return Vec::new();
    }
    app.ask(Slot::Keep, move |_, _, _| {
        let saved = save_view(&file, &name, &written);
        Answer::Kept(saved.map(|turned| Kept { done: Done::Saved(name), turned }).map_err(Into::into))
    })
}
