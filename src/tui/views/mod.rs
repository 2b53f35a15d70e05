//! Saved views: named filters of findings, beside the tree with how many each keeps.

mod keep;
mod view;

use std::path::PathBuf;

use crate::desk::{Filter, FilterError, Grouping, Order, States};
use crate::tui::app::{Answer, App, Effect, Slot, Tab, go_tab};
use crate::tui::config::View;
use crate::tui::source::Source;
use crate::tui::triage;
use crate::tui::widget::Cursor;

pub use keep::{ask_name, keep, kept};
pub use view::{height, view};

/// How many findings each view keeps, or why that cannot be counted.
pub type Counts = Vec<Result<u64, FilterError>>;

/// One view.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Its filter.
    pub filter: Filter,
    /// How many findings it keeps, once that is counted; or why that cannot be.
    pub count: Option<Result<u64, FilterError>>,
}

/// The views there are.
#[derive(Debug, Default)]
pub struct State {
    /// In the order of the file.
    pub nodes: Vec<Node>,
    /// The cursor of the views.
    pub cursor: Cursor,
    /// The file they are kept in.
    pub file: Option<PathBuf>,
}

impl State {
    /// The views of the settings; what is no filter was told when they were read.
    pub fn new(views: &[View], file: Option<PathBuf>) -> Self {
        let node = |view: &View| {
            let filter = Filter::parse(&view.filter.value).ok()?;
            Some(Node { name: view.name.value.clone(), filter, count: None })
        };
        Self { nodes: views.iter().filter_map(node).collect(), cursor: Cursor::default(), file }
    }
}

/// Counts what each view keeps, on another thread.
pub fn count(app: &mut App) -> Vec<Effect> {
    let Some(standing) = app.standing.clone().filter(|_| !app.views.nodes.is_empty()) else { return Vec::new() };
    let filters: Vec<Filter> = app.views.nodes.iter().map(|node| node.filter.clone()).collect();
    let count = move |source: &dyn Source| -> anyhow::Result<Counts> {
        let lives = source.lives()?;
        let bound: Vec<_> = filters.iter().map(|filter| filter.bind(&standing)).collect();
        let sound = filters.iter().zip(&bound).filter_map(|(filter, bound)| Some((filter, bound.as_ref().ok()?)));
        let asked: Vec<_> = sound.map(|(filter, bound)| (bound, filter.states().unwrap_or(States::OPEN))).collect();
        let mut counts = standing.count_in(&asked, &lives).into_iter();
        Ok(bound.into_iter().map(|bound| bound.map(|_| counts.next().unwrap_or_default())).collect())
    };
    app.ask(
        Slot::Views,
        move |source, ticket, _| {
            if ticket.stopped() { Answer::Nothing } else { Answer::Views(count(source)) }
        },
    )
}

/// Takes the counts in; a view that came since has none yet.
pub fn counted(app: &mut App, counts: Counts) {
    for (node, count) in app.views.nodes.iter_mut().zip(counts) {
        node.count = Some(count);
    }
}

/// Opens the findings of the view under the cursor.
pub fn open(app: &mut App) -> Vec<Effect> {
    let Some(node) = app.views.nodes.get(app.views.cursor.at).cloned() else { return Vec::new() };
    app.scope = None;
    let triage = &mut app.triage;
    (triage.rule, triage.states, triage.order, triage.group) = (None, States::OPEN, Order::Urgency, Grouping::None);
    let mut effects = triage::set_filter(app, node.filter);
    effects.extend(go_tab(app, Tab::Triage));
    effects
}
