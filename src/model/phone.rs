//! Telephone numbers: personal data, masked wherever they are shown.

use std::fmt;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// A telephone number as given, eleven-digit mobiles packed.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Phone {
    /// Eleven digits that begin with 1.
    Mobile(u64),
    /// A landline or anything else.
    Other(CompactString),
}

impl Phone {
    /// Reads a cell; spaces and hyphens inside a mobile number are dropped, `None` for an empty cell.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let mut value = 0u64;
        let mut count = 0;
        for byte in text.bytes() {
            match byte {
                b'0'..=b'9' if count < 12 => {
                    value = value * 10 + u64::from(byte - b'0');
                    count += 1;
                }
                b' ' | b'-' => {}
                _ => return Some(Self::Other(text.into())),
            }
        }
        let mobile = count == 11 && value / 10_000_000_000 == 1;
        Some(if mobile { Self::Mobile(value) } else { Self::Other(text.into()) })
    }

    /// The whole number: only where its reader has the right to see it.
    pub fn reveal(&self) -> CompactString {
        match self {
            Self::Mobile(number) => compact_str::format_compact!("{number}"),
            Self::Other(text) => text.clone(),
        }
    }

    /// `138****5678`.
    pub fn masked(&self) -> String {
        Self::mask_text(&self.reveal())
    }

    /// Masks a cell that may not be a telephone number, as a refusal shows it.
    pub fn mask_text(text: &str) -> String {
        let chars: Vec<char> = text.trim().chars().collect();
        let (head, tail) = if chars.len() >= 9 { (3, 4) } else { (0, chars.len().min(2)) };
        let mut out: String = chars[..head].iter().collect();
        out.extend(std::iter::repeat_n('*', chars.len() - head - tail));
        out.extend(&chars[chars.len() - tail..]);
        out
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mobiles_are_packed_and_masked() {
        let phone = Phone::parse("100 0000-1234").unwrap();
        assert_eq!(phone, Phone::Mobile(10_000_001_234));
        assert_eq!(phone.to_string(), "100****1234");
        assert_eq!(phone.reveal(), "10000001234");
        assert_eq!(Phone::parse(" "), None);
        assert_eq!(Phone::parse("0000-000").unwrap().to_string(), "******00");
    }
}
