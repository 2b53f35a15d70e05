//! The texts of programmes kept in a register, in parts.

use std::collections::BTreeMap;

use anyhow::Result;

use super::Register;

/// Bytes of a programme's text to a value.
const PROGRAMME_PART: usize = 12 * 1024;

impl Register {
    /// The texts of the programmes kept here, by id.
    ///
    /// # Errors
    /// Damage.
    pub fn programme_texts(&self) -> Result<BTreeMap<String, String>> {
        let open = self.open_now()?;
        let mut texts = BTreeMap::<String, String>::new();
        for entry in open.trees.programmes.iter() {
            let (key, part) = entry?;
            let id = key.split(|byte| *byte == 0).next().unwrap_or_default();
            let part: String = open.trees.programmes.shape(&part)?;
            texts.entry(String::from_utf8_lossy(id).into_owned()).or_default().push_str(&part);
        }
        Ok(texts)
    }

    /// Keeps a programme's text under `id`, in place of what was there; all of it or nothing.
    ///
    /// # Errors
    /// What the disk said.
    pub fn keep_programme(&self, id: &str, text: &str) -> Result<()> {
        let open = self.open_now()?;
        let mut changes: Vec<(Vec<u8>, Option<&str>)> = Vec::new();
        for key in open.trees.programmes.raw().scan_prefix(format!("{id}\0")).keys() {
            changes.push((key?.to_vec(), None));
        }
        let mut rest = text;
        for part in 0u16.. {
            if rest.is_empty() {
                break;
            }
            let (head, tail) = rest.split_at(rest.floor_char_boundary(PROGRAMME_PART));
            let mut key = format!("{id}\0").into_bytes();
            key.extend(part.to_be_bytes());
            changes.push((key, Some(head)));
            rest = tail;
        }
        open.trees.programmes.change(&changes)?;
        self.sync()
    }
}
