//! The tour on screen: below everything, so that nothing it speaks of is covered.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::State;
use super::stations::{STEPS, name};
use crate::tui::app::{App, Hit, Layer};
use crate::tui::look::Role;
use crate::tui::text;
use crate::tui::widget::{Panel, clear_wide};

/// The columns between the frame and the words.
const EDGE: u16 = 4;

fn words(app: &App, state: &State) -> String {
    let lang = app.lang();
    let key = |id| app.keys.named(id);
    match state.step.and_then(|at| STEPS.get(at)) {
        Some(step) => (step.says)(app, state),
        None => text::tour_offer(lang, key("tour.next"), key("tour.leave"), key("palette")),
    }
}

/// How many rows it takes of a body: the same for every step, so that nothing moves between them.
pub fn height(app: &App, body: Rect) -> u16 {
    let Some(state) = app.tour.at.as_ref().filter(|state| !state.ending && app.first.is_none()) else { return 0 };
    let width = body.width.saturating_sub(EDGE);
    let lines = |words: String| app.look.wrap(&words, width).len();
    let most = match state.step {
        Some(_) => STEPS.iter().map(|step| lines((step.says)(app, state))).max().unwrap_or(1),
        None => lines(words(app, state)),
    };
    (most as u16 + 2).min(body.height / 2)
}

/// Paints it.
pub fn view(app: &App, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let Some(state) = app.tour.at.as_ref().filter(|_| area.height > 2) else { return };
    let key = |id| app.keys.named(id);
    let station = state.step.and_then(|at| STEPS.get(at)).map(|step| step.station);
    let title = station.map_or_else(
        || text::tour_offer_title(lang).to_owned(),
        |station| text::tour_title(lang, station + 1, name(app, station)),
    );
    let right = match state.step {
        // Letters are text there.
        _ if app.layers.last().is_some_and(Layer::typing) => text::tour_typing(lang).to_owned(),
        Some(_) => text::tour_keys(lang, key("tour.next"), key("tour.back"), key("tour.leave")),
        None => text::tour_offer_keys(lang, key("tour.next"), key("tour.leave")),
    };
    clear_wide(buf, area, look);
    let inner = Panel { title: &title, right: &right, focus: true }.view(look, area, buf);
    app.hit(area, Hit::Nothing);
    let width = inner.width.saturating_sub(2);
    for (y, line) in (inner.y..inner.bottom()).zip(look.wrap(&words(app, state), width)) {
        look.put(buf, inner.x + 1, y, width, &line, look.style(Role::Text));
    }
}
