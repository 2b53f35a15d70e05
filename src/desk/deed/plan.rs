//! The dry run of deeds: every row that would change, every effect in words, every refusal.

use anyhow::{Result, bail};

use super::work::{Stop, Work};
use crate::desk::Desk;
use crate::desk::act::{CommitError, Committed, Refused};
use crate::lang::Lang;
use crate::model::{Change, RowEdit};

/// One effect, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The place of its deed among the changes asked for.
    pub item: usize,
    zh: String,
    en: String,
}

impl Effect {
    /// An effect told in both languages.
    pub(crate) fn new(item: usize, told: impl Fn(Lang) -> String) -> Self {
        Self { item, zh: told(Lang::Zh), en: told(Lang::En) }
    }

    /// In one language.
    pub fn say(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// What a commit would do.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The rows that change, in their order.
    pub edits: Vec<RowEdit>,
    /// The same in words, and what follows from it.
    pub effects: Vec<Effect>,
    /// The deeds that cannot be, each with its reason; the others stand.
    pub refused: Vec<Refused>,
    /// Whether organisations come, go or move, so that the register is built anew: seconds instead of milliseconds.
    pub structural: bool,
    /// How many deeds stand.
    pub items: usize,
}

impl Desk {
    /// What deeds would do if `by` did them now. Writes nothing.
    ///
    /// # Errors
    /// See [`CommitError`].
    pub fn plan(&self, by: &str, changes: &[Change]) -> Result<Plan, CommitError> {
        if self.at() != self.present() {
            return Err(CommitError::Past(self.at()));
        }
        let mut work = Work::new(self)?;
        work.by = by.trim().to_owned();
        work.look_up(changes)?;
        let mut plan = Plan::default();
        for (item, change) in changes.iter().enumerate() {
            let Change::Deed { deed, on, values } = change else { return Err(CommitError::Mixed) };
            work.item = item;
            match work.perform(*deed, on, values) {
                Ok(()) => plan.items += 1,
                Err(Stop::Refused(field, why)) => {
                    plan.refused.push(Refused { on: None, item: Some(item), field, why });
                }
                Err(Stop::Register(error)) => return Err(error.into()),
            }
        }
        (plan.edits, plan.effects, plan.structural) = (work.edits, work.effects, work.structural);
        Ok(plan)
    }

    /// Makes deeds in the name of `by`.
    pub(in crate::desk) fn make(&self, by: &str, changes: &[Change]) -> Result<Committed, CommitError> {
        let plan = self.plan(by, changes)?;
        let refused = plan.refused;
        if plan.edits.is_empty() {
            return Ok(Committed { refused, ..Committed::default() });
        }
        let mut deeds = changes.iter().filter_map(|change| match change {
            Change::Deed { deed, .. } => Some(deed.id()),
            _ => None,
        });
        let first = deeds.next().unwrap_or_default();
        let verb = if deeds.all(|deed| deed == first) { first } else { "deeds" };
        let entry = self.apply(by, verb, &plan.edits, plan.structural, None)?;
        Ok(Committed { entry: Some(entry), verb: verb.to_owned(), changed: plan.items as u64, refused })
    }

    /// The rows that an entry of the journal changed.
    pub(super) fn edits_of(&self, _entry: u64) -> Result<Vec<RowEdit>> {
        Ok(Vec::new())
    }

    /// Writes edits with their entry in the journal.
    fn apply(
        &self,
        _by: &str,
        _verb: &str,
        _edits: &[RowEdit],
        _structural: bool,
        _undoes: Option<u64>,
    ) -> Result<u64> {
        bail!("the register cannot change rows yet")
    }
}
