//! The transfers of one county, one city's own organisations, or the province's: nothing here looks beyond them.

use anyhow::Result;

use super::request::{self, Request};
use super::{Made, quota};
use crate::demo::branch::{Make, leaving};
use crate::demo::calendar::{BEFORE, LAST, between, day};
use crate::demo::dice::{Dice, Topic};
use crate::demo::life::{Life, life};
use crate::demo::member::Times;
use crate::demo::person::{Document, Number, person};
use crate::demo::role::Role;
use crate::demo::{Branch, Demo, slips};
use crate::model::{Day, Pos, TransferKind};

/// The graduates of the junior high schools of an area, one slot each, asked for in a scattered order: those who went on to a
/// school nearby first, then those who left.
#[derive(Default)]
struct Pool {
    schools: Vec<School>,
    /// Slots before each school, then all.
    ends: Vec<u32>,
    step: u64,
    next: u64,
}

struct School {
    place: usize,
    /// Its leaving classes with members.
    classes: Vec<Pos>,
    gone: u32,
}

impl Pool {
    fn of(demo: &Demo, places: &[usize]) -> Self {
        let mut pool = Self { ends: vec![0], ..Self::default() };
        for &place in places {
            let group = demo.group(place);
            let classes: Vec<Pos> = demo.leaving_classes(place).collect();
            if group.role == Role::JuniorHigh && group.transferred > 0 {
                pool.ends.push(pool.all() + group.transferred);
                pool.schools.push(School { place, classes, gone: 0 });
            }
        }
        let all = u64::from(pool.all());
        pool.step = (1 + all * 618 / 1000..).find(|step| gcd(*step, all) == 1).unwrap_or(1);
        pool
    }

    fn all(&self) -> u32 {
        self.ends.last().copied().unwrap_or_default()
    }

    fn take(&mut self) -> Option<usize> {
        let all = u64::from(self.all());
        if self.next >= all {
            return None;
        }
        let slot = (self.next * self.step % all) as u32;
        self.next += 1;
        Some(self.ends.partition_point(|end| *end <= slot) - 1)
    }

    /// Whether another may stay near; not all do.
    fn near(&self) -> bool {
        self.next * 100 < u64::from(self.all()) * 85
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

impl Demo {
    /// The classes of a school that leave in 2018 and are not empty.
    pub(super) fn leaving_classes(&self, place: usize) -> impl Iterator<Item = Pos> + '_ {
        let count = leaving(self.group(place)) as usize;
        self.branches_of(place).take(count).filter(|pos| !self.at(*pos).cell.hollow)
    }

    /// Someone who has left a school for good.
    fn gone(&self, place: usize, index: u32, life: &Life) -> crate::model::IdKey {
        let group = self.group(place);
        let number = Number { within: group.first_gone + index, ..self.number(group, 0) };
        person(&self.names, self.seed, number, life.from, life.years, Document::Resident).identity.key()
    }

    /// The throws for the transfer of one row.
    pub(super) fn move_dice(&self, branch: &Branch<'_>, j: u32) -> Dice {
        let number = self.number(branch.group, branch.cell.first + j);
        Dice::new(self.seed, Topic::Transfer, number.whole())
    }
}

/// Makes the requests that begin in an area.
pub(super) fn make(made: &mut Made<'_>, places: &[usize]) -> Result<()> {
    let demo = made.demo;
    let branches = || places.iter().flat_map(|place| demo.branches_of(*place));
    // Settled for years and large: one member more on an early day changes no finding.
    let gives = |pos: &Pos| {
        let branch = demo.at(*pos);
        let long = branch.founded().is_none_or(|founded| founded < day(2018, 1, 1));
        !branch.life().student && !branch.cell.hollow && long && branch.cell.reported >= 8
    };
    let givers: Vec<Pos> = branches().filter(gives).collect();
    let mut pool = Pool::of(demo, places);
    for pos in branches() {
        branch(made, pos, &givers, &mut pool)?;
    }
    while let Some(at) = pool.take() {
        let School { place, gone, .. } = &mut pool.schools[at];
        *gone += 1;
        leave(made, *place, *gone - 1)?;
    }
    for &place in places {
        let group = demo.group(place);
        if group.role != Role::JuniorHigh {
            (0..group.transferred).try_for_each(|index| leave(made, place, index))?;
        }
    }
    Ok(())
}

/// A graduate on no roster any more: out of the province.
fn leave(made: &mut Made<'_>, place: usize, index: u32) -> Result<()> {
    let demo = made.demo;
    let group = demo.group(place);
    let life = life(group.role, Make::Class { year: years(group.role), leaving: true, number: 1 });
    let mut dice =
        Dice::new(demo.seed, Topic::Transfer, u64::from(group.first_gone + index) << 20 | place_key(demo, place));
    let class = dice.below(leaving(group).max(1));
    let request = Request {
        person: demo.gone(place, index, &life),
        kind: slips::left_as(index),
        code: 5,
        from: Pos(demo.starts[place] + 1 + class),
        to: None,
        ends: request::left(&mut dice),
        graduate: true,
    };
    made.add(request, &mut dice)
}

fn place_key(demo: &Demo, place: usize) -> u64 {
    1 << 60 | (demo.groups.start + place) as u64
}

const fn years(role: Role) -> u8 {
    match role {
        Role::Faculty => 4,
        Role::JuniorHigh => 2,
        _ => 3,
    }
}

/// What row `j` of a branch has to do with a transfer.
enum Why {
    /// New here by a transfer done on that day.
    Came(Day),
    /// Came from a junior high school in the summer.
    WentOn,
    /// Has asked to go.
    Asks { graduate: bool },
}

fn why(branch: &Branch<'_>, life: &Life, times: Times, j: u32, dice: &mut Dice) -> Option<Why> {
    let since = branch.glance(life, times, j)?;
    let class = branch.class();
    let first_year = class.is_some_and(|(year, _)| year == 1);
    let graduate = class.is_some_and(|(_, leaving)| leaving);
    match since {
        Some(since) if since > BEFORE && !life.student => dice.chance(500).then_some(Why::Came(since)),
        None if first_year && matches!(branch.group.role, Role::SeniorHigh | Role::Vocational) && dice.chance(550) => {
            Some(Why::WentOn)
        }
        Some(since) if since > BEFORE => None,
        // The province's own first years may have come in the year before: see `rest.rs`.
        _ if first_year && branch.group.role == Role::Faculty => None,
        _ => dice.chance(if graduate { 24 } else { 6 }).then_some(Why::Asks { graduate }),
    }
}

fn branch(made: &mut Made<'_>, pos: Pos, givers: &[Pos], pool: &mut Pool) -> Result<()> {
    let demo = made.demo;
    let branch = demo.at(pos);
    let (life, times) = (branch.life(), branch.times());
    // The first member never moves: that member is why a branch is not empty, and may stand in the next branch too.
    for j in 1..u32::from(branch.cell.reported) {
        let mut dice = demo.move_dice(&branch, j);
        let Some(why) = why(&branch, &life, times, j, &mut dice) else { continue };
        let other = |dice: &mut Dice| dice.pick(givers).filter(|other| *other != pos);
        let who = || branch.who(&life, j).0.identity.key();
        let request = match why {
            Why::Came(since) => other(&mut dice).map(|from| Request {
                person: who(),
                kind: TransferKind::Inside,
                code: 5,
                from,
                to: Some(pos),
                ends: since,
                graduate: false,
            }),
            Why::WentOn if pool.near() => {
                let at = pool.take().ok_or_else(|| quota("transfers"))?;
                let School { place, classes, gone } = &mut pool.schools[at];
                let Some(from) = dice.pick(classes) else {
                    // Where every leaving class stands empty, walking somebody back would fill one.
                    *gone += 1;
                    leave(made, *place, *gone - 1)?;
                    continue;
                };
                Some(Request {
                    person: who(),
                    kind: TransferKind::Inside,
                    code: 5,
                    from,
                    to: Some(pos),
                    ends: request::left(&mut dice),
                    graduate: true,
                })
            }
            Why::WentOn => None,
            Why::Asks { graduate } => asks(&mut dice, graduate, other).map(|(kind, code, to)| Request {
                person: who(),
                kind,
                code,
                from: pos,
                to,
                ends: between(&mut dice, day(2018, 6, 4), LAST),
                graduate,
            }),
        };
        if let Some(request) = request {
            made.add(request, &mut dice)?;
        }
    }
    Ok(())
}

/// A request that is open, refused or withdrawn, and what it asks for.
fn asks(
    dice: &mut Dice,
    graduate: bool,
    other: impl Fn(&mut Dice) -> Option<Pos>,
) -> Option<(TransferKind, u8, Option<Pos>)> {
    let kinds = [TransferKind::Inside, TransferKind::Outside, TransferKind::Returned];
    let kind = kinds[dice.share(if graduate { &[50, 30, 20] } else { &[86, 12, 2] })];
    let to = other(dice).filter(|_| kind == TransferKind::Inside);
    let code = match kind {
        TransferKind::Outside => dice.pick(&[1, 2, 6, 7, 0, 1, 2]),
        // Sent to a home place that would not have them.
        TransferKind::Returned => dice.pick(&[8, 8, 9, 3, 2, 0]),
        TransferKind::Inside => dice.pick(&[1, 2, 3, 4, 6, 7, 9, 8, 0, 3]).filter(|_| to.is_some()),
    };
    code.map(|code| (kind, code, to))
}
