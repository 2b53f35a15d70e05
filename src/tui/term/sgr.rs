//! Styles as the terminal takes them on: only what is other than before.

use std::io::{self, Write};

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// What the terminal wears; at the end of a frame, nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worn {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const MODIFIERS: [(Modifier, u8); 7] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

impl Worn {
    /// Takes on the style of a cell.
    pub fn wear(&mut self, out: &mut impl Write, cell: &Cell) -> io::Result<()> {
        let wanted = Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier };
        if wanted == *self {
            return Ok(());
        }
        let mut sgr = Sgr { out, begun: false };
        // What takes one away differs from terminal to terminal; zero takes all away everywhere.
        if !wanted.modifier.contains(self.modifier) || wanted == Self::default() {
            sgr.code(0)?;
            *self = Self::default();
        }
        for (modifier, code) in MODIFIERS {
            if wanted.modifier.contains(modifier) && !self.modifier.contains(modifier) {
                sgr.code(code)?;
            }
        }
        if wanted.fg != self.fg {
            sgr.colour(wanted.fg, 30)?;
        }
        if wanted.bg != self.bg {
            sgr.colour(wanted.bg, 40)?;
        }
        sgr.end()?;
        *self = wanted;
        Ok(())
    }

    /// Takes everything off.
    pub fn take_off(&mut self, out: &mut impl Write) -> io::Result<()> {
        if std::mem::take(self) == Self::default() { Ok(()) } else { out.write_all(b"\x1b[0m") }
    }
}

struct Sgr<'a, W> {
    out: &'a mut W,
    begun: bool,
}

impl<W: Write> Sgr<'_, W> {
    fn code(&mut self, code: u8) -> io::Result<()> {
        let lead = if std::mem::replace(&mut self.begun, true) { ";" } else { "\x1b[" };
        write!(self.out, "{lead}{code}")
    }

    // The ground is ten more than the letters: 31 and 41, 38 and 48, 91 and 101.
    fn colour(&mut self, colour: Color, base: u8) -> io::Result<()> {
        let named = |at: u8| if at < 8 { base + at } else { base + 52 + at };
        let code = match colour {
            Color::Reset => base + 9,
            Color::Black => named(0),
            Color::Red => named(1),
            Color::Green => named(2),
            Color::Yellow => named(3),
            Color::Blue => named(4),
            Color::Magenta => named(5),
            Color::Cyan => named(6),
            Color::Gray => named(7),
            Color::DarkGray => named(8),
            Color::LightRed => named(9),
            Color::LightGreen => named(10),
            Color::LightYellow => named(11),
            Color::LightBlue => named(12),
            Color::LightMagenta => named(13),
            Color::LightCyan => named(14),
            Color::White => named(15),
            Color::Indexed(at) => {
                self.code(base + 8)?;
                self.code(5)?;
                at
            }
            Color::Rgb(red, green, blue) => {
                self.code(base + 8)?;
                self.code(2)?;
                self.code(red)?;
                self.code(green)?;
                blue
            }
        };
        self.code(code)
    }

    fn end(&mut self) -> io::Result<()> {
        if self.begun { self.out.write_all(b"m") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    #[test]
    fn only_what_changes_is_said() {
        let mut worn = Worn::default();
        let mut say = |style: Style| {
            let (mut out, mut cell) = (Vec::new(), Cell::new("x"));
            cell.set_style(style);
            worn.wear(&mut out, &cell).unwrap();
            String::from_utf8(out).unwrap().replace('\x1b', "^")
        };
        let red = Style::new().fg(Color::Red);
        assert_eq!(say(red.add_modifier(Modifier::BOLD)), "^[1;31m");
        assert_eq!(say(red.add_modifier(Modifier::BOLD | Modifier::REVERSED)), "^[7m");
        assert_eq!(say(red), "^[0;31m");
        assert_eq!(say(red.bg(Color::Rgb(1, 2, 3))), "^[48;2;1;2;3m");
        assert_eq!(say(Style::new().fg(Color::White).bg(Color::Indexed(240))), "^[97;48;5;240m");
        assert_eq!(say(Style::new()), "^[0m");
        assert_eq!(say(Style::new()), "");
    }
}
