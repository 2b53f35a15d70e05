//! What was meant where nothing is written or sounds as it was typed: other characters of the same sound, sounds that are
//! easily confused, a letter too many or two changed round.

use crate::lang::pinyin;

/// Texts tried at most; each is a question to the index.
const MOST: usize = 24;
/// Shorter words are met by nearly everything once a letter goes.
const SHORTEST: usize = 4;

/// Sounds that are easily confused, and typed one for the other.
const ALIKE: [(&str, &str); 7] =
    [("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("l", "n")];

/// What may have been meant by a text, the likeliest first; never the text itself.
pub(super) fn near(text: &str) -> Vec<String> {
    let typed: String = text.split_whitespace().collect::<String>().to_lowercase();
    let digits = typed.chars().any(|c| c.is_ascii_digit());
    if digits || typed.chars().count() < 2 {
        return Vec::new();
    }
    let mut out = Vec::new();
    if !typed.is_ascii() {
        // Spaces keep the syllables apart.
        let head = pinyin::surname(&typed).map_or(Vec::new(), |_| pinyin::syllables(&typed));
        let usual: Vec<_> = typed.chars().filter_map(pinyin::common).collect();
        for sounds in [head, usual] {
            let words: Vec<&str> = sounds.iter().map(|sound| sound.text()).filter(|text| !text.is_empty()).collect();
            out.push(words.join(" "));
        }
    } else {
        for (long, short) in ALIKE {
            out.push(typed.replace(long, short));
            out.push(lengthened(&typed, long, short));
            if long == "l" {
                out.push(typed.replace(short, long));
            }
        }
        if typed.len() >= SHORTEST {
            for at in (1..typed.len()).rev() {
                let mut letters: Vec<char> = typed.chars().collect();
                letters.swap(at - 1, at);
                out.push(letters.into_iter().collect());
            }
            out.extend((1..typed.len()).rev().map(|at| format!("{}{}", &typed[..at], &typed[at + 1..])));
        }
    }
    let mut seen = std::collections::HashSet::new();
    out.retain(|other| !other.is_empty() && *other != typed && seen.insert(other.clone()));
    out.truncate(MOST);
    out
}

// The short sound made long wherever it is not long already.
fn lengthened(typed: &str, long: &str, short: &str) -> String {
    if !long.starts_with(short) {
        return typed.to_owned();
    }
    typed.replace(long, short).replace(short, long)
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn sounds_alike_and_slips_of_the_finger_are_near() {
        for (typed, meant) in [
            ("张维", "zhang wei"),
            ("单名", "shan ming"),
            ("zangwei", "zhangwei"),
            ("zhangwei", "zangwei"),
            ("linxiao", "lingxiao"),
            ("liuna", "niuna"),
            ("zhangwie", "zhangwei"),
            ("zhanggwei", "zhangwei"),
        ] {
            assert!(near(typed).iter().any(|other| other == meant), "{typed}: {:?}", near(typed));
        }
        assert!(near("1234").is_empty() && near("z").is_empty());
        assert!(near("zhangweiming").len() <= super::MOST);
    }
}
