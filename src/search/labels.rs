//! The distinct labels of organisations, folded, with the sound of every character.

use std::collections::HashMap;

use compact_str::CompactString;

use super::fold::folded;
use super::texts::{Grade, Texts};
use super::word::{Word, eat_sounds};
use crate::lang::pinyin::{self, Syllable};
use crate::model::{OrgTree, Pos};

/// Sounds from here on have several spellings, listed apart.
const SEVERAL: u16 = 0x8000;

/// Distinct labels by number.
pub(super) struct Labels {
    texts: Texts,
    /// One a character, in the order of the texts.
    sounds: Vec<u16>,
    /// The end of each label's sounds.
    ends: Vec<u32>,
    spellings: Vec<Vec<CompactString>>,
    /// The label of each organisation.
    of: Vec<u32>,
}

/// A label that meets a word: its number and how well.
pub(super) type Met = (u32, Grade);

impl Labels {
    pub(super) fn new(tree: &OrgTree) -> Self {
        let mut labels = Self {
            texts: Texts::default(),
            sounds: Vec::new(),
            ends: Vec::new(),
            spellings: Vec::new(),
            of: Vec::with_capacity(tree.len()),
        };
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut sounds: HashMap<char, u16> = HashMap::new();
        for pos in (0..tree.len() as u32).map(Pos) {
            let label = tree.label(pos);
            let number = *numbers.entry(label).or_insert_with(|| labels.push(&folded(label), &mut sounds));
            labels.of.push(number);
        }
        labels.texts.shrink();
        labels.sounds.shrink_to_fit();
        labels.ends.shrink_to_fit();
        labels
    }

    fn push(&mut self, label: &str, sounds: &mut HashMap<char, u16>) -> u32 {
        for c in label.chars() {
            let sound = *sounds.entry(c).or_insert_with(|| {
                let spellings = pinyin::typed(c);
                match (spellings.len(), pinyin::common(c)) {
                    (0 | 1, usual) => usual.unwrap_or(Syllable::UNKNOWN).number(),
                    _ => {
                        self.spellings.push(spellings);
                        SEVERAL + (self.spellings.len() - 1) as u16
                    }
                }
            });
            self.sounds.push(sound);
        }
        self.texts.push(label);
        self.ends.push(self.sounds.len() as u32);
        self.ends.len() as u32 - 1
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The label of an organisation.
    pub(super) fn of(&self, at: usize) -> u32 {
        self.of[at]
    }

    /// How many characters a label has.
    pub(super) fn chars(&self, label: u32) -> u32 {
        self.ends[label as usize] - self.start(label as usize)
    }

    fn start(&self, label: usize) -> u32 {
        if label == 0 { 0 } else { self.ends[label - 1] }
    }

    /// Every label that meets the word; `take` says whether to go on.
    pub(super) fn meet(&self, word: &Word, mut take: impl FnMut(Met) -> bool) {
        match word {
            Word::Text(text) => self.texts.find(text, |label, grade| take((label, grade))),
            Word::Mixed(_) => self.texts.find(word.run(), |label, _| {
                let met = word.locate(self.texts.get(label));
                met.is_none_or(|(_, grade)| take((label, grade)))
            }),
            Word::Sound(text) => self.meet_sound(text.as_bytes(), take),
        }
    }

    fn meet_sound(&self, typed: &[u8], mut take: impl FnMut(Met) -> bool) {
        let several = |sound: u16| &self.spellings[usize::from(sound - SEVERAL)];
        let begins = |spelling: &CompactString| spelling.as_bytes().first() == typed.first();
        // Nearly every character fails on its first letter: one look in a table tells.
        let begin = pinyin::spans(str::from_utf8(&typed[..1]).unwrap_or_default());
        let mut starts = vec![false; usize::from(SEVERAL) + self.spellings.len()];
        for span in begin {
            let numbers = usize::from(span.first.number())..=usize::from(span.last.number());
            starts[numbers].fill(true);
        }
        for (at, spellings) in self.spellings.iter().enumerate() {
            starts[usize::from(SEVERAL) + at] = spellings.iter().any(begins);
        }
        let spellings = |sound: u16| {
            let (one, more) =
                if sound < SEVERAL { (pinyin::written(sound), None) } else { (None, Some(several(sound))) };
            one.into_iter().chain(more.into_iter().flatten())
        };
        let mut start = 0;
        for (label, &end) in self.ends.iter().enumerate() {
            let sounds = &self.sounds[start..end as usize];
            start = end as usize;
            for first in 0..sounds.len() {
                if !starts[usize::from(sounds[first])] {
                    continue;
                }
                let Some(len) = eat_sounds(&sounds[first..], typed, &spellings) else { continue };
                let grade = match (first, len == sounds.len()) {
                    (0, true) => Grade::Exact,
                    (0, false) => Grade::Prefix,
                    _ => Grade::Inside,
                };
                if !take((label as u32, grade)) {
                    return;
                }
                break;
            }
        }
    }
}
