//! The locked screen, painted: two lines, and nothing of what is under it.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::{State, asked, asked_file, locked, waits, wrong};
use crate::tui::app::App;
use crate::tui::look::Role;

/// Paints it.
pub fn view(app: &App, state: &State, frame: &mut Frame, area: Rect) {
    let look = &app.look;
    let lang = look.lang;
    let width = area.width.min(64);
    let (x, y) = (area.x + (area.width - width) / 2, area.y + area.height / 3);
    let line = match (state.waits, &app.lock) {
        (true, _) => waits(lang),
        (false, Some(lock)) if !lock.typed => asked_file(lang),
        (false, _) => asked(lang),
    };
    let buf = frame.buffer_mut();
    look.put(buf, x, y, width, locked(lang), look.style(Role::Heading));
    let end = if y + 2 < area.bottom() { look.put(buf, x, y + 2, width, line, look.style(Role::Text)) } else { 0 };
    if state.wrong && y + 4 < area.bottom() {
        look.put(buf, x, y + 4, width, wrong(lang), look.style(Role::Bad));
    }
    // The cursor does not move with what is typed.
    frame.set_cursor_position(Position {
        x: (x + end).min(area.right().saturating_sub(1)),
        y: (y + 2).min(area.bottom().saturating_sub(1)),
    });
}
