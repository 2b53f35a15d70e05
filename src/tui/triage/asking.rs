//! `t`: a filter as it is typed, with what may stand next and what is wrong so far.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::enter;
use crate::desk::{Completion, Filter, FilterError, States, complete};
use crate::tui::app::{Answer, App, Effect, Hit, Layer, Slot};
use crate::tui::look::Role;
use crate::tui::text;
use crate::tui::widget::{Cursor, Field, popup};

/// Suggestions shown at most.
const SHOWN: u16 = 10;

/// The state of the layer.
pub struct Asking {
    /// The filter being typed.
    pub field: Field,
    /// The cursor of the suggestions.
    pub cursor: Cursor,
    /// What may stand at the end.
    pub completion: Completion,
    wrong: Option<FilterError>,
}

/// Asks for a filter, beginning with the one in force.
pub fn ask_filter(app: &mut App) -> Vec<Effect> {
    let mut with = app.triage.filter.text().to_owned();
    if !with.is_empty() {
        with.push(' ');
    }
    let state =
        Asking { field: Field::with(&with), cursor: Cursor::default(), completion: Completion::default(), wrong: None };
    app.layers.push(Layer::Filter(state));
    typed(app)
}

/// After the text has changed: what is wrong is told at once, what may stand next by a worker, since names are many.
pub fn typed(app: &mut App) -> Vec<Effect> {
    let lang = app.lang();
    let (Some(standing), Some(Layer::Filter(state))) = (app.standing.clone(), app.layers.last_mut()) else {
        return Vec::new();
    };
    let text = state.field.text().to_owned();
    let read = Filter::parse(&text).and_then(|filter| filter.check(&standing.rules));
    // What is not finished is not wrong yet.
    let end = text.trim_end();
    let word = end.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    state.wrong = read.err().filter(|error| error.at < word || text.len() > end.len());
    // Suggestions are for the end of the text.
    if !state.field.at_end() {
        state.completion = Completion::default();
        app.work.stop(Slot::Suggest);
        return Vec::new();
    }
    let lives = app.triage.lives.clone();
    app.ask(Slot::Suggest, move |_, ticket, _| {
        if ticket.stopped() {
            return Answer::Nothing;
        }
        Answer::Suggested(complete(&text, &standing, lives.as_deref(), lang))
    })
}

/// Takes suggestions in, the first of them under the cursor.
pub fn suggested(app: &mut App, completion: Completion) {
    if let Some(Layer::Filter(state)) = app.layers.last_mut() {
        state.cursor = Cursor::default();
        state.completion = completion;
    }
}

/// Puts the suggestion under the cursor in.
pub fn put_in(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Filter(state)) = app.layers.last_mut() else { return Vec::new() };
    if let Some(one) = state.completion.items.get(state.cursor.at) {
        let kept = state.field.text().get(..state.completion.from).unwrap_or_default();
        state.field = Field::with(&format!("{kept}{}", one.text));
    }
    typed(app)
}

/// The next suggestion, or the one before.
pub fn turn(app: &mut App, by: isize) -> Vec<Effect> {
    if let Some(Layer::Filter(state)) = app.layers.last_mut() {
        let len = state.completion.items.len();
        state.cursor.step(by, len);
    }
    Vec::new()
}

/// Takes the filter, unless something is wrong with it.
pub fn take(app: &mut App) -> Vec<Effect> {
    let (Some(standing), Some(Layer::Filter(state))) = (app.standing.clone(), app.layers.last_mut()) else {
        return Vec::new();
    };
    let read = Filter::parse(state.field.text()).and_then(|filter| filter.check(&standing.rules).map(|()| filter));
    match read {
        Ok(filter) => {
            app.close();
            set_filter(app, filter)
        }
        Err(error) => {
            state.wrong = Some(error);
            Vec::new()
        }
    }
}

/// Shows what a filter asks for; it may settle states, order and grouping too, which keys can change afterwards.
pub fn set_filter(app: &mut App, filter: Filter) -> Vec<Effect> {
    let triage = &mut app.triage;
    let named = triage.filter.states().is_some();
    match filter.states() {
        Some(states) => triage.states = states,
        // The states of the filter before go with it.
        None if named => triage.states = States::OPEN,
        None => {}
    }
    triage.order = filter.order().unwrap_or(triage.order);
    triage.group = filter.grouping().unwrap_or(triage.group);
    triage.filter = filter;
    enter(app)
}

/// Paints the field, what is wrong and what may stand next; gives the place of the cursor.
pub fn view_asking(app: &App, state: &Asking, area: Rect, buf: &mut Buffer) -> Position {
    let look = &app.look;
    let lang = look.lang;
    let rows = (state.completion.items.len() as u16).min(SHOWN);
    let inner = popup(look, area, 96, SHOWN + 5, text::ask_filter(lang), "", buf);
    app.hit(inner, Hit::Nothing);
    let line = Rect { height: inner.height.min(1), ..inner };
    let cursor = state.field.view(look, line, " ", text::ask_filter_hint(lang), buf);
    let room = inner.width.saturating_sub(2);
    if let Some(wrong) = &state.wrong {
        let typed = state.field.text();
        let before = look.width(typed.get(..wrong.at).unwrap_or_default()) + 1;
        if look.width(typed) + 2 <= inner.width {
            look.put(buf, inner.x + before, inner.y + 1, 1, "^", look.style(Role::Bad));
        }
        look.put(buf, inner.x + 1, inner.y + 2, room, &wrong.say(lang, typed), look.style(Role::Bad));
    } else {
        look.put(buf, inner.x + 1, inner.y + 2, room, text::ask_filter_help(lang), look.style(Role::Dim));
    }
    let body = Rect { y: inner.y + 3, height: rows.min(inner.height.saturating_sub(3)), ..inner };
    let shown = state.cursor.window(usize::from(body.height), state.completion.items.len());
    app.hit(body, Hit::Rows(shown.start));
    let widest = state.completion.items.iter().map(|one| look.width(&one.text)).max().unwrap_or(0);
    let column = widest.clamp(12, inner.width / 2);
    for (y, at) in (body.y..).zip(shown) {
        let Some(one) = state.completion.items.get(at) else { continue };
        look.put(buf, body.x + 1, y, column, one.text.trim_end(), look.style(Role::Key));
        let left = body.width.saturating_sub(column + 4);
        look.put(buf, body.x + column + 3, y, left, &one.note, look.style(Role::Dim));
        if at == state.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
    cursor
}
