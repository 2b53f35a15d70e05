//! Columns that follow from rows, brought along with them: what is long is left as it is and told what came since.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anyhow::Result;

use super::super::column::{self, CHUNK, Tag};
use super::super::dues;
use super::super::register::Register;
use super::super::transfers::{Places, Since};
use super::super::trees::Trees;
use super::ground::InPlace;
use super::listed::List;
use super::staged::Staged;
use super::work::Work;
use crate::model::{IdKey, Member, MemberNumber, Month, Pos, Row, RowEdit, Transfer};

/// How much may have come since before a column is written anew.
const MOST_SINCE: usize = 4096;
/// The same for values of the list of transfers.
const MOST_CHUNKS: usize = 64;

fn put(trees: &Trees, staged: &mut Staged, tag: Tag, bytes: &[u8]) -> Result<()> {
    let key = |chunk: u32| column::key(tag as u8, chunk).to_vec();
    let parts = bytes.chunks(CHUNK).enumerate().map(|(at, part)| (key(at as u32), part.to_vec()));
    staged.put_parts(&trees.columns, parts, |count| (key(count as u32), key(u32::MAX)))
}

/// Stages what members, posts and payments tell.
pub(super) fn stage(
    register: &Register,
    trees: &Trees,
    work: &Work<'_, InPlace<'_>>,
    edits: &[RowEdit],
    staged: &mut Staged,
) -> Result<()> {
    holders(register, trees, &work.ground, edits, staged)?;
    shared(register, trees, edits, staged)?;
    dues_from(register, trees, work, edits, staged)
}

/// Who came to hold a post, and who holds it no more.
fn holders(
    register: &Register,
    trees: &Trees,
    ground: &InPlace<'_>,
    edits: &[RowEdit],
    staged: &mut Staged,
) -> Result<()> {
    let holder = |row: &Row| match row {
        Row::Post { org, post } => Some((post.identity.key(), ground.place(*org)?)),
        _ => None,
    };
    let mut moved: BTreeMap<(IdKey, Pos), i64> = BTreeMap::new();
    for edit in edits {
        edit.after.as_ref().and_then(holder).into_iter().for_each(|one| *moved.entry(one).or_default() += 1);
        edit.before.as_ref().and_then(holder).into_iter().for_each(|one| *moved.entry(one).or_default() -= 1);
    }
    if moved.values().all(|count| *count == 0) {
        return Ok(());
    }
    for (holder, count) in column::counts(&register.column(Tag::HoldersSince as u8)?) {
        *moved.entry(holder).or_default() += count;
    }
    moved.retain(|_, count| *count != 0);
    if moved.len() <= MOST_SINCE {
        return put(trees, staged, Tag::HoldersSince, &column::pack_counts(&moved));
    }
    let holders = column::joined(&register.column(Tag::Holders as u8)?, moved);
    let pairs = holders.into_iter().flat_map(|(key, pos)| [key.0, u64::from(pos.0)]);
    put(trees, staged, Tag::Holders, &column::pack(pairs))?;
    put(trees, staged, Tag::HoldersSince, &[])
}

/// Notes every identity and number that comes: whether another row bears it too is only known by whoever reads all rows, and
/// those who read these columns count the rows themselves.
fn shared(register: &Register, trees: &Trees, edits: &[RowEdit], staged: &mut Staged) -> Result<()> {
    let member = |row: &Option<Row>| match row {
        Some(Row::Member { member, .. }) => Some(member.clone()),
        _ => None,
    };
    let number = |member: &Member| member.number.as_ref().map(MemberNumber::key);
    let (mut identities, mut numbers) = (BTreeSet::new(), BTreeSet::new());
    for edit in edits {
        let Some(after) = member(&edit.after) else { continue };
        let before = member(&edit.before);
        let (key, was) = (after.identity.key(), before.as_ref().map(|before| before.identity.key()));
        identities.extend(Some(key.0).filter(|_| was != Some(key)));
        let was = before.as_ref().and_then(number);
        numbers.extend(number(&after).filter(|number| was != Some(*number)));
    }
    for (tag, more) in [(Tag::SharedIdentities, identities), (Tag::SharedNumbers, numbers)] {
        if more.is_empty() {
            continue;
        }
        let known: Vec<u64> = column::unpack(&register.column(tag as u8)?).collect();
        let more: Vec<u64> = more.into_iter().filter(|key| known.binary_search(key).is_err()).collect();
        if !more.is_empty() {
            let mut all = [known, more].concat();
            all.sort_unstable();
            put(trees, staged, tag, &column::pack(all))?;
        }
    }
    Ok(())
}

/// The first month for which anybody paid.
fn dues_from(
    register: &Register,
    trees: &Trees,
    work: &Work<'_, InPlace<'_>>,
    edits: &[RowEdit],
    staged: &mut Staged,
) -> Result<()> {
    let month = |row: &Option<Row>| match row {
        Some(Row::Payment { payment, .. }) => Some(payment.month),
        _ => None,
    };
    let known = register.dues_begin()?;
    let came = edits.iter().filter_map(|edit| month(&edit.after)).min();
    let mut first = known.into_iter().chain(came).min();
    // What came may have gone again in the same commit.
    if first.is_some() && edits.iter().any(|edit| month(&edit.before) == first) {
        first = earliest(trees, work, first)?;
    }
    if first == known {
        return Ok(());
    }
    put(trees, staged, Tag::DuesFrom, &column::pack(first.map(|month| u64::from(month.0))))
}

/// The earliest month of all payments as they have become; looks no further where it meets `known`.
fn earliest(trees: &Trees, work: &Work<'_, InPlace<'_>>, known: Option<Month>) -> Result<Option<Month>> {
    let edited: HashMap<u32, _> =
        work.orgs.iter().filter_map(|(org, rows)| Some((work.ground.place(*org)?.0, rows))).collect();
    let first_of = |dues: &[(IdKey, dues::Dues)]| {
        dues.iter().filter_map(|(_, dues)| dues.payments().next()).map(|one| one.month).min()
    };
    let mut first = edited.values().filter_map(|rows| first_of(&rows.dues)).min();
    let mut persons = Vec::new();
    for entry in trees.dues.iter() {
        if first.is_some() && first <= known {
            break;
        }
        let (key, body) = entry?;
        let pos = key.first_chunk().map_or(u32::MAX, |bytes| u32::from_be_bytes(*bytes));
        if !edited.contains_key(&pos) {
            persons.clear();
            dues::decode(&key, &body, body.veil(), &mut persons)?;
            first = first.into_iter().chain(first_of(&persons)).min();
        }
    }
    Ok(first)
}

/// Stages where transfers stand, where they stand otherwise than before.
pub(super) fn transfers(
    trees: &Trees,
    list: &List<'_, Transfer>,
    changed: &BTreeSet<u32>,
    staged: &mut Staged,
) -> Result<()> {
    let ends = |rows: &[Transfer]| -> Vec<_> { rows.iter().map(|row| (row.from, row.to)).collect() };
    let mut since = Since::read(&trees.columns)?;
    let mut moved = false;
    for number in changed {
        let before: Vec<Transfer> = trees.transfers.rows_at(number.to_be_bytes())?.unwrap_or_default();
        let now = list.rows(*number);
        if ends(&before) == ends(now) {
            continue;
        }
        moved = true;
        since.forget(*number);
        now.iter().for_each(|row| since.note(row, *number));
    }
    if !moved {
        return Ok(());
    }
    if since.chunks() <= MOST_CHUNKS {
        return put(trees, staged, Tag::TransfersSince, &since.pack());
    }
    let all: Places = since.joined(&column::read(&trees.columns, Tag::TransfersOf as u8)?);
    put(trees, staged, Tag::TransfersOf, &all.pack())?;
    put(trees, staged, Tag::TransfersSince, &[])
}
