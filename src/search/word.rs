//! One word of what was typed, and where a label meets it.

use std::ops::Range;

use super::fold::{fold, folded};
use super::texts::Grade;
use crate::lang::pinyin;

/// A folded word, by how it has to be looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Chinese characters and digits: stands in the text as it is.
    Text(String),
    /// Letters and digits: syllables or their beginnings.
    Sound(String),
    /// Both: the longest run of characters finds candidates.
    Mixed(String),
}

impl Word {
    /// Folds a word; `None` where nothing is left.
    pub(super) fn new(typed: &str) -> Option<Self> {
        let text = folded(typed).into_owned();
        let letters = text.bytes().any(|b| b.is_ascii_lowercase());
        match (text.is_empty(), letters, text.is_ascii()) {
            (true, ..) => None,
            (_, false, _) => Some(Self::Text(text)),
            (_, true, true) => Some(Self::Sound(text)),
            (_, true, false) => Some(Self::Mixed(text)),
        }
    }

    /// The folded text.
    pub(super) fn text(&self) -> &str {
        let (Self::Text(text) | Self::Sound(text) | Self::Mixed(text)) = self;
        text
    }

    /// The longest run of Chinese characters in it: stands unfolded in any text that has the word.
    pub(super) fn run(&self) -> &str {
        let runs = self.text().split(|c: char| c.is_ascii());
        runs.max_by_key(|run| run.len()).unwrap_or_default()
    }

    /// Where a text meets the word, in bytes of the unfolded text, and how well.
    pub(super) fn locate(&self, text: &str) -> Option<(Range<usize>, Grade)> {
        let chars: Vec<(usize, usize, char)> =
            text.char_indices().filter_map(|(at, c)| Some((at, at + c.len_utf8(), fold(c)?))).collect();
        let typed: Vec<char> = self.text().chars().collect();
        (0..chars.len()).find_map(|first| {
            let len = eat(&chars[first..], &typed)?;
            let grade = match (first, first + len == chars.len()) {
                (0, true) => Grade::Exact,
                (0, false) => Grade::Prefix,
                _ => Grade::Inside,
            };
            Some((chars[first].0..chars[first + len - 1].1, grade))
        })
    }
}

/// How many characters the typed text uses up, taking all it can of each syllable first.
fn eat(chars: &[(usize, usize, char)], typed: &[char]) -> Option<usize> {
    let Some(&next) = typed.first() else { return Some(0) };
    let (&(_, _, c), rest) = chars.split_first()?;
    if c == next {
        return eat(rest, &typed[1..]).map(|len| len + 1);
    }
    if !next.is_ascii_lowercase() || c.is_ascii() {
        return None;
    }
    pinyin::typed(c).iter().find_map(|sound| {
        let same = sound.chars().zip(typed).take_while(|(a, b)| a == *b).count();
        (1..=same).rev().find_map(|len| eat(rest, &typed[len..])).map(|len| len + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_met_anywhere() {
        for (typed, label, expected) in [
            ("gs2b", "高三(2)班团支部", Some("高三(2)班")),
            ("GS2B", "高三（２）班团支部", Some("高三（２）班")),
            ("gaosan2ban", "高三(2)班团支部", Some("高三(2)班")),
            ("gs2b", "高三(12)班团支部", None),
            ("高三2班", "开平一中高三(2)班", Some("高三(2)班")),
            ("三2b", "高三(2)班团支部", Some("三(2)班")),
            ("tzb", "高三(2)班团支部", Some("团支部")),
            ("bang", "大埔中学", None),
            ("dbzx", "大埔中学", Some("大埔中学")),
            ("dpzx", "大埔中学", Some("大埔中学")),
            ("fulian", "区妇联", Some("妇联")),
            ("funv", "市妇女", Some("妇女")),
            ("funu", "市妇女", Some("妇女")),
            ("abc", "ABC公司", Some("ABC")),
            ("abcgs", "ABC公司", Some("ABC公司")),
        ] {
            let word = Word::new(typed).unwrap();
            assert_eq!(word.locate(label).map(|(at, _)| &label[at]), expected, "{typed} {label}");
        }
        assert_eq!(Word::new("()"), None);
        assert_eq!(Word::new("高三年2班团").unwrap().run(), "高三年");
    }
}
