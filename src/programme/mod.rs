//! Programmes: tasks with dated steps, their measures, verdicts and forecasts. Pure: `(facts, judged, instant) → standings`.

mod definition;
mod doc;
mod load;
mod measure;
mod target;
mod verdict;

pub use definition::{Body, Kin, Metric, Programme, Proof, Step, Task};
pub use measure::{Count, Measure, Value, value};
pub use target::{Comparison, Target};
pub use verdict::{Frozen, Pace, Verdict, required_pace, verdict};

#[cfg(test)]
mod tests;
