//! Text in the pieces that cells hold: only what every terminal draws in the columns that are counted here.
//!
//! Terminals disagree about glyphs joined of several characters: a family of emoji, a flag, a hand of some colour, a keycap
//! are two columns in one and eight in the next, and what stands beside them moves. Of those the first is drawn alone, a
//! flag as its two letters. Marks that everybody puts on the letter before stay on it.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Marks that stay on a letter: more are no name, and a screen's cell has no room for them.
const MARKS: usize = 3;
/// Drawn where a glyph has no width that a cell can have, or says only that there was one.
const STRANGE: &str = "?";

/// The pieces of a text, each with its columns: one or two. `wide` says that glyphs of ambiguous width take two.
pub fn pieces(text: &str, wide: bool) -> impl Iterator<Item = (&str, u16)> {
    // Nearly all text is of characters that stand alone, and those are quick to tell.
    let alone = text.chars().all(stands_alone);
    let chars = alone.then(|| text.char_indices().map(|(at, c)| &text[at..at + c.len_utf8()]));
    let joined = (!alone)
        .then(|| text.graphemes(true).flat_map(|grapheme| Parts { rest: grapheme, begun: false, joined: false }));
    chars.into_iter().flatten().chain(joined.into_iter().flatten()).map(move |piece| (piece, columns(piece, wide)))
}

/// How many columns a text takes.
pub fn width(text: &str, wide: bool) -> u16 {
    if text.is_ascii() {
        return u16::try_from(text.len()).unwrap_or(u16::MAX);
    }
    pieces(text, wide).fold(0, |sum, (_, width)| sum.saturating_add(width))
}

fn columns(piece: &str, wide: bool) -> u16 {
    if wide && piece.width_cjk() > 1 || piece.width() > 1 { 2 } else { 1 }
}

// The pieces of one grapheme.
struct Parts<'a> {
    rest: &'a str,
    /// Whether something of it was drawn.
    begun: bool,
    /// Whether a joiner came by.
    joined: bool,
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest;
        for (at, c) in rest.char_indices() {
            // What a joiner joins, and the colour of a hand, belong to what was drawn.
            self.joined |= c == '\u{200d}';
            if unseen(c) || self.joined || is_tone(c) && self.begun {
                continue;
            }
            self.begun = true;
            if c.is_control() {
                self.rest = &rest[at + c.len_utf8()..];
                return Some(" ");
            }
            if let Some(letter) = flag_letter(c) {
                self.rest = &rest[at + c.len_utf8()..];
                return Some(letter);
            }
            match c.width() {
                // A mark on nothing.
                None | Some(0) => continue,
                Some(1 | 2) if c != char::REPLACEMENT_CHARACTER => {}
                Some(_) => {
                    self.rest = &rest[at + c.len_utf8()..];
                    return Some(STRANGE);
                }
            }
            let marks = rest[at..].char_indices().skip(1).take(MARKS).take_while(|(_, mark)| is_mark(*mark));
            let end = at + marks.last().map_or(c.len_utf8(), |(from, mark)| from + mark.len_utf8());
            let piece = &rest[at..end];
            self.rest = &rest[end..];
            // Two that are narrower together than the first alone are a pair that some draw as one.
            return Some(if piece.width() == c.width().unwrap_or_default() { piece } else { &piece[..c.len_utf8()] });
        }
        None
    }
}

// Whether a character is a grapheme whatever stands beside it, as long as that is such a one too.
fn stands_alone(c: char) -> bool {
    matches!(c,
        ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{2190}'..='\u{23ff}' | '\u{2460}'..='\u{28ff}'
        | '\u{3000}'..='\u{3029}' | '\u{3030}'..='\u{303f}' | '\u{3041}'..='\u{3096}' | '\u{309b}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff01}'..='\u{ff60}')
}

fn is_mark(c: char) -> bool {
    c.width() == Some(0) && !unseen(c)
}

// The colours of skin.
const fn is_tone(c: char) -> bool {
    matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

// What is nothing by itself, or only says how its neighbour is drawn: terminals give it no column, or one, or two.
const fn unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{20dd}'..='\u{20e4}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}' | '\u{110bd}' | '\u{110cd}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

// A flag is two letters of an alphabet of its own.
fn flag_letter(c: char) -> Option<&'static str> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let at = (c as usize).checked_sub(0x1f1e6).filter(|at| *at < LETTERS.len())?;
    LETTERS.get(at..=at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> String {
        pieces(text, false).map(|(piece, width)| format!("{piece}{width} ")).collect::<String>().trim_end().to_owned()
    }

    #[test]
    fn of_what_is_joined_the_first_is_drawn() {
        for (text, drawn) in [
            ("高(2)", "高2 (1 21 )1"),
            ("👨‍👩‍👧x", "👨2 x1"),
            ("👍🏽🏽", "👍2"),
            ("🏽", "🏽2"),
            ("🇨🇳🇨", "C1 N1 C1"),
            ("🏴\u{e0067}\u{e0062}\u{e007f}", "🏴2"),
            ("❤\u{fe0f}✈\u{fe0f}", "❤1 ✈1"),
            ("1\u{fe0f}\u{20e3}2", "11 21"),
            ("⌚\u{fe0e}", "⌚2"),
            ("e\u{301}", "e\u{301}1"),
            ("e\u{301}\u{302}\u{303}\u{304}\u{305}", "e\u{301}\u{302}\u{303}1"),
            ("汉\u{301}字", "汉\u{301}2 字2"),
            ("葛\u{e0100}", "葛2"),
            ("\u{301}x", "x1"),
            ("张\u{3164}三", "张2 三2"),
            ("\u{202e}ab", "a1 b1"),
            ("\u{600}1", "11"),
            ("a\tb\r\n", "a1  1 b1  1  1"),
            ("ﾊﾞ", "ﾊ1 ﾞ1"),
            ("\u{2e3b}\u{17d8}\u{fffd}", "\u{2e3b}1 ?1 ?1"),
        ] {
            assert_eq!(of(text), drawn, "{text:?}");
        }
    }

    #[test]
    fn ambiguous_glyphs_are_as_wide_as_the_terminal_draws_them() {
        assert_eq!((width("“①”", false), width("“①”", true)), (3, 6));
        assert_eq!((width("e\u{301}é", false), width("高\u{3000}", true)), (2, 4));
    }

    proptest! {
        #[test]
        fn a_piece_is_what_a_cell_can_hold(text in "[\\PC\u{200d}\u{fe0f}🏽👩🇨🇳가각क्षلا]{0,24}") {
            for (piece, width) in pieces(&text, false) {
                prop_assert!(!piece.is_empty() && piece.chars().count() <= 1 + MARKS);
                prop_assert_eq!(piece.width(), usize::from(width), "{:?}", piece);
                let marks: Vec<_> = piece.chars().skip(1).filter(|c| c.width() != Some(0) || unseen(*c)).collect();
                prop_assert!(marks.is_empty(), "{:?}", piece);
            }
        }

        // The quick way and the long one come to the same.
        #[test]
        fn what_stands_alone_does(text in "[ -~“”…①─█⠋→\u{3000}。、高団あア각：～\u{2ff}]{0,16}") {
            prop_assert!(text.chars().all(stands_alone));
            let long: Vec<_> = text.graphemes(true).flat_map(|rest| Parts { rest, begun: false, joined: false }).collect();
            let quick: Vec<_> = pieces(&text, false).map(|(piece, _)| piece).collect();
            prop_assert_eq!(quick, long);
        }
    }
}
