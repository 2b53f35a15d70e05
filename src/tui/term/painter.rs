//! Cells on their way to the terminal, in as few bytes as say the same.
//!
//! The usual painter of the library moves the cursor after every wide glyph and takes every style back after every frame:
//! a row of Han costs three times its letters. Over a slow line that is most of what a key costs.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use unicode_width::UnicodeWidthStr;

use super::Output;
use super::sgr::Worn;

/// Paints cells, and knows where it left the cursor.
pub struct Painter {
    out: Output,
    /// Where the cursor is, where that is known.
    at: Option<Position>,
    /// Whether the glyph before it is as wide in every terminal.
    sure: bool,
    /// Whether it is shown, where that is known.
    shown: Option<bool>,
}

impl Painter {
    /// A painter of frames that an output sends.
    pub const fn new(out: Output) -> Self {
        Self { out, at: None, sure: false, shown: None }
    }

    /// Forgets what it knows of the terminal: somebody else has written to it.
    pub const fn forget(&mut self) {
        (self.at, self.shown) = (None, None);
    }

    fn go(&mut self, to: Position) -> io::Result<()> {
        match self.at {
            Some(at) if at == to => {}
            // After a glyph whose width is in doubt the place is named, so that a row does not drift any further.
            Some(at) if self.sure && at.y == to.y && to.x > at.x => match to.x - at.x {
                1 => write!(self.out, "\x1b[C")?,
                by => write!(self.out, "\x1b[{by}C")?,
            },
            _ => write!(self.out, "\x1b[{};{}H", to.y + 1, to.x + 1)?,
        }
        (self.at, self.sure) = (Some(to), true);
        Ok(())
    }

    fn show(&mut self, shown: bool) -> io::Result<()> {
        if self.shown != Some(shown) {
            self.out.write_all(if shown { b"\x1b[?25h" } else { b"\x1b[?25l" })?;
            self.shown = Some(shown);
        }
        Ok(())
    }
}

/// Whether every terminal draws a glyph in the columns that the tables of Unicode say.
fn sure(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return false };
    matches!(c,
        ' '..='~'
        // Han, kana and Hangul, and the punctuation and full-width forms that go with them.
        | '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{3001}'..='\u{3011}' | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff01}'..='\u{ff5e}')
}

impl Backend for Painter {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut worn = Worn::default();
        for (x, y, cell) in content {
            let to = Position { x, y };
            let symbol = cell.symbol();
            self.go(to)?;
            worn.wear(&mut self.out, cell)?;
            self.out.write_all(symbol.as_bytes())?;
            let width = symbol.width() as u16;
            self.sure = sure(symbol);
            self.at = (self.sure || width == 1).then_some(Position { x: x + width, y });
        }
        worn.take_off(&mut self.out)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.show(false)
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.show(true)
    }

    // Asking the terminal would take an answer away from the input thread; nobody needs to know.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.at.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let to = position.into();
        if self.at != Some(to) || !self.sure {
            self.at = None;
        }
        self.go(to)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.out.write_all(match clear_type {
            ClearType::All => b"\x1b[2J",
            ClearType::AfterCursor => b"\x1b[J",
            ClearType::BeforeCursor => b"\x1b[1J",
            ClearType::CurrentLine => b"\x1b[2K",
            ClearType::UntilNewLine => b"\x1b[K",
        })
    }

    fn size(&self) -> io::Result<Size> {
        let (width, height) = crossterm::terminal::size()?;
        Ok(Size { width, height })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::tui::look::{Glyphs, Look, themes};
    use crate::tui::term::output::tests::Kept;
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Modifier, Style};

    fn painted(before: &Buffer, after: &Buffer) -> (String, Painter, Kept) {
        let kept = Kept::default();
        let out = Output::new(kept.clone());
        let mut painter = Painter::new(out.clone());
        painter.draw(before.diff(after).into_iter()).unwrap();
        out.send().unwrap();
        (kept.text(), painter, kept)
    }

    #[test]
    fn a_row_of_han_is_its_letters() {
        let before = Buffer::empty(Rect::new(0, 0, 12, 2));
        let mut after = before.clone();
        after.set_string(1, 0, "高三(2)班", Style::new());
        assert_eq!(painted(&before, &after).0, "\x1b[1;2H高三(2)班");
        let mut later = after.clone();
        later.set_string(1, 0, "高二", Style::new());
        later.set_string(8, 0, "团", Style::new().fg(Color::Red));
        assert_eq!(painted(&after, &later).0, "\x1b[1;4H二\x1b[3C\x1b[31m团\x1b[0m");
        assert_eq!(painted(&later, &later).0, "", "nothing changed, nothing is sent");
    }

    #[test]
    fn the_cursor_is_told_once() {
        let kept = Kept::default();
        let out = Output::new(kept.clone());
        let mut painter = Painter::new(out.clone());
        for _ in 0..3 {
            painter.hide_cursor().unwrap();
        }
        painter.show_cursor().unwrap();
        painter.set_cursor_position((4, 1)).unwrap();
        painter.set_cursor_position((4, 1)).unwrap();
        out.send().unwrap();
        assert_eq!(kept.text(), "\x1b[?25l\x1b[?25h\x1b[2;5H");
        painter.forget();
        painter.hide_cursor().unwrap();
        out.send().unwrap();
        assert!(kept.text().ends_with("\x1b[?25l"));
    }

    proptest! {
        // Whatever a name holds, what stands beside it stays where it is.
        #[test]
        fn no_text_moves_its_neighbours(
            texts in prop::collection::vec("[\\PC\u{200d}\u{fe0f}\u{20e3}\u{3164}\u{301}🏽👩🇨🇳🏴\u{e0067}가각क्षلا]{0,10}", 1..6),
            x in 1u16..18,
            room in 1u16..14,
        ) {
            let area = Rect::new(0, 0, 40, 1);
            let look = Look { theme: themes(None).0[0].clone(), glyphs: &Glyphs::UNICODE, wide: false, lang: Lang::Zh };
            let kept = Kept::default();
            let out = Output::new(kept.clone());
            let mut painter = Painter::new(out.clone());
            let mut screen = vt100::Parser::new(
                std::num::NonZeroU16::new(1).unwrap(), std::num::NonZeroU16::new(40).unwrap(), 0);
            let mut before = Buffer::empty(area);
            for text in texts {
                let mut after = Buffer::empty(area);
                look.put(&mut after, 0, 0, 40, &"|团".repeat(13), Style::new());
                let used = look.put(&mut after, x, 0, room, &text, Style::new());
                prop_assert!(used <= room);
                look.put(&mut after, x + room, 0, 1, "|", Style::new());
                painter.draw(before.diff(&after).into_iter()).unwrap();
                out.send().unwrap();
                screen.process(kept.take().as_bytes());
                before = after;
                for at in 0..40 {
                    let shown = screen.screen().cell(0, at).unwrap();
                    let symbol = if shown.is_wide_continuation() { "" } else { shown.contents() };
                    prop_assert_eq!(symbol.trim_end(), before[(at, 0)].symbol().trim_end(), "{:?}, column {}", &text, at);
                }
            }
        }

        // Whatever is painted over whatever, the terminal shows what the buffer says.
        #[test]
        fn the_terminal_shows_the_buffer(
            rows in prop::collection::vec(("[ -~高三团委支部（）…“─]{0,14}", 0u16..10, 0u16..4, 0u8..5, any::<u16>()), 1..8),
        ) {
            let area = Rect::new(0, 0, 20, 4);
            let look = Look { theme: themes(None).0[0].clone(), glyphs: &Glyphs::UNICODE, wide: false, lang: Lang::Zh };
            let kept = Kept::default();
            let out = Output::new(kept.clone());
            let mut painter = Painter::new(out.clone());
            let mut screen = vt100::Parser::new(
                std::num::NonZeroU16::new(4).unwrap(), std::num::NonZeroU16::new(20).unwrap(), 0);
            let mut before = Buffer::empty(area);
            for (text, x, y, colour, modifier) in rows {
                let mut after = before.clone();
                let modifier = Modifier::from_bits_truncate(modifier)
                    & (Modifier::BOLD | Modifier::REVERSED | Modifier::UNDERLINED);
                let style = Style::new().fg(Color::Indexed(colour)).add_modifier(modifier);
                look.put(&mut after, x, y, 20, &text, style);
                painter.draw(before.diff(&after).into_iter()).unwrap();
                out.send().unwrap();
                screen.process(kept.take().as_bytes());
                before = after;
            }
            for y in 0..4 {
                let mut x = 0;
                while x < 20 {
                    let (cell, shown) = (&before[(x, y)], screen.screen().cell(y, x).unwrap());
                    let text = if shown.contents().is_empty() { " ".into() } else { shown.contents().to_owned() };
                    prop_assert_eq!(cell.symbol(), &text, "row {}, column {}", y, x);
                    prop_assert_eq!(cell.modifier.contains(Modifier::BOLD), shown.bold());
                    prop_assert_eq!(cell.modifier.contains(Modifier::REVERSED), shown.inverse());
                    prop_assert_eq!(cell.modifier.contains(Modifier::UNDERLINED), shown.underline());
                    x += (cell.symbol().width() as u16).max(1);
                }
            }
        }
    }
}
