//! Any key, any size, any order, answers late, stale or wrong, rows edited elsewhere, every role: no panic, nothing unbounded,
//! and on the terminal what was painted.
//!
//! `MINGMAI_STEPS=100000 cargo test --lib random_steps -- --nocapture` is the long run; `MINGMAI_SEED` repeats one.

mod luck;
mod machine;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{settled, viewing};
use crate::desk::Who;
use crate::lang::Lang;
use crate::store::seal::{Operator, Role};
use crate::tui::config::Config;
use crate::tui::story::options;
use crate::tui::{ColourLevel, Lock, Options, Start, fixture};
use luck::{Luck, Step, step, workers};
use machine::{Machine, Most, PASSPHRASE};

/// So many steps, and one begins anew in another way.
const LIFE: usize = 1_000;
/// How many of the last steps a failure shows.
const TRAIL: usize = 60;

/// What a failure needs to be understood and repeated.
struct Trail {
    seed: u64,
    at: usize,
    last: VecDeque<Step>,
}

impl Drop for Trail {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("MINGMAI_SEED={} failed at step {}; the last steps:", self.seed, self.at);
            self.last.iter().for_each(|step| eprintln!("  {step:?}"));
        }
    }
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |text| text.parse().unwrap())
}

/// Someone else sits down: another role, another language, other colours, other settings.
fn begin(life: usize, size: (u16, u16)) -> Machine {
    let mut options = Options { ..options(if life.is_multiple_of(2) { Lang::Zh } else { Lang::En }) };
    options.color = [ColourLevel::True, ColourLevel::Sixteen, ColourLevel::None][life % 3];
    let mut config = Config::read(&match life % 4 {
        0 | 1 => String::new(),
        2 => settled::KEYS.to_owned(),
        _ => viewing::VIEWS.to_owned(),
    });
    config.check(&["dark".to_owned()]);
    (options.keys, options.views) = (config.keymap, config.views);
    let roles = [None, Some(Role::Viewer), Some(Role::Operator), Some(Role::Reviewer), Some(Role::Keeper)];
    let role = roles[life % roles.len()];
    options.lock = role.map(|_| Lock {
        after: Some(Duration::from_secs(600)),
        typed: !life.is_multiple_of(3),
        opens: Arc::new(|typed| Ok(typed == PASSPHRASE)),
    });
    let (source, turned) = fixture::turning(|rows| {
        // A committee moves behind all others, a branch goes, another gets a member.
        let moved: Vec<_> = rows.drain(1..7).collect();
        rows.extend(moved);
        rows.remove(20);
        let member = rows[24].members.first().cloned();
        rows[2].members.extend(member);
    });
    let start = if life % 7 == 6 { Start::FirstRun(fixture::first_run()) } else { Start::Register(source) };
    let mut machine = Machine::new(start, &options, size, Some(turned));
    if let Some(role) = role {
        machine.app.who = Who::operator(Operator { name: "县委值班".into(), role, scope: None });
        machine.app.by = "县委值班".into();
    }
    machine
}

#[test]
fn random_steps() {
    let steps = number("MINGMAI_STEPS", 20_000) as usize;
    let seed = number("MINGMAI_SEED", 20_180_628);
    let mut luck = Luck(seed);
    let mut trail = Trail { seed, at: 0, last: VecDeque::new() };
    // Whoever repeats a run wants to know the very step.
    let often = if std::env::var_os("MINGMAI_SEED").is_some() { 1 } else { 25 };
    let (mut most, begun) = (Most::default(), Instant::now());
    let mut life = seed as usize;
    let mut machine = begin(life, (120, 36));
    for at in 0..steps {
        let step = step(&mut luck, &machine.app);
        trail.at = at;
        trail.last.push_back(step.clone());
        if trail.last.len() > TRAIL {
            trail.last.pop_front();
        }
        machine.takes(step);
        machine.work(workers(&mut luck), &mut luck);
        machine.paint();
        if at % often == often - 1 {
            machine.shows_what_is_painted();
        }
        if machine.app.exit.is_some() || at % LIFE == LIFE - 1 {
            machine.settle();
            machine.paint();
            most.bytes = most.bytes.max(machine.most.bytes);
            most.per_cell = most.per_cell.max(machine.most.per_cell);
            most.layers = most.layers.max(machine.most.layers);
            most.frames += machine.most.frames;
            life += 1;
            let (columns, rows) = machine.app.size;
            machine = begin(life, (columns.max(60), rows.max(16)));
        }
    }
    println!("seed {seed}: {steps} steps in {:?}, {most:?}", begun.elapsed());
}

#[test]
#[should_panic(expected = "is shown for")]
fn a_glyph_that_nobody_painted_is_noticed() {
    let mut machine = begin(0, (120, 36));
    machine.settle();
    machine.paint();
    machine.shows_what_is_painted();
    machine.scribble();
    machine.shows_what_is_painted();
}
