//! Comma-separated text: where records end, counted as a spreadsheet counts rows, and what their fields are.
//!
//! Quotation marks, commas and line ends are never part of a longer character in UTF-8, GBK or GB18030, so records are
//! cut from the bytes before these are decoded. The grammar is that of the `csv` crate (a property below), which cannot
//! be used itself: it skips blank lines without counting them.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3};

/// A walk over bytes that may still grow, remembering where it stands.
#[derive(Debug, Default)]
pub(super) struct Scan {
    at: usize,
    /// Where the record under way began: everything before is whole records.
    pub(super) start: usize,
    /// Whole records so far, blank ones too.
    pub(super) records: u32,
    quoted: bool,
}

impl Scan {
    /// Walks on over `bytes`, which begin with what was given before; `last` where nothing will follow.
    pub(super) fn walk(&mut self, bytes: &[u8], last: bool) {
        self.walk_records(bytes, last, u32::MAX);
    }

    fn walk_records(&mut self, bytes: &[u8], last: bool, most: u32) {
        while let Some(step) = self.next_mark(bytes) {
            let (at, next) = (self.at + step, bytes.get(self.at + step + 1).copied());
            // What a mark means can depend on the byte behind it.
            if next.is_none() && !last && bytes[at] != b'\n' {
                self.at = at;
                return;
            }
            self.at = at + 1;
            match (bytes[at], self.quoted) {
                (b'"', true) if next == Some(b'"') => self.at += 1,
                (b'"', true) => self.quoted = false,
                (b'"', false) => self.quoted = at == self.start || bytes[at - 1] == b',',
                (_, true) => {}
                (mark, false) => {
                    self.at += usize::from(mark == b'\r' && next == Some(b'\n'));
                    self.start = self.at;
                    self.records += 1;
                    if self.records == most {
                        return;
                    }
                }
            }
        }
        self.at = bytes.len();
        if last && !self.quoted && self.start < bytes.len() {
            self.start = bytes.len();
            self.records += 1;
        }
    }

    fn next_mark(&self, bytes: &[u8]) -> Option<usize> {
        let rest = bytes.get(self.at..)?;
        if self.quoted { memchr(b'"', rest) } else { memchr3(b'"', b'\n', b'\r', rest) }
    }
}

/// Where the first of whole records ends.
pub(super) fn first_record(bytes: &[u8]) -> usize {
    let mut scan = Scan::default();
    scan.walk_records(bytes, true, 1);
    scan.start
}

/// Splits the first record off `text` into `fields` and gives what follows it.
pub(super) fn record<'t>(text: &'t str, fields: &mut Vec<Cow<'t, str>>) -> &'t str {
    fields.clear();
    let mut rest = text;
    loop {
        let (field, end) = if rest.starts_with('"') { quoted(rest) } else { plain(rest) };
        fields.push(field);
        let behind = &rest[end..];
        match behind.as_bytes() {
            [b',', ..] => rest = &behind[1..],
            [b'\r', b'\n', ..] => return &behind[2..],
            [_, ..] => return &behind[1..],
            [] => return behind,
        }
    }
}

fn end_of_plain(text: &str) -> usize {
    memchr3(b',', b'\n', b'\r', text.as_bytes()).unwrap_or(text.len())
}

fn plain(text: &str) -> (Cow<'_, str>, usize) {
    let end = end_of_plain(text);
    (Cow::Borrowed(&text[..end]), end)
}

fn quoted(text: &str) -> (Cow<'_, str>, usize) {
    let mut joined = String::new();
    let mut from = 1;
    loop {
        let Some(length) = memchr(b'"', &text.as_bytes()[from..]) else {
            joined.push_str(&text[from..]);
            return (Cow::Owned(joined), text.len());
        };
        let close = from + length;
        if text.as_bytes().get(close + 1) == Some(&b'"') {
            joined.push_str(&text[from..=close]);
            from = close + 2;
            continue;
        }
        let end = close + 1 + end_of_plain(&text[close + 1..]);
        if joined.is_empty() && end == close + 1 {
            return (Cow::Borrowed(&text[from..close]), end);
        }
        joined.push_str(&text[from..close]);
        joined.push_str(&text[close + 1..end]);
        return (Cow::Owned(joined), end);
    }
}

/// The end of the first line, whatever quotation marks say.
pub(super) fn first_line(bytes: &[u8]) -> usize {
    match memchr2(b'\n', b'\r', bytes) {
        Some(at) if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') => at + 2,
        Some(at) => at + 1,
        None => bytes.len(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let mut rest = text;
        let mut fields = Vec::new();
        let mut rows = Vec::new();
        while !rest.is_empty() {
            rest = record(rest, &mut fields);
            rows.push(fields.iter().map(|field| field.clone().into_owned()).collect());
        }
        rows
    }

    #[test]
    fn quotes_line_ends_and_blank_lines() {
        let text = "a,\"b\"\"c\",\"d\ne\"\r\n\n,\"x\"y,5\" disc\rlast";
        assert_eq!(rows(text), [vec!["a", "b\"c", "d\ne"], vec![""], vec!["", "xy", "5\" disc"], vec!["last"]]);
        let mut scan = Scan::default();
        scan.walk(text.as_bytes(), true);
        assert_eq!((scan.records, scan.start), (4, text.len()));
    }

    proptest! {
        #[test]
        fn it_reads_what_the_csv_crate_reads(text in "([ab\",\n\r]|\r\n|,\"|\",){0,40}") {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> =
                reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            let ours: Vec<Vec<String>> = rows(&text).into_iter().filter(|row| *row != [""]).collect();
            let theirs: Vec<_> = theirs.into_iter().filter(|row| *row != [""]).collect();
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn a_walk_in_steps_is_the_walk_at_once(text in "[ab\",\n\r]{0,40}", cut in 0usize..41) {
            let bytes = text.as_bytes();
            let mut once = Scan::default();
            once.walk(bytes, true);
            let mut steps = Scan::default();
            steps.walk(&bytes[..cut.min(bytes.len())], false);
            steps.walk(bytes, true);
            prop_assert_eq!((once.start, once.records, once.quoted), (steps.start, steps.records, steps.quoted));
            if !once.quoted {
                prop_assert_eq!(once.records as usize, rows(&text).len());
            }
        }
    }
}
