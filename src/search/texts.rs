//! Many short texts in one buffer, and where a needle stands in them.

use std::ops::Range;

use super::rarity::Rarity;

/// How a text meets what was typed, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grade {
    /// It is the whole text.
    Exact,
    /// The text begins with it.
    Prefix,
    /// It stands somewhere inside.
    Inside,
}

/// Texts by number.
#[derive(Default)]
pub(super) struct Texts {
    text: String,
    /// The end of each text.
    ends: Vec<u32>,
    rarity: Rarity,
}

impl Texts {
    pub(super) fn new(text: String, ends: Vec<u32>) -> Self {
        let rarity = Rarity::of(&text);
        Self { text, ends, rarity }
    }

    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
    }

    /// No more texts will come.
    pub(super) fn close(&mut self) {
        self.rarity = Rarity::of(&self.text);
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    pub(super) fn get(&self, number: u32) -> &str {
        &self.text[self.span(number)]
    }

    fn span(&self, number: u32) -> Range<usize> {
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        start as usize..self.ends[at] as usize
    }

    /// Every text that holds the needle, once, in order; `take` says whether to go on.
    pub(super) fn find(&self, needle: &str, mut take: impl FnMut(u32, Grade) -> bool) {
        let finder = self.rarity.finder(needle);
        let bytes = self.text.as_bytes();
        let (mut from, mut number) = (0, 0);
        while let Some(hit) = finder.find(&bytes[from..]) {
            let hit = from..from + hit + needle.len();
            let start = hit.end - needle.len();
            number = self.covering(start, number);
            let span = self.span(number);
            if hit.end > span.end {
                // It runs over into the next text: no hit, but one may begin inside it.
                from = start + 1;
                continue;
            }
            let grade = match (start == span.start, hit.end == span.end) {
                (true, true) => Grade::Exact,
                (true, false) => Grade::Prefix,
                _ => Grade::Inside,
            };
            if !take(number, grade) {
                return;
            }
            from = span.end;
        }
    }

    /// The text that covers a byte, at or after the text `from`: looked for in growing steps, as hits come in order.
    fn covering(&self, byte: usize, from: u32) -> u32 {
        let ends = &self.ends[from as usize..];
        let mut step = 1;
        while step < ends.len() && ends[step] as usize <= byte {
            step *= 2;
        }
        let lo = step / 2;
        let ends = &ends[lo..ends.len().min(step + 1)];
        from + (lo + ends.partition_point(|&end| end as usize <= byte)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_needle_is_found_where_a_filter_finds_it(
            list in prop::collection::vec("[甲乙a]{0,5}", 0..60),
            needle in "[甲乙a]{1,3}",
        ) {
            let mut texts = Texts::default();
            list.iter().for_each(|text| texts.push(text));
            let mut found = Vec::new();
            texts.find(&needle, |number, grade| {
                found.push((number as usize, grade));
                true
            });
            let naive = list.iter().enumerate().filter(|(_, text)| text.contains(&needle)).map(|(at, text)| {
                let prefix = if text.starts_with(&needle) { Grade::Prefix } else { Grade::Inside };
                (at, if *text == needle { Grade::Exact } else { prefix })
            });
            prop_assert_eq!(found, naive.collect::<Vec<_>>());
        }
    }
}
