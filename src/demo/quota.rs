//! The published table, shared out over committees so that every sum comes out exactly.

use super::DemoError;
use super::apportion::{apportion, share_out};
use super::branch::{Seat, leaving, seat};
use super::dice::{Dice, Topic};
use super::role::Role;
use super::skeleton::{Group, Skeleton};

/// Counts that a demonstration promises: organisations, members and cadres at the end of 2018-11-15, the weak at the end of 2018-06-20.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Leading bodies.
    pub leading: u64,
    /// Committees, work committees and general branches.
    pub committees: u64,
    /// Branches.
    pub branches: u64,
    /// Members who have reported.
    pub reported: u64,
    /// Cadres onboarded, persons counted once in each organisation.
    pub onboarded: u64,
    /// Hollow committees.
    pub hollow_committees: u64,
    /// Hollow branches.
    pub hollow_branches: u64,
    /// Branches without cadres.
    pub bare_branches: u64,
}

/// The table of 2018-11-15 and what the campaign mended by then (S1).
pub const PUBLISHED: Figures = Figures {
    leading: 158,
    committees: 16_464,
    branches: 237_998,
    reported: 4_578_844,
    onboarded: 352_251,
    hollow_committees: 1_045,
    hollow_branches: 23_805,
    bare_branches: 37_723,
};

/// Members of the province who never report, and rows of people who are members no more.
const UNREPORTED: u64 = 14_600;
const GONE: u64 = 6_500;
/// The most branches a committee may have: three digits a level number them beside its committees.
const MOST_BRANCHES: u64 = 700;
/// Numbers kept for cadres who are not members: of a committee, and of each of its branches.
pub(super) const OWN_PERSONS: u32 = 96;
pub(super) const BRANCH_PERSONS: u32 = 12;
/// The most onboarded cadres of one branch.
pub(super) const MOST_CADRES: u64 = 6;

/// Gives every group of the skeleton its share of the table.
pub(super) fn share(skeleton: &mut Skeleton, seed: u64) -> Result<(), DemoError> {
    branches(&mut skeleton.groups, seed)?;
    let condition: Vec<f64> = skeleton.areas.iter().map(|area| area.condition).collect();
    let condition = |group: &Group| condition[usize::from(group.area)];
    hollow_committees(&mut skeleton.groups, seed, condition)?;
    weak_branches(&mut skeleton.groups, seed, condition)?;
    people(&mut skeleton.groups, seed, condition)?;
    graduates(&mut skeleton.groups, seed, condition)?;
    number_persons(skeleton);
    Ok(())
}

/// Branches a committee has whatever its size.
fn fixed_branches(group: &Group) -> u64 {
    match group.role {
        Role::Province | Role::City | Role::County | Role::Zone => 0,
        Role::Town => u64::from(group.villages.1) + 2,
        Role::Organs => 2,
        _ => 1,
    }
}

fn branches(groups: &mut [Group], seed: u64) -> Result<(), DemoError> {
    let missing = DemoError::Quota("branches");
    let fixed: u64 = groups.iter().map(fixed_branches).sum();
    let weigh = |(at, group): (usize, &Group)| {
        let spread = 0.45 + 1.1 * Dice::new(seed, Topic::Weight, at as u64).unit();
        (group.role.averages().branches * spread, MOST_BRANCHES)
    };
    let places: Vec<(f64, u64)> = groups.iter().enumerate().map(weigh).collect();
    let free = PUBLISHED.branches.checked_sub(fixed).ok_or(DemoError::Quota("branches"))?;
    let shares = apportion(free, &places).ok_or(missing)?;
    for (group, more) in groups.iter_mut().zip(shares) {
        group.branches = (fixed_branches(group) + more) as u32;
    }
    Ok(())
}

/// Picks the committees whose branches are all founded after 2018-06-20.
fn hollow_committees(groups: &mut [Group], seed: u64, condition: impl Fn(&Group) -> f64) -> Result<(), DemoError> {
    let mut rank: Vec<(f64, usize)> = groups
        .iter()
        .enumerate()
        .filter(|(_, group)| group.role.lowest() && group.branches <= 40)
        .map(|(at, group)| {
            let luck = Dice::new(seed, Topic::Hollow, at as u64).unit();
            // The smallest of exponential draws: a committee twice as weak is picked twice as readily.
            (-(1.0 - luck).ln() / (group.role.averages().weak * condition(group)), at)
        })
        .collect();
    rank.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let wanted = PUBLISHED.hollow_committees as usize;
    for &(_, at) in rank.get(..wanted).ok_or(DemoError::Quota("hollow committees"))? {
        groups[at].late = true;
    }
    Ok(())
}

fn weak_branches(groups: &mut [Group], seed: u64, condition: impl Fn(&Group) -> f64) -> Result<(), DemoError> {
    let mut places = Vec::with_capacity(groups.len());
    for (at, group) in groups.iter().enumerate() {
        let open = (0..group.branches).filter(|&k| seat(group, at as u32, k, seed) == Seat::Settled).count() as f64;
        let mut dice = Dice::new(seed, Topic::Bare, at as u64);
        let (one, other) = (dice.unit(), dice.unit());
        let weak = open * group.role.averages().weak * condition(group);
        places.push((open, weak * (0.1 + 2.0 * one * one), weak.sqrt() * open.sqrt() * (0.1 + 2.0 * other * other)));
    }
    // At most two thirds of a committee's branches stand empty, so that each keeps something to show.
    let hollow: Vec<(f64, u64)> = places.iter().map(|p| (p.1, (p.0 * 0.67) as u64)).collect();
    let hollow = apportion(PUBLISHED.hollow_branches, &hollow).ok_or(DemoError::Quota("hollow branches"))?;
    let bare = places.iter().zip(&hollow).map(|(p, hollow)| (p.2 + *hollow as f64, (p.0 * 0.8) as u64));
    let bare: Vec<(f64, u64)> = bare.collect();
    let bare = apportion(PUBLISHED.bare_branches, &bare).ok_or(DemoError::Quota("branches without cadres"))?;
    for ((group, hollow), bare) in groups.iter_mut().zip(hollow).zip(bare) {
        (group.hollow, group.bare) = (hollow as u32, bare as u32);
    }
    Ok(())
}

fn people(groups: &mut [Group], seed: u64, condition: impl Fn(&Group) -> f64) -> Result<(), DemoError> {
    let spread = |at: usize| 0.75 + 0.5 * Dice::new(seed, Topic::Member, at as u64).unit();
    // One member for every branch, the rest by size; an empty branch never grows large.
    let rest = PUBLISHED.reported - PUBLISHED.branches;
    let weights = groups.iter().enumerate().map(|(at, group)| {
        let filled = f64::from(group.branches) - 0.85 * f64::from(group.hollow);
        filled * (group.role.averages().members - 1.0).max(0.0) * spread(at)
    });
    let reported = share_out(rest, weights).ok_or(DemoError::Quota("members"))?;
    let failing: Vec<f64> = groups.iter().zip(&reported).map(|(g, n)| (*n as f64) * condition(g)).collect();
    let unreported = share_out(UNREPORTED, failing.iter().copied()).ok_or(DemoError::Quota("members"))?;
    let gone = share_out(GONE, failing.iter().copied()).ok_or(DemoError::Quota("members"))?;
    let places: Vec<(f64, u64)> = groups
        .iter()
        .map(|group| {
            let averages = group.role.averages();
            let weight = f64::from(averages.own_cadres) + f64::from(group.branches) * averages.branch_cadres;
            (weight, u64::from(averages.own_cadres) + u64::from(group.branches) * MOST_CADRES)
        })
        .collect();
    let onboarded = apportion(PUBLISHED.onboarded, &places).ok_or(DemoError::Quota("cadres"))?;
    for (at, group) in groups.iter_mut().enumerate() {
        group.reported = (u64::from(group.branches) + reported[at]) as u32;
        (group.unreported, group.gone) = (unreported[at] as u32, gone[at] as u32);
        group.onboarded = onboarded[at] as u32;
    }
    Ok(())
}

/// How many in a thousand graduates had been transferred by the published table: universities as published, middle schools
/// a little above the 96 % that were, vocational schools by our own guess since nothing was published of them.
pub(super) const TRANSFERRED: [(&[Role], u64); 3] =
    [(&[Role::Faculty], 907), (&[Role::SeniorHigh, Role::JuniorHigh], 963), (&[Role::Vocational], 941)];

/// Shares the graduates who have been transferred over the schools, better schools nearer to all of theirs.
fn graduates(groups: &mut [Group], seed: u64, condition: impl Fn(&Group) -> f64) -> Result<(), DemoError> {
    for group in groups.iter_mut() {
        let part = f64::from(leaving(group)) / f64::from(group.branches.max(1));
        group.graduates = (f64::from(group.reported) * part * 0.97).round() as u32;
    }
    for (roles, permille) in TRANSFERRED {
        let all: u64 = groups.iter().filter(|group| roles.contains(&group.role)).map(|g| u64::from(g.graduates)).sum();
        // What stays behind is shared out, so that no school has more to send than it has graduates.
        let stay = groups.iter().enumerate().map(|(at, group)| {
            let of = if roles.contains(&group.role) { u64::from(group.graduates) } else { 0 };
            let luck = Dice::new(seed, Topic::Graduates, at as u64).unit();
            (of as f64 * condition(group).max(0.2) * (0.1 + luck * luck), of)
        });
        let stay: Vec<(f64, u64)> = stay.collect();
        let shares = apportion(all - (all * permille + 500) / 1000, &stay).ok_or(DemoError::Quota("graduates"))?;
        for (group, stay) in groups.iter_mut().zip(shares).filter(|(group, _)| roles.contains(&group.role)) {
            group.transferred = group.graduates - stay as u32;
        }
    }
    Ok(())
}

/// Numbers persons through each city: members of a group first, then room for its cadres; last those who have left.
fn number_persons(skeleton: &mut Skeleton) {
    let mut next = [0u32; 256];
    for group in &mut skeleton.groups {
        let next = &mut next[usize::from(skeleton.areas[usize::from(group.area)].city)];
        group.first_person = *next;
        *next += group.reported + group.unreported + group.gone + OWN_PERSONS + group.branches * BRANCH_PERSONS;
    }
    for group in &mut skeleton.groups {
        let next = &mut next[usize::from(skeleton.areas[usize::from(group.area)].city)];
        group.first_gone = *next;
        *next += group.transferred;
    }
}
