//! What the rules find: a bit an organisation for each rule, with running counts, so that a subtree's number is two look-ups.

use super::expr::{Columns, Env, Machine, Program, STRETCH};
use super::{Facts, FindingRef, RuleIx, Rules, Scope};
use crate::model::{Instant, Pos};

const WORD: usize = 64;

/// Everything the rules find at one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The instant of the facts.
    pub at: Instant,
    len: usize,
    rules: Vec<Marks>,
}

/// The organisations of which one rule holds.
#[derive(Clone, Debug, PartialEq)]
struct Marks {
    words: Vec<u64>,
    /// How many bits are set before each word.
    before: Vec<u32>,
}

impl Marks {
    fn with_capacity(len: usize) -> Self {
        let words = len.div_ceil(WORD);
        Self { words: Vec::with_capacity(words), before: Vec::with_capacity(words) }
    }

    fn push(&mut self, word: u64) {
        let before = self.before.last().copied().unwrap_or_default();
        self.before.push(before + self.words.last().map_or(0, |last| last.count_ones()));
        self.words.push(word);
    }

    fn set(&mut self, pos: usize, holds: bool) {
        let Some(word) = self.words.get_mut(pos / WORD) else { return };
        let bit = 1 << (pos % WORD);
        if (*word & bit != 0) == holds {
            return;
        }
        *word ^= bit;
        for before in &mut self.before[pos / WORD + 1..] {
            *before = if holds { *before + 1 } else { *before - 1 };
        }
    }

    fn rank(&self, pos: usize) -> u64 {
        match self.words.get(pos / WORD) {
            Some(word) => {
                let below = word & !(u64::MAX << (pos % WORD));
                u64::from(self.before[pos / WORD] + below.count_ones())
            }
            None => {
                let last = self.words.last().map_or(0, |word| word.count_ones());
                u64::from(self.before.last().map_or(0, |before| before + last))
            }
        }
    }

    fn holds(&self, pos: usize) -> bool {
        self.words.get(pos / WORD).is_some_and(|word| word >> (pos % WORD) & 1 == 1)
    }

    fn positions(&self, scope: Scope) -> impl Iterator<Item = usize> + '_ {
        let words = self.words.iter().enumerate().take(scope.end.div_ceil(WORD)).skip(scope.start / WORD);
        words.flat_map(move |(at, &word)| {
            let base = at * WORD;
            let from = scope.start.saturating_sub(base).min(WORD - 1);
            let mut rest = word & (u64::MAX << from);
            if scope.end < base + WORD {
                rest &= !(u64::MAX << (scope.end - base));
            }
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    base + bit
                })
            })
        })
    }
}

/// Everything the rules find in the facts, with the parameters in force at the instant of the facts.
///
/// O(rows × rules); a province of 254,620 organisations takes some milliseconds.
pub fn judge(facts: &Facts, rules: &Rules) -> Judged {
    let today = facts.at.day();
    let values = rules.params.values(today);
    let env = Env { today, values: &values };
    let programs: Vec<Program> = rules.list.iter().map(|rule| Program::compile(&rule.when, env)).collect();
    let mut columns = Columns::of(&programs);
    let mut machine = Machine::default();
    let mut marks = vec![Marks::with_capacity(facts.len()); programs.len()];
    for first in (0..facts.len()).step_by(STRETCH) {
        let len = STRETCH.min(facts.len() - first);
        columns.load(facts, first, len);
        for (program, marks) in programs.iter().zip(&mut marks) {
            machine.run(program, &columns).bits(len).for_each(|word| marks.push(word));
        }
    }
    Judged { at: facts.at, len: facts.len(), rules: marks }
}

impl Judged {
    /// Judges some organisations again after their facts changed; what was found of all others stays.
    pub fn again(&mut self, facts: &Facts, rules: &Rules, places: &[Pos]) {
        let values = rules.params.values(facts.at.day());
        let env = Env { today: facts.at.day(), values: &values };
        let programs: Vec<Program> = rules.list.iter().map(|rule| Program::compile(&rule.when, env)).collect();
        let mut columns = Columns::of(&programs);
        let mut machine = Machine::default();
        for pos in places {
            columns.load(facts, pos.index(), 1);
            for (program, marks) in programs.iter().zip(&mut self.rules) {
                let holds = machine.run(program, &columns).bits(1).any(|word| word & 1 == 1);
                marks.set(pos.index(), holds);
            }
        }
    }

    /// How many organisations were judged.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there was none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many findings of a rule in a range.
    pub fn count(&self, rule: RuleIx, scope: &Scope) -> u64 {
        self.rules.get(rule.index()).map_or(0, |marks| marks.rank(scope.end) - marks.rank(scope.start))
    }

    /// How many findings of all rules in a range.
    pub fn total(&self, scope: &Scope) -> u64 {
        self.rules.iter().map(|marks| marks.rank(scope.end) - marks.rank(scope.start)).sum()
    }

    /// Whether a rule holds of an organisation.
    pub fn holds(&self, rule: RuleIx, pos: Pos) -> bool {
        self.rules.get(rule.index()).is_some_and(|marks| marks.holds(pos.index()))
    }

    /// The rules that hold of an organisation, the most urgent first.
    pub fn of(&self, pos: Pos) -> impl Iterator<Item = RuleIx> + '_ {
        let held = self.rules.iter().enumerate().filter(move |(_, marks)| marks.holds(pos.index()));
        held.map(|(rule, _)| RuleIx(rule as u16))
    }

    /// The findings in a range, of one rule or of all, rule by rule and in the order of the tree.
    pub fn findings(&self, scope: &Scope, rule: Option<RuleIx>) -> impl Iterator<Item = FindingRef> + '_ {
        let scope = scope.clone();
        let wanted = move |(at, _): &(usize, &Marks)| rule.is_none_or(|rule| rule.index() == *at);
        self.rules.iter().enumerate().filter(wanted).flat_map(move |(at, marks)| {
            let rule = RuleIx(at as u16);
            marks.positions(scope.clone()).map(move |pos| FindingRef { rule, pos: Pos(pos as u32) })
        })
    }

    /// What rules found of whom, as it was kept: for each rule 64 organisations to a word.
    pub fn of_words(at: Instant, len: usize, rules: &[Vec<u64>]) -> Self {
        let marks = |words: &Vec<u64>| {
            let mut marks = Marks::with_capacity(len);
            (0..len.div_ceil(WORD)).for_each(|word| marks.push(words.get(word).copied().unwrap_or_default()));
            marks
        };
        Self { at, len, rules: rules.iter().map(marks).collect() }
    }

    /// How many rules judged.
    pub fn rules(&self) -> usize {
        self.rules.len()
    }

    /// Where a rule says something else than it did before; everywhere it holds where there was no before.
    pub fn changes<'a>(&'a self, before: Option<&'a Self>, rule: RuleIx) -> impl Iterator<Item = Pos> + 'a {
        let now = self.rules.get(rule.index()).map_or(&[][..], |marks| &marks.words);
        let then = before.and_then(|before| before.rules.get(rule.index())).map_or(&[][..], |marks| &marks.words);
        now.iter().enumerate().flat_map(move |(at, word)| {
            let mut rest = word ^ then.get(at).copied().unwrap_or_default();
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    Pos((at * WORD + bit) as u32)
                })
            })
        })
    }

    pub(super) fn positions(&self, rule: RuleIx, scope: &Scope) -> impl Iterator<Item = usize> + '_ {
        self.rules.get(rule.index()).into_iter().flat_map({
            let scope = scope.clone();
            move |marks| marks.positions(scope.clone())
        })
    }
}
