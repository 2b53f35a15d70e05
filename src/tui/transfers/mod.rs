//! Screen 4: requests under way with their countdown, and the response league.

mod league;
mod marks;
mod request;
mod view;
mod waits;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use compact_str::CompactString;

use crate::desk::{Named, ResponseRow, Sought};
use crate::model::{IdKey, Labelled, OrgId, Pos};
use crate::store::{Board, Wanted};
use crate::tui::app::renew::Moved;
use crate::tui::app::{Answer, App, Effect, Layer, Slot};
use crate::tui::widget::Cursor;

pub use marks::{clear, mark, mark_all, marked};
pub use request::{Request, go, how, person, took, view as view_request, whom};
pub use view::view;

/// How far from the cursor names must be known, and how far they are asked for when one is not.
const NEAR: usize = 70;
const FAR: usize = 200;

/// What screen 4 shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// One line a request.
    #[default]
    Requests,
    /// One line a unit.
    League,
}

/// The state of screen 4.
pub struct State {
    /// The board, once counted.
    pub board: Option<Arc<Board>>,
    /// Which requests are listed.
    pub wanted: Wanted,
    /// What is shown.
    pub view: View,
    /// Places in the board of what is listed.
    pub rows: Vec<usize>,
    /// How many there are of each sort in the scope.
    pub counts: [usize; Wanted::ALL.len()],
    /// How the requests listed stand in time.
    waits: waits::Waits,
    /// The cursor of the list.
    pub cursor: Cursor,
    /// Persons found so far.
    pub names: HashMap<IdKey, Option<Named>>,
    /// The response league.
    pub league: Vec<ResponseRow>,
    /// The cursor of the league.
    pub units: Cursor,
    /// Requests marked: the organisation they leave, and their number.
    pub marks: HashSet<Mark>,
    asked: bool,
    listed: Option<(Wanted, Option<Pos>)>,
    /// Whether the board is one of before an edit.
    again: bool,
    /// The request to stay on when the board comes.
    on: Option<CompactString>,
}

/// What tells requests apart.
pub type Mark = (OrgId, CompactString);

impl Default for State {
    fn default() -> Self {
        Self {
            board: None,
            wanted: Wanted::Open,
            view: View::default(),
            rows: Vec::new(),
            counts: Default::default(),
            waits: waits::Waits::default(),
            cursor: Cursor::default(),
            names: HashMap::new(),
            league: Vec::new(),
            units: Cursor::default(),
            marks: HashSet::new(),
            asked: false,
            listed: None,
            again: false,
            on: None,
        }
    }
}

impl State {
    /// Makes the next visit ask again: the register has changed.
    pub fn stale(&mut self) {
        let marks = std::mem::take(&mut self.marks);
        *self = Self { wanted: self.wanted, view: self.view, marks, ..Self::default() };
    }

    /// After rows were edited: the next visit asks again, and the cursor stays on its request.
    pub fn renewed(&mut self, moved: Option<&Moved>) {
        let on = self.current().map(|(_, no)| no);
        if moved.is_some() {
            self.stale();
        }
        self.on = on;
        self.asked = false;
        self.again = self.board.is_some();
        self.names.clear();
    }

    /// The request under the cursor: whom it left, and its number.
    fn current(&self) -> Option<(Pos, CompactString)> {
        self.request(self.cursor.at)
    }

    fn request(&self, row: usize) -> Option<(Pos, CompactString)> {
        let (board, at) = (self.board.as_ref()?, self.rows.get(row)?);
        match self.wanted {
            Wanted::Bounced => {
                let bounce = board.bounces.get(*at)?;
                let last = bounce.places.len().checked_sub(2)?;
                Some((*bounce.places.get(last)?, bounce.no.clone()))
            }
            _ => board.open.get(*at).map(|request| (request.from, request.no.clone())),
        }
    }

    /// After the counting has failed: the next visit tries again.
    pub fn failed(&mut self) {
        self.asked = false;
    }

    /// The cursor in use and how long its list is.
    pub fn list(&mut self) -> (&mut Cursor, usize) {
        match self.view {
            View::Requests => (&mut self.cursor, self.rows.len()),
            View::League => (&mut self.units, self.league.len()),
        }
    }

    fn sought(&self, range: Range<usize>) -> Vec<Sought> {
        let Some(board) = &self.board else { return Vec::new() };
        let of = |at: &usize| match self.wanted {
            Wanted::Bounced => {
                let bounce = board.bounces.get(*at)?;
                Some((bounce.person, [bounce.places.first().copied(), bounce.places.get(1).copied()]))
            }
            _ => board.open.get(*at).map(|request| (request.person, [Some(request.from), request.to])),
        };
        let rows = self.rows.get(range).unwrap_or_default();
        rows.iter().filter_map(of).filter(|(person, _)| !self.names.contains_key(person)).collect()
    }
}

/// Shows the screen; counts once, lists anew when scope or choice have changed.
pub fn enter(app: &mut App) -> Vec<Effect> {
    if app.standing.is_none() {
        return Vec::new();
    }
    if app.transfers.board.is_some() && !app.transfers.again {
        return list(app);
    }
    if std::mem::replace(&mut app.transfers.asked, true) {
        return Vec::new();
    }
    app.ask(Slot::Board, |source, _, _| Answer::Board(source.board()))
}

/// Takes the board in.
pub fn take(app: &mut App, board: Arc<Board>) -> Vec<Effect> {
    let state = &mut app.transfers;
    state.again = false;
    let known = state.board.replace(board).is_some();
    let wanted = state.listed.take();
    let (row, unit) = (state.cursor.at, state.units.at);
    let on = state.on.take();
    let effects = list(app);
    let state = &mut app.transfers;
    if known && wanted == state.listed {
        // The same list as it is now.
        let len = state.rows.len();
        let is = |at: &usize| state.request(*at).is_some_and(|(_, no)| Some(no) == on);
        let found = on.as_ref().and_then(|_| (0..len).find(is));
        state.cursor.go(found.unwrap_or(row), len);
        state.units.at = unit;
    }
    marks::keep(app);
    effects
}

fn list(app: &mut App) -> Vec<Effect> {
    let (Some(standing), Some(board)) = (app.standing.clone(), app.transfers.board.clone()) else { return Vec::new() };
    let state = &mut app.transfers;
    let wanted = (state.wanted, app.scope);
    if state.listed == Some(wanted) {
        return names(app);
    }
    let elsewhere = state.listed.is_none_or(|(_, scope)| scope != app.scope);
    state.listed = Some(wanted);
    let scope = app.scope.map_or(0..standing.tree.len(), |pos| standing.tree.subtree(pos));
    if elsewhere {
        for (count, wanted) in state.counts.iter_mut().zip(Wanted::ALL) {
            *count = board.pick(*wanted, &scope).len();
        }
    }
    state.rows = board.pick(state.wanted, &scope);
    state.waits = match state.wanted {
        Wanted::Bounced => waits::Waits::default(),
        _ => waits::Waits::of(&board, &state.rows),
    };
    state.cursor = Cursor::default();
    let mut effects = names(app);
    if elsewhere {
        app.transfers.league.clear();
        app.transfers.units = Cursor::default();
        let of = app.scope.or_else(|| standing.tree.roots().next().filter(|_| standing.tree.roots().count() == 1));
        effects.extend(app.ask(Slot::Responses, move |_, ticket, _| match ticket.stopped() {
            true => Answer::Nothing,
            false => Answer::Responses(standing.responses(&board, of)),
        }));
    }
    effects
}

/// After the cursor has moved: the names around it are asked for.
pub fn moved(app: &mut App) -> Vec<Effect> {
    names(app)
}

fn names(app: &mut App) -> Vec<Effect> {
    let state = &app.transfers;
    let around = |far: usize| {
        let at = state.cursor.at.min(state.rows.len());
        at.saturating_sub(far)..(at + far).min(state.rows.len())
    };
    if state.sought(around(NEAR)).is_empty() {
        return Vec::new();
    }
    let sought = state.sought(around(FAR));
    app.ask(Slot::Names, move |source, ticket, _| {
        if ticket.stopped() {
            return Answer::Nothing;
        }
        let found = source.named(&sought);
        Answer::Names(found.map(|found| sought.iter().map(|(person, _)| *person).zip(found).collect()))
    })
}

/// Lists the next sort of request, or the one before.
pub fn turn(app: &mut App, by: usize) -> Vec<Effect> {
    let at = Wanted::ALL.iter().position(|wanted| *wanted == app.transfers.wanted).unwrap_or_default();
    app.transfers.wanted = Wanted::ALL[(at + by) % Wanted::ALL.len()];
    app.transfers.view = View::Requests;
    list(app)
}

/// The list or the league.
pub fn turn_view(app: &mut App) -> Vec<Effect> {
    app.transfers.view = match app.transfers.view {
        View::Requests => View::League,
        View::League => View::Requests,
    };
    Vec::new()
}

/// What is under the cursor of the tree, or all.
pub fn turn_scope(app: &mut App) -> Vec<Effect> {
    app.scope = if app.scope.is_some() { None } else { app.tree.of };
    enter(app)
}

/// The organisation above the scope.
pub fn up(app: &mut App) -> Vec<Effect> {
    let above = app.standing.as_ref().zip(app.scope).and_then(|(standing, pos)| standing.tree.parent(pos));
    app.scope = above;
    enter(app)
}

/// Opens the request under the cursor; of the league, the requests of the unit.
pub fn open(app: &mut App) -> Vec<Effect> {
    if app.transfers.view == View::League {
        let unit = app.transfers.league.get(app.transfers.units.at).and_then(|row| row.pos);
        app.scope = unit.or(app.scope);
        app.transfers.view = View::Requests;
        return list(app);
    }
    let state = &app.transfers;
    let (Some(board), Some(at)) = (&state.board, state.rows.get(state.cursor.at)) else { return Vec::new() };
    let Some((from, no)) = state.current() else { return Vec::new() };
    let open = board.open.get(*at).filter(|_| state.wanted != Wanted::Bounced);
    let chance = open.and_then(|request| request.waiting?.chance);
    app.layers.push(Layer::Request(Request { chance, ..Request::default() }));
    app.ask(Slot::Request, move |source, _, _| {
        Answer::Request(source.request(from, &no).map(|page| page.map(Box::new)))
    })
}
