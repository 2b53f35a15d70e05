//! The ledgers of a programme: what organisations record themselves, and the forms by which they do.

mod units;
mod view;

use std::sync::Arc;

use crate::desk::{Ledgers, UnitSum};
use crate::model::{Deed, Labelled, Pos, labelled};
use crate::tui::app::{Answer, App, Effect, Layer, Slot, jump};
use crate::tui::deeds;
use crate::tui::widget::Cursor;

pub use units::{State as Units, go, org as of_unit, view as view_units};
pub use view::view;

use super::{View, step};

labelled! {
    /// A ledger.
    Book {
        Units = "两新台账", "new sectors";
        Items = "事项申报", "declarations";
        Schools = "毕业生底数", "graduates";
    }
}

impl Book {
    /// The deed that writes a row of it.
    pub const fn deed(self) -> Deed {
        match self {
            Self::Units => Deed::LedgerPut,
            Self::Items => Deed::Attest,
            Self::Schools => Deed::GraduatesSubmit,
        }
    }
}

/// The state of the ledgers.
pub struct State {
    /// The one listed.
    pub book: Book,
    /// What was read last.
    pub read: Option<Arc<Ledgers>>,
    /// The cursor of the list.
    pub cursor: Cursor,
    asked: Option<(String, Pos)>,
}

impl Default for State {
    fn default() -> Self {
        Self { book: Book::Units, read: None, cursor: Cursor::default(), asked: None }
    }
}

impl State {
    /// Makes the next look ask again.
    pub fn stale(&mut self) {
        self.asked = None;
    }

    /// How many rows a ledger has.
    pub fn len_of(&self, book: Book) -> usize {
        self.read.as_ref().map_or(0, |read| match book {
            Book::Units => read.units.len(),
            Book::Items => read.items.len(),
            Book::Schools => read.schools.len(),
        })
    }

    /// How many rows are listed.
    pub fn len(&self) -> usize {
        self.len_of(self.book)
    }

    /// The units of the organisation under the cursor.
    fn sum(&self) -> Option<&UnitSum> {
        self.read.as_ref()?.units.get(self.cursor.at).filter(|_| self.book == Book::Units)
    }
}

/// Asks for the ledgers where they are shown and not known.
pub fn enter(app: &mut App) -> Vec<Effect> {
    if app.milestones.view != View::Ledgers {
        return Vec::new();
    }
    let Some(of) = app.milestones.shown.as_ref().map(|shown| (shown.programme.clone(), shown.scope)) else {
        return Vec::new();
    };
    let state = &mut app.milestones.ledgers;
    if state.asked.as_ref() == Some(&of) {
        return Vec::new();
    }
    if state.asked.as_ref().is_some_and(|asked| *asked != of) {
        state.cursor = Cursor::default();
    }
    state.asked = Some(of.clone());
    app.ask(Slot::Ledgers, move |source, _, _| Answer::Ledgers(source.ledgers(&of.0, of.1).map(Box::new)))
}

/// Takes them in; a list of units that lies over them is renewed with them.
pub fn take(app: &mut App, read: Ledgers) {
    let state = &mut app.milestones.ledgers;
    let read = Arc::new(read);
    state.read = Some(Arc::clone(&read));
    let (at, len) = (state.cursor.at, state.len());
    state.cursor.go(at, len);
    for layer in &mut app.layers {
        if let Layer::Units(units) = layer {
            units.renew(&read);
        }
    }
}

/// Lists the next ledger.
pub fn turn(app: &mut App, by: usize) -> Vec<Effect> {
    let state = &mut app.milestones.ledgers;
    let at = Book::ALL.iter().position(|book| *book == state.book).unwrap_or_default();
    state.book = Book::ALL[(at + by) % Book::ALL.len()];
    state.cursor = Cursor::default();
    Vec::new()
}

/// The organisation that a form is opened on: the one under the cursor, or the subtree shown.
pub fn org(app: &App) -> Option<Pos> {
    let state = &app.milestones.ledgers;
    let read = state.read.as_ref();
    let under = match state.book {
        Book::Units => read.and_then(|read| read.units.get(state.cursor.at)).map(|sum| sum.pos),
        Book::Schools => read.and_then(|read| read.schools.get(state.cursor.at)).map(|row| row.pos),
        Book::Items => None,
    };
    under.or_else(|| app.scope_pos())
}

/// Opens the form that writes a row of the ledger listed.
pub fn write(app: &mut App) -> Vec<Effect> {
    let deed = app.milestones.ledgers.book.deed();
    deeds::begin(app, deed)
}

/// Opens what is under the cursor: the units of an organisation, the step of an item, the school.
pub fn down(app: &mut App) -> Vec<Effect> {
    let state = &app.milestones.ledgers;
    match state.book {
        Book::Units => {
            if let Some(sum) = state.sum() {
                let layer = Units::of(sum);
                app.layers.push(Layer::Units(layer));
            }
            Vec::new()
        }
        Book::Items => {
            let item = state.read.as_ref().and_then(|read| read.items.get(state.cursor.at));
            let row = item.and_then(|item| app.milestones.rows().iter().position(|row| row.step == item.step.as_str()));
            match row {
                Some(row) => step::open_at(app, row),
                None => Vec::new(),
            }
        }
        Book::Schools => match org(app).filter(|_| state.len() > 0) {
            Some(pos) => jump(app, pos),
            None => Vec::new(),
        },
    }
}

/// What a ledger is called.
pub(super) fn name(lang: crate::lang::Lang, book: Book) -> &'static str {
    lang.pick(book.zh(), book.en())
}
