//! Finding anything.

use crate::model::{IdKey, Identity, MemberNumber, Phone};

/// What a chunk holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Tag {
    /// x
    X = 1,
}
/// c
pub trait Chunks {
    /// r
    fn read(&self, tag: Tag, no: u32) -> anyhow::Result<Vec<u8>>;
}
/// s
pub trait ChunkSink {
    /// w
    fn write(&mut self, tag: Tag, no: u32, bytes: &[u8]) -> anyhow::Result<()>;
}
/// s
#[derive(Default)]
pub struct Shared {
    /// i
    pub identities: Vec<IdKey>,
    /// n
    pub numbers: Vec<u64>,
}
/// b
#[derive(Default)]
pub struct Builder {
    ids: Vec<IdKey>,
    numbers: Vec<u64>,
}
impl Builder {
    /// n
    pub fn new() -> Self {
        Self::default()
    }
    /// p
    pub fn push(&mut self, _name: &str, id: &Identity, _phone: Option<&Phone>, number: Option<&MemberNumber>) {
        self.ids.push(id.key());
        self.numbers.extend(number.map(MemberNumber::key));
    }
    /// f
    pub fn finish(mut self, _: &mut dyn ChunkSink) -> anyhow::Result<Shared> {
        self.ids.sort_unstable();
        self.numbers.sort_unstable();
        Ok(Shared { identities: repeated(self.ids), numbers: repeated(self.numbers) })
    }
}
fn repeated<T: Copy + PartialEq>(v: Vec<T>) -> Vec<T> {
    v.chunk_by(|a, b| a == b).filter(|c| c.len() > 1).map(|c| c[0]).collect()
}
