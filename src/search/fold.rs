//! One form for what is typed and what is found: half width, small letters, no brackets.

use std::borrow::Cow;

/// One character as it is compared: half width, small; `None` for brackets, dots, hyphens and other marks.
pub(super) fn fold(c: char) -> Option<char> {
    let c = match c {
        // Full-width forms stand in the order of ASCII.
        '\u{FF01}'..='\u{FF5E}' => char::from((c as u32 - 0xFEE0) as u8),
        'ü' | 'Ü' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => 'v',
        c => c,
    };
    if c.is_ascii() {
        return c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase());
    }
    if !c.is_alphanumeric() {
        return None;
    }
    Some(c.to_lowercase().next().unwrap_or(c))
}

/// A whole text folded; nothing is copied where nothing changes, as in nearly every name.
pub(super) fn folded(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(fold).collect())
}

/// Whether a character is Chinese: typed by its shape and not by its sound.
pub(super) fn is_han(c: char) -> bool {
    !c.is_ascii() && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_marks_do_not_matter() {
        for (text, same) in [
            ("高三（２）班", "高三2班"),
            ("高三(2)班 团支部", "高三2班团支部"),
            ("买买提·艾山", "买买提艾山"),
            ("ＬＩ Lei", "lilei"),
            ("张　伟", "张伟"),
            ("lü", "lv"),
            ("440000-X", "440000x"),
            ("——", ""),
        ] {
            assert_eq!(folded(text), same, "{text}");
        }
        assert!(matches!(folded("张伟"), Cow::Borrowed(_)));
    }
}
