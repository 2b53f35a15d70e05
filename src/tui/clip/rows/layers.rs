//! What lies over a screen and lists something: search, alerts, posts, a person's posts, this sitting, definitions.

use super::{heads, place};
use crate::desk::Standing;
use crate::model::{Day, Post};
use crate::tui::app::App;
use crate::tui::clip::sheet::Sheet;
use crate::tui::source::SearchKind;
use crate::tui::text::{self, moves};
use crate::tui::{alerts, meaning, person, posts, search, sitting};

pub(super) fn hits<'a>(app: &'a App, standing: &'a Standing, state: &'a search::State) -> Sheet<'a> {
    let lang = app.lang();
    let items = &state.page.items;
    let head = heads(&[
        text::craft::kind(lang),
        text::name(lang),
        text::identity(lang),
        text::craft::code(lang),
        text::craft::clip_path(lang),
    ]);
    let row = move |at: usize| {
        let item = items.get(at)?;
        let kind = if item.kind == SearchKind::Member { text::member(lang) } else { text::org(lang) };
        // The organisations may have moved since they were found.
        let code = Some(item.pos).filter(|pos| pos.index() < standing.tree.len()).map(|pos| standing.tree.code(pos));
        Some(vec![
            kind.to_owned(),
            item.name.clone(),
            item.id_masked.clone(),
            code.unwrap_or_default().to_owned(),
            item.path.clone(),
        ])
    };
    Sheet { head, len: items.len(), at: state.cursor.at, row: Box::new(row) }
}

pub(super) fn sitting<'a>(app: &'a App, state: &'a sitting::State) -> Sheet<'a> {
    let lang = app.lang();
    let head = heads(&[
        text::craft::entry(lang),
        text::when(lang),
        text::findings_count(lang),
        text::craft::refused(lang),
        text::what(lang),
        text::field_by(lang),
        text::state(lang),
    ]);
    let row = move |at: usize| {
        let row = app.done.iter().rev().nth(at)?;
        let stands = if row.undone.is_some() { text::is_undone(lang) } else { text::saved(lang) };
        Some(vec![
            row.entry.to_string(),
            row.at.to_string(),
            row.count.to_string(),
            row.refused.to_string(),
            row.words(lang),
            row.by.clone(),
            stands.to_owned(),
        ])
    };
    Sheet { head, len: app.done.len(), at: state.cursor.at, row: Box::new(row) }
}

/// The patterns worth checking, or the rows of one.
pub(super) fn alerts<'a>(app: &'a App, standing: &'a Standing, state: &'a alerts::State) -> Option<Sheet<'a>> {
    let lang = app.lang();
    let found = state.found.as_ref()?;
    if state.detail {
        return Some(alert_rows(app, standing, state));
    }
    let head = heads(&[
        text::alert_kind(lang),
        text::craft::code(lang),
        text::organisation(lang),
        text::alert_count(lang),
        text::alert_day(lang),
        text::alert_says(lang),
    ]);
    let row = move |at: usize| {
        let alert = found.get(at)?;
        let mut cells = vec![lang.word(alert.kind).to_owned()];
        cells.extend(place(app, standing, alert.org));
        cells.extend([alert.numbers.count.to_string(), alert.from.to_string(), alert.text(lang, &standing.tree)]);
        Some(cells)
    };
    Some(Sheet { head, len: found.len(), at: state.cursor.at, row: Box::new(row) })
}

fn alert_rows<'a>(app: &'a App, standing: &'a Standing, state: &'a alerts::State) -> Sheet<'a> {
    let lang = app.lang();
    let rows = &state.rows;
    let head = heads(&[
        text::alert_name(lang),
        text::alert_id(lang),
        text::alert_come(lang),
        text::alert_gone(lang),
        text::craft::code(lang),
        text::organisation(lang),
        text::alert_other(lang),
    ]);
    let row = move |at: usize| {
        let row = rows.get(at)?;
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let name = if row.name.is_empty() { text::off_roster(lang).to_owned() } else { row.name.clone() };
        let mut cells = vec![name, row.id_masked.clone(), day(row.come), day(row.gone)];
        cells.extend(place(app, standing, row.at));
        let [_, other] = row.other.map_or_else(Default::default, |pos| place(app, standing, pos));
        cells.push(other);
        Some(cells)
    };
    Sheet { head, len: rows.len(), at: state.below.at, row: Box::new(row) }
}

// What is said of a post wherever posts are listed.
fn of_post(app: &App, standing: &Standing, post: &Post) -> [String; 4] {
    let lang = app.lang();
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let until = if post.current(standing.at) { String::new() } else { day(post.until) };
    let here = if post.onboarded_by(standing.at) {
        text::deeds::is_onboarded(lang)
    } else if post.current(standing.at) {
        text::not_onboarded(lang)
    } else {
        ""
    };
    [lang.word(post.title).to_owned(), day(post.from), until, here.to_owned()]
}

fn post_heads(app: &App) -> [&'static str; 4] {
    let lang = app.lang();
    [text::deeds::office(lang), text::since_when(lang), text::until(lang), text::deeds::is_onboarded(lang)]
}

pub(super) fn posts<'a>(app: &'a App, standing: &'a Standing, state: &'a posts::State) -> Option<Sheet<'a>> {
    let lang = app.lang();
    let page = state.page.as_ref()?;
    let mut head = heads(&[text::name(lang), text::identity(lang)]);
    head.extend(heads(&post_heads(app)));
    let row = move |at: usize| {
        let post = page.posts.get(at)?;
        let who = [post.name.to_string(), post.identity.masked()];
        Some(who.into_iter().chain(of_post(app, standing, post)).collect())
    };
    Some(Sheet { head, len: page.posts.len(), at: state.cursor.at, row: Box::new(row) })
}

/// The posts that a person holds or held.
pub(super) fn person<'a>(app: &'a App, standing: &'a Standing, state: &'a person::State) -> Option<Sheet<'a>> {
    let lang = app.lang();
    let held = &state.page.as_ref()?.posts;
    let mut head = heads(&[text::craft::code(lang), text::organisation(lang)]);
    head.extend(heads(&post_heads(app)));
    let row = move |at: usize| {
        let (pos, post) = held.get(at)?;
        Some(place(app, standing, *pos).into_iter().chain(of_post(app, standing, post)).collect())
    };
    Some(Sheet { head, len: held.len(), at: state.at_post().unwrap_or(usize::MAX), row: Box::new(row) })
}

pub(super) fn meaning<'a>(app: &'a App, state: &'a meaning::State) -> Sheet<'a> {
    let lang = app.lang();
    let head = heads(&[
        moves::measure(lang),
        text::here(lang),
        text::what_counts(lang),
        text::when_holds(lang),
        text::source(lang),
    ]);
    let row = move |at: usize| {
        let told = meaning::told(app, state.rows.get(at)?);
        let [value, condition] = [told.value, told.condition].map(Option::unwrap_or_default);
        Some(vec![told.name, value, told.counts, condition, told.source])
    };
    Sheet { head, len: state.rows.len(), at: state.cursor.at, row: Box::new(row) }
}
