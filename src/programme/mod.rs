//! Programmes: tasks with dated steps, their measures, verdicts and forecasts. Pure: `(facts, judged, instant) → standings`.

mod definition;
mod doc;
mod fewest;
mod flag;
mod forecast;
mod load;
mod measure;
mod student;
mod target;
mod verdict;

pub use definition::{Body, Kin, Metric, Programme, Proof, Step, Task};
pub use fewest::{Fewest, fewest, shortfall};
pub use flag::{Done, Flag, Thresholds as FlagThresholds, flags};
pub use forecast::{Forecast, LatestStart, forecast, latest_start, looks};
pub use measure::{Count, Measure, Value, shortfalls, together, value};
pub use target::{Comparison, Target};
pub use verdict::{Chance, Frozen, Verdict, required_pace, verdict};

#[cfg(test)]
mod tests;
