//! Rows that an import changes, gathered while it is written.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};

use super::super::acts::key;
use super::super::dues::Dues;
use super::super::register::Register;
use super::super::tree::Tree;
use super::super::writer::NewOrg;
use super::super::{codec, edit};
use super::{Began, Head};
use crate::model::{IdKey, Month, OrgId, Payment, Row, RowEdit, stable_hash_of};

/// How many bytes of changed rows are held until the import is done; more are not kept, and the import says so.
const MOST: usize = 256 << 20;
/// Months that payments can be of, from the first one a register knows.
const MONTHS: usize = 1 << 16;

/// What there was before an import, and what it changes.
pub(in crate::store) struct Changes {
    began: Vec<Began>,
    /// Months of which there were payments before.
    paid: Vec<AtomicBool>,
    changed: Mutex<Changed>,
    most: usize,
}

#[derive(Default)]
struct Changed {
    rows: Vec<u8>,
    /// Payments, by month: those of a month that nobody had paid for before are not kept one by one.
    payments: BTreeMap<Month, Vec<u8>>,
    over: bool,
}

impl Changes {
    /// Begins with what a register holds.
    pub fn new(before: &Register) -> Result<Self> {
        let meta = before.meta();
        let open = before.open_now()?;
        let trees = &open.trees;
        let empty = [
            (meta.orgs == 0, Began::Everything),
            (meta.members == 0, Began::Members),
            (meta.posts == 0, Began::Posts),
            (trees.transfers.is_empty(), Began::Transfers),
            (trees.conduct.is_empty(), Began::Conduct),
            (trees.activities.is_empty(), Began::Activities),
            (trees.graduates.is_empty(), Began::Graduates),
            (trees.ledger.is_empty(), Began::Ledger),
            (trees.attests.is_empty(), Began::Attests),
        ];
        let began = empty.into_iter().filter(|(empty, _)| *empty).map(|(_, began)| began).collect();
        let paid = std::iter::repeat_with(|| AtomicBool::new(false)).take(MONTHS).collect();
        Ok(Self { began, paid, changed: Mutex::default(), most: MOST })
    }

    /// Whether rows of a kind are wanted: there were some before.
    pub fn wants(&self, kind: Began) -> bool {
        !self.began.iter().any(|began| *began == kind || *began == Began::Everything)
    }

    /// Takes rows down.
    pub fn add(&self, edits: &[RowEdit]) -> Result<()> {
        if edits.is_empty() {
            return Ok(());
        }
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        if changed.over {
            return Ok(());
        }
        for edit in edits {
            let row = edit.before.as_ref().or(edit.after.as_ref());
            let out = match row {
                Some(Row::Payment { payment, .. }) => changed.payments.entry(payment.month).or_default(),
                _ => &mut changed.rows,
            };
            codec::pack(edit, out)?;
        }
        if changed.rows.len() + changed.payments.values().map(Vec::len).sum::<usize>() > self.most {
            *changed = Changed { over: true, ..Changed::default() };
        }
        Ok(())
    }

    /// Takes down what becomes of organisations, in the order of the new tree: what stands above comes first.
    pub fn orgs(&self, before: &Register, orgs: &[NewOrg]) -> Result<()> {
        if !self.wants(Began::Everything) {
            return Ok(());
        }
        let (mut known, mut ids) = (HashMap::new(), Vec::new());
        for (at, row) in before.org_rows()?.enumerate() {
            let (id, up, org) = row?;
            let parent = (up > 0).then(|| ids[at - up as usize]);
            ids.push(id);
            known.insert(id, Row::Org { id, parent, org });
        }
        let edits = orgs.iter().filter_map(|(id, parent, org)| {
            let parent = parent.map(|parent| orgs[parent.index()].0);
            let (before, after) = (known.remove(id), Row::Org { id: *id, parent, org: org.clone() });
            (before.as_ref() != Some(&after)).then_some(RowEdit { before, after: Some(after) })
        });
        self.add(&edits.collect::<Vec<_>>())
    }

    /// Takes down what somebody had paid before.
    pub fn paid(&self, dues: &Dues) {
        for payment in dues.payments() {
            self.paid[usize::from(payment.month.0)].store(true, Ordering::Relaxed);
        }
    }

    /// Takes down how the payments of somebody change.
    pub fn dues(&self, org: OrgId, person: IdKey, before: Option<&Dues>, after: Option<&Dues>) -> Result<()> {
        if before == after || !self.wants(Began::Everything) {
            return Ok(());
        }
        let months = |dues: Option<&Dues>| -> BTreeMap<Month, Payment> {
            dues.into_iter().flat_map(Dues::payments).map(|payment| (payment.month, payment)).collect()
        };
        let (before, mut after) = (months(before), months(after));
        let row = |payment| Row::Payment { org, person, payment };
        let mut edits = Vec::new();
        for (month, was) in before {
            let now = after.remove(&month);
            if now != Some(was) {
                edits.push(RowEdit { before: Some(row(was)), after: now.map(row) });
            }
        }
        edits.extend(after.into_values().map(|payment| RowEdit::add(row(payment))));
        self.add(&edits)
    }

    /// Keeps it all as entry `number`; gives the hash that its entry in the journal bears.
    pub fn finish(&self, tree: &Tree, number: u64) -> Result<u64> {
        let Changed { mut rows, payments, over } =
            std::mem::take(&mut *self.changed.lock().unwrap_or_else(PoisonError::into_inner));
        let mut head = Head { began: self.began.clone(), whole: !over };
        if self.wants(Began::Everything) {
            for (month, packed) in payments {
                match self.paid[usize::from(month.0)].load(Ordering::Relaxed) {
                    true => rows.extend(packed),
                    false => head.began.push(Began::Dues(month)),
                }
            }
        }
        let (mut prints, mut part) = (Vec::new(), 0u16);
        let mut put = |value: Vec<u8>| -> Result<()> {
            prints.extend(stable_hash_of(&value).to_le_bytes());
            tree.raw().insert(key(number, part), value)?;
            part = part.checked_add(1).context("too many rows for one import")?;
            Ok(())
        };
        put(tree.codec().encode(tree.name(), &key(number, 0), &head)?)?;
        let mut next = 1;
        edit::cut(tree, &rows, |body| {
            let value = tree.codec().encode_bytes(tree.name(), &key(number, next), body)?;
            next += 1;
            put(value)
        })?;
        Ok(stable_hash_of(&prints))
    }
}
