//! Facts taken from stored rows as of any instant: one pass over the first halves of all values, on every core.

mod activities;
mod again;
mod arrears;
mod finish;
mod held;
mod laid;
mod ledger;
mod many;
mod orgs;
#[cfg(test)]
mod properties;
mod receivers;
mod records;
mod rostered;
mod stretches;
mod teachers;
mod yearly;

use std::collections::HashMap;
use std::ops::Range;

use anyhow::{Context, Result, bail};

pub(super) use stretches::in_stretches;

pub use again::{Again, Before, Edited, Ground, collect_ahead, collect_some};
pub use laid::{Laid, collect_laid};
pub use ledger::{Cover, Responsible};
pub use many::{Many, collect_many};
pub use yearly::of_school;

use arrears::{Arrears, Rosters};

use super::Register;
use super::dues::Dues;
use super::moves::{Left, Moves};
use super::owing::Owing;
use super::rows::{ForFacts, JudgedHalf, JudgedMember, Means, MeansHalf};
use super::thresholds::Thresholds;
use crate::judge::{Fact, FactRow, Facts};
use crate::model::{Day, IdKey, Instant, MemberNumber, Month, Occupation, OrgKind, OrgTree, Pos};

/// The persons and numbers behind the counts that only the whole register tells; each list in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flagged {
    /// Members over age without a post anywhere.
    pub over_age: Vec<IdKey>,
    /// Numbers that two members or more bear ([`MemberNumber::key`]).
    pub numbers: Vec<u64>,
    /// Identity numbers on two live rows or more.
    pub identities: Vec<IdKey>,
    /// Members whose dues are in arrears.
    pub arrears: Vec<IdKey>,
    /// Members whose done transfer the roster does not show.
    pub unsettled: Vec<IdKey>,
}

/// Facts with the time they hold for.
#[derive(Debug)]
pub struct Collected {
    /// The facts.
    pub facts: Facts,
    /// Who stands behind some of them.
    pub flagged: Flagged,
    /// The parameters they were taken with.
    pub thresholds: Thresholds,
    /// The first instant at which some row says something else, if any row does: facts are the same until then.
    pub until: Option<Instant>,
    /// The entry of the journal until which rows had changed; later edits may or may not be in.
    pub rows: u64,
}

/// A number that stands on two rows or more in the register, borne by a member at the instant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Borne {
    number: u64,
    at: u32,
    due: bool,
}

/// What one thread gathers from its stretch of organisations.
#[derive(Default)]
struct Gathered {
    rows: Vec<FactRow>,
    /// What members add who then stood in another branch than the roster shows.
    walked: HashMap<Pos, FactRow>,
    posted: Vec<IdKey>,
    /// Everybody with a current post in a branch, once for each branch.
    seated: Vec<(IdKey, u32)>,
    /// The branches of those for whom the dues roster has the month.
    told: Vec<Pos>,
    /// The branches and months of arrears for which somebody has paid, until they are noted.
    brought: Vec<(Pos, Month)>,
    rosters: Rosters,
    arrears: Vec<Arrears>,
    over_age: Vec<(IdKey, u32)>,
    numbers: Vec<Borne>,
    identities: Vec<(IdKey, u32)>,
    /// Rows of members and posts seen, whatever they say.
    seen: (usize, usize),
    flagged: Flagged,
    next_day: Option<Day>,
    next_instant: Option<Instant>,
    youngest_above: Option<u32>,
    years_told: (bool, bool),
}

/// One part of an organisation's rows, as far as facts read them.
struct Rows<'a> {
    half: &'a JudgedHalf,
    means: &'a MeansHalf,
    dues: &'a [(IdKey, Dues)],
}

/// One row of a members roster, as far as facts read it.
#[derive(Clone, Copy)]
struct Person<'a> {
    member: JudgedMember,
    means: Means,
    half: &'a JudgedHalf,
    at: usize,
}

struct Pass<'a> {
    tree: &'a OrgTree,
    thresholds: &'a Thresholds,
    at: Instant,
    day: Day,
    month: Month,
    /// Born on or before this date, as yyyymmdd, is over age.
    born_by: u32,
    shared_numbers: &'a [u64],
    shared_identities: &'a [IdKey],
    moves: &'a Moves,
    /// Whether anybody is walked back at all.
    walks: bool,
    owing: Owing<'a>,
}

/// Takes the facts of every organisation as of `at`.
///
/// `progress` is told the share done, 0 to 1, from any thread.
///
/// # Errors
/// Damage in the register, or a disk that cannot be read.
pub fn collect(
    register: &Register,
    tree: &OrgTree,
    at: Instant,
    thresholds: &Thresholds,
    progress: &(dyn Fn(f32) + Sync),
) -> Result<Collected> {
    let (rows, meta) = (register.rows_entry()?, register.meta());
    let shared_numbers = register.shared_numbers()?;
    let shared_identities = register.shared_identities()?;
    let dues_begin = register.dues_begin()?;
    let moves = Moves::take(register, tree, at, Owing::earliest(thresholds, dues_begin, at), thresholds)?;
    let records = records::Records::take(register, tree, at)?;
    // What reading a million transfers left behind would stand beside what the threads take.
    super::memory::give_back();
    let pass = Pass::new(tree, thresholds, at, (&shared_numbers, &shared_identities), &moves, dues_begin);
    let parts = in_stretches(tree.len(), progress, |range| pass.gather(register, range)).context("taking the facts")?;
    super::memory::give_back();
    let seen = parts.iter().fold((0, 0), |sum, part| (sum.0 + part.seen.0, sum.1 + part.seen.1));
    // Rows that are edited while they are counted prove nothing; the edit is newer than the facts' stamp.
    if seen != (meta.members as usize, meta.posts as usize) && register.rows_entry()? == rows {
        // Every value has its checksum, but a lost one has none.
        bail!(register.damaged("rows are missing"));
    }
    let mut collected = Collected { rows, ..pass.finish(parts, &records) };
    collected.until = earlier(collected.until, earlier(moves.until, records.until()));
    Ok(collected)
}

fn date_number(day: Day) -> u32 {
    use chrono::Datelike;
    let date = day.date();
    date.year().max(0) as u32 * 10_000 + date.month() * 100 + date.day()
}

impl<'a> Pass<'a> {
    fn new(
        tree: &'a OrgTree,
        thresholds: &'a Thresholds,
        at: Instant,
        (shared_numbers, shared_identities): (&'a [u64], &'a [IdKey]),
        moves: &'a Moves,
        dues_begin: Option<Month>,
    ) -> Self {
        let day = at.day();
        Self {
            tree,
            thresholds,
            at,
            day,
            month: day.month(),
            born_by: date_number(day.plus_years(-thresholds.over_age)),
            shared_numbers,
            shared_identities,
            moves,
            walks: !moves.walk.is_empty(),
            owing: Owing::new(tree, moves, thresholds, dues_begin, at),
        }
    }

    fn gather(&self, register: &Register, range: Range<usize>) -> Result<Gathered> {
        let mut out = Gathered { rows: vec![FactRow::default(); range.len()], ..Gathered::default() };
        for at in range.clone() {
            self.organisation(Pos(at as u32), &mut out, at - range.start);
        }
        let mut persons = Vec::new();
        let mut current = None;
        let mut dues = register.dues_from(range.start)?;
        register.scan_facts(range.clone(), |pos, read| {
            let ForFacts { judged: half, means, keys } = read;
            if current != Some(pos)
                && let Some(before) = current.replace(pos)
            {
                self.persons(before, &mut persons, &mut out, range.start);
            }
            out.seen.0 += half.len();
            out.seen.1 += half.posts().len();
            out.tell_years(means.years_told());
            let exists = self.tree.exists(pos, self.at);
            // Members are members of a branch: rows that stay with what is a branch no more count nowhere.
            let counts = exists && self.tree.kind(pos) == OrgKind::Branch;
            self.members(pos, counts, Rows { half, means, dues: dues.at(pos, keys.as_ref())? }, &mut out, range.start);
            for (place, month) in out.brought.drain(..) {
                out.rosters.note(place, month, 1, || self.domain(place));
            }
            self.posts(pos, exists, half.posts(), &mut persons, &mut out, range.start);
            Ok(())
        })?;
        if let Some(before) = current {
            self.persons(before, &mut persons, &mut out, range.start);
        }
        Ok(out)
    }

    fn members(&self, pos: Pos, exists: bool, rows: Rows<'_>, out: &mut Gathered, first: usize) {
        let Rows { half, means, dues } = rows;
        let left = self.moves.left(pos);
        if !exists && !self.owing.existed(pos) && !self.walks {
            return;
        }
        let mut own = std::mem::take(&mut out.rows[pos.index() - first]);
        for (at, member) in half.members().enumerate() {
            let Some(means) = means.get(at) else { break };
            let person = Person { member, means, half, at };
            let there = match self.moves.walk.is_empty() {
                true => None,
                false => self.moves.walk.elsewhere(member.key, pos, self.at),
            };
            self.stood(pos, exists.then_some(left), there, &person, &mut own, out);
            self.owed(pos, there, &person, dues, &mut own, out);
        }
        out.rows[pos.index() - first] = own;
    }

    /// Adds what one row says of where its person stood: here (`left` where this is a branch at the instant), or `there`.
    fn stood(
        &self,
        pos: Pos,
        left: Option<&[Left]>,
        there: Option<Pos>,
        person: &Person<'_>,
        own: &mut FactRow,
        out: &mut Gathered,
    ) {
        let member = person.member;
        match (there, left) {
            (None, Some(left)) => {
                self.stands(pos, person, own, out);
                if member.league.member() && Left::holds(left, member.key, self.at) {
                    own.add(Fact::Unsettled, 1);
                    out.flagged.unsettled.push(member.key);
                }
            }
            (Some(there), _) if self.tree.exists(there, self.at) => {
                // Nothing says since when the person stood there.
                let person = Person { member: JudgedMember { since: None, ..member }, ..*person };
                let mut row = out.walked.remove(&there).unwrap_or_default();
                self.stands(there, &person, &mut row, out);
                out.walked.insert(there, row);
            }
            _ => {}
        }
    }

    /// Adds what one row's dues say.
    fn owed(
        &self,
        pos: Pos,
        there: Option<Pos>,
        person: &Person<'_>,
        dues: &[(IdKey, Dues)],
        own: &mut FactRow,
        out: &mut Gathered,
    ) {
        let brought = &mut out.brought;
        let owes = self.owing.of(pos, &person.member, &person.means, dues, |at, month| brought.push((at, month)));
        out.next_instant = earlier(out.next_instant, owes.until);
        let stood = there.unwrap_or(pos);
        out.told.extend(owes.liable.filter(|_| owes.told));
        if owes.arrears {
            let stood = Some(stood).filter(|stood| self.tree.exists(*stood, self.at));
            let stays = owes.stays.into_iter().map(|(at, month)| (self.domain(at), month)).collect();
            Arrears::note(&mut out.arrears, stood, stays, person.member.key);
        }
        for (place, fact) in
            [(owes.liable, Fact::DuesLiable), (owes.liable.filter(|_| owes.in_time), Fact::DuesInTimeOnline)]
        {
            match place {
                Some(place) if place == pos => own.add(fact, 1),
                Some(place) => out.walked.entry(place).or_default().add(fact, 1),
                None => {}
            }
        }
    }

    /// Adds what one row says of the branch in which its person stood.
    fn stands(&self, pos: Pos, person: &Person<'_>, row: &mut FactRow, out: &mut Gathered) {
        let Person { member, means, half, at } = person;
        if !self.member(member, out) {
            return;
        }
        // A row that does not hold yet, or no more, counts nobody twice.
        if self.shared_identities.binary_search(&member.key).is_ok() {
            out.identities.push((member.key, pos.0));
        }
        let reported = member.report.is_some_and(crate::model::Report::counts)
            && member.reported_at.is_none_or(|time| time <= self.at);
        if let Some(time) = member.reported_at.filter(|time| *time > self.at) {
            out.next_instant = Some(out.next_instant.map_or(time, |next| next.min(time)));
        }
        row.add(Fact::Members, 1);
        row.add(if reported { Fact::Reported } else { Fact::Unreported }, 1);
        row.add(Fact::Unreachable, u32::from(member.unreachable));
        row.add(Fact::ShortIdentity, u32::from(member.key.is_short()));
        row.latest(Fact::LastJoined, member.since);
        row.add(Fact::Teachers, u32::from(means.occupation.is_some_and(Occupation::teacher)));
        let volunteer = means.volunteer_since.is_some_and(|since| since <= self.day);
        out.day_to_come(means.volunteer_since, self.day);
        row.add(Fact::Volunteers, u32::from(volunteer));
        row.add(Fact::VolunteerTimes, means.volunteer_times.unwrap_or_default().into());
        row.add(Fact::VolunteerMinutes, means.volunteer_minutes.unwrap_or_default());
        self.yearly(pos, person, row);
        self.number(member, half, *at, pos, &mut out.numbers, row);
        if member.league == crate::model::League::Normal
            && let Some(born) = born_number(member.key)
        {
            if born <= self.born_by {
                out.over_age.push((member.key, pos.0));
            } else {
                out.youngest_above = Some(out.youngest_above.map_or(born, |least| least.min(born)));
            }
        }
    }

    fn member(&self, member: &JudgedMember, out: &mut Gathered) -> bool {
        if !member.league.member() {
            return false;
        }
        let since = member.since.is_none_or(|since| since <= self.day);
        let joined = member.joined <= self.month;
        if !since {
            out.day_to_come(member.since, self.day);
        }
        if !joined {
            out.day_to_come(Some(member.joined.first()), self.day);
        }
        since && joined
    }

    fn number(
        &self,
        member: &JudgedMember,
        half: &JudgedHalf,
        at: usize,
        pos: Pos,
        borne: &mut Vec<Borne>,
        row: &mut FactRow,
    ) {
        let due = member.joined >= self.thresholds.number_due_from;
        row.add(Fact::NumberDue, u32::from(due));
        let number = match (member.twelve, member.other) {
            (Some(twelve), _) => MemberNumber::Twelve(twelve),
            (None, true) => MemberNumber::Other(half.other_number(at)),
            (None, false) => {
                row.add(Fact::NumberMissing, u32::from(due));
                return;
            }
        };
        let wrong = number.fault(member.joined).is_some();
        row.add(Fact::NumberWrong, u32::from(wrong));
        row.add(Fact::NumberFilled, u32::from(due && !wrong));
        let key = number.key();
        if self.shared_numbers.binary_search(&key).is_ok() {
            borne.push(Borne { number: key, at: pos.0, due: due && !wrong });
        }
    }
}

impl Gathered {
    /// The next day on which a row says something else, or the youngest who is not over age comes to be.
    fn changes_on(&self, thresholds: &Thresholds) -> Option<Instant> {
        let birthday = self.youngest_above.and_then(|born| {
            Day::new((born / 10_000) as i32, born / 100 % 100, born % 100)
                .map(|birth| birth.plus_years(thresholds.over_age))
        });
        earlier(self.next_day, birthday).map(Day::start)
    }

    fn day_to_come(&mut self, day: Option<Day>, today: Day) {
        self.next_day = earlier(self.next_day, day.filter(|day| *day > today));
    }
}

fn earlier<T: Ord>(a: Option<T>, b: Option<T>) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The birth date inside a number as yyyymmdd; `None` for foreign documents.
fn born_number(key: IdKey) -> Option<u32> {
    let number = key.0;
    if number >> 63 != 0 {
        None
    } else if key.is_short() {
        Some(19_000_000 + ((number & !(1 << 62)) / 1_000 % 1_000_000) as u32)
    } else {
        Some((number / 11 / 1_000 % 100_000_000) as u32)
    }
}
