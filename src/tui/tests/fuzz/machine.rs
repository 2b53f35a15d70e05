//! The program with a terminal that shows what it was sent, workers that take their time, and a clock that jumps.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, Write};
use std::num::NonZeroU16;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::Color;

use super::luck::{Luck, Step, Workers};
use crate::tui::app::{Answer, App, Effect, Job, Msg, Ticket, lists, renew, update};
use crate::tui::look::Glyphs;
use crate::tui::story::{events, picture, wrong};
use crate::tui::term::{self, Output, Screen};
use crate::tui::{ColourLevel, Options, Start, frame};

/// What opens the locked screen.
pub const PASSPHRASE: &str = "kai";
/// Layers that may lie on one another.
const LAYERS: usize = 8;
/// Keys kept for a list that is on its way.
const AHEAD: usize = 64;
/// Bytes that a cell may cost: where it is, its colours, what is in it.
const CELL: usize = 64;
/// Bytes around a frame.
const FRAME: usize = 1024;
/// Questions that may be left lying before all are answered.
const LEFT: usize = 40;

/// The largest there were.
#[derive(Clone, Copy, Debug, Default)]
pub struct Most {
    pub bytes: usize,
    pub per_cell: f64,
    pub layers: usize,
    pub frames: usize,
}

pub struct Machine {
    pub app: App,
    pub most: Most,
    screen: Screen,
    output: Output,
    shown: Shown,
    turned: Option<Arc<AtomicBool>>,
    jobs: VecDeque<Job>,
    answers: Vec<(Ticket, Answer)>,
}

/// A terminal that takes in what it is sent.
#[derive(Clone)]
struct Shown {
    parser: Rc<RefCell<vt100::Parser>>,
}

impl Write for Shown {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.parser.borrow_mut().process(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

impl Machine {
    pub fn new(start: Start, options: &Options, size: (u16, u16), turned: Option<Arc<AtomicBool>>) -> Self {
        let mut app = App::new(start, options, size);
        let parser = Rc::new(RefCell::new(vt100::Parser::new(cells(size.1), cells(size.0), 0)));
        let shown = Shown { parser };
        let output = Output::new(shown.clone());
        let screen = term::screen(&output, size).unwrap();
        let effects = app.begin();
        let (jobs, answers, most) = (VecDeque::new(), Vec::new(), Most::default());
        let mut machine = Self { app, most, screen, output, shown, turned, jobs, answers };
        machine.act(effects);
        machine
    }

    fn act(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Work(job) => self.jobs.push_back(job),
                Effect::Suspend | Effect::Redraw => {
                    self.app.dirty = true;
                    term::anew(&mut self.screen, self.app.size).unwrap();
                }
                Effect::Mouse(_) | Effect::Send(_) | Effect::Edit(_) => {}
            }
        }
    }

    fn send(&mut self, msg: Msg) {
        let effects = update(&mut self.app, msg);
        self.act(effects);
    }

    /// Lets something happen.
    pub fn takes(&mut self, step: Step) {
        match step {
            Step::Key(key) => self.send(Msg::Key(key)),
            Step::Mouse(event) => self.send(Msg::Mouse(event)),
            Step::Paste(text) => self.send(Msg::Paste(text)),
            Step::Window(columns, rows) => {
                self.shown.parser.borrow_mut().screen_mut().set_size(cells(rows), cells(columns));
                self.send(Msg::Resize(columns, rows));
            }
            Step::Tick => self.send(Msg::Tick),
            Step::Idle => self.send(Msg::Idle),
            Step::Redraw => self.send(Msg::Redraw),
            Step::Suspend => self.send(Msg::Suspend),
            Step::Elsewhere => {
                if let Some(turned) = &self.turned {
                    turned.fetch_xor(true, Ordering::Relaxed);
                }
                let effects = renew::begin(&mut self.app);
                self.act(effects);
            }
            Step::Unlock if self.app.locked.is_some() => {
                for key in events(PASSPHRASE).into_iter().chain(events("<Enter>")) {
                    self.send(Msg::Key(key));
                }
            }
            Step::Unlock => {}
            Step::Wide => {
                self.app.look.wide ^= true;
                self.app.look.glyphs = if self.app.look.wide { &Glyphs::SAFE } else { &Glyphs::UNICODE };
                self.send(Msg::Redraw);
            }
            Step::Ascii => {
                self.app.look.glyphs = &Glyphs::ASCII;
                self.send(Msg::Redraw);
            }
        }
    }

    /// Lets workers do something.
    pub fn work(&mut self, how: Workers, luck: &mut Luck) {
        match how {
            Workers::Done => self.settle(),
            Workers::Busy => {
                let at = luck.below(self.jobs.len());
                self.jobs.remove(at).into_iter().for_each(|job| self.does(job));
            }
            Workers::Late if !self.answers.is_empty() => {
                let at = luck.below(self.answers.len());
                let (ticket, answer) = self.answers.swap_remove(at);
                self.send(Msg::Answer(ticket, answer));
            }
            Workers::Wrong => {
                if let Some(job) = self.jobs.pop_front() {
                    let answer = wrong(&self.app, job.ticket.slot());
                    self.send(Msg::Answer(job.ticket, answer));
                }
            }
            Workers::Late | Workers::Idle => {}
        }
        if self.jobs.len() + self.answers.len() > LEFT {
            self.settle();
        }
    }

    fn does(&mut self, Job { ticket, run }: Job) {
        let (send, receive) = channel();
        let last = run(&ticket, &|answer| drop(send.send(answer)));
        let _ = send.send(last);
        drop(send);
        self.answers.extend(receive.into_iter().map(|answer| (ticket.clone(), answer)));
    }

    /// Answers everything.
    pub fn settle(&mut self) {
        loop {
            for (ticket, answer) in std::mem::take(&mut self.answers) {
                self.send(Msg::Answer(ticket, answer));
            }
            match self.jobs.pop_front() {
                Some(job) => self.does(job),
                None if self.answers.is_empty() => return,
                None => {}
            }
        }
    }

    /// Paints if there is anything to paint, and looks whether all is within bounds.
    pub fn paint(&mut self) {
        self.most.layers = self.most.layers.max(self.app.layers.len());
        assert!(self.app.layers.len() <= LAYERS, "{} layers", self.app.layers.len());
        assert!(self.app.ahead.len() <= AHEAD, "{} keys are kept", self.app.ahead.len());
        if let Some((cursor, len)) = lists(&mut self.app) {
            // A list that is on its way gets the cursor it had back.
            assert!(len == 0 || cursor.at < len, "the cursor is on row {} of {len}", cursor.at);
        }
        if !self.app.dirty {
            return;
        }
        let sent = self.draw();
        let cells = usize::from(self.app.size.0) * usize::from(self.app.size.1);
        assert!(sent <= cells * CELL + FRAME, "{sent} bytes for {cells} cells");
        self.most.bytes = self.most.bytes.max(sent);
        self.most.per_cell = self.most.per_cell.max(sent as f64 / cells as f64);
        self.most.frames += 1;
    }

    fn draw(&mut self) -> usize {
        let before = self.output.sent();
        term::draw(&mut self.app, &mut self.screen, &self.output).unwrap();
        (self.output.sent() - before) as usize
    }

    /// Writes on the terminal behind the program's back.
    pub fn scribble(&mut self) {
        write!(self.shown, "\x1b[10;10HX").unwrap();
    }

    /// The terminal shows what would be painted on an empty one, and painting it again sends nothing but the frame's ends.
    pub fn shows_what_is_painted(&mut self) {
        if self.app.dirty {
            self.draw();
        }
        let again = self.draw();
        assert!(again <= 64, "{again} bytes for a frame in which nothing changed");
        // Where glyphs are drawn twice as wide as counted, the emulator counts otherwise.
        if self.app.look.wide {
            return;
        }
        let (columns, rows) = self.app.size;
        let mut fresh = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        fresh.draw(|frame| frame::view(&self.app, frame)).unwrap();
        let buffer = fresh.backend().buffer();
        let shown = self.shown.parser.borrow();
        for y in 0..rows {
            for x in 0..columns {
                let (cell, seen) = (&buffer[(x, y)], shown.screen().cell(y, x).unwrap());
                let symbol = if seen.is_wide_continuation() { "" } else { seen.contents() };
                let same = symbol.trim_end() == cell.symbol().trim_end();
                assert!(
                    same,
                    "column {x}, row {y}: {symbol:?} is shown for {:?}\n{}\nis shown for\n{}",
                    cell.symbol(),
                    shown.screen().contents().lines().nth(usize::from(y)).unwrap_or_default(),
                    picture(buffer).lines().nth(usize::from(y)).unwrap_or_default(),
                );
                if self.app.settings.level == ColourLevel::True {
                    let ground = match seen.bgcolor() {
                        vt100::Color::Rgb(r, g, b) => Color::Rgb(r, g, b),
                        vt100::Color::Idx(at) => Color::Indexed(at),
                        vt100::Color::Default => Color::Reset,
                    };
                    let named = !matches!(cell.bg, Color::Rgb(..) | Color::Reset);
                    assert!(named || ground == cell.bg, "column {x}, row {y}: on {ground:?} instead of {:?}", cell.bg);
                }
            }
        }
    }
}
