//! The memory of a desk: snapshots taken day by day, and those of the past worked out once when they are first needed.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Result, anyhow};

use super::answers::once;
use super::{Desk, Standing};
use crate::judge::{Fact, History, Judged, RuleIx, judge};
use crate::model::{Day, Instant, Pos, stable_hash};
use crate::programme::Step;
use crate::store::{Base, COUNTED, MOST_LOOKS, Made, Many, NewSnapshot, Snapshot, Snapshots, Thresholds, collect_many};

/// How many weeks of the past are looked at.
const WEEKS: usize = 60;
const WEEK: i32 = 7;

impl Desk {
    /// The snapshots there are; reads no facts.
    ///
    /// # Errors
    /// Damage.
    pub fn snapshots(&self) -> Result<Snapshots> {
        self.register().snapshots()
    }

    /// Takes the snapshot of the present day, in place of an earlier one of the same day that says something else.
    ///
    /// Nothing is taken of another instant than the present, of an empty register, or of a day before the last one taken.
    /// Some tenths of a second at province scale the first time in a day, for a thread that nobody waits for.
    ///
    /// # Errors
    /// A register that cannot be read or written.
    pub fn keep_day(&self) -> Result<Option<Snapshot>> {
        if let Some(scoped) = self.scoped() {
            let kept = scoped.whole.keep_day();
            scoped.whole.forget_standing();
            return kept;
        }
        if self.is_fixed() || self.counts_other_month() || self.register().meta().orgs == 0 {
            return Ok(None);
        }
        let standing = self.standing(&|_| {})?;
        let _one = self.keeping.lock().map_err(|_| anyhow!("another thread stopped"))?;
        let kept = self.register().snapshots()?;
        let last = kept.iter().rfind(|snapshot| snapshot.made == Made::Taken);
        let today = standing.at.day();
        if last.is_some_and(|last| last.at.day() > today) {
            return Ok(None);
        }
        let (entry, print) = (self.register().rows_entry()?, self.rules_print()?);
        let earlier = last.filter(|last| last.at.day() == today);
        if let Some(earlier) = earlier.filter(|earlier| earlier.entry == entry && earlier.print == print) {
            // Facts that hold since before the earlier look are still the same.
            let span = self.register().kept_span()?;
            if earlier.at == standing.at || span.is_some_and(|span| span.at <= earlier.at) {
                return Ok(None);
            }
        }
        let replaced: Vec<u32> = earlier.map(|earlier| earlier.serial).into_iter().collect();
        let new = NewSnapshot {
            made: Made::Taken,
            at: standing.at,
            recorded: self.clock().now(),
            entry,
            print,
            rules: self.rules(),
            facts: &standing.facts,
            judged: &standing.judged,
        };
        let base = kept.without(&replaced);
        let taken = self.register().keep_snapshot(&standing.tree, new, Base::Nearest(&base))?;
        self.register().drop_snapshots(&replaced)?;
        self.register().sync()?;
        Ok(Some(taken))
    }

    /// What the rules found at the instants looked at until `at`, and at `at` itself: the memory from which the lives of
    /// findings are told. Places are those of the present tree.
    ///
    /// Looks are the days on which snapshots were taken, the ends of the Sundays of weeks without one, and the due instants
    /// of steps; each as it was judged then. What is missing is worked out first, in one pass over the register.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn history(&self, at: Instant) -> Result<History> {
        let kept = self.past(at, &[])?;
        let tree = self.tree()?;
        let mut looks: Vec<(Instant, Vec<Vec<Pos>>)> = Vec::new();
        let mut last: Option<Judged> = None;
        let rules = self.rules();
        let mut look = |judged: Judged| {
            let changes = |rule| judged.changes(last.as_ref(), rule).collect();
            looks.push((judged.at, (0..rules.len() as u16).map(|rule| changes(RuleIx(rule))).collect()));
            last = Some(judged);
        };
        self.register().each_judged(&tree, &kept, &self.shown(&kept, at)?, rules, None, |_, judged| {
            look(judged);
            Ok(())
        })?;
        look(self.standing_of(at)?.judged.clone());
        Ok(History::of_changes(looks))
    }

    /// The register as of the instant shown, or of another.
    pub(super) fn standing_of(&self, at: Instant) -> Result<Arc<Standing>> {
        let standing = self.standing(&|_| {})?;
        if standing.at == at { Ok(standing) } else { self.other_standing(at) }
    }

    /// A kept snapshot as a standing, for values only: nobody is flagged in it.
    pub(super) fn kept_standing(&self, at: Instant) -> Result<Option<Standing>> {
        let kept = self.valid_snapshots()?;
        let Some(snapshot) = kept.exactly(at) else { return Ok(None) };
        let tree = self.tree()?;
        let mut facts = self.register().snapshot_facts(&tree, &kept, snapshot, &Fact::ALL)?;
        facts.declared = self.declared(at)?;
        let judged = self.register().snapshot_judged(&tree, &kept, snapshot, self.rules())?;
        Ok(Some(Standing::kept(tree, facts, judged, Arc::clone(self.rules()))))
    }

    /// Those that may be read: taken ones, and those worked out by the rules in force.
    pub(super) fn valid_snapshots(&self) -> Result<Snapshots> {
        let print = self.rules_print()?;
        let kept = self.register().snapshots()?;
        let stale = kept.iter().filter(|kept| kept.made == Made::WorkedOut && kept.print != print);
        let stale: Vec<u32> = stale.map(|stale| stale.serial).collect();
        Ok(if stale.is_empty() { kept } else { kept.without(&stale) })
    }

    /// The snapshots that history shows before `at`, oldest first: one a day, of several the one that was taken.
    pub(super) fn shown<'a>(&self, kept: &'a Snapshots, at: Instant) -> Result<Vec<&'a Snapshot>> {
        let wanted: BTreeSet<Instant> = self.looks(kept, at)?.into_iter().collect();
        let is_wanted = |snapshot: &&Snapshot| snapshot.made == Made::Taken || wanted.contains(&snapshot.at);
        let before = kept.iter().filter(|snapshot| snapshot.at.day() < at.day());
        let mut shown: Vec<&Snapshot> = before.filter(is_wanted).collect();
        shown.sort_by_key(|snapshot| (snapshot.at.day(), snapshot.made));
        shown.dedup_by_key(|snapshot| snapshot.at.day());
        Ok(shown)
    }

    /// The snapshots with everything that history up to `at` needs, and `more`.
    pub(super) fn past(&self, at: Instant, more: &[Instant]) -> Result<Snapshots> {
        if let Some(scoped) = self.scoped() {
            return scoped.whole.past(at, more);
        }
        let _one = self.keeping.lock().map_err(|_| anyhow!("another thread stopped"))?;
        let kept = self.valid_snapshots()?;
        let mut missing: BTreeSet<Instant> = self.looks(&kept, at)?.into_iter().chain(more.iter().copied()).collect();
        missing.retain(|at| kept.exactly(*at).is_none());
        if missing.is_empty() {
            return Ok(kept);
        }
        let all = self.register().snapshots()?;
        let stale: Vec<u32> =
            all.iter().filter(|one| !kept.iter().any(|kept| kept.serial == one.serial)).map(|one| one.serial).collect();
        self.register().drop_snapshots(&stale)?;
        let missing: Vec<Instant> = missing.into_iter().collect();
        let mut kept = kept;
        for missing in missing.chunks(MOST_LOOKS) {
            self.work_out(missing, &kept)?;
            kept = self.valid_snapshots()?;
        }
        self.register().sync()?;
        Ok(kept)
    }

    /// The instants that history looks at before `at` beside those of snapshots taken.
    fn looks(&self, kept: &Snapshots, at: Instant) -> Result<Vec<Instant>> {
        let from = self.rules().params().at(at).value("history_from").map_or(Day(0), |day| Day(day as i32));
        let from = from.max(once(&self.answers().begun, || Ok(begun(&*self.tree()?)))?);
        let taken: BTreeSet<Day> =
            kept.iter().filter(|kept| kept.made == Made::Taken).map(|kept| kept.at.day()).collect();
        let unseen = |sunday: &Day| taken.range(Day(sunday.0 - WEEK + 1)..=*sunday).next().is_none();
        let weeks = sundays(at.day()).take_while(|sunday| *sunday >= from).take(WEEKS).filter(unseen).map(Day::end);
        let steps = self.programmes().iter().flat_map(|programme| programme.steps());
        let dues: BTreeSet<Instant> = steps.filter(|step| step.measure.is_some()).map(Step::due_at).collect();
        let dues = dues.into_iter().rev().filter(|due| *due < at && due.day() >= from).take(MOST_LOOKS - WEEKS);
        let mut looks: Vec<Instant> = weeks.chain(dues).collect();
        looks.sort_unstable();
        looks.dedup();
        Ok(looks)
    }

    fn work_out(&self, missing: &[Instant], kept: &Snapshots) -> Result<()> {
        let params = self.rules().params();
        let tree = self.tree()?;
        let at = missing.iter().map(|at| (*at, Thresholds::at(params, *at))).collect();
        // Before the rows are read: an edit that comes meanwhile makes what is worked out stale.
        let (entry, print) = (self.register().rows_entry()?, self.rules_print()?);
        let Many { mut facts, at, changes } = collect_many(self.register(), &tree, at, &|_| {})?;
        facts.settle();
        let mut last: Option<(Snapshot, Judged)> = None;
        for (at, changes) in at.into_iter().zip(changes) {
            facts.apply(&changes);
            facts.at = at;
            let judged = judge(&facts, self.rules());
            let new = NewSnapshot {
                made: Made::WorkedOut,
                at,
                recorded: self.clock().now(),
                entry,
                print,
                rules: self.rules(),
                facts: &facts,
                judged: &judged,
            };
            let base = match &last {
                Some((snapshot, judged)) => Base::Last(snapshot, judged, &changes),
                None => Base::Nearest(kept),
            };
            let snapshot = self.register().keep_snapshot(&tree, new, base)?;
            last = Some((snapshot, judged));
        }
        Ok(())
    }

    /// What snapshots depend on beside the rows: the rules and all their parameters.
    fn rules_print(&self) -> Result<u64> {
        let print = || Ok(stable_hash(&format!("{COUNTED} {} {:?}", Fact::ALL.len(), self.rules())));
        once(&self.answers().print, print)
    }
}

/// The Sundays that are over before a day, the latest first.
fn sundays(day: Day) -> impl Iterator<Item = Day> {
    // Day 3 of 1970 was a Sunday.
    let last = day.0 - 1 - (day.0 - 1 - 3).rem_euclid(WEEK);
    (0..).map(move |week| Day(last - WEEK * week))
}

/// The first day on which the register knows of any organisation; none where one has always been there.
fn begun(tree: &crate::model::OrgTree) -> Day {
    let founded = (0..tree.len()).map(|at| tree.founded(Pos(at as u32)));
    founded.min().flatten().unwrap_or(Day(i32::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sundays_before_a_day() {
        let day = |text: &str| Day::parse(text).unwrap();
        for (on, last) in [("2018-06-25", "2018-06-24"), ("2018-06-24", "2018-06-17"), ("2018-06-30", "2018-06-24")] {
            let found: Vec<Day> = sundays(day(on)).take(2).collect();
            assert_eq!(found, [day(last), Day(day(last).0 - 7)], "{on}");
        }
    }
}
