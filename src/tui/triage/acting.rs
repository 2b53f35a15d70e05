//! Acting on findings: the marked ones or the one under the cursor, all in one commit that is taken back as one.

use std::collections::HashSet;
use std::sync::Arc;

use super::{State, enter, labels};
use crate::desk::{Committed, FindingItem, Lives, say_verb};
use crate::model::{Act, Change, FindingKey, OrgId};
use crate::tui::app::{Answer, App, Effect, Slot};
use crate::tui::command::Reason;
use crate::tui::form::{self, Kind};
use crate::tui::pick::{self, Row};
use crate::tui::text;

/// What became of an act, or of taking one back.
pub struct Acted {
    /// What the desk did; `None` where there was nothing to take back.
    done: Option<Committed>,
    /// The findings it was about; none of an undo.
    items: Arc<[FindingItem]>,
    undo: bool,
    /// Where each finding stands after it.
    lives: Arc<Lives>,
}

impl State {
    /// The findings an act is about: the marked ones, in the order of rules and tree, or the one under the cursor.
    fn chosen(&self) -> Vec<FindingItem> {
        if self.marks.is_empty() {
            return self.current().into_iter().collect();
        }
        let mut items: Vec<_> = self.marks.iter().copied().collect();
        items.sort_unstable_by_key(|item| (item.rule, item.pos));
        items
    }
}

/// Whether no act is under way: the answer of the one before would be lost.
///
/// # Errors
/// It is being saved.
pub fn free(app: &App) -> Result<(), Reason> {
    if app.work.pending(Slot::Act) {
        Err(Reason::new("正在保存上一次办理", "the last act is being saved"))
    } else {
        Ok(())
    }
}

/// Asks what there is to say about an act.
pub fn begin(app: &mut App, kind: Kind) -> Vec<Effect> {
    let items = app.triage.chosen();
    form::open(app, kind, items)
}

/// Asks which way with an exemption.
pub fn exempt(app: &mut App) -> Vec<Effect> {
    let lang = app.lang();
    let row = |label: &str| Row { label: label.to_owned(), note: String::new(), on: false };
    let rows = [text::exemption_ask(lang), text::exemption_grant(lang), text::exemption_refuse(lang)].map(row);
    pick::open(app, pick::Kind::Exemption, rows.into())
}

/// Goes the chosen way.
pub fn exempt_by(app: &mut App, at: usize) -> Vec<Effect> {
    begin(app, [Kind::Ask, Kind::Grant, Kind::Refuse][at.min(2)])
}

/// Puts an act on findings to the desk.
pub fn act(app: &mut App, act: Act, items: Arc<[FindingItem]>) -> Vec<Effect> {
    let Some(standing) = app.standing.clone() else { return Vec::new() };
    let by = app.by.clone();
    app.say(text::saving(app.lang()));
    app.ask(Slot::Act, move |source, _, _| {
        let change = |item: &FindingItem| {
            let rule = standing.rules.get(usize::from(item.rule)).map_or("", |rule| rule.id.as_str());
            let on = FindingKey { rule: rule.into(), org: standing.tree.id(item.pos) };
            Change::Finding { on, act: act.clone() }
        };
        let done = source.commit(&by, items.iter().map(change).collect());
        let acted = done.and_then(|done| Ok(Acted { done: Some(done), items, undo: false, lives: source.lives()? }));
        Answer::Acted(acted)
    })
}

/// Takes back the last commit of whoever acts; asks who that is where nobody is named.
pub fn undo(app: &mut App) -> Vec<Effect> {
    if app.by.is_empty() { form::open(app, Kind::Undo, Vec::new()) } else { take_back(app) }
}

/// Takes back the last commit of whoever acts.
pub fn take_back(app: &mut App) -> Vec<Effect> {
    let by = app.by.clone();
    app.ask(Slot::Act, move |source, _, _| {
        let done = source.undo(&by);
        Answer::Acted(
            done.and_then(|done| Ok(Acted { done, items: Arc::from([]), undo: true, lives: source.lives()? })),
        )
    })
}

/// Says what was done, leaves marks on what was refused, and goes on to the next finding.
pub fn acted(app: &mut App, acted: Acted) -> Vec<Effect> {
    let lang = app.lang();
    let Acted { done, items, undo, lives } = acted;
    app.triage.lives = Some(lives);
    let Some(done) = done else {
        app.say(text::nothing_to_undo(lang, &app.by));
        return Vec::new();
    };
    let what = say_verb(lang, &done);
    match (undo, done.changed, done.refused.len()) {
        (true, changed, 0) => app.say(text::taken_back(lang, &what, changed)),
        (_, 0, refused) => app.say(text::all_refused(lang, refused)),
        (_, changed, 0) => app.say(text::acted(lang, &what, changed)),
        (_, changed, refused) => app.say(text::acted_refused(lang, &what, changed, refused)),
    }
    if !done.refused.is_empty() && !undo {
        tell_refused(app, &done, &items);
    }
    if done.changed > 0 && !undo {
        go_on(app, &done, &items);
    }
    app.triage.stale();
    if app.tab == crate::tui::app::Tab::Triage { enter(app) } else { Vec::new() }
}

fn refused_of(app: &App, done: &Committed) -> HashSet<(String, OrgId)> {
    let keys = done.refused.iter().filter_map(|refused| refused.on.as_ref());
    keys.filter(|_| app.standing.is_some()).map(|on| (on.rule.to_string(), on.org)).collect()
}

// The cursor goes to the next finding that was not acted on; marks stay only where something was refused.
fn go_on(app: &mut App, done: &Committed, items: &[FindingItem]) {
    let Some(standing) = app.standing.clone() else { return };
    let refused = refused_of(app, done);
    let same = |item: &FindingItem| {
        let rule = standing.rules.get(usize::from(item.rule)).map_or("", |rule| rule.id.as_str());
        !refused.is_empty() && refused.contains(&(rule.to_owned(), standing.tree.id(item.pos)))
    };
    let acted: HashSet<FindingItem> = items.iter().filter(|item| !same(item)).copied().collect();
    let triage = &mut app.triage;
    triage.marks.retain(|item| !acted.contains(item));
    let rows = triage.cursor.at..triage.built.rows.len();
    let next = rows.filter_map(|row| triage.built.finding(row)).find(|item| !acted.contains(item));
    triage.next = next.or_else(|| triage.current());
}

fn tell_refused(app: &mut App, done: &Committed, items: &[FindingItem]) {
    let Some(standing) = app.standing.clone() else { return };
    let lang = app.lang();
    let places: std::collections::HashMap<OrgId, FindingItem> =
        items.iter().map(|item| (standing.tree.id(item.pos), *item)).collect();
    let row = |refused: &crate::desk::Refused| {
        let item = refused.on.as_ref().and_then(|on| places.get(&on.org));
        let label = item.map_or_else(String::new, |item| labels::place(&standing, &app.look, item.pos));
        Row { label, note: refused.why.say(lang), on: false }
    };
    let rows = done.refused.iter().map(row).collect();
    pick::open(app, pick::Kind::Refused, rows);
}
