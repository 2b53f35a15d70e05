//! The alerts on screen: the list, and beside it or in its place what was seen, what may explain it and the rows.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::State;
use crate::desk::{AlertRow, Standing};
use crate::judge::alert::{Alert, AlertKind};
use crate::model::{Day, Labelled};
use crate::tui::app::{App, Hit, Slot};
use crate::tui::look::{Look, Role};
use crate::tui::text;
use crate::tui::widget::{Column, Panel, Table, clear_wide};

/// Paints the layer over the whole screen below the title.
pub fn view(app: &App, state: &State, area: Rect, buf: &mut Buffer) {
    let Some(standing) = &app.standing else { return };
    clear_wide(buf, area, &app.look);
    app.hit(area, Hit::Nothing);
    if !app.two_panes() {
        if state.detail {
            detail(app, standing, state, area, buf);
        } else {
            list(app, standing, state, area, buf);
        }
        return;
    }
    let left = area.width / 2;
    list(app, standing, state, Rect { width: left, ..area }, buf);
    detail(app, standing, state, Rect { x: area.x + left, width: area.width - left, ..area }, buf);
}

fn list(app: &App, standing: &Standing, state: &State, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let len = state.len();
    let scope = state.scope.map_or(text::everything(lang), |pos| standing.tree.label(pos));
    let title = format!("{}{}{scope}", text::alerts_title(lang), look.glyphs.dot);
    let place = if len == 0 { String::new() } else { format!("{}/{len}", state.cursor.at + 1) };
    let inner = Panel { title: &title, right: &place, focus: !state.detail }.view(look, area, buf);
    if inner.height < 2 || inner.width < 12 {
        return;
    }
    let Some(found) = state.found.as_ref().filter(|found| !found.is_empty()) else {
        return empty(app, state, inner, buf);
    };
    let widest = found.iter().map(|alert| look.width(lang.word(alert.kind))).max().unwrap_or(0);
    let columns = vec![
        Column::text(look, text::alert_kind(lang), widest.min(22)).keep(90),
        Column::rest(look, text::organisation(lang), 14),
        Column::number(look, text::alert_count(lang), 4).keep(80),
        Column::text(look, text::alert_day(lang), 7).keep(70),
    ];
    let table = Table::new(columns, Rect { x: inner.x + 1, width: inner.width - 2, ..inner });
    table.head(look, buf, inner.y);
    let body = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    let shown = state.cursor.window(usize::from(body.height), len);
    if !state.detail {
        app.hit(body, Hit::Rows(shown.start));
    }
    for (y, at) in (body.y..).zip(shown) {
        let Some(alert) = found.get(at) else { continue };
        table.cell(look, buf, y, 0, lang.word(alert.kind), look.style(Role::Warn));
        table.cell(look, buf, y, 1, standing.tree.label(alert.org), look.style(Role::Text));
        table.cell(look, buf, y, 2, &alert.numbers.count.to_string(), look.style(Role::Text));
        table.cell(look, buf, y, 3, &short(alert.from, standing.at.day()), look.style(Role::Dim));
        if at == state.cursor.at {
            let role = if state.detail { Role::Rest } else { Role::Selection };
            buf.set_style(Rect { y, height: 1, ..body }, look.style(role));
        }
    }
}

// What was looked for, where nothing was found; how far it is, while it is looked for.
fn empty(app: &App, state: &State, inner: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let area = Rect { x: inner.x + 1, width: inner.width - 2, ..inner };
    if state.found.is_none() {
        let percent = (app.progress.clamp(0.0, 1.0) * 100.0) as u32;
        let word = if app.work.pending(Slot::Alerts) {
            text::alerts_looking(lang, percent, app.keys.named("leave"))
        } else {
            String::new()
        };
        look.put(buf, area.x, area.y, area.width, &word, look.style(Role::Dim));
        return;
    }
    look.put(buf, area.x, area.y, area.width, text::alerts_none(lang), look.style(Role::Good));
    for (y, kind) in (area.y + 1..area.bottom()).zip(AlertKind::ALL) {
        let line = format!("{} {}", look.glyphs.none, lang.word(*kind));
        look.put(buf, area.x, y, area.width, &line, look.style(Role::Dim));
    }
}

fn detail(app: &App, standing: &Standing, state: &State, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let Some(alert) = state.current() else {
        Panel { title: "", right: "", focus: state.detail }.view(look, area, buf);
        return;
    };
    let title = format!("{}{}{}", standing.tree.label(alert.org), look.glyphs.dot, lang.word(alert.kind));
    let inner = Panel { title: &title, right: "", focus: state.detail }.view(look, area, buf);
    if inner.width < 12 {
        return;
    }
    let inner = Rect { x: inner.x + 1, width: inner.width - 2, ..inner };
    let tree = &standing.tree;
    let perhaps: Vec<String> = alert.innocent.iter().map(|one| one.text(lang, tree)).collect();
    let parts = [
        (text::where_is(lang), vec![crate::tui::tree::path_of(standing, look, alert.org)], Role::Text),
        (text::alert_says(lang), vec![alert.text(lang, tree), Alert::caution(lang).to_owned()], Role::Warn),
        (text::alert_perhaps(lang), perhaps, Role::Good),
    ];
    let label = parts.iter().map(|(name, ..)| look.width(name)).max().unwrap_or(6) + 2;
    let room = inner.width.saturating_sub(label);
    let mut y = inner.y;
    for (name, lines, role) in &parts {
        if y < inner.bottom() {
            look.put(buf, inner.x, y, label, name, look.style(Role::Dim));
        }
        for line in lines.iter().flat_map(|line| look.wrap(line, room)) {
            if y < inner.bottom() {
                look.put(buf, inner.x + label, y, room, &line, look.style(*role));
                y += 1;
            }
        }
    }
    let rest = Rect { y: y + 1, height: inner.bottom().saturating_sub(y + 1), ..inner };
    rows(app, standing, state, alert, rest, buf);
}

fn rows(app: &App, standing: &Standing, state: &State, alert: &Alert, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    if area.height < 3 {
        return;
    }
    let (shown, all) = (state.rows.len(), alert.rows.len());
    let title = match shown {
        0 if app.work.pending(Slot::AlertRows) => text::reading(lang).to_owned(),
        _ if shown < all => text::alert_rows_of(lang, shown, all),
        _ => text::alert_rows(lang, all),
    };
    look.put(buf, area.x, area.y, area.width, &title, look.style(Role::Heading));
    if shown == 0 {
        return;
    }
    let has = |day: fn(&AlertRow) -> Option<Day>| state.rows.iter().any(|row| day(row).is_some());
    let mut columns = vec![
        Column::text(look, text::alert_name(lang), 8).keep(99),
        Column::text(look, text::alert_id(lang), 18).keep(60),
    ];
    let (come, gone) = (has(|row| row.come), has(|row| row.gone));
    columns.extend(come.then(|| Column::text(look, text::alert_come(lang), 7).keep(90)));
    columns.extend(gone.then(|| Column::text(look, text::alert_gone(lang), 7).keep(91)));
    columns.push(Column::rest(look, text::alert_other(lang), 8));
    let table = Table::new(columns, Rect { y: area.y + 1, height: area.height - 1, ..area });
    table.head(look, buf, area.y + 1);
    let body = Rect { y: area.y + 2, height: area.height - 2, ..area };
    let window = state.below.window(usize::from(body.height), shown);
    if state.detail {
        app.hit(body, Hit::Rows(window.start));
    }
    for (y, at) in (body.y..).zip(window) {
        let Some(row) = state.rows.get(at) else { continue };
        one(look, standing, alert, row, &table, y, buf, [come, gone]);
        if state.detail && at == state.below.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
}

#[allow(clippy::too_many_arguments)]
fn one(
    look: &Look,
    standing: &Standing,
    alert: &Alert,
    row: &AlertRow,
    table: &Table,
    y: u16,
    buf: &mut Buffer,
    days: [bool; 2],
) {
    let (name, role) = match row.name.as_str() {
        "" => (text::off_roster(look.lang), Role::Dim),
        name => (name, Role::Text),
    };
    table.cell(look, buf, y, 0, name, look.style(role));
    table.cell(look, buf, y, 1, &row.id_masked, look.style(Role::Dim));
    let mut column = 2;
    for (there, day) in days.into_iter().zip([row.come, row.gone]) {
        if there {
            table.cell(
                look,
                buf,
                y,
                column,
                &day.map(|day| short(day, standing.at.day())).unwrap_or_default(),
                look.style(Role::Text),
            );
            column += 1;
        }
    }
    // Where the alert is of more than one branch, the row's own says more than nothing.
    let place = row.other.or(Some(row.at).filter(|at| *at != alert.org && !row.id_masked.is_empty()));
    let place = place.map_or("", |place| standing.tree.label(place));
    table.cell(look, buf, y, column, place, look.style(Role::Dim));
}

// Month and day say enough of this year; of another, year and month.
fn short(day: Day, today: Day) -> String {
    let mut text = day.to_string();
    match day.month().year() == today.month().year() {
        true => text.split_off(5),
        false => {
            text.truncate(7);
            text
        }
    }
}
