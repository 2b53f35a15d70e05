//! How a number moved over the looks of history, for a line of small bars.

use anyhow::Result;

use super::{Desk, Standing};
use crate::judge::{Fact, RuleIx, Scope};
use crate::model::{Instant, Pos};

/// A number that has a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// The total of a count.
    Fact(Fact),
    /// How many findings of a rule.
    Rule(RuleIx),
    /// How many findings of all rules.
    Findings,
}

/// Figures that are counts of findings, as `stats` names them.
const FIGURES: [(&str, &str); 3] = [
    ("hollow_committees", "hollow-committee"),
    ("hollow_branches", "hollow-branch"),
    ("no_cadre_branches", "no-cadre-branch"),
];

impl Desk {
    /// The number of a name: a count, a figure of `stats`, the id of a rule, or `findings`.
    pub fn trend_named(&self, name: &str) -> Option<Trend> {
        if name == "findings" {
            return Some(Trend::Findings);
        }
        let id = FIGURES.iter().find(|(figure, _)| *figure == name).map_or(name, |(_, id)| id);
        let fact = Fact::named(name).filter(|fact| !fact.is_day()).map(Trend::Fact);
        fact.or_else(|| self.rules().find(id).map(Trend::Rule))
    }

    /// The names that [`trend_named`](Self::trend_named) knows.
    pub fn trend_names(&self) -> Vec<&str> {
        let facts = Fact::ALL.iter().filter(|fact| !fact.is_day()).map(|fact| fact.name());
        let rules = self.rules().iter().map(|(_, rule)| rule.id.as_str());
        facts.chain(FIGURES.iter().map(|(figure, _)| *figure)).chain(rules).chain(["findings"]).collect()
    }

    /// A number of a subtree at every look of [`history`](Self::history) until the instant shown, oldest first. The
    /// subtree is that of the present tree.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn trend(&self, of: Trend, scope: Option<Pos>) -> Result<Vec<(Instant, u64)>> {
        let standing = self.standing(&|_| {})?;
        self.trend_of(of, &[standing.range(scope)])
    }

    /// The same of some stretches of the present tree together, in its order.
    pub(super) fn trend_of(&self, of: Trend, runs: &[Scope]) -> Result<Vec<(Instant, u64)>> {
        let standing = self.standing(&|_| {})?;
        let tree = &standing.tree;
        let kept = self.past(standing.at, &[])?;
        let shown = self.shown(&kept, standing.at)?;
        let mut points = Vec::with_capacity(shown.len() + 1);
        match of {
            Trend::Fact(fact) => points = self.register().totals(tree, &kept, &shown, fact, runs)?,
            Trend::Rule(_) | Trend::Findings => {
                let only = if let Trend::Rule(rule) = of { Some(rule) } else { None };
                self.register().each_judged(tree, &kept, &shown, self.rules(), only, |snapshot, judged| {
                    let count = |run: &Scope| only.map_or(judged.total(run), |rule| judged.count(rule, run));
                    points.push((snapshot.at, runs.iter().map(count).sum()));
                    Ok(())
                })?;
            }
        }
        points.push((standing.at, runs.iter().map(|run| standing.trend_now(of, run)).sum()));
        Ok(points)
    }
}

impl Desk {
    /// The hollow branches at every look there is already, oldest first, in the order of the tree: nothing is worked out for
    /// it, so whoever only glances waits for nothing.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn hollow_past(&self) -> Result<Vec<(Instant, Vec<Pos>)>> {
        let standing = self.standing(&|_| {})?;
        let Some(rule) = self.rules().find("hollow-branch") else { return Ok(Vec::new()) };
        let (tree, kept) = (&standing.tree, self.whole_desk().valid_snapshots()?);
        let shown = self.shown(&kept, standing.at)?;
        let mut looks = Vec::with_capacity(shown.len());
        self.register().each_judged(tree, &kept, &shown, self.rules(), Some(rule), |snapshot, judged| {
            let places = judged.findings(&(0..tree.len()), Some(rule)).map(|finding| finding.pos).collect();
            looks.push((snapshot.at, places));
            Ok(())
        })?;
        Ok(looks)
    }
}

impl Standing {
    fn trend_now(&self, of: Trend, range: &Scope) -> u64 {
        match of {
            Trend::Fact(fact) => self.facts.total(fact, range),
            Trend::Rule(rule) => self.judged.count(rule, range),
            Trend::Findings => self.judged.total(range),
        }
    }
}
