//! Clears the ground under a popup, wide glyphs at its edges included.

use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::Rect;

use crate::tui::look::{Look, Role};

/// Blanks an area in the ground style.
///
/// A glyph of two columns that straddles an edge is blanked too: half of it would push the border aside.
pub fn clear_wide(buf: &mut Buffer, area: Rect, look: &Look) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        if area.left() > buf.area.left()
            && let Some(cell) = buf.cell_mut((area.left() - 1, y))
            && look.width(cell.symbol()) > 1
        {
            blank(cell);
        }
        if let Some(cell) = buf.cell_mut((area.right(), y)).filter(|cell| cell.symbol().is_empty()) {
            blank(cell);
        }
        for x in area.left()..area.right() {
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.reset();
                cell.set_style(look.style(Role::Text));
            }
        }
    }
}

// Takes the glyph out of a cell, and with it the room that was kept for it.
fn blank(cell: &mut Cell) {
    cell.set_symbol(" ").set_diff_option(CellDiffOption::None);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::tui::look::{Glyphs, themes};
    use crate::tui::story::picture;
    use ratatui::style::Style;

    #[test]
    fn no_half_glyph_is_left_at_either_edge() {
        for wide in [false, true] {
            let look = Look { theme: themes(None).0[0].clone(), glyphs: &Glyphs::SAFE, wide, lang: Lang::Zh };
            let text = if wide { "“”——①“”——①" } else { "团支部团支部团支部团" };
            for (left, right) in [(3, 9), (4, 10), (3, 10), (0, 5), (13, 20)] {
                let mut buf = Buffer::empty(Rect::new(0, 0, 20, 1));
                look.put(&mut buf, 0, 0, 20, text, Style::new());
                clear_wide(&mut buf, Rect { x: left, y: 0, width: right - left, height: 1 }, &look);
                for x in 0..20 {
                    let cell = &buf[(x, 0)];
                    let inside = (left..right).contains(&x);
                    assert!(!inside || cell.symbol() == " ", "{}", picture(&buf));
                    if look.width(cell.symbol()) == 2 {
                        assert!(x + 1 < 20 && buf[(x + 1, 0)].symbol().is_empty(), "{left}: {}", picture(&buf));
                    } else {
                        assert_eq!(cell.diff_option, CellDiffOption::None, "a glyph that is gone keeps no room");
                        let half = cell.symbol().is_empty();
                        assert!(!half || x > 0 && look.width(buf[(x - 1, 0)].symbol()) == 2, "{}", picture(&buf));
                    }
                }
            }
        }
    }
}
