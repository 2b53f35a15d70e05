//! What to do about findings: a few fields, one confirmation for the whole batch.

mod offers;
mod view;

use std::sync::Arc;

use crate::lang::Lang;
use crate::model::{Act, Day};
use crate::tui::app::{App, Effect, Layer};
use crate::tui::deeds::{self, Offers};
use crate::tui::text;
use crate::tui::triage::{self, Chosen};
use crate::tui::widget::Field;

pub use offers::{offered, put_away, typed};
pub use view::view;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Give to a post.
    Assign,
    /// Say why.
    Explain,
    /// Write something down.
    Note,
    /// Put aside.
    Snooze,
    /// Ask for exemption.
    Ask,
    /// Grant what somebody asked for.
    Grant,
    /// Refuse it, or take an exemption back.
    Refuse,
    /// Take back the last commit: only who acts is asked.
    Undo,
    /// Take back the last undo: the same.
    Redo,
}

impl Kind {
    /// What it is called.
    pub const fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Assign => text::act_assign(lang),
            Self::Explain => text::act_explain(lang),
            Self::Note => text::act_note(lang),
            Self::Snooze => text::act_snooze(lang),
            Self::Ask => text::act_ask(lang),
            Self::Grant => text::act_grant(lang),
            Self::Refuse => text::act_refuse(lang),
            Self::Undo => text::act_undo(lang),
            Self::Redo => text::act_redo(lang),
        }
    }

    const fn asks(self) -> &'static [Ask] {
        match self {
            Self::Assign => &[Ask::Post, Ask::By],
            Self::Explain | Self::Note => &[Ask::Text, Ask::By],
            Self::Snooze | Self::Ask | Self::Grant => &[Ask::Until, Ask::Reason, Ask::By],
            Self::Refuse => &[Ask::Reason, Ask::By],
            Self::Undo | Self::Redo => &[Ask::By],
        }
    }

    /// What is asked now: who acts only where nobody is known to be at work.
    fn asked(self, app: &App) -> Vec<Ask> {
        let named = app.who.name().is_some();
        self.asks().iter().copied().filter(|ask| !(named && *ask == Ask::By)).collect()
    }
}

/// What a field asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The post that gets it.
    Post,
    /// A text.
    Text,
    /// A day, or a number of days from now.
    Until,
    /// A reason.
    Reason,
    /// Who acts.
    By,
}

/// The state of the layer.
pub struct State {
    kind: Kind,
    /// The findings it is about.
    items: Chosen,
    /// What is asked, in order.
    asks: Vec<Ask>,
    fields: Vec<Field>,
    at: usize,
    /// Whether everything is filled in and the batch waits for its confirmation.
    confirm: bool,
    /// What may be meant in the field in focus.
    offers: Option<Offers>,
    /// Whether it is being saved: what was typed stays until that is done.
    saving: bool,
    wrong: Option<String>,
}

/// Lays the form over the screen.
pub fn open(app: &mut App, kind: Kind, items: Chosen) -> Vec<Effect> {
    let by = app.by.clone();
    let field = |ask: &Ask| if *ask == Ask::By { Field::with(&by) } else { Field::default() };
    let asks = kind.asked(app);
    let fields = asks.iter().map(field).collect();
    let state = State { kind, items, asks, fields, at: 0, confirm: false, offers: None, saving: false, wrong: None };
    app.layers.push(Layer::Form(state));
    Vec::new()
}

/// The form of an act as it was filled in before, waiting for its confirmation.
pub fn again(app: &mut App, act: &Act, items: Chosen) -> Vec<Effect> {
    let kind = match act {
        Act::Explain { .. } => Kind::Explain,
        Act::Assign { .. } => Kind::Assign,
        Act::Snooze { .. } => Kind::Snooze,
        Act::AskExemption { .. } => Kind::Ask,
        Act::GrantExemption { .. } => Kind::Grant,
        Act::RefuseExemption { .. } => Kind::Refuse,
        Act::Note { .. } => Kind::Note,
    };
    let by = app.by.clone();
    let until = act.until().map(|day| day.to_string()).unwrap_or_default();
    let field = |ask: &Ask| match ask {
        Ask::Post | Ask::Text | Ask::Reason => Field::with(act.words()),
        Ask::Until => Field::with(&until),
        Ask::By => Field::with(&by),
    };
    let asks = kind.asked(app);
    let fields = asks.iter().map(field).collect();
    let state = State { kind, items, asks, fields, at: 0, confirm: true, offers: None, saving: false, wrong: None };
    app.layers.push(Layer::Form(state));
    Vec::new()
}

impl State {
    /// The field in focus.
    pub fn field(&mut self) -> Option<&mut Field> {
        self.fields.get_mut(self.at).filter(|_| !self.saving)
    }

    /// Whether the field in focus takes a text or a reason.
    pub fn takes_words(&self) -> bool {
        matches!(self.asks.get(self.at), Some(Ask::Text | Ask::Reason))
    }

    /// After a letter: what was confirmed is no longer what is written.
    fn typed(&mut self) {
        (self.confirm, self.wrong) = (false, None);
    }

    fn value(&self, ask: Ask) -> &str {
        let at = self.asks.iter().position(|known| *known == ask);
        at.and_then(|at| self.fields.get(at)).map_or("", |field| field.text().trim())
    }

    /// The first field that is not filled in as it should be, and what is wrong with it.
    fn gap(&self, lang: Lang, today: Day) -> Option<(usize, String)> {
        self.asks.iter().enumerate().find_map(|(at, ask)| {
            let value = self.value(*ask);
            match ask {
                _ if value.is_empty() => Some((at, text::fill_in(lang, label(lang, *ask)))),
                Ask::Until => day(value, today).is_none().then(|| (at, text::bad_day(lang).to_owned())),
                _ => None,
            }
        })
    }

    fn act(&self, today: Day) -> Option<Act> {
        let (text, reason) = (|| self.value(Ask::Text).into(), || self.value(Ask::Reason).into());
        let until = || day(self.value(Ask::Until), today);
        Some(match self.kind {
            Kind::Assign => Act::Assign { post: self.value(Ask::Post).into() },
            Kind::Explain => Act::Explain { text: text() },
            Kind::Note => Act::Note { text: text() },
            Kind::Snooze => Act::Snooze { until: until()?, reason: reason() },
            Kind::Ask => Act::AskExemption { until: until()?, reason: reason() },
            Kind::Grant => Act::GrantExemption { until: until()?, reason: reason() },
            Kind::Refuse => Act::RefuseExemption { reason: reason() },
            Kind::Undo | Kind::Redo => return None,
        })
    }
}

const fn label(lang: Lang, ask: Ask) -> &'static str {
    match ask {
        Ask::Post => text::field_post(lang),
        Ask::Text => text::field_text(lang),
        Ask::Until => text::field_until(lang),
        Ask::Reason => text::field_reason(lang),
        Ask::By => text::field_by(lang),
    }
}

fn day(text: &str, today: Day) -> Option<Day> {
    let days = text.strip_prefix('+').unwrap_or(text);
    match days.parse::<u16>() {
        Ok(days) if days < 4000 => Some(Day(today.0 + i32::from(days))),
        _ => Day::parse(text).ok(),
    }
}

fn is_saving(layer: &Layer) -> bool {
    matches!(layer, Layer::Form(state) if state.saving)
}

/// Closes the form of an act that is saved.
pub fn saved(app: &mut App) {
    app.layers.retain(|layer| !is_saving(layer));
}

/// Keeps the form of an act that could not be saved, with what was typed and why; false where it was closed meanwhile.
pub fn stopped(app: &mut App, why: &str) -> bool {
    let form = app.layers.iter_mut().rev().find_map(|layer| match layer {
        Layer::Form(state) if state.saving => Some(state),
        _ => None,
    });
    let Some(state) = form else { return false };
    (state.saving, state.confirm, state.wrong) = (false, false, Some(why.to_owned()));
    true
}

/// The next field, or the one before; in a list of offers, the next offer.
pub fn turn(app: &mut App, by: isize, leaves: bool) -> Vec<Effect> {
    if !leaves && offers::turn(app, by) {
        return Vec::new();
    }
    offers::take(app);
    put_away(app);
    if let Some(Layer::Form(state)) = app.layers.last_mut().filter(|layer| !is_saving(layer)) {
        state.at = (state.at as isize + by).rem_euclid(state.fields.len().max(1) as isize) as usize;
        state.typed();
    }
    Vec::new()
}

/// Goes on to the next field that is not filled in; when all are, does it, a batch after one more confirmation.
pub fn accept(app: &mut App) -> Vec<Effect> {
    if offers::take(app) {
        return Vec::new();
    }
    put_away(app);
    let (lang, today) = (app.lang(), app.standing.as_ref().map_or(Day(0), |standing| standing.at.day()));
    let Some(Layer::Form(state)) = app.layers.last_mut().filter(|layer| !is_saving(layer)) else { return Vec::new() };
    if let Some((at, wrong)) = state.gap(lang, today) {
        // A field that was never reached is no mistake yet.
        state.wrong = (at <= state.at).then_some(wrong);
        (state.at, state.confirm) = (at, false);
        return Vec::new();
    }
    if state.items.len() > 1 && !state.confirm {
        (state.confirm, state.wrong) = (true, None);
        return Vec::new();
    }
    let by = state.asks.contains(&Ask::By).then(|| state.value(Ask::By).to_owned());
    let (act, items) = (state.act(today), Arc::clone(&state.items));
    let again = state.kind == Kind::Redo;
    (state.saving, state.wrong) = (act.is_some(), None);
    app.by = by.unwrap_or_else(|| std::mem::take(&mut app.by));
    let Some(act) = act else {
        app.close();
        return if again { deeds::take_again(app) } else { triage::take_back(app) };
    };
    triage::act(app, act, items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_date_or_so_many_days_from_now() {
        let today = Day::new(2018, 6, 28).unwrap();
        for (text, expected) in [
            ("2018-07-10", Day::new(2018, 7, 10)),
            ("14", Some(Day(today.0 + 14))),
            ("+1", Some(Day(today.0 + 1))),
            ("20180710", Day::new(2018, 7, 10)),
            ("soon", None),
            ("2018-02-30", None),
        ] {
            assert_eq!(day(text, today), expected, "{text}");
        }
    }
}
