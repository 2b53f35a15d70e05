//! Which of a few words are meant by what was typed: part of them, or their sounds.

use std::ops::Range;

use crate::lang::pinyin;

/// Whether a letter, of which is told where it stands, begins a text: how much of the text is left then.
type Way<'a> = &'a dyn Fn(usize, &str, &str) -> Option<usize>;

/// The bytes of a word that a text means: part of it, its initials or its sounds from any letter on; `None` where it is not
/// meant. Nothing typed means every word.
pub fn meant(word: &str, text: &str) -> Option<Vec<Range<usize>>> {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Some(Vec::new());
    }
    let letters: Vec<(Range<usize>, String)> =
        word.char_indices().map(|(at, c)| (at..at + c.len_utf8(), c.to_lowercase().collect())).collect();
    let itself = |_: usize, text: &str, letter: &str| text.strip_prefix(letter).map(str::len);
    let sounds: Vec<Option<&str>> = word.chars().map(|c| pinyin::common(c).map(|syllable| syllable.text())).collect();
    let initial = |at: usize, text: &str, letter: &str| match sounds[at] {
        Some(sound) => text.strip_prefix(&sound[..1]).map(str::len),
        None => itself(at, text, letter),
    };
    let spelled = |at: usize, text: &str, letter: &str| match sounds[at] {
        // The last sound may be on its way.
        Some(sound) if !text.is_empty() && sound.starts_with(text) => Some(0),
        Some(sound) => text.strip_prefix(sound).map(str::len),
        None => itself(at, text, letter),
    };
    let ways: [Way<'_>; 3] = [&itself, &initial, &spelled];
    ways.iter().find_map(|way| (0..letters.len()).find_map(|first| run(&letters, first, &text, way)))
}

/// Follows a text letter by letter from one on; each way gives how much of the text is left.
fn run(letters: &[(Range<usize>, String)], first: usize, text: &str, way: Way<'_>) -> Option<Vec<Range<usize>>> {
    let mut rest = text;
    for (at, (range, letter)) in letters.iter().enumerate().skip(first) {
        let left = way(at, rest, letter)?;
        rest = &rest[rest.len() - left..];
        if rest.is_empty() {
            return Some(std::iter::once(letters[first].0.start..range.end).collect());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_meant_by_its_letters_and_its_sounds() {
        for (word, text, found) in [
            ("空心团支部", "团支", Some("团支")),
            ("空心团支部", "kx", Some("空心")),
            ("空心团支部", "tzb", Some("团支部")),
            ("空心团支部", "kongxin", Some("空心")),
            ("空心团支部", "kongxi", Some("空心")),
            ("空心团支部", "tuanzh", Some("团支")),
            ("空心团支部", "TZ", Some("团支")),
            ("hollow branch", "Bran", Some("bran")),
            ("2018 年通知", "18 年", Some("18 年")),
            ("空心团支部", "kt", None),
            ("空心团支部", "branch", None),
        ] {
            let at = meant(word, text);
            assert_eq!(at.as_ref().map(|at| &word[at[0].clone()]), found, "{word} {text}");
        }
        assert_eq!(meant("空心团支部", " "), Some(Vec::new()));
    }
}
