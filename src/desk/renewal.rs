//! The desk after rows were edited in place: what it has worked out is renewed where the edits make it different.

use std::sync::{Arc, OnceLock, PoisonError, TryLockError};

use anyhow::Result;

use super::answers::Answers;
use super::{Desk, Standing};
use crate::judge::judge;
use crate::model::{Pos, Row, RowEdit};
use crate::store::{Before, EditError, Edited, Ground, JournalEntry, Signed, collect_some, is_structural};

/// Beyond so many organisations all are judged again: it is quicker.
pub(super) const FEW: usize = 400;

/// What a renewal did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Renewed {
    /// Nothing was known yet, or it knew of the edits already.
    Nothing,
    /// The facts of these organisations moved; all others stayed.
    Some(Vec<Pos>),
    /// All rows were looked at.
    All,
    /// Organisations came, went or moved: everything is to be worked out anew.
    Structure,
}

impl Desk {
    /// Edits rows in place and renews what was worked out.
    ///
    /// # Errors
    /// See [`EditError`]; nothing was edited then.
    pub fn edit(&self, signed: &Signed<'_>, edits: &[RowEdit]) -> Result<(JournalEntry, Renewed), EditError> {
        let entry = self.register().edit(signed, edits)?;
        // What follows of itself, like payments that go with their person, is kept with the rest.
        let renewed = self.renew(entry.number, &self.register().edits(entry.number)?)?;
        Ok((entry, renewed))
    }

    /// Renews the answers after the entry `entry` of the journal made `edits` in place, in that order. A question that is
    /// under way finishes on the answers it began with.
    ///
    /// Milliseconds at province scale for a few rows; seconds the first time where there are transfers, after which it is
    /// known who moved, and where the edits are of what an organisation is or of a whole list.
    ///
    /// # Errors
    /// A register that cannot be read; everything is worked out anew then when it is next asked for.
    pub fn renew(&self, entry: u64, edits: &[RowEdit]) -> Result<Renewed> {
        if let Some(scoped) = self.scoped() {
            let renewed = scoped.whole.renew(entry, edits);
            self.see_again()?;
            // Positions of a part say nothing of those of the whole.
            return renewed.map(|what| if what == Renewed::Structure { what } else { Renewed::All });
        }
        let mut ground = self.renewing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.answers();
        let renewed = self.renewed(&before, &mut ground, entry, edits);
        let (answers, what) = match renewed {
            Ok((answers, what)) => (answers, Ok(what)),
            Err(error) => {
                *ground = None;
                (Answers::default(), Err(error))
            }
        };
        *self.answers.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(answers);
        what
    }

    fn renewed(
        &self,
        before: &Answers,
        ground: &mut Option<Ground>,
        entry: u64,
        edits: &[RowEdit],
    ) -> Result<(Answers, Renewed)> {
        if is_structural(edits) {
            *ground = None;
            return Ok((Answers::default(), Renewed::Structure));
        }
        let has =
            |is: fn(&Row) -> bool| edits.iter().any(|edit| [&edit.before, &edit.after].into_iter().flatten().any(is));
        let of_orgs = has(|row| matches!(row, Row::Org { .. }));
        let of_transfers = has(|row| matches!(row, Row::Transfer(_)));
        let of_posts = has(|row| matches!(row, Row::Post { .. }));
        let of_activities = has(|row| matches!(row, Row::Activity(_)));
        let of_conduct = has(|row| matches!(row, Row::Conduct(_)));
        let standing = match before.standing.try_lock() {
            Ok(standing) => standing.clone(),
            // It is being worked out, out of rows before and after.
            Err(TryLockError::WouldBlock) => None,
            Err(TryLockError::Poisoned(standing)) => standing.into_inner().clone(),
        };
        let after = Answers {
            tree: if of_orgs { OnceLock::new() } else { before.tree.clone() },
            places: before.places.clone(),
            holders: if of_posts { OnceLock::new() } else { before.holders.clone() },
            activities: if of_activities { OnceLock::new() } else { before.activities.clone() },
            conduct: if of_conduct { OnceLock::new() } else { before.conduct.clone() },
            board: if of_transfers || of_orgs { OnceLock::new() } else { before.board.clone() },
            print: before.print.clone(),
            begun: if of_orgs { OnceLock::new() } else { before.begun.clone() },
            ..Answers::default()
        };
        let what = match standing {
            Some(standing) if standing.entry >= entry => {
                before.lives.carry(&after.lives, Arc::clone);
                self.keep_standing(&after, standing);
                Renewed::Nothing
            }
            Some(standing) => {
                let (now, what) = self.standing_after(&standing, &after, ground, entry, edits)?;
                before.lives.carry(&after.lives, |history| Arc::new(history.amend(&standing.judged, &now.judged)));
                self.keep_standing(&after, Arc::new(now));
                what
            }
            None => {
                let places = self.places_of(&after)?;
                if let Some(ground) = ground {
                    ground.pass(edits, &places);
                }
                Renewed::Nothing
            }
        };
        if let Some(finder) = before.search.get() {
            let touched = of_orgs || has(|row| matches!(row, Row::Member { .. }));
            let finder = match touched && !finder.knows(entry) {
                false => Some(Arc::clone(finder)),
                // What cannot be laid over is loaded when it is next asked for.
                true => finder.after(self, &after, entry, edits).ok().map(Arc::new),
            };
            finder.into_iter().for_each(|finder| drop(after.search.set(finder)));
        }
        Ok((after, what))
    }

    fn keep_standing(&self, answers: &Answers, standing: Arc<Standing>) {
        *answers.standing.lock().unwrap_or_else(PoisonError::into_inner) = Some(standing);
    }

    fn standing_after(
        &self,
        before: &Standing,
        answers: &Answers,
        ground: &mut Option<Ground>,
        entry: u64,
        edits: &[RowEdit],
    ) -> Result<(Standing, Renewed)> {
        let tree = self.tree_of(answers)?;
        let places = self.places_of(answers)?;
        let ground = match ground {
            Some(ground) => ground,
            none => {
                let made = self.register().edits_here()?.into_iter().filter(|(made, _)| *made < entry);
                none.insert(Ground::of(&made.map(|(_, edit)| edit).collect::<Vec<_>>(), &places))
            }
        };
        let thresholds = self.thresholds(before);
        let edited = Edited {
            register: self.register(),
            index: self.register(),
            tree: &tree,
            places: &places,
            at: before.at,
            thresholds: &thresholds,
            edits,
        };
        let known = Before { facts: &before.facts, flagged: &before.flagged, until: before.until };
        let Some(again) = collect_some(edited, ground, known)? else {
            let standing = self.take_standing(before.at, answers, &|_| {})?;
            return Ok((standing, Renewed::All));
        };
        let mut facts = again.facts;
        if edits.iter().any(|edit| matches!(edit.before.as_ref().or(edit.after.as_ref()), Some(Row::Attest(_)))) {
            facts.declared = self.declared_of(before.at, answers)?;
        }
        let rules = &before.rule_set;
        let judged = if again.touched.len() > FEW {
            judge(&facts, rules)
        } else {
            let mut judged = before.judged.clone();
            judged.again(&facts, rules, &again.touched);
            judged
        };
        let flagged = again.flagged.map_or_else(|| Arc::clone(&before.flagged), Arc::new);
        Ok((before.with(tree, facts, judged, (flagged, again.until, entry)), Renewed::Some(again.touched)))
    }
}
