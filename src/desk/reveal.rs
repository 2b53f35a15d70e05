//! Seeing what is masked: a right, with a reason that is in the journal before anything is shown.

use anyhow::Result;

use super::{Desk, Forbidden, NotYou, Right};
use crate::model::Pos;

/// The longest reason, in characters.
const LONGEST: usize = 200;
/// What such an entry of the journal is called.
const VERB: &str = "reveal";

/// What was asked to be seen.
#[derive(Clone, PartialEq, Eq)]
pub struct Revealed {
    /// The identity number, whole.
    pub identity: String,
    /// The telephone, whole.
    pub phone: Option<String>,
}

// Never in a log: what is revealed is revealed to one screen.
impl std::fmt::Debug for Revealed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Revealed(..)")
    }
}

/// Why nothing was shown.
#[derive(Debug, thiserror::Error)]
pub enum RevealError {
    /// Whoever is at work may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Somebody else was named than who is at work.
    #[error(transparent)]
    NotYou(#[from] NotYou),
    /// Without a reason of 1 to 200 letters.
    #[error("a reason of 1 to {LONGEST} letters is asked for")]
    NoReason,
    /// The register cannot be read or written.
    #[error(transparent)]
    Register(#[from] anyhow::Error),
}

impl Desk {
    /// The numbers of one member, once the reason is in the journal.
    ///
    /// # Errors
    /// See [`RevealError`]; nothing is shown then.
    pub fn reveal(&self, (pos, slot): (Pos, u32), by: &str, reason: &str) -> Result<Revealed, RevealError> {
        self.may(Right::Reveal)?;
        let member = self.register().member(pos, slot as usize)?;
        let member = member.ok_or_else(|| anyhow::anyhow!("there is no such row"))?;
        self.write_reveal(Some(pos), by, reason)?;
        Ok(Revealed {
            identity: member.identity.reveal().into(),
            phone: member.phone.as_ref().map(|phone| phone.reveal().into()),
        })
    }

    /// Writes down that numbers of an organisation, or of all there are, are about to be shown, and why. A reveal that is
    /// not written down does not happen; no number is in the journal.
    ///
    /// # Errors
    /// See [`RevealError`].
    pub fn write_reveal(&self, of: Option<Pos>, by: &str, reason: &str) -> Result<(), RevealError> {
        self.may(Right::Reveal)?;
        let (who, reason) = (self.who(), fitting(reason).ok_or(RevealError::NoReason)?);
        let by = who.author(by.trim())?;
        let tree = self.tree()?;
        let org = of.map(|pos| tree.code(pos).to_owned()).unwrap_or_default();
        Ok(self.register().note_down(self.clock().now(), by, VERB, vec![org, reason])?)
    }
}

/// A reason as it is kept, where it is one: of 1 to 200 letters.
pub(super) fn fitting(reason: &str) -> Option<String> {
    let reason = reason.trim();
    (1..=LONGEST).contains(&reason.chars().count()).then(|| fit(reason))
}

/// A reason as it is kept: on one line, and without the number that it may be about.
fn fit(reason: &str) -> String {
    let parts = reason.split_inclusive(|c: char| !(c.is_ascii_digit() || matches!(c, 'x' | 'X')));
    let masked = parts.map(|part| {
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        if digits >= 11 {
            part.chars().map(|c| if c.is_ascii_digit() { '*' } else { c }).collect()
        } else {
            part.to_owned()
        }
    });
    masked.collect::<String>().chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_kept_without_numbers_of_persons() {
        for (typed, kept) in [
            ("核对 2018 年档案", "核对 2018 年档案"),
            ("查44990120000101123X的档案", "查*****************X的档案"),
            ("two\nlines 10000000001", "two lines ***********"),
        ] {
            assert_eq!(fit(typed), kept);
        }
    }
}
