//! The lists of the screens, row by row, with whole names and codes where the screen must cut.

use super::sheet::Sheet;
use crate::desk::{Column, Standing};
use crate::lang::Lang;
use crate::model::Pos;
use crate::tui::app::{App, Layer, Tab};
use crate::tui::text::moves;
use crate::tui::tree::{Pane, members, path_of};
use crate::tui::triage::{self, labels};
use crate::tui::{ranking, text, transfers, tree};

type Heads = Vec<String>;

/// The list that arrows move in.
pub fn of(app: &App) -> Option<Sheet<'_>> {
    let standing = app.standing.as_deref()?;
    match app.asked_about() {
        Some(Layer::Step(step)) => return Some(units(app, standing, step)),
        Some(_) => return None,
        None => {}
    }
    match app.tab {
        Tab::Tree if app.tree.pane == Pane::Views => None,
        Tab::Tree if app.tree.pane == Pane::Tree => {
            let rows = app.tree.forest.rows();
            Some(organisations(app, standing, rows.len(), app.tree.cursor.at, move |at| app.tree.forest.pos(at)))
        }
        Tab::Tree if tree::shows_members(app) => people(app, standing),
        Tab::Tree => {
            let rows = &app.tree.children;
            let of = move |at: usize| rows.get(at).copied();
            Some(organisations(app, standing, rows.len(), app.tree.below.at, of))
        }
        Tab::Triage => Some(findings(app, standing)),
        Tab::Milestones => Some(steps(app)),
        Tab::Transfers if app.transfers.view == transfers::View::Requests => requests(app, standing),
        Tab::Ranking if app.ranking.view == ranking::View::League => league(app, standing),
        Tab::Transfers | Tab::Ranking => None,
    }
}

fn heads(words: &[&str]) -> Heads {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn place(app: &App, standing: &Standing, pos: Pos) -> [String; 2] {
    [standing.tree.code(pos).to_owned(), path_of(standing, &app.look, pos)]
}

fn organisations<'a>(
    app: &'a App,
    standing: &'a Standing,
    len: usize,
    at: usize,
    of: impl Fn(usize) -> Option<Pos> + 'a,
) -> Sheet<'a> {
    let lang = app.lang();
    let mut head = heads(&[text::craft::code(lang), text::organisation(lang)]);
    let mut columns = app.tree.columns.clone();
    columns.retain(|column| *column != Column::Findings);
    columns.push(Column::Findings);
    head.extend(columns.iter().map(|column| lang.word(*column).to_owned()));
    let row = move |at| {
        let pos = of(at)?;
        let figures = standing.figures(&standing.tree.subtree(pos));
        let numbers = columns.iter().map(|column| figures.column(*column).to_string());
        Some(place(app, standing, pos).into_iter().chain(numbers).collect())
    };
    Sheet { head, len, at, row: Box::new(row) }
}

fn people<'a>(app: &'a App, standing: &'a Standing) -> Option<Sheet<'a>> {
    let lang = app.lang();
    let page = app.tree.page.as_ref()?;
    let head = heads(&[
        text::name(lang),
        text::identity(lang),
        text::report(lang),
        text::number(lang),
        text::joined(lang),
        text::posts(lang),
        text::flags(lang),
    ]);
    let row = move |at: usize| {
        let row = page.members.get(at)?;
        let member = &row.member;
        let posts: Vec<&str> = row.posts.iter().map(|post| lang.word(*post)).collect();
        let flags: Vec<String> = row.flags.iter().map(|id| members::flag(standing, &app.look, id)).collect();
        let state = members::state(&app.look, standing.at, row).0;
        Some(vec![
            member.name.to_string(),
            member.identity.masked(),
            state.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned(),
            member.number.as_ref().map(ToString::to_string).unwrap_or_default(),
            member.joined.to_string(),
            posts.join(" "),
            flags.join("; "),
        ])
    };
    Some(Sheet { head, len: page.members.len(), at: app.tree.below.at, row: Box::new(row) })
}

fn findings<'a>(app: &'a App, standing: &'a Standing) -> Sheet<'a> {
    let lang = app.lang();
    let built = &app.triage.built;
    let head = heads(&[
        text::craft::code(lang),
        text::organisation(lang),
        text::rule(lang),
        text::state(lang),
        text::craft::since(lang),
        text::due(lang),
    ]);
    let row = move |at: usize| {
        let triage::Row::Item(at) = built.rows.get(at)? else { return None };
        let item = *built.items.get(*at as usize)?;
        let rule = usize::from(item.rule);
        let due = labels::due(standing, lang, rule).map(|(day, ..)| day.to_string());
        let mut row = place(app, standing, item.pos).to_vec();
        row.push(labels::rule(standing, lang, rule).to_owned());
        row.push(lang.word(built.lives.state(item)).to_owned());
        row.push(item.since.map(|day| day.to_string()).unwrap_or_default());
        row.push(due.unwrap_or_default());
        Some(row)
    };
    Sheet { head, len: built.rows.len(), at: app.triage.cursor.at, row: Box::new(row) }
}

fn steps(app: &App) -> Sheet<'_> {
    let lang = app.lang();
    let rows = app.milestones.rows();
    let head = heads(&[
        text::craft::step(lang),
        text::craft::title(lang),
        text::due(lang),
        text::target(lang),
        text::craft::value(lang),
        text::state(lang),
    ]);
    let row = move |at: usize| {
        let row = rows.get(at)?;
        Some(vec![
            row.step.clone(),
            lang.pick(&row.zh, &row.en).to_owned(),
            row.due.to_string(),
            row.target.clone(),
            row.value.clone(),
            lang.word(row.verdict).to_owned(),
        ])
    };
    Sheet { head, len: rows.len(), at: app.milestones.cursor.at, row: Box::new(row) }
}

fn units<'a>(app: &'a App, standing: &'a Standing, step: &'a crate::tui::milestones::Step) -> Sheet<'a> {
    let lang = app.lang();
    let units = step.units();
    let head = heads(&[
        text::craft::code(lang),
        text::organisation(lang),
        text::craft::value(lang),
        text::craft::behind(lang),
    ]);
    let row = move |at: usize| {
        let unit = units.get(at)?;
        let numbers = [unit.value.clone(), unit.behind.to_string()];
        Some(place(app, standing, unit.pos).into_iter().chain(numbers).collect())
    };
    Sheet { head, len: units.len(), at: step.cursor.at, row: Box::new(row) }
}

fn requests<'a>(app: &'a App, standing: &'a Standing) -> Option<Sheet<'a>> {
    let (lang, state) = (app.lang(), &app.transfers);
    let board = state.board.as_ref().filter(|_| state.wanted != crate::store::Wanted::Bounced)?;
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

fn league<'a>(app: &'a App, standing: &'a Standing) -> Option<Sheet<'a>> {
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
