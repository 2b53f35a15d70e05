//! Lines typed without being shown.

use std::io::{self, IsTerminal, Write};

use crossterm::event::{Event, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use zeroize::Zeroizing;

use crate::tui::Typed;

/// Whether somebody is there to be asked.
pub fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// A conversation on standard error of which answers are not shown, nor what is typed between the questions; the terminal is
/// given back when it goes.
pub struct Asking(());

impl Asking {
    /// Begins one.
    ///
    /// # Errors
    /// No terminal.
    pub fn begin() -> io::Result<Self> {
        signals::asking(true)?;
        enable_raw_mode()?;
        Ok(Self(()))
    }

    /// Says something on a line of its own.
    ///
    /// # Errors
    /// What the terminal said.
    pub fn say(&self, text: &str) -> io::Result<()> {
        let mut out = io::stderr();
        write!(out, "{text}\r\n")?;
        out.flush()
    }

    /// Asks for a line of which nothing is shown, not even how long it is; `None` when the operator gives up.
    ///
    /// # Errors
    /// What the terminal said.
    pub fn hidden(&self, asked: &str) -> io::Result<Option<Zeroizing<String>>> {
        self.line(asked, false)
    }

    /// Asks for a line that is shown.
    ///
    /// # Errors
    /// What the terminal said.
    pub fn shown(&self, asked: &str) -> io::Result<Option<Zeroizing<String>>> {
        self.line(asked, true)
    }

    fn line(&self, asked: &str, shown: bool) -> io::Result<Option<Zeroizing<String>>> {
        let mut out = io::stderr();
        let mut typed = Typed::default();
        loop {
            write!(out, "\r\x1b[K{asked}{}", if shown { typed.text() } else { "" })?;
            out.flush()?;
            // Text that an input method commits comes as letters one after another, like any other.
            if let Event::Key(key) = read()?
                && let Some(done) = typed.press(key)
            {
                write!(out, "\r\n")?;
                return Ok(done.then(|| typed.into_text()));
            }
        }
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        let _ = disable_raw_mode();
        let _ = signals::asking(false);
    }
}

pub use signals::taken_over;

/// What ends the process while it asks must not leave a terminal that shows nothing of what is typed.
#[cfg(unix)]
mod signals {
    use std::io;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, LazyLock};

    use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    use signal_hook::flag::register_conditional_default;
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::{exit, raise};

    static ASKING: AtomicBool = AtomicBool::new(false);
    /// Whether signals do what they would do to a process that never asked: once caught, a signal stays caught.
    static PLAIN: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
    static LISTENING: AtomicBool = AtomicBool::new(false);

    pub fn asking(begins: bool) -> io::Result<()> {
        if begins && !LISTENING.swap(true, Ordering::SeqCst) {
            listen()?;
        }
        PLAIN.store(!begins, Ordering::SeqCst);
        ASKING.store(begins, Ordering::SeqCst);
        Ok(())
    }

    /// From here on somebody else sees to signals.
    pub fn taken_over() {
        PLAIN.store(false, Ordering::SeqCst);
    }

    fn listen() -> io::Result<()> {
        for signal in [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP] {
            register_conditional_default(signal, Arc::clone(&PLAIN))?;
        }
        let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP])?;
        std::thread::Builder::new().name("signals".into()).spawn(move || {
            for signal in signals.forever().filter(|_| ASKING.load(Ordering::SeqCst)) {
                let _ = disable_raw_mode();
                if signal == SIGTSTP {
                    let _ = raise(signal_hook::consts::SIGSTOP);
                    let _ = enable_raw_mode();
                } else {
                    exit(128 + signal);
                }
            }
        })?;
        Ok(())
    }
}

#[cfg(not(unix))]
mod signals {
    pub fn asking(_: bool) -> std::io::Result<()> {
        Ok(())
    }

    /// Nobody needs to.
    pub fn taken_over() {}
}
