//! The hint line: what can be done here and now, the most useful first; or a sentence.

use std::cmp::Reverse;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::say_phase;
use crate::tui::app::{App, Hit, scopes};
use crate::tui::command::{self, Command};
use crate::tui::deeds;
use crate::tui::look::Role;
use crate::tui::text;

/// Paints the line.
pub fn view(app: &App, line: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let right = right(app, line, buf);
    let x = line.x + 1;
    if let Some(toast) = &app.toast {
        let role = if toast.wrong { Role::Bad } else { Role::Match };
        look.put(buf, x, line.y, right.saturating_sub(x), &toast.text, look.style(role));
        return;
    }
    if !app.ahead.is_empty() {
        let word = text::keys_wait(look.lang, app.ahead.len());
        look.put(buf, x, line.y, right.saturating_sub(x), &word, look.style(Role::Dim));
        return;
    }
    let scopes = scopes(app);
    let mut commands: Vec<&'static Command> = scopes
        .iter()
        .flat_map(|scope| command::all().filter(move |command| command.on == *scope))
        .filter(|command| command.bar > 0 && app.keys.shown(command).is_some() && command.ready(app).is_ok())
        .collect();
    // The tour takes keys of its own: what they would have done is not promised.
    if app.tour.at.is_some() {
        commands.retain(|command| {
            let key = app.keys.shown(command).unwrap_or_default();
            app.keys.command(&scopes, key).is_some_and(|found| found.id == command.id)
        });
    }
    commands.sort_by_key(|command| Reverse(command.bar));
    let shown = |command: &Command| app.keys.shown(command).unwrap_or_default();
    let width = |command: &Command| look.width(shown(command)) + 1 + look.width(command.name(look.lang));
    // Whatever else there is no room for, what finds anything and what lists everything are shown.
    let always = |command: &Command| matches!(command.id, "find" | "palette");
    let mut kept: u16 = commands.iter().filter(|command| always(command)).map(|command| width(command) + 3).sum();
    let mut x = x;
    for command in commands {
        let (key, name) = (shown(command), command.name(look.lang));
        let width = width(command);
        if always(command) {
            kept -= width + 3;
        }
        if x + width + kept > right {
            continue;
        }
        app.hit(Rect { x, width, ..line }, Hit::Command(command));
        x += look.put(buf, x, line.y, right - x, key, look.style(Role::Key)) + 1;
        x += look.put(buf, x, line.y, right.saturating_sub(x), name, look.style(Role::Dim)) + 3;
    }
}

// The marks and the spinner; gives the column before which hints must end. The spinner's place is kept free so that
// nothing moves when it comes and goes.
fn right(app: &App, line: Rect, buf: &mut Buffer) -> u16 {
    let look = &app.look;
    let mut right = line.right().saturating_sub(1);
    if app.wants_ticks() && app.ticks > 0 {
        let frames = look.glyphs.spinner;
        let frame = frames[app.ticks as usize % frames.len()];
        look.put(buf, right - 1, line.y, 1, frame, look.style(Role::Key));
    }
    right = right.saturating_sub(2);
    if let Some((phase, percent)) = app.building() {
        let word = text::building(look.lang, say_phase(look.lang, phase), percent);
        right = look.put_right(buf, line.x, right, line.y, &word, look.style(Role::Key)).saturating_sub(2);
    }
    let marks = deeds::marks(app);
    if marks > 0 {
        let hidden = deeds::hidden(app);
        let word =
            if hidden > 0 { text::marked_hidden(look.lang, marks, hidden) } else { text::marked(look.lang, marks) };
        right = look.put_right(buf, line.x, right, line.y, &word, look.style(Role::Match)).saturating_sub(2);
    }
    right
}
