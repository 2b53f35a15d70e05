//! What stands where a list would be: there is nothing, it is on its way, or it went wrong; and what to press.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::bar;
use crate::tui::app::{App, Failed, Slot};
use crate::tui::command;
use crate::tui::look::Role;
use crate::tui::text;

/// The widest that sentences are set.
const WIDEST: u16 = 72;

/// What a list that has no rows says.
#[derive(Clone, Copy, Debug)]
pub struct Blank<'a> {
    /// That there is nothing.
    pub title: &'a str,
    /// What that means.
    pub more: &'a str,
    /// The ids of the commands that lead on.
    pub keys: &'a [&'a str],
    /// What is being done while it is on its way.
    pub doing: &'a str,
}

impl Blank<'_> {
    /// Paints what is the matter with a slot whose list is empty.
    pub fn view(&self, app: &App, slot: Slot, area: Rect, buf: &mut Buffer) {
        let lang = app.lang();
        if app.work.pending(slot) {
            return sheet(app, (self.doing, Role::Text), text::wait_or_leave(lang), Some(app.progress), &[], area, buf);
        }
        match app.work.failed(slot) {
            Some(Failed::Wrong(why)) => {
                let more = format!("{why}\n{}", text::went_wrong_more(lang));
                sheet(app, (text::went_wrong(lang), Role::Bad), &more, None, &["again"], area, buf);
            }
            Some(Failed::Stopped) => {
                sheet(app, (text::was_stopped(lang), Role::Warn), "", None, &["again"], area, buf);
            }
            None => sheet(app, (self.title, Role::Text), self.more, None, self.keys, area, buf),
        }
    }
}

fn sheet(
    app: &App,
    (title, role): (&str, Role),
    more: &str,
    share: Option<f32>,
    keys: &[&str],
    area: Rect,
    buf: &mut Buffer,
) {
    let look = &app.look;
    let width = area.width.saturating_sub(4).min(WIDEST);
    if width < 8 || area.height == 0 {
        return;
    }
    // In a high pane it stands where the eye is, not under the edge.
    let x = area.x + 2;
    let mut y = area.y + if area.height > 12 { area.height / 5 } else { 0 };
    let mut line = |text: &str, role: Role, indent: u16| {
        if y < area.bottom() {
            look.put(buf, x + indent, y, width.saturating_sub(indent), text, look.style(role));
        }
        y += 1;
        y - 1
    };
    line(title, role, 0);
    if let Some(share) = share.filter(|share| *share > 0.0 && *share < 1.0) {
        let at = line(&format!("{:.0}%", share * 100.0), Role::Dim, 0);
        if at < area.bottom() {
            bar(look, buf, x + 6, at, width.saturating_sub(6).min(40), f64::from(share));
        }
    }
    let mut line = |text: &str, role: Role, indent: u16| {
        if y < area.bottom() {
            look.put(buf, x + indent, y, width.saturating_sub(indent), text, look.style(role));
        }
        y += 1;
    };
    for words in look.wrap(more, width) {
        line(&words, Role::Dim, 0);
    }
    let found = keys.iter().filter_map(|id| command::all().find(|command| command.id == *id));
    let lines: Vec<(&str, &str)> =
        found.filter_map(|command| Some((app.keys.shown(command)?, command.tip(look.lang)))).collect();
    let column = lines.iter().map(|(key, _)| look.width(key)).max().unwrap_or_default() + 2;
    if !lines.is_empty() {
        line("", Role::Dim, 0);
    }
    for (key, tip) in lines {
        if y < area.bottom() {
            look.put(buf, x, y, column, key, look.style(Role::Key));
        }
        for words in look.wrap(tip, width.saturating_sub(column)) {
            if y < area.bottom() {
                look.put(buf, x + column, y, width.saturating_sub(column), &words, look.style(Role::Text));
            }
            y += 1;
        }
    }
}
