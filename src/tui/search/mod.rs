//! `/`: one box for organisations and people, results as typed.

mod view;

use crate::tui::app::{Answer, App, Effect, Layer, Slot, jump, jump_to_person};
use crate::tui::source::{SearchKind, SearchPage};
use crate::tui::widget::{Cursor, Field};

pub use view::view;

/// How many hits are fetched: more than any screen has rows, and than anybody reads.
const LIMIT: usize = 200;

/// The state of the layer.
#[derive(Default)]
pub struct State {
    /// What is looked for.
    pub field: Field,
    /// What was found; stays until the next answer comes.
    pub page: SearchPage,
    /// The cursor of the hits.
    pub cursor: Cursor,
    /// Whether the hits are those of the text in the field.
    pub fresh: bool,
}

impl State {
    /// Takes an answer in.
    pub fn take(&mut self, page: SearchPage) {
        self.page = page;
        self.fresh = true;
        self.cursor = Cursor::default();
    }
}

/// Opens the box.
pub fn open(app: &mut App) -> Vec<Effect> {
    app.layers.push(Layer::Search(State::default()));
    Vec::new()
}

/// Asks for what is in the box; an older question is given up.
pub fn typed(app: &mut App) -> Vec<Effect> {
    let ready = app.searchable;
    let Some(Layer::Search(state)) = app.layers.last_mut() else { return Vec::new() };
    let query = state.field.text().trim().to_owned();
    state.fresh = false;
    if query.is_empty() {
        state.page = SearchPage::default();
        app.work.stop(Slot::Search);
        return Vec::new();
    }
    if !ready {
        // What could not be read may be readable now; without a new try the box would say so for ever.
        if app.work.failed(Slot::Index).is_some() && !app.work.pending(Slot::Index) {
            return app.ask(Slot::Index, |source, _, _| Answer::Index(source.load_search()));
        }
        return Vec::new();
    }
    app.ask(Slot::Search, move |source, ticket, _| {
        if ticket.stopped() {
            return Answer::Nothing;
        }
        Answer::Found(source.search(&query, LIMIT, &|| ticket.stopped()))
    })
}

/// After the box was closed.
pub fn closed(app: &mut App) -> Vec<Effect> {
    app.work.stop(Slot::Search);
    Vec::new()
}

/// Opens the hit under the cursor.
pub fn go(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Search(state)) = app.layers.last() else { return Vec::new() };
    // A list of before is not shown where the search went wrong, and nothing of it can be opened.
    if app.work.failed(Slot::Search).is_some() {
        return Vec::new();
    }
    let Some(item) = state.page.items.get(state.cursor.at) else { return Vec::new() };
    let (kind, pos, slot) = (item.kind, item.pos, item.slot);
    app.work.stop(Slot::Search);
    match (kind, slot) {
        (SearchKind::Member, Some(slot)) => jump_to_person(app, pos, slot),
        _ => jump(app, pos),
    }
}
