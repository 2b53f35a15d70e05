//! A person's page over the screen: the row in full, the identity number masked.

mod view;

use crate::desk::{PersonPage, RevealError, Revealed};
use crate::model::{Member, Pos};
use crate::tui::app::{Answer, App, Effect, Layer, Slot, jump};
use crate::tui::command::Reason;
use crate::tui::widget::Cursor;
use crate::tui::{prompt, text};

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
    slot: u32,
    /// The numbers, while they are shown: gone with the page.
    revealed: Option<Revealed>,
}

impl State {
    /// Takes the page in.
    pub fn take(&mut self, page: Box<PersonPage>) {
        self.lines = page.posts.len();
        self.page = Some(page);
    }

    /// Masks what was revealed.
    pub fn mask(&mut self) {
        self.revealed = None;
    }
}

/// Opens the page of a person.
pub fn open(app: &mut App, pos: Pos, slot: u32) -> Vec<Effect> {
    app.layers.push(Layer::Person(State {
        pos,
        page: None,
        cursor: Cursor::default(),
        lines: 0,
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
    let post = state.page.as_ref().and_then(|page| page.posts.get(state.cursor.at)).map(|(pos, _)| *pos);
    let pos = post.unwrap_or(state.pos);
    jump(app, pos)
}

fn asked(app: &App) -> Option<&State> {
    match app.asked_about() {
        Some(Layer::Person(state)) => Some(state),
        _ => None,
    }
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
            let page = app.layers.iter_mut().rev().find_map(|layer| match layer {
                Layer::Person(state) => Some(state),
                _ => None,
            });
            if let (Some(state), None) = (page, &app.locked) {
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
