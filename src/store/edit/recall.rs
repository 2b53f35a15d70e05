//! The register of an earlier entry of the journal, made again in another directory: what came after it is taken back, entry
//! by entry from the last.

use std::ops::Range;

use anyhow::{Context, Result};

use super::super::lists::Rows;
use super::super::meta::Meta;
use super::super::past::{Began, VERB};
use super::super::persons::{Personal, erased};
use super::super::register::Register;
use super::super::rows::OrgRows;
use super::super::writer::{Built, Moved, Origin, Site, build_of};
use super::super::{Dues, Lists};
use super::laid::{Laid, Order};
use super::restructure::{STRETCH, anew, edit_lists, is_listed};
use super::work::Work;
use crate::model::{Row, RowEdit};

/// Why an earlier register cannot be made again.
#[derive(Debug, thiserror::Error)]
pub enum RecallError {
    /// There is no such entry.
    #[error("there is no entry {0}")]
    NoEntry(u64),
    /// What an entry changed is not kept: it was made by an earlier program, or changed more than is kept.
    #[error("what entry {0} changed is not kept")]
    NotKept(u64),
    /// An entry does not fit the rows it is to be taken back from.
    #[error("entry {0} cannot be taken back: {1}")]
    Unfit(u64, String),
    /// Damage, interrupted, or what the disk said.
    #[error(transparent)]
    Register(#[from] anyhow::Error),
}

/// What is taken back of all that came after an entry.
#[derive(Default)]
struct Taken {
    /// What the register held nothing of.
    began: Vec<Began>,
    /// Rows of lists.
    listed: Vec<RowEdit>,
}

impl Taken {
    fn cleared(&self, kind: Began) -> bool {
        self.began.contains(&kind) || self.began.contains(&Began::Everything)
    }

    /// What is left of the rows of an organisation.
    fn without(&self, mut rows: OrgRows) -> OrgRows {
        if self.cleared(Began::Members) {
            rows.members.clear();
        }
        if self.cleared(Began::Posts) {
            rows.posts.clear();
        }
        if self.began.iter().any(|began| matches!(began, Began::Dues(_))) {
            for (_, dues) in &mut rows.dues {
                *dues = Dues::of(dues.payments().filter(|paid| !self.cleared(Began::Dues(paid.month))).collect());
            }
            rows.dues.retain(|(_, dues)| *dues != Dues::default());
        }
        rows
    }

    /// The lists as they come along: empty ones, where all of their rows came later.
    fn lists(&self) -> Lists {
        fn none<T: super::super::Listed>(cleared: bool) -> Option<Rows<T>> {
            cleared.then(|| Rows::Whole(Vec::new()))
        }
        Lists {
            transfers: none(self.cleared(Began::Transfers)),
            conduct: none(self.cleared(Began::Conduct)),
            activities: none(self.cleared(Began::Activities)),
            graduates: none(self.cleared(Began::Graduates)),
            ledger: none(self.cleared(Began::Ledger)),
            attests: none(self.cleared(Began::Attests)),
        }
    }

    /// Edits of rows that are left.
    fn wanted(&self, edit: &RowEdit) -> bool {
        let kind = match edit.before.as_ref().or(edit.after.as_ref()) {
            Some(Row::Transfer(_)) => Began::Transfers,
            Some(Row::Conduct(_)) => Began::Conduct,
            Some(Row::Activity(_)) => Began::Activities,
            Some(Row::GraduateBase(_)) => Began::Graduates,
            Some(Row::LedgerUnit(_)) => Began::Ledger,
            Some(Row::Attest(_)) => Began::Attests,
            _ => return true,
        };
        !self.cleared(kind)
    }
}

/// Makes the register as it was after entry `entry` of `site.before`'s journal in the directory of `site`, which holds none.
///
/// Its rows, acts and journal are those of then; programmes are those of now, and whoever was erased since stays so. It ends
/// with that entry, so nothing tells it from the register of then but its place.
///
/// # Errors
/// See [`RecallError`]; nothing is left in the directory then.
pub fn recall(site: Site<'_>, entry: u64) -> Result<Built, RecallError> {
    let before = site.before.context("there is no register")?;
    let journal = before.journal()?;
    if !(1..=journal.len() as u64).contains(&entry) {
        return Err(RecallError::NoEntry(entry));
    }
    let open = before.open_now()?;
    let mut work = Work::new(Laid::new(before)?, before, &open.trees);
    let mut taken = Taken::default();
    for one in journal.iter().rev().take_while(|one| one.number > entry) {
        let edits = match (one.verb == VERB, one.edits) {
            (true, _) => {
                let past = before.past(one.number)?.ok_or(RecallError::NotKept(one.number))?;
                taken.began.extend(past.began);
                past.edits
            }
            (false, 0) => continue,
            (false, _) => before.edits(one.number)?,
        };
        // Nobody knows any more what an erased person's row said.
        let known = |row: &Option<Row>| row.as_ref().is_none_or(|row| row.person() != Some(erased()));
        let back = edits.into_iter().rev().filter(|edit| known(&edit.before) && known(&edit.after)).map(RowEdit::back);
        let (listed, within): (Vec<RowEdit>, Vec<RowEdit>) = back.partition(is_listed);
        taken.listed.extend(listed);
        // Payments went where their edits say; those of a month that nobody had paid for go at the end.
        work.make_all(&within).map_err(|error| RecallError::Unfit(one.number, error.to_string()))?;
    }
    let Work { ground, orgs: edited, .. } = work;
    let Order { orgs, old } =
        if taken.cleared(Began::Everything) { Order { orgs: Vec::new(), old: Vec::new() } } else { ground.order() };
    let moved = Moved { orgs: &orgs, old: &old, edited: &edited };
    let rows = |_: usize, range: Range<usize>| {
        let rows = anew(before, &moved, range)?.into_iter().map(|(pos, rows)| (pos, taken.without(rows)));
        Ok(rows.filter(|(_, rows)| !rows.is_empty()).collect())
    };
    let built = build_of(site, &orgs, taken.lists(), STRETCH, &rows, Origin::Rows)?;
    let listed: Vec<RowEdit> = taken.listed.iter().filter(|edit| taken.wanted(edit)).cloned().collect();
    edit_lists(built.register(), &listed).map_err(|error| RecallError::Unfit(entry, error.to_string()))?;
    end_with(built.register(), entry)?;
    Ok(built)
}

/// Lets the journal, and what is kept with it, end with an entry.
fn end_with(register: &Register, entry: u64) -> Result<()> {
    let open = register.open_now()?;
    let trees = &open.trees;
    for tree in [&trees.journal, &trees.acts, &trees.edits, &trees.past] {
        for key in tree.raw().range((entry + 1).to_be_bytes()..).keys() {
            tree.raw().remove(key?)?;
        }
    }
    let meta = Meta { journal: entry, ..register.meta() };
    trees.put_meta(&meta)?;
    register.set_meta(meta);
    Ok(())
}
