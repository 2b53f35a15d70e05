//! What can be done in the list of findings.

use super::{Group, enter};
use crate::desk::{Filter, Order, States};
use crate::judge::LifeState;
use crate::model::Labelled;
use crate::tui::app::{App, Effect, jump};
use crate::tui::pick::{self, Row};
use crate::tui::text;

fn next<L: Labelled + PartialEq>(value: L) -> L {
    let at = L::ALL.iter().position(|v| *v == value).unwrap_or_default();
    L::ALL[(at + 1) % L::ALL.len()]
}

/// Opens the organisation of the finding in the tree; of a heading, folds or unfolds it.
pub fn go(app: &mut App) -> Vec<Effect> {
    if super::on_heading(app) {
        return super::turn_fold(app);
    }
    match app.triage.current() {
        Some(item) => jump(app, item.pos),
        None => Vec::new(),
    }
}

/// The next order.
pub fn turn_order(app: &mut App) -> Vec<Effect> {
    app.triage.order = next::<Order>(app.triage.order);
    app.triage.filter = app.triage.filter.bare(false, true, false);
    app.say(text::ordered_by(app.lang(), app.lang().word(app.triage.order)));
    enter(app)
}

/// The next grouping.
pub fn turn_group(app: &mut App) -> Vec<Effect> {
    app.triage.group = next::<Group>(app.triage.group);
    app.triage.folds = std::sync::Arc::default();
    app.triage.filter = app.triage.filter.bare(false, false, true);
    app.say(app.lang().word(app.triage.group));
    enter(app)
}

/// What is under the cursor of the tree, or all.
pub fn turn_scope(app: &mut App) -> Vec<Effect> {
    app.scope = if app.scope.is_some() { None } else { app.tree.of };
    enter(app)
}

/// Shows one rule, or all.
pub fn set_rule(app: &mut App, rule: Option<usize>) -> Vec<Effect> {
    app.triage.rule = rule;
    enter(app)
}

/// Shows the next rule of those that hold anywhere, and after the last all of them.
pub fn turn_rule(app: &mut App, by: isize) -> Vec<Effect> {
    let built = &app.triage.built;
    let held: Vec<usize> = (0..built.by_rule.len()).filter(|&rule| built.by_rule[rule] > 0).collect();
    let now = app.triage.rule.and_then(|rule| held.iter().position(|held| *held == rule)).map_or(0, |at| at + 1);
    let turned = (now as isize + by).rem_euclid(held.len() as isize + 1);
    set_rule(app, (turned as usize).checked_sub(1).map(|at| held[at]))
}

/// Chooses a rule from a list.
pub fn pick_rule(app: &mut App) -> Vec<Effect> {
    let Some(standing) = app.standing.clone() else { return Vec::new() };
    let lang = app.lang();
    let counts = &app.triage.built.by_rule;
    let all: u64 = counts.iter().sum();
    let mut rows =
        vec![Row { label: text::all_rules(lang).into(), note: all.to_string(), on: app.triage.rule.is_none() }];
    rows.extend(standing.rules.iter().enumerate().map(|(at, rule)| Row {
        label: lang.pick(&rule.zh, &rule.en).to_owned(),
        note: counts.get(at).copied().unwrap_or_default().to_string(),
        on: app.triage.rule == Some(at),
    }));
    pick::open(app, pick::Kind::Rule, rows)
}

/// The choices of states, and what each is called: what is open, each alone, all.
pub fn state_choices() -> impl Iterator<Item = (States, Option<LifeState>)> {
    let one = LifeState::ALL.iter().map(|state| (States::from_iter([*state]), Some(*state)));
    std::iter::once((States::OPEN, None)).chain(one).chain([(LifeState::ALL.iter().copied().collect(), None)])
}

/// What a choice of states is called.
pub fn states_word(lang: crate::lang::Lang, states: States) -> String {
    match state_choices().find(|(known, _)| *known == states) {
        Some((_, Some(state))) => lang.word(state).to_owned(),
        Some((States::OPEN, None)) => text::states_open(lang).to_owned(),
        Some(_) => text::states_all(lang).to_owned(),
        None => {
            let some = LifeState::ALL.iter().filter(|state| states.has(**state)).map(|state| lang.word(*state));
            some.collect::<Vec<_>>().join(lang.pick("、", ", "))
        }
    }
}

/// Chooses states from a list.
pub fn pick_states(app: &mut App) -> Vec<Effect> {
    let (lang, shown) = (app.lang(), app.triage.states);
    let counts = app.triage.built.counts;
    let count = |states: States| {
        LifeState::ALL.iter().filter(|state| states.has(**state)).map(|state| counts.of(*state)).sum::<u64>()
    };
    let row = |(states, _): (States, Option<LifeState>)| Row {
        label: states_word(lang, states),
        note: count(states).to_string(),
        on: states == shown,
    };
    pick::open(app, pick::Kind::States, state_choices().map(row).collect())
}

/// Shows the findings of one of the choices of states.
pub fn set_states(app: &mut App, at: usize) -> Vec<Effect> {
    app.triage.states = state_choices().nth(at).map_or(States::OPEN, |(states, _)| states);
    app.triage.filter = app.triage.filter.bare(true, false, false);
    enter(app)
}

/// Shows the next of the choices of states.
pub fn turn_states(app: &mut App, by: isize) -> Vec<Effect> {
    let choices: Vec<States> = state_choices().map(|(states, _)| states).collect();
    let at = choices.iter().position(|states| *states == app.triage.states).unwrap_or_default();
    set_states(app, (at as isize + by).rem_euclid(choices.len() as isize) as usize)
}

/// One step back inside the screen: the evidence, the marks, the filters; `None` when there is none left.
pub fn step_back(app: &mut App) -> Option<Vec<Effect>> {
    let triage = &mut app.triage;
    if triage.evidence {
        triage.evidence = false;
    } else if !triage.marks.is_empty() {
        triage.marks = std::sync::Arc::default();
    } else if triage.rule.is_some() || !triage.filter.is_empty() || triage.states != States::OPEN {
        triage.rule = None;
        triage.states = States::OPEN;
        triage.filter = Filter::default();
        return Some(enter(app));
    } else {
        return None;
    }
    Some(Vec::new())
}
