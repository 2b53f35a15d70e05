//! Screen 5 on screen: the league.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{State, View, chart, home};
use crate::desk::{LeagueRow, Standing};
use crate::lang::Lang;
use crate::model::Labelled;
use crate::programme::{Flag, Scheme};
use crate::tui::app::{App, Hit, Slot};
use crate::tui::look::{Look, Role};
use crate::tui::text::{self, moves};
use crate::tui::widget::{Blank, Column, Panel, Table, bar, spark};

/// What fills the height of a way at least, in hundredths of a point.
const LEAST: u32 = 500;

/// Columns before the measures.
const FIRST: usize = 8;

/// Paints screen 5.
pub fn view(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    head(app, standing, area, buf);
    let area = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    match app.ranking.view {
        View::League => league(app, standing, area, buf),
        View::Home => home::view(app, standing, area, buf),
    }
}

fn head(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let state = &app.ranking;
    let line = Rect { x: area.x + 1, width: area.width.saturating_sub(2), height: 1, ..area };
    let path = state.of.map_or_else(|| text::everything(lang).to_owned(), |pos| standing.tree.crumbs(pos).to_string());
    let mut words = vec![(look.cut_path(&path, line.width / 2), Role::Heading)];
    let mut below = Vec::new();
    match (state.view, &state.scheme) {
        (View::Home, _) => below.push((moves::months_own(lang).to_owned(), Role::Dim)),
        (View::League, Some(scheme)) => {
            words.push((scheme.title.pick(lang).to_owned(), Role::Dim));
            if let Some(since) = state.league.as_ref().and_then(|league| league.since) {
                words.push((moves::since(lang, &since.day().to_string()), Role::Dim));
            }
            below.push((moves::trend_of(lang, measure(state, scheme, lang)), Role::Text));
            match app.work.pending(Slot::Trend) {
                true => below.push((moves::looking_back(lang).to_owned(), Role::Dim)),
                false => below.push((scheme.source.pick(lang).to_owned(), Role::Dim)),
            }
        }
        (View::League, None) => {}
    }
    for (y, parts) in [(line.y, words), (line.y + 1, below)] {
        let mut x = line.x;
        for (at, (word, role)) in parts.iter().enumerate() {
            if at > 0 {
                x += look.put(buf, x, y, line.right().saturating_sub(x), look.glyphs.dot, look.style(Role::Dim));
            }
            x += look.put(buf, x, y, line.right().saturating_sub(x), word, look.style(*role));
        }
    }
}

fn measure<'a>(state: &State, scheme: &'a Scheme, lang: Lang) -> &'a str {
    let measure = state.measure.and_then(|at| scheme.measures.get(at));
    measure.map_or(moves::score(lang), |measure| measure.name.pick(lang))
}

fn league(app: &App, standing: &Standing, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let state = &app.ranking;
    let rows = state.league.as_ref().map_or(&[][..], |league| &league.rows);
    let place = if rows.is_empty() { String::new() } else { format!("{}/{}", state.cursor.at + 1, rows.len()) };
    let mut area = area;
    if let Some(scheme) = state.scheme.as_ref().filter(|_| state.chart && !rows.is_empty() && area.height > 15) {
        let low = chart::height(area);
        let below = Rect { y: area.bottom() - low, height: low, ..area };
        area.height -= low;
        chart::view(app, standing, measure(state, scheme, lang), below, buf);
    }
    let inner = Panel { title: moves::ranking_title(lang), right: &place, focus: true }.view(look, area, buf);
    if inner.height < 2 || inner.width < 20 {
        return;
    }
    let Some(scheme) = state.scheme.as_ref().filter(|_| !rows.is_empty()) else {
        let blank = Blank {
            title: moves::nothing_to_rank(lang),
            more: text::nothing_to_rank_more(lang),
            keys: &["ranking.up", "tab.tree"],
            doing: moves::ranking_is(lang),
        };
        blank.view(app, Slot::League, inner, buf);
        return;
    };
    let pending = app.work.pending(Slot::League);
    let flags = Flag::ALL.iter().map(|flag| look.width(flag_word(look, *flag).as_str())).max().unwrap_or(6);
    let first = state.measure.unwrap_or_default();
    let mut columns = vec![
        Column::number(look, moves::rank(lang), 4).keep(255),
        Column::number(look, moves::moved(lang), 4).keep(90),
        Column::rest(look, text::organisation(lang), 22),
        Column::number(look, moves::score(lang), 6).keep(100),
        Column::text(look, "", (inner.width / 10).clamp(8, 24)).keep(78),
        Column::number(look, moves::change(lang), 6).keep(80),
        Column::text(look, moves::trend(lang), 6).keep(85),
        Column::text(look, moves::flags_title(lang), flags).keep(95),
    ];
    let measures = scheme.measures.iter().enumerate().skip(first);
    // The further to the right, the sooner a measure goes. One that was chosen stays even before how units moved.
    let front = if state.measure.is_some() { 91 } else { 82 };
    columns.extend(measures.map(|(at, measure)| {
        let keep = if at == first { front } else { 75_usize.saturating_sub(at - first).max(2) as u8 };
        Column::number(look, measure.name.pick(lang), 6).keep(keep)
    }));
    let table = Table::new(columns, Rect { x: inner.x + 1, width: inner.width - 2, ..inner });
    table.head(look, buf, inner.y);
    let body = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    let shown = state.cursor.window(usize::from(body.height), rows.len());
    app.hit(body, Hit::Rows(shown.start));
    for (y, at) in (body.y..).zip(shown) {
        let Some(row) = rows.get(at) else { continue };
        line(app, standing, &table, row, first, y, buf);
        if pending {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Dim));
        }
        if at == state.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
}

fn line(app: &App, standing: &Standing, table: &Table, row: &LeagueRow, first: usize, y: u16, buf: &mut Buffer) {
    let look = &app.look;
    let state = &app.ranking;
    let none = look.glyphs.none;
    let rank = row.place.rank.map_or_else(|| none.to_owned(), |rank| rank.to_string());
    table.cell(look, buf, y, 0, &rank, look.style(Role::Text));
    table.cell(look, buf, y, 2, standing.tree.label(row.pos), look.style(Role::Text));
    let score = row.place.score.map_or_else(|| "n/a".to_owned(), |score| score.to_string());
    table.cell(look, buf, y, 3, &score, look.style(if row.place.score.is_some() { Role::Text } else { Role::Dim }));
    if let Some(moved) = row.moved {
        let (word, role) = ranks(look, moved.ranks);
        table.cell(look, buf, y, 1, &word, look.style(role));
        let (sign, role) = match moved.score {
            0 => (" ", Role::Dim),
            1.. => ("+", Role::Good),
            _ => ("-", Role::Bad),
        };
        let size = moved.score.unsigned_abs();
        table.cell(look, buf, y, 5, &format!("{sign}{}.{:02}", size / 100, size % 100), look.style(role));
    }
    let shown = state.measure.map_or(row.place.score, |at| row.place.points.get(at).copied().flatten());
    if let Some(((x, width), score)) = table.place(4).zip(shown) {
        bar(look, buf, x, y, width, score.value() / 100.0);
    }
    let id = standing.tree.id(row.pos);
    let mut scores: Vec<_> =
        state.pasts.iter().map(|past| past.score(id, state.measure)).map(|score| score.map(|score| score.0)).collect();
    if !scores.is_empty() {
        scores.push(shown.map(|score| score.0));
        table.cell(look, buf, y, 6, &spark(look, &scores, LEAST), look.style(Role::Bar));
    }
    if let Some(flag) = row.flag {
        table.cell(look, buf, y, 7, &flag_word(look, flag), look.style(flag_role(flag)));
    }
    for (column, (value, by)) in
        row.values.iter().zip(state.scheme.iter().flat_map(|scheme| &scheme.measures)).skip(first).enumerate()
    {
        let known = value.filter(|value| value.value.is_some());
        let word = known.map_or_else(|| none.to_owned(), |value| by.show(&value));
        let role = if known.is_some() { Role::Text } else { Role::Dim };
        table.cell(look, buf, y, FIRST + column, &word, look.style(role));
    }
}

// The way of the rank as sign and number, never as a colour alone.
fn ranks(look: &Look, ranks: i64) -> (String, Role) {
    match ranks {
        0 => ("=".to_owned(), Role::Dim),
        1.. => (format!("{}{ranks}", look.glyphs.up), Role::Good),
        _ => (format!("{}{}", look.glyphs.down, ranks.unsigned_abs()), Role::Bad),
    }
}

/// A flag as sign and word; red is praise and never painted as bad.
fn flag_word(look: &Look, flag: Flag) -> String {
    let sign = match flag {
        Flag::Red => look.glyphs.good,
        Flag::Yellow => look.glyphs.warn,
        Flag::Black => look.glyphs.bad,
    };
    let word = match (look.lang, flag) {
        (Lang::Zh, flag) => flag.zh(),
        (Lang::En, Flag::Red) => "red (praise)",
        (Lang::En, Flag::Yellow) => "yellow",
        (Lang::En, Flag::Black) => "black",
    };
    format!("{sign} {word}")
}

const fn flag_role(flag: Flag) -> Role {
    match flag {
        Flag::Red => Role::Good,
        Flag::Yellow => Role::Warn,
        Flag::Black => Role::Bad,
    }
}
