//! The ledger of the new sectors, 两新台账.

use super::Context;
use crate::intake::cell;
use crate::intake::cells::Cells;
use crate::intake::check::Key;
use crate::intake::kind::{Column, Need, columns};
use crate::intake::refusal::{Reason, Refusal};
use crate::model::{CreditCode, DivisionCode, LedgerUnit, UnitKind};

columns! {
    Name = Column::new("单位名称").need(Need::Cell);
    Credit = Column::new("统一社会信用代码").need(Need::Cell).key();
    Kind = Column::new("单位类型").need(Need::Cell).of::<UnitKind>();
    Division = Column::new("行政区划代码").need(Need::Cell);
    Party = Column::new("已建党组织").flag();
    AboveScale = Column::new("规模以上").flag();
    ManyYoung = Column::new("青年集中").flag();
    Young = Column::new("从业青年数");
    Confirmed = Column::new("确认时间");
    Org = Column::new("建团组织编码");
}

pub(in crate::intake) fn read(context: &Context<'_>, cells: &mut Cells<'_>) -> Result<(LedgerUnit, Key), Refusal> {
    let name = cells.required(Field::Name, cell::text)?;
    let credit =
        cells.required(Field::Credit, |text| CreditCode::parse(&cell::fold(text)).map_err(|_| Reason::Credit))?;
    let kind = cells.required(Field::Kind, cell::word)?;
    let division =
        cells.required(Field::Division, |text| DivisionCode::parse(&cell::fold(text)).map_err(|_| Reason::Code))?;
    let unit = LedgerUnit {
        name,
        kind,
        division,
        party: cells.optional(Field::Party, cell::flag),
        above_scale: cells.optional(Field::AboveScale, cell::flag),
        many_young: cells.optional(Field::ManyYoung, cell::flag),
        young: cells.given(Field::Young, cell::whole)?,
        confirmed: cells.given(Field::Confirmed, cell::instant)?,
        // A unit whose organisation nobody knows is a unit without one, and stays in the ledger as such.
        org: cells.optional(Field::Org, |code| context.org(code)),
        credit,
    };
    let key = Key::of(&unit.credit);
    Ok((unit, key))
}
