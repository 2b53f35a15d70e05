//! The glyphs of the frame: one set for terminals that draw box lines in one column, one of ASCII.

use ratatui::symbols::border;

/// A set of glyphs; all but the border and the ellipsis are one column wide everywhere.
#[derive(Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Borders of panes.
    pub border: border::Set<'static>,
    /// A node that is open.
    pub open: &'static str,
    /// A node that is closed.
    pub closed: &'static str,
    /// Met, reported, onboarded.
    pub good: &'static str,
    /// Weak, missed.
    pub bad: &'static str,
    /// To be watched.
    pub warn: &'static str,
    /// Under way.
    pub run: &'static str,
    /// A count of nothing.
    pub nil: &'static str,
    /// Between the parts of a line.
    pub dot: &'static str,
    /// Text that was cut.
    pub ellipsis: &'static str,
    /// No value.
    pub none: &'static str,
    /// The full part of a bar.
    pub full: &'static str,
    /// The empty part.
    pub rest: &'static str,
    /// At least.
    pub at_least: &'static str,
    /// Between the steps of a path.
    pub step: &'static str,
    /// Heights of a trend, the lowest first.
    pub spark: &'static [&'static str],
    /// Ranks won.
    pub up: &'static str,
    /// Ranks lost.
    pub down: &'static str,
    /// Begins a month on a line of days.
    pub tick: &'static str,
    /// A day that stands out on a line of days.
    pub upright: &'static str,
    /// Whether lines are drawn in dots of braille; in letters otherwise.
    pub braille: bool,
    /// Work under way, a frame each.
    pub spinner: &'static [&'static str],
}

const PLAIN: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

impl Glyphs {
    /// Box lines and symbols.
    pub const UNICODE: Self = Self {
        border: border::PLAIN,
        open: "▾ ",
        closed: "▸ ",
        good: "✓",
        bad: "✗",
        warn: "!",
        run: "▸",
        nil: "·",
        dot: " · ",
        ellipsis: "…",
        none: "—",
        full: "━",
        rest: "─",
        at_least: "≥",
        step: " › ",
        spark: &["⡀", "⡄", "⡆", "⡇"],
        up: "▴",
        down: "▾",
        tick: "╵",
        upright: "│",
        braille: true,
        spinner: &["⠋", "⠹", "⠼", "⠦"],
    };

    /// Symbols whose width is in doubt nowhere, for terminals that draw box lines in two columns.
    pub const SAFE: Self = Self {
        border: PLAIN,
        nil: ".",
        dot: " | ",
        ellipsis: "..",
        none: "-",
        full: "#",
        rest: "-",
        at_least: ">=",
        tick: "'",
        upright: "|",
        ..Self::UNICODE
    };

    /// ASCII and nothing else.
    pub const ASCII: Self = Self {
        border: PLAIN,
        open: "- ",
        closed: "+ ",
        good: "v",
        bad: "x",
        warn: "!",
        run: ">",
        nil: ".",
        dot: " | ",
        ellipsis: "..",
        none: "-",
        full: "#",
        rest: "-",
        at_least: ">=",
        step: " > ",
        spark: &["_", "-", "=", "#"],
        up: "+",
        down: "-",
        tick: "'",
        upright: "|",
        braille: false,
        spinner: &["|", "/", "-", "\\"],
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn the_safe_sets_are_as_wide_in_every_terminal() {
        for set in [&Glyphs::SAFE, &Glyphs::ASCII] {
            let marks = [set.open, set.closed, set.good, set.bad, set.nil, set.dot, set.ellipsis, set.none, set.step];
            let more = [set.up, set.down, set.full, set.rest, set.at_least, set.warn, set.run, set.tick, set.upright];
            for glyph in marks.iter().chain(set.spinner).chain(set.spark).chain(&more) {
                assert_eq!(glyph.width(), glyph.width_cjk(), "{glyph}");
            }
        }
    }
}
