//! What leaves on paper: rosters, for now.

pub mod rosters;
