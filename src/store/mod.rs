//! The register on disk.

pub mod codec;
mod deal;

pub use deal::{Deal, Dealt, Source};
