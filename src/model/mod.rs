//! The nouns: organisations, members, posts, identity numbers, days and instants.
//!
//! No I/O, no clock, no store, no screen. Source of the words: handbook A1 to A3.

mod act;
mod code;
mod credit;
mod deed;
mod dues;
mod edit;
mod identity;
mod label;
mod member;
mod money;
mod number;
mod org;
mod phone;
mod post;
mod records;
mod time;
mod transfer;
mod tree;

pub use act::{Act, Change, FindingKey};
pub use code::{CodeError, DivisionCode, OrgCode};
pub use credit::{CreditCode, CreditError};
pub use deed::{Deed, Sort, Subject, Values};
pub use dues::{Channel, Payment, Tariff};
pub use edit::{Row, RowEdit};
pub use identity::{IdKey, Identity, IdentityError};
pub use label::Labelled;
pub(crate) use label::labelled;
pub use member::{Appraisal, Correction, Ethnicity, League, Member, Occupation, Politics, RealName, Report, Schooling};
pub use money::Fen;
pub use number::{MemberNumber, NumberFault};
pub use org::{BranchKind, Domain, Industry, Org, OrgId, OrgKind};
pub use phone::Phone;
pub use post::{Post, PostTitle, Tenure};
pub use records::{Activity, ActivityKind, Attest, Conduct, ConductKind, GraduateBase, LedgerUnit, UnitKind};
pub use time::{Day, Instant, Month, TimeError};
pub use transfer::{Ending, Hop, Transfer, TransferKind, TransferState};
pub use tree::{OrgTree, Pos, TreeError};

/// FNV-1a over the bytes of a text: the same in every release, since registers keep it.
pub(crate) fn stable_hash(text: &str) -> u64 {
    stable_hash_of(text.as_bytes())
}

/// FNV-1a over bytes.
pub(crate) fn stable_hash_of(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
