//! How long the requests listed have, or are over, as a little histogram beside the list.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::store::Board;
use crate::tui::app::{App, Hit};
use crate::tui::look::Role;
use crate::tui::text::moves;
use crate::tui::widget::{Panel, bar};

const DAY: i64 = 24 * 3600;
/// The ends of the spans in seconds to the break, the longest overdue first; the last span has no end.
const ENDS: [i64; 6] = [-7 * DAY, -3 * DAY, -DAY, 0, DAY, 2 * DAY];
/// The rows of the panel: the spans, what is to be expected, and the border.
const HEIGHT: u16 = 10;

/// How the requests of a list stand in time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waits {
    spans: [usize; ENDS.len() + 1],
    soon: usize,
    /// In hundredths of a request.
    breaks: usize,
}

impl Waits {
    /// Counts the requests at some places of the board.
    pub fn of(board: &Board, rows: &[usize]) -> Self {
        let mut waits = Self::default();
        for request in rows.iter().filter_map(|at| board.open.get(*at)) {
            let Some(hop) = request.waiting else { continue };
            let left = hop.breaks.0 - board.at.0;
            waits.spans[ENDS.partition_point(|end| left > *end)] += 1;
            if request.soon(board.at) {
                waits.soon += 1;
                waits.breaks += usize::from(hop.chance.unwrap_or_default());
            }
        }
        waits
    }

    fn all(&self) -> usize {
        self.spans.iter().sum()
    }
}

/// The room that the list keeps, and that of the histogram where there is enough for both.
pub(super) fn split(app: &App, area: Rect) -> (Rect, Option<Rect>) {
    if app.transfers.waits.all() == 0 {
        return (area, None);
    }
    if area.width >= 150 {
        let width = 46;
        let side = Rect { x: area.right() - width, width, height: area.height.min(HEIGHT + 1), ..area };
        return (Rect { width: area.width - width, ..area }, Some(side));
    }
    if area.height < HEIGHT + 14 {
        return (area, None);
    }
    let low = Rect { y: area.bottom() - HEIGHT, height: HEIGHT, ..area };
    (Rect { height: area.height - HEIGHT, ..area }, Some(low))
}

/// Paints the histogram.
pub(super) fn view(app: &App, area: Rect, buf: &mut Buffer) {
    let look = &app.look;
    let lang = look.lang;
    let waits = &app.transfers.waits;
    let total = waits.all().to_string();
    let inner = Panel { title: moves::waits_title(lang), right: &total, focus: false }.view(look, area, buf);
    app.hit(area, Hit::Nothing);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let words: Vec<String> = (0..waits.spans.len()).map(|at| span(lang, at)).collect();
    let label = words.iter().map(|word| look.width(word)).max().unwrap_or_default();
    let most = waits.spans.iter().copied().max().unwrap_or(1).max(1);
    let digits = look.width(&most.to_string());
    let room = inner.width.saturating_sub(label + digits + 2).min(60);
    for (at, (word, count)) in words.iter().zip(waits.spans).enumerate() {
        let y = inner.y + at as u16;
        if y >= inner.bottom() {
            return;
        }
        let role = match at {
            0..=3 if count > 0 => Role::Bad,
            4 if count > 0 => Role::Warn,
            _ => Role::Dim,
        };
        look.put(buf, inner.x, y, label, word, look.style(role));
        let number = if count == 0 { look.glyphs.nil.to_owned() } else { count.to_string() };
        look.put_right(buf, inner.x + label + 1, inner.x + label + 1 + digits, y, &number, look.style(Role::Text));
        if count > 0 {
            let width = ((count * usize::from(room)).div_ceil(most) as u16).min(room);
            bar(look, buf, inner.x + label + digits + 2, y, width, 1.0);
        }
    }
    let y = inner.y + waits.spans.len() as u16;
    if waits.soon > 0 && y < inner.bottom() {
        let word = moves::breaks_next(lang, waits.soon, waits.breaks.div_ceil(100));
        look.put(buf, inner.x, y, inner.width, &word, look.style(Role::Warn));
    }
}

fn span(lang: crate::lang::Lang, at: usize) -> String {
    let days = |end: i64| (end / DAY).unsigned_abs();
    match at {
        0 => moves::over_more(lang, days(ENDS[0])),
        1..=3 => moves::over_within(lang, days(ENDS[at]), days(ENDS[at - 1])),
        4 | 5 => moves::left_within(lang, days(ENDS[at]) * 24),
        _ => moves::left_more(lang, days(ENDS[ENDS.len() - 1]) * 24),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::tui::story::county;

    #[test]
    fn every_open_request_with_a_clock_is_in_one_span() {
        let mut story = county(Lang::Zh, (120, 36));
        story.keys("4");
        let state = &story.app.transfers;
        let board = state.board.clone().unwrap();
        let waits = Waits::of(&board, &state.rows);
        assert_eq!(waits.all(), board.open.iter().filter(|request| request.waiting.is_some()).count());
        assert_eq!(waits.spans[..4].iter().sum::<usize>(), 3, "overdue");
        assert_eq!((waits.soon, waits.spans[4]), (3, 3));
        assert_eq!(waits.breaks, 232, "100 % and twice 66 %");
        story.sees("时限分布").sees("约 3 件会超时").keys("fff").misses("时限分布");
    }

    #[test]
    fn spans_in_words() {
        let words: Vec<String> = (0..7).map(|at| span(Lang::En, at)).collect();
        let told = ["over 7 d", "3-7 d over", "1-3 d over", "0-1 d over", "24 h left", "48 h left", "over 48 h left"];
        assert_eq!(words, told);
    }
}
