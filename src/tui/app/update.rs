//! One message, one change of state.

use super::{App, Effect, Exit, Msg, Toast, answer, editing, mouse, press};
use crate::tui::{lock, tour};

/// Changes the state by a message and says what else must be done.
pub fn update(app: &mut App, msg: Msg) -> Vec<Effect> {
    let mut effects = take(app, msg);
    effects.extend(tour::look(app));
    effects
}

fn take(app: &mut App, msg: Msg) -> Vec<Effect> {
    match msg {
        // Nothing of what is under it answers.
        Msg::Key(key) if app.locked.is_some() => lock::press(app, key),
        Msg::Mouse(_) | Msg::Paste(_) if app.locked.is_some() => Vec::new(),
        Msg::Idle => lock::now(app),
        Msg::Key(key) => {
            app.dirty = true;
            press::press(app, key)
        }
        Msg::Mouse(event) => mouse::mouse(app, event),
        Msg::Paste(text) => {
            app.dirty = true;
            press::paste(app, &text)
        }
        Msg::Resize(columns, rows) => {
            app.size = (columns, rows);
            app.dirty = true;
            Vec::new()
        }
        Msg::Answer(ticket, answer) => answer::answer(app, &ticket, answer),
        Msg::Tick => {
            app.ticks = app.ticks.wrapping_add(1);
            app.dirty |= app.wants_ticks();
            Vec::new()
        }
        Msg::Notice(notice) => {
            app.dirty = true;
            let text = app.lang().pick(&notice.zh, &notice.en).to_owned();
            app.toast = Some(Toast { text, wrong: true });
            Vec::new()
        }
        Msg::End(exit) => {
            end(app, exit);
            Vec::new()
        }
        Msg::Edited(edited) => {
            app.dirty = true;
            editing::edited(app, edited)
        }
        Msg::Suspend => vec![Effect::Suspend],
        Msg::Redraw => {
            app.dirty = true;
            vec![Effect::Redraw]
        }
    }
}

/// Ends the program and lets go of what is under way.
pub fn end(app: &mut App, exit: Exit) {
    app.work.stop_all();
    app.exit.get_or_insert(exit);
}
