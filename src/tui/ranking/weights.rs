//! What the league is ranked by, chosen on the screen: each measure with its weight, from this sitting on.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::judge::Words;
use crate::programme::{Better, Scheme, Weighted};
use crate::tui::app::{App, Effect, Hit, Layer};
use crate::tui::look::Role;
use crate::tui::text::moves;
use crate::tui::widget::{Column, Cursor, Table, popup};

/// The most that a measure weighs here; a file may say more.
const MOST: f64 = 99.0;

/// The state of the layer.
pub struct State {
    /// The measures there are to choose from, with the weights as they are being chosen; one of none is left out.
    pub rows: Vec<Weighted>,
    /// The cursor of the list.
    pub cursor: Cursor,
}

/// Opens the choice: the measures of the file, those in force with their weights.
pub fn open(app: &mut App) -> Vec<Effect> {
    let Some(source) = app.source.clone() else { return Vec::new() };
    let mut rows = source.scheme().measures.clone();
    if let Some(chosen) = &app.ranking.chosen {
        for row in &mut rows {
            row.weight = chosen.measures.iter().find(|measure| measure.id == row.id).map_or(0.0, |found| found.weight);
        }
    }
    let mut cursor = Cursor::default();
    cursor.at = app.ranking.measure.unwrap_or_default().min(rows.len().saturating_sub(1));
    app.layers.push(Layer::Weights(State { rows, cursor }));
    Vec::new()
}

fn row(app: &mut App, change: impl FnOnce(&mut Weighted)) -> Vec<Effect> {
    if let Some(Layer::Weights(state)) = app.layers.last_mut()
        && let Some(row) = state.rows.get_mut(state.cursor.at)
    {
        change(row);
    }
    Vec::new()
}

/// Makes the measure under the cursor weigh more, or less.
pub fn weigh(app: &mut App, by: f64) -> Vec<Effect> {
    row(app, |row| row.weight = (row.weight + by).clamp(0.0, MOST))
}

/// Leaves the measure under the cursor out, or takes it in again.
pub fn toggle(app: &mut App) -> Vec<Effect> {
    row(app, |row| row.weight = if row.weight > 0.0 { 0.0 } else { 1.0 })
}

/// Brings back the weights of the file.
pub fn reset(app: &mut App) -> Vec<Effect> {
    let measures = app.source.as_ref().map(|source| source.scheme().measures.clone());
    if let (Some(Layer::Weights(state)), Some(measures)) = (app.layers.last_mut(), measures) {
        state.rows = measures;
    }
    Vec::new()
}

/// Ranks by what was chosen.
pub fn take(app: &mut App) -> Vec<Effect> {
    let lang = app.lang();
    let (Some(Layer::Weights(state)), Some(source)) = (app.layers.last(), app.source.clone()) else {
        return Vec::new();
    };
    let chosen: Vec<Weighted> = state.rows.iter().filter(|row| row.weight > 0.0).cloned().collect();
    if chosen.is_empty() {
        app.say(moves::no_measure(lang));
        return Vec::new();
    }
    app.close();
    let base = source.scheme();
    let words = |text: fn(crate::lang::Lang) -> &'static str| Words {
        zh: text(crate::lang::Lang::Zh).into(),
        en: text(crate::lang::Lang::En).into(),
    };
    app.ranking.chosen = (chosen != base.measures).then(|| {
        Arc::new(Scheme {
            id: "chosen".into(),
            title: words(moves::chosen),
            source: words(moves::chosen_more),
            points: base.points,
            measures: chosen,
        })
    });
    app.ranking.measure = None;
    let (of, on) = (app.ranking.of, app.ranking.current());
    super::show(app, of, on)
}

/// Paints the choice.
pub fn view(app: &App, state: &State, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let whole: f64 = state.rows.iter().map(|row| row.weight).sum();
    let height = (state.rows.len() as u16 + 5).min(area.height);
    let inner = popup(look, area, 68, height, moves::weights_title(lang), "", buf);
    app.hit(inner, Hit::Nothing);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let columns = vec![
        Column::text(look, "", 3).keep(90),
        Column::rest(look, moves::measure(lang), 20),
        Column::text(look, moves::better(lang), look.width(moves::high(lang))).keep(50),
        Column::number(look, moves::weight(lang), 6).keep(95),
        Column::number(look, moves::weighs(lang), 7).keep(80),
    ];
    let table = Table::new(columns, inner);
    table.head(look, buf, inner.y);
    let body = Rect { y: inner.y + 1, height: inner.height.saturating_sub(3), ..inner };
    let shown = state.cursor.window(usize::from(body.height), state.rows.len());
    app.hit(body, Hit::Rows(shown.start));
    for (y, at) in (body.y..).zip(shown) {
        let Some(row) = state.rows.get(at) else { continue };
        let on = row.weight > 0.0;
        let role = if on { Role::Text } else { Role::Dim };
        let better = if row.better == Better::High { moves::high(lang) } else { moves::low(lang) };
        table.cell(look, buf, y, 0, if on { "[x]" } else { "[ ]" }, look.style(Role::Match));
        table.cell(look, buf, y, 1, row.name.pick(lang), look.style(role));
        table.cell(look, buf, y, 2, better, look.style(Role::Dim));
        table.cell(look, buf, y, 3, &format!("{}", row.weight), look.style(role));
        let share = if whole > 0.0 { row.weight / whole * 100.0 } else { 0.0 };
        table.cell(look, buf, y, 4, &format!("{share:.1}%"), look.style(Role::Dim));
        if at == state.cursor.at {
            buf.set_style(Rect { y, height: 1, ..body }, look.style(Role::Selection));
        }
    }
    let key = |id| app.keys.named(id);
    let hint = moves::weights_hint(
        lang,
        key("weights.more"),
        key("weights.less"),
        key("weights.toggle"),
        key("weights.take"),
        key("weights.reset"),
    );
    look.put(buf, inner.x, inner.bottom().saturating_sub(1), inner.width, &hint, look.style(Role::Dim));
}
