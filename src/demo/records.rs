//! The smaller rosters: activities, honours and penalties, the ledger of the new sectors, declarations.

use anyhow::Result;
use compact_str::{CompactString, format_compact};

use super::branch::Make;
use super::calendar::{LAST, between, day, office_hour};
use super::dice::{Dice, Topic};
use super::org::credit;
use super::role::Role;
use super::{Branch, Demo};
use crate::model::{
    Activity, ActivityKind, Attest, Conduct, ConductKind, Day, DivisionCode, Identity, LedgerUnit, OrgId, Pos, UnitKind,
};
use crate::store::{Lists, PackedRows, Rows};

/// What a branch does by itself: how many in a thousand do it, when, and what it is called.
type Habit = (ActivityKind, u32, (Day, Day), &'static [&'static str]);

const YEAR: (Day, Day) = (day(2018, 1, 8), LAST);
const HABITS: [Habit; 8] = [
    (
        ActivityKind::General,
        640,
        (day(2018, 4, 2), day(2018, 6, 28)),
        &["二季度支部大会", "学习团的十八大精神支部大会"],
    ),
    (ActivityKind::General, 420, (day(2018, 7, 2), day(2018, 9, 28)), &["三季度支部大会"]),
    (ActivityKind::Lecture, 380, YEAR, &["团章学习", "习近平新时代中国特色社会主义思想学习", "入团第一课"]),
    (ActivityKind::ThemedDay, 330, (day(2018, 4, 20), LAST), &["青春心向党", "五四主题团日", "建功新时代"]),
    (ActivityKind::Committee, 150, YEAR, &["支委会"]),
    (ActivityKind::Group, 60, YEAR, &["团小组学习会"]),
    (ActivityKind::Volunteering, 110, YEAR, &["社区志愿服务", "学雷锋志愿服务", "文明交通劝导"]),
    (ActivityKind::Life, 70, (day(2018, 1, 8), day(2018, 3, 20)), &["2017年度组织生活会"]),
];

const HONOURS: [&str; 5] = ["优秀共青团员", "优秀共青团干部", "优秀志愿者", "青年岗位能手", "向上向善好青年"];
const PENALTIES: [&str; 2] = ["警告", "严重警告"];

/// Numbers of an office's units that have no organisation begin here; see [`credit`].
const BARE_UNITS: u32 = 800;

impl Demo {
    /// Every list of the demonstration.
    ///
    /// # Errors
    /// Only where the published numbers do not fit.
    pub fn lists(&self) -> Result<Lists> {
        let moves = self.moves()?;
        Ok(Lists {
            transfers: Some(Rows::Packed(moves.transfers)),
            graduates: Some(Rows::Whole(moves.graduates)),
            conduct: Some(Rows::Whole(self.conduct())),
            activities: Some(Rows::Packed(self.activities()?)),
            ledger: Some(Rows::Whole(self.ledger()?)),
            attests: Some(Rows::Whole(self.attests())),
        })
    }

    fn every_branch(&self) -> impl Iterator<Item = Pos> + '_ {
        (0..self.starts.len() - 1).flat_map(|place| self.branches_of(place))
    }

    fn activities(&self) -> Result<PackedRows<Activity>> {
        let mut rows = PackedRows::default();
        for pos in self.every_branch() {
            let branch = self.at(pos);
            for activity in branch.activities(pos) {
                rows.push(activity.on.start(), &activity)?;
            }
        }
        rows.sort();
        Ok(rows)
    }

    fn conduct(&self) -> Vec<Conduct> {
        let mut rows = Vec::new();
        for pos in self.every_branch() {
            let branch = self.at(pos);
            let life = branch.life();
            for j in 0..u32::from(branch.cell.reported) {
                let number = self.number(branch.group, branch.cell.first + j);
                let mut dice = Dice::new(self.seed, Topic::Records, number.whole());
                if !dice.chance(if j < 2 { 30 } else { 4 }) {
                    continue;
                }
                let person = branch.who(&life, j).0.identity;
                // The roster of conduct has no document type, so a foreign document would be read as a mistyped number.
                if matches!(person, Identity::Foreign(_)) {
                    continue;
                }
                let penalty = dice.chance(12);
                let on = between(&mut dice, day(2017, 3, 1), day(2018, 10, 12));
                let names: &[&str] = if penalty { &PENALTIES } else { &HONOURS };
                let naming = super::Naming { skeleton: &self.skeleton, seed: self.seed };
                rows.push(Conduct {
                    person: person.key(),
                    kind: if penalty { ConductKind::Penalty } else { ConductKind::Honour },
                    name: dice.pick(names).unwrap_or_default().into(),
                    by: naming.short(branch.group, branch.at).into(),
                    on,
                    number: format_compact!("团发〔{}〕{}号", on.month().year(), 1 + dice.below(60)),
                });
            }
        }
        rows.sort_by_key(|row| (row.on, row.person));
        rows
    }

    fn ledger(&self) -> Result<Vec<LedgerUnit>> {
        let mut rows = Vec::new();
        for place in 0..self.starts.len() - 1 {
            let at = (self.groups.start + place) as u32;
            let group = self.group(place);
            if let Some(kind) = unit_kind(group.role) {
                rows.extend(self.unit(Pos(self.starts[place]), at, 0, group.role, kind)?);
            }
            for pos in self.branches_of(place) {
                let branch = self.at(pos);
                let Make::Unit(role) = branch.make() else { continue };
                if let Some(kind) = unit_kind(role) {
                    rows.extend(self.unit(pos, at, branch.k + 1, role, kind)?);
                }
            }
            rows.extend(self.bare_units(place, at)?);
        }
        rows.sort_by(|a, b| a.credit.cmp(&b.credit));
        Ok(rows)
    }

    /// A unit whose organisation is in the tree; one in fourteen has been overlooked by the ledger.
    fn unit(&self, pos: Pos, at: u32, k: u32, role: Role, kind: UnitKind) -> Result<Option<LedgerUnit>> {
        let mut dice = Dice::new(self.seed, Topic::Records, u64::from(pos.0) | 1 << 50);
        let Some(credit) = credit(role, at, k)?.filter(|_| !dice.chance(70)) else { return Ok(None) };
        let org = self.org(pos)?;
        let name = org.short.trim_end_matches("团支部").trim_end_matches("团总支").trim_end_matches("团委");
        let Some(division) = org.division else { return Ok(None) };
        let row = described(name.into(), credit, kind, division, &mut dice);
        Ok(Some(LedgerUnit { org: Some(OrgId(pos.0)), ..row }))
    }

    /// Units below an office of the new sectors or a town in which nobody has founded anything yet.
    fn bare_units(&self, place: usize, at: u32) -> Result<Vec<LedgerUnit>> {
        let group = self.group(place);
        if !matches!(group.role, Role::NewSectors | Role::Town) {
            return Ok(Vec::new());
        }
        let mut dice = Dice::new(self.seed, Topic::Records, u64::from(at) | 1 << 51);
        let naming = super::Naming { skeleton: &self.skeleton, seed: self.seed };
        let Some(division) = self.org(Pos(self.starts[place]))?.division else { return Ok(Vec::new()) };
        let mut rows = Vec::new();
        for n in 0..dice.below(if group.role == Role::Town { 7 } else { 16 }) {
            let role = if dice.chance(720) { Role::PrivateFirm } else { Role::Social };
            let Some((credit, kind)) = credit(role, at, BARE_UNITS + n)?.zip(unit_kind(role)) else { continue };
            rows.push(described(naming.unit(at, BARE_UNITS + n, role).into(), credit, kind, division, &mut dice));
        }
        Ok(rows)
    }

    fn attests(&self) -> Vec<Attest> {
        const ITEMS: [(&str, (Day, Day)); 4] = [
            ("dues_publicity_done", (day(2018, 7, 20), day(2018, 8, 14))),
            ("rewards_entry_complete", (day(2018, 9, 10), day(2018, 10, 8))),
            ("soe_directory_complete", (day(2018, 6, 22), day(2018, 7, 3))),
            ("grad_branch_activity_rate", (day(2018, 6, 21), day(2018, 7, 2))),
        ];
        let mut rows = Vec::new();
        for place in 0..self.starts.len() - 1 {
            let (group, pos) = (self.group(place), self.starts[place]);
            let mut dice = Dice::new(self.seed, Topic::Records, (self.groups.start + place) as u64 | 1 << 52);
            let school = group.role.school() || group.role == Role::University;
            let asked = [true, true, matches!(group.role, Role::StateOwned | Role::StateFirm), school];
            for ((item, (first, last)), asked) in ITEMS.into_iter().zip(asked) {
                let on = between(&mut dice, first, last);
                let at = office_hour(&mut dice, on);
                let post = ["书记", "副书记", "组织部"][dice.share(&[50, 30, 20])];
                if dice.chance(860) && asked {
                    let note = CompactString::const_new("已完成");
                    rows.push(Attest { org: OrgId(pos), item: item.into(), at, post: post.into(), note });
                }
            }
        }
        rows.sort_by_key(|row| (row.at, row.org));
        rows
    }
}

impl Branch<'_> {
    /// What the branch did in 2018, in the order of days; an empty one did nothing.
    fn activities(&self, pos: Pos) -> Vec<Activity> {
        let mut dice = Dice::new(self.demo.seed, Topic::Records, self.key() | 1 << 49);
        let mut rows = Vec::new();
        if self.cell.hollow {
            return rows;
        }
        let earliest = self.founded().unwrap_or(day(2018, 1, 1));
        let members = u32::from(self.cell.reported);
        let mut add = |kind, topic: &str, on: Day, graduation, dice: &mut Dice| {
            let present = members * (55 + dice.below(46)) / 100;
            rows.push(Activity {
                org: OrgId(pos.0),
                kind,
                topic: topic.into(),
                on,
                expected: Some(members),
                present: Some(present.max(1)),
                graduation,
            });
        };
        let keen = (1.2 - 0.25 * self.condition()).clamp(0.5, 1.2);
        for (kind, permille, (first, last), topics) in HABITS {
            let on = between(&mut dice, first, last);
            let topic = dice.pick(topics).unwrap_or_default();
            if dice.chance((f64::from(permille) * keen) as u32) && on >= earliest {
                add(kind, topic, on, false, &mut dice);
            }
        }
        // T08: before leaving, one themed day of graduation, with all three items in most.
        if matches!(self.make(), Make::Class { leaving: true, .. }) && dice.chance(900) {
            let last = if dice.chance(930) { day(2018, 6, 30) } else { day(2018, 7, 12) };
            let on = between(&mut dice, day(2018, 6, 11), last);
            let whole = dice.chance(955);
            if on >= earliest {
                add(ActivityKind::ThemedDay, "毕业教育主题团日", on, whole, &mut dice);
            }
        }
        rows
    }
}

fn unit_kind(role: Role) -> Option<UnitKind> {
    match role {
        Role::PrivateFirm => Some(UnitKind::PrivateFirm),
        Role::Social => Some(UnitKind::SocialOrganisation),
        _ => None,
    }
}

fn described(
    name: CompactString,
    credit: crate::model::CreditCode,
    kind: UnitKind,
    division: DivisionCode,
    dice: &mut Dice,
) -> LedgerUnit {
    let firm = kind == UnitKind::PrivateFirm;
    let young = dice.below(90) * (1 + dice.below(3));
    let confirmed = dice.chance(960).then(|| {
        let on =
            if dice.chance(900) { (day(2018, 6, 4), day(2018, 6, 22)) } else { (day(2018, 6, 23), day(2018, 7, 20)) };
        let on = between(dice, on.0, on.1);
        office_hour(dice, on)
    });
    LedgerUnit {
        name,
        credit,
        kind,
        division,
        party: dice.chance(950).then(|| dice.chance(380)),
        above_scale: firm.then(|| dice.chance(240)),
        many_young: (!firm).then_some(young > 60),
        young: Some(young),
        confirmed,
        org: None,
    }
}
