//! What tells the time: the system, or a test.

use crate::model::Instant;

/// A clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The system's.
    System,
    /// Always the same instant.
    Fixed(Instant),
}

impl Clock {
    /// Now.
    pub fn now(self) -> Instant {
        match self {
            Self::System => Instant::from_datetime(&chrono::Utc::now()),
            Self::Fixed(instant) => instant,
        }
    }
}
