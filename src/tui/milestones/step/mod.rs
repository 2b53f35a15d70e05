//! One step opened: who is behind, level by level down to the branch, and whom to call first.

mod table;
mod view;

use super::course;
use crate::model::Pos;
use crate::tui::app::{Answer, App, Effect, Layer, Slot, Tab, go_tab, jump};
use crate::tui::command::Reason;
use crate::tui::source::{StepPage, StepRow, UnitRow};
use crate::tui::tree;
use crate::tui::widget::Cursor;

pub use view::view;

/// What of a step is listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The children that are behind.
    #[default]
    Children,
    /// The fewest single organisations whose repair is enough.
    First,
    /// The responsible bodies.
    Bodies,
}

impl Part {
    /// In the order of the tabs.
    pub const ALL: [Self; 3] = [Self::Children, Self::First, Self::Bodies];
}

/// A subtree that was gone down to.
#[derive(Clone, Debug)]
pub struct Level {
    /// Its root.
    pub scope: Pos,
    /// How it stands; `None` for the subtree of the screen, whose numbers are those of the step.
    pub unit: Option<UnitRow>,
    /// The row that was left to go down.
    left: usize,
}

/// The state of the layer.
pub struct Step {
    /// The step.
    pub row: Box<StepRow>,
    /// Its programme.
    pub programme: String,
    /// The subtrees gone down to, that of the screen first.
    pub levels: Vec<Level>,
    /// Who is behind in the last of them, once it is known.
    pub page: Option<StepPage>,
    /// What is listed.
    pub part: Part,
    /// The cursor of the list.
    pub cursor: Cursor,
}

impl Step {
    /// The subtree shown.
    pub fn scope(&self) -> Option<Pos> {
        self.levels.last().map(|level| level.scope)
    }

    /// How many rows a part has.
    pub fn len_of(&self, part: Part) -> usize {
        self.page.as_ref().map_or(0, |page| match part {
            Part::Children => page.units.len(),
            Part::First => page.first.len(),
            Part::Bodies => page.bodies.len(),
        })
    }

    /// How many rows are listed.
    pub fn len(&self) -> usize {
        self.len_of(self.part)
    }

    /// Takes the page in.
    pub fn take(&mut self, page: StepPage) {
        self.page = Some(page);
        let (len, at) = (self.len(), self.cursor.at);
        self.cursor.go(at, len);
    }

    /// The children that are behind, once they are known.
    pub fn units(&self) -> &[UnitRow] {
        self.page.as_ref().map_or(&[], |page| &page.units)
    }

    /// The organisation under the cursor.
    pub fn current(&self) -> Option<Pos> {
        let page = self.page.as_ref()?;
        match self.part {
            Part::Children => page.units.get(self.cursor.at).map(|unit| unit.pos),
            Part::First => page.first.get(self.cursor.at).map(|(pos, _)| *pos),
            Part::Bodies => None,
        }
    }
}

fn layer(app: &mut App) -> Option<&mut Step> {
    app.layers.iter_mut().rev().find_map(|layer| if let Layer::Step(step) = layer { Some(step) } else { None })
}

fn shown(app: &App) -> Option<&Step> {
    app.asked_about().and_then(|layer| if let Layer::Step(step) = layer { Some(step) } else { None })
}

/// Opens the step under the cursor: its words and who is behind.
pub fn open(app: &mut App) -> Vec<Effect> {
    let at = app.milestones.cursor.at;
    open_at(app, at)
}

/// Opens one of the steps listed.
pub fn open_at(app: &mut App, at: usize) -> Vec<Effect> {
    let Some(shown) = &app.milestones.shown else { return Vec::new() };
    let Some(row) = shown.rows.get(at).cloned() else { return Vec::new() };
    let step = Step {
        row: Box::new(row),
        programme: shown.programme.clone(),
        levels: vec![Level { scope: shown.scope, unit: None, left: 0 }],
        page: None,
        part: Part::default(),
        cursor: Cursor::default(),
    };
    app.layers.push(Layer::Step(step));
    ask(app)
}

/// Asks for the page of the step that is open, and for its course.
pub fn ask(app: &mut App) -> Vec<Effect> {
    let Some(open) = layer(app) else { return Vec::new() };
    let Some(scope) = open.scope() else { return Vec::new() };
    let (programme, step) = (open.programme.clone(), open.row.step.clone());
    let valued = !open.row.value.is_empty();
    let of = step.clone();
    let mut effects =
        app.ask(Slot::Units, move |source, _, _| Answer::Units(source.step_page(&programme, &of, scope).map(Box::new)));
    if valued {
        effects.extend(course::ask(app, &step, scope));
    }
    effects
}

/// Goes down: into the child under the cursor, or to the rows of one without children.
pub fn down(app: &mut App) -> Vec<Effect> {
    let Some((standing, pos)) = app.standing.clone().zip(unit(app)) else { return Vec::new() };
    let Some(open) = layer(app) else { return Vec::new() };
    if open.part != Part::Children || !standing.tree.has_children(pos) {
        return rows(app, pos);
    }
    let unit = open.page.as_ref().and_then(|page| page.units.get(open.cursor.at)).cloned();
    if let Some(level) = open.levels.last_mut() {
        level.left = open.cursor.at;
    }
    open.levels.push(Level { scope: pos, unit, left: 0 });
    open.page = None;
    open.cursor = Cursor::default();
    ask(app)
}

// The rows of an organisation: a branch's members, any other's children.
fn rows(app: &mut App, pos: Pos) -> Vec<Effect> {
    let effects = jump(app, pos);
    app.tree.pane = tree::Pane::Detail;
    effects
}

/// Goes up to the subtree that was left.
pub fn up(app: &mut App) -> Vec<Effect> {
    let Some(open) = layer(app) else { return Vec::new() };
    open.levels.pop();
    open.page = None;
    open.cursor = Cursor::default();
    // The row is there once the page is.
    open.cursor.at = open.levels.last().map_or(0, |level| level.left);
    ask(app)
}

/// Whether one was gone down.
///
/// # Errors
/// None was.
pub fn below(app: &App) -> Result<(), Reason> {
    match shown(app) {
        Some(step) if step.levels.len() > 1 => Ok(()),
        _ => Err(Reason::new("已是范围的最上级", "this is the top of the scope")),
    }
}

/// Lists the next part.
pub fn turn(app: &mut App, by: usize) -> Vec<Effect> {
    if let Some(open) = layer(app) {
        let at = Part::ALL.iter().position(|part| *part == open.part).unwrap_or_default();
        open.part = Part::ALL[(at + by) % Part::ALL.len()];
        open.cursor = Cursor::default();
    }
    Vec::new()
}

/// The organisation under the cursor of an open step.
pub fn unit(app: &App) -> Option<Pos> {
    shown(app).and_then(Step::current)
}

/// Opens it in the tree.
pub fn go(app: &mut App) -> Vec<Effect> {
    match unit(app) {
        Some(pos) => jump(app, pos),
        None => Vec::new(),
    }
}

fn rule(app: &App) -> Option<usize> {
    let (step, standing) = (shown(app)?, app.standing.as_ref()?);
    let id = step.row.rule.as_deref()?;
    standing.rules.iter().position(|rule| rule.id == id)
}

/// Whether a rule finds what is missing.
///
/// # Errors
/// None does.
pub fn told(app: &App) -> Result<(), Reason> {
    match rule(app) {
        Some(_) => Ok(()),
        None => Err(Reason::new("没有哪条规则逐条列出它", "no rule lists it one by one")),
    }
}

/// The findings behind the number: those of its rule in what is under the cursor, or in all that is shown.
pub fn findings(app: &mut App) -> Vec<Effect> {
    let Some(rule) = rule(app) else { return Vec::new() };
    let scope = unit(app).or_else(|| shown(app).and_then(Step::scope));
    app.scope = scope;
    app.triage.rule = Some(rule);
    go_tab(app, Tab::Triage)
}

/// After a step was closed: nobody waits for its units.
pub fn closed(app: &mut App) -> Vec<Effect> {
    app.work.stop(Slot::Units);
    course::under_cursor(app)
}
