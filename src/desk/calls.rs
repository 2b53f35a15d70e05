//! Who to phone first: the fewest units whose repair reaches a step's target, and the flags of units.

use anyhow::Result;
use compact_str::CompactString;

use super::{Desk, Standing};
use crate::judge::{Fact, Scope};
use crate::model::Pos;
use crate::programme::{
    Done, Fewest, Flag, FlagThresholds, Kin, Programme, Step, Value, fewest, flags, shortfall, shortfalls, together,
};

/// One child of an organisation in a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitStanding {
    /// The child.
    pub pos: Pos,
    /// Its value.
    pub value: Value,
    /// How many of what the step counts are missing from the target.
    pub behind: u64,
    /// Its flag.
    pub flag: Option<Flag>,
    /// Whether it is one of the fewest whose repair reaches the target of the whole.
    pub first: bool,
}

/// How few units are enough to reach a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FewestUnits {
    /// How many of what the step counts are missing.
    pub missing: u64,
    /// How many of the direct children, each with all below it.
    pub children: usize,
    /// How many single organisations.
    pub organisations: usize,
}

/// A responsible body in a step: the organisations that are such a body, together.
#[derive(Clone, Debug, PartialEq)]
pub struct BodyStanding {
    /// The body's id.
    pub body: CompactString,
    /// How many organisations are such a body.
    pub units: usize,
    /// How many of them have not reached the target.
    pub behind: usize,
    /// Their value together.
    pub value: Value,
    /// The fewest of them whose repair reaches the target for all of them together; `None` where it is reached.
    pub fewest: Option<usize>,
}

impl Desk {
    /// The children of an organisation in a step, those furthest behind first; only such as have a value.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn step_units(&self, step: &Step, scope: Option<Pos>) -> Result<Vec<UnitStanding>> {
        let standing = self.standing_for(step)?;
        let valued = standing.children_in(step, scope);
        let first = standing.first_children(step, scope).map(|fewest| fewest.units).unwrap_or_default();
        let done: Vec<Done> = valued.iter().map(|(pos, value)| standing.done(step, *pos, value)).collect();
        let thresholds = FlagThresholds::at(standing.rule_set.params(), standing.at);
        let flags = flags(&done, self.at() >= step.due_at(), thresholds);
        let mut units: Vec<UnitStanding> = valued
            .into_iter()
            .zip(flags)
            .map(|((pos, value), flag)| UnitStanding {
                pos,
                value,
                behind: step.target.missing(&value).map_or(0, |(missing, _)| missing),
                flag,
                first: first.iter().any(|(unit, _)| *unit == pos),
            })
            .collect();
        units.sort_by_key(|unit| (std::cmp::Reverse(unit.behind), unit.pos));
        Ok(units)
    }

    /// The single organisations to mend first so that a step is reached, the largest shortfall first.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn first_organisations(&self, step: &Step, scope: Option<Pos>) -> Result<Option<Fewest<Pos>>> {
        Ok(self.standing_for(step)?.first_organisations(step, scope))
    }

    /// A step by those responsible bodies of which we can tell the organisations.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn step_bodies(&self, programme: &Programme, step: &Step, scope: Option<Pos>) -> Result<Vec<BodyStanding>> {
        let standing = self.standing_for(step)?;
        let range = standing.range(scope);
        let bodies = step.responsible.iter().filter_map(|id| Some((id, programme.bodies.get(id)?.orgs.as_ref()?)));
        Ok(bodies.filter_map(|(id, kin)| standing.body(step, id, kin, &range)).collect())
    }
}

impl Standing {
    pub(super) fn range(&self, scope: Option<Pos>) -> Scope {
        scope.map_or(0..self.tree.len(), |pos| self.tree.subtree(pos))
    }

    pub(super) fn children_in(&self, step: &Step, scope: Option<Pos>) -> Vec<(Pos, Value)> {
        let children: Vec<Pos> = match scope {
            Some(pos) => self.tree.children(pos).collect(),
            None => self.tree.roots().collect(),
        };
        let existing = children.into_iter().filter(|pos| self.tree.exists(*pos, self.at));
        existing.filter_map(|pos| Some((pos, self.value(step, &self.tree.subtree(pos))?))).collect()
    }

    fn first_children(&self, step: &Step, scope: Option<Pos>) -> Option<Fewest<Pos>> {
        let whole = self.value(step, &self.range(scope))?;
        let (_, rises) = step.target.missing(&whole)?;
        let children = self.children_in(step, scope);
        fewest(step.target, &whole, children.iter().filter_map(|(pos, value)| Some((*pos, shortfall(value, rises)?))))
    }

    fn first_organisations(&self, step: &Step, scope: Option<Pos>) -> Option<Fewest<Pos>> {
        let range = self.range(scope);
        let whole = self.value(step, &range)?;
        let (_, rises) = step.target.missing(&whole)?;
        // What is to fall is a count of findings; a rate that is to fall has no shortfall of single organisations.
        if !rises && whole.denominator.is_some() {
            return None;
        }
        let own = shortfalls(step, &self.facts, &self.judged, &self.tree, &self.rule_set, &range);
        fewest(step.target, &whole, own)
    }

    /// How few units are enough; `None` where the target is reached or units do not tell.
    pub(super) fn fewest_units(&self, step: &Step, scope: Option<Pos>) -> Option<FewestUnits> {
        let organisations = self.first_organisations(step, scope)?;
        let children = self.first_children(step, scope)?;
        Some(FewestUnits {
            missing: organisations.missing,
            children: children.units.len(),
            organisations: organisations.units.len(),
        })
    }

    /// How much of the work a unit has done: its value's share of the target; where findings are to go, the share of its
    /// organisations without one.
    fn done(&self, step: &Step, pos: Pos, value: &Value) -> Done {
        let reached = step.target.reached(value);
        let (low, high) = step.target.bounds();
        let share = match (reached, value.value) {
            (Some(true), _) => 1.0,
            (_, None) => 0.0,
            (_, Some(have)) if have < low => have / low,
            (_, Some(have)) if value.denominator.is_some() => high / have,
            (_, Some(have)) => {
                let orgs = self.facts.total(Fact::Orgs, &self.tree.subtree(pos)).max(1);
                1.0 - (have - high) / orgs as f64
            }
        };
        Done { reached, share: share.clamp(0.0, 1.0) }
    }

    fn body(&self, step: &Step, id: &CompactString, kin: &Kin, range: &Scope) -> Option<BodyStanding> {
        let units: Vec<(Pos, Value)> = kin
            .find(&self.tree, range, self.at)
            .into_iter()
            .filter_map(|pos| Some((pos, self.value(step, &self.tree.subtree(pos))?)))
            .collect();
        let whole = together(step, units.iter().map(|(_, value)| *value))?;
        let rises = step.target.missing(&whole).is_some_and(|(_, rises)| rises);
        let short = units.iter().filter_map(|(pos, value)| Some((*pos, shortfall(value, rises)?)));
        Some(BodyStanding {
            body: id.clone(),
            units: units.len(),
            behind: units.iter().filter(|(_, value)| step.target.reached(value) == Some(false)).count(),
            fewest: fewest(step.target, &whole, short).map(|fewest| fewest.units.len()),
            value: whole,
        })
    }
}
