//! Deeds of an operator who looks after a subtree: done to the whole register, once it is sure that nothing outside is named.
//!
//! What follows of itself may reach outside: the last agreement to a transfer takes the member out of a branch elsewhere.

use super::form::Form;
use super::{FieldKind, Plan, fields_of, refuse_unknown};
use crate::desk::scoped::Scoped;
use crate::desk::{CommitError, Desk, Refusal, Refused};
use crate::model::{Change, Deed, OrgTree, Pos, Subject, Values};

type Result<T> = anyhow::Result<T>;

impl Desk {
    /// What deeds would do, as far as they are done inside.
    pub(super) fn plan_within(
        &self,
        scoped: &Scoped,
        by: &str,
        changes: &[Change],
    ) -> std::result::Result<Plan, CommitError> {
        let tree = self.tree()?;
        let (mut inside, mut items, mut refused) = (Vec::new(), Vec::new(), Vec::new());
        for (item, change) in changes.iter().enumerate() {
            let Change::Deed { deed, on, values } = change else { return Err(CommitError::Mixed) };
            let outside = match self.outside(*deed, on)? {
                Some(why) => Some((None, why)),
                None => foreign(&tree, *deed, values),
            };
            match outside {
                Some((field, why)) => refused.push(Refused { on: None, item: Some(item), field, why }),
                None => {
                    inside.push(change.clone());
                    items.push(item);
                }
            }
        }
        let mut plan = scoped.whole.plan(by, &inside)?;
        for mut no in plan.refused.drain(..) {
            no.item = no.item.and_then(|item| items.get(item).copied());
            no.why = match no.why {
                // Where somebody stands outside is not told.
                Refusal::MemberOf(label) if !has_label(&tree, &label) => Refusal::MemberElsewhere,
                why => why,
            };
            refused.push(no);
        }
        refused.sort_by_key(|no| no.item);
        plan.refused = refused;
        Ok(plan)
    }

    /// The form of a deed on a subject inside.
    pub(super) fn form_within(
        &self,
        scoped: &Scoped,
        deed: Deed,
        on: &Subject,
    ) -> Result<std::result::Result<Form, Refusal>> {
        if let Some(why) = self.outside(deed, on)? {
            return Ok(Err(why));
        }
        Ok(match scoped.whole.form(deed, on)? {
            Ok(form) => Ok(form.told_by(self.tree()?)),
            no => no,
        })
    }

    /// Why a deed is not done to what lies outside; `None` for what lies inside.
    fn outside(&self, deed: Deed, on: &Subject) -> Result<Option<Refusal>> {
        if let Subject::Request { from, no } = on {
            let seen = self.register().transfers_of(*from)?.iter().any(|request| request.no == *no);
            return Ok((!seen).then_some(Refusal::NoRequest));
        }
        let Some(pos) = self.places()?.get(&on.org()).copied() else { return Ok(Some(Refusal::NoOrg)) };
        // What stands above one's own root is not one's own.
        let uproots = matches!(deed, Deed::OrgMove | Deed::OrgMerge | Deed::OrgClose);
        Ok((uproots && pos == Pos(0)).then_some(Refusal::WrongSubject))
    }
}

/// The first field that names an organisation outside, refused like one that does not exist.
fn foreign(tree: &OrgTree, deed: Deed, values: &Values) -> Option<(Option<&'static str>, Refusal)> {
    let unknown =
        |text: Option<&str>| text.is_some_and(|text| !text.trim().is_empty() && tree.find(text.trim()).is_none());
    let field =
        fields_of(deed).into_iter().find(|field| field.kind == FieldKind::Org && unknown(values.get(field.id)))?;
    Some((Some(field.id), refuse_unknown(deed, field.id)))
}

fn has_label(tree: &OrgTree, label: &str) -> bool {
    (0..tree.len() as u32).any(|at| tree.label(Pos(at)) == label)
}
