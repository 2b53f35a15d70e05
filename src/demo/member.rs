//! Rows of the members roster.

use super::Branch;
use super::branch::Seat;
use super::calendar::{BEFORE, LAST, between, day, mended, office_hour, soon_after};
use super::dice::{Dice, Topic};
use super::life::{AGED, Life};
use super::person::{Document, Person, person};
use crate::model::{
    Appraisal, Day, Ethnicity, Instant, League, Member, MemberNumber, Month, Politics, RealName, Report,
};

/// The last month in which those who must be members on 2018-06-20 joined.
const SPRING: Month = Month::of(2018, 5);

impl Branch<'_> {
    /// Whether the last row bears the identity number of someone in the branch before.
    pub(super) fn repeats(&self) -> bool {
        let mut dice = Dice::new(self.demo.seed, Topic::Member, self.key() | 1 << 62);
        let alike = |before: Branch<'_>| before.life().student == self.life().student;
        self.cell.unreported > 0 && dice.chance(60) && self.before().is_some_and(alike)
    }

    /// What kind of document row `j` shows and when its person was born, and the throws left for the rest of the row.
    fn drawn(&self, life: &Life, j: u32) -> (Document, (Day, u32), Dice) {
        let number = self.demo.number(self.group, self.cell.first + j);
        let mut dice = Dice::new(self.demo.seed, Topic::Member, number.whole());
        let gone = j >= u32::from(self.cell.reported) + u32::from(self.cell.unreported);
        let aged = !life.student && j >= 4 && dice.below(1000) < (18.0 * self.condition()) as u32;
        let born = if aged || (gone && !life.student) { AGED } else { (life.from, life.years) };
        let document = match dice.below(10_000) {
            0..8 if !life.student => Document::Short,
            8..11 => Document::Foreign,
            _ => Document::Resident,
        };
        (document, born, dice)
    }

    /// Who row `j` is about, and the throws left for the rest of the row.
    pub(super) fn who(&self, life: &Life, j: u32) -> (Person, Dice) {
        let (document, (from, years), dice) = self.drawn(life, j);
        let number = self.demo.number(self.group, self.cell.first + j);
        (person(&self.demo.names, self.demo.seed, number, from, years, document), dice)
    }

    /// Since when row `j` says its person is here, at a hundredth of what the row costs; `None` where a transfer could not
    /// bear the person's document, or the person joined the League after the campaign had begun.
    pub(super) fn glance(&self, life: &Life, times: Times, j: u32) -> Option<Option<Day>> {
        let (document, _, mut dice) = self.drawn(life, j);
        let since = self.since(life, times.founded, times.start, j, &mut dice);
        let fresh = is_fresh(life, since, j, &mut dice);
        (document == Document::Resident && !fresh).then_some(since)
    }

    /// The two days that the rows of the branch are made by.
    pub(super) fn times(&self) -> Times {
        let founded = self.founded();
        Times { founded, start: self.starts(founded) }
    }

    /// All rows of the branch.
    pub(super) fn members(&self) -> Vec<Member> {
        let life = self.life();
        let founded = self.founded();
        let start = self.starts(founded);
        let mut rows: Vec<Member> = (0..self.cell.rows()).map(|j| self.member(&life, founded, start, j)).collect();
        let mut dice = Dice::new(self.demo.seed, Topic::Member, self.key() | 1 << 61);
        // A repeated row stands last; the rest begin anywhere, since no roster lists those who failed to report at its end.
        if self.repeats() {
            let at = usize::from(self.cell.reported);
            let row = rows.remove(at);
            let turn = dice.below(rows.len() as u32) as usize;
            rows.rotate_left(turn);
            rows.push(row);
        } else {
            let turn = dice.below(rows.len() as u32) as usize;
            rows.rotate_left(turn);
        }
        rows
    }

    /// The first day on which anyone is in the branch, where the campaign's counts depend on it.
    fn starts(&self, founded: Option<Day>) -> Option<Day> {
        let mut dice = Dice::new(self.demo.seed, Topic::Clear, self.key());
        match self.seat() {
            _ if self.cell.hollow => Some(mended(&mut dice)),
            Seat::Settled => None,
            Seat::Late => founded,
            Seat::Young => {
                let first = founded.unwrap_or(BEFORE).max(BEFORE);
                Some(between(&mut dice, Day(first.0 + 1), day(2018, 9, 20)))
            }
        }
    }

    fn since(&self, life: &Life, founded: Option<Day>, start: Option<Day>, j: u32, dice: &mut Dice) -> Option<Day> {
        if let Some(start) = start {
            return Some(if j == 0 { start } else { soon_after(dice, start, 12) });
        }
        let class = founded.filter(|_| life.student);
        match dice.below(100) {
            0..62 => None,
            // The first row is what keeps the branch from being hollow on 2018-06-20.
            62..70 if j > 0 && !life.student => Some(between(dice, day(2018, 6, 21), day(2018, 10, 31))),
            _ if class.is_some() => class,
            _ => Some(between(dice, founded.unwrap_or(day(2014, 1, 1)).max(day(2014, 1, 1)), day(2018, 5, 31))),
        }
    }

    fn member(&self, life: &Life, founded: Option<Day>, start: Option<Day>, j: u32) -> Member {
        let (mut person, mut dice) = self.who(life, j);
        let dice = &mut dice;
        let reported = u32::from(self.cell.reported);
        let live = j < reported + u32::from(self.cell.unreported);
        if j == reported && self.repeats() {
            person = self.before().map_or(person, |branch| branch.who(&branch.life(), 0).0);
        }
        let since = self.since(life, founded, start, j, dice);
        let joined = if is_fresh(life, since, j, dice) {
            Month::of(2018, 9 + dice.below(2))
        } else {
            joined(&person, since, life, dice)
        };
        let earliest = since.unwrap_or(joined.first()).max(joined.first());
        let (report, reported_at) = self.report(j < reported, live, earliest, dice);
        let league = self.league(&person, live, dice);
        let income = (!life.student && dice.chance(450)).then(|| dice.between(18, 120) as u32 * 10_000);
        let volunteer = dice.chance(620);
        let appraised = dice.chance(700) && joined <= Month::of(2017, 12);
        Member {
            number: self.member_number(joined, j, dice),
            joined,
            since,
            report,
            reported_at,
            league,
            politics: politics(life, dice),
            unreachable: if j < reported {
                dice.below(10_000) < (5.0 * self.condition()) as u32
            } else {
                dice.chance(80)
            },
            ethnicity: Some(self.demo.ethnicity(dice)),
            schooling: life.schooling(dice).filter(|_| dice.chance(960)),
            occupation: Some(life.occupation(dice)).filter(|_| dice.chance(950)),
            real_name: Some(
                [RealName::Passed, RealName::Checking, RealName::Failed, RealName::PassedOffline]
                    [dice.share(&[930, 30, 25, 15])],
            ),
            income,
            volunteer_since: volunteer.then(|| between(dice, day(2014, 3, 5), day(2018, 6, 15))),
            volunteer_times: volunteer.then(|| dice.below(14) as u16),
            volunteer_minutes: volunteer.then(|| dice.below(60) * 30),
            appraisal: appraised.then(|| {
                [Appraisal::Excellent, Appraisal::Qualified, Appraisal::Basic, Appraisal::Unqualified]
                    [dice.share(&[240, 690, 60, 10])]
            }),
            appraisal_year: appraised.then_some(2017),
            registered_year: dice.chance(820).then(|| if dice.chance(850) { 2018 } else { 2017 }),
            corrections: Vec::new(),
            phone: dice.chance(965).then_some(person.phone),
            name: person.name,
            identity: person.identity,
        }
    }

    /// How many in a thousand had done by the present day what all have done by the published table.
    pub(super) fn prompt(&self) -> u32 {
        ((0.96 - 0.16 * self.condition()).max(0.45) * 1000.0) as u32
    }

    fn report(&self, reports: bool, live: bool, earliest: Day, dice: &mut Dice) -> (Option<Report>, Option<Instant>) {
        const COUNTING: [Report; 4] = [Report::Passed, Report::Pending, Report::ChangePending, Report::ChangeReturned];
        let state = if reports || !live {
            Some(COUNTING[dice.share(&[935, 35, 20, 10])])
        } else {
            [None, Some(Report::Returned), Some(Report::Withdrawn)][dice.share(&[72, 18, 10])]
        };
        let on = if dice.chance(self.prompt()) {
            between(dice, day(2017, 10, 9), day(2018, 6, 24))
        } else {
            between(dice, day(2018, 6, 25), LAST)
        };
        let at = office_hour(dice, on.max(earliest));
        (state, Some(at).filter(|_| state.is_some() && !dice.chance(40)))
    }

    fn league(&self, person: &Person, live: bool, dice: &mut Dice) -> League {
        const LEFT: [League; 5] = [League::Dropped, League::Quit, League::Disabled, League::Expelled, League::AgedOut];
        let aged = person.birth < day(1990, 6, 25);
        match live {
            true if aged && dice.chance(80) => League::AgedOutPending,
            true => match dice.below(10_000) {
                0..4 => League::DroppedPending,
                4..7 => League::QuitPending,
                7 => League::ExpelledPending,
                _ => League::Normal,
            },
            false if aged && dice.chance(750) => League::AgedOut,
            false => LEFT[dice.share(&[62, 22, 12, 4, 0])],
        }
    }

    fn member_number(&self, joined: Month, j: u32, dice: &mut Dice) -> Option<MemberNumber> {
        let year = joined.year() as u64;
        let whole = self.demo.number(self.group, self.cell.first + j).whole();
        // A product with an odd number that five does not divide hits every remainder once: no two persons agree.
        let serial = |whole: u64| whole * 31_415_927 % 100_000_000;
        let good = MemberNumber::Twelve(year * 100_000_000 + serial(whole));
        if year < 2017 {
            return dice.chance(350).then_some(good);
        }
        let missing = ((110.0 * self.condition()) as u32).clamp(15, 400);
        match dice.below(1000) {
            throw if throw < missing => None,
            throw if throw < missing + 8 => {
                Some(MemberNumber::Other(format!("{year}{:07}", whole % 10_000_000).into()))
            }
            throw if throw < missing + 14 => Some(MemberNumber::Twelve((year - 2) * 100_000_000 + serial(whole))),
            // The number of the row before, which somebody copied down.
            throw if throw < missing + 18 && j > 0 => {
                Some(MemberNumber::Twelve(year * 100_000_000 + serial(whole - 1)))
            }
            _ => Some(good),
        }
    }
}

/// When a branch was founded, and the first day on which anyone is in it, where the campaign's counts depend on it.
#[derive(Clone, Copy)]
pub(super) struct Times {
    pub founded: Option<Day>,
    pub start: Option<Day>,
}

/// Whether a student joined in the autumn of 2018.
fn is_fresh(life: &Life, since: Option<Day>, j: u32, dice: &mut Dice) -> bool {
    life.student && j > 0 && since.is_none() && dice.chance(10)
}

/// From fourteen on and mostly within four years of it, by spring 2018 and, but for the youngest, before coming to the branch.
fn joined(person: &Person, since: Option<Day>, life: &Life, dice: &mut Dice) -> Month {
    let first = person.birth.plus_years(14).month();
    let latest = since.map_or(SPRING, |since| since.month().min(SPRING));
    let latest = if latest < first { first.min(SPRING) } else { latest };
    let latest = if life.student { latest } else { latest.min(Month(first.0 + 84)) };
    let room = latest.0.saturating_sub(first.0);
    let month = Month(first.0 + dice.below(u32::from(room) + 1) as u16);
    // Admissions cluster before 4 May and at the end of the year.
    let near = Month::of(month.year(), if month.number() <= 6 { 5 } else { 12 });
    if near >= first && near <= latest && dice.chance(600) { near } else { month.min(latest) }
}

fn politics(life: &Life, dice: &mut Dice) -> Politics {
    let party = if life.student { 6 } else { 35 };
    match dice.below(1000) {
        throw if throw < party => Politics::Party,
        throw if throw < party * 2 => Politics::Probationary,
        _ => Politics::League,
    }
}

/// Peoples of the province: nearly all Han, then those who live in its north.
pub(super) fn ethnicity(common: &[Ethnicity], dice: &mut Dice) -> Ethnicity {
    let at = if dice.chance(972) { 0 } else { dice.below(common.len() as u32) as usize };
    common[at]
}
