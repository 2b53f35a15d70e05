//! A person's page over the screen: the row in full, the identity number masked.

mod fields;
mod lines;
mod view;

use crate::desk::{PersonPage, Records, RevealError, Revealed, Standing};
use crate::model::{Member, Pos, Post};
use crate::tui::app::{Answer, App, Effect, Layer, Slot, jump};
use crate::tui::command::Reason;
use crate::tui::look::Look;
use crate::tui::widget::Cursor;
use crate::tui::{prompt, text};

use lines::Line;
pub use view::view;

/// The state of the layer.
pub struct State {
    /// The branch.
    pub pos: Pos,
    /// The page, once read.
    pub page: Option<Box<PersonPage>>,
    /// What other rosters tell, once read.
    pub records: Option<Box<Records>>,
    /// The line under the cursor.
    pub cursor: Cursor,
    /// How many lines there are to move over.
    pub lines: usize,
    /// The line of the first post.
    posts: usize,
    slot: u32,
    /// The numbers, while they are shown: gone with the page.
    revealed: Option<Revealed>,
}

impl State {
    /// The post under the cursor.
    pub fn held(&self) -> Option<&(Pos, Post)> {
        self.page.as_ref()?.posts.get(self.at_post()?)
    }

    /// How far the cursor stands below the first post.
    pub fn at_post(&self) -> Option<usize> {
        self.cursor.at.checked_sub(self.posts)
    }

    /// Masks what was revealed.
    pub fn mask(&mut self) {
        self.revealed = None;
    }

    // The page is painted from its top: before that it is not known how much of it fits.
    fn stay(&mut self) {
        self.cursor.at = self.cursor.at.min(self.lines.saturating_sub(1));
    }

    // How many lines there are, and which are posts: the same in every language and width.
    fn measure(&mut self, look: &Look, standing: &Standing) {
        let lines = lines::of(look, standing, self);
        self.posts = lines.iter().position(|line| matches!(line, Line::Post(0))).unwrap_or(lines.len());
        self.lines = lines.len();
    }
}

fn page_of(layers: &mut [Layer]) -> Option<&mut State> {
    layers.iter_mut().rev().find_map(|layer| match layer {
        Layer::Person(state) => Some(state),
        _ => None,
    })
}

/// Takes the page in and asks what other rosters tell.
pub fn take(app: &mut App, page: Box<PersonPage>) -> Vec<Effect> {
    let Some(standing) = app.standing.clone() else { return Vec::new() };
    let Some(state) = page_of(&mut app.layers) else { return Vec::new() };
    let first = state.page.is_none();
    let at = (page.pos, page.row.slot);
    (state.pos, state.slot) = at;
    state.page = Some(page);
    state.measure(&app.look, &standing);
    if first && state.posts < state.lines {
        state.cursor.at = state.posts;
    }
    state.stay();
    app.ask(Slot::Records, move |source, ticket, _| {
        if ticket.stopped() { Answer::Nothing } else { Answer::Records(source.records(at).map(Box::new)) }
    })
}

/// Takes in what other rosters tell.
pub fn take_records(app: &mut App, records: Box<Records>) {
    let Some(standing) = app.standing.clone() else { return };
    if let Some(state) = page_of(&mut app.layers) {
        state.records = Some(records);
        state.measure(&app.look, &standing);
        state.stay();
    }
}

/// Opens the page of a person.
pub fn open(app: &mut App, pos: Pos, slot: u32) -> Vec<Effect> {
    app.layers.push(Layer::Person(State {
        pos,
        page: None,
        records: None,
        cursor: Cursor::default(),
        lines: 0,
        posts: 0,
        slot,
        revealed: None,
    }));
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
    let post = state.held().map(|(pos, _)| *pos);
    let pos = post.unwrap_or(state.pos);
    jump(app, pos)
}

fn asked(app: &App) -> Option<&State> {
    match app.asked_about() {
        Some(Layer::Person(state)) => Some(state),
        _ => None,
    }
}

/// Asks about erasing the person of this page.
pub fn erase(app: &mut App) -> Vec<Effect> {
    let asked =
        asked(app).and_then(|state| Some((state.pos, state.slot, state.page.as_ref()?.row.member.name.to_string())));
    asked.map_or_else(Vec::new, |(pos, slot, name)| crate::tui::erase::open(app, (pos, slot), name))
}

/// Whether there is anything left to reveal.
///
/// # Errors
/// It is shown already, or the page is still being read.
pub fn masked(app: &App) -> Result<(), Reason> {
    match asked(app) {
        Some(State { page: Some(_), revealed: None, .. }) => Ok(()),
        Some(State { page: Some(_), revealed: Some(_), .. }) => Err(Reason::new("已经显示", "it is shown already")),
        _ => Err(Reason::new("正在读取", "it is being read")),
    }
}

/// Asks why the numbers are to be seen.
pub fn ask_reveal(app: &mut App) -> Vec<Effect> {
    prompt::open(app, prompt::Kind::Reveal, "")
}

/// Asks the desk for the numbers of this page.
pub fn reveal(app: &mut App, reason: &str) -> Vec<Effect> {
    let Some(at) = asked(app).map(|state| (state.pos, state.slot)) else { return Vec::new() };
    let (by, reason) = (app.by.clone(), reason.to_owned());
    app.ask(Slot::Reveal, move |source, _, _| Answer::Revealed(source.reveal(at, &by, &reason)))
}

/// Shows them, on this page and as long as it is open.
///
/// # Errors
/// Why not.
pub fn revealed(app: &mut App, revealed: Result<Revealed, RevealError>) -> anyhow::Result<()> {
    let lang = app.lang();
    match revealed {
        Ok(numbers) => {
            if let (Some(state), None) = (page_of(&mut app.layers), &app.locked) {
                state.revealed = Some(numbers);
                app.say(text::is_revealed(lang));
            }
            Ok(())
        }
        Err(RevealError::NoReason) => {
            app.say(text::no_reason(lang));
            Ok(())
        }
        Err(RevealError::Forbidden(forbidden)) => {
            app.refuse(forbidden.into());
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}
