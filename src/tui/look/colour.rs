//! How many colours a terminal has, and the nearest of them to a colour a theme asks for.

use ratatui::style::{Color, Style};

/// How many colours a terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColourLevel {
    /// None: emphasis is reverse, bold, underline and symbols.
    None,
    /// The sixteen of the user's palette.
    Sixteen,
    /// The 256 of xterm.
    TwoFiftySix,
    /// Any.
    True,
}

impl ColourLevel {
    /// Works out the level from `NO_COLOR`, `COLORTERM` and `TERM`; ssh seldom forwards `COLORTERM`.
    pub fn of_env(var: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name| var(name).is_some_and(|value| !value.is_empty());
        let term = var("TERM").unwrap_or_default();
        if set("NO_COLOR") || term == "dumb" {
            Self::None
        } else if var("COLORTERM").is_some_and(|c| c == "truecolor" || c == "24bit")
            || set("WT_SESSION")
            || term.contains("direct")
        {
            Self::True
        } else if term.contains("256color") {
            Self::TwoFiftySix
        } else {
            Self::Sixteen
        }
    }

    /// The nearest style this level can show.
    pub fn fit(self, style: Style) -> Style {
        Style { fg: style.fg.map(|c| self.colour(c)), bg: style.bg.map(|c| self.colour(c)), ..style }
    }

    fn colour(self, colour: Color) -> Color {
        match (self, colour) {
            (Self::None, _) => Color::Reset,
            (Self::True, colour) => colour,
            (Self::TwoFiftySix, Color::Rgb(r, g, b)) => Color::Indexed(nearest_256(r, g, b)),
            (Self::Sixteen, Color::Rgb(r, g, b)) => nearest_16(r, g, b),
            (Self::Sixteen, Color::Indexed(at)) if at >= 16 => {
                let (r, g, b) = cube(at);
                nearest_16(r, g, b)
            }
            (_, colour) => colour,
        }
    }
}

const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

fn cube(at: u8) -> (u8, u8, u8) {
    if at >= 232 {
        let grey = 8 + 10 * (at - 232);
        return (grey, grey, grey);
    }
    let at = usize::from(at.saturating_sub(16));
    (STEPS[at / 36 % 6], STEPS[at / 6 % 6], STEPS[at % 6])
}

fn distance(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    let square = |x: u8, y: u8| u32::from(x.abs_diff(y)).pow(2);
    2 * square(a.0, b.0) + 4 * square(a.1, b.1) + 3 * square(a.2, b.2)
}

fn nearest_256(r: u8, g: u8, b: u8) -> u8 {
    (16..=255).min_by_key(|&at| distance(cube(at), (r, g, b))).unwrap_or(15)
}

fn nearest_16(r: u8, g: u8, b: u8) -> Color {
    const SIXTEEN: [(Color, (u8, u8, u8)); 16] = [
        (Color::Black, (0, 0, 0)),
        (Color::Red, (170, 0, 0)),
        (Color::Green, (0, 150, 0)),
        (Color::Yellow, (170, 110, 0)),
        (Color::Blue, (0, 0, 190)),
        (Color::Magenta, (170, 0, 170)),
        (Color::Cyan, (0, 160, 170)),
        (Color::Gray, (190, 190, 190)),
        (Color::DarkGray, (110, 110, 110)),
        (Color::LightRed, (255, 85, 85)),
        (Color::LightGreen, (85, 255, 85)),
        (Color::LightYellow, (255, 255, 85)),
        (Color::LightBlue, (90, 130, 255)),
        (Color::LightMagenta, (255, 85, 255)),
        (Color::LightCyan, (85, 255, 255)),
        (Color::White, (255, 255, 255)),
    ];
    SIXTEEN.iter().min_by_key(|(_, of)| distance(*of, (r, g, b))).map_or(Color::White, |(colour, _)| *colour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_from_the_environment() {
        let level = |vars: &[(&str, &str)]| {
            ColourLevel::of_env(|name| vars.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_string()))
        };
        assert_eq!(level(&[("TERM", "xterm-256color")]), ColourLevel::TwoFiftySix);
        assert_eq!(level(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]), ColourLevel::True);
        assert_eq!(level(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]), ColourLevel::None);
        assert_eq!(level(&[("TERM", "xterm-256color"), ("NO_COLOR", "")]), ColourLevel::TwoFiftySix);
        assert_eq!(level(&[("TERM", "linux")]), ColourLevel::Sixteen);
    }

    #[test]
    fn colours_come_down_to_what_there_is() {
        let style = Style::new().fg(Color::Rgb(255, 0, 0)).bg(Color::Rgb(8, 8, 8));
        assert_eq!(ColourLevel::None.fit(style).fg, Some(Color::Reset));
        assert_eq!(ColourLevel::TwoFiftySix.fit(style).fg, Some(Color::Indexed(196)));
        assert_eq!(ColourLevel::Sixteen.fit(style).bg, Some(Color::Black));
        assert_eq!(ColourLevel::True.fit(style), style);
    }
}
