//! The attest roster, 事项申报.

use super::Context;
use crate::intake::cell;
use crate::intake::cells::Cells;
use crate::intake::check::Key;
use crate::intake::kind::{Column, Need, columns};
use crate::intake::refusal::{Reason, Refusal};
use crate::model::Attest;

columns! {
    Org = Column::new("组织编码").need(Need::Cell).key();
    Item = Column::new("事项").need(Need::Cell).key();
    At = Column::new("申报时间").need(Need::Cell);
    Post = Column::new("申报岗位");
    Note = Column::new("说明");
}

pub(in crate::intake) fn read(context: &Context<'_>, cells: &mut Cells<'_>) -> Result<(Attest, Key), Refusal> {
    let org = cells.required(Field::Org, |code| context.org(code))?;
    let item = cells.required(Field::Item, |text| {
        let text = cell::fold(text);
        context.items.iter().find(|item| **item == *text).cloned().ok_or(Reason::UnknownItem)
    })?;
    let at = cells.required(Field::At, cell::instant)?;
    let post = cells.optional(Field::Post, cell::text).unwrap_or_default();
    let note = cells.optional(Field::Note, cell::text).unwrap_or_default();
    let key = Key::of(&(org, &item));
    Ok((Attest { org, item, at, post, note }, key))
}
