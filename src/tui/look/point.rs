//! The mark of a chosen row on slow lines: one sign before it, where a painted row would be sent whole.

use ratatui::buffer::{Buffer, CellDiffOption};

use super::theme::{CHOSEN, RESTING};

/// Puts `>` before every chosen row, and `-` where keys do not go.
///
/// The sign stands in the column before the row, on a border or a blank: what the row says stays where it is.
pub fn point(buf: &mut Buffer) {
    let area = buf.area;
    for y in area.top()..area.bottom() {
        let mut inside = false;
        for x in area.left()..area.right() {
            let Some(cell) = buf.cell_mut((x, y)) else { continue };
            let sign = match () {
                () if cell.modifier.contains(CHOSEN) => ">",
                () if cell.modifier.contains(RESTING) => "-",
                () => {
                    inside = false;
                    continue;
                }
            };
            cell.modifier.remove(CHOSEN | RESTING);
            if !std::mem::replace(&mut inside, true)
                && let Some(before) = buf.cell_mut((x.saturating_sub(1).max(area.left()), y))
                && !before.symbol().is_empty()
            {
                before.set_symbol(sign).set_diff_option(CellDiffOption::None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn a_row_gets_one_sign_and_no_style() {
        let mut buf = Buffer::with_lines(["│高三 班  3│一", "│高二 班  4│二"]);
        buf.set_style(Rect::new(1, 0, 10, 1), Style::new().add_modifier(CHOSEN));
        buf.set_style(Rect::new(12, 1, 2, 1), Style::new().add_modifier(RESTING));
        point(&mut buf);
        let line = |y| (0..14).map(|x| buf[(x, y)].symbol().to_owned()).collect::<String>().replace("  ", " ");
        assert!(line(0).starts_with(">高"), "{}", line(0));
        assert!(line(1).contains('-'), "{}", line(1));
        assert!((0..14).all(|x| buf[(x, 0)].modifier.is_empty() && buf[(x, 1)].modifier.is_empty()));
    }
}
