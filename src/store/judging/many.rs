//! Facts at a row of instants in one pass: every row is read once, and what it says is reused until it says something else.

use std::collections::HashMap;
use std::ops::Range;

use anyhow::{Context, Result, bail};

use super::super::dues::Dues;
use super::super::looks::{self, Looks, MOST_LOOKS, Mask};
use super::super::moves::over;
use super::super::owing::Owing;
use super::super::rows::{ForFacts, JudgedHalf, MeansHalf};
use super::super::{Register, Thresholds};
use super::arrears::{Arrears, Rosters};
use super::held::Holder;
use super::records::{Records, changes};
use super::stretches::in_stretches;
use super::{Gathered, Pass, Person, date_number, teachers};
use crate::judge::{Change, Fact, FactRow, Facts, Spread};
use crate::model::{IdKey, Instant, OrgKind, OrgTree, Pos, Post};

/// Facts at the first of some instants, and what changed at each later one.
#[derive(Debug)]
pub struct Many {
    /// The facts at the first instant.
    pub facts: Facts,
    /// The instants, oldest first.
    pub at: Vec<Instant>,
    /// For each instant what changed since the one before, in order; nothing for the first.
    pub changes: Vec<Vec<Change>>,
}

/// Takes the facts of every organisation at several instants, which come oldest first and are no more than [`MOST_LOOKS`];
/// at each they are those that [`collect`](super::collect) takes.
///
/// `progress` is told the share done, 0 to 1, from any thread.
///
/// # Errors
/// Damage in the register, or a disk that cannot be read.
pub fn collect_many(
    register: &Register,
    tree: &OrgTree,
    at: Vec<(Instant, Thresholds)>,
    progress: &(dyn Fn(f32) + Sync),
) -> Result<Many> {
    let Some((first, _)) = at.first() else { bail!("no instant to look at") };
    if at.len() > MOST_LOOKS || at.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
        bail!("{} instants, or not oldest first", at.len());
    }
    let first = *first;
    let looks = Looks::new(at);
    let (rows, meta) = (register.rows_entry()?, register.meta());
    let shared_numbers = register.shared_numbers()?;
    let shared_identities = register.shared_identities()?;
    let dues_begin = register.dues_begin()?;
    let earliest = looks.at.iter().map(|(at, thresholds)| Owing::earliest(thresholds, dues_begin, *at)).min();
    let over = over(register, tree, &looks, earliest.unwrap_or(first), |pos| Pass::is_school(tree, pos))?;
    let pass = |(at, thresholds)| {
        Pass::new(tree, thresholds, at, (&shared_numbers, &shared_identities), &over.moves, dues_begin)
    };
    let passes: Vec<Pass<'_>> = looks.at.iter().map(|(at, thresholds)| pass((*at, thresholds))).collect();
    let many = ManyPass {
        tree,
        looks: &looks,
        born_by: passes.iter().map(|pass| date_number(pass.day.plus_years(-pass.thresholds.over_age))).collect(),
        passes,
        // A month asked about, and what it costs, is asked of dues alone; hours and their month of transfers alone.
        stands: looks.turns(|thresholds| Thresholds {
            response_month: first.day().month(),
            dues_month: first.day().month(),
            tariff: looks.at[0].1.tariff,
            response: Vec::new(),
            ..thresholds.clone()
        }),
        owes: looks.turns(|thresholds| Thresholds {
            response_month: first.day().month(),
            response: Vec::new(),
            ..thresholds.clone()
        }),
    };
    let parts = in_stretches(tree.len(), progress, |range| many.gather(register, range)).context("taking the facts")?;
    let seen = parts.iter().fold((0, 0), |sum, part| (sum.0 + part.seen.0, sum.1 + part.seen.1));
    // Rows that are edited while they are counted prove nothing.
    if seen != (meta.members as usize, meta.posts as usize) && register.rows_entry()? == rows {
        bail!(register.damaged("rows are missing"));
    }
    let told = parts.iter().fold((false, false), |(a, b), part| (a || part.years_told.0, b || part.years_told.1));
    let mut taken = many.finish(parts, over.changes);
    taken.forget(Fact::Unappraised, told.0);
    taken.forget(Fact::Unregistered, told.1);
    taken.fill(tree, |at| Records::take(register, tree, at))?;
    Ok(taken)
}

impl Many {
    /// A register in which nobody's year is told accuses nobody.
    fn forget(&mut self, fact: Fact, told: bool) {
        if !told {
            let own = (0..self.facts.len() as u32).map(Pos).filter_map(|pos| {
                let value = self.facts.own(fact, pos) as i32;
                (value != 0).then_some((pos, value.wrapping_neg()))
            });
            let own: Vec<_> = own.collect();
            self.facts.shift(fact, own);
            self.changes.iter_mut().for_each(|changes| changes.retain(|change| change.fact() != fact));
        }
    }

    /// Adds what the smaller rosters tell at each instant, members and cadres being known.
    fn fill(&mut self, tree: &OrgTree, records: impl Fn(Instant) -> Result<Records>) -> Result<()> {
        let mut now = self.facts.clone();
        let mut before = Vec::new();
        for (at, more) in self.at.iter().zip(&mut self.changes) {
            let records = records(*at)?;
            now.apply(more);
            let peopled = |range| [Fact::Members, Fact::Cadres].into_iter().all(|fact| now.total(fact, &range) > 0);
            let mut after = if records.is_empty() { Vec::new() } else { records.told(tree, *at, peopled) };
            let schools = (0..tree.len() as u32).map(Pos).filter(|pos| now.own(Fact::Schools, *pos) > 0);
            after.extend(teachers::tell(tree, *at, schools, |range| now.total(Fact::Teachers, &range)));
            after.sort_unstable_by_key(|told| (told.pos, told.fact));
            more.extend(changes(&before, &after));
            Change::sum(more);
            before = after;
        }
        self.facts.apply(&std::mem::take(&mut self.changes[0]));
        Ok(())
    }
}

/// What one thread gathers from its stretch of organisations, at every look.
struct GatheredMany {
    rows: Vec<FactRow>,
    changes: Vec<Vec<Change>>,
    posted: Vec<(IdKey, Mask)>,
    over_age: Vec<(IdKey, u32, Mask)>,
    numbers: Vec<(u64, u32, bool, Mask)>,
    seated: Vec<(IdKey, u32, Mask)>,
    /// The domains whose dues are told.
    told: HashMap<Pos, Mask>,
    rosters: Rosters,
    arrears: Vec<(Arrears, Mask)>,
    identities: Vec<(IdKey, u32, Mask)>,
    seen: (usize, usize),
    years_told: (bool, bool),
}

struct ManyPass<'a> {
    tree: &'a OrgTree,
    looks: &'a Looks,
    passes: Vec<Pass<'a>>,
    born_by: Vec<u32>,
    /// The looks at which parameters turn that standing depends on.
    stands: Mask,
    /// The same for dues.
    owes: Mask,
}

/// One organisation as it is gone through.
struct Here {
    pos: Pos,
    /// The looks at which it exists.
    exists: Mask,
    /// The looks at which it exists as a branch.
    branch: Mask,
    spread: Spread,
    /// What one look says, until it is noted.
    scratch: Gathered,
    posts: Vec<Post>,
    persons: Vec<Holder>,
}

impl ManyPass<'_> {
    fn gather(&self, register: &Register, range: Range<usize>) -> Result<GatheredMany> {
        let looks = self.looks.len();
        let mut out = GatheredMany {
            rows: Vec::with_capacity(range.len()),
            changes: vec![Vec::new(); looks],
            posted: Vec::new(),
            over_age: Vec::new(),
            numbers: Vec::new(),
            seated: Vec::new(),
            told: HashMap::new(),
            rosters: Rosters::default(),
            arrears: Vec::new(),
            identities: Vec::new(),
            seen: (0, 0),
            years_told: (false, false),
        };
        let mut here = Here {
            pos: Pos(range.start as u32),
            exists: 0,
            branch: 0,
            spread: Spread::new(looks),
            scratch: Gathered { rows: vec![FactRow::default()], ..Gathered::default() },
            posts: Vec::new(),
            persons: Vec::new(),
        };
        self.enter(&mut here);
        let mut dues = register.dues_from(range.start)?;
        register.scan_facts(range.clone(), |pos, read| {
            let ForFacts { judged: half, means, keys } = read;
            while here.pos != pos {
                self.leave(&mut here, &mut out);
                here.pos = Pos(here.pos.0 + 1);
                self.enter(&mut here);
            }
            out.seen.0 += half.len();
            out.seen.1 += half.posts().len();
            let told = means.years_told();
            out.years_told = (out.years_told.0 || told.0, out.years_told.1 || told.1);
            here.posts.extend_from_slice(half.posts());
            self.members(&mut here, half, means, dues.at(pos, keys.as_ref())?, &mut out);
            Ok(())
        })?;
        loop {
            self.leave(&mut here, &mut out);
            here.pos = Pos(here.pos.0 + 1);
            if here.pos.index() >= range.end {
                return Ok(out);
            }
            self.enter(&mut here);
        }
    }

    fn enter(&self, here: &mut Here) {
        here.exists = self.looks.exists(self.tree, here.pos);
        here.branch = if self.tree.kind(here.pos) == OrgKind::Branch { here.exists } else { 0 };
        here.posts.clear();
    }

    /// The organisation's own facts and its posts, once all its rows have been seen.
    fn leave(&self, here: &mut Here, out: &mut GatheredMany) {
        let pos = here.pos;
        let edge = |pos| self.looks.founded_or_closed(self.tree, pos);
        let own = edge(pos);
        let edges = self.tree.children(pos).fold(own, |edges, child| edges | edge(child));
        self.each(here, out, edges | self.stands, |pass, here| {
            pass.organisation(pos, &mut here.scratch, 0);
            None
        });
        if !here.posts.is_empty() {
            self.each(here, out, own | self.stands, |pass, here| {
                let exists = pass.tree.exists(pos, pass.at);
                let Here { posts, persons, scratch, .. } = here;
                pass.posts(pos, exists, posts, persons, scratch, pos.index());
                pass.persons(pos, persons, scratch, pos.index());
                None
            });
        }
        out.rows.push(here.spread.take(pos, &mut out.changes));
    }

    fn members(
        &self,
        here: &mut Here,
        half: &JudgedHalf,
        means: &MeansHalf,
        dues: &[(IdKey, Dues)],
        out: &mut GatheredMany,
    ) {
        let (pos, moves) = (here.pos, self.passes[0].moves);
        let left = moves.left(pos);
        let (branch, edges) = (here.branch, looks::edges(here.exists));
        for (at, member) in half.members().enumerate() {
            let Some(means) = means.get(at) else { break };
            // Nothing is counted of those who are no members, nor of dues they owed.
            if !member.league.member() {
                continue;
            }
            let person = Person { member, means, half, at };
            let moved = !moves.walk.is_empty() && moves.walk.moved(member.key);
            let place = |pass: &Pass<'_>| {
                let there = if moved { moves.walk.elsewhere(member.key, pos, pass.at) } else { None };
                // Another place comes and goes by its own days.
                let until = if moved { moves.walk.until(member.key, pass.at) } else { None };
                (there, until)
            };
            if branch != 0 || moved {
                self.each(here, out, edges | self.stands, |pass, here| {
                    let (there, until) = place(pass);
                    let exists = branch != 0 && pass.tree.exists(pos, pass.at);
                    let mut own = std::mem::take(&mut here.scratch.rows[0]);
                    pass.stood(pos, exists.then_some(left), there, &person, &mut own, &mut here.scratch);
                    here.scratch.rows[0] = own;
                    let born = here.scratch.youngest_above.take();
                    let birthday = born.and_then(|born| self.born_by.iter().position(|by| born <= *by));
                    Some(Until { at: until, look: birthday, there })
                });
            }
            if branch != 0 || moved || may_owe(&self.passes, pos) {
                self.each(here, out, edges | self.owes, |pass, here| {
                    let (there, until) = place(pass);
                    let mut own = std::mem::take(&mut here.scratch.rows[0]);
                    pass.owed(pos, there, &person, dues, &mut own, &mut here.scratch);
                    here.scratch.rows[0] = own;
                    Some(Until { at: until, look: None, there })
                });
            }
        }
    }

    /// Asks looks one after another, none before the answer of the last may be another, and notes what they say.
    fn each(
        &self,
        here: &mut Here,
        out: &mut GatheredMany,
        edges: Mask,
        ask: impl Fn(&Pass<'_>, &mut Here) -> Option<Until>,
    ) {
        let len = self.looks.len();
        let mut look = 0;
        while look < len {
            let until = ask(&self.passes[look], here).unwrap_or_default();
            let scratch = &mut here.scratch;
            let mut next = looks::next(edges, look, len);
            next = next.min(self.looks.first_on(scratch.next_day.take()));
            next = next.min(self.looks.first_at(scratch.next_instant.take())).min(self.looks.first_at(until.at));
            next = next.min(until.look.unwrap_or(len));
            if let Some(there) = until.there {
                next = next.min(looks::next(looks::edges(self.looks.exists(self.tree, there)), look, len));
            }
            let next = next.max(look + 1);
            self.note(here, out, look..next);
            look = next;
        }
    }

    fn note(&self, here: &mut Here, out: &mut GatheredMany, looks: Range<usize>) {
        let mask = looks::bits(looks.start, looks.end);
        let scratch = &mut here.scratch;
        here.spread.add(&std::mem::take(&mut scratch.rows[0]), looks.clone());
        for (pos, row) in scratch.walked.drain() {
            for (fact, code) in Fact::ALL.into_iter().zip(row.codes()).filter(|(_, code)| *code != 0) {
                looks::tell(&mut out.changes, pos, fact, mask, code);
            }
        }
        out.posted.extend(scratch.posted.drain(..).map(|key| (key, mask)));
        out.over_age.extend(scratch.over_age.drain(..).map(|(key, at)| (key, at, mask)));
        out.numbers.extend(scratch.numbers.drain(..).map(|borne| (borne.number, borne.at, borne.due, mask)));
        out.seated.extend(scratch.seated.drain(..).map(|(key, at)| (key, at, mask)));
        for pos in scratch.told.drain(..) {
            *out.told.entry(self.passes[looks.start].domain(pos)).or_default() |= mask;
        }
        out.identities.extend(scratch.identities.drain(..).map(|(key, at)| (key, at, mask)));
        for (place, month) in scratch.brought.drain(..) {
            out.rosters.note(place, month, mask, || self.passes[looks.start].domain(place));
        }
        for mut owing in scratch.arrears.drain(..) {
            match out.arrears.last_mut() {
                Some((last, of)) if *of == mask && last.stood == owing.stood && last.stays == owing.stays => {
                    last.keys.append(&mut owing.keys);
                }
                _ => out.arrears.push((owing, mask)),
            }
        }
        scratch.flagged.unsettled.clear();
    }

    /// Puts together what only the whole register tells, as [`Pass::finish`] does for one look.
    fn finish(&self, parts: Vec<GatheredMany>, mut changes: Vec<Vec<Change>>) -> Many {
        let at: Vec<Instant> = self.looks.at.iter().map(|(at, _)| *at).collect();
        let mut facts = Facts::new(at[0], self.tree.len());
        let (mut posted, mut over_age, mut numbers, mut identities) = (vec![], vec![], vec![], vec![]);
        let (mut seated, mut told) = (vec![], HashMap::<Pos, Mask>::new());
        let (mut rosters, mut arrears) = (Rosters::default(), vec![]);
        for part in parts {
            part.rows.iter().for_each(|row| facts.push(row));
            changes.iter_mut().zip(part.changes).for_each(|(all, more)| all.extend(more));
            posted.extend(part.posted);
            over_age.extend(part.over_age);
            numbers.extend(part.numbers);
            identities.extend(part.identities);
            seated.extend(part.seated);
            rosters.join(part.rosters);
            arrears.extend(part.arrears);
            part.told.into_iter().for_each(|(pos, mask)| *told.entry(pos).or_default() |= mask);
        }
        for (owing, mask) in arrears {
            let mask = mask & rosters.of(&owing.stays);
            if let Some(stood) = owing.stood {
                looks::tell(&mut changes, stood, Fact::DuesArrears, mask, owing.keys.len() as i32);
            }
        }
        self.overposted(seated, &mut changes);
        self.rostered(&told, &mut changes);
        posted.sort_unstable();
        posted.dedup_by(|more, kept| {
            let same = more.0 == kept.0;
            kept.1 |= if same { more.1 } else { 0 };
            same
        });
        for (key, pos, mask) in over_age {
            let has = posted.binary_search_by_key(&key, |(key, _)| *key).map_or(0, |at| posted[at].1);
            looks::tell(&mut changes, Pos(pos), Fact::OverAge, mask & !has, 1);
        }
        numbers.sort_unstable();
        for bearers in numbers.chunk_by(|a, b| a.0 == b.0) {
            let shared = twice(bearers.iter().map(|bearer| bearer.3));
            for (_, pos, due, mask) in bearers {
                looks::tell(&mut changes, Pos(*pos), Fact::NumberShared, mask & shared, 1);
                if *due {
                    looks::tell(&mut changes, Pos(*pos), Fact::NumberFilled, mask & shared, -1);
                }
            }
        }
        identities.sort_unstable();
        for rows in identities.chunk_by(|a, b| a.0 == b.0) {
            let shared = twice(rows.iter().map(|row| row.2));
            for (_, pos, mask) in rows {
                let exists = self.looks.exists(self.tree, Pos(*pos));
                looks::tell(&mut changes, Pos(*pos), Fact::IdentityShared, mask & shared & exists, 1);
            }
        }
        changes.iter_mut().for_each(Change::sum);
        facts.apply(&std::mem::take(&mut changes[0]));
        Many { facts, at, changes }
    }
}

impl ManyPass<'_> {
    /// As [`Pass::overposted`], at every look.
    fn overposted(&self, mut seated: Vec<(IdKey, u32, Mask)>, changes: &mut [Vec<Change>]) {
        seated.sort_unstable();
        for branches in seated.chunk_by(|a, b| a.0 == b.0) {
            let mut over: Mask = 0;
            for (look, (_, thresholds)) in self.looks.at.iter().enumerate() {
                let bit = looks::bits(look, look + 1);
                let count = branches.iter().filter(|(_, _, mask)| mask & bit != 0).count();
                over |= if count > usize::from(thresholds.most_branches) { bit } else { 0 };
            }
            for (_, pos, mask) in branches {
                looks::tell(changes, Pos(*pos), Fact::Overposted, mask & over, 1);
            }
        }
    }

    /// As [`Pass::rostered`], at every look.
    fn rostered(&self, told: &HashMap<Pos, Mask>, changes: &mut [Vec<Change>]) {
        if told.is_empty() {
            return;
        }
        let branches = (0..self.tree.len() as u32).map(Pos).filter(|pos| self.tree.kind(*pos) == OrgKind::Branch);
        for pos in branches {
            let mask = told.get(&self.passes[0].domain(pos)).copied().unwrap_or_default();
            looks::tell(changes, pos, Fact::DuesKnown, mask & self.looks.exists(self.tree, pos), 1);
        }
    }
}

/// When an answer may be another, beside what is noted in the scratch.
#[derive(Default)]
struct Until {
    at: Option<Instant>,
    look: Option<usize>,
    there: Option<Pos>,
}

/// Whether members of an organisation that exists at no look may have owed dues for a month before.
fn may_owe(passes: &[Pass<'_>], pos: Pos) -> bool {
    passes.iter().any(|pass| pass.owing.existed(pos))
}

/// The looks that two sets or more have.
fn twice(masks: impl Iterator<Item = Mask>) -> Mask {
    masks.fold((0, 0), |(once, twice), mask| (once | mask, twice | (once & mask))).1
}

#[cfg(test)]
mod tests;
