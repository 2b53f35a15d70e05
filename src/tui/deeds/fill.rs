//! The form of a deed: its fields as they stand, each checked while it is typed.

use std::cell::Cell;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};

use super::dry::Dry;
use super::offers::{self, Offers};
use super::{Thing, menu};
use crate::desk::{FieldKind, Form, Plan, Refusal, Refused};
use crate::lang::Lang;
use crate::model::{Change, Deed, Subject, Values};
use crate::tui::app::{Answer, App, Effect, Layer, Slot};
use crate::tui::text;
use crate::tui::widget::{Cursor, Field};

/// How far it is.
pub enum Phase {
    /// What stands is being read.
    Reading,
    /// The fields are being filled.
    Filling,
    /// The dry run is being worked out.
    Planning,
    /// The dry run is shown.
    Dry(Box<Dry>),
    /// It is being saved.
    Saving(Box<Dry>),
}

/// One field: what is typed, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The text.
    pub field: Field,
    /// Whether anybody typed into it.
    pub touched: bool,
    /// Why it cannot stay so.
    pub wrong: Option<String>,
}

/// The state of the layer.
pub struct Fill {
    /// What is to be done.
    pub deed: Deed,
    /// To what, each with its name.
    pub on: Arc<[(Subject, String)]>,
    /// The same in a word.
    pub what: String,
    /// The fields, once read.
    pub form: Option<Box<Form>>,
    /// A line a field, and the last for who acts.
    pub lines: Vec<Line>,
    /// The field in focus.
    pub at: usize,
    /// What may be put into it, while that is open.
    pub offers: Option<Offers>,
    /// How far it is.
    pub phase: Phase,
    /// What is wrong with the whole.
    pub wrong: Option<String>,
    /// Whether Esc was pressed with something typed.
    pub leaving: bool,
    /// The first row shown.
    pub top: Cell<u16>,
}

impl Fill {
    /// Whether letters are text.
    pub const fn typing(&self) -> bool {
        matches!(self.phase, Phase::Reading | Phase::Filling)
    }

    /// Whether the dry run is shown or worked out, rather than the fields.
    pub const fn dry(&self) -> bool {
        matches!(self.phase, Phase::Planning | Phase::Dry(_) | Phase::Saving(_))
    }

    /// The field in focus.
    pub fn field(&mut self) -> Option<&mut Field> {
        if !matches!(self.phase, Phase::Filling) {
            return None;
        }
        self.lines.get_mut(self.at).map(|line| &mut line.field)
    }

    /// What the field in focus holds; `None` for who acts.
    pub fn kind(&self) -> Option<&FieldKind> {
        self.form.as_ref()?.fields.get(self.at).map(|field| &field.kind)
    }

    /// Whether a field keeps what each of many rows says, unless something is typed.
    pub fn each(&self, at: usize) -> bool {
        self.on.len() > 1 && self.form.as_ref().is_some_and(|form| form.fields.get(at).is_some_and(|field| field.kept))
    }

    /// The list that arrows move in.
    pub fn list(&mut self) -> Option<(&mut Cursor, usize)> {
        match &mut self.phase {
            Phase::Dry(dry) | Phase::Saving(dry) => {
                let len = dry.len.get();
                Some((&mut dry.cursor, len))
            }
            Phase::Filling => self.offers.as_mut().map(|offers| (&mut offers.cursor, offers.rows.len())),
            Phase::Reading | Phase::Planning => None,
        }
    }

    fn by(&self) -> &str {
        self.lines.last().map_or("", |line| line.field.text().trim())
    }

    fn changed(&self) -> bool {
        self.lines.iter().any(|line| line.touched)
    }

    /// What a field has: its word in Chinese where it is one of a list.
    fn value(&self, at: usize) -> &str {
        let text = self.lines.get(at).map_or("", |line| line.field.text().trim());
        let kind = self.form.as_ref().and_then(|form| form.fields.get(at)).map(|field| &field.kind);
        kind.map_or(text, |kind| offers::canonical(kind, text))
    }

    fn values(&self) -> Values {
        let Some(form) = &self.form else { return Values::default() };
        let typed = form.fields.iter().enumerate().filter_map(|(at, field)| {
            let value = self.value(at);
            let untouched = !self.lines.get(at).is_some_and(|line| line.touched);
            let same = value == field.now || untouched || value.is_empty() && self.each(at);
            (!same).then_some((field.id, value))
        });
        typed.collect()
    }

    /// What is asked of the desk.
    pub(super) fn changes(&self) -> Vec<Change> {
        let values = self.values();
        let change =
            |(on, _): &(Subject, String)| Change::Deed { deed: self.deed, on: on.clone(), values: values.clone() };
        self.on.iter().map(change).collect()
    }

    /// What is wrong with a field; a required one that is empty counts only once the whole form is looked at.
    fn fault(&self, at: usize, whole: bool, lang: Lang) -> Option<String> {
        let Some(field) = self.form.as_ref().and_then(|form| form.fields.get(at)) else {
            let missing = whole && self.by().is_empty();
            return missing.then(|| text::fill_in(lang, text::field_by(lang)));
        };
        let value = self.value(at);
        match value.is_empty() {
            true if !whole || !field.required || self.each(at) => None,
            true => Some(text::fill_in(lang, field.name(lang))),
            false if self.lines.get(at).is_some_and(|line| !line.touched) => None,
            false => self.form.as_ref()?.check(field.id, value).err().map(|why| why.say(lang)),
        }
    }

    /// Back to the fields, the one at fault saying why.
    pub(super) fn refused(&mut self, refused: &Refused, lang: Lang) {
        let fields = self.form.iter().flat_map(|form| &form.fields);
        let at = refused.field.and_then(|id| fields.clone().position(|field| field.id == id));
        let why = refused.why.say(lang);
        self.phase = Phase::Filling;
        match at.and_then(|at| self.lines.get_mut(at).map(|line| (at, line))) {
            Some((at, line)) => {
                line.wrong = Some(why);
                self.at = at;
            }
            None => self.wrong = Some(why),
        }
    }

    fn judge(&mut self, at: usize, whole: bool, lang: Lang) -> bool {
        let wrong = self.fault(at, whole, lang);
        let good = wrong.is_none();
        if let Some(line) = self.lines.get_mut(at) {
            line.wrong = wrong;
        }
        good
    }
}

fn top(app: &mut App) -> Option<&mut Fill> {
    match app.layers.last_mut() {
        Some(Layer::Fill(fill)) => Some(fill),
        _ => None,
    }
}

fn below(app: &mut App) -> Option<&mut Fill> {
    app.layers.iter_mut().rev().find_map(|layer| match layer {
        Layer::Fill(fill) => Some(fill.as_mut()),
        _ => None,
    })
}

/// Opens the form of a deed on something at hand.
pub fn open(app: &mut App, deed: Deed, thing: Thing) -> Vec<Effect> {
    let what = menu::called(app, thing);
    let on: Arc<[(Subject, String)]> = thing.subjects(app).into();
    let Some((first, _)) = on.first().cloned() else { return Vec::new() };
    app.layers.push(Layer::Fill(Box::new(Fill {
        deed,
        on,
        what,
        form: None,
        lines: Vec::new(),
        at: 0,
        offers: None,
        phase: Phase::Reading,
        wrong: None,
        leaving: false,
        top: Cell::new(0),
    })));
    app.ask(Slot::Fill, move |source, _, _| Answer::Form(source.form(deed, &first).map(|form| form.map(Box::new))))
}

/// Takes the fields in as they stand; a deed that cannot be done to this closes the form and says why.
pub fn take_form(app: &mut App, form: anyhow::Result<Result<Box<Form>, Refusal>>) -> anyhow::Result<()> {
    let (lang, by) = (app.lang(), app.by.clone());
    let fill = below(app);
    let form = match form {
        Ok(Ok(form)) => form,
        other => {
            app.layers.retain(|layer| !matches!(layer, Layer::Fill(_)));
            if let Ok(Err(why)) = &other {
                app.say(text::deeds::cannot(lang, &why.say(lang)));
            }
            return other.map(|_| ());
        }
    };
    let Some(fill) = fill else { return Ok(()) };
    let many = fill.on.len() > 1;
    let shown = |field: &crate::desk::Field| {
        if many && field.kept { String::new() } else { offers::shown(&field.kind, &field.now, lang).to_owned() }
    };
    let line = |text: &str| Line { field: Field::with(text), ..Line::default() };
    fill.lines = form.fields.iter().map(|field| line(&shown(field))).chain([line(&by)]).collect();
    fill.form = Some(form);
    fill.phase = Phase::Filling;
    Ok(())
}

/// After the text of the field in focus has changed: it is checked, and what may be meant is offered.
pub fn typed(app: &mut App) -> Vec<Effect> {
    let lang = app.lang();
    let Some(fill) = top(app) else { return Vec::new() };
    let at = fill.at;
    fill.leaving = false;
    fill.wrong = None;
    if let Some(line) = fill.lines.get_mut(at) {
        (line.touched, line.wrong) = (true, None);
    }
    // Part of a name is no code yet: an organisation is judged when the field is left.
    if fill.kind() != Some(&FieldKind::Org) {
        fill.judge(at, false, lang);
    }
    offers::ask(app)
}

/// Whether a personal value stands in the field that nobody has typed into: it is replaced whole.
fn masked(fill: &Fill) -> bool {
    fill.lines.get(fill.at).is_some_and(|line| !line.touched && line.field.text().contains('*'))
}

/// A key that a plain field would take otherwise; `None` where it shall have it.
pub fn key(app: &mut App, event: KeyEvent) -> Option<Vec<Effect>> {
    let fill = top(app).filter(|fill| matches!(fill.phase, Phase::Filling))?;
    let turns = fill.kind().is_some_and(offers::has_words);
    match event.code {
        KeyCode::Left if turns => Some(turn_word(app, -1)),
        KeyCode::Right if turns => Some(turn_word(app, 1)),
        KeyCode::Char(_) if masked(fill) => {
            fill.field()?.clear();
            None
        }
        KeyCode::Backspace | KeyCode::Delete if masked(fill) => {
            fill.field()?.clear();
            Some(typed(app))
        }
        _ => None,
    }
}

/// A paste into a personal value that nobody has typed into replaces it whole.
pub fn before_paste(app: &mut App) {
    if let Some(fill) = top(app)
        && masked(fill)
        && let Some(field) = fill.field()
    {
        field.clear();
    }
}

/// Puts the next word of the list into the field, or moves in what is offered.
pub fn turn_word(app: &mut App, by: isize) -> Vec<Effect> {
    let lang = app.lang();
    let Some(fill) = top(app) else { return Vec::new() };
    if let Some(offers) = &mut fill.offers {
        offers.cursor.step(by, offers.rows.len());
        return Vec::new();
    }
    let word = fill.kind().and_then(|kind| offers::next(kind, fill.value(fill.at), by, lang)).map(str::to_owned);
    word.map_or_else(Vec::new, |word| put(app, &word))
}

/// Writes a text into the field in focus.
fn put(app: &mut App, word: &str) -> Vec<Effect> {
    let lang = app.lang();
    if let Some(fill) = top(app) {
        let at = fill.at;
        if let Some(line) = fill.lines.get_mut(at) {
            (line.field, line.touched) = (Field::with(word), true);
        }
        (fill.offers, fill.leaving, fill.wrong) = (None, false, None);
        fill.judge(at, false, lang);
    }
    Vec::new()
}

/// Takes what is offered under the cursor of the list; false where nothing is.
fn take_offer(app: &mut App) -> bool {
    let Some(fill) = top(app) else { return false };
    let Some(word) = fill.offers.take().and_then(|offers| offers.at()) else { return false };
    app.work.stop(Slot::Search);
    put(app, &word);
    true
}

/// The next field, or the one before; in a list of offers, the next offer.
pub fn turn(app: &mut App, by: isize, takes: bool) -> Vec<Effect> {
    let lang = app.lang();
    match top(app) {
        Some(fill) if matches!(fill.phase, Phase::Filling) => match &mut fill.offers {
            Some(offers) if !takes => {
                offers.cursor.step(by, offers.rows.len());
                return Vec::new();
            }
            _ => {}
        },
        _ => return Vec::new(),
    }
    take_offer(app);
    app.work.stop(Slot::Search);
    if let Some(fill) = top(app) {
        let at = fill.at;
        fill.judge(at, false, lang);
        (fill.offers, fill.leaving) = (None, false);
        fill.at = (at as isize + by).rem_euclid(fill.lines.len().max(1) as isize) as usize;
    }
    Vec::new()
}

/// Takes the offer, or goes on to the next field; from the last one, to the dry run.
pub fn accept(app: &mut App) -> Vec<Effect> {
    let Some(fill) = top(app).filter(|fill| matches!(fill.phase, Phase::Filling)) else { return Vec::new() };
    let last = fill.at + 1 == fill.lines.len();
    if last && fill.offers.is_none() { submit(app) } else { turn(app, 1, true) }
}

/// To the dry run, if every field is as it should be; else to the first that is not.
pub fn submit(app: &mut App) -> Vec<Effect> {
    let lang = app.lang();
    take_offer(app);
    let Some(fill) = top(app).filter(|fill| matches!(fill.phase, Phase::Filling)) else { return Vec::new() };
    (fill.offers, fill.leaving, fill.wrong) = (None, false, None);
    let wrong = (0..fill.lines.len()).filter(|at| !fill.judge(*at, true, lang)).collect::<Vec<_>>();
    if let Some(first) = wrong.first() {
        fill.at = *first;
        return Vec::new();
    }
    fill.phase = Phase::Planning;
    let (by, changes) = (fill.by().to_owned(), fill.changes());
    app.by.clone_from(&by);
    app.ask(Slot::Fill, move |source, _, _| Answer::Plan(source.plan(&by, &changes).map(Box::new)))
}

/// Takes the dry run in. Of a single deed that is refused, the field at fault says why.
pub fn planned(app: &mut App, plan: anyhow::Result<Box<Plan>>) -> anyhow::Result<Vec<Effect>> {
    let lang = app.lang();
    let Some(fill) = below(app) else { return plan.map(|_| Vec::new()) };
    let plan = match plan {
        Ok(plan) => plan,
        Err(error) => {
            fill.phase = Phase::Filling;
            fill.wrong = Some(format!("{error:#}"));
            return Err(error);
        }
    };
    let alone = fill.on.len() == 1;
    if let [refused] = &plan.refused[..]
        && alone
    {
        fill.refused(refused, lang);
        return Ok(Vec::new());
    }
    fill.phase = Phase::Dry(Box::new(Dry::of(&plan, &fill.on, lang)));
    if plan.items == 0 {
        return Ok(Vec::new());
    }
    let changes = fill.changes();
    Ok(app.ask(Slot::Foresee, move |source, ticket, _| {
        if ticket.stopped() {
            return Answer::Nothing;
        }
        Answer::Foreseen(source.foresee(&changes, &plan).map(Box::new))
    }))
}

/// Writes back what stood in the field in focus.
pub fn restore(app: &mut App) -> Vec<Effect> {
    let (lang, by) = (app.lang(), app.by.clone());
    let Some(fill) = top(app).filter(|fill| matches!(fill.phase, Phase::Filling)) else { return Vec::new() };
    let at = fill.at;
    let stood = match fill.form.as_ref().and_then(|form| form.fields.get(at)) {
        Some(_) if fill.each(at) => String::new(),
        Some(field) => offers::shown(&field.kind, &field.now, lang).to_owned(),
        None => by,
    };
    if let Some(line) = fill.lines.get_mut(at) {
        *line = Line { field: Field::with(&stood), ..Line::default() };
    }
    fill.offers = None;
    Vec::new()
}

/// Closes what is offered; else the form, which asks once more where something was typed.
pub fn leave(app: &mut App) -> Vec<Effect> {
    let lang = app.lang();
    let Some(fill) = top(app) else { return Vec::new() };
    if fill.offers.take().is_some() {
        app.work.stop(Slot::Search);
        return Vec::new();
    }
    if fill.changed() && !std::mem::replace(&mut fill.leaving, true) {
        let said = text::deeds::esc_again(lang, app.keys.named("fill.leave"));
        app.say(said);
        return Vec::new();
    }
    app.close();
    app.work.stop(Slot::Fill);
    app.work.stop(Slot::Search);
    Vec::new()
}

/// Whether what stands is still being read: keys wait for it.
pub fn reads(app: &App) -> bool {
    matches!(app.layers.last(), Some(Layer::Fill(fill)) if matches!(fill.phase, Phase::Reading))
        && app.work.pending(Slot::Fill)
}
