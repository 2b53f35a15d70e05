//! The numbers of what lies over a screen: posts, patterns worth checking, this sitting.

use super::super::Entry;
use super::super::columns;
use super::{entry, first, row};
use crate::desk::{Item, Standing, Topic};
use crate::judge::Fact;
use crate::model::{Day, Pos};
use crate::tui::app::App;
use crate::tui::{alerts, posts, sitting, text};

/// A post of an organisation, then what its posts are counted by.
pub(super) fn post(app: &App, standing: &Standing, state: &posts::State) -> Vec<Entry> {
    let (lang, look) = (app.lang(), &app.look);
    let Some(post) = state.current() else { return Vec::new() };
    let current = post.current(standing.at);
    let day = |day: Option<Day>| day.map_or_else(|| look.glyphs.none.to_owned(), |day| day.to_string());
    let mut rows = row(columns::POSTS, Some(state.pos), |item| {
        Some(match item {
            Item::Office => lang.word(post.title).to_owned(),
            Item::MemberName => post.name.to_string(),
            Item::Identity => post.identity.masked(),
            Item::PostOnboarded if post.onboarded_by(standing.at) => text::deeds::is_onboarded(lang).to_owned(),
            Item::PostOnboarded if current => text::not_onboarded(lang).to_owned(),
            Item::InOffice => {
                let until = post.until.filter(|_| !current);
                let until = until.map_or_else(|| text::now(lang).to_owned(), |day| day.to_string());
                format!("{} {} {until}", day(post.from), text::until(lang))
            }
            _ => return None,
        })
    });
    let counted = [Fact::Cadres, Fact::Onboarded, Fact::WithSecretary, Fact::SecretaryOnboarded];
    rows.extend(counted.map(|fact| entry(Topic::Fact(fact), Some(state.pos))));
    rows
}

/// A pattern, or one of its rows.
pub(super) fn alert(app: &App, standing: &Standing, state: &alerts::State) -> Vec<Entry> {
    let lang = app.lang();
    let Some(alert) = state.current() else { return Vec::new() };
    let seen = |item| {
        Some(match item {
            Item::Pattern => lang.word(alert.kind).to_owned(),
            Item::Organisation => standing.tree.label(alert.org).to_owned(),
            Item::PatternCount => alert.numbers.count.to_string(),
            Item::PatternDay => alert.from.to_string(),
            _ => return None,
        })
    };
    let mut pattern = row(columns::ALERTS, Some(alert.org), seen);
    let Some(of) = state.rows.get(state.below.at) else { return pattern };
    let label = |pos: Pos| standing.tree.label(pos).to_owned();
    let mut rows = row(columns::ALERT_ROWS, Some(of.at), |item| match item {
        Item::MemberName => Some(of.name.clone()).filter(|name| !name.is_empty()),
        Item::Identity => Some(of.id_masked.clone()).filter(|id| !id.is_empty()),
        Item::PatternCame => of.come.map(|day| day.to_string()),
        Item::PatternLeft => of.gone.map(|day| day.to_string()),
        Item::PatternOther => of.other.map(label),
        _ => None,
    });
    // What is in focus comes first; the other is on the screen beside it.
    if state.detail {
        rows.extend(pattern);
        return rows;
    }
    pattern.extend(rows);
    pattern
}

/// A commit of this sitting, what was done first.
pub(super) fn done(app: &App, state: &sitting::State) -> Vec<Entry> {
    let lang = app.lang();
    let Some(done) = app.done.iter().rev().nth(state.cursor.at) else { return Vec::new() };
    let rows = row(columns::SITTING, None, |item| {
        Some(match item {
            Item::DoneAt => done.at.to_string(),
            Item::DoneCount => done.count.to_string(),
            Item::DoneWhat => done.words(lang),
            Item::DoneBy => done.by.clone(),
            Item::DoneState if done.undone.is_some() => text::is_undone(lang).to_owned(),
            Item::DoneState => text::saved(lang).to_owned(),
            _ => return None,
        })
    });
    first(rows, &Topic::Item(Item::DoneWhat))
}
