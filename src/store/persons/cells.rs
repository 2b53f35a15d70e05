//! The cells of a row that are about one person, taken out of it and put back.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use crate::model::{
    Activity, Attest, Conduct, GraduateBase, IdKey, Identity, LedgerUnit, Member, MemberNumber, Phone, Post, Row,
    Transfer,
};

/// The name of a person whose key was given up.
pub const ERASED_NAME: &str = "已抹除";

/// The key of the rows of all who were erased: that of a document with nothing written on it.
pub fn erased() -> IdKey {
    Identity::Foreign(CompactString::default()).key()
}

/// The cells of one row that are about its person.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Cells {
    /// Whose row it is.
    pub person: IdKey,
    /// A foreign document as given: the key holds only its hash.
    pub foreign: Option<CompactString>,
    /// The telephone number.
    pub phone: Option<Phone>,
    /// The member number.
    pub number: Option<MemberNumber>,
    /// Name and free text, in the order of the row.
    pub texts: Vec<CompactString>,
}

impl Cells {
    fn new(person: IdKey) -> Self {
        Self { person, foreign: None, phone: None, number: None, texts: Vec::new() }
    }

    /// What is put into a row in place of cells that nobody can read any more.
    pub fn erased() -> Self {
        Self { texts: vec![ERASED_NAME.into()], ..Self::new(erased()) }
    }

    /// The identity document, out of the key and what is kept beside it.
    fn identity(&mut self) -> Identity {
        self.person.identity().unwrap_or_else(|| Identity::Foreign(self.foreign.take().unwrap_or_default()))
    }

    fn of_document(identity: &mut Identity) -> Self {
        let person = identity.key();
        match std::mem::replace(identity, Identity::Resident(0)) {
            Identity::Foreign(text) => Self { foreign: Some(text), ..Self::new(person) },
            _ => Self::new(person),
        }
    }

    fn text(&mut self) -> CompactString {
        if self.texts.is_empty() { CompactString::default() } else { self.texts.remove(0) }
    }
}

/// A row some of whose cells are about one person. Most rows have none.
pub trait Personal: Sized {
    /// Whether rows of this kind have such cells.
    const PERSONAL: bool = false;

    /// Takes those cells out and leaves blanks; `None` where there are none.
    fn take(&mut self) -> Option<Cells> {
        None
    }

    /// Puts them back.
    fn put(&mut self, _cells: Cells) {}

    /// Whose row it is, where it is a person's.
    fn person(&self) -> Option<IdKey> {
        None
    }
}

impl Personal for Member {
    const PERSONAL: bool = true;

    fn take(&mut self) -> Option<Cells> {
        let mut cells = Cells::of_document(&mut self.identity);
        (cells.phone, cells.number) = (self.phone.take(), self.number.take());
        cells.texts.push(std::mem::take(&mut self.name));
        Some(cells)
    }

    fn put(&mut self, mut cells: Cells) {
        self.identity = cells.identity();
        self.name = cells.text();
        (self.phone, self.number) = (cells.phone, cells.number);
    }

    fn person(&self) -> Option<IdKey> {
        Some(self.identity.key())
    }
}

impl Personal for Post {
    const PERSONAL: bool = true;

    fn take(&mut self) -> Option<Cells> {
        let mut cells = Cells::of_document(&mut self.identity);
        cells.phone = self.phone.take();
        cells.texts.push(std::mem::take(&mut self.name));
        Some(cells)
    }

    fn put(&mut self, mut cells: Cells) {
        self.identity = cells.identity();
        self.name = cells.text();
        self.phone = cells.phone;
    }

    fn person(&self) -> Option<IdKey> {
        Some(self.identity.key())
    }
}

impl Personal for Transfer {
    const PERSONAL: bool = true;

    fn take(&mut self) -> Option<Cells> {
        let mut cells = Cells::new(std::mem::replace(&mut self.person, IdKey(0)));
        cells.texts.push(std::mem::take(&mut self.reason));
        Some(cells)
    }

    fn put(&mut self, mut cells: Cells) {
        (self.person, self.reason) = (cells.person, cells.text());
    }

    fn person(&self) -> Option<IdKey> {
        Some(self.person)
    }
}

impl Personal for Conduct {
    const PERSONAL: bool = true;

    fn take(&mut self) -> Option<Cells> {
        let mut cells = Cells::new(std::mem::replace(&mut self.person, IdKey(0)));
        cells.texts = [&mut self.name, &mut self.by, &mut self.number].into_iter().map(std::mem::take).collect();
        Some(cells)
    }

    fn put(&mut self, mut cells: Cells) {
        self.person = cells.person;
        [&mut self.name, &mut self.by, &mut self.number].into_iter().for_each(|text| *text = cells.text());
    }

    fn person(&self) -> Option<IdKey> {
        Some(self.person)
    }
}

impl Personal for Activity {}
impl Personal for GraduateBase {}
impl Personal for LedgerUnit {}
impl Personal for Attest {}

impl Personal for Row {
    const PERSONAL: bool = true;

    fn take(&mut self) -> Option<Cells> {
        match self {
            Self::Member { member, .. } => member.take(),
            Self::Post { post, .. } => post.take(),
            Self::Payment { person, .. } => Some(Cells::new(std::mem::replace(person, IdKey(0)))),
            Self::Transfer(row) => row.take(),
            Self::Conduct(row) => row.take(),
            Self::Org { .. } | Self::Activity(_) | Self::GraduateBase(_) | Self::LedgerUnit(_) | Self::Attest(_) => {
                None
            }
        }
    }

    fn put(&mut self, cells: Cells) {
        match self {
            Self::Member { member, .. } => member.put(cells),
            Self::Post { post, .. } => post.put(cells),
            Self::Payment { person, .. } => *person = cells.person,
            Self::Transfer(row) => row.put(cells),
            Self::Conduct(row) => row.put(cells),
            Self::Org { .. } | Self::Activity(_) | Self::GraduateBase(_) | Self::LedgerUnit(_) | Self::Attest(_) => {}
        }
    }

    fn person(&self) -> Option<IdKey> {
        match self {
            Self::Member { member, .. } => member.person(),
            Self::Post { post, .. } => post.person(),
            Self::Payment { person, .. } => Some(*person),
            Self::Transfer(row) => row.person(),
            Self::Conduct(row) => row.person(),
            Self::Org { .. } | Self::Activity(_) | Self::GraduateBase(_) | Self::LedgerUnit(_) | Self::Attest(_) => {
                None
            }
        }
    }
}
