//! The search's chunks as values of one tree: no personal data in a key, only a tag and a number.

use anyhow::{Result, bail};

use super::Register;
use super::tree::Body;
use crate::search::{Chunks, Tag};

pub(super) const TREE: &str = "search";

pub(super) fn key(tag: Tag, no: u32) -> [u8; 5] {
    let [a, b, c, d] = no.to_be_bytes();
    [tag as u8, a, b, c, d]
}

impl Register {
    /// Wipes what of the search's index was opened lately.
    pub fn forget_opened(&self) {
        if let Ok(open) = self.open_now() {
            open.opened.forget();
        }
    }
}

impl Chunks for Register {
    fn read(&self, tag: Tag, no: u32) -> Result<Vec<u8>> {
        if self.view().is_some() {
            bail!("the index of the whole register is not this operator's");
        }
        let (open, key) = (self.open_now()?, key(tag, no));
        if let Some(chunk) = open.opened.get(key) {
            return Ok(chunk);
        }
        match open.trees.search.bytes(key)? {
            Some(Body::Opened(chunk)) => {
                // The rest is read once, when the search is loaded.
                if tag <= Tag::Members {
                    open.opened.keep(key, &chunk);
                }
                Ok(chunk)
            }
            Some(stored) => Ok(stored.to_vec()),
            None => bail!(self.damaged("the index is incomplete")),
        }
    }
}
