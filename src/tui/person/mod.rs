//! A person's page over the screen: the row in full, the identity number masked.

mod view;

use crate::desk::PersonPage;
use crate::model::{Member, Pos};
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

/// Reads the page again after rows were edited. Whose number was corrected stands in the same row with the same name;
/// the page of whoever has left the branch is closed.
pub fn again(app: &mut App, pos: Pos, slot: u32, member: Member) -> Vec<Effect> {
    app.ask(Slot::Person, move |source, _, _| {
        let rows = source.org(pos).map(|page| page.members).unwrap_or_default();
        let same = rows.iter().find(|row| row.member.identity == member.identity);
        let row = same.or_else(|| rows.iter().find(|row| row.slot == slot && row.member.name == member.name));
        match row {
            Some(row) => Answer::Person(source.person((pos, row.slot)).map(Box::new)),
            None => Answer::Gone,
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
