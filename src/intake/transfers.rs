//! The transfers roster, 组织关系转接.

use compact_str::CompactString;

use super::cell;
use super::cells::Cells;
use super::check::{Check, Key};
use super::directory::Directory;
use super::kind::{Column, Need, Personal, columns};
use super::person::{self, Document};
use super::refusal::{Caution, Reason, Refusal};
use crate::model::{Hop, IdKey, Transfer, TransferKind, TransferState};
use crate::store::{Listing, Source};

columns! {
    No = Column::new("申请编号").need(Need::Cell).key();
    Person = Column::new("身份证号").need(Need::Cell).personal(Personal::Identity);
    Kind = Column::new("转接类型").need(Need::Cell).of::<TransferKind>();
    Reason = Column::new("转接原因");
    From = Column::new("转出组织编码").need(Need::Cell);
    To = Column::new("转入组织编码");
    Begun = Column::new("发起时间").need(Need::Cell);
    State = Column::new("状态码").need(Need::Cell);
    Arrived = Column::new("当前环节到达时间").need(Need::Cell);
    Closed = Column::new("办结时间");
    Graduate = Column::new("毕业生").flag();
    Hops = Column::new("各环节");
}

/// The column of the person, which a remark about somebody on no roster is about.
pub(super) static PERSON: &Column = &COLUMNS[Field::Person as usize];

/// Keeps the rows of transfers rosters.
pub(super) struct TransferCheck<'o> {
    directory: &'o Directory<'o>,
    pub(super) taken: Listing<Transfer>,
    /// Whose each row is, so that none must be unpacked to ask who is known.
    pub(super) persons: Vec<(Source, IdKey)>,
}

impl<'o> TransferCheck<'o> {
    pub(super) fn new(directory: &'o Directory<'o>) -> Self {
        Self { directory, taken: Listing::default(), persons: Vec::new() }
    }
}

impl Check for TransferCheck<'_> {
    fn check(&mut self, cells: &mut Cells<'_>) -> Result<Option<Key>, Refusal> {
        let row = read(self.directory, cells)?;
        let (key, source) = (Key::of(&row.no), cells.source());
        cells.required(Field::No, |_| self.taken.push(source, &row).map_err(|_| Reason::TooLong))?;
        self.persons.push((source, row.person));
        Ok(Some(key))
    }
}

/// Reads one row.
pub(super) fn read(directory: &Directory<'_>, cells: &mut Cells<'_>) -> Result<Transfer, Refusal> {
    let org = |code: &str| directory.id(&cell::fold(code)).ok_or(Reason::UnknownOrg);
    let no: CompactString = cells.required(Field::No, |text| cell::text(cell::unrounded(&cell::fold(text))?))?;
    // The roster has no document type: whatever stands here must be somebody's key elsewhere.
    let person = cells.required(Field::Person, |text| person::identity(text, Document::Resident))?.key();
    let kind = cells.required(Field::Kind, cell::word::<TransferKind>)?;
    let reason = cells.optional(Field::Reason, cell::text).unwrap_or_default();
    let from = cells.required(Field::From, org)?;
    let to = match kind {
        TransferKind::Inside => cells.given(Field::To, org)?,
        // A place outside is not among the register's organisations; that is no fault of the row.
        TransferKind::Outside | TransferKind::Returned => cells.optional(Field::To, org),
    };
    let begun = cells.required(Field::Begun, cell::instant)?;
    let state =
        cells.required(Field::State, |text| TransferState::of(cell::whole(text)?).ok_or(Reason::TransferState))?;
    let arrived = cells.required(Field::Arrived, cell::instant)?;
    let closed = cells.given(Field::Closed, cell::instant)?;
    if closed.is_none() && state.ending().is_some() {
        cells.remark_here(Field::Closed, Caution::NoClosingTime);
    }
    let mut hops = cells.given(Field::Hops, |text| hops(text, kind))?.unwrap_or_default();
    if let Some(step) = state.step(kind)
        && hops.iter().all(|hop| hop.step != step)
    {
        hops.push(Hop { step, arrived, answered: None });
        hops.sort_by_key(|hop| hop.step);
    }
    let graduate = cells.optional(Field::Graduate, cell::flag).unwrap_or_default();
    Ok(Transfer { no, person, kind, reason, from, to, begun, state, arrived, closed, graduate, hops })
}

/// `到达>办理;到达>办理;到达>`: an empty piece is a hop nothing is known of.
fn hops(text: &str, kind: TransferKind) -> Result<Vec<Hop>, Reason> {
    let folded = cell::fold(text);
    let mut hops = Vec::new();
    for (at, piece) in folded.trim_end_matches([';', ' ']).split(';').enumerate() {
        let step = at as u8 + 1;
        if step > kind.hops() {
            return Err(Reason::Hops);
        }
        let (arrived, answered) = piece.split_once('>').unwrap_or((piece, ""));
        let (arrived, answered) = (arrived.trim(), answered.trim());
        if arrived.is_empty() && answered.is_empty() {
            continue;
        }
        if arrived.is_empty() || answered.contains('>') {
            return Err(Reason::Hops);
        }
        let answered = if answered.is_empty() { None } else { Some(cell::instant(answered)?) };
        hops.push(Hop { step, arrived: cell::instant(arrived)?, answered });
    }
    Ok(hops)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Instant, TimeError};

    #[test]
    fn hops_in_every_form() {
        let time = |text: &str| Instant::parse(text).unwrap();
        let hop = |step, arrived: &str, answered: Option<&str>| Hop {
            step,
            arrived: time(arrived),
            answered: answered.map(time),
        };
        let (a, b, c) = ("2018-06-01 08:00", "2018-06-02 09:30:15", "2018-06-03 10:00");
        let inside = TransferKind::Inside;
        for (text, expected) in [
            (format!("{a}>{b};{b}>{c};{c}>"), Ok(vec![hop(1, a, Some(b)), hop(2, b, Some(c)), hop(3, c, None)])),
            (format!("{a}＞{b}；{b}"), Ok(vec![hop(1, a, Some(b)), hop(2, b, None)])),
            (format!("{a}>{b};;{c}>;"), Ok(vec![hop(1, a, Some(b)), hop(3, c, None)])),
            (format!("{a}>{b}>{c}"), Err(Reason::Hops)),
            (format!(">{b}"), Err(Reason::Hops)),
            (format!("{a};{a};{a};{a};{a}"), Err(Reason::Hops)),
            ("某日>".into(), Err(Reason::Time(TimeError::Form))),
        ] {
            assert_eq!(hops(&text, inside), expected, "{text}");
        }
        assert_eq!(hops(&format!("{a};{b};{c}"), TransferKind::Outside), Err(Reason::Hops));
    }
}
