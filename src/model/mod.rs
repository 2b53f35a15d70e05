//! The nouns: organisations, members, posts, identity numbers, days and instants.
//!
//! No I/O, no clock, no store, no screen. Source of the words: handbook A1 to A3.

mod code;
mod credit;
mod identity;
mod label;
mod member;
mod number;
mod org;
mod phone;
mod post;
mod time;
mod tree;

pub use code::{CodeError, DivisionCode, OrgCode};
pub use credit::{CreditCode, CreditError};
pub use identity::{IdKey, Identity, IdentityError};
pub use label::Labelled;
pub(crate) use label::labelled;
pub use member::{Appraisal, Correction, Ethnicity, League, Member, Occupation, Politics, RealName, Report, Schooling};
pub use number::{MemberNumber, NumberFault};
pub use org::{BranchKind, Domain, Industry, Org, OrgId, OrgKind};
pub use phone::Phone;
pub use post::{Post, PostTitle, Tenure};
pub use time::{Day, Instant, Month, TimeError};
pub use tree::{OrgTree, Pos, TreeError};
