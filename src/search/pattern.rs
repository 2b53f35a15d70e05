//! What was typed, read in every way as syllables and beginnings of syllables.

use super::fold::fold;
use crate::lang::pinyin::{self, Span, Syllable};

/// The longest syllables are `zhuang` and its like.
const LONGEST: usize = 6;
/// Longer input is no name; a place in it is a bit of a [`State`].
pub(super) const MOST_TYPED: usize = 60;

/// A piece of what was typed, from one place to another: what a syllable of the name may be.
#[derive(Clone, Debug)]
struct Piece {
    end: usize,
    spans: Vec<Span>,
    /// The syllables it spells in full.
    whole: Vec<Syllable>,
    /// The very character, where one was typed.
    han: Option<char>,
}

impl Piece {
    fn admits(&self, number: u16) -> bool {
        self.spans.iter().any(|span| (span.first.number()..=span.last.number()).contains(&number))
    }
}

/// How far what was typed may be used up by the syllables so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    /// A bit for every place that can be reached.
    any: u64,
    /// Those that can be reached by whole syllables alone.
    whole: u64,
}

/// Every way to read what was typed.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pieces: Vec<Vec<Piece>>,
    len: usize,
    /// Whether characters were typed too: the text of a name has to be looked at, the key does not tell.
    pub(super) has_han: bool,
}

/// How well a name matches: 0 the whole name in whole syllables, 1 the whole name, 2 and 3 the same for its beginning.
pub(super) type Rank = usize;

impl Pattern {
    /// From folded words of at most [`MOST_TYPED`] characters; no piece reaches over from one word into the next.
    pub(super) fn new(words: &[String]) -> Self {
        let len = words.iter().map(|word| word.chars().count()).sum();
        let mut pieces = Vec::with_capacity(len);
        for word in words {
            let chars: Vec<char> = word.chars().collect();
            let first = pieces.len();
            pieces.extend((0..chars.len()).map(|at| starting(&chars[at..], first + at)));
        }
        let has_han = words.iter().any(|word| !word.is_ascii());
        Self { pieces, len, has_han }
    }

    /// Before the first syllable.
    pub(super) fn start(&self) -> State {
        State { any: 1, whole: 1 }
    }

    /// After one more syllable; `c` is its character, where that is known.
    pub(super) fn advance(&self, state: State, number: u16, c: Option<char>) -> State {
        let mut next = State { any: 0, whole: 0 };
        for (at, piece) in self.open(state) {
            if piece.admits(number) && c.is_none_or(|c| piece.han.is_none_or(|han| han == c)) {
                let bit = 1 << piece.end;
                next.any |= bit;
                if state.whole >> at & 1 == 1 && piece.whole.iter().any(|syllable| syllable.number() == number) {
                    next.whole |= bit;
                }
            }
        }
        next
    }

    /// The rank of a name that goes on from here, if all that was typed is used up.
    pub(super) fn used_up(&self, state: State) -> Option<Rank> {
        (state.any >> self.len & 1 == 1).then(|| 2 + usize::from(state.whole >> self.len & 1 == 0))
    }

    /// The syllables that lead on from here, in order and without overlap.
    pub(super) fn leads_on(&self, state: State) -> Vec<Span> {
        let mut spans: Vec<Span> = self.open(state).flat_map(|(_, piece)| piece.spans.iter().copied()).collect();
        spans.sort_unstable();
        spans.dedup_by(|next, kept| {
            let joined = next.first <= kept.last;
            if joined {
                kept.last = kept.last.max(next.last);
            }
            joined
        });
        spans
    }

    fn open(&self, state: State) -> impl Iterator<Item = (usize, &Piece)> {
        let places = self.pieces.iter().enumerate().filter(move |(at, _)| state.any >> at & 1 == 1);
        places.flat_map(|(at, pieces)| pieces.iter().map(move |piece| (at, piece)))
    }

    /// Where in a name all that was typed is used up: the byte behind that character.
    pub(super) fn reach(&self, name: &str) -> Option<usize> {
        let folded = || name.char_indices().filter_map(|(at, c)| Some((at + c.len_utf8(), fold(c)?)));
        let end = |key: u64| {
            let mut state = self.start();
            folded().enumerate().find_map(|(at, (end, c))| {
                let number = if at < 4 { (key >> (48 - 16 * at)) as u16 } else { pinyin::common(c)?.number() };
                state = self.advance(state, number, Some(c));
                self.used_up(state).map(|_| end)
            })
        };
        std::iter::once(pinyin::sort_key(name)).chain(pinyin::other_keys(name)).find_map(end)
    }

    /// The rank of one name; `key` is of one reading of its surname.
    pub(super) fn rank(&self, key: u64, text: &str) -> Option<Rank> {
        let mut state = self.start();
        let mut best = None;
        for (at, c) in text.chars().enumerate() {
            // The key holds four syllables; a surname's own readings do not reach beyond.
            let number = if at < 4 { (key >> (48 - 16 * at)) as u16 } else { pinyin::common(c)?.number() };
            state = self.advance(state, number, Some(c));
            best = best.into_iter().chain(self.used_up(state)).min();
            if state.any == 0 {
                return best;
            }
        }
        let complete = self.used_up(state).map(|rank| rank - 2);
        complete.or(best)
    }
}

fn starting(chars: &[char], at: usize) -> Vec<Piece> {
    if !chars[0].is_ascii() {
        return vec![han(chars[0], at)];
    }
    let letters = chars.iter().take(LONGEST).take_while(|c| c.is_ascii()).count();
    let pieces = (1..=letters).map(|len| {
        let typed: String = chars[..len].iter().collect();
        Piece { end: at + len, spans: pinyin::spans(&typed), whole: pinyin::spelled(&typed).collect(), han: None }
    });
    pieces.filter(|piece| !piece.spans.is_empty()).collect()
}

fn han(c: char, at: usize) -> Piece {
    let mut whole: Vec<Syllable> = pinyin::common(c).into_iter().collect();
    if at == 0 {
        whole.extend(pinyin::surname_sounds(c));
    }
    let spans = whole.iter().map(|&syllable| Span { first: syllable, last: syllable }).collect();
    Piece { end: at + 1, spans, whole, han: Some(c) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spelled_is_known_to_the_character() {
        for (typed, name, spelled) in [
            ("zhangw", "张伟明", "张伟"),
            ("zwm", "张伟明", "张伟明"),
            ("zhang伟", "张伟明", "张伟"),
            ("shan", "单小明", "单"),
            ("dan", "单小明", "单"),
            ("zengx", "曾小明", "曾小"),
            ("yuchi", "尉迟明", "尉迟"),
            ("mmtas", "买买提·艾山", "买买提·艾山"),
            ("x", "张伟明", ""),
        ] {
            let words = [typed.to_owned()];
            let end = Pattern::new(&words).reach(name).unwrap_or(0);
            assert_eq!(&name[..end], spelled, "{typed} {name}");
        }
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
            ("mmta", "买买提艾山", Some(3)),
            ("mmtas", "买买提艾山", Some(1)),
            ("mmtasx", "买买提艾山", None),
            ("maimaitiaishan", "买买提艾山", Some(0)),
            ("mmtb", "买买提艾山", None),
            ("oyxm", "欧阳小明", Some(1)),
            ("oyx", "欧阳小明", Some(3)),
            ("lilei", "lilei", Some(0)),
        ] {
            let words: Vec<String> = typed.split(' ').map(String::from).collect();
            let rank = Pattern::new(&words).rank(pinyin::sort_key(name), name);
            assert_eq!(rank, expected, "{typed} {name}");
        }
    }
}
