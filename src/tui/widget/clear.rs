//! Clears the ground under a popup, wide glyphs at its edges included.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use crate::tui::look::{Look, Role};

/// Blanks an area in the ground style.
///
/// A glyph of two columns that straddles the left edge is blanked too: half of it would push the border aside.
pub fn clear_wide(buf: &mut Buffer, area: Rect, look: &Look) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        if area.left() > buf.area.left()
            && let Some(cell) = buf.cell_mut((area.left() - 1, y))
            && cell.symbol().width() > 1
        {
            cell.set_symbol(" ");
        }
        if let Some(cell) = buf.cell_mut((area.right(), y)).filter(|cell| cell.symbol().is_empty()) {
            cell.set_symbol(" ");
        }
        for x in area.left()..area.right() {
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.reset();
                cell.set_style(look.style(Role::Text));
            }
        }
    }
}
