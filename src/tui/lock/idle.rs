//! How long nobody has pressed a key.

use std::time::{Duration, Instant, SystemTime};

/// Tells time that passes also while the machine sleeps.
pub type Now = Box<dyn Fn() -> Duration>;

/// Since when nobody has pressed a key.
pub struct Idle {
    now: Now,
    since: Duration,
}

impl Idle {
    /// By a clock that only goes forward; the usual one where none is given.
    pub fn new(now: Option<Now>) -> Self {
        let now = now.unwrap_or_else(|| {
            // The one stands still while the machine sleeps, the other may be set.
            let (begun, wall) = (Instant::now(), SystemTime::now());
            Box::new(move || begun.elapsed().max(wall.elapsed().unwrap_or_default()))
        });
        let since = now();
        Self { now, since }
    }

    /// A key was pressed.
    pub fn pressed(&mut self) {
        self.since = (self.now)();
    }

    /// How long until `after` is over; nothing once it is.
    pub fn left(&self, after: Duration) -> Duration {
        after.saturating_sub((self.now)().saturating_sub(self.since))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;

    #[test]
    fn time_runs_from_the_last_key() {
        let clock = Rc::new(Cell::new(Duration::from_secs(100)));
        let read = Rc::clone(&clock);
        let mut idle = Idle::new(Some(Box::new(move || read.get())));
        let (after, seconds) = (Duration::from_secs(60), Duration::from_secs);
        assert_eq!(idle.left(after), seconds(60));
        clock.set(seconds(150));
        assert_eq!(idle.left(after), seconds(10));
        idle.pressed();
        clock.set(seconds(209));
        assert_eq!(idle.left(after), seconds(1));
        clock.set(seconds(5000));
        assert_eq!(idle.left(after), seconds(0));
    }
}
