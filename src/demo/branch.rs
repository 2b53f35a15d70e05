//! The branches of a committee: what each is, and its share of the committee's quotas.

use super::DemoError;
use super::apportion::apportion;
use super::dice::{Dice, Topic};
use super::divisions::Place;
use super::quota::MOST_CADRES;
use super::role::Role;
use super::skeleton::Group;

/// What a branch is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Make {
    /// The branch of a village or community.
    Village(Place),
    /// Floating members of a town (T02).
    Floating,
    /// Newly recruited officials of an organ (T03).
    NewOfficials,
    /// A class: year of the course from 1, whether it leaves in 2018, and its number in the year.
    Class { year: u8, leaving: bool, number: u16 },
    /// Teachers of a school, or staff of a university.
    Teachers,
    /// A unit below an office of organs, a town or a work committee: an institution, a firm, a society.
    Unit(Role),
    /// A department of a firm or institution.
    Department,
}

/// Since when a branch stands, as far as the campaign's counts go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seat {
    /// Before 2018-06-20 and of no exempt kind: may be hollow, may be without cadres.
    Settled,
    /// Of June or July 2018 and exempt while young; has cadres from its first day.
    Young,
    /// Founded after 2018-06-20.
    Late,
}

/// The share of one branch, or of the committee itself, in the quotas of its group.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell {
    /// Where its members begin among the persons of the group.
    pub first: u32,
    pub reported: u16,
    pub unreported: u16,
    pub gone: u16,
    pub onboarded: u8,
    pub hollow: bool,
    pub bare: bool,
}

impl Cell {
    /// Rows of its members roster.
    pub(super) fn rows(self) -> u32 {
        u32::from(self.reported) + u32::from(self.unreported) + u32::from(self.gone)
    }
}

/// A key that no other branch of the province has.
pub(super) fn key(at: u32, k: u32) -> u64 {
    (u64::from(at) << 16) | u64::from(k + 1)
}

/// What branch `k` of a group is.
pub(super) fn make(group: &Group, at: u32, k: u32, seed: u64) -> Make {
    let mut dice = Dice::new(seed, Topic::Cell, key(at, k));
    let villages = u32::from(group.villages.1);
    match group.role {
        Role::Town if k < villages => Make::Village(Place(group.villages.0.0 + k)),
        // A town without villages begins with a settled unit.
        Role::Town if k == villages.max(1) => Make::Floating,
        Role::Town => Make::Unit(TOWN_UNITS[dice.share(&[62, 14, 16, 8])]),
        Role::Organs if k == 1 => Make::NewOfficials,
        Role::Organs => Make::Unit(if dice.chance(600) { Role::Organs } else { Role::Institution }),
        Role::Education => Make::Unit(Role::Institution),
        Role::StateOwned => Make::Unit(Role::StateFirm),
        Role::NewSectors => Make::Unit(if dice.chance(700) { Role::PrivateFirm } else { Role::Social }),
        Role::University => Make::Teachers,
        role if role.school() => class(group, role, k),
        _ => Make::Department,
    }
}

const TOWN_UNITS: [Role; 4] = [Role::PrivateFirm, Role::Social, Role::Institution, Role::CollectiveFirm];

/// How many branches of a school are classes that leave in 2018; they are its first.
pub(super) fn leaving(group: &Group) -> u32 {
    if !group.role.school() || group.late {
        return 0;
    }
    let (_, each, classes) = years(group, group.role);
    each.min(classes)
}

/// The years of a school's course, the classes of each year, and all its classes.
fn years(group: &Group, role: Role) -> (u32, u32, u32) {
    let classes = group.branches - u32::from(group.branches >= 10 && role != Role::Faculty);
    let years = match role {
        Role::JuniorHigh => 2,
        Role::Faculty => 4,
        _ => 3,
    };
    (years, classes.div_ceil(years), classes)
}

/// Classes in the order of their years, the oldest first; a larger school ends with its teachers.
fn class(group: &Group, role: Role, k: u32) -> Make {
    let (years, each, classes) = years(group, role);
    if k >= classes {
        return Make::Teachers;
    }
    let year = years - k / each;
    Make::Class { year: year as u8, leaving: year == years, number: (k % each + 1) as u16 }
}

/// Since when branch `k` stands.
pub(super) fn seat(group: &Group, at: u32, k: u32, seed: u64) -> Seat {
    if group.late {
        return Seat::Late;
    }
    match make(group, at, k, seed) {
        Make::Floating | Make::NewOfficials => Seat::Young,
        Make::Village(_) => Seat::Settled,
        // The first branch always stands, or the committee would be hollow too.
        _ if k == 0 => Seat::Settled,
        Make::Class { leaving: true, .. } => Seat::Settled,
        _ => {
            let late = if group.role.school() { 45 } else { 30 };
            if Dice::new(seed, Topic::Late, key(at, k)).chance(late) { Seat::Late } else { Seat::Settled }
        }
    }
}

/// Shares the quotas of a group over the committee (first) and its branches.
pub(super) fn cells(group: &Group, at: u32, seed: u64) -> Result<Vec<Cell>, DemoError> {
    let n = group.branches as usize;
    let mut out = vec![Cell::default(); n + 1];
    let dice = |topic, k: usize| Dice::new(seed, topic, key(at, k as u32));
    let settled: Vec<usize> = (0..n).filter(|&k| seat(group, at, k as u32, seed) == Seat::Settled).collect();
    let mut rank: Vec<(u64, usize)> = settled.iter().map(|&k| (dice(Topic::Hollow, k).next(), k)).collect();
    rank.sort_unstable();
    for &(_, k) in rank.get(..group.hollow as usize).ok_or(DemoError::Quota("hollow branches"))? {
        out[k + 1].hollow = true;
    }
    // A branch nobody is in is often one that nobody leads.
    let lonely = |k: usize| if out[k + 1].hollow { 3 } else { 1 };
    let mut rank: Vec<(u64, usize)> = settled.iter().map(|&k| (dice(Topic::Bare, k).next() / lonely(k), k)).collect();
    rank.sort_unstable();
    for &(_, k) in rank.get(..group.bare as usize).ok_or(DemoError::Quota("branches without cadres"))? {
        out[k + 1].bare = true;
    }
    members(group, at, seed, &mut out[1..])?;
    cadres(group, at, seed, &mut out)?;
    Ok(out)
}

fn members(group: &Group, at: u32, seed: u64, out: &mut [Cell]) -> Result<(), DemoError> {
    let n = out.len() as u32;
    let size = |(k, cell): (usize, &Cell)| {
        let luck = Dice::new(seed, Topic::Weight, key(at, k as u32)).unit();
        let size = match make(group, at, k as u32, seed) {
            Make::Class { .. } => 0.7 + 0.6 * luck,
            Make::Floating | Make::NewOfficials => 0.3 + 0.4 * luck,
            // Villages and firms are as often tiny as large.
            _ => 0.02 + 3.0 * luck * luck * luck,
        };
        (if cell.hollow { size * 0.15 } else { size }, 10_000)
    };
    let places: Vec<(f64, u64)> = out.iter().enumerate().map(size).collect();
    let more = apportion(u64::from(group.reported - n), &places).ok_or(DemoError::Quota("members"))?;
    for (cell, more) in out.iter_mut().zip(more) {
        cell.reported = (1 + more) as u16;
    }
    let mut dice = Dice::new(seed, Topic::Member, key(at, n));
    for _ in 0..if n > 0 { group.unreported } else { 0 } {
        out[dice.below(n) as usize].unreported += 1;
    }
    for _ in 0..if n > 0 { group.gone } else { 0 } {
        out[dice.below(n) as usize].gone += 1;
    }
    let mut first = 0;
    for cell in out {
        cell.first = first;
        first += cell.rows();
    }
    Ok(())
}

fn cadres(group: &Group, at: u32, seed: u64, out: &mut [Cell]) -> Result<(), DemoError> {
    let n = out.len() as u32 - 1;
    let usual = group.role.averages().own_cadres;
    // What the branches cannot hold stays with the committee, and the other way round.
    let most = (u64::from(n) * MOST_CADRES).min(u64::from(group.onboarded));
    let own = u64::from(usual.min(group.onboarded)).max(u64::from(group.onboarded) - most);
    let weigh = |k| (0.6 + 0.8 * Dice::new(seed, Topic::Post, key(at, k)).unit(), MOST_CADRES);
    let places: Vec<(f64, u64)> = (0..n).map(weigh).collect();
    let shares = apportion(u64::from(group.onboarded) - own, &places).ok_or(DemoError::Quota("cadres"))?;
    out[0].onboarded = u8::try_from(own).map_err(|_| DemoError::Quota("cadres"))?;
    for (cell, share) in out[1..].iter_mut().zip(shares) {
        cell.onboarded = share as u8;
    }
    Ok(())
}
