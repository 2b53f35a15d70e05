//! The frame of every screen: title, tabs, body, hints; layers over it.

mod hint;
mod title;
mod which;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::app::{App, Hit, Tab};
use super::look::{Role, point};
use super::widget::bar;
use super::{first, lock, milestones, ranking, text, tour, transfers, tree, triage};

/// The least window that can be worked in.
pub const LEAST: (u16, u16) = (60, 16);

/// Paints everything.
pub fn view(app: &App, frame: &mut Frame) {
    let area = frame.area();
    let look = &app.look;
    app.forget_hits();
    frame.buffer_mut().set_style(area, look.style(Role::Text));
    if let Some(state) = &app.locked {
        lock::view(app, state, frame, area);
        return;
    }
    if area.width < LEAST.0 || area.height < LEAST.1 {
        let word = text::too_small(look.lang, area.width, area.height);
        for (y, line) in (area.y..area.bottom()).zip(look.wrap(&word, area.width)) {
            look.put(frame.buffer_mut(), area.x, y, area.width, &line, look.style(Role::Warn));
        }
        return;
    }
    let top = title::view(app, area, frame.buffer_mut());
    let body = Rect { y: area.y + top, height: area.height - top - 1, ..area };
    let dock = tour::height(app, body);
    let (body, docked) =
        (Rect { height: body.height - dock, ..body }, Rect { y: body.bottom() - dock, height: dock, ..body });
    let foot = Rect { y: area.bottom() - 1, height: 1, ..area };
    screen(app, frame, body);
    mark(app, frame);
    hint::view(app, foot, frame.buffer_mut());
    if !app.layers.is_empty() {
        // What lies under a layer is not there for the mouse.
        app.hit(body, Hit::Nothing);
    }
    let mut cursor = None;
    for layer in &app.layers {
        cursor = layer.view(app, frame, body);
        mark(app, frame);
    }
    tour::view(app, docked, frame.buffer_mut());
    if !app.begun.is_empty() {
        which::view(app, body, frame.buffer_mut());
    }
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

// Before anything lies over the rows: what is left of a row beside a popup is no row.
fn mark(app: &App, frame: &mut Frame) {
    if app.settings.low {
        point(frame.buffer_mut());
    }
}

fn screen(app: &App, frame: &mut Frame, body: Rect) {
    let buf = frame.buffer_mut();
    if let Some(state) = &app.first {
        first::view(app, state, body, buf);
        return;
    }
    let Some(standing) = &app.standing else {
        let look = &app.look;
        let width = body.width.min(64);
        let (x, y) = (body.x + (body.width - width) / 2, body.y + body.height / 3);
        if let Some(failure) = &app.failure {
            look.put(buf, x, y, width, text::failed(look.lang), look.style(Role::Bad));
            let more = text::failed_more(look.lang, app.keys.named("leave"));
            let lines = look.wrap(failure, width).into_iter().map(|line| (line, Role::Text));
            let lines = lines.chain(look.wrap(&more, width).into_iter().map(|line| (line, Role::Dim)));
            for (y, (line, role)) in (y + 1..body.bottom()).zip(lines) {
                look.put(buf, x, y, width, &line, look.style(role));
            }
            return;
        }
        if app.source.is_none() {
            look.put(buf, x, y, width, text::opening_register(look.lang), look.style(Role::Dim));
            return;
        }
        let word = format!("{}  {:.0}%", text::loading(look.lang), app.progress * 100.0);
        look.put(buf, x, y, width, &word, look.style(Role::Dim));
        bar(look, buf, x, y + 1, width, f64::from(app.progress));
        let out = text::press_q(look.lang, app.keys.named("leave"));
        look.put(buf, x, y + 2, width, &out, look.style(Role::Dim));
        return;
    };
    match app.tab {
        Tab::Tree => tree::view(app, standing, body, buf),
        Tab::Triage => triage::view(app, standing, body, buf),
        Tab::Milestones => milestones::view(app, standing, body, buf),
        Tab::Transfers => transfers::view(app, standing, body, buf),
        Tab::Ranking => ranking::view(app, standing, body, buf),
    }
}
