//! Judging: facts of an organisation, rules over facts, findings. Pure: `(facts, rules, instant) → findings`.

mod facts;

pub use facts::{Fact, FactRow, Facts, NO_DAY, Scope};
