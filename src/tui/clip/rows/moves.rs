//! Requests, their hops, the response league, the league and the home table.

use super::{heads, place};
use crate::desk::{HomeRow, Standing};
use crate::lang::Lang;
use crate::model::{Instant, Pos};
use crate::programme::Value;
use crate::store::{Board, Wanted};
use crate::tui::app::App;
use crate::tui::clip::sheet::Sheet;
use crate::tui::text::{self, moves};
use crate::tui::transfers::{self, Request};
use crate::tui::tree::path_of;

pub(super) fn requests<'a>(app: &'a App, standing: &'a Standing) -> Option<Sheet<'a>> {
    let (lang, state) = (app.lang(), &app.transfers);
    let board = state.board.as_deref()?;
    if state.wanted == Wanted::Bounced {
        return Some(bounced(app, standing, board));
    }
    let head = heads(&[
        text::craft::request(lang),
        text::name(lang),
        text::identity(lang),
        text::craft::from(lang),
        text::craft::to(lang),
        moves::must_answer(lang),
        text::craft::answer_by(lang),
    ]);
    let row = move |at: usize| {
        let request = board.open.get(*state.rows.get(at)?)?;
        let named = state.names.get(&request.person).and_then(Option::as_ref);
        let label = |pos: Pos| path_of(standing, &app.look, pos);
        let who = request.waiting.and_then(|hop| hop.who);
        Some(vec![
            request.no.to_string(),
            named.map(|named| named.name.clone()).unwrap_or_default(),
            named.map(|named| named.id_masked.clone()).unwrap_or_default(),
            label(request.from),
            request.to.map_or_else(|| moves::away(lang).to_owned(), label),
            who.map(label).unwrap_or_default(),
            request.waiting.map(|hop| hop.breaks.to_string()).unwrap_or_default(),
        ])
    };
    Some(Sheet { head, len: state.rows.len(), at: state.cursor.at, row: Box::new(row) })
}

fn bounced<'a>(app: &'a App, standing: &'a Standing, board: &'a Board) -> Sheet<'a> {
    let (lang, state) = (app.lang(), &app.transfers);
    let head = heads(&[
        text::craft::request(lang),
        text::name(lang),
        text::identity(lang),
        moves::way(lang),
        text::craft::times(lang),
        moves::last_begun(lang),
    ]);
    let row = move |at: usize| {
        let bounce = board.bounces.get(*state.rows.get(at)?)?;
        let named = state.names.get(&bounce.person).and_then(Option::as_ref);
        let places: Vec<String> = bounce.places.iter().map(|pos| path_of(standing, &app.look, *pos)).collect();
        Some(vec![
            bounce.no.to_string(),
            named.map(|named| named.name.clone()).unwrap_or_default(),
            named.map(|named| named.id_masked.clone()).unwrap_or_default(),
            places.join(app.look.glyphs.step),
            bounce.begun.len().to_string(),
            bounce.begun.last().map(|begun| begun.day().to_string()).unwrap_or_default(),
        ])
    };
    Sheet { head, len: state.rows.len(), at: state.cursor.at, row: Box::new(row) }
}

pub(super) fn hops<'a>(app: &'a App, standing: &'a Standing, state: &'a Request) -> Option<Sheet<'a>> {
    let lang = app.lang();
    let page = state.page.as_ref()?.as_deref()?;
    let head = heads(&[
        moves::hop(lang),
        moves::must_answer(lang),
        moves::arrived(lang),
        moves::answered(lang),
        moves::took(lang),
        moves::standing(lang),
    ]);
    let row = move |at: usize| {
        let hop = page.hops.get(at)?;
        let time = |at: Option<Instant>| at.map(|at| at.to_string()).unwrap_or_default();
        Some(vec![
            hop.step.to_string(),
            transfers::whom(standing, page, hop, lang).to_owned(),
            time(hop.arrived),
            time(hop.answered),
            transfers::took(lang, hop, standing.at),
            transfers::how(&app.look, hop, standing.at).0,
        ])
    };
    Some(Sheet { head, len: page.hops.len(), at: state.cursor.at, row: Box::new(row) })
}

pub(super) fn responses<'a>(app: &'a App, standing: &'a Standing) -> Sheet<'a> {
    let lang = app.lang();
    let league = &app.transfers.league;
    let head = heads(&[
        moves::rank(lang),
        text::craft::code(lang),
        text::organisation(lang),
        moves::due_hops(lang),
        moves::in_time(lang),
        moves::rate(lang),
        moves::overdue_now(lang),
        moves::soon(lang),
        moves::carried(lang),
        moves::oldest(lang),
        moves::half(lang),
        moves::ninety(lang),
    ]);
    let row = move |at: usize| {
        let row = league.get(at)?;
        let of = &row.of;
        let hours =
            |seconds: Option<u32>| seconds.map(|seconds| moves::hours(lang, seconds / 3600)).unwrap_or_default();
        let mut cells = vec![row.rank.map(|rank| rank.to_string()).unwrap_or_default()];
        cells.extend(whole_or(app, standing, row.pos));
        cells.extend([of.due, of.in_time].map(|count| count.to_string()));
        cells.push(Value::rate(of.in_time, of.due).show(true));
        cells.extend([of.overdue, of.soon].map(|count| count.to_string()));
        cells.push(format!("{}/{}", of.carried_open, of.carried));
        cells.extend([of.oldest, of.median, of.ninety].map(hours));
        Some(cells)
    };
    Sheet { head, len: league.len(), at: app.transfers.units.at, row: Box::new(row) }
}

fn whole_or(app: &App, standing: &Standing, pos: Option<Pos>) -> [String; 2] {
    pos.map_or_else(|| [String::new(), text::everything(app.lang()).to_owned()], |pos| place(app, standing, pos))
}

pub(super) fn league<'a>(app: &'a App, standing: &'a Standing) -> Option<Sheet<'a>> {
    let (lang, state): (Lang, _) = (app.lang(), &app.ranking);
    let (league, scheme) = (state.league.as_ref()?, state.scheme.as_ref()?);
    let mut head = heads(&[moves::rank(lang), text::craft::code(lang), text::organisation(lang), moves::score(lang)]);
    head.extend(scheme.measures.iter().map(|measure| measure.name.pick(lang).to_string()));
    let row = move |at: usize| {
        let row = league.rows.get(at)?;
        let mut cells = vec![row.place.rank.map(|rank| rank.to_string()).unwrap_or_default()];
        cells.extend(place(app, standing, row.pos));
        cells.push(row.place.score.map(|score| score.to_string()).unwrap_or_default());
        cells.extend(row.values.iter().zip(&scheme.measures).map(|(value, by)| {
            value.filter(|value| value.value.is_some()).map(|value| by.show(&value)).unwrap_or_default().to_string()
        }));
        Some(cells)
    };
    Some(Sheet { head, len: league.rows.len(), at: state.cursor.at, row: Box::new(row) })
}

pub(super) fn home<'a>(app: &'a App, standing: &'a Standing) -> Sheet<'a> {
    let lang = app.lang();
    let state = &app.ranking;
    let mut head = heads(&[text::craft::code(lang), text::organisation(lang)]);
    head.extend(HomeRow::columns().iter().map(|column| lang.word(*column).to_owned()));
    let row = move |at: usize| {
        let pos = *state.home.get(at)?;
        let row = standing.home(pos);
        let cells = HomeRow::columns().iter().map(|column| row.show(*column));
        Some(whole_or(app, standing, pos).into_iter().chain(cells).collect())
    };
    Sheet { head, len: state.home.len(), at: state.rows.at, row: Box::new(row) }
}
