//! Every question answered by an error.

use anyhow::anyhow;

use crate::desk::RevealError;
use crate::tui::app::{Answer, App, Layer, Slot};

/// What a worker says when what it was to do went wrong; nothing where it cannot.
pub fn wrong(app: &App, slot: Slot) -> Answer {
    let error = anyhow!("generation-000001/db: Input/output error (os error 5)");
    match slot {
        Slot::Standing => Answer::Standing(Err(error)),
        Slot::Org => Answer::Org(Err(error)),
        Slot::Person => Answer::Person(Err(error)),
        Slot::Index => Answer::Index(Err(error)),
        Slot::Search => Answer::Found(Err(error)),
        Slot::Milestones => Answer::Milestones(Err(error)),
        Slot::Units => Answer::Units(Err(error)),
        Slot::Day => Answer::Day(Err(error)),
        Slot::Alerts => Answer::Alerts(Err(error)),
        Slot::AlertRows => Answer::AlertRows(Err(error)),
        Slot::Lives => Answer::Lives(Err(error)),
        Slot::Act => match app.layers.last() {
            Some(Layer::Fill(_)) => Answer::Done(Err(error)),
            Some(Layer::Erase(_)) => Answer::Erased(Err(error)),
            _ => Answer::Acted(Err(error)),
        },
        Slot::Views => Answer::Views(Err(error)),
        Slot::Keep => Answer::Kept(Err(error)),
        Slot::Board => Answer::Board(Err(error)),
        Slot::Names => Answer::Names(Err(error)),
        Slot::Request => Answer::Request(Err(error)),
        Slot::Trend => Answer::Trend(Err(error)),
        Slot::Fill => Answer::Form(Err(error)),
        Slot::Erasure => Answer::Erasure(Err(error)),
        Slot::Foresee => Answer::Foreseen(Err(error)),
        Slot::Posts => Answer::Posts(Err(error)),
        Slot::Renew => Answer::Renewed(Err(error)),
        Slot::Reveal => Answer::Revealed(Err(RevealError::NoReason)),
        Slot::Unlock => Answer::Unlocked(Err(error)),
        Slot::Open => Answer::Opened(Err(error)),
        Slot::Records => Answer::Records(Err(error)),
        Slot::Ledgers => Answer::Ledgers(Err(error)),
        Slot::Past => Answer::Past(Err(error)),
        Slot::Course | Slot::Queue | Slot::Suggest | Slot::Responses | Slot::League | Slot::Clip | Slot::Note => {
            Answer::Nothing
        }
    }
}
