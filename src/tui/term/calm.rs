//! How long a frame waits for what belongs to it: a window being dragged, and on a slow line answers nobody pressed a key for.

use std::time::{Duration, Instant};

use crate::tui::app::Msg;

/// A window that has not changed its size for so long is no longer being dragged.
const STILL: Duration = Duration::from_millis(40);
/// The longest a frame waits for a window that is.
const STORM: Duration = Duration::from_millis(200);
/// On a slow line answers are painted together.
const QUIET: Duration = Duration::from_millis(250);
/// The longest that one of them waits.
const LONGEST: Duration = Duration::from_secs(1);

/// What a frame waits for, from one frame to the next.
#[derive(Clone, Copy, Debug)]
pub struct Calm {
    low: bool,
    pressed: bool,
    first: Option<Instant>,
    until: Option<Instant>,
}

impl Calm {
    /// Nothing yet.
    pub const fn new(low: bool) -> Self {
        Self { low, pressed: false, first: None, until: None }
    }

    /// Takes note of a message.
    pub fn saw(&mut self, msg: &Msg, now: Instant) {
        let (pause, longest) = match msg {
            Msg::Resize(..) => (STILL, STORM),
            Msg::Answer(..) if self.low => (QUIET, LONGEST),
            Msg::Answer(..) | Msg::Tick => return,
            // Whoever presses a key waits for its frame.
            _ => {
                self.pressed = true;
                return;
            }
        };
        let first = *self.first.get_or_insert(now);
        self.until = Some((now + pause).min(first + longest));
    }

    /// How long the frame still waits; not at all where it does not.
    pub fn left(&self, now: Instant) -> Option<Duration> {
        let until = self.until.filter(|_| !self.pressed)?;
        let left = until.saturating_duration_since(now);
        (!left.is_zero()).then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    #[test]
    fn a_window_being_dragged_is_painted_when_it_is_still_or_has_gone_on_too_long() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut calm = Calm::new(false);
        assert_eq!(calm.left(start), None);
        calm.saw(&Msg::Resize(90, 30), at(0));
        assert_eq!(calm.left(at(10)), Some(Duration::from_millis(30)));
        calm.saw(&Msg::Resize(91, 30), at(30));
        assert_eq!(calm.left(at(40)), Some(Duration::from_millis(30)));
        assert_eq!(calm.left(at(70)), None, "still");
        for ms in (0..400).step_by(20) {
            calm.saw(&Msg::Resize(92, 30), at(ms));
        }
        assert_eq!(calm.left(at(399)), None, "painted on the way");
    }

    #[test]
    fn a_key_is_painted_at_once() {
        let now = Instant::now();
        let mut calm = Calm::new(true);
        calm.saw(&Msg::Resize(90, 30), now);
        calm.saw(&Msg::Key(KeyEvent::new(KeyCode::Char('j'), KeyModifiers::NONE)), now);
        assert_eq!(calm.left(now), None);
    }
}
