//! What was typed, split in every way into syllables and beginnings of syllables.

use crate::lang::pinyin::{self, Span, Syllable};

/// The most ways that are looked at; longer pieces come first, so that only far-fetched ones are left out.
const MOST_SPLITS: usize = 256;
/// The longest syllables are `zhuang` and its like.
const LONGEST: usize = 6;

/// One piece of what was typed: what a syllable of the name may be.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) spans: Vec<Span>,
    /// The syllables the piece spells in full.
    whole: Vec<Syllable>,
    /// The very character, where one was typed.
    han: Option<char>,
}

impl Step {
    fn admits(&self, number: u16) -> bool {
        self.spans.iter().any(|span| (span.first.number()..=span.last.number()).contains(&number))
    }
}

/// One way to split.
#[derive(Clone, Debug)]
pub(super) struct Split {
    pub(super) steps: Vec<Step>,
    by_text: bool,
}

impl Split {
    fn new(steps: Vec<Step>) -> Self {
        let by_text = steps.len() >= 4 || steps.iter().any(|step| step.han.is_some());
        Self { steps, by_text }
    }

    /// Whether the key alone decides and only the first syllable is asked for.
    pub(super) fn is_single(&self) -> bool {
        self.steps.len() == 1 && !self.by_text
    }

    /// The rank of a name that begins with `first`, apart from whether it ends there too.
    pub(super) fn partial_rank(&self, first: u16) -> usize {
        2 + usize::from(!self.steps[0].whole.iter().any(|syllable| syllable.number() == first))
    }

    /// How well a name of this key matches: 0 the whole name in whole syllables, 1 the whole name in beginnings, 2 and 3
    /// the same for the beginning of a name.
    fn rank<'a>(&self, key: u64, text: impl FnOnce() -> &'a str) -> Option<usize> {
        let mut whole = true;
        for (step, shift) in self.steps.iter().zip([48, 32, 16, 0]) {
            let number = (key >> shift) as u16;
            if !step.admits(number) {
                return None;
            }
            whole &= step.whole.iter().any(|syllable| syllable.number() == number);
        }
        let len = self.steps.len();
        let mut complete = len < 4 && (key << (16 * len)) >> 48 == 0;
        if self.by_text {
            let mut chars = text().chars();
            for (at, step) in self.steps.iter().enumerate() {
                let c = chars.next()?;
                if step.han.is_some_and(|han| han != c) {
                    return None;
                }
                // The key holds four syllables; a surname's own readings do not reach beyond.
                if at >= 4 {
                    let syllable = pinyin::common(c).filter(|syllable| step.admits(syllable.number()))?;
                    whole &= step.whole.contains(&syllable);
                }
            }
            complete = chars.next().is_none();
        }
        Some(usize::from(!complete) * 2 + usize::from(!whole))
    }
}

/// Every way to split what was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Pattern {
    pub(super) splits: Vec<Split>,
}

impl Pattern {
    /// From folded words; no piece reaches over from one word into the next.
    pub(super) fn new(words: &[String]) -> Self {
        let words: Vec<Vec<char>> = words.iter().map(|word| word.chars().collect()).collect();
        let mut pattern = Self::default();
        pattern.split(&words, 0, &mut Vec::new());
        pattern
    }

    fn split(&mut self, words: &[Vec<char>], at: usize, steps: &mut Vec<Step>) {
        let Some((word, later)) = words.split_first() else {
            if !steps.is_empty() {
                self.splits.push(Split::new(steps.clone()));
            }
            return;
        };
        if at == word.len() {
            return self.split(later, 0, steps);
        }
        if !word[at].is_ascii() {
            let step = han(word[at], steps.is_empty());
            steps.push(step);
            self.split(words, at + 1, steps);
            steps.pop();
            return;
        }
        let letters = word[at..].iter().take(LONGEST).take_while(|c| c.is_ascii()).count();
        for len in (1..=letters).rev() {
            if self.splits.len() >= MOST_SPLITS {
                return;
            }
            let piece: String = word[at..at + len].iter().collect();
            let spans = pinyin::spans(&piece);
            if !spans.is_empty() {
                steps.push(Step { spans, whole: pinyin::spelled(&piece).collect(), han: None });
                self.split(words, at + len, steps);
                steps.pop();
            }
        }
    }

    /// The best rank of a name under any way to split.
    pub(super) fn rank<'a>(&self, key: u64, text: impl Fn() -> &'a str) -> Option<usize> {
        self.splits.iter().filter_map(|split| split.rank(key, &text)).min()
    }
}

/// The best rank under some ways to split.
pub(super) fn best<'a>(splits: &[&Split], key: u64, text: impl Fn() -> &'a str) -> Option<usize> {
    splits.iter().filter_map(|split| split.rank(key, &text)).min()
}

fn han(c: char, leads: bool) -> Step {
    let mut whole: Vec<Syllable> = pinyin::common(c).into_iter().collect();
    if leads {
        whole.extend(pinyin::surname_sounds(c));
    }
    whole.sort_unstable();
    whole.dedup();
    let spans = whole.iter().map(|&syllable| Span { first: syllable, last: syllable }).collect();
    Step { spans, whole, han: Some(c) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank(typed: &str, name: &str) -> Option<usize> {
        let words: Vec<String> = typed.split(' ').map(String::from).collect();
        Pattern::new(&words).rank(pinyin::sort_key(name), || name)
    }

    #[test]
    fn names_are_met_by_syllables_and_their_beginnings() {
        for (typed, name, expected) in [
            ("zhangwei", "张伟", Some(0)),
            ("zhangw", "张伟", Some(1)),
            ("zwei", "张伟", Some(1)),
            ("zw", "张伟", Some(1)),
            ("z", "张伟", Some(3)),
            ("zhang", "张伟", Some(2)),
            ("zh", "张伟", Some(3)),
            ("zw", "张文华", Some(3)),
            ("zwh", "张文华", Some(1)),
            ("lxiaom", "李小明", Some(1)),
            ("w", "张伟", None),
            ("zhangweix", "张伟", None),
            ("xian", "西安", Some(0)),
            ("xi an", "西安", Some(0)),
            ("xi an", "冼", None),
            ("xian", "冼", Some(0)),
            ("luxiao", "吕小明", Some(2)),
            ("lyuxm", "吕小明", Some(1)),
            ("lvxm", "吕小明", Some(1)),
            ("张w", "张伟", Some(1)),
            ("章w", "张伟", None),
            ("曾xm", "曾小明", Some(1)),
            ("mmt", "买买提艾山", Some(3)),
            ("mmtas", "买买提艾山", Some(1)),
            ("mmtasx", "买买提艾山", None),
            ("maimaitiaishan", "买买提艾山", Some(0)),
            ("mmtb", "买买提艾山", None),
            ("oyxm", "欧阳小明", Some(1)),
            ("oyx", "欧阳小明", Some(3)),
            ("lilei", "lilei", Some(0)),
        ] {
            assert_eq!(rank(typed, name), expected, "{typed} {name}");
        }
    }

    #[test]
    fn long_nonsense_does_not_explode() {
        assert!(Pattern::new(&["nanananananananananananana".into()]).splits.len() <= MOST_SPLITS);
        assert!(Pattern::new(&["vvvv".into()]).splits.iter().all(|split| split.steps.len() == 4));
    }
}
