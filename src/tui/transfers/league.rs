//! The response league on screen: one line a unit, the whole first.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::Standing;
use crate::programme::Value;
use crate::tui::app::{App, Hit, Slot};
use crate::tui::look::Role;
use crate::tui::text::{self, moves};
use crate::tui::widget::{Blank, Column, Panel, Table};

/// Paints the league.
pub(super) fn view(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let state = &app.transfers;
    let len = state.league.len();
    let place = if len == 0 { String::new() } else { format!("{}/{len}", state.units.at + 1) };
    let inner = Panel { title: moves::responses_title(lang), right: &place, focus: true }.view(look, area, buf);
    if inner.height < 2 || inner.width < 20 {
        return;
    }
    if len == 0 {
        let slot = if state.board.is_none() { Slot::Board } else { Slot::Responses };
        let blank = Blank {
            title: moves::no_responses(lang),
            more: text::no_responses_more(lang),
            keys: &["transfers.league", "transfers.up"],
            doing: moves::counting_requests(lang),
        };
        blank.view(app, slot, inner, buf);
        return;
    }
    let table = Table::new(
        vec![
            Column::number(look, moves::rank(lang), 4).keep(95),
            Column::rest(look, text::organisation(lang), 16),
            Column::number(look, moves::due_hops(lang), 6).keep(80),
            Column::number(look, moves::in_time(lang), 6).keep(70),
            Column::number(look, moves::rate(lang), 6).keep(90),
            Column::number(look, moves::overdue_now(lang), 6).keep(88),
            Column::number(look, moves::soon(lang), 6).keep(60),
            Column::number(look, moves::carried(lang), 7).keep(85),
            Column::number(look, moves::oldest(lang), 6).keep(65),
            Column::number(look, moves::half(lang), 5).keep(40),
            Column::number(look, moves::ninety(lang), 5).keep(45),
        ],
        Rect { x: inner.x + 1, width: inner.width - 2, ..inner },
    );
    table.head(look, buf, inner.y);
    let body = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    let shown = state.units.window(usize::from(body.height), len);
    app.hit(body, Hit::Rows(shown.start));
    let hours = |seconds: Option<u32>| seconds.map_or_else(String::new, |seconds| moves::hours(lang, seconds / 3600));
    for (y, at) in (body.y..).zip(shown) {
        let Some(row) = state.league.get(at) else { continue };
        let rank = row.rank.map_or_else(|| look.glyphs.none.to_owned(), |rank| rank.to_string());
        let name = row.pos.map_or(text::everything(lang), |pos| standing.tree.label(pos));
        let (text_role, of) = (if at == 0 { Role::Heading } else { Role::Text }, &row.of);
        let counted = |count: u64, role| {
            if count == 0 { (look.glyphs.nil.to_owned(), Role::Dim) } else { (count.to_string(), role) }
        };
        let carried = match of.carried {
            0 => (look.glyphs.nil.to_owned(), Role::Dim),
            all => (format!("{}/{all}", of.carried_open), if of.carried_open > 0 { Role::Bad } else { Role::Dim }),
        };
        let cells = [
            if at == 0 { (moves::in_all(lang).to_owned(), Role::Dim) } else { (rank, Role::Text) },
            (name.to_owned(), text_role),
            counted(of.due, Role::Text),
            counted(of.in_time, Role::Text),
            (Value::rate(of.in_time, of.due).show(true), text_role),
            counted(of.overdue, Role::Bad),
            counted(of.soon, Role::Warn),
            carried,
            (hours(of.oldest), Role::Dim),
            (hours(of.median), Role::Text),
            (hours(of.ninety), Role::Text),
        ];
        for (column, (word, role)) in cells.iter().enumerate() {
            table.cell(look, buf, y, column, word, look.style(*role));
        }
        if at == state.units.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
}
