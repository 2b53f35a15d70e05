//! Signals as messages.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::Sender;

use crate::tui::app::Msg;

/// Whether another program has the terminal, and which.
static AWAY: AtomicBool = AtomicBool::new(false);
static THEIRS: AtomicU32 = AtomicU32::new(0);

/// Says that another program has the terminal from now on, or that it is back.
pub fn away(away: bool) {
    AWAY.store(away, Ordering::SeqCst);
}

/// The process that has it; 0 when it has ended.
pub fn theirs(process: u32) {
    THEIRS.store(process, Ordering::SeqCst);
}

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
            if AWAY.load(Ordering::SeqCst) && !ends(signal) {
                // What the keyboard sends goes to both; it was meant for the other. Only both can stop.
                if signal == SIGTSTP {
                    stop();
                }
                continue;
            }
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

// Whether a signal ends the program even while another has the terminal; that one is told as well.
#[cfg(unix)]
fn ends(signal: i32) -> bool {
    use rustix::process::{Pid, Signal, kill_process};
    use signal_hook::consts::{SIGHUP, SIGTERM};
    let named = match signal {
        SIGHUP => Signal::HUP,
        SIGTERM => Signal::TERM,
        _ => return false,
    };
    if let Some(pid) = Pid::from_raw(THEIRS.load(Ordering::SeqCst) as i32).filter(|_| AWAY.load(Ordering::SeqCst)) {
        let _ = kill_process(pid, named);
    }
    true
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
