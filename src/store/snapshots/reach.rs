//! How far back an edit reaches: what was worked out for an instant before it tells of the rows as they are now.
//!
//! A row that begins on some day says nothing of the days before; one that comes to say something else says it from the first
//! date that differs. Where no date tells, an edit reaches back to the beginning.

use crate::model::{Day, Hop, Instant, Member, Post, Row, RowEdit, Transfer};

/// From the beginning.
const ALWAYS: Instant = Instant(i64::MIN);
/// Not at all.
const NEVER: Instant = Instant(i64::MAX);

/// The first instant whose facts edits may have changed.
pub(in crate::store) fn reach(edits: &[RowEdit]) -> Instant {
    edits.iter().map(one).min().unwrap_or(NEVER)
}

fn one(edit: &RowEdit) -> Instant {
    match (&edit.before, &edit.after) {
        (before, after) if before == after => NEVER,
        (Some(before), Some(after)) => differ(before, after),
        (Some(row), None) | (None, Some(row)) => begins(row),
        (None, None) => NEVER,
    }
}

fn of_day(day: Option<Day>) -> Instant {
    day.map_or(ALWAYS, Day::start)
}

/// When a row begins to say anything.
fn begins(row: &Row) -> Instant {
    match row {
        Row::Post { post, .. } => held(post),
        // Once done it says where its person stood before.
        Row::Transfer(row) if row.moved().is_none() => earliest(row),
        Row::Activity(row) => row.on.start(),
        Row::Conduct(row) => row.on.start(),
        Row::Attest(row) => row.at,
        // Units and baselines are counted by what they are, not by when they came.
        Row::GraduateBase(_) | Row::LedgerUnit(_) => ALWAYS,
        Row::Org { .. } | Row::Member { .. } | Row::Payment { .. } | Row::Transfer(_) => ALWAYS,
    }
}

/// When two rows, one in the place of the other, begin to say something different.
fn differ(before: &Row, after: &Row) -> Instant {
    match (before, after) {
        (Row::Member { branch: from, member: was }, Row::Member { branch: to, member: is }) if from == to => {
            members(was, is)
        }
        (Row::Post { org: from, post: was }, Row::Post { org: to, post: is }) if from == to => posts(was, is),
        (Row::Transfer(was), Row::Transfer(is)) => transfers(was, is),
        (Row::Org { .. } | Row::Member { .. } | Row::Payment { .. }, _) => ALWAYS,
        (before, after) => begins(before).min(begins(after)),
    }
}

fn members(was: &Member, is: &Member) -> Instant {
    let same = Member {
        report: is.report,
        reported_at: is.reported_at,
        // Nothing is judged by these.
        name: is.name.clone(),
        phone: is.phone.clone(),
        ethnicity: is.ethnicity,
        schooling: is.schooling,
        real_name: is.real_name,
        ..was.clone()
    };
    let reports = (was.report, was.reported_at) != (is.report, is.reported_at);
    match (same == *is, reports) {
        (false, _) => ALWAYS,
        (true, false) => NEVER,
        // A report counts from when it was made; without a time, always.
        (true, true) => {
            let made = |member: &Member| match member.report {
                None => NEVER,
                Some(_) => member.reported_at.unwrap_or(ALWAYS),
            };
            made(was).min(made(is))
        }
    }
}

/// When a post begins to count; one that ended counts from then as one that ended.
fn held(post: &Post) -> Instant {
    post.until.map_or(NEVER, Day::start).min(of_day(post.from))
}

fn posts(was: &Post, is: &Post) -> Instant {
    let same = Post {
        until: is.until,
        onboarded: is.onboarded,
        onboarded_at: is.onboarded_at,
        name: is.name.clone(),
        phone: is.phone.clone(),
        ..was.clone()
    };
    if same != *is {
        return held(was).min(held(is));
    }
    let ended = if was.until == is.until { NEVER } else { of_day(was.until.into_iter().chain(is.until).min()) };
    let taken_up = |post: &Post| match post.onboarded {
        true => post.onboarded_at.unwrap_or(ALWAYS),
        false => NEVER,
    };
    let onboarded = (was.onboarded, was.onboarded_at) != (is.onboarded, is.onboarded_at);
    let taken_up = if onboarded { taken_up(was).min(taken_up(is)) } else { NEVER };
    ended.min(taken_up)
}

/// The earliest time that a request tells of; rosters have some that ended before they began.
fn earliest(row: &Transfer) -> Instant {
    let hops = row.hops.iter().flat_map(|hop| [Some(hop.arrived), hop.answered]);
    hops.chain([Some(row.arrived), row.closed]).flatten().fold(row.begun, Instant::min)
}

fn transfers(was: &Transfer, is: &Transfer) -> Instant {
    if was.moved().is_some() || is.moved().is_some() {
        return ALWAYS;
    }
    let same =
        Transfer { state: is.state, arrived: is.arrived, closed: is.closed, hops: is.hops.clone(), ..was.clone() };
    let begun = earliest(was).min(earliest(is));
    // In a request that has ended, how each hop ended hangs together with when all of it did.
    let ended = |row: &Transfer| row.closed.is_some() || row.state.ending().is_some();
    if same != *is || (was.hops != is.hops && (ended(was) || ended(is))) {
        return begun;
    }
    let hop = |hops: &[Hop], step: u8| hops.iter().find(|hop| hop.step == step).copied();
    let steps = was.hops.iter().chain(&is.hops).map(|hop| hop.step);
    let hops = steps.map(|step| match (hop(&was.hops, step), hop(&is.hops, step)) {
        (was, is) if was == is => NEVER,
        (Some(was), Some(is)) if was.arrived == is.arrived => {
            was.answered.into_iter().chain(is.answered).min().unwrap_or(was.arrived)
        }
        (was, is) => was.into_iter().chain(is).map(|hop| hop.arrived).min().unwrap_or(ALWAYS),
    });
    // How it ends is known from when it ended: a state that says so without a time says it from the beginning.
    let ends = match (was.closed, is.closed) {
        (was_at, is_at) if (was_at, was.state.ending()) == (is_at, is.state.ending()) => NEVER,
        (None, None) => begun,
        (was_at, is_at) => was_at.into_iter().chain(is_at).min().unwrap_or(begun),
    };
    hops.min().unwrap_or(NEVER).min(ends)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::judge::{Rules, judge};
    use crate::model::{OrgId, OrgTree, Pos};
    use crate::store::random::{self, Dice};
    use crate::store::{DataDir, Register, Signed, Thresholds, collect};

    /// An edit of the kinds that have dates.
    fn dated(register: &Register, tree: &OrgTree, dice: &mut Dice) -> RowEdit {
        let orgs = tree.len() as u64;
        let pos = Pos(dice.below(orgs) as u32);
        let (org, rows) = (tree.id(pos), register.rows(pos).unwrap());
        let change = |before: Row, after: Row| RowEdit { before: Some(before), after: Some(after) };
        let no = dice.below(9_000);
        let mut transfers = Vec::new();
        register.each_transfer(|row| transfers.push(row)).unwrap();
        match dice.below(9) {
            0 => RowEdit::add(Row::Post { org, post: random::post(dice, 60) }),
            1 if !rows.posts.is_empty() => {
                let was = rows.posts[dice.below(rows.posts.len() as u64) as usize].clone();
                let new = random::post(dice, 60);
                let mut is = was.clone();
                match dice.below(3) {
                    0 => is.until = new.until,
                    1 => (is.onboarded, is.onboarded_at) = (new.onboarded, new.onboarded_at),
                    _ => is = Post { identity: was.identity.clone(), title: was.title, from: was.from, ..new },
                }
                change(Row::Post { org, post: was }, Row::Post { org, post: is })
            }
            2 if !rows.members.is_empty() => {
                let was = rows.members[dice.below(rows.members.len() as u64) as usize].clone();
                let new = random::member(dice, 60);
                let mut is = was.clone();
                match dice.below(4) {
                    0 => (is.name, is.phone) = (new.name, new.phone),
                    1 => is.since = new.since,
                    _ => (is.report, is.reported_at) = (new.report, new.reported_at),
                }
                change(Row::Member { branch: org, member: was }, Row::Member { branch: org, member: is })
            }
            3 => RowEdit::add(Row::Transfer(random::transfer(dice, 9_000 + no as usize, orgs, 60))),
            4 | 5 if !transfers.is_empty() => {
                let was = transfers[dice.below(transfers.len() as u64) as usize].clone();
                let new = random::transfer(dice, 0, orgs, 60);
                let mut is = was.clone();
                match dice.below(4) {
                    0 => (is.state, is.closed) = (new.state, new.closed),
                    1 => is.closed = new.closed,
                    2 => is.hops = new.hops,
                    _ => is.hops.iter_mut().for_each(|hop| hop.answered = Some(dice.time())),
                }
                change(Row::Transfer(was), Row::Transfer(is))
            }
            6 => RowEdit::add(Row::Activity(crate::model::Activity {
                org: OrgId(org.0),
                ..random::activity(dice, orgs)
            })),
            7 => RowEdit::add(Row::LedgerUnit(random::unit(dice, 80_000 + no, orgs))),
            _ => RowEdit::add(Row::GraduateBase(crate::model::GraduateBase {
                school: org,
                year: 2018,
                members: dice.below(9) as u32,
                submitted: dice.one_in(3).then(|| dice.time()),
            })),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        /// Whatever is edited, facts and findings before the edit's reach are what they were.
        #[test]
        fn nothing_before_its_reach_is_changed_by_an_edit(seed: u64) {
            nothing_before_is_changed(seed)?;
        }
    }

    fn nothing_before_is_changed(seed: u64) -> Result<(), TestCaseError> {
        let dir = tempfile::tempdir().unwrap();
        let mut dice = Dice::new(seed);
        let data = DataDir::new(dir.path());
        let register = random::register(&data, seed);
        let rules = Rules::builtin().unwrap();
        let tree = register.tree().unwrap();
        let looks: Vec<Instant> = (0..6).map(|_| dice.time()).collect();
        let look = |at: Instant| {
            let collected = collect(&register, &tree, at, &Thresholds::at(rules.params(), at), &|_| {}).unwrap();
            (judge(&collected.facts, &rules), collected.facts)
        };
        let mut before: Vec<_> = looks.iter().map(|at| look(*at)).collect();
        let signed = Signed { verb: "edit", author: "x", recorded: Instant(7), effective: Instant(7), undoes: None };
        for _ in 0..12 {
            let edits = [dated(&register, &tree, &mut dice)];
            if register.edit(&signed, &edits).is_err() {
                continue;
            }
            let reach = reach(&edits);
            for (at, before) in looks.iter().zip(&mut before) {
                let now = look(*at);
                if *at < reach {
                    prop_assert!(now == *before, "{:?} reaches {} and changed {}", edits, reach.0, at.0);
                }
                *before = now;
            }
        }
        Ok(())
    }

    #[test]
    fn nothing_before_requests_that_ended_before_they_arrived_is_changed() {
        for seed in [9_770_018_505_989_365_946, 11_612_603_616_887_860_460] {
            nothing_before_is_changed(seed).unwrap();
        }
    }
}
