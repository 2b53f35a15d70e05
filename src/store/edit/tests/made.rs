//! Edits that a throw of dice tells, each of a row as it stands.

use crate::model::{IdKey, Instant, OrgId, Pos, Row, RowEdit};
use crate::store::random::{self, Dice};
use crate::store::{Dues, OrgRows, Register, Signed};

/// Which edits are made up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Of rows alone.
    InPlace,
    /// Of rows and of the structure.
    Structure,
}

pub fn signed(verb: &str, undoes: Option<u64>) -> Signed<'_> {
    Signed { verb, author: "somebody", recorded: Instant(77), effective: Instant(76), undoes }
}

/// Everything a register holds, in memory, changed edit by edit as plainly as can be.
pub struct Plain {
    pub orgs: Vec<(OrgId, Option<OrgId>, crate::model::Org)>,
    pub rows: Vec<OrgRows>,
    pub lists: Vec<Row>,
    /// Whose payments follow at the end of the commit.
    moved: Vec<IdKey>,
}

impl Plain {
    /// Holds a register against it.
    pub fn is(&self, register: &Register) {
        let other = Self::of(register);
        assert_eq!(other.orgs.len(), self.orgs.len());
        for ((id, parent, org), rows) in self.orgs.iter().zip(&self.rows) {
            let at = other.orgs.iter().position(|(other, ..)| other == id).unwrap();
            assert_eq!((&other.orgs[at].1, &other.orgs[at].2), (parent, org));
            assert_eq!(&other.rows[at], rows);
        }
        assert_eq!(other.lists.len(), self.lists.len());
        self.lists.iter().for_each(|row| assert!(other.lists.contains(row)));
    }

    pub fn of(register: &Register) -> Self {
        let tree = register.tree().unwrap();
        let orgs: Vec<_> = register
            .org_rows()
            .unwrap()
            .enumerate()
            .map(|(at, row)| {
                let (id, _, org) = row.unwrap();
                (id, tree.parent(Pos(at as u32)).map(|parent| tree.id(parent)), org)
            })
            .collect();
        let rows = (0..orgs.len()).map(|at| register.rows(Pos(at as u32)).unwrap()).collect();
        let mut lists = Vec::new();
        register.each_transfer(|row| lists.push(Row::Transfer(row))).unwrap();
        register.each_conduct(|row| lists.push(Row::Conduct(row))).unwrap();
        register.each_activity(|row| lists.push(Row::Activity(row))).unwrap();
        register.each_ledger_unit(|row| lists.push(Row::LedgerUnit(row))).unwrap();
        lists.extend(register.graduate_bases().unwrap().into_iter().map(Row::GraduateBase));
        lists.extend(register.attests().unwrap().into_iter().map(Row::Attest));
        Self { orgs, rows, lists, moved: Vec::new() }
    }

    fn org(&self, dice: &mut Dice) -> usize {
        dice.below(self.orgs.len() as u64) as usize
    }
}

/// Edits that can be made one after another.
pub fn edits(register: &Register, dice: &mut Dice, count: usize, change: Change) -> Vec<RowEdit> {
    plainly(register, dice, count, change).0
}

/// The same, and what they make of everything.
pub fn plainly(register: &Register, dice: &mut Dice, count: usize, change: Change) -> (Vec<RowEdit>, Plain) {
    let mut plain = Plain::of(register);
    let mut edits = Vec::new();
    let mut fresh = 0;
    while edits.len() < count {
        fresh += 1;
        let kinds = if change == Change::Structure { 11 } else { 8 };
        edits.extend(match dice.below(kinds) {
            0 | 1 => member(&mut plain, dice, fresh + 1000 * register.last_entry().unwrap()),
            2 => post(&mut plain, dice),
            3 => payment(&mut plain, dice),
            4 => org(&mut plain, dice),
            5..8 => listed(&mut plain, dice, fresh + 1000 * register.last_entry().unwrap()),
            _ => structure(&mut plain, dice, fresh + 1000 * register.last_entry().unwrap()),
        });
    }
    (edits, plain)
}

fn pick<'a, T>(rows: &'a mut [T], dice: &mut Dice) -> Option<(usize, &'a mut T)> {
    let at = dice.below(rows.len() as u64) as usize;
    rows.get_mut(at).map(|row| (at, row))
}

fn member(plain: &mut Plain, dice: &mut Dice, fresh: u64) -> Vec<RowEdit> {
    let at = plain.org(dice);
    let branch = plain.orgs[at].0;
    let row = |member| Row::Member { branch, member };
    match dice.below(4) {
        0 => {
            let mut new = random::member(dice, 90);
            if dice.one_in(2) {
                new.identity = random::identity(200 + fresh % 700);
            }
            let key = new.identity.key();
            // Payments of somebody who went away in this commit would have stayed here.
            if plain.moved.contains(&key) || plain.rows[at].members.iter().any(|other| other.identity.key() == key) {
                return Vec::new();
            }
            plain.rows[at].members.push(new.clone());
            vec![RowEdit::add(row(new))]
        }
        1 => {
            let Some((slot, member)) = pick(&mut plain.rows[at].members, dice) else { return Vec::new() };
            let before = member.clone();
            let mut after = random::member(dice, 90);
            after.identity = before.identity.clone();
            after.name = format!("改{fresh}").into();
            plain.rows[at].members[slot] = after.clone();
            vec![RowEdit { before: Some(row(before)), after: Some(row(after)) }]
        }
        2 => {
            // Somebody moves, with all payments where nothing else is left.
            let to = plain.org(dice);
            let Some((slot, member)) = pick(&mut plain.rows[at].members, dice) else { return Vec::new() };
            let member = member.clone();
            let key = member.identity.key();
            let here = plain.rows[at].clone();
            let there = &plain.rows[to];
            let twice = here.members.iter().filter(|other| other.identity.key() == key).count() > 1;
            let free = !there.members.iter().any(|other| other.identity.key() == key);
            let pays = |rows: &OrgRows| rows.dues.iter().any(|(person, _)| *person == key);
            // Payments follow at the end of the commit, to where their person came last.
            let again = plain.moved.contains(&key);
            if to == at || !free || twice || again || (pays(&here) && pays(there)) {
                return Vec::new();
            }
            plain.moved.push(key);
            plain.rows[at].members.remove(slot);
            plain.rows[to].members.push(member.clone());
            if !here.posts.iter().any(|post| post.identity.key() == key)
                && let Some(paid) = here.dues.iter().position(|(person, _)| *person == key)
            {
                let paid = plain.rows[at].dues.remove(paid);
                plain.rows[to].dues.push(paid);
                plain.rows[to].dues.sort_by_key(|(person, _)| *person);
            }
            let to = plain.orgs[to].0;
            vec![RowEdit { before: Some(row(member.clone())), after: Some(Row::Member { branch: to, member }) }]
        }
        _ => {
            let Some((slot, member)) = pick(&mut plain.rows[at].members, dice) else { return Vec::new() };
            let member = member.clone();
            let key = member.identity.key();
            let rows = &plain.rows[at];
            // No register but these made up ones has a person twice in one branch.
            let twice = rows.members.iter().filter(|other| other.identity.key() == key).count() > 1;
            if twice || rows.dues.iter().any(|(person, _)| *person == key) {
                return Vec::new();
            }
            plain.rows[at].members.remove(slot);
            vec![RowEdit { before: Some(row(member)), after: None }]
        }
    }
}

fn post(plain: &mut Plain, dice: &mut Dice) -> Vec<RowEdit> {
    let at = plain.org(dice);
    let org = plain.orgs[at].0;
    let row = |post| Row::Post { org, post };
    let new = random::post(dice, 90);
    let same = |a: &crate::model::Post, b: &crate::model::Post| {
        (a.identity.key(), a.title, a.from) == (b.identity.key(), b.title, b.from)
    };
    if dice.one_in(2) {
        // Payments of somebody who went away in this commit would have stayed here.
        let moved = plain.moved.contains(&new.identity.key());
        if moved || plain.rows[at].posts.iter().any(|other| same(other, &new)) {
            return Vec::new();
        }
        plain.rows[at].posts.push(new.clone());
        return vec![RowEdit::add(row(new))];
    }
    let Some((slot, post)) = pick(&mut plain.rows[at].posts, dice) else { return Vec::new() };
    let before = post.clone();
    let key = before.identity.key();
    if dice.one_in(2) {
        let mut after = before.clone();
        (after.until, after.onboarded) = (new.until, !before.onboarded);
        plain.rows[at].posts[slot] = after.clone();
        return vec![RowEdit { before: Some(row(before)), after: Some(row(after)) }];
    }
    let rows = &plain.rows[at];
    let pays = rows.dues.iter().any(|(person, _)| *person == key);
    if pays || rows.posts.iter().filter(|other| same(other, &before)).count() > 1 {
        return Vec::new();
    }
    plain.rows[at].posts.remove(slot);
    vec![RowEdit { before: Some(row(before)), after: None }]
}

fn payment(plain: &mut Plain, dice: &mut Dice) -> Vec<RowEdit> {
    use crate::model::{Channel, Fen, Month, Payment};
    let at = plain.org(dice);
    let org = plain.orgs[at].0;
    let Some((_, member)) = pick(&mut plain.rows[at].members, dice) else { return Vec::new() };
    let person = member.identity.key();
    if plain.moved.contains(&person) {
        return Vec::new();
    }
    let row = |payment| Row::Payment { org, person, payment };
    let month = Month(Month::of(2017, 11).0 + dice.below(14) as u16);
    let time = Instant(month.first().start().0 + dice.below(9_000_000) as i64);
    let new = Payment { month, due: None, paid: Fen(dice.below(90) as u32), at: time, channel: Some(Channel::Offline) };
    let dues = &mut plain.rows[at].dues;
    let place = dues.iter().position(|(key, _)| *key == person);
    let mut paid: Vec<Payment> = place.map(|place| dues[place].1.payments().collect()).unwrap_or_default();
    let edit = match paid.iter().position(|other| other.month == month) {
        None => {
            paid.push(new);
            RowEdit::add(row(new))
        }
        Some(slot) if dice.one_in(2) => {
            let before = std::mem::replace(&mut paid[slot], new);
            RowEdit { before: Some(row(before)), after: Some(row(new)) }
        }
        Some(slot) => RowEdit { before: Some(row(paid.remove(slot))), after: None },
    };
    if let Some(place) = place {
        dues.remove(place);
    }
    if !paid.is_empty() {
        dues.push((person, Dues::of(paid)));
        dues.sort_by_key(|(person, _)| *person);
    }
    vec![edit]
}

fn org(plain: &mut Plain, dice: &mut Dice) -> Vec<RowEdit> {
    let at = plain.org(dice);
    let (id, parent, before) = plain.orgs[at].clone();
    let mut after = before.clone();
    after.name = format!("改名{}", dice.below(1000)).into();
    after.closed = dice.one_in(2).then(|| dice.day());
    plain.orgs[at].2 = after.clone();
    let row = |org| Row::Org { id, parent, org };
    vec![RowEdit { before: Some(row(before)), after: Some(row(after)) }]
}

fn listed(plain: &mut Plain, dice: &mut Dice, fresh: u64) -> Vec<RowEdit> {
    let orgs = plain.orgs.len() as u64;
    if dice.one_in(2) {
        let org = |dice: &mut Dice| plain.orgs[dice.below(orgs) as usize].0;
        let new = match dice.below(6) {
            0 => {
                let mut new = random::transfer(dice, fresh as usize + 5000, orgs, 90);
                (new.from, new.to) = (org(dice), Some(org(dice)));
                Row::Transfer(new)
            }
            1 => Row::Activity(crate::model::Activity {
                topic: format!("题{fresh}").into(),
                org: org(dice),
                ..random::activity(dice, orgs)
            }),
            2 => {
                let mut new = random::unit(dice, fresh % 90_000, orgs);
                new.org = new.org.map(|_| org(dice));
                Row::LedgerUnit(new)
            }
            3 => Row::GraduateBase(crate::model::GraduateBase {
                school: org(dice),
                year: 2000 + fresh as u16 % 200,
                members: 3,
                submitted: Some(Instant(fresh as i64)),
            }),
            4 => Row::Conduct(crate::model::Conduct {
                person: random::identity(dice.below(90)).key(),
                kind: crate::model::ConductKind::Honour,
                name: format!("奖{fresh}").into(),
                by: "甲".into(),
                on: dice.day(),
                number: "".into(),
            }),
            _ => Row::Attest(crate::model::Attest {
                org: org(dice),
                item: format!("item-{fresh}").into(),
                at: dice.time(),
                post: "书记".into(),
                note: "".into(),
            }),
        };
        plain.lists.push(new.clone());
        return vec![RowEdit::add(new)];
    }
    let Some((at, row)) = pick(&mut plain.lists, dice) else { return Vec::new() };
    let before = row.clone();
    let same = |other: &Row| match (other, &before) {
        (Row::Activity(a), Row::Activity(b)) => (a.org, &a.topic, a.on) == (b.org, &b.topic, b.on),
        _ => false,
    };
    if plain.lists.iter().filter(|other| same(other)).count() > 1 {
        return Vec::new();
    }
    if dice.one_in(3) {
        plain.lists.remove(at);
        return vec![RowEdit { before: Some(before), after: None }];
    }
    let mut after = before.clone();
    match &mut after {
        Row::Transfer(row) => {
            row.closed = Some(dice.time());
            row.graduate = !row.graduate;
        }
        Row::Conduct(row) => row.on = dice.day(),
        Row::Activity(row) => row.present = Some(fresh as u32),
        Row::GraduateBase(row) => row.members += 1,
        Row::LedgerUnit(row) => row.young = Some(fresh as u32),
        Row::Attest(row) => row.at = dice.time(),
        _ => {}
    }
    plain.lists[at] = after.clone();
    vec![RowEdit { before: Some(before), after: Some(after) }]
}

fn structure(plain: &mut Plain, dice: &mut Dice, fresh: u64) -> Vec<RowEdit> {
    let at = plain.org(dice);
    let (id, parent, org) = plain.orgs[at].clone();
    let row = |parent, org: &crate::model::Org| Row::Org { id, parent, org: org.clone() };
    match dice.below(3) {
        0 => {
            // Above all that random transfers name.
            let new = OrgId(fresh as u32);
            let mut founded = org;
            founded.code = crate::model::OrgCode::parse(&format!("n{fresh}")).unwrap();
            plain.orgs.push((new, Some(id), founded.clone()));
            plain.rows.push(OrgRows::default());
            vec![RowEdit::add(Row::Org { id: new, parent: Some(id), org: founded })]
        }
        1 => {
            let under = plain.orgs[plain.org(dice)].0;
            let above = |mut of: Option<OrgId>| {
                while let Some(at) = of.filter(|at| *at != id) {
                    of = plain.orgs.iter().find(|(other, ..)| *other == at).and_then(|(_, parent, _)| *parent);
                }
                of.is_some()
            };
            if above(Some(under)) || parent == Some(under) {
                return Vec::new();
            }
            plain.orgs[at].1 = Some(under);
            vec![RowEdit { before: Some(row(parent, &org)), after: Some(row(Some(under), &org)) }]
        }
        _ => {
            let named = plain.lists.iter().any(|row| match row {
                Row::Transfer(row) => row.from == id || row.to == Some(id),
                Row::Activity(row) => row.org == id,
                Row::GraduateBase(row) => row.school == id,
                Row::LedgerUnit(row) => row.org == Some(id),
                Row::Attest(row) => row.org == id,
                _ => false,
            });
            let above = plain.orgs.iter().any(|(_, parent, _)| *parent == Some(id));
            if named || above || !plain.rows[at].is_empty() || plain.orgs.len() < 2 {
                return Vec::new();
            }
            plain.orgs.remove(at);
            plain.rows.remove(at);
            vec![RowEdit { before: Some(row(parent, &org)), after: None }]
        }
    }
}
