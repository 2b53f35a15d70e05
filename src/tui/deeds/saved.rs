//! What became of a commit of deeds: the line that says it is saved, marks left on what was refused, the screens renewed.

use std::sync::Arc;

use super::fill::{Fill, Phase};
use crate::desk::{Committed, say_verb};
use crate::model::{Change, Instant, Subject};
use crate::tui::app::{App, Effect, Layer, Slot, renew};
use crate::tui::command::Reason;
use crate::tui::pick::{self, Row};
use crate::tui::sitting::{self, What};
use crate::tui::source::Source;
use crate::tui::text;

/// Refusals listed; the count is always of all.
const LISTED: usize = 500;

/// What became of a commit.
pub struct Done {
    committed: Committed,
    by: String,
    at: Instant,
    on: Arc<[(Subject, String)]>,
}

impl Done {
    /// Commits deeds on things of these names.
    ///
    /// # Errors
    /// Nobody named, or a register that cannot be written.
    pub fn of(
        source: &dyn Source,
        by: &str,
        changes: Vec<Change>,
        on: Arc<[(Subject, String)]>,
    ) -> anyhow::Result<Self> {
        Ok(Self { committed: source.commit(by, changes)?, by: by.to_owned(), at: source.time(), on })
    }
}

/// Whether nothing is being saved: the answer of the one before would be lost.
///
/// # Errors
/// It is being saved.
pub fn free(app: &App) -> Result<(), Reason> {
    crate::tui::triage::free(app)
}

/// Says what was saved and shows the new state; where nothing could be saved, the form keeps what was typed.
pub fn done(app: &mut App, done: anyhow::Result<Done>) -> anyhow::Result<Vec<Effect>> {
    let lang = app.lang();
    let Done { committed, by, at, on } = match done {
        Ok(done) => done,
        Err(error) => {
            fail(app, &error);
            return Err(error);
        }
    };
    app.leaving = false;
    if committed.entry.is_some() {
        app.layers.retain(|layer| !matches!(layer, Layer::Fill(_)));
        app.parked = None;
    } else if keep(app, &committed) {
        return Ok(Vec::new());
    }
    let what = say_verb(lang, &committed);
    let refused = committed.refused.len();
    let keys = app.keys.clone();
    let undo = keys.named("undo");
    match (committed.entry, refused) {
        (None, refused) => app.say(text::all_refused(lang, refused)),
        (Some(entry), 0) => app.say(text::deeds::saved(lang, entry, &what, committed.changed, undo)),
        (Some(entry), refused) => {
            app.say(text::deeds::saved_refused(lang, entry, &what, committed.changed, refused, undo));
        }
    }
    if let Some(entry) = committed.entry {
        let (count, what) = (committed.changed, What::Rows(committed.verb.clone()));
        app.done.push(sitting::Done { entry, at, by, what, count, refused, undone: None });
    }
    let items = committed.refused.iter().filter_map(|refused| Some((on.get(refused.item?)?, &refused.why)));
    let rows: Vec<Row> = items
        .clone()
        .take(LISTED)
        .map(|((_, label), why)| Row { label: label.clone(), note: why.say(lang), on: false })
        .collect();
    if committed.entry.is_some() {
        let refused: Vec<&Subject> = items.map(|((on, _), _)| on).collect();
        keep_marks(app, &on, &refused);
    }
    let effects = if committed.entry.is_some() { renew::begin(app) } else { Vec::new() };
    if refused > 0 {
        pick::open(app, pick::Kind::Refused(refused), rows);
    }
    Ok(effects)
}

/// Keeps the form of deeds of which none could be saved; true where it tells why by itself.
fn keep(app: &mut App, committed: &Committed) -> bool {
    let lang = app.lang();
    let count = committed.refused.len();
    let Some(fill) = back(app) else { return false };
    fill.phase = Phase::Filling;
    match &committed.refused[..] {
        [refused] => fill.refused(refused, lang),
        _ => fill.wrong = Some(text::all_refused(lang, count)),
    }
    count <= 1
}

/// The form under way, where it lies or was put away while the register was built anew.
fn back(app: &mut App) -> Option<&mut Fill> {
    app.layers.extend(app.parked.take().map(Layer::Fill));
    app.layers.iter_mut().rev().find_map(|layer| match layer {
        Layer::Fill(fill) => Some(fill.as_mut()),
        _ => None,
    })
}

fn fail(app: &mut App, error: &anyhow::Error) {
    if let Some(fill) = back(app) {
        fill.phase = Phase::Filling;
        fill.wrong = Some(format!("{error:#}"));
    }
    app.work.stop(Slot::Fill);
}

// Marks stay only where something was refused.
fn keep_marks(app: &mut App, on: &[(Subject, String)], refused: &[&Subject]) {
    app.tree.marks.done(on, refused);
    let left = |from: &crate::model::OrgId, no: &str| {
        refused.iter().any(|on| matches!(on, Subject::Request { from: f, no: n } if f == from && n == no))
    };
    app.transfers.marks.retain(|(from, no)| left(from, no));
    for layer in &mut app.layers {
        if let Layer::Posts(posts) = layer {
            posts.marks.clear();
        }
    }
}
