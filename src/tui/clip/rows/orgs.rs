//! Organisations, the members of a branch, findings and saved views.

use super::{heads, place};
use crate::desk::{Column, Standing};
use crate::model::Pos;
use crate::tui::app::App;
use crate::tui::clip::sheet::Sheet;
use crate::tui::text;
use crate::tui::tree::members;
use crate::tui::triage::{self, labels};

pub(super) fn organisations<'a>(
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

pub(super) fn people<'a>(app: &'a App, standing: &'a Standing) -> Option<Sheet<'a>> {
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

pub(super) fn findings<'a>(app: &'a App, standing: &'a Standing) -> Sheet<'a> {
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

pub(super) fn views(app: &App) -> Sheet<'_> {
    let lang = app.lang();
    let nodes = &app.views.nodes;
    let head = heads(&[text::views_title(lang), text::craft::filter(lang), text::findings_count(lang)]);
    let row = move |at: usize| {
        let node = nodes.get(at)?;
        let count = node.count.as_ref().and_then(|count| count.as_ref().ok());
        Some(vec![node.name.clone(), node.filter.text().to_owned(), count.map(u64::to_string).unwrap_or_default()])
    };
    Sheet { head, len: nodes.len(), at: app.views.cursor.at, row: Box::new(row) }
}
