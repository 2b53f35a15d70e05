//! The modes of the terminal, taken on once and given back once, whatever way the program ends.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::terminal;

static TAKEN: AtomicBool = AtomicBool::new(false);

// Clicks and the wheel, without the flood of moves that crossterm's own command asks for.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";
const ENTER: &str = "\x1b[?1049h\x1b[?2004h\x1b[?25l";
// The end of a synchronized update first: a frame may have been cut off in the middle.
const LEAVE: &str = "\x1b[?2026l\x1b[0m\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[?1049l\x1b[?25h";

/// Gives the modes back when it goes.
pub struct Guard;

impl Guard {
    /// Takes the modes on.
    ///
    /// # Errors
    /// Standard output is no terminal.
    pub fn take(mouse: bool) -> io::Result<Self> {
        enter(mouse)?;
        Ok(Self)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Raw mode, the other screen, bracketed paste, perhaps the mouse.
///
/// # Errors
/// No terminal.
pub fn enter(mouse_on: bool) -> io::Result<()> {
    terminal::enable_raw_mode()?;
    // A console of Windows takes sequences only once it is told to; text goes to it as UTF-16, whatever its code page.
    #[cfg(windows)]
    let _ = crossterm::ansi_support::supports_ansi();
    TAKEN.store(true, Ordering::SeqCst);
    say(ENTER)?;
    if mouse_on { mouse(true) } else { Ok(()) }
}

/// Takes the modes on again: a shell may have changed them while the program was stopped.
///
/// # Errors
/// No terminal.
pub fn renew(mouse_on: bool) -> io::Result<()> {
    terminal::disable_raw_mode()?;
    enter(mouse_on)
}

/// Switches the mouse.
///
/// # Errors
/// No terminal.
pub fn mouse(on: bool) -> io::Result<()> {
    say(if on { MOUSE_ON } else { MOUSE_OFF })
}

/// Gives the modes back; a second call does nothing. Errors are of no use to anybody here.
pub fn restore() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = say(LEAVE);
        let _ = terminal::disable_raw_mode();
    }
}

/// Whether the modes are on: after a panic on another thread nothing may be painted any more.
pub fn taken() -> bool {
    TAKEN.load(Ordering::SeqCst)
}

/// Gives the modes back before a panic on any thread is reported.
pub fn hook() {
    let next = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        restore();
        next(panic);
    }));
}
