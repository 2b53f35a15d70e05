//! The dry run of deeds: every row that would change, every effect in words, every refusal.

use anyhow::{Result, bail};

use super::BATCH;
use super::tell::row_words;
use super::work::{Stop, Work};
use crate::desk::act::{CommitError, Committed, Refused};
use crate::desk::{Desk, Refusal};
use crate::lang::Lang;
use crate::model::{Change, RowEdit};
use crate::store::{EditError, JournalEntry, Signed, Thresholds, is_structural};

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
        if let Some(scoped) = self.scoped() {
            return self.plan_within(scoped, by, changes);
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
        let verb = if deeds.all(|deed| deed == first) { first } else { BATCH };
        Ok(match self.apply(by, verb, &plan.edits, None)? {
            Ok(entry) => Committed { entry: Some(entry), verb: verb.to_owned(), changed: plan.items as u64, refused },
            Err(why) => {
                let refused = refused.into_iter().chain([Refused::act(None, why)]).collect();
                Committed { verb: verb.to_owned(), refused, ..Committed::default() }
            }
        })
    }

    /// The rows that an entry of the journal changed.
    pub(super) fn edits_of(&self, entry: u64) -> Result<Vec<RowEdit>> {
        self.register().edits(entry)
    }

    /// Writes edits with their entry in the journal, and gives its number; or why none was written.
    pub(in crate::desk) fn apply(
        &self,
        by: &str,
        verb: &str,
        edits: &[RowEdit],
        undoes: Option<u64>,
    ) -> Result<Result<u64, Refusal>> {
        if let Some(scoped) = self.scoped() {
            let applied = scoped.whole.apply(by, verb, edits, undoes)?;
            self.see_again()?;
            return Ok(applied);
        }
        let (recorded, effective) = (self.clock().now(), self.present());
        let signed = Signed { verb, author: by, recorded, effective, undoes };
        let done =
            if is_structural(edits) { self.rebuild(&signed, edits) } else { self.register().edit(&signed, edits) };
        match done {
            Ok(entry) => {
                // What follows of itself, like payments that go with their person, is kept with the rest. The rows are saved:
                // what cannot be renewed now is worked out anew when it is next asked for.
                let _ = self.register().edits(entry.number).and_then(|edits| self.renew(entry.number, &edits));
                Ok(Ok(entry.number))
            }
            Err(EditError::Stale { edit, .. }) => {
                let tree = self.tree()?;
                let places = self.places()?;
                let code = |org| places.get(&org).map_or_else(String::new, |pos| tree.code(*pos).to_owned());
                let row = edits.get(edit).and_then(|edit| edit.before.as_ref().or(edit.after.as_ref()));
                let words = |lang| row.map(|row| row_words(lang, row, &code)).unwrap_or_default();
                Ok(Err(Refusal::Stale { zh: words(Lang::Zh), en: words(Lang::En) }))
            }
            Err(EditError::Structural) => bail!("organisations come, go or move"),
            Err(EditError::Register(error)) => Err(error),
        }
    }

    /// Builds the next generation of the register.
    fn rebuild(&self, signed: &Signed<'_>, edits: &[RowEdit]) -> Result<JournalEntry, EditError> {
        let (at, params) = (self.present(), self.rules().params());
        let watch = self.watch();
        self.register().rebuild(signed, edits, &*watch, |before, built| {
            let lost = crate::desk::losses::Before::of(before)?;
            built.judge(at, &Thresholds::at(params, at), &*watch)?;
            lost.map_or(Ok(()), |lost| lost.compare(built.register(), params))
        })
    }
}
