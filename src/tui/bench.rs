//! How long a key takes to the first byte of its frame, and how many bytes it costs, with the real program and no terminal.

mod places;

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant, SystemTime};

pub use places::Place;

use super::app::{App, Effect, Job, Msg, update};
use super::command::key;
use super::term::{self, Output};
use super::{Options, Source, Start};
use crossterm::event::KeyEvent;

/// Quarters of a second in a minute.
const MINUTE: usize = 240;

/// What was measured.
#[derive(Clone, Debug, Default)]
pub struct Pressed {
    /// From each key to the first byte of its frame.
    pub latency: Vec<Duration>,
    /// Bytes of all those frames.
    pub bytes: u64,
    /// What of that the processor worked: on a busy machine the rest is waiting for it. Nothing where nobody tells.
    pub worked: Vec<Duration>,
    /// Bytes of each key that changed anything: its frame, and what is painted when the answers come that it asked for.
    pub cost: Vec<u64>,
    /// Bytes of a minute without a key afterwards.
    pub idle: u64,
}

/// How the program is measured.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Columns and rows.
    pub size: (u16, u16),
    /// As few bytes as can be.
    pub low: bool,
}

impl Pressed {
    /// The latency that this share of the keys stays within, 0 to 1.
    pub fn quantile(&self, share: f64) -> Duration {
        within(&self.latency, share)
    }

    /// The same of what the processor worked.
    pub fn worked(&self, share: f64) -> Duration {
        within(&self.worked, share)
    }

    /// The bytes that this share of the keys stays within, 0 to 1.
    pub fn cost(&self, share: f64) -> u64 {
        within(&self.cost, share)
    }
}

fn within<T: Copy + Ord + Default>(of: &[T], share: f64) -> T {
    let mut sorted = of.to_vec();
    sorted.sort_unstable();
    let at = ((sorted.len() as f64 - 1.0) * share).ceil().max(0.0) as usize;
    sorted.get(at).copied().unwrap_or_default()
}

/// What the processor has worked on this thread.
#[cfg(unix)]
fn processor() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}

#[cfg(not(unix))]
fn processor() -> Duration {
    Duration::ZERO
}

/// Begins as at the terminal and gives when the first frame was out, and when the tree was.
///
/// # Errors
/// What could not be opened.
pub fn bench_start(start: Start, options: &Options, size: (u16, u16)) -> anyhow::Result<[SystemTime; 2]> {
    let mut app = App::new(start, options, size);
    let output = Output::new(io::sink());
    let mut terminal = term::screen(&output, size)?;
    term::draw(&mut app, &mut terminal, &output)?;
    let first = SystemTime::now();
    let effects = app.begin();
    let shown = |app: &App| app.standing.is_some();
    let mut jobs: VecDeque<Job> = works(effects).collect();
    while let Some(job) = jobs.pop_front().filter(|_| !shown(&app)) {
        jobs.extend(done(&mut app, job));
    }
    if let Some(error) = app.refused.take() {
        return Err(error);
    }
    term::draw(&mut app, &mut terminal, &output)?;
    Ok([first, SystemTime::now()])
}

/// Presses keys, named as in the cheatsheet, in a window of `size` columns and rows.
///
/// What runs on workers is done between the keys and not counted, as it is not waited for at the terminal either.
///
/// # Errors
/// None in practice: the frames go to a sink.
pub fn bench_keys(source: Arc<dyn Source>, keys: &[&str], size: (u16, u16)) -> io::Result<Pressed> {
    let mut bench = Bench::new(source, Line { size, low: false })?;
    let mut pressed = Pressed::default();
    for event in keys.iter().filter_map(|name| key::parse(name)) {
        bench.press(event, &mut pressed)?;
    }
    Ok(pressed)
}

/// Presses the keys of a place there; `None` where the register has no such place.
///
/// # Errors
/// None in practice: the frames go to a sink.
pub fn bench_place(source: &Arc<dyn Source>, place: Place, line: Line) -> io::Result<Option<Pressed>> {
    for way in place.ways() {
        let mut bench = Bench::new(Arc::clone(source), line)?;
        for event in way {
            bench.press(event, &mut Pressed::default())?;
        }
        if !place.reached(&bench.app) {
            continue;
        }
        let mut pressed = Pressed::default();
        for event in place.keys() {
            bench.press(event, &mut pressed)?;
        }
        pressed.idle = bench.minute()?;
        return Ok(Some(pressed));
    }
    Ok(None)
}

/// The program with its frames going nowhere.
struct Bench {
    app: App,
    output: Output,
    terminal: term::Screen,
}

impl Bench {
    fn new(source: Arc<dyn Source>, line: Line) -> io::Result<Self> {
        let mut options = Options::from_env(|name| match name {
            "LANG" => Some("zh_CN.UTF-8".into()),
            "COLORTERM" => Some("truecolor".into()),
            _ => None,
        });
        options.low_bandwidth = line.low;
        options.by = "团县委组织部".into();
        let mut app = App::new(Start::Register(source), &options, line.size);
        let output = Output::new(io::sink());
        let mut terminal = term::screen(&output, line.size)?;
        let effects = app.begin();
        settle(&mut app, effects);
        term::draw(&mut app, &mut terminal, &output)?;
        Ok(Self { app, output, terminal })
    }

    fn press(&mut self, event: KeyEvent, pressed: &mut Pressed) -> io::Result<()> {
        let before = self.output.sent();
        let (start, worked) = (Instant::now(), processor());
        let effects = update(&mut self.app, Msg::Key(event));
        term::draw(&mut self.app, &mut self.terminal, &self.output)?;
        pressed.latency.push(start.elapsed());
        pressed.worked.push(processor().saturating_sub(worked));
        pressed.bytes += self.output.sent() - before;
        settle(&mut self.app, effects);
        self.draw()?;
        let cost = self.output.sent() - before;
        if cost > 0 {
            pressed.cost.push(cost);
        }
        Ok(())
    }

    fn draw(&mut self) -> io::Result<()> {
        if self.app.dirty {
            term::draw(&mut self.app, &mut self.terminal, &self.output)?;
        }
        Ok(())
    }

    // What the loop does for a minute in which nothing comes: it ticks where somebody wants ticks, and else it waits.
    fn minute(&mut self) -> io::Result<u64> {
        let before = self.output.sent();
        for _ in 0..MINUTE {
            if self.app.wants_ticks() {
                update(&mut self.app, Msg::Tick);
            }
            self.draw()?;
        }
        Ok(self.output.sent() - before)
    }
}

/// Does the work that effects ask for at once, and takes the answers in, until there is no more.
pub fn settle(app: &mut App, effects: Vec<Effect>) {
    let mut jobs: VecDeque<Job> = works(effects).collect();
    while let Some(job) = jobs.pop_front() {
        jobs.extend(done(app, job));
    }
}

fn works(effects: Vec<Effect>) -> impl Iterator<Item = Job> {
    effects.into_iter().filter_map(|effect| match effect {
        Effect::Work(job) => Some(job),
        _ => None,
    })
}

// Does one piece of work and gives those that follow from it.
fn done(app: &mut App, Job { ticket, run }: Job) -> Vec<Job> {
    let (send, receive) = channel();
    let answer = run(&ticket, &|answer| drop(send.send(answer)));
    let _ = send.send(answer);
    drop(send);
    receive.into_iter().flat_map(|answer| works(update(app, Msg::Answer(ticket.clone(), answer)))).collect()
}
