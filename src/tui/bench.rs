//! How long a key takes to the first byte of its frame, with the real program and no terminal.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

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
    let mut jobs: VecDeque<Job> = VecDeque::new();
    let queue = |effects: Vec<Effect>, jobs: &mut VecDeque<Job>| {
        jobs.extend(effects.into_iter().filter_map(|effect| match effect {
            Effect::Work(job) => Some(job),
            _ => None,
        }));
    };
    queue(effects, &mut jobs);
    while let Some(Job { ticket, run }) = jobs.pop_front() {
        let (send, receive) = channel();
        let answer = run(&ticket, &|answer| drop(send.send(answer)));
        let _ = send.send(answer);
        drop(send);
        for answer in receive {
            let effects = update(app, Msg::Answer(ticket.clone(), answer));
            queue(effects, &mut jobs);
        }
    }
}
