//! The input thread: waits for the terminal without a timer, and notices when it is gone.

use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event};

use super::gate::Passage;
use crate::tui::app::{Exit, Msg};

// With no time at all crossterm does not even look.
const GRACE: Duration = Duration::from_millis(1);

/// Starts listening; stands aside whenever it is asked to.
///
/// # Errors
/// No thread or no terminal to be had.
pub fn listen(send: Sender<Msg>, mut passage: Passage) -> std::io::Result<()> {
    let mut wait = Wait::new()?;
    thread::Builder::new().name("input".into()).spawn(move || {
        // crossterm's own wait never returns once the terminal is gone, so it is only asked when there is something to
        // read and the line is up.
        loop {
            match wait.next(&passage) {
                Next::Keys => {}
                Next::Asked => {
                    passage.wait();
                    continue;
                }
                Next::Gone => break,
            }
            while event::poll(GRACE).unwrap_or(false) {
                let Ok(event) = event::read() else { return };
                let msg = match event {
                    Event::Key(key) => Msg::Key(key),
                    Event::Mouse(mouse) => Msg::Mouse(mouse),
                    Event::Paste(text) => Msg::Paste(text),
                    Event::Resize(columns, rows) => Msg::Resize(columns, rows),
                    Event::FocusGained | Event::FocusLost => continue,
                };
                if send.send(msg).is_err() {
                    return;
                }
            }
        }
        let _ = send.send(Msg::End(Exit::HangUp));
    })?;
    Ok(())
}

/// Whether the terminal is gone.
pub fn gone() -> bool {
    !Wait::new().is_ok_and(|wait| wait.up())
}

/// What ended the waiting.
enum Next {
    /// There is something to read.
    Keys,
    /// Somebody wants the terminal.
    Asked,
    /// The terminal is gone.
    Gone,
}

#[cfg(unix)]
struct Wait(std::os::fd::OwnedFd);

#[cfg(unix)]
impl Wait {
    // The same terminal that crossterm reads: standard input, or the controlling one.
    fn new() -> std::io::Result<Self> {
        use std::io::IsTerminal;
        use std::os::fd::AsFd;
        let stdin = std::io::stdin();
        Ok(Self(if stdin.is_terminal() {
            stdin.as_fd().try_clone_to_owned()?
        } else {
            std::fs::File::open("/dev/tty")?.into()
        }))
    }

    /// Whether the line is up now.
    fn up(&self) -> bool {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let mut fds = [PollFd::new(&self.0, PollFlags::IN)];
        let now = Timespec { tv_sec: 0, tv_nsec: 0 };
        poll(&mut fds, Some(&now)).is_ok() && !fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR)
    }

    /// Blocks until something happens.
    fn next(&mut self, passage: &Passage) -> Next {
        use rustix::event::{PollFd, PollFlags, poll};
        loop {
            let mut fds = [PollFd::new(&self.0, PollFlags::IN), PollFd::new(&passage.asked, PollFlags::IN)];
            match poll(&mut fds, None) {
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return Next::Gone,
                Ok(_) => {
                    if fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                        return Next::Gone;
                    }
                    // What was typed before is ours still; what is typed from now on is theirs.
                    return if fds[1].revents().is_empty() { Next::Keys } else { Next::Asked };
                }
            }
        }
    }
}

#[cfg(not(unix))]
struct Wait;

#[cfg(not(unix))]
impl Wait {
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    fn up(&self) -> bool {
        true
    }

    // Nothing but keys wakes the wait of Windows.
    fn next(&mut self, passage: &Passage) -> Next {
        const LOOK: Duration = Duration::from_millis(100);
        loop {
            if passage.is_asked() {
                return Next::Asked;
            }
            match event::poll(LOOK) {
                Ok(true) => return Next::Keys,
                Ok(false) => {}
                Err(_) => return Next::Gone,
            }
        }
    }
}
