//! What the rules found at a row of instants, kept as changes: the memory from which the lives of findings are told.

use super::{Judged, RuleIx};
use crate::model::{Instant, Pos};

/// What a rule said of one organisation from one look until the next that differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Which look, an index of [`History::instants`].
    pub look: usize,
    /// Whether the rule held.
    pub holds: bool,
}

/// What the rules found at each of some instants, oldest first, on one tree.
///
/// A province has some 300,000 findings, and few of them change from one look to the next: eight bytes a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    instants: Vec<Instant>,
    /// For each rule, where it changed and at which look, in order.
    changes: Vec<Vec<(Pos, u32)>>,
}

impl History {
    /// Puts together what was found at instants in order, oldest first, all on one tree and by rules of the same numbers.
    ///
    /// Before the first instant no rule held.
    pub fn of<'a>(looks: impl IntoIterator<Item = &'a Judged>) -> Self {
        let mut history = Self::default();
        let mut last: Option<&Judged> = None;
        for judged in looks {
            history.look(last, judged);
            last = Some(judged);
        }
        history.finish();
        history
    }

    /// Puts together looks given as the places that changed since the look before, for each rule.
    pub fn of_changes(looks: impl IntoIterator<Item = (Instant, Vec<Vec<Pos>>)>) -> Self {
        let mut history = Self::default();
        for (at, rules) in looks {
            let look = history.instants.len() as u32;
            history.instants.push(at);
            history.changes.resize_with(history.changes.len().max(rules.len()), Vec::new);
            for (changes, places) in history.changes.iter_mut().zip(rules) {
                changes.extend(places.into_iter().map(|pos| (pos, look)));
            }
        }
        history.finish();
        history
    }

    /// The same where the last look found something else than it did.
    #[must_use]
    pub fn amend(&self, before: &Judged, after: &Judged) -> Self {
        let mut amended = self.clone();
        let Some(last) = amended.instants.len().checked_sub(1).map(|last| last as u32) else { return amended };
        for (rule, changes) in amended.changes.iter_mut().enumerate() {
            for pos in after.changes(Some(before), RuleIx(rule as u16)) {
                // What changed there at the last look changed no more, and the other way round.
                match changes.binary_search(&(pos, last)) {
                    Ok(at) => drop(changes.remove(at)),
                    Err(at) => changes.insert(at, (pos, last)),
                }
            }
        }
        amended
    }

    fn look(&mut self, last: Option<&Judged>, judged: &Judged) {
        let look = self.instants.len() as u32;
        self.instants.push(judged.at);
        self.changes.resize_with(self.changes.len().max(judged.rules()), Vec::new);
        for (rule, changes) in self.changes.iter_mut().enumerate() {
            changes.extend(judged.changes(last, RuleIx(rule as u16)).map(|pos| (pos, look)));
        }
    }

    fn finish(&mut self) {
        for changes in &mut self.changes {
            changes.sort_unstable();
            changes.shrink_to_fit();
        }
    }

    /// The instants looked at, oldest first.
    pub fn instants(&self) -> &[Instant] {
        &self.instants
    }

    /// What a rule said of an organisation: where it changed, oldest first; the first is always that it holds.
    pub fn seen(&self, rule: RuleIx, pos: Pos) -> impl Iterator<Item = Seen> + Clone + '_ {
        told(self.at(rule, pos))
    }

    /// The organisations of which a rule ever held, in the order of the tree, each with what was said of it.
    pub fn places(&self, rule: RuleIx) -> impl Iterator<Item = (Pos, impl Iterator<Item = Seen> + Clone + '_)> + '_ {
        let changes = self.changes.get(rule.index()).map_or(&[][..], Vec::as_slice);
        changes.chunk_by(|a, b| a.0 == b.0).map(|group| (group[0].0, told(group)))
    }

    /// The organisations of which a rule ever held, in the order of the tree.
    pub fn ever(&self, rule: RuleIx) -> impl Iterator<Item = Pos> + '_ {
        let changes = self.changes.get(rule.index()).map_or(&[][..], Vec::as_slice);
        changes.chunk_by(|a, b| a.0 == b.0).map(|group| group[0].0)
    }

    fn at(&self, rule: RuleIx, pos: Pos) -> &[(Pos, u32)] {
        let changes = self.changes.get(rule.index()).map_or(&[][..], Vec::as_slice);
        let first = changes.partition_point(|(place, _)| *place < pos);
        let count = changes[first..].partition_point(|(place, _)| *place == pos);
        &changes[first..first + count]
    }
}

fn told(group: &[(Pos, u32)]) -> impl Iterator<Item = Seen> + Clone + '_ {
    group.iter().enumerate().map(|(nth, (_, look))| Seen { look: *look as usize, holds: nth % 2 == 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_told_as_what_held_from_when() {
        let looks = [
            (Instant(10), vec![vec![Pos(1), Pos(3)]]),
            (Instant(20), vec![vec![Pos(3)]]),
            (Instant(30), vec![vec![Pos(3)], vec![Pos(0)]]),
        ];
        let history = History::of_changes(looks);
        let seen: Vec<_> = history.seen(RuleIx(0), Pos(3)).map(|seen| (seen.look, seen.holds)).collect();
        assert_eq!(seen, [(0, true), (1, false), (2, true)]);
        assert_eq!(history.seen(RuleIx(0), Pos(2)).count(), 0);
        assert_eq!(history.ever(RuleIx(0)).collect::<Vec<_>>(), [Pos(1), Pos(3)]);
        assert_eq!(history.ever(RuleIx(1)).collect::<Vec<_>>(), [Pos(0)]);
        assert_eq!(history.ever(RuleIx(7)).count(), 0);
    }
}
