//! A CSV stream in blocks of whole records, so that several threads can check one file.

use std::io::{self, Read};

use super::csv::{self, Scan};

const BLOCK: usize = 1 << 20;
/// A record that has not ended by then has an open quotation mark.
const LONGEST: usize = 8 << 20;

/// Whole records of a stream.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) bytes: Vec<u8>,
    /// The row of its first record, the file's first being 1.
    pub(super) first: u32,
    /// Not a record but the line in which a quotation mark was left open.
    pub(super) torn: bool,
}

/// Cuts a stream into blocks.
pub(super) struct Blocks<R> {
    input: R,
    rest: Vec<u8>,
    ended: bool,
    next: u32,
    size: usize,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, rest: Vec::new(), ended: false, next: 1, size: BLOCK }
    }

    #[cfg(test)]
    fn of_size(input: R, size: usize) -> Self {
        Self { size, ..Self::new(input) }
    }

    /// The next block, `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Block>> {
        let mut bytes = std::mem::take(&mut self.rest);
        let mut scan = Scan::default();
        loop {
            if !self.ended {
                let wanted = self.size.saturating_sub(bytes.len()).max(self.size / 4 + 1);
                bytes.reserve_exact(wanted);
                let got = self.input.by_ref().take(wanted as u64).read_to_end(&mut bytes)?;
                self.ended = got < wanted;
            }
            scan.walk(&bytes, self.ended);
            if scan.start > 0 || self.ended || bytes.len() > LONGEST {
                break;
            }
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        let torn = scan.start == 0;
        let (end, records) = if torn { (csv::first_line(&bytes), 1) } else { (scan.start, scan.records) };
        self.rest = Vec::with_capacity(if self.ended { bytes.len() - end } else { self.size + bytes.len() - end });
        self.rest.extend_from_slice(&bytes[end..]);
        bytes.truncate(end);
        let first = self.next;
        self.next = first.saturating_add(records);
        Ok(Some(Block { bytes, first, torn }))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str, size: usize) -> Vec<Block> {
        let mut blocks = Blocks::of_size(text.as_bytes(), size);
        std::iter::from_fn(|| blocks.next().unwrap()).collect()
    }

    #[test]
    fn an_open_quotation_mark_costs_one_line() {
        let blocks = cut("a,b\n1,\"open\n2,c\n3,d", 1 << 16);
        let told: Vec<_> =
            blocks.iter().map(|b| (b.first, b.torn, String::from_utf8_lossy(&b.bytes).into_owned())).collect();
        let expected = [(1, false, "a,b\n"), (2, true, "1,\"open\n"), (3, false, "2,c\n3,d")];
        assert_eq!(told, expected.map(|(first, torn, text)| (first, torn, text.to_owned())));
    }

    proptest! {
        #[test]
        fn blocks_of_any_size_are_the_stream(text in "[ab\",\n\r]{0,60}", size in 1usize..70) {
            let blocks = cut(&text, size);
            let joined: Vec<u8> = blocks.iter().flat_map(|block| block.bytes.iter().copied()).collect();
            prop_assert_eq!(joined, text.as_bytes());
            let whole = cut(&text, 1 << 16);
            let last = |blocks: &[Block]| blocks.last().map(|block| block.bytes.len());
            prop_assert_eq!(last(&blocks).is_some(), last(&whole).is_some());
            prop_assert!(blocks.windows(2).all(|pair| pair[0].first < pair[1].first));
        }
    }
}
