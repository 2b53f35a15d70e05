//! The dry run: every effect as a line, every refusal with its reason, before anything is written.

use std::cell::Cell;
use std::sync::Arc;

use super::fill::{Fill, Phase};
use super::saved::Done;
use crate::desk::{Foreseen, Plan, Tone};
use crate::lang::Lang;
use crate::model::Subject;
use crate::tui::app::{Answer, App, Effect, Layer, Slot};
use crate::tui::look::Role;
use crate::tui::text;
use crate::tui::widget::Cursor;

/// One line: how it looks and what it says.
pub struct Told {
    /// How it looks.
    pub role: Role,
    /// What it says.
    pub text: String,
}

/// A dry run to be read.
pub struct Dry {
    /// The refusals, then the effects.
    pub lines: Vec<Told>,
    /// What the judge would say, once that is known.
    pub findings: Vec<Told>,
    /// How many deeds stand.
    pub items: usize,
    /// How many effects there are.
    pub effects: usize,
    /// How many are refused.
    pub refused: usize,
    /// Whether the register is built anew.
    pub structural: bool,
    /// The line under the cursor.
    pub cursor: Cursor,
    /// How many lines there were on screen, long ones broken.
    pub len: Cell<usize>,
}

impl Dry {
    /// The lines of a plan for things of these names.
    pub fn of(plan: &Plan, on: &[(Subject, String)], lang: Lang) -> Self {
        let named = |item: Option<usize>| item.and_then(|at| on.get(at)).map_or("", |(_, label)| label.as_str());
        let refused = plan.refused.iter().map(|refused| {
            let (what, why) = (named(refused.item), refused.why.say(lang));
            Told {
                role: Role::Bad,
                text: if what.is_empty() { why } else { format!("{what}{}{why}", lang.colon(&why)) },
            }
        });
        let effects = plan.effects.iter().map(|effect| Told { role: Role::Text, text: effect.say(lang).to_owned() });
        Self {
            lines: refused.chain(effects).collect(),
            findings: Vec::new(),
            items: plan.items,
            effects: plan.effects.len(),
            refused: plan.refused.len(),
            structural: plan.structural,
            cursor: Cursor::default(),
            len: Cell::new(plan.refused.len() + plan.effects.len()),
        }
    }
}

/// Takes in what the judge would say.
pub fn foreseen(app: &mut App, foreseen: anyhow::Result<Box<Foreseen>>) -> anyhow::Result<()> {
    let lang = app.lang();
    let fill = app.layers.iter_mut().rev().find_map(|layer| match layer {
        Layer::Fill(fill) => Some(fill),
        _ => None,
    });
    let Some(Phase::Dry(dry) | Phase::Saving(dry)) = fill.map(|fill| &mut fill.phase) else { return Ok(()) };
    let lines = match &foreseen {
        Ok(foreseen) => foreseen.lines(lang),
        Err(error) => vec![(Tone::Bad, text::deeds::unforeseen(lang, &format!("{error:#}")))],
    };
    let told = |(tone, text)| Told { role: role(tone), text };
    dry.findings = lines.into_iter().map(told).collect();
    foreseen.map(|_| ())
}

const fn role(tone: Tone) -> Role {
    match tone {
        Tone::Head => Role::Heading,
        Tone::Bad => Role::Bad,
        Tone::Good => Role::Good,
        Tone::Plain => Role::Text,
        Tone::Dim => Role::Dim,
    }
}

/// Does it.
pub fn carry_out(app: &mut App) -> Vec<Effect> {
    let by = app.by.clone();
    let Some(Layer::Fill(fill)) = app.layers.last_mut() else { return Vec::new() };
    let Phase::Dry(dry) = &fill.phase else { return Vec::new() };
    if dry.items == 0 {
        return back(app);
    }
    app.work.stop(Slot::Foresee);
    let (changes, on) = (fill.changes(), Arc::clone(&fill.on));
    let long = dry.structural;
    save(fill);
    if long && let Some(Layer::Fill(fill)) = app.layers.pop() {
        // It takes as long as it takes: meanwhile the screens are there to be read.
        app.parked = Some(fill);
        app.say(text::deeds::building(app.lang()));
    }
    app.ask(Slot::Act, move |source, _, _| Answer::Done(Done::of(source, &by, changes, on)))
}

fn save(fill: &mut Fill) {
    if let Phase::Dry(dry) = std::mem::replace(&mut fill.phase, Phase::Planning) {
        fill.phase = Phase::Saving(dry);
    }
}

/// Back to the form, with everything that was typed.
pub fn back(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Fill(fill)) = app.layers.last_mut() else { return Vec::new() };
    // What is being saved is waited for.
    if !matches!(fill.phase, Phase::Saving(_)) {
        fill.phase = Phase::Filling;
        app.work.stop(Slot::Fill);
        app.work.stop(Slot::Foresee);
    }
    Vec::new()
}
