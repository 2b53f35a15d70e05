//! A progress bar with rate and time left on a terminal, silence elsewhere; Ctrl-C asks the work to stop.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use crate::desk::say_phase;
use crate::lang::Lang;
use crate::store::{Phase, Watch};

/// How often the bar is drawn anew.
const PACE: Duration = Duration::from_millis(100);

/// The bar of one command.
pub struct Bar {
    lang: Lang,
    shown: bool,
    stop: Arc<AtomicBool>,
    state: Mutex<State>,
}

struct State {
    phase: Option<Phase>,
    begun: Instant,
    drawn: Option<Instant>,
}

impl Bar {
    /// A bar that shows itself only where standard error is a terminal, and that catches Ctrl-C and SIGTERM.
    pub fn new(lang: Lang) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        super::hidden::taken_over();
        #[cfg(unix)]
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
            // Without the hook the signal ends the process at once, which leaves the register as it was just as well.
            let _ = signal_hook::flag::register(signal, Arc::clone(&stop));
        }
        let state = State { phase: None, begun: Instant::now(), drawn: None };
        Self { lang, shown: std::io::stderr().is_terminal(), stop, state: Mutex::new(state) }
    }

    fn draw(&self, state: &mut State, phase: Phase, done: u64, total: u64) {
        let now = Instant::now();
        if state.phase != Some(phase) {
            *state = State { phase: Some(phase), begun: now, drawn: None };
        }
        let last = done >= total;
        if state.drawn.is_some_and(|drawn| now - drawn < PACE && !last) {
            return;
        }
        state.drawn = Some(now);
        let spent = (now - state.begun).as_secs_f64().max(0.001);
        let share = if total == 0 { 1.0 } else { (done as f64 / total as f64).min(1.0) };
        let filled = (share * 24.0) as usize;
        let left = if share > 0.01 { format!("{:.0} s", spent / share - spent) } else { String::new() };
        let word = say_phase(self.lang, phase);
        let rate = match phase {
            Phase::Reading | Phase::Copying => format!("{:.0} MB/s", done as f64 / spent / 1e6),
            Phase::Writing | Phase::Checking => format!("{:.0}/s", done as f64 / spent),
            Phase::Indexing | Phase::Judging => String::new(),
        };
        let mut out = std::io::stderr().lock();
        let bar = format!("{}{}", "#".repeat(filled), "-".repeat(24 - filled));
        let _ = write!(out, "\r\x1b[K{word} [{bar}] {:3.0}%  {rate}  {left}", share * 100.0);
        let _ = out.flush();
    }
}

/// A bar that is only there once there is something to tell: work that is over at once leaves Ctrl-C as it was.
pub struct Late {
    lang: Lang,
    bar: OnceLock<Bar>,
}

impl Late {
    /// A bar for work that may be long.
    pub const fn new(lang: Lang) -> Self {
        Self { lang, bar: OnceLock::new() }
    }
}

impl Watch for Late {
    fn at(&self, phase: Phase, done: u64, total: u64) -> bool {
        self.bar.get_or_init(|| Bar::new(self.lang)).at(phase, done, total)
    }
}

impl Watch for Bar {
    fn at(&self, phase: Phase, done: u64, total: u64) -> bool {
        if self.shown
            && let Ok(mut state) = self.state.lock()
        {
            self.draw(&mut state, phase, done, total);
        }
        !self.stop.load(Ordering::Relaxed)
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if self.shown {
            eprint!("\r\x1b[K");
        }
    }
}
