//! Acting on findings: the marked ones or the one under the cursor, all in one commit that is taken back as one.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{State, enter, labels};
use crate::desk::{Committed, FindingItem, Lives, Refusal, Right, Standing, say_verb};
use crate::model::{Act, Change, Deed, FindingKey, Instant};
use crate::tui::app::{Answer, App, Effect, Slot, Tab, renew};
use crate::tui::command::Reason;
use crate::tui::form::{self, Kind};
use crate::tui::pick::{self, Row};
use crate::tui::sitting::{self, What};
use crate::tui::source::Source;
use crate::tui::text;

/// Refusals listed; the count is always of all.
const LISTED: usize = 500;

/// The findings an act is about; shared with the marks, so that a key costs the same however many there are.
pub type Chosen = Arc<HashSet<FindingItem>>;

/// Whether something was done, taken back, or done again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Done.
    Do,
    /// Taken back.
    Undo,
    /// Done again.
    Redo,
}

/// What became of an act, or of taking one back.
pub struct Acted {
    /// What the desk did; `None` where there was nothing to take back.
    done: Option<Committed>,
    turn: Turn,
    /// The entry taken back or done again, where it was named.
    of: Option<u64>,
    /// What was done to findings and when; nothing where something was taken back.
    deed: Option<(Act, Instant)>,
    by: String,
    /// The findings it was about; none of an undo.
    chosen: Chosen,
    /// Those that were refused, each with its reason, in the order of rules and tree.
    refused: Vec<(FindingItem, Refusal)>,
    /// Where each finding stands after it.
    lives: Arc<Lives>,
}

impl State {
    /// The marked findings, or the one under the cursor; of a heading, all below it.
    fn chosen(&self) -> Chosen {
        if self.marks.is_empty() {
            Arc::new(self.built.span(self.cursor.at).iter().copied().collect())
        } else {
            Arc::clone(&self.marks)
        }
    }
}

/// Whether no act is under way: the answer of the one before would be lost.
///
/// # Errors
/// It is being saved.
pub fn free(app: &App) -> Result<(), Reason> {
    if !app.work.pending(Slot::Act) {
        Ok(())
    } else if app.building().is_some() {
        Err(Reason::new("名册正在重新生成，完成后再办", "the register is being built anew: do it when that is done"))
    } else {
        Err(Reason::new("正在保存上一次办理", "the last act is being saved"))
    }
}

/// Asks what there is to say about an act.
pub fn begin(app: &mut App, kind: Kind) -> Vec<Effect> {
    let chosen = app.triage.chosen();
    form::open(app, kind, chosen)
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
    let kind = [Kind::Ask, Kind::Grant, Kind::Refuse][at.min(2)];
    // Anybody who acts may ask; to answer is a right of its own.
    if let Err(forbidden) = app.who.may(if at == 0 { Right::Act } else { Right::Exempt }) {
        app.refuse(forbidden.into());
        return Vec::new();
    }
    begin(app, kind)
}

/// Puts an act on findings to the desk.
pub fn act(app: &mut App, act: Act, chosen: Chosen) -> Vec<Effect> {
    let Some(standing) = app.standing.clone() else { return Vec::new() };
    let by = app.by.clone();
    app.say(text::saving(app.lang()));
    app.ask(Slot::Act, move |source, _, _| Answer::Acted(put(source, &standing, &by, &act, chosen)))
}

fn put(source: &dyn Source, standing: &Standing, by: &str, act: &Act, chosen: Chosen) -> anyhow::Result<Acted> {
    let mut items: Vec<FindingItem> = chosen.iter().copied().collect();
    items.sort_unstable_by_key(|item| (item.rule, item.pos));
    let key = |item: &FindingItem| {
        let rule = standing.rules.get(usize::from(item.rule)).map_or("", |rule| rule.id.as_str());
        FindingKey { rule: rule.into(), org: standing.tree.id(item.pos) }
    };
    let change = |item| Change::Finding { on: key(item), act: act.clone() };
    let done = source.commit(by, items.iter().map(change).collect())?;
    let why: HashMap<_, _> = done.refused.iter().filter_map(|no| Some((no.on.as_ref()?, &no.why))).collect();
    let refused = match why.is_empty() {
        true => Vec::new(),
        false => items.iter().filter_map(|item| Some((*item, (*why.get(&key(item))?).clone()))).collect(),
    };
    let deed = Some((act.clone(), source.time()));
    let lives = source.lives()?;
    Ok(Acted { turn: Turn::Do, of: None, deed, by: by.to_owned(), chosen, refused, lives, done: Some(done) })
}

impl Acted {
    /// Takes back the last undo of a post.
    ///
    /// # Errors
    /// A register that cannot be written.
    pub fn again(source: &dyn Source, by: &str) -> anyhow::Result<Self> {
        Self::of_last(source, Turn::Redo, by, source.redo(by))
    }

    /// What became of taking an entry back, or of doing again what it had done.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn turned(source: &dyn Source, turn: Turn, by: &str, done: Committed, of: u64) -> anyhow::Result<Self> {
        Ok(Self { of: Some(of), ..Self::of_last(source, turn, by, Ok(Some(done)))? })
    }

    fn of_last(
        source: &dyn Source,
        turn: Turn,
        by: &str,
        done: anyhow::Result<Option<Committed>>,
    ) -> anyhow::Result<Self> {
        let (done, by) = (done?, by.to_owned());
        let (chosen, refused) = (Chosen::default(), Vec::new());
        Ok(Self { done, turn, of: None, deed: None, by, chosen, refused, lives: source.lives()? })
    }
}

/// The last act on findings of this sitting.
fn last(app: &App) -> Option<&Act> {
    app.done.iter().rev().find_map(|done| match &done.what {
        What::Findings(act) => Some(act),
        What::Rows(_) => None,
    })
}

/// Does the last act once more, on what is chosen now: one finding at once, a batch after its confirmation.
pub fn repeat(app: &mut App) -> Vec<Effect> {
    let Some(last) = last(app).cloned() else { return Vec::new() };
    let chosen = app.triage.chosen();
    if chosen.len() > 1 { form::again(app, &last, chosen) } else { act(app, last, chosen) }
}

/// Whether there is an act to repeat.
///
/// # Errors
/// Nothing was done yet.
pub fn repeatable(app: &App) -> Result<(), Reason> {
    match last(app) {
        Some(_) => Ok(()),
        None => Err(Reason::new("这次还没有办理过", "nothing was done in this sitting")),
    }
}

/// Takes back the last commit of whoever acts; asks who that is where nobody is named.
pub fn undo(app: &mut App) -> Vec<Effect> {
    if app.by.is_empty() { form::open(app, Kind::Undo, Chosen::default()) } else { take_back(app) }
}

/// Takes back the last commit of whoever acts.
pub fn take_back(app: &mut App) -> Vec<Effect> {
    let by = app.by.clone();
    app.ask(Slot::Act, move |source, _, _| Answer::Acted(Acted::of_last(source, Turn::Undo, &by, source.undo(&by))))
}

/// Whether rows were changed, rather than something noted about findings.
fn of_rows(done: &Committed) -> bool {
    done.verb == "deeds" || Deed::named(&done.verb).is_some()
}

/// Says what was done, leaves marks on what was refused, and goes on to the next finding.
pub fn acted(app: &mut App, acted: anyhow::Result<Acted>) -> anyhow::Result<Vec<Effect>> {
    match acted {
        Ok(acted) => Ok(told(app, acted)),
        Err(error) => {
            form::stopped(app, &format!("{error:#}"));
            Err(error)
        }
    }
}

fn told(app: &mut App, acted: Acted) -> Vec<Effect> {
    let lang = app.lang();
    let Acted { done, turn, of, deed, by, chosen, refused, lives } = acted;
    // What is still being read would tell of the time before.
    app.work.stop(Slot::Lives);
    app.triage.lives = Some(lives);
    let Some(done) = done else {
        let word = if turn == Turn::Redo { text::deeds::nothing_to_redo } else { text::nothing_to_undo };
        app.say(word(lang, &app.by));
        return Vec::new();
    };
    let (what, rows) = (say_verb(lang, &done), of_rows(&done));
    match (turn, done.changed, refused.len()) {
        (Turn::Undo | Turn::Redo, 0, _) if !done.refused.is_empty() => {
            let why = done.refused.first().map(|refused| refused.why.say(lang)).unwrap_or_default();
            app.say(text::deeds::cannot(lang, &why));
            return Vec::new();
        }
        (Turn::Undo | Turn::Redo, changed, _) => {
            let mut said = match (turn, rows) {
                (Turn::Undo, true) => text::deeds::rows_back(lang, &what, changed),
                (Turn::Undo, false) => text::taken_back(lang, &what, changed),
                (_, true) => text::deeds::done_again(lang, &what, changed),
                (_, false) => text::deeds::noted_again(lang, &what, changed),
            };
            // What was passed over on the way.
            for passed in &done.refused {
                said.push_str(" · ");
                said.push_str(&passed.why.say(lang));
            }
            app.say(said);
        }
        (Turn::Do, 0, 1) => {
            let why = refused.first().map(|(_, why)| why.say(lang)).unwrap_or_default();
            app.say(text::all_refused(lang, 1));
            if form::stopped(app, &why) {
                return Vec::new();
            }
        }
        (Turn::Do, 0, refused) => {
            let said = text::all_refused(lang, refused);
            form::stopped(app, &said);
            app.say(said);
        }
        (Turn::Do, changed, 0) => {
            let said = text::acted(lang, &what, changed, app.keys.named("undo"));
            app.say(said);
        }
        (Turn::Do, changed, refused) => {
            let said = text::acted_refused(lang, &what, changed, refused, app.keys.named("undo"));
            app.say(said);
        }
    }
    if turn == Turn::Do && done.changed > 0 {
        form::saved(app);
    }
    if done.changed > 0 && turn != Turn::Do {
        sitting::turned(app, turn, of, &by, done.entry);
    }
    if let (Some((act, at)), Some(entry)) = (deed, done.entry) {
        let (count, refused, what) = (done.changed, refused.len(), What::Findings(act));
        app.done.push(sitting::Done { entry, at, by, what, count, refused, undone: None });
    }
    if rows {
        return renew::begin(app);
    }
    if done.changed > 0 && turn == Turn::Do {
        go_on(app, &chosen, &refused);
    }
    if !refused.is_empty() {
        tell_refused(app, &refused);
    }
    app.triage.stale();
    if app.tab == Tab::Triage { enter(app) } else { Vec::new() }
}

// The cursor goes to the next finding that was not acted on; marks stay only where something was refused.
fn go_on(app: &mut App, chosen: &Chosen, refused: &[(FindingItem, Refusal)]) {
    let triage = &mut app.triage;
    let left: HashSet<FindingItem> = refused.iter().map(|(item, _)| *item).collect();
    let gone = |item: &FindingItem| chosen.contains(item) && !left.contains(item);
    let rows = triage.cursor.at..triage.built.rows.len();
    let next = rows.filter_map(|row| triage.built.finding(row)).find(|item| !gone(item));
    triage.next = next.or_else(|| triage.current());
    if Arc::ptr_eq(&triage.marks, chosen) {
        triage.marks = Arc::new(left);
    }
}

fn tell_refused(app: &mut App, refused: &[(FindingItem, Refusal)]) {
    let Some(standing) = app.standing.clone() else { return };
    let lang = app.lang();
    let row = |(item, why): &(FindingItem, Refusal)| {
        let label = labels::place(&standing, &app.look, item.pos);
        Row { label, note: why.say(lang), on: false }
    };
    let rows = refused.iter().take(LISTED).map(row).collect();
    pick::open(app, pick::Kind::Refused(refused.len()), rows);
}
