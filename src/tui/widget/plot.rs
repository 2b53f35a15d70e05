//! A chart of lines over days: the lines by ratatui's chart, the words beside it by columns, so that Han and ASCII fit.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::symbols::Marker;
use ratatui::widgets::{Axis, Chart, Dataset, GraphType, Widget};

use crate::tui::look::{Look, Role};

/// How a line is drawn; without colours that alone tells lines apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// Unbroken.
    Line,
    /// Dots close to one another.
    Dashes,
    /// Dots far from one another.
    Dots,
}

/// One line.
#[derive(Clone, Debug)]
pub struct Curve {
    /// Its points, from left to right.
    pub points: Vec<(f64, f64)>,
    /// What it is painted as.
    pub role: Role,
    /// How it is drawn.
    pub stroke: Stroke,
    /// What it is drawn with where there is nothing but ASCII.
    pub ascii: char,
}

/// Lines with the words of their axes.
pub struct Plot {
    /// The least and the most across.
    pub x: [f64; 2],
    /// The least and the most upward.
    pub y: [f64; 2],
    /// The lines, the most important last.
    pub curves: Vec<Curve>,
    /// Words at heights, the most important first: what comes too close to one before is left out.
    pub heights: Vec<(f64, String, Role)>,
    /// Words along the foot, likewise.
    pub foot: Vec<(f64, String, Role)>,
    /// Where an upright line stands.
    pub upright: Option<f64>,
}

impl Plot {
    /// Paints it; nothing where there is no room for lines.
    pub fn view(&self, look: &Look, area: Rect, buf: &mut Buffer) {
        let gutter = self.heights.iter().map(|(_, word, _)| look.width(word)).max().unwrap_or(0) + 1;
        if area.width < gutter + 12 || area.height < 4 {
            return;
        }
        let field = Rect { x: area.x + gutter + 1, width: area.width - gutter - 1, height: area.height - 2, ..area };
        self.frame(look, field, buf);
        self.lines(look, field, buf);
        self.words(look, area, field, buf);
    }

    fn frame(&self, look: &Look, field: Rect, buf: &mut Buffer) {
        let (set, style) = (&look.glyphs.border, look.style(Role::Border));
        for y in field.top()..field.bottom() {
            look.put(buf, field.x - 1, y, 1, set.vertical_left, style);
        }
        look.put(buf, field.x - 1, field.bottom(), 1, set.bottom_left, style);
        for x in field.left()..field.right() {
            look.put(buf, x, field.bottom(), 1, set.horizontal_bottom, style);
        }
        if let Some(at) = self.upright {
            let x = self.across(field, at);
            for y in field.top()..field.bottom() {
                look.put(buf, x, y, 1, look.glyphs.upright, look.style(Role::Dim));
            }
        }
    }

    fn lines(&self, look: &Look, field: Rect, buf: &mut Buffer) {
        // Four dots of braille to a row, two to a column; a letter where there is nothing but ASCII.
        let fine = if look.glyphs.braille { 2.0 } else { 1.0 };
        let across = (self.x[1] - self.x[0]).max(f64::EPSILON) / (f64::from(field.width) * fine);
        let drawn: Vec<(Vec<(f64, f64)>, &Curve)> = self
            .curves
            .iter()
            .map(|curve| match curve.stroke {
                Stroke::Line => (curve.points.clone(), curve),
                Stroke::Dashes => (dotted(&curve.points, across * 2.0 * fine), curve),
                Stroke::Dots => (dotted(&curve.points, across * 3.0 * fine), curve),
            })
            .collect();
        let sets = drawn.iter().map(|(points, curve)| {
            let kind = if curve.stroke == Stroke::Line { GraphType::Line } else { GraphType::Scatter };
            let marker = if look.glyphs.braille { Marker::Braille } else { Marker::Custom(curve.ascii) };
            Dataset::default().data(points).graph_type(kind).marker(marker).style(look.style(curve.role))
        });
        // The axes are painted here: the chart's own would be box lines whatever the terminal can show.
        Chart::new(sets.collect())
            .style(look.style(Role::Text))
            .legend_position(None)
            .x_axis(Axis::default().bounds(self.x))
            .y_axis(Axis::default().bounds(self.y))
            .render(field, buf);
    }

    fn words(&self, look: &Look, area: Rect, field: Rect, buf: &mut Buffer) {
        let mut taken = Vec::new();
        for (value, word, role) in &self.heights {
            let y = self.up(field, *value);
            if !taken.contains(&y) {
                look.put_right(buf, area.x, field.x - 1, y, word, look.style(*role));
                taken.push(y);
            }
        }
        let mut taken: Vec<(u16, u16)> = Vec::new();
        for (value, word, role) in &self.foot {
            let width = look.width(word);
            let at = self.across(field, *value);
            let inside = |x: u16| x.min(field.right().saturating_sub(width)).max(field.x);
            // In the middle under its place, or else wholly on one side of it.
            let beside = taken.iter().map(|(from, _)| from.saturating_sub(width + 1));
            let places = [at.saturating_sub(width / 2), (at + 1).saturating_sub(width), at].into_iter().chain(beside);
            let clear = |x: &u16| taken.iter().all(|(from, to)| *x > *to || x + width < *from);
            // Further off than its own width it would be read as another place.
            let near = |x: &u16| x.abs_diff(at) <= width + 4;
            if let Some(x) = places.map(inside).find(|x| clear(x) && near(x)) {
                look.put(buf, x, field.bottom() + 1, width, word, look.style(*role));
                taken.push((x, x + width));
            }
        }
    }

    fn across(&self, field: Rect, value: f64) -> u16 {
        let share = (value - self.x[0]) / (self.x[1] - self.x[0]).max(f64::EPSILON);
        field.x + (share.clamp(0.0, 1.0) * f64::from(field.width - 1)).round() as u16
    }

    fn up(&self, field: Rect, value: f64) -> u16 {
        let share = (value - self.y[0]) / (self.y[1] - self.y[0]).max(f64::EPSILON);
        field.bottom() - 1 - (share.clamp(0.0, 1.0) * f64::from(field.height - 1)).round() as u16
    }
}

const LEAST: f64 = 4.0;

// Points every `gap` along a line, its ends included.
fn dotted(points: &[(f64, f64)], gap: f64) -> Vec<(f64, f64)> {
    let mut out = Vec::new();
    for pair in points.windows(2) {
        let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
        // A short way still shows where it goes.
        let steps = ((to_x - x) / gap.max(f64::EPSILON)).ceil().clamp(LEAST, 1000.0);
        out.extend((0..steps as u32).map(|step| {
            let share = f64::from(step) / steps;
            (x + (to_x - x) * share, y + (to_y - y) * share)
        }));
    }
    out.extend(points.last());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::tui::look::{Glyphs, themes};
    use crate::tui::story::picture;

    fn plot() -> Plot {
        let curve =
            |points: &[(f64, f64)], stroke, ascii| Curve { points: points.to_vec(), role: Role::Bar, stroke, ascii };
        Plot {
            x: [0.0, 10.0],
            y: [0.0, 1.0],
            curves: vec![
                curve(&[(0.0, 1.0), (10.0, 1.0)], Stroke::Dashes, '-'),
                curve(&[(0.0, 0.0), (5.0, 0.5)], Stroke::Line, '*'),
            ],
            heights: [(1.0, "100%"), (0.97, "97%"), (0.0, "0%")]
                .map(|(at, word)| (at, word.to_owned(), Role::Dim))
                .into(),
            foot: [(5.0, "今天"), (0.0, "06-01"), (10.0, "06-11")]
                .map(|(at, word)| (at, word.to_owned(), Role::Dim))
                .into(),
            upright: Some(5.0),
        }
    }

    fn drawn(glyphs: &'static Glyphs, width: u16) -> String {
        let look = Look { theme: themes(None).0[0].clone(), glyphs, wide: false, lang: Lang::Zh };
        let mut buf = Buffer::empty(Rect::new(0, 0, width, 8));
        plot().view(&look, buf.area, &mut buf);
        picture(&buf)
    }

    #[test]
    fn lines_with_words_beside_and_below() {
        insta::assert_snapshot!("plot-unicode", drawn(&Glyphs::UNICODE, 40));
        let ascii = drawn(&Glyphs::ASCII, 40);
        assert!(ascii.replace("今天", "").is_ascii(), "{ascii}");
        insta::assert_snapshot!("plot-ascii", ascii);
        assert_eq!(drawn(&Glyphs::ASCII, 14).trim(), "", "too narrow for lines");
    }

    #[test]
    fn dots_reach_both_ends() {
        let quarters = [(0.0, 0.0), (0.5, 1.0), (1.0, 2.0), (1.5, 3.0), (2.0, 4.0)];
        assert_eq!(dotted(&[(0.0, 0.0), (2.0, 4.0)], 1.0), quarters);
        assert_eq!(dotted(&[(0.0, 0.0), (9.0, 9.0)], 1.0).len(), 10);
        assert_eq!(dotted(&[(1.0, 1.0)], 1.0), [(1.0, 1.0)]);
        assert!(dotted(&[], 1.0).is_empty());
    }
}
