//! The program at a real terminal: modes, input, signals, workers, frames.

mod calm;
pub mod clipboard;
pub mod editor;
mod gate;
mod guard;
pub mod host;
mod input;
mod output;
mod painter;
mod sgr;
mod signal;
mod worker;

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::backend::Backend;
use ratatui::buffer::Cell;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::app::{App, Effect, Exit, Msg, update};
use super::lock::Idle;
use super::look::{Glyphs, Role};
use super::{Ambiguous, Options, Start, frame, text};
use calm::Calm;
use gate::{Gate, gate};
use guard::Guard;
use painter::Painter;
use worker::Workers;

pub use editor::Trouble;
pub use host::Host;
pub use output::Output;
#[cfg(test)]
pub use sgr::Worn;

/// How often the spinner turns while work is pending.
const TICK: Duration = Duration::from_millis(250);

/// Runs the terminal program until the operator leaves, the line drops or a signal comes.
///
/// The register is closed and the terminal given back when this returns; the caller ends the process with [`Exit::code`].
///
/// # Errors
/// No terminal, or one that cannot be written to; or why the register could not be opened.
pub fn run(start: Start, options: &Options) -> anyhow::Result<Exit> {
    // Without this a theme without colours would lose reverse and bold: crossterm turns its colours into resets.
    crossterm::style::force_color_output(true);
    guard::hook();
    let guard = Guard::take(options.mouse)?;
    let mut app = App::new(start, options, crossterm::terminal::size()?);
    let (send, receive) = channel();
    signal::listen(send.clone())?;
    options.notices.lead_to(Some(send.clone()));
    let output = Output::stdout()?;
    let mut terminal = screen(&output, app.size)?;
    let workers = Workers::start(&send)?;
    let (gate, passage) = gate()?;
    let mut desk = Desk { terminal: &mut terminal, output: &output, workers: &workers, gate };
    let ended = begin(&mut app, &mut desk, options)
        .and_then(|()| input::listen(send, passage))
        .and_then(|()| drive(&mut app, &mut desk, &receive));
    options.notices.lead_to(None);
    app.work.stop_all();
    let refused = app.refused.take();
    drop(app);
    drop(workers);
    drop(guard);
    match (ended, refused) {
        // A terminal that is gone cannot be written to, and the frame may notice before the input thread does.
        (Err(_), _) if input::gone() => Ok(Exit::HangUp),
        (Ok(Exit::Done), Some(error)) => Err(error),
        (ended, _) => Ok(ended?),
    }
}

// The first frame, and only then the register and the question to the terminal: neither keeps the operator waiting.
fn begin(app: &mut App, desk: &mut Desk<'_>, options: &Options) -> io::Result<()> {
    draw(app, desk.terminal, desk.output)?;
    let effects = app.begin();
    act(app, desk, effects)?;
    if options.ambiguous != Ambiguous::Auto {
        return Ok(());
    }
    let wide = draws_wide().unwrap_or(false);
    desk.terminal.backend_mut().forget();
    if wide {
        app.look.wide = true;
        if !options.ascii {
            app.look.glyphs = &Glyphs::SAFE;
        }
        app.say(text::wide_terminal(app.lang()));
        repaint(app, desk.terminal)?;
        return draw(app, desk.terminal, desk.output);
    }
    // The glyph of the question stands where a frame has the blank before its title.
    let mut blank = Cell::new(" ");
    blank.set_style(app.look.style(Role::Title));
    desk.terminal.backend_mut().draw([(0, 0, &blank)].into_iter())?;
    desk.output.send()
}

/// What the loop has at hand.
struct Desk<'a> {
    terminal: &'a mut Screen,
    output: &'a Output,
    workers: &'a Workers,
    gate: Gate,
}

/// What frames are painted on.
pub type Screen = Terminal<Painter>;

/// A screen of so many columns and rows.
///
/// Its size is told to it: asking the terminal at every frame costs a call, and once the terminal is gone a process.
pub fn screen(output: &Output, (columns, rows): (u16, u16)) -> io::Result<Screen> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, columns, rows));
    Terminal::with_options(Painter::new(output.clone()), TerminalOptions { viewport })
}

fn drive(app: &mut App, desk: &mut Desk<'_>, receive: &Receiver<Msg>) -> io::Result<Exit> {
    let mut idle = Idle::new(None);
    loop {
        let after = app.locks_after();
        let first = if app.wants_ticks() || after.is_some() {
            let left = after.map(|after| idle.left(after));
            let wait = if app.wants_ticks() { left.map_or(TICK, |left| left.min(TICK)) } else { left.unwrap_or(TICK) };
            match receive.recv_timeout(wait) {
                Ok(msg) => msg,
                Err(RecvTimeoutError::Timeout) if left.is_some_and(|left| left <= wait) => Msg::Idle,
                Err(RecvTimeoutError::Timeout) => Msg::Tick,
                Err(RecvTimeoutError::Disconnected) => return Ok(Exit::HangUp),
            }
        } else {
            match receive.recv() {
                Ok(msg) => msg,
                Err(_) => return Ok(Exit::HangUp),
            }
        };
        // All that has come is taken in before anything is painted: a held key or a paste is one frame.
        let mut calm = Calm::new(app.settings.low);
        let mut next = Some(first);
        while let Some(msg) = next {
            calm.saw(&msg, Instant::now());
            // The machine may have slept: a key that wakes it finds the screen locked.
            if app.locks_after().is_some_and(|after| idle.left(after).is_zero()) {
                update(app, Msg::Idle);
            }
            if matches!(msg, Msg::Key(_) | Msg::Mouse(_) | Msg::Paste(_)) {
                idle.pressed();
            }
            let effects = update(app, msg);
            act(app, desk, effects)?;
            next = receive.try_recv().ok().or_else(|| {
                let left = calm.left(Instant::now()).filter(|_| app.exit.is_none() && app.dirty)?;
                receive.recv_timeout(left).ok()
            });
        }
        if let Some(exit) = app.exit {
            return Ok(exit);
        }
        if app.dirty && guard::taken() {
            draw(app, desk.terminal, desk.output)?;
        }
    }
}

fn act(app: &mut App, desk: &mut Desk<'_>, effects: Vec<Effect>) -> io::Result<()> {
    for effect in effects {
        match effect {
            Effect::Work(job) => desk.workers.take(job),
            Effect::Send(bytes) => {
                let mut out = desk.output.clone();
                out.write_all(&bytes)?;
                desk.output.send()?;
            }
            Effect::Edit(text) => {
                let edited = hand_over(app, desk, &text)?;
                let effects = update(app, Msg::Edited(edited));
                act(app, desk, effects)?;
            }
            Effect::Mouse(on) => guard::mouse(on)?,
            Effect::Suspend => {
                guard::restore();
                signal::stop();
                guard::enter(app.settings.mouse)?;
                repaint(app, desk.terminal)?;
            }
            Effect::Redraw => {
                guard::renew(app.settings.mouse)?;
                repaint(app, desk.terminal)?;
            }
        }
    }
    Ok(())
}

// The terminal goes to the editor and comes back; nobody else reads from it meanwhile.
fn hand_over(app: &mut App, desk: &mut Desk<'_>, text: &str) -> io::Result<Result<String, Trouble>> {
    if let Err(error) = desk.gate.close() {
        desk.gate.open();
        return Ok(Err(error.into()));
    }
    guard::restore();
    signal::away(true);
    let edited = editor::edit(text, signal::theirs);
    signal::away(false);
    guard::enter(app.settings.mouse)?;
    desk.gate.open();
    repaint(app, desk.terminal)?;
    Ok(edited)
}

fn repaint(app: &mut App, terminal: &mut Screen) -> io::Result<()> {
    let (columns, rows) = crossterm::terminal::size()?;
    app.size = (columns, rows);
    app.dirty = true;
    anew(terminal, (columns, rows))
}

/// Lets the next frame paint every cell, and know nothing of where the terminal left its cursor.
pub fn anew(terminal: &mut Screen, (columns, rows): (u16, u16)) -> io::Result<()> {
    terminal.backend_mut().forget();
    // Not Terminal::clear: it asks the terminal where its cursor is, and the input thread would take the answer.
    terminal.resize(Rect::new(0, 0, columns, rows))
}

/// Paints a frame and sends it in one piece, the cursor inside the synchronized update.
pub fn draw(app: &mut App, terminal: &mut Screen, output: &Output) -> io::Result<()> {
    let mut out = output.clone();
    queue!(out, BeginSynchronizedUpdate)?;
    if terminal.get_frame().area() != Rect::new(0, 0, app.size.0, app.size.1) {
        anew(terminal, app.size)?;
    }
    terminal.draw(|frame| frame::view(app, frame))?;
    queue!(out, EndSynchronizedUpdate)?;
    output.send()?;
    app.dirty = false;
    Ok(())
}

// One glyph of ambiguous width, and the terminal says where its cursor went.
fn draws_wide() -> io::Result<bool> {
    if std::env::var("TERM").is_ok_and(|term| term == "dumb") {
        return Ok(false);
    }
    let mut out = io::stdout();
    out.write_all("\x1b[1;1H─".as_bytes())?;
    out.flush()?;
    let (column, _) = crossterm::cursor::position()?;
    Ok(column >= 2)
}
