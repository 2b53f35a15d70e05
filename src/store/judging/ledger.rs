//! Facts out of the ledger of the new sectors: who answers for a unit, and whether its organisation stands up to a check.

use std::collections::HashMap;
use std::ops::Range;

use anyhow::Result;

use super::super::Register;
use super::records::Told;
use crate::judge::Fact;
use crate::model::{DivisionCode, Industry, Instant, LedgerUnit, OrgKind, OrgTree, Pos};

/// Whether a unit is covered: 经得起检验, with an organisation, cadres and members (S0, S2 task 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cover {
    /// Its organisation exists and has members and cadres, in itself or below it.
    Covered,
    /// It has no organisation, or one that does not exist.
    Bare,
    /// Its organisation has no member or no cadre.
    Hollow,
}

impl Cover {
    /// How a unit stands whose organisation is at `org`; `peopled` says whether a place has members and cadres.
    pub fn of(tree: &OrgTree, org: Option<Pos>, at: Instant, peopled: impl Fn(Pos) -> bool) -> Self {
        match org.filter(|pos| tree.exists(*pos, at)) {
            None => Self::Bare,
            Some(pos) if peopled(pos) => Self::Covered,
            Some(_) => Self::Hollow,
        }
    }
}

/// Which organisation answers for the units of a division at an instant.
///
/// The leading body whose 行政区划代码 is the division's; for a town or village also the topmost 团委 or 团工委 of that very
/// code whose industry is 农村, 城市社区 or not given, since schools and firms of the town bear its code too. Where there is
/// none, the division above answers; where there is none at all, the first root.
pub struct Responsible {
    of: HashMap<DivisionCode, Pos>,
    root: Option<Pos>,
}

impl Responsible {
    /// Looks the organisations of every division up.
    pub fn of(tree: &OrgTree, at: Instant) -> Self {
        let mut of: HashMap<DivisionCode, (bool, usize, Pos)> = HashMap::new();
        for pos in (0..tree.len()).map(|at| Pos(at as u32)) {
            let Some(code) = tree.division(pos).map(DivisionCode::bare) else { continue };
            let leading = tree.kind(pos) == OrgKind::Leading;
            let town = || {
                let industry = tree.industry(pos);
                code.number() >= 100_000_000
                    && matches!(tree.kind(pos), OrgKind::Committee | OrgKind::WorkCommittee)
                    && matches!(industry, None | Some(Industry::Rural | Industry::Community))
            };
            if !(leading || town()) || !tree.exists(pos, at) {
                continue;
            }
            let found = (!leading, tree.depth(pos), pos);
            of.entry(code).and_modify(|known| *known = found.min(*known)).or_insert(found);
        }
        let root = tree.roots().find(|pos| tree.exists(*pos, at));
        Self { of: of.into_iter().map(|(code, (.., pos))| (code, pos)).collect(), root }
    }

    /// The organisation responsible for a division; `None` where no organisation exists at all.
    pub fn at(&self, division: DivisionCode) -> Option<Pos> {
        division.levels().find_map(|code| self.of.get(&code).copied()).or(self.root)
    }
}

/// The ledger as it was at an instant; empty where the register has none.
#[derive(Default)]
pub(super) struct Ledger {
    units: Vec<LedgerUnit>,
    /// The next confirmation the ledger knows of.
    pub until: Option<Instant>,
}

impl Ledger {
    pub fn take(register: &Register, at: Instant) -> Result<Self> {
        let mut units = Vec::new();
        register.each_ledger_unit(|unit| units.push(unit))?;
        Ok(Self::of(units, at))
    }

    /// The ledger of these units.
    pub fn of(units: Vec<LedgerUnit>, at: Instant) -> Self {
        let until = units.iter().filter_map(|unit| unit.confirmed.filter(|confirmed| *confirmed > at)).min();
        Self { units, until }
    }

    /// Tells the units of the organisations responsible; `peopled` says whether some organisations have members and cadres.
    pub fn tell(&self, tree: &OrgTree, at: Instant, peopled: impl Fn(Range<usize>) -> bool, told: &mut Vec<Told>) {
        if self.units.is_empty() {
            return;
        }
        let all = (0..tree.len() as u32).map(Pos).filter(|pos| is_city(tree, *pos, at));
        told.extend(all.map(|pos| Told::count(pos, Fact::LedgerCities, 1)));
        let (responsible, places) = (Responsible::of(tree, at), tree.by_id());
        // Of each city how many units there are, and how many of them are confirmed.
        let mut cities: HashMap<Pos, (u32, u32)> = HashMap::new();
        for unit in &self.units {
            let Some(pos) = responsible.at(unit.division) else { continue };
            let confirmed = unit.confirmed_by(at);
            let city = std::iter::successors(Some(pos), |pos| tree.parent(*pos)).find(|pos| is_city(tree, *pos, at));
            if let Some(city) = city {
                let (all, done) = cities.entry(city).or_default();
                *all += 1;
                *done += u32::from(confirmed);
            }
            if !unit.known_by(at) {
                continue;
            }
            let org = unit.org.and_then(|id| places.get(&id).copied());
            let cover = Cover::of(tree, org, at, |pos| peopled(tree.subtree(pos)));
            count(unit, cover, confirmed, |fact, by| told.extend((by > 0).then_some(Told::count(pos, fact, by))));
        }
        for (pos, _) in cities.into_iter().filter(|(_, (all, done))| all == done) {
            told.push(Told::count(pos, Fact::LedgerCitiesConfirmed, 1));
        }
    }

    /// Whether the register has no ledger.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }
}

fn count(unit: &LedgerUnit, cover: Cover, confirmed: bool, mut add: impl FnMut(Fact, u32)) {
    let covered = u32::from(cover == Cover::Covered);
    add(Fact::LedgerConfirmed, u32::from(confirmed));
    add(Fact::LedgerRegistered, if confirmed { covered } else { 0 });
    let whole = [
        (Fact::LedgerParty, Fact::LedgerPartyCovered),
        (Fact::LedgerScale, Fact::LedgerScaleCovered),
        (Fact::LedgerYoung, Fact::LedgerYoungCovered),
    ];
    let hundreds = unit.hundreds();
    for ((of, num), _) in whole.into_iter().zip(hundreds).filter(|(_, is)| *is) {
        add(of, 1);
        add(num, covered);
    }
    if hundreds.contains(&true) {
        add(Fact::LedgerBare, u32::from(cover == Cover::Bare));
        add(Fact::LedgerHollow, u32::from(cover == Cover::Hollow));
    }
}

fn is_city(tree: &OrgTree, pos: Pos, at: Instant) -> bool {
    tree.kind(pos) == OrgKind::Leading && tree.division(pos).is_some_and(DivisionCode::is_city) && tree.exists(pos, at)
}
