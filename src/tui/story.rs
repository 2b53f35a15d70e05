//! The whole program without a terminal: keys in, a picture out, nothing to wait for.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr;

use super::app::{App, Exit, Msg, update};
use super::bench::settle;
use super::command::key;
use super::{ColourLevel, Options, Start, fixture, frame};
use crate::lang::Lang;

pub struct Story {
    pub app: App,
    terminal: Terminal<TestBackend>,
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
        let mut story = Self { app, terminal };
        story.paint();
        story
    }

    fn paint(&mut self) {
        self.terminal.draw(|frame| frame::view(&self.app, frame)).unwrap();
        self.app.dirty = false;
    }

    pub fn msg(&mut self, msg: Msg) -> &mut Self {
        let effects = update(&mut self.app, msg);
        settle(&mut self.app, effects);
        self.paint();
        self
    }

    /// Presses keys: letters as they are, others by name in angle brackets, `/青<Enter>`.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            let event = match named.and_then(|(name, after)| key::parse(name).map(|key| (key, after))) {
                Some((key, after)) => {
                    rest = after;
                    key
                }
                None => {
                    rest = &rest[c.len_utf8()..];
                    KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)
                }
            };
            self.msg(Msg::Key(event));
        }
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

    pub fn ended(&self) -> Option<Exit> {
        self.app.exit
    }
}

pub fn picture(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut line = String::new();
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += (symbol.width() as u16).max(1);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
