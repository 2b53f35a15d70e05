//! Text in columns: measured in the pieces that are drawn, cut at graphemes, never by bytes.

use std::borrow::Cow;
use std::num::NonZeroU16;
use std::ops::Range;

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{Look, piece};

/// Between the steps of a path as the tree gives it.
const STEP: &str = " › ";

const TWO: NonZeroU16 = NonZeroU16::new(2).unwrap();

impl Look {
    /// How many columns the terminal needs for a text.
    pub fn width(&self, text: &str) -> u16 {
        piece::width(text, self.wide)
    }

    /// A text of numbers with the signs that these glyphs allow: `>=30%` for `≥30%` where not every sign is sure.
    pub fn signs<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if text.is_ascii() || self.glyphs.at_least == "≥" {
            return Cow::Borrowed(text);
        }
        let mut out = text.to_owned();
        for (sign, plain) in [("≥", self.glyphs.at_least), ("≤", "<="), ("≈", "~"), ("–", "-"), ("→", ">")] {
            out = out.replace(sign, plain);
        }
        Cow::Owned(out)
    }

    /// Writes a text into at most `max` columns, cut with an ellipsis; gives the columns used.
    pub fn put(&self, buf: &mut Buffer, x: u16, y: u16, max: u16, text: &str, style: impl Into<Style>) -> u16 {
        let style = style.into();
        let area = buf.area;
        if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() || max == 0 {
            return 0;
        }
        let max = max.min(area.right() - x);
        // The first half of a wide glyph that this text cuts in two.
        if x > area.left()
            && buf.cell((x, y)).is_some_and(|cell| cell.symbol().is_empty())
            && let Some(cell) = buf.cell_mut((x - 1, y))
        {
            cell.set_symbol(" ").set_diff_option(CellDiffOption::None);
        }
        let fits = self.width(text) <= max;
        let tail = self.glyphs.ellipsis;
        let room = if fits { max } else { max.saturating_sub(self.width(tail)) };
        let mut used = self.run(buf, x, y, room, text, style);
        if !fits {
            used += self.run(buf, x + used, y, max - used, tail, style);
        }
        // And the second half.
        if let Some(cell) = buf.cell_mut((x + used, y)).filter(|cell| cell.symbol().is_empty()) {
            cell.set_symbol(" ");
        }
        used
    }

    fn run(&self, buf: &mut Buffer, x: u16, y: u16, max: u16, text: &str, style: Style) -> u16 {
        let mut used = 0;
        for (piece, width) in piece::pieces(text, self.wide) {
            if used + width > max {
                break;
            }
            if let Some(cell) = buf.cell_mut((x + used, y)) {
                cell.set_symbol(piece).set_style(style);
                let drifts = self.wide && width == 2 && piece.width() == 1;
                cell.set_diff_option(if drifts { CellDiffOption::ForcedWidth(TWO) } else { CellDiffOption::None });
            }
            if width == 2
                && let Some(cell) = buf.cell_mut((x + used + 1, y))
            {
                // Not a space: when the glyph goes and a space comes, the painter must see a difference, or the
                // terminal keeps the half glyph it blanked in its own ground colour.
                cell.set_symbol("").set_style(style).set_diff_option(CellDiffOption::None);
            }
            used += width;
        }
        used
    }

    /// A text that needs at most `max` columns, cut with an ellipsis.
    pub fn cut<'a>(&self, text: &'a str, max: u16) -> Cow<'a, str> {
        if self.width(text) <= max {
            return Cow::Borrowed(text);
        }
        let room = max.saturating_sub(self.width(self.glyphs.ellipsis));
        let mut used = 0;
        let mut out = String::new();
        for grapheme in text.graphemes(true) {
            used += self.width(grapheme);
            if used > room {
                break;
            }
            out.push_str(grapheme);
        }
        if self.width(self.glyphs.ellipsis) <= max {
            out.push_str(self.glyphs.ellipsis);
        }
        Cow::Owned(out)
    }

    /// Paints the parts of a text that matched over the text, which stands at `(x, y)` and is shown in `width` columns.
    pub fn put_matched(
        &self,
        buf: &mut Buffer,
        (x, y): (u16, u16),
        width: u16,
        text: &str,
        matched: &[Range<usize>],
        style: Style,
    ) {
        for range in matched {
            if let (Some(before), Some(part)) = (text.get(..range.start), text.get(range.clone())) {
                let from = self.width(before);
                // Of a text that is cut only what stands before the cut.
                if from + self.width(part) <= width {
                    self.put(buf, x + from, y, width - from, part, style);
                }
            }
        }
    }

    /// A path of organisations that needs at most `max` columns: its end says more than its beginning.
    pub fn cut_path(&self, path: &str, max: u16) -> String {
        let lead = self.width(self.glyphs.ellipsis) + self.width(self.glyphs.step);
        let mut steps: Vec<&str> = path.split(STEP).collect();
        let mut cut = 0;
        loop {
            let whole = steps.join(self.glyphs.step);
            if self.width(&whole) + cut <= max {
                return if cut > 0 { format!("{}{}{whole}", self.glyphs.ellipsis, self.glyphs.step) } else { whole };
            }
            if steps.len() == 1 {
                return self.cut(&whole, max).into_owned();
            }
            steps.remove(0);
            cut = lead;
        }
    }

    /// Writes a text so that it ends at `right` (exclusive); gives the column it begins in.
    pub fn put_right(
        &self,
        buf: &mut Buffer,
        left: u16,
        right: u16,
        y: u16,
        text: &str,
        style: impl Into<Style>,
    ) -> u16 {
        let max = right.saturating_sub(left);
        let x = right - self.width(text).min(max);
        self.put(buf, x, y, max, text, style);
        x
    }

    /// Breaks a text into lines of at most `columns`, by the rules of Chinese and of spaces.
    pub fn wrap(&self, text: &str, columns: u16) -> Vec<String> {
        let options = textwrap::Options::new(usize::from(columns.max(2)))
            .word_separator(textwrap::WordSeparator::UnicodeBreakProperties);
        text.lines().flat_map(|line| textwrap::wrap(line, &options)).map(|line| line.into_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::tui::look::{Glyphs, themes};
    use proptest::prelude::*;
    use ratatui::layout::Rect;

    fn look(wide: bool) -> Look {
        let glyphs = if wide { &Glyphs::SAFE } else { &Glyphs::UNICODE };
        Look { theme: themes(None).0[0].clone(), glyphs, wide, lang: Lang::Zh }
    }

    fn row(look: &Look, max: u16, text: &str) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, 12, 1));
        look.put(&mut buf, 0, 0, max, text, Style::new());
        let mut out = String::new();
        let mut x = 0;
        while x < 12 {
            let symbol = buf[(x, 0)].symbol();
            out.push_str(symbol);
            x += look.width(symbol).max(1);
        }
        out.trim_end().to_owned()
    }

    #[test]
    fn cut_by_columns() {
        let narrow = look(false);
        assert_eq!(row(&narrow, 8, "高三(2)班"), "高三(2)…");
        assert_eq!(row(&narrow, 9, "高三(2)班"), "高三(2)班");
        assert_eq!(row(&narrow, 5, "高三年级"), "高三…");
        assert_eq!(row(&narrow, 0, "高"), "");
        assert_eq!(row(&narrow, 9, "a\u{1b}[31m"), "a [31m");
        assert_eq!(row(&look(true), 6, "“高三”"), "“高..");
    }

    proptest! {
        #[test]
        fn never_more_columns_than_given(text in "\\PC{0,20}", max in 0u16..14, wide: bool) {
            let look = look(wide);
            let mut buf = Buffer::empty(Rect::new(0, 0, 12, 1));
            prop_assert!(look.put(&mut buf, 0, 0, max, &text, Style::new()) <= max);
        }
    }
}
