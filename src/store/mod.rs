//! The register on disk: sled trees, the codec, packed rows, generations.
//!
//! A register is never rewritten in place by a roster: the next generation is built beside it and takes its place by one
//! rename, so a killed import leaves the register as it was before the command.

mod arrivals;
mod column;
mod data;
mod deal;
mod dues;
mod facts;
mod graduates;
mod index;
mod judging;
mod lists;
mod memory;
mod merge;
mod meta;
mod moves;
mod owing;
mod packed;
mod records;
mod register;
mod thresholds;
mod transfers;
mod trees;
mod watch;
mod whereabouts;
mod writer;

pub mod codec;
pub mod rows;
pub mod seal;

pub use arrivals::{Arrivals, PaymentDeal, PaymentRow};
pub use data::{DataDir, Held, Lock, OpenError, is_damage};
pub use deal::{Deal, Dealt, Source, Stretch};
pub use dues::Dues;
pub use facts::Span;
pub use judging::{Collected, Flagged, collect};
pub use lists::Listed;
pub use merge::{Incoming, Merged, compare, merge};
pub use meta::{JournalEntry, Meta};
pub use moves::{HopStanding, answers};
pub use records::{Listings, Lists};
pub use register::Register;
pub use rows::OrgRows;
pub use thresholds::Thresholds;
pub use transfers::Walk;
pub use watch::{Interrupted, Phase, Unwatched, Watch};
pub use writer::{Built, Heading, NewOrg, RowsOf, Site, build};
