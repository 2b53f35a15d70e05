//! Facts again after rows were changed one by one: what the changed rows said is taken out, what they say now is put in.
//!
//! An organisation whose rows changed is looked at twice, with its rows as they were and as they are; the difference moves
//! its facts, and those of the places its members are walked back to. What only the whole register tells (shared numbers,
//! posts elsewhere, posts in too many branches) is asked of those few organisations that have the same persons and numbers.

mod arrears;
mod lists;
mod moved;
mod records;
mod shared;
mod sides;
#[cfg(test)]
mod tests;
mod years;

use std::collections::{BTreeSet, HashMap};

use anyhow::Result;

use super::super::moves::Moves;
use super::super::owing::Owing;
use super::super::rows::{OrgRows, judged_half, means_half};
use super::super::thresholds::Thresholds;
use super::super::{Register, moves};
use super::{Flagged, Gathered, Pass, Rows, earlier, teachers};
use crate::judge::{Change, Fact, FactRow, Facts, NO_DAY, code_of};
use crate::model::{
    IdKey, Identity, Instant, MemberNumber, Month, OrgId, OrgKind, OrgTree, Pos, Row, RowEdit, Transfer,
};
use crate::search::{Bearers, Chunks};
use moved::{Move, Moved};
use sides::undo;

pub(super) use sides::{Sides, redo};

/// Rows that changed, and the register in which they have.
#[derive(Clone, Copy)]
pub struct Edited<'a> {
    /// The register after the edits.
    pub register: &'a Register,
    /// The search index, as it was built with the generation.
    pub index: &'a dyn Chunks,
    /// Its organisations; the same places before and after.
    pub tree: &'a OrgTree,
    /// Their places by number.
    pub places: &'a HashMap<OrgId, Pos>,
    /// The instant of the facts.
    pub at: Instant,
    /// The parameters they are taken with.
    pub thresholds: &'a Thresholds,
    /// The edits, in order.
    pub edits: &'a [RowEdit],
}

/// Facts as they were before some edits.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    /// The facts.
    pub facts: &'a Facts,
    /// Who stood behind some of them.
    pub flagged: &'a Flagged,
    /// Until when they held.
    pub until: Option<Instant>,
}

/// Facts as they are after them.
#[derive(Debug)]
pub struct Again {
    /// The facts; columns that no edit moved are those of before.
    pub facts: Facts,
    /// Who stands behind some of them; `None` where nobody else does than before.
    pub flagged: Option<Flagged>,
    /// Until when they hold, at least.
    pub until: Option<Instant>,
    /// The organisations of which any fact moved, in order.
    pub touched: Vec<Pos>,
}

/// What is kept of the register between one set of edits and the next, beside facts.
#[derive(Default)]
pub struct Ground {
    moved: Option<Moved>,
    bearers: Option<Bearers>,
    holders: Option<Vec<(IdKey, Pos)>>,
    /// Whether any row tells a year of appraisal, and of registration, where that is known.
    years: (Option<bool>, Option<bool>),
    /// Persons and numbers that edits brought to a branch since the index was built.
    brought: Vec<(IdKey, Option<u64>, Pos)>,
}

impl Ground {
    /// The ground of a register with edits that its search index does not know.
    pub fn of(edits: &[RowEdit], places: &HashMap<OrgId, Pos>) -> Self {
        let mut ground = Self::default();
        ground.bring(edits, places);
        ground
    }

    /// Takes note of edits after which facts are taken otherwise.
    pub fn pass(&mut self, edits: &[RowEdit], places: &HashMap<OrgId, Pos>) {
        *self = Self { brought: std::mem::take(&mut self.brought), ..Self::default() };
        self.bring(edits, places);
    }

    fn bring(&mut self, edits: &[RowEdit], places: &HashMap<OrgId, Pos>) {
        for edit in edits {
            if let Some(Row::Member { branch, member }) = &edit.after
                && let Some(pos) = places.get(branch)
            {
                let number = member.number.as_ref().map(|number| number.key());
                self.brought.push((member.identity.key(), number, *pos));
            }
        }
    }
}

/// Facts after edits, out of those before; `None` where only a look at all rows can tell: after edits of organisations that
/// facts depend on, and in a few cases that come once in a register's life.
///
/// Milliseconds for edits of members, posts, payments and transfers; lists that changed otherwise are read whole.
///
/// # Errors
/// Damage in the register, or a disk that cannot be read.
pub fn collect_some(edited: Edited<'_>, ground: &mut Ground, before: Before<'_>) -> Result<Option<Again>> {
    let again = Work::new(edited, ground, false).and_then(|work| match work {
        Some(work) => work.again(ground, before),
        None => Ok(None),
    });
    match again {
        Ok(Some(_)) => ground.bring(edited.edits, edited.places),
        _ => ground.pass(edited.edits, edited.places),
    }
    again
}

/// Facts as edits would leave them that the register does not have yet; the ground stays that of the register as it is.
///
/// Of the transfers that move somebody it tells more than [`collect_some`], since nothing is built on its answer.
///
/// # Errors
/// Damage in the register, or a disk that cannot be read.
pub fn collect_ahead(edited: Edited<'_>, ground: &mut Ground, before: Before<'_>) -> Result<Option<Again>> {
    let years = ground.years;
    let again = Work::new(edited, ground, true).and_then(|work| match work {
        Some(work) => work.again(ground, before),
        None => Ok(None),
    });
    ground.years = years;
    again
}

struct Work<'a> {
    edited: Edited<'a>,
    sides: Sides<'a>,
    /// Whether the register has the edits still to come.
    ahead: bool,
    /// The moves of those whose transfers changed, on the side of the edits on which the ground is not.
    apart: HashMap<IdKey, Moved>,
    /// The numbers of members that may be borne otherwise than before.
    numbers: HashMap<u64, MemberNumber>,
    identities: HashMap<IdKey, Identity>,
    /// The keys of the same in order, and the numbers of members: what is looked for elsewhere.
    wanted: (Vec<u64>, Vec<IdKey>),
    dues_begin: Option<Month>,
    walks: bool,
    /// The organisations whose rows are looked at before and after.
    touched: BTreeSet<Pos>,
}

impl<'a> Work<'a> {
    fn new(edited: Edited<'a>, ground: &mut Ground, ahead: bool) -> Result<Option<Self>> {
        let Some(sides) = Sides::of(edited.edits, edited.places) else { return Ok(None) };
        let stands = edited.register.dues_begin()?;
        let dues_begin = if ahead { sides.dues_begin(stands) } else { stands };
        let done = |row: Option<&Transfer>| row.and_then(Transfer::moved);
        // Whoever is moved takes a number along that others may bear, with no row of theirs edited.
        let moves = sides.transfers.iter().any(|(old, new)| done(*old) != done(*new));
        let untold = match ahead {
            // Schools count the list of transfers, and that has none of those to come.
            true => dues_begin != stands || sides.graduates && !sides.transfers.is_empty(),
            false => moves || begins_elsewhere(&sides, dues_begin, &edited),
        };
        if untold {
            return Ok(None);
        }
        let of = |row: &Option<&Transfer>| row.and_then(|row| Move::of(row, edited.places));
        let changes: Vec<_> = sides.transfers.iter().map(|(before, after)| (of(before), of(after))).collect();
        let persons: BTreeSet<IdKey> =
            sides.transfers.iter().flat_map(|(a, b)| [a, b]).filter_map(|row| row.map(|row| row.person)).collect();
        let mut apart: HashMap<IdKey, Moved> = HashMap::new();
        // Lays changes over the moves of their persons alone; false where only the whole list tells.
        let lay = |apart: &mut HashMap<IdKey, Moved>, change: (Option<Move>, Option<Move>)| {
            [(change.0, None), (None, change.1)].into_iter().all(|(gone, come)| {
                let person = gone.or(come).map(|row| row.person());
                let part = person.and_then(|person| apart.get_mut(&person));
                part.is_none_or(|part| part.change(&[(gone, come)]).is_some())
            })
        };
        let known = ground.moved.is_some();
        let moved = match &mut ground.moved {
            Some(moved) => moved,
            none => none.insert(Moved::take(edited.register, edited.places)?),
        };
        apart.extend(persons.iter().map(|person| (*person, moved.part(*person))));
        let laid = match (ahead, known) {
            (true, _) => changes.iter().all(|change| lay(&mut apart, *change)),
            (false, true) => moved.change(&changes).is_some(),
            (false, false) => changes.iter().rev().all(|(old, new)| lay(&mut apart, (*new, *old))),
        };
        if !laid {
            return Ok(None);
        }
        // Whether anybody is walked back at all is asked of everybody.
        let earliest = Owing::earliest(edited.thresholds, dues_begin, edited.at);
        let walks = moved.any_after(earliest);
        let walked = || apart.values().any(|part| part.any_after(earliest)) || moved.any_but(&persons, earliest);
        if !persons.is_empty() && walks != walked() {
            return Ok(None);
        }
        if let Some(holders) = ground.holders.as_mut().filter(|_| !ahead) {
            sides.hold(holders);
        }
        let mut identities = sides.identities();
        let mut touched: BTreeSet<Pos> = sides.orgs.keys().copied().collect();
        for person in &persons {
            // Of a foreign document the key tells nothing that the index knows.
            let Some(identity) = identities.get(person).cloned().or_else(|| person.identity()) else { return Ok(None) };
            identities.insert(*person, identity);
        }
        let mut keys: Vec<IdKey> = identities.keys().copied().collect();
        keys.sort_unstable();
        let numbers = sides.numbers();
        let mut work = Self {
            edited,
            sides,
            ahead,
            apart,
            numbers,
            identities,
            wanted: (Vec::new(), keys),
            dues_begin,
            walks,
            touched: BTreeSet::new(),
        };
        for person in &persons {
            touched.extend(work.branches(ground, *person)?);
        }
        work.touched = touched;
        if moves {
            work.take_numbers_along(&persons)?;
        }
        work.wanted.0 = work.numbers.keys().copied().collect();
        work.wanted.0.sort_unstable();
        Ok(Some(work))
    }

    /// Adds the numbers that those who are moved take along with them.
    fn take_numbers_along(&mut self, persons: &BTreeSet<IdKey>) -> Result<()> {
        for pos in &self.touched {
            let rows = self.edited.register.rows(*pos)?;
            let theirs = rows.members.iter().filter(|member| persons.contains(&member.identity.key()));
            let numbers = theirs.filter_map(|member| member.number.as_ref());
            self.numbers.extend(numbers.map(|number| (number.key(), number.clone())));
        }
        Ok(())
    }

    /// The rows of an organisation as they were, and as they are; `None` where the edits are not of these rows.
    fn rows(&self, pos: Pos) -> Result<Option<(OrgRows, OrgRows)>> {
        let stands = self.edited.register.rows(pos)?;
        let mut other = stands.clone();
        let pieces = self.sides.orgs.get(&pos).map_or(&[][..], Vec::as_slice);
        Ok(match self.ahead {
            true => redo(pieces, &mut other).map(|()| (stands, other)),
            false => undo(pieces, &mut other).map(|()| (other, stands)),
        })
    }

    /// The branches in which a person may stand now.
    fn branches(&self, ground: &mut Ground, person: IdKey) -> Result<Vec<Pos>> {
        let mut found = match self.identities.get(&person) {
            Some(identity) => bearers(ground, self.edited.index)?.of_identity(self.edited.index, identity)?,
            None => Vec::new(),
        };
        found.extend(ground.brought.iter().filter(|(key, ..)| *key == person).map(|(.., pos)| *pos));
        let now = self.sides.members().filter(|(_, member)| member.identity.key() == person);
        found.extend(now.map(|(pos, _)| pos));
        Ok(found)
    }

    fn again(&self, ground: &mut Ground, before: Before<'_>) -> Result<Option<Again>> {
        let Edited { tree, at, thresholds, .. } = self.edited;
        let mut changes = Vec::new();
        let mut looked = shared::Looked::default();
        let mut until = before.until;
        let mut years = years::Told::default();
        for pos in &self.touched {
            let Some((then, now)) = self.rows(*pos)? else { return Ok(None) };
            let old = self.gather(ground, *pos, &then, true);
            let new = self.gather(ground, *pos, &now, false);
            for (out, sign) in [(&old, -1), (&new, 1)] {
                move_by(&mut changes, *pos, &out.rows[0], sign);
                out.walked.iter().for_each(|(there, row)| move_by(&mut changes, *there, row, sign));
            }
            until = earlier(until, self.until(&new));
            years.see(old.years_told, new.years_told);
            looked.add(old, new);
        }
        Change::sum(&mut changes);
        let Some(forget) = years.settle(self, ground, before.facts, &changes)? else { return Ok(None) };
        changes.retain(|change| !forget.contains(&change.fact()));
        let Some(flagged) = self.shared(ground, &mut looked, before.flagged, &mut changes)? else { return Ok(None) };
        if !self.arrears_stay(&looked) {
            return Ok(None);
        }
        for (row, sign) in self.sides.transfers.iter().flat_map(|(old, new)| [(*old, -1), (*new, 1)]) {
            let Some(row) = row else { continue };
            let place = |id: &OrgId| self.edited.places.get(id).copied();
            let (told, next) =
                moves::counted_of(tree, row, (place(&row.from), row.to.as_ref().and_then(place)), at, thresholds);
            changes.extend(told.into_iter().map(|(pos, fact)| Change::new(pos, fact, sign)));
            until = earlier(until, next);
        }
        until = earlier(until, self.schools(before.facts, &mut changes)?);
        Change::sum(&mut changes);
        let mut facts = before.facts.clone();
        facts.apply(&changes);
        let mut more = Vec::new();
        if !self.dues_known(&looked, &facts, &mut more) {
            return Ok(None);
        }
        self.teachers(&changes, &facts, &mut more);
        self.elections(&facts, &mut more);
        until = earlier(until, self.records((before.facts, &facts), &changes, &mut more)?);
        Change::sum(&mut more);
        facts.apply(&more);
        let mut touched: Vec<Pos> = changes.iter().chain(&more).map(|change| change.pos()).collect();
        touched.sort_unstable();
        touched.dedup();
        Ok(Some(Again { facts, flagged, until, touched }))
    }

    /// A pass that looks at nobody's rows, for what organisations are.
    fn pass<'p>(&'p self, moves: &'p Moves) -> Pass<'p> {
        Pass::new(self.edited.tree, self.edited.thresholds, self.edited.at, (&[], &[]), moves, self.dues_begin)
    }

    /// What the rows of one organisation say, as they are or as they were.
    fn gather(&self, ground: &Ground, pos: Pos, rows: &OrgRows, before: bool) -> Gathered {
        let Edited { tree, at, thresholds, .. } = self.edited;
        let mut persons: Vec<IdKey> = rows.members.iter().map(|member| member.identity.key()).collect();
        persons.sort_unstable();
        persons.dedup();
        let (mut moves, mut moved) = (Moves::default(), Vec::new());
        for person in persons {
            let own = self.apart.get(&person).filter(|_| before != self.ahead).or(ground.moved.as_ref());
            Moved::tell(own.map_or(&[][..], |moved| moved.of(person)), at, &mut moves, &mut moved);
        }
        moves.walk.settle();
        moves.leave(moved);
        let mut pass = Pass::new(tree, thresholds, at, (&self.wanted.0, &self.wanted.1), &moves, self.dues_begin);
        pass.walks = self.walks;
        pass.some(pos, rows)
    }

    fn until(&self, out: &Gathered) -> Option<Instant> {
        earlier(out.changes_on(self.edited.thresholds), out.next_instant)
    }

    /// Organisations whose elections are told otherwise.
    fn elections(&self, facts: &Facts, more: &mut Vec<Change>) {
        let Edited { tree, at, .. } = self.edited;
        let moves = Moves::default();
        let pass = self.pass(&moves);
        let places: BTreeSet<Pos> = self.sides.elections.iter().copied().filter(|pos| tree.exists(*pos, at)).collect();
        for pos in places {
            let day = |day: i64| code_of(Fact::ElectionDue, day);
            let due = pass.election_due(pos).map_or(NO_DAY, |due| due.0);
            let by = day(due.into()).wrapping_sub(day(facts.own(Fact::ElectionDue, pos)));
            more.push(Change::new(pos, Fact::ElectionDue, by));
        }
    }

    /// Schools whose teachers came or went.
    fn teachers(&self, changes: &[Change], facts: &Facts, more: &mut Vec<Change>) {
        let tree = self.edited.tree;
        let moved = changes.iter().filter(|change| change.fact() == Fact::Teachers).map(|change| change.pos());
        let above = moved.flat_map(|pos| std::iter::successors(Some(pos), |pos| tree.parent(*pos)));
        let schools: BTreeSet<Pos> = above.filter(|pos| facts.own(Fact::Schools, *pos) > 0).collect();
        for fact in [Fact::TeacherSchools, Fact::TeacherBranches] {
            more.extend(schools.iter().map(|pos| Change::new(*pos, fact, -(facts.own(fact, *pos) as i32))));
        }
        let told = teachers::tell(tree, self.edited.at, schools, |range| facts.total(Fact::Teachers, &range));
        more.extend(told.into_iter().map(|told| Change::new(told.pos, told.fact, told.value as i32)));
    }

    /// Marks the branches of leading bodies that have payments for the month now and had none before; `false` where only all
    /// rows tell whether one still has any.
    fn dues_known(&self, looked: &shared::Looked, facts: &Facts, more: &mut Vec<Change>) -> bool {
        let Edited { tree, .. } = self.edited;
        let moves = Moves::default();
        let pass = self.pass(&moves);
        let domains = |told: &[Pos]| told.iter().map(|pos| pass.domain(*pos)).collect::<BTreeSet<Pos>>();
        let (old, new) = (domains(&looked.told.0), domains(&looked.told.1));
        let branches = |domain: Pos| {
            let all = tree.subtree(domain).map(|at| Pos(at as u32));
            let pass = &pass;
            all.filter(move |pos| facts.own(Fact::Branches, *pos) > 0 && pass.domain(*pos) == domain)
        };
        for domain in old.difference(&new) {
            if branches(*domain).next().is_some()
                && branches(*domain).all(|pos| facts.own(Fact::DuesInTimeOnline, pos) == 0)
            {
                return false;
            }
        }
        for domain in new.difference(&old) {
            let unknown = branches(*domain).filter(|pos| facts.own(Fact::DuesKnown, *pos) == 0);
            more.extend(unknown.map(|pos| Change::new(pos, Fact::DuesKnown, 1)));
        }
        true
    }
}

impl Pass<'_> {
    /// What rows at hand say: the part of [`gather`](Self::gather) that is not the organisation's own row.
    pub(super) fn some(&self, pos: Pos, rows: &OrgRows) -> Gathered {
        let (half, means) = (judged_half(&rows.members, &rows.posts), means_half(&rows.members));
        let mut out = Gathered { rows: vec![FactRow::default()], ..Gathered::default() };
        let mut persons = Vec::new();
        out.tell_years(means.years_told());
        let exists = self.tree.exists(pos, self.at);
        let counts = exists && self.tree.kind(pos) == OrgKind::Branch;
        self.members(pos, counts, Rows { half: &half, means: &means, dues: &rows.dues }, &mut out, pos.index());
        self.posts(pos, exists, half.posts(), &mut persons, &mut out, pos.index());
        self.persons(pos, &mut persons, &mut out, pos.index());
        out
    }
}

pub(super) fn move_by(changes: &mut Vec<Change>, pos: Pos, row: &FactRow, sign: i32) {
    let codes = row.codes().into_iter().zip(Fact::ALL).filter(|(code, _)| *code != 0);
    changes.extend(codes.map(|(code, fact)| Change::new(pos, fact, code.wrapping_mul(sign))));
}

/// Whether edits of payments may have moved the first month of dues to where arrears are told, or away from there.
fn begins_elsewhere(sides: &Sides<'_>, begins: Option<Month>, edited: &Edited<'_>) -> bool {
    let thresholds = edited.thresholds;
    let first = Month(Month::complete_at(edited.at).0.saturating_sub(thresholds.arrears_months.saturating_sub(1)));
    let tells = |month: Option<Month>| thresholds.arrears_months > 0 && month.is_some_and(|month| month <= first);
    let paid = sides.orgs.values().flatten().filter_map(|piece| match piece {
        sides::Piece::Payment(_, before, after) => Some([before, after].map(|paid| paid.map(|paid| paid.month))),
        _ => None,
    });
    paid.into_iter().any(|[before, after]| {
        let came = after.is_some() && after == begins && tells(after);
        let went = tells(before) && !tells(begins);
        came || went
    })
}

fn bearers<'g>(ground: &'g mut Ground, index: &dyn Chunks) -> Result<&'g Bearers> {
    match &mut ground.bearers {
        Some(bearers) => Ok(bearers),
        none => Ok(none.insert(Bearers::load(index)?)),
    }
}
