//! The views on screen, below the tree.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::app::{App, Hit};
use crate::tui::look::Role;
use crate::tui::text;
use crate::tui::tree::Pane;
use crate::tui::widget::Panel;

/// Views shown at once at most.
const SHOWN: u16 = 6;

/// The rows that the views take from a pane of so many.
pub fn height(app: &App, whole: u16) -> u16 {
    let most = SHOWN.min(whole / 5);
    match app.views.nodes.len() as u16 {
        0 => 0,
        _ if most == 0 => 0,
        many => many.min(most) + 2,
    }
}

/// Paints them: name, count and, where there is room, the filter of each.
pub fn view(app: &App, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let focus = app.tree.pane == Pane::Views;
    let len = app.views.nodes.len();
    let place = if focus { format!("{}/{len}", app.views.cursor.at + 1) } else { len.to_string() };
    let inner = Panel { title: text::views_title(look.lang), right: &place, focus }.view(look, area, buf);
    let shown = app.views.cursor.window(usize::from(inner.height), len);
    app.hit(inner, Hit::Pane(Pane::Views, shown.start));
    let widest = app.views.nodes.iter().map(|node| look.width(&node.name)).max().unwrap_or(0);
    for (y, at) in (inner.y..).zip(shown) {
        let Some(node) = app.views.nodes.get(at) else { continue };
        let (count, role) = match &node.count {
            None => (look.glyphs.nil.to_owned(), Role::Dim),
            Some(Ok(0)) => ("0".to_owned(), Role::Good),
            Some(Ok(count)) => (count.to_string(), Role::Warn),
            Some(Err(_)) => ("?".to_owned(), Role::Bad),
        };
        let x = inner.x + 1;
        let end = look.put_right(buf, x, inner.right().saturating_sub(1), y, &count, look.style(role));
        let room = end.saturating_sub(x + 1);
        look.put(buf, x, y, room, &node.name, look.style(Role::Text));
        if room > widest + 10 {
            look.put(buf, x + widest + 2, y, room - widest - 2, node.filter.text(), look.style(Role::Dim));
        }
        if focus && at == app.views.cursor.at {
            buf.set_style(Rect { y, height: 1, ..inner }, look.style(Role::Selection));
        }
    }
}
