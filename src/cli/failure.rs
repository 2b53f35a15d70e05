//! What a panic says to a person: one line, and no trace.

use std::panic::{self, PanicHookInfo};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Where the program stopped, and why.
#[derive(Clone, Debug)]
pub struct Stopped {
    /// The message with the file and line it comes from.
    pub cause: String,
    /// Whether the database stopped: it does where what it reads makes no sense.
    pub in_database: bool,
}

static LAST: Mutex<Option<Stopped>> = Mutex::new(None);

/// From now on panics are kept and not printed: the database panics over damage, and those who open it catch that.
pub fn keep_quiet() {
    panic::set_hook(Box::new(|panic| {
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some(Stopped::of(panic));
    }));
}

/// The last panic of any thread.
pub fn last() -> Option<Stopped> {
    LAST.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

impl Stopped {
    fn of(panic: &PanicHookInfo<'_>) -> Self {
        let path = panic.location().map_or("", |place| place.file());
        let file = Path::new(path).file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let line = panic.location().map_or(0, |place| place.line());
        let why = panic.payload_as_str().unwrap_or_default().replace('\n', " ");
        Self { cause: format!("{why} ({file}:{line})"), in_database: path.contains("sled-") }
    }
}
