//! Rows of the orgs roster.

use super::DemoError;
use super::branch::{Cell, Make, Seat, key, make, seat};
use super::calendar::{between, day, mended, soon_after};
use super::dice::{Dice, Topic};
use super::naming::{Kind, Name, Naming};
use super::role::Role;
use super::skeleton::Group;
use crate::model::{BranchKind, CreditCode, Day, DivisionCode, Industry, Org, OrgCode, OrgKind, Phone};

/// When a branch was founded; `None` means longer ago than the register knows.
pub(super) fn founded(group: &Group, at: u32, k: u32, seed: u64) -> Option<Day> {
    let mut dice = Dice::new(seed, Topic::Late, key(at, k));
    let _ = dice.next();
    let class = matches!(make(group, at, k, seed), Make::Class { .. });
    match seat(group, at, k, seed) {
        Seat::Late if group.late => {
            let first = mended(&mut Dice::new(seed, Topic::Clear, u64::from(at) << 16));
            Some(if k == 0 { first } else { soon_after(&mut dice, first, 9) })
        }
        Seat::Late if class => Some(between(&mut dice, day(2018, 9, 3), day(2018, 9, 28))),
        Seat::Late => Some(mended(&mut dice)),
        // Due by 22 June (T02, T03): most in time, some not.
        Seat::Young if dice.chance(880) => Some(between(&mut dice, day(2018, 6, 8), day(2018, 6, 22))),
        Seat::Young => Some(between(&mut dice, day(2018, 6, 23), day(2018, 7, 10))),
        Seat::Settled if class => {
            let years = match make(group, at, k, seed) {
                Make::Class { year, .. } => i32::from(year),
                _ => 1,
            };
            Some(between(&mut dice, day(2018 - years, 9, 1), day(2018 - years, 10, 20)))
        }
        Seat::Settled if dice.chance(150) => None,
        Seat::Settled => Some(between(&mut dice, day(2003, 3, 1), day(2017, 11, 30))),
    }
}

/// 支部类别 of branch `k`.
pub(super) fn branch_kind(group: &Group, at: u32, k: u32, seed: u64) -> BranchKind {
    let mut dice = Dice::new(seed, Topic::Org, key(at, k));
    let _ = dice.next();
    match make(group, at, k, seed) {
        Make::Floating => BranchKind::Floating,
        Make::NewOfficials => BranchKind::NewOfficials,
        Make::Class { leaving: true, .. } => BranchKind::Graduating,
        Make::Class { .. } => BranchKind::Ordinary,
        Make::Teachers => BranchKind::Teachers,
        Make::Village(_) if dice.chance(40) => BranchKind::Joint,
        Make::Village(_) => BranchKind::Ordinary,
        _ => [BranchKind::Ordinary, BranchKind::Joint, BranchKind::Mixed][dice.share(&[88, 9, 3])],
    }
}

fn industry(role: Role) -> Industry {
    match role {
        Role::University | Role::Faculty => Industry::University,
        Role::Vocational => Industry::Vocational,
        Role::SeniorHigh => Industry::SeniorHigh,
        Role::JuniorHigh => Industry::JuniorHigh,
        Role::Institution | Role::Education => Industry::Institution,
        Role::StateFirm | Role::StateOwned => Industry::StateFirm,
        Role::CollectiveFirm => Industry::CollectiveFirm,
        Role::PrivateFirm | Role::NewSectors => Industry::PrivateFirm,
        Role::Social => Industry::SocialOrganisation,
        _ => Industry::Organ,
    }
}

/// Industry of branch `k`.
pub(super) fn branch_industry(group: &Group, make: Make, name: &str) -> Industry {
    match make {
        Make::Village(_) | Make::Floating if name.contains("社区") => Industry::Community,
        Make::Village(_) | Make::Floating => Industry::Rural,
        Make::NewOfficials => Industry::Organ,
        Make::Unit(role) => industry(role),
        _ => industry(group.role),
    }
}

impl Naming<'_> {
    fn kind(&self, group: &Group) -> Kind {
        match group.role {
            role if role.leading() => Kind::Leading,
            Role::Organs | Role::Education | Role::StateOwned | Role::NewSectors => Kind::Work,
            Role::Town if self.skeleton.divisions.name(group.place).ends_with(['镇', '乡']) => Kind::Committee,
            Role::Town => Kind::Work,
            Role::Faculty if group.branches < 26 => Kind::General,
            role if role.lowest() && group.branches <= 4 => Kind::General,
            _ => Kind::Committee,
        }
    }

    /// The row of a group's committee or leading body.
    pub(super) fn committee_row(&self, group: &Group, at: u32, code: OrgCode) -> Result<Org, DemoError> {
        let kind = self.kind(group);
        let mut dice = Dice::new(self.seed, Topic::Org, (u64::from(at) << 16) | 0xFFFF);
        let industry = match group.role {
            role if role.leading() => None,
            Role::Town if kind == Kind::Work => Some(Industry::Community),
            Role::Town => Some(Industry::Rural),
            role => Some(industry(role)),
        };
        let founded = (!dice.chance(120)).then(|| between(&mut dice, day(1989, 5, 4), day(2017, 9, 30)));
        let condition = self.skeleton.areas[usize::from(group.area)].condition;
        let number = (u64::from(group.area) << 24 | u64::from(at)) * 7;
        Ok(Org {
            kind: match kind {
                Kind::Leading => OrgKind::Leading,
                Kind::Committee => OrgKind::Committee,
                Kind::Work => OrgKind::WorkCommittee,
                Kind::General => OrgKind::GeneralBranch,
            },
            branch_kind: None,
            industry,
            division: self.division(group.place)?,
            retention: dice.chance(450).then(|| [30, 40, 50, 60, 70][dice.below(5) as usize]),
            phone: dice.chance(800).then(|| Phone::Other(format!("000-{:08}", number % 100_000_000).into())),
            credit: credit(group.role, at, 0)?.filter(|_| dice.chance(900)),
            party: Some(dice.chance(if matches!(group.role, Role::PrivateFirm | Role::Social) { 450 } else { 960 })),
            ..self.row(code, self.committee(group, at, kind), founded, 5, condition, &mut dice)
        })
    }

    /// The row of branch `k` of a group.
    pub(super) fn branch_row(
        &self,
        group: &Group,
        at: u32,
        k: u32,
        cell: &Cell,
        code: OrgCode,
    ) -> Result<Org, DemoError> {
        let mut dice = Dice::new(self.seed, Topic::Org, key(at, k) ^ (1 << 60));
        let made = make(group, at, k, self.seed);
        let name = self.branch(group, at, k);
        let kind = branch_kind(group, at, k, self.seed);
        let industry = branch_industry(group, made, &name.short);
        let term = if kind == BranchKind::Graduating || matches!(made, Make::Class { .. }) { 1 } else { 3 };
        let mut condition = self.skeleton.areas[usize::from(group.area)].condition;
        if cell.hollow || cell.bare {
            condition *= 1.8;
        }
        let place = if let Make::Village(place) = made { place } else { group.place };
        let role = if let Make::Unit(role) = made { role } else { group.role };
        Ok(Org {
            kind: OrgKind::Branch,
            branch_kind: Some(kind),
            industry: Some(industry),
            division: self.division(place)?,
            party: dice.chance(850).then(|| dice.chance(800)),
            credit: if matches!(made, Make::Unit(_)) {
                credit(role, at, k + 1)?.filter(|_| dice.chance(850))
            } else {
                None
            },
            ..self.row(code, name, founded(group, at, k, self.seed), term, condition, &mut dice)
        })
    }

    fn division(&self, place: super::divisions::Place) -> Result<Option<DivisionCode>, DemoError> {
        let code = self.skeleton.divisions.code(place).to_string();
        DivisionCode::parse(&code).map(Some).map_err(|_| DemoError::Divisions)
    }

    /// What every organisation has; elections are missed more often where the area is weak.
    fn row(&self, code: OrgCode, name: Name, founded: Option<Day>, term: i32, condition: f64, dice: &mut Dice) -> Org {
        let today = super::calendar::PRESENT;
        let first = founded.unwrap_or(Day(today.0 - 20 * 365));
        let overdue = dice.chance((90.0 * condition) as u32);
        let back = if overdue { (term * 365 + 5, term * 365 + 700) } else { (3, term * 365 - 10) };
        let held = Day(today.0 - dice.between(back.0, back.1));
        // An organisation younger than its last election would have been elected at its founding.
        let last = (!dice.chance(110)).then(|| held.max(first));
        let due = last.map(|last| last.plus_years(term)).or_else(|| Some(Day(today.0 + dice.between(-300, 700))));
        Org {
            code,
            name: name.full.into(),
            short: name.short.into(),
            kind: OrgKind::Branch,
            branch_kind: None,
            industry: None,
            division: None,
            founded,
            last_election: last,
            election_due: due.filter(|_| dice.chance(720)),
            party: None,
            credit: None,
            phone: None,
            retention: None,
            closed: None,
        }
    }
}

/// A credit code with the place of an impossible county and a good check character; only new sectors bear one here.
pub(super) fn credit(role: Role, at: u32, k: u32) -> Result<Option<CreditCode>, DemoError> {
    let head = match role {
        Role::PrivateFirm => "91",
        Role::Social => "52",
        _ => return Ok(None),
    };
    let number = u64::from(at) * 1_000 + u64::from(k);
    let body = format!("{head}4490{:02}{number:09}", 90 + at % 10);
    CreditCode::with_check(&body).map(Some).map_err(|_| DemoError::Quota("credit codes"))
}
