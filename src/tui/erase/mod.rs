//! A person erased from the screen: what there is of them first, then a reason and the end of their number, then gone.

mod view;

use std::cell::Cell;

use crate::desk::{Erasure, Right};
use crate::lang::Lang;
use crate::model::Pos;
use crate::tui::app::{Answer, App, Effect, Layer, Slot, renew};
use crate::tui::command::Reason;
use crate::tui::text::erase as text;
use crate::tui::widget::{Cursor, Field};

pub use view::view;

/// The longest reason, in characters.
const LONGEST: usize = 200;
/// So many of the last characters of the number are typed once more.
const LAST: usize = 4;

/// How far it is.
enum Phase {
    /// What there is of the person is being read.
    Reading,
    /// What there is, and the fields to be filled.
    Asking(Box<Erasure>),
    /// It is being done.
    Erasing(Box<Erasure>),
}

/// The state of the layer.
pub struct State {
    /// What the person is called.
    name: String,
    phase: Phase,
    /// The reason, and the end of the number.
    fields: [Field; 2],
    at: usize,
    wrong: Option<String>,
    /// The line under the cursor of what there is.
    pub cursor: Cursor,
    /// How many lines there were on screen.
    pub len: Cell<usize>,
}

impl State {
    /// The field in focus.
    pub fn field(&mut self) -> Option<&mut Field> {
        match self.phase {
            Phase::Asking(_) => self.fields.get_mut(self.at),
            Phase::Reading | Phase::Erasing(_) => None,
        }
    }

    /// Whether a reason is being typed.
    pub const fn takes_words(&self) -> bool {
        matches!(self.phase, Phase::Asking(_)) && self.at == 0
    }

    fn erasure(&self) -> Option<&Erasure> {
        match &self.phase {
            Phase::Reading => None,
            Phase::Asking(erasure) | Phase::Erasing(erasure) => Some(erasure),
        }
    }

    /// The first field that is not as it should be, and what is wrong with it.
    fn gap(&self, erasure: &Erasure, lang: Lang) -> Option<(usize, String)> {
        let [reason, end] = [&self.fields[0], &self.fields[1]].map(|field| field.text().trim());
        if reason.is_empty() || reason.chars().count() > LONGEST {
            return Some((0, text::no_reason(lang).to_owned()));
        }
        let number = erasure.person.masked();
        let last: String = number.chars().skip(number.chars().count().saturating_sub(LAST)).collect();
        (!last.eq_ignore_ascii_case(end)).then(|| (1, text::differs(lang).to_owned()))
    }
}

/// Whether whoever is at work may erase anybody here.
///
/// # Errors
/// Why not.
pub fn may(app: &App) -> Result<(), Reason> {
    app.who.may(Right::Erase)?;
    let sealed = app.source.as_ref().is_some_and(|source| source.sealed());
    if sealed {
        Ok(())
    } else {
        Err(Reason::new("名册没有加密，任何副本都读得出来", "the register is not sealed: every copy of it can be read"))
    }
}

/// Looks up what there is of a person, and asks.
pub fn open(app: &mut App, at: (Pos, u32), name: String) -> Vec<Effect> {
    app.layers.push(Layer::Erase(Box::new(State {
        name,
        phase: Phase::Reading,
        fields: [Field::default(), Field::default()],
        at: 0,
        wrong: None,
        cursor: Cursor::default(),
        len: Cell::new(0),
    })));
    app.ask(Slot::Erasure, move |source, ticket, _| {
        if ticket.stopped() { Answer::Nothing } else { Answer::Erasure(source.erasure(at).map(Box::new)) }
    })
}

fn below(app: &mut App) -> Option<&mut State> {
    app.layers.iter_mut().rev().find_map(|layer| match layer {
        Layer::Erase(state) => Some(state.as_mut()),
        _ => None,
    })
}

fn close(app: &mut App) {
    app.layers.retain(|layer| !matches!(layer, Layer::Erase(_)));
}

/// Takes in what there is.
///
/// # Errors
/// Why it cannot be told; the layer is closed then.
pub fn read(app: &mut App, erasure: anyhow::Result<Box<Erasure>>) -> anyhow::Result<()> {
    match erasure {
        Ok(erasure) => {
            if let Some(state) = below(app) {
                state.phase = Phase::Asking(erasure);
            }
            Ok(())
        }
        Err(error) => {
            close(app);
            Err(error)
        }
    }
}

/// After a letter.
pub fn typed(app: &mut App) -> Vec<Effect> {
    if let Some(state) = below(app) {
        state.wrong = None;
    }
    Vec::new()
}

/// The other field.
pub fn turn(app: &mut App) -> Vec<Effect> {
    if let Some(state) = below(app) {
        (state.at, state.wrong) = (1 - state.at, None);
    }
    Vec::new()
}

/// From the reason to the number; from there it is done, where both are as they should be.
pub fn accept(app: &mut App) -> Vec<Effect> {
    let lang = app.lang();
    if let Err(reason) = crate::tui::deeds::free(app).and_then(|()| may(app)) {
        app.refuse(reason);
        return Vec::new();
    }
    let by = app.by.clone();
    let Some(state) = below(app) else { return Vec::new() };
    let Phase::Asking(erasure) = &state.phase else { return Vec::new() };
    if let Some((at, wrong)) = state.gap(erasure, lang) {
        // The number was never reached: that is no mistake yet.
        let reached = at <= state.at;
        (state.at, state.wrong) = (at, reached.then_some(wrong));
        return Vec::new();
    }
    if state.at == 0 {
        state.at = 1;
        return Vec::new();
    }
    let (erasure, reason) = (erasure.clone(), state.fields[0].text().trim().to_owned());
    state.phase = Phase::Erasing(erasure.clone());
    app.say(text::under_way(lang));
    app.ask(Slot::Act, move |source, _, _| Answer::Erased(source.erase(&by, &erasure, &reason)))
}

/// Says that it is done and shows the register without the person; else keeps what was typed and says why.
///
/// # Errors
/// Why it was not done.
pub fn done(app: &mut App, erased: anyhow::Result<u64>) -> anyhow::Result<Vec<Effect>> {
    match erased {
        Ok(entry) => {
            close(app);
            let said = text::done(app.lang(), entry);
            app.say(said);
            Ok(renew::begin(app))
        }
        Err(error) => {
            if let Some(state) = below(app)
                && let Phase::Erasing(erasure) = std::mem::replace(&mut state.phase, Phase::Reading)
            {
                state.phase = Phase::Asking(erasure);
                state.wrong = Some(format!("{error:#}"));
            }
            Err(error)
        }
    }
}
