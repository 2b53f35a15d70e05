//! Where the index lives: numbered chunks under a tag, and streams cut into them.

use anyhow::{Context, Result, ensure};

/// What a chunk belongs to; chunks are written in the order of tags, then of numbers.
///
/// A tag and a number are all that may stand in a storage key: no personal data does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Tag {
    /// Last four digits of mobile numbers.
    PhoneTails = 1,
    /// Last four characters of identity numbers.
    IdentityTails = 2,
    /// Telephone numbers.
    Phones = 3,
    /// Member numbers.
    Numbers = 4,
    /// Identity numbers.
    Identities = 5,
    /// The members of each name.
    Members = 6,
    /// Distinct names, one after another.
    Names = 7,
    /// Their pinyin keys, lengths and numbers of members.
    Keys = 8,
    /// The keys of names under other readings of their surname.
    Others = 9,
    /// The first key of every chunk of the sorted indexes.
    Fences = 10,
    /// What has to be known to read the rest.
    Head = 11,
    /// How many members each organisation has, to turn an ordinal into a place.
    Places = 12,
}

/// A source of chunks.
pub trait Chunks {
    /// One chunk as it was written.
    ///
    /// # Errors
    /// A chunk that is missing or damaged.
    fn read(&self, tag: Tag, no: u32) -> Result<Vec<u8>>;
}

/// Takes the chunks of a new index, at most [`CHUNK`] bytes each, in the order of tags and numbers.
pub trait ChunkSink {
    /// Keeps one chunk.
    ///
    /// # Errors
    /// What the storage says.
    fn write(&mut self, tag: Tag, no: u32, bytes: &[u8]) -> Result<()>;
}

/// The most bytes in a chunk: with its head it stays under the 16 KB a stored value may have.
pub const CHUNK: usize = 16_000;

/// Cuts a stream of bytes into chunks of one tag.
pub(super) struct Writer<'a> {
    sink: &'a mut dyn ChunkSink,
    tag: Tag,
    no: u32,
    bytes: Vec<u8>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(sink: &'a mut dyn ChunkSink, tag: Tag) -> Self {
        Self { sink, tag, no: 0, bytes: Vec::with_capacity(CHUNK + 32) }
    }

    pub(super) fn varint(&mut self, value: u64) -> Result<()> {
        push_varint(&mut self.bytes, u128::from(value));
        self.spill()
    }

    pub(super) fn wide(&mut self, value: u128) -> Result<()> {
        push_varint(&mut self.bytes, value);
        self.spill()
    }

    pub(super) fn bytes(&mut self, mut bytes: &[u8]) -> Result<()> {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(CHUNK - self.bytes.len()));
            self.bytes.extend_from_slice(now);
            self.spill()?;
            bytes = later;
        }
        Ok(())
    }

    fn spill(&mut self) -> Result<()> {
        if self.bytes.len() < CHUNK {
            return Ok(());
        }
        self.sink.write(self.tag, self.no, &self.bytes[..CHUNK])?;
        self.no += 1;
        self.bytes.drain(..CHUNK);
        Ok(())
    }

    /// Writes what is left.
    pub(super) fn finish(self) -> Result<()> {
        if self.bytes.is_empty() { Ok(()) } else { self.sink.write(self.tag, self.no, &self.bytes) }
    }
}

/// Reads such a stream back, a chunk at a time.
pub(super) struct Reader<'a> {
    chunks: &'a dyn Chunks,
    tag: Tag,
    no: u32,
    bytes: Vec<u8>,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(chunks: &'a dyn Chunks, tag: Tag) -> Self {
        Self { chunks, tag, no: 0, bytes: Vec::new(), at: 0 }
    }

    fn refill(&mut self) -> Result<()> {
        self.bytes = self.chunks.read(self.tag, self.no)?;
        ensure!(!self.bytes.is_empty(), "the search index ends early ({:?})", self.tag);
        self.no += 1;
        self.at = 0;
        Ok(())
    }

    fn byte(&mut self) -> Result<u8> {
        if self.at == self.bytes.len() {
            self.refill()?;
        }
        self.at += 1;
        Ok(self.bytes[self.at - 1])
    }

    pub(super) fn wide(&mut self) -> Result<u128> {
        let mut value = 0;
        for shift in (0..128).step_by(7) {
            let byte = self.byte()?;
            value |= u128::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        anyhow::bail!("the search index is damaged ({:?})", self.tag)
    }

    pub(super) fn varint(&mut self) -> Result<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        anyhow::bail!("the search index is damaged ({:?})", self.tag)
    }

    pub(super) fn number(&mut self) -> Result<u32> {
        u32::try_from(self.varint()?).with_context(|| format!("the search index is damaged ({:?})", self.tag))
    }

    /// The next `len` bytes, read straight into one buffer.
    pub(super) fn take(&mut self, len: usize) -> Result<Vec<u8>> {
        let mut out = Vec::with_capacity(len);
        while out.len() < len {
            if self.at == self.bytes.len() {
                self.refill()?;
            }
            let now = (len - out.len()).min(self.bytes.len() - self.at);
            out.extend_from_slice(&self.bytes[self.at..self.at + now]);
            self.at += now;
        }
        Ok(out)
    }
}

pub(super) fn push_varint(out: &mut Vec<u8>, mut value: u128) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Chunks in memory.
#[derive(Default)]
pub struct MemoryChunks {
    kept: std::collections::BTreeMap<(Tag, u32), Vec<u8>>,
}

impl Chunks for MemoryChunks {
    fn read(&self, tag: Tag, no: u32) -> Result<Vec<u8>> {
        self.kept.get(&(tag, no)).cloned().with_context(|| format!("no chunk {no} of {tag:?}"))
    }
}

impl ChunkSink for MemoryChunks {
    fn write(&mut self, tag: Tag, no: u32, bytes: &[u8]) -> Result<()> {
        ensure!(bytes.len() <= CHUNK, "chunk {no} of {tag:?} has {} bytes", bytes.len());
        let last = self.kept.last_key_value().map(|(key, _)| *key);
        ensure!(last.is_none_or(|last| last < (tag, no)), "chunk {no} of {tag:?} is out of order");
        self.kept.insert((tag, no), bytes.to_vec());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_survives_being_cut() {
        let mut kept = MemoryChunks::default();
        let values: Vec<u64> = (0..30_000u64).map(|n| n.wrapping_mul(n).wrapping_mul(0x9E37_79B9)).collect();
        let mut writer = Writer::new(&mut kept, Tag::Keys);
        for &value in &values {
            writer.varint(value).unwrap();
            writer.wide(u128::from(value) << 60).unwrap();
        }
        writer.bytes(&[7; 40_000]).unwrap();
        writer.finish().unwrap();
        let mut reader = Reader::new(&kept, Tag::Keys);
        for &value in &values {
            assert_eq!(reader.varint().unwrap(), value);
            assert_eq!(reader.wide().unwrap(), u128::from(value) << 60);
        }
        assert_eq!(reader.take(40_000).unwrap(), [7; 40_000]);
        assert!(reader.varint().is_err(), "nothing is left");
    }
}
