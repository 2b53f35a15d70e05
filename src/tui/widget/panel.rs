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

/// The height of a popup that wants as much as there is: a low window has no row to spare beside it.
pub const fn tall(whole: Rect) -> u16 {
    if whole.height < 30 { whole.height } else { whole.height - 2 }
}

/// An area for a popup in the middle of another, at most as large as asked for.
pub fn popup(look: &Look, whole: Rect, width: u16, height: u16, title: &str, right: &str, buf: &mut Buffer) -> Rect {
    let width = width.min(whole.width);
    let height = height.min(whole.height);
    // A third from the top: an input method puts its list under the field.
    let area = Rect { x: whole.x + (whole.width - width) / 2, y: whole.y + (whole.height - height) / 3, width, height };
    clear_wide(buf, area, look);
    Panel { title, right, focus: true }.view(look, area, buf)
}
