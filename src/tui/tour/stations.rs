//! The five stations: what each step says, which key it asks for, and how the screen is set for it.

use super::State;
use crate::desk::{Filter, Standing, States};
use crate::lang::pinyin;
use crate::model::{OrgKind, Pos};
use crate::programme::Verdict;
use crate::tui::app::{App, Effect, Layer, Tab, go_tab};
use crate::tui::command::Scope;
use crate::tui::{text, tree};

/// Findings looked at to find a branch that shows much.
const LOOKED_AT: usize = 2000;

/// What a step waits for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// That a command is given.
    Command(&'static str),
    /// That no layer lies over the screen.
    Closed,
    /// That something is done to findings.
    Done,
    /// That it is taken back.
    TakenBack,
}

/// What a step must find.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// A layer on top.
    Layer(Scope),
    /// Something done to findings and not taken back.
    Done,
}

/// One step of the tour.
pub struct Step {
    /// Its station, from 0.
    pub station: usize,
    /// What it waits for.
    pub asks: Asks,
    /// What it must find; a step that does not is passed over.
    pub needs: Needs,
    /// What it says.
    pub says: fn(&App, &State) -> String,
}

const fn step(station: usize, asks: Asks, needs: Needs, says: fn(&App, &State) -> String) -> Step {
    Step { station, asks, needs, says }
}

fn key<'a>(app: &'a App, id: &str) -> &'a str {
    app.keys.named(id)
}

/// Every step.
pub const STEPS: &[Step] = &[
    step(0, Asks::Command("tree.open"), Needs::Nothing, |app, _| text::tour_open(app.lang(), key(app, "tree.open"))),
    step(0, Asks::Command("meaning"), Needs::Nothing, |app, _| text::tour_meaning(app.lang(), key(app, "meaning"))),
    step(0, Asks::Closed, Needs::Layer(Scope::Meaning), |app, _| {
        text::tour_meant(app.lang(), key(app, "meaning"), key(app, "meaning.open"))
    }),
    step(1, Asks::Command("tree.enter"), Needs::Nothing, |app, _| match app.two_panes() {
        true => text::tour_branch(app.lang(), key(app, "tree.enter")),
        false => text::tour_branch_narrow(app.lang(), key(app, "tree.enter")),
    }),
    step(1, Asks::Command("detail.enter"), Needs::Nothing, |app, _| {
        text::tour_rows(app.lang(), key(app, "detail.enter"))
    }),
    step(1, Asks::Closed, Needs::Layer(Scope::Person), |app, _| {
        text::tour_person(app.lang(), key(app, "person.branch"))
    }),
    step(2, Asks::Command("triage.mark"), Needs::Nothing, |app, _| {
        text::tour_mark(app.lang(), key(app, "triage.mark"))
    }),
    step(2, Asks::Command("finding.assign"), Needs::Nothing, |app, _| {
        text::tour_assign(app.lang(), key(app, "finding.assign"))
    }),
    step(2, Asks::Done, Needs::Layer(Scope::Form), |app, _| text::tour_fill(app.lang(), key(app, "form.accept"))),
    step(2, Asks::TakenBack, Needs::Done, |app, _| text::tour_undo(app.lang(), key(app, "undo"))),
    step(3, Asks::Command("steps.open"), Needs::Nothing, |app, _| text::tour_step(app.lang(), key(app, "steps.open"))),
    step(3, Asks::Closed, Needs::Layer(Scope::Step), |app, _| text::tour_behind(app.lang(), key(app, "step.go"))),
    step(4, Asks::Command("find"), Needs::Nothing, |app, _| text::tour_search(app.lang(), key(app, "find"))),
    step(4, Asks::Command("search.go"), Needs::Layer(Scope::Search), |app, state| {
        text::tour_type(app.lang(), &state.typed, &state.label, key(app, "search.go"))
    }),
    step(4, Asks::Command("palette"), Needs::Nothing, |app, _| text::tour_help(app.lang(), key(app, "palette"))),
    step(4, Asks::Closed, Needs::Layer(Scope::Palette), |app, _| {
        text::tour_palette(app.lang(), key(app, "field.close"), key(app, "palette.run"))
    }),
];

/// What a station is called.
pub fn name(app: &App, station: usize) -> &'static str {
    let lang = app.lang();
    match station {
        0 => text::tour_tree(lang),
        1 => text::tour_weak(lang),
        2 => text::tour_triage(lang),
        3 => text::tour_steps(lang),
        _ => text::tour_find(lang),
    }
}

/// Sets the screen for a station.
pub fn stage(app: &mut App, station: usize) -> Vec<Effect> {
    app.layers.clear();
    app.scope = None;
    match station {
        0 => {
            let mut effects = in_tree(app);
            if let Some(pos) = app.standing.as_ref().and_then(|standing| committee(standing)) {
                effects.extend(tree::reveal(app, pos));
                app.tree.forest.collapse(app.tree.cursor.at);
            }
            effects
        }
        1 => {
            let mut effects = in_tree(app);
            if let Some(pos) = app.standing.as_ref().and_then(|standing| weak(standing)) {
                effects.extend(tree::reveal(app, pos));
            }
            effects
        }
        2 => {
            let triage = &mut app.triage;
            (triage.rule, triage.states, triage.filter) = (None, States::OPEN, Filter::default());
            (triage.marks, triage.evidence) = (std::sync::Arc::default(), false);
            go_tab(app, Tab::Triage)
        }
        3 => go_tab(app, Tab::Milestones),
        _ => in_tree(app),
    }
}

fn in_tree(app: &mut App) -> Vec<Effect> {
    app.tree.pane = tree::Pane::Tree;
    go_tab(app, Tab::Tree)
}

/// The first organisation below the root that has others below it, one with something weak where there is one.
fn committee(standing: &Standing) -> Option<Pos> {
    let tree = &standing.tree;
    let below = || tree.children(Pos(0)).filter(|pos| tree.has_children(*pos));
    let weak = |pos: &Pos| standing.figures(&tree.subtree(*pos)).hollow_branches > 0;
    if tree.is_empty() {
        return None;
    }
    below().find(weak).or_else(|| below().next()).or(Some(Pos(0)))
}

/// A branch with members of whom several rules find something.
fn weak(standing: &Standing) -> Option<Pos> {
    let rule = standing.rules.iter().position(|rule| rule.id == "unreported-members")?;
    let places = standing.places_of(rule, &(0..standing.tree.len()));
    let branches = places.into_iter().filter(|pos| standing.tree.kind(*pos) == OrgKind::Branch).take(LOOKED_AT);
    branches.max_by_key(|pos| (standing.rules_of(*pos).len(), std::cmp::Reverse(*pos)))
}

/// The cursor of the milestones on a step that shows something, once they are there; whether it is.
pub fn aim(app: &mut App) -> bool {
    let rows = app.milestones.rows();
    let len = rows.len();
    let of = |verdict| rows.iter().position(|row| row.verdict == verdict && row.denominator > 0);
    let of = |verdict| of(verdict).or_else(|| rows.iter().position(|row| row.verdict == verdict));
    if let Some(row) = of(Verdict::AtRisk).or_else(|| of(Verdict::Missed)) {
        app.milestones.cursor.go(row, len);
    }
    len > 0
}

/// A name to type and its initials: the last organisation with a Chinese name of some length.
pub fn example(app: &App) -> (String, String) {
    let Some(standing) = &app.standing else { return Default::default() };
    let tree = &standing.tree;
    let from = weak(standing).or_else(|| (!tree.is_empty()).then_some(Pos(0)));
    let label = from.map_or("", |pos| tree.label(tree.parent(pos).unwrap_or(pos)));
    let letters = label.chars().filter_map(pinyin::common).filter_map(|syllable| syllable.text().chars().next());
    (letters.take(5).collect(), label.to_owned())
}

/// Whether a step finds what it needs.
pub fn met(app: &App, state: &State, needs: Needs) -> bool {
    match needs {
        Needs::Nothing => true,
        Needs::Layer(scope) => app.layers.last().map(Layer::scope) == Some(scope),
        Needs::Done => state.left(app).is_some(),
    }
}

/// Asks again for what a station shows, where it is not there yet.
pub fn aimed(app: &App, at: usize) -> bool {
    STEPS.get(at).is_some_and(|step| step.asks == Asks::Command("steps.open")) && milestones_shown(app)
}

fn milestones_shown(app: &App) -> bool {
    app.tab == Tab::Milestones
        && !app.milestones.rows().is_empty()
        && !matches!(app.asked_about(), Some(Layer::Step(_)))
}
