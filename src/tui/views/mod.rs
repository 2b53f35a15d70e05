//! Saved views: named filters of findings, beside the tree with how many each keeps.

mod arrange;
mod keep;
mod view;

use std::path::PathBuf;

use crate::desk::{Filter, FilterError, Grouping, Order, States};
use crate::tui::app::{Answer, App, Effect, Slot, Tab, go_tab};
use crate::tui::config::{Config, Turned, View};
use crate::tui::source::Source;
use crate::tui::tree::Pane;
use crate::tui::widget::Cursor;
use crate::tui::{text, triage};

pub use arrange::{ask_new_name, ask_remove, put_back, removed, rename, shift, undoable};
pub use keep::{ask_name, keep};
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
    /// The last change of the file in this sitting, to be put back.
    turned: Option<Turned>,
}

/// What was done to the views of the file.
#[derive(Clone, Debug)]
pub enum Done {
    /// A view of this name was written.
    Saved(String),
    /// A view has another name.
    Renamed(String),
    /// A view was taken out.
    Removed(String),
    /// A view of this name stands elsewhere.
    Moved(String),
    /// The last of these was put back.
    Back,
}

/// A change of the file, with what it says now.
#[derive(Debug)]
pub struct Kept {
    done: Done,
    turned: Turned,
}

/// Takes the views in as the file has them now; what was counted stays.
pub fn kept(app: &mut App, Kept { done, turned }: Kept) -> Vec<Effect> {
    let lang = app.lang();
    let mut config = Config::read(&turned.after);
    config.check(&[]);
    let views = &mut app.views;
    let before = std::mem::take(&mut views.nodes);
    let nodes = State::new(&config.views, None).nodes.into_iter();
    let count = |node: &Node| before.iter().find(|old| old.filter == node.filter)?.count.clone();
    views.nodes = nodes.map(|node| Node { count: count(&node), ..node }).collect();
    let undo = app.keys.named("views.undo");
    let (on, said) = match &done {
        Done::Saved(name) => (Some(name), text::view_kept(lang, name)),
        Done::Renamed(name) => (Some(name), text::view_renamed(lang, name, undo)),
        Done::Removed(name) => (None, text::view_removed(lang, name, undo)),
        Done::Moved(name) => (Some(name), text::view_moved(lang, name, undo)),
        Done::Back => (None, text::views_back(lang).to_owned()),
    };
    let views = &mut app.views;
    let at = on.and_then(|name| views.nodes.iter().position(|node| node.name == *name));
    views.cursor.go(at.unwrap_or(views.cursor.at), views.nodes.len());
    views.turned = (!matches!(done, Done::Back)).then_some(turned);
    if views.nodes.is_empty() && app.tree.pane == Pane::Views {
        app.tree.pane = Pane::Tree;
    }
    app.say(said);
    self::count(app)
}

impl State {
    /// The views of the settings; what is no filter was told when they were read.
    pub fn new(views: &[View], file: Option<PathBuf>) -> Self {
        let node = |view: &View| {
            let filter = Filter::parse(&view.filter.value).ok()?;
            Some(Node { name: view.name.value.clone(), filter, count: None })
        };
        Self { nodes: views.iter().filter_map(node).collect(), cursor: Cursor::default(), file, turned: None }
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
