//! Made-up registers for tests, small and full of edges: shared persons and numbers, moves there and back, dates around
//! the instants asked for.

mod edits;

use std::ops::Range;

use crate::model::{
    Activity, ActivityKind, BranchKind, Channel, CreditCode, Day, DivisionCode, Fen, GraduateBase, Hop, Identity,
    Industry, Instant, Labelled, League, LedgerUnit, Member, MemberNumber, Month, Org, OrgCode, OrgId, OrgKind,
    Payment, Politics, Pos, Post, PostTitle, Report, Transfer, TransferKind, TransferState, UnitKind,
};
use crate::store::{
    Built, DataDir, Dues, Heading, Lists, Lock, NewOrg, OrgRows, Register, Rows, Site, Unwatched, build,
};

/// The first day of the window that everything random lies around.
pub const WINDOW: Day = Day(17_690);
/// Its days.
pub const DAYS: i32 = 120;

/// A row of throws that a seed tells.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed ^ 0x9E37_79B9_7F4A_7C15)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n.max(1)
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    pub fn day(&mut self) -> Day {
        Day(WINDOW.0 - 10 + self.below(DAYS as u64 + 20) as i32)
    }

    pub fn time(&mut self) -> Instant {
        Instant(self.day().start().0 + self.below(86_400) as i64)
    }

    fn maybe<T>(&mut self, n: u64, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.one_in(n).then(|| make(self))
    }
}

fn org(dice: &mut Dice, at: usize, kind: OrgKind) -> Org {
    let code = OrgCode::parse(&format!("x{at}")).unwrap();
    let mut org = Org::new(code, format!("甲{at}"), kind);
    org.founded = dice.maybe(3, Dice::day);
    org.closed = dice.maybe(5, Dice::day);
    org.election_due = dice.maybe(6, Dice::day);
    org.last_election = dice.maybe(3, |dice| Day(WINDOW.0 - 400 * dice.below(5) as i32));
    org.industry = dice.maybe(2, |dice| [Industry::SeniorHigh, Industry::Rural][dice.below(2) as usize]);
    let branch_kind = |dice: &mut Dice| [BranchKind::Temporary, BranchKind::Graduating][dice.below(2) as usize];
    if kind == OrgKind::Committee && dice.one_in(2) {
        (org.kind, org.division) = (OrgKind::Leading, Some(division(dice)));
    }
    org.branch_kind = if kind == OrgKind::Branch { dice.maybe(3, branch_kind) } else { None };
    org
}

/// Organisations in pre-order.
pub fn orgs(dice: &mut Dice, count: usize) -> Vec<NewOrg> {
    let mut orgs: Vec<NewOrg> = Vec::new();
    let mut path: Vec<Pos> = Vec::new();
    for at in 0..count {
        while path.len() > 1 && dice.one_in(3) {
            path.pop();
        }
        let kind = if at == 0 || dice.one_in(4) { OrgKind::Committee } else { OrgKind::Branch };
        let own = org(dice, at, kind);
        orgs.push((OrgId(at as u32), path.last().copied(), own));
        if kind == OrgKind::Committee {
            path.push(Pos(at as u32));
        }
    }
    orgs
}

/// A person of whom there are few, so that many stand twice; some are born 28 years before the window.
pub fn identity(serial: u64) -> Identity {
    let birth = if serial.is_multiple_of(3) { 19_900_600 + serial % 90 % 30 + 1 } else { 20_000_101 };
    Identity::with_check(449_901 * 100_000_000_000 + birth * 1000 + serial)
}

pub fn member(dice: &mut Dice, persons: u64) -> Member {
    let mut member = super::rows::tests::made_up(dice.below(50));
    member.identity = identity(dice.below(persons));
    member.joined =
        [Month::of(2016, 5), Month::of(2017, 5), Month::of(2018, 7), Month::of(2018, 9)][dice.below(4) as usize];
    member.since = dice.maybe(3, Dice::day);
    member.report = dice.maybe(2, |_| Report::Passed);
    member.reported_at = dice.maybe(2, Dice::time);
    member.league = if dice.one_in(5) { League::ALL[dice.below(10) as usize] } else { League::Normal };
    member.politics = if dice.one_in(6) { Politics::Party } else { Politics::League };
    member.number = match dice.below(4) {
        0 => None,
        1 => MemberNumber::parse("x-1"),
        _ => MemberNumber::parse(&format!("2017440000{:02}", dice.below(30))),
    };
    member.appraisal_year = dice.maybe(3, |dice| 2016 + dice.below(3) as u16);
    member.registered_year = dice.maybe(3, |dice| 2017 + dice.below(2) as u16);
    member.volunteer_since = dice.maybe(4, Dice::day);
    member
}

pub fn post(dice: &mut Dice, persons: u64) -> Post {
    Post {
        name: "试".into(),
        identity: identity(dice.below(persons)),
        phone: None,
        title: [PostTitle::Secretary, PostTitle::Organisation][dice.below(2) as usize],
        from: dice.maybe(2, Dice::day),
        until: dice.maybe(3, Dice::day),
        tenure: None,
        onboarded: !dice.one_in(3),
        onboarded_at: dice.maybe(2, Dice::time),
        dues_manager: false,
    }
}

pub fn transfer(dice: &mut Dice, no: usize, orgs: u64, persons: u64) -> Transfer {
    let begun = dice.time();
    let hop = |dice: &mut Dice, step| Hop { step, arrived: dice.time(), answered: dice.maybe(2, Dice::time) };
    let hops = (1..=dice.below(5) as u8).map(|step| hop(dice, step)).collect();
    let code = if dice.one_in(2) { 5 } else { dice.below(14) as u8 };
    Transfer {
        no: compact_str::format_compact!("{no}"),
        person: identity(dice.below(persons)).key(),
        kind: [TransferKind::Inside, TransferKind::Inside, TransferKind::Outside, TransferKind::Returned]
            [dice.below(4) as usize],
        reason: "".into(),
        from: OrgId(dice.below(orgs) as u32),
        to: (!dice.one_in(6)).then(|| OrgId(dice.below(orgs) as u32)),
        begun,
        state: TransferState::of(code).unwrap(),
        arrived: begun,
        closed: (!dice.one_in(5)).then(|| dice.time()),
        graduate: dice.one_in(2),
        hops,
    }
}

fn dues(dice: &mut Dice, rows: &OrgRows) -> Vec<(crate::model::IdKey, Dues)> {
    let mut persons: Vec<_> = rows.members.iter().map(|member| member.identity.key()).collect();
    persons.sort_unstable();
    persons.dedup();
    persons.retain(|_| !dice.one_in(3));
    let payments = |dice: &mut Dice| {
        let months = (0..10).filter(|_| !dice.one_in(2)).collect::<Vec<u16>>();
        let pay = |month: u16| {
            let month = Month(Month::of(2018, 1).0 + month);
            let at = Instant(month.first().start().0 + dice.below(40 * 86_400) as i64);
            let paid = Fen(20 * dice.below(3) as u32);
            Payment { month, due: None, paid, at, channel: Some(Channel::Online) }
        };
        Dues::of(months.into_iter().map(pay).collect())
    };
    // Nobody is kept among those who pay without a payment.
    persons.into_iter().map(|key| (key, payments(dice))).filter(|(_, dues)| *dues != Dues::default()).collect()
}

pub fn activity(dice: &mut Dice, orgs: u64) -> Activity {
    Activity {
        org: OrgId(dice.below(orgs) as u32),
        kind: [ActivityKind::General, ActivityKind::Lecture, ActivityKind::ThemedDay][dice.below(3) as usize],
        topic: "题".into(),
        on: dice.day(),
        expected: None,
        present: None,
        graduation: dice.one_in(2),
    }
}

pub fn unit(dice: &mut Dice, no: u64, orgs: u64) -> LedgerUnit {
    LedgerUnit {
        name: "单位".into(),
        credit: CreditCode::with_check(&format!("91449901{no:09}")).unwrap(),
        kind: UnitKind::PrivateFirm,
        division: division(dice),
        party: dice.maybe(2, |_| true),
        above_scale: dice.maybe(2, |_| true),
        many_young: dice.maybe(3, |_| true),
        young: None,
        confirmed: dice.maybe(2, Dice::time),
        org: dice.maybe(2, |dice| OrgId(dice.below(orgs) as u32)),
    }
}

fn division(dice: &mut Dice) -> DivisionCode {
    DivisionCode::parse(["440000", "449900", "449901"][dice.below(3) as usize]).unwrap()
}

/// A register that a seed tells.
pub fn register(data: &DataDir, seed: u64) -> Register {
    let lock = data.lock(Instant(0)).unwrap();
    let built = built(data, &lock, None, seed);
    drop(built.adopt(data, &lock).unwrap());
    Register::open_locked(data, lock).unwrap()
}

/// The next generation of a register: other rows of the same organisations, and some more.
pub fn built(data: &DataDir, lock: &Lock, before: Option<&Register>, seed: u64) -> Built {
    World::of(seed).build(data, lock, before)
}

/// Everything a register is built from.
#[derive(Clone)]
pub struct World {
    pub orgs: Vec<NewOrg>,
    pub rows: Vec<OrgRows>,
    pub transfers: Vec<Transfer>,
    pub graduates: Vec<GraduateBase>,
    pub activities: Vec<Activity>,
    pub ledger: Vec<LedgerUnit>,
    persons: u64,
}

impl World {
    /// The one that a seed tells.
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let count = 1 + dice.below(40) as usize;
        let orgs = orgs(&mut dice, count);
        let persons = 5 + dice.below(60);
        let moves = if dice.one_in(4) { 0 } else { dice.below(60) as usize };
        let mut transfers: Vec<_> = (0..moves).map(|no| transfer(&mut dice, no, count as u64 + 1, persons)).collect();
        transfers.sort_by_key(|row| (row.begun, row.no.clone()));
        let mut graduates: Vec<_> = (0..dice.below(8)).map(|_| base(&mut dice, count)).collect();
        graduates.sort_by_key(|row| (row.year, row.school, row.submitted));
        graduates.dedup_by_key(|row| (row.year, row.school, row.submitted));
        let paying = dice.one_in(2);
        let rows: Vec<OrgRows> = (0..count)
            .map(|_| {
                let members = (0..dice.below(12)).map(|_| member(&mut dice, persons)).collect();
                let posts = (0..dice.below(4)).map(|_| post(&mut dice, persons)).collect();
                let mut rows = OrgRows { members, posts, dues: Vec::new() };
                rows.dues = if paying { dues(&mut dice, &rows) } else { Vec::new() };
                rows
            })
            .collect();
        let asked = dice.one_in(2);
        let some = |dice: &mut Dice| if asked { dice.below(12) } else { 0 };
        let mut activities: Vec<_> = (0..some(&mut dice)).map(|_| activity(&mut dice, count as u64)).collect();
        activities.sort_by_key(|row| (row.on, row.org));
        let ledger = (0..some(&mut dice)).map(|no| unit(&mut dice, no, count as u64)).collect();
        Self { orgs, rows, transfers, graduates, activities, ledger, persons }
    }

    /// A generation of it.
    pub fn build(&self, data: &DataDir, lock: &Lock, before: Option<&Register>) -> Built {
        let heading =
            Heading { created: Instant(1), present: None, recorded: Instant(1), verb: "import", files: Vec::new() };
        let site = Site { data, lock, before, heading: &heading, watch: &Unwatched, changed: None };
        let rows = |_: usize, range: Range<usize>| {
            let rows = range.map(|at| (Pos(at as u32), self.rows[at].clone()));
            Ok(rows.filter(|(_, rows)| !rows.is_empty()).collect())
        };
        let lists = Lists {
            transfers: Some(Rows::Whole(self.transfers.clone())),
            graduates: Some(Rows::Whole(self.graduates.clone())),
            activities: Some(Rows::Whole(self.activities.clone())),
            ledger: Some(Rows::Whole(self.ledger.clone())),
            ..Lists::default()
        };
        build(site, &self.orgs, lists, 7, &rows).unwrap()
    }

    /// The register of it, in a directory of its own.
    pub fn register(&self, data: &DataDir) -> Register {
        let lock = data.lock(Instant(0)).unwrap();
        drop(self.build(data, &lock, None).adopt(data, &lock).unwrap());
        Register::open_locked(data, lock).unwrap()
    }
}

fn base(dice: &mut Dice, count: usize) -> GraduateBase {
    GraduateBase {
        school: OrgId(dice.below(count as u64) as u32),
        year: 2018,
        members: dice.below(9) as u32,
        submitted: dice.maybe(2, Dice::time),
    }
}
