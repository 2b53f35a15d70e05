//! What there is to send, the likeliest first.

use super::rows;
use super::sheet::Sheet;
use crate::model::Pos;
use crate::tui::app::{App, Layer, Tab};
use crate::tui::source::SearchKind;
use crate::tui::text::craft as text;
use crate::tui::triage::labels;
use crate::tui::{milestones, tree};

/// One thing that can be sent.
pub struct Choice {
    /// What it is.
    pub label: String,
    /// The text, or how many rows.
    pub note: String,
    table: Option<Table>,
}

// Which list of the screen a table is made of.
#[derive(Clone, Copy)]
enum Table {
    // The one that arrows move in.
    Listed,
    // The children that will miss a step, beside its chart.
    Misses,
}

impl Table {
    fn sheet(self, app: &App) -> Option<Sheet<'_>> {
        match self {
            Self::Listed => rows::of(app).ok(),
            Self::Misses => rows::misses(app),
        }
        .filter(|sheet| sheet.len > 0)
    }
}

impl Choice {
    fn new(label: &str, note: String) -> Self {
        Self { label: label.to_owned(), note, table: None }
    }

    /// The whole text, and what to call it; a table only as far as a terminal takes it.
    pub fn build(self, app: &App) -> (String, String) {
        let Some(sheet) = self.table.and_then(|table| table.sheet(app)) else { return (self.note, self.label) };
        let (text, rows) = sheet.text();
        let what = if rows < sheet.len {
            text::first_rows(app.lang(), rows, sheet.len)
        } else {
            text::table_rows(app.lang(), rows)
        };
        (text, what)
    }
}

/// Everything that can be sent from here.
pub fn choices(app: &App) -> Vec<Choice> {
    let Some(standing) = &app.standing else { return Vec::new() };
    let lang = app.lang();
    let mut out = Vec::new();
    if let Some(person) = person(app) {
        out.push(Choice::new(text::clip_person(lang), person));
    }
    if let Some(finding) = finding(app) {
        out.push(Choice::new(text::clip_finding(lang), finding));
    }
    if let Some(pos) = organisation(app).filter(|pos| pos.index() < standing.tree.len()) {
        out.push(Choice::new(text::clip_name(lang), standing.tree.name(pos).to_owned()));
        out.push(Choice::new(text::clip_code(lang), standing.tree.code(pos).to_owned()));
        out.push(Choice::new(text::clip_path(lang), tree::path_of(standing, &app.look, pos)));
    }
    if let Some(sheet) = Table::Listed.sheet(app) {
        let line = (sheet.row)(sheet.at).map(|row| Sheet::line(&row));
        out.extend(line.map(|line| Choice::new(text::clip_line(lang), line)));
    }
    for (table, label) in [(Table::Listed, text::clip_table(lang)), (Table::Misses, text::clip_misses(lang))] {
        if let Some(sheet) = table.sheet(app) {
            out.push(Choice { table: Some(table), ..Choice::new(label, text::rows(lang, sheet.len)) });
        }
    }
    out
}

/// The person under the cursor, the number masked.
fn person(app: &App) -> Option<String> {
    match app.asked_about() {
        Some(Layer::Person(state)) => {
            let row = &state.page.as_ref()?.row.member;
            Some(format!("{} {}", row.name, row.identity.masked()))
        }
        Some(Layer::Search(state)) => {
            let item = state.page.items.get(state.cursor.at).filter(|item| item.kind == SearchKind::Member)?;
            Some(format!("{} {}", item.name, item.id_masked))
        }
        Some(Layer::Posts(state)) => {
            let post = state.current()?;
            Some(format!("{} {}", post.name, post.identity.masked()))
        }
        None if app.tab == Tab::Tree && app.tree.pane == tree::Pane::Detail => {
            let row = app.tree.page.as_ref()?.members.get(app.tree.below.at)?;
            Some(format!("{} {}", row.member.name, row.member.identity.masked()))
        }
        _ => None,
    }
}

/// The finding under the cursor as a sentence.
fn finding(app: &App) -> Option<String> {
    if app.asked_about().is_some() || app.tab != Tab::Triage {
        return None;
    }
    let (standing, lang) = (app.standing.as_ref()?, app.lang());
    let item = app.triage.built.finding(app.triage.cursor.at)?;
    let rule = labels::rule(standing, lang, usize::from(item.rule));
    let mut parts = vec![format!("{rule} {}", tree::path_of(standing, &app.look, item.pos))];
    parts.extend(standing.evidence(item, lang));
    parts.extend(item.since.map(|day| format!("{} {day}", text::since(lang))));
    Some(parts.join(lang.pick("，", ", ")))
}

/// The organisation that keys are about.
fn organisation(app: &App) -> Option<Pos> {
    match app.asked_about() {
        Some(Layer::Person(state)) => return Some(state.pos),
        Some(Layer::Posts(state)) => return Some(state.pos),
        Some(Layer::Step(step)) => return step.current(),
        Some(Layer::Search(state)) => return state.page.items.get(state.cursor.at).map(|item| item.pos),
        Some(Layer::Alerts(state)) => return state.current().map(|alert| alert.org),
        Some(Layer::Units(_)) => return milestones::ledgers::of_unit(app),
        Some(Layer::Request(state)) => return state.page.as_ref()?.as_deref()?.hops.get(state.cursor.at)?.who,
        Some(_) => return None,
        None => {}
    }
    match app.tab {
        Tab::Tree if app.tree.pane == tree::Pane::Detail && !tree::shows_members(app) => {
            app.tree.children.get(app.tree.below.at).copied().or(app.tree.of)
        }
        Tab::Tree => app.tree.of,
        Tab::Triage => app.triage.current().map(|item| item.pos),
        Tab::Ranking => app.ranking.current(),
        Tab::Milestones | Tab::Transfers => None,
    }
}
