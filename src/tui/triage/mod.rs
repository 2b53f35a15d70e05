//! Screen 2: the findings of a subtree, worked out on another thread, formatted row by row.

mod acting;
mod asking;
mod built;
mod evidence;
mod folding;
mod groups;
pub mod labels;
mod marks;
mod verbs;
mod view;

use std::collections::HashSet;
use std::sync::Arc;

use crate::desk::{Filter, FindingItem, Lives, Order, Queue, QueueFilter, Standing, States};
use crate::judge::Scope;
use crate::model::Pos;
use crate::tui::app::renew::Moved;
use crate::tui::app::{Answer, App, Effect, Slot};
use crate::tui::widget::Cursor;
use groups::Groups;

pub use acting::{
    Acted, Chosen, Turn, act, acted, begin, exempt, exempt_by, free, repeat, repeatable, take_back, undo,
};
pub use asking::{Asking, ask_filter, put_in, set_filter, suggested, take, turn, typed, view_asking};
pub use built::{Built, Group, Row};
pub use folding::{fold, fold_all, grouped, on_heading, turn_fold};
pub use groups::{Common, Folds};
pub use marks::*;
pub use verbs::*;
pub use view::view;

/// What a list was asked for.
#[derive(Clone, PartialEq)]
struct Asked {
    scope: Option<Scope>,
    rule: Option<usize>,
    filter: Filter,
    states: States,
    order: Order,
    group: Group,
    folds: Arc<Folds>,
}

/// The state of screen 2.
pub struct State {
    /// The list.
    pub built: Built,
    /// The cursor of the list.
    pub cursor: Cursor,
    /// Which rule is shown; `None` for all.
    pub rule: Option<usize>,
    /// Which states are shown.
    pub states: States,
    /// What else is asked of them.
    pub filter: Filter,
    /// How it is sorted.
    pub order: Order,
    /// How it is grouped.
    pub group: Group,
    /// Which groups are folded.
    pub folds: Arc<Folds>,
    /// The findings marked: the things themselves, so that marks outlive any order and filter.
    pub marks: Arc<HashSet<FindingItem>>,
    /// Whether the evidence is in front, where only one pane fits, or in focus.
    pub evidence: bool,
    /// Where each finding stands, once that is told: the list does not wait for it.
    pub lives: Option<Arc<Lives>>,
    // The finding to stand on when the list comes.
    on: Option<FindingItem>,
    // The finding to go to instead, after an act.
    next: Option<FindingItem>,
    // Whether to stand on the heading over it.
    heading: bool,
    asked: Option<Asked>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            built: Built::default(),
            cursor: Cursor::default(),
            rule: None,
            states: States::OPEN,
            filter: Filter::default(),
            order: Order::Urgency,
            group: Group::None,
            folds: Arc::default(),
            marks: Arc::default(),
            evidence: false,
            lives: None,
            on: None,
            next: None,
            heading: false,
            asked: None,
        }
    }
}

impl State {
    /// Takes a list in; the cursor stays on its finding where that is still listed.
    pub fn take(&mut self, built: Built) {
        let heading = std::mem::take(&mut self.heading);
        let row = self.on.and_then(|on| match built.row_of(on).filter(|_| !heading) {
            None => built.heading_of(on),
            row => row,
        });
        self.built = built;
        let len = self.built.rows.len();
        match row {
            Some(row) => self.cursor.centre(row, len),
            None => self.cursor.go(0, len),
        }
        // A heading is no place to begin.
        if row.is_none() && matches!(self.built.rows.get(self.cursor.at), Some(Row::Head { folded: false, .. })) {
            self.cursor.step(1, len);
        }
    }

    /// Makes the next visit ask again: somebody has acted.
    pub fn stale(&mut self) {
        self.asked = None;
    }

    /// Makes the next visit ask for everything again: the register has changed.
    pub fn forget(&mut self) {
        self.lives = None;
        self.stale();
    }

    /// The finding under the cursor; of a heading, the first below it.
    pub fn current(&self) -> Option<FindingItem> {
        self.built.item(self.cursor.at)
    }
}

/// After rows were edited: marks stay, and the cursor stays on its finding or goes on to the next that still is one.
pub fn renewed(app: &mut App, before: &Standing, lives: Arc<Lives>, moved: Option<&Moved>) {
    let Some(standing) = app.standing.clone() else { return };
    let now = |item: FindingItem| {
        let pos = Moved::now(moved, item.pos)?;
        let held = |standing: &Standing, pos: Pos| standing.since(usize::from(item.rule), pos);
        match (held(before, item.pos), held(&standing, pos)) {
            (_, Some(since)) => Some(FindingItem { pos, since, ..item }),
            (Some(_), None) => None,
            // It was told of for what became of it.
            (None, None) => Some(FindingItem { pos, ..item }),
        }
    };
    let triage = &mut app.triage;
    let rows = triage.cursor.at..triage.built.rows.len();
    let next = triage.next.take().or_else(|| triage.current()).and_then(now);
    triage.next = next.or_else(|| rows.filter_map(|row| triage.built.finding(row)).find_map(now));
    if !triage.marks.is_empty() {
        triage.marks = Arc::new(triage.marks.iter().copied().filter_map(now).collect());
    }
    if moved.is_some() {
        triage.built = Built::default();
        triage.folds = Arc::default();
    }
    triage.lives = Some(lives);
    triage.stale();
}

/// Asks again after it went wrong, or was stopped.
pub fn again(app: &mut App) -> Vec<Effect> {
    app.triage.stale();
    enter(app)
}

/// Shows the list as it is asked for now; asks only when something has changed.
pub fn enter(app: &mut App) -> Vec<Effect> {
    let Some(standing) = app.standing.clone() else { return Vec::new() };
    let triage = &mut app.triage;
    let asked = Asked {
        scope: app.scope.map(|pos| standing.tree.subtree(pos)),
        rule: triage.rule,
        filter: triage.filter.clone(),
        states: triage.states,
        order: triage.order,
        group: triage.group,
        folds: Arc::clone(&triage.folds),
    };
    let at = app.scope;
    if triage.asked.as_ref() == Some(&asked) {
        return Vec::new();
    }
    let next = triage.next.take();
    triage.heading &= next.is_none();
    triage.on = next.or_else(|| triage.current());
    triage.asked = Some(asked.clone());
    let marks = Arc::clone(&triage.marks);
    let known = triage.lives.clone();
    let untold = known.is_none() && !app.work.pending(Slot::Lives);
    let mut effects = app.ask(Slot::Queue, move |_, ticket, _| {
        if ticket.stopped() {
            return Answer::Nothing;
        }
        let lives = known.unwrap_or_default();
        let Asked { scope, rule, filter, states, order, group, folds } = asked;
        let counts = lives.counts(&scope.clone().unwrap_or(0..standing.tree.len()), rule);
        let (bound, wrong) = match filter.bind(&standing) {
            Ok(bound) => (Some(bound), None),
            Err(error) => (None, Some(error)),
        };
        let by_rule = || standing.by_rule(&scope.clone().unwrap_or(0..standing.tree.len()));
        let queue = match bound {
            Some(bound) => standing.queue_in(&QueueFilter { scope, rule, bound }, order, &lives, states),
            None => Queue { items: Vec::new(), by_rule: by_rule() },
        };
        let listed = if marks.is_empty() { 0 } else { queue.items.iter().filter(|item| marks.contains(item)).count() };
        let groups = Groups::new(group, at, &standing, &lives);
        let built = Built::new(queue, &groups, &folds, counts, Arc::clone(&lives));
        Answer::Queue(Box::new(Built { hidden: marks.len() - listed, wrong, ..built }))
    });
    if untold {
        effects.extend(app.ask(Slot::Lives, |source, _, _| Answer::Lives(source.lives())));
    }
    effects
}

/// After the cursor has moved.
pub fn moved(app: &mut App) {
    app.triage.on = app.triage.current();
    app.triage.heading = folding::on_heading(app);
}

/// After the language has changed: nothing is kept in words.
pub fn relabel(_: &mut App) -> Vec<Effect> {
    Vec::new()
}
