//! How many hollow branches there were under an organisation on the days that the register remembers.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::Standing;
use crate::model::{Instant, OrgKind, Pos};
use crate::tui::app::{Answer, App, Effect, Slot};
use crate::tui::look::Role;
use crate::tui::text;
use crate::tui::widget::{Curve, Plot, Stroke, spark};

/// The smallest window with room for it.
const LEAST: (u16, u16) = (120, 36);
/// Days shown at most in a line of heights.
const SHOWN: usize = 24;
/// The rows of the chart where there is room for one.
const HIGH: u16 = 8;
const DAY_SECONDS: f64 = 86_400.0;

/// The hollow branches at each look, oldest first, in the order of the tree.
pub type Past = Vec<(Instant, Vec<Pos>)>;

/// Asks for it once the window has room, and once only.
pub fn ask(app: &mut App) -> Vec<Effect> {
    let room = app.size.0 >= LEAST.0 && app.size.1 >= LEAST.1;
    if !room || !app.searchable || app.tree.past.is_some() || app.work.pending(Slot::Past) {
        return Vec::new();
    }
    if app.work.failed(Slot::Past).is_some() {
        return Vec::new();
    }
    app.ask(Slot::Past, |source, ticket, _| match ticket.stopped() {
        true => Answer::Nothing,
        false => Answer::Past(source.hollow_past()),
    })
}

// How many there were below an organisation: a few steps of a search for each look.
fn counts(past: &Past, standing: &Standing, pos: Pos) -> Vec<(Instant, u64)> {
    let range = standing.tree.subtree(pos);
    let upto = |places: &[Pos], end: usize| places.partition_point(|pos| pos.index() < end);
    let looks = past.iter().filter(|(at, _)| *at < standing.at);
    let count = |places: &Vec<Pos>| (upto(places, range.end) - upto(places, range.start)) as u64;
    let before = looks.map(|(at, places)| (*at, count(places)));
    before.chain([(standing.at, standing.figures(&range).hollow_branches)]).collect()
}

/// Paints it under the head of a committee and gives the rows it took.
pub(super) fn view(app: &App, standing: &Standing, pos: Pos, area: Rect, buf: &mut Buffer) -> u16 {
    let look = &app.look;
    let lang = look.lang;
    let small = app.size.0 < LEAST.0 || app.size.1 < LEAST.1;
    let Some(past) = app.tree.past.as_ref().filter(|_| !small) else { return 0 };
    if standing.tree.kind(pos) == OrgKind::Branch || area.height < 12 {
        return 0;
    }
    let counts = counts(past, standing, pos);
    if counts.len() < 2 || counts.iter().all(|(_, count)| *count == 0) {
        return 0;
    }
    let short = |at: &Instant| at.day().to_string()[5..].to_owned();
    let shown = &counts[counts.len().saturating_sub(SHOWN)..];
    let values: Vec<Option<u32>> = shown.iter().map(|(_, count)| u32::try_from(*count).ok()).collect();
    let (Some((from, first)), Some((_, last))) = (shown.first(), shown.last()) else { return 0 };
    let word = text::hollow_since(lang, *first, &short(from), *last);
    let mut x = area.x;
    x += look.put(buf, x, area.y, area.width, text::hollow_branches(lang), look.style(Role::Dim)) + 1;
    if area.height < 40 {
        x += look.put(buf, x, area.y, area.right() - x, &spark(look, &values, 4), look.style(Role::Bar)) + 1;
    }
    look.put(buf, x, area.y, area.right().saturating_sub(x), &look.signs(&word), look.style(Role::Text));
    if area.height < 40 {
        return 1;
    }
    plot(&counts).view(look, Rect { y: area.y + 1, height: HIGH, width: area.width.min(90), ..area }, buf);
    HIGH + 1
}

fn plot(counts: &[(Instant, u64)]) -> Plot {
    let points: Vec<(f64, f64)> = counts.iter().map(|(at, count)| (at.0 as f64 / DAY_SECONDS, *count as f64)).collect();
    let most = points.iter().map(|(_, count)| *count).fold(1.0, f64::max);
    let (first, last) = (points.first().copied().unwrap_or_default(), points.last().copied().unwrap_or_default());
    let foot =
        counts.iter().rev().map(|(at, _)| (at.0 as f64 / DAY_SECONDS, at.day().to_string()[5..].to_owned(), Role::Dim));
    Plot {
        x: [first.0, last.0.max(first.0 + 1.0)],
        y: [0.0, most],
        heights: vec![
            (last.1, format!("{:.0}", last.1), Role::Text),
            (most, format!("{most:.0}"), Role::Dim),
            (0.0, "0".to_owned(), Role::Dim),
        ],
        foot: foot.collect(),
        upright: None,
        curves: vec![Curve { points, role: Role::Bar, stroke: Stroke::Line, ascii: '*' }],
    }
}
