//! How long a key takes to the first byte of its frame, with the real program and no terminal.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant, SystemTime};

use super::app::{App, Effect, Job, Msg, update};
use super::command::key;
use super::term::{self, Output};
use super::{Options, Source, Start};

/// What was measured.
#[derive(Clone, Debug, Default)]
pub struct Pressed {
    /// From each key to the first byte of its frame.
    pub latency: Vec<Duration>,
    /// Bytes of all those frames.
    pub bytes: u64,
}

impl Pressed {
    /// The latency that this share of the keys stays within, 0 to 1.
    pub fn quantile(&self, share: f64) -> Duration {
        let mut sorted = self.latency.clone();
        sorted.sort_unstable();
        let at = ((sorted.len() as f64 - 1.0) * share).ceil().max(0.0) as usize;
        sorted.get(at).copied().unwrap_or_default()
    }
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
    let options = Options::from_env(|name| match name {
        "LANG" => Some("zh_CN.UTF-8".into()),
        "COLORTERM" => Some("truecolor".into()),
        _ => None,
    });
    let mut app = App::new(Start::Register(source), &options, size);
    let output = Output::new(io::sink());
    let mut terminal = term::screen(&output, size)?;
    let effects = app.begin();
    settle(&mut app, effects);
    term::draw(&mut app, &mut terminal, &output)?;
    let mut pressed = Pressed::default();
    for name in keys {
        let Some(event) = key::parse(name) else { continue };
        let before = output.sent();
        let start = Instant::now();
        let effects = update(&mut app, Msg::Key(event));
        term::draw(&mut app, &mut terminal, &output)?;
        pressed.latency.push(start.elapsed());
        pressed.bytes += output.sent() - before;
        settle(&mut app, effects);
        if app.dirty {
            term::draw(&mut app, &mut terminal, &output)?;
        }
    }
    Ok(pressed)
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
