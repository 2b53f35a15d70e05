//! The activities roster, 活动.

use super::Context;
use crate::intake::cell;
use crate::intake::cells::Cells;
use crate::intake::check::Key;
use crate::intake::kind::{Column, Need, columns};
use crate::intake::refusal::Refusal;
use crate::model::{Activity, ActivityKind};

columns! {
    Org = Column::new("组织编码").need(Need::Cell).key();
    Kind = Column::new("活动类型").need(Need::Cell).of::<ActivityKind>();
    Topic = Column::new("主题").need(Need::Cell).key();
    On = Column::new("日期").need(Need::Cell).key();
    Expected = Column::new("应到人数");
    Present = Column::new("实到人数");
    Graduation = Column::new("毕业教育三项").flag();
}

pub(in crate::intake) fn read(context: &Context<'_>, cells: &mut Cells<'_>) -> Result<(Activity, Key), Refusal> {
    let org = cells.required(Field::Org, |code| context.org(code))?;
    let kind = cells.required(Field::Kind, cell::word)?;
    let topic = cells.required(Field::Topic, cell::text)?;
    let on = cells.required(Field::On, cell::day)?;
    let expected = cells.given(Field::Expected, cell::whole)?;
    let present = cells.given(Field::Present, cell::whole)?;
    let graduation = cells.optional(Field::Graduation, cell::flag).unwrap_or_default();
    let key = Key::of(&(org, &topic, on));
    Ok((Activity { org, kind, topic, on, expected, present, graduation }, key))
}
