//! What was done in this sitting: when, how many, by whom; and from there taken back, or done again.

mod view;

use crate::desk::{say_act, say_word};
use crate::lang::Lang;
use crate::model::{Act, Change, Instant};
use crate::tui::app::{Answer, App, Effect, Layer, Slot};
use crate::tui::command::Reason;
use crate::tui::text;
use crate::tui::triage::{Acted, Turn};
use crate::tui::widget::Cursor;

pub use view::view;

/// What was done.
#[derive(Clone, Debug)]
pub enum What {
    /// An act on findings.
    Findings(Act),
    /// Rows were changed, by a deed of this id or by several.
    Rows(String),
}

/// One commit.
#[derive(Clone, Debug)]
pub struct Done {
    /// The number of its entry in the journal.
    pub entry: u64,
    /// When it was recorded.
    pub at: Instant,
    /// Who did it.
    pub by: String,
    /// What was done.
    pub what: What,
    /// On how many findings, or how often to rows.
    pub count: u64,
    /// On how many it was refused.
    pub refused: usize,
    /// The entry that took it back, while it is taken back.
    pub undone: Option<u64>,
}

impl Done {
    /// What was done, in words.
    pub fn words(&self, lang: Lang) -> String {
        match &self.what {
            What::Findings(act) => say_act(lang, act),
            What::Rows(verb) => say_word(lang, verb),
        }
    }
}

/// The state of the layer.
#[derive(Debug, Default)]
pub struct State {
    /// The cursor; the latest commit comes first.
    pub cursor: Cursor,
}

/// Lays the list over the screen.
pub fn open(app: &mut App) -> Vec<Effect> {
    app.layers.push(Layer::Sitting(State::default()));
    Vec::new()
}

/// Whether there is something to take back.
///
/// # Errors
/// Nothing was done yet, or something is being saved.
pub fn any(app: &App) -> Result<(), Reason> {
    if app.done.is_empty() {
        return Err(Reason::new("这次还没有办理过", "nothing was done in this sitting"));
    }
    crate::tui::triage::free(app)
}

/// Takes the commit under the cursor back; one that is taken back already is done again.
pub fn turn(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Sitting(state)) = app.layers.last() else { return Vec::new() };
    let Some(row) = app.done.iter().rev().nth(state.cursor.at).cloned() else { return Vec::new() };
    let turn = if row.undone.is_some() { Turn::Redo } else { Turn::Undo };
    let entry = row.undone.unwrap_or(row.entry);
    app.say(text::saving(app.lang()));
    app.ask(Slot::Act, move |source, _, _| {
        let turned = source.commit(&row.by, vec![Change::Undo { entry }]);
        Answer::Acted(turned.and_then(|done| Acted::turned(source, turn, &row.by, done, row.entry)))
    })
}

/// Notes that a commit was taken back by another entry, or done again.
pub fn turned(app: &mut App, turn: Turn, of: Option<u64>, by: &str, entry: Option<u64>) {
    let mut rows = app.done.iter_mut();
    let row = match (of, turn) {
        (Some(of), _) => rows.find(|row| row.entry == of),
        // What this person took back last.
        (None, Turn::Redo) => rows.filter(|row| row.by == by && row.undone.is_some()).max_by_key(|row| row.undone),
        // The last of this person that still stands.
        (None, _) => rows.rfind(|row| row.by == by && row.undone.is_none()),
    };
    if let Some(row) = row {
        row.undone = if turn == Turn::Redo { None } else { entry };
    }
}
