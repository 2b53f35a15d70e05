//! Screen 4 on screen: one line a request.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{View, league, waits};
use crate::desk::{Named, Standing};
use crate::lang::Lang;
use crate::model::{Labelled, Pos};
use crate::store::{Board, Bounce, Request, Waiting, Wanted};
use crate::tui::app::{App, Hit, Slot};
use crate::tui::look::{Look, Role};
use crate::tui::text::{self, moves};
use crate::tui::tree;
use crate::tui::widget::{Blank, Column, Panel, Table};

/// Paints screen 4.
pub fn view(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    head(app, standing, area, buf);
    let area = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    match app.transfers.view {
        View::Requests => {
            let (area, beside) = waits::split(app, area);
            list(app, standing, area, buf);
            if let Some(beside) = beside {
                waits::view(app, beside, buf);
            }
        }
        View::League => league::view(app, standing, area, buf),
    }
}

// How many there are of each sort, the one listed in front of the eye; then where, and the path of what is under the cursor.
fn head(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let state = &app.transfers;
    let right = area.right().saturating_sub(1);
    let mut x = area.x + 1;
    for (wanted, count) in Wanted::ALL.iter().zip(state.counts).filter(|_| state.board.is_some()) {
        let here = state.view == View::Requests && *wanted == state.wanted;
        let role = match wanted {
            _ if here => Role::Heading,
            Wanted::Overdue if count > 0 => Role::Bad,
            Wanted::Soon if count > 0 => Role::Warn,
            _ => Role::Dim,
        };
        let lead = if here { look.glyphs.run } else { " " };
        let word = format!("{lead} {}", moves::counted(lang, lang.word(*wanted), count));
        x += look.put(buf, x, area.y, right.saturating_sub(x), &word, look.style(role)) + 2;
    }
    let scope = app.scope.map_or(text::everything(lang), |pos| standing.tree.label(pos));
    let mut parts = vec![(text::scope_is(lang, scope), Role::Dim)];
    match (&state.board, state.view) {
        (Some(board), View::League) => parts.push((moves::month_is(lang, &board.month.to_string()), Role::Dim)),
        (Some(board), View::Requests) => parts.extend(path(app, standing, board).map(|path| (path, Role::Text))),
        (None, _) => {}
    }
    let line = Rect { x: area.x + 1, y: area.y + 1, width: area.width.saturating_sub(2), height: 1 };
    let used = look.put(buf, line.x, line.y, line.width, &parts[0].0, look.style(Role::Dim)) + 3;
    if let Some((word, role)) = parts.get(1) {
        let room = line.width.saturating_sub(used);
        let word = look.cut_path(word, room);
        look.put(buf, line.x + used, line.y, room, &word, look.style(*role));
    }
}

// Who must answer what is under the cursor, in full.
fn path(app: &App, standing: &Standing, board: &Board) -> Option<String> {
    let at = *app.transfers.rows.get(app.transfers.cursor.at)?;
    let pos = match app.transfers.wanted {
        Wanted::Bounced => *board.bounces.get(at)?.places.last()?,
        _ => {
            let request = board.open.get(at)?;
            request.waiting.and_then(|hop| hop.who).unwrap_or(request.from)
        }
    };
    Some(standing.tree.crumbs(pos).to_string())
}

fn list(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let state = &app.transfers;
    let len = state.rows.len();
    let place = if len == 0 { String::new() } else { format!("{}/{len}", state.cursor.at + 1) };
    let inner = Panel { title: moves::requests_title(lang), right: &place, focus: true }.view(look, area, buf);
    if inner.height < 2 || inner.width < 20 {
        return;
    }
    let Some(board) = state.board.as_ref().filter(|_| len > 0) else {
        let blank = Blank {
            title: moves::no_requests(lang),
            more: text::no_requests_more(lang),
            keys: &["transfers.next", "transfers.up", "transfers.league"],
            doing: moves::counting_requests(lang),
        };
        blank.view(app, Slot::Board, inner, buf);
        return;
    };
    let room = Rect { x: inner.x + 1, width: inner.width - 2, ..inner };
    let half = (room.width / 5).clamp(14, 30);
    let table = match state.wanted {
        Wanted::Bounced => Table::new(
            vec![
                Column::text(look, "", 3).keep(99),
                Column::text(look, text::name(lang), 8).keep(95),
                Column::text(look, text::identity(lang), 18).keep(30),
                Column::rest(look, moves::way(lang), 20),
                Column::number(look, "", 7).keep(60),
                Column::text(look, moves::last_begun(lang), 10).keep(70),
            ],
            room,
        ),
        _ => Table::new(
            vec![
                Column::text(look, "", 3).keep(99),
                Column::text(look, text::name(lang), 8).keep(95),
                Column::text(look, text::identity(lang), 18).keep(30),
                Column::rest(look, moves::way(lang), 20),
                Column::text(look, moves::hop(lang), 4).keep(60),
                Column::text(look, moves::must_answer(lang), half).keep(80),
                Column::number(look, moves::time_left(lang), if lang == Lang::Zh { 7 } else { 10 }).keep(90),
                Column::number(look, moves::likely_late(lang), 5).keep(50),
            ],
            room,
        ),
    };
    table.head(look, buf, inner.y);
    let body = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    let shown = state.cursor.window(usize::from(body.height), len);
    app.hit(body, Hit::Rows(shown.start));
    for (y, at) in (body.y..).zip(shown) {
        let Some(place) = state.rows.get(at) else { continue };
        match state.wanted {
            Wanted::Bounced => {
                if let Some(bounce) = board.bounces.get(*place) {
                    chain(app, standing, &table, bounce, y, buf);
                }
            }
            _ => {
                if let Some(request) = board.open.get(*place) {
                    row(app, standing, board, &table, request, y, buf);
                }
            }
        }
        if at == state.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
}

fn row(app: &App, standing: &Standing, board: &Board, table: &Table, request: &Request, y: u16, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let (sign, role) = mark(look, board, request);
    let marks = &app.transfers.marks;
    let marked = !marks.is_empty() && marks.contains(&(standing.tree.id(request.from), request.no.clone()));
    let (shown, shade) = if marked { ("[x]", Role::Match) } else { (sign, role) };
    table.cell(look, buf, y, 0, shown, look.style(shade));
    who(look, table, app.transfers.names.get(&request.person), y, buf);
    let to = request.to.map_or(moves::away(lang), |pos| standing.tree.label(pos));
    way(look, table, &[standing.tree.label(request.from), to], y, buf);
    let hop = request.waiting.map_or_else(String::new, |hop| format!("{}/{}", hop.step, request.kind.hops()));
    table.cell(look, buf, y, 4, &hop, look.style(Role::Dim));
    if let Some(hop) = request.waiting {
        let (name, dim) = answerer(standing, lang, &hop);
        table.cell(look, buf, y, 5, name, look.style(if dim { Role::Warn } else { Role::Text }));
        table.cell(look, buf, y, 6, &moves::left(lang, hop.breaks.0 - 1 - board.at.0), look.style(role));
        let chance = hop.chance.map_or_else(String::new, |chance| format!("{chance}%"));
        table.cell(look, buf, y, 7, &chance, look.style(Role::Dim));
    }
}

/// The sign of a request and how its countdown looks.
fn mark(look: &Look, board: &Board, request: &Request) -> (&'static str, Role) {
    match () {
        () if request.overdue(board.at) => (look.glyphs.bad, Role::Bad),
        () if request.soon(board.at) => (look.glyphs.warn, Role::Warn),
        () if request.waiting.is_some() => (look.glyphs.run, Role::Text),
        () => (look.glyphs.nil, Role::Dim),
    }
}

/// Who must answer, and whether there is nobody any more.
fn answerer<'a>(standing: &'a Standing, lang: Lang, hop: &Waiting) -> (&'a str, bool) {
    match hop.who {
        Some(pos) => (standing.tree.label(pos), false),
        None => (moves::nobody_there(lang), true),
    }
}

fn who(look: &Look, table: &Table, named: Option<&Option<Named>>, y: u16, buf: &mut Buffer) {
    match named {
        // Not asked for yet: what is to come is dots, not an absence.
        None => table.cell(look, buf, y, 1, look.glyphs.ellipsis, look.style(Role::Dim)),
        Some(None) => table.cell(look, buf, y, 1, moves::not_on_roster(look.lang), look.style(Role::Dim)),
        Some(Some(named)) => {
            table.cell(look, buf, y, 1, &named.name, look.style(Role::Text));
            table.cell(look, buf, y, 2, &named.id_masked, look.style(Role::Dim));
        }
    }
}

// Each place has its share of the room, so that a long name does not hide where the way leads.
fn way(look: &Look, table: &Table, places: &[&str], y: u16, buf: &mut Buffer) {
    let Some((x, width)) = table.place(3) else { return };
    let step = look.width(look.glyphs.step);
    let mut at = x;
    for (n, place) in places.iter().enumerate() {
        if n > 0 {
            at += look.put(buf, at, y, (x + width).saturating_sub(at), look.glyphs.step, look.style(Role::Dim));
        }
        let (rest, left) = ((x + width).saturating_sub(at), (places.len() - n) as u16);
        let later: u16 = places[n + 1..].iter().map(|place| look.width(place) + step).sum();
        let share = rest.saturating_sub(step * (left - 1)) / left;
        let room = share.max(rest.saturating_sub(later));
        at += look.put(buf, at, y, room.min(rest), place, look.style(Role::Text));
    }
}

fn chain(app: &App, standing: &Standing, table: &Table, bounce: &Bounce, y: u16, buf: &mut Buffer) {
    let look = &app.look;
    table.cell(look, buf, y, 0, look.glyphs.warn, look.style(Role::Warn));
    who(look, table, app.transfers.names.get(&bounce.person), y, buf);
    let label = |pos: &Pos| standing.tree.label(*pos);
    let places: Vec<&str> = bounce.places.iter().map(label).collect();
    way(look, table, &places, y, buf);
    table.cell(look, buf, y, 4, &moves::times(look.lang, bounce.begun.len()), look.style(Role::Text));
    let last = bounce.begun.last().map_or_else(String::new, |begun| begun.day().to_string());
    table.cell(look, buf, y, 5, &last, look.style(Role::Dim));
}

/// A time of day as the screen shows it.
pub(super) fn moment(at: crate::model::Instant) -> String {
    at.local().format("%m-%d %H:%M").to_string()
}

/// The crumb line of an organisation in the room there is.
pub(super) fn whole_path(look: &Look, standing: &Standing, pos: Pos, room: u16) -> String {
    look.cut_path(&tree::path_of(standing, look, pos), room)
}
