//! What only the whole register tells, for the few persons and numbers that edits name: who else bears a number, who has a
//! post elsewhere, or posts in too many branches.

use anyhow::Result;

use super::super::super::rows::OrgRows;
use super::super::{Arrears, Borne, Flagged, Gathered, born_number, date_number};
use super::{Ground, Work, bearers};
use crate::judge::{Change, Fact};
use crate::model::{IdKey, Month, OrgKind, Pos};

/// As it was, and as it is.
type Both<T> = (Vec<T>, Vec<T>);

/// What was seen in the organisations looked at: as it was, and as it is.
#[derive(Default)]
pub struct Looked {
    pub told: Both<Pos>,
    numbers: Both<Borne>,
    identities: Both<(IdKey, u32)>,
    over_age: Both<(IdKey, u32)>,
    seated: Both<(IdKey, u32)>,
    posted: Both<IdKey>,
    pub arrears: Both<Arrears>,
    pub brought: Both<(Pos, Month)>,
    unsettled: Both<IdKey>,
}

impl Looked {
    pub fn add(&mut self, old: Gathered, new: Gathered) {
        fn both<T>(to: &mut Both<T>, old: Vec<T>, new: Vec<T>) {
            to.0.extend(old);
            to.1.extend(new);
        }
        both(&mut self.told, old.told, new.told);
        both(&mut self.numbers, old.numbers, new.numbers);
        both(&mut self.identities, old.identities, new.identities);
        both(&mut self.over_age, old.over_age, new.over_age);
        both(&mut self.seated, old.seated, new.seated);
        both(&mut self.posted, old.posted, new.posted);
        both(&mut self.arrears, old.arrears, new.arrears);
        both(&mut self.brought, old.brought, new.brought);
        both(&mut self.unsettled, old.flagged.unsettled, new.flagged.unsettled);
    }
}

/// The entries of one key before and after; `None` where they are the same.
fn moved<T: Ord + Copy>((old, new): &Both<T>, is: impl Fn(&T) -> bool) -> Option<Both<T>> {
    let of = |list: &[T]| {
        let mut own: Vec<T> = list.iter().copied().filter(&is).collect();
        own.sort_unstable();
        own
    };
    let (old, new) = (of(old), of(new));
    (old != new).then_some((old, new))
}

/// Puts a key into a list in order, or takes it out.
fn keep<T: Ord + Copy>(list: &mut Vec<T>, key: T, there: bool) {
    match (list.binary_search(&key), there) {
        (Ok(at), false) => drop(list.remove(at)),
        (Err(at), true) => list.insert(at, key),
        _ => {}
    }
}

/// Takes entries out of a list in order, each once, and puts others in.
pub fn replace(list: &mut Vec<IdKey>, (old, new): &Both<IdKey>) {
    for key in old {
        if let Ok(at) = list.binary_search(key) {
            list.remove(at);
        }
    }
    for key in new {
        let (Ok(at) | Err(at)) = list.binary_search(key);
        list.insert(at, *key);
    }
}

impl Work<'_> {
    /// Adds what changed of it, and gives who stands behind facts now, where that is another list; `None` where only a look at
    /// all rows tells.
    pub fn shared(
        &self,
        ground: &mut Ground,
        looked: &mut Looked,
        before: &Flagged,
        changes: &mut Vec<Change>,
    ) -> Result<Option<Option<Flagged>>> {
        let mut flagged = None;
        // Those who share something with an edited row may have been moved by the same edits.
        let mixed = !self.sides.transfers.is_empty() && self.edited.edits.len() > 1;
        let mut add = |pos: u32, fact, by| changes.push(Change::new(Pos(pos), fact, by));
        for (key, number) in &self.numbers {
            let key = *key;
            let Some((old, new)) = moved(&looked.numbers, |borne| borne.number == key) else { continue };
            let mut elsewhere = bearers(ground, self.edited.index)?.of_number(self.edited.index, number)?;
            elsewhere.extend(ground.brought.iter().filter(|(_, other, _)| *other == Some(key)).map(|(.., pos)| *pos));
            let others = self
                .others(ground, elsewhere, |member| member.number.as_ref().is_some_and(|number| number.key() == key))?;
            let others: Vec<Borne> =
                others.into_iter().flat_map(|out| out.numbers).filter(|borne| borne.number == key).collect();
            if mixed && !others.is_empty() {
                return Ok(None);
            }
            for (list, sign) in [(&old, -1), (&new, 1)] {
                if list.len() + others.len() > 1 {
                    for bearer in list.iter().chain(&others) {
                        add(bearer.at, Fact::NumberShared, sign);
                        add(bearer.at, Fact::NumberFilled, if bearer.due { -sign } else { 0 });
                    }
                }
            }
            let numbers = &mut flagged.get_or_insert_with(|| before.clone()).numbers;
            keep(numbers, key, new.len() + others.len() > 1);
        }
        for key in &self.wanted.1 {
            if let Some((old, new)) = moved(&looked.identities, |row| row.0 == *key) {
                let others = self.persons(ground, *key)?;
                let others: Vec<_> =
                    others.into_iter().flat_map(|out| out.identities).filter(|row| row.0 == *key).collect();
                if mixed && !others.is_empty() {
                    return Ok(None);
                }
                for (list, sign) in [(&old, -1), (&new, 1)] {
                    let all = list.iter().chain(&others).filter(|_| list.len() + others.len() > 1);
                    all.filter(|row| self.exists(row.1)).for_each(|row| add(row.1, Fact::IdentityShared, sign));
                }
                let identities = &mut flagged.get_or_insert_with(|| before.clone()).identities;
                keep(identities, *key, new.len() + others.len() > 1);
            }
            if let Some((old, new)) = moved(&looked.seated, |row| row.0 == *key) {
                let (branches, _) = self.held(ground, *key)?;
                let most = usize::from(self.edited.thresholds.most_branches);
                for (list, sign) in [(&old, -1), (&new, 1)] {
                    if list.len() + branches.len() > most {
                        list.iter().for_each(|row| add(row.1, Fact::Overposted, sign));
                        branches.iter().for_each(|pos| add(pos.0, Fact::Overposted, sign));
                    }
                }
            }
            let posted = |list: &[IdKey]| list.contains(key);
            let posted = (posted(&looked.posted.0), posted(&looked.posted.1));
            let lists = moved(&looked.over_age, |row| row.0 == *key);
            if self.may_be_over_age(*key) && (lists.is_some() || posted.0 != posted.1) {
                let of = |list: &[(IdKey, u32)]| list.iter().copied().filter(|row| row.0 == *key).collect::<Vec<_>>();
                let (old, new) = lists.unwrap_or_else(|| (of(&looked.over_age.0), of(&looked.over_age.1)));
                let (_, elsewhere) = self.held(ground, *key)?;
                let others = self.persons(ground, *key)?;
                let others: Vec<_> =
                    others.into_iter().flat_map(|out| out.over_age).filter(|row| row.0 == *key).collect();
                if mixed && !others.is_empty() {
                    return Ok(None);
                }
                for (list, posted, sign) in [(&old, posted.0, -1), (&new, posted.1, 1)] {
                    let all = list.iter().chain(&others).filter(|_| !posted && !elsewhere);
                    all.for_each(|row| add(row.1, Fact::OverAge, sign));
                }
                let there = !posted.1 && !elsewhere && new.len() + others.len() > 0;
                keep(&mut flagged.get_or_insert_with(|| before.clone()).over_age, *key, there);
            }
        }
        if let Some(lists) = moved(&looked.unsettled, |_| true) {
            replace(&mut flagged.get_or_insert_with(|| before.clone()).unsettled, &lists);
        }
        Ok(Some(flagged.filter(|flagged| flagged != before)))
    }

    fn exists(&self, at: u32) -> bool {
        self.edited.tree.exists(Pos(at), self.edited.at)
    }

    fn may_be_over_age(&self, key: IdKey) -> bool {
        let by = date_number(self.edited.at.day().plus_years(-self.edited.thresholds.over_age));
        born_number(key).is_some_and(|born| born <= by)
    }

    /// What the rows of a person say in branches that are not looked at.
    fn persons(&self, ground: &mut Ground, key: IdKey) -> Result<Vec<Gathered>> {
        let branches = self.branches(ground, key)?;
        self.others(ground, branches, |member| member.identity.key() == key)
    }

    fn others(
        &self,
        ground: &Ground,
        mut branches: Vec<Pos>,
        is: impl Fn(&crate::model::Member) -> bool,
    ) -> Result<Vec<Gathered>> {
        branches.sort_unstable();
        branches.dedup();
        let others = branches.into_iter().filter(|pos| !self.touched.contains(pos));
        others
            .map(|pos| {
                let mut rows = self.edited.register.rows(pos)?;
                rows.members.retain(&is);
                let rows = OrgRows { members: rows.members, ..OrgRows::default() };
                Ok(self.gather(ground, pos, &rows, false))
            })
            .collect()
    }

    /// The branches in which a person has a post now, and whether there is any organisation in which one has; of those that
    /// are not looked at.
    fn held(&self, ground: &mut Ground, key: IdKey) -> Result<(Vec<Pos>, bool)> {
        let holders = match &mut ground.holders {
            Some(holders) => holders,
            none => none.insert(self.edited.register.holders()?),
        };
        let first = holders.partition_point(|(other, _)| *other < key);
        let mut places: Vec<Pos> =
            holders[first..].iter().take_while(|(other, _)| *other == key).map(|(_, pos)| *pos).collect();
        places.dedup();
        let (mut branches, mut any) = (Vec::new(), false);
        for pos in places.into_iter().filter(|pos| !self.touched.contains(pos) && self.exists(pos.0)) {
            let rows = self.edited.register.rows(pos)?;
            if rows.posts.iter().any(|post| post.identity.key() == key && post.current(self.edited.at)) {
                any = true;
                branches.extend((self.edited.tree.kind(pos) == OrgKind::Branch).then_some(pos));
            }
        }
        Ok((branches, any))
    }
}
