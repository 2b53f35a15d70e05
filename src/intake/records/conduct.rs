//! The conduct roster, 奖惩.

use super::Context;
use crate::intake::cell;
use crate::intake::cells::Cells;
use crate::intake::check::Key;
use crate::intake::kind::{Column, Need, Personal, columns};
use crate::intake::person::{self, Document};
use crate::intake::refusal::Refusal;
use crate::model::{Conduct, ConductKind};

columns! {
    Person = Column::new("身份证号").need(Need::Cell).key().personal(Personal::Identity);
    Kind = Column::new("类别").need(Need::Cell).of::<ConductKind>();
    Name = Column::new("名称").need(Need::Cell).key();
    By = Column::new("授予组织");
    On = Column::new("日期").need(Need::Cell).key();
    Number = Column::new("文号");
}

/// The column of the person, which a refusal of somebody nobody knows is about.
pub(in crate::intake) static PERSON: &Column = &COLUMNS[Field::Person as usize];

pub(in crate::intake) fn read(_: &Context<'_>, cells: &mut Cells<'_>) -> Result<(Conduct, Key), Refusal> {
    let person = cells.required(Field::Person, |text| person::identity(text, Document::Resident))?.key();
    let kind = cells.required(Field::Kind, cell::word)?;
    let name = cells.required(Field::Name, cell::text)?;
    let by = cells.optional(Field::By, cell::text).unwrap_or_default();
    let on = cells.required(Field::On, cell::day)?;
    let number = cells.optional(Field::Number, cell::text).unwrap_or_default();
    let key = Key { person: person.0, ..Key::of(&(&name, on)) };
    Ok((Conduct { person, kind, name, by, on, number }, key))
}
