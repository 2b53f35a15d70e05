//! Organisations by label, full name and code.

use std::ops::Range;
use std::sync::Arc;

use super::Stopped;
use super::labels::Labels;
use super::rarity::Rarity;
use super::texts::Grade;
use super::word::Word;
use crate::model::{OrgKind, OrgTree, Pos};

/// How well an organisation meets what was typed; 0 is not at all, and less is better.
const NOT: u8 = 0;
const EXACT: u8 = 1;
const PREFIX: u8 = 2;
const INSIDE: u8 = 3;
/// Only the full name meets it.
const FULL_NAME: u8 = 4;

const STRETCH: u32 = 1 << 12;

/// What is searched about organisations.
pub(super) struct Orgs {
    tree: Arc<OrgTree>,
    labels: Labels,
    /// Whether the full name begins with the parent's, so that it holds whatever that holds.
    extends: Vec<bool>,
    rarity: Rarity,
}

/// The organisations that meet what was typed.
#[derive(Default)]
pub(super) struct OrgHits {
    /// How many in all.
    pub(super) total: u64,
    /// How many of them meet it exactly, and how many at the beginning.
    pub(super) exact: u64,
    pub(super) prefix: u64,
    /// The best of them in order.
    pub(super) best: Vec<Pos>,
}

impl Orgs {
    pub(super) fn new(tree: Arc<OrgTree>) -> Self {
        let labels = Labels::new(&tree);
        let extends = |pos| tree.parent(pos).is_some_and(|up| tree.name(pos).starts_with(tree.name(up)));
        let extends = (0..tree.len() as u32).map(|at| extends(Pos(at))).collect();
        Self { labels, extends, rarity: Rarity::of(tree.text()), tree }
    }

    #[cfg(test)]
    pub(super) fn distinct_labels(&self) -> usize {
        self.labels.len()
    }

    /// The organisations that meet every word, itself or by an ancestor, and one of them by the label.
    pub(super) fn find(
        &self,
        typed: &str,
        words: &[Word],
        most: usize,
        stop: &dyn Fn() -> bool,
    ) -> Result<OrgHits, Stopped> {
        let Some((first, later)) = words.split_first() else { return Ok(OrgHits::default()) };
        let mut grades = self.grades(first, stop)?;
        if later.is_empty() {
            self.mark_codes(typed.trim(), &mut grades);
        } else {
            self.inherit(&mut grades);
            for word in later {
                let mut more = self.grades(word, stop)?;
                self.inherit(&mut more);
                for (grade, more) in grades.iter_mut().zip(more) {
                    *grade = if *grade == NOT || more == NOT { NOT } else { more.min(*grade) };
                }
            }
            // The whole was never typed as one, and an ancestor's name alone would bring in all below it.
            for grade in &mut grades {
                *grade = if *grade >= FULL_NAME { NOT } else { PREFIX.max(*grade) * u8::from(*grade != NOT) };
            }
        }
        Ok(self.rank(&grades, most))
    }

    /// The part of an organisation's label that meets one of the words; empty where only its name or code does.
    pub(super) fn matched(&self, pos: Pos, words: &[Word]) -> Range<usize> {
        let label = self.tree.label(pos);
        words.iter().find_map(|word| word.locate(label)).map_or(0..0, |(range, _)| range)
    }

    fn grades(&self, word: &Word, stop: &dyn Fn() -> bool) -> Result<Vec<u8>, Stopped> {
        let mut of_label = vec![NOT; self.labels.len()];
        let mut seen = 0u32;
        let mut stopped = false;
        self.labels.meet(word, |(label, grade)| {
            of_label[label as usize] = match grade {
                Grade::Exact => EXACT,
                Grade::Prefix => PREFIX,
                Grade::Inside => INSIDE,
            };
            seen += 1;
            stopped = seen.is_multiple_of(STRETCH) && stop();
            !stopped
        });
        if stopped || stop() {
            return Err(Stopped);
        }
        let mut grades: Vec<u8> = (0..self.tree.len()).map(|at| of_label[self.labels.of(at) as usize]).collect();
        // With digits or letters in it every name has to be folded to be compared: only where it may be all that finds it.
        let plain = word.text() == word.run();
        if word.run().chars().nth(1).is_some() && (plain || seen == 0) {
            self.mark_full_names(word, &mut grades, stop)?;
        }
        Ok(grades)
    }

    /// Adds those whose full name alone has the word, in one pass over all names.
    fn mark_full_names(&self, word: &Word, grades: &mut [u8], stop: &dyn Fn() -> bool) -> Result<(), Stopped> {
        let tree = &*self.tree;
        let text = tree.text().as_bytes();
        let finder = self.rarity.finder(word.run());
        let is_run = word.text() == word.run();
        let holds = |name: &str| finder.find(name.as_bytes()).is_some() && (is_run || word.locate(name).is_some());
        // Below a name that has it, names that begin with that name need no look.
        let mut held = vec![false; grades.len()];
        let mut row = 0;
        let mut steps = 0u32;
        while row < grades.len() {
            steps += 1;
            if steps.is_multiple_of(STRETCH) && stop() {
                return Err(Stopped);
            }
            let pos = Pos(row as u32);
            let inherited = self.extends[row] && tree.parent(pos).is_some_and(|up| held[up.index()]);
            if inherited || grades[row] != NOT {
                held[row] = inherited || (tree.has_children(pos) && holds(tree.name(pos)));
                if grades[row] == NOT {
                    grades[row] = FULL_NAME;
                }
                row += 1;
                continue;
            }
            let from = tree.name_span(pos).start;
            let Some(hit) = finder.find(&text[from..]) else { break };
            let hit = from + hit;
            let found = self.row_of(hit, row);
            if found > row {
                // It may be one that needs no look.
                row = found;
                continue;
            }
            if tree.name_span(pos).contains(&hit) && (is_run || word.locate(tree.name(pos)).is_some()) {
                held[row] = true;
                grades[row] = FULL_NAME;
            }
            row += 1;
        }
        Ok(())
    }

    /// The organisation whose texts cover a byte, at or after `from`: a hit in a code or short name counts as the next name.
    fn row_of(&self, byte: usize, from: usize) -> usize {
        let end = |row: usize| self.tree.name_span(Pos(row as u32)).end;
        let len = self.tree.len();
        let (mut lo, mut step) = (from, 1);
        while lo + step < len && end(lo + step) <= byte {
            lo += step;
            step *= 2;
        }
        let mut hi = (lo + step).min(len - 1);
        while lo < hi {
            let middle = lo.midpoint(hi);
            if end(middle) <= byte { lo = middle + 1 } else { hi = middle }
        }
        lo
    }

    fn mark_codes(&self, typed: &str, grades: &mut [u8]) {
        if typed.is_empty() || !typed.is_ascii() {
            return;
        }
        for pos in self.tree.with_code_prefix(typed) {
            let found = if self.tree.code(pos).len() == typed.len() { EXACT } else { PREFIX };
            let grade = &mut grades[pos.index()];
            *grade = if *grade == NOT { found } else { found.min(*grade) };
        }
    }

    /// What an ancestor meets, all below it meet, if not as well.
    fn inherit(&self, grades: &mut [u8]) {
        for row in 0..grades.len() {
            if grades[row] == NOT && self.tree.parent(Pos(row as u32)).is_some_and(|up| grades[up.index()] != NOT) {
                grades[row] = FULL_NAME;
            }
        }
    }

    /// Best grade first, committees before branches, shorter labels first, then the order of the tree.
    fn rank(&self, grades: &[u8], most: usize) -> OrgHits {
        let mut hits = OrgHits::default();
        let mut keys = Vec::new();
        for (row, &grade) in grades.iter().enumerate() {
            if grade == NOT {
                continue;
            }
            let pos = Pos(row as u32);
            hits.exact += u64::from(grade == EXACT);
            hits.prefix += u64::from(grade == PREFIX);
            let branch = u64::from(self.tree.kind(pos) == OrgKind::Branch);
            let chars = u64::from(self.labels.chars(self.labels.of(row)).min(0xFFFF));
            keys.push(u64::from(grade) << 56 | branch << 52 | chars << 32 | row as u64);
        }
        hits.total = keys.len() as u64;
        if most < keys.len() {
            keys.select_nth_unstable(most);
            keys.truncate(most);
        }
        keys.sort_unstable();
        hits.best = keys.into_iter().map(|key| Pos(key as u32)).collect();
        hits
    }
}
