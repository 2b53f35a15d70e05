//! The values of the last weeks, from which a forecast is made: worked out once for each instant and kept.

use std::collections::BTreeMap;

use anyhow::Result;
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::{Desk, Standing};
use crate::model::{Instant, OrgId, Pos, stable_hash};
use crate::programme::{Programme, Step, Value, looks};

/// The number of this way of working values out: another one, another number.
const VERSION: u32 = 2;

/// A value as it is kept: the number or part, and the whole.
type Parts = (u64, Option<u64>);

/// The values of every step of a programme for one organisation at one instant.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// What they depend on besides the rows: rules, parameters and measures.
    print: u64,
    values: Vec<Option<Parts>>,
}

impl Desk {
    /// For every step of a programme its values at the instants before the one shown, oldest first.
    ///
    /// Nothing where no step is open. Each instant is read once for an organisation and its children, a second or two at
    /// province scale; from then on it is one look-up, until the next generation of the register.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub(super) fn outlook(
        &self,
        programme: &Programme,
        scope: Option<Pos>,
        standing: &Standing,
    ) -> Result<Vec<Vec<(Instant, Value)>>> {
        let steps = programme.steps().count();
        let mut series = vec![Vec::new(); steps];
        if !programme.steps().any(|step| step.measure.is_some() && step.due_at() > standing.at) {
            return Ok(series);
        }
        let print = self.print(programme)?;
        let mut missing = Vec::new();
        let mut known = BTreeMap::new();
        for at in looks(standing.at) {
            let kept: Option<Kept> = self.register().kept_values(&key(programme, at, self.kept_as(scope)?))?;
            match kept.filter(|kept| kept.print == print && kept.values.len() == steps) {
                Some(kept) => drop(known.insert(at, kept.values)),
                None => missing.push(at),
            }
        }
        if !missing.is_empty() {
            self.past(standing.at, &missing)?;
        }
        for at in missing {
            let then = self.other_standing(at)?;
            known.insert(at, self.keep_values(programme, &then, print, scope)?);
        }
        for (at, values) in known {
            for (series, value) in series.iter_mut().zip(values) {
                series.extend(value.map(|(numerator, denominator)| (at, Value::of(numerator, denominator))));
            }
        }
        Ok(series)
    }

    /// The value of one step for a child of `scope` at an earlier instant: as it was kept, or worked out and kept with those
    /// of all its siblings.
    pub(super) fn value_then(
        &self,
        (programme, step): (&Programme, &Step),
        (scope, child): (Option<Pos>, Pos),
        at: Instant,
        print: u64,
    ) -> Result<Option<Value>> {
        let Some(place) = programme.steps().position(|other| other.id == step.id) else { return Ok(None) };
        let key = key(programme, at, self.kept_as(Some(child))?);
        let kept = || -> Result<Option<Kept>> {
            let kept: Option<Kept> = self.register().kept_values(&key)?;
            Ok(kept.filter(|kept| kept.print == print))
        };
        let mut found = kept()?;
        if found.is_none() {
            self.past(self.at(), &[at])?;
            self.keep_values(programme, &*self.other_standing(at)?, print, scope)?;
            found = kept()?;
        }
        let value = found.and_then(|kept| kept.values.get(place).copied().flatten());
        Ok(value.map(|(numerator, denominator)| Value::of(numerator, denominator)))
    }

    /// Keeps the values of an organisation and of its children, and gives the former.
    fn keep_values(
        &self,
        programme: &Programme,
        then: &Standing,
        print: u64,
        scope: Option<Pos>,
    ) -> Result<Vec<Option<Parts>>> {
        let tree = &then.tree;
        let values = |pos: Option<Pos>| {
            let range = pos.map_or(0..tree.len(), |pos| tree.subtree(pos));
            let value = |step| then.value(step, &range).map(|value: Value| (value.numerator, value.denominator));
            programme.steps().map(value).collect::<Vec<_>>()
        };
        let children: Vec<Pos> = match scope {
            Some(pos) => tree.children(pos).collect(),
            None => tree.roots().collect(),
        };
        let own = values(scope);
        for (pos, values) in std::iter::once((scope, own.clone())).chain(children.into_iter().map(|pos| {
            let pos = Some(pos);
            (pos, values(pos))
        })) {
            let key = key(programme, then.at, self.kept_as(pos)?);
            self.register().keep_values(&key, &Kept { print, values })?;
        }
        Ok(own)
    }

    /// What values depend on besides the rows.
    pub(super) fn print(&self, programme: &Programme) -> Result<u64> {
        let measures: Vec<_> = programme.steps().map(|step| (&step.id, &step.measure)).collect();
        let entries = self.register().rows_entry()?;
        Ok(stable_hash(&format!("{VERSION} {entries} {measures:?} {:?}", self.rules())))
    }
}

fn key(programme: &Programme, at: Instant, org: OrgId) -> String {
    let id: &CompactString = &programme.id;
    format!("values/{}/{id}/{}", at.0, org.0)
}
