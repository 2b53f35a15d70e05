//! How the organisation under the cursor went in the last weeks, beside the middle of its league.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::State;
use crate::desk::{LeagueRow, Standing};
use crate::model::Instant;
use crate::programme::Score;
use crate::tui::app::{App, Hit, Slot};
use crate::tui::look::Role;
use crate::tui::text::moves;
use crate::tui::tree;
use crate::tui::widget::{Blank, Curve, Panel, Plot, Stroke};

const DAY_SECONDS: f64 = 86_400.0;

/// How many rows of an area the chart has.
pub(super) fn height(area: Rect) -> u16 {
    (area.height * 2 / 5).clamp(9, 20).min(area.height.saturating_sub(6))
}

// The score of a row now, or its points in the measure chosen.
fn now(state: &State, row: &LeagueRow) -> Option<Score> {
    state.measure.map_or(row.place.score, |at| row.place.points.get(at).copied().flatten())
}

fn middle(mut scores: Vec<Score>) -> Option<Score> {
    scores.sort_unstable();
    scores.get(scores.len() / 2).copied()
}

/// The looks of a row, oldest first, and the middle of the league at each.
fn looks(state: &State, standing: &Standing, row: &LeagueRow) -> Vec<(Instant, Option<Score>, Option<Score>)> {
    let id = standing.tree.id(row.pos);
    let before = state
        .pasts
        .iter()
        .map(|past| (past.at, past.score(id, state.measure), middle(past.scores(state.measure).collect())));
    let rows = state.league.as_ref().map_or(&[][..], |league| &league.rows);
    let all = rows.iter().filter_map(|row| now(state, row)).collect();
    before.chain([(standing.at, now(state, row), middle(all))]).collect()
}

/// Paints the chart.
pub(super) fn view(app: &App, standing: &Standing, name: &str, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let state = &app.ranking;
    let rows = state.league.as_ref().map_or(&[][..], |league| &league.rows);
    let Some(row) = rows.get(state.cursor.at) else { return };
    let title = format!("{} {} {name}", standing.tree.label(row.pos), look.glyphs.dot.trim());
    let inner = Panel { title: &title, right: "", focus: false }.view(look, area, buf);
    app.hit(area, Hit::Nothing);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let points = looks(state, standing, row);
    let known: Vec<(f64, f64)> = line(points.iter().map(|(at, score, _)| (*at, *score)));
    if known.len() < 2 {
        let blank = Blank { title: moves::no_past(lang), more: "", keys: &[], doing: moves::looking_back(lang) };
        blank.view(app, Slot::Trend, Rect { x: inner.x.saturating_sub(2), ..inner }, buf);
        return;
    }
    let mut words: Vec<(String, Role)> = points
        .iter()
        .filter_map(|(at, score, _)| Some((format!("{} {}", &at.day().to_string()[5..], (*score)?), Role::Bar)))
        .collect();
    // Each line begins with a piece of it as it is drawn.
    let sample = |dots: &'static str, letters: &'static str| if look.glyphs.braille { dots } else { letters };
    if let Some((first, _)) = words.first_mut() {
        *first = format!("{} {first}", sample("⠒⠒", "**"));
    }
    if let Some(middle) = points.last().and_then(|(_, _, middle)| *middle) {
        words.push((format!("{} {}", sample("⠂⠂", ".."), moves::middle_is(lang, &middle.to_string())), Role::Dim));
    }
    let used = tree::flow(look, buf, inner, &words);
    let field = Rect { y: inner.y + used, height: inner.height.saturating_sub(used), ..inner };
    plot(known, line(points.iter().map(|(at, _, middle)| (*at, *middle))), &points).view(look, field, buf);
}

fn line(points: impl Iterator<Item = (Instant, Option<Score>)>) -> Vec<(f64, f64)> {
    points.filter_map(|(at, score)| Some((at.0 as f64 / DAY_SECONDS, score?.value()))).collect()
}

fn plot(known: Vec<(f64, f64)>, middle: Vec<(f64, f64)>, points: &[(Instant, Option<Score>, Option<Score>)]) -> Plot {
    let all = || known.iter().chain(&middle).map(|(_, score)| *score);
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let pad = ((high - low) * 0.1).max(1.0);
    let (low, high) = ((low - pad).max(0.0), (high + pad).min(100.0));
    let ends = [known.first(), known.last()].map(|point| point.copied().unwrap_or_default());
    let last_middle = middle.last().map_or(ends[1].1, |(_, score)| *score);
    let last = points.last().map_or(0.0, |(at, ..)| at.0 as f64 / DAY_SECONDS);
    let first = points.first().map_or(0.0, |(at, ..)| at.0 as f64 / DAY_SECONDS);
    let foot = points.iter().rev();
    let foot = foot.map(|(at, ..)| (at.0 as f64 / DAY_SECONDS, at.day().to_string()[5..].to_owned(), Role::Dim));
    Plot {
        x: [first, last.max(first + 1.0)],
        y: [low, high],
        heights: vec![
            (ends[1].1, format!("{:.2}", ends[1].1), Role::Text),
            (ends[0].1, format!("{:.2}", ends[0].1), Role::Dim),
            (last_middle, format!("{last_middle:.2}"), Role::Dim),
        ],
        foot: foot.collect(),
        upright: None,
        curves: vec![
            Curve { points: middle, role: Role::Dim, stroke: Stroke::Dashes, ascii: '.' },
            Curve { points: known, role: Role::Bar, stroke: Stroke::Line, ascii: '*' },
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_league() {
        let scores = |of: &[u32]| middle(of.iter().copied().map(Score).collect());
        assert_eq!(scores(&[]), None);
        assert_eq!(scores(&[900, 100, 500]), Some(Score(500)));
    }
}
