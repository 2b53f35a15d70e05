//! A line of text asked for: a path with what it may be, a reason, a name.

mod view;

use crate::tui::app::{Answer, App, Effect, Layer, Slot};
use crate::tui::command::Reason;
use crate::tui::widget::{Cursor, Field};
use crate::tui::{first, person, views};

pub use view::view;

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
    /// What it may become; of a path only.
    pub offers: Vec<String>,
    /// The cursor of those.
    pub cursor: Cursor,
}

impl State {
    /// Whether a reason is asked for.
    pub fn takes_words(&self) -> bool {
        self.kind == Kind::Reveal
    }
}

/// Asks for a line of text.
pub fn open(app: &mut App, kind: Kind, with: &str) -> Vec<Effect> {
    let state = State { kind, field: Field::with(with), offers: Vec::new(), cursor: Cursor::default() };
    app.layers.push(Layer::Prompt(state));
    typed(app)
}

/// After the text has changed: what a path may be is looked up by a worker, since folders may be large or far away.
pub fn typed(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Prompt(State { kind: Kind::Rosters, field, .. })) = app.layers.last() else { return Vec::new() };
    let text = field.text().to_owned();
    let look = move || Answer::Paths(first::complete(&text, first::home().as_deref()));
    let job = app.work.begin(Slot::Suggest, move |ticket, _| if ticket.stopped() { Answer::Nothing } else { look() });
    vec![Effect::Work(job)]
}

/// Takes the paths in.
pub fn offered(app: &mut App, found: Vec<String>) {
    if let Some(Layer::Prompt(state)) = app.layers.last_mut() {
        (state.offers, state.cursor) = (found, Cursor::default());
    }
}

/// Whether there is anything to put in.
///
/// # Errors
/// There is not.
pub fn some(app: &App) -> Result<(), Reason> {
    match app.asked_about() {
        Some(Layer::Prompt(state)) if !state.offers.is_empty() => Ok(()),
        _ => Err(Reason::new("没有可填入的", "there is nothing to put in")),
    }
}

/// Puts what is under the cursor in.
pub fn put_in(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Prompt(state)) = app.layers.last_mut() else { return Vec::new() };
    if let Some(path) = state.offers.get(state.cursor.at) {
        state.field = Field::with(path);
    }
    typed(app)
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
