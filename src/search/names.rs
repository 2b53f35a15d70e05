//! Distinct names in the order of their pinyin: the text in one buffer, a key of four syllables each, the members of each
//! by one running total.

use std::cmp::Ordering;
use std::ops::Range;

use anyhow::{Context, Result, ensure};

use super::builder::Head;
use super::chunk::{ChunkSink, Chunks, Reader, Tag, Writer};
use super::intern::Intern;
use super::places::{MOST, Ordinal};
use super::texts::Texts;
use crate::lang::pinyin;

/// Members a chunk, three bytes each.
const MEMBERS: usize = 2048;

/// The names' keys and numbers in the order of pinyin, then of text.
pub(super) fn order(names: &Intern) -> Vec<(u64, u32)> {
    let text = |number| str::from_utf8(names.get(number)).unwrap_or_default();
    let keyed = |number| (pinyin::sort_key(text(number)), number);
    let mut order: Vec<(u64, u32)> = (0..names.len() as u32).map(keyed).collect();
    order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| names.get(a.1).cmp(names.get(b.1))));
    order
}

/// Writes names, keys and members; `of` gives the name of each member. Returns how many other keys there are.
pub(super) fn write(sink: &mut dyn ChunkSink, names: &Intern, order: &[(u64, u32)], of: &[u32]) -> Result<u64> {
    let mut rank = vec![0u32; names.len()];
    order.iter().zip(0..).for_each(|(&(_, number), at)| rank[number as usize] = at);
    let mut counts = vec![0u32; names.len()];
    of.iter().for_each(|&number| counts[rank[number as usize] as usize] += 1);

    let mut next: Vec<u32> = Vec::with_capacity(counts.len());
    let mut total = 0;
    for &count in &counts {
        next.push(total);
        total += count;
    }
    let mut members = vec![0u32; of.len()];
    for (&number, ordinal) in of.iter().zip(0..) {
        let at = &mut next[rank[number as usize] as usize];
        members[*at as usize] = ordinal;
        *at += 1;
    }
    drop((rank, next));
    for (chunk, no) in members.chunks(MEMBERS).zip(0..) {
        let bytes: Vec<u8> = chunk.iter().flat_map(|ordinal| ordinal.to_le_bytes().into_iter().take(3)).collect();
        sink.write(Tag::Members, no, &bytes)?;
    }

    let mut text = Writer::new(sink, Tag::Names);
    order.iter().try_for_each(|&(_, number)| text.bytes(names.get(number)))?;
    text.finish()?;
    let mut keys = Writer::new(sink, Tag::Keys);
    let mut last = 0;
    for (&(key, number), &count) in order.iter().zip(&counts) {
        keys.varint(key - last)?;
        keys.varint(names.get(number).len() as u64)?;
        keys.varint(u64::from(count))?;
        last = key;
    }
    keys.finish()?;

    let mut others = Vec::new();
    for (&(_, number), at) in order.iter().zip(0u32..) {
        let text = str::from_utf8(names.get(number)).unwrap_or_default();
        others.extend(pinyin::other_keys(text).map(|key| (key, at)));
    }
    others.sort_unstable();
    let mut out = Writer::new(sink, Tag::Others);
    let mut last = 0;
    for &(key, name) in &others {
        out.varint(key - last)?;
        out.varint(u64::from(name))?;
        last = key;
    }
    out.finish()?;
    Ok(others.len() as u64)
}

/// The names as they stay in memory.
pub(super) struct Names {
    /// Folded names.
    pub(super) texts: Texts,
    /// Pinyin keys, ascending.
    pub(super) keys: Vec<u64>,
    /// Where the members of each name begin in their order, and the end of the last.
    first: Vec<u32>,
    /// Keys under other readings of the surname, ascending.
    pub(super) other_keys: Vec<u64>,
    /// The name of each other key.
    pub(super) other_names: Vec<u32>,
    /// The few names with Latin letters in them.
    pub(super) latin: Vec<u32>,
}

impl Names {
    pub(super) fn load(chunks: &dyn Chunks, head: &Head) -> Result<Self> {
        let (names, bytes, others) = (head.names as usize, head.bytes as usize, head.others as usize);
        ensure!(names < MOST && bytes <= MOST * 256 && others <= MOST * 4, "the search index is damaged (head)");
        let text = String::from_utf8(Reader::new(chunks, Tag::Names).take(bytes)?)?;

        let mut keys = Vec::with_capacity(names);
        let mut ends = Vec::with_capacity(names);
        let mut first = Vec::with_capacity(names + 1);
        let (mut key, mut end, mut members) = (0u64, 0u64, 0u64);
        let mut from = Reader::new(chunks, Tag::Keys);
        for _ in 0..names {
            key = key.wrapping_add(from.varint()?);
            keys.push(key);
            end = end.saturating_add(from.varint()?);
            ends.push(end as u32);
            first.push(members as u32);
            members = members.saturating_add(from.varint()?);
            ensure!(end <= bytes as u64 && text.is_char_boundary(end as usize), "the search index is damaged (names)");
        }
        ensure!(members == u64::from(head.members) && keys.is_sorted(), "the search index is damaged (keys)");
        first.push(members as u32);

        let mut other_keys = Vec::with_capacity(others);
        let mut other_names = Vec::with_capacity(others);
        let mut from = Reader::new(chunks, Tag::Others);
        let mut key = 0u64;
        for _ in 0..others {
            key = key.wrapping_add(from.varint()?);
            other_keys.push(key);
            let name = from.number()?;
            ensure!((name as usize) < names, "the search index is damaged (other readings)");
            other_names.push(name);
        }
        let texts = Texts::new(text, ends);
        let latin = (0..names as u32).filter(|&name| has_letters(texts.get(name))).collect();
        Ok(Self { texts, keys, first, other_keys, other_names, latin })
    }

    /// Names at hand, in order: key, folded name and how many members bear it.
    pub(super) fn of<'a>(list: impl Iterator<Item = (u64, &'a str, u32)>) -> Self {
        let (mut text, mut ends, mut keys, mut first, mut others) = (String::new(), vec![], vec![], vec![0], vec![]);
        let mut members = 0;
        for ((key, name, bearers), at) in list.zip(0u32..) {
            text.push_str(name);
            ends.push(text.len() as u32);
            keys.push(key);
            members += bearers;
            first.push(members);
            others.extend(pinyin::other_keys(name).map(|key| (key, at)));
        }
        others.sort_unstable();
        let (other_keys, other_names) = others.into_iter().unzip();
        let texts = Texts::new(text, ends);
        let latin = (0..keys.len() as u32).filter(|&name| has_letters(texts.get(name))).collect();
        Self { texts, keys, first, other_keys, other_names, latin }
    }

    /// The number of a folded name with its key, or of the name that it would stand before.
    pub(super) fn find(&self, key: u64, name: &str) -> std::result::Result<u32, u32> {
        let from = self.keys.partition_point(|&other| other < key);
        let same = self.keys[from..].iter().take_while(|&&other| other == key).count();
        for at in from as u32..(from + same) as u32 {
            match self.texts.get(at).as_bytes().cmp(name.as_bytes()) {
                Ordering::Less => {}
                Ordering::Equal => return Ok(at),
                Ordering::Greater => return Err(at),
            }
        }
        Err((from + same) as u32)
    }

    /// How many members bear the names of a range.
    pub(super) fn bearers(&self, names: Range<usize>) -> u64 {
        u64::from(self.first[names.end] - self.first[names.start])
    }

    /// Where the members of a name stand in the order of names.
    pub(super) fn rows(&self, name: u32) -> Range<usize> {
        self.first[name as usize] as usize..self.first[name as usize + 1] as usize
    }
}

fn has_letters(name: &str) -> bool {
    name.bytes().any(|b| b.is_ascii_lowercase())
}

/// Reads members by their place in the order of names; the last chunk is kept, as neighbours often share it.
pub(super) struct Members<'a> {
    chunks: &'a dyn Chunks,
    no: usize,
    bytes: Vec<u8>,
}

impl<'a> Members<'a> {
    pub(super) fn new(chunks: &'a dyn Chunks) -> Self {
        Self { chunks, no: usize::MAX, bytes: Vec::new() }
    }

    pub(super) fn read(&mut self, rows: Range<usize>, out: &mut Vec<Ordinal>) -> Result<()> {
        for row in rows {
            let (no, at) = (row / MEMBERS, row % MEMBERS * 3);
            if no != self.no {
                self.bytes = self.chunks.read(Tag::Members, no as u32)?;
                self.no = no;
            }
            let bytes = self.bytes.get(at..at + 3).context("the search index is damaged (members)")?;
            out.push(Ordinal(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0])));
        }
        Ok(())
    }
}
