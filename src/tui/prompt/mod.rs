//! A line of text asked for: a filter, a path.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::tui::app::{App, Effect, Hit, Layer};
use crate::tui::widget::{Field, popup};
use crate::tui::{first, person, text, views};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Where the rosters are.
    Rosters,
    /// Why a person's numbers are to be seen.
    Reveal,
    /// The name of a view.
    View,
    /// Another name of a view.
    Rename,
}

/// The state of the layer.
pub struct State {
    kind: Kind,
    /// The text.
    pub field: Field,
}

/// Asks for a line of text.
pub fn open(app: &mut App, kind: Kind, with: &str) -> Vec<Effect> {
    app.layers.push(Layer::Prompt(State { kind, field: Field::with(with) }));
    Vec::new()
}

/// Takes the text.
pub fn accept(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Prompt(state)) = app.close() else { return Vec::new() };
    match state.kind {
        Kind::Rosters => first::import(app, state.field.text().trim()),
        Kind::Reveal => person::reveal(app, state.field.text().trim()),
        Kind::View => views::keep(app, state.field.text()),
        Kind::Rename => views::rename(app, state.field.text()),
    }
}

/// Paints the field.
pub fn view(app: &App, state: &State, area: Rect, buf: &mut Buffer) -> Position {
    let look = &app.look;
    let (title, hint) = match state.kind {
        Kind::Rosters => (text::ask_rosters(look.lang), text::ask_rosters_hint(look.lang)),
        Kind::Reveal => (text::ask_reveal(look.lang), text::ask_reveal_hint(look.lang)),
        Kind::View => (text::ask_view(look.lang), text::ask_view_hint(look.lang)),
        Kind::Rename => (text::ask_view_name(look.lang), ""),
    };
    let inner = popup(look, area, 72, 3, title, "", buf);
    app.hit(inner, Hit::Nothing);
    state.field.view(look, Rect { height: inner.height.min(1), ..inner }, " ", hint, buf)
}
