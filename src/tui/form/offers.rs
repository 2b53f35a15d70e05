//! Posts and organisations that may be meant by what is typed: any text will do, so none is taken unasked.

use super::Ask;
use crate::tui::app::{Answer, App, Effect, Layer, Slot};
use crate::tui::deeds::{Offer, Offers};
use crate::tui::source::SearchKind;
use crate::tui::text;
use crate::tui::widget::{Field, meant};

/// Organisations and people asked for; the organisations among them are offered.
const LIMIT: usize = 60;
/// Posts offered before them.
const POSTS: usize = 6;

/// After a letter: who may be meant is asked of a worker, since organisations are many.
pub fn typed(app: &mut App) -> Vec<Effect> {
    let (lang, ready) = (app.lang(), app.searchable);
    let (standing, lives) = (app.standing.clone(), app.triage.lives.clone());
    let Some(Layer::Form(state)) = app.layers.last_mut() else { return Vec::new() };
    state.typed();
    let text = state.fields.get(state.at).map_or("", |field| field.text().trim()).to_owned();
    let asks = state.asks.get(state.at) == Some(&Ask::Post) && !text.is_empty();
    let Some(standing) = standing.filter(|_| asks) else {
        put_away(app);
        return Vec::new();
    };
    app.ask(Slot::Search, move |source, ticket, _| {
        if ticket.stopped() {
            return Answer::Nothing;
        }
        let posts = lives.as_ref().map(|lives| lives.posts()).unwrap_or_default();
        let used = posts.iter().filter_map(|post| {
            let matched = meant(post, &text)?;
            Some(Offer {
                put: (*post).to_owned(),
                label: (*post).to_owned(),
                note: text::post_used(lang).to_owned(),
                matched,
            })
        });
        let mut rows: Vec<Offer> = used.take(POSTS).collect();
        if ready {
            let found = match source.search(&text, LIMIT, &|| ticket.stopped()) {
                Ok(page) => page.items.into_iter().filter(|item| item.kind == SearchKind::Org),
                Err(error) => return Answer::Offered(Err(error)),
            };
            let orgs = found.filter(|item| item.pos.index() < standing.tree.len()).map(|item| Offer {
                put: standing.tree.label(item.pos).to_owned(),
                label: item.name,
                note: item.path,
                matched: item.matched,
            });
            rows.extend(orgs.filter(|offer| !posts.contains(offer.put.as_str())));
        }
        // What stands there already is no offer.
        let settled = rows.iter().any(|offer| offer.put == text);
        Answer::Offered(Ok(if settled { Vec::new() } else { rows }))
    })
}

/// Takes in who may be meant.
pub fn offered(app: &mut App, rows: Vec<Offer>) {
    if let Some(Layer::Form(state)) = app.layers.last_mut()
        && state.asks.get(state.at) == Some(&Ask::Post)
        && !state.saving
    {
        state.offers = (!rows.is_empty()).then(|| Offers { rows, free: true, ..Offers::default() });
    }
}

/// Closes the list; false where there is none.
pub fn put_away(app: &mut App) -> bool {
    let Some(Layer::Form(state)) = app.layers.last_mut() else { return false };
    let open = state.offers.take().is_some();
    app.work.stop(Slot::Search);
    open
}

/// Moves into the list and in it; false where there is none.
pub fn turn(app: &mut App, by: isize) -> bool {
    let Some(Layer::Form(state)) = app.layers.last_mut() else { return false };
    let Some(offers) = &mut state.offers else { return false };
    match (offers.free, by > 0, offers.cursor.at) {
        (true, true, _) => offers.free = false,
        (false, false, 0) => offers.free = true,
        (true, false, _) => return false,
        _ => offers.cursor.step(by, offers.rows.len()),
    }
    true
}

/// Puts the offer under the cursor into the field; false where the cursor is on none.
pub fn take(app: &mut App) -> bool {
    let Some(Layer::Form(state)) = app.layers.last_mut() else { return false };
    let Some(word) = state.offers.take_if(|offers| !offers.free).and_then(|offers| offers.at()) else { return false };
    if let Some(field) = state.fields.get_mut(state.at) {
        *field = Field::with(&word);
    }
    state.typed();
    app.work.stop(Slot::Search);
    true
}
