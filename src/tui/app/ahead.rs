//! Keys typed while a list is on its way: kept until it is there, so that they do what they would have done to it.

use crossterm::event::KeyEvent;

use super::{App, Effect, Layer, Slot, Tab, press};
use crate::tui::command::{Found, Scope, key};
use crate::tui::{deeds, ranking, tree};

/// Keys kept at most: whoever leans on a key does not mean a thousand rows.
const MOST: usize = 64;

/// Whether what the keys are about is still on its way.
fn waiting(app: &App) -> bool {
    let pending = |slot| app.work.pending(slot);
    match app.layers.last() {
        Some(Layer::Search(_)) => return pending(Slot::Search) || !app.searchable && pending(Slot::Index),
        Some(Layer::Filter(_)) => return pending(Slot::Suggest),
        Some(Layer::Step(step)) => return step.page.is_none() && pending(Slot::Units),
        Some(Layer::Person(_)) => return pending(Slot::Person),
        Some(Layer::Request(_)) => return pending(Slot::Request),
        Some(Layer::Posts(_)) => return pending(Slot::Posts),
        Some(Layer::Fill(_)) => return deeds::reads(app),
        Some(Layer::Alerts(state)) => return state.found.is_none() && pending(Slot::Alerts),
        Some(_) => return false,
        None if app.first.is_some() => return false,
        None => {}
    }
    if app.standing.is_none() {
        return pending(Slot::Open) || pending(Slot::Standing);
    }
    match app.tab {
        Tab::Tree => app.tree.pane == tree::Pane::Detail && pending(Slot::Org),
        // A list about to be replaced is no place to mark or act in.
        Tab::Triage => pending(Slot::Queue),
        Tab::Milestones => app.milestones.rows().is_empty() && pending(Slot::Milestones),
        Tab::Transfers => app.transfers.board.is_none() && pending(Slot::Board),
        Tab::Ranking => app.ranking.view == ranking::View::League && pending(Slot::League),
    }
}

/// Keeps a key for later, if it is for what is on its way; a key that leaves drops all that were kept.
pub fn keep(app: &mut App, event: KeyEvent) -> bool {
    let typing = app.layers.last().is_some_and(Layer::typing);
    let name = key::name(event, !typing);
    let typed = app.begun.with(event, !typing);
    let found = app.keys.find(&press::scopes(app), &typed.name);
    let command = if let Found::Command(command) = found { Some(command) } else { None };
    let leaves = command.is_some_and(|command| command.on == Scope::Leave);
    if matches!(name.as_str(), "Esc" | "Ctrl-c" | "Ctrl-g") || leaves && app.ahead.is_empty() {
        app.ahead.clear();
        return false;
    }
    let for_later = match command {
        // Screens can be changed at any time, once there is a register.
        Some(command) if matches!(command.on, Scope::Everywhere | Scope::Tour) => app.opening(),
        Some(_) => true,
        None => deeds::reads(app),
    };
    if app.ahead.is_empty() && !(for_later && waiting(app)) {
        return false;
    }
    let begun = std::mem::take(&mut app.begun);
    if app.ahead.len() < MOST {
        app.ahead.extend(begun.into_events());
        app.ahead.push_back(event);
    }
    true
}

/// Gives the keys that were kept, as far as what they are about is there.
pub fn give(app: &mut App) -> Vec<Effect> {
    let mut effects = Vec::new();
    while !waiting(app)
        && let Some(event) = app.ahead.pop_front()
    {
        effects.extend(press::strike(app, event));
    }
    effects
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    use super::super::{App, Msg, update};
    use super::*;
    use crate::lang::Lang;
    use crate::tui::bench::settle;
    use crate::tui::story::{county, options};
    use crate::tui::{Start, fixture};

    fn strike(app: &mut App, code: KeyCode) -> Vec<Effect> {
        update(app, Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)))
    }

    fn all(app: &mut App, keys: &str) -> Vec<Effect> {
        keys.chars().flat_map(|c| strike(app, KeyCode::Char(c))).collect()
    }

    #[test]
    fn keys_before_the_register_is_read_do_what_they_would_have_done() {
        let mut app = App::new(Start::Register(fixture::county()), &options(Lang::Zh), (120, 36));
        let mut effects = app.begin();
        effects.extend(all(&mut app, "2  "));
        assert_eq!((app.ahead.len(), app.triage.marks.len()), (2, 0));
        settle(&mut app, effects);
        assert_eq!((app.ahead.len(), app.triage.marks.len()), (0, 2));
        assert!(app.toast.is_none(), "nothing was refused");
    }

    #[test]
    fn a_key_that_leaves_drops_what_was_kept() {
        let mut app = App::new(Start::Register(fixture::county()), &options(Lang::Zh), (120, 36));
        let mut effects = app.begin();
        effects.extend(all(&mut app, "2 "));
        effects.extend(strike(&mut app, KeyCode::Esc));
        assert!(app.ahead.is_empty());
        settle(&mut app, effects);
        assert!(app.triage.marks.is_empty());
    }

    #[test]
    fn enter_waits_for_the_results_of_what_was_typed() {
        let mut slow = county(Lang::Zh, (120, 36));
        slow.keys("/");
        let mut effects = all(&mut slow.app, "青");
        effects.extend(strike(&mut slow.app, KeyCode::Enter));
        assert_eq!(slow.app.ahead.len(), 1);
        settle(&mut slow.app, effects);
        assert!(slow.app.ahead.is_empty());
        assert!(!matches!(slow.app.layers.last(), Some(Layer::Search(_))), "it went to what was found");
    }

    #[test]
    fn letters_for_a_form_that_is_being_read_are_in_its_first_field() {
        let mut slow = county(Lang::Zh, (120, 36));
        slow.keys("/石桥<Enter><Enter>");
        let mut effects = all(&mut slow.app, "a卜文");
        effects.extend(strike(&mut slow.app, KeyCode::Tab));
        assert_eq!(slow.app.ahead.len(), 3);
        settle(&mut slow.app, effects);
        let Some(Layer::Fill(fill)) = slow.app.layers.last() else { unreachable!("the form is open") };
        assert_eq!((fill.lines[0].field.text(), fill.at), ("卜文", 1));
    }
}
