//! What the numbers under the cursor mean: the columns of its row, each with its definition, its source, the row's own
//! value and what that is made of; from there to the rows behind it.

mod columns;
mod open;
mod rows;
mod view;

use crate::desk::{Explained, Topic};
use crate::model::Pos;
use crate::tui::app::{App, Effect, Layer, Tab};
use crate::tui::command::Reason;
use crate::tui::tree;
use crate::tui::widget::Cursor;

pub use open::open;
pub use view::view;

/// One thing that is explained.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What.
    pub topic: Topic,
    /// Of which organisation; `None` for the whole register.
    pub of: Option<Pos>,
    /// What the row shows, where the register does not tell it at once.
    pub shown: Option<String>,
}

/// The state of the layer.
pub struct State {
    /// What is explained, the column in use first.
    pub rows: Vec<Entry>,
    /// The cursor.
    pub cursor: Cursor,
}

impl State {
    /// The definition under the cursor.
    pub fn current(&self, app: &App) -> Option<Explained> {
        self.rows.get(self.cursor.at).map(|entry| told(app, entry))
    }
}

/// The definition of an entry, with the value its row shows.
pub fn told(app: &App, entry: &Entry) -> Explained {
    let (Some(source), Some(standing)) = (&app.source, &app.standing) else { return Explained::default() };
    let mut told = source.explain(standing, &entry.topic, entry.of, app.lang());
    if let Some(shown) = &entry.shown {
        told.value = Some(shown.clone());
    }
    told
}

/// Whether anything under the cursor has a definition.
///
/// # Errors
/// Nothing has.
pub fn any(app: &App) -> Result<(), Reason> {
    if app.source.is_none() {
        return Err(Reason::new("还没有打开台账", "no register is open yet"));
    }
    if app.standing.is_none() {
        return Err(Reason::new("正在读取名册", "the register is being read"));
    }
    // Asked of every frame: what there is to explain is worked out only when somebody wants it.
    let numbers = match app.asked_about() {
        Some(Layer::Meaning(_) | Layer::Step(_) | Layer::Request(_) | Layer::Person(_)) => true,
        Some(Layer::Posts(state)) => state.current().is_some(),
        Some(Layer::Alerts(state)) => state.current().is_some(),
        Some(Layer::Sitting(_)) => !app.done.is_empty(),
        Some(_) => false,
        None => app.tab != Tab::Tree || app.tree.pane != tree::Pane::Views,
    };
    if numbers { Ok(()) } else { Err(NOTHING) }
}

const NOTHING: Reason = Reason::new("这里没有要解释的数", "there is no number here to explain");

/// Lays the definitions over the screen; where they lie already, takes them away.
pub fn turn(app: &mut App) -> Vec<Effect> {
    if matches!(app.layers.last(), Some(Layer::Meaning(_))) {
        app.close();
        return Vec::new();
    }
    let rows = rows::under(app);
    if rows.is_empty() {
        app.refuse(NOTHING);
    } else {
        app.layers.push(Layer::Meaning(State { rows, cursor: Cursor::default() }));
    }
    Vec::new()
}

/// After the language or the rows have changed: what the row under the layer shows now, the cursor where it was.
pub fn again(app: &mut App) {
    let Some(place) = app.layers.iter().position(|layer| matches!(layer, Layer::Meaning(_))) else { return };
    let above = app.layers.split_off(place);
    let rows = rows::under(app);
    for mut layer in above {
        if let Layer::Meaning(state) = &mut layer {
            state.rows.clone_from(&rows);
            state.cursor.step(0, rows.len());
        }
        app.layers.push(layer);
    }
}

#[cfg(test)]
mod tests;
