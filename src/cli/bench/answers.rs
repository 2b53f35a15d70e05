//! What an open desk answers about any organisation, each answer ready to be written.

use std::hint::black_box;
use std::time::{Duration, Instant as Stopwatch};

use anyhow::Result;

use super::super::args::Site;
use super::super::{desk, home, output, stats};
use super::stages::{ms, quantile};
use crate::judge::Fact;
use crate::lang::Lang;
use crate::model::{Day, Instant, Pos};
use crate::programme::Scheme;

/// How many organisations are asked for figures, and how many committees for the league of their children.
const ASKED: usize = 1_000;
const LEAGUES: usize = 200;
/// How many persons are opened.
const PERSONS: usize = 100;
/// Days between the date shown and the other one.
const BEFORE: i32 = 100;

/// Figures, leagues and home tables of organisations anywhere, and one look at another date.
pub fn answers(site: &Site) -> Result<()> {
    let desk = desk::open(site)?;
    let begun = Stopwatch::now();
    let standing = desk.standing(&|_| {})?;
    output::line(&format!("desk ready to answer: {}", ms(begun.elapsed())))?;
    let scheme = Scheme::builtin()?;
    let all = || (0..standing.tree.len() as u32).map(Pos);
    let (anywhere, parents) = (drawn(all().collect(), ASKED), {
        let parents = all().filter(|pos| standing.tree.has_children(*pos));
        drawn(parents.collect(), LEAGUES)
    });
    let stats = |pos: Pos| -> Result<usize> {
        Ok(serde_json::to_vec(&stats::rows(&standing, Lang::Zh, Some(standing.tree.code(pos)))?)?.len())
    };
    let rank = |pos: Pos| Ok(black_box(desk.league(&scheme, Some(pos), None)?).rows.len());
    let home = |pos: Pos| Ok(serde_json::to_vec(&home::table(&standing, Lang::Zh, Some(pos)))?.len());
    let Some(root) = standing.tree.roots().next() else { return Ok(()) };
    timed("stats of the root", &[root], &stats)?;
    timed("stats of organisations at random", &anywhere, &stats)?;
    timed("rank of the children of the root", &[root], &rank)?;
    timed("rank of the children of committees at random", &parents, &rank)?;
    timed("home table of the root", &[root], &home)?;
    timed("home table of committees at random", &parents, &home)?;
    let branches = all().filter(|pos| standing.facts.own(Fact::Members, *pos) > 0);
    let branches = drawn(branches.collect(), PERSONS);
    let page = |pos: Pos| Ok(black_box(desk.person_page(&standing, pos, 0)?).posts.len());
    let records = |pos: Pos| Ok(black_box(desk.person_records(&standing, pos, 0)?).activities.len());
    timed("pages of persons at random", &branches, &page)?;
    timed("what the other rosters tell of them", &branches, &records)?;
    let other: Instant = Day(standing.at.day().0 - BEFORE).end();
    let begun = Stopwatch::now();
    black_box(desk.standing_at(other)?);
    output::line(&format!("as of another date ({}), in an open desk: {}", other.day(), ms(begun.elapsed())))
}

/// So many of them, the same at every run.
fn drawn(mut from: Vec<Pos>, count: usize) -> Vec<Pos> {
    let mut throw = 1u64;
    let count = count.min(from.len());
    for at in 0..count {
        throw = throw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let other = at + (throw >> 33) as usize % (from.len() - at);
        from.swap(at, other);
    }
    from.truncate(count);
    from
}

fn timed(what: &str, of: &[Pos], answer: &dyn Fn(Pos) -> Result<usize>) -> Result<()> {
    let mut times: Vec<Duration> = Vec::with_capacity(of.len());
    for pos in of {
        let begun = Stopwatch::now();
        black_box(answer(*pos)?);
        times.push(begun.elapsed());
    }
    let [half, most, worst] = [0.5, 0.99, 1.0].map(|share| ms(quantile(&mut times, share)));
    output::line(&match of.len() {
        1 => format!("{what}: {worst}"),
        count => format!("{what}, {count} of them: p50 {half}, p99 {most}, worst {worst}"),
    })
}
