//! The posts of an organisation over the screen, the current ones first.

mod view;

use std::collections::HashSet;

use crate::desk::OrgPage;
use crate::model::{Day, IdKey, Pos, Post, PostTitle};
use crate::tui::app::{Answer, App, Effect, Layer, Slot};
use crate::tui::widget::Cursor;

pub use view::view;

/// What tells posts of one organisation apart.
pub type Key = (IdKey, PostTitle, Option<Day>);

/// The state of the layer.
pub struct State {
    /// The organisation.
    pub pos: Pos,
    /// Its page, once read.
    pub page: Option<Box<OrgPage>>,
    /// The cursor of the posts.
    pub cursor: Cursor,
    /// Posts marked.
    pub marks: HashSet<Key>,
}

/// What tells a post apart.
pub fn key(post: &Post) -> Key {
    (post.identity.key(), post.title, post.from)
}

impl State {
    /// How many posts there are.
    pub fn len(&self) -> usize {
        self.page.as_ref().map_or(0, |page| page.posts.len())
    }

    /// The post under the cursor.
    pub fn current(&self) -> Option<&Post> {
        self.page.as_ref()?.posts.get(self.cursor.at)
    }

    /// The posts marked, or the one under the cursor.
    pub fn chosen(&self) -> impl Iterator<Item = &Post> {
        let posts = self.page.iter().flat_map(|page| &page.posts).enumerate();
        let wanted = |at: usize, post: &Post| {
            if self.marks.is_empty() { at == self.cursor.at } else { self.marks.contains(&key(post)) }
        };
        posts.filter(move |(at, post)| wanted(*at, post)).map(|(_, post)| post)
    }

    /// Takes the page in.
    pub fn take(&mut self, page: Box<OrgPage>) {
        let known: HashSet<Key> = page.posts.iter().map(key).collect();
        self.marks.retain(|mark| known.contains(mark));
        self.page = Some(page);
        self.cursor.step(0, self.len());
    }
}

/// Opens the posts of the organisation shown.
pub fn open(app: &mut App) -> Vec<Effect> {
    let Some(pos) = app.tree.of else { return Vec::new() };
    let state = State { pos, page: None, cursor: Cursor::default(), marks: HashSet::new() };
    app.layers.push(Layer::Posts(state));
    ask(app, pos)
}

/// Asks for the page.
pub fn ask(app: &mut App, pos: Pos) -> Vec<Effect> {
    app.ask(Slot::Posts, move |source, _, _| Answer::Posts(source.org(pos).map(Box::new)))
}

fn top(app: &mut App) -> Option<&mut State> {
    match app.layers.last_mut() {
        Some(Layer::Posts(state)) => Some(state),
        _ => None,
    }
}

/// Marks the post under the cursor and goes on to the next.
pub fn mark(app: &mut App) -> Vec<Effect> {
    if let Some(state) = top(app)
        && let Some(mark) = state.current().map(key)
    {
        if !state.marks.remove(&mark) {
            state.marks.insert(mark);
        }
        let len = state.len();
        state.cursor.step(1, len);
    }
    Vec::new()
}

/// Marks every post; when all are marked, none.
pub fn mark_all(app: &mut App) -> Vec<Effect> {
    if let Some(state) = top(app) {
        let all: HashSet<Key> = state.page.iter().flat_map(|page| page.posts.iter().map(key)).collect();
        state.marks = if state.marks == all { HashSet::new() } else { all };
    }
    Vec::new()
}

/// Takes away all marks.
pub fn clear(app: &mut App) -> Vec<Effect> {
    if let Some(state) = top(app) {
        state.marks.clear();
    }
    Vec::new()
}
