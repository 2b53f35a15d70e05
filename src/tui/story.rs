//! The whole program without a terminal: keys in, a picture out, nothing to wait for.
//!
//! Workers answer within the key that asks them, and the clock is the story's own. After every message the program must be
//! at rest: nothing under way, no tick wanted, and a second painting the same as the first.

mod register;
mod wrong;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use unicode_width::UnicodeWidthStr;

use super::app::{App, Effect, Exit, Msg, update};
use super::bench::settle;
use super::command::key;
use super::look::Role;
use super::{ColourLevel, Options, Start, fixture, frame};
use crate::lang::Lang;

pub use register::{CITY, COUNTY, story, told};
pub use wrong::wrong;

pub struct Story {
    pub app: App,
    terminal: Terminal<TestBackend>,
    // Where its register lies, if it has one of its own.
    _place: Option<tempfile::TempDir>,
    /// Whether work is meant to be under way that nobody does.
    pub busy: bool,
}

pub fn options(lang: Lang) -> Options {
    let mut options = Options::from_env(|name| (name == "LANG").then(|| "zh_CN.UTF-8".into()));
    options.lang = lang;
    options.color = ColourLevel::True;
    options
}

/// The county, in a window of this size.
pub fn county(lang: Lang, size: (u16, u16)) -> Story {
    Story::new(Start::Register(fixture::county()), options(lang), size)
}

impl Story {
    pub fn new(start: Start, options: Options, size: (u16, u16)) -> Self {
        let mut app = App::new(start, &options, size);
        let effects = app.begin();
        settle(&mut app, effects);
        let terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
        let mut story = Self { app, terminal, busy: false, _place: None };
        story.paint();
        story.rests();
        story
    }

    /// Before anything has answered.
    pub fn begun(start: Start, options: Options, size: (u16, u16)) -> Self {
        let mut app = App::new(start, &options, size);
        drop(app.begin());
        let terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
        let mut story = Self { app, terminal, busy: false, _place: None };
        story.paint();
        story
    }

    pub fn paint(&mut self) {
        self.terminal.draw(|frame| frame::view(&self.app, frame)).unwrap();
        self.app.dirty = false;
    }

    pub fn msg(&mut self, msg: Msg) -> &mut Self {
        let effects = update(&mut self.app, msg);
        settle(&mut self.app, effects);
        self.paint();
        self.rests();
        self
    }

    // What a real terminal is waited for half a second to show: that nothing more will come.
    fn rests(&mut self) {
        if self.busy {
            return;
        }
        assert!(!self.app.work.any(), "work is under way that nobody does");
        assert!(!self.app.wants_ticks() && self.app.ahead.is_empty());
        update(&mut self.app, Msg::Tick);
        assert!(!self.app.dirty, "idle paints");
    }

    /// Presses keys: letters as they are, others by name in angle brackets, `/青<Enter>`.
    #[track_caller]
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for event in events(keys) {
            self.msg(Msg::Key(event));
        }
        self
    }

    /// Presses keys whose answers are still on their way.
    pub fn late(&mut self, keys: &str) -> &mut Self {
        for event in events(keys) {
            update(&mut self.app, Msg::Key(event));
        }
        self.paint();
        self
    }

    /// Presses keys whose answers are all that it went wrong.
    pub fn fails(&mut self, keys: &str) -> &mut Self {
        for event in events(keys) {
            let mut effects = update(&mut self.app, Msg::Key(event));
            while let Some(effect) = effects.pop() {
                if let Effect::Work(job) = effect {
                    let wrong = wrong(&self.app, job.ticket.slot());
                    effects.extend(update(&mut self.app, Msg::Answer(job.ticket, wrong)));
                }
            }
        }
        self.paint();
        self
    }

    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.terminal.backend_mut().resize(columns, rows);
        self.msg(Msg::Resize(columns, rows))
    }

    pub fn buffer(&self) -> &Buffer {
        self.terminal.backend().buffer()
    }

    pub fn cursor(&mut self) -> Option<(u16, u16)> {
        let visible = self.terminal.backend().cursor_visible();
        visible.then(|| {
            let at = self.terminal.backend().cursor_position();
            (at.x, at.y)
        })
    }

    /// The screen as text, a wide glyph taking its two columns.
    pub fn screen(&self) -> String {
        picture(self.buffer())
    }

    /// The rows under a cursor, as they are painted.
    pub fn under(&self) -> String {
        let ground = self.app.look.style(Role::Selection).bg;
        let buffer = self.buffer();
        let row = |y| {
            let cells = glyphs(buffer, y).filter(|(cell, _)| Some(cell.bg) == ground);
            cells.map(|(cell, _)| cell.symbol()).collect::<String>()
        };
        let rows: Vec<String> = (0..buffer.area.height).map(row).filter(|row| !row.trim().is_empty()).collect();
        rows.join("\n")
    }

    #[track_caller]
    pub fn sees(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(screen.contains(text), "{text} is not on\n{screen}");
        self
    }

    #[track_caller]
    pub fn misses(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(!screen.contains(text), "{text} is on\n{screen}");
        self
    }

    /// The line of the screen that has a text in it.
    #[track_caller]
    pub fn line(&self, text: &str) -> String {
        let screen = self.screen();
        let line = screen.lines().find(|line| line.contains(text));
        line.unwrap_or_else(|| panic!("{text} is not on\n{screen}")).to_owned()
    }

    pub fn ended(&self) -> Option<Exit> {
        self.app.exit
    }
}

/// The keys of a text such as `/青<Enter>`.
pub fn events(keys: &str) -> Vec<KeyEvent> {
    let mut events = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
        let (event, after) = named
            .and_then(|(name, after)| key::parse(name).map(|key| (key, after)))
            .unwrap_or_else(|| (KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE), &rest[c.len_utf8()..]));
        events.push(event);
        rest = after;
    }
    events
}

/// The glyphs of a row and how many columns each takes; what lies in the second half of a wide one is not on the screen.
pub fn glyphs(buffer: &Buffer, y: u16) -> impl Iterator<Item = (&Cell, u16)> {
    let mut x = 0;
    std::iter::from_fn(move || {
        let cell = buffer.cell((x, y))?;
        let width = (cell.symbol().width() as u16).max(1);
        x += width;
        Some((cell, width))
    })
}

pub fn picture(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let line: String = glyphs(buffer, y).map(|(cell, _)| cell.symbol()).collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
