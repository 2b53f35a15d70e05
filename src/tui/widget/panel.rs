//! A pane with a border and a title, and the frame of a popup.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Widget};

use super::clear_wide;
use crate::tui::look::{Look, Role};

/// A pane with a border, a title on the left and a word on the right.
pub struct Panel<'a> {
    /// What it shows.
    pub title: &'a str,
    /// Where the cursor is, or how many there are.
    pub right: &'a str,
    /// Whether keys go here.
    pub focus: bool,
}

impl Panel<'_> {
    /// Paints the border and gives the room inside.
    pub fn view(&self, look: &Look, area: Rect, buf: &mut Buffer) -> Rect {
        let role = if self.focus { Role::Focus } else { Role::Border };
        let block = Block::bordered().border_set(look.glyphs.border).border_style(look.style(role));
        let inner = block.inner(area);
        block.render(area, buf);
        let room = area.width.saturating_sub(4);
        let title = if self.focus { look.style(Role::Heading) } else { look.style(Role::Dim) };
        let right = if self.right.is_empty() { 0 } else { look.width(self.right) + 2 };
        let right = if right + 8 > room { 0 } else { right };
        if !self.title.is_empty() && room > 2 {
            let x = area.x + 2;
            let used = look.put(buf, x, area.y, room - 1 - right, self.title, title);
            for x in [x - 1, x + used] {
                look.put(buf, x, area.y, 1, " ", title);
            }
        }
        if right > 0 {
            let text = format!(" {} ", self.right);
            look.put_right(buf, area.x + 1, area.right() - 2, area.y, &text, look.style(Role::Dim));
        }
        inner
    }
}

/// Columns at either side of a popup, below which what is left of a row says nothing, or worse: `8.8%` of 88.8%.
const BESIDE: u16 = 16;
/// Rows above and below a popup together that are not worth leaving.
const AROUND: u16 = 8;

/// An area for a popup in the middle of another, at most as large as asked for, or as large as there is where the rest
/// would be slivers.
pub fn popup(look: &Look, whole: Rect, width: u16, height: u16, title: &str, right: &str, buf: &mut Buffer) -> Rect {
    let width = across(whole, width);
    let slivers = width == whole.width && whole.height.saturating_sub(height) < AROUND;
    let height = if slivers { whole.height } else { height.min(whole.height) };
    // A third from the top: an input method puts its list under the field.
    let area = Rect { x: whole.x + (whole.width - width) / 2, y: whole.y + (whole.height - height) / 3, width, height };
    clear_wide(buf, area, look);
    Panel { title, right, focus: true }.view(look, area, buf)
}

/// The same for what is read as a page of its own, not beside something: where it takes the width, it takes everything.
pub fn sheet(look: &Look, whole: Rect, width: u16, height: u16, title: &str, right: &str, buf: &mut Buffer) -> Rect {
    let height = if across(whole, width) == whole.width { whole.height } else { height };
    popup(look, whole, width, height, title, right, buf)
}

fn across(whole: Rect, width: u16) -> u16 {
    if whole.width.saturating_sub(width) < 2 * BESIDE { whole.width } else { width }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::tui::look::{Glyphs, themes};

    #[test]
    fn a_popup_leaves_no_slivers() {
        let look = Look { theme: themes(None).0[0].clone(), glyphs: &Glyphs::UNICODE, wide: false, lang: Lang::Zh };
        let room =
            |of: fn(&Look, Rect, u16, u16, &str, &str, &mut Buffer) -> Rect, window: (u16, u16), asked: (u16, u16)| {
                let whole = Rect::new(0, 0, window.0, window.1);
                let inner = of(&look, whole, asked.0, asked.1, "", "", &mut Buffer::empty(whole));
                (inner.x - 1, inner.y - 1, inner.width + 2, inner.height + 2)
            };
        assert_eq!(room(popup, (120, 34), (60, 10)), (30, 8, 60, 10));
        assert_eq!(room(popup, (120, 34), (96, 10)), (0, 8, 120, 10), "12 columns at either side");
        assert_eq!(room(popup, (80, 22), (76, 18)), (0, 0, 80, 22), "and 4 rows");
        assert_eq!(room(popup, (80, 22), (30, 22)), (25, 0, 30, 22));
        assert_eq!(room(sheet, (120, 34), (96, 10)), (0, 0, 120, 34));
        assert_eq!(room(sheet, (200, 58), (96, 10)), (52, 16, 96, 10));
        assert_eq!(room(sheet, (3, 2), (96, 10)), (0, 0, 3, 2));
    }
}
