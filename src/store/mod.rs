//! The register on disk: sled trees, the codec, packed rows, generations.
//!
//! A register is never rewritten in place by a roster: the next generation is built beside it and takes its place by one
//! rename, so a killed import leaves the register as it was before the command. What an operator does changes rows in place,
//! a commit at a time.

mod acts;
mod alerting;
mod arrivals;
mod board;
mod causes;
mod chain;
mod chances;
mod column;
mod copy;
mod data;
mod deal;
mod derived;
mod digest;
mod disk;
mod dues;
mod edit;
mod erasing;
mod facts;
#[cfg(test)]
mod fuzz;
mod graduates;
mod holders;
mod index;
mod journal;
mod judging;
mod listing;
mod lists;
mod looks;
mod memory;
mod merge;
mod meta;
mod moves;
mod notes;
mod opened;
mod owing;
mod packed;
mod past;
mod press;
mod programmes;
#[cfg(test)]
mod random;
mod rebuilt;
mod records;
mod register;
mod responses;
mod saves;
mod snapshots;
mod standing_in;
mod stands;
mod thresholds;
mod transfers;
mod tree;
mod trees;
mod values;
mod veiling;
mod view;
mod walk;
mod watch;
mod whereabouts;
mod witness;
mod writer;

pub mod backup;
pub mod codec;
pub mod doctor;
pub mod persons;
pub mod rows;
pub mod seal;

pub use acts::{KeptAct, Signed};
pub use alerting::{Look, look};
pub use arrivals::{Arrivals, PaymentDeal, PaymentRow};
pub use board::{Board, Bounce, Request, Waiting, Wanted};
pub use causes::{in_words, is_damage, is_full, is_of_database, is_unsure, said};
pub use chain::{Chain, Flaw};
pub use copy::{Disturbed, ENDING, STEM, Writers, beside, copy};
pub use data::{DataDir, Held, Lock, OpenError, private_file, sync_dir};
pub use deal::{Deal, Dealt, Source, Stretch};
pub use derived::Missing;
pub use digest::{Digest, Sum};
pub use disk::said_by_disk;
pub use dues::Dues;
pub use edit::{EditError, Found, RecallError, is_structural, recall, restructure};
pub use erasing::{NotSealed, OfOne, VERB as VERB_ERASE};
pub use facts::{COUNTED, Span};
pub use judging::{
    Again, Before, Collected, Cover, Edited, Flagged, Ground, Laid, Many, Responsible, collect, collect_ahead,
    collect_laid, collect_many, collect_some, of_school,
};
pub use listing::{Joined, Listing};
pub use lists::{Listed, PackedRows, Rows};
pub use looks::MOST_LOOKS;
pub use merge::{Incoming, Merged, compare, merge};
pub use meta::{JournalEntry, Meta};
pub use moves::{HopStanding, answers};
pub use past::VERB as VERB_IMPORT;
pub use persons::{Persons, PersonsError};
pub use records::{Listings, Lists};
pub use register::Register;
pub use responses::Responses;
pub use rows::OrgRows;
pub use saves::{Stopped, Unsure};
pub use snapshots::{Base, Made, NewSnapshot, Snapshot, Snapshots};
pub use thresholds::Thresholds;
pub use transfers::Walk;
pub use veiling::Erasing;
pub use walk::PaidOnce;
pub use watch::{Interrupted, Phase, Unwatched, Watch};
pub use writer::{Built, Heading, NewOrg, RowsOf, Site, build, restore};
