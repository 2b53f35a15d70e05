//! The detail of the organisation under the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Pane, Sort, children, head, members, past, shows_members};
use crate::desk::Standing;
use crate::tui::app::{App, Hit, Slot};
use crate::tui::text;
use crate::tui::widget::{Blank, Panel};

/// Paints the detail.
pub fn view(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let focus = app.tree.pane == Pane::Detail;
    let Some(pos) = app.tree.of.filter(|pos| pos.index() < standing.tree.len()) else {
        Panel { title: text::detail_title(look.lang), right: "", focus }.view(look, area, buf);
        return;
    };
    let len = app.tree.detail_len();
    let place = if len == 0 { String::new() } else { format!("{}/{len}", app.tree.below.at + 1) };
    let members_shown = shows_members(app);
    let right = match app.tree.sort {
        Sort::Worst if !members_shown && len > 0 => format!("{} {place}", text::worst_first(look.lang)),
        _ => place,
    };
    let inner = Panel { title: standing.tree.name(pos), right: &right, focus }.view(look, area, buf);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    if inner.width < 8 || inner.height < 2 {
        return;
    }
    let mut used = head::view(look, standing, pos, inner, buf);
    used += past::view(
        app,
        standing,
        pos,
        Rect { y: inner.y + used, height: inner.height - used.min(inner.height), ..inner },
        buf,
    );
    if members_shown {
        used += members::posts(
            app,
            Rect { y: inner.y + used, height: inner.height - used.min(inner.height), ..inner },
            buf,
        );
    }
    let used = (used + 1).min(inner.height);
    let body = Rect { y: inner.y + used, height: inner.height - used, ..inner };
    if body.height < 2 {
        return;
    }
    if len == 0 {
        let (title, more, keys): (_, _, &[&str]) = match members_shown {
            true => (text::no_members(look.lang), text::no_members_more(look.lang), &["detail.enter", "detail.add"]),
            false => (text::nothing_below(look.lang), text::nothing_below_more(look.lang), &["detail.add"]),
        };
        let blank = Blank { title, more, keys, doing: text::reading(look.lang) };
        blank.view(app, Slot::Org, Rect { x: body.x.saturating_sub(2), width: body.width + 2, ..body }, buf);
        app.hit(area, Hit::Pane(Pane::Detail, usize::MAX / 2));
        return;
    }
    if members_shown {
        members::view(app, standing, body, buf);
    } else {
        children::view(app, standing, body, buf);
    }
    let rows = Rect { y: body.y + 1, height: body.height - 1, ..body };
    app.hit(rows, Hit::Pane(Pane::Detail, app.tree.below.top()));
}
