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
    }
}
