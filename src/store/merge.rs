//! A batch of rosters joined with the register before it: kept rows, changed rows, rows that moved.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

use anyhow::{Result, anyhow};

use super::arrivals::OfPerson;
use super::past::{Began, Changes};
use super::whereabouts::Whereabouts;
use super::writer::{Built, NewOrg, Origin, Site, build_of};
use super::{Arrivals, Deal, Dealt, Dues, Listings, OrgRows, Register, Source};
use crate::model::{Day, IdKey, Instant, Member, OrgId, OrgTree, Payment, Pos, Post, PostTitle, Row, RowEdit};

/// Checked rows, ready to become the next generation.
pub struct Incoming {
    /// The whole tree, in pre-order: what the register knows and what the batch adds or changes.
    pub orgs: Vec<NewOrg>,
    /// How many of the organisations are new or changed.
    pub orgs_changed: u64,
    /// Rows of members, by place in `orgs`.
    pub members: Deal<Member>,
    /// Rows of posts, by place in `orgs`.
    pub posts: Deal<Post>,
    /// Rows of the lists; unlike members and posts, none that was refused.
    pub lists: Listings,
    /// Payments by person, none that was refused.
    pub dues: Arrivals,
    /// Tells rows that were refused after they were packed.
    pub dropped: Box<dyn Fn(Source) -> bool + Sync>,
    /// Files of the batch.
    pub files: usize,
}

/// What a merge did.
pub struct Merged {
    /// The generation, or `None` where nothing changed.
    pub built: Option<Built>,
    /// Rows of each file that were already in the register just so.
    pub unchanged: Vec<u64>,
    /// Rows added or changed.
    pub changed: u64,
}

/// What identifies a post (`rosters.md`): person, organisation (by place), title, first day.
type PostKey = (IdKey, PostTitle, Option<Day>);

struct Join<'a> {
    before: Option<&'a Register>,
    /// Old places by number.
    old: HashMap<OrgId, Pos>,
    orgs: &'a [NewOrg],
    whereabouts: Whereabouts,
    paid: Arrivals,
    recorded: Instant,
    unchanged: Vec<AtomicU64>,
    changed: AtomicU64,
    dropped: &'a (dyn Fn(Source) -> bool + Sync),
    /// Whether organisations that the batch says nothing of are wanted too.
    whole: bool,
    /// Who takes down what becomes of rows.
    past: Option<&'a Changes>,
}

/// Builds the next generation out of the register before and a batch.
///
/// # Errors
/// Interrupted, damage in the register before, or what the disk said; the register in use is untouched.
pub fn merge(site: Site<'_>, incoming: Incoming) -> Result<Merged> {
    let Incoming { orgs, orgs_changed, members, posts, lists, dues, dropped, files } = incoming;
    let stretch = members.stretch_len();
    let mut unchanged = vec![0; files];
    let past = site.before.map(Changes::new).transpose()?;
    let past = past.as_ref();
    let (lists, lists_changed) = lists.merge(site.before, &mut unchanged, past)?;
    if let (Some(past), Some(before)) = (past, site.before.filter(|_| orgs_changed > 0)) {
        past.orgs(before, &orgs)?;
    }
    let mut join =
        Join::new(site.before, &orgs, (&members, &posts), dues, &*dropped, site.heading.recorded, unchanged)?;
    join.past = past;
    join.changed.store(orgs_changed + lists_changed, Ordering::Relaxed);
    let (members, posts) = (Mutex::new(Taken::new(members)), Mutex::new(Taken::new(posts)));
    let rows = |turn: usize, range: Range<usize>| join.rows(range, take(&members, turn)?, take(&posts, turn)?);
    let origin = past.map_or(Origin::Rows, Origin::Import);
    let built = build_of(Site { changed: Some(&join.changed), ..site }, &orgs, lists, stretch, &rows, origin)?;
    let changed = join.changed.load(Ordering::Relaxed);
    Ok(Merged { built: (changed > 0 || site.before.is_none()).then_some(built), unchanged: join.unchanged(), changed })
}

/// How many rows of each file are in the register just so; writes nothing.
///
/// # Errors
/// Damage in the register.
pub fn compare(before: &Register, recorded: Instant, incoming: Incoming) -> Result<Vec<u64>> {
    let Incoming { orgs, members, posts, lists, dues, dropped, files, .. } = incoming;
    let stretch = members.stretch_len();
    let mut unchanged = vec![0; files];
    lists.merge(Some(before), &mut unchanged, None)?;
    // Who has paid may stand anywhere.
    let whole = !dues.is_empty();
    let mut join = Join::new(Some(before), &orgs, (&members, &posts), dues, &*dropped, recorded, unchanged)?;
    join.whole = whole;
    let (members, posts) = (Mutex::new(Taken::new(members)), Mutex::new(Taken::new(posts)));
    let turns = AtomicUsize::new(0);
    let work = || -> Result<()> {
        loop {
            let turn = turns.fetch_add(1, Ordering::Relaxed);
            let first = turn * stretch;
            if first >= orgs.len() {
                return Ok(());
            }
            let range = first..(first + stretch).min(orgs.len());
            join.rows(range, take(&members, turn)?, take(&posts, turn)?)?;
        }
    };
    thread::scope(|scope| {
        let threads = thread::available_parallelism().map_or(1, |n| n.get()).min(8);
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| anyhow!("a thread stopped"))?)
    })?;
    Ok(join.unchanged())
}

/// A deal whose stretches are taken out one at a time, by number.
struct Taken<T>(Vec<Option<super::deal::Stretch<T>>>);

impl<T> Taken<T>
where
    T: serde::Serialize + serde::de::DeserializeOwned,
{
    fn new(deal: Deal<T>) -> Self {
        Self(deal.into_stretches().map(Some).collect())
    }
}

fn take<T>(taken: &Mutex<Taken<T>>, turn: usize) -> Result<Vec<Dealt<T>>>
where
    T: serde::Serialize + serde::de::DeserializeOwned,
{
    let stretch = {
        let mut taken = taken.lock().map_err(|_| anyhow!("another thread stopped"))?;
        taken.0.get_mut(turn).and_then(Option::take)
    };
    // Unpacked outside the lock: that is the work the threads share.
    Ok(stretch.map(super::deal::Stretch::rows).transpose()?.unwrap_or_default())
}

/// For each row the place of the last one of its key: the later file says how things are.
fn last_of_each<T, K: Ord>(rows: &[Dealt<T>], key: impl Fn(&T) -> K) -> Vec<usize> {
    let mut keys: Vec<(K, usize)> = rows.iter().enumerate().map(|(at, row)| (key(&row.value), at)).collect();
    keys.sort_unstable();
    let mut last: Vec<usize> = (0..rows.len()).collect();
    for same in keys.chunk_by(|a, b| a.0 == b.0) {
        same.iter().for_each(|(_, at)| last[*at] = same[same.len() - 1].1);
    }
    last
}

impl<'a> Join<'a> {
    fn new(
        before: Option<&'a Register>,
        orgs: &'a [NewOrg],
        (members, posts): (&Deal<Member>, &Deal<Post>),
        paid: Arrivals,
        dropped: &'a (dyn Fn(Source) -> bool + Sync),
        recorded: Instant,
        unchanged: Vec<u64>,
    ) -> Result<Self> {
        let tree = before.map(Register::tree).transpose()?;
        // Cadres may bring their dues along; whoever is a member comes with them in any case.
        let serves = !posts.is_empty() && before.map_or(Ok(false), Register::has_dues)?;
        let whereabouts = match (before, &tree) {
            (Some(before), Some(tree)) if !members.is_empty() || serves => {
                let appointed = match serves {
                    true => posts.keys(|row| (!dropped(row.source)).then(|| row.value.identity.key()))?,
                    false => Vec::new(),
                };
                let arriving = members
                    .keys(|row| (!dropped(row.source)).then(|| (row.value.identity.key(), orgs[row.at.index()].0)))?;
                let ids: Vec<OrgId> = (0..tree.len()).map(|at| tree.id(Pos(at as u32))).collect();
                Whereabouts::of(before, &ids, arriving, appointed)?
            }
            _ => Whereabouts::default(),
        };
        Ok(Self {
            before,
            old: tree.as_ref().map(OrgTree::by_id).unwrap_or_default(),
            orgs,
            whereabouts,
            paid,
            recorded,
            unchanged: unchanged.into_iter().map(AtomicU64::new).collect(),
            changed: AtomicU64::new(0),
            dropped,
            whole: true,
            past: None,
        })
    }

    fn unchanged(self) -> Vec<u64> {
        self.unchanged.into_iter().map(AtomicU64::into_inner).collect()
    }

    fn rows(
        &self,
        range: Range<usize>,
        members: Vec<Dealt<Member>>,
        posts: Vec<Dealt<Post>>,
    ) -> Result<Vec<(Pos, OrgRows)>> {
        let mut members = members.into_iter().filter(|row| !(self.dropped)(row.source)).peekable();
        let mut posts = posts.into_iter().filter(|row| !(self.dropped)(row.source)).peekable();
        let mut out = Vec::new();
        for at in range {
            let pos = Pos(at as u32);
            let id = self.orgs[at].0;
            let mut arriving = Vec::new();
            while let Some(row) = members.next_if(|row| row.at == pos) {
                arriving.push(row);
            }
            let mut appointed = Vec::new();
            while let Some(row) = posts.next_if(|row| row.at == pos) {
                appointed.push(row);
            }
            if !self.whole && arriving.is_empty() && appointed.is_empty() {
                continue;
            }
            let kept = match (self.before, self.old.get(&id)) {
                (Some(before), Some(old)) => before.rows(*old)?,
                _ => OrgRows::default(),
            };
            let members = self.members(id, kept.members, arriving)?;
            let posts = self.posts(id, kept.posts, appointed)?;
            let dues = self.dues(id, kept.dues, &members, &posts)?;
            let rows = OrgRows { members, posts, dues };
            if !rows.is_empty() {
                out.push((pos, rows));
            }
        }
        Ok(out)
    }

    /// Kept rows in their places, changed ones in theirs, new ones at the end; a row whose person now stands only elsewhere goes.
    fn members(&self, id: OrgId, kept: Vec<Member>, mut arriving: Vec<Dealt<Member>>) -> Result<Vec<Member>> {
        let key = |row: &Member| row.identity.key();
        let stays = |row: &Member| !self.whereabouts.arrives(key(row)) || self.whereabouts.arrives_in(key(row), id);
        let (kept, gone): (Vec<Member>, Vec<Member>) = kept.into_iter().partition(stays);
        for row in &mut arriving {
            row.value.corrections = self.whereabouts.history(key(&row.value), id, self.recorded);
        }
        let past = self.past.filter(|past| past.wants(Began::Members));
        let row = |member| Row::Member { branch: id, member };
        if let Some(past) = past {
            let gone = gone.into_iter().map(|member| RowEdit { before: Some(row(member)), after: None });
            past.add(&gone.collect::<Vec<_>>())?;
        }
        self.join(kept, arriving, key, past.map(|past| (past, row)))
    }

    fn posts(&self, id: OrgId, kept: Vec<Post>, appointed: Vec<Dealt<Post>>) -> Result<Vec<Post>> {
        let past = self.past.filter(|past| past.wants(Began::Posts));
        let row = |post| Row::Post { org: id, post };
        let key = |post: &Post| -> PostKey { (post.identity.key(), post.title, post.from) };
        self.join(kept, appointed, key, past.map(|past| (past, row)))
    }

    /// Puts the rows of a batch among the kept ones by their key, and counts which of them say nothing new.
    fn join<T: PartialEq + Clone, K: Ord + Hash>(
        &self,
        kept: Vec<T>,
        arriving: Vec<Dealt<T>>,
        key: impl Fn(&T) -> K,
        past: Option<(&Changes, impl Fn(T) -> Row)>,
    ) -> Result<Vec<T>> {
        let mut rows = kept;
        let mut places: HashMap<K, usize> = HashMap::new();
        if !arriving.is_empty() {
            places.extend(rows.iter().enumerate().map(|(place, row)| (key(row), place)));
        }
        let last = last_of_each(&arriving, &key);
        let sources: Vec<Source> = arriving.iter().map(|row| row.source).collect();
        let mut same = vec![false; last.len()];
        let mut edits = Vec::new();
        for (at, Dealt { value, .. }) in arriving.into_iter().enumerate().filter(|(at, _)| last[*at] == *at) {
            let place = places.get(&key(&value)).copied();
            if place.is_some_and(|place| rows[place] == value) {
                same[at] = true;
                continue;
            }
            if let Some((_, row)) = &past {
                let before = place.map(|place| row(rows[place].clone()));
                edits.push(RowEdit { before, after: Some(row(value.clone())) });
            }
            match place {
                Some(place) => rows[place] = value,
                None => rows.push(value),
            }
        }
        if let Some((past, _)) = past {
            past.add(&edits)?;
        }
        // A row that a later file replaces says nothing new where that one does not.
        for (source, last) in sources.into_iter().zip(last) {
            if same[last] { self.count_unchanged(source) } else { self.count_changed() }
        }
        Ok(rows)
    }

    /// The dues of everybody who now stands or serves here: those kept, those that come along from where a person stood
    /// before, and those that arrive.
    fn dues(
        &self,
        id: OrgId,
        kept: Vec<(IdKey, Dues)>,
        members: &[Member],
        posts: &[Post],
    ) -> Result<Vec<(IdKey, Dues)>> {
        let moved = !self.whereabouts.is_empty() && self.before.map_or(Ok(false), Register::has_dues)?;
        if self.paid.is_empty() && kept.is_empty() && !moved {
            return Ok(kept);
        }
        let mut persons: Vec<IdKey> = members.iter().map(|row| row.identity.key()).collect();
        persons.extend(posts.iter().map(|post| post.identity.key()));
        persons.sort_unstable();
        persons.dedup();
        let mut kept: HashMap<IdKey, Dues> = kept.into_iter().collect();
        if let Some(past) = self.past {
            kept.values().for_each(|dues| past.paid(dues));
        }
        let mut out = Vec::new();
        for person in persons {
            let before = kept.remove(&person);
            let mut dues = before.clone();
            if dues.is_none() && moved {
                dues = self.dues_elsewhere(person, id)?;
            }
            if let Some(arriving) = self.paid.of(person) {
                dues = Some(self.paid_more(dues, &arriving));
            }
            if let Some(past) = self.past {
                past.dues(id, person, before.as_ref(), dues.as_ref())?;
            }
            out.extend(dues.map(|dues| (person, dues)));
        }
        if let Some(past) = self.past {
            kept.into_iter().try_for_each(|(person, dues)| past.dues(id, person, Some(&dues), None))?;
        }
        Ok(out)
    }

    fn dues_elsewhere(&self, person: IdKey, id: OrgId) -> Result<Option<Dues>> {
        let Some(before) = self.before else { return Ok(None) };
        for place in self.whereabouts.paid_elsewhere(person, id).filter_map(|place| self.old.get(&place)) {
            if let Some((_, dues)) = before.dues(*place)?.into_iter().find(|(other, _)| *other == person) {
                return Ok(Some(dues));
            }
        }
        Ok(None)
    }

    fn paid_more(&self, dues: Option<Dues>, arriving: &OfPerson<'_>) -> Dues {
        let mut payments: Vec<Payment> = dues.map(|dues| dues.payments().collect()).unwrap_or_default();
        for (file, payment) in arriving.payments() {
            let known = payments.iter_mut().find(|known| known.month == payment.month);
            let same = known.as_deref() == Some(&payment);
            match known {
                Some(known) => *known = payment,
                None => payments.push(payment),
            }
            match (arriving.first, same) {
                (true, true) => self.count_unchanged(Source { file, row: 0 }),
                (true, false) => self.count_changed(),
                (false, _) => {}
            }
        }
        Dues::of(payments)
    }

    fn count_unchanged(&self, source: Source) {
        if let Some(count) = self.unchanged.get(usize::from(source.file)) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn count_changed(&self) {
        self.changed.fetch_add(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::Fact;
    use crate::model::{Correction, Org, OrgCode, OrgKind};
    use crate::store::rows::tests::made_up;
    use crate::store::{DataDir, Heading, Thresholds, Unwatched, collect};

    fn org(code: &str, kind: OrgKind) -> Org {
        Org::new(OrgCode::parse(code).unwrap(), code, kind)
    }

    fn county() -> Vec<NewOrg> {
        vec![
            (OrgId(0), None, org("a", OrgKind::Committee)),
            (OrgId(1), Some(Pos(0)), org("a.1", OrgKind::Branch)),
            (OrgId(2), Some(Pos(0)), org("a.2", OrgKind::Branch)),
        ]
    }

    fn batch(rows: &[(u32, u64)]) -> Incoming {
        let mut members = Deal::new(3);
        for (row, (at, serial)) in rows.iter().enumerate() {
            members.push(Pos(*at), Source { file: 0, row: row as u32 + 2 }, &made_up(*serial)).unwrap();
        }
        Incoming {
            orgs: county(),
            orgs_changed: 0,
            members,
            posts: Deal::new(3),
            lists: Listings::default(),
            dues: Arrivals::default(),
            dropped: Box::new(|_| false),
            files: 1,
        }
    }

    fn take_in(data: &DataDir, before: Option<Register>, rows: &[(u32, u64)], now: i64) -> (Register, u64, u64) {
        let heading = Heading {
            created: Instant(1),
            present: None,
            recorded: Instant(now),
            verb: "import",
            files: vec!["m.csv".into()],
        };
        let (lock, before) = match before {
            Some(register) => {
                let lock = register.into_lock().unwrap();
                (lock, data.current().unwrap().map(|path| Register::open_generation(&path, data.codec()).unwrap()))
            }
            None => (data.lock(Instant(now)).unwrap(), None),
        };
        let site =
            Site { data, lock: &lock, before: before.as_ref(), heading: &heading, watch: &Unwatched, changed: None };
        let merged = merge(site, batch(rows)).unwrap();
        drop(before);
        if let Some(built) = merged.built {
            drop(built.adopt(data, &lock).unwrap());
        }
        (Register::open_locked(data, lock).unwrap(), merged.changed, merged.unchanged[0])
    }

    #[test]
    fn the_same_roster_again_changes_nothing_and_a_new_branch_is_a_correction() {
        let dir = tempfile::tempdir().unwrap();
        let data = DataDir::new(dir.path());
        let (register, changed, unchanged) = take_in(&data, None, &[(1, 1), (1, 2), (2, 3)], 10);
        assert_eq!((changed, unchanged), (3, 0));
        let (register, changed, unchanged) = take_in(&data, Some(register), &[(2, 3), (1, 2), (1, 1)], 20);
        assert_eq!((changed, unchanged), (0, 3));
        assert_eq!(register.journal().unwrap().len(), 1);

        let (register, changed, unchanged) = take_in(&data, Some(register), &[(2, 2), (2, 3)], 30);
        assert_eq!((changed, unchanged), (1, 1));
        let rows = register.rows(Pos(2)).unwrap().members;
        assert_eq!(register.rows(Pos(1)).unwrap().members.len(), 1);
        assert_eq!(rows[1].corrections, [Correction { from: OrgId(1), recorded: Instant(30) }]);

        let tree = register.tree().unwrap();
        let facts = collect(&register, &tree, Instant(1_530_000_000), &Thresholds::of(Instant(1_530_000_000)), &|_| {})
            .unwrap();
        assert_eq!(facts.facts.total(Fact::Members, &(0..3)), 3);
        assert_eq!(facts.facts.own(Fact::Children, Pos(0)), 2);
        register.keep_facts(&facts).unwrap();
        assert_eq!(register.kept_facts().unwrap().unwrap().facts, facts.facts);
    }

    #[test]
    fn two_files_of_one_batch_may_disagree() {
        let dir = tempfile::tempdir().unwrap();
        let data = DataDir::new(dir.path());
        let (register, changed, _) = take_in(&data, None, &[(1, 1), (2, 1)], 10);
        assert_eq!(changed, 2);
        let tree = register.tree().unwrap();
        let facts = collect(&register, &tree, Instant(1_530_000_000), &Thresholds::of(Instant(1_530_000_000)), &|_| {})
            .unwrap();
        assert_eq!(facts.facts.total(Fact::IdentityShared, &(0..3)), 2);
        let (_, changed, unchanged) = take_in(&data, Some(register), &[(1, 1), (2, 1)], 20);
        assert_eq!((changed, unchanged), (0, 2));
    }
}
