//! The ranking of an organisation's children, what moved since a day, and how it went in the last weeks.

use std::collections::HashMap;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::{Desk, Standing};
use crate::model::{Instant, OrgId, OrgTree, Pos, stable_hash};
use crate::programme::{
    Done, Flag, FlagThresholds, Placed, Scheme, Score, Unit, Value, flags, league, looks, measured,
};

/// The number of this way of working leagues out: another one, another number.
const VERSION: u32 = 2;
/// The largest league of an earlier instant that is kept: a value of the register stays below 16 KB.
const LARGEST: usize = 250;

/// One child in the league.
#[derive(Clone, Debug, PartialEq)]
pub struct LeagueRow {
    /// The child.
    pub pos: Pos,
    /// Its value in each measure.
    pub values: Vec<Option<Value>>,
    /// Its points, score and rank.
    pub place: Placed,
    /// Its flag; red is praise.
    pub flag: Option<Flag>,
    /// How it moved since the day asked about; `None` where it was not ranked then or is not now.
    pub moved: Option<Moved>,
}

/// How a unit moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// By so many ranks; up is positive.
    pub ranks: i64,
    /// By so many hundredths of a point.
    pub score: i64,
}

/// The league of an organisation's children.
#[derive(Clone, Debug, PartialEq)]
pub struct League {
    /// Whose children; `None` for the roots.
    pub of: Option<Pos>,
    /// The instant.
    pub at: Instant,
    /// The best first; those not ranked last, in the order of the tree.
    pub rows: Vec<LeagueRow>,
    /// Since when movements are told.
    pub since: Option<Instant>,
}

/// The league of an earlier instant, by stable number: rank, score and the points of each measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Past {
    /// The instant.
    pub at: Instant,
    rows: Vec<PastRow>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct PastRow {
    org: OrgId,
    rank: Option<u32>,
    score: Option<Score>,
    points: Vec<Option<Score>>,
}

impl PastRow {
    fn of(&self, measure: Option<usize>) -> Option<Score> {
        measure.map_or(self.score, |measure| self.points.get(measure).copied().flatten())
    }
}

#[derive(Serialize, Deserialize)]
struct Kept {
    print: u64,
    past: Past,
}

impl Standing {
    /// The league of the existing children; O(children × measures) where measures are of no industry.
    pub fn league(&self, scheme: &Scheme, of: Option<Pos>) -> League {
        let mut children = self.below(of);
        children.retain(|pos| self.tree.exists(*pos, self.at));
        let unit = |pos: &Pos| {
            let scope = self.tree.subtree(*pos);
            let value = |measure| measured(measure, &self.facts, &self.judged, &self.tree, &self.rule_set, &scope);
            let values = scheme.measures.iter().map(|weighted| value(&weighted.measure)).collect();
            Unit { values, orgs: self.facts.total(crate::judge::Fact::Orgs, &scope) }
        };
        let units: Vec<Unit> = children.iter().map(unit).collect();
        let placed = league(scheme, &units);
        // In a league the best is the measure of the others: who lags, lags behind it.
        let best = placed.iter().filter_map(|place| place.score).max().map_or(1.0, Score::value).max(0.01);
        let done = |place: &Placed| Done {
            reached: place.score.map(|_| false),
            share: place.score.map_or(0.0, |score| score.value() / best),
        };
        let done: Vec<Done> = placed.iter().map(done).collect();
        let flags = flags(&done, false, FlagThresholds::at(self.rule_set.params(), self.at));
        let rows = children.into_iter().zip(units).zip(placed).zip(flags);
        let mut rows: Vec<LeagueRow> = rows
            .map(|(((pos, unit), place), flag)| LeagueRow { pos, values: unit.values, place, flag, moved: None })
            .collect();
        rows.sort_by_key(|row| (row.place.rank.unwrap_or(u32::MAX), row.pos));
        League { of, at: self.at, rows, since: None }
    }
}

impl League {
    /// Tells how everybody moved since an earlier league of the same tree.
    pub fn moved_since(&mut self, past: &Past, tree: &OrgTree) {
        let then: HashMap<OrgId, &PastRow> = past.rows.iter().map(|row| (row.org, row)).collect();
        for row in &mut self.rows {
            let known = then.get(&tree.id(row.pos));
            row.moved = known.and_then(|then| {
                Some(Moved {
                    ranks: i64::from(then.rank?) - i64::from(row.place.rank?),
                    score: i64::from(row.place.score?.0) - i64::from(then.score?.0),
                })
            });
        }
        self.since = Some(past.at);
    }

    /// What of it is kept for later comparisons.
    pub fn past(&self, tree: &OrgTree) -> Past {
        let row = |row: &LeagueRow| PastRow {
            org: tree.id(row.pos),
            rank: row.place.rank,
            score: row.place.score,
            points: row.place.points.clone(),
        };
        Past { at: self.at, rows: self.rows.iter().map(row).collect() }
    }
}

impl Past {
    /// The score of an organisation then, or its points in one measure.
    pub fn score(&self, org: OrgId, measure: Option<usize>) -> Option<Score> {
        let row = self.rows.iter().find(|row| row.org == org)?;
        row.of(measure)
    }

    /// The scores of everybody ranked then, or their points in one measure.
    pub fn scores(&self, measure: Option<usize>) -> impl Iterator<Item = Score> {
        self.rows.iter().filter_map(move |row| row.of(measure))
    }
}

impl Desk {
    /// The league of an organisation's children, and how they moved since an earlier instant.
    ///
    /// Without an earlier instant milliseconds at province scale; with one its snapshot is read, or all rows where none stands.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn league(&self, scheme: &Scheme, of: Option<Pos>, since: Option<Instant>) -> Result<League> {
        let standing = self.standing(&|_| {})?;
        let mut league = standing.league(scheme, of);
        if let Some(since) = since {
            league.moved_since(&self.past_league(scheme, of, since)?, &standing.tree);
        }
        Ok(league)
    }

    /// The leagues at the ends of the last weeks and three days before the instant shown, oldest first; ends early once
    /// `stop` says so. They are of the snapshots of those instants; those that are missing are worked out in one pass. What is
    /// found is kept for an organisation and its children until the next generation.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn league_trend(&self, scheme: &Scheme, of: Option<Pos>, stop: &dyn Fn() -> bool) -> Result<Vec<Past>> {
        let mut pasts = Vec::new();
        let looks = looks(self.at());
        let mut missing = Vec::new();
        for at in &looks {
            if self.kept_league(scheme, of, *at)?.is_none() {
                missing.push(*at);
            }
        }
        if !missing.is_empty() && !stop() {
            self.past(self.at(), &missing)?;
        }
        for at in looks {
            if stop() {
                break;
            }
            pasts.push(self.past_league(scheme, of, at)?);
        }
        Ok(pasts)
    }

    fn past_league(&self, scheme: &Scheme, of: Option<Pos>, at: Instant) -> Result<Past> {
        if let Some(past) = self.kept_league(scheme, of, at)? {
            return Ok(past);
        }
        let (tree, print) = (self.tree()?, self.league_print(scheme)?);
        let then = self.other_standing(at)?;
        let past = then.league(scheme, of).past(&tree);
        // The next question is likely about a child: what is read for all is kept for each.
        let below = then.below(of).into_iter().filter(|pos| tree.has_children(*pos)).map(Some);
        let below: Vec<(Option<Pos>, Past)> =
            below.take(LARGEST).map(|pos| (pos, then.league(scheme, pos).past(&tree))).collect();
        for (pos, past) in below.into_iter().chain([(of, past.clone())]) {
            if past.rows.len() <= LARGEST {
                self.register().keep_values(&key(self.kept_as(pos)?, at), &Kept { print, past })?;
            }
        }
        Ok(past)
    }

    fn kept_league(&self, scheme: &Scheme, of: Option<Pos>, at: Instant) -> Result<Option<Past>> {
        let kept: Option<Kept> = self.register().kept_values(&key(self.kept_as(of)?, at))?;
        let print = self.league_print(scheme)?;
        Ok(kept.filter(|kept| kept.print == print).map(|kept| kept.past))
    }

    fn league_print(&self, scheme: &Scheme) -> Result<u64> {
        Ok(stable_hash(&format!("{VERSION} {} {scheme:?} {:?}", self.register().rows_entry()?, self.rules())))
    }
}

fn key(org: OrgId, at: Instant) -> String {
    format!("league/{}/{}", at.0, org.0)
}
