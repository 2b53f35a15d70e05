//! A bar that fills.

use ratatui::buffer::Buffer;

use crate::tui::look::{Look, Role};

/// Paints a share from 0 to 1 over `width` columns.
pub fn bar(look: &Look, buf: &mut Buffer, x: u16, y: u16, width: u16, share: f64) {
    let full = (share.clamp(0.0, 1.0) * f64::from(width)).round() as u16;
    for at in 0..width {
        let (role, glyph) = if at < full { (Role::Bar, look.glyphs.full) } else { (Role::Trough, look.glyphs.rest) };
        if let Some(cell) = buf.cell_mut((x + at, y)) {
            cell.set_symbol(glyph).set_style(look.style(role));
        }
    }
}
