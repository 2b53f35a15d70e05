//! The lives of all findings at one instant, worked out once and kept with the standing.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;

use super::{Bound, Desk, FindingItem, Log, Order, Queue, QueueFilter, Standing};
use crate::judge::{History, Life, LifeState, Line, Mended, RuleIx, Scope, Terms, life, mended, story};
use crate::model::{Act, Instant, Labelled, Pos};

/// What a desk keeps of lives between questions.
#[derive(Default)]
pub(super) struct Kept {
    history: Mutex<Option<Arc<History>>>,
    lives: Mutex<Option<Arc<Lives>>>,
}

fn held<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Kept {
    /// After an act: what the looks told stays as it is.
    pub fn forget(&self) {
        *held(&self.lives) = None;
    }

    /// Gives what the looks told to the lives after an edit; nothing where it is being worked out.
    pub fn carry(&self, after: &Self, amend: impl FnOnce(&Arc<History>) -> Arc<History>) {
        let history = self.history.try_lock().ok().and_then(|history| history.clone());
        *held(&after.history) = history.as_ref().map(amend);
    }
}

/// A choice of states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct States(u8);

impl States {
    /// What waits for somebody: new, in hand, relapsed.
    pub const OPEN: Self =
        Self(Self::bit(LifeState::New) | Self::bit(LifeState::InHand) | Self::bit(LifeState::Relapsed));
    /// Every state of a finding whose rule holds.
    pub const HELD: Self = Self(Self::OPEN.0 | Self::bit(LifeState::Snoozed) | Self::bit(LifeState::Exempt));

    const fn bit(state: LifeState) -> u8 {
        1 << state as u8
    }

    /// Both choices together.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those of this choice that another does not have.
    #[must_use]
    pub const fn without(self, other: Option<Self>) -> Self {
        match other {
            Some(other) => Self(self.0 & !other.0),
            None => self,
        }
    }

    /// Whether a state is chosen.
    pub const fn has(self, state: LifeState) -> bool {
        self.0 & Self::bit(state) != 0
    }
}

impl Default for States {
    fn default() -> Self {
        Self::OPEN
    }
}

impl FromIterator<LifeState> for States {
    fn from_iter<T: IntoIterator<Item = LifeState>>(states: T) -> Self {
        Self(states.into_iter().fold(0, |bits, state| bits | Self::bit(state)))
    }
}

/// How many findings are in each state, in the order of [`LifeState`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateCounts([u64; LifeState::ALL.len()]);

impl StateCounts {
    /// How many are in a state.
    pub const fn of(&self, state: LifeState) -> u64 {
        self.0[state as usize]
    }
}

/// One finding's life.
#[derive(Clone, Copy, Debug)]
struct Row {
    pos: Pos,
    life: Life,
}

/// The lives of all findings that any look up to an instant found; some forty bytes each.
#[derive(Clone, Debug, Default)]
pub struct Lives {
    at: Option<Instant>,
    history: Arc<History>,
    log: Arc<Log>,
    terms: Terms,
    /// For each rule, in the order of the tree.
    rules: Vec<Vec<Row>>,
}

impl Lives {
    /// Tells all lives at `at`; a hundred milliseconds at most at province scale.
    pub fn tell(history: Arc<History>, log: Arc<Log>, rules: usize, at: Instant, terms: Terms) -> Self {
        let of_rule = |rule: usize| {
            let rule = rule as u16;
            let tell = |(pos, seen)| {
                let deeds = log.deeds(rule, pos);
                Some(Row { pos, life: life(history.instants(), seen, deeds, at, terms)? })
            };
            history.places(RuleIx(rule)).filter_map(tell).collect()
        };
        let rules = (0..rules).map(of_rule).collect();
        Self { at: Some(at), history, log, terms, rules }
    }

    /// The life of a finding, where any look found it.
    pub fn get(&self, rule: u16, pos: Pos) -> Option<&Life> {
        let rows = self.rules.get(usize::from(rule))?;
        rows.binary_search_by_key(&pos, |row| row.pos).ok().map(|at| &rows[at].life)
    }

    /// The state of a finding that holds now; one that no look has found yet is new.
    pub fn state(&self, item: FindingItem) -> LifeState {
        self.get(item.rule, item.pos).map_or(LifeState::New, |life| life.state)
    }

    /// The post that has a finding now.
    pub fn assigned(&self, rule: u16, pos: Pos) -> Option<&str> {
        let nth = self.get(rule, pos)?.assigned?;
        self.log.deeds(rule, pos).nth(nth as usize).map(|deed| deed.act.words())
    }

    /// Every post that ever had a finding.
    pub fn posts(&self) -> BTreeSet<&str> {
        self.log.posts()
    }

    /// Who asked for the exemption that nobody has answered yet.
    pub(super) fn asker(&self, rule: u16, pos: Pos) -> Option<&str> {
        self.get(rule, pos).filter(|life| life.asked)?;
        let asks = self.log.deeds(rule, pos).filter(|deed| matches!(deed.act, Act::AskExemption { .. }));
        asks.last().map(|deed| deed.by)
    }

    /// The whole story of a finding, oldest line first.
    pub fn story(&self, rule: u16, pos: Pos) -> Vec<Line<'_>> {
        let Some(at) = self.at else { return Vec::new() };
        let seen = self.history.seen(RuleIx(rule), pos);
        story(self.history.instants(), seen, self.log.lines(rule, pos), at, self.terms)
    }

    /// The instants looked at.
    pub fn looks(&self) -> &[Instant] {
        self.history.instants()
    }

    /// What became of a rule's findings in a range between two instants.
    pub fn mended(&self, rule: u16, scope: &Scope, between: (Instant, Instant)) -> Mended {
        self.at.map_or_else(Mended::default, |at| mended(&self.history, RuleIx(rule), scope, between, at, self.terms))
    }

    /// How many findings of a range are in each state, of one rule or of all. One whose rule holds no longer counts once it
    /// is on probation or closed.
    pub fn counts(&self, scope: &Scope, rule: Option<usize>) -> StateCounts {
        let mut counts = StateCounts::default();
        let wanted = |at: &usize| rule.is_none_or(|rule| rule == *at);
        for rows in self.rules.iter().enumerate().filter(|(at, _)| wanted(at)).map(|(_, rows)| rows) {
            for row in in_range(rows, scope).iter().filter(|row| listed(&row.life)) {
                counts.0[row.life.state as usize] += 1;
            }
        }
        counts
    }

    fn gone<'a>(&'a self, scope: &'a Scope, only: Option<usize>) -> impl Iterator<Item = (u16, &'a Row)> + 'a {
        let rules = self.rules.iter().enumerate().filter(move |(at, _)| only.is_none_or(|only| only == *at));
        rules.flat_map(move |(rule, rows)| {
            in_range(rows, scope)
                .iter()
                .filter(|row| !row.life.holds && listed(&row.life))
                .map(move |row| (rule as u16, row))
        })
    }
}

fn in_range<'a>(rows: &'a [Row], scope: &Scope) -> &'a [Row] {
    let at = |index: usize| rows.partition_point(|row| row.pos.index() < index);
    &rows[at(scope.start)..at(scope.end)]
}

fn listed(life: &Life) -> bool {
    life.holds || matches!(life.state, LifeState::Probation | LifeState::Closed)
}

impl Standing {
    /// The findings in some states, in order: those whose rule holds and, where asked for, those on probation or closed.
    pub fn queue_in(&self, filter: &QueueFilter, order: Order, lives: &Lives, states: States) -> Queue {
        let mut queue = self.queue(filter, Order::Urgency);
        let bound = &filter.bound;
        let kept = |item: &FindingItem| bound.is_empty() || bound.keeps(self, lives, *item);
        queue.items.retain(|item| states.has(lives.state(*item)) && kept(item));
        let scope = filter.scope.clone().unwrap_or(0..self.tree.len());
        let gone = lives.gone(&scope, filter.rule).filter(|(_, row)| states.has(row.life.state));
        let items = gone.map(|(rule, row)| FindingItem { rule, pos: row.pos, since: Some(row.life.began) });
        queue.items.extend(items.filter(kept));
        queue.sort(order);
        queue
    }
}

impl Standing {
    /// How many findings each of several filters keeps in the states it asks for; one pass, so not on the key path.
    pub fn count_in(&self, asked: &[(&Bound, States)], lives: &Lives) -> Vec<u64> {
        let mut counts = vec![0; asked.len()];
        if asked.is_empty() {
            return counts;
        }
        let all = 0..self.tree.len();
        let held = self.queue(&QueueFilter::default(), Order::Urgency).items;
        let held = held.into_iter().map(|item| (item, lives.state(item)));
        let gone = lives
            .gone(&all, None)
            .map(|(rule, row)| (FindingItem { rule, pos: row.pos, since: Some(row.life.began) }, row.life.state));
        for (item, state) in held.chain(gone) {
            for (count, (bound, states)) in counts.iter_mut().zip(asked) {
                *count += u64::from(states.has(state) && bound.keeps(self, lives, item));
            }
        }
        counts
    }
}

impl Desk {
    /// The lives of all findings at the instant shown; worked out once, and anew after an act.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn lives(&self) -> Result<Arc<Lives>> {
        let answers = self.answers();
        let mut kept = held(&answers.lives.lives);
        if let Some(lives) = kept.as_ref() {
            return Ok(Arc::clone(lives));
        }
        let standing = self.standing(&|_| {})?;
        let lives = Arc::new(self.tell(self.kept_history(standing.at)?, &standing)?);
        *kept = Some(Arc::clone(&lives));
        Ok(lives)
    }

    fn kept_history(&self, at: Instant) -> Result<Arc<History>> {
        let answers = self.answers();
        let mut kept = held(&answers.lives.history);
        if let Some(history) = kept.as_ref() {
            return Ok(Arc::clone(history));
        }
        let history = Arc::new(self.history(at)?);
        *kept = Some(Arc::clone(&history));
        Ok(history)
    }

    fn tell(&self, history: Arc<History>, standing: &Standing) -> Result<Lives> {
        let acts = self.register().acts()?;
        let log = if acts.is_empty() {
            Log::default()
        } else {
            Log::new(&self.register().journal()?, acts, &*self.places()?, &standing.rule_set)
        };
        let terms = Terms::of(standing.rule_set.params().at(standing.at));
        Ok(Lives::tell(history, Arc::new(log), standing.rules.len(), standing.at, terms))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant as Stopwatch;

    use super::*;
    use crate::model::Day;

    /// 25 looks at 300,000 findings of three rules, a tenth of which come and go; every third is assigned.
    fn large() -> (Arc<History>, Arc<Log>, Instant) {
        let at = |week: i32| Day(17_700 + 7 * week).end();
        let changed = |look: i32, rule: u32| {
            let place = move |pos: &u32| match (look, (pos + rule) % 100) {
                (0, _) => true,
                (look, part) => part < 10 && (look as u32 + part).is_multiple_of(4),
            };
            (0..100_000).filter(place).map(Pos).collect::<Vec<_>>()
        };
        let looks = (0..25).map(|look| (at(look), (0..3).map(|rule| changed(look, rule)).collect()));
        let mut log = Log::default();
        let assign = || Act::Assign { post: "post".into() };
        log.add(
            1,
            "by",
            at(9),
            (0..100_000).step_by(3).flat_map(|pos| (0..3).map(move |rule| (rule, Pos(pos), assign()))),
        );
        (Arc::new(History::of_changes(looks)), Arc::new(log), at(24))
    }

    #[test]
    #[ignore = "a measurement: run it in release"]
    fn lives_of_a_province() {
        let (history, log, at) = large();
        let begun = Stopwatch::now();
        let lives = Lives::tell(history, log, 3, at, Terms::default());
        let told = begun.elapsed();
        let begun = Stopwatch::now();
        let counts = lives.counts(&(0..100_000), None);
        println!("told in {told:?}, counted in {:?}: {counts:?}", begun.elapsed());
        assert!(told < std::time::Duration::from_millis(100) || cfg!(debug_assertions));
    }

    #[test]
    fn counts_are_those_of_single_answers() {
        let (history, log, at) = large();
        let lives = Lives::tell(history, log, 3, at, Terms::default());
        let scope = 500..2_000;
        let mut counts = StateCounts::default();
        for pos in scope.clone() {
            let life = lives.get(1, Pos(pos as u32)).unwrap();
            if listed(life) {
                counts.0[life.state as usize] += 1;
            }
        }
        assert_eq!(lives.counts(&scope, Some(1)), counts);
        assert!(counts.of(LifeState::InHand) > 0 && counts.of(LifeState::New) > 0);
        assert_eq!(lives.counts(&(0..100_000), Some(7)), StateCounts::default());
    }
}
