//! The dues roster, 团费.

use super::cell;
use super::cells::Cells;
use super::check::{Check, Key};
use super::directory::Directory;
use super::kind::{Column, Need, Personal, columns};
use super::known::Persons;
use super::person::{self, Document};
use super::refusal::{Reason, Refusal};
use crate::model::{Channel, Fen, IdKey, Payment};
use crate::store::{PaymentDeal, PaymentRow};

columns! {
    Person = Column::new("身份证号").need(Need::Cell).key().personal(Personal::Identity);
    Month = Column::new("所属月份").need(Need::Cell).key();
    Due = Column::new("应交金额");
    Paid = Column::new("实交金额").need(Need::Cell);
    At = Column::new("缴纳时间").need(Need::Cell);
    Channel = Column::new("渠道").of::<Channel>();
    Branch = Column::new("所属团支部编码");
}

static PERSON: &Column = &COLUMNS[Field::Person as usize];

/// Packs the rows of dues rosters.
pub(super) struct DuesCheck<'o> {
    directory: &'o Directory<'o>,
    pub(super) taken: PaymentDeal,
}

impl<'o> DuesCheck<'o> {
    pub(super) fn new(directory: &'o Directory<'o>) -> Self {
        Self { directory, taken: PaymentDeal::default() }
    }
}

impl Check for DuesCheck<'_> {
    fn check(&mut self, cells: &mut Cells<'_>) -> Result<Option<Key>, Refusal> {
        let (person, payment) = read(self.directory, cells)?;
        self.taken.push(&PaymentRow { person, payment, source: cells.source() });
        // A year of a province would be a gigabyte of keys: what is there twice is found person by person, below.
        Ok(None)
    }
}

/// Reads one row, and whose it is.
pub(super) fn read(directory: &Directory<'_>, cells: &mut Cells<'_>) -> Result<(IdKey, Payment), Refusal> {
    let person = cells.required(Field::Person, |text| person::identity(text, Document::Resident))?.key();
    let month = cells.required(Field::Month, cell::month)?;
    let due = cells.given(Field::Due, cell::hundredths)?.map(Fen);
    let paid = Fen(cells.required(Field::Paid, cell::hundredths)?);
    let at = cells.required(Field::At, cell::instant)?;
    let channel = cells.optional(Field::Channel, cell::word);
    // Which branch a month belongs to is told by where its member then stood; the code is only looked at.
    cells.optional(Field::Branch, |code| directory.find(&cell::fold(code)).map(|_| ()).ok_or(Reason::UnknownOrg));
    Ok((person, Payment { month, due, paid, at, channel }))
}

/// The payments of persons whom nobody knows, and the second of two for one month in one file.
pub(super) fn refused(deal: &PaymentDeal, persons: &Persons<'_>) -> anyhow::Result<Vec<Refusal>> {
    let unknown = persons.unknown(deal.persons())?;
    let mut out = Vec::new();
    let refusal = |row: &PaymentRow, reason| Refusal {
        source: row.source,
        column: Some(PERSON),
        value: row.person.masked().into(),
        reason,
    };
    for share in (0..).map_while(|at| deal.share(at)) {
        let mut first: Option<(IdKey, PaymentRow)> = None;
        for row in share {
            if unknown.binary_search(&row.person).is_ok() {
                out.push(refusal(&row, Reason::UnknownPerson));
                continue;
            }
            match first {
                Some((person, earlier))
                    if (person, earlier.payment.month, earlier.source.file)
                        == (row.person, row.payment.month, row.source.file) =>
                {
                    out.push(refusal(&row, Reason::Duplicate { first: earlier.source.row }));
                }
                _ => first = Some((row.person, row)),
            }
        }
    }
    Ok(out)
}
