//! A person's page over the screen: the row in full, the identity number masked.

mod view;

use crate::desk::PersonPage;
use crate::model::Pos;
use crate::tui::app::{Answer, App, Effect, Layer, Slot, jump};
use crate::tui::widget::Cursor;

pub use view::view;

/// The state of the layer.
pub struct State {
    /// The branch.
    pub pos: Pos,
    /// The page, once read.
    pub page: Option<Box<PersonPage>>,
    /// The first line shown.
    pub cursor: Cursor,
    /// How many lines there are to move over.
    pub lines: usize,
}

impl State {
    /// Takes the page in.
    pub fn take(&mut self, page: Box<PersonPage>) {
        self.lines = page.posts.len();
        self.page = Some(page);
    }
}

/// Opens the page of a person.
pub fn open(app: &mut App, pos: Pos, slot: u32) -> Vec<Effect> {
    app.layers.push(Layer::Person(State { pos, page: None, cursor: Cursor::default(), lines: 0 }));
    app.ask(Slot::Person, move |source, _, _| Answer::Person(source.person((pos, slot)).map(Box::new)))
}

/// Reads the page again after rows have changed: whoever it is may stand in another place, or nowhere.
pub fn ask(app: &mut App, pos: Pos, slot: u32) -> Vec<Effect> {
    let who = app.layers.iter().rev().find_map(|layer| match layer {
        Layer::Person(state) => state.page.as_ref().map(|page| page.row.member.identity.key()),
        _ => None,
    });
    app.ask(Slot::Person, move |source, _, _| {
        let page = source.org(pos).map(|page| {
            let row = page.members.iter().find(|row| who.is_none_or(|who| row.member.identity.key() == who));
            row.map(|row| if who.is_some() { row.slot } else { slot })
        });
        match page {
            Ok(Some(slot)) => Answer::Person(source.person((pos, slot)).map(Box::new)),
            Ok(None) => Answer::Gone,
            Err(error) => Answer::Person(Err(error)),
        }
    })
}

/// Closes the page of a person who is no longer in the branch.
pub fn gone(app: &mut App) {
    app.layers.retain(|layer| !matches!(layer, Layer::Person(_)));
}

/// To the branch the person belongs to, or to the organisation of the post under the cursor.
pub fn branch(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Person(state)) = app.layers.last() else { return Vec::new() };
    let post = state.page.as_ref().and_then(|page| page.posts.get(state.cursor.at)).map(|(pos, _)| *pos);
    let pos = post.unwrap_or(state.pos);
    jump(app, pos)
}
