//! Keeps the input thread away from the terminal while another program has it: a key typed there is not ours.

use std::io::{self, Read, Write};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How long the input thread may take to stand aside: milliseconds, but on a busy machine.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// The input thread reads.
    Ours,
    /// It is asked to stand aside.
    Asked,
    /// It stands aside.
    Theirs,
}

type Shared = Arc<(Mutex<Turn>, Condvar)>;

/// The side of whoever hands the terminal over.
pub struct Gate {
    shared: Shared,
    wake: io::PipeWriter,
}

/// The side of the input thread.
pub struct Passage {
    shared: Shared,
    /// Readable when the thread is asked to stand aside.
    pub asked: io::PipeReader,
}

/// Both sides.
///
/// # Errors
/// No descriptors left.
pub fn gate() -> io::Result<(Gate, Passage)> {
    let (asked, wake) = io::pipe()?;
    let shared: Shared = Arc::new((Mutex::new(Turn::Ours), Condvar::new()));
    Ok((Gate { shared: Arc::clone(&shared), wake }, Passage { shared, asked }))
}

fn set(shared: &Shared, turn: Turn) {
    *shared.0.lock().unwrap_or_else(PoisonError::into_inner) = turn;
    shared.1.notify_all();
}

impl Gate {
    /// Returns once the input thread stands aside.
    ///
    /// # Errors
    /// It is gone.
    pub fn close(&mut self) -> io::Result<()> {
        set(&self.shared, Turn::Asked);
        self.wake.write_all(&[0])?;
        let turn = self.shared.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = |turn: &mut Turn| *turn == Turn::Asked;
        let (turn, _) = self.shared.1.wait_timeout_while(turn, PATIENCE, waits).unwrap_or_else(PoisonError::into_inner);
        if *turn == Turn::Theirs { Ok(()) } else { Err(io::ErrorKind::TimedOut.into()) }
    }

    /// Lets it read again.
    pub fn open(&self) {
        set(&self.shared, Turn::Ours);
    }
}

impl Passage {
    /// Whether it is asked to stand aside; where waiting for keys cannot be broken off, this is looked at.
    #[cfg(any(test, not(unix)))]
    pub fn is_asked(&self) -> bool {
        *self.shared.0.lock().unwrap_or_else(PoisonError::into_inner) == Turn::Asked
    }

    /// Stands aside until the gate opens.
    pub fn wait(&mut self) {
        let _ = self.asked.read(&mut [0]);
        let mut turn = self.shared.0.lock().unwrap_or_else(PoisonError::into_inner);
        // It may be asked again before it has noticed that the gate was open in between.
        while *turn != Turn::Ours {
            if *turn == Turn::Asked {
                *turn = Turn::Theirs;
                self.shared.1.notify_all();
            }
            turn = self.shared.1.wait(turn).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_waits_goes_on_when_the_gate_opens() {
        let (mut gate, mut passage) = gate().unwrap();
        let thread = std::thread::spawn(move || {
            for _ in 0..3 {
                passage.wait();
            }
            passage.is_asked()
        });
        for _ in 0..3 {
            gate.close().unwrap();
            gate.open();
        }
        assert!(!thread.join().unwrap());
    }
}
