//! How one step went, day by day as the register remembers it, and where it goes for each child.

use std::collections::BTreeMap;

use anyhow::Result;

use super::{Desk, Standing, Trend};
use crate::model::{Instant, Pos};
use crate::programme::{Count, Forecast, Measure, Programme, Step, Target, Value, forecast, looks, required_pace};

/// The course of a step in one subtree.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// What must be reached.
    pub target: Target,
    /// The last second in time.
    pub due: Instant,
    /// The values measured, oldest first; the last one is that of the instant shown.
    pub points: Vec<(Instant, Value)>,
    /// Where it will stand when it is due, while it is open.
    pub forecast: Option<Forecast>,
    /// How much a day it must move to be in time, while it is open and not reached.
    pub needed_per_day: Option<f64>,
    /// The children that have a value, those least likely to be in time first.
    pub units: Vec<UnitCourse>,
}

/// Where one child goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitCourse {
    /// The child.
    pub pos: Pos,
    /// Its value now.
    pub now: Value,
    /// Whether that reaches the target; `None` where it says nothing.
    pub reached: Option<bool>,
    /// Where it will stand; `None` for one that has not moved, for a [`single`](Self::single) one, and once the step is due.
    pub forecast: Option<Forecast>,
    /// Whether it is one organisation of which the step says yes or no: there is no pace between the two.
    pub single: bool,
}

impl UnitCourse {
    /// How likely it reaches the target: what has reached it is taken to keep it.
    pub fn chance(&self) -> Option<f64> {
        match self.reached {
            Some(true) => Some(1.0),
            Some(false) => self.forecast.map(|forecast| forecast.probability),
            None => None,
        }
    }

    /// Whether it will miss the step as things go: not reached, and less likely than not to be.
    pub fn misses(&self) -> bool {
        self.reached == Some(false) && self.chance().is_none_or(|chance| chance < 0.5)
    }
}

impl Desk {
    /// The course of a step: the days that the register remembers, the weeks that the forecast is made from, and now.
    ///
    /// What is kept of the weeks is read; what is not is worked out and kept, a second or two at province scale. Ends early
    /// once `stop` says so.
    ///
    /// # Errors
    /// A register that cannot be read, or nobody who waits.
    pub fn course(
        &self,
        programme: &Programme,
        step: &Step,
        scope: Option<Pos>,
        stop: &dyn Fn() -> bool,
    ) -> Result<Course> {
        let standing = self.standing(&|_| {})?;
        let told = self.standing_for(step)?;
        let mut points: BTreeMap<Instant, Value> = BTreeMap::new();
        if let Some(measure) = &step.measure {
            points.extend(self.remembered(measure, scope)?);
        }
        anyhow::ensure!(!stop(), "nobody waits any more");
        let at = programme.steps().position(|other| other.id == step.id);
        let weeks = self.outlook(programme, scope, &standing)?;
        let recent = at.and_then(|at| weeks.get(at)).cloned().unwrap_or_default();
        let now = told.value(step, &told.range(scope));
        let open = standing.at < step.due_at();
        let mut seen = recent.clone();
        seen.extend(now.map(|now| (standing.at, now)));
        points.extend(recent);
        points.retain(|at, _| *at < standing.at);
        points.extend(now.map(|now| (standing.at, now)));
        anyhow::ensure!(!stop(), "nobody waits any more");
        Ok(Course {
            target: step.target,
            due: step.due_at(),
            points: points.into_iter().collect(),
            forecast: open.then(|| forecast(step, &seen)).flatten(),
            needed_per_day: now.filter(|_| open).and_then(|now| required_pace(step, &now, standing.at)),
            units: self.unit_courses(programme, step, scope, (&standing, &told), stop)?,
        })
    }

    /// The values on the days that the register remembers, where the measure is made of counts: those of the organisations
    /// that it is confined to, by the present tree. What asks single organisations (the least of a fact, when each was
    /// founded, who had declared) has the weeks of the forecast only: a snapshot keeps sums, and reading each whole would
    /// make whoever looks wait.
    fn remembered(&self, measure: &Measure, scope: Option<Pos>) -> Result<Vec<(Instant, Value)>> {
        let standing = self.standing(&|_| {})?;
        let Some(runs) = measure.runs(&standing.tree, &standing.range(scope)) else { return Ok(Vec::new()) };
        let both = |part: Trend, whole: Trend, value: &dyn Fn(u64, u64) -> Value| -> Result<Vec<(Instant, Value)>> {
            let (part, whole) = (self.trend_of(part, &runs)?, self.trend_of(whole, &runs)?);
            let whole: BTreeMap<Instant, u64> = whole.into_iter().collect();
            Ok(part.into_iter().filter_map(|(at, part)| Some((at, value(part, *whole.get(&at)?)))).collect())
        };
        match &measure.count {
            Count::Findings { rule, .. } => {
                let Some(rule) = self.rules().find(rule) else { return Ok(Vec::new()) };
                let points = self.trend_of(Trend::Rule(rule), &runs)?;
                Ok(points.into_iter().map(|(at, count)| (at, Value::count(count))).collect())
            }
            Count::Rate { num, of } => both(Trend::Fact(*num), Trend::Fact(*of), &Value::rate),
            Count::Sound { rule, of, .. } => {
                let Some(rule) = self.rules().find(rule) else { return Ok(Vec::new()) };
                both(Trend::Rule(rule), Trend::Fact(*of), &|bad, of| Value::rate(of.saturating_sub(bad), of))
            }
            Count::Average { num, of, per } => {
                both(Trend::Fact(*num), Trend::Fact(*of), &|num, of| Value::rate(num / per.max(&1), of))
            }
            Count::Least { .. } | Count::Founded { .. } | Count::Attested { .. } => Ok(Vec::new()),
        }
    }

    fn unit_courses(
        &self,
        programme: &Programme,
        step: &Step,
        scope: Option<Pos>,
        (standing, told): (&Standing, &Standing),
        stop: &dyn Fn() -> bool,
    ) -> Result<Vec<UnitCourse>> {
        let open = standing.at < step.due_at();
        let print = self.print(programme)?;
        let mut units = Vec::new();
        for (pos, now) in told.children_in(step, scope) {
            let reached = step.target.reached(&now);
            let mut seen = Vec::new();
            // One organisation has all of it or nothing: of a share of many things, such as its members, there is a pace.
            let single = !told.tree.has_children(pos) && now.denominator.is_none_or(|of| of <= 1);
            if open && reached == Some(false) && !single {
                for at in looks(standing.at) {
                    anyhow::ensure!(!stop(), "nobody waits any more");
                    let then = self.value_then((programme, step), (scope, pos), at, print)?;
                    seen.extend(then.map(|value| (at, value)));
                }
                seen.push((standing.at, now));
            }
            units.push(UnitCourse { pos, now, reached, forecast: forecast(step, &seen), single });
        }
        let rank = |unit: &UnitCourse| match unit.reached {
            Some(false) => unit.chance().unwrap_or_default(),
            Some(true) => 2.0,
            None => 3.0,
        };
        units.sort_by(|one, other| rank(one).total_cmp(&rank(other)).then(one.pos.cmp(&other.pos)));
        Ok(units)
    }
}
