//! One row under check: its cells by column, and the remarks it earns.

use std::borrow::Cow;

use super::cell;
use super::guard::unguard;
use super::header::{ABSENT, Header};
use super::kind::Column;
use super::refusal::{Caution, Reason, Refusal, Warning};
use crate::store::Source;

/// The cells of one row, by the columns of its kind.
pub(super) struct Cells<'r> {
    columns: &'static [Column],
    places: &'r [u16],
    fields: &'r [Cow<'r, str>],
    source: Source,
    remarks: &'r mut Vec<Warning>,
}

impl<'r> Cells<'r> {
    pub(super) fn new(
        header: &'r Header,
        fields: &'r [Cow<'r, str>],
        source: Source,
        remarks: &'r mut Vec<Warning>,
    ) -> Self {
        remarks.clear();
        let cells = Self { columns: header.kind.columns(), places: &header.places, fields, source, remarks };
        if fields.len() > header.width && fields[header.width..].iter().any(|field| !field.trim().is_empty()) {
            cells.remarks.push(Warning { source, column: None, value: "".into(), caution: Caution::Ragged });
        }
        cells
    }

    pub(super) fn source(&self) -> Source {
        self.source
    }

    fn raw(&self, at: usize) -> &'r str {
        match self.places[at] {
            ABSENT => "",
            place => self.fields.get(usize::from(place)).map_or("", |field| field.as_ref()),
        }
    }

    fn visible(&mut self, at: usize) -> Cow<'r, str> {
        let raw = self.raw(at);
        let (text, dropped) = cell::clean(raw);
        if dropped {
            self.remark(at, &text, Caution::Invisible);
        }
        match text {
            Cow::Borrowed(text) => Cow::Borrowed(unguard(text)),
            Cow::Owned(text) => Cow::Owned(unguard(&text).to_owned()),
        }
    }

    /// Notes something odd about a row that is taken all the same.
    pub(super) fn remark(&mut self, at: impl Into<usize>, value: &str, caution: Caution) {
        let column = &self.columns[at.into()];
        let value = column.shown(value).into();
        self.remarks.push(Warning { source: self.source, column: Some(column), value, caution });
    }

    /// Notes something odd about a cell as it stands.
    pub(super) fn remark_here(&mut self, at: impl Into<usize>, caution: Caution) {
        let at = at.into();
        self.remark(at, self.raw(at), caution);
    }

    /// What a filled cell says; the row is refused where it says nothing the column can hold.
    pub(super) fn given<T>(
        &mut self,
        at: impl Into<usize>,
        parse: impl FnOnce(&str) -> Result<T, Reason>,
    ) -> Result<Option<T>, Refusal> {
        let at = at.into();
        let text = self.visible(at);
        if text.is_empty() {
            return Ok(None);
        }
        parse(&text).map(Some).map_err(|reason| self.refuse(at, &text, reason))
    }

    /// What a cell says that must be filled.
    pub(super) fn required<T>(
        &mut self,
        at: impl Into<usize>,
        parse: impl FnOnce(&str) -> Result<T, Reason>,
    ) -> Result<T, Refusal> {
        let at = at.into();
        self.given(at, parse)?.ok_or_else(|| self.refuse(at, "", Reason::Empty))
    }

    /// What a cell says, if anything; what it cannot hold is dropped with a remark.
    pub(super) fn optional<T>(
        &mut self,
        at: impl Into<usize>,
        parse: impl FnOnce(&str) -> Result<T, Reason>,
    ) -> Option<T> {
        let at = at.into();
        if self.places[at] == ABSENT {
            return None;
        }
        let text = self.visible(at);
        if text.is_empty() {
            return None;
        }
        match parse(&text) {
            Ok(value) => Some(value),
            Err(reason) => {
                let reason = if cell::unrounded(&text).is_err() { Reason::Rounded } else { reason };
                self.remark(at, &text, Caution::Dropped(reason));
                None
            }
        }
    }

    /// Refuses the row where a number was masked on its way out: taken in, it would replace the whole one.
    pub(super) fn unmasked(&self, at: impl Into<usize>) -> Result<(), Refusal> {
        let at = at.into();
        let text = self.raw(at);
        if text.contains('*') { Err(self.refuse(at, text, Reason::Masked)) } else { Ok(()) }
    }

    fn refuse(&self, at: usize, text: &str, reason: Reason) -> Refusal {
        let column = &self.columns[at];
        let reason = if cell::unrounded(text).is_err() { Reason::Rounded } else { reason };
        Refusal { source: self.source, column: Some(column), value: column.shown(text).into(), reason }
    }
}
