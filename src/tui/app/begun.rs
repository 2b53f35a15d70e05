//! A chord that has begun: the keys so far.

use compact_str::{CompactString, format_compact};
use crossterm::event::KeyEvent;

use crate::tui::command::key;

/// The keys of a chord so far; none while no chord has begun.
#[derive(Clone, Debug, Default)]
pub struct Begun {
    events: Vec<KeyEvent>,
    /// Their names, with spaces between.
    pub name: CompactString,
}

impl Begun {
    /// Whether no chord has begun.
    pub const fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// The same with one more key.
    pub fn with(&self, event: KeyEvent, commands: bool) -> Self {
        let name = key::name(event, commands);
        let name = if self.is_empty() { name } else { format_compact!("{} {name}", self.name) };
        let mut events = self.events.clone();
        events.push(event);
        Self { events, name }
    }

    /// Lets go of it.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// The keys.
    pub fn into_events(self) -> Vec<KeyEvent> {
        self.events
    }
}
