//! Judging: facts of an organisation, rules over facts, findings. Pure: `(facts, rules) → findings`.

pub mod alert;
mod change;
mod counts;
mod declared;
mod evidence;
mod expr;
mod fact;
mod facts;
mod history;
mod judged;
mod life;
mod load;
mod params;
mod place;
mod rules;
mod say;
mod spread;
mod urgency;
mod what_if;
mod words;

#[cfg(test)]
mod tests;

pub use change::{Change, code_of};
pub use declared::Declared;
pub use evidence::{Evidence, Piece};
pub use fact::Fact;
pub use facts::{FactRow, Facts, NO_DAY, Scope};
pub use history::{History, Seen};
pub use judged::{Judged, judge};
pub use life::{Deed, Life, LifeState, Line, Mended, Terms, Told, life, mended, story};
pub use params::{InForce, Param, Params, Version};
pub use place::{Expected, Kind, LoadError, Place, Problem, Sought};
pub(crate) use place::{Source, day_of, nearest};
pub use rules::{FindingRef, Of, Rows, Rule, RuleIx, Rules};
pub use spread::Spread;
pub use urgency::by_urgency;
pub use words::Words;

pub use crate::model::FindingKey;
