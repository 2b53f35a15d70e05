//! Screen 5: the children of an organisation in a league, and the home table of the same organisations.

mod chart;
mod home;
mod view;
pub mod weights;

use std::sync::Arc;

use crate::desk::{HomeRow, League, Past};
use crate::model::{OrgTree, Pos};
use crate::programme::Scheme;
use crate::tui::app::renew::Moved;
use crate::tui::app::{Answer, App, Effect, Slot, jump};
use crate::tui::widget::Cursor;

pub use view::view;

/// What screen 5 shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The league.
    #[default]
    League,
    /// The home table (handbook A2).
    Home,
}

/// The state of screen 5.
#[derive(Default)]
pub struct State {
    /// Whose children; `None` for the roots.
    pub of: Option<Pos>,
    /// The league, once worked out.
    pub league: Option<League>,
    /// What it is ranked by.
    pub scheme: Option<Arc<Scheme>>,
    /// The measures and weights chosen on the screen, where they are not those of the file.
    pub chosen: Option<Arc<Scheme>>,
    /// Whether the way of the organisation under the cursor is drawn.
    pub chart: bool,
    /// The leagues of the last weeks, oldest first.
    pub pasts: Vec<Past>,
    /// What is shown.
    pub view: View,
    /// The measure whose way is drawn and which stands first; `None` for the score.
    pub measure: Option<usize>,
    /// The first column of the home table.
    pub column: usize,
    /// The cursor of the league.
    pub cursor: Cursor,
    /// The rows of the home table, the organisation itself first.
    pub home: Vec<Option<Pos>>,
    /// The cursor of the home table.
    pub rows: Cursor,
    asked: Option<Option<Pos>>,
    // The child to stand on once the league is there.
    on: Option<Pos>,
    // Whose children to show again after rows were edited, and the child to stand on.
    again: Option<(Option<Pos>, Option<Pos>)>,
}

impl State {
    /// Makes the next visit ask again: the register has changed.
    pub fn stale(&mut self) {
        let (view, measure, column, chart) = (self.view, self.measure, self.column, self.chart);
        let chosen = self.chosen.take();
        *self = Self { view, measure, column, chart, chosen, ..Self::default() };
    }

    /// After rows were edited: the next visit asks again, about the same organisation and with the cursor on the same child.
    pub fn renewed(&mut self, moved: Option<&Moved>) {
        let Some(of) = self.asked else { return };
        let on = self.current().and_then(|pos| Moved::now(moved, pos));
        let of = of.map(|pos| Moved::now(moved, pos));
        if moved.is_some() {
            self.stale();
        }
        self.asked = None;
        self.again = (of != Some(None)).then(|| (of.flatten(), on));
    }

    /// The cursor in use and how long its list is.
    pub fn list(&mut self) -> (&mut Cursor, usize) {
        let len = self.league.as_ref().map_or(0, |league| league.rows.len());
        match self.view {
            View::League => (&mut self.cursor, len),
            View::Home => (&mut self.rows, self.home.len()),
        }
    }

    /// Takes a league in; the cursor goes to the child that was left.
    pub fn take(&mut self, mut league: League, tree: &OrgTree) {
        // The weeks before may have come first.
        if let Some(past) = self.pasts.first() {
            league.moved_since(past, tree);
        }
        let on = self.on.take();
        let row = league.rows.iter().position(|row| Some(row.pos) == on).unwrap_or_default();
        self.cursor.centre(row, league.rows.len());
        self.league = Some(league);
    }

    /// The organisation under the cursor.
    pub fn current(&self) -> Option<Pos> {
        match self.view {
            View::League => self.league.as_ref()?.rows.get(self.cursor.at).map(|row| row.pos),
            View::Home => *self.home.get(self.rows.at)?,
        }
    }
}

/// Shows the screen for the scope; asks only when something has changed.
pub fn enter(app: &mut App) -> Vec<Effect> {
    if app.ranking.asked.is_some() {
        return Vec::new();
    }
    let Some(standing) = app.standing.clone() else { return Vec::new() };
    if let Some((of, on)) = app.ranking.again.take() {
        return show_again(app, of, on);
    }
    let only = standing.tree.roots().next().filter(|_| standing.tree.roots().count() == 1);
    // A branch has nothing below it: then its parent's children are ranked.
    let scope =
        app.scope.map(|pos| if standing.tree.has_children(pos) { Some(pos) } else { standing.tree.parent(pos) });
    show(app, scope.unwrap_or(only), app.scope)
}

/// Asks again after it went wrong, or was stopped.
pub fn again(app: &mut App) -> Vec<Effect> {
    if app.work.failed(Slot::League).is_none() {
        return look_back_again(app);
    }
    let (of, on) = (app.ranking.of, app.ranking.current());
    show(app, of, on)
}

/// Shows the children of an organisation, the cursor on one of them.
fn show(app: &mut App, of: Option<Pos>, on: Option<Pos>) -> Vec<Effect> {
    app.ranking.pasts.clear();
    let mut effects = show_again(app, of, on);
    effects.extend(look_back_again(app));
    effects
}

fn look_back_again(app: &mut App) -> Vec<Effect> {
    let of = app.ranking.of;
    let Some(scheme) = app.ranking.scheme.clone() else { return Vec::new() };
    app.ask(Slot::Trend, move |source, ticket, _| match ticket.stopped() {
        true => Answer::Nothing,
        false => Answer::Trend(source.league_trend(&scheme, of, &|| ticket.stopped())),
    })
}

/// The same where the weeks before are known.
fn show_again(app: &mut App, of: Option<Pos>, on: Option<Pos>) -> Vec<Effect> {
    let (Some(standing), Some(source)) = (app.standing.clone(), app.source.clone()) else { return Vec::new() };
    let state = &mut app.ranking;
    state.asked = Some(of);
    state.of = of;
    state.on = on;
    state.home = standing.home_rows(of);
    let row = state.home.iter().position(|row| row.is_some() && *row == on).unwrap_or_default();
    state.rows = Cursor::default();
    state.rows.go(row, state.home.len());
    let scheme = state.chosen.clone().unwrap_or_else(|| source.scheme());
    state.scheme = Some(Arc::clone(&scheme));
    app.ask(Slot::League, move |_, ticket, _| match ticket.stopped() {
        true => Answer::Nothing,
        false => Answer::League(Box::new(standing.league(&scheme, of))),
    })
}

/// Takes the weeks before in: the way of each, and how it moved since the first of them.
pub fn look_back(app: &mut App, pasts: Vec<Past>) {
    if let (Some(standing), Some(league), Some(first)) = (&app.standing, &mut app.ranking.league, pasts.first()) {
        league.moved_since(first, &standing.tree);
    }
    app.ranking.pasts = pasts;
}

/// Ranks the children of the organisation under the cursor; one without children is opened in the tree.
pub fn down(app: &mut App) -> Vec<Effect> {
    let (Some(standing), Some(pos)) = (app.standing.clone(), app.ranking.current()) else { return Vec::new() };
    match Some(pos) == app.ranking.of || !standing.tree.has_children(pos) {
        true => jump(app, pos),
        false => show(app, Some(pos), None),
    }
}

/// Ranks the children of the organisation above.
pub fn up(app: &mut App) -> Vec<Effect> {
    let Some((standing, of)) = app.standing.clone().zip(app.ranking.of) else { return Vec::new() };
    match standing.tree.parent(of) {
        Some(above) => show(app, Some(above), Some(of)),
        None if standing.tree.roots().count() > 1 => show(app, None, Some(of)),
        None => Vec::new(),
    }
}

/// Opens the organisation under the cursor in the tree.
pub fn go(app: &mut App) -> Vec<Effect> {
    match app.ranking.current() {
        Some(pos) => jump(app, pos),
        None => Vec::new(),
    }
}

/// The league or the home table; the cursor stays on its organisation.
pub fn turn_view(app: &mut App) -> Vec<Effect> {
    let state = &mut app.ranking;
    let on = state.current();
    match state.view {
        View::League => {
            state.view = View::Home;
            let row = state.home.iter().position(|row| row.is_some() && *row == on);
            state.rows.go(row.unwrap_or_default(), state.home.len());
        }
        View::Home => {
            state.view = View::League;
            let rows = state.league.as_ref().map_or(&[][..], |league| &league.rows);
            let (row, len) = (rows.iter().position(|row| Some(row.pos) == on), rows.len());
            state.cursor.go(row.unwrap_or_default(), len);
        }
    }
    Vec::new()
}

/// Draws the way of the organisation under the cursor, or no longer.
pub fn turn_chart(app: &mut App) -> Vec<Effect> {
    app.ranking.chart = !app.ranking.chart;
    Vec::new()
}

/// Goes one column on: the measure that stands first, or the first column of the home table.
pub fn turn_column(app: &mut App, on: bool) -> Vec<Effect> {
    let state = &mut app.ranking;
    let measures = state.scheme.as_ref().map_or(0, |scheme| scheme.measures.len());
    match (state.view, on) {
        (View::League, true) => {
            let next = state.measure.map_or(0, |at| at + 1);
            state.measure = (next < measures).then_some(next);
        }
        (View::League, false) => {
            state.measure = match state.measure {
                None => measures.checked_sub(1),
                Some(at) => at.checked_sub(1),
            };
        }
        (View::Home, true) => state.column = (state.column + 1) % HomeRow::columns().len(),
        (View::Home, false) => {
            state.column = state.column.checked_sub(1).unwrap_or(HomeRow::columns().len() - 1);
        }
    }
    Vec::new()
}
