//! Doing things to rows: from what is under the cursor to a form, a dry run and what is saved.

mod dry;
mod fill;
mod fits;
mod menu;
mod offers;
mod paint;
mod saved;
mod things;
mod undo;

pub use dry::{back, carry_out, foreseen};
pub use fill::{
    Fill, accept, before_paste, key, leave, planned, reads, restore, submit, take_form, turn, turn_word, typed,
};
pub use menu::{Menu, choose, open as menu, relabel, view as view_menu};
pub use offers::{Offer, Offers, found};
pub use paint::{OFFERED, offered, view as view_fill};
pub use saved::{Done, done, free};
pub use things::{Thing, hidden, marks, near, things};
pub use undo::{redo, take_again};

use super::app::{App, Effect};
use super::command::Reason;
use crate::model::Deed;

/// The first thing at hand that a deed can be done to.
///
/// # Errors
/// Why there is none.
pub fn able(app: &App, deed: Deed) -> Result<Thing, Reason> {
    let sorts = deed.done_to();
    let mut why = Reason::new("这里没有可办理的对象", "there is nothing here to do that to");
    for thing in things(app).into_iter().filter(|thing| sorts.contains(&thing.sort())) {
        match fits::fits(app, thing, deed) {
            Ok(()) => return Ok(thing),
            Err(reason) => why = reason,
        }
    }
    Err(why)
}

/// Opens the form of a deed on what is at hand.
pub fn begin(app: &mut App, deed: Deed) -> Vec<Effect> {
    match able(app, deed) {
        Ok(thing) => fill::open(app, deed, thing),
        Err(reason) => {
            app.refuse(reason);
            Vec::new()
        }
    }
}

/// Whether there is anything at hand that something can be done to.
///
/// # Errors
/// There is not.
pub fn any(app: &App) -> Result<(), Reason> {
    free(app)?;
    if near(app).is_some() {
        Ok(())
    } else {
        Err(Reason::new("这里没有可办理的对象", "there is nothing here to do anything to"))
    }
}
