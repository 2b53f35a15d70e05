//! The graduates roster, 毕业生底数.

use super::Context;
use crate::intake::cell;
use crate::intake::cells::Cells;
use crate::intake::check::Key;
use crate::intake::kind::{Column, Need, columns};
use crate::intake::refusal::Refusal;
use crate::model::GraduateBase;

columns! {
    School = Column::new("学校组织编码").need(Need::Cell).key();
    Year = Column::new("毕业年度").need(Need::Cell).key();
    Members = Column::new("毕业生团员数").need(Need::Cell);
    Submitted = Column::new("上报时间");
}

pub(in crate::intake) fn read(context: &Context<'_>, cells: &mut Cells<'_>) -> Result<(GraduateBase, Key), Refusal> {
    let school = cells.required(Field::School, |code| context.org(code))?;
    let year = cells.required(Field::Year, cell::year)?;
    let members = cells.required(Field::Members, cell::whole)?;
    let submitted = cells.given(Field::Submitted, cell::instant)?;
    Ok((GraduateBase { school, year, members, submitted }, Key::of(&(school, year))))
}
