//! Leading bodies and committees of the whole province, in pre-order; branches hang on them later.
//!
//! The skeleton is small (16,622 rows), so every scale lays it out whole: a county of the demonstration is the same county,
//! with the same codes and the same shortcomings, as in the province.

use super::DemoError;
use super::apportion::share_out;
use super::dice::{Dice, Topic};
use super::divisions::{Divisions, Level, Place, under};
use super::role::Role;

/// Leading bodies and committees of the published table.
const COMMITTEES: u64 = 16_464;
/// Zones with a leading body of their own: what the published table leaves beside province, cities and counties.
const ZONES: usize = 14;
const PROVINCE_UNIVERSITIES: u64 = 90;
const CITY_UNIVERSITIES: u64 = 60;
/// The county that the smallest scale shows, and its city.
pub(super) const SHOWN: (u64, u64) = (440_783, 4407);

/// What a leading body looks after.
pub(super) struct Area {
    pub role: Role,
    pub place: Place,
    pub city: u8,
    /// How weak its branches are, 1 being usual.
    pub condition: f64,
    towns: Vec<Place>,
    size: f64,
    cells: Vec<(Role, u64)>,
}

/// One leading body or committee and the quotas of it and its direct branches.
pub(super) struct Group {
    pub role: Role,
    pub parent: Option<u32>,
    pub area: u16,
    pub place: Place,
    /// Which of its role in its area.
    pub serial: u16,
    /// Which child of its parent, from 1.
    pub ord: u16,
    /// Child committees; branches are numbered after them.
    pub kids: u16,
    /// Villages below a town: the first, and how many.
    pub villages: (Place, u16),
    pub branches: u32,
    pub reported: u32,
    pub unreported: u32,
    pub gone: u32,
    pub onboarded: u32,
    pub hollow: u32,
    pub bare: u32,
    /// Hollow on 2018-06-20: its branches are founded later.
    pub late: bool,
    /// Where its persons begin among those of its city.
    pub first_person: u32,
    /// Members of its classes of 2018, and how many of them have been transferred away by the published table.
    pub graduates: u32,
    pub transferred: u32,
    /// Where the persons who have left it for good begin among those of its city.
    pub first_gone: u32,
}

pub(super) struct Skeleton {
    pub divisions: Divisions,
    pub areas: Vec<Area>,
    pub groups: Vec<Group>,
}

impl Skeleton {
    pub(super) fn new(seed: u64) -> Result<Self, DemoError> {
        let divisions = Divisions::load()?;
        let mut areas = areas(&divisions, seed)?;
        let universities = universities(&areas)?;
        let each = universities.iter().flat_map(|&(area, n)| (0..n).map(move |k| (area, k)));
        let faculties: u64 = each.map(|(area, k)| faculties(seed, area, k)).sum();
        let towns: usize = areas.iter().map(|area| area.towns.len()).sum();
        let offices: usize = areas.iter().map(|area| offices(area.role).len()).sum();
        let fixed = PROVINCE_UNIVERSITIES + CITY_UNIVERSITIES + faculties + towns as u64 + offices as u64;
        fill_cells(&mut areas, COMMITTEES.checked_sub(fixed).ok_or(DemoError::Quota("committees"))?)?;
        let mut build =
            Build { seed, divisions: &divisions, areas: &areas, universities, groups: Vec::with_capacity(17_000) };
        build.province()?;
        let groups = build.groups;
        Ok(Self { divisions, areas, groups })
    }

    /// The city a group's persons are numbered in.
    pub(super) fn city(&self, group: &Group) -> u8 {
        self.areas[usize::from(group.area)].city
    }

    /// The groups of the leading body of a division: it and all below it.
    pub(super) fn subtree(&self, code: u64) -> Option<std::ops::Range<usize>> {
        let root = self.groups.iter().position(|g| g.role.leading() && self.divisions.code(g.place) == code)?;
        let inside = |g: &Group| g.parent.is_some_and(|p| p as usize >= root);
        let len = self.groups[root + 1..].iter().take_while(|g| inside(g)).count();
        Some(root..root + 1 + len)
    }
}

/// Committees that every leading body of a role has.
const fn offices(role: Role) -> &'static [Role] {
    match role {
        Role::Province => &[Role::Organs, Role::StateOwned, Role::StateOwned, Role::NewSectors],
        Role::City | Role::County => &[Role::Organs, Role::Education, Role::StateOwned, Role::NewSectors],
        _ => &[Role::Organs, Role::NewSectors],
    }
}

fn areas(divisions: &Divisions, seed: u64) -> Result<Vec<Area>, DemoError> {
    let province = divisions.province().ok_or(DemoError::Divisions)?;
    let (cities, counties) = (divisions.by_parent(Level::City), divisions.by_parent(Level::County));
    let (towns, villages) = (divisions.by_parent(Level::Town), divisions.by_parent(Level::Village));
    let bare = |role, place, city| Area { role, place, city, condition: 1.0, towns: vec![], size: 0.0, cells: vec![] };
    let fill = |mut area: Area, code: u64, urban: f64| {
        area.towns = under(&towns, code).iter().map(|(_, place)| *place).collect();
        let count: usize = area.towns.iter().map(|&town| under(&villages, divisions.code(town)).len()).sum();
        area.size = urban * (count as f64 + 6.0 * area.towns.len() as f64);
        area
    };
    let mut areas = vec![bare(Role::Province, province, 0)];
    for (at, &(_, place)) in cities.iter().enumerate() {
        let code = divisions.code(place);
        let urban = match code {
            4403 => 3.4,
            4401 | 4419 => 2.3,
            4406 | 4420 => 1.9,
            4404 | 4407 | 4413 => 1.4,
            _ => 1.0,
        };
        let first = areas.len();
        areas.push(bare(Role::City, place, at as u8));
        for &(_, county) in under(&counties, code) {
            let county_code = divisions.code(county);
            // Two cities have no counties: their towns stand under the city, and the list repeats the city as its own county.
            if county_code == code * 100 {
                let city = areas.remove(first);
                areas.insert(first, fill(city, county_code, urban));
            } else {
                let district = if divisions.name(county).ends_with('区') { 1.25 } else { 0.9 };
                areas.push(fill(bare(Role::County, county, at as u8), county_code, urban * district));
            }
        }
        if at < ZONES {
            areas.push(bare(Role::Zone, place, at as u8));
        }
        let size: f64 = areas[first..].iter().map(|area| area.size).sum();
        areas[first].size = size;
    }
    for (at, area) in areas.iter_mut().enumerate() {
        let luck = Dice::new(seed, Topic::Area, at as u64).unit();
        area.condition = 0.25 + 2.4 * luck * luck;
        if divisions.code(area.place) == SHOWN.0 {
            area.condition = area.condition.max(1.2);
        }
    }
    areas[0].size = areas.iter().filter(|area| area.role == Role::City).map(|area| area.size).sum();
    Ok(areas)
}

/// How many universities stand directly under the leading body of each area.
fn universities(areas: &[Area]) -> Result<Vec<(usize, u64)>, DemoError> {
    let cities: Vec<usize> = (0..areas.len()).filter(|&at| areas[at].role == Role::City).collect();
    let shares = share_out(CITY_UNIVERSITIES, cities.iter().map(|&at| areas[at].size))
        .ok_or(DemoError::Quota("universities"))?;
    Ok(std::iter::once((0, PROVINCE_UNIVERSITIES)).chain(cities.into_iter().zip(shares)).collect())
}

fn faculties(seed: u64, area: usize, serial: u64) -> u64 {
    8 + u64::from(Dice::new(seed, Topic::Skeleton, ((area as u64) << 16) | serial).below(8))
}

/// Shares the committees that are not fixed over areas and roles.
fn fill_cells(areas: &mut [Area], free: u64) -> Result<(), DemoError> {
    #[rustfmt::skip]
    let wanted = [
        (Role::County, &[
            (Role::SeniorHigh, 850.0), (Role::JuniorHigh, 3300.0), (Role::Vocational, 250.0), (Role::Institution, 1300.0),
            (Role::StateFirm, 1400.0), (Role::CollectiveFirm, 260.0), (Role::PrivateFirm, 2500.0), (Role::Social, 650.0),
        ][..]),
        (Role::City, &[
            (Role::SeniorHigh, 190.0), (Role::Vocational, 220.0), (Role::Institution, 520.0), (Role::StateFirm, 620.0),
            (Role::CollectiveFirm, 50.0), (Role::PrivateFirm, 260.0), (Role::Social, 130.0),
        ][..]),
        (Role::Province, &[(Role::Institution, 150.0), (Role::StateFirm, 260.0), (Role::Social, 30.0)][..]),
        (Role::Zone, &[(Role::Institution, 30.0), (Role::PrivateFirm, 170.0)][..]),
    ];
    let mut cells = Vec::new();
    for (level, roles) in wanted {
        let here = |area: &Area| match level {
            // The cities without counties have the schools and firms of a county too.
            Role::County if area.towns.is_empty() => 0.0,
            Role::Zone if area.role == Role::Zone => 1.0,
            _ if level != Role::County && area.role != level => 0.0,
            _ => area.size,
        };
        let whole: f64 = areas.iter().map(here).sum();
        for (at, area) in areas.iter().enumerate() {
            let part = here(area) / whole;
            cells.extend(roles.iter().filter(|_| part > 0.0).map(|&(role, weight)| (at, role, weight * part)));
        }
    }
    let shares = share_out(free, cells.iter().map(|cell| cell.2)).ok_or(DemoError::Quota("committees"))?;
    for ((at, role, _), count) in cells.into_iter().zip(shares) {
        match areas[at].cells.iter_mut().find(|cell| cell.0 == role) {
            Some(cell) => cell.1 += count,
            None => areas[at].cells.push((role, count)),
        }
    }
    Ok(())
}

struct Build<'a> {
    seed: u64,
    divisions: &'a Divisions,
    areas: &'a [Area],
    universities: Vec<(usize, u64)>,
    groups: Vec<Group>,
}

impl Build<'_> {
    fn push(&mut self, role: Role, parent: Option<u32>, area: usize, place: Place, serial: u64) -> u32 {
        let ord = match parent {
            Some(parent) => {
                let parent = &mut self.groups[parent as usize];
                parent.kids += 1;
                parent.kids
            }
            None => 44,
        };
        self.groups.push(Group {
            role,
            parent,
            area: area as u16,
            place,
            serial: serial as u16,
            ord,
            kids: 0,
            villages: (place, 0),
            branches: 0,
            reported: 0,
            unreported: 0,
            gone: 0,
            onboarded: 0,
            hollow: 0,
            bare: 0,
            late: false,
            first_person: 0,
            graduates: 0,
            transferred: 0,
            first_gone: 0,
        });
        (self.groups.len() - 1) as u32
    }

    fn province(&mut self) -> Result<(), DemoError> {
        let villages = self.divisions.by_parent(Level::Village);
        let root = self.push(Role::Province, None, 0, self.areas[0].place, 0);
        let mut at = 1;
        // Cities first, then what the province looks after itself; in a city, counties first.
        while at < self.areas.len() {
            let city = self.push(Role::City, Some(root), at, self.areas[at].place, 0);
            let mut sub = at + 1;
            while self.areas.get(sub).is_some_and(|area| area.role != Role::City) {
                let top = self.push(self.areas[sub].role, Some(city), sub, self.areas[sub].place, 0);
                self.below(top, sub, &villages)?;
                sub += 1;
            }
            self.below(city, at, &villages)?;
            at = sub;
        }
        self.below(root, 0, &villages)
    }

    fn below(&mut self, top: u32, at: usize, villages: &[(u64, Place)]) -> Result<(), DemoError> {
        let area = &self.areas[at];
        for (serial, &role) in offices(area.role).iter().enumerate() {
            let office = self.push(role, Some(top), at, area.place, serial as u64);
            // The second of the province's two (finance) keeps its firms as plain branches.
            let finance = area.role == Role::Province && serial == 2;
            for &(kind, count) in area.cells.iter().filter(|cell| !finance && office_of(area.role, cell.0) == role) {
                for k in 0..count {
                    self.push(kind, Some(office), at, area.place, k);
                }
            }
        }
        let here = self.universities.iter().find(|(area, _)| *area == at).map_or(0, |(_, n)| *n);
        for k in 0..here {
            let university = self.push(Role::University, Some(top), at, area.place, k);
            for serial in 0..faculties(self.seed, at, k) {
                self.push(Role::Faculty, Some(university), at, area.place, serial);
            }
        }
        for &town in &area.towns {
            let below = under(villages, self.divisions.code(town));
            let first = below.first().map_or(town, |(_, place)| *place);
            let together = below.iter().enumerate().all(|(k, (_, place))| place.0 == first.0 + k as u32);
            let group = self.push(Role::Town, Some(top), at, town, 0);
            self.groups[group as usize].villages = (first, below.len() as u16);
            if !together {
                return Err(DemoError::Divisions);
            }
        }
        Ok(())
    }
}

/// Under which office of its leading body a committee stands.
const fn office_of(level: Role, role: Role) -> Role {
    match role {
        Role::SeniorHigh | Role::JuniorHigh | Role::Vocational => Role::Education,
        Role::Institution => Role::Organs,
        Role::StateFirm | Role::CollectiveFirm if !matches!(level, Role::Zone) => Role::StateOwned,
        _ => Role::NewSectors,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_skeleton_has_the_published_size() {
        let skeleton = Skeleton::new(1).unwrap();
        let leading = skeleton.groups.iter().filter(|group| group.role.leading()).count();
        assert_eq!(leading, 158);
        assert_eq!(skeleton.groups.len() - leading, COMMITTEES as usize);
        assert!(skeleton.subtree(SHOWN.0).is_some_and(|range| range.len() > 30));
    }
}
