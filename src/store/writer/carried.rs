//! The next generation where organisations come, go and move and hardly a row changes: stored values are taken over as they
//! are under the keys of their new places, and the index of the search with new ordinals.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use anyhow::{Context, Result, anyhow, bail};

use super::finish::finish;
use super::{Built, Commit, NewOrg, Origin, Site, Unfinished, put_persons};
use crate::model::{IdKey, Identity, Member, MemberNumber, Month, OrgId, Pos, Row, RowEdit};
use crate::search::{self, Carried, Shared};
use crate::store::column::Tag;
use crate::store::derived::{Derived, Sink};
use crate::store::register::Register;
use crate::store::rows::{self, OrgRows};
use crate::store::tree::Tree;
use crate::store::trees::Trees;
use crate::store::watch::{Interrupted, Phase, Watch, tell};
use crate::store::{copy, dues};

/// Beyond so many edits since the index was made it is made anew: it is quicker.
const MANY: usize = 50_000;
/// How often the watch is told.
const STEP: usize = 4096;

/// Organisations in their new order, and what is known of their rows.
pub(in crate::store) struct Moved<'a> {
    /// In pre-order.
    pub orgs: &'a [NewOrg],
    /// Where each stood before.
    pub old: &'a [Option<Pos>],
    /// Rows that are not as they were.
    pub edited: &'a BTreeMap<OrgId, OrgRows>,
}

/// Builds a generation out of the one before; the lists come along as they are.
///
/// # Errors
/// Damage, [`Interrupted`], or what the disk said; the register in use is untouched.
pub(in crate::store) fn carry(site: Site<'_>, moved: &Moved<'_>, commit: Commit<'_>) -> Result<Built> {
    let Site { data, lock, watch, .. } = site;
    let before = site.before.context("there is no register")?;
    copy::keep_earlier(before, watch)?;
    let open = before.open_now()?;
    let place = Unfinished { path: data.next_generation(lock)?, adopted: false };
    put_persons(data, Some(before), None, &place.path)?;
    let trees = Trees::create(&place.path, data.codec())?;
    let fresh = moved.fresh(before)?;
    let stop = AtomicBool::new(false);
    let values = |from: &Tree, to: &Tree, put: &Put<'_>, watch: Option<&dyn Watch>| {
        let done = moved.values((from, to), put, watch, &stop);
        if done.is_err() {
            stop.store(true, Ordering::Relaxed);
        }
        done
    };
    let (counts, shared) = thread::scope(|scope| {
        let index = scope.spawn(|| {
            lists(&open.trees, &trees)?;
            moved.index(before, &trees, &fresh, &stop)
        });
        let paid = scope.spawn(|| values(&open.trees.dues, &trees.dues, &put_dues, None));
        let written = values(&open.trees.rows, &trees.rows, &put_rows, Some(watch));
        let paid = paid.join().map_err(|_| anyhow!("a thread stopped"))?;
        if written.is_ok() && paid.is_ok() {
            tell(watch, Phase::Indexing, 0, 2)?;
        }
        let index = index.join().map_err(|_| anyhow!("a thread stopped"))?;
        // What made the others stop comes first.
        written.and(paid).and(index)
    })?;
    let derived = Derived {
        counts,
        shared: moved.shared(before, shared)?,
        dues_from: dues_from(before, &trees.dues, commit.edits)?,
        holders: moved.holders(before)?,
    };
    finish(site, (place, trees), moved.orgs, derived, Origin::Edits(commit))
}

/// Encodes an organisation's rows for one of the two trees.
type Put<'a> = dyn Fn(&Tree, u32, &OrgRows) -> Result<Vec<Vec<u8>>> + Sync + 'a;

fn put_rows(tree: &Tree, pos: u32, rows: &OrgRows) -> Result<Vec<Vec<u8>>> {
    Ok(if rows.is_empty() { Vec::new() } else { rows::encode(tree.codec(), pos, rows)? })
}

fn put_dues(tree: &Tree, pos: u32, rows: &OrgRows) -> Result<Vec<Vec<u8>>> {
    Ok(dues::encode(tree.codec(), pos, &rows.dues)?)
}

/// Takes the lists over, and where transfers stand.
fn lists(from: &Trees, to: &Trees) -> Result<()> {
    to.transfers.copy(&from.transfers)?;
    to.conduct.copy(&from.conduct)?;
    to.activities.copy(&from.activities)?;
    to.graduates.copy(&from.graduates)?;
    to.ledger.copy(&from.ledger)?;
    to.attests.copy(&from.attests)?;
    for tag in [Tag::TransfersOf, Tag::TransfersSince] {
        to.columns.copy_entries(from.columns.raw().scan_prefix([tag as u8]))?;
    }
    Ok(())
}

impl Moved<'_> {
    /// Takes the values of one tree over, in the order of their new keys.
    fn values(
        &self,
        (from, to): (&Tree, &Tree),
        put: &Put<'_>,
        watch: Option<&dyn Watch>,
        stop: &AtomicBool,
    ) -> Result<()> {
        let orgs = self.orgs.len();
        let (mut at, mut told) = (0, 0);
        while at < orgs {
            if stop.load(Ordering::Relaxed) {
                bail!(Interrupted);
            }
            if let Some(rows) = self.edited.get(&self.orgs[at].0) {
                for (part, value) in put(to, at as u32, rows)?.into_iter().enumerate() {
                    to.raw().insert(rows::key(at as u32, part as u8), value)?;
                }
                at += 1;
            } else if let Some(first) = self.old[at].map(Pos::index) {
                let len = self.run(at).min(STEP);
                let span = rows::key(first as u32, 0)..rows::key((first + len) as u32, 0);
                for entry in from.raw().range(span) {
                    let (key, stored) = entry?;
                    let [a, b, c, d, part] = *key else { bail!("a key of {} is cut off", from.name()) };
                    let pos = u32::from_be_bytes([a, b, c, d]) - first as u32 + at as u32;
                    let now = rows::key(pos, part);
                    to.raw().insert(now, from.restored(&key, stored, &now)?)?;
                }
                at += len;
            } else {
                at += 1;
            }
            if let Some(watch) = watch.filter(|_| at - told >= STEP || at == orgs) {
                told = at;
                crate::store::memory::give_back();
                tell(watch, Phase::Writing, at as u64, orgs as u64)?;
            }
        }
        Ok(())
    }

    /// How many organisations from one on stood together before and are as they were.
    fn run(&self, first: usize) -> usize {
        let stood = self.old[first].map(Pos::index);
        let same = |at: &usize| {
            self.old[*at].map(Pos::index) == stood.map(|stood| stood + at - first)
                && !self.edited.contains_key(&self.orgs[*at].0)
        };
        1 + (first + 1..self.orgs.len()).take(STEP).take_while(same).count()
    }

    /// The organisations whose members the index does not know as they are, by place, with their rows; none where those are
    /// too many to be worth it.
    fn fresh(&self, before: &Register) -> Result<Option<BTreeMap<u32, OrgRows>>> {
        let here = before.edits_here()?;
        if here.len() > MANY {
            return Ok(None);
        }
        let branch = |row: &Option<Row>| match row {
            Some(Row::Member { branch, .. }) => Some(*branch),
            _ => None,
        };
        let since: BTreeSet<OrgId> =
            here.iter().flat_map(|(_, edit)| [branch(&edit.before), branch(&edit.after)]).flatten().collect();
        let mut fresh = BTreeMap::new();
        for (pos, ((id, ..), old)) in (0u32..).zip(self.orgs.iter().zip(self.old)) {
            if let Some(rows) = self.edited.get(id) {
                fresh.insert(pos, rows.clone());
            } else if since.contains(id)
                && let Some(old) = old
            {
                fresh.insert(pos, before.rows(*old)?);
            }
        }
        Ok(Some(fresh))
    }

    /// Writes the index; gives the members of every organisation and the numbers that several bear.
    fn index(
        &self,
        before: &Register,
        trees: &Trees,
        fresh: &Option<BTreeMap<u32, OrgRows>>,
        stop: &AtomicBool,
    ) -> Result<Written> {
        // An index that cannot be read is no loss: it follows from the rows.
        let carried = fresh.as_ref().and_then(|fresh| self.carried(before, fresh).ok());
        let (counts, builder, loose) = match carried {
            Some(carried) => carried,
            None => self.anew(before, stop)?,
        };
        if stop.load(Ordering::Relaxed) {
            bail!(Interrupted);
        }
        let shared = builder.finish(&mut Sink(&trees.search)).context("sorting what searches read")?;
        Ok((counts, (shared, loose)))
    }

    fn carried(&self, before: &Register, fresh: &BTreeMap<u32, OrgRows>) -> Result<Indexed> {
        let stood = search::Places::load(before)?;
        let mut now = vec![search::GONE; stood.members() as usize];
        let mut counts = Vec::with_capacity(self.orgs.len());
        let mut first = 0;
        for (pos, old) in (0u32..).zip(self.old) {
            let count = match (fresh.get(&pos), old) {
                (Some(rows), _) => rows.members.len() as u32,
                (None, Some(old)) => {
                    let stood = stood.range(*old);
                    let count = stood.end - stood.start;
                    for (ordinal, now) in (first..).zip(&mut now[stood.start as usize..stood.end as usize]) {
                        *now = ordinal;
                    }
                    count
                }
                (None, None) => 0,
            };
            counts.push(count);
            first += count;
        }
        let mut carried = Carried::read(before, first as usize, &now)?;
        drop(now);
        let places = search::Places::new(counts.iter().copied());
        let mut loose = Vec::new();
        for (pos, rows) in fresh {
            for (ordinal, member) in places.range(Pos(*pos)).zip(&rows.members) {
                carried.put(ordinal, member);
                loose.extend(is_loose(member).then(|| member.clone()));
            }
        }
        Ok((counts, carried.into_builder()?, loose))
    }

    fn anew(&self, before: &Register, stop: &AtomicBool) -> Result<Indexed> {
        let (mut counts, mut builder) = (vec![0; self.orgs.len()], search::Builder::new());
        let mut loose = Vec::new();
        let mut add = |pos: usize, rows: &OrgRows| {
            counts[pos] = rows.members.len() as u32;
            for member in &rows.members {
                builder.push(&member.name, &member.identity, member.phone.as_ref(), member.number.as_ref());
                loose.extend(is_loose(member).then(|| member.clone()));
            }
        };
        let mut at = 0;
        while at < self.orgs.len() {
            if stop.load(Ordering::Relaxed) {
                bail!(Interrupted);
            }
            let mut len = 1;
            if let Some(rows) = self.edited.get(&self.orgs[at].0) {
                add(at, rows);
            } else if let Some(first) = self.old[at].map(Pos::index) {
                len = self.run(at).min(STEP);
                before.each_rows(first..first + len, |pos, rows| {
                    add(pos.index() - first + at, &rows);
                    Ok(())
                })?;
            }
            at += len;
        }
        Ok((counts, builder, loose))
    }

    /// Numbers that several bear. Of what the search keeps only as a hash those are known that were borne twice before, and
    /// those of the rows at hand: whoever reads these counts the rows.
    fn shared(&self, before: &Register, (mut shared, loose): (Shared, Vec<Member>)) -> Result<Shared> {
        const HASHED: u64 = 1 << 63;
        let mut foreign: Vec<IdKey> = before.shared_identities()?;
        foreign.retain(|key| key.0 & HASHED != 0);
        let mut other: Vec<u64> = before.shared_numbers()?;
        other.retain(|key| key & HASHED != 0);
        let also = loose.iter().filter(|member| matches!(member.identity, Identity::Foreign(_)));
        foreign.extend(also.map(|member| member.identity.key()));
        let also = loose.iter().filter_map(|member| member.number.as_ref());
        other.extend(also.filter(|number| matches!(number, MemberNumber::Other(_))).map(MemberNumber::key));
        foreign.sort_unstable();
        foreign.dedup();
        other.sort_unstable();
        other.dedup();
        shared.identities.extend(foreign);
        shared.numbers.extend(other);
        Ok(shared)
    }

    fn holders(&self, before: &Register) -> Result<Vec<(u64, u32)>> {
        let now: HashMap<Pos, u32> =
            self.old.iter().zip(0u32..).filter_map(|(old, pos)| Some(((*old)?, pos))).collect();
        let known = before.holders()?.into_iter().filter_map(|(key, old)| {
            let pos = *now.get(&old)?;
            (!self.edited.contains_key(&self.orgs[pos as usize].0)).then_some((key.0, pos))
        });
        let mut holders: Vec<(u64, u32)> = known.collect();
        for ((id, ..), pos) in self.orgs.iter().zip(0u32..) {
            let posts = self.edited.get(id).into_iter().flat_map(|rows| &rows.posts);
            holders.extend(posts.map(|post| (post.identity.key().0, pos)));
        }
        Ok(holders)
    }
}

/// Members of every organisation, and what of their numbers was seen when the index was written.
type Written = (Vec<u32>, (Shared, Vec<Member>));

/// Members of every organisation, their index, and those of them whose numbers it keeps as hashes.
type Indexed = (Vec<u32>, search::Builder, Vec<Member>);

fn is_loose(member: &Member) -> bool {
    matches!(member.identity, Identity::Foreign(_)) || matches!(member.number, Some(MemberNumber::Other(_)))
}

/// The first month for which anybody paid; all payments are looked through only where those of the first one went.
fn dues_from(before: &Register, dues: &Tree, edits: &[RowEdit]) -> Result<Option<Month>> {
    let month = |row: &Option<Row>| match row {
        Some(Row::Payment { payment, .. }) => Some(payment.month),
        _ => None,
    };
    let known = before.dues_begin()?;
    let first_of = known.into_iter().chain(edits.iter().filter_map(|edit| month(&edit.after))).min();
    let count = |of: &dyn Fn(&RowEdit) -> Option<Month>| edits.iter().filter(|edit| of(edit) == first_of).count();
    let (came, went) = (count(&|edit| month(&edit.after)), count(&|edit| month(&edit.before)));
    // One more than was there stays where as many came as went.
    if first_of.is_none() || usize::from(known == first_of) + came > went {
        return Ok(first_of);
    }
    let mut first: Option<Month> = None;
    let mut persons = Vec::new();
    for entry in dues.iter() {
        let (key, body) = entry?;
        persons.clear();
        dues::decode(&key, &body, body.veil(), &mut persons)?;
        let months = persons.iter().filter_map(|(_, dues)| dues.payments().next()).map(|payment| payment.month);
        first = months.chain(first).min();
        if first == first_of {
            break;
        }
    }
    Ok(first)
}
