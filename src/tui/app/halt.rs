//! Not waiting any more for what the screen in front shows, and asking for it again.

use super::{App, Effect, Slot, Tab};
use crate::tui::command::Reason;
use crate::tui::{milestones, ranking, transfers, tree, triage};

/// What the screen in front is made of, the list itself first.
fn slots(app: &App) -> &'static [Slot] {
    if app.standing.is_none() || app.first.is_some() || !app.layers.is_empty() {
        return &[];
    }
    match app.tab {
        Tab::Tree if app.tree.pane == tree::Pane::Detail => &[Slot::Org],
        Tab::Tree => &[],
        Tab::Triage => &[Slot::Queue],
        Tab::Milestones => &[Slot::Milestones, Slot::Course, Slot::Ledgers],
        Tab::Transfers => &[Slot::Board, Slot::Responses],
        Tab::Ranking => &[Slot::League, Slot::Trend],
    }
}

/// Lets go of what the screen in front waits for; `false` where it waits for nothing.
pub fn halt(app: &mut App) -> bool {
    // What stands beside the list comes when it comes: a step back is not held up by it.
    let Some(list) = slots(app).first().copied().filter(|slot| app.work.pending(*slot)) else { return false };
    app.work.give_up(list);
    true
}

/// Whether something of the screen in front went wrong or was stopped.
///
/// # Errors
/// Nothing was.
pub fn halted(app: &App) -> Result<(), Reason> {
    match slots(app).iter().any(|slot| app.work.failed(*slot).is_some()) {
        true => Ok(()),
        false => Err(Reason::new("没有要重读的", "there is nothing to read again")),
    }
}

/// Asks again for what went wrong or was stopped.
pub fn again(app: &mut App) -> Vec<Effect> {
    match app.tab {
        Tab::Tree => tree::again(app),
        Tab::Triage => triage::again(app),
        Tab::Milestones => milestones::again(app),
        Tab::Transfers => {
            app.transfers.failed();
            transfers::enter(app)
        }
        Tab::Ranking => ranking::again(app),
    }
}
