//! The unified social credit code, 18 characters (GB 32100, handbook A3).

use std::fmt;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// Why a credit code is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreditError {
    /// Not 18 characters of the code's alphabet (no I, O, S, V, Z).
    #[error("a credit code has 18 digits or capital letters, without I, O, S, V, Z")]
    Form,
    /// The last character does not agree with the other 17.
    #[error("the check character should be {0}")]
    Check(char),
}

/// A checked credit code.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CreditCode(CompactString);

impl CreditCode {
    /// Reads and checks a code; small letters are read as capitals.
    pub fn parse(text: &str) -> Result<Self, CreditError> {
        let text = text.trim().to_ascii_uppercase();
        let body = text.get(..17).filter(|_| text.len() == 18).ok_or(CreditError::Form)?;
        let check = Self::check(body)?;
        match text.chars().last() {
            Some(last) if last == check => Ok(Self(text.into())),
            Some(last) if last.is_ascii() && ALPHABET.contains(&(last as u8)) => Err(CreditError::Check(check)),
            _ => Err(CreditError::Form),
        }
    }

    /// A code from its first 17 characters, with the check character worked out.
    pub fn with_check(body: &str) -> Result<Self, CreditError> {
        let check = Self::check(body)?;
        Ok(Self(compact_str::format_compact!("{body}{check}")))
    }

    fn check(body: &str) -> Result<char, CreditError> {
        if body.len() != 17 {
            return Err(CreditError::Form);
        }
        let mut sum = 0;
        for (byte, weight) in body.bytes().zip(WEIGHTS) {
            let value = ALPHABET.iter().position(|&a| a == byte).ok_or(CreditError::Form)?;
            sum += value * weight;
        }
        Ok(ALPHABET[(31 - sum % 31) % 31] as char)
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_handbooks_vector() {
        assert!(CreditCode::parse("91350100M000100Y43").is_ok());
        assert_eq!(CreditCode::parse("91350100M000100Y44"), Err(CreditError::Check('3')));
        assert_eq!(CreditCode::parse("91350100M000100Y4I"), Err(CreditError::Form));
        assert_eq!(CreditCode::parse("91350100M000100Y"), Err(CreditError::Form));
        assert_eq!(CreditCode::with_check("91350100M000100Y4").unwrap().as_str(), "91350100M000100Y43");
    }
}
