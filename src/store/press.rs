//! Packed rows pressed smaller while they wait: half the memory of a batch for seconds of its reading.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use super::codec::CodecError;

/// A press and its workspace, which is too large to be made anew for every block.
#[derive(Default)]
pub(super) struct Press {
    work: Option<Compress>,
    out: Vec<u8>,
}

/// Bytes pressed, or as they are where pressing does not help.
pub(super) struct Pressed {
    len: usize,
    bytes: Box<[u8]>,
}

impl Press {
    /// Presses a block.
    pub fn press(&mut self, block: &[u8]) -> Pressed {
        let work = self.work.get_or_insert_with(|| Compress::new(Compression::fast(), false));
        work.reset();
        self.out.clear();
        self.out.reserve(block.len());
        let done = work.compress_vec(block, &mut self.out, FlushCompress::Finish);
        // Copied to its size: shrinking in place would leave a hole behind every block.
        let bytes = match done {
            Ok(Status::StreamEnd) if self.out.len() < block.len() => self.out.as_slice().into(),
            _ => block.into(),
        };
        Pressed { len: block.len(), bytes }
    }
}

impl Pressed {
    /// The block as it was.
    ///
    /// # Errors
    /// Bytes that were never pressed so.
    pub fn open(&self) -> Result<Vec<u8>, CodecError> {
        if self.bytes.len() == self.len {
            return Ok(self.bytes.to_vec());
        }
        let mut out = Vec::with_capacity(self.len);
        let done = Decompress::new(false).decompress_vec(&self.bytes, &mut out, FlushDecompress::Finish);
        if done.is_err() || out.len() != self.len {
            let source = bincode::ErrorKind::Custom("a pressed block does not open".into()).into();
            return Err(CodecError::Shape { tree: "batch", source });
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_block_opens_as_it_was(noise in proptest::collection::vec(any::<u8>(), 0..3000), times in 1usize..5) {
            let mut press = Press::default();
            let block = noise.repeat(times);
            for block in [&block, &noise] {
                prop_assert_eq!(&press.press(block).open().unwrap(), block);
            }
        }
    }
}
