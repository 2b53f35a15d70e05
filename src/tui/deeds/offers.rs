//! What may be put into a field: the words of its list, or organisations found by what was typed.

use std::borrow::Cow;
use std::ops::Range;

use super::fill::Phase;
use crate::desk::FieldKind;
use crate::lang::Lang;
use crate::tui::app::{Answer, App, Effect, Layer, Slot};
use crate::tui::source::{SearchKind, SearchPage};
use crate::tui::widget::{Cursor, meant};

/// Organisations and people asked for; the organisations among them are offered.
const LIMIT: usize = 60;

const YES_NO: &[(&str, &str)] = &[("是", "yes"), ("否", "no")];

/// One line offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What is put into the field.
    pub put: String,
    /// What it is called.
    pub label: String,
    /// Where it stands.
    pub note: String,
    /// The bytes of what it is called that were typed.
    pub matched: Vec<Range<usize>>,
}

/// The list under a field.
#[derive(Clone, Debug, Default)]
pub struct Offers {
    /// Its lines.
    pub rows: Vec<Offer>,
    /// Where the cursor is.
    pub cursor: Cursor,
    /// Whether none is taken before the cursor is moved there: any text will do.
    pub free: bool,
}

impl Offers {
    /// What is put into the field for the line under the cursor.
    pub fn at(&self) -> Option<String> {
        self.rows.get(self.cursor.at).map(|offer| offer.put.clone())
    }
}

/// The words of a list, Chinese and English.
pub fn words(kind: &FieldKind) -> &[(&'static str, &'static str)] {
    match kind {
        FieldKind::YesNo => YES_NO,
        FieldKind::Choice(Cow::Borrowed(words)) => words,
        FieldKind::Choice(Cow::Owned(words)) => words,
        _ => &[],
    }
}

/// Whether a field takes one of a list of words.
pub fn has_words(kind: &FieldKind) -> bool {
    !words(kind).is_empty()
}

/// The Chinese word that a text stands for; any other text is itself.
pub fn canonical<'a>(kind: &'a FieldKind, text: &'a str) -> &'a str {
    let word = words(kind).iter().find(|(zh, en)| *zh == text || en.eq_ignore_ascii_case(text));
    word.map_or(text, |(zh, _)| zh)
}

/// A value as it is shown in a language.
pub fn shown<'a>(kind: &'a FieldKind, text: &'a str, lang: Lang) -> &'a str {
    let word = words(kind).iter().find(|(zh, _)| *zh == text);
    word.map_or(text, |(zh, en)| lang.pick(zh, en))
}

/// The word that follows a value, or goes before it; the first where the value is none of them.
pub fn next<'a>(kind: &'a FieldKind, value: &str, by: isize, lang: Lang) -> Option<&'a str> {
    let words = words(kind);
    let at = words.iter().position(|(zh, _)| *zh == value);
    let at = at.map_or(0, |at| (at as isize + by).rem_euclid(words.len() as isize) as usize);
    words.get(at).map(|(zh, en)| lang.pick(zh, en))
}

fn fitting(kind: &FieldKind, text: &str, lang: Lang) -> Vec<Offer> {
    let fitting = words(kind).iter().filter_map(|(zh, en)| {
        let (label, note) = (lang.pick(zh, en).to_owned(), lang.other().pick(zh, en).to_owned());
        let matched = meant(&label, text).or_else(|| meant(&note, text).map(|_| Vec::new()))?;
        Some(Offer { put: label.clone(), label, note, matched })
    });
    fitting.collect()
}

/// Offers what fits the text of the field in focus: words at once, organisations once they are found.
pub fn ask(app: &mut App) -> Vec<Effect> {
    let (lang, ready) = (app.lang(), app.searchable);
    let standing = app.standing.clone();
    let Some(Layer::Fill(fill)) = app.layers.last_mut() else { return Vec::new() };
    let text = fill.lines.get(fill.at).map_or("", |line| line.field.text().trim()).to_owned();
    let Some(kind) = fill.kind() else { return Vec::new() };
    if has_words(kind) {
        let rows = fitting(kind, &text, lang);
        let settled =
            text.is_empty() || rows.is_empty() || words(kind).iter().any(|(zh, en)| *zh == text || *en == text);
        fill.offers = (!settled).then(|| Offers { rows, ..Offers::default() });
        return Vec::new();
    }
    if *kind != FieldKind::Org {
        return Vec::new();
    }
    let known = standing.is_some_and(|standing| standing.tree.find(&text).is_some());
    if text.is_empty() || known || !ready {
        fill.offers = None;
        app.work.stop(Slot::Search);
        return Vec::new();
    }
    app.ask(Slot::Search, move |source, ticket, _| {
        if ticket.stopped() {
            return Answer::Nothing;
        }
        Answer::Found(source.search(&text, LIMIT, &|| ticket.stopped()))
    })
}

/// Takes in what a search for the field in focus has found.
pub fn found(app: &mut App, page: SearchPage) {
    let Some(standing) = app.standing.clone() else { return };
    let Some(Layer::Fill(fill)) = app.layers.last_mut() else { return };
    if !matches!(fill.phase, Phase::Filling) || fill.kind() != Some(&FieldKind::Org) {
        return;
    }
    let orgs = page.items.into_iter().filter(|item| item.kind == SearchKind::Org);
    let rows = orgs.filter(|item| item.pos.index() < standing.tree.len()).map(|item| Offer {
        put: standing.tree.code(item.pos).to_owned(),
        label: item.name,
        note: item.path,
        matched: item.matched,
    });
    let rows: Vec<Offer> = rows.collect();
    // An empty list is shown too: it says that nothing was found.
    fill.offers = Some(Offers { rows, ..Offers::default() });
}
