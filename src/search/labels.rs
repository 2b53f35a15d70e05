//! The distinct labels of organisations, folded, with the sound of every character.

use std::collections::HashMap;

use compact_str::CompactString;

use super::fold::folded;
use super::texts::{Grade, Texts};
use super::word::Word;
use crate::lang::pinyin;
use crate::model::{OrgTree, Pos};

/// Distinct labels by number.
pub(super) struct Labels {
    texts: Texts,
    /// One a character, in the order of the texts: a place in `spellings`.
    sounds: Vec<u16>,
    /// The end of each label's sounds.
    ends: Vec<u32>,
    /// Every way each sound is typed.
    spellings: Vec<Vec<CompactString>>,
    /// The label of each organisation.
    of: Vec<u32>,
}

#[derive(Default)]
struct Known {
    chars: HashMap<char, u16>,
    sounds: HashMap<Vec<CompactString>, u16>,
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
        let mut known = Known::default();
        for pos in (0..tree.len() as u32).map(Pos) {
            let label = tree.label(pos);
            let number = *numbers.entry(label).or_insert_with(|| labels.push(&folded(label), &mut known));
            labels.of.push(number);
        }
        labels.texts.close();
        labels.sounds.shrink_to_fit();
        labels.ends.shrink_to_fit();
        labels
    }

    fn push(&mut self, label: &str, known: &mut Known) -> u32 {
        for c in label.chars() {
            let sound = *known.chars.entry(c).or_insert_with(|| {
                *known.sounds.entry(pinyin::typed(c)).or_insert_with_key(|spellings| {
                    self.spellings.push(spellings.clone());
                    (self.spellings.len() - 1) as u16
                })
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
        let same = Same::new(typed, &self.spellings);
        let mut start = 0;
        for (label, &end) in self.ends.iter().enumerate() {
            let sounds = &self.sounds[start..end as usize];
            start = end as usize;
            // Nearly every character fails on its first letter.
            let begins = sounds.iter().enumerate().filter(|(_, sound)| same.begins(**sound));
            let found = begins.map(|(first, _)| first).find_map(|first| Some((first, same.eat(&sounds[first..], 0)?)));
            let Some((first, len)) = found else { continue };
            let grade = match (first, len == sounds.len()) {
                (0, true) => Grade::Exact,
                (0, false) => Grade::Prefix,
                _ => Grade::Inside,
            };
            if !take((label as u32, grade)) {
                return;
            }
        }
    }
}

/// How much of what was typed, from each place on, each sound can use up.
struct Same {
    lens: Vec<u8>,
    sounds: usize,
    typed: usize,
}

impl Same {
    fn new(typed: &[u8], spellings: &[Vec<CompactString>]) -> Self {
        let mut lens = Vec::with_capacity(typed.len() * spellings.len());
        for at in 0..typed.len() {
            let same = |text: &CompactString| text.bytes().zip(&typed[at..]).take_while(|(a, b)| a == *b).count();
            lens.extend(spellings.iter().map(|list| list.iter().map(same).max().unwrap_or(0) as u8));
        }
        Self { lens, sounds: spellings.len(), typed: typed.len() }
    }

    fn begins(&self, sound: u16) -> bool {
        self.lens[usize::from(sound)] > 0
    }

    /// How many sounds use up all that was typed from `at` on, each taking as much as it can first.
    fn eat(&self, sounds: &[u16], at: usize) -> Option<usize> {
        if at == self.typed {
            return Some(0);
        }
        let (&sound, rest) = sounds.split_first()?;
        let most = usize::from(self.lens[at * self.sounds + usize::from(sound)]);
        (1..=most).rev().find_map(|len| self.eat(rest, at + len)).map(|len| len + 1)
    }
}
