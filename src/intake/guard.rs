//! Cells that a spreadsheet would take for a formula: an apostrophe goes before them on the way out and comes off on the way in.
//!
//! The two undo each other for every text, also for one that begins with apostrophes of its own.

use std::borrow::Cow;

/// What begins a formula, or moves the cell under a reader's eyes; full-width forms are read as formulas by some versions.
fn triggers(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠')
}

fn guarded(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(triggers)
}

/// A text as a cell may hold it.
pub fn guard(text: &str) -> Cow<'_, str> {
    if guarded(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that [`guard`] was given.
pub fn unguard(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| guarded(rest)).unwrap_or(text)
}

/// A text without characters that nobody can see: controls, bidi marks, separators of lines.
pub fn visible(text: &str) -> Cow<'_, str> {
    super::cell::clean(text).0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_guarded_and_given_back() {
        for (text, cell) in [
            ("=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"),
            ("+86 755", "'+86 755"),
            ("-1", "'-1"),
            ("@sum", "'@sum"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("''-", "'''-"),
            ("", ""),
            ("'", "'"),
            ("'甲", "'甲"),
            ("甲=1", "甲=1"),
        ] {
            assert_eq!(guard(text), cell);
            assert_eq!(unguard(cell), text);
        }
        assert_eq!(visible("\u{202e}甲\u{200b}\u{7}乙 "), "甲乙");
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "['=+@a\\-\t\r＝甲]{0,5}") {
            let cell = guard(&text);
            prop_assert!(!cell.starts_with(triggers));
            prop_assert_eq!(unguard(&cell), text.as_str());
        }
    }
}
