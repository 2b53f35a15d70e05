//! The steps of a programme for one subtree: what was reached when it was due, where it stands, what is still to be done.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Result, anyhow};

use super::{Desk, FewestUnits, Standing};
use crate::judge::{Fact, Scope};
use crate::model::{Instant, OrgId, Pos};
use crate::programme::{
    Chance, Forecast, Frozen, LatestStart, Programme, Step, Task, Value, Verdict, forecast, latest_start,
    required_pace, value, verdict,
};

/// Standings of other instants kept for the next question: so many organisations in all, and two standings at least.
const KEPT: usize = 262_144;

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
    /// Where it will stand when it is due; `None` where that cannot be told.
    pub forecast: Option<Forecast>,
    /// The last day to begin, while it is neither due nor reached.
    pub latest_start: Option<LatestStart>,
    /// How few units are enough, while it is not reached.
    pub fewest: Option<FewestUnits>,
}

impl Desk {
    /// Every step of a programme for a subtree, in the order of the programme.
    ///
    /// Steps that fell due are judged by the register as of their due instant, and what is found is frozen once the
    /// register's present has passed it. Reads all rows once for each due instant that is not frozen yet, and once for each
    /// instant before the present that a forecast looks at.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn milestones(&self, programme: &Programme, scope: Option<Pos>) -> Result<Vec<StepStanding>> {
        let standing = self.standing(&|_| {})?;
        let (of, org) = (scope, scope.map_or(OrgId(u32::MAX), |pos| standing.tree.id(pos)));
        let scope = scope.map_or(0..standing.tree.len(), |pos| standing.tree.subtree(pos));
        let steps = || {
            let tasks = programme.tasks.iter().enumerate();
            tasks.flat_map(|(task, of)| of.steps.iter().enumerate().map(move |(at, step)| (task, at, step)))
        };
        let told = programme.steps().map(|step| self.standing_for(step)).collect::<Result<Vec<_>>>()?;
        let now: Vec<Option<Value>> =
            programme.steps().zip(&told).map(|(step, told)| told.value(step, &scope)).collect();
        let due = self.at_due(programme, org, &scope, &standing)?;
        let before = self.outlook(programme, of, &standing)?;
        let least = standing.rule_set.params().at(standing.at).value("on_course_percent").unwrap_or(50) as f64 / 100.0;
        let standings =
            steps().zip(now.into_iter().zip(told)).zip(due).zip(before).map(|(((row, told), due), mut points)| {
                let ((task, at, step), (now, told), (at_due, frozen)) = (row, told, due);
                points.extend(now.map(|now| (standing.at, now)));
                let open = now.filter(|_| standing.at < step.due_at());
                let forecast = open.and_then(|_| forecast(step, &points));
                let chance = forecast.map(|forecast| Chance { probability: forecast.probability, least });
                StepStanding {
                    task,
                    step: at,
                    now,
                    at_due,
                    frozen,
                    verdict: verdict(step, at_due, now, chance, standing.at),
                    needed_per_day: open.and_then(|now| required_pace(step, &now, standing.at)),
                    forecast,
                    latest_start: open.and_then(|_| latest_start(step, &points)),
                    fewest: now.and_then(|_| told.fewest_units(step, of)),
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
        if missing.iter().any(|due| *due != standing.at) {
            self.past(standing.at, &missing.iter().copied().filter(|due| *due != standing.at).collect::<Vec<_>>())?;
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

    /// The register as it tells a step: as of the instant shown, or of the end of the month that the step is about.
    pub(super) fn standing_for(&self, step: &Step) -> Result<Arc<Standing>> {
        let standing = self.standing(&|_| {})?;
        let told = step.told_at(standing.at);
        if told == standing.at || step.measure.is_none() {
            return Ok(standing);
        }
        self.past(standing.at, &[told])?;
        self.other_standing(told)
    }

    /// `None` where the instant is the one of the standing itself.
    fn standing_then(&self, at: Instant, standing: &Standing) -> Result<Option<Arc<Standing>>> {
        if at == standing.at { Ok(None) } else { self.other_standing(at).map(Some) }
    }

    pub(super) fn other_standing(&self, at: Instant) -> Result<Arc<Standing>> {
        let mut kept = self.others.lock().map_err(|_| anyhow!("another thread stopped"))?;
        if let Some(found) = kept.iter().find(|standing| standing.at == at) {
            return Ok(Arc::clone(found));
        }
        let standing = self.kept_standing(at)?;
        let standing = Arc::new(standing.map_or_else(|| self.standing_at(at), Ok)?);
        if kept.len() >= (KEPT / standing.tree.len().max(1)).clamp(2, 16) {
            kept.remove(0);
        }
        kept.push(Arc::clone(&standing));
        Ok(standing)
    }
}

impl Standing {
    /// The value of a step in a range.
    pub fn value(&self, step: &Step, scope: &Scope) -> Option<Value> {
        value(step, &self.facts, &self.judged, &self.tree, &self.rule_set, scope)
    }
}

fn value_of(frozen: &Frozen) -> Option<Value> {
    Some(Value::of(frozen.numerator?, frozen.denominator))
}

/// The task and step of a standing.
pub fn step_of<'a>(programme: &'a Programme, standing: &StepStanding) -> Option<(&'a Task, &'a Step)> {
    let task = programme.tasks.get(standing.task)?;
    Some((task, task.steps.get(standing.step)?))
}
