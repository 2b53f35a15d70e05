//! How things look: the theme, the glyphs, the language, and text cut to columns.

mod colour;
mod glyph;
mod piece;
mod point;
mod put;
mod theme;

pub use colour::ColourLevel;
pub use glyph::Glyphs;
pub use point::point;
pub use theme::{Role, Theme, theme_names, themes};

use crate::lang::Lang;
use ratatui::style::Style;

/// Everything a view needs to paint in the operator's way.
#[derive(Clone, Debug)]
pub struct Look {
    /// The theme, brought down to the colours there are.
    pub theme: Theme,
    /// The glyphs of borders and marks.
    pub glyphs: &'static Glyphs,
    /// Whether the terminal draws glyphs of ambiguous width in two columns.
    pub wide: bool,
    /// The language.
    pub lang: Lang,
}

impl Look {
    /// The look of a role.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }
}
