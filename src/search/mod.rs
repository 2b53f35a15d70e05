//! Finding anything by what is typed: organisations by label, pinyin, name or code; people by name, pinyin, identity
//! number, telephone or member number.
//!
//! The index of people is built once after an import and read in chunks; organisations are laid out when it is loaded.
//! What stays in memory is each distinct name with its key and one fence for every thousand numbers.

mod bearers;
mod builder;
mod carried;
mod chunk;
mod fold;
mod intern;
mod keys;
mod labels;
mod names;
mod orgs;
mod overlay;
mod pattern;
mod people;
mod places;
mod query;
mod ranked;
mod rarity;
mod sorted;
#[cfg(test)]
mod tests;
mod texts;
mod walk;
mod word;

pub use bearers::Bearers;
pub use builder::{Builder, Shared};
pub use carried::{Carried, GONE};
pub use chunk::{CHUNK, ChunkSink, Chunks, MemoryChunks, Tag};
pub use places::{MOST, Ordinal, Places};
pub use query::{Hit, Hits, Match, Search, sounded};

/// The question was put aside before it was answered: a newer one is waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the search was stopped")]
pub struct Stopped;

/// The index was written by another edition of the program and has to be built again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the search index is of another edition and has to be built again")]
pub struct Outdated;
