//! What an operator does to rows: forms to fill, a dry run that tells every effect, and the commit.

mod draft;
mod foresee;
mod form;
mod locate;
#[cfg(any(test, debug_assertions))]
mod made_up;
mod names;
mod org;
mod people;
mod plan;
mod record;
mod table;
mod tell;
mod transfer;
mod within;
mod words;
mod work;

use std::borrow::Cow;

pub use foresee::{Counted, Foreseen, Tone, Turned};
pub use form::{Field, Form, fields_of};
pub use plan::{Effect, Plan};

pub(super) use tell::edit_words;

use super::Refusal;
use crate::intake::{Column, Reason};
use crate::model::Deed;

/// What a commit of different deeds is called in the journal.
pub(super) const BATCH: &str = "deeds";

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Any text.
    Text,
    /// A day.
    Day,
    /// A time; a bare day is its first second.
    Instant,
    /// A month.
    Month,
    /// A year.
    Year,
    /// A whole number.
    Number,
    /// Yuan.
    Money,
    /// Hours.
    Hours,
    /// A share of a hundred.
    Percent,
    /// 是 or 否.
    YesNo,
    /// One of these words, Chinese and English.
    Choice(Cow<'static, [(&'static str, &'static str)]>),
    /// An organisation, by its code.
    Org,
    /// The code of an organisation that is to be.
    Code,
    /// An identity number.
    Identity,
    /// A telephone number.
    Phone,
    /// A 统一社会信用代码.
    Credit,
    /// An administrative division.
    Division,
}

/// An identity number for cells of which the subject says whose they are: nobody's, but sound.
const SOMEBODY: &str = "449901200001010019";

impl FieldKind {
    /// Something that fits, where a row needs a cell that nobody has typed yet.
    fn sample<'a>(&self, org: &'a str) -> &'a str {
        match self {
            Self::Day => "2018-06-01",
            Self::Instant => "2018-06-01 08:00",
            Self::Month => "2018-06",
            Self::Year => "2018",
            Self::Org => org,
            Self::Identity => SOMEBODY,
            Self::Credit => "91350100M000100Y43",
            Self::Division => "44",
            _ => "1",
        }
    }
}

/// A field that names an organisation that is not there.
fn refuse_unknown(deed: Deed, field: &str) -> Refusal {
    let entry = table::entry_of(deed);
    let slot = entry.slots.iter().find(|slot| slot.id == field);
    Refusal::Cell { column: slot.and_then(|slot| slot.column(entry.kind)), reason: Reason::UnknownOrg }
}

fn refuse(column: &'static Column, reason: Reason) -> Refusal {
    Refusal::Cell { column: Some(column), reason }
}
