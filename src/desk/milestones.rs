//! The steps of a programme for one subtree: what was reached when it was due, where it stands, what is still to be done.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Result, anyhow};

use super::{Desk, Standing};
use crate::judge::{Fact, Scope};
use crate::model::{Instant, OrgId, Pos};
use crate::programme::{Frozen, Pace, Programme, Step, Task, Value, Verdict, required_pace, value, verdict};

/// The stretch from which the recent pace is taken, in days.
const PACE_DAYS: i64 = 7;
/// Standings of other instants kept for the next question.
const KEPT: usize = 2;

/// How one step stands.
#[derive(Clone, Debug, PartialEq)]
pub struct StepStanding {
    /// The task's place in the programme.
    pub task: usize,
    /// The step's place in the task.
    pub step: usize,
    /// The value at the instant shown.
    pub now: Option<Value>,
    /// The value at the due instant, once it has passed.
    pub at_due: Option<Value>,
    /// Whether that value was frozen when it was due, and not worked out later from rows that may have been corrected.
    pub frozen: bool,
    /// How it stands.
    pub verdict: Verdict,
    /// How much a day the value must move to reach the target in time.
    pub needed_per_day: Option<f64>,
}

/// One child of an organisation in a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitStanding {
    /// The child.
    pub pos: Pos,
    /// Its value.
    pub value: Value,
    /// How many of what the step counts are missing from the target.
    pub behind: u64,
}

impl Desk {
    /// Every step of a programme for a subtree, in the order of the programme.
    ///
    /// Steps that fell due are judged by the register as of their due instant, and what is found is frozen once the
    /// register's present has passed it. Reads all rows once for each due instant that is not frozen yet.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn milestones(&self, programme: &Programme, scope: Option<Pos>) -> Result<Vec<StepStanding>> {
        let standing = self.standing(&|_| {})?;
        let org = scope.map_or(OrgId(u32::MAX), |pos| standing.tree.id(pos));
        let scope = scope.map_or(0..standing.tree.len(), |pos| standing.tree.subtree(pos));
        let steps = || {
            let tasks = programme.tasks.iter().enumerate();
            tasks.flat_map(|(task, of)| of.steps.iter().enumerate().map(move |(at, step)| (task, at, step)))
        };
        let now: Vec<Option<Value>> = steps().map(|(_, _, step)| standing.value(step, &scope)).collect();
        let due = self.at_due(programme, org, &scope, &standing)?;
        let paces = self.paces(steps().map(|(_, _, step)| step).zip(&now), &scope, &standing)?;
        let standings =
            steps().zip(now).zip(due).zip(paces).map(|((((task, at, step), now), (at_due, frozen)), pace)| {
                StepStanding {
                    task,
                    step: at,
                    now,
                    at_due,
                    frozen,
                    verdict: verdict(step, at_due, now, pace, standing.at),
                    needed_per_day: now.as_ref().and_then(|now| required_pace(step, now, standing.at)),
                }
            });
        Ok(standings.collect())
    }

    /// For every step its value at the due instant, and whether it was frozen then.
    fn at_due(
        &self,
        programme: &Programme,
        org: OrgId,
        scope: &Scope,
        standing: &Standing,
    ) -> Result<Vec<(Option<Value>, bool)>> {
        let key = |step: &Step| format!("{}/{}/{}", programme.id, step.id, org.0);
        let mut found = Vec::new();
        let mut missing = BTreeSet::new();
        for step in programme.steps() {
            let due = step.due_at();
            let kept: Option<Frozen> = match due <= standing.at && step.measure.is_some() {
                true => self.register().verdict(&key(step))?,
                false => None,
            };
            if kept.is_none() && due <= standing.at && step.measure.is_some() {
                missing.insert(due);
            }
            found.push((kept.as_ref().and_then(value_of), kept.is_some()));
        }
        for due in missing {
            let then = self.standing_then(due, standing)?;
            let judged = then.as_deref().unwrap_or(standing);
            // Nothing is frozen while a roster is still to come: a verdict without members or cadres would stand for ever.
            let meta = self.register().meta();
            let whole = meta.members > 0 && meta.posts > 0 && judged.facts.total(Fact::Orgs, scope) > 0;
            let mut freeze = Vec::new();
            for (step, found) in programme.steps().zip(&mut found) {
                if step.due_at() != due || step.measure.is_none() || found.1 {
                    continue;
                }
                found.0 = judged.value(step, scope);
                let frozen = Frozen::take(&programme.id, step, org, found.0, self.present());
                freeze.extend(frozen.filter(|_| whole).map(|frozen| (key(step), frozen)));
            }
            self.register().freeze(&freeze)?;
        }
        Ok(found)
    }

    /// The recent pace of every step that is not due and not reached.
    fn paces<'a>(
        &self,
        steps: impl Iterator<Item = (&'a Step, &'a Option<Value>)>,
        scope: &Scope,
        standing: &Standing,
    ) -> Result<Vec<Option<Pace>>> {
        let before = Instant(standing.at.0 - PACE_DAYS * 86_400);
        let mut then = None;
        steps
            .map(|(step, now)| {
                let Some(now) = now.filter(|now| step.target.reached(now) == Some(false)) else { return Ok(None) };
                if step.due_at() <= standing.at {
                    return Ok(None);
                }
                let earlier = match &then {
                    Some(then) => Arc::clone(then),
                    None => {
                        let standing = self.other_standing(before)?;
                        Arc::clone(then.insert(standing))
                    }
                };
                let value = earlier.value(step, scope);
                Ok(value.and_then(|value| Pace::between((before, value), (standing.at, now))))
            })
            .collect()
    }

    /// `None` where the instant is the one of the standing itself.
    fn standing_then(&self, at: Instant, standing: &Standing) -> Result<Option<Arc<Standing>>> {
        if at == standing.at { Ok(None) } else { self.other_standing(at).map(Some) }
    }

    fn other_standing(&self, at: Instant) -> Result<Arc<Standing>> {
        let mut kept = self.others.lock().map_err(|_| anyhow!("another thread stopped"))?;
        if let Some(found) = kept.iter().find(|standing| standing.at == at) {
            return Ok(Arc::clone(found));
        }
        let standing = Arc::new(self.standing_at(at)?);
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push(Arc::clone(&standing));
        Ok(standing)
    }

    /// The children of an organisation in a step, those furthest behind first; only such as have a value.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn step_units(&self, step: &Step, scope: Option<Pos>) -> Result<Vec<UnitStanding>> {
        let standing = self.standing(&|_| {})?;
        let tree = &standing.tree;
        let children: Vec<Pos> = match scope {
            Some(pos) => tree.children(pos).collect(),
            None => tree.roots().collect(),
        };
        let mut units: Vec<UnitStanding> = children
            .into_iter()
            .filter(|pos| tree.exists(*pos, standing.at))
            .filter_map(|pos| {
                let value = standing.value(step, &tree.subtree(pos))?;
                Some(UnitStanding { pos, value, behind: behind(step, &value) })
            })
            .collect();
        units.sort_by_key(|unit| (std::cmp::Reverse(unit.behind), unit.pos));
        Ok(units)
    }
}

impl Standing {
    /// The value of a step in a range.
    pub fn value(&self, step: &Step, scope: &Scope) -> Option<Value> {
        value(step, &self.facts, &self.judged, &self.tree, &self.rule_set, scope)
    }
}

/// How many of what a step counts are missing from its target: findings too many, or members, cadres, branches too few.
fn behind(step: &Step, value: &Value) -> u64 {
    if step.target.reached(value) != Some(false) {
        return 0;
    }
    let wanted = step.target.value() * value.denominator.map_or(1.0, |of| of as f64);
    (wanted - value.numerator as f64).abs().ceil() as u64
}

fn value_of(frozen: &Frozen) -> Option<Value> {
    let numerator = frozen.numerator?;
    Some(match frozen.denominator {
        Some(of) => Value::rate(numerator, of),
        None => Value::count(numerator),
    })
}

/// The task and step of a standing.
pub fn step_of<'a>(programme: &'a Programme, standing: &StepStanding) -> Option<(&'a Task, &'a Step)> {
    let task = programme.tasks.get(standing.task)?;
    Some((task, task.steps.get(standing.step)?))
}
