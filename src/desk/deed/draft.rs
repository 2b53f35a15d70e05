//! A row being typed: its cells as a roster would have them, and what the intake makes of them.

use std::borrow::Cow;

use compact_str::CompactString;

use super::names::names;
use super::refuse;
use crate::desk::Refusal;
use crate::intake::{Caution, Column, Kind, Made, Personal, Reason, Row, single, unguard};
use crate::model::{OrgTree, Pos};

/// What a row is read against.
#[derive(Clone, Copy)]
pub(super) struct Against<'a> {
    pub tree: &'a OrgTree,
    /// The metrics that may be declared.
    pub items: &'a [CompactString],
}

/// The cells of one row, whole: never shown, and never printed.
#[derive(Clone)]
pub(super) struct Draft {
    pub kind: Kind,
    cells: Vec<String>,
    given: Vec<bool>,
}

/// A refused cell: its field, and why.
pub(super) type Fault = (Option<&'static str>, Refusal);

impl Draft {
    /// A row with nothing in it.
    pub fn new(kind: Kind) -> Self {
        let columns = kind.columns().len();
        Self { kind, cells: vec![String::new(); columns], given: vec![false; columns] }
    }

    /// The cells of a row that stands.
    pub fn of(kind: Kind, fill: impl FnOnce(&mut Row)) -> Self {
        let mut draft = Self::new(kind);
        // As the intake reads them: what a spreadsheet would take for a formula keeps its apostrophe.
        draft.cells = Row::new(true).filled(fill).cells().map(str::to_owned).collect();
        draft
    }

    /// The cells, of a row that holds nothing personal.
    pub fn cells(&self) -> Vec<String> {
        self.cells.clone()
    }

    fn at(&self, id: &str) -> Option<usize> {
        names(self.kind).iter().position(|name| name.id == id)
    }

    /// What a cell holds.
    pub fn get(&self, id: &str) -> &str {
        self.at(id).map_or("", |at| &self.cells[at])
    }

    /// Puts down what the program knows.
    pub fn fill(&mut self, id: &str, text: impl Into<String>) {
        if let Some(at) = self.at(id) {
            self.cells[at] = text.into();
        }
    }

    /// Puts down what somebody typed: one of the column's words in English stands for the word itself.
    pub fn give(&mut self, id: &str, text: &str) {
        let Some(at) = self.at(id) else { return };
        let column = &self.kind.columns()[at];
        self.cells[at] = word(column, text.trim()).to_owned();
        self.given[at] = true;
    }

    /// What the intake makes of the row. A typed cell that a roster would have dropped with a remark is refused here:
    /// whoever typed it is there to mend it.
    pub fn read(&self, against: Against<'_>) -> Result<Made, Fault> {
        let columns = self.kind.columns();
        for (at, column) in columns.iter().enumerate().filter(|(at, _)| self.given[*at]) {
            if column.personal != Personal::No && self.cells[at].contains('*') {
                return Err((self.id_of(column), refuse(column, Reason::Masked)));
            }
        }
        let cells: Vec<Cow<'_, str>> = self.cells.iter().map(|cell| Cow::Borrowed(cell.as_str())).collect();
        let read = single(self.kind, &cells, against.tree, against.items);
        let dropped = read.remarks.iter().find_map(|remark| match (remark.column, remark.caution) {
            (Some(column), Caution::Dropped(reason)) if self.was_given(column) => Some((column, reason)),
            _ => None,
        });
        match (read.row, dropped) {
            (Err(refusal), _) => match refusal.column {
                Some(column) => Err((self.id_of(column), refuse(column, refusal.reason))),
                None => Err((None, Refusal::Cell { column: None, reason: refusal.reason })),
            },
            (Ok(_), Some((column, reason))) => Err((self.id_of(column), refuse(column, reason))),
            (Ok(made), None) => Ok(made),
        }
    }

    fn place(&self, column: &'static Column) -> Option<usize> {
        self.kind.columns().iter().position(|other| other == column)
    }

    fn was_given(&self, column: &'static Column) -> bool {
        self.place(column).is_some_and(|at| self.given[at])
    }

    fn id_of(&self, column: &'static Column) -> Option<&'static str> {
        self.place(column).map(|at| names(self.kind)[at].id)
    }

    /// Fills the required cells that nothing is known of, so that one typed cell can be read by itself.
    pub fn sampled(mut self, against: Against<'_>) -> Self {
        let org = if against.tree.is_empty() { "" } else { against.tree.code(Pos(0)) };
        for (at, column) in self.kind.columns().iter().enumerate() {
            if column.need != crate::intake::Need::Cell || !self.cells[at].is_empty() {
                continue;
            }
            let name = &names(self.kind)[at];
            self.cells[at] = match (name.id, column.words) {
                ("item", _) => against.items.first().map(|item| item.to_string()).unwrap_or_default(),
                ("state" | "year" | "members", _) => "1".into(),
                (_, Some(words)) => words()[0].into(),
                (_, None) => name.holds.sample(org).into(),
            };
        }
        if self.kind == Kind::Graduates && self.get("year") == "1" {
            self.fill("year", "2018");
        }
        self
    }
}

/// The word of a column that an English one stands for.
fn word<'t>(column: &Column, text: &'t str) -> &'t str {
    let (Some(words), Some(english)) = (column.words, column.english) else { return text };
    let at = english().into_iter().position(|word| word.eq_ignore_ascii_case(text));
    at.map_or(text, |at| words()[at])
}

/// The cells of a row as they may be shown.
pub(super) fn shown(fill: impl FnOnce(&mut Row)) -> Vec<String> {
    Row::new(false).filled(fill).cells().map(|cell| unguard(cell).to_owned()).collect()
}
