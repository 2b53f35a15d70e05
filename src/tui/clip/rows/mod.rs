//! The lists of the screens, row by row, with whole names and codes where the screen must cut.

mod layers;
mod moves;
mod orgs;
mod steps;

use super::sheet::Sheet;
use crate::desk::Standing;
use crate::model::Pos;
use crate::tui::app::{App, Layer, Tab};
use crate::tui::command::Reason;
use crate::tui::milestones;
use crate::tui::tree::{self, Pane, path_of};
use crate::tui::{ranking, transfers};

pub use steps::misses;

type Heads = Vec<String>;

const READING: Reason = Reason::new("还在读取，读完再试", "it is being read; try again when it is there");
const TYPED: Reason = Reason::new("这里是输入框，没有成行的数据", "this is something to fill in: it has no rows");
const WORDS: Reason = Reason::new("这里列的是能做的事，不是数据", "what is listed here can be done: it is no data");

/// The list that arrows move in; every layer and screen has one or says why not.
///
/// # Errors
/// Why there is no table.
pub fn of(app: &App) -> Result<Sheet<'_>, Reason> {
    let standing = app.standing.as_deref().ok_or(READING)?;
    match app.asked_about() {
        Some(layer) => over(app, standing, layer),
        None => under(app, standing),
    }
}

// Each layer is named: a new one must be thought of here.
fn over<'a>(app: &'a App, standing: &'a Standing, layer: &'a Layer) -> Result<Sheet<'a>, Reason> {
    match layer {
        Layer::Search(state) => Ok(layers::hits(app, standing, state)),
        Layer::Sitting(state) => Ok(layers::sitting(app, state)),
        Layer::Person(state) => layers::person(app, standing, state).ok_or(READING),
        Layer::Step(step) => steps::opened(app, standing, step).ok_or(READING),
        Layer::Alerts(state) => layers::alerts(app, standing, state).ok_or(READING),
        Layer::Request(state) => moves::hops(app, standing, state).ok_or(READING),
        Layer::Units(state) => Ok(steps::ledger_units(app, standing, state)),
        Layer::Posts(state) => layers::posts(app, standing, state).ok_or(READING),
        Layer::Meaning(state) => Ok(layers::meaning(app, state)),
        Layer::Prompt(_) | Layer::Filter(_) | Layer::Form(_) | Layer::Fill(_) | Layer::Weights(_) | Layer::Erase(_) => {
            Err(TYPED)
        }
        Layer::Palette(_) | Layer::Pick(_) | Layer::Menu(_) => Err(WORDS),
    }
}

fn under<'a>(app: &'a App, standing: &'a Standing) -> Result<Sheet<'a>, Reason> {
    match app.tab {
        Tab::Tree => match app.tree.pane {
            Pane::Views => Ok(orgs::views(app)),
            Pane::Tree => {
                let (forest, at) = (&app.tree.forest, app.tree.cursor.at);
                Ok(orgs::organisations(app, standing, forest.rows().len(), at, move |at| forest.pos(at)))
            }
            Pane::Detail if tree::shows_members(app) => orgs::people(app, standing).ok_or(READING),
            Pane::Detail => {
                let rows = &app.tree.children;
                let of = move |at: usize| rows.get(at).copied();
                Ok(orgs::organisations(app, standing, rows.len(), app.tree.below.at, of))
            }
        },
        Tab::Triage => Ok(orgs::findings(app, standing)),
        Tab::Milestones => match app.milestones.view {
            milestones::View::Ledgers => steps::ledgers(app, standing).ok_or(READING),
            milestones::View::List | milestones::View::Axis | milestones::View::Forecast => Ok(steps::steps(app)),
        },
        Tab::Transfers => match app.transfers.view {
            transfers::View::Requests => moves::requests(app, standing).ok_or(READING),
            transfers::View::League => Ok(moves::responses(app, standing)),
        },
        Tab::Ranking => match app.ranking.view {
            ranking::View::League => moves::league(app, standing).ok_or(READING),
            ranking::View::Home => Ok(moves::home(app, standing)),
        },
    }
}

fn heads(words: &[&str]) -> Heads {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn place(app: &App, standing: &Standing, pos: Pos) -> [String; 2] {
    [standing.tree.code(pos).to_owned(), path_of(standing, &app.look, pos)]
}
