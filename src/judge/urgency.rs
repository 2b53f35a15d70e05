//! Findings in the order in which they should be looked at.

use super::expr::{Columns, Env, MISSING, Machine, Program, STRETCH};
use super::{Facts, FindingRef, Judged, NO_DAY, Rule, RuleIx, Rules, Scope};
use crate::model::{Day, Pos};

/// The findings in a range, most urgent first: by severity, then the oldest, those of unknown age last, then by the tree.
///
/// Eight bytes a finding; worked out anew at each call, so keep it as long as facts and scope stay the same.
pub fn by_urgency(
    judged: &Judged,
    facts: &Facts,
    rules: &Rules,
    scope: &Scope,
    only: Option<RuleIx>,
) -> Vec<FindingRef> {
    let wanted: Vec<_> = rules.iter().filter(|(at, _)| only.is_none_or(|only| only == *at)).collect();
    let mut out = Vec::with_capacity(wanted.iter().map(|(at, _)| judged.count(*at, scope) as usize).sum());
    let mut keyed: Vec<(u64, RuleIx)> = Vec::new();
    // Rules stand in the order of severity already; only those that share a rank need one sort together.
    for rank in wanted.chunk_by(|a, b| a.1.severity == b.1.severity) {
        keyed.clear();
        for (at, rule) in rank {
            Ages::of(rule, facts, rules).each(facts, judged.positions(*at, scope), |age, pos| {
                keyed.push(((u64::from(age) << 32) | pos as u64, *at));
            });
        }
        keyed.sort_unstable();
        out.extend(keyed.iter().map(|(key, rule)| FindingRef { rule: *rule, pos: Pos(*key as u32) }));
    }
    out
}

/// The programs that tell since when a rule has held.
struct Ages {
    since: Option<Program>,
    /// The condition under the parameters before each change, latest first: where it did not hold, the change made it true.
    changes: Vec<(Day, Program)>,
}

impl Ages {
    fn of(rule: &Rule, facts: &Facts, rules: &Rules) -> Self {
        let today = facts.at.day();
        let compile = |expr, day| Program::compile(expr, Env { today, values: &rules.params.values(day) });
        let changes = rules.changes(rule, today).into_iter();
        Self {
            since: rule.since.as_ref().map(|since| compile(since, today)),
            changes: changes.map(|day| (day, compile(&rule.when, Day(day.0 - 1)))).collect(),
        }
    }

    /// Calls `each` with the age of every position as a number that sorts the oldest first and the unknown last.
    fn each(&self, facts: &Facts, positions: impl Iterator<Item = usize>, mut each: impl FnMut(u32, usize)) {
        let Some(since) = &self.since else {
            return positions.for_each(|pos| each(u32::MAX, pos));
        };
        let mut columns = Columns::of(self.changes.iter().map(|(_, program)| program).chain([since]));
        let mut machine = Machine::default();
        let mut first = usize::MAX;
        let mut ages = vec![0; STRETCH];
        for pos in positions {
            if first != pos - pos % STRETCH {
                first = pos - pos % STRETCH;
                let len = STRETCH.min(facts.len() - first);
                columns.load(facts, first, len);
                self.stretch(since, &mut machine, &columns, &mut ages[..len]);
            }
            let age = ages[pos - first];
            // Flipping the sign bit makes days sort as unsigned; what is missing or no day of any calendar comes last.
            each(
                i32::try_from(age).ok().filter(|day| *day != NO_DAY).map_or(u32::MAX, |day| day as u32 ^ (1 << 31)),
                pos,
            );
        }
    }

    fn stretch(&self, since: &Program, machine: &mut Machine, columns: &Columns, ages: &mut [i64]) {
        let column = machine.run(since, columns);
        ages.iter_mut().enumerate().for_each(|(at, age)| *age = column.at(at));
        // Earliest change first: the latest one under whose old value it did not hold is written last and stays.
        for (day, before) in self.changes.iter().rev() {
            let held = machine.run(before, columns);
            for (at, age) in ages.iter_mut().enumerate() {
                if held.at(at) == 0 && *age != MISSING {
                    *age = (*age).max(day.0.into());
                }
            }
        }
    }
}
