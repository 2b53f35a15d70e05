//! A form: the fields of a deed as they stand, each checked while it is typed.

use std::sync::Arc;

use anyhow::Result;
use compact_str::CompactString;

use super::draft::{Against, Draft};
use super::names::names;
use super::table::{Entry, Filled, Slot, entry_of};
use super::work::{Base, Stop, Work};
use super::{FieldKind, refuse};
use crate::desk::{Desk, Refusal};
use crate::intake::{Column, Kind, Reason};
use crate::lang::Lang;
use crate::model::{Day, Deed, Instant, Month, OrgTree, Subject};

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// `onboarded-at`: what values and the command line call it.
    pub id: &'static str,
    /// The roster's column.
    pub zh: &'static str,
    /// The same in English.
    pub en: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether it must be filled.
    pub required: bool,
    /// What it stands at, or what is put down where nothing is typed; masked where it is personal.
    pub now: String,
}

impl Field {
    /// What it is called.
    pub const fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// The fields of a deed on one subject.
#[derive(Clone)]
pub struct Form {
    /// What is to be done.
    pub deed: Deed,
    /// To what.
    pub on: Subject,
    /// Its fields, in their order.
    pub fields: Vec<Field>,
    /// Words about the form as a whole, such as what is due by the tariff; Chinese and English.
    pub hint: Option<(String, String)>,
    at: Instant,
    draft: Draft,
    tree: Arc<OrgTree>,
    items: Arc<[CompactString]>,
}

impl Form {
    /// Whether a field can hold a text. Touches neither disk nor network.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn check(&self, id: &str, text: &str) -> Result<(), Refusal> {
        let entry = entry_of(self.deed);
        let (Some(field), Some(slot)) =
            (self.fields.iter().find(|field| field.id == id), entry.slots.iter().find(|slot| slot.id == id))
        else {
            return Err(Refusal::NoField(id.to_owned()));
        };
        let text = text.trim();
        if text.is_empty() {
            let column = slot.column(entry.kind);
            return if field.required { Err(Refusal::Cell { column, reason: Reason::Empty }) } else { Ok(()) };
        }
        if text == field.now {
            return Ok(());
        }
        let against = Against { tree: &self.tree, items: &self.items };
        if slot.extra.is_some() {
            return extra(&field.kind, text, &self.tree).map(|_| ());
        }
        let mut draft = self.draft.clone();
        draft.give(id, text);
        match draft.read(against) {
            Err((Some(at), why)) if at == id => Err(why),
            _ => later(&field.kind, id, draft.get(id), self.at),
        }
    }
}

impl Slot {
    /// The column it fills.
    pub(super) fn column(&self, kind: Kind) -> Option<&'static Column> {
        names(kind).iter().position(|name| name.id == self.id).map(|at| &kind.columns()[at])
    }

    /// What it holds.
    pub(super) fn holds(&self, kind: Kind) -> FieldKind {
        if let Some(extra) = self.extra {
            return extra.kind.clone();
        }
        let Some(at) = names(kind).iter().position(|name| name.id == self.id) else { return FieldKind::Text };
        let column = &kind.columns()[at];
        match (column.words, column.english) {
            (Some(words), _) if words() == ["是", "否"] => FieldKind::YesNo,
            (Some(words), Some(english)) => FieldKind::Choice(words().into_iter().zip(english()).collect()),
            _ => names(kind)[at].holds.clone(),
        }
    }

    /// The field, standing at nothing.
    fn field(&self, kind: Kind) -> Field {
        let name = names(kind).iter().find(|name| name.id == self.id);
        let (zh, en) = match (self.extra, name) {
            (Some(extra), _) => (extra.zh, extra.en),
            (None, Some(name)) => (name.header, name.en),
            (None, None) => (self.id, self.id),
        };
        Field { id: self.id, zh, en, kind: self.holds(kind), required: self.required, now: String::new() }
    }

    /// What is put down where nothing is typed; `None` for what stands there.
    pub(super) fn preset(&self, at: Instant) -> Option<String> {
        Some(match self.filled {
            Filled::Kept => return None,
            Filled::Nothing => String::new(),
            Filled::Today => at.day().to_string(),
            Filled::Now => moment(at),
            Filled::Month => Month::to_string(&at.day().month()),
            Filled::Year => at.day().month().year().to_string(),
            Filled::Word(word) => word.to_owned(),
        })
    }
}

/// An instant as a cell has it.
pub(super) fn moment(at: Instant) -> String {
    at.local().format("%Y-%m-%d %H:%M:%S").to_string()
}

/// A field that is no column: the code or the word it stands for.
pub(super) fn extra(kind: &FieldKind, text: &str, tree: &OrgTree) -> Result<String, Refusal> {
    let refused = |reason| Refusal::Cell { column: None, reason };
    match kind {
        FieldKind::Org => {
            let pos = tree.find(text).ok_or_else(|| refused(Reason::UnknownOrg))?;
            Ok(tree.code(pos).to_owned())
        }
        FieldKind::Choice(words) => {
            let found = words.iter().find(|(zh, en)| *zh == text || en.eq_ignore_ascii_case(text));
            found.map(|(zh, _)| (*zh).to_owned()).ok_or_else(|| refused(Reason::Unlisted))
        }
        _ => Ok(text.to_owned()),
    }
}

/// Nothing takes effect in the future; when an election will be due is no effect.
pub(super) fn later(kind: &FieldKind, id: &str, text: &str, at: Instant) -> Result<(), Refusal> {
    let ahead = match kind {
        _ if id == "election-due" => false,
        FieldKind::Day => Day::parse(text).is_ok_and(|day| day > at.day()),
        FieldKind::Instant => Instant::parse(text).is_ok_and(|time| time > at),
        _ => false,
    };
    if ahead { Err(Refusal::Later(text.to_owned())) } else { Ok(()) }
}

impl Desk {
    /// The form of a deed on a subject, or why it is not done to such a thing.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn form(&self, deed: Deed, on: &Subject) -> Result<Result<Form, Refusal>> {
        let mut work = Work::new(self)?;
        let entry = entry_of(deed);
        match work.base(entry, on) {
            Ok(base) => Ok(Ok(form(&work, entry, on, base))),
            Err(Stop::Refused(_, why)) => Ok(Err(why)),
            Err(Stop::Register(error)) => Err(error),
        }
    }
}

fn form(work: &Work<'_>, entry: &Entry, on: &Subject, base: Base) -> Form {
    let mut draft = base.draft;
    let fields = entry.slots.iter().map(|slot| {
        let preset = slot.preset(work.at);
        if let Some(text) = preset.as_ref().filter(|text| !text.is_empty()) {
            draft.fill(slot.id, text.as_str());
        }
        let at = names(entry.kind).iter().position(|name| name.id == slot.id);
        let kept = || at.and_then(|at| base.shown.get(at).cloned()).unwrap_or_default();
        Field { now: preset.unwrap_or_else(kept), ..slot.field(entry.kind) }
    });
    let fields = fields.collect();
    let draft = draft.sampled(work.against());
    let (tree, items) = (Arc::clone(&work.tree), Arc::clone(&work.items));
    Form { deed: entry.deed, on: on.clone(), fields, hint: base.hint, at: work.at, draft, tree, items }
}

/// The fields of a deed, whatever it is done to: required are those that nothing is put down for by itself.
pub fn fields_of(deed: Deed) -> Vec<Field> {
    let entry = entry_of(deed);
    let field = |slot: &Slot| {
        let field = slot.field(entry.kind);
        Field { required: slot.required && slot.filled == Filled::Nothing, ..field }
    };
    entry.slots.iter().map(field).collect()
}

/// A required field that was left empty.
pub(super) fn empty(slot: &Slot, kind: Kind) -> Refusal {
    match slot.column(kind) {
        Some(column) => refuse(column, Reason::Empty),
        None => Refusal::Cell { column: None, reason: Reason::Empty },
    }
}
