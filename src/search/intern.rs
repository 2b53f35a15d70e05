//! Distinct names, each kept once.

/// A table of texts by number, and the way from a text to its number.
pub(super) struct Intern {
    text: Vec<u8>,
    /// Where each text begins, and the end of the last.
    cuts: Vec<u32>,
    /// A slot holds eight bits of the hash above the number plus one, so that most strangers are told without a look.
    slots: Vec<u32>,
}

const NUMBER: u32 = (1 << 24) - 1;

impl Intern {
    pub(super) fn new() -> Self {
        Self { text: Vec::new(), cuts: vec![0], slots: vec![0; 1 << 12] }
    }

    pub(super) fn len(&self) -> usize {
        self.cuts.len() - 1
    }

    pub(super) fn bytes(&self) -> usize {
        self.text.len()
    }

    pub(super) fn get(&self, number: u32) -> &[u8] {
        let at = number as usize;
        &self.text[self.cuts[at] as usize..self.cuts[at + 1] as usize]
    }

    /// The number of a text, a new one if it is new. At most 2^24 - 1 texts.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        if (self.len() + 1) * 8 > self.slots.len() * 6 {
            self.grow();
        }
        let hash = hash(text.as_bytes());
        let mask = self.slots.len() - 1;
        let tag = hash as u32 & !NUMBER;
        let mut at = (hash >> 32) as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                let number = self.len() as u32;
                self.text.extend_from_slice(text.as_bytes());
                self.cuts.push(self.text.len() as u32);
                self.slots[at] = tag | (number + 1);
                return number;
            }
            let number = (slot & NUMBER) - 1;
            if slot & !NUMBER == tag && self.get(number) == text.as_bytes() {
                return number;
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        let mut slots = vec![0; mask + 1];
        for number in 0..self.len() as u32 {
            let hash = hash(self.get(number));
            let mut at = (hash >> 32) as usize & mask;
            while slots[at] != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = hash as u32 & !NUMBER | (number + 1);
        }
        self.slots = slots;
    }

    /// Lets the table go: no more texts will come.
    pub(super) fn close(&mut self) {
        self.slots = Vec::new();
        self.text.shrink_to_fit();
    }
}

fn hash(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut hash = bytes.len() as u64;
    for piece in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..piece.len()].copy_from_slice(piece);
        hash = (hash.rotate_left(23) ^ u64::from_le_bytes(word)).wrapping_mul(FACTOR);
        hash ^= hash >> 29;
    }
    hash.wrapping_mul(FACTOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_number() {
        let mut names = Intern::new();
        for round in 0..2 {
            for n in 0..20_000u32 {
                assert_eq!(names.number(&format!("甲{n}")), n, "round {round}");
            }
        }
        assert_eq!((names.len(), names.get(7)), (20_000, "甲7".as_bytes()));
        assert_eq!(names.number(""), 20_000);
    }
}
