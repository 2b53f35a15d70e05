//! Signals as messages.

use std::sync::mpsc::Sender;

use crate::tui::app::Msg;

/// Starts listening for signals.
///
/// # Errors
/// No thread to be had, or a signal that cannot be listened for.
#[cfg(unix)]
pub fn listen(send: Sender<Msg>) -> std::io::Result<()> {
    use crate::tui::app::Exit;
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};

    let mut signals =
        signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            let msg = match signal {
                SIGHUP => Msg::End(Exit::HangUp),
                SIGTSTP => Msg::Suspend,
                SIGCONT => Msg::Redraw,
                SIGWINCH => match crossterm::terminal::size() {
                    Ok((columns, rows)) => Msg::Resize(columns, rows),
                    Err(_) => continue,
                },
                other => Msg::End(Exit::Signal(other)),
            };
            if send.send(msg).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// Stops the process until it is continued.
#[cfg(unix)]
pub fn stop() {
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGSTOP);
}

/// Nothing to listen for.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn listen(_: Sender<Msg>) -> std::io::Result<()> {
    Ok(())
}

/// There is no stopping here.
#[cfg(not(unix))]
pub fn stop() {}
